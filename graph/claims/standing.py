"""Standing rule v1: how a claim stands, from its attestations alone.

The rule gives every set of attestations exactly one standing; its steps are numbered here
as in the claim model's description, and ``explain`` names the step that decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol

from graph.claims.dates import span
from graph.claims.model import (
    POSITIVE,
    RUNNING,
    Attestation,
    Certainty,
    Claim,
    Quantity,
    Reading,
    Record,
    Stage,
    Stance,
    Standing,
)

VERSION = 1


class Published(Protocol):
    """What the rule asks of a document: who publishes it, whom it copies, which text it is."""

    @property
    def publisher(self) -> str:
        """Who publishes it, or ""."""

    @property
    def wire(self) -> str:
        """The agency or reference work it copies, or ""."""

    @property
    def sha256(self) -> str:
        """The digest of its text, or ""."""


Voices = Mapping[str, frozenset[str]]
"""Document id -> ids of the entities that publish it."""

_PLANNED = frozenset({Stage.ANNOUNCED, Stage.AGREED, Stage.UNDER_CONSTRUCTION})
_TALK = frozenset({Stage.UNDER_DISCUSSION, Stage.PROPOSED})


@dataclass(frozen=True)
class Verdict:
    """A standing with the step of the rule that gave it and why, in words."""

    standing: Standing
    step: int
    because: str


def judge(
    attestations: Sequence[Attestation],
    documents: Mapping[str, Published],
    *,
    voices: Voices = MappingProxyType({}),
    replaced: bool = False,
    conflicting: bool = False,
) -> Verdict:
    """Return the standing of a claim with these attestations.

    ``voices``: which entities publish the documents (:func:`voices`). ``replaced``: another
    claim replaces or ends it. ``conflicting``: a claim of the same single-valued relation gives
    an incompatible value.
    """
    left = standing_out(attestations)
    if not left:
        return Verdict(Standing.RETRACTED, 1, "everybody who said it took it back")
    if replaced:
        return Verdict(Standing.SUPERSEDED, 2, "another claim replaces or ends it")
    positive = [each for each in left if each.stance in POSITIVE]
    denials = [each for each in left if each.stance is Stance.DENIES]
    if positive and any(_hits(denial, each) for denial in denials for each in positive):
        return Verdict(Standing.DISPUTED, 3, "it is said by some and denied by others")
    if positive and conflicting:
        return Verdict(Standing.DISPUTED, 3, "another claim gives a value that cannot also hold")
    if not positive and denials:
        return Verdict(Standing.DENIED, 4, "it is only denied")
    if not positive:
        return Verdict(Standing.POSSIBLE, 4, "nobody says or denies it, it is only talked about")
    return _best(positive, documents, voices)


def standing_out(attestations: Sequence[Attestation]) -> list[Attestation]:
    """Return the attestations that their own speakers have not taken back (step 1)."""
    by_id = {each.id: each for each in attestations}
    cancelled = {
        each.cancels
        for each in attestations
        if each.cancels in by_id and by_id[each.cancels].speaker == each.speaker
    }
    return [
        each
        for each in attestations
        if each.id not in cancelled and each.stance is not Stance.RETRACTS
    ]


def denying(record: Record) -> tuple[Attestation, ...]:
    """Return the attestations that deny the claim and still stand."""
    return tuple(each for each in standing_out(record.attestations) if each.stance is Stance.DENIES)


def _hits(denial: Attestation, positive: Attestation) -> bool:
    """Tell whether a denial speaks against a positive attestation.

    A denial that names a stage counts only against that stage and later ones; what is said
    without a stage is said to hold now, as if operating.
    """
    if denial.stage is None:
        return True
    return _reached(positive.stage) >= _reached(denial.stage)


def _reached(stage: Stage | None) -> int:
    """Return how far a thing is said to have come; in force is to rules what operating is."""
    return (Stage.OPERATING if stage in RUNNING else stage or Stage.OPERATING).place


def _best(
    positive: Sequence[Attestation], documents: Mapping[str, Published], voices: Voices
) -> Verdict:
    best = min(positive, key=lambda each: grade(each).place)
    standing = grade(best)
    if standing is not Standing.STATED:
        return Verdict(standing, 5, _REASONS[standing])
    stated = [each for each in positive if grade(each) is Standing.STATED]
    count = origins(stated, documents, voices)
    if count > 1:
        return Verdict(Standing.CORROBORATED, 6, f"{count} independent origins state it")
    return Verdict(Standing.STATED, 5, _REASONS[standing])


_REASONS = {
    Standing.STATED: "it is said outright, by one origin",
    Standing.IMPLIED: "it follows from the words in one step",
    Standing.ANNOUNCED: "it is announced or agreed, not yet running",
    Standing.REPORTED: "it is relayed from somebody else",
    Standing.POSSIBLE: "it is said to be possible, probable or under discussion",
    Standing.OPINION: "it is a judgement or a forecast",
}


def grade(attestation: Attestation) -> Standing:
    """Return what one positive attestation is worth by itself (step 5, first that fits)."""
    if attestation.stance is Stance.JUDGES:
        return Standing.OPINION
    if attestation.certainty in (Certainty.PROBABLE, Certainty.POSSIBLE):
        return Standing.POSSIBLE
    if attestation.stance is Stance.REPORTS:
        return Standing.REPORTED
    if attestation.stage in _TALK:
        return Standing.POSSIBLE
    if attestation.stage in _PLANNED:
        return Standing.ANNOUNCED
    if attestation.reading is Reading.IMPLIED:
        return Standing.IMPLIED
    return Standing.STATED


def voices(documents: Mapping[str, Published], named: Mapping[str, frozenset[str]]) -> Voices:
    """Return the entities that bear the name of a document's publisher, by document.

    ``named``: the ids of the entities that bear each name, capitals aside. In a document that a
    company publishes, its own voice is that company's: what it says there and what a paper lets
    it say have one origin.
    """
    names = {id_: publisher(each) for id_, each in documents.items()}
    return {id_: named[name] for id_, name in names.items() if name in named}


def publisher(document: Published) -> str:
    """Return the name that tells the origin of a document's own voice, capitals aside."""
    return (document.wire or document.publisher).casefold()


