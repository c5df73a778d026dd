"""A graph of one's own: ``init``, ``load``, ``remove``, ``dump``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.opened import own_folder
from graph.commands.output import note, progress_bar

if TYPE_CHECKING:
    from graph.store.own import Change


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--with",
    "corpora",
    multiple=True,
    type=click.Choice(["seeds", "geography", "context"]),
    help="Load this corpus at once: seeds is what the built-in graph holds; context, beside it, "
    "what about 200 pages say of the same industry.",
)
@click.pass_context
def init(ctx: click.Context, folder: Path, corpora: tuple[str, ...]) -> None:
    """Make an empty graph of your own in DIR.

    Then: inroads -g DIR load article.yaml. INROADS_GRAPH=DIR saves typing -g DIR.
    """
    import seeds
    from graph.store import commits, own

    commits.create(folder)
    if corpora:
        known = seeds.corpora()
        paths = [path for name in corpora for path in known[name]]
        with progress_bar(ctx) as bar:
            _tell(ctx, own.load(folder, list(dict.fromkeys(paths)), progress=bar))


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Let a document take the place of quite another.")
@click.pass_context
def load(ctx: click.Context, files: tuple[Path, ...], replace: bool) -> None:
    """Add documents to a graph of your own, all of them or, if one is wrong, none.

    FILE is a claim file, a folder of them, claims in bulk (.jsonl, one a line, as `inroads
    claims -f jsonl` prints them), a table with the mapping of its columns beside it (.csv, .tsv:
    docs/tables.md), FollowTheMoney entities (.ftm, .ftm.json) or RDF of our ontology (.nq, .nt,
    .ttl, .trig, .jsonld). The texts that quotes stand in lie beside the file; quotes that none
    proves are told.

    What is there already changes nothing. A new version of a document takes the old one's place,
    so a file must hold all that its documents say. Without FILE the graph is built anew.
    """
    from graph.store import own

    folder = own_folder(ctx)
    with progress_bar(ctx) as bar:
        change = own.load(folder, files, replace=replace, progress=bar)
    _tell(ctx, change)


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.pass_context
def remove(ctx: click.Context, documents: tuple[str, ...]) -> None:
    """Take documents out of a graph of your own, with all that they alone supported."""
    from graph.store import own

    folder = own_folder(ctx)
    with progress_bar(ctx) as bar:
        change = own.remove(folder, documents, progress=bar)
    _tell(ctx, change)


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_context
def dump(ctx: click.Context, folder: Path | None) -> None:
    """Write the whole graph as claim files with their texts, into a new folder.

    Loading that folder gives the same graph. Without DIR it is called inroads-dump.
    """
    from graph import session
    from graph.pages.dump import dump as write

    folder = folder or Path("inroads-dump")
    sources, judged = session.documents(ctx.obj["location"])
    with progress_bar(ctx) as bar:
        written = write(sources, judged, folder, bar)
    note(ctx, f"wrote {len(sources)} documents as {len(written)} files into {folder}.")


def _tell(ctx: click.Context, change: Change) -> None:
    from graph.pages.changes import told

    for line in told(change):
        note(ctx, line)
