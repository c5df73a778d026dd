"""A structured question as its answer repeats it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.answers.asked import NOBODY, Structured
from graph.answers.describe import Describer
from graph.answers.model import QuestionKind, QuestionOut

Options = Mapping[str, "str | int | bool | list[str] | None"]


def question(
    kind: QuestionKind,
    asked: Structured,
    describe: Describer,
    options: Options,
    ends: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> QuestionOut:
    """Return the question; ``ends`` stand for what the text names first and second, unless told."""
    named = bool(asked.first or asked.second)
    first, second = (asked.first, asked.second) if named else ends
    return QuestionOut(
        text=asked.text,
        kind=kind,
        from_=[describe.entity(id_) for id_ in dict.fromkeys(first) if id_ != NOBODY],
        to=[describe.entity(id_) for id_ in dict.fromkeys(second) if id_ != NOBODY],
        options=options,
        noticed=list(asked.notices),
    )
