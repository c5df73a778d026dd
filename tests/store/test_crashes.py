"""Whatever ends a write at whatever moment: the graph is what it was or what it was to be.

Each named fault point of a write is tried in a process of its own: killed, with a full disk, and
with Ctrl-C. What a graph holds is compared byte for byte with a build from scratch.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bench import ASH, CASES, CEDAR, COMMAND, JUDGED, REBUILD, TWO, Bench, Case

from benchmarks import crashes
from benchmarks.crashes import NOTHING, SAME, Workshop, found, leftovers
from graph.claims import judgements
from graph.errors import GraphBusy
from graph.pages import export
from graph.session import Session
from graph.store import commits, faults, generations, own
from graph.store.generations import CURRENT, JUDGEMENTS, LOCK

ROOT = Path(__file__).parents[2]
KILLED, FULL, INTERRUPTED = -signal.SIGKILL, 2, 130


HOW = {"killed": ("", KILLED), "full disk": (":full", FULL), "Ctrl-C": (":interrupt", INTERRUPTED)}


@pytest.fixture(scope="module")
def reached(bench: Bench) -> dict[str, list[str]]:
    """Return the points that each case reaches, in their order, by the name of the case."""
    return {name: points_of(case, bench, bench.graph(case.before)) for name, case in CASES.items()}


def points_of(case: Case, bench: Bench, folder: Path) -> list[str]:
    """Run a write that nothing ends; return the points that it reaches, each once."""
    trace = bench.folder / "trace"
    ended = bench.run(
        Case(*case[:2], "test_crashes:traced", (str(trace), *case[2:3], *case.args)), folder
    )
    assert ended.status == 0, ended
    assert bench.workshop.content(case.after) == found(folder)
    assert [] == leftovers(folder)
    return list(dict.fromkeys(json.loads(trace.read_text("utf-8"))))


def points_reached(bench: Bench, call: str, *args: str) -> list[str]:
    """Run a call that nothing ends; return the points that it reaches, each once."""
    trace = bench.folder / "trace"
    ended = bench.server.run("test_crashes:traced", str(trace), call, *args)
    assert ended.status == 0, ended
    return list(dict.fromkeys(json.loads(trace.read_text("utf-8"))))


def traced(trace: str, call: str, *args: str) -> int:
    """Run ``call`` and write down which points it reaches."""
    points: list[str] = []
    reach = faults.reach

    def note(point: str) -> None:
        points.append(point)
        reach(point)

    faults.reach = note
    try:
        return int(getattr(crashes, call.partition(":")[2])(*args) or 0)
    finally:
        Path(trace).write_text(json.dumps(points), "utf-8")


def check_told(ended: crashes.Ended, how: str, *, changed: bool) -> None:
    """Check that a write which was ended, and not killed, said what became of the graph."""
    told = ended.stderr.strip().splitlines()[-1]
    assert "Traceback" not in ended.stderr
    if how == "Ctrl-C":
        said = "The change is in the graph." if changed else "The graph is as it was."
        assert f"Interrupted. {said}" == told
    else:
        assert told.startswith("Error: ")
        assert "No space left on device" in told
        assert changed == ("the change is in the graph" in told)
        assert changed != ("The graph is as it was." in told)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *((name, "killed") for name in CASES),
        *(
            (name, how)
            for name in ("load with judgements", "removal")
            for how in HOW
            if how != "killed"
        ),
    ],
)
def test_a_write_ended_at_any_point_is_undone_or_done(
    name: str, how: str, bench: Bench, reached: dict[str, list[str]]
) -> None:
    """The graph opens without help; the next load works on it and leaves nothing lying about."""
    case, (kind, status) = CASES[name], HOW[how]
    before, after = bench.workshop.content(case.before), bench.workshop.content(case.after)
    for point in reached[name]:
        folder = bench.graph(case.before)
        ended = bench.run(case, folder, fault=point + kind)
        changed = faults.WRITE.index(point) >= COMMITTED
        assert (status, after if changed else before) == (ended.status, found(folder)), point
        if how != "killed":
            check_told(ended, how, changed=changed)
        own.load(folder, [bench.workshop.claim_file("durian", 1)])
        then = (case.after if changed else case.before).loaded(("durian", 1))
        assert bench.workshop.content(then) == found(folder), point
        assert [] == leftovers(folder), point


COMMITTED = faults.WRITE.index("current-in-place")


def crashed_after_its_commit(bench: Bench) -> Path:
    """Return a graph whose last judgement counts, but did not come to its place."""
    folder = bench.graph(TWO)
    assert KILLED == bench.run(CASES["judgement"], folder, fault="current-in-place").status
    return folder


@pytest.mark.parametrize("how", HOW)
def test_a_recovery_that_is_ended_too_is_finished_by_the_next(how: str, bench: Bench) -> None:
    """Also while the next write puts in place what a killed one had committed."""
    kind, status = HOW[how]
    for point in ("lock-taken", "judgements-caught-up", "sweep-begun", "leftovers-swept"):
        folder = crashed_after_its_commit(bench)
        assert status == bench.run(CASES["second load"], folder, fault=point + kind).status
        assert bench.workshop.content(JUDGED) == found(folder)
        own.load(folder, [bench.workshop.claim_file(*CEDAR)])
        assert bench.workshop.content(JUDGED.loaded(CEDAR)) == found(folder)
        assert [] == leftovers(folder)


def test_who_opens_a_graph_after_a_crash_puts_its_judgements_in_place(bench: Bench) -> None:
    """The line can be seen, and undone by deleting it, before anybody writes again."""
    folder = crashed_after_its_commit(bench)
    assert not (folder / JUDGEMENTS).exists()
    assert 0 == bench.server.run(REBUILD, str(folder)).status
    assert crashes.text_of(SAME[:1]) == (folder / JUDGEMENTS).read_text("utf-8")
    assert [] == leftovers(folder)
    (folder / JUDGEMENTS).unlink()
    assert bench.workshop.content(TWO) == found(folder)


def test_what_somebody_wrote_after_a_crash_counts_more(bench: Bench) -> None:
    """An edit of the judgements is never replaced by what a killed write left beside them."""
    folder = crashed_after_its_commit(bench)
    mine = "different ash-works birch-works\n"
    (folder / JUDGEMENTS).write_text(mine, "utf-8")
    own.load(folder, [bench.workshop.claim_file(*CEDAR)])
    assert mine == (folder / JUDGEMENTS).read_text("utf-8")
    assert [] == leftovers(folder)


def edited(folder: str) -> int:
    """Load a document with a judgement while somebody saves the file of judgements."""
    reach = faults.reach

    def saved_at(point: str) -> None:
        if point == "graph-built":
            Path(folder, JUDGEMENTS).write_text("# mine\n", "utf-8")
        reach(point)

    faults.reach = saved_at
    return crashes.judge(folder, judgements.write(SAME[0]))


def test_an_edit_during_a_write_is_not_lost(bench: Bench) -> None:
    """The write gives way, says so, and leaves nothing."""
    folder = bench.graph(TWO)
    ended = bench.server.run("test_crashes:edited", str(folder))
    assert (2, True) == (ended.status, "was edited meanwhile" in ended.stderr)
    assert "# mine\n" == (folder / JUDGEMENTS).read_text("utf-8")
    assert bench.workshop.content(TWO)._replace(judged=()) == found(folder)
    assert [] == leftovers(folder)


def test_an_edit_during_a_plain_load_counts_from_then_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load does not write judgements that it only read."""
    folder = bench.graph(TWO)
    mine = crashes.text_of(SAME[:1])

    def save(point: str) -> None:
        if point == "graph-built":
            (folder / JUDGEMENTS).write_text(mine, "utf-8")

    with monkeypatch.context() as patch:
        patch.setattr(faults, "reach", save)
        own.load(folder, [bench.workshop.claim_file(*CEDAR)])
    assert mine == (folder / JUDGEMENTS).read_text("utf-8")
    assert bench.workshop.content(JUDGED.loaded(CEDAR)) == found(folder)


