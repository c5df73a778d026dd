"""Who is who, from the command line: judged, undone by deleting a line, and suggested."""

import getpass
import json
from datetime import date
from pathlib import Path

import pytest
from runs import Inroads

from graph.claims.judgements import HEADER

ONE = """\
inroads: "1"
document: {id: one, publisher: The Post}
entities:
  northwind: {kind: Company, label: Northwind Corp}
  sorrel: {kind: Company, label: Sorrel Motors, also: {en: [Twin]}}
  voltia: {kind: Brand, label: Voltia}
statements:
  - paraphrase: Sorrel supplies Northwind.
    claims: [sorrel suppliesTo northwind]
  - paraphrase: Northwind owns a brand.
    claims: [northwind owns voltia]
"""
TWO = """\
inroads: "1"
document: {id: two, publisher: The Wire}
entities:
  beifeng: {kind: Company, label: Northwind, also: {zh: 北風}}
  aldmere: {kind: City, label: Aldmere, also: {en: [Twin]}}
  plant: {kind: Facility, label: Northwind plant}
statements:
  - paraphrase: Northwind runs a plant in Aldmere.
    claims: [beifeng operates plant, plant locatedIn aldmere]
"""
BY = ("--by", "Ada", "--when", "2026-05")


@pytest.fixture
def desk(tmp_path: Path, inroads: Inroads) -> str:
    """Return a graph in which one company has two ids, each in a document of its own."""
    for name, text in (("one", ONE), ("two", TWO)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    folder = str(tmp_path / "desk")
    assert 0 == inroads("init", folder).status
    loaded = [str(tmp_path / f"{name}.yaml") for name in ("one", "two")]
    assert 0 == inroads("-g", folder, "load", *loaded).status
    return folder


def judgements(desk: str) -> Path:
    """Return the file that people may edit."""
    return Path(desk) / "identity.txt"


def reaches(desk: str, inroads: Inroads) -> bool:
    """Tell whether a path leads through both documents."""
    run = inroads("-g", desk, "path", "Sorrel Motors", "Aldmere", "--fail-if-none")
    return run.status == 0


# ------------------------------------------------------------------------------ made and undone


def test_same_joins_what_two_documents_say_until_its_line_is_deleted(
    desk: str, inroads: Inroads
) -> None:
    """Byte for byte the graph that it was."""
    before = inroads("-g", desk, "export", "nquads").stdout
    assert not reaches(desk, inroads)
    run = inroads("-g", desk, "same", "Northwind Corp", "北風", *BY, "--why", "one website")
    line = 'same northwind beifeng by="Ada" when=2026-05 why="one website"\n'
    undo = f"To undo it, delete this line of {judgements(desk)}.\n"
    assert (0, line, undo) == (run.status, run.stdout, run.stderr)
    assert HEADER + line == judgements(desk).read_text("utf-8")
    assert reaches(desk, inroads)
    judgements(desk).write_text(HEADER, "utf-8")
    assert not reaches(desk, inroads)
    assert before == inroads("-g", desk, "export", "nquads").stdout


@pytest.mark.parametrize("name", ["beifeng", "kg:beifeng", "北風", "northwind", "Northwind"])
def test_old_ids_and_names_find_the_merged_entity(name: str, desk: str, inroads: Inroads) -> None:
    """In every command that takes a name."""
    inroads("-g", desk, "same", "northwind", "beifeng", *BY)
    shown = json.loads(inroads("-g", desk, "show", name, "-f", "json").stdout)
    assert ("northwind", "Northwind Corp") == (shown["id"], shown["label"])
    assert (["beifeng"], {}) == (shown["merged"], shown["external"])
    assert "Judged the same: kg:beifeng\n" in inroads("-g", desk, "show", name).stdout
    assert 0 == inroads("-g", desk, "path", name, "Aldmere", "--fail-if-none").status


def test_triples_tell_which_ids_were_merged(desk: str, inroads: Inroads) -> None:
    """As an identifier of the entity, for those who ask in SPARQL."""
    inroads("-g", desk, "same", "northwind", "beifeng", *BY)
    query = 'SELECT ?x { ?x dcterms:identifier "kg:beifeng" }'
    assert "northwind" in inroads("-g", desk, "query", query, "-f", "csv").stdout


def test_a_judgement_outlives_the_document_it_speaks_of(
    desk: str, tmp_path: Path, inroads: Inroads
) -> None:
    """It holds again as soon as the document is back."""
    inroads("-g", desk, "same", "northwind", "beifeng", *BY)
    assert 0 == inroads("-g", desk, "remove", "two").status
    assert 2 == inroads("-g", desk, "show", "beifeng").status
    assert 0 == inroads("-g", desk, "load", str(tmp_path / "two.yaml")).status
    assert reaches(desk, inroads)


def test_who_and_when_default_to_the_login_name_and_today(
    desk: str, inroads: Inroads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one clock in the program: it records what somebody did."""
    monkeypatch.setattr(getpass, "getuser", lambda: "ada")
    days = {date.today().isoformat()}
    written = inroads("-g", desk, "unsure", "northwind", "beifeng").stdout
    days.add(date.today().isoformat())
    assert written in {f'unsure northwind beifeng by="ada" when={day}\n' for day in days}


def test_without_a_login_name_somebody_must_be_named(
    desk: str, inroads: Inroads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container."""

    def nobody() -> str:
        raise OSError("no name")

    monkeypatch.setattr(getpass, "getuser", nobody)
    run = inroads("-g", desk, "same", "northwind", "beifeng")
    assert (2, "Error: you have no login name: say who judges, --by NAME.\n") == (
        run.status,
        run.stderr,
    )


# --------------------------------------------------------------------------- refused or needless


def refused(desk: str, inroads: Inroads, *args: str) -> str:
    """Return the message of a refusal, which changes neither file nor graph."""
    before = judgements(desk).read_bytes() if judgements(desk).exists() else b""
    run = inroads("-g", desk, *args, *BY)
    assert (2, "") == (run.status, run.stdout)
    assert before == (judgements(desk).read_bytes() if judgements(desk).exists() else b"")
    return run.stderr


def test_what_was_judged_so_already_is_not_written_again(desk: str, inroads: Inroads) -> None:
    """In either order of the ids; told with the line that says it."""
    for verdict in ("unsure", "different"):
        assert inroads("-g", desk, verdict, "voltia", "sorrel", *BY).stdout
        run = inroads("-g", desk, verdict, "sorrel", "voltia", *BY)
        assert (0, "") == (run.status, run.stdout)
        assert f"already: {verdict} voltia sorrel" in run.stderr
    inroads("-g", desk, "same", "northwind", "beifeng", *BY)
    run = inroads("-g", desk, "same", "beifeng", "northwind", *BY)
    assert (0, "") == (run.status, run.stdout)
    assert "(identity.txt, line 6)" in run.stderr


def test_a_contradiction_is_refused_with_the_lines(desk: str, inroads: Inroads) -> None:
    """The new one is told as new."""
    inroads("-g", desk, "same", "northwind", "beifeng", *BY)
    told = refused(desk, inroads, "different", "beifeng", "northwind")
    assert 'different beifeng northwind by="Ada" when=2026-05  (new)' in told
    assert 'same northwind beifeng by="Ada" when=2026-05  (identity.txt, line 4)' in told
    told = refused(desk, inroads, "unsure", "beifeng", "northwind")
    assert "this is judged already:\n  same northwind beifeng" in told


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("Sorrel Motors", "Northwind Corp", "document 'one' relates them to each other:\n  sorrel suppliesTo northwind\n"),
        ("Sorrel Motors", "Voltia", "'sorrel' is a Company in document 'one' and 'voltia' a Brand in document 'one'"),
        ("Sorrel Motors", "sorrel", "'Sorrel Motors' and 'sorrel' both name Sorrel Motors (kg:sorrel). Give two things.\n"),
        ("Twin", "Voltia", "'Twin' names several things: Aldmere (City, id aldmere); Sorrel Motors"),
        ("Nobody", "Voltia", "nothing in this graph is called 'Nobody'"),
    ],
)  # fmt: skip
def test_what_cannot_be_one_is_refused(
    one: str, other: str, message: str, desk: str, inroads: Inroads
) -> None:
    """With the reason; nothing is written."""
    assert message in refused(desk, inroads, "same", one, other)


