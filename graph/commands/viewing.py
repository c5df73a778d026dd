"""``view``: a picture of the graph, or of a part, as one HTML file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from graph.commands.opened import opened
from graph.commands.options import pairs
from graph.commands.output import note, write_bytes
from graph.commands.paths import ends_of, path
from graph.commands.seeing import given_options, view_command
from graph.errors import BadParameter

VIEWS = ("around", "path", "query", "community")


VIEW_FILE = "inroads.html"


def _of_path(command: Any) -> Any:
    """Give a command the options of ``path`` that bound its search."""
    own = ("ends", "form", "explain", "sparql", "fail_if_none")
    command.params += [option for option in path.params if option.name not in own]
    return command


@_of_path
@click.command(short_help="Write a picture with all evidence: one HTML file, offline.")
@click.argument("what", nargs=-1, metavar="[WHAT]...")
@click.option("--around", "mode", flag_value="around", help="WHAT: names; their neighbourhood.")
@click.option("--path", "mode", flag_value="path", help="WHAT: FROM TO, as for inroads path.")
@click.option("--query", "mode", flag_value="query", help="WHAT: SPARQL or a stored query's name.")
@click.option("--community", "mode", flag_value="community", help="WHAT: names, or nothing: all.")
@click.option("--hops", type=click.IntRange(1, 6), help="With --around: steps; default 2.")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="With --query NAME.")
@click.option(
    "--like",
    metavar="OLD.html",
    type=click.Path(path_type=Path),
    help="Leave everything where it stands on this earlier page.",
)
@click.option("-o", "--output", metavar="FILE.html", help=f"- is standard output. [{VIEW_FILE}]")
@click.option("--open", "at_once", is_flag=True, help="Open the page in the browser.")
@click.pass_context
def view(
    ctx: click.Context,
    /,
    what: tuple[str, ...],
    mode: str | None,
    hops: int | None,
    parameters: tuple[str, ...],
    like: Path | None,
    output: str | None,
    at_once: bool,
    **options: Any,
) -> None:
    """Write a picture of the graph, or of a part, with its evidence, as one HTML file.

    \b
    inroads view                              everything, by community
    inroads view --around Geely --hops 2      a neighbourhood, in rings
    inroads view --path CATL Michigan -k 3    an answer, from left to right
    inroads view --query makers-of -p product=batteries
    inroads view --community Ford             who belongs together

    The page needs no network and sends nothing. It filters, searches, walks a path step by step,
    shows words and source of each claim, prints, and saves as PNG, SVG and CSV; what is chosen
    stands in its address. -k and what follows it here go with --path; --standing with all.
    """  # noqa: D301  # click reads the control character
    from graph.pages import showing
    from graph.pages import view as pages

    _check_view(ctx, mode, what, hops, parameters, output, at_once, options)
    session = opened(ctx)
    request = showing.Request(mode, what, hops or 2, options["standing"], pairs(parameters))
    given = session.path(*ends_of(what), **options) if mode == "path" else None
    for notice in given.question.noticed if given else ():
        note(ctx, notice)
    kept = pages.positions(like) if like else None
    scene = showing.scene(session, request, given, timeout=options["timeout"])
    made = pages.page(scene, session.ontology, command=view_command(ctx), kept=kept)
    if output == "-":
        write_bytes(made.html.encode())  # whatever the terminal's encoding: a page is UTF-8
        return
    target = Path(output or VIEW_FILE)
    made.write(target)
    note(ctx, f"wrote {target} ({len(made.html.encode()) / 1000:,.0f} kB).")
    if at_once:
        click.launch(target.resolve().as_uri())


def _check_view(
    ctx: click.Context,
    mode: str | None,
    what: tuple[str, ...],
    hops: int | None,
    parameters: tuple[str, ...],
    output: str | None,
    at_once: bool,
    options: Mapping[str, Any],
) -> None:
    """Refuse options that do not go together; raises BadParameter."""
    if what and mode is None:
        raise BadParameter(f"say what to do with '{what[0]}': --around, --path, --query ...")
    if not what and mode in ("around", "path", "query"):
        raise BadParameter(f"--{mode} needs {'FROM and TO' if mode == 'path' else 'a name'}.")
    if mode == "query" and len(what) > 1:
        raise BadParameter("--query takes one query; put SPARQL into quotation marks.")
    if hops and mode != "around":
        raise BadParameter("--hops goes with --around; --path has --max-hops.")
    if parameters and mode != "query":
        raise BadParameter("-p goes with --query.")
    if output == "-" and at_once:
        raise BadParameter("--open needs a file: leave out -o -.")
    given = [name for name in given_options(ctx, options) if name.startswith("-")]
    alien = [name for name in given if name not in ("--standing", "--timeout")]
    if alien and mode != "path":
        raise BadParameter(f"{alien[0]} goes with --path.")
