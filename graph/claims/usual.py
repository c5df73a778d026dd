"""Lines of JSON Lines in the shape that almost all have, checked in one go.

Whatever is unusual is left to :mod:`graph.claims.bulk`, which reads everything and says what is
wrong: so there is one set of rules and one set of messages, and a test proves that what is taken
here is what is taken there. The rules are compiled from the ontology and its closed lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from graph.claims.bulk import ATTESTATION, CLAIM, validity
from graph.claims.bulk_names import Documents, Entities
from graph.claims.content import MAX_TEXT, fault_of
from graph.claims.dates import is_date
from graph.claims.evidence import normalise
from graph.claims.lines import ENTITY_ID, LineError
from graph.claims.model import (
    LITERAL_QUALIFIERS,
    QUALIFIERS,
    Certainty,
    Evidence,
    EvidenceKind,
    Reading,
    Speaker,
    Stage,
    Stance,
    Statement,
    digest,
)
from graph.claims.regroup import Saying
from graph.claims.sources import claim_in, claim_out
from ontology.records import Ontology

_ODD = (" :", "\t:", "\r:", ":-", ": -", "\x7f")
"""What a usual line does not hold: room before a colon, so that colons tell how many names there
are; negative numbers; DEL, the one control character that JSON lets stand bare."""

_SPEAKING = {"kind", "id", "label", "entity_kind"}
_PUBLISHING = {"kind"}
_LONGEST_PLACE = 10**9
_NOTHING: dict[str, Any] = {}


class Told(NamedTuple):
    """A saying in plain values, as a spill keeps it: claims as canonical JSON data."""

    document: str
    claim: list[Any]
    claim_id: str
    content: tuple[Any, ...]  # see below
    label: str
    cancels: str
    id: str
    line: int
    replaces: list[list[Any]]
    ends: list[list[Any]]


# content: (start, text, kind, speaker kind, speaker id, speaker label, stance, certainty, reading,
# stage, said, valid from, valid to, end, passage): sorted as statements of a document are.


class Fits(NamedTuple):
    """What the ontology lets a relation stand between, as kinds; no relation of figures."""

    subjects: frozenset[str]
    objects: frozenset[str]


class Rules:
    """The rules for one record, compiled from the ontology once."""

    def __init__(self, ontology: Ontology) -> None:
        self.relations = {
            each.id: Fits(
                frozenset(kind for kind in ontology.kinds if ontology.fits(kind, each.domain)),
                frozenset(kind for kind in ontology.kinds if ontology.fits(kind, each.range)),
            )
            for each in ontology.relations.values()
            if not each.derived_only and not each.quantity
        }
        self.stances = frozenset(ontology.lists["stance"]) - {Stance.RETRACTS.value}
        self.certainties = frozenset(ontology.lists["certainty"])
        self.readings = frozenset(ontology.lists["reading"])
        self.stages = frozenset(ontology.lists["stage"])
        self.evidence = frozenset(ontology.lists["evidence"])
        self._dates: dict[str, bool] = {"": True}

    def dated(self, text: str) -> bool:
        """Tell whether a text is a partial date, or empty."""
        known = self._dates.get(text)
        if known is None:
            known = self._dates[text] = is_date(text)
        return known


class Unusual(Exception):
    """A line is not of the usual shape: it may be wrong, or merely rare."""


class Usual:
    """Reads usual lines; entities and documents are those of the careful reader."""

    def __init__(self, ontology: Ontology, entities: Entities, documents: Documents) -> None:
        self._rules = Rules(ontology)
        self._entities = entities
        self._documents = documents

    def read(self, number: int, line: str) -> list[tuple[Any, ...]] | None:
        """Return the sayings of a line as :class:`Told` orders them, None if it is unusual."""
        try:
            return self._read(number, line)
        except (Unusual, LineError):
            return None  # the careful reader takes it, or says what is wrong
        except (TypeError, AttributeError, KeyError, orjson.JSONDecodeError):
            return None  # nothing of the shape that is expected here

    def _read(self, number: int, line: str) -> list[tuple[Any, ...]]:
        for odd in _ODD:
            if odd in line:
                raise Unusual
        data = orjson.loads(line)
        if not data.keys() <= CLAIM or len(data) == 1:
            raise Unusual
        if "derived" in data or "replaces" in data or "ends" in data or "replaced_by" in data:
            raise Unusual
        if not (line.isascii() and "\\" not in line and len(line) <= MAX_TEXT):
            _refuse_unclean(data)
        names = len(data) + len(data.get("valid", ()))
        claim, more = self._claim(number, data)
        names += more
        id_ = digest(orjson.dumps(claim).decode())
        if data.get("id", id_) != id_:
            raise Unusual
        found: list[tuple[Any, ...]] = []
        attestations = data["attestations"]
        for each in attestations:
            saying, more = self._saying(number, claim, id_, each)
            found.append(saying)
            names += more
        if not found or type(attestations) is not list or names != line.count('":'):
            raise Unusual
        return found

    def _claim(self, number: int, data: Mapping[str, Any]) -> tuple[list[Any], int]:
        """Return a claim between entities as canonical data, and how many names it has."""
        relation = data["relation"]
        fits = self._rules.relations[relation["id"]]
        subject, names = self._entity(number, data["subject"])
        object_, more = self._entity(number, data["object"])
        names += more + len(relation)
        kind_of = self._entities.kind_of
        if (
            subject == object_
            or kind_of(subject) not in fits.subjects
            or kind_of(object_) not in fits.objects
            or len(relation) > 1 + ("label" in relation)
        ):
            raise Unusual
        qualifiers: list[list[Any]] = []
        given = data.get("qualifiers")
        if given is not None:
            names += len(given)
            for name in sorted(given):
                if name not in QUALIFIERS or name in LITERAL_QUALIFIERS:
                    raise Unusual
                value, more = self._entity(number, given[name])
                qualifiers.append([name, value])
                names += more
        return [subject, relation["id"], object_, qualifiers], names

    def _entity(self, number: int, value: dict[str, Any]) -> tuple[str, int]:
        """Return the id of an entity, and how many names its object has."""
        names = len(value)
        if names > 3:
            names += sum(len(each) for each in value.values() if type(each) is dict)
        return self._entities.add(number, value), names

    def _saying(
        self, number: int, claim: list[Any], id_: str, given: dict[str, Any]
    ) -> tuple[tuple[Any, ...], int]:
        """Return one attestation as :class:`Told` orders it, and how many names it has."""
        if not given.keys() <= ATTESTATION or "cancels" in given:
            raise Unusual
        rules, get = self._rules, given.get
        stance, certainty = get("stance", "asserts"), get("certainty", "unspecified")
        reading, stage, said = get("reading", "explicit"), get("stage", ""), get("said", "")
        if (
            stance not in rules.stances
            or certainty not in rules.certainties
            or reading not in rules.readings
            or ("stage" in given and stage not in rules.stages)
            or ("said" in given and not said)
            or not rules.dated(said)
        ):
            raise Unusual
        valid = get("valid", _NOTHING)
        start, end = validity(valid) if valid else ("", "")
        speaker = get("speaker", _NOTHING)
        document = given["document"]
        kind, words, first, last, passage = _evidence(given, rules.evidence)
        content = (
            first, words, kind, *self._speaker(number, speaker), stance, certainty, reading,
            stage, said, start, end, last, passage,
        )  # fmt: skip
        found: tuple[Any, ...] = (
            self._documents.add(number, document),
            claim, id_, content, _named(given, "label"), "", _named(given, "id"), number, [], [],
        )  # fmt: skip
        return found, len(given) + len(valid) + len(speaker) + len(document)

    def _speaker(self, number: int, value: Mapping[str, Any]) -> tuple[str, str, str]:
        kind = value.get("kind", "publisher")
        if kind == "publisher" and (not value or value.keys() == _PUBLISHING):
            return kind, "", ""
        if kind == "entity" and value.keys() == _SPEAKING:
            entity = {"id": value["id"], "label": value["label"], "kind": value["entity_kind"]}
            return kind, self._entities.add(number, entity), ""
        if kind == "unnamed" and len(value) == 2 and value["label"]:
            return kind, "", _text(value["label"])
        raise Unusual


def _evidence(given: Mapping[str, Any], kinds: frozenset[str]) -> tuple[str, str, int, int, str]:
    """Return (kind, words, start, end, passage)."""
    kind = given["evidence"]
    words = _text(given["text"] if "text" in given else given["quote"])
    if kind not in kinds or not words or given.get("quote", words) != words:
        raise Unusual
    if kind != EvidenceKind.QUOTE.value:
        if "quote" in given or "start" in given or "end" in given:
            raise Unusual
        return kind, words, -1, -1, ""
    passage = _text(given["passage"]) if "passage" in given else ""
    if ("passage" in given and not passage) or ("end" in given and "start" not in given):
        raise Unusual
    if "start" not in given:
        return kind, words, -1, -1, passage
    start = given["start"]
    end = start + len(words)
    if type(start) is not int or not 0 <= start < _LONGEST_PLACE or given.get("end", end) != end:
        raise Unusual
    return kind, words, start, end, passage


def _named(given: Mapping[str, Any], what: str) -> str:
    name = given.get(what)
    if name is None:
        if what in given:
            raise Unusual
        return ""
    if not ENTITY_ID.fullmatch(name):
        raise Unusual
    return str(name)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise Unusual
    return value


def _refuse_unclean(value: Any) -> None:
    """Raise Unusual for texts that are not what would be kept of them: too long, not in NFC."""
    if type(value) is str:
        if not (value.isascii() and value.isprintable() and len(value) <= MAX_TEXT) and (
            fault_of(value) or normalise(value) != value
        ):
            raise Unusual
    elif type(value) is dict:
        for name, each in value.items():
            _refuse_unclean(name)
            _refuse_unclean(each)
    elif type(value) is list:
        for each in value:
            _refuse_unclean(each)


def told(saying: Saying) -> tuple[Any, ...]:
    """Return a saying as :class:`Told` orders it."""
    statement, speaker = saying.statement, saying.statement.speakers[0]
    found = statement.evidence
    content = (
        found.start, found.text, found.kind.value, speaker.kind, speaker.id, speaker.label,
        statement.stance.value, statement.certainty.value, statement.reading.value,
        statement.stage.value if statement.stage else "", statement.said, statement.valid_from,
        statement.valid_to, found.end, found.passage,
    )  # fmt: skip
    claims = [[claim_out(each) for each in some] for some in (saying.replaces, saying.ends)]
    return (
        saying.document, claim_out(saying.claim), saying.claim.id, content, statement.label,
        statement.cancels, saying.id, saying.line, *claims,
    )  # fmt: skip


def saying(given: tuple[Any, ...]) -> Saying:
    """Return the saying that was told."""
    each = Told(*given)
    start, words, evidence, kind, id_, label, stance, certainty, reading, stage, *rest = (
        each.content
    )
    said, valid_from, valid_to, end, passage = rest
    statement = Statement(
        evidence=Evidence(EvidenceKind(evidence), words, 0, start, end, passage),
        claims=(),
        speakers=(Speaker(kind, id_, label),),
        stance=Stance(stance),
        certainty=Certainty(certainty),
        reading=Reading(reading),
        stage=Stage(stage) if stage else None,
        said=said,
        valid_from=valid_from,
        valid_to=valid_to,
        label=each.label,
        cancels=each.cancels,
    )
    replaces, ends = (tuple(map(claim_in, some)) for some in (each.replaces, each.ends))
    return Saying(
        each.document, claim_in(each.claim), statement, replaces, ends, each.id, each.line
    )
