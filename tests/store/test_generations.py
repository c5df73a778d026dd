"""A graph in a folder: how it is written, and what becomes of it when files are damaged."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from bench import CASES, CEDAR, COMMAND, JUDGED, TWO, Bench, Case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorder import Disk, Step, power_cuts, steps_of, write_out

from benchmarks import crashes
from benchmarks.crashes import NOTHING, SAME, found, leftovers
from graph.errors import (
    ClaimFileError,
    GraphDamaged,
    GraphNotFound,
    GraphVersion,
    InroadsError,
    OutputError,
    UnknownDocument,
)
from graph.store import commits, generations, own
from graph.store.generations import (
    COPY,
    CURRENT,
    GENERATIONS,
    JUDGEMENTS,
    LOCK,
    SOURCES,
)
from graph.store.layout import MANIFEST, MARKER, PARTS

# What is written, in which order


def recorded(case: Case, bench: Bench, folder: Path) -> list[Step]:
    """Run a write and return the steps it takes on the disk."""
    trace = bench.folder / "trace"
    call = case.call.partition(":")[2]
    run = Case(case.before, case.after, "recorder:record", (str(trace), "GRAPH", call, *case.args))
    ended = bench.run(run, folder)
    assert ended.status == 0, ended
    return steps_of(trace)


def shown(steps: list[Step], folder: Path) -> list[str]:
    """Return steps as words, with digests and the names of parts made short."""
    parts = {f".2/{name}": ".2/PART" for name in PARTS.values()}
    parts |= {path.name: "SOURCE" for path in (folder / SOURCES).iterdir()}
    lines = []
    for step in steps:
        line = " ".join(filter(None, [step.what, step.path or "DIR", step.to and f"as {step.to}"]))
        for long, short in parts.items():
            line = line.replace(long, short)
        lines.append(line)
    return lines


def test_everything_is_durable_before_what_needs_it(bench: Bench) -> None:
    """Sources, parts, manifest, folders, the generation's name, then ``current``, then the rest."""
    folder = bench.graph(NOTHING)
    own.load(folder, [bench.workshop.claim_file(*each) for each in TWO.documents])
    steps = recorded(CASES["load with judgements"], bench, folder)
    lines = [each for each in shown(steps, folder) if not each.startswith(("point", "write"))]
    part = ["sync generations/.2/PART"] * 3
    manifests = [f"sync generations/.2/{name}" for name in (COPY, MANIFEST)]
    assert [
        "sync ..identity.txt.2.new",
        "rename ..identity.txt.2.new as .identity.txt.2",
        "sync sources/.SOURCE.new",
        "rename sources/.SOURCE.new as sources/SOURCE",
        "sync sources",
        "mkdir generations/.2",
        *part,
        *manifests,
        "sync generations/.2",
        "rename generations/.2 as generations/2",
        "sync generations",
        "sync DIR",
        "sync .current.new",
        "rename .current.new as current",
        "sync DIR",
        "rename .identity.txt.2 as identity.txt",
        "sync DIR",
    ] == lines


@pytest.mark.parametrize("name", CASES)
def test_a_point_stands_between_any_two_steps(name: str, bench: Bench) -> None:
    """Whatever changes the folder can be the last thing a process did.

    What a sweep removes counts as one step for each thing that has a name of its own.
    """
    steps = recorded(CASES[name], bench, bench.graph(CASES[name].before))
    changes = [each for each in steps if each.what != "sync"]
    inside = [each for each in changes if not (each.what == "remove" and each.path.count("/") > 1)]
    bare = [
        (one, other)
        for one, other in pairwise([Step("point", "begun"), *inside, Step("point", "ended")])
        if one.what != "point" and other.what != "point"
        and not (one.what == "write" and one.path == other.path)
    ]  # fmt: skip
    assert [] == bare


@pytest.mark.parametrize("name", ["first load", "load with judgements", "removal"])
def test_a_power_cut_at_any_step_loses_nothing_acknowledged(name: str, bench: Bench) -> None:
    """Of what was not synced, any part may be gone: the graph is the old one or the new one."""
    case = CASES[name]
    folder = bench.graph(case.before)
    disk = Disk(folder)
    check_power_cuts(disk, recorded(case, bench, folder), case, bench)


