"""The graph that -g names, opened once in a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from graph.session import Session


def opened(ctx: click.Context) -> Session:
    """Return the open graph, the same one as long as the program runs."""
    from graph import session

    if "session" not in ctx.obj:
        ctx.obj["session"] = session.open(ctx.obj["location"])
    inroads: Session = ctx.obj["session"]
    return inroads


def own_folder(ctx: click.Context) -> Path:
    """Return the folder of the graph of one's own that -g names; raises GraphNotFound."""
    from graph import session

    return session.own_graph(ctx.obj["location"])
