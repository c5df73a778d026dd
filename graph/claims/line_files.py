"""Files that are read line by line: each gives claims in the form of :mod:`graph.claims.bulk`.

Tables and FollowTheMoney become the lines that a JSON Lines file would hold, so that every check
of claims in bulk holds for them, and whatever streams lines streams them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from graph.claims import content, table_mapping
from graph.claims.lines import LineError
from ontology.records import Ontology

Line = tuple[int, str | LineError]
"""The number of a line, from 1, and what it says as JSON, or what is wrong with it."""

JSON_LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv")
FTM = ".ftm"
_SHORT_LINE = 300  # bytes: few lines that make a claim have less
_SHORT = dict.fromkeys(TABLES, 40)
MAPPINGS = (".yaml", ".yml")


class LineFile(Protocol):
    """A file as lines of JSON; ``path`` is the file that their numbers count the lines of."""

    path: Path

    @property
    def notes(self) -> list[str]:
        """What was left out of it, as sentences; complete once all lines were read."""

    def lines(self) -> Iterator[Line]:
        """Yield each line; raises ClaimFileError where the file cannot be read on."""


class _Plain:
    """A file of JSON Lines as it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []

    def lines(self) -> Iterator[Line]:
        return content.lines(self.path)


def _table(path: Path, ontology: Ontology) -> LineFile:
    from graph.claims import tables

    return tables.opened(path)


def _follow_the_money(path: Path, ontology: Ontology) -> LineFile:
    from graph.claims import followthemoney

    return followthemoney.opened(path)


_OPENERS: dict[str, Callable[[Path, Ontology], LineFile]] = {
    **dict.fromkeys(JSON_LINES, lambda path, _: _Plain(path)),
    **dict.fromkeys(TABLES, _table),
    FTM: _follow_the_money,
    **dict.fromkeys(MAPPINGS, _table),
}
ENDINGS = (*JSON_LINES, *TABLES, FTM)


def ending(path: Path) -> str:
    """Return the end of a file's name that tells how to read it; ``x.ftm.json`` ends in .ftm."""
    endings = [each.casefold() for each in path.suffixes]
    return FTM if FTM in endings[-2:] else "".join(endings[-1:])


def is_one(path: Path) -> bool:
    """Tell whether a file is read line by line; a mapping is, with the table it is of."""
    found = ending(path)
    return found in ENDINGS or (found in MAPPINGS and table_mapping.is_mapping(path))


def most_claims(path: Path, ontology: Ontology) -> int:
    """Return how many claims a file may hold: as many as short lines would fit into it."""
    file = opened(path, ontology).path
    return file.stat().st_size // _SHORT.get(ending(file), _SHORT_LINE) if file.is_file() else 0


def opened(path: Path, ontology: Ontology) -> LineFile:
    """Return the file at ``path``, a mapping as the table it is of; raises ClaimFileError."""
    return _OPENERS[ending(path)](path, ontology)
