"""What the columns of a table mean: the mapping file beside it, as docs/tables.md shows it.

Plain words are what they say, as in a claim file; ``{column: NAME}`` is what the row says there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from graph.claims import content
from graph.claims.files import DOCUMENT_FIELDS
from graph.claims.lines import LineError
from graph.claims.model import QUALIFIERS
from graph.claims.yaml_nodes import Node, load, parse
from graph.errors import ClaimFileError
from graph.spelling import did_you_mean

FORMAT_KEY = "inroads-table"
_FORMAT = "1"
_TOP = (
    *(FORMAT_KEY, "table", "separator", "document", "subject", "relation", "object"),
    *("qualifiers", "record", "speaker", "stance", "certainty", "reading", "stage", "said"),
    *("from", "to", "leave-out"),
)
_DOCUMENT = tuple(each for each in DOCUMENT_FIELDS if each not in ("text", "sha256"))
_ENTITY = ("id", "kind", "label", "also", "ids")
_FIGURE = ("value", "upper", "unit", "bound")
_COLUMN = ("column", "values")
_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_NAMED_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_PROBE = 4096

Row = Mapping[str, str]


class Constant(NamedTuple):
    """What every row says."""

    text: str

    def read(self, row: Row) -> str:
        """Return the words."""
        return self.text


class Column(NamedTuple):
    """What a row says in one column, translated where the mapping does so."""

    name: str
    values: Mapping[str, str] | None = None

    def read(self, row: Row) -> str:
        """Return the words, "" for none; raises LineError for a word without translation."""
        said = row[self.name].strip()
        if self.values is None or not said:
            return said
        if said not in self.values:
            hint = did_you_mean(said[:60], self.values) + " Add it to 'values' of the mapping."
            raise LineError(f"column '{self.name}' says '{said[:60]}', which is not mapped", hint)
        return self.values[said]


Cell: TypeAlias = "Constant | Column"
Cells = Mapping[str, Cell]


class EntityCells(NamedTuple):
    """Where an entity's parts stand; ``also`` and ``ids`` by language and by scheme."""

    plain: Cells  # id, kind, label
    also: Cells
    ids: Cells


Term: TypeAlias = "EntityCells | Cell"


class TableMapping(NamedTuple):
    """A whole mapping. ``object`` is an entity, or words, or the parts of a figure."""

    path: Path
    table: Path
    separator: str
    document: Cells
    subject: EntityCells
    relation: Cell
    object: EntityCells | Cell | Cells
    qualifiers: Mapping[str, Term]
    record: tuple[Cell, ...]
    speaker: EntityCells | Cell | None  # a cell describes an unnamed source
    plain: Cells  # stance, certainty, reading, stage, said, from, to
    left_out: Mapping[str, Collection[str]]  # column -> words; such rows are not read
    columns: Mapping[str, Node]  # every column that is named, and where


def is_mapping(path: Path) -> bool:
    """Tell whether a YAML file says what the columns of a table mean, and is no claim file."""
    with content.opened(path) as file:
        lines = file.read(_PROBE).decode("utf-8-sig", "replace").splitlines()
    said = (line for line in lines if line.strip() and not line.startswith(("#", "---")))
    return next(said, "").startswith(FORMAT_KEY)


def beside(table: Path) -> Path:
    """Return the mapping of a table: it lies beside it and is called like it."""
    found = table.with_suffix(".yaml")
    if not found.is_file():
        hint = f"Say in {found.name}, beside it, what its columns mean: see docs/tables.md."
        raise ClaimFileError(table, 0, "nothing says what the columns of this table mean", hint)
    return found


def read(path: Path) -> TableMapping:
    """Return the mapping at ``path``; raises ClaimFileError with file and line."""
    root = parse(load(path), path)
    parts = root.entries(_TOP, "a table's mapping")
    for name in (FORMAT_KEY, "table", "document", "subject", "relation", "object"):
        if name not in parts:
            raise root.error(f"'{name}' is missing", "See docs/tables.md for an example.")
    if parts[FORMAT_KEY].text("the format version") != _FORMAT:
        problem = f"this program reads format {_FORMAT} of a table's mapping"
        raise parts[FORMAT_KEY].error(problem, "Update inroads.")
    return _Reader().mapping(path, parts)


