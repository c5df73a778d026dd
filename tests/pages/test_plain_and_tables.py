"""Text from sources made safe, and records as tables, lines and documents."""

import csv
import html
import io
import json
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from wcwidth import wcswidth

from graph.pages.plain import cell, printable, wrapped
from graph.pages.tables import FORMATS, Listing, markdown_text

UNSAFE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
TEXT = st.text(st.characters(), max_size=40)
MARKUP = st.text(st.sampled_from("ab1.)(-+*_`[]#~<>&|!=\\$:/ \t\n\"'@"), max_size=12)
WIDE = st.text(st.sampled_from("ab 吉利Ω한é"), max_size=30)
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
COMMONMARK = MarkdownIt("commonmark").enable("table").enable("strikethrough")

# printable


@given(TEXT)
@example("\x1b[31m")
@example("\x9b31m")
@example(BIDI)
@example("\ud800")
@example("a\u2028b\u2029c\x85d\re")
def test_printable_returns_nothing_that_controls_a_terminal(text: str) -> None:
    """No control, escape, direction mark, line separator or half of a character is left."""
    assert [] == [each for each in printable(text) if unicodedata.category(each) in UNSAFE]


@given(TEXT)
def test_printable_text_is_one_line(text: str) -> None:
    """Whatever breaks lines in whatever program."""
    assert len(printable(text).splitlines()) <= 1


@given(st.text(st.characters(exclude_categories=UNSAFE), max_size=40))
@example("CATL 宁德时代 – “Größe” 10\u00a0%")
def test_printable_keeps_harmless_text_as_it_is(text: str) -> None:
    """Every script and every typographic mark."""
    assert text == printable(text)