@pytest.mark.parametrize("name", ["second load", "load with judgements"])
def test_a_power_cut_after_a_kill_loses_nothing_either(name: str, bench: Bench) -> None:
    """The killed one had not made its commit durable; the next one must, before it sweeps."""
    folder = bench.graph(TWO)
    disk = Disk(folder)
    for step in recorded(CASES[name], bench, folder):
        if step == Step("point", "current-in-place"):
            break
        disk.take(step)
    killed = bench.graph(TWO)
    ended = bench.run(CASES[name], killed, fault="current-in-place")
    assert -signal.SIGKILL == ended.status
    middle = CASES[name].after
    case = Case(middle, middle.removed("ash"), COMMAND, ("-g", "GRAPH", "remove", "ash"))
    check_power_cuts(disk, recorded(case, bench, killed), case, bench, earlier=TWO)


def check_power_cuts(
    disk: Disk, steps: list[Step], case: Case, bench: Bench, earlier: crashes.State | None = None
) -> None:
    """Check what a power cut before, between and after these steps leaves."""
    states = [case.before, case.after, *([earlier] if earlier else [])]
    allowed = [bench.workshop.content(each) for each in states]
    draws, seen = random.Random(5), set()
    for number, step in enumerate([Step("point", "begun"), *steps]):
        disk.take(step)
        for left in power_cuts(disk, draws, tries=3):
            content = frozenset(left.items())
            if content in seen and number < len(steps):
                continue
            seen.add(content)
            folder = Path(tempfile.mkdtemp(dir=bench.folder)) / "left"
            write_out(left, folder)
            there = found(folder)
            assert there in (allowed[1:2] if number == len(steps) else allowed), (step, left.keys())
            shutil.rmtree(folder)


# Damage


@pytest.fixture(scope="module")
def whole(bench: Bench) -> Path:
    """Return a graph with two generations, an older source and a judgement."""
    folder = bench.graph(JUDGED)
    own.load(folder, [bench.workshop.claim_file(*CEDAR)])
    return folder


@pytest.fixture
def copy(whole: Path, bench: Bench) -> Path:
    """Return a copy of it to damage."""
    folder = Path(tempfile.mkdtemp(dir=bench.folder)) / "graph"
    shutil.copytree(whole, folder)
    return folder


FULL = JUDGED.loaded(CEDAR)


def numbered(folder: Path) -> Path:
    """Return the generation that counts."""
    return folder / GENERATIONS / (folder / CURRENT).read_text().split()[0]


