"""Files in and out: ``check`` before loading, ``export`` for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from graph.commands.opened import opened
from graph.commands.options import RECORD_FORMATS, STANDINGS, format_option
from graph.commands.output import emit, note, print_listing, progress_bar
from graph.errors import BadParameter


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--coverage", is_flag=True, help="Also list words of the texts no claim rests on.")
@format_option(RECORD_FORMATS)
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], coverage: bool, form: str | None) -> None:
    """Validate claim files without loading them: form, words, offsets, shapes.

    FILES are all that `load` reads, claims in bulk and RDF too. Without FILES the files of the
    graph are checked. Exits with 1 if anything is wrong.
    """
    from graph.pages.checking import check as run

    with progress_bar(ctx) as bar:
        report = run(files, ctx.obj["location"], coverage=coverage, progress=bar)
    for line in report.notes:
        note(ctx, line)
    if report.findings or form:
        print_listing(report.listing(), form)
    if report.findings:
        ctx.exit(1)


EXPORT_FORMATS = (
    "turtle", "trig", "nquads", "jsonld", "jsonl", "graphml", "gexf", "csv", "cypher",
)  # fmt: skip


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(EXPORT_FORMATS))
@click.option("-o", "--output", default="-", metavar="FILE", help="Default: standard output.")
@click.option(
    "--standing",
    type=click.Choice(STANDINGS),
    help="The weakest standing of an edge, not for RDF; default disputed, retracted means all.",
)
@click.pass_context
def export(ctx: click.Context, form: str, output: str, standing: str | None) -> None:
    """Write the graph: RDF, or one edge for each claim for Gephi, Neo4j and spreadsheets.

    \b
    turtle, trig, nquads, jsonld  everything, with W3C Web Annotation and PROV-O
    jsonl                         everything, one claim a line; `load` reads all five
    graphml, gexf                 for Gephi, yEd, Cytoscape, networkx
    csv                           nodes.csv and edges.csv for Gephi; -o names a folder
    cypher                        MERGE statements for Neo4j

    Edges carry claim id, standing, stage, words and documents. In Cypher only facts have the
    bare type of their relation: what is disputed is e.g. OWNS_DISPUTED.

    Example: inroads export gexf -o graph.gexf
    """  # noqa: D301  # click reads the control character
    from graph.claims.model import Standing
    from graph.pages import export as exports

    done = exports.render(opened(ctx), form, Standing(standing) if standing else None)
    if "" not in done.files:
        if output == "-":
            raise BadParameter(f"{form} is {len(done.files)} files: name a folder with -o.")
        exports.write_folder(done.files, Path(output))
    elif output == "-":
        emit(done.files[""])
    else:
        exports.write(done.files[""], Path(output))
    for line in done.notes:
        note(ctx, line)