class _Reader:
    """Reads the parts of one mapping and notes each column that it names."""

    def __init__(self) -> None:
        self._columns: dict[str, Node] = {}

    def mapping(self, path: Path, parts: Mapping[str, Node]) -> TableMapping:
        table = _table(parts["table"])
        document = self._cells(parts["document"], _DOCUMENT, "document")
        if not document.keys() & {"id", "url"}:
            problem = "the document has neither an id nor a url"
            raise parts["document"].error(problem, "Give it an id.")
        plain = ("stance", "certainty", "reading", "stage", "said", "from", "to")
        return TableMapping(
            path=path,
            table=table,
            separator=_separator(parts.get("separator"), table),
            document=document,
            subject=self._entity(parts["subject"], "subject"),
            relation=self._cell(parts["relation"]),
            object=self._object(parts["object"]),
            qualifiers=dict(self._qualifiers(parts.get("qualifiers"))),
            record=tuple(self._several(parts.get("record"))),
            speaker=self._speaker(parts.get("speaker")),
            plain={name: self._cell(parts[name]) for name in plain if name in parts},
            left_out=dict(self._left_out(parts.get("leave-out"))),
            columns=self._columns,
        )

    def _cell(self, node: Node) -> Cell:
        if not isinstance(node.value, dict):
            return Constant(node.text("what a row says"))
        entries = node.entries(_COLUMN, "a column")
        if "column" not in entries:
            raise node.error("'column' is missing", "Write {column: NAME}.")
        name = entries["column"].text("the name of a column")
        self._columns.setdefault(name, entries["column"])
        if "values" not in entries:
            return Column(name)
        values = entries["values"].mapping("values")
        return Column(name, {said: meant.text("a value") for said, meant in values.items()})

    def _cells(self, node: Node, names: Collection[str], what: str) -> dict[str, Cell]:
        return {name: self._cell(each) for name, each in node.entries(names, what).items()}

    def _entity(self, node: Node, what: str) -> EntityCells:
        entries = dict(node.entries(_ENTITY, what))
        also, ids = (
            {name: self._cell(each) for name, each in entries.pop(part).mapping(part).items()}
            if part in entries
            else {}
            for part in ("also", "ids")
        )
        plain = {name: self._cell(each) for name, each in entries.items()}
        if "kind" not in plain or not plain.keys() & {"id", "label"}:
            problem = f"the {what} needs a kind, and an id or a label"
            raise node.error(problem, "Write {kind: Company, label: {column: NAME}}.")
        return EntityCells(plain, also, ids)

    def _object(self, node: Node) -> EntityCells | Cell | Cells:
        given = node.value if isinstance(node.value, dict) else {}
        if given.keys() & set(_FIGURE):
            figure = self._cells(node, _FIGURE, "a figure")
            if not {"value", "unit"} <= figure.keys():
                raise node.error("a figure needs a value and a unit")
            return figure
        return self._term(node, "object")

    def _term(self, node: Node, what: str) -> Term:
        given = node.value if isinstance(node.value, dict) else {}
        return self._entity(node, what) if given.keys() & set(_ENTITY) else self._cell(node)

    def _speaker(self, node: Node | None) -> EntityCells | Cell | None:
        if node is None:
            return None
        given = node.value if isinstance(node.value, dict) else {}
        if "unnamed" in given:
            return self._cell(node.entries(("unnamed",), "a speaker")["unnamed"])
        return self._entity(node, "speaker")

    def _qualifiers(self, node: Node | None) -> Iterator[tuple[str, Term]]:
        if node is not None:
            for name, each in node.entries(QUALIFIERS, "qualifiers").items():
                yield name, self._term(each, name)

    def _several(self, node: Node | None) -> Iterator[Cell]:
        if node is not None:
            yield from map(self._cell, node.value if isinstance(node.value, list) else [node])

    def _left_out(self, node: Node | None) -> Iterator[tuple[str, frozenset[str]]]:
        if node is not None:
            for name, words in node.mapping("leave-out").items():
                self._columns.setdefault(name, words)
                listed = words.value if isinstance(words.value, list) else [words]
                yield name, frozenset(each.text("what rows to leave out say") for each in listed)


def _table(node: Node) -> Path:
    name = node.text("the name of the table")
    if Path(name).name != name or Path(name).suffix.casefold() not in _SEPARATORS:
        raise node.error(f"'{name}' is no table beside this file", "Name a .csv or .tsv file.")
    return content.beside(node.path, name)


def _separator(node: Node | None, table: Path) -> str:
    if node is None:
        return _SEPARATORS[table.suffix.casefold()]
    name = node.text("the separator")
    if name not in _NAMED_SEPARATORS:
        raise node.error(f"'{name}' is no separator", f"One of: {', '.join(_NAMED_SEPARATORS)}.")
    return _NAMED_SEPARATORS[name]
