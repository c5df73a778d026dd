"""Answers as data: the JSON contract, field by field.

A trailing underscore of a field name is dropped in JSON (``from_`` becomes ``from``). The
parts are named tuples: they load in a quarter of the time of frozen dataclasses, and every
answer pays for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

Gate = Literal["open", "conditional", "blocked"]
Because = Literal["itself", "group", "goods", "site"]
Group = Literal["best-of-pattern", "same-pattern", "weaker"]
Cut = Literal["timeout", "limit", "max-hops"]
Status = Literal["found", "none", "unknown-name", "ambiguous-name", "not-understood"]
QuestionKind = Literal[
    "path", "list", "yesno", "value", "barriers", "whatif", "rank", "evidence", "cut", "unknown"
]
Verdict = Literal[
    "yes", "no", "implied", "announced", "reported", "possible",
    "opinion", "disputed", "denied", "unknown",
]  # fmt: skip


class EntityRef(NamedTuple):
    """An entity as answers name it; ``kind`` of a prospect is the kind it would be."""

    id: str
    label: str
    kind: str
    prospect: bool = False


class RelationRef(NamedTuple):
    """A relation as answers name it."""

    id: str
    label: str


class Figure(NamedTuple):
    """A figure; ``value`` is a number, two numbers (between) or a partial date.

    A number with more digits than JSON readers keep is text.
    """

    value: float | str | list[float | str]
    unit: str
    bound: str


class Words(NamedTuple):
    """Plain words where an entity could stand."""

    text: str


class SpeakerRef(NamedTuple):
    """Whose stance it is."""

    id: str | None
    label: str
    kind: Literal["publisher", "entity", "unnamed"]
    plural: bool = False
    entity_kind: str | None = None  # with kind entity


class DocumentRef(NamedTuple):
    """A document; what is not known of it is null.

    ``text`` names the text that proved its quotes; where it is null, no quote was checked.
    """

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    form: str | None = None
    author: str | None = None
    note: str | None = None
    language: str | None = None
    wire: str | None = None
    text: str | None = None
    sha256: str | None = None


class Validity(NamedTuple):
    """From when to when something is said to hold."""

    from_: str | None
    to: str | None


class AttestationOut(NamedTuple):
    """One speaker's stance, with its evidence as what it is."""

    stance: str
    certainty: str
    reading: str
    stage: str | None
    said: str | None
    speaker: SpeakerRef
    evidence: Literal["quote", "paraphrase", "record"]
    quote: str | None
    start: int | None
    end: int | None
    text: str
    document: DocumentRef
    id: str = ""
    valid: Validity | None = None
    passage: str | None = None  # digest of the paragraph: two papers that print one are one origin
    cancels: str | None = None  # id of the attestation it takes back


class Derivation(NamedTuple):
    """The rule and the claims a derived claim comes from."""

    rule: str
    from_: list[str]


class ClaimOut(NamedTuple):
    """A claim with its standing and all its attestations."""

    id: str
    subject: EntityRef
    relation: RelationRef
    object: EntityRef | Figure | Words
    qualifiers: Mapping[str, EntityRef | Words]
    standing: str
    stage: str | None
    valid: Validity | None
    derived: Derivation | None
    attestations: list[AttestationOut]
    sentence: str = ""
    premises: Sequence[ClaimOut] = ()
    replaced_by: Sequence[str] = ()


class PolicyOut(NamedTuple):
    """A policy or factor that bites on a hop."""

    id: str | None
    label: str
    effect: str
    touches: EntityRef
    because: Because
    claim: str
    standing: str = ""


class HopOut(NamedTuple):
    """One hop of a path with its claims."""

    from_: EntityRef
    to: EntityRef
    relation: RelationRef
    forward: bool
    with_: list[EntityRef]
    standing: str
    stage: str | None
    claims: list[ClaimOut]
    policies: list[PolicyOut]
    against: Sequence[ClaimOut] = ()  # other claims that contradict or replace these


class PathOut(NamedTuple):
    """A path in its place; ``cost_terms`` add up to ``cost``.

    The best of each pattern come first, then others of the same pattern, then the weaker.
    """

    rank: int
    pattern: str
    cost: float
    cost_terms: Mapping[str, float]
    standing: str
    sentence: str
    sources: int
    gate: Gate
    policies: list[PolicyOut]
    hops: list[HopOut]
    remarks: Sequence[str] = ()
    group: Group = "best-of-pattern"


