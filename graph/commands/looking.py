"""Looking things up: ``show``, ``find``, ``claims``, ``why``, ``cite``, ``info``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from graph.commands.opened import opened
from graph.commands.options import RECORD_FORMATS, STANDINGS, format_option
from graph.commands.output import default_form, emit, note, print_json, print_listing, width

if TYPE_CHECKING:
    from graph.answers.model import ClaimOut


@click.command()
@click.argument("name")
@format_option(("text", "json"), "text")
@click.pass_context
def show(ctx: click.Context, name: str, form: str) -> None:
    """Show everything about one entity: its names, claims, words and documents."""
    from graph.pages import profile

    session = opened(ctx)
    match = session.names.find(name)
    if match.notice:
        note(ctx, match.notice)
    if form == "json":
        print_json(profile.data(session, match.id))
    else:
        emit(profile.text(session, match.id, width()))


@click.command()
@click.argument("text")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if nothing is found.")
@format_option(RECORD_FORMATS)
@click.pass_context
def find(ctx: click.Context, text: str, limit: int, fail_if_none: bool, form: str | None) -> None:
    """Find entities by name, alias or a misspelling of one."""
    from graph.pages import listings

    found = opened(ctx).names.search(text, limit)
    print_listing(listings.entities(found), form)
    if not found:
        note(ctx, f"nothing is called '{text}' or like it.")
        ctx.exit(1 if fail_if_none else 0)


@click.command()
@click.option("--about", multiple=True, metavar="NAME", help="Claims that speak of this entity.")
@click.option("--relation", multiple=True, metavar="ID", help="Claims of this relation.")
@click.option("--kind", multiple=True, metavar="KIND", help="Claims about something of this kind.")
@click.option("--standing", multiple=True, type=click.Choice(STANDINGS), help="Exactly this one.")
@click.option("--document", multiple=True, metavar="ID", help="Claims this document speaks to.")
@click.option("--as-of", metavar="DATE", help="Claims that hold then; undated ones always count.")
@format_option(RECORD_FORMATS)
@click.pass_context
def claims(
    ctx: click.Context,
    about: tuple[str, ...],
    relation: tuple[str, ...],
    kind: tuple[str, ...],
    standing: tuple[str, ...],
    document: tuple[str, ...],
    as_of: str | None,
    form: str | None,
) -> None:
    """List the claims, all or those that fit every filter given.

    A filter given several times fits if one of its values does.
    """
    from graph.answers.describe import Describer
    from graph.answers.select import Filter, select
    from graph.pages import listings

    session = opened(ctx)
    wanted = Filter(about, relation, kind, standing, document, as_of)
    found = Describer(session).claims(select(session, wanted))
    short = (form or default_form()) == "table"
    print_listing(listings.claims(found, short=short), form)


@click.command()
@click.argument("claim")
@format_option(("text", "json"), "text")
@click.pass_context
def why(ctx: click.Context, claim: str, form: str) -> None:
    """Tell how a claim got its standing, or what it was derived from.

    CLAIM is a claim's id, or enough of its beginning.
    """
    from graph.answers.select import claim_id
    from graph.pages import reasons

    session = opened(ctx)
    id_ = claim_id(session, claim)
    if form == "json":
        print_json(reasons.data(session, id_))
    else:
        emit(reasons.why(session, id_, width()))


@click.command()
@click.argument("claim", nargs=-1, required=True)
@format_option(("text", "md", "csl"), "text")
@click.pass_context
def cite(ctx: click.Context, claim: tuple[str, ...], form: str) -> None:
    """Print footnotes for claims: words, whose, publisher, title, date, address, id.

    csl is CSL-JSON, for reference managers. What a document lacks is named, not filled.
    """
    from graph.answers.describe import Describer
    from graph.answers.select import claim_id
    from graph.pages import cite as footnotes

    session = opened(ctx)
    found: list[ClaimOut] = Describer(session).claims(claim_id(session, each) for each in claim)
    emit(footnotes.FORMATS[form](found))


@click.command()
@format_option(RECORD_FORMATS)
@click.pass_context
def info(ctx: click.Context, form: str | None) -> None:
    """Count what is in the graph, by kind, relation, standing and document."""
    from graph.pages import listings

    print_listing(listings.counts(opened(ctx)), form)
