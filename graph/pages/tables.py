"""Records as a table, as lines for other programs, or as a document's table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.pages.plain import cell, printable

if TYPE_CHECKING:
    from rich.console import RenderableType

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
    """Return a table for a terminal of ``width`` columns.

    Cells are wrapped between words, never inside one, so that ids can be copied; where that
    leaves no room, each row becomes a block of ``column: value`` lines.
    """
    rows = [tuple(printable(each) for each in row) for row in listing.rows]
    if not listing.columns:
        return ""
    columns = list(zip(listing.columns, *rows, strict=True))
    widths = _widths(columns, width)
    return (
        _drawn(listing.columns, rows, widths) if widths else _blocks(listing.columns, rows, width)
    )


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return a width for each column that fits its longest word; none if there is no room.

    What is left over goes to the columns that need little more first.
    """
    from rich.cells import cell_len

    least = [max(_longest_word(cell) for cell in column) for column in columns]
    wanted = [max(cell_len(cell) for cell in column) for column in columns]
    spare = width - sum(least) - _GAP * (len(columns) - 1)
    if spare < 0:
        return []
    widths = list(least)
    by_need = sorted(range(len(columns)), key=lambda i: wanted[i] - least[i])
    for place, i in enumerate(by_need):
        given = min(wanted[i] - least[i], spare // (len(by_need) - place))
        widths[i] += given
        spare -= given
    return widths


_GAP = 2  # columns between two cells, as rich draws them


def _longest_word(cell: str) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, cell.split()), default=0)


def _drawn(columns: Sequence[str], rows: Sequence[tuple[str, ...]], widths: Sequence[int]) -> str:
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for column, width in zip(columns, widths, strict=True):
        drawn.add_column(Text(column), overflow="fold", width=width)
    for row in rows:
        drawn.add_row(*map(Text, row))
    return _printed([drawn], sum(widths) + _GAP * len(widths))


def _blocks(columns: Sequence[str], rows: Sequence[tuple[str, ...]], width: int) -> str:
    """Return each row as lines of its own; empty cells are left out."""
    from rich.text import Text

    lines = [Text(", ".join(columns), overflow="fold")] if not rows else []
    for row in rows:
        lines += [Text("")] if lines else []
        lines += [
            Text(f"{column}: {each}", overflow="fold")
            for column, each in zip(columns, row, strict=True)
            if each or (column == columns[0] and not any(row))
        ]
    return _printed(lines, width)


def _printed(parts: Sequence[RenderableType], width: int) -> str:
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, highlight=False)
    for part in parts:
        console.print(part)
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
