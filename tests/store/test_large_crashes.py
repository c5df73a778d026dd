"""Whatever ends a load of a large graph: the graph is what it was or what it was to be."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from tempfile import mkdtemp

import pytest
from bench import Bench
from test_crashes import HOW, check_told, points_reached
from test_large import World

from benchmarks.networks import claim_files
from graph.claims import bulk_writing, corpus
from graph.claims.model import ClaimFile
from graph.errors import ClaimFileError
from graph.session import Session
from graph.store import builtin, commits, faults, own
from graph.store.generations import CURRENT, GENERATIONS
from graph.store.table import dump_node

CALL = "benchmarks.crashes:large"
COMMITTED = faults.WRITE.index("current-in-place")


FILES = World(34).documents(6)
SECOND = [file.document.id for file in FILES[4:]]


def lines(files: list[ClaimFile]) -> list[str]:
    """Return documents as JSON Lines."""
    whole = corpus.assemble(files, builtin.ontology())
    return list(bulk_writing.write(whole.documents, whole.entities, whole.records.values()))


@pytest.fixture(autouse=True)
def every_graph_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INROADS_LARGE", "0")


@pytest.fixture(scope="module")
def files(bench: Bench) -> tuple[Path, Path]:
    """Return two files with other documents about the same things."""
    first, second = bench.folder / "first.jsonl", bench.folder / "second.jsonl"
    first.write_text("\n".join(lines(FILES[:4])), "utf-8")
    second.write_text("\n".join(lines(FILES[4:])), "utf-8")
    return first, second


@pytest.fixture(scope="module")
def graphs(bench: Bench, files: tuple[Path, Path]) -> list[Path]:
    """Return an empty graph, one with the first file, and one with both."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INROADS_LARGE", "0")
        for number in range(3):
            folder = bench.folder / f"large-{number}"
            commits.create(folder)
            for path in files[:number]:
                own.load(folder, [path])
            found.append(folder)
    return found


def copied(graph: Path, bench: Bench) -> Path:
    folder = Path(mkdtemp(dir=bench.folder)) / "graph"
    shutil.copytree(graph, folder)
    return folder


def content(folder: Path) -> object:
    """Return all that can be read of a graph, its triples and its documents too."""
    session = Session(own.open(folder))
    if not own.documents(folder):
        return []
    table = session.table
    nodes = [dump_node(each) for each in table.nodes.values()]
    records = session.store.records(row.id for row in table.rows)
    return nodes, records, session.store.lines(), own.contents(folder)


def lying_about(folder: Path) -> list[str]:
    """Return what lies in the folder of a graph that two loads in a row would not leave."""
    hidden = [path.name for path in folder.rglob(".*")]
    kept = [len(list((folder / name).glob("*"))) for name in ("bases", "archives", GENERATIONS)]
    return hidden + [str(number) for number in kept if number > 2]


CASES = {
    "first load": (0, lambda files: ("load", str(files[0])), 1),
    "second load": (1, lambda files: ("load", str(files[1])), 2),
    "build anew": (1, lambda files: ("load",), 1),
    "removal": (2, None, 1),
}


def arguments(name: str, folder: Path, files: tuple[Path, Path]) -> tuple[str, ...]:
    if name == "removal":
        here = own.documents(folder)
        return ("-g", str(folder), "remove", *(id_ for id_ in here if id_ in SECOND))
    return ("-g", str(folder), *CASES[name][1](files))


@pytest.mark.parametrize(
    ("name", "how"),
    [*((name, "killed") for name in CASES), ("second load", "full disk"), ("removal", "Ctrl-C")],
)
def test_a_large_write_ended_at_any_point_is_undone_or_done(
    name: str, how: str, bench: Bench, files: tuple[Path, Path], graphs: list[Path]
) -> None:
    before, _, after = CASES[name]
    (kind, status), expected = HOW[how], [content(graphs[before]), content(graphs[after])]
    whole = copied(graphs[before], bench)
    points = points_reached(bench, CALL, *arguments(name, whole, files))
    assert expected[1] == content(whole)
    for point in points:
        folder = copied(graphs[before], bench)
        ended = bench.server.run(CALL, *arguments(name, folder, files), fault=point + kind)
        changed = faults.WRITE.index(point) >= COMMITTED
        assert (status, point) == (ended.status, point)
        assert expected[changed] == content(folder), point
        if how != "killed":
            check_told(ended, how, changed=changed)
            assert [] == [each for each in lying_about(folder) if each.startswith(".")]
        own.load(folder, [])
        assert expected[changed] == content(folder), point
        assert [] == lying_about(folder)
        shutil.rmtree(folder.parent)


def test_a_bad_line_at_the_end_is_named_and_nothing_is_loaded(
    bench: Bench, graphs: list[Path]
) -> None:
    path, folder = bench.folder / "bad.jsonl", copied(graphs[1], bench)
    good = lines(claim_files(60))
    path.write_text("\n".join([*good, good[-1].replace("sserts", "shouts")]), "utf-8")
    before, pointer = content(folder), (folder / CURRENT).read_bytes()
    with pytest.raises(ClaimFileError) as error:
        own.load(folder, [path])
    assert str(error.value).startswith(f"{path}:{len(good) + 1}: 'ashouts' is no stance")
    assert (before, pointer) == (content(folder), (folder / CURRENT).read_bytes())


def limited(folder: str, path: str, size: int) -> int:
    """Load a file where no file may be larger than ``size`` bytes."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    from benchmarks import crashes

    return crashes.large("-g", folder, "load", path)


@pytest.mark.parametrize("size", [2_000, 9_000, 20_000, 60_000])
def test_no_room_half_way_leaves_the_graph_as_it_was(
    size: int, bench: Bench, files: tuple[Path, Path], graphs: list[Path]
) -> None:
    """Whatever file is the first that may not grow; the same load works once there is room."""
    folder = copied(graphs[1], bench)
    ended = bench.server.run("test_large_crashes:limited", str(folder), str(files[1]), size)
    assert (2, True) == (ended.status, "The graph is as it was." in ended.stderr), ended
    assert content(graphs[1]) == content(folder)
    assert [] == lying_about(folder)
    own.load(folder, [files[1]])
    assert content(graphs[2]) == content(folder)
