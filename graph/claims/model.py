"""The claim model: what a source says, kept apart from who says it and how it stands.

A claim is one proposition; an attestation is one speaker's stance on it in one document; a
standing is computed (see :mod:`graph.claims.standing`) and never typed.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

QUALIFIERS = ("product", "place", "share", "means", "respect", "office", "period")
"""The closed list of qualifiers: what changes the meaning of a claim and so its identity."""

LITERAL_QUALIFIERS = frozenset({"share", "office", "period"})
"""Qualifiers whose value is always plain words, never an entity."""


MERGED = "kg"
"""The scheme of external ids under which an entity keeps the ids that were judged to be it."""


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Stance(StrEnum):
    """What a speaker does with a claim."""

    ASSERTS = "asserts"
    REPORTS = "reports"
    JUDGES = "judges"
    DENIES = "denies"
    QUESTIONS = "questions"
    DECLINES = "declines-to-comment"
    RETRACTS = "retracts"


POSITIVE = frozenset({Stance.ASSERTS, Stance.REPORTS, Stance.JUDGES})


class Certainty(StrEnum):
    """How surely it is said."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNSPECIFIED = "unspecified"


class Reading(StrEnum):
    """Whether the words say it, or the reader infers it in one step."""

    EXPLICIT = "explicit"
    IMPLIED = "implied"


class Stage(StrEnum):
    """How far a thing has come, first to last."""

    UNDER_DISCUSSION = "under-discussion"
    PROPOSED = "proposed"
    ANNOUNCED = "announced"
    AGREED = "agreed"
    UNDER_CONSTRUCTION = "under-construction"
    OPERATING = "operating"
    IN_FORCE = "in-force"
    PAUSED = "paused"
    ENDED = "ended"

    @property
    def place(self) -> int:
        """The place in the list, from 0."""
        return _STAGE_PLACES[self]


class Standing(StrEnum):
    """How a claim stands, best to worst: this order everywhere."""

    CORROBORATED = "corroborated"
    STATED = "stated"
    IMPLIED = "implied"
    ANNOUNCED = "announced"
    REPORTED = "reported"
    POSSIBLE = "possible"
    OPINION = "opinion"
    DISPUTED = "disputed"
    DENIED = "denied"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"

    @property
    def place(self) -> int:
        """The place in the list, from 0 (best)."""
        return _STANDING_PLACES[self]


_STAGE_PLACES = {stage: place for place, stage in enumerate(Stage)}
_STANDING_PLACES = {standing: place for place, standing in enumerate(Standing)}

FACTUAL = frozenset({Standing.CORROBORATED, Standing.STATED, Standing.IMPLIED})
RUNNING = frozenset({None, Stage.OPERATING, Stage.IN_FORCE})


class Bound(StrEnum):
    """How a figure is bounded."""

    EXACT = "exact"
    UP_TO = "up-to"
    AT_LEAST = "at-least"
    BELOW = "below"
    ABOVE = "above"
    ABOUT = "about"
    BETWEEN = "between"


class EvidenceKind(StrEnum):
    """What stands behind an attestation; each is printed as what it is."""

    QUOTE = "quote"
    PARAPHRASE = "paraphrase"
    RECORD = "record"


@dataclass(frozen=True)
class Name:
    """An alias of an entity with its language tag (BCP 47)."""

    text: str
    lang: str


@dataclass(frozen=True)
class Entity:
    """A thing claims are about. Its names are the editor's, they are no claims."""

    id: str
    kind: str
    label: str
    aliases: tuple[Name, ...] = ()
    plural: bool = False  # the label takes a plural verb
    in_text: str = ""  # the label as it stands inside a sentence
    external: tuple[tuple[str, str], ...] = ()  # (scheme, id), proved by a shipped source


