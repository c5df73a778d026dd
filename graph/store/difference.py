"""What one document does to a graph: the corpus without it compared with the whole.

Nothing is remembered from when the document came: both are computed from what is there now, so
the order of loads does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from graph.claims.model import POSITIVE, Attestation, ClaimFile, Corpus, Record, Standing
from graph.claims.standing import denying, origins, standing_out, voices
from ontology.records import Ontology


class Shift(NamedTuple):
    """A claim that others say too, without the document and with it."""

    before: Record
    after: Record


class Derived(NamedTuple):
    """A derived claim, without the document and with it; None where it is not derived."""

    before: Record | None
    after: Record | None


class Contradiction(NamedTuple):
    """A claim disputed between the document and others: by denial, or by another value.

    ``said`` and ``against`` are the attestations of both sides; ``other`` is the claim whose
    value cannot hold beside the first one's. Unless ``new`` others had disputed it before.
    """

    claim: Record
    other: Record | None
    said: tuple[Attestation, ...]
    against: tuple[Attestation, ...]
    new: bool


@dataclass(frozen=True)
class Difference:
    """What a document does to the claims, each list sorted by claim id, and to the entities."""

    added: list[Record] = field(default_factory=list)  # said by nobody else
    corroborated: list[Shift] = field(default_factory=list)  # better, or by one origin more
    contradicted: list[Contradiction] = field(default_factory=list)
    replaced: list[Shift] = field(default_factory=list)
    weakened: list[Shift] = field(default_factory=list)
    changed: list[Shift] = field(default_factory=list)  # as sure as before, but stage or dates
    repeated: list[Record] = field(default_factory=list)  # by no origin of its own
    derived: list[Derived] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    founded: list[str] = field(default_factory=list)  # prospects that exist through it
    unfounded: list[str] = field(default_factory=list)  # what is only a prospect through it
    names: dict[str, list[str]] = field(default_factory=dict)  # new ones of known entities
    relabelled: dict[str, str] = field(default_factory=dict)  # the label that led without it


def without(files: Sequence[ClaimFile], document: str) -> tuple[list[ClaimFile], list[str]]:
    """Return the other documents as if this one had never been, and who takes back its words.

    What another document takes back of it (``cancels``) has no object then and is left out.
    """
    kept, takers = [], []
    for file in files:
        if file.document.id == document:
            continue
        statements = tuple(
            each for each in file.statements if not each.cancels.startswith(f"{document}#")
        )
        if len(statements) < len(file.statements):
            takers.append(file.document.id)
            file = replace(file, statements=statements)
        kept.append(file)
    return kept, sorted(takers)


def difference(before: Corpus, after: Corpus, document: str, ontology: Ontology) -> Difference:
    """Return what ``document`` did: ``after`` is the corpus with it, ``before`` without it."""
    counterparts = _counterparts(before, after, ontology)
    found = Difference(contradicted=list(_contradictions(counterparts, after, document)))
    fought = {each.claim.id for each in found.contradicted}
    fought |= {each.other.id for each in found.contradicted if each.other}
    for id_, record in sorted(after.records.items()):
        old = counterparts.get(id_)
        if record.derived_by:
            if old is None or _stands(old) != _stands(record):
                found.derived.append(Derived(old, record))
        elif old is None or old.derived_by:
            found.added.append(record)
        elif id_ not in fought:
            _sort(Shift(old, record), found, before, after, document)
    gone = {each.id for each in counterparts.values()}
    found.derived.extend(
        Derived(old, None)
        for id_, old in sorted(before.records.items())
        if id_ not in gone and old.derived_by
    )
    _entities(found, before, after, ontology)
    return found


def _counterparts(before: Corpus, after: Corpus, ontology: Ontology) -> dict[str, Record]:
    """Return the earlier form of each later claim, by the later one's id.

    A symmetric claim said from both ends stands under one of its two ids: not always the same.
    """
    found = {}
    for id_, old in before.records.items():
        if id_ in after.records:
            found[id_] = old
        elif ontology.relations[old.claim.relation].symmetric and isinstance(old.claim.object, str):
            mirrored = replace(old.claim, subject=old.claim.object, object=old.claim.subject)
            if mirrored.id in after.records:
                found[mirrored.id] = old
    return found


def _sort(shift: Shift, found: Difference, before: Corpus, after: Corpus, document: str) -> None:
    """Put a claim that others say too where it belongs; most belong nowhere."""
    old, new = shift
    gained = independent(new, after) > independent(old, before)
    if new.standing is Standing.SUPERSEDED and old.standing is not Standing.SUPERSEDED:
        found.replaced.append(shift)
    elif new.standing.place < old.standing.place or gained:
        found.corroborated.append(shift)
    elif new.standing is not old.standing:
        found.weakened.append(shift)
    elif _stands(old) != _stands(new):
        found.changed.append(shift)
    elif _says(document, new.attestations):
        found.repeated.append(new)


def independent(record: Record, corpus: Corpus) -> int:
    """Return how many independent origins say a claim; of one only denied, how many deny it."""
    sides = _said(record) or denying(record)
    documents = {each.document: corpus.documents[each.document] for each in sides}
    return origins(sides, documents, voices(documents, corpus.bearers))


def _stands(record: Record) -> tuple[object, ...]:
    return record.standing, record.stage, record.valid_from, record.valid_to


def _said(record: Record) -> tuple[Attestation, ...]:
    left = standing_out(record.attestations)
    return tuple(each for each in left if each.stance in POSITIVE)


def _says(document: str, attestations: Iterable[Attestation]) -> bool:
    return any(each.document == document for each in attestations)


def _others(document: str, attestations: Iterable[Attestation]) -> bool:
    return any(each.document != document for each in attestations)


def _between(document: str, one: Sequence[Attestation], other: Sequence[Attestation]) -> bool:
    """Tell whether the document stands on one side and somebody else on the other."""
    return (_says(document, one) and _others(document, other)) or (
        _says(document, other) and _others(document, one)
    )


def _contradictions(
    counterparts: Mapping[str, Record], after: Corpus, document: str
) -> Iterator[Contradiction]:
    for id_, record in sorted(after.records.items()):
        if record.standing is not Standing.DISPUTED or record.derived_by:
            continue
        old = counterparts.get(id_)
        said, denied = _said(record), denying(record)
        if _between(document, said, denied):
            new = old is None or not (_said(old) and denying(old))
            yield Contradiction(record, None, said, denied, new)
        for other_id in record.conflicts:
            other = after.records[other_id]
            if _first(record, other, document) and _between(document, said, _said(other)):
                known = counterparts.get(other_id)
                new = old is None or known is None or known.id not in old.conflicts
                yield Contradiction(record, other, said, _said(other), new)


def _first(one: Record, other: Record, document: str) -> bool:
    """Tell which of two claims that conflict is told first: what others say before this one."""
    return (_says(document, _said(one)), one.id) < (_says(document, _said(other)), other.id)


def _entities(found: Difference, before: Corpus, after: Corpus, ontology: Ontology) -> None:
    for id_, entity in sorted(after.entities.items()):
        if id_ not in before.entities:
            found.entities.append(id_)
            continue
        known = _names(before, id_)
        if names := [each for each in _names(after, id_) if each not in known]:
            found.names[id_] = names
        if before.entities[id_].label != entity.label:
            found.relabelled[id_] = before.entities[id_].label
        if ontology.kinds[entity.kind].contingent:
            exists, existed = id_ in after.founded, id_ in before.founded
            if exists != existed:
                (found.founded if exists else found.unfounded).append(id_)


def _names(corpus: Corpus, id_: str) -> list[str]:
    entity = corpus.entities[id_]
    return [entity.label, *(each.text for each in entity.aliases)]