def test_names_that_were_made_one_cannot_be_told_apart_by_name(desk: str, inroads: Inroads) -> None:
    """The message says which lines made them one."""
    inroads("-g", desk, "same", "northwind", "beifeng", *BY)
    told = refused(desk, inroads, "different", "Northwind Corp", "北風")
    assert "deleting a line undoes it:\n  same northwind beifeng" in told


@pytest.mark.parametrize("command", [("same", "a", "b"), ("different", "a", "b"), ("unsure", "a", "b"), ("duplicates",)])  # fmt: skip
def test_only_a_graph_of_ones_own_is_judged(
    command: tuple[str, ...], tmp_path: Path, inroads: Inroads
) -> None:
    """The built-in graph and a folder of claim files say how to make one."""
    (tmp_path / "one.yaml").write_text(ONE, "utf-8")
    for options in ((), ("-g", str(tmp_path))):
        run = inroads(*options, *command)
        assert (2, "") == (run.status, run.stdout)
        assert "Make one: `inroads init DIR`" in run.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"same northwind\n", ":1: 'same' takes two ids, not 1"),
        (b"# caf\xe9\n", ":1: this is not UTF-8"),
        (b"same northwind voltia\n", "'northwind' and 'voltia' are judged the same, but"),
    ],
)
def test_a_mistake_in_the_edited_file_is_told_by_every_command(
    content: bytes, message: str, desk: str, inroads: Inroads
) -> None:
    """With its line; mended, the graph is there again."""
    judgements(desk).write_bytes(content)
    for command in (("info",), ("same", "northwind", "beifeng"), ("load",), ("duplicates",)):
        run = inroads("-g", desk, *command)
        assert (2, "") == (run.status, run.stdout)
        assert message in run.stderr
    judgements(desk).write_bytes(b"same northwind beifeng\n")
    assert reaches(desk, inroads)


