"""A question bank run on a graph: which answers are as expected, and what came where not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from graph.answers import bank
from graph.answers.ask import not_answered
from graph.answers.bank import Command, Question
from graph.answers.comparing import Miss, misses
from graph.answers.model import Answer
from graph.errors import (
    AmbiguousName,
    ClaimFileError,
    InroadsError,
    NotUnderstood,
    UnknownName,
)
from graph.progress import Progress, silent
from graph.session import Session

Outcome = Literal["passed", "missed", "skipped"]


class Result(NamedTuple):
    """What became of one question."""

    question: Question
    outcome: Outcome
    misses: Sequence[Miss] = ()


def run(
    session: Session,
    questions: Sequence[Question],
    command: Command,
    *,
    foreign: bool = False,
    progress: Progress = silent,
) -> list[Result]:
    """Return what becomes of each question, in their order.

    ``foreign``: the questions were written for another graph, so those about entities that
    this one does not hold, or that the other one did not, are skipped. Raises
    ClaimFileError for a line that is no command.
    """
    return [
        _result(session, each, command, foreign=foreign)
        for each in _counted(questions, "Asking questions", progress)
    ]


def answered(session: Session, question: Question, command: Command) -> Answer:
    """Return the answer to a stored question, or the answer object of its refusal."""
    try:
        return bank.answer(session, question, command)
    except (UnknownName, AmbiguousName, NotUnderstood) as error:
        return not_answered(question.text, error)


def _result(session: Session, question: Question, command: Command, *, foreign: bool) -> Result:
    strange = sorted(question.entities - session.table.nodes.keys())
    if foreign and (strange or question.about_strangers):
        return Result(question, "skipped")
    try:
        given = answered(session, question, command)
    except ClaimFileError:
        raise
    except InroadsError as error:
        return Result(question, "missed", [Miss("answer", "an answer", str(error))])
    if foreign and given.status == "unknown-name":
        return Result(question, "skipped")
    found = [*misses(question.expected, given), *map(_no_entity, strange)]
    return Result(question, "missed" if found else "passed", found)


def _no_entity(id_: str) -> Miss:
    """Return the miss of a question that names what is not there: excluding that checks nothing."""
    return Miss("id", id_, "no entity of this graph has this id")


def _counted(questions: Sequence[Question], step: str, progress: Progress) -> Iterator[Question]:
    """Yield the questions, telling ``progress`` before each: one may take seconds."""
    for done, each in enumerate(questions):
        progress(step, done, len(questions))
        yield each
    progress(step, len(questions), len(questions))
