"""Centrality and groups: ``rank`` and ``communities``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from graph.commands.opened import opened
from graph.commands.options import RECORD_FORMATS, format_option, standing_option
from graph.commands.output import note, print_answer, print_listing

if TYPE_CHECKING:
    from graph.network.measures import Rank, Sample
    from graph.network.project import Network

MEASURES = ("degree", "betweenness", "closeness", "eigenvector", "pagerank", "brokerage")


@click.command()
@click.option("--by", type=click.Choice(MEASURES), default="degree", show_default=True)
@click.option("--kind", multiple=True, metavar="KIND", help="List these kinds, not the actors.")
@standing_option()
@click.option("--exact", is_flag=True, help="Set out from every actor, however many there are.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@format_option(RECORD_FORMATS)
@click.pass_context
def rank(
    ctx: click.Context,
    by: str,
    kind: tuple[str, ...],
    standing: str,
    exact: bool,
    limit: int,
    form: str | None,
) -> None:
    """Rank actors by centrality: how many they deal with, how near, how much runs through them.

    \b
    degree       others dealt with, directly or in one deal or site
    betweenness  share of shortest ways between others that run through
    closeness    mean of 1 / steps to all others (harmonic)
    eigenvector  tied to those who are well tied themselves
    pagerank     how often a walk along the ties comes by
    brokerage    partners with no other way to each other (Burt's effective size)

    A deal or a site joins its parties and is none of those dealt with. "if stated" and "if all"
    are the places by what is stated alone and by all that was ever claimed.

    Of more than 2,000 actors betweenness is estimated from 512, always the same ones, and of more
    than 10,000 closeness is; each answer tells it. pip install 'inroads[large]' makes measures of
    large graphs many times quicker and changes no number.

    Example: inroads rank --by brokerage --kind Company
    """  # noqa: D301  # click reads the control character
    from graph.answers.select import kind_ids
    from graph.claims.model import Standing
    from graph.network import measures
    from graph.pages import ranking

    session = opened(ctx)
    kinds = kind_ids(session, kind) if kind else None

    def measure(network: Network, most: int | None = None) -> list[Rank]:
        found = measures.rank(
            network, by, kinds=kinds, floor=Standing(standing), exact=exact, most=most
        )
        samples.update(each.sample for each in found if each.sample)
        return found

    samples: set[Sample] = set()
    if ctx.obj.get("change"):
        _print_moves(ctx, by, measure, limit, form)
    else:
        print_listing(ranking.ranks(session, by, measure(session.network, limit)), form)
    _tell_how(ctx, by, samples, slow=measures.is_slow(session.network))


def _tell_how(ctx: click.Context, by: str, samples: set[Sample], *, slow: bool) -> None:
    for taken, of in sorted(samples):
        note(ctx, f"{by} is estimated from {taken:,} of {of:,} actors; --exact takes all of them.")
    if slow:
        note(ctx, "numpy and scipy make this many times quicker: pip install 'inroads[large]'")


def _print_moves(
    ctx: click.Context,
    by: str,
    measure: Callable[[Network], list[Rank]],
    limit: int,
    form: str | None,
) -> None:
    """Print who moves in a ranking: in English, as the answer object, or as records."""
    from graph.answers.whatif import WhatIf
    from graph.pages import whatif

    given = WhatIf(opened(ctx), ctx.obj["change"]).ranking(by, measure, limit)
    if form in (None, "table", "json"):
        english = "json" if form == "json" else "text"
        print_answer(ctx, given, english, explain=False, sparql=False)
    else:
        print_listing(whatif.moves(given), form)


@click.command()
@click.option(
    "--kind", multiple=True, metavar="KIND", help="Only communities with a member of these kinds."
)
@standing_option()
@format_option(RECORD_FORMATS)
@click.pass_context
def communities(ctx: click.Context, kind: tuple[str, ...], standing: str, form: str | None) -> None:
    """Group the actors that deal with each other more than with the rest.

    Louvain's method, always from the same seed: the same claims give the same communities. Each
    comes with the claims that hold it together, surest first, and with what it adds to the
    modularity: 0 is no better than chance. More than 5,000 actors need NetworKit, which
    pip install 'inroads[large]' brings.

    Example: inroads communities --standing stated
    """
    from graph.answers.select import kind_ids
    from graph.claims.model import Standing
    from graph.network import communities as grouping
    from graph.pages import communities as pages

    session = opened(ctx)
    kinds = kind_ids(session, kind) if kind else None
    found = grouping.communities(session.network, floor=Standing(standing))
    print_listing(pages.table(session, found, kinds=kinds), form)
    note(ctx, pages.quality(found))