@pytest.mark.parametrize("how", ["killed", "full disk", "Ctrl-C"])
def test_making_a_graph_can_be_ended_at_any_point(how: str, bench: Bench) -> None:
    """The same command again makes it, unless it was made."""
    kind, status = HOW[how]
    for point in faults.CREATION:
        folder = str(bench.folder / f"{point}-{how}")
        assert status == bench.server.run(COMMAND, "init", folder, fault=point + kind).status
        again = bench.server.run(COMMAND, "init", folder)
        made = point == "marker-in-place"
        assert (2 if made else 0) == again.status, (point, again.stderr)
        own.load(Path(folder), [bench.workshop.claim_file(*ASH)])
        assert bench.workshop.content(NOTHING.loaded(ASH)) == found(Path(folder))
        assert [] == leftovers(Path(folder))


def test_a_build_for_a_reader_can_be_killed_at_any_point(
    bench: Bench, reached: dict[str, list[str]]
) -> None:
    """Who edits the judgements has the graph built anew by the next one who opens it."""
    for point in reached["build anew"]:
        folder = bench.graph(TWO)
        (folder / JUDGEMENTS).write_text(crashes.text_of(SAME[:1]), "utf-8")
        ended = bench.server.run(REBUILD, str(folder), fault=point)
        assert ended.status == (0 if point == "files-read" else KILLED), point
        assert bench.workshop.content(JUDGED) == found(folder)
        own.load(folder, [])
        assert [] == leftovers(folder)


