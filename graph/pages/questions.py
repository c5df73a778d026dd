"""What a run of a question bank showed: the misses with what came instead, and the score."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from graph.answers import bank
from graph.answers.bank import Question
from graph.answers.model import to_json
from graph.answers.scoring import Result
from graph.pages.plain import printable
from graph.pages.tables import Listing

COLUMNS = ("outcome", "line", "name", "question", "field", "expected", "came")


def text(results: Sequence[Result], width: int) -> str:
    """Return the misses, each where it stands in the bank, and the score."""
    lines = [line for each in results if each.misses for line in _missed(each, width)]
    return "\n".join([*lines, score(results)]) + "\n"


def score(results: Sequence[Result]) -> str:
    """Return how many questions were answered as expected, in a sentence."""
    counts = Counter(each.outcome for each in results)
    asked = len(results) - counts["skipped"]
    told = f"{counts['passed']:,} of {asked:,} answered as expected"
    if asked:
        told += f" ({_percent(counts['passed'], asked)} %)"
    if counts["skipped"]:
        told += f"; {counts['skipped']:,} skipped, about things this graph does not hold"
    return f"{told}."


def _percent(passed: int, asked: int) -> str:
    """Return a share with one decimal, rounded down: only all is 100."""
    tenths = passed * 1000 // asked
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def listing(results: Sequence[Result]) -> Listing:
    """Return a row for each question that passed or was skipped, and for each miss."""
    rows, objects = [], []
    for each in results:
        asked = each.question
        whole = (each.outcome, str(asked.line), asked.name, asked.text)
        rows += [(*whole, *miss) for miss in each.misses] or [(*whole, "", "", "")]
        objects.append(
            {
                "outcome": each.outcome,
                "line": asked.line,
                "name": asked.name or None,
                "question": asked.text,
                "misses": to_json(list(each.misses)),
            }
        )
    return Listing(COLUMNS, rows, objects)


def _missed(result: Result, width: int) -> Iterator[str]:
    yield from _wrapped(f"{_place(result.question)}: {result.question.text}", width, "")
    for miss in result.misses:
        yield from _wrapped(f"{miss.field}: expected {miss.expected}", width, "   ")
        yield from _wrapped(f"came {miss.came}", width, " " * (len(miss.field) + 5))
    yield ""


def _place(question: Question) -> str:
    path = question.path
    shown = f"{path.parent.name}/{path.name}" if path == bank.SHIPPED else str(path)
    return f"{shown}:{question.line}"


def _wrapped(line: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        printable(line),
        max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,
    )
