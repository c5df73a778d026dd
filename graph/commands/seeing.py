"""The line below an answer that says how to see it, as a command line of ``view``."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from graph.commands.output import emit


def given_options(ctx: click.Context, options: Mapping[str, Any]) -> list[str]:
    """Return those of some options that were given, as they are written on a command line."""
    from click.core import ParameterSource

    words = []
    for option in ctx.command.params:
        source = ctx.get_parameter_source(option.name or "")
        if option.name in options and source is ParameterSource.COMMANDLINE:
            values = ctx.params[option.name]
            name = option.opts[-1]
            if getattr(option, "is_flag", False):
                words.append(name)
                continue
            for value in values if isinstance(values, tuple) else [values]:
                plain = f"{value:g}" if isinstance(value, float) else str(value)
                words += [name, plain]
    return words


def view_command(ctx: click.Context) -> str:
    """Return the command line that makes a view, without where it is written to."""
    given = {key: value for key, value in ctx.params.items() if key not in ("what", "mode")}
    mode = ctx.params["mode"]
    kept = {key: value for key, value in given.items() if key not in ("output", "at_once", "like")}
    location = ctx.obj["location"]
    return _view_line(
        location and Path(location).name, mode, ctx.params["what"], given_options(ctx, kept)
    )


def _view_line(
    location: str | None, mode: str | None, what: Sequence[str], options: Sequence[str]
) -> str:
    """Return a command line of ``view`` for a shell."""
    words = [f"--{mode}"] if mode else []
    if any(each.startswith("-") for each in what):  # or they would be read as options
        words += [*options, "--", *what]
    else:
        words += [*what, *options]
    return shlex.join(["inroads", *(["-g", location] if location else []), "view", *words])


def see(
    ctx: click.Context, form: str, mode: str, what: Sequence[str], options: Sequence[str] = ()
) -> None:
    """Print how to see an answer, below its text."""
    from graph.pages.plain import printable

    if form != "text" or "answers" in ctx.obj:
        return
    emit("\n" + printable(f"See it: {_view_line(ctx.obj['location'], mode, what, options)}") + "\n")
