"""How commands print: results to standard output, messages and progress to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from graph.errors import AmbiguousName, NotUnderstood, UnknownName

if TYPE_CHECKING:
    from graph.answers.model import Answer
    from graph.pages.progress import Bar
    from graph.pages.tables import Listing


def width() -> int:
    """Return the columns to print for: the terminal's, at most 100; 80 in a pipe."""
    import shutil

    return min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else 80


def emit(text: str) -> None:
    """Print a result as it is: it ends its own lines."""
    click.echo(text, nl=False)


def note(ctx: click.Context, text: str) -> None:
    """Print a message to standard error, unless --quiet."""
    if not ctx.obj["quiet"]:
        from graph.pages.plain import printable

        click.echo(printable(text), err=True)


def progress_bar(ctx: click.Context) -> Bar:
    """Return what draws how much is done, on a terminal and unless --quiet."""
    from graph.pages.progress import Bar

    return Bar(hidden=ctx.obj["quiet"] or not sys.stderr.isatty())


def print_listing(listing: Listing, form: str | None) -> None:
    """Print records in one of RECORD_FORMATS, or in what suits where they go."""
    from graph.pages.tables import FORMATS

    emit(FORMATS[form or default_form()](listing, width()))


def default_form() -> str:
    """Return the format of records where none is asked for."""
    return "table" if sys.stdout.isatty() else "tsv"


def print_answer(
    ctx: click.Context, given: Answer, form: str, *, explain: bool, sparql: bool
) -> None:
    """Print an answer, or hand it to the question bank that asked."""
    if "answers" in ctx.obj:  # see graph.commands.stored
        ctx.obj["answers"].append(given)
        return
    for notice in given.question.noticed:
        note(ctx, notice)
    if sparql and form != "json":
        emit(given.sparql + "\n")
    else:
        emit(_rendered(given, form, explain=explain))


def _rendered(given: Answer, form: str, *, explain: bool) -> str:
    """Return an answer in a format of ANSWER_FORMATS."""
    if form == "json":
        from graph.answers.model import to_json

        return _json(to_json(given))
    if form == "text":
        from graph.pages import english

        return english.text(given, width(), explain=explain)
    if form == "md":
        from graph.pages import report

        return report.markdown(given)
    from graph.pages import diagram

    return {"dot": diagram.dot, "mermaid": diagram.mermaid}[form](given)


@contextmanager
def told_as_json(question: str, form: str) -> Iterator[None]:
    """Also print the answer object, where asked for, if names or the question are not known."""
    try:
        yield
    except (UnknownName, AmbiguousName, NotUnderstood) as error:
        if form == "json" and "answers" not in click.get_current_context().obj:
            from graph.answers.ask import not_answered
            from graph.answers.model import to_json

            print_json(to_json(not_answered(question, error)))
        raise


def print_json(data: Any) -> None:
    """Print data as JSON, indented."""
    emit(_json(data))


def _json(data: Any) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def write_bytes(content: bytes) -> None:
    """Write to standard output, whatever its encoding."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
