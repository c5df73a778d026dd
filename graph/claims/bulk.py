"""Claims in bulk: JSON Lines, one claim with its attestations a line.

A line is the object that ``inroads claims -f jsonl`` prints, so that what is printed can be
loaded again. What is computed (standing, sentence, dates of the claim) is not read, and claims
that a rule derived are left out. Lines are read one by one: nothing of them is kept but what
they say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from graph.claims import content, line_files, lines
from graph.claims.bulk_names import Documents, Entities
from graph.claims.dates import is_date, span
from graph.claims.json_fields import Number, decoded, fields, items, shown, text
from graph.claims.lines import LineError
from graph.claims.model import (
    POSITIVE,
    Bound,
    Certainty,
    Claim,
    Evidence,
    EvidenceKind,
    Object,
    Quantity,
    Reading,
    Speaker,
    Stage,
    Stance,
    Statement,
    Term,
    Text,
)
from graph.claims.regroup import Saying, raise_all, to_sources
from graph.claims.sources import Contents, Source
from graph.errors import ClaimFileError
from graph.spelling import did_you_mean
from ontology.records import Ontology

CONTENT = ("subject", "relation", "object", "qualifiers")
COMPUTED = ("standing", "stage", "valid", "sentence", "premises")
CLAIM = frozenset(
    ("id", *CONTENT, *COMPUTED, "derived", "replaced_by", "replaces", "ends", "attestations")
)
ATTESTATION = frozenset(
    (
        *("id", "label", "cancels", "stance", "certainty", "reading", "stage", "said", "valid"),
        *("speaker", "evidence", "quote", "start", "end", "text", "passage", "document"),
    )
)
_SPEAKER = frozenset(("id", "label", "kind", "plural", "entity_kind"))
_SPEAKERS = ("publisher", "entity", "unnamed")
_PLACE = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"-?\d+(\.\d+)?[eE][+-]?\d{1,2}", re.ASCII)
MOST_FAULTS = 100

Member = TypeVar("Member", Stance, Certainty, Reading, Stage, EvidenceKind, Bound)


def read(path: Path, ontology: Ontology) -> Contents:
    """Return the documents that the lines of the file speak of.

    Raises ClaimFileError with file and line; the first error carries the next ones.
    """
    file = line_files.opened(path, ontology)
    sayings: list[Saying] = []
    reader = Reader(ontology, sayings.append)
    faults: list[ClaimFileError] = []
    for number, line in file.lines():
        try:
            reader.read(number, line)
        except LineError as error:
            faults.append(ClaimFileError(file.path, number, error.problem, error.hint))
        if len(faults) == MOST_FAULTS:
            break
    raise_all(faults)
    return Contents(_sources(file.path, reader, sayings), reader.derived, file.notes)


def _sources(path: Path, reader: Reader, sayings: list[Saying]) -> list[Source]:
    """Return the documents, every quote whose text is at hand proved; raises ClaimFileError."""
    documents = reader.documents.found()
    if not documents:
        raise holds_nothing(path)
    return to_sources(
        path,
        documents,
        reader.entities.found(),
        _with_replacements(path, sayings, reader.replaced),
        lambda saying, *what: ClaimFileError(path, saying.line, *what),
    )


def holds_nothing(path: Path) -> ClaimFileError:
    """Return the error for a file without a claim."""
    return ClaimFileError(path, 1, "the file holds no claim", "Is it the right one?")


def _with_replacements(
    path: Path, sayings: list[Saying], replaced: Sequence[Replaced]
) -> list[Saying]:
    """Return all sayings; those of a claim that replaces others say so."""
    if not replaced:
        return sayings
    older = older_claims(path, replaced, {each.claim.id for each in sayings})
    voiced = {e.claim.id for e in sayings if e.statement.stance in POSITIVE}
    return [replacing(each, older, voiced) for each in sayings]


class Replaced(NamedTuple):
    """A claim that says which newer ones replace it, by their ids."""

    line: int
    claim: Claim
    newer: Sequence[str]


def older_claims(
    path: Path, replaced: Iterable[Replaced], known: Container[str]
) -> dict[str, list[Claim]]:
    """Return the claims that each claim replaces; raises ClaimFileError where it is not known."""
    older: dict[str, list[Claim]] = defaultdict(list)
    for number, claim, newer in replaced:
        for id_ in newer:
            if id_ not in known:
                problem = f"claim {shown(id_)}, which replaces this one, is not in this file"
                hint = "Write both into one file, or take 'replaced_by' out."
                raise ClaimFileError(path, number, problem, hint)
            older[id_].append(claim)
    return older


def replacing(
    saying: Saying, older: Mapping[str, Sequence[Claim]], voiced: Container[str]
) -> Saying:
    """Return a saying with the claims that its claim replaces; ``voiced``: what is asserted."""
    id_ = saying.claim.id
    if id_ not in older or (id_ in voiced and saying.statement.stance not in POSITIVE):
        return saying
    return saying._replace(replaces=tuple(dict.fromkeys((*saying.replaces, *older[id_]))))


class Reader:
    """What the lines of one file have said so far; ``take`` is given each saying."""

    def __init__(self, ontology: Ontology, take: Callable[[Saying], None]) -> None:
        self._ontology = ontology
        self._take = take
        self.entities = Entities(ontology)
        self.documents = Documents()
        self.replaced: list[Replaced] = []
        self.derived = 0

    def read(self, number: int, line: str | LineError) -> Sequence[str]:
        """Take in one line; return the id of an entity that has it to itself; raises LineError."""
        if isinstance(line, LineError):
            raise line
        data = decoded(line)
        if isinstance(data, dict) and len(data) == 1 and ("entity" in data or "document" in data):
            return self._lone(number, data)
        given = fields(data, "a claim", CLAIM)
        if "derived" in given:
            self.derived += 1
            return ()
        claim = self._claim(number, given)
        if given.get("id", claim.id) != claim.id:
            raise LineError(
                f"'{shown(given['id'])}' is not the id of this claim, which is {claim.id}",
                "Leave 'id' out: it is computed from the content.",
            )
        changes = {
            name: tuple(self._claim(number, self._content(each)) for each in items(value, name))
            for name, value in given.items()
            if name in ("replaces", "ends")
        }
        attestations = items(given.get("attestations", []), "attestations")
        if not attestations:
            raise LineError("nobody says this claim", "List who does under 'attestations'.")
        for each in attestations:
            self._take(self._saying(number, claim, each, changes))
        if given.get("replaced_by"):
            newer = [text(each, "an id") for each in items(given["replaced_by"], "replaced_by")]
            self.replaced.append(Replaced(number, claim, newer))
        return ()

    def _lone(self, number: int, data: Mapping[str, Any]) -> Sequence[str]:
        """Take in an entity or a document that no claim speaks of."""
        if "entity" in data:
            return (self.entities.add(number, data["entity"]),)
        self.documents.add(number, data["document"])
        return ()

    @staticmethod
    def _content(value: Any) -> dict[str, Any]:
        return fields(value, "a claim that is replaced", CONTENT)

    def _claim(self, number: int, given: Mapping[str, Any]) -> Claim:
        for name in CONTENT[:3]:
            if name not in given:
                raise LineError(f"'{name}' is missing", "See docs/claim-files.md for an example.")
        relation = fields(given["relation"], "relation", ("id", "label"))
        qualifiers = given.get("qualifiers", {})
        if not isinstance(qualifiers, dict):
            raise LineError("qualifiers must be an object")
        claim = Claim(
            subject=self.entities.add(number, given["subject"]),
            relation=text(relation.get("id"), "the id of the relation"),
            object=self._object(number, given["object"]),
            qualifiers=tuple((name, self._term(number, q)) for name, q in qualifiers.items()),
        )
        return lines.checked(claim, self._ontology, self.entities.kind_of)

    def _object(self, number: int, value: Any) -> Object:
        if isinstance(value, dict) and "unit" in value:
            return _figure(fields(value, "a figure", ("value", "unit", "bound")))
        return self._term(number, value)

    def _term(self, number: int, value: Any) -> Term:
        if isinstance(value, dict) and "text" in value:
            words = fields(value, "words", ("text",)).get("text")
            return Text(text(words, "the words", empty=True))
        return self.entities.add(number, value)

    def _saying(
        self, number: int, claim: Claim, value: Any, changes: Mapping[str, tuple[Claim, ...]]
    ) -> Saying:
        given = fields(value, "an attestation", ATTESTATION)
        if "document" not in given:
            raise LineError("'document' is missing", "Say which document says it: its 'id'.")
        document = self.documents.add(number, given["document"])
        said = text(given["said"], "said") if "said" in given else ""
        stance = _member(Stance, given, "stance", Stance.ASSERTS)
        _check_retraction(given, stance)
        start, end = validity(given.get("valid", {}))
        statement = Statement(
            evidence=_evidence(given),
            claims=(),
            speakers=(self._speaker(number, given.get("speaker", {})),),
            stance=stance,
            certainty=_member(Certainty, given, "certainty", Certainty.UNSPECIFIED),
            reading=_member(Reading, given, "reading", Reading.EXPLICIT),
            stage=_member(Stage, given, "stage", Stage.ENDED) if "stage" in given else None,
            said=_date(said),
            valid_from=start,
            valid_to=end,
            label=_name(given, "label"),
            cancels=text(given["cancels"], "cancels") if "cancels" in given else "",
        )
        replaces, ends = changes.get("replaces", ()), changes.get("ends", ())
        return Saying(document, claim, statement, replaces, ends, _name(given, "id"), number)

    def _speaker(self, number: int, value: Any) -> Speaker:
        given = fields(value, "a speaker", _SPEAKER)
        kind = given.get("kind", "publisher")
        if kind not in _SPEAKERS:
            hint = did_you_mean(shown(kind), _SPEAKERS)
            raise LineError(f"'{shown(kind)}' is no kind of speaker", hint)
        if kind == "unnamed":
            return Speaker(kind, label=text(given.get("label"), "the label of a speaker"))
        if kind == "publisher":
            return Speaker()
        names = {"id": "id", "label": "label", "entity_kind": "kind"}
        entity = {names[name]: each for name, each in given.items() if name in names}
        return Speaker(kind, id=self.entities.add(number, entity))


def _check_retraction(given: Mapping[str, Any], stance: Stance) -> None:
    if "cancels" in given and stance is not Stance.RETRACTS:
        raise LineError("'cancels' needs the stance 'retracts'")
    if stance is Stance.RETRACTS and "cancels" not in given:
        raise LineError(
            "the stance 'retracts' does not say what it takes back",
            "Give that attestation an 'id', and name it here as 'cancels'.",
        )


def _name(given: Mapping[str, Any], what: str) -> str:
    if what not in given:
        return ""
    name = text(given[what], what)
    if not lines.ENTITY_ID.fullmatch(name):
        raise LineError(f"'{shown(name)}' is no {what}", "Use a-z, 0-9 and single hyphens.")
    return name


def _date(given: str) -> str:
    if given and not is_date(given):
        hint = "Write 2026, 2026-05, 2026-05-17 or 2026-Q2."
        raise LineError(f"'{shown(given)}' is no date", hint)
    return given


def validity(value: Any) -> tuple[str, str]:
    """Return (from, to) of an object that says when something holds; raises LineError."""
    given = fields(value, "valid", ("from", "to"))
    start, end = (_date(text(given[n], n)) if n in given else "" for n in ("from", "to"))
    if start and end and span(start)[0] > span(end)[1]:
        raise LineError(f"it ends ({end}) before it begins ({start})", "Swap the dates.")
    return start, end


def _member(kind: type[Member], given: Mapping[str, Any], what: str, default: Member) -> Member:
    if what not in given:
        return default
    name = text(given[what], what)
    try:
        return kind(name)
    except ValueError as error:
        hint = did_you_mean(shown(name), [each.value for each in kind])
        raise LineError(f"'{shown(name)}' is no {what}", hint) from error


def _evidence(given: Mapping[str, Any]) -> Evidence:
    if "evidence" not in given:
        raise LineError("'evidence' is missing", "It is one of: quote, paraphrase, record.")
    kind = _member(EvidenceKind, given, "evidence", EvidenceKind.QUOTE)
    quote = text(given["quote"], "quote") if "quote" in given else ""
    words = text(given["text"], "text") if "text" in given else quote
    if not words:
        raise LineError("'text' is missing", f"Put the {kind.value} there.")
    if quote and (quote != words or kind is not EvidenceKind.QUOTE):
        raise LineError("'quote' and 'text' differ", "Only a quote has both, and they are equal.")
    start, end = _place(given, "start"), _place(given, "end")
    if kind is not EvidenceKind.QUOTE:
        if start >= 0 or end >= 0:
            raise LineError(f"a {kind.value} has no place in the text", "Take start and end out.")
        return Evidence(kind, words)
    if start >= 0 and end not in (-1, start + len(words)):
        raise LineError(
            f"the quote has {len(words)} characters, but stands from {start} to {end}",
            "Take 'end' out, or copy the words whole.",
        )
    passage = text(given["passage"], "passage") if "passage" in given else ""
    return Evidence(kind, words, 0, start, start + len(words) if start >= 0 else -1, passage)


def _place(given: Mapping[str, Any], what: str) -> int:
    if what not in given:
        return -1
    value = given[what]
    if not isinstance(value, Number) or not _PLACE.fullmatch(value):
        raise LineError(f"'{shown(value)}' is no '{what}'", "Count characters from 0.")
    return int(value)


def _figure(given: Mapping[str, Any]) -> Quantity:
    unit = text(given.get("unit"), "unit")
    bound = _member(Bound, given, "bound", Bound.EXACT)
    value = given.get("value")
    values = list(value) if isinstance(value, list) else [value]
    if not 1 <= len(values) <= 2:
        raise LineError("a figure has one value, or two with the bound 'between'")
    first, *second = [_number(each) for each in values]
    return Quantity(first, unit, bound, "".join(second))


def _number(value: Any) -> str:
    """Return a number as decimal text, or the text of a date."""
    if not isinstance(value, str):
        raise LineError(f"'{shown(value)}' is no number")
    if not isinstance(value, Number):
        return text(value, "the value of a figure")
    if _PLAIN.fullmatch(value):
        return str(value)
    if len(value) > content.MAX_TEXT or not _SCIENTIFIC.fullmatch(value):
        raise LineError(f"the number {shown(value)} is too long", "A number has at most 30 digits.")
    return f"{Decimal(value):f}"
