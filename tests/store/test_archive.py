"""Documents kept many in a file: found by id, proved by digest."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims.kept import Kept
from graph.errors import GraphDamaged
from graph.store.archive import DOCUMENTS, INDEX, Archive, ArchiveWriter
from graph.store.shelf import Shelf

ROOM = "/dev/shm" if Path("/dev/shm").is_dir() else None  # nothing here asks for a real disk
IDS = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,2}){0,2}", fullmatch=True)


def written(folder: Path, ids: list[str]) -> Archive:
    writer = ArchiveWriter(folder / "new")
    for id_ in ids:
        writer.add(Kept(id_, f"what {id_} says".encode(), {}, [], []))
    id_ = writer.close()
    return Archive((folder / "new").rename(folder / id_))


@settings(max_examples=60)
@given(st.lists(IDS, unique=True, max_size=30), st.lists(IDS, max_size=10))
def test_what_was_put_in_is_found_and_nothing_else(ids: list[str], others: list[str]) -> None:
    with TemporaryDirectory(dir=ROOM) as folder:
        archive = written(Path(folder), ids)
        archive.check()
        assert sorted(ids) == list(archive)
        assert len(ids) == len(archive)
        assert [f"what {id_} says".encode() for id_ in ids] == [archive.content(i) for i in ids]
        around = {*others, *(f"{id_}-0" for id_ in ids), *(id_[:-1] for id_ in ids)}
        assert {id_: id_ in ids for id_ in around} == {id_: id_ in archive for id_ in around}


@settings(max_examples=60)
@given(st.lists(IDS, unique=True, max_size=12), st.dictionaries(IDS, st.booleans(), max_size=6))
def test_what_came_and_went_since_counts(ids: list[str], since: dict[str, bool]) -> None:
    with TemporaryDirectory(dir=ROOM) as folder:
        archive = written(Path(folder), ids)
        expected = dict(archive)
        for id_, stays in since.items():
            expected.pop(id_, None)
            if stays:
                expected[id_] = "0" * 64
        shelf = Shelf(Path(folder), {i: "0" * 64 if s else None for i, s in since.items()}, archive)
        assert expected == dict(shelf)
        assert (sorted(expected), len(expected)) == (list(shelf), len(shelf))
        assert [id_ in expected for id_ in (*ids, *since)] == [i in shelf for i in (*ids, *since)]


@pytest.mark.parametrize("place", range(0, 45, 4))
def test_a_flipped_bit_in_a_document_is_noticed(place: int, tmp_path: Path) -> None:
    """Where that document is read; those around it can still be read."""
    ids = ["ash", "birch", "cedar"]
    archive = written(tmp_path, ids)
    path = tmp_path / archive.id / DOCUMENTS
    content = bytearray(path.read_bytes())
    at = place % len(content)
    content[at] ^= 4
    path.write_bytes(content)
    read, damaged = [], []
    for id_ in ids:
        try:
            read.append(archive.content(id_))
        except GraphDamaged as error:
            damaged.append(id_)
            assert f"the document '{id_}'" in str(error)  # noqa: PT017
    line = bytes(content[:at]).count(b"\n")
    is_line_end = archive.content(ids[line]) if len(damaged) == 0 else b""
    assert is_line_end or [ids[line]] == damaged
    assert 3 - len(damaged) == len(read)


@pytest.mark.parametrize("place", range(0, 200, 17))
def test_a_flipped_bit_in_the_index_is_noticed(place: int, tmp_path: Path) -> None:
    archive = written(tmp_path, ["ash", "birch", "cedar"])
    path = tmp_path / archive.id / INDEX
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 4
    path.write_bytes(content)
    with pytest.raises(GraphDamaged, match=INDEX):
        Archive(tmp_path / archive.id).check()


@pytest.mark.parametrize("name", [DOCUMENTS, INDEX])
def test_a_file_that_is_gone_is_named(name: str, tmp_path: Path) -> None:
    archive = written(tmp_path, ["ash"])
    (tmp_path / archive.id / name).unlink()
    with pytest.raises(GraphDamaged, match=name):
        Archive(tmp_path / archive.id).content("ash")