def test_every_point_is_reached(
    reached: dict[str, list[str]], bench: Bench, tmp_path: Path
) -> None:
    """A point that nothing reaches would prove nothing."""
    large, lines = bench.graph(NOTHING), tmp_path / "all.jsonl"
    lines.write_bytes(
        export.render(Session(own.open(bench.graph(TWO))), "jsonl").files[""].encode()
    )
    making = Case(NOTHING, NOTHING, args=("init", "GRAPH"))
    load = CASES["second load"]
    recovery = Case(JUDGED, JUDGED.loaded(CEDAR), load.call, load.args)
    points = {
        *(point for each in reached.values() for point in each),
        *points_of(making, bench, bench.folder / "made"),
        *points_of(recovery, bench, crashed_after_its_commit(bench)),
        *points_reached(bench, "benchmarks.crashes:large", "-g", str(large), "load", str(lines)),
    }
    assert set(faults.POINTS) == points


@pytest.mark.parametrize("kind", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_signal_at_any_time_leaves_a_whole_graph(kind: str, bench: Bench) -> None:
    """The program as it is started from a shell, signalled while it works."""
    before, after = (bench.workshop.content(each) for each in (TWO, TWO.loaded(CEDAR)))
    for delay in (0.1, 0.25, 0.4):
        folder = bench.graph(TWO)
        program = [sys.executable, "-c", "from cli import main; main()", "-g", str(folder), "load"]
        running = subprocess.Popen(
            [*program, str(bench.workshop.claim_file(*CEDAR))],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
        )
        time.sleep(delay)
        running.send_signal(getattr(signal, kind))
        running.communicate(timeout=60)
        content = found(folder)
        assert content in (before, after)
        assert content == after or running.returncode != 0
        own.load(folder, [])
        assert [] == leftovers(folder)


def test_random_kills_lose_nothing() -> None:
    """The command that reports figures of 500 kills, with 25."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "crashes.py"), "--kills", "25", "--seed", "7"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert (0, "") == (done.returncode, done.stderr)
    total = next(line for line in done.stdout.splitlines() if line.startswith("| **all** |"))
    runs, killed, acknowledged, lost, half, recovered, left = map(int, total.split("|")[2:-1])
    assert (25, 25, 0, 0, 0) == (killed, recovered, lost, half, left)
    assert acknowledged == runs - 25


# Several processes at once.


def test_a_second_writer_is_told_and_harms_nothing(bench: Bench) -> None:
    """It ends with status 2 at once; readers go on meanwhile."""
    folder = bench.graph(TWO)
    with commits.writing(folder):
        for case in ("second load", "removal", "judgement"):
            ended = bench.run(CASES[case], folder)
            assert (2, True) == (ended.status, "another process is writing to" in ended.stderr)
        assert bench.workshop.content(TWO) == found(folder)
        with pytest.raises(GraphBusy, match="reading goes on meanwhile"):
            own.remove(folder, ["ash"])
    assert 0 == bench.run(CASES["second load"], folder).status
    assert bench.workshop.content(TWO.loaded(CEDAR)) == found(folder)


def test_the_lock_of_a_killed_writer_blocks_nobody(bench: Bench) -> None:
    """The system gives it back; the file that stays means nothing."""
    folder = bench.graph(TWO)
    assert KILLED == bench.run(CASES["second load"], folder, fault="lock-taken").status
    assert (folder / LOCK).exists()
    assert 0 == bench.run(CASES["second load"], folder).status


def test_who_opened_a_graph_keeps_it_through_later_writes(bench: Bench) -> None:
    """Its parts are read when they are needed, after two more commits took its files away."""
    folder = bench.graph(TWO)
    opened = own.open(folder)
    number = (folder / CURRENT).read_text().split()[0]
    for each in (CEDAR, ("durian", 1)):
        own.load(folder, [bench.workshop.claim_file(*each)])
    own.remove(folder, ["ash"])
    assert not (folder / "generations" / number).exists()
    parts = tuple(opened.read(part) for part in ("triples", "table", "ontology"))
    assert bench.workshop.content(TWO).parts == parts


def test_a_reader_is_busied_by_no_writer(bench: Bench) -> None:
    """Where it would build anew and may not write, it builds what it needs in memory."""
    folder = bench.graph(TWO)
    (folder / JUDGEMENTS).write_text(crashes.text_of(SAME[:1]), "utf-8")
    pointer = (folder / CURRENT).read_bytes()
    with commits.writing(folder):
        assert bench.workshop.content(JUDGED) == found(folder)
    assert pointer == (folder / CURRENT).read_bytes()
    assert bench.workshop.content(JUDGED) == found(folder)
    assert pointer != (folder / CURRENT).read_bytes()


@pytest.mark.parametrize("step", ["manifest_of", "judgements_of"])
def test_writes_between_two_reads_are_no_damage(
    step: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has read where a generation lies, and finds it gone or outdone, reads the next one."""
    folder, after = bench.graph(TWO), JUDGED.loaded(CEDAR)
    original: Callable[..., Any] = getattr(generations, step)

    def late(*args: Any) -> Any:
        monkeypatch.setattr(generations, step, original)
        more = [bench.workshop.claim_file(*CEDAR), bench.workshop.judgement_file(SAME[0])]
        own.load(folder, more)
        own.load(folder, [])
        return original(*args)

    monkeypatch.setattr(generations, step, late)
    documents, judged = own.contents(folder)
    assert (("ash", "birch", "cedar"), after.judged) == (
        tuple(each.id for each in documents),
        judgements.parse(judged),
    )
    assert bench.workshop.content(after) == found(folder)


def write_for_a_while(folder: str, claims: str, seconds: float) -> int:
    """Load, replace, judge and remove, round and round; a busy graph is tried again."""
    workshop, until = Workshop(Path(claims)), time.monotonic() + seconds
    steps: list[Callable[[], Any]] = [
        lambda: own.load(
            Path(folder),
            [workshop.claim_file("cedar", 2), workshop.judgement_file(SAME[1])],
        ),
        lambda: own.remove(Path(folder), ["cedar"]),
        lambda: Path(folder, JUDGEMENTS).write_text("# nobody\n", "utf-8"),
    ]
    while time.monotonic() < until:
        for step in steps:
            while True:
                try:
                    step()
                    break
                except GraphBusy:  # a reader builds anew after the edit
                    time.sleep(0.001)
    return 0


def test_readers_among_writers_see_only_what_was_committed(bench: Bench) -> None:
    """Every part of an answer is of one commit, its sources and judgements too."""
    folder = bench.graph(TWO)
    (folder / JUDGEMENTS).write_text("# nobody\n", "utf-8")
    more = TWO.loaded(("cedar", 2))
    # Between a removal and the edit after it, the judgement stands without its document.
    committed = [
        bench.workshop.content(each)
        for state in (TWO, more)
        for each in (state, state.judging(SAME[1]))
    ]
    parts, whole = {each.parts for each in committed}, set(committed)
    seen: set[tuple[bytes, ...]] = set()
    bench.server.start(
        "test_crashes:write_for_a_while", str(folder), str(bench.workshop.folder), 3.0
    )
    until = time.monotonic() + 2.8
    while time.monotonic() < until:
        opened = own.open(folder)
        sources, judged = own.contents(folder)
        time.sleep(0.002)
        read = tuple(opened.read(part) for part in ("triples", "table", "ontology"))
        assert read in parts
        assert (tuple(each.id for each in sources), judgements.parse(judged)) in {
            (each.documents, each.judged) for each in whole
        }
        seen.add(read)
    assert 0 == bench.server.ended().status
    assert len(seen) > 1
