"""From a typed question to an answer, or to an honest refusal, in one call each."""

from __future__ import annotations

from graph.answers import shown
from graph.answers.asking import Asker
from graph.answers.model import Answer, QuestionOut, Status
from graph.errors import AmbiguousName, InroadsError, UnknownName
from graph.session import Session


def ask(session: Session, question: str, *, timeout: float = 10) -> Answer:
    """Return the answer to an English question.

    Raises NotUnderstood, UnknownName, AmbiguousName or TimeLimit, each with what to do next.
    """
    asked = session.grammar.read(question)
    return Asker(session, timeout=timeout).answer(asked)


def explanation(session: Session, given: Answer) -> str:
    """Return how a question was understood and the command that gives the same answer."""
    from graph.answers.explained import explained

    return explained(session, session.grammar.read(given.question.text), given)


def shown_by(session: Session, question: str, given: Answer) -> shown.Shown:
    """Return what ``inroads view`` shows a question's answer by: mode, words, options."""
    asked = session.grammar.read(question)
    return shown.shown_by(asked, given)


def not_answered(question: str, error: InroadsError) -> Answer:
    """Return the answer object for a question that ``error`` kept from being answered."""
    status: Status = "not-understood"
    if isinstance(error, UnknownName):
        status = "unknown-name"
    if isinstance(error, AmbiguousName):
        status = "ambiguous-name"
    asked = QuestionOut(text=question, kind="unknown", from_=[], to=[], options={}, noticed=[])
    return Answer(question=asked, status=status, answer=str(error))