def damageable(folder: Path) -> list[Path]:
    """Return the files of a graph that people do not edit, below its folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [p.relative_to(folder) for p in paths if p.name not in (JUDGEMENTS, LOCK)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_bit_changes_no_answer(whole: Path, bench: Bench, data: st.DataObject) -> None:
    """Either nothing changes or the file is named; and a build from the documents mends it."""
    path = data.draw(st.sampled_from(damageable(whole)))
    content = bytearray((whole / path).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    folder = Path(tempfile.mkdtemp(dir=bench.folder)) / "graph"
    shutil.copytree(whole, folder)
    (folder / path).write_bytes(content)
    expected = bench.workshop.content(FULL)
    try:
        assert expected == found(folder)
    except (GraphDamaged, GraphVersion) as error:
        assert str(folder / path) in str(error)  # noqa: PT017
        mended_from(error, folder, bench)
        own.load(folder, [])  # what is damaged is swept by the write after the one that mends it
        assert expected == found(folder)
        assert [] == leftovers(folder)
    shutil.rmtree(folder)


def mended_from(error: InroadsError, folder: Path, bench: Bench) -> None:
    """Do what an error says."""
    told = str(error)
    if str(folder / MARKER) in told:
        (folder / MARKER).write_text(generations.marker())
    if "Load its file again" in told:
        own.load(folder, [bench.workshop.claim_file(*each) for each in FULL.documents])
    else:
        assert "" == own.load(folder, []).lost


@pytest.mark.parametrize("name", [CURRENT, *PARTS.values(), MANIFEST])
@pytest.mark.parametrize("how", ["gone", "empty", "cut at a line end"])
def test_a_lost_file_is_noticed_and_built_anew(
    name: str, how: str, copy: Path, bench: Bench
) -> None:
    """Nothing is lost: the documents and a copy of the manifest are there."""
    path = copy / CURRENT if name == CURRENT else numbered(copy) / name
    if how == "gone":
        path.unlink()
    else:
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"" if how == "empty" else b"".join(lines[: len(lines) // 2]))
    with pytest.raises(GraphDamaged) as told:
        found(copy)
    assert str(path) in str(told.value)
    assert "" == own.load(copy, []).lost
    assert bench.workshop.content(FULL) == found(copy)


def test_without_current_nothing_is_swept(copy: Path, bench: Bench) -> None:
    """A pointer that is gone is damage, not an empty graph: another load loses nothing."""
    (copy / CURRENT).unlink()
    with pytest.raises(GraphDamaged, match="builds the graph anew"):
        own.remove(copy, ["ash"])
    own.load(copy, [bench.workshop.claim_file("durian", 1)])
    assert bench.workshop.content(FULL.loaded(("durian", 1))) == found(copy)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\0\0", b"1", b'{"layout": 1}'])
def test_if_both_manifests_are_damaged_the_load_before_counts(
    content: bytes, copy: Path, bench: Bench
) -> None:
    """And what that lost is told."""
    for name in (MANIFEST, COPY):
        (numbered(copy) / name).write_bytes(content)
    assert "load the files of the last one again" in own.load(copy, []).lost
    assert bench.workshop.content(JUDGED) == found(copy)


def test_if_no_manifest_is_whole_the_documents_are_kept(copy: Path) -> None:
    """Every command says so, and none takes a file away."""
    for path in (copy / GENERATIONS).glob("*/manifest*"):
        path.unlink()
    before = sorted((copy / SOURCES).iterdir())
    for act in (
        lambda: own.open(copy),
        lambda: own.load(copy, []),
        lambda: own.remove(copy, ["ash"]),
    ):
        with pytest.raises(GraphDamaged, match="is damaged"):
            act()
    assert before == sorted((copy / SOURCES).iterdir())


@pytest.mark.parametrize("how", ["gone", "damaged"])
@pytest.mark.parametrize("act", ["load", "new version", "remove"])
def test_a_lost_source_can_be_loaded_again_or_removed(
    how: str, act: str, copy: Path, bench: Bench
) -> None:
    """Answers go on; a build names file and document, and both ways out work."""
    (source,) = [p for p in (copy / SOURCES).iterdir() if b'"id":"cedar"' in p.read_bytes()]
    source.unlink() if how == "gone" else source.write_bytes(source.read_bytes()[:-1])
    opened = own.open(copy)
    assert bench.workshop.content(FULL).parts == tuple(opened.read(part) for part in PARTS)
    with pytest.raises(GraphDamaged) as told:
        own.load(copy, [])
    assert f"{source}, which is the document 'cedar', is damaged" in str(told.value)
    if act == "remove":
        own.remove(copy, ["cedar"])
    else:
        change = own.load(copy, [bench.workshop.claim_file("cedar", 1 + (act != "load"))])
        assert ["cedar"] == change.replaced
    state = {"load": FULL, "new version": FULL.loaded(("cedar", 2)), "remove": JUDGED}[act]
    assert bench.workshop.content(state) == found(copy)


def test_a_marker_that_is_gone_comes_back_with_init(copy: Path, bench: Bench) -> None:
    """As the error says."""
    (copy / MARKER).unlink()
    with pytest.raises(GraphNotFound, match=r"`inroads init .*` makes one"):
        own.open(copy)
    commits.create(copy)
    assert bench.workshop.content(FULL) == found(copy)


def test_a_newer_graph_is_left_alone(copy: Path) -> None:
    """Its marker, or a manifest that a newer program wrote, says so."""
    manifest = numbered(copy) / MANIFEST
    data = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(data | {"layout": 2}))
    sha256 = generations.digest(manifest.read_bytes())
    (copy / CURRENT).write_text(f"{manifest.parent.name} {sha256}\n")
    for path in (manifest, copy / MARKER):
        for act in (lambda: own.open(copy), lambda: own.load(copy, [])):
            with pytest.raises(GraphVersion) as told:
                act()
            assert f"{path} says that this graph has layout 2" in str(told.value)
            assert "Update inroads." in str(told.value)
        (copy / MARKER).write_text('{"inroads-graph": 2}\n')


@pytest.mark.parametrize("act", ["open", "load", "judge", "dump"])
def test_judgements_that_are_no_text_are_named(act: str, copy: Path) -> None:
    """With their file and line, whatever needs them."""
    (copy / JUDGEMENTS).write_bytes(b"# Caf\xc3\xa9\n# Caf\xe9\n")
    acts = {
        "open": lambda: own.open(copy),
        "load": lambda: own.load(copy, []),
        "judge": lambda: own.judge(copy, SAME[1]),
        "dump": lambda: own.contents(copy),
    }
    with pytest.raises(ClaimFileError) as told:
        acts[act]()
    assert str(told.value).startswith(f"{copy / JUDGEMENTS}:2: this is not UTF-8")


# Limits of the system


def limited(folder: str, claims: str, size: int) -> int:
    """Load a claim file where no file may be larger than ``size`` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return crashes.command("-g", folder, "load", claims)


