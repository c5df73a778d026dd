"""What a large graph knows of its documents beside its claims, so that one more costs little.

In ``links/`` of a base: who declares which entity how, who publishes what, which claims replace
which, who takes back what another document said. Lines are sorted by key and found by bisection;
each has a checksum. What changed since the base was written lies in the generation, as one part.
"""

from __future__ import annotations

import mmap
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from graph.claims.standing import publisher
from graph.store.generations import damaged
from graph.store.large.gathering import Declaration, Gathering
from graph.store.sidecar.files import sync

LINKS, SINCE = "links", "since.json"
_DECLARED, _PUBLISHED, _REST = "declared", "published", "rest"

Replacement = tuple[str, tuple[str, ...], str]
"""An older claim, newer ones that replace or end it, and the document that says so."""


class Links(NamedTuple):
    """What changed since the base was written: of each entity and publisher all there is now."""

    declared: dict[str, list[Declaration]]
    published: dict[str, list[str]]
    replacements: list[Replacement]  # these three are always whole
    cancelled: list[tuple[str, str]]
    turned: dict[str, str]


def write(gathered: Gathering, folder: Path) -> None:
    """Write the links of gathered documents into a new folder, durably."""
    folder.mkdir()
    declared = (
        (id_, [tuple(each) for each in gathered.declarations(id_)])
        for id_ in _sorted(gathered.declared)
    )
    _write(folder / _DECLARED, declared)
    published: dict[str, list[str]] = defaultdict(list)
    for id_, origin in gathered.origins.items():
        if name := publisher(origin):
            published[name].append(id_)
    _write(folder / _PUBLISHED, ((name, sorted(published[name])) for name in _sorted(published)))
    rest = {
        "replacements": sorted(gathered.replacements),
        "cancelled": sorted(gathered.cancelled),
        "turned": dict(sorted(gathered.turned.items())),
    }
    _write(folder / _REST, sorted(rest.items()))


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=orjson.dumps)


def _write(path: Path, lines: Iterable[tuple[str, Any]]) -> None:
    with path.open("wb") as file:
        for key, value in lines:
            content = orjson.dumps(value)
            file.write(b"%s\t%08x\t%s\n" % (orjson.dumps(key), crc32(content), content))
        sync(file)


class OpenLinks:
    """The links of a graph as it is: those of its base, and what changed since."""

    def __init__(self, base: Path, since: bytes) -> None:
        """Raises GraphDamaged where there are none."""
        self._declared = _Lines(base / LINKS / _DECLARED)
        self._published = _Lines(base / LINKS / _PUBLISHED)
        if since:
            data = orjson.loads(since)
            declared = {
                id_: [Declaration(*each) for each in given]
                for id_, given in data["declared"].items()
            }
            published = data["published"]
        else:
            lines = _Lines(base / LINKS / _REST)
            data = {name: lines.get(name) for name in ("replacements", "cancelled", "turned")}
            declared, published = {}, {}
        self.since = Links(
            declared,
            published,
            [(old, tuple(newer), document) for old, newer, document in data["replacements"]],
            [(one, other) for one, other in data["cancelled"]],
            data["turned"],
        )

    def declarations(self, entity: str) -> list[Declaration]:
        """Return how documents declare an entity."""
        if entity in self.since.declared:
            return self.since.declared[entity]
        return [Declaration(*each) for each in self._declared.get(entity) or ()]

    def published(self, name: str) -> list[str]:
        """Return the documents that have this publisher, capitals aside."""
        if name in self.since.published:
            return self.since.published[name]
        return self._published.get(name) or []


def dumps(links: Links) -> bytes:
    """Return what changed since the base was written as a part of a generation."""
    data = links._asdict()
    data["declared"] = {
        id_: [tuple(each) for each in given] for id_, given in links.declared.items()
    }
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS) + b"\n"


class _Lines:
    """Sorted lines of a key and a value, mapped and found by bisection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                empty = os.fstat(file.fileno()).st_size == 0
                self._content: mmap.mmap | bytes = (
                    b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                )
        except OSError as error:
            raise damaged(path) from error

    def get(self, key: str) -> Any:
        """Return the value of a key, or None."""
        wanted, content = orjson.dumps(key), self._content
        low, high = 0, len(content)
        while low < high:
            middle = (low + high) // 2
            start = content.rfind(b"\n", low, middle) + 1 or low
            end = content.find(b"\n", start)
            tab = content.find(b"\t", start, end)
            if end < 0 or tab < 0:
                raise damaged(self._path)
            here = bytes(content[start:tab])
            if here == wanted:
                return self._checked(bytes(content[tab + 1 : end]))
            if here < wanted:
                low = end + 1
            else:
                high = start
        return None

    def _checked(self, line: bytes) -> Any:
        crc, _, value = line.partition(b"\t")
        if crc != b"%08x" % crc32(value):
            raise damaged(self._path)
        return orjson.loads(value)
