"""A large graph on disk gives exactly what the same documents give in memory."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from sidecars import as_json, in_memory, on_disk, told

import ontology
from benchmarks import networks
from graph.claims.sources import Source
from graph.errors import InroadsError
from graph.session import Session
from graph.store import build
from graph.store.sidecar import files as files_of
from graph.store.sidecar import name_index
from graph.store.sidecar.base import Base
from graph.store.sidecar.name_index import NameIndex
from tests.claims import strategies

VOCABULARY = ontology.compiled()
SHARED = "/dev/shm" if Path("/dev/shm").is_dir() else None  # writing waits for no disk there


@settings(max_examples=15)
@given(strategies.sources())
def test_a_base_gives_what_memory_gives(found: list[Source]) -> None:
    files = [each.file for each in found]
    with TemporaryDirectory(dir=SHARED) as folder:
        assert told(in_memory(files, VOCABULARY)) == told(on_disk(files, VOCABULARY, Path(folder)))


@settings(max_examples=25)
@given(strategies.sources(most=4), st.data())
def test_a_base_with_a_delta_gives_what_memory_gives(
    found: list[Source], data: st.DataObject
) -> None:
    """Whatever documents came and went since the base was written."""
    files = [each.file for each in found]
    was, now = (data.draw(st.lists(st.sampled_from(files), unique_by=id)) for _ in range(2))
    with TemporaryDirectory(dir=SHARED) as folder:
        assert told(in_memory(now, VOCABULARY)) == told(on_disk(now, VOCABULARY, Path(folder), was))


@pytest.mark.parametrize("seed", range(2))
def test_an_industry_on_disk_is_the_one_in_memory(seed: int, tmp_path: Path) -> None:
    """With a tree of places, hubs and deals; a third of the documents came or went since."""
    files = networks.claim_files(120, seed=seed)
    was, now = files[: -len(files) // 3], files[len(files) // 3 - 1 :]
    now += files[:1] if seed else []  # the tree of places
    assert told(in_memory(now, VOCABULARY)) == told(on_disk(now, VOCABULARY, tmp_path, was))


def test_questions_to_a_graph_on_disk_are_answered_as_in_memory(tmp_path: Path) -> None:
    files = networks.claim_files(400, seed=1)
    memory, disk = in_memory(files, VOCABULARY), on_disk(files, VOCABULARY, tmp_path, files[:-5])
    companies = [id_ for id_ in memory.table.nodes if id_.startswith("company")]
    for one, other in zip(companies[:12], companies[20:], strict=False):
        assert as_json(memory.path(one, other, k=4)) == as_json(disk.path(one, other, k=4))
    for ends in (("class:Company", "in:country-1"), ("from:country-2", "country-5")):
        assert as_json(memory.path(*ends, k=8)) == as_json(disk.path(*ends, k=8))
    options = {
        "avoid": "document:document-3",
        "only": ("class:Company", "class:Partnership"),
        "k": 9,
    }
    assert as_json(memory.path("company-1", "company-2", **options)) == as_json(
        disk.path("company-1", "company-2", **options)
    )


TEXTS = ["company", "Company 7", "compny 7", "Compayn 12", "Cmpny 1", "ountry 1", "12", "c", "", "nothing like it",
         "company-3", "kg:company-3", "Partnership 1", "Citty 5", "The  company 9", "region-1"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_names_on_disk_are_found_as_in_memory(text: str, industry: tuple[Session, Session]) -> None:
    memory, disk = industry
    assert memory.names.search(text) == disk.names.search(text)
    assert memory.names.exact(text) == disk.names.exact(text)
    assert _found(memory, text) == _found(disk, text)


def _found(session: Session, text: str) -> object:
    try:
        return session.names.find(text)
    except InroadsError as error:
        return str(error)


@pytest.fixture(scope="module")
def industry(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Session]:
    """Return one industry in memory and on disk, there with a delta."""
    files = networks.claim_files(300, seed=4)
    folder = tmp_path_factory.mktemp("industry")
    return in_memory(files, VOCABULARY), on_disk(files, VOCABULARY, folder, files[:-4])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_name_within_a_few_edits_is_missed(data: st.DataObject, named: NameIndex) -> None:
    """Swapped, wrong, lacking and added letters; the trigrams narrow, they lose nothing."""
    every = list(named.all())
    text = list(data.draw(st.sampled_from(every)))
    edits = data.draw(st.integers(1, 2))
    for _ in range(edits):
        at = data.draw(st.integers(0, max(0, len(text) - 2)))
        letter = data.draw(st.sampled_from("aeinrst -7吉"))
        match data.draw(st.sampled_from(["swap", "wrong", "lacking", "added"])):
            case "swap":
                text[at : at + 2] = reversed(text[at : at + 2])
            case "wrong":
                text[at : at + 1] = [letter]
            case "lacking":
                del text[at : at + 1]
            case _:
                text.insert(at, letter)
    wanted = "".join(text)
    near = {name for name in every if OSA.distance(wanted, name) <= edits}
    assert near <= set(named.near(wanted, edits))


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> NameIndex:
    """Return the names of a base."""
    folder = tmp_path_factory.mktemp("named")
    whole = build.assembled(networks.claim_files(400, seed=9), VOCABULARY)
    id_ = build.write_base(whole, VOCABULARY, lambda *_: None, folder / "base")
    return Base(folder / "base", id_).names


@pytest.mark.parametrize(
    "text", ["Compny 12", "Copmany 33", "Partnreship 7", "facilty 9", "rgeion-4"]
)
def test_where_names_are_many_a_typing_error_finds_what_it_would_among_few(
    text: str, industry: tuple[Session, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compared are those that share the rarer trigrams; the likest are among them."""
    memory, disk = industry
    monkeypatch.setattr(name_index, "_FEW", 0)
    assert memory.names.search(text, 1) == disk.names.search(text, 1)
    assert _found(memory, text) == _found(disk, text)


def test_each_of_many_ids_is_found_and_what_lies_between_is_not(tmp_path: Path) -> None:
    """First by halving the file, later by a stride of what is known by heart."""
    written = [f"id-{n:04}" for n in range(1_500)]
    lines = files_of.LinesWriter(tmp_path, "ids")
    for each in written:
        lines.add(each.encode() + b"\n")
    lines.close()
    data = (tmp_path / "ids").read_bytes()
    texts = files_of.Texts(
        files_of.Lines(tmp_path / "ids", data, memoryview(lines.at), memoryview(lines.crc))
    )
    for _ in range(2):
        assert list(range(1_500)) == [texts.find(each) for each in written]
        assert {-1} == {
            texts.find(each) for each in ["", "a", "id-", "zz", *(f"{each}x" for each in written)]
        }
