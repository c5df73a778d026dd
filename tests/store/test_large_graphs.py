"""A large graph of one's own: what lies in its folder, and what is told where that is not whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import session
from graph.answers.model import to_json
from graph.errors import GraphDamaged, GraphVersion, OutputError
from graph.store import commits, faults, generations, own, seal
from graph.store.layout import SIDECAR
from graph.store.sidecar import files
from graph.store.sidecar.base import Base

ROOT = Path(__file__).parents[2]
INVENTED = ROOT / "tests" / "invented"


@pytest.fixture(autouse=True)
def every_graph_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INROADS_LARGE", "0")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a large graph of the invented documents."""
    folder = tmp_path / "desk"
    commits.create(folder)
    own.load(folder, [INVENTED])
    return folder


def base_of(folder: Path) -> Path:
    """Return the folder of the one base that a graph has."""
    (found,) = (folder / generations.BASES).iterdir()
    return found


def test_the_heavy_parts_lie_in_a_base_that_the_generation_names(desk: Path) -> None:
    generation = desk / generations.GENERATIONS / "1"
    assert {"manifest.json", "manifest-copy.json", "ontology.json", SIDECAR} == {
        path.name for path in generation.iterdir()
    }
    assert base_of(desk).name == generations.base_of((generation / SIDECAR).read_bytes())


def test_it_answers_as_the_small_graph_of_the_same_documents(
    desk: Path, invented: session.Session
) -> None:
    large = session.open(str(desk))
    assert isinstance(own.open(desk), generations.Generation)
    for ends in [("class:Company", "class:Country"), ("class:Company", "class:City")]:
        assert to_json(invented.path(*ends, k=20)) == to_json(large.path(*ends, k=20))
    assert invented.store.lines() == large.store.lines()
    assert list(invented.table.rows) == list(large.table.rows)


def test_a_graph_that_is_open_stays_readable_while_another_takes_its_place(desk: Path) -> None:
    opened = session.open(str(desk))
    own.remove(desk, [own.documents(desk)[0]])
    own.load(desk, [INVENTED])
    assert 2 == len(list(opened.table.of_document("harbour-grid"))[:2])


def test_what_no_generation_needs_any_more_is_swept(desk: Path) -> None:
    first = base_of(desk)
    own.remove(desk, [own.documents(desk)[0]])
    own.load(desk, [])
    assert first != base_of(desk)


def test_a_graph_of_unchanged_documents_keeps_its_base(desk: Path) -> None:
    before = base_of(desk).stat().st_ino
    own.load(desk, [])
    assert before == base_of(desk).stat().st_ino


PARTS = sorted(["records", "steps", "names", files.ARRAYS, files.HEADER])


@pytest.mark.parametrize("part", PARTS)
def test_a_truncated_or_missing_part_is_told_at_once_and_built_anew(desk: Path, part: str) -> None:
    whole = {path.name: path.read_bytes() for path in base_of(desk).iterdir() if path.is_file()}
    for content in (whole[part][:-1], None):
        _write(base_of(desk) / part, content)
        with pytest.raises(GraphDamaged, match=rf"{part} is damaged.*`inroads load` without files"):
            session.open(str(desk))
        own.load(desk, [])
        assert whole == {
            path.name: path.read_bytes() for path in base_of(desk).iterdir() if path.is_file()
        }


def _write(path: Path, content: bytes | None) -> None:
    path.unlink() if content is None else path.write_bytes(content)


@pytest.mark.parametrize("part", [each for each in PARTS if each != files.HEADER])
def test_a_flipped_bit_is_never_taken_for_an_answer(desk: Path, part: str) -> None:
    """It is told as soon as it is read, or by a check of the whole; nothing else is answered."""
    expected = _everything(desk)
    path = base_of(desk) / part
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 25)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
        try:
            assert expected == _everything(desk)
        except GraphDamaged:
            continue
        with pytest.raises(GraphDamaged):
            Base(path.parent, path.parent.name).verify()


def _everything(folder: Path) -> str:
    opened = session.open(str(folder))
    table, store = opened.table, opened.store
    told = [list(table.nodes.values()), list(table.rows), store.records(store.claim_ids())]
    told += [[opened.names.search(node.entity.label) for node in table.nodes.values()]]
    told += [[to_json(opened.path("class:Company", "class:Country", k=20))]]
    return repr(told)


