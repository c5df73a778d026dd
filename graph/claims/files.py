"""Claim files: one readable YAML file per source document.

``read`` checks everything that can be checked without other files: form, ontology, dates and
that every quote stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from graph.claims import content, evidence, lines
from graph.claims.dates import is_date, span
from graph.claims.model import (
    Certainty,
    Claim,
    ClaimFile,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Name,
    Reading,
    Speaker,
    Stage,
    Stance,
    Statement,
)
from graph.claims.sources import Source
from graph.claims.yaml_nodes import Node, load, parse
from graph.errors import ClaimFileError, EvidenceError
from graph.spelling import did_you_mean
from ontology.records import Ontology

FORMAT = "1"
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?", re.ASCII)
PUBLISHER = "publisher"
UNKNOWN = "unknown"
_COUNT = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_PLACE = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)

_TOP = ("inroads", "document", "entities", "statements", "omitted")
DOCUMENT_FIELDS = [
    "id",
    "text",
    "sha256",
    "title",
    "form",
    "publisher",
    "author",
    "published",
    "url",
    "language",
    "wire",
    "note",
]
_ENTITY = ["kind", "label", "also", "plural", "in-text", "ids"]
_EVIDENCE = tuple(kind.value for kind in EvidenceKind)
_STATEMENT = (
    *_EVIDENCE,
    *[
        "occurrence",
        "at",
        "passage",
        "speaker",
        "speakers",
        "stance",
        "certainty",
        "reading",
        "stage",
        "said",
        "from",
        "to",
    ],
    *["label", "cancels", "claims", "replaces", "ends"],
)

Member = TypeVar("Member", Stance, Certainty, Reading, Stage)
Part = TypeVar("Part")


def read(path: Path, ontology: Ontology) -> ClaimFile:
    """Return the claim file at ``path``; raises ClaimFileError with file and line."""
    return source(path, ontology).file


def source(path: Path, ontology: Ontology) -> Source:
    """Return the claim file at ``path`` with its text; raises ClaimFileError with file and line.

    The text it quotes lies beside it, under the name its document gives. The error of the first
    statement that cannot be read carries those of all others.
    """
    root = parse(load(path), path)
    parts = root.entries(_TOP, "a claim file")
    _check_format(root, parts)
    document, text = _document(_required(root, parts, "document"))
    entities = tuple(_entities(parts["entities"], ontology)) if "entities" in parts else ()
    kinds = lines.kinds_of({each.id: each.kind for each in entities})
    reader = _Reader(ontology, text, kinds)
    statements = parts["statements"].items("statements") if "statements" in parts else []
    omitted = parts["omitted"].items("omitted") if "omitted" in parts else []
    _check_labels(statements)
    faults: list[ClaimFileError] = []
    file = ClaimFile(
        document=document,
        entities=entities,
        statements=tuple(_gathered(statements, reader.statement, faults)),
        omitted=tuple(_gathered(omitted, reader.omission, faults)),
    )
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]
    return Source(file, text)


def _gathered(
    nodes: Iterable[Node], read_one: Callable[[Node], Part], faults: list[ClaimFileError]
) -> Iterator[Part]:
    """Yield what can be read of ``nodes``; the faults of the others are kept, to be raised."""
    for node in nodes:
        try:
            yield read_one(node)
        except ClaimFileError as fault:
            faults.append(fault)


def _required(parent: Node, entries: Mapping[str, Node], name: str) -> Node:
    if name not in entries:
        raise parent.error(f"'{name}' is missing", "See docs/claim-files.md for an example.")
    return entries[name]


def _check_format(root: Node, parts: Mapping[str, Node]) -> None:
    node = _required(root, parts, "inroads")
    version = node.text("the format version")
    if version != FORMAT:
        raise node.error(
            f"this file has format {version}, this program reads format {FORMAT}",
            "Update inroads if the file comes from a newer version.",
        )


def _check_labels(statements: Iterable[Node]) -> None:
    """Refuse a label that names two statements: 'cancels' would take back only one of them."""
    seen: dict[str, int] = {}
    for statement in statements:
        node = statement.mapping("a statement").get("label")
        if node is None:
            continue
        label = node.text("label")
        if not lines.ENTITY_ID.fullmatch(label):
            raise node.error(f"'{label}' is no label", "Use a-z, 0-9 and single hyphens.")
        if label in seen:
            problem = f"label '{label}' stands here twice (first in line {seen[label]})"
            raise node.error(problem, "Rename one of them.")
        seen[label] = node.line


def _document(node: Node) -> tuple[Document, str]:
    """Return the document and its normalised text ("" for reference works)."""
    entries = node.entries(DOCUMENT_FIELDS, "document")
    values = {name: value.text(name) for name, value in entries.items()}
    identity = _required(node, entries, "id")
    if not lines.ENTITY_ID.fullmatch(values["id"]):
        raise identity.error(f"'{values['id']}' is no id", "Use a-z, 0-9 and single hyphens.")
    if "published" in values:
        _date(entries["published"])
    text = _document_text(node, entries, values)
    digest = evidence.text_digest(text) if "text" in values else values.get("sha256", "")
    return Document(
        id=values["id"],
        text_file=values.get("text", ""),
        sha256=digest,
        **{name: values.get(name, "") for name in DOCUMENT_FIELDS[3:]},
    ), text


def _document_text(node: Node, entries: Mapping[str, Node], values: Mapping[str, str]) -> str:
    if "text" not in values:
        return ""
    name = values["text"]
    if Path(name).name != name:
        raise entries["text"].error(f"'{name}' must be a plain file name", "Put it beside this.")
    text = content.text(content.beside(node.path, name))
    if not text:
        raise entries["text"].error(
            f"the text {name} is empty", "Save the words of the source there."
        )
    digest = evidence.text_digest(text)
    if values.get("sha256", digest) != digest:
        raise entries["sha256"].error(
            f"the text {name} has changed: its SHA-256 is {digest}",
            "Restore the text, or check every quote and write the new digest here.",
        )
    return text


def _date(node: Node) -> str:
    text = node.text("a date")
    if not is_date(text):
        raise node.error(f"'{text}' is no date", "Write 2026, 2026-05, 2026-05-17 or 2026-Q2.")
    return text


def _entities(node: Node, ontology: Ontology) -> Iterable[Entity]:
    for id_, each in node.mapping("entities").items():
        if not lines.ENTITY_ID.fullmatch(id_) or id_ == PUBLISHER:
            raise each.error(f"'{id_}' is no entity id", "Use a-z, 0-9 and single hyphens.")
        entries = each.entries(_ENTITY, f"entity '{id_}'")
        kind = _required(each, entries, "kind")
        if kind.text("kind") not in ontology.kinds:
            hint = did_you_mean(kind.text("kind"), ontology.kinds)
            raise kind.error(f"'{kind.text('kind')}' is no kind of the ontology", hint)
        yield Entity(
            id=id_,
            kind=kind.text("kind"),
            label=_required(each, entries, "label").text("label"),
            aliases=tuple(_aliases(entries["also"])) if "also" in entries else (),
            plural=_yes(entries["plural"]) if "plural" in entries else False,
            in_text=entries["in-text"].text("in-text") if "in-text" in entries else "",
            external=tuple(_external(entries["ids"])) if "ids" in entries else (),
        )


def _aliases(node: Node) -> Iterable[Name]:
    for lang, names in node.mapping("also").items():
        if not LANGUAGE.fullmatch(lang):
            raise names.error(f"'{lang}' is no language tag", "Write en, zh, pt-BR or und.")
        items = names.value if isinstance(names.value, list) else [names]
        yield from (Name(each.text("a name"), lang) for each in items)


def _external(node: Node) -> Iterable[tuple[str, str]]:
    for scheme, values in sorted(node.mapping("ids").items()):
        items = values.value if isinstance(values.value, list) else [values]
        yield from ((scheme, each.text(scheme)) for each in items)


def _yes(node: Node) -> bool:
    text = node.text("plural")
    if text not in ("yes", "no"):
        raise node.error(f"'{text}' is neither yes nor no")
    return text == "yes"


class _Reader:
    """Reads the statements of one file: it holds what every statement is checked against."""

    def __init__(self, ontology: Ontology, text: str, kind_of: lines.KindOf) -> None:
        self._ontology = ontology
        self._text = text
        self._kind_of = kind_of

    def statement(self, node: Node) -> Statement:
        """Return one statement."""
        entries = node.entries(_STATEMENT, "a statement")

        def text(name: str) -> str:
            return entries[name].text(name) if name in entries else ""

        stage = entries.get("stage")
        claims = self._claims(entries.get("claims"))
        stance = _member(Stance, entries.get("stance"), Stance.ASSERTS)
        if "cancels" in entries and stance is not Stance.RETRACTS:
            raise entries["cancels"].error(
                "'cancels' needs 'stance: retracts'",
                "What is said instead is a statement of its own.",
            )
        if stance is Stance.RETRACTS and "cancels" not in entries:
            raise node.error(
                "'stance: retracts' does not say what it takes back",
                "Give that statement a label, and name it here: cancels: LABEL",
            )
        if not claims and "cancels" not in entries:
            raise node.error("this statement makes no claim", "List them under 'claims'.")
        return Statement(
            evidence=self._evidence(node, entries),
            claims=claims,
            speakers=self._speakers(node, entries),
            stance=stance,
            certainty=_member(Certainty, entries.get("certainty"), Certainty.UNSPECIFIED),
            reading=_member(Reading, entries.get("reading"), Reading.EXPLICIT),
            stage=None if stage is None else _member(Stage, stage, Stage.PROPOSED),
            said=_date(entries["said"]) if "said" in entries else "",
            **_validity(entries),
            label=text("label"),
            cancels=text("cancels"),
            replaces=self._claims(entries.get("replaces")),
            ends=self._claims(entries.get("ends")),
        )

    def omission(self, node: Node) -> tuple[str, str]:
        """Return words of the text that make no claim, with the reason."""
        entries = node.entries(("words", "reason"), "an omission")
        words = _required(node, entries, "words")
        self._locate(words, words.text("words"), 0)
        return words.text("words"), _required(node, entries, "reason").text("reason")

    def _claims(self, node: Node | None) -> tuple[Claim, ...]:
        return tuple(self._claim(each) for each in node.items("claims")) if node else ()

    def _claim(self, node: Node) -> Claim:
        try:
            return lines.parse(node.text("a claim"), self._ontology, self._kind_of)
        except lines.LineError as error:
            raise node.error(error.problem, error.hint) from error

    def _speakers(self, node: Node, entries: Mapping[str, Node]) -> tuple[Speaker, ...]:
        if "speaker" in entries and "speakers" in entries:
            raise node.error("'speaker' and 'speakers' exclude each other", "Use speakers: [...]")
        if "speakers" in entries:
            listed = entries["speakers"].items("speakers")
            if not listed:
                raise entries["speakers"].error("nobody speaks", "Name one, or leave it out.")
            return tuple(self._speaker(each) for each in listed)
        return (self._speaker(entries["speaker"]),) if "speaker" in entries else (Speaker(),)

    def _speaker(self, node: Node) -> Speaker:
        if isinstance(node.value, dict):
            unnamed = node.entries(("unnamed",), "a speaker")
            words = _required(node, unnamed, "unnamed").text("unnamed")
            return Speaker("unnamed", label=words)
        name = node.text("a speaker")
        if name == PUBLISHER:
            return Speaker()
        try:
            self._kind_of(name)
        except lines.LineError as error:
            raise node.error(error.problem, error.hint) from error
        return Speaker("entity", id=name)

    def _evidence(self, node: Node, entries: Mapping[str, Node]) -> Evidence:
        given = [name for name in _EVIDENCE if name in entries]
        if len(given) != 1:
            raise node.error(
                "a statement needs exactly one of: quote, paraphrase, record",
                "quote: the words of the text; paraphrase: your words; record: the row's key",
            )
        source = entries[given[0]]
        words = evidence.normalise(source.text(given[0]))
        if given[0] != EvidenceKind.QUOTE:
            return Evidence(EvidenceKind(given[0]), words)
        if "at" in entries:
            return self._unchecked(entries, words)
        occurrence = self._occurrence(entries.get("occurrence"))
        start, end = self._locate(source, words, occurrence)
        passage = evidence.passage(self._text, start, end)
        return Evidence(EvidenceKind.QUOTE, words, occurrence, start, end, passage)

    def _unchecked(self, entries: Mapping[str, Node], words: str) -> Evidence:
        """Return a quote of a text that is not at hand: nothing proves its words."""
        node = entries["at"]
        if self._text:
            raise node.error(
                "'at' is for quotes whose text is not at hand",
                "Take it out: the place is found in the text. Which of several: 'occurrence'.",
            )
        at = node.text("at")
        if at != UNKNOWN and not _PLACE.fullmatch(at):
            raise node.error(f"'{at}' is no place", f"Count characters from 0, or say {UNKNOWN}.")
        start = -1 if at == UNKNOWN else int(at)
        passage = entries["passage"].text("passage") if "passage" in entries else ""
        end = start if start < 0 else start + len(words)
        return Evidence(EvidenceKind.QUOTE, words, start=start, end=end, passage=passage)

    def _occurrence(self, node: Node | None) -> int:
        if node is None:
            return 0
        text = node.text("occurrence")
        if not _COUNT.fullmatch(text):
            raise node.error(f"'{text}' is no number from 1", "Count from the start of the text.")
        return int(text)

    def _locate(self, node: Node, words: str, occurrence: int) -> tuple[int, int]:
        if not self._text:
            raise node.error(
                "a quote needs the text it stands in",
                f"Name it: document: text: FILE.txt; or, if it is not at hand: at: {UNKNOWN}",
            )
        try:
            return evidence.locate(self._text, words, occurrence)
        except EvidenceError as error:
            raise node.error(error.problem, error.hint) from error


def _validity(entries: Mapping[str, Node]) -> dict[str, str]:
    """Return the dates from and to which claims hold; the end must not come first."""
    start = _date(entries["from"]) if "from" in entries else ""
    end = _date(entries["to"]) if "to" in entries else ""
    if start and end and span(start)[0] > span(end)[1]:
        raise entries["to"].error(f"it ends ({end}) before it begins ({start})", "Swap the dates.")
    return {"valid_from": start, "valid_to": end}


def _member(kind: type[Member], node: Node | None, default: Member) -> Member:
    if node is None:
        return default
    text = node.text(kind.__name__.lower())
    names = [each.value for each in kind]
    if text not in names:
        raise node.error(f"'{text}' is no {kind.__name__.lower()}", did_you_mean(text, names))
    return kind(text)
