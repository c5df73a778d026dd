"""Documents as a graph keeps them, in plain values: what a build of a large graph reads.

The same canonical JSON as :mod:`graph.claims.sources`, without making an object of each part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from graph.claims import sources
from graph.claims.model import EvidenceKind
from graph.claims.sources import Source

_NO_TEXT = b',"text":""}'
_QUOTE = EvidenceKind.QUOTE.value


class Kept(NamedTuple):
    """A document with the bytes it is kept as; ``entities``: (id, canonical JSON) of each."""

    id: str
    content: bytes
    document: Mapping[str, str]
    entities: Sequence[tuple[str, bytes]]
    statements: Sequence[Mapping[str, Any]]

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of its bytes: the name it is known by."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def unproved(self) -> int:
        """How many quotes no text at hand proves."""
        if self.content.endswith(_NO_TEXT):
            return sum(each["evidence"][0] == _QUOTE for each in self.statements)
        return 0

    @property
    def source(self) -> Source:
        """The document as objects."""
        return sources.loads(self.content)


def dumps(value: Any) -> bytes:
    """Return plain data as canonical JSON: the bytes that :mod:`graph.claims.sources` writes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def parsed(content: bytes) -> Kept:
    """Return the document kept as these bytes."""
    data = orjson.loads(content)
    entities = [(each["id"], dumps(each)) for each in data["entities"]]
    document = data["document"]
    return Kept(document["id"], content, document, entities, data["statements"])


def made(
    document: Mapping[str, str],
    entities: Sequence[tuple[str, bytes]],
    statements: Sequence[Mapping[str, Any]],
) -> Kept:
    """Return a document without a text, of parts that are in their order."""
    content = b"".join(
        (
            b'{"document":', dumps(document),
            b',"entities":[', b",".join(each for _, each in entities),
            b'],"omitted":[],"statements":', dumps(statements), _NO_TEXT,
        )
    )  # fmt: skip
    return Kept(document["id"], content, document, entities, statements)


def of_sources(given: Iterable[Source]) -> Iterable[Kept]:
    """Yield documents that were read as objects."""
    return (parsed(sources.dumps(each)) for each in given)