def test_a_base_of_another_version_is_told_and_built_anew(desk: Path) -> None:
    """Also where checksums are right: what another version wrote is not read."""
    base = base_of(desk)
    header = json.loads((base / files.HEADER).read_text())
    content = json.dumps({**header, "format": files.FORMAT + 1}).encode()
    other = base.with_name(generations.digest(content))
    shutil.copytree(base, other)
    (other / files.HEADER).write_bytes(content)
    with pytest.raises(
        GraphVersion, match=r"has format 2; this program knows format 1.*inroads load"
    ):
        Base(other, other.name)


def test_a_base_that_is_not_the_one_named_is_not_read(desk: Path) -> None:
    """Even if it is whole: the graph beside it is of other documents."""
    before = base_of(desk)
    kept = desk.parent / "kept"
    shutil.copytree(before, kept)
    own.remove(desk, [own.documents(desk)[0]])
    named = generations.base_of((desk / generations.GENERATIONS / "2" / SIDECAR).read_bytes())
    shutil.rmtree(desk / generations.BASES / named)
    shutil.copytree(kept, desk / generations.BASES / named)
    with pytest.raises(GraphDamaged, match="is damaged"):
        session.open(str(desk))


def test_a_lost_store_of_triples_is_told_when_a_query_asks_for_it(desk: Path) -> None:
    shutil.rmtree(base_of(desk) / "triples")
    opened = session.open(str(desk))
    assert "found" == opened.path("class:Company", "class:Country").status
    with pytest.raises(GraphDamaged, match="is damaged"):
        opened.store.select("SELECT * { ?s ?p ?o }", timeout=5)


@pytest.mark.parametrize("change", ["lost", "halved", "flipped"])
def test_damaged_triples_are_told_and_a_load_without_files_mends_them(
    desk: Path, change: str
) -> None:
    """Whichever file it is; a shortened manifest would open as an empty store."""
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = session.open(str(desk)).store.select(everything, timeout=5).rows
    sealed = json.loads((base_of(desk) / "triples" / seal.SEAL).read_text())
    assert {"CURRENT", "MANIFEST-000005"} < set(sealed)
    for name in [*(name for name, (size, _) in sealed.items() if size), seal.SEAL]:
        path = base_of(desk) / "triples" / name
        content = path.read_bytes()
        middle = len(content) // 2
        path.unlink()
        if change == "halved":
            path.write_bytes(content[:middle])
        elif change == "flipped":
            path.write_bytes(
                content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
            )
        with pytest.raises(GraphDamaged, match="is damaged"):
            session.open(str(desk)).store.select(everything, timeout=5)
        own.load(desk, [])
        assert before == session.open(str(desk)).store.select(everything, timeout=5).rows


@pytest.mark.parametrize("point", [*faults.BASE, "graph-built", "generation-in-place"])
def test_a_write_that_is_killed_leaves_the_graph_as_it_was(desk: Path, point: str) -> None:
    """And nothing that the next write would not sweep."""
    documents, before = own.documents(desk), _everything(desk)
    gone = [
        sys.executable,
        "-c",
        "from cli import main; main()",
        "-g",
        str(desk),
        "remove",
        documents[0],
    ]
    environment = {**os.environ, "INROADS_FAULT": point, "PYTHONPATH": str(ROOT)}
    assert -signal.SIGKILL == subprocess.run(gone, env=environment, check=False).returncode
    assert (documents, before) == (own.documents(desk), _everything(desk))
    own.remove(desk, documents[:1])
    own.load(desk, [])
    assert documents[1:] == own.documents(desk)
    assert base_of(desk)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("INROADS_FAULT", "base-written:full")
    yield
    monkeypatch.delenv("INROADS_FAULT")


def test_no_space_for_a_base_leaves_the_graph_as_it_was(desk: Path, full_disk: None) -> None:
    before = sorted(own.documents(desk))
    with pytest.raises(OutputError, match=r"No space left on device\. The graph is as it was"):
        own.remove(desk, before[:1])
    assert before == own.documents(desk)
    assert "found" == session.open(str(desk)).path("class:Company", "class:Country").status
    assert [path.name for path in (desk / generations.BASES).iterdir()] == [base_of(desk).name]
    assert os.environ["INROADS_FAULT"]
