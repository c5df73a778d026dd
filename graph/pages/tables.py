"""Records as a table, as lines for other programs, or as a document's table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.pages.plain import cell, printable

_LINE_MARK = re.compile(r"(\d*)([-+.)])")
_NARROWEST = 4  # columns: a letter of any script and the gap; below that rich drops letters


@dataclass(frozen=True)
class Listing:
    """Rows of text under headings; ``objects`` is what JSON gives for each row."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    objects: Sequence[Any] = ()

    def data(self) -> list[Any]:
        """Return one JSON value a row."""
        if self.objects:
            return list(self.objects)
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def table(listing: Listing, width: int) -> str:
    """Return a table for a terminal of ``width`` columns; long cells are wrapped.

    Where the columns are too many for that, lines are longer and nothing is left out.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for column in listing.columns:
        drawn.add_column(column, overflow="fold")
    for row in listing.rows:
        drawn.add_row(*(Text(printable(each)) for each in row))
    out = io.StringIO()
    width = max(width, _NARROWEST * len(listing.columns))
    Console(file=out, width=width, color_system=None, highlight=False).print(drawn)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def tsv(listing: Listing, _: int) -> str:
    """Return tab-separated lines with a heading; tabs and line ends inside cells are spaces."""
    lines = [listing.columns, *listing.rows]
    return "".join(
        "\t".join(printable(each.replace("\t", " ")) for each in row) + "\n" for row in lines
    )


def comma(listing: Listing, _: int) -> str:
    """Return CSV (RFC 4180) that a spreadsheet reads as text, never as formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(listing.columns)
    writer.writerows([cell(each) for each in row] for row in listing.rows)
    return out.getvalue()


def markdown(listing: Listing, _: int) -> str:
    """Return a Markdown table (GitHub's)."""
    head, *body = (
        f"| {' | '.join(markdown_text(each) for each in row)} |\n"
        for row in (listing.columns, *listing.rows)
    )
    return "".join((head, f"|{' --- |' * len(listing.columns)}\n", *body))


def markdown_text(text: str) -> str:
    """Return text that Markdown shows as it is, markup, HTML and list marks included."""
    escaped = printable(text).strip().replace("\\", "\\\\").replace("&", "&amp;")
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;")
    for mark in "|*_`[]#~":
        escaped = escaped.replace(mark, f"\\{mark}")
    begins = _LINE_MARK.match(escaped)
    return f"{begins[1]}\\{escaped[len(begins[1]) :]}" if begins else escaped


def as_json(listing: Listing, _: int) -> str:
    """Return one JSON array."""
    return json.dumps(listing.data(), ensure_ascii=False, indent=2) + "\n"


def jsonl(listing: Listing, _: int) -> str:
    """Return one JSON value a line."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in listing.data())


FORMATS: dict[str, Callable[[Listing, int], str]] = {
    "table": table,
    "tsv": tsv,
    "json": as_json,
    "jsonl": jsonl,
    "csv": comma,
    "md": markdown,
}
"""Each format by name; the number is the width of the terminal."""
