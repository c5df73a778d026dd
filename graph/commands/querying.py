"""SPARQL: ``query``, and the ``queries`` that are stored."""

from __future__ import annotations

import sys

import click

from graph.commands.opened import opened
from graph.commands.options import RECORD_FORMATS, format_option, pairs, timeout_option
from graph.commands.output import note, print_listing, write_bytes


@click.command()
@click.argument("query", metavar="SPARQL|NAME|FILE|-")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="For a stored query.")
@format_option(("table", "tsv", "json", "csv", "xml", "turtle", "md"))
@click.option(
    "--limit", default=1000, show_default=True, type=click.IntRange(min=1), help="Rows of a table."
)
@timeout_option(30)
@click.pass_context
def query(
    ctx: click.Context,
    query: str,
    parameters: tuple[str, ...],
    form: str | None,
    limit: int,
    timeout: float,
) -> None:
    """Run SPARQL 1.1, or a stored query, read-only; the usual prefixes are known.

    Machine formats (json, xml, csv, tsv, turtle) are complete or fail; tables stop at --limit.
    """
    from graph.answers.requests import form_in_a_pipe, request

    session = opened(ctx)
    text = request(session, query, pairs(parameters), lambda told: note(ctx, told))
    form = form or ("table" if sys.stdout.isatty() else form_in_a_pipe(text))
    if form not in ("table", "md"):
        write_bytes(session.store.serialize(text, format=form, timeout=timeout))
        return
    from graph.pages import listings

    rows = session.store.select(text, timeout=timeout, limit=limit)
    print_listing(listings.results(session, rows), form)
    if rows.cut:
        note(ctx, f"cut after {limit} rows; --limit raises it, the machine formats give all.")


@click.command()
@format_option(RECORD_FORMATS)
def queries(form: str | None) -> None:
    """List the stored queries with their parameters."""
    from graph.pages import listings

    print_listing(listings.stored_queries(), form)
