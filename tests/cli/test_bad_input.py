"""Whatever a user types: one or two lines that say what to do next, status 2, no traceback."""

import os
import unicodedata
from pathlib import Path

import pytest
from runs import INVENTED, Inroads

LONG = "x" * 100_000
BYTES = os.fsdecode(b"\xff\xfe")  # what undecodable bytes of a command line become
ESCAPE = "\x1b[31m\x07"
BIDI = "\u202eFord\u2066"
CLAIMS = "SELECT ?x { ?x a ir:Claim }"

# What is typed, and words of the message that help.
USAGE = [
    ((), "Usage: inroads"),
    (("nosuch",), "No such command 'nosuch'"),
    (("--nosuch",), "No such option '--nosuch'"),
    ((ESCAPE,), "No such command"),
    ((BYTES,), "No such command"),
    ((f"--{ESCAPE}",), "No such option"),
    (("-q",), "Missing command"),
    (("info", "x"), "unexpected extra argument"),
    (("ask",), "Missing argument 'QUESTION'"),
    (("ask", "who owns Volvo", "-f", "xml"), "is not one of 'text', 'json'"),
    (("ask", "who owns Volvo", "--timeout", "-1"), "not in the range x>=0"),
    (("ask", "who owns Volvo", "--timeout", "soon"), "is not a valid float"),
    (("ask", "who owns Volvo", "--timeout", "nan"), "nan is no number of seconds"),
    (("query", "ASK {}", "--timeout", "nan"), "nan is no number of seconds"),
    (("path", "Ford", "CATL", "--standing", "good"), "'corroborated', 'stated'"),
    (("path", "Ford", "CATL", "-k", "many"), "not a valid integer"),
    (("path", "Ford", "CATL", "--flow", "money"), "'technology', 'supply'"),
    (("path", "Ford", "CATL", "--direction", "back"), "'any', 'forward'"),
    (("find", "x", "--limit", "0"), "not in the range x>=1"),
    (("find", "x", "-f", ESCAPE), "is not one of 'table', 'tsv'"),
    (("claims", "--standing", "x"), "'corroborated', 'stated'"),
    (("export",), "turtle"),
    (
        ("export", "rdfxml"),
        "is not one of 'turtle', 'trig', 'nquads', 'jsonld', 'jsonl', 'graphml', 'gexf', 'csv', 'cypher'",
    ),
    (("ask", "who owns Volvo", "-f", "dot"), "is not one of 'text', 'json', 'md'"),
    (("rank", "--by", "fame"), "is not one of 'degree', 'betweenness'"),
    (("cite",), "Missing argument 'CLAIM...'"),
]
REFUSED = [
    # questions
    (("ask", ""), 'Ask like "who owns X"'),
    (("ask", " ?? "), 'Ask like "who owns X"'),
    (("ask", ESCAPE), "holds control characters or invisible ones (U+001B); remove them"),
    (("ask", LONG), "ask one question of at most 500"),
    (("ask", BYTES), "holds control characters or invisible ones (U+DCFF)"),
    (("ask", "why is the sky blue"), "what does not fit: 'sky', 'blue'"),
    (("ask", f"how does {BIDI} reach Michigan"), "invisible ones (U+202E)"),
    (("ask", "how does \u0130stanbul reach Michigan"), "`inroads find TEXT`"),
    (("ask", "which brands does Gely own"), "Did you mean Geely?"),
    (("ask", CLAIMS), "`inroads query`"),
    # paths
    (("path", "Ford"), "FROM TO, or several around a lone @"),
    (("path", "a", "b", "c"), "FROM TO, or several around a lone @"),
    (("path", "@", "@"), "FROM TO, or several around a lone @"),
    (("path", "Ford", "@"), "FROM TO, or several around a lone @"),
    (("path", "Ford", "Ford"), "a path needs two ends"),
    (("path", "Ford", "CATL", "-k", "0"), "-k must be at least 1, not 0"),
    (("path", "Ford", "CATL", "-k", "-2"), "-k must be at least 1, not -2"),
    (("path", "CATL", "Michigan", "--via", "Ford", "--avoid", "Ford"), "--avoid forbids it"),
    (("path", "CATL", "Michigan", "--direction", "forward", "--flow", "supply"), "leave out --direction"),
    (("path", "CATL", "Michigan", "--as-of", "soon"), "'soon' is no date. Write 2026, 2026-05"),
    (("path", "CATL", "Michigan", "--through", "Gadget"), "'Gadget' is no kind"),
    (("path", "class:City", "Michigan"), "this graph holds no city"),
    (("path", "CATL", "Geely", "@", "Michigan", "--pairwise"), "there are 2 FROM and 1 TO"),
    (("path", "@nosuch", "Michigan"), "no stored query is called 'nosuch'"),
    (("path", "Frod", "CATL"), "Did you mean Ford"),
    (("path", "", "CATL"), "nothing in this graph is called ''"),
    (("path", "--", "-x", "CATL"), "nothing in this graph is called '-x'"),
    (("path", "class:Compny", "CATL"), "Did you mean Company"),
    (("path", "in:Ford", "CATL"), "'Ford' is no place"),
    (("path", "from:", "CATL"), "nothing in this graph is called ''"),
    (("path", "Ford+", "CATL"), "nothing in this graph is called ''"),
    (("path", BYTES, "CATL"), "`inroads find TEXT`"),
    (("path", "Ford", "CATL", "-k", "0"), "-k must be at least 1"),
    (("path", "Ford", "CATL", "--max-hops", "-1"), "--max-hops must be at least 1"),
    # names and claims
    (("show", ""), "`inroads find TEXT`"),
    (("show", ESCAPE), r"'\x1b[31m\x07'"),
    (("show", BIDI), r"'\u202eFord\u2066'"),
    (("show", LONG), "`inroads find TEXT`"),
    (("-g", str(INVENTED), "show", "Northlay"), "northlay-town). Use the id of the one you mean"),
    (("why", ""), "`inroads claims`"),
    (("why", "zzzz"), "`inroads claims`"),
    (("why", "c"), "at least 4 digits"),
    (("why", BYTES * 4), "`inroads claims`"),
    (("cite", "cf91ce7eb20817fb", LONG), "`inroads claims`"),
    (("claims", "--about", "Nope"), "`inroads find TEXT`"),
    (("claims", "--relation", "own"), "Did you mean owns"),
    (("claims", "--relation", ""), "Known: "),
    (("claims", "--kind", "Compny"), "Did you mean Company?"),
    (("claims", "--document", "chinese-ev-maker"), "Did you mean chinese-ev-makers-us?"),
    (("claims", "--document", BYTES), "Known: chinese-ev-makers-us"),
    (("claims", "--as-of", "yesterday"), "Write 2026, 2026-05, 2026-05-17 or 2026-Q2"),
    (("claims", "--as-of", "2026-02-30"), "Write 2026, 2026-05, 2026-05-17 or 2026-Q2"),
    (("claims", "--as-of", ""), "Write 2026, 2026-05, 2026-05-17 or 2026-Q2"),
    (("claims", "--as-of", "\u0662\u0660\u0662\u0666"), "Write 2026"),
    (("rank", "--kind", "nope"), "Known: Agent"),
    (("communities", "--kind", "nope"), "Known: Agent"),
    (("export", "csv"), "csv is 2 files: name a folder with -o."),
    (("export", "turtle", "--standing", "stated"), "--standing is for graphml, gexf, csv, cypher"),
    # queries
    (("query", ""), "neither SPARQL, nor a stored query, nor a file"),
    (("query", "ownerz"), "Did you mean owners"),
    (("query", "/"), "neither SPARQL, nor a stored query, nor a file"),
    (("query", LONG), "neither SPARQL, nor a stored query, nor a file"),
    (("query", "a " * 1000), "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
    (("query", "brands-of"), "needs owner (the company whose brands are wanted): -p owner=..."),
    (("query", "brands-of", "-p", "owner"), "-p owner is not name=value"),
    (("query", "brands-of", "-p", "holder=Geely"), "it has owner"),
    (("query", "brands-of", "-p", "owner=Nope"), "nothing in this graph is called 'Nope'"),
    (("query", "ASK {}", "-p", "a=b"), "-p goes with the name of a stored query"),
    (("query", "ASK {}", "-f", "csv"), "ASK results come as json or xml"),
    (("query", "CONSTRUCT WHERE { ?s ?p ?o }", "-f", "json"), "CONSTRUCT results come as turtle"),
    (("query", f"{BYTES}{{"), "SPARQL syntax error at line 1, column 1"),
    (("query", "INSERT DATA { <a:a> <a:b> <a:c> }"), "queries are read-only"),
    (("query", "DROP ALL"), "queries are read-only"),
    (("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "no query leaves this machine"),
    (("query", "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }"), "Remove FROM and FROM NAMED"),
    # files
    (("-g", "/nowhere", "info"), "'/nowhere' does not exist"),
    (("-g", BYTES, "info"), "does not exist"),
    (("-g", "https://example.org/graph", "info"), "opens claim files and folders of them"),
    (("-g", str(Path(__file__).parent), "info"), "holds no claim file (*.yaml)"),
    (("-g", __file__, "info"), "nothing here reads such a file"),
    (("-g", LONG, "info"), "File name too long"),
    (("-g", "/nowhere", "check"), "'/nowhere' does not exist"),
    (("export", "nquads", "-o", "/nowhere/graph.nq"), "cannot write /nowhere/graph.nq: No such file or directory"),
    (("export", "csv", "-o", "/nowhere/graph"), "cannot write into /nowhere/graph: No such file or directory"),
    (("export", "csv", "-o", __file__), "cannot write into"),
    (("export", "nquads", "-o", ""), "cannot write"),
    (("export", "nquads", "-o", "."), "Is a directory"),
    (("export", "nquads", "-o", f"{__file__}/x"), "Not a directory"),
]  # fmt: skip


def short(value: object) -> str | None:
    """Return a readable name for a case."""
    if isinstance(value, tuple):
        return ascii(" ".join(each[:20] for each in value))
    return "" if isinstance(value, str) else None


def hostile(text: str) -> set[str]:
    """Return the characters that control a terminal or turn its direction."""
    return {each for each in text if each not in "\n\t" and unicodedata.category(each)[0] == "C"}


@pytest.mark.parametrize(("args", "helps"), USAGE, ids=short)
def test_wrong_usage_shows_the_usage_and_exits_with_2(
    args: tuple[str, ...], helps: str, inroads: Inroads
) -> None:
    """What is wrong, how it goes, and nothing on standard output."""
    run = inroads(*args)
    assert (2, "") == (run.status, run.stdout)
    assert "Usage: inroads" in run.stderr
    assert helps in run.stderr
    assert set() == hostile(run.stderr)


@pytest.mark.parametrize(("args", "helps"), REFUSED, ids=short)
def test_bad_input_is_told_in_a_line_that_helps(
    args: tuple[str, ...], helps: str, inroads: Inroads
) -> None:
    """One line or two (three for a place in a query), status 2, and nothing on standard output.

    What was typed is shown escaped and shortened: no control character, no endless line.
    """
    run = inroads(*args)
    assert (2, "") == (run.status, run.stdout)
    assert run.stderr.startswith("Error: ")
    assert helps in run.stderr
    assert len(run.stderr.splitlines()) <= (3 if "syntax error" in run.stderr else 2)
    assert max(map(len, run.stderr.splitlines())) <= 1100
    assert set() == hostile(run.stderr)


def test_a_syntax_error_points_at_its_place(inroads: Inroads) -> None:
    """Line, column, the line itself and a caret below the place."""
    run = inroads("query", "SELECT ?x {\n  ?x nope:owns ?y\n}")
    assert run.stderr.startswith(
        "Error: SPARQL syntax error at line 2, column 6: the prefix 'nope:'"
    )
    assert ["    ?x nope:owns ?y", "       ^"] == run.stderr.splitlines()[1:]


@pytest.mark.parametrize("content", [b"\xff\xfe{", b"", b"\n", b"ASK {" + b"x" * 2_000_000])
def test_bad_standard_input_is_told(content: bytes, inroads: Inroads) -> None:
    """Bytes that are no text, nothing at all, and far too much."""
    run = inroads("query", "-", stdin=content)
    assert (2, "") == (run.status, run.stdout)
    assert run.stderr.startswith("Error: ")


def test_a_question_of_broken_bytes_is_valid_json_all_the_same(inroads: Inroads) -> None:
    """The object repeats the question, escaped where it is no text."""
    run = inroads("ask", "-f", "json", BYTES)
    assert '"text": "\\udcff\\udcfe"' in run.stdout


@pytest.mark.parametrize("command", ["draw", "1", "\u0130", "ask\u200b"])
def test_an_unknown_command_names_the_way_to_help(command: str, inroads: Inroads) -> None:
    """Usage errors end with where to look."""
    assert "Try 'inroads --help' for help." in inroads(command).stderr


def test_a_failed_export_leaves_nothing_behind(inroads: Inroads, tmp_path: Path) -> None:
    """Neither half a file nor the one it is written to first."""
    folder = tmp_path / "graph.nq"
    folder.mkdir()
    assert 2 == inroads("export", "nquads", "-o", str(folder)).status
    assert [folder] == list(tmp_path.iterdir())
    assert [] == list(folder.iterdir())


def test_a_failed_export_keeps_the_file_that_was_there(
    inroads: Inroads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk is full, the old file stays whole."""
    path = tmp_path / "graph.nq"
    path.write_text("old")

    def fails(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fails)
    run = inroads("export", "nquads", "-o", str(path))
    assert (2, f"Error: cannot write {path}: No space left on device\n") == (run.status, run.stderr)
    assert [("graph.nq", "old")] == [(each.name, each.read_text()) for each in tmp_path.iterdir()]


def test_export_through_a_link_writes_the_file_it_points_to(
    inroads: Inroads, tmp_path: Path
) -> None:
    """The link stays a link."""
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.nq"
    link.symlink_to(tmp_path / "real" / "graph.nq")
    assert 0 == inroads("export", "nquads", "-o", str(link)).status
    assert link.is_symlink()
    assert inroads("export", "nquads").stdout == (tmp_path / "real" / "graph.nq").read_text("utf-8")