class EntityOut(NamedTuple):
    """An entity that answers, with the claims that say so.

    ``standing``: how surely it answers, that of the weakest claim of its best founded reason.
    """

    id: str
    label: str
    kind: str
    claims: list[ClaimOut]
    prospect: bool = False
    standing: str = ""


class TouchOut(NamedTuple):
    """Whom a barrier touches, and why; ``claim`` says so, as surely as ``standing``."""

    touches: EntityRef
    because: Because
    claim: str
    standing: str


class BarrierOut(NamedTuple):
    """What stands in the way, or eases it; ``id`` is null for a bar that no policy is named for.

    ``claims`` begins with the one that says so; the others make it a matter of whom it touches.
    ``standing`` is that of the weakest of them. ``because`` tells why it matters to those asked
    about: they are named (itself), or their group, their goods, or a site of theirs. ``also``:
    the others of them that it touches.
    """

    id: str | None
    label: str
    kind: str | None
    claims: list[ClaimOut]
    effect: str
    touches: EntityRef
    because: Because
    standing: str
    place: EntityRef | None
    also: list[TouchOut]


class GateOut(NamedTuple):
    """How open the market of a place is to somebody, as far as the sources tell."""

    who: EntityRef
    place: EntityRef
    gate: Gate


class CutOut(NamedTuple):
    """What separates two ends: the fewest claims, or the fewest documents.

    Unless ``exact`` fewer may do, and ``size`` is an upper bound. Of documents ``claims`` is
    empty.
    """

    of: Literal["claims", "documents"]
    size: int
    exact: bool
    claims: list[ClaimOut]
    documents: list[DocumentRef]


class ValueOut(NamedTuple):
    """A figure that answers a value question."""

    label: str
    value: float | str | list[float | str]
    unit: str
    bound: str
    claims: list[ClaimOut]


class NearMiss(NamedTuple):
    """The best path with exactly one filter relaxed."""

    removed_by: str
    sentence: str
    path: PathOut


class Skipped(NamedTuple):
    """A relation that states no flow, with how many of its hops a search for one passed by."""

    relation: RelationRef
    hops: int


class LoadBearing(NamedTuple):
    """A claim or document without which there is no path, or none as strong as the best."""

    kind: Literal["claim", "document"]
    id: str
    sentence: str


class Moved(NamedTuple):
    """Whose place in a ranking changed; null where it had or has none."""

    entity: EntityRef
    before: int | None
    after: int | None


class Changes(NamedTuple):
    """What a what-if changed.

    ``removed``: the ids of what was taken out and of what fell with it; ``assumed``: the claims
    that counted as stated. ``kept`` counts the paths, barriers or places that are as before.
    """

    removed: list[str]
    lost: list[PathOut]
    gained: list[PathOut]
    kept: int
    assumed: Sequence[str] = ()
    lost_barriers: Sequence[BarrierOut] = ()
    gained_barriers: Sequence[BarrierOut] = ()
    moved: Sequence[Moved] = ()


class QuestionOut(NamedTuple):
    """The question as it was understood."""

    text: str
    kind: QuestionKind
    from_: list[EntityRef]
    to: list[EntityRef]
    options: Mapping[str, str | int | bool | list[str] | None]
    noticed: list[str]


class Answer(NamedTuple):
    """The one object that every command that answers prints with ``-f json``."""

    question: QuestionOut
    status: Status
    answer: str
    verdict: Verdict | None = None
    paths: Sequence[PathOut] = ()
    entities: Sequence[EntityOut | BarrierOut] = ()
    values: Sequence[ValueOut] = ()
    changes: Changes | None = None
    near_misses: Sequence[NearMiss] = ()
    load_bearing: Sequence[LoadBearing] = ()
    truncated: Sequence[Cut] = ()
    sparql: str = ""
    gates: Sequence[GateOut] = ()
    cuts: Sequence[CutOut] = ()
    denials: Sequence[ClaimOut] = ()  # where there is no path: claims that deny the link
    skipped: Sequence[Skipped] = ()

    def _repr_html_(self) -> str:
        """Return the answer as notebooks show it."""
        from graph.pages.notebook import html

        return html(self)


def to_json(value: Any) -> Any:
    """Return an answer, or a part of one, as JSON data in field order."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {
            name.removesuffix("_"): to_json(each)
            for name, each in zip(value._fields, value, strict=True)
        }
    if isinstance(value, Mapping):
        return {key: to_json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(each) for each in value]
    return value