def test_words_of_a_judgement_never_reach_a_terminal_raw(desk: str, inroads: Inroads) -> None:
    """They may come from anybody who may edit the file."""
    judgements(desk).write_text('unsure northwind beifeng by="\u202eEVIL" why="=SUM(1)"\n', "utf-8")
    for form in ("table", "tsv", "md"):
        text = inroads("-g", desk, "duplicates", "-f", form).stdout
        assert "EVIL" in text
        assert "\u202e" not in text
    told = refused(desk, inroads, "different", "northwind", "northwind")
    assert "\u202e" not in told
    run = inroads("-g", desk, "unsure", "northwind", "beifeng", *BY)
    assert "\\u202eEVIL" in run.stderr


# --------------------------------------------------------------------------------- suggestions


def test_duplicates_suggests_and_merges_nothing(desk: str, inroads: Inroads) -> None:
    """Sorted by strength; once judged different, the pair is gone."""
    run = inroads("-g", desk, "duplicates", "-f", "json")
    (pair,) = json.loads(run.stdout)
    assert 94 == pair["strength"]
    assert ["beifeng", "northwind"] == [each["id"] for each in pair["entities"]]
    assert ["same but for 'corp': 'Northwind', 'Northwind Corp'"] == pair["reasons"]
    assert None is pair["unsure"]
    assert not judgements(desk).exists() or "same" not in judgements(desk).read_text("utf-8")
    inroads("-g", desk, "unsure", "northwind", "beifeng", *BY, "--why", "ask them")
    (pair,) = json.loads(inroads("-g", desk, "duplicates", "-f", "json").stdout)
    assert {"who": "Ada", "when": "2026-05", "why": "ask them"} == pair["unsure"]
    inroads("-g", desk, "different", "northwind", "beifeng", *BY)
    run = inroads("-g", desk, "duplicates", "-f", "json")
    assert ([], "no two entities look like one (strength 70 or more).\n") == (
        json.loads(run.stdout),
        run.stderr,
    )


def test_duplicates_stops_at_the_limit_and_says_so(
    desk: str, tmp_path: Path, inroads: Inroads
) -> None:
    """And lists nothing weaker than asked for."""
    third = ONE.replace("id: one", "id: three").replace("  sorrel:", "  sorrel-2:")
    third = third.replace("sorrel supplies", "sorrel-2 supplies").replace("Motors", "Motors Ltd")
    (tmp_path / "three.yaml").write_text(third, "utf-8")
    assert 0 == inroads("-g", desk, "load", str(tmp_path / "three.yaml")).status
    run = inroads("-g", desk, "duplicates", "--limit", "1", "-f", "tsv")
    assert 2 == len(run.stdout.splitlines())
    assert "1 of 2 pairs; --limit shows more.\n" == run.stderr
    strong = inroads("-g", desk, "duplicates", "--min", "95", "-f", "json")
    assert ["sorrel", "sorrel-2"] == [e["id"] for e in json.loads(strong.stdout)[0]["entities"]]
    assert 1 == len(json.loads(strong.stdout))
