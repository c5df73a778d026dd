"""Text from sources is hostile: names, words and titles never reach a terminal raw."""

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from runs import Inroads

# Controls are refused in claim files; what is left turns text about, hides or breaks lines.
EVIL = "=CMD|\u202eEVIL\u2066<b>|*_[x](y)\u200b\u2028\ue000"
UNSAFE = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
QUOTE = "=SUM(1)\u2066 owns \u202eBex"
CLAIM_FILE = f"""
inroads: "1"
document:
  id: evil
  text: evil.txt
  title: {EVIL!r}
  publisher: {EVIL!r}
  url: {EVIL!r}
  author: {EVIL!r}
  note: {EVIL!r}
entities:
  aldo: {{kind: Company, label: {EVIL!r}, also: {{en: [{EVIL + "2"!r}]}}, ids: {{lei: {EVIL!r}}}}}
  bex: {{kind: Brand, label: Bex}}
statements:
  - quote: {QUOTE!r}
    speaker: {{unnamed: {EVIL!r}}}
    claims:
      - aldo owns bex share="=1+1"
"""


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A claim file whose every text is made to harm."""
    (tmp_path / "evil.txt").write_text(QUOTE, "utf-8")
    path = tmp_path / "evil.yaml"
    escaped = CLAIM_FILE.replace("'", '"')  # Python and YAML write these escapes alike
    path.write_text(escaped, "utf-8")
    return path


def hostile(text: str) -> set[str]:
    """Return the characters that control a terminal, break a line or turn its direction."""
    return {each for each in text if each != "\n" and unicodedata.category(each) in UNSAFE}


@pytest.mark.parametrize(
    "args",
    [
        ("ask", "who owns Bex"),
        ("ask", "who owns Bex", "--explain"),
        ("path", "aldo", "Bex"),
        ("path", "aldo", "Bex", "--explain"),
        ("show", "aldo"),
        ("find", "EVIL"),
        ("find", "EVIL", "-f", "table"),
        ("find", "EVIL", "-f", "md"),
        ("claims",),
        ("claims", "-f", "table"),
        ("claims", "-f", "md"),
        ("info",),
        ("rank",),
        ("rank", "-f", "table"),
        ("communities",),
        ("communities", "-f", "table"),
        ("path", "aldo", "Bex", "-f", "md"),
        ("path", "aldo", "Bex", "-f", "dot"),
        ("path", "aldo", "Bex", "-f", "mermaid"),
        ("ask", "who owns Bex", "-f", "md"),
        ("query", "SELECT ?l { ?x rdfs:label ?l }", "-f", "table"),
        ("query", "SELECT ?x ?l { ?x rdfs:label ?l }", "-f", "md"),
        ("show", "EVILL"),
        ("why", "CLAIM"),
        ("cite", "CLAIM"),
        ("cite", "CLAIM", "-f", "md"),
    ],
    ids=" ".join,
)
def test_nothing_hostile_reaches_a_terminal(
    args: tuple[str, ...], evil: Path, inroads: Inroads
) -> None:
    """Controls, escapes and direction marks are shown as what they are."""
    claim = inroads("-g", str(evil), "claims").stdout.splitlines()[1].split("\t")[0]
    run = inroads("-g", str(evil), *(claim if each == "CLAIM" else each for each in args))
    assert set() == hostile(run.stdout.replace("\t", "")) | hostile(run.stderr)
    assert run.status == 0 or "EVILL" in args


def test_the_words_are_shown_with_their_escapes(evil: Path, inroads: Inroads) -> None:
    """Nothing is dropped: the reader sees what the source holds."""
    text = " ".join(inroads("-g", str(evil), "show", "Bex").stdout.split())
    assert r"“=SUM(1)\u2066 owns \u202eBex”" in text


@pytest.mark.parametrize(
    "args",
    [("claims",), ("find", "EVIL"), ("query", "SELECT ?l { ?x rdfs:label ?l }")],
    ids=" ".join,
)
def test_a_spreadsheet_runs_no_formula(args: tuple[str, ...], evil: Path, inroads: Inroads) -> None:
    """A cell that would be a formula begins with an apostrophe."""
    cells = [
        each
        for row in csv.reader(io.StringIO(inroads("-g", str(evil), *args, "-f", "csv").stdout))
        for each in row
    ]
    assert [] == [each for each in cells if each.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(each.startswith("'=CMD|") for each in cells) or args == ("claims",)


@pytest.mark.parametrize("args", [("claims",), ("find", "EVIL"), ("cite", "CLAIM")], ids=" ".join)
def test_markdown_holds_no_markup_of_a_source(
    args: tuple[str, ...], evil: Path, inroads: Inroads
) -> None:
    """No HTML, no link, and as many bars as the table has columns."""
    claim = inroads("-g", str(evil), "claims").stdout.splitlines()[1].split("\t")[0]
    text = inroads(
        "-g", str(evil), *(claim if each == "CLAIM" else each for each in args), "-f", "md"
    ).stdout
    assert "<b>" not in text
    assert "[x](y)" not in text
    if args[0] != "cite":
        bars = {line.replace("\\|", "").count("|") for line in text.splitlines()}
        assert 1 == len(bars)


def test_tabs_and_line_ends_in_a_cell_keep_the_columns(tmp_path: Path, inroads: Inroads) -> None:
    """A row of tsv has as many tabs as its heading, whatever a name holds."""
    path = tmp_path / "a.yaml"
    path.write_text(
        'inroads: "1"\ndocument: {id: a}\nentities:\n  a: {kind: Company, label: "x\\ty\\nz"}\n',
        "utf-8",
    )
    head, row = inroads("-g", str(path), "find", "x", "-f", "tsv").stdout.splitlines()
    assert head.count("\t") == row.count("\t")
    assert row.startswith("x y z\t")