def test_files_that_may_not_grow_leave_the_graph_as_it_was(bench: Bench) -> None:
    """A quota is met at one file or another: each time the graph stays, with room made again."""
    before, after = bench.workshop.content(TWO), bench.workshop.content(TWO.loaded(CEDAR))
    claims, seen = str(bench.workshop.claim_file(*CEDAR)), set()
    for size in (0, 10, 500, 2000, 5000, 10_000, 2**20):
        folder = bench.graph(TWO)
        ended = bench.server.run("test_generations:limited", str(folder), claims, size)
        seen.add(ended.status)
        assert (before if ended.status else after) == found(folder)
        if ended.status:
            assert "File too large. The graph is as it was." in ended.stderr
            kept = {path.name for path in (folder / GENERATIONS).iterdir()}
            assert {(folder / CURRENT).read_text().split()[0]} == kept
        own.load(folder, [])
        assert [] == leftovers(folder)
    assert {0, 2} == seen


def unprivileged(folder: str, *args: str) -> int:
    """Run a command as somebody who may not write to ``folder``."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    return crashes.command("-g", folder, *args)


@pytest.mark.parametrize("stale", [False, True])
def test_a_graph_that_may_not_be_written_can_be_read(stale: bool, bench: Bench) -> None:
    """Also where it would have to be built anew; a load says what it may not."""
    with tempfile.TemporaryDirectory() as shared:
        os.chmod(shared, 0o755)
        folder = Path(shared, "graph")
        shutil.copytree(bench.graph(TWO), folder)
        if stale:
            (folder / JUDGEMENTS).write_text("# nobody\n", "utf-8")
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        claims = Path(shared, "cedar.yaml")
        shutil.copy(bench.workshop.claim_file(*CEDAR), claims)
        before = sorted(folder.rglob("*"))
        run = "test_generations:unprivileged"
        assert 0 == bench.server.run(run, str(folder), "info").status
        refused = bench.server.run(run, str(folder), "load", str(claims))
        assert (2, f"Error: cannot write to '{folder / LOCK}': Permission denied.") == (
            refused.status,
            refused.stderr.partition(" The graph")[0],
        )
        assert before == sorted(folder.rglob("*"))
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


def test_a_folder_that_vanishes_is_told(
    copy: Path, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a load nor a reader ends in anything but a message."""
    opened = own.open(copy)
    monkeypatch.setattr(
        commits.faults, "reach", lambda point: point == "graph-built" and shutil.rmtree(copy)
    )
    with pytest.raises(OutputError, match="No such file or directory"):
        own.load(copy, [bench.workshop.claim_file("durian", 1)])
    with pytest.raises(GraphNotFound, match="is not a graph"):
        own.open(copy)
    assert bench.workshop.content(FULL).parts == tuple(opened.read(part) for part in PARTS)


# Folders of every kind


