"""Options that several commands take, and the closed lists they choose from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import click

from graph.errors import BadParameter

RECORD_FORMATS = ("table", "tsv", "json", "jsonl", "csv", "md")


STANDINGS = (
    "corroborated", "stated", "implied", "announced", "reported", "possible",
    "opinion", "disputed", "denied", "superseded", "retracted",
)  # fmt: skip


ANSWER_FORMATS = ("text", "json", "md", "dot", "mermaid")


FLOWS = ("technology", "supply", "capital", "control", "market")


def format_option(choices: Iterable[str], default: str | None = None) -> Callable[[Any], Any]:
    """Return the option ``-f``; without a default it is a table, or tsv in a pipe."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(list(choices)),
        default=default,
        help="Default: table on a terminal, tsv in a pipe." if default is None else None,
        show_default=default is not None,
    )


def standing_option(what: str = "The weakest standing that counts.") -> Callable[[Any], Any]:
    """Return the option ``--standing``."""
    return click.option(
        "--standing",
        type=click.Choice(STANDINGS),
        default="disputed",
        show_default=True,
        help=what,
    )


def timeout_option(seconds: int) -> Callable[[Any], Any]:
    """Return the option ``--timeout``."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0),
        callback=_seconds,
        default=seconds,
        show_default=True,
        metavar="SECONDS",
        help="Time limit; 0 switches it off.",
    )


def _seconds(_: click.Context, __: click.Parameter, value: float) -> float:
    if math.isnan(value):
        raise click.BadParameter("nan is no number of seconds.")
    return value


def pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    """Return the values of ``-p NAME=VALUE`` by name; raises BadParameter."""
    found: dict[str, str] = {}
    for each in parameters:
        name, equals, value = each.partition("=")
        if not equals:
            raise BadParameter(f"-p {each} is not name=value.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise BadParameter(f"the value of -p {name} is no UTF-8 text.")
        found[name] = value
    return found
