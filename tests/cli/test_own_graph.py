"""A graph of one's own from the command line: made, filled, emptied and written back."""

from pathlib import Path

import pytest
from runs import INVENTED, ROOT, Inroads

SEEDS = ROOT / "seeds"
ARTICLE = SEEDS / "chinese-ev-makers-us.yaml"

CLAIM_FILE = """\
inroads: "1"
document: {{id: {id}, title: {title}, publisher: The Post}}
entities:
  acme: {{kind: Company, label: Acme}}
  {other}: {{kind: Company, label: {label}}}
statements:
  - paraphrase: Acme owns it.
    claims: [acme owns {other}]
"""


def claim_file(folder: Path, id_: str, other: str = "bolt", title: str = "News") -> Path:
    """Write a claim file of one claim and return its path."""
    path = folder / f"{id_}.yaml"
    text = CLAIM_FILE.format(id=id_, other=other, label=other.title(), title=title)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def desk(tmp_path: Path, inroads: Inroads) -> str:
    """Return the folder of an empty graph."""
    folder = str(tmp_path / "desk")
    assert 0 == inroads("init", folder).status
    return folder


def exported(inroads: Inroads, *options: str) -> str:
    """Return all triples of a graph."""
    return inroads(*options, "export", "nquads").stdout


def test_an_empty_graph_can_be_asked(desk: str, inroads: Inroads) -> None:
    """It holds nothing, and says so instead of failing."""
    run = inroads("-g", desk, "find", "CATL")
    assert (0, "nothing is called 'CATL' or like it.\n") == (run.status, run.stderr)
    assert "" == exported(inroads, "-g", desk)


def test_the_seeds_loaded_give_the_built_in_graph(tmp_path: Path, inroads: Inroads) -> None:
    """A graph of one's own answers as the one that ships, to the byte."""
    folder = str(tmp_path / "desk")
    run = inroads("init", folder, "--with", "seeds")
    assert (0, "added 3 documents: chinese-ev-makers-us, geonames, iso-3166.\n") == (
        run.status,
        run.stderr,
    )
    assert exported(inroads) == exported(inroads, "-g", folder)