@pytest.mark.parametrize(
    "name", ["my news", 'it\'s "quoted"', "ニュース", "-g", "100%.new", "[a]*?", " "]
)
def test_a_folder_may_have_any_name(name: str, bench: Bench) -> None:
    """Blanks, quotes, other scripts, and what means something to a shell or a pattern."""
    folder = Path(tempfile.mkdtemp(dir=bench.folder)) / name
    commits.create(folder)
    own.load(folder, [bench.workshop.claim_file(*each) for each in TWO.documents])
    own.judge(folder, SAME[0])
    own.load(folder, [bench.workshop.claim_file(*CEDAR)])
    assert bench.workshop.content(FULL) == found(folder)
    assert [] == leftovers(folder)


def test_a_graph_can_be_moved_copied_and_linked(copy: Path, bench: Bench) -> None:
    """Nothing in it names a place; through a link it is the same graph, with the same lock."""
    moved, link = copy.with_name("moved"), copy.with_name("link")
    copy.rename(moved)
    link.symlink_to(moved)
    own.load(link, [bench.workshop.claim_file("durian", 1)])
    assert bench.workshop.content(FULL.loaded(("durian", 1))) == found(moved) == found(link)
    with commits.writing(link):
        run = bench.server.run(COMMAND, "-g", str(moved), "remove", "ash")
    assert (2, True) == (run.status, "another process is writing" in run.stderr)


def test_no_graph_is_made_over_anything(tmp_path: Path) -> None:
    """Not in place of a file, a link to nowhere, or beside what somebody keeps."""
    file, link, full = (tmp_path / name for name in ("file", "link", "full"))
    file.write_text("mine")
    link.symlink_to(tmp_path / "nowhere")
    (full / SOURCES).mkdir(parents=True)
    (full / SOURCES / "article.txt").write_text("mine")
    for path in (file, link, full):
        with pytest.raises(OutputError):
            commits.create(path)
    assert "mine" == file.read_text() == (full / SOURCES / "article.txt").read_text()
    assert ["article.txt"] == [path.name for path in (full / SOURCES).iterdir()]
    assert not (tmp_path / "nowhere").exists()


def test_what_others_put_into_the_folder_stays(copy: Path, bench: Bench) -> None:
    """A write sweeps what it knows by name, and trips over nothing else."""
    mine = [
        copy / name
        for name in ("notes.md", ".notes.new", f"{GENERATIONS}/.DS_Store", f"{SOURCES}/.DS_Store")
    ]
    for path in mine:
        path.write_text("mine")
    (copy / GENERATIONS / "old").mkdir()
    for each in (CEDAR, ("durian", 1), ("ash", 2)):
        own.load(copy, [bench.workshop.claim_file(*each)])
    assert ["mine"] * 4 == [path.read_text() for path in mine]
    assert (copy / GENERATIONS / "old").is_dir()


def test_an_empty_folder_is_no_graph(tmp_path: Path) -> None:
    """Reading and writing say how to make one."""
    for act in (lambda: own.open(tmp_path), lambda: own.load(tmp_path, [])):
        with pytest.raises(GraphNotFound, match=r"`inroads init .*` makes one"):
            act()
    assert [] == list(tmp_path.iterdir())


def test_only_documents_of_the_graph_are_given(copy: Path) -> None:
    """By their ids, in the order asked, or all of them sorted."""
    assert ["cedar", "ash"] == [each.id for each in own.kept(copy, ["cedar", "ash"])]
    assert ["ash", "birch", "cedar"] == [each.id for each in own.kept(copy)]
    assert ["ash", "birch", "cedar"] == own.documents(copy)
    with pytest.raises(UnknownDocument, match="Did you mean ash"):
        own.kept(copy, ["ashe"])


def test_the_page_on_graphs_of_ones_own_shows_their_files(copy: Path) -> None:
    """Every file that is in the folder, and no other."""
    page = (Path(__file__).parents[2] / "docs" / "own-graph.md").read_text("utf-8")
    listing = page.partition("<!-- folder -->\n```text\n")[2].partition("```")[0]
    shown = {line.split()[0].rstrip("/") for line in listing.splitlines()[1:]}
    here = {path.relative_to(copy) for path in copy.rglob("*") if path.is_file()}
    names = {each.parts[0] for each in here if len(each.parts) == 1}
    names |= {each.name for each in here if each.parts[0] == GENERATIONS}
    assert names | {"generations/7", "generations/6", "sources/3a7f..."} == shown