def origins(
    attestations: Iterable[Attestation],
    documents: Mapping[str, Published],
    voices: Voices = MappingProxyType({}),
) -> int:
    """Return how many independent origins these attestations have (step 6).

    An origin is the named speaker, or the publisher in its own voice, or the wire it copies. A
    publisher that is itself an entity is the same origin as that entity named as a speaker.
    Documents without a publisher are one origin; identical texts, and identical paragraphs
    quoted from two documents, count once.
    """
    groups: list[set[str]] = []
    for each in attestations:
        marks = _marks(each, documents[each.document], voices.get(each.document, frozenset()))
        for group in [group for group in groups if group & marks]:
            groups.remove(group)
            marks |= group
        groups.append(marks)
    return len(groups)


def _marks(attestation: Attestation, document: Published, publishers: frozenset[str]) -> set[str]:
    """Return the signs of origin; two attestations that share one are one origin."""
    if attestation.speaker.kind == "entity":
        return {f"speaker {attestation.speaker.id}"}
    marks = {f"publisher {publisher(document)}", *(f"speaker {id_}" for id_ in publishers)}
    if document.sha256:
        marks.add(f"text {document.sha256}")
    if attestation.evidence.passage:
        marks.add(f"passage {attestation.evidence.passage}")
    return marks


def stage_of(attestations: Sequence[Attestation]) -> Stage | None:
    """Return the claim's stage: that of the latest-dated best positive attestation.

    Among undated ones the later in the list of stages counts.
    """
    left = [each for each in standing_out(attestations) if each.stance in POSITIVE]
    if not left:
        return None
    best = min(grade(each).place for each in left)
    graded = [each for each in left if grade(each).place == best]
    return max(graded, key=lambda each: (_said(each), _stage_place(each.stage))).stage


def _said(attestation: Attestation) -> date:
    """Return the first day on which it can have been said; undated is before all dates."""
    return span(attestation.said)[0] if attestation.said else date.min


def _stage_place(stage: Stage | None) -> int:
    return -1 if stage is None else stage.place


def compatible(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures can both hold: their ranges meet.

    ``about`` allows a tenth either way; a partial date is the range of its days. Figures in
    different units are not compared.
    """
    if one.unit != other.unit:
        return True
    low, low_open, high, high_open = _range(one)
    other_low, other_low_open, other_high, other_high_open = _range(other)
    start, end = max(low, other_low), min(high, other_high)
    if start < end:
        return True
    touching_open = (
        (low_open and low == start)
        or (other_low_open and other_low == start)
        or (high_open and high == end)
        or (other_high_open and other_high == end)
    )
    return start == end and not touching_open


def _range(quantity: Quantity) -> tuple[Decimal, bool, Decimal, bool]:
    """Return (low, open, high, open) of the values a figure allows."""
    far = Decimal("Infinity")
    low, high = _ends(quantity.value, quantity.unit)
    about = 0 if quantity.unit == "date" else abs(low) / 10
    return {
        "exact": (low, False, high, False),
        "up-to": (-far, False, high, False),
        "at-least": (low, False, far, False),
        "below": (-far, False, low, True),
        "above": (high, True, far, False),
        "about": (low - about, False, high + about, False),
        "between": (low, False, _ends(quantity.upper or quantity.value, quantity.unit)[1], False),
    }[quantity.bound.value]


def _ends(value: str, unit: str) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number a value can mean; only dates have two."""
    if unit != "date":
        return Decimal(value), Decimal(value)
    first, last = span(value)
    return Decimal(first.toordinal()), Decimal(last.toordinal())


def incompatible(one: Claim, other: Claim) -> bool:
    """Tell whether two claims of one single-valued relation and subject cannot both hold.

    Qualifiers that name different things (another product, place or period) keep them apart.
    """
    if (one.subject, one.relation) != (other.subject, other.relation) or one == other:
        return False
    if dict(one.qualifiers) != dict(other.qualifiers):
        return False
    if isinstance(one.object, Quantity) and isinstance(other.object, Quantity):
        return not compatible(one.object, other.object)
    return type(one.object) is type(other.object) and one.object != other.object
