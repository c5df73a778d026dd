"""Tables of claims, one a row: CSV and TSV, with a mapping that says what the columns mean.

A row becomes the line that a file of claims in bulk would hold, with the row itself as evidence
(``record``). Rows are read one by one. Nothing in a cell is ever a formula, a date or a number
of its own accord: cells are text until the mapping says what they are.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.claims import content, made_ids
from graph.claims import table_mapping as mappings
from graph.claims.line_files import Line
from graph.claims.lines import LineError
from graph.claims.model import LITERAL_QUALIFIERS
from graph.claims.table_mapping import Cell, Column, Constant, EntityCells, Row, TableMapping
from graph.errors import ClaimFileError
from graph.spelling import did_you_mean

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def opened(path: Path) -> Table:
    """Return the table at ``path``, or that of the mapping at ``path``."""
    is_table = path.suffix.casefold() in (".csv", ".tsv")
    mapping = mappings.read(mappings.beside(path) if is_table else path)
    if is_table and mapping.table != path:
        problem = f"this is the mapping of {mapping.table.name}, not of {path.name}"
        raise ClaimFileError(mapping.path, 0, problem, "Load the mapping instead of the table.")
    return Table(mapping)


class Table:
    """The rows of a table as lines of claims in bulk."""

    def __init__(self, mapping: TableMapping) -> None:
        self.path = mapping.table
        self._mapping = mapping
        self._left_out: Counter[tuple[str, str]] = Counter()
        self._unread: list[str] = []

    @property
    def notes(self) -> list[str]:
        """What was left out, as sentences."""
        found = [
            f"{self.path.name}: left out {_rows(number)} where {name} is '{said}'."
            for (name, said), number in sorted(self._left_out.items())
        ]
        if self._unread:
            several = "columns" if len(self._unread) > 1 else "column"
            names = ", ".join(self._unread)
            found.append(f"{self.path.name}: the mapping does not read the {several} {names}.")
        return found

    def lines(self) -> Iterator[Line]:
        """Yield each row as JSON, or what is wrong with it."""
        rows = _Rows(self.path, self._mapping.separator)
        header = self._header(rows)
        for number, cells in rows:
            try:
                if len(cells) != len(header):
                    raise LineError(
                        f"this row has {len(cells)} cells, and the header names {len(header)}",
                        "A cell that holds the separator or a line end stands in quotes.",
                    )
                row = dict(zip(header, cells, strict=True))
                if not self._leaves_out(row):
                    yield number, _encoded(self._claim(number, row))
            except LineError as error:
                yield number, error

    def _header(self, rows: _Rows) -> list[str]:
        _, header = next(rows, (1, []))
        header = [name.strip() for name in header]
        twice = next((name for name in header if header.count(name) > 1), None)
        if twice is not None:
            problem = f"two columns are called '{twice}'" if twice else "columns have no name"
            raise ClaimFileError(self.path, 1, problem, "Rename them.")
        for name, node in self._mapping.columns.items():
            if name not in header:
                hint = did_you_mean(name, header) if header else "The table is empty."
                raise node.error(f"{self.path.name} has no column '{name}'", hint)
        self._unread = [name for name in header if name not in self._mapping.columns]
        return header

    def _leaves_out(self, row: Row) -> bool:
        for name, words in self._mapping.left_out.items():
            said = row[name].strip()
            if said in words:
                self._left_out[name, said] += 1
                return True
        return False

    def _claim(self, number: int, row: Row) -> dict[str, Any]:
        mapping = self._mapping
        qualifiers = {
            name: found
            for name, term in mapping.qualifiers.items()
            if (found := _term(term, row, name in LITERAL_QUALIFIERS)) is not None
        }
        return {
            "subject": _entity(mapping.subject, row, "subject"),
            "relation": {"id": _required(mapping.relation, row, "relation")},
            "object": self._object(row),
            "qualifiers": qualifiers,
            "attestations": [self._attestation(number, row)],
        }

    def _object(self, row: Row) -> dict[str, Any]:
        given = self._mapping.object
        if isinstance(given, Mapping):
            figure: dict[str, Any] = dict(_filled(given, row))
            if "value" not in figure:
                raise LineError("this row has no figure", "Fill it in, or take the row out.")
            if "upper" in figure:
                figure["value"] = [figure["value"], figure.pop("upper")]
                figure.setdefault("bound", "between")
            return figure
        found = _term(given, row, literal=False)
        if found is None:
            raise LineError("this row has no object", "Fill it in, or take the row out.")
        return found

    def _attestation(self, number: int, row: Row) -> dict[str, Any]:
        mapping = self._mapping
        plain = _filled(mapping.plain, row)
        valid = {name: plain.pop(name) for name in ("from", "to") if name in plain}
        key = ", ".join(filter(None, (_keyed(cell, row) for cell in mapping.record)))
        said: dict[str, Any] = {
            **plain,
            "evidence": "record",
            "text": key or f"row {number}",
            "document": self._document(row),
        }
        if valid:
            said["valid"] = valid
        if isinstance(mapping.speaker, EntityCells):
            who = _entity(mapping.speaker, row, "speaker")
            said["speaker"] = {
                "kind": "entity", "id": who["id"], "label": who["label"], "entity_kind": who["kind"]
            }  # fmt: skip
        elif mapping.speaker and (label := mapping.speaker.read(row)):
            said["speaker"] = {"kind": "unnamed", "label": label}
        return said

    def _document(self, row: Row) -> dict[str, str]:
        found = _filled(self._mapping.document, row)
        if "id" in found:
            found["id"] = made_ids.of_key(found["id"])
        elif "url" in found:
            found["id"] = made_ids.of_name(found["url"], found.get("title", self.path.stem))
        else:
            raise LineError("this row names no document", "Fill in its id or its url.")
        return found


class _Rows:
    """The rows of a file with the number of the line each begins on; blank lines are none."""

    def __init__(self, path: Path, separator: str) -> None:
        self._path = path
        self._reader = csv.reader(
            content.raw_lines(path), delimiter=separator, strict=True, skipinitialspace=True
        )

    def __iter__(self) -> _Rows:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        while True:
            number = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except csv.Error as error:
                hint = "Quotation marks in a cell are doubled, and the cell stands in them."
                raise ClaimFileError(
                    self._path, number, f"this is no row: {error}", hint
                ) from error
            if any(each.strip() for each in cells):
                return number, cells


def _filled(cells: Mapping[str, Cell], row: Row) -> dict[str, str]:
    """Return what the row says in these cells, without the empty ones."""
    return {name: words for name, cell in cells.items() if (words := cell.read(row))}


def _entity(cells: EntityCells, row: Row, what: str) -> dict[str, Any]:
    plain = _filled(cells.plain, row)
    key, label = plain.get("id", ""), plain.get("label", "")
    if "kind" not in plain or not (key or label):
        raise LineError(f"this row has no {what}", "Fill it in, or take the row out.")
    found: dict[str, Any] = {
        "id": made_ids.of_key(key) if key else made_ids.of_name(plain["kind"], label),
        "kind": plain["kind"],
        "label": label or key,
    }
    for part, given in (("also", cells.also), ("ids", cells.ids)):
        said = _filled(given, row)
        if said:
            found[part] = said
    return found


def _term(term: EntityCells | Cell, row: Row, literal: bool) -> dict[str, Any] | None:
    """Return an entity or words, None where the row says nothing there."""
    if isinstance(term, (Constant, Column)):
        words = term.read(row)
        return {"text": words} if words else None
    named = [cell for name, cell in term.plain.items() if name != "kind"]
    if not any(cell.read(row) for cell in named):
        return None
    found = _entity(term, row, "object")
    return {"text": found["label"]} if literal else found


def _required(cell: Cell, row: Row, what: str) -> str:
    found = cell.read(row)
    if not found:
        raise LineError(f"this row has no {what}", "Fill it in, or take the row out.")
    return found


def _keyed(cell: Cell, row: Row) -> str:
    """Return a part of a record's key: what the column is called and says."""
    said = cell.read(row)
    return f"{cell.name} {said}" if said and isinstance(cell, Column) else said


def _rows(number: int) -> str:
    return f"{number:,} row" if number == 1 else f"{number:,} rows"
