"""Claims by id or by filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.claims import dates
from graph.errors import BadParameter, UnknownClaim
from graph.session import Session
from graph.spelling import did_you_mean
from graph.store.table import Row, Table
from ontology.namespaces import CLAIM

_SHORTEST = 4


@dataclass(frozen=True)
class Filter:
    """Which claims are wanted; within a field one value must fit, and every field must."""

    about: Sequence[str] = ()
    relation: Sequence[str] = ()
    kind: Sequence[str] = ()
    standing: Sequence[str] = ()
    document: Sequence[str] = ()
    as_of: str | None = None


def select(session: Session, wanted: Filter) -> list[str]:
    """Return the ids of the claims that fit, best standing first; raises for unknown values."""
    about = {session.names.find(each).id for each in wanted.about}
    relations = relation_ids(session, wanted.relation)
    kinds = kind_ids(session, wanted.kind)
    documents = set(document_ids(session, wanted.document))
    day = None if wanted.as_of is None else as_of_date(wanted.as_of)

    def fits(row: Row) -> bool:
        return (
            (not about or bool(about & set(row.entities())))
            and (not relations or row.relation in relations)
            and (not kinds or any(_is_of(session, each, kinds) for each in row.entities()))
            and (not wanted.standing or row.standing.value in wanted.standing)
            and (not documents or bool(documents & set(row.documents)))
            and (day is None or dates.holds(row.valid_from, row.valid_to, day))
        )

    rows = [row for row in _candidates(session.table, about, relations, documents) if fits(row)]
    rows.sort(key=lambda row: (row.standing.place, row.subject, row.relation, row.object, row.id))
    return [row.id for row in rows]


def _candidates(
    table: Table, about: Collection[str], relations: Collection[str], documents: Collection[str]
) -> Iterable[Row]:
    """Return the claims among which those that fit are found, each once."""
    if about:
        found = (row for id_ in sorted(about) for row in table.about[id_])
    elif documents:
        found = (row for id_ in sorted(documents) for row in table.of_document(id_))
    else:
        return table.of_relations(relations) if relations else table.rows
    return {row.id: row for row in found}.values()


def _is_of(session: Session, entity: str, kinds: frozenset[str]) -> bool:
    return bool(kinds & set(session.ontology.kinds[session.table.nodes[entity].kind].ancestors))


def as_of_date(text: str) -> str:
    """Return ``text`` if it is a date or a part of one; raises BadParameter."""
    try:
        dates.span(text)
    except ValueError as error:
        raise BadParameter(
            f"'{text}' is no date. Write 2026, 2026-05, 2026-05-17 or 2026-Q2."
        ) from error
    return text


def relation_ids(session: Session, texts: Sequence[str]) -> frozenset[str]:
    """Return the ids of these relations; raises BadParameter with a suggestion."""
    known = {each.casefold(): each for each in session.ontology.relations}
    for text in texts:
        if text.casefold().removeprefix("rel:") not in known:
            hint = did_you_mean(text, session.ontology.relations)
            raise BadParameter(f"'{text}' is no relation. {hint}")
    return frozenset(known[text.casefold().removeprefix("rel:")] for text in texts)


def kind_ids(session: Session, texts: Sequence[str]) -> frozenset[str]:
    """Return the ids of these kinds; raises BadParameter with a suggestion."""
    found = {text: session.names.kind(text) for text in texts}
    for text, kind in found.items():
        if not kind:
            hint = did_you_mean(text, session.ontology.kinds)
            raise BadParameter(f"'{text}' is no kind. {hint}")
    return frozenset(found.values())


def document_ids(session: Session, texts: Sequence[str]) -> Sequence[str]:
    """Return ``texts`` if each is the id of a document; raises BadParameter with a suggestion."""
    known = session.store.document_ids()
    for text in texts:
        if text not in known:
            raise BadParameter(f"'{text}' is no document. {did_you_mean(text, known)}")
    return texts


def claim_id(session: Session, text: str) -> str:
    """Return the id of the claim that ``text`` is, or is the only one to begin with.

    Accepts a CURIE or an IRI too. Raises UnknownClaim.
    """
    wanted = text.strip().removeprefix(CLAIM).removeprefix("claim:").casefold()
    found = session.table.claims_beginning(wanted)
    if len(wanted) < _SHORTEST or not found:
        raise UnknownClaim(
            f"no claim has the id '{text}' (at least {_SHORTEST} digits). `inroads claims` "
            "lists them."
        )
    if len(found) > 1:
        raise UnknownClaim(f"several claims begin with '{text}': {', '.join(found[:5])}.")
    return found[0]
