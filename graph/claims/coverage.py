"""What of a text no claim rests on: every word lies in a quote, or is omitted with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.claims.evidence import locate
from graph.claims.model import ClaimFile, EvidenceKind

_WORD = re.compile(r"[^\W_]+(?:[.,'\u2019-][^\W_]+)*")


@dataclass(frozen=True)
class Gap:
    """A stretch of words outside all quotes, with its line in the text."""

    line: int
    words: str


@dataclass(frozen=True)
class Coverage:
    """How many words of a text are quoted or omitted, and the gaps between."""

    words: int
    covered: int
    omitted: int
    gaps: tuple[Gap, ...]


def coverage(file: ClaimFile, text: str) -> Coverage:
    """Return the coverage of the normalised text of a claim file.

    Function words of the text's language (articles, prepositions, pronouns, auxiliaries and
    the like) make no gap: names, numbers and predicates are made of the others.
    """
    quoted = [
        (statement.evidence.start, statement.evidence.end)
        for statement in file.statements
        if statement.evidence.kind is EvidenceKind.QUOTE
    ]
    omitted = [locate(text, words) for words, _ in file.omitted]
    words = list(_WORD.finditer(text))
    is_quoted = [_inside(match, quoted) for match in words]
    is_omitted = [not q and _inside(m, omitted) for m, q in zip(words, is_quoted, strict=True)]
    open_ = [
        match
        for match, q, o in zip(words, is_quoted, is_omitted, strict=True)
        if not q and not o and match[0].casefold() not in function_words(file.document.language)
    ]
    return Coverage(len(words), sum(is_quoted), sum(is_omitted), tuple(_gaps(text, open_)))


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _gaps(text: str, words: list[re.Match[str]]) -> Iterator[Gap]:
    """Yield the uncovered words, neighbours on one line joined."""
    groups: list[tuple[int, list[str]]] = []
    for match in words:
        line = text.count("\n", 0, match.start()) + 1
        if groups and groups[-1][0] == line:
            groups[-1][1].append(match[0])
        else:
            groups.append((line, [match[0]]))
    return (Gap(line, " ".join(found)) for line, found in groups)


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the function words of a language; none are known but those of English."""
    if language.partition("-")[0] != "en":
        return frozenset()
    path = Path(__file__).parent / "function-words.en.txt"
    lines = path.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
