"""YAML as text with line numbers: no types guessed, nothing lost in silence.

PyYAML's default loading turns NO into False and keeps the last of two equal keys. Here all
scalars are text; equal keys, anchors, aliases, tags and nulls are errors with their line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

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
        _check_events(text, path)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
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
    if root is None:
        raise ClaimFileError(path, 1, "the file is empty", "See docs/claim-files.md.")
    return _node(root, path)


_HINT = "Text with a colon, a hash or a quotation mark needs quotes around it."


def _check_events(text: str, path: Path) -> None:
    """Refuse references, tags and deep nesting, at the first of them: before it costs time."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ClaimFileError(path, line, "the file is nested too deeply")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ClaimFileError(path, line, "anchors (&) and aliases (*) are not allowed", _HINT)
        if getattr(event, "tag", None):
            raise ClaimFileError(path, line, "tags (!) are not allowed", _HINT)


def _node(node: yaml.Node, path: Path) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Node(path, line, dict(_entries(node, path)))
    if isinstance(node, yaml.SequenceNode):
        return Node(path, line, [_node(each, path) for each in node.value])
    scalar = cast(yaml.ScalarNode, node)
    if not scalar.value or (scalar.value in _NULLS and scalar.style is None):
        raise ClaimFileError(path, line, "a value is missing", "Leave out what is unknown.")
    return Node(path, line, _scalar(scalar, path))


def _scalar(node: yaml.ScalarNode, path: Path) -> str:
    """Return the text of a scalar in NFC; what escapes smuggle in is refused like the rest."""
    fault = content.fault_of(node.value)
    if fault:
        raise ClaimFileError(path, node.start_mark.line + 1, *fault)
    return normalise(str(node.value))


def _entries(node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Node]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise ClaimFileError(path, line, "a name must be plain text")
        key = _scalar(key_node, path)
        if key in seen:
            problem = f"'{key}' stands here twice (first in line {seen[key]})"
            raise ClaimFileError(path, line, problem, "Keep one, or rename the other.")
        seen[key] = line
        yield key, replace(_node(value_node, path), name_line=line)
