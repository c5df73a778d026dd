"""Answers as data: the JSON contract, field by field.

A trailing underscore of a field name is dropped in JSON (``from_`` becomes ``from``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

Gate = Literal["open", "conditional", "blocked"]
Status = Literal["found", "none", "unknown-name", "ambiguous-name", "not-understood"]
QuestionKind = Literal[
    "path", "list", "yesno", "value", "barriers", "whatif", "rank", "evidence", "unknown"
]
Verdict = Literal[
    "yes", "no", "implied", "announced", "reported", "possible",
    "opinion", "disputed", "denied", "unknown",
]  # fmt: skip


@dataclass(frozen=True)
class EntityRef:
    """An entity as answers name it; ``kind`` of a prospect is the kind it would be."""

    id: str
    label: str
    kind: str
    prospect: bool = False


@dataclass(frozen=True)
class RelationRef:
    """A relation as answers name it."""

    id: str
    label: str


@dataclass(frozen=True)
class Figure:
    """A figure; ``value`` is a number, two numbers (between) or a partial date."""

    value: float | str | list[float]
    unit: str
    bound: str


@dataclass(frozen=True)
class Words:
    """Plain words where an entity could stand."""

    text: str


@dataclass(frozen=True)
class SpeakerRef:
    """Whose stance it is."""

    id: str | None
    label: str
    kind: Literal["publisher", "entity", "unnamed"]


@dataclass(frozen=True)
class DocumentRef:
    """A document; what is not known of it is null."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    form: str | None = None
    author: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class AttestationOut:
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


@dataclass(frozen=True)
class Validity:
    """When a claim is said to hold."""

    from_: str | None
    to: str | None


@dataclass(frozen=True)
class Derivation:
    """The rule and the claims a derived claim comes from."""

    rule: str
    from_: list[str]


@dataclass(frozen=True)
class ClaimOut:
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


@dataclass(frozen=True)
class PolicyOut:
    """A policy or factor that bites on a hop."""

    id: str | None
    label: str
    effect: str
    touches: EntityRef
    because: Literal["itself", "group", "goods", "site"]
    claim: str
    standing: str = ""


@dataclass(frozen=True)
class HopOut:
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


@dataclass(frozen=True)
class PathOut:
    """A path, best first by rank; ``cost_terms`` add up to ``cost``."""

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
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class EntityOut:
    """An entity that answers a list question, with the claims that say so."""

    id: str
    label: str
    kind: str
    claims: list[ClaimOut]
    prospect: bool = False


@dataclass(frozen=True)
class ValueOut:
    """A figure that answers a value question."""

    label: str
    value: float | str | list[float]
    unit: str
    bound: str
    claims: list[ClaimOut]


@dataclass(frozen=True)
class NearMiss:
    """The best path with exactly one filter relaxed."""

    removed_by: str
    sentence: str
    path: PathOut


@dataclass(frozen=True)
class LoadBearing:
    """A claim or document without which no path of the answer stands."""

    kind: Literal["claim", "document"]
    id: str
    sentence: str


@dataclass(frozen=True)
class Changes:
    """What a what-if changed."""

    removed: list[str]
    lost: list[PathOut]
    gained: list[PathOut]
    kept: int


@dataclass(frozen=True)
class QuestionOut:
    """The question as it was understood."""

    text: str
    kind: QuestionKind
    from_: list[EntityRef]
    to: list[EntityRef]
    options: Mapping[str, str | int | None]
    noticed: list[str]


@dataclass(frozen=True)
class Answer:
    """The one object that ``ask`` and ``path`` print with ``-f json``."""

    question: QuestionOut
    status: Status
    answer: str
    verdict: Verdict | None = None
    paths: list[PathOut] = field(default_factory=list)
    entities: list[EntityOut] = field(default_factory=list)
    values: list[ValueOut] = field(default_factory=list)
    changes: Changes | None = None
    near_misses: list[NearMiss] = field(default_factory=list)
    load_bearing: list[LoadBearing] = field(default_factory=list)
    truncated: list[Literal["timeout", "limit", "max-hops"]] = field(default_factory=list)
    sparql: str = ""


def to_json(value: Any) -> Any:
    """Return an answer, or a part of one, as JSON data in field order."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name.removesuffix("_"): to_json(getattr(value, each.name))
            for each in fields(value)
        }
    if isinstance(value, Mapping):
        return {key: to_json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(each) for each in value]
    return value
