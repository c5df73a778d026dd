"""A small language for the words of questions, and the files that hold such patterns.

In ``how (does|do) {a:np} [ever] (reach|enter) {b:np}`` words stand for themselves, ``(x|y)`` for
one of several, ``[x]`` for what may be left out, and ``{name:type}`` for a part of speech that
the reader reads. A file holds sections of patterns, a line each (what is indented further goes on
with the line before), and abbreviations: ``$CAN = (does|do)`` is put in for ``$CAN``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

_PIECE = re.compile(r"[()\[\]|]|\{\w+:\w+\}|[^\s()\[\]|{}]+")
_ABBREVIATION = re.compile(r"\$([A-Z_]+)")

Bound = Mapping[str, Any]
Parts = Mapping[str, Callable[[int], list[tuple[int, Any]]]]


class Either(NamedTuple):
    """One of several sequences: those that begin with a word by that word, and the others."""

    by_word: Mapping[str, tuple[tuple[Node, ...], ...]]
    others: tuple[tuple[Node, ...], ...]


class Part(NamedTuple):
    """A part of speech under a name."""

    name: str
    type: str


Node = str | Either | Part


class Pattern:
    """A pattern; it is compiled when words that begin like it are first held against it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._first = _first_words(text)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The compiled pattern."""
        pieces = _PIECE.findall(self.text)
        nodes, rest = _choices(pieces, 0, "")
        if rest != len(pieces):
            raise ValueError(f"unbalanced pattern: {self.text}")
        return (nodes,)

    def matches(self, words: tuple[str, ...], parts: Parts) -> Iterator[Bound]:
        """Yield what the parts are bound to, for each way in which all words fit."""
        if self._first and words[:1] and words[0] not in self._first:
            return
        for end, bound in _match(self.nodes, words, 0, {}, parts):
            if end == len(words):
                yield bound


def compiled(text: str) -> Pattern:
    """Return the pattern that ``text`` stands for."""
    return Pattern(text)


def _first_words(text: str) -> frozenset[str]:
    """Return the words one of which what fits begins with; () where that cannot be told."""
    if text[:1].isalpha():
        return frozenset(text.split()[:1])
    inner = text[1 : text.find(")")] if text[:1] == "(" else "["
    choices = inner.split("|") if not set(inner) & set("([{") else [""]
    first = [each.split()[0] if each.split() else "" for each in choices]
    return frozenset(first) if all(each.isalpha() for each in first) else frozenset()


def _choices(
    pieces: list[str], i: int, closing: str, more: tuple[()] | None = None
) -> tuple[Either, int]:
    """Return the choices up to ``closing``; ``more`` is an empty one, where all may be left out."""
    choices: list[tuple[Node, ...]] = []
    nodes: list[Node] = []
    while i < len(pieces) and pieces[i] != closing:
        piece = pieces[i]
        if piece == "|":
            choices.append(tuple(nodes))
            nodes = []
        elif piece in ("(", "["):
            inner, i = (
                _choices(pieces, i + 1, ")") if piece == "(" else _choices(pieces, i + 1, "]", ())
            )
            nodes.append(inner)
        elif piece.startswith("{"):
            nodes.append(Part(*piece[1:-1].split(":")))
        else:
            nodes.append(piece)
        i += 1
    choices.append(tuple(nodes))
    return _either([*choices, *([more] if more is not None else [])]), i


def _either(choices: list[tuple[Node, ...]]) -> Either:
    by_word: dict[str, list[tuple[Node, ...]]] = {}
    others = []
    for choice in choices:
        if choice and isinstance(choice[0], str):
            by_word.setdefault(choice[0], []).append(choice)
        else:
            others.append(choice)
    return Either({word: tuple(each) for word, each in by_word.items()}, tuple(others))


def _match(
    nodes: tuple[Node, ...], words: tuple[str, ...], i: int, bound: Bound, parts: Parts
) -> Iterator[tuple[int, Bound]]:
    if not nodes:
        yield i, bound
        return
    node, rest = nodes[0], nodes[1:]
    if isinstance(node, str):
        if i < len(words) and words[i] == node:
            yield from _match(rest, words, i + 1, bound, parts)
    elif isinstance(node, Either):
        fitting = node.by_word.get(words[i], ()) if i < len(words) else ()
        for choice in (*fitting, *node.others):
            yield from _match((*choice, *rest), words, i, bound, parts)
    else:
        for j, value in parts[node.type](i):
            yield from _match(rest, words, j, {**bound, node.name: value}, parts)


# ------------------------------------------------------------------------- files of patterns


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of each section of a file, abbreviations put in."""
    text = Path(__file__).with_name(f"{name}.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    short: dict[str, str] = {}
    lines: list[str] = []
    for line in _joined(text):
        if line.startswith("$"):
            key, _, value = line[1:].partition("=")
            short[key.strip()] = _written_out(value.strip(), short)
        elif line.startswith(" "):
            lines.append(_written_out(line.strip(), short))
        else:
            lines = found.setdefault(line.removesuffix(":"), [])
    return {key: tuple(value) for key, value in found.items()}


def _joined(text: str) -> list[str]:
    """Return the lines of a file, each with what goes on with it, without comments."""
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith("    ") and found:
            found[-1] = f"{found[-1]} {line.strip()}"
        elif line and not line.startswith("#"):
            found.append(line)
    return found


def _written_out(text: str, short: Mapping[str, str]) -> str:
    return _ABBREVIATION.sub(lambda found: short[found[1]], text)


@cache
def patterns(name: str, section: str) -> tuple[Pattern, ...]:
    """Return the patterns of a section of a file."""
    return tuple(compiled(line) for line in sections(name)[section])


@cache
def phrases(name: str, section: str) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of a section, parted by semicolons, as words; the longest first."""
    found = {tuple(each.split()) for line in sections(name)[section] for each in line.split(";")}
    found.discard(())
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


@cache
def fixed_words() -> frozenset[str]:
    """Return all words of all files of patterns."""
    files = sorted(Path(__file__).parent.glob("*.txt"))
    names = [each.stem for each in files if "-" not in each.stem]
    lines = (line for name in names for section in sections(name).values() for line in section)
    return frozenset(
        word for line in lines for word in re.findall(r"(?<![{:\w])[a-z']+(?![:}\w])", line)
    )
