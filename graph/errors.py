"""Every error a user can meet, as one class per situation.

Each message says what is wrong and what to do next; the command line prints it as it
stands and exits with status 2, so no other module catches these classes to reword them.
Importing this module imports nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def one_of(words: Sequence[str]) -> str:
    """Return ``words`` as a readable list: ``a``, ``a or b``, ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


class InroadsError(Exception):
    """Base of all errors whose message is meant for the user."""


class OntologyError(InroadsError):
    """The ontology misses something that a relation or a kind must state."""


class ClaimFileError(InroadsError):
    """A claim file cannot be read; names the file, the line and the remedy.

    ``line`` is 0 where the format has none to name. ``others``: what else is wrong with the
    same file.
    """

    def __init__(self, path: Path | str, line: int, problem: str, hint: str = "") -> None:
        self.path = str(path)
        self.line = line
        self.problem = problem
        self.hint = hint
        self.others: tuple[ClaimFileError, ...] = ()
        where = f"{path}:{line}" if line else self.path
        super().__init__(f"{where}: {problem}" + (f"\n{hint}" if hint else ""))

    def __str__(self) -> str:
        if not self.others:
            return super().__str__()
        more = "1 more fault" if len(self.others) == 1 else f"{len(self.others)} more faults"
        return f"{super().__str__()}\n{more}: `inroads check` lists all."


class EvidenceError(InroadsError):
    """Quoted words are not in the text, or stand there more than once."""

    def __init__(self, problem: str, hint: str = "") -> None:
        self.problem = problem
        self.hint = hint
        super().__init__(f"{problem}\n{hint}" if hint else problem)


class GraphNotFound(InroadsError):
    """What ``-g`` names is not a graph this program can open."""


class GraphBusy(InroadsError):
    """Another process is writing to this graph."""


class GraphDamaged(InroadsError):
    """A file of a graph is not as it was written; says what still is whole."""


class GraphVersion(InroadsError):
    """A graph written by a newer program."""


class UnknownDocument(InroadsError):
    """No document of the graph has this id."""


class LoadError(InroadsError):
    """Files that cannot be loaded together, or into this graph."""


class UnknownName(InroadsError):
    """No entity bears this name; carries the nearest names that exist."""

    def __init__(self, text: str, suggestions: Sequence[str] = ()) -> None:
        self.text = text
        self.suggestions = tuple(suggestions)
        hint = (
            f"Did you mean {one_of(self.suggestions)}?"
            if self.suggestions
            else "`inroads find TEXT` searches all names."
        )
        super().__init__(f"nothing in this graph is called '{text}'. {hint}")


class AmbiguousName(InroadsError):
    """Several entities bear this name; carries ``(id, label, kind)`` of each."""

    def __init__(self, text: str, candidates: Sequence[tuple[str, str, str]]) -> None:
        self.text = text
        self.candidates = tuple(candidates)
        listed = "; ".join(f"{label} ({kind}, id {id_})" for id_, label, kind in self.candidates)
        super().__init__(
            f"'{text}' names several things: {listed}. Use the id of the one you mean."
        )


class UnknownClaim(InroadsError):
    """No claim has this id, or several ids begin like it."""


class NotUnderstood(InroadsError):
    """A question that the grammar does not cover."""


class BadCommand(InroadsError):
    """A stored command line that no command of this program answers."""


class QueryRefused(InroadsError):
    """SPARQL that would write, leave this machine or read its files."""


class QuerySyntaxError(InroadsError):
    """SPARQL that does not parse; the message shows line, column and a caret."""

    def __init__(self, text: str, line: int, column: int, problem: str) -> None:
        self.line = line
        self.column = column
        self.problem = problem
        lines = text.splitlines() or [""]
        shown = lines[min(line, len(lines)) - 1].replace("\t", " ")
        super().__init__(
            f"SPARQL syntax error at line {line}, column {column}: {problem}\n"
            f"  {shown}\n  {' ' * (column - 1)}^"
        )


class TimeLimit(InroadsError):
    """A query or a search ran longer than its time limit."""


class UnknownQuery(InroadsError):
    """No stored query has this name."""


class BadParameter(InroadsError):
    """A parameter of a stored query or an option is missing, unknown or of the wrong form."""


class NotInstalled(InroadsError):
    """What was asked needs a library that only an extra brings; says which."""


class NotSettled(InroadsError):
    """A measure that is computed round by round did not converge."""


class OutputError(InroadsError):
    """A result cannot be written where the user asked for it."""


class NothingToDraw(InroadsError):
    """A view would be empty: there is no path, no result, or nobody deals with anybody."""


class TooMuchToDraw(InroadsError):
    """More nodes than a page can show; names the filters that help, and other tools."""
