"""A document as a graph of one's own keeps it: its claims, and the text its quotes stand in.

Claim files are for people. Beside a graph the same content lies as canonical JSON, which needs
no checking anew, and whose digest tells whether a document has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from graph.claims import content, evidence
from graph.claims.model import (
    Bound,
    Certainty,
    Claim,
    ClaimFile,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Name,
    Object,
    Quantity,
    Reading,
    Speaker,
    Stage,
    Stance,
    Statement,
    Term,
    Text,
    as_data,
)
from graph.errors import ClaimFileError, EvidenceError, LoadError
from ontology.records import Ontology

_COMPARED = 20_000  # characters of two texts that are compared
_ALIKE = 50  # percent
_ENTITY = ("id", "kind", "label", "plural", "in_text")
_WORDING = ("said", "valid_from", "valid_to", "label", "cancels")
_CLAIMS = ("claims", "replaces", "ends")


class Source(NamedTuple):
    """One document: its claim file, and its normalised text ("" where it is not at hand)."""

    file: ClaimFile
    text: str = ""

    @property
    def id(self) -> str:
        """The document's id."""
        return self.file.document.id

    @property
    def unproved(self) -> int:
        """How many quotes no text at hand proves."""
        kinds = [each.evidence.kind for each in self.file.statements]
        return 0 if self.text else kinds.count(EvidenceKind.QUOTE)


class Contents(NamedTuple):
    """What a reader found in one file."""

    sources: Sequence[Source]
    derived: int = 0  # derived claims, left out: rules make them anew
    notes: Sequence[str] = ()  # what else was left out, as sentences


def digest(kept: bytes) -> str:
    """Return the SHA-256 (hex) of a source's bytes: the name it is kept under."""
    return hashlib.sha256(kept).hexdigest()


