"""What a document did to a graph, told for people: claims, names and the answers it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from graph.answers import changes
from graph.answers.bank import Command, Question
from graph.answers.changes import AnswerChange
from graph.answers.describe import Describer, document_out
from graph.answers.model import AttestationOut, ClaimOut, DocumentRef, EntityRef
from graph.answers.wording import Told
from graph.claims import identity, judgements
from graph.claims.model import ClaimFile, Corpus, Record, Standing
from graph.claims.sources import Source
from graph.errors import UnknownDocument
from graph.progress import Progress, silent
from graph.session import Session
from graph.spelling import did_you_mean
from graph.store import build
from graph.store.difference import (
    Contradiction,
    Derived,
    Difference,
    Shift,
    difference,
    independent,
    without,
)


class State(NamedTuple):
    """How a claim stands, and by how many independent origins."""

    standing: str
    stage: str | None
    origins: int


class ShiftOut(NamedTuple):
    """A claim that stands otherwise than without the document; null where it would not be."""

    claim: ClaimOut
    before: State | None
    after: State | None


class ReplacedOut(NamedTuple):
    """A claim that was replaced or ended, and by what."""

    claim: ClaimOut
    before: State
    by: list[ClaimOut]


class ContradictionOut(NamedTuple):
    """A claim disputed between the document and others, with the words of both sides.

    ``proposition`` is the claim as a clause; ``other`` the claim whose value cannot hold beside
    it, null where it is denied. ``side``: where the document stands. Unless ``new`` others had
    disputed it before.
    """

    claim: ClaimOut
    other: ClaimOut | None
    proposition: str
    said: list[AttestationOut]
    against: list[AttestationOut]
    side: Literal["said", "against"]
    new: bool


class NamesOut(NamedTuple):
    """Names that a document brought for an entity others knew; ``was``: the label before."""

    entity: EntityRef
    names: list[str]
    was: str | None


class Diff(NamedTuple):
    """What one document does to a graph; what ``inroads diff`` prints with ``-f json``.

    ``added``: said by nobody else; ``corroborated``: better, or by one more independent origin;
    ``weakened``: worse, but neither disputed nor replaced; ``changed``: as sure as before, but
    with another stage or other dates; ``repeated``: by no origin of its own. ``founded`` exists
    through it and was a prospect before, ``unfounded`` the other way round. ``taken_back_by``:
    documents that take back something it says. ``asked``: how many questions one of the two
    graphs can answer, be it with none.
    """

    document: DocumentRef
    added: list[ClaimOut]
    corroborated: list[ShiftOut]
    contradicted: list[ContradictionOut]
    replaced: list[ReplacedOut]
    weakened: list[ShiftOut]
    changed: list[ShiftOut]
    repeated: list[ClaimOut]
    derived: list[ShiftOut]
    entities: list[EntityRef]
    founded: list[EntityRef]
    unfounded: list[EntityRef]
    names: list[NamesOut]
    taken_back_by: list[str]
    asked: int
    answers: list[AnswerChange]


def diff(
    session: Session,
    documents: Sequence[Source],
    judged: str,
    document: str,
    questions: Sequence[Question],
    command: Command,
    *,
    progress: Progress = silent,
) -> Diff:
    """Return what ``document`` did to the graph of these documents and judgements.

    ``session`` is that graph, opened. Raises UnknownDocument.
    """
    known = [each.id for each in documents]
    if document not in known:
        hint = did_you_mean(document, known) if known else "This graph has no documents yet."
        raise UnknownDocument(f"no document of this graph has the id '{document}'. {hint}")
    given = judgements.parse(judged, Path(judgements.FILE_NAME))
    others, takers = without([each.file for each in documents], document)

    def corpus(files: Iterable[ClaimFile]) -> Corpus:
        resolved = identity.resolve(list(files), given)
        return build.assembled(resolved, session.ontology, progress)

    before, after = corpus(others), corpus(each.file for each in documents)
    old = Session(build.of_corpus(before, session.ontology))
    found = difference(before, after, document, session.ontology)
    compared = changes.compare(old, session, questions, command, progress=progress)
    told = _Teller(old, session, before, after, document).told(found)
    return told._replace(taken_back_by=takers, asked=compared.asked, answers=compared.changes)


class _Teller:
    """Describes claims of the graph with the document, and of the one without it."""

    def __init__(
        self, old: Session, new: Session, before: Corpus, after: Corpus, document: str
    ) -> None:
        self.describe = Describer(new)
        self._describe_old = Describer(old)
        self._before = before
        self._after = after
        self._document = document

    def told(self, found: Difference) -> Diff:
        """Return a difference with claims and entities in words, and nothing of answers."""
        describe, names = self.describe, found.names.keys() | found.relabelled.keys()
        return Diff(
            document=document_out(self._after.documents[self._document]),
            added=_best_first(map(describe.claim, found.added)),
            corroborated=_best_first(map(self.shift, found.corroborated)),
            contradicted=_best_first(map(self.contradiction, found.contradicted)),
            replaced=_best_first(map(self.replaced, found.replaced)),
            weakened=_best_first(map(self.shift, found.weakened)),
            changed=_best_first(map(self.shift, found.changed)),
            repeated=_best_first(map(describe.claim, found.repeated)),
            derived=_best_first(map(self.derived, found.derived)),
            entities=[describe.entity(each) for each in found.entities],
            founded=[describe.entity(each) for each in found.founded],
            unfounded=[describe.entity(each) for each in found.unfounded],
            names=[
                NamesOut(describe.entity(id_), found.names.get(id_, []), found.relabelled.get(id_))
                for id_ in sorted(names)
            ],
            taken_back_by=[],
            asked=0,
            answers=[],
        )

    def shift(self, shift: Shift) -> ShiftOut:
        """Return a claim as it stands with the document."""
        before, after = _state(shift.before, self._before), _state(shift.after, self._after)
        return ShiftOut(self.describe.claim(shift.after), before, after)

    def derived(self, derived: Derived) -> ShiftOut:
        """Return a derived claim; one that is gone, as it stands without the document."""
        before = _state(derived.before, self._before) if derived.before else None
        if derived.after is None:
            (claim,) = self._describe_old.claims([each.id for each in derived if each])
            return ShiftOut(claim, before, None)
        claim = self.describe.claim(derived.after)
        return ShiftOut(claim, before, _state(derived.after, self._after))

    def replaced(self, shift: Shift) -> ReplacedOut:
        """Return a claim with those that replace it."""
        claim, by = self.describe.claim(shift.after), self.describe.claims(shift.after.replaced_by)
        return ReplacedOut(claim, _state(shift.before, self._before), by)

    def contradiction(self, found: Contradiction) -> ContradictionOut:
        """Return a dispute with the words of both sides."""
        describe, claim = self.describe, found.claim.claim
        qualifiers = describe.wording.qualifiers(claim)
        plain = Told(Standing.STATED, qualifiers=qualifiers)
        opposes = any(each.document == self._document for each in found.against)
        return ContradictionOut(
            claim=describe.claim(found.claim),
            other=describe.claim(found.other) if found.other else None,
            proposition=describe.wording.sentence(claim, plain),
            said=describe.attestations(found.said),
            against=describe.attestations(found.against),
            side="against" if opposes else "said",
            new=found.new,
        )


def _state(record: Record, corpus: Corpus) -> State:
    stage = record.stage.value if record.stage else None
    return State(record.standing.value, stage, independent(record, corpus))


Item = TypeVar("Item", ClaimOut, ShiftOut, ReplacedOut, ContradictionOut)


def _best_first(given: Iterable[Item]) -> list[Item]:
    """Return claims, or what is said of them, by standing and then by sentence."""

    def key(each: Item) -> tuple[int, str, str]:
        claim = each if isinstance(each, ClaimOut) else each.claim
        return Standing(claim.standing).place, claim.sentence, claim.id

    return sorted(given, key=key)
