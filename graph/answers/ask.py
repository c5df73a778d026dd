"""From a typed question to an answer, or to an honest refusal, in one call each."""

from __future__ import annotations

import shlex

from graph.answers import shown
from graph.answers.asking import Asker
from graph.answers.grammar import Grammar
from graph.answers.model import Answer, QuestionOut, Status
from graph.errors import AmbiguousName, InroadsError, UnknownName
from graph.session import Session


def ask(session: Session, question: str, *, timeout: float = 10) -> Answer:
    """Return the answer to an English question.

    Raises NotUnderstood, UnknownName, AmbiguousName or TimeLimit, each with what to do next.
    """
    asked = Grammar(session.names, session.ontology).read(question)
    return Asker(session, timeout=timeout).answer(asked)


def explanation(given: Answer) -> str:
    """Return how a question was understood and the command that gives the same answer."""
    ends = [each.id for each in given.question.from_], [each.id for each in given.question.to]
    if given.question.kind == "path":
        separator = ["@"] if len(ends[0]) > 1 or len(ends[1]) > 1 else []
        command = ["inroads", "path", *ends[0], *separator, *ends[1]]
        options = given.question.options
        command += ["-k", str(options["k"]), "--standing", str(options["standing"])]
        return f"Understood as a path question: {shlex.join(command)}"
    relations = given.question.options["relation"]
    command = ["inroads", "claims"]
    for each in relations if isinstance(relations, list) else ():
        command += ["--relation", each]
    command += ["--about", ends[0][0]]
    return f"Understood as a list question: {shlex.join(command)}"


def shown_by(session: Session, question: str, given: Answer) -> shown.Shown:
    """Return what ``inroads view`` shows a question's answer by: mode, words, options."""
    asked = Grammar(session.names, session.ontology).read(question)
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
