"""What the README prints of the program, for cog: real output, so that it cannot drift."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

ROOT = Path(__file__).parent.parent
_RUN = [sys.executable, "-c", "from cli import main; main()"]


def example(command: str, *, lines: int = 0) -> str:
    """Return a command line with its output as a console block, cut after ``lines`` lines."""
    words = shlex.split(command)
    if words[0] != "inroads":
        raise ValueError(f"'{command}' is no inroads command")
    done = subprocess.run(
        [*_RUN, *words[1:]], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    shown = done.stdout.rstrip("\n").split("\n")
    if lines and len(shown) > lines:
        shown = [*shown[:lines], "..."]
    return "\n".join(["```console", f"$ {command}", *shown, "```"])


def reference() -> str:
    """Return a table of the commands with the first sentence of their help."""
    import click

    import cli

    rows = ["| command | does |", "|---|---|"]
    with click.Context(cli.commands, info_name="inroads"):
        for name, command in sorted(_commands(cli.commands)):
            usage = " ".join(command.collect_usage_pieces(click.Context(command)))
            usage = usage.removeprefix("[OPTIONS] ").replace("|", "\\|")
            does = command.get_short_help_str(limit=200)
            rows.append(f"| `inroads {name} {usage}`".rstrip() + f" | {does} |")
    return "\n".join(rows)


def _commands(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield the commands of a group with their whole names, those of groups within it too."""
    import click

    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def standings() -> str:
    """Return a table of the standings, best to worst, with what each means."""
    import ontology
    from ontology.namespaces import IR, SKOS

    turtle = ontology.load()
    found = turtle.query(
        f"SELECT ?n ?label ?means {{ ?s <{SKOS}inScheme> <{IR}standingList> ; "
        f"<{SKOS}notation> ?n ; <{SKOS}prefLabel> ?label ; <{SKOS}definition> ?means }}"
    )
    rows = sorted((int(row[0]), str(row[1]), str(row[2])) for row in found)
    return "\n".join(
        ["| standing | the claim is |", "|---|---|"]
        + [f"| {label} | {means} |" for _, label, means in rows]
    )


def queries() -> str:
    """Return a table of the stored queries."""
    import queries as stored

    rows = ["| query | gives |", "|---|---|"]
    for name in stored.names():
        query = stored.describe(name)
        parameters = " ".join(f"-p {p.name}=..." for p in query.parameters if p.default is None)
        command = f"`inroads query {name} {parameters}".rstrip() + "`"
        rows.append(f"| {command} | {query.title} |")
    return "\n".join(rows)