def bearers(entities: Iterable[Entity]) -> Mapping[str, frozenset[str]]:
    """Return the ids of the entities that bear each name, capitals aside."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in entities:
        for name in (each.label, each.in_text, *(alias.text for alias in each.aliases)):
            found[name.casefold()].add(each.id)
    return {name: frozenset(ids) for name, ids in found.items() if name}


@dataclass(frozen=True)
class Text:
    """Plain words where an entity could stand (an object or a qualifier)."""

    text: str


@dataclass(frozen=True)
class Quantity:
    """A figure. ``value`` and ``upper`` are decimal text, or a partial ISO date (unit date)."""

    value: str
    unit: str
    bound: Bound = Bound.EXACT
    upper: str = ""  # only with bound between


Object = str | Text | Quantity
Term = str | Text


@dataclass(frozen=True)
class Claim:
    """One proposition: subject, relation, object and the qualifiers that change its meaning.

    ``subject``, ``object`` (if text) and qualifier values are entity ids.
    """

    subject: str
    relation: str
    object: Object
    qualifiers: tuple[tuple[str, Term], ...] = ()

    @cached_property
    def id(self) -> str:
        """Return 16 hex digits of the SHA-256 of the content, in canonical JSON.

        Dates, stages, quotes and sources are not part of it, so that two articles that say
        the same thing meet in one claim.
        """
        content = [self.subject, self.relation, as_data(self.object)]
        content.append(
            [[name, as_data(value)] for name, value in sorted(self.qualifiers, key=_key)]
        )
        return digest(_encoded(content))

    def qualifier(self, name: str) -> Term | None:
        """Return the value of one qualifier, or None."""
        return dict(self.qualifiers).get(name)

    def entities(self) -> tuple[str, ...]:
        """Return the ids of all entities the claim speaks of, subject first."""
        terms = (self.subject, self.object, *(value for _, value in self.qualifiers))
        return tuple(dict.fromkeys(term for term in terms if isinstance(term, str)))


def digest(text: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of ``text``."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _key(qualifier: tuple[str, Term]) -> str:
    return qualifier[0]


def as_data(term: Object) -> Any:
    """Return a term as JSON data that tells its three forms apart: id, text and figure."""
    if isinstance(term, Text):
        return {"text": term.text}
    if isinstance(term, Quantity):
        return {"q": [term.value, term.upper, term.unit, term.bound.value]}
    return term


@dataclass(frozen=True)
class Document:
    """A source. What is unknown is empty and never inferred."""

    id: str
    text_file: str = ""  # name of the text beside the claim file; empty for reference works
    sha256: str = ""  # of the normalised text
    title: str = ""
    form: str = ""  # what it is called where it has no title: article, statement, notice
    publisher: str = ""
    author: str = ""
    published: str = ""  # partial ISO date
    url: str = ""
    language: str = ""
    wire: str = ""  # the agency or reference work it copies
    note: str = ""  # licence or attribution, printed with citations


@dataclass(frozen=True)
class Speaker:
    """Whose stance it is: the publisher's own voice, an entity, or an unnamed source."""

    kind: str = "publisher"  # publisher, entity or unnamed
    id: str = ""  # entity id, with kind entity
    label: str = ""  # the words that describe an unnamed source


@dataclass(frozen=True)
class Evidence:
    """Verbatim words, a paraphrase, or the key of a record; offsets are found, not typed."""

    kind: EvidenceKind
    text: str
    occurrence: int = 0  # which one, from 1, where the words stand more than once
    start: int = -1  # Unicode code points over the normalised text
    end: int = -1
    passage: str = ""  # digest of the paragraph the words stand in


@dataclass(frozen=True)
class Statement:
    """What a claim file holds: speakers, one stance, one piece of evidence, several claims."""

    evidence: Evidence
    claims: tuple[Claim, ...]
    speakers: tuple[Speaker, ...] = (Speaker(),)
    stance: Stance = Stance.ASSERTS
    certainty: Certainty = Certainty.UNSPECIFIED
    reading: Reading = Reading.EXPLICIT
    stage: Stage | None = None
    said: str = ""
    valid_from: str = ""
    valid_to: str = ""
    label: str = ""  # names the statement inside its file, for cancels
    cancels: str = ""
    replaces: tuple[Claim, ...] = ()
    ends: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class ClaimFile:
    """One source document with the entities it names and the statements it makes."""

    document: Document
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    omitted: tuple[tuple[str, str], ...] = ()  # (words, reason): text that makes no claim


@dataclass(frozen=True)
class Attestation:
    """One speaker's stance on a claim in one document."""

    id: str
    document: str
    speaker: Speaker
    stance: Stance
    certainty: Certainty
    reading: Reading
    stage: Stage | None
    said: str
    valid_from: str
    valid_to: str
    evidence: Evidence
    cancels: str = ""  # id of the attestation it takes back


@dataclass(frozen=True)
class Record:
    """A claim with all that is known of it: what the store keeps and gives back."""

    claim: Claim
    attestations: tuple[Attestation, ...]
    standing: Standing
    stage: Stage | None = None
    valid_from: str = ""
    valid_to: str = ""
    derived_by: str = ""
    premises: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def factual(self) -> bool:
        """Whether it may become a direct triple: a fact that holds, not a plan or a rumour."""
        return self.standing in FACTUAL and self.stage in RUNNING


@dataclass(frozen=True)
class Corpus:
    """Everything a graph is built from: documents, entities and standing claims."""

    documents: Mapping[str, Document]
    entities: Mapping[str, Entity]
    records: Mapping[str, Record]
    founded: frozenset[str] = field(default_factory=frozenset)  # contingent entities that exist

    @cached_property
    def bearers(self) -> Mapping[str, frozenset[str]]:
        """The ids of the entities that bear each name, capitals aside."""
        return bearers(self.entities.values())
