"""Questions about paths: ``path``, ``barriers``, ``cut``, and ``whatif`` of a changed graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from graph.commands.measuring import rank
from graph.commands.opened import opened
from graph.commands.options import (
    ANSWER_FORMATS,
    FLOWS,
    format_option,
    standing_option,
    timeout_option,
)
from graph.commands.output import print_answer, told_as_json
from graph.commands.seeing import given_options, see
from graph.errors import BadParameter

if TYPE_CHECKING:
    from graph.answers.model import Answer
    from graph.answers.supposed import Supposition
    from graph.session import Session


@click.command()
@click.argument("ends", nargs=-1, required=True, metavar="FROM... [@] TO...")
@click.option("-k", "k", default=5, show_default=True, help="How many paths at most.")
@click.option("--max-hops", default=6, show_default=True, help="Hops of a path at most.")
@click.option("--via", multiple=True, metavar="NAME", help="Pass through this; several: all.")
@click.option("--avoid", multiple=True, metavar="WHAT", help="Keep this off the path.")
@click.option("--only", multiple=True, metavar="WHAT", help="Keep to these between the ends.")
@click.option("--through", multiple=True, metavar="CLASS", help="Pass through this kind too.")
@click.option(
    "--direction",
    type=click.Choice(["any", "forward"]),
    default="any",
    show_default=True,
    help="forward: each hop from subject to object.",
)
@click.option("--flow", type=click.Choice(FLOWS), help="Each hop the way this flows.")
@standing_option("The weakest standing a hop may have.")
@click.option("--include-ended", is_flag=True, help="Also hops that are said to be over.")
@click.option("--as-of", metavar="DATE", help="What may hold then: 2026, 2026-05 ...")
@click.option(
    "--rank",
    type=click.Choice(["cost", "hops"]),
    default="cost",
    show_default=True,
    help="hops: the fewest hops first.",
)
@click.option("--pairwise", is_flag=True, help="A B @ C D: from A to C and from B to D.")
@format_option(ANSWER_FORMATS, "text")
@click.option("--explain", is_flag=True, help="Show the cost of each path, term by term.")
@click.option("--sparql", is_flag=True, help="Print a query that finds the claims of the hops.")
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if there is no path.")
@timeout_option(10)
@click.pass_context
def path(
    ctx: click.Context,
    /,
    ends: tuple[str, ...],
    form: str,
    explain: bool,
    sparql: bool,
    fail_if_none: bool,
    **options: Any,
) -> None:
    """Find the best paths between two ends, with evidence for every hop.

    An end is a name in any language, an id, class:KIND, in:PLACE, from:PLACE or @QUERY, what
    the column 'node' of a stored query holds (@makers-of:batteries); '+' intersects
    (class:Company+from:China). Several ends stand around a lone '@': A B @ C D.

    WHAT is a name, class:KIND, relation:ID or document:ID. --avoid holds for the whole path; of a
    document it leaves out the claims that no other one carries (`whatif --without` judges the
    others anew).
    --only holds between the ends: what is passed through (names, kinds), by which relations,
    on whose word; where a place lies is left out of it.

    \b
    inroads path CATL Michigan
    inroads path class:Company in:"United States" -k 20
    inroads path Xiaomi Michigan --via Ford --standing disputed
    inroads path CATL Ford --avoid relation:partnerIn
    inroads path CATL Geely @ Michigan "South Carolina" --pairwise
    """  # noqa: D301  # click reads the control character
    sources, targets = ends_of(ends)
    with told_as_json(" ".join(["path", *ends]), form):
        given = answered(ctx, lambda session: session.path(sources, targets, **options))
    print_answer(ctx, given, form, explain=explain, sparql=sparql)
    if given.paths or given.near_misses:
        see(ctx, form if not sparql else "", "path", ends, given_options(ctx, options))
    if fail_if_none and given.status == "none":
        ctx.exit(1)


def ends_of(ends: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return FROM and TO: two words, or words on both sides of a lone @."""
    if "@" in ends:
        at = ends.index("@")
        sources, targets = ends[:at], ends[at + 1 :]
        if sources and targets and "@" not in targets:
            return sources, targets
    elif len(ends) == 2:
        return ends[:1], ends[1:]
    raise BadParameter("give two ends, FROM TO, or several around a lone @: A B @ C.")


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WHO... [@] [PLACE]")
@standing_option()
@format_option(("text", "json", "md"), "text")
@click.option("--sparql", is_flag=True, help="Print a query that finds the claims told.")
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if nothing is told.")
@timeout_option(10)
@click.pass_context
def barriers(
    ctx: click.Context,
    words: tuple[str, ...],
    standing: str,
    form: str,
    sparql: bool,
    fail_if_none: bool,
    timeout: float,
) -> None:
    """Tell what stands between somebody and the market of a place, or any market.

    Rules, bars and judgements are told apart; what eases the way is told and lifts nothing.
    WHO is written as in `inroads path`; several stand before a lone '@'.

    Examples: inroads barriers Geely US; inroads barriers from:China @ US
    """
    from graph.answers.barriers import BarrierQuestion, Barriers
    from graph.claims.model import Standing

    who, place = _who_and_place(words)
    asked = BarrierQuestion(who, place, Standing(standing), timeout)
    with told_as_json(" ".join(["barriers", *words]), form):
        given = answered(ctx, lambda session: Barriers(session).answer(asked))
    print_answer(ctx, given, form, explain=False, sparql=sparql)
    if fail_if_none and given.status == "none":
        ctx.exit(1)