@given(TEXT)
def test_printing_again_changes_nothing(text: str) -> None:
    """What has been made visible stays as it is."""
    assert printable(text) == printable(printable(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\nb", "a b"), ("\x1b[31m", r"\x1b[31m"), ("\t", r"\x09"), ("\u202e", r"\u202e"), ("\U000e0001", r"\ue0001"), ("\ufeff", r"\ufeff")],
)  # fmt: skip
def test_printable_shows_what_it_replaces(text: str, expected: str) -> None:
    """Line ends are spaces; other characters show their number."""
    assert expected == printable(text)


# cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=", "-", "+A1", '=HYPERLINK("x")']
)
def test_a_cell_that_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    """Spreadsheets then show it as text."""
    assert f"'{text}" == cell(text)


@pytest.mark.parametrize(
    "text", ["", "-5", "+0.5", "-1e3", "5-3", "a=b", "’=", "Ford", " =1", "10 %"]
)
def test_numbers_and_plain_text_are_cells_as_they_are(text: str) -> None:
    """A negative number stays a number."""
    assert text == cell(text)


@given(TEXT)
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    """Whatever a source holds."""
    shown = cell(text)
    if shown.startswith(("=", "+", "-", "@", "\t", "\r")):
        float(shown)


# Markdown


def seen(document: str) -> str:
    """Return the text that a browser shows of HTML, spaces apart."""
    return html.unescape(re.sub("<[^>]+>", "", document))


@given(MARKUP)
@example("<script>alert(1)</script>")
@example("[a](javascript:b)")
@example("1. a")
@example("> a")
@example("    code")
def test_markdown_shows_text_as_it_is(text: str) -> None:
    """In a paragraph: no markup, no list, no quotation, no HTML."""
    document = COMMONMARK.render(markdown_text(text) + "\u2020")  # as a mark of a footnote
    assert f"{printable(text).strip()}\u2020".split() == seen(document).split() or not text.strip()
    assert [] == re.findall("<(?!/?p>)[^>]+>", document)


@given(st.lists(st.tuples(MARKUP, MARKUP), max_size=3))
def test_a_markdown_table_has_a_cell_for_each_value(rows: list[tuple[str, str]]) -> None:
    """Bars and line ends inside a cell break no row."""
    document = COMMONMARK.render(FORMATS["md"](Listing(("a", "b"), rows), 0))
    cells = re.findall("<td>(.*?)</td>", document, re.DOTALL)
    assert [printable(each).split() for row in rows for each in row] == [
        seen(each).split() for each in cells
    ]


# Tables on a terminal


@given(st.lists(st.tuples(WIDE, WIDE, WIDE), max_size=3), st.integers(12, 100))
def test_no_line_of_a_table_is_wider_than_the_terminal(
    rows: list[tuple[str, ...]], width: int
) -> None:
    """Wide scripts count two columns a letter."""
    lines = FORMATS["table"](Listing(("id", "standing", "sentence"), rows), width).splitlines()
    assert max(map(wcswidth, lines)) <= width


@given(
    st.integers(1, 20).flatmap(lambda n: st.lists(st.tuples(*[WIDE] * n), min_size=1, max_size=3)),
    st.integers(2, 100),
)
def test_a_table_leaves_no_letter_out_however_narrow(
    rows: list[tuple[str, ...]], width: int
) -> None:
    """Where there is no room for columns, each row is a block that names them."""
    columns = tuple(f"c{n}" for n in range(len(rows[0])))
    drawn = FORMATS["table"](Listing(columns, rows), width)
    as_table = [*columns, *(text for row in rows for text in row)]
    as_blocks = [
        f"{column}:{text}"
        for row in rows
        for column, text in zip(columns, row, strict=True)
        if text or (column == "c0" and not any(row))
    ]
    shown = sorted(drawn.replace(" ", "").replace("\n", ""))
    assert shown in [sorted("".join(each).replace(" ", "")) for each in (as_table, as_blocks)]


def test_a_table_never_breaks_an_id() -> None:
    """What is copied from a table is whole: only spaces are broken at."""
    row = ("claim:0123456789abcdef", "some words that are long enough to wrap", "standing:stated")
    drawn = FORMATS["table"](Listing(("claim", "words", "standing"), [row]), 60)
    assert row[0] in drawn
    assert row[2] in drawn
    assert "claim: claim:0123456789abcdef\n" in FORMATS["table"](
        Listing(("claim", "words", "standing"), [row]), 30
    )


def test_a_table_holds_no_escapes_of_its_own_and_no_markup() -> None:
    """Neither colour, nor rich's square brackets, nor spaces at the ends of lines."""
    drawn = FORMATS["table"](Listing(("a",), [("[red]b[/red]",)]), 80)
    assert "a\n[red]b[/red]\n" == drawn


# Lines for programs


RECORDS = st.lists(st.tuples(TEXT, TEXT), max_size=4)


@given(RECORDS)
def test_tsv_has_the_columns_of_its_heading_in_every_line(rows: list[tuple[str, str]]) -> None:
    """One line a row, one tab between two cells."""
    lines = FORMATS["tsv"](Listing(("a", "b"), rows), 0).splitlines()
    assert [1] * (len(rows) + 1) == [line.count("\t") for line in lines]


@given(RECORDS)
def test_csv_reads_back_as_the_cells(rows: list[tuple[str, str]]) -> None:
    """RFC 4180: line ends, quotes and commas inside cells survive."""
    text = FORMATS["csv"](Listing(("a", "b"), rows), 0)
    assert [["a", "b"], *([cell(one), cell(two)] for one, two in rows)] == list(
        csv.reader(io.StringIO(text, newline=""), strict=True)
    )


@given(RECORDS)
def test_json_and_jsonl_hold_the_same_values_raw(rows: list[tuple[str, str]]) -> None:
    """Programs get what the source holds; a line of jsonl is one value."""
    listing = Listing(("a", "b"), rows)
    expected = [{"a": one, "b": two} for one, two in rows]
    assert expected == json.loads(FORMATS["json"](listing, 0))
    assert expected == [json.loads(line) for line in FORMATS["jsonl"](listing, 0).split("\n")[:-1]]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("table", "a  b\n"),
        ("tsv", "a\tb\n"),
        ("csv", "a,b\r\n"),
        ("md", "| a | b |\n| --- | --- |\n"),
        ("json", "[]\n"),
        ("jsonl", ""),
    ],
)
def test_no_rows_leave_the_heading(form: str, expected: str) -> None:
    """An empty result is a result."""
    assert expected == FORMATS[form](Listing(("a", "b"), []), 80)


def test_objects_stand_in_for_rows_in_json() -> None:
    """A row is for people; JSON may hold more."""
    listing = Listing(("a",), [("1",)], [{"a": 1, "more": [2]}])
    assert [{"a": 1, "more": [2]}] == json.loads(FORMATS["json"](listing, 0))
    assert "a\n1\n" == FORMATS["tsv"](listing, 0)


def test_an_address_stays_in_one_piece() -> None:
    """It is there to be copied, whatever the width."""
    address = "https://example.org/" + "long-way/" * 20
    assert ["   word", f"     {address}"] == wrapped(f"word {address}", 40, "   ")
