"""Everything about one entity, for ``show``."""

from __future__ import annotations

from typing import Any

from graph.answers.describe import Describer
from graph.answers.model import ClaimOut, to_json
from graph.pages.plain import printable
from graph.pages.text import claim, documents, source
from graph.session import Session


def text(session: Session, id_: str, width: int) -> str:
    """Return an entity's names, then its claims by relation with their words, as text."""
    node, describe = session.table.nodes[id_], Describer(session)
    kind = session.ontology.kinds[node.kind]
    is_ = (
        f"would be a {kind.label}; no source states that it exists" if node.prospect else kind.label
    )
    lines = [f"{printable(describe.wording.label(id_))}  ({is_}, kg:{id_})"]
    if len(node.names) > 1:
        lines.append(f"Also: {printable(', '.join(node.names[1:]))}")
    if node.entity.external:
        ids = ", ".join(f"{scheme} {value}" for scheme, value in node.entity.external)
        lines.append(f"Ids: {printable(ids)}")
    found = claims(session, id_)
    for relation in dict.fromkeys(each.relation.id for each in found):
        label = session.ontology.relations[relation].label
        lines += ["", f"{label}:"]
        for each in found:
            if each.relation.id == relation:
                lines += claim(each, width, "   ")
    if found:
        lines += ["", "Documents:"]
        lines += [f"   {printable(f'{d.id}: {source(d)}')}" for d in documents(found)]
    return "\n".join(lines) + "\n"


def data(session: Session, id_: str) -> dict[str, Any]:
    """Return the same as JSON data: entity, names, external ids, claims."""
    node, describe = session.table.nodes[id_], Describer(session)
    return {
        **to_json(describe.entity(id_)),
        "names": [{"text": name.text, "lang": name.lang} for name in node.entity.aliases],
        "external": dict(node.entity.external),
        "claims": [to_json(each) for each in claims(session, id_)],
    }


def claims(session: Session, id_: str) -> list[ClaimOut]:
    """Return the claims that speak of an entity: as subject first, then best standing first."""
    rows = sorted(
        session.table.about[id_],
        key=lambda row: (row.subject != id_, row.relation, row.standing.place, row.object, row.id),
    )
    return Describer(session).claims(row.id for row in rows)
