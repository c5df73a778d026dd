"""What bulk loads check record by record is what the SHACL shapes say, fault by fault.

Each case is one claim with its document and its entities, right or with one fault. It is written
both as a line, for the reader of bulk files, and as triples, for pySHACL; both must agree. All
cases lie in one graph, because pySHACL takes a second to begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest

import ontology
from benchmarks.networks import claim_files
from graph.claims import bulk_writing, corpus
from graph.claims.bulk import Reader
from graph.claims.lines import LineError
from graph.claims.model import (
    Bound,
    Certainty,
    Claim,
    Corpus,
    Document,
    Entity,
    EvidenceKind,
    Quantity,
    Reading,
    Record,
    Speaker,
    Stage,
    Stance,
    Standing,
    Statement,
    Text,
)
from graph.claims.usual import Usual
from graph.store import rdf
from graph.store.shapes import violations
from ontology.namespaces import ATTESTATION, CLAIM, DOCUMENT, IR, KG, REL, SPEAKER

VOCABULARY = ontology.compiled()
UNKNOWN = replace(  # what writes triples must know what it is to write
    VOCABULARY,
    kinds={
        **VOCABULARY.kinds,
        "Firm": VOCABULARY.kinds["Company"]._replace(iri=IR + "Firm", ancestors=("Firm",)),
    },
    relations={
        **VOCABULARY.relations,
        "sellsTo": VOCABULARY.relations["sellsIn"]._replace(iri=REL + "sellsTo"),
    },
)


class Odd(str):
    """A member that no closed list has."""

    __slots__ = ()

    @property
    def value(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Case:
    """One claim with all it needs; ids end in the number of the case, so that cases keep apart."""

    record: Record
    entities: dict[str, Entity]
    document: Document

    def claim(self, **other: Any) -> Case:
        return replace(self, record=replace(self.record, claim=replace(self.record.claim, **other)))

    def said(self, **other: Any) -> Case:
        (attestation,) = self.record.attestations
        return replace(
            self, record=replace(self.record, attestations=(replace(attestation, **other),))
        )

    def proved(self, **other: Any) -> Case:
        (attestation,) = self.record.attestations
        return self.said(evidence=replace(attestation.evidence, **other))

    def paper(self, **other: Any) -> Case:
        return replace(self, document=replace(self.document, **other))

    def renamed(self, id_: str, **other: Any) -> Case:
        """Give the subject other properties, or another id."""
        entity = self.entities[self.record.claim.subject]
        changed = replace(entity, id=id_ or entity.id, **other)
        left = {key: each for key, each in self.entities.items() if key != entity.id}
        case = replace(self, entities={**left, changed.id: changed})
        return case.claim(subject=changed.id)

    def with_object(self, relation: str, object_: Any) -> Case:
        return self.claim(relation=relation, object=object_)

    def figure(self, *given: str, bound: Any = Bound.EXACT, upper: str = "") -> Case:
        return self.with_object("sales", Quantity(*given, bound=bound, upper=upper))

    def nodes(self) -> set[str]:
        """Return the IRIs of everything in it."""
        attestations = self.record.attestations
        found = {CLAIM + self.record.id, DOCUMENT + self.document.id}
        found |= {KG + id_ for id_ in self.entities} | {
            ATTESTATION + each.id for each in attestations
        }
        unnamed = [each for each in attestations if each.speaker.kind == "unnamed"]
        found |= {SPEAKER + corpus.digest(each.speaker.label) for each in unnamed}
        if isinstance(self.record.claim.object, Quantity):
            found.add(rdf.quantity(self.record.claim.object).value)
        return found


def right(number: int) -> Case:
    """Return a claim without fault."""
    company, other = (Entity(f"{name}-{number}", "Company", name) for name in ("acme", "bolt"))
    land = Entity(f"land-{number}", "Country", "Land")
    document = Document(f"paper-{number}", title="A paper", published="2026-05")
    made = corpus.attestation(
        document.id,
        Statement(corpus_evidence(), (), stage=Stage.OPERATING),
        Speaker("entity", id=other.id),
    )
    claim = Claim(company.id, "sellsIn", land.id, (("period", Text("2026")),))
    record = Record(claim, (made,), Standing.STATED)
    return Case(record, {each.id: each for each in (company, other, land)}, document)


def corpus_evidence() -> Any:
    from graph.claims.model import Evidence

    return Evidence(EvidenceKind.QUOTE, "sells here", start=10, end=20)


Change = Callable[[Case], Case]
AS_IT_IS: dict[str, Change] = {
    "as it is": lambda case: case,
    "words for the object": lambda case: case.with_object("sellsIn", Text("the far north")),
    "a figure": lambda case: case.figure("5", "cars"),
    "a range": lambda case: case.figure("5", "cars", bound=Bound.BETWEEN, upper="7.5"),
    "a date": lambda case: case.renamed("", kind="Facility").with_object(
        "startOfProduction", Quantity("2026-Q2", "date")
    ),
    "another kind": lambda case: case.renamed("", kind="Brand"),
    "the publisher's voice": lambda case: case.said(speaker=Speaker()),
    "an unnamed source": lambda case: case.said(speaker=Speaker("unnamed", label="a source")),
    "a paraphrase": lambda case: case.proved(kind=EvidenceKind.PARAPHRASE, start=-1, end=-1),
    "a record": lambda case: case.proved(kind=EvidenceKind.RECORD, start=-1, end=-1),
    "denied": lambda case: case.said(stance=Stance.DENIES, certainty=Certainty.CERTAIN),
    "implied": lambda case: case.said(reading=Reading.IMPLIED, said="2026-winter"),
    "a product": lambda case: case.claim(qualifiers=(("product", Text("cars")),)),
    "a span": lambda case: case.said(valid_from="2024", valid_to="2025-H1"),
    "a digest": lambda case: case.paper(sha256="0" * 64),
}
FAULTS: dict[str, Change] = {
    "a subject outside the domain": lambda case: case.renamed("", kind="Country"),
    "an object outside the range": lambda case: case.with_object("partnerIn", case_other(case)),
    "an unknown relation": lambda case: case.claim(relation="sellsTo"),
    "a derived relation": lambda case: case.with_object("partnersWith", case_other(case)),
    "an unknown kind": lambda case: case.renamed("", kind="Firm"),
    "an id in capitals": lambda case: case.renamed("Acme"),
    "an id with a blank": lambda case: case.renamed("acme--corp"),
    "an empty label": lambda case: case.renamed("", label=""),
    "an entity for a share": lambda case: case.claim(qualifiers=(("share", case_other(case)),)),
    "an entity for an office": lambda case: case.claim(qualifiers=(("office", case_other(case)),)),
    "a period that is no date": lambda case: case.claim(qualifiers=(("period", Text("May")),)),
    "words for a figure": lambda case: case.with_object("sales", Text("much")),
    "a thing for a figure": lambda case: case.with_object("sales", case_other(case)),
    "a figure for a thing": lambda case: case.with_object("sellsIn", Quantity("5", "cars")),
    "a value in words": lambda case: case.figure("5,000", "cars"),
    "no unit": lambda case: case.figure("5", ""),
    "an unknown bound": lambda case: case.figure("5", "cars", bound=Odd("roughly")),
    "between without an upper value": lambda case: case.figure("5", "cars", bound=Bound.BETWEEN),
    "an upper value without between": lambda case: case.figure("5", "cars", upper="7"),
    "an upper value below": lambda case: case.figure("5", "cars", bound=Bound.BETWEEN, upper="3"),
    "a day of no calendar": lambda case: case.renamed("", kind="Facility").with_object(
        "startOfProduction", Quantity("2026-13", "date")
    ),
    "an unknown stance": lambda case: case.said(stance=Odd("shouts")),
    "an unknown certainty": lambda case: case.said(certainty=Odd("sure")),
    "an unknown reading": lambda case: case.said(reading=Odd("aloud")),
    "an unknown stage": lambda case: case.said(stage=Odd("rumoured")),
    "said some day": lambda case: case.said(said="2026-fall"),
    "from no month": lambda case: case.said(valid_from="2026-00"),
    "to no day": lambda case: case.said(valid_to="2026-02-30"),
    "an unknown evidence": lambda case: case.proved(kind=Odd("hearsay"), start=-1, end=-1),
    "no words": lambda case: case.proved(text="", start=10, end=10),
    "a quote that ends before it starts": lambda case: case.proved(start=20, end=10),
    "a paraphrase with a place": lambda case: case.proved(kind=EvidenceKind.PARAPHRASE),
    "an unknown speaker": lambda case: case.said(speaker=Speaker("editor")),
    "an unnamed source without words": lambda case: case.said(speaker=Speaker("unnamed")),
    "a document with a bad id": lambda case: case.paper(id="a--paper").said(document="a--paper"),
    "published some day": lambda case: case.paper(published="last May"),
    "a digest cut short": lambda case: case.paper(sha256="000"),
}  # fmt: skip


def case_other(case: Case) -> str:
    """Return the company that the claim does not speak of."""
    return next(id_ for id_ in case.entities if id_.startswith("bolt"))


def refused(case: Case) -> bool:
    """Tell whether the reader of bulk files refuses the case, written as a line."""
    (line,) = (
        each
        for each in bulk_writing.write(
            {case.document.id: case.document}, case.entities, [case.record]
        )
        if '"attestations"' in each
    )
    found = case.record.attestations[0].evidence
    if found.kind != EvidenceKind.QUOTE and found.start >= 0:  # of these a place is not written
        line = line.replace('"evidence"', f'"start":{found.start},"evidence"')
    reader = Reader(VOCABULARY, lambda _: None)
    quick = Usual(VOCABULARY, reader.entities, reader.documents)
    if quick.read(1, line) is not None:
        return False
    try:
        reader.read(1, line)
    except LineError:
        return True
    return False


def triples(cases: Iterable[Case]) -> list[str]:
    """Return the triples of cases, written without any check."""
    found: set[str] = set()
    for case in cases:
        whole = Corpus(
            {case.document.id: case.document}, case.entities, {case.record.id: case.record}
        )
        found.update(f"{each} ." for each in rdf.triples(whole, UNKNOWN))
    return sorted(found)


@pytest.fixture(scope="module")
def faulty() -> tuple[dict[str, Case], set[str]]:
    """Return all cases by name, and the nodes at fault."""
    changes = {**AS_IT_IS, **FAULTS}
    cases = {name: change(right(n)) for n, (name, change) in enumerate(changes.items())}
    cases = {  # the digest of an attestation is its own; here ids only have to keep apart
        name: case.said(id=f"{number:016x}") for number, (name, case) in enumerate(cases.items())
    }
    return cases, {each.node for each in violations(triples(cases.values()))}


@pytest.mark.parametrize("name", FAULTS)
def test_what_the_shapes_refuse_the_reader_refuses(
    name: str, faulty: tuple[dict[str, Case], set[str]]
) -> None:
    cases, nodes = faulty
    right_ones = {node for other in AS_IT_IS for node in cases[other].nodes()}
    wrong = cases[name].nodes() & nodes - right_ones
    assert (True, True) == (bool(wrong), refused(cases[name]))


@pytest.mark.parametrize("name", AS_IT_IS)
def test_what_the_shapes_take_the_reader_takes(
    name: str, faulty: tuple[dict[str, Case], set[str]]
) -> None:
    cases, nodes = faulty
    assert (set(), False) == (cases[name].nodes() & nodes, refused(cases[name]))


def test_samples_of_an_industry_are_taken_by_both() -> None:
    whole = corpus.assemble(claim_files(60), VOCABULARY)
    lines = bulk_writing.write(whole.documents, whole.entities, whole.records.values())
    reader = Reader(VOCABULARY, lambda _: None)
    for number, line in enumerate(lines, 1):
        reader.read(number, line)
    assert [] == violations(rdf.lines(whole, VOCABULARY))
