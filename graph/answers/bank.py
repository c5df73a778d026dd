"""The question bank: questions with what is expected of their answers, as people write them.

A bank is a YAML file, read as strictly as a claim file: docs/questions.md shows the format. The
one that ships with the program is ``queries/questions.yaml``; ``ask @name`` answers its named
questions.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import queries
from graph.answers import expected
from graph.answers.ask import ask
from graph.answers.ask import explanation as understood
from graph.answers.expected import Expectation
from graph.answers.model import Answer
from graph.claims import yaml_nodes
from graph.claims.yaml_nodes import Node
from graph.errors import BadCommand, ClaimFileError, NotUnderstood
from graph.session import Session
from graph.spelling import did_you_mean

FORMAT = "1"
SHIPPED = queries.FOLDER / "questions.yaml"

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PAGE = "See docs/questions.md for examples."

_STRANGE = ("unknown-name", "ambiguous-name")

Command: TypeAlias = Callable[[Session, Sequence[str]], Answer]
"""Answers a command line, given as words; raises BadCommand if no command answers it."""


@dataclass(frozen=True)
class Question:
    """A stored question: English, or the words of a command line, and what it expects."""

    text: str
    words: tuple[str, ...] = ()  # of a command line; none: English
    name: str = ""
    expected: tuple[Expectation, ...] = ()
    path: Path = SHIPPED
    line: int = 0

    @property
    def entities(self) -> frozenset[str]:
        """The ids of the entities that its answer is expected to name, or not to name."""
        return frozenset(id_ for each in self.expected for id_ in expected.entities(each))

    @property
    def about_strangers(self) -> bool:
        """Whether it is expected to be refused because a graph does not hold what it names."""
        return any(each.name == "status" and each.wanted in _STRANGE for each in self.expected)


def read(path: Path = SHIPPED) -> list[Question]:
    """Return the questions of a bank; raises ClaimFileError with file and line."""
    root = yaml_nodes.parse(yaml_nodes.load(path), path)
    parts = root.entries(("inroads", "questions"), "a question bank")
    for name in ("inroads", "questions"):
        if name not in parts:
            raise root.error(f"'{name}' is missing", _PAGE)
    version = parts["inroads"].text("the format version")
    if version != FORMAT:
        raise parts["inroads"].error(
            f"this bank has format {version}, this program reads format {FORMAT}",
            "Update inroads if the file comes from a newer version.",
        )
    questions = [_question(each) for each in parts["questions"].items("questions")]
    _check_twins(questions)
    return questions


def find(name: str) -> Question:
    """Return the stored question ``@name``; raises NotUnderstood where none has the name."""
    named = {f"@{each.name}": each for each in read() if each.name}
    if name not in named:
        hint = did_you_mean(name, named)
        raise NotUnderstood(f"no stored question is called '{name}'. {hint}")
    return named[name]


def answer(
    session: Session, question: Question, command: Command, *, timeout: float = 10
) -> Answer:
    """Return the answer to a stored question; raises what :func:`graph.answers.ask.ask` raises.

    A command line that no command answers is a fault of the bank: ClaimFileError.
    """
    if not question.words:
        return ask(session, question.text, timeout=timeout)
    try:
        return command(session, question.words)
    except BadCommand as error:
        raise ClaimFileError(question.path, question.line, str(error), _PAGE) from error


def explanation(session: Session, question: Question, given: Answer) -> str:
    """Return how a question was understood and the command that gives the same answer."""
    if not question.words:
        return understood(session, given)
    return f"Stored as: {shlex.join(['inroads', *question.words])}"


def _question(node: Node) -> Question:
    known = ("name", "ask", "run", *expected.names())
    entries = node.entries(known, "a question")
    if ("ask" in entries) == ("run" in entries):
        raise node.error("a question has either 'ask' (English) or 'run' (a command)", _PAGE)
    wanted = {name: each for name, each in entries.items() if name not in ("name", "ask", "run")}
    if not wanted:
        raise node.error("nothing is expected of the answer", _PAGE)
    asked = entries.get("ask") or entries["run"]
    return Question(
        text=asked.text("a question"),
        words=_words(entries["run"]) if "run" in entries else (),
        name=_name(entries),
        expected=expected.read(wanted),
        path=node.path,
        line=node.line,
    )


def _name(entries: Mapping[str, Node]) -> str:
    if "name" not in entries:
        return ""
    name = entries["name"].text("name")
    if not _NAME.fullmatch(name):
        raise entries["name"].error(f"'{name}' is no name", "Use a-z, 0-9 and single hyphens.")
    return name


def _words(node: Node) -> tuple[str, ...]:
    try:
        words = shlex.split(node.text("a command"))
    except ValueError as error:
        raise node.error("a quotation mark is not closed", "Close it.") from error
    words = words[1:] if words[:1] == ["inroads"] else words
    if not words:
        raise node.error("'run' names no command", _PAGE)
    return tuple(words)


def _check_twins(questions: Sequence[Question]) -> None:
    """Refuse a name, or a question, that stands in the bank twice."""
    seen: dict[tuple[str, str], int] = {}
    for each in questions:
        for what in filter(all, (("name", each.name), ("question", each.text))):
            if what in seen:
                problem = (
                    f"the {what[0]} '{what[1]}' stands here twice (first in line {seen[what]})"
                )
                raise ClaimFileError(each.path, each.line, problem, "Keep one of them.")
            seen[what] = each.line