def dumps(source: Source) -> bytes:
    """Return the canonical JSON of ``source``: equal sources give equal bytes."""
    file = source.file
    data = {
        "document": document_out(file.document),
        "entities": [entity_out(each) for each in file.entities],
        "statements": [statement_out(each) for each in file.statements],
        "omitted": file.omitted,
        "text": source.text,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def document_out(document: Document) -> dict[str, str]:
    """Return a document as plain data."""
    return {each.name: getattr(document, each.name) for each in fields(Document)}


def loads(kept: bytes) -> Source:
    """Return the source that :func:`dumps` wrote."""
    data = json.loads(kept)
    file = ClaimFile(
        document=Document(**data["document"]),
        entities=tuple(entity_in(each) for each in data["entities"]),
        statements=tuple(statement_in(each) for each in data["statements"]),
        omitted=tuple((words, reason) for words, reason in data["omitted"]),
    )
    return Source(file, data["text"])


def text_beside(path: Path, document: Document) -> str:
    """Return the normalised text of ``document`` that lies beside ``path``, "" if none does.

    Raises ClaimFileError where that is another text than the document's digest says.
    """
    name = document.text_file
    if not name:
        return ""
    if Path(name).name != name:
        problem = f"document '{document.id}': '{name}' must be a plain file name"
        raise ClaimFileError(path, 0, problem, "Put the text beside this file.")
    place = content.beside(path, name)
    if not os.path.exists(place):
        return ""
    text = content.text(place)
    digest = evidence.text_digest(text)
    if document.sha256 not in ("", digest):
        raise ClaimFileError(
            path,
            0,
            f"document '{document.id}': the text {name} has changed: its SHA-256 is {digest}",
            "Restore the text, or check every quote and write the new digest here.",
        )
    return text


def with_text(document: Document, text: str) -> Document:
    """Return ``document`` as it is with this text at hand; "" for none.

    A document names its text only if that proved its quotes: so every reader of the graph can
    tell words that were checked from words that were not.
    """
    if not text:
        return replace(document, text_file="")
    return replace(document, sha256=evidence.text_digest(text))


def proved(source: Source, known: Source | None) -> Source:
    """Return ``source`` with the text that an earlier version of it brought, if it has none.

    Raises LoadError where a quote does not stand in that text.
    """
    if not source.unproved or known is None or not known.text:
        return source
    wanted = source.file.document.sha256
    if wanted and wanted != known.file.document.sha256:
        return source
    document = replace(
        source.file.document,
        sha256=known.file.document.sha256,
        text_file=known.file.document.text_file,
    )
    try:
        statements = tuple(_proved(each, known.text) for each in source.file.statements)
    except EvidenceError as error:
        raise LoadError(
            f"document '{source.id}': {error.problem} that this graph holds. {error.hint}"
        ) from error
    return Source(replace(source.file, document=document, statements=statements), known.text)


def _proved(statement: Statement, text: str) -> Statement:
    if statement.evidence.kind is not EvidenceKind.QUOTE:
        return statement
    return replace(statement, evidence=evidence.proved(text, statement.evidence))


def same_document(old: Source, new: Source) -> bool:
    """Tell whether ``new`` can be a new version of ``old``, rather than another document.

    It can where the text, the address or the title is the same, or where the two texts are
    alike for the most part. Where either has no text, another address tells them apart, and so
    do another title and publisher together; what is not known does not.
    """
    one, other = old.file.document, new.file.document
    if (one.url and one.url == other.url) or (one.title and one.title == other.title):
        return True
    if old.text and new.text:
        from rapidfuzz import fuzz

        return fuzz.ratio(old.text[:_COMPARED], new.text[:_COMPARED]) > _ALIKE
    elsewhere = one.url and other.url
    named = one.title and other.title and one.publisher and other.publisher
    return not (elsewhere or (named and one.publisher != other.publisher))


def claims_of(source: Source) -> frozenset[str]:
    """Return the ids of the claims that a document makes."""
    return frozenset(claim.id for each in source.file.statements for claim in each.claims)


def check_vocabulary(files: Iterable[ClaimFile], ontology: Ontology) -> None:
    """Raise LoadError where a document uses a kind or a relation the ontology does not have.

    Documents are checked when they come in; this is for an ontology that changed since.
    """
    for file in files:
        kinds = {each.kind for each in file.entities} - ontology.kinds.keys()
        claims = (c for s in file.statements for c in (*s.claims, *s.replaces, *s.ends))
        unknown = kinds | {each.relation for each in claims} - ontology.relations.keys()
        if unknown:
            raise LoadError(
                f"document '{file.document.id}' uses {', '.join(sorted(unknown))}, which the "
                "ontology of this program does not have. Use the version that loaded it."
            )


def entity_out(entity: Entity) -> dict[str, Any]:
    """Return a declaration of an entity as plain data."""
    return {
        **{name: getattr(entity, name) for name in _ENTITY},
        "aliases": [[name.text, name.lang] for name in entity.aliases],
        "external": entity.external,
    }


def entity_in(data: Mapping[str, Any]) -> Entity:
    """Return the entity that :func:`entity_out` made plain."""
    return Entity(
        **{name: data[name] for name in _ENTITY},
        aliases=tuple(Name(text, lang) for text, lang in data["aliases"]),
        external=tuple((scheme, value) for scheme, value in data["external"]),
    )


def statement_out(statement: Statement) -> dict[str, Any]:
    """Return a statement as plain data."""
    found = statement.evidence
    return {
        **{name: getattr(statement, name) for name in _WORDING},
        **{name: [claim_out(c) for c in getattr(statement, name)] for name in _CLAIMS},
        "speakers": [[each.kind, each.id, each.label] for each in statement.speakers],
        "stance": statement.stance,
        "certainty": statement.certainty,
        "reading": statement.reading,
        "stage": statement.stage,
        "evidence": [found.kind, found.text, found.occurrence, found.start, found.end],
        "passage": found.passage,
    }


def statement_in(data: Mapping[str, Any]) -> Statement:
    """Return the statement that :func:`statement_out` made plain."""
    kind, words, occurrence, start, end = data["evidence"]
    values: dict[str, Any] = {name: data[name] for name in _WORDING}
    values |= {name: tuple(claim_in(each) for each in data[name]) for name in _CLAIMS}
    return Statement(
        evidence=Evidence(EvidenceKind(kind), words, occurrence, start, end, data["passage"]),
        speakers=tuple(Speaker(*each) for each in data["speakers"]),
        stance=Stance(data["stance"]),
        certainty=Certainty(data["certainty"]),
        reading=Reading(data["reading"]),
        stage=Stage(data["stage"]) if data["stage"] else None,
        **values,
    )


def claim_out(claim: Claim) -> list[Any]:
    """Return a claim as plain data, as its id hashes it."""
    qualifiers = [[name, as_data(value)] for name, value in claim.qualifiers]
    return [claim.subject, claim.relation, as_data(claim.object), qualifiers]


def claim_in(data: Sequence[Any]) -> Claim:
    """Return the claim that :func:`claim_out` made plain."""
    subject, relation, object_, qualifiers = data
    found = tuple((name, _term_in(value)) for name, value in qualifiers)
    return Claim(subject, relation, _object_in(object_), found)


def _object_in(data: Any) -> Object:
    if isinstance(data, dict) and "q" in data:
        value, upper, unit, bound = data["q"]
        return Quantity(value, unit, Bound(bound), upper)
    return _term_in(data)


def _term_in(data: Any) -> Term:
    return Text(data["text"]) if isinstance(data, dict) else str(data)
