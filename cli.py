"""The command line of Inroads: the group of all commands, streams and exit status.

Nothing heavy is imported here: a command's module is imported when the command is asked for, and
imports what it needs when it runs.
"""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from graph.errors import InroadsError

SUBJECTS = {
    "asking": ("ask",),
    "files": ("check", "export"),
    "judging": ("different", "duplicates", "same", "unsure"),
    "looking": ("cite", "claims", "find", "info", "show", "why"),
    "measuring": ("communities", "rank"),
    "owning": ("dump", "init", "load", "remove"),
    "paths": ("barriers", "cut", "path", "whatif"),
    "querying": ("queries", "query"),
    "stored": ("diff", "questions"),
    "viewing": ("view",),
}
"""The modules of :mod:`graph.commands`, and the commands each of them holds."""
_LONGEST_LINE = 1000
_LONG_WORD = re.compile(r"(\S{200})\S{100,}")


class _Group(click.Group):
    """Loads a command when it is asked for, and tells errors in one or two lines, with status 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(name for names in SUBJECTS.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None where there is none of this name."""
        for subject, names in SUBJECTS.items():
            if cmd_name in names:
                command: click.Command = getattr(
                    import_module(f"graph.commands.{subject}"), cmd_name
                )
                return command
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors that are meant for the user become failures."""
        try:
            return super().invoke(ctx)
        except InroadsError as error:
            raise _Failure(_message(str(error))) from error


class _Failure(click.ClickException):
    exit_code = 2


def _message(text: str) -> str:
    """Return a message as it may be shown: no control characters, no endless words or lines."""
    from graph.pages.plain import printable

    return "\n".join(_shortened(printable(line)) for line in text.split("\n"))


def _shortened(line: str) -> str:
    line = _LONG_WORD.sub(r"\1...", line)
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{line[: _LONGEST_LINE - 300]} ... {line[-300:]}"


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-g",
    "--graph",
    "location",
    envvar="INROADS_GRAPH",
    metavar="PATH",
    help="A graph of your own, a file that load reads, or a folder of claim files; "
    "else the graph that ships with the program.",
)
@click.option("-q", "--quiet", is_flag=True, help="No messages, only results.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _, asked: _print_version(ctx) if asked else None,
    help="Show the version and exit.",
)
@click.pass_context
def commands(ctx: click.Context, location: str | None, quiet: bool) -> None:
    """Industry relationships as claims with evidence: ask, follow paths, cite.

    Try: inroads ask "how does CATL reach Michigan"
    """
    ctx.obj = {"location": location, "quiet": quiet}
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def _print_version(ctx: click.Context) -> NoReturn:
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"inroads {version('inroads')}")
    except PackageNotFoundError:
        click.echo("inroads, from a checkout that is not installed")
    ctx.exit()


def main() -> NoReturn:
    """Run the command line; every way out of it passes here."""
    _prepare_streams()
    try:
        status = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        status = _quiet_pipe()
    except OSError as error:
        _leave_unwritten(error)
    _leave(status)


def _prepare_streams() -> None:
    """Let every character be written, escaped where it must be; closed streams are empty."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115  # stays open to the end
        elif isinstance(stream, io.TextIOWrapper) and name != "stdin":
            stream.reconfigure(errors="backslashreplace")


def _run() -> int:
    """Return the exit status of one run: 0, 1, 2 or 130."""
    try:
        status = commands.main(prog_name="inroads", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        told = [str(each) for each in (error.__cause__ or error).args]  # what became of the work
        click.echo(" ".join(["Interrupted.", *told]), err=True)
        return 130
    except SystemExit:  # how click answers a closed pipe
        return _quiet_pipe()
    return status if isinstance(status, int) else 0


def _leave_unwritten(error: OSError) -> NoReturn:
    """Say what cannot be read or written and exit with 2; what is left to write is lost."""
    what = f"open {error.filename}" if error.filename else "write the output"
    with suppress(OSError):
        click.echo(_message(f"Error: cannot {what}: {error.strerror}"), err=True)
    os._exit(2)


def _quiet_pipe() -> int:
    """Let a closed pipe end quietly: nothing more can be written there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _leave(status: int) -> NoReturn:
    """Exit; if a query was given up on, without waiting for the engine it still runs in."""
    sparql = sys.modules.get("graph.store.sparql")
    if sparql is not None and sparql.abandoned():
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    main()
