"""What the record commands print, as listings: entities, claims, counts, queries."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import queries
from graph.answers.model import ClaimOut, EntityRef, Figure, Words, to_json
from graph.answers.wording import figure, marked
from graph.claims.model import Bound, Quantity
from graph.pages.tables import Listing
from graph.pages.text import documents, stances
from graph.session import Session
from graph.store.table import Node

if TYPE_CHECKING:
    from graph.answers.duplicates import Suggestion
    from graph.claims.judgements import Judgement
    from graph.store.sparql import Rows, Term


def entities(nodes: Sequence[Node]) -> Listing:
    """Return entities with their kind, id and other names."""
    rows = [(marked(node), node.kind, node.id, ", ".join(node.names[1:])) for node in nodes]
    objects = [
        {
            "id": node.id,
            "label": node.entity.label,
            "kind": node.kind,
            "prospect": node.prospect,
            "names": [name.text for name in node.entity.aliases],
            "external": dict(node.external),
            "merged": list(node.merged),
        }
        for node in nodes
    ]
    return Listing(("label", "kind", "id", "other names"), rows, objects)


SUGGESTION_COLUMNS = (
    "strength", "one", "id", "other", "other id", "kind", "reasons", "shared", "unsure",
)  # fmt: skip
SUGGESTION_COLUMNS_SHORT = ("strength", "one", "other", "reasons")


def suggestions(given: Sequence[Suggestion], *, short: bool = False) -> Listing:
    """Return pairs that may be one thing, one a row; ``short`` for a terminal."""
    if short:
        rows = [_suggestion_row_short(each) for each in given]
        return Listing(SUGGESTION_COLUMNS_SHORT, rows)
    return Listing(
        SUGGESTION_COLUMNS,
        [_suggestion_row(each) for each in given],
        [_suggestion_data(each) for each in given],
    )


def _suggestion_row_short(each: Suggestion) -> tuple[str, ...]:
    one, other = (f"{marked(node)} (kg:{node.id})" for node in (each.one, each.other))
    shared = [f"linked with both: {', '.join(each.shared[:3])}"] if each.shared else []
    doubt = [f"unsure: {_who(each.unsure)}"] if each.unsure else []
    return str(each.strength), one, other, "; ".join((*each.reasons, *shared, *doubt))


def _suggestion_row(each: Suggestion) -> tuple[str, ...]:
    return (
        str(each.strength),
        *(part for node in (each.one, each.other) for part in (marked(node), node.id)),
        each.one.kind,
        "; ".join(each.reasons),
        " ".join(each.shared),
        _who(each.unsure) if each.unsure else "",
    )


def _suggestion_data(each: Suggestion) -> dict[str, Any]:
    return {
        "strength": each.strength,
        "entities": [
            {"id": node.id, "label": node.entity.label, "kind": node.kind}
            for node in (each.one, each.other)
        ],
        "reasons": list(each.reasons),
        "shared": list(each.shared),
        "unsure": {name: getattr(each.unsure, name) for name in ("who", "when", "why")}
        if each.unsure
        else None,
    }


def _who(judged: Judgement) -> str:
    """Return who judged when and why, as far as it is known."""
    known = " ".join(filter(None, (judged.who, judged.when)))
    return ": ".join(filter(None, (known, judged.why))) or "by somebody"


CLAIM_COLUMNS = (
    "id", "standing", "stage", "sentence", "subject", "relation", "object", "qualifiers",
    "from", "to", "words", "documents", "urls",
)  # fmt: skip
CLAIM_COLUMNS_SHORT = ("id", "standing", "sentence")


def claims(given: Sequence[ClaimOut], *, short: bool = False) -> Listing:
    """Return claims, one a row; ``short`` for a terminal, whose width is limited."""
    if short:
        rows = [(each.id, each.standing, each.sentence) for each in given]
        return Listing(CLAIM_COLUMNS_SHORT, rows)
    return Listing(
        CLAIM_COLUMNS, [_claim_row(each) for each in given], [to_json(each) for each in given]
    )


def _claim_row(claim: ClaimOut) -> tuple[str, ...]:
    sources = documents([claim])
    return (
        claim.id,
        claim.standing,
        claim.stage or "",
        claim.sentence,
        claim.subject.id,
        claim.relation.id,
        term(claim.object),
        "; ".join(f"{name}={term(value)}" for name, value in claim.qualifiers.items()),
        (claim.valid.from_ if claim.valid else "") or "",
        (claim.valid.to if claim.valid else "") or "",
        " | ".join(stances(claim)),
        " ".join(document.id for document in sources),
        " ".join(filter(None, (document.url for document in sources))),
    )


def term(term: EntityRef | Figure | Words) -> str:
    """Return an object or qualifier in a cell: an id, words, or a figure in words."""
    if isinstance(term, EntityRef):
        return term.id
    if isinstance(term, Words):
        return term.text
    numbers = term.value if isinstance(term.value, list) else [term.value]
    texts = [f"{Decimal(str(n)):f}" if isinstance(n, float) else str(n) for n in numbers]
    value, upper = [*texts, ""][:2]
    return figure(Quantity(value, term.unit, Bound(term.bound), upper))


def stored_queries() -> Listing:
    """Return the stored queries with what they take and do."""
    described = [queries.describe(name) for name in queries.names()]
    rows = [
        (
            each.name,
            ", ".join(
                f"{p.name}={p.default if p.default is not None else p.type.upper()}"
                for p in each.parameters
            ),
            each.description,
        )
        for each in described
    ]
    return Listing(
        ("name", "parameters", "description"), rows, [_query(each) for each in described]
    )


def _query(query: queries.Query) -> dict[str, object]:
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "parameters": [
            {"name": p.name, "type": p.type, "default": p.default, "description": p.description}
            for p in query.parameters
        ],
    }


def counts(session: Session) -> Listing:
    """Return what is in the graph: counts by kind, relation, standing and document."""
    found = session.table.tallies()
    rows = [
        ("all", "entities", found.entities),
        ("all", "claims", found.claims),
        ("all", "derived claims", found.derived),
        ("all", "documents", len(found.documents)),
        *(("kind", name, count) for name, count in sorted(found.kinds.items())),
        *(("relation", name, count) for name, count in sorted(found.relations.items())),
        *(("standing", name, found.standings[name]) for name in session.ontology.lists["standing"]),
        *(("document", name, count) for name, count in sorted(found.documents.items())),
    ]
    return Listing(
        ("what", "name", "count"),
        [(what, name, str(count)) for what, name, count in rows],
        [{"what": what, "name": name, "count": count} for what, name, count in rows],
    )


def results(session: Session, rows: Rows) -> Listing:
    """Return query results for reading: IRIs shortened, labels beside them."""
    from pyoxigraph import NamedNode

    from graph.store.rdf import plain
    from graph.store.sparql import compact

    iris = {term.value for row in rows.rows for term in row if isinstance(term, NamedNode)}
    labels = session.store.labels(iris)
    prefixes = session.store.prefixes()

    def shown(term: Term | None) -> str:
        if isinstance(term, NamedNode):
            short = compact(term.value, prefixes)
            return f"{labels[term.value]} ({short})" if term.value in labels else short
        return "" if term is None else plain(term)

    kept = [i for i, name in enumerate(rows.variables) if not _labels_another(name, rows.variables)]
    return Listing(
        tuple(rows.variables[i] for i in kept),
        [tuple(shown(row[i]) for i in kept) for row in rows.rows],
    )


def _labels_another(name: str, variables: Sequence[str]) -> bool:
    """Tell whether a column holds the labels of another: those stand beside the IRIs already."""
    return name.endswith("Label") and name.removesuffix("Label") in variables