def test_the_environment_names_the_graph(
    desk: str, inroads: Inroads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """INROADS_GRAPH stands for -g."""
    monkeypatch.setenv("INROADS_GRAPH", desk)
    assert 0 == inroads("load", str(ARTICLE)).status
    assert "Geely" in inroads("find", "Geely").stdout


def test_the_same_document_twice_changes_nothing(desk: str, inroads: Inroads) -> None:
    """The second load says so and writes no new generation."""
    inroads("-g", desk, "load", str(ARTICLE))
    before = (Path(desk) / "current").read_text()
    run = inroads("-g", desk, "load", str(ARTICLE))
    assert (0, "unchanged 1 document: chinese-ev-makers-us.\n") == (run.status, run.stderr)
    assert before == (Path(desk) / "current").read_text()


def test_a_new_version_replaces_what_the_document_said(
    desk: str, tmp_path: Path, inroads: Inroads
) -> None:
    """What only the old version said is gone, things it alone named included."""
    inroads("-g", desk, "load", str(claim_file(tmp_path, "news", "bolt")))
    run = inroads("-g", desk, "load", str(claim_file(tmp_path, "news", "crate")))
    told = "replaced 1 document: news.\n'news' no longer makes 1 claim that it made before.\n"
    assert (0, told) == (run.status, run.stderr)
    assert "Acme owns Crate." in inroads("-g", desk, "claims", "-f", "tsv").stdout
    assert "" == inroads("-g", desk, "find", "Bolt", "-f", "tsv").stdout.partition("\n")[2]


def test_what_is_removed_takes_only_its_own_away(
    desk: str, tmp_path: Path, inroads: Inroads
) -> None:
    """A claim that another document makes too stays."""
    one, other = claim_file(tmp_path, "one"), claim_file(tmp_path, "other")
    inroads("-g", desk, "load", str(one), str(other))
    alone = exported(inroads, "-g", str(other))
    run = inroads("-g", desk, "remove", "one")
    assert (0, "removed 1 document: one.\n") == (run.status, run.stderr)
    assert alone == exported(inroads, "-g", desk)


def test_what_another_document_takes_back_goes_only_with_that_one(
    desk: str, inroads: Inroads
) -> None:
    """Else a retraction would be left with nothing to take back; the message says what to type."""
    assert 0 == inroads("-g", desk, "load", str(INVENTED)).status
    run = inroads("-g", desk, "remove", "kestrel-ledger")
    assert (
        2,
        "",
        "Error: document 'harbour-grid' takes back what 'kestrel-ledger' said, and would be left "
        "with nothing to take back. Remove both: `inroads remove kestrel-ledger harbour-grid`.\n",
    ) == (run.status, run.stdout, run.stderr)
    run = inroads("-g", desk, "remove", "kestrel-ledger", "harbour-grid")
    assert "removed 2 documents: harbour-grid, kestrel-ledger.\n" == run.stderr


def test_an_unknown_document_is_not_removed(desk: str, inroads: Inroads) -> None:
    """The error names what is like it, and nothing is taken away."""
    inroads("-g", desk, "load", str(INVENTED))
    run = inroads("-g", desk, "remove", "gazetteer", "kestrel-leger")
    assert 2 == run.status
    assert (
        "no document of this graph has the id 'kestrel-leger'. Did you mean kestrel-ledger?"
        in run.stderr
    )
    assert "gazetteer" in inroads("-g", desk, "info", "-f", "tsv").stdout


def test_one_bad_file_keeps_the_good_ones_out(desk: str, tmp_path: Path, inroads: Inroads) -> None:
    """A load is all or nothing."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("inroads: '1'\ndocument: {id: bad}\nstatements: [{}]\n", "utf-8")
    run = inroads("-g", desk, "load", str(ARTICLE), str(bad))
    assert 2 == run.status
    assert f"{bad}:3: " in run.stderr
    assert "" == exported(inroads, "-g", desk)


def test_a_folder_is_loaded_with_all_below_it(desk: str, tmp_path: Path, inroads: Inroads) -> None:
    """Claim files in subfolders count; other files are passed over."""
    below = tmp_path / "news" / "2031"
    below.mkdir(parents=True)
    claim_file(below, "deep")
    claim_file(below.parent, "flat")
    (below / "notes.txt").write_text("not for you", "utf-8")
    run = inroads("-g", desk, "load", str(tmp_path / "news"))
    assert (0, "added 2 documents: deep, flat.\n") == (run.status, run.stderr)


def test_a_dump_gives_the_same_graph(tmp_path: Path, inroads: Inroads) -> None:
    """Claim files, texts and all: what is written back loads as what it was."""
    one, other, dumped = (str(tmp_path / name) for name in ("one", "other", "dumped"))
    inroads("init", one, "--with", "seeds")
    inroads("-g", one, "load", str(INVENTED))
    run = inroads("-g", one, "dump", dumped)
    assert (0, f"wrote 6 documents as 9 files into {dumped}.\n") == (run.status, run.stderr)
    inroads("init", other)
    inroads("-g", other, "load", dumped)
    assert exported(inroads, "-g", one) == exported(inroads, "-g", other)


def test_the_built_in_graph_can_be_dumped(tmp_path: Path, inroads: Inroads) -> None:
    """Whoever has only the program gets its claim files this way."""
    inroads("dump", str(tmp_path / "dumped"))
    names = {path.name for path in SEEDS.glob("*.yaml")} | {f.name for f in SEEDS.glob("*.txt")}
    assert names == {path.name for path in (tmp_path / "dumped").iterdir()}


def test_a_dump_never_writes_over_anything(tmp_path: Path, inroads: Inroads) -> None:
    """A folder that holds something is refused and stays as it is."""
    (tmp_path / "mine.yaml").write_text("mine")
    run = inroads("dump", str(tmp_path))
    assert (2, f"Error: '{tmp_path}' is there already and not empty. Name a new folder.\n") == (
        run.status,
        run.stderr,
    )
    assert ["mine.yaml"] == [path.name for path in tmp_path.iterdir()]


def test_texts_of_one_name_are_dumped_apart(tmp_path: Path, inroads: Inroads) -> None:
    """Two articles saved as article.txt both come back."""
    graph, dumped, again = (str(tmp_path / name) for name in ("graph", "dumped", "again"))
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "article.txt").write_text(f"Acme owns Bolt, says {name}.", "utf-8")
        (folder / "article.yaml").write_text(
            CLAIM_FILE.format(id=name, other="bolt", label="Bolt", title=name)
            .replace("publisher: The Post", "text: article.txt")
            .replace("paraphrase: Acme owns it.", "quote: Acme owns Bolt"),
            "utf-8",
        )
    inroads("init", graph)
    loaded = inroads("-g", graph, "load", str(tmp_path / "one"), str(tmp_path / "other"))
    assert 0 == loaded.status, loaded.stderr
    inroads("-g", graph, "dump", dumped)
    inroads("init", again)
    inroads("-g", again, "load", dumped)
    assert exported(inroads, "-g", graph) == exported(inroads, "-g", again)


@pytest.mark.parametrize("command", [["load", "x.yaml"], ["remove", "x"]])
def test_only_a_graph_of_ones_own_changes(command: list[str], inroads: Inroads) -> None:
    """For the built-in graph, and for claim files, the way to one is told."""
    for options in ([], ["-g", str(INVENTED)]):
        run = inroads(*options, *command)
        assert (2, "") == (run.status, run.stdout)
        assert "Make one: `inroads init DIR`" in run.stderr


def test_a_graph_is_not_made_where_something_is(tmp_path: Path, inroads: Inroads) -> None:
    """Neither over files nor over another graph."""
    (tmp_path / "mine").write_text("mine")
    run = inroads("init", str(tmp_path))
    assert (2, f"Error: '{tmp_path}' is not empty. Name a new folder.\n") == (
        run.status,
        run.stderr,
    )
    inroads("init", str(tmp_path / "graph"))
    again = inroads("init", str(tmp_path / "graph"))
    assert 2 == again.status
    assert "is a graph already" in again.stderr


def test_an_id_that_stands_for_another_text_is_refused(
    desk: str, tmp_path: Path, inroads: Inroads
) -> None:
    """Two analysts who both write `id: article` lose nothing; --replace is how to insist."""
    texts = {
        "one": "Acme owns Bolt, said the mayor on the bridge at noon.",
        "other": "In quite different news of another day: Acme owns Bolt; nobody was seen to weep.",
    }
    for name, text in texts.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "text.txt").write_text(text, "utf-8")
        (folder / "article.yaml").write_text(
            CLAIM_FILE.format(id="article", other="bolt", label="Bolt", title=name)
            .replace("publisher: The Post", "text: text.txt")
            .replace("paraphrase: Acme owns it.", "quote: Acme owns Bolt"),
            "utf-8",
        )
    one, other = str(tmp_path / "one"), str(tmp_path / "other" / "article.yaml")
    inroads("-g", desk, "load", one)
    before = exported(inroads, "-g", desk)
    run = inroads("-g", desk, "load", other)
    assert 2 == run.status
    assert f"{other}: the document id 'article' already stands for another text" in run.stderr
    assert before == exported(inroads, "-g", desk)
    insisted = inroads("-g", desk, "load", "--replace", other)
    assert (0, "replaced 1 document: article.\n") == (insisted.status, insisted.stderr)
    both = inroads("-g", desk, "load", one, other)
    assert 2 == both.status
    assert "two documents have the id 'article'" in both.stderr


def test_a_new_version_that_says_less_is_told_to(
    desk: str, tmp_path: Path, inroads: Inroads
) -> None:
    """A part of an export, loaded where it came from, does not take claims away unnoticed."""
    inroads("-g", desk, "load", str(INVENTED))
    part = tmp_path / "part.jsonl"
    part.write_text(
        inroads("-g", desk, "claims", "--about", "northlay-laboratory", "-f", "jsonl").stdout
    )
    run = inroads("-g", desk, "load", str(part))
    assert 0 == run.status
    assert "'harbour-grid' no longer makes" in run.stderr


def test_another_page_does_not_take_the_id_of_one(
    desk: str, tmp_path: Path, inroads: Inroads
) -> None:
    """Without texts the addresses tell two documents apart."""
    pages = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        page = claim_file(tmp_path / name, "page", title=name)
        address = f"publisher: The Post, url: 'https://post.example/{name}'"
        page.write_text(page.read_text("utf-8").replace("publisher: The Post", address), "utf-8")
        pages.append(str(page))
    inroads("-g", desk, "load", pages[0])
    before = exported(inroads, "-g", desk)
    run = inroads("-g", desk, "load", pages[1])
    assert (2, before) == (run.status, exported(inroads, "-g", desk))
    assert "the document id 'page' already stands for another text" in run.stderr
    assert 0 == inroads("-g", desk, "load", "--replace", pages[1]).status


def test_claims_in_bulk_open_without_a_graph(tmp_path: Path, inroads: Inroads) -> None:
    """-g takes what load takes."""
    bulk = tmp_path / "seed.jsonl"
    bulk.write_text(inroads("claims", "-f", "jsonl").stdout, "utf-8")
    run = inroads("-g", str(bulk), "path", "CATL", "Michigan")
    assert (0, "") == (run.status, run.stderr)
    assert "Together with Ford, CATL is a partner" in run.stdout
