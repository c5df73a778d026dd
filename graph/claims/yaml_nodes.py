"""YAML as text with line numbers: no types guessed, nothing lost in silence.

PyYAML's default loading turns NO into False and keeps the last of two equal keys. Here all
scalars are text; equal keys, anchors, aliases, tags and nulls are errors with their line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml

from graph.claims import content
from graph.claims.evidence import normalise
from graph.errors import ClaimFileError
from graph.spelling import did_you_mean

MAX_DEPTH = 20
_LONGEST_LINE = 2 * content.MAX_TEXT
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Node:
    """A YAML node: text, a list of nodes, or a mapping of text to nodes; with its line."""

    path: Path
    line: int
    value: str | list[Node] | dict[str, Node]
    name_line: int = 0  # where its name stands, if it has one

    def error(self, problem: str, hint: str = "") -> ClaimFileError:
        """Return an error at this node's place."""
        return ClaimFileError(self.path, self.line, problem, hint)

    def text(self, what: str) -> str:
        """Return the text of a scalar; raises ClaimFileError for anything else."""
        if not isinstance(self.value, str):
            raise self.error(f"{what} must be text", "Put it on one line, in quotes if need be.")
        return self.value

    def mapping(self, what: str) -> dict[str, Node]:
        """Return the entries of a mapping."""
        if not isinstance(self.value, dict):
            raise self.error(f"{what} must be 'name: value' lines")
        return self.value

    def entries(self, names: Iterable[str], what: str) -> dict[str, Node]:
        """Return the entries of a mapping; an unknown name is an error with a suggestion."""
        entries = self.mapping(what)
        allowed = tuple(names)
        for name, value in entries.items():
            if name not in allowed:
                problem = f"'{name}' is unknown in {what}"
                hint = did_you_mean(name, allowed)
                raise ClaimFileError(self.path, value.name_line, problem, hint)
        return entries

    def items(self, what: str) -> list[Node]:
        """Return the items of a list."""
        if not isinstance(self.value, list):
            raise self.error(f"{what} must be a list", "Begin each item with '- '.")
        return self.value


def load(path: Path) -> str:
    """Return the normalised text of a YAML file in UTF-8; raises ClaimFileError.

    Lines that would take minutes to parse are refused.
    """
    text = content.text(path)
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _LONGEST_LINE:
            problem = f"this line has {len(line):,} characters"
            raise ClaimFileError(path, number, problem, "Split it.")
    return text


def parse(text: str, path: Path) -> Node:
    """Return the one document in ``text``; raises ClaimFileError with file and line."""
    try:
        found = _Composer(path).composed(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ClaimFileError(path, line, f"this is not YAML: {error.problem}", _HINT) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"character U+{ord(text[error.position]):04X} is not allowed in YAML"
        raise ClaimFileError(path, line, problem, "Remove it.") from error
    except (ValueError, OverflowError) as error:  # what PyYAML lets through of wrong escapes
        raise ClaimFileError(path, 1, f"this is not YAML: {error}", _HINT) from error
    if found is None:
        raise ClaimFileError(path, 1, "the file is empty", "See docs/claim-files.md.")
    return found


_HINT = "Text with a colon, a hash or a quotation mark needs quotes around it."


class _Open(NamedTuple):
    """A list or a mapping whose end has not come yet; ``names``: where each name stands."""

    line: int
    names: dict[str, int]
    entries: dict[str, Node]
    items: list[Node] | None  # None: it is a mapping


class _Composer:
    """Makes nodes of the events of one file, in one pass, at PyYAML's half of the price."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._name = ""  # of the entry whose value comes next, if _named
        self._named = False
        self._waiting: list[tuple[str, bool]] = []  # the same of the collections around

    def composed(self, events: Iterable[yaml.Event]) -> Node | None:
        """Return the root node, None for an empty file."""
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            self._refuse(event, line)
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, line)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event, line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
        return self._root

    def _refuse(self, event: yaml.Event, line: int) -> None:
        """Refuse references, tags and second documents, at the first of them."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "anchors (&) and aliases (*) are not allowed"
            raise ClaimFileError(self._path, line, problem, _HINT)
        if getattr(event, "tag", None):
            raise ClaimFileError(self._path, line, "tags (!) are not allowed", _HINT)
        if self._root and isinstance(event, yaml.DocumentStartEvent):
            problem = "this is not YAML of one document, it holds several"
            raise ClaimFileError(self._path, line, problem, _HINT)

    @property
    def _awaits_name(self) -> bool:
        return bool(self._open) and self._open[-1].items is None and not self._named

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        fault = content.fault_of(event.value)
        if fault:
            raise ClaimFileError(self._path, line, *fault)
        text = normalise(event.value)
        if self._awaits_name:
            self._enter(text, line)
        elif self._open and (not text or (text in _NULLS and event.style is None)):
            raise ClaimFileError(
                self._path, line, "a value is missing", "Leave out what is unknown."
            )
        else:
            self._add(line, text)

    def _enter(self, name: str, line: int) -> None:
        """Note the name of the entry whose value comes next."""
        names = self._open[-1].names
        if name in names:
            problem = f"'{name}' stands here twice (first in line {names[name]})"
            raise ClaimFileError(self._path, line, problem, "Keep one, or rename the other.")
        names[name] = line
        self._name, self._named = name, True

    def _begin(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if self._awaits_name:
            raise ClaimFileError(self._path, line, "a name must be plain text")
        if len(self._open) == MAX_DEPTH:
            raise ClaimFileError(self._path, line, "the file is nested too deeply")
        is_list = isinstance(event, yaml.SequenceStartEvent)
        begun = _Open(line, {}, {}, [] if is_list else None)
        self._open.append(begun)
        self._waiting.append((self._name, self._named))
        self._name, self._named = "", False

    def _end(self) -> None:
        done = self._open.pop()
        self._name, self._named = self._waiting.pop()
        self._add(done.line, done.entries if done.items is None else done.items)

    def _add(self, line: int, value: str | list[Node] | dict[str, Node]) -> None:
        """Put a whole node where it belongs."""
        if not self._open:
            self._root = Node(self._path, line, value)
        elif (items := self._open[-1].items) is not None:
            items.append(Node(self._path, line, value))
        else:
            name_line = self._open[-1].names[self._name]
            self._open[-1].entries[self._name] = Node(self._path, line, value, name_line)
            self._named = False
