"""Everything about one entity, for ``show``."""

from __future__ import annotations

from typing import Any

from graph.answers.describe import Describer
from graph.answers.model import ClaimOut, EntityRef, to_json
from graph.answers.wording import bare
from graph.pages.plain import printable
from graph.pages.text import claim, documents, sources
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
    if node.external:
        ids = ", ".join(f"{scheme} {value}" for scheme, value in node.external)
        lines.append(f"Ids: {printable(ids)}")
    if node.merged:
        ids = ", ".join(f"kg:{each}" for each in node.merged)
        lines.append(f"Judged the same: {printable(ids)}")
    found = claims(session, id_)
    for heading, group in _headed(session, id_, found).items():
        lines += ["", f"{heading}:"]
        for each in group:
            lines += claim(each, width, "   ")
    said = _said(session, id_)
    if said:
        lines += ["", "Takes a stance on:"]
        for each in said:
            lines += claim(each, width, "   ")
    if found or said:
        lines += ["", *sources(documents([*found, *said]), width)]
    return "\n".join(lines) + "\n"


def _headed(session: Session, id_: str, found: list[ClaimOut]) -> dict[str, list[ClaimOut]]:
    """Return claims under what their relation says of the entity, from its own end."""
    groups: dict[str, list[ClaimOut]] = {}
    for each in found:
        relation = session.ontology.relations[each.relation.id]
        is_object = isinstance(each.object, EntityRef) and each.object.id == id_
        heading = relation.label
        if is_object and not relation.symmetric:
            heading = bare(relation.inverse_phrase)
        elif each.subject.id != id_ and not is_object:
            heading = "mentioned in"
        groups.setdefault(heading, []).append(each)
    return groups


def _said(session: Session, id_: str) -> list[ClaimOut]:
    """Return the claims the entity itself takes a stance on, without those about itself."""
    about = {row.id for row in session.table.about[id_]}
    spoken = [claim_id for claim_id in session.store.spoken_by(id_) if claim_id not in about]
    return Describer(session).claims(spoken)


def data(session: Session, id_: str) -> dict[str, Any]:
    """Return the same as JSON data: entity, names, external ids, claims."""
    node, describe = session.table.nodes[id_], Describer(session)
    return {
        **to_json(describe.entity(id_)),
        "names": [{"text": name.text, "lang": name.lang} for name in node.entity.aliases],
        "external": dict(node.external),
        "merged": list(node.merged),
        "claims": [to_json(each) for each in claims(session, id_)],
        "says": [to_json(each) for each in _said(session, id_)],
    }


def claims(session: Session, id_: str) -> list[ClaimOut]:
    """Return the claims that speak of an entity: as subject first, then best standing first."""
    rows = sorted(
        session.table.about[id_],
        key=lambda row: (row.subject != id_, row.relation, row.standing.place, row.object, row.id),
    )
    return Describer(session).claims(row.id for row in rows)
