"""Who is who: ``same``, ``different``, ``unsure``, and the ``duplicates`` to judge."""

from __future__ import annotations

from collections.abc import Callable

import click

from graph.commands.opened import opened, own_folder
from graph.commands.options import RECORD_FORMATS, format_option
from graph.commands.output import default_form, emit, note, print_listing, progress_bar
from graph.errors import BadParameter


def _judging(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command two names and the options that every judgement takes."""
    for decorate in (
        click.option("--why", default="", metavar="REASON", help="What shows it."),
        click.option(
            "--when", metavar="DATE", help="When it was judged (2026, 2026-05). Default: today."
        ),
        click.option("--by", metavar="WHO", help="Who judges. Default: your login name."),
        click.argument("other", metavar="B"),
        click.argument("one", metavar="A"),
    ):
        command = decorate(command)
    return command


@click.command()
@_judging
@click.pass_context
def same(
    ctx: click.Context, one: str, other: str, by: str | None, when: str | None, why: str
) -> None:
    """Judge that A and B are one thing; A's id and name lead, B's stay findable.

    Claims about both meet, the documents stay as they are. Deleting the line in DIR/identity.txt
    undoes it. Example: inroads -g desk same CATL "Contemporary Amperex" --why "one filing"
    """
    _judge(ctx, "same", (one, other), (by, when, why))


@click.command()
@_judging
@click.pass_context
def different(
    ctx: click.Context, one: str, other: str, by: str | None, when: str | None, why: str
) -> None:
    """Judge that A and B are two things: `duplicates` suggests them no more.

    Deleting the line in DIR/identity.txt undoes it. Example: inroads -g desk different Volvo
    "Volvo Cars" --why "trucks and cars are two companies since 1999"
    """
    _judge(ctx, "different", (one, other), (by, when, why))


@click.command()
@_judging
@click.pass_context
def unsure(
    ctx: click.Context, one: str, other: str, by: str | None, when: str | None, why: str
) -> None:
    """Note that A and B may be one thing, but that you cannot tell.

    `duplicates` goes on suggesting them, with your note. Deleting the line in DIR/identity.txt
    undoes it. Example: inroads -g desk unsure Northwind "Northwind Energy" --why "ask them"
    """
    _judge(ctx, "unsure", (one, other), (by, when, why))


def _judge(
    ctx: click.Context,
    verdict: str,
    names: tuple[str, str],
    details: tuple[str | None, str | None, str],
) -> None:
    from graph.answers.judging import Said, judged
    from graph.claims.judgements import FILE_NAME, write
    from graph.pages.plain import printable
    from graph.store import own

    folder = own_folder(ctx)
    session = opened(ctx)
    by, when, why = details
    said = Said(verdict, names, by or _login(), when or _today(), why)
    found = judged(said, session.names, session.table, own.judgements(folder))
    for notice in found.notices:
        note(ctx, notice)
    if found.already:
        note(ctx, f"nothing to do, it is judged so already: {found.already}")
        return
    with progress_bar(ctx) as bar:
        own.judge(folder, found.judgement, bar)
    emit(printable(write(found.judgement)) + "\n")
    note(ctx, f"To undo it, delete this line of {folder / FILE_NAME}.")


def _login() -> str:
    """Return the login name; raises BadParameter where there is none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise BadParameter("you have no login name: say who judges, --by NAME.") from error


def _today() -> str:
    """Return today's date: the one clock in the program, for it records what somebody did."""
    from datetime import date

    return date.today().isoformat()


@click.command()
@click.option(
    "--min",
    "least",
    default=70,
    show_default=True,
    type=click.IntRange(0, 100),
    help="The weakest strength to list; below 70 stand names that something tells apart.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1))
@format_option(RECORD_FORMATS)
@click.pass_context
def duplicates(ctx: click.Context, least: int, limit: int, form: str | None) -> None:
    """Suggest entities that may be one thing under two ids, with reasons; merges nothing.

    Then judge: `inroads same A B`, `different A B` (suggested no more) or `unsure A B`.
    """
    from graph.answers.duplicates import suggest
    from graph.pages import listings
    from graph.store import own

    judgements = own.judgements(own_folder(ctx))
    table = opened(ctx).table
    with progress_bar(ctx) as bar:
        found = suggest(table, judgements, least=least, progress=bar)
    short = (form or default_form()) == "table"
    print_listing(listings.suggestions(found[:limit], short=short), form)
    if len(found) > limit:
        note(ctx, f"{limit} of {len(found)} pairs; --limit shows more.")
    if not found:
        note(ctx, f"no two entities look like one (strength {least} or more).")