def _who_and_place(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return WHO and PLACE: one word or two, or words on both sides of a lone @."""
    if "@" in words:
        at = words.index("@")
        who, place = words[:at], words[at + 1 :]
        if who and len(place) < 2 and "@" not in place:
            return who, "".join(place)
    elif len(words) <= 2:
        return words[:1], "".join(words[1:])
    raise BadParameter("give WHO [PLACE], or several and a place around a lone @: A B @ PLACE.")


def answered(ctx: click.Context, ask: Callable[[Session], Answer]) -> Answer:
    """Return the answer that ``ask`` gets of the graph as it is, or as ``whatif`` changes it."""
    change: Supposition | None = ctx.obj.get("change")
    if change is None:
        return ask(opened(ctx))
    from graph.answers.whatif import WhatIf

    return WhatIf(opened(ctx), change).answer(ask)


@click.command()
@click.argument("ends", nargs=-1, required=True, metavar="A... [@] B...")
@click.option("--max-hops", default=6, show_default=True, help="Hops of a path at most.")
@standing_option("The weakest standing a hop may have.")
@format_option(("text", "json", "md"), "text")
@click.option("--sparql", is_flag=True, help="Print a query that finds the claims.")
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if no path joins the two.")
@timeout_option(10)
@click.pass_context
def cut(
    ctx: click.Context,
    ends: tuple[str, ...],
    max_hops: int,
    standing: str,
    form: str,
    sparql: bool,
    fail_if_none: bool,
    timeout: float,
) -> None:
    """Find the fewest claims, and the fewest documents, that separate two ends.

    Without them `inroads path` finds nothing within --max-hops. Documents are counted exactly
    up to five; beyond that, and where a count is not proven, it is said to be at most that.

    Example: inroads cut Xiaomi Ford
    """
    from graph.answers.cuts import CutQuestion, Separation
    from graph.claims.model import Standing

    asked = CutQuestion(*ends_of(ends), max_hops, Standing(standing), timeout)
    with told_as_json(" ".join(["cut", *ends]), form):
        given = Separation(opened(ctx)).answer(asked)
    print_answer(ctx, given, form, explain=False, sparql=sparql)
    if fail_if_none and given.status == "none":
        ctx.exit(1)


WHAT_IFS: dict[str, click.Command] = {"path": path, "barriers": barriers, "rank": rank}


@click.command(context_settings={"allow_interspersed_args": False})
@click.option(
    "--without", multiple=True, metavar="X", help="Take out an entity, a claim or a document."
)
@click.option("--assume", multiple=True, metavar="CLAIM", help="Count this claim as stated.")
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="-- COMMAND")
@click.pass_context
def whatif(
    ctx: click.Context,
    without: tuple[str, ...],
    assume: tuple[str, ...],
    command: tuple[str, ...],
) -> None:
    """Ask path, barriers or rank of a changed graph, and tell what changed.

    Without an entity, the deals that keep fewer than two partners and the sites that nobody
    else opens or runs are gone too. What a document or claim said counts as never said.

    Example: inroads whatif --without Ford -- path CATL Michigan
    """
    from graph.answers.supposed import Supposition

    name, *args = command or ("",)
    if name not in WHAT_IFS:
        told = f"'{name}' cannot be asked what if." if name else "no command is given."
        raise BadParameter(
            f"{told} Write path, barriers or rank behind --: whatif ... -- path A B."
        )
    nested, supposed = WHAT_IFS[name], {"change": Supposition(without, assume)}
    with nested.make_context(name, args, parent=ctx.parent, obj=ctx.obj | supposed) as inner:
        nested.invoke(inner)
