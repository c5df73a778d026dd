"""What ``query`` is given: SPARQL, the name of a stored query, a file, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from graph.errors import BadParameter, UnknownQuery
from graph.session import Session

MAX_BYTES = 1_000_000


Notice = Callable[[str], None]
"""Is told what a user should know of how the words were understood."""


def unnoticed(text: str) -> None:
    """Take no notice."""


def request(
    session: Session, given: str, parameters: Mapping[str, str], notice: Notice = unnoticed
) -> str:
    """Return the SPARQL text that ``given`` means, with its parameters bound.

    Raises UnknownQuery where it is no name, no file and no query, or BadParameter.
    """
    import queries

    if given in queries.names():
        return bound(session, given, parameters, notice)
    if parameters:
        raise BadParameter("-p goes with the name of a stored query; `inroads queries` lists them.")
    if given == "-":
        return _decoded(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input")
    if _is_query(given):
        return given
    if path := _file(given):
        with path.open("rb") as file:
            return _decoded(file.read(MAX_BYTES + 1), given)
    from graph.spelling import did_you_mean

    raise UnknownQuery(
        f"'{given}' is neither SPARQL, nor a stored query, nor a file. "
        f"{did_you_mean(given, queries.names())}"
    )


def _is_query(given: str) -> bool:
    """Tell whether text is meant as SPARQL: it has a brace, or a line of its own."""
    return "{" in given or "\n" in given or (len(given.split()) > 1 and not _file(given))


def _file(given: str) -> Path | None:
    """Return the file, or what reads like one, of this name; None if there is none."""
    path = Path(given)
    try:
        return path if path.exists() and not path.is_dir() else None
    except OSError:  # too long for a name
        return None


def form_in_a_pipe(text: str) -> str:
    """Return the format of a query's result where none is asked for and nobody looks on."""
    from graph.store import guard

    guard.refuse(text)
    return {"SELECT": "tsv", "ASK": "json"}.get(guard.form(text), "turtle")


def bound(
    session: Session, name: str, parameters: Mapping[str, str], notice: Notice = unnoticed
) -> str:
    """Return the SPARQL of a stored query with its parameters bound; raises BadParameter.

    ``notice`` is told of each name that was taken for another one.
    """
    import queries
    from graph.store.sparql import bind

    query, text = queries.describe(name), queries.text(name)
    if not query.parameters and not parameters:
        return text

    def entity(word: str) -> str:
        match = session.names.find(word)
        if match.notice:
            notice(match.notice)
        return match.id

    return bind(text, queries.values(query, parameters, entity, session.ontology))


def _decoded(content: bytes, source: str) -> str:
    if len(content) > MAX_BYTES:
        raise BadParameter(f"{source} holds more than {MAX_BYTES:,} bytes; that is no query.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadParameter(f"{source} is not UTF-8 text.") from error
