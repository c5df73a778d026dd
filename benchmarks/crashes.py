"""Kill writes to a graph of one's own at random, and compare with what was acknowledged.

``python benchmarks/crashes.py`` kills 500 of them, by SIGKILL, half at a named fault point and
half at a random moment: loads, new versions, removals, judgements, edits and rebuilds, one after
the other on one graph that is never helped. After each the graph must open and be exactly what
it was before or, where exit status 0 was seen, what it was to become; both are compared byte for
byte with a build from scratch. Run it with an installed inroads. It exits with 1 if anything was
lost or half-written.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from graph.claims import files, identity, judgements
from graph.claims.judgements import Judgement, Verdict
from graph.errors import InroadsError
from graph.store import build, builtin, faults, own
from graph.store.generations import COPY, CURRENT, GENERATIONS, JUDGEMENTS, LOCK, SOURCES
from graph.store.layout import MANIFEST, MARKER, PARTS

# Processes: a server that has everything imported forks one for each call.


class Ended(NamedTuple):
    """How a call in a process of its own ended: a status below 0 is the signal that killed it."""

    status: int
    stderr: str
    seconds: float


class Server:
    """Runs functions in processes of their own, which start in milliseconds."""

    def __init__(self, *folders: Path) -> None:
        path = os.pathsep.join([*map(str, folders), os.environ.get("PYTHONPATH", "")])
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            text=True,
        )

    def run(self, call: str, *args: Any, fault: str = "", kill_after: float | None = None) -> Ended:
        """Run ``module:function`` with these arguments, with a fault or killed after a while."""
        self._send({"call": call, "args": args, "fault": fault, "kill_after": kill_after})
        return self.ended()

    def start(self, call: str, *args: Any) -> None:
        """Run a function without waiting for it; :meth:`ended` waits."""
        self._send({"call": call, "args": args, "fault": "", "kill_after": None})

    def _send(self, request: Mapping[str, Any]) -> None:
        pipe = cast(IO[str], self._process.stdin)
        pipe.write(json.dumps(request) + "\n")
        pipe.flush()

    def ended(self) -> Ended:
        """Wait for the call that was sent."""
        return Ended(*json.loads(cast(IO[str], self._process.stdout).readline()))

    def close(self) -> None:
        """End the server."""
        self._process.communicate()


@contextmanager
def serving(*folders: Path) -> Iterator[Server]:
    """Start a server; ``folders``: where besides its modules lie."""
    server = Server(*folders)
    try:
        yield server
    finally:
        server.close()


def _serve() -> None:
    """Fork a process for each line of standard input, and answer with how it ended."""
    for name in ("filelock", "logging", "rapidfuzz.fuzz", "yaml", "cli", "benchmarks.crashes",
                 "graph.pages.changes", "graph.pages.plain", "graph.pages.progress"):  # fmt: skip
        importlib.import_module(name)  # once, not in every process
    os.environ.pop("INROADS_GRAPH", None)
    for line in sys.stdin:
        request = json.loads(line)
        reading, writing = os.pipe()  # a pipe has room when the disk has none
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            _call(request, os.fdopen(writing, "w", encoding="utf-8"))
        os.close(writing)
        status = _wait(child, request["kill_after"])
        with open(reading, encoding="utf-8") as errors:
            print(json.dumps(Ended(status, errors.read(), time.monotonic() - began)), flush=True)


def _call(request: Mapping[str, Any], errors: IO[str]) -> None:
    """Run what is asked for and end this process with its status."""
    if request["fault"]:
        os.environ[faults.VARIABLE] = request["fault"]
    module, _, name = request["call"].partition(":")
    status = 1
    try:
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(errors):
            status = getattr(importlib.import_module(module), name)(*request["args"]) or 0
    except BaseException:
        traceback.print_exc(file=errors)
        raise
    finally:
        errors.flush()
        os._exit(status)


def _wait(child: int, kill_after: float | None) -> int:
    """Return the exit status of a child, killed after so many seconds if it still runs."""
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)  # it is ours until it is waited for
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# What runs in them.


def command(*args: str) -> int:
    """Run the command line; return its exit status."""
    import cli

    sys.argv = ["inroads", *args]
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)


def large(*args: str) -> int:
    """Run the command line as if every graph were a large one."""
    os.environ["INROADS_LARGE"] = "0"
    return command(*args)


def judge(folder: str, line: str) -> int:
    """Add one judgement; return the exit status its command has."""
    import click

    import cli

    @click.command(cls=type(cli.commands), invoke_without_command=True)
    def judging() -> None:
        own.judge(Path(folder), judgements.parse(line)[0])

    cli.commands, sys.argv = judging, ["inroads"]
    return command()


def rebuild(folder: str) -> int:
    """Open the graph as a reader does: it is built anew where that is needed."""
    own.open(Path(folder))
    return 0


def edit(folder: str, text: str) -> int:
    """Save the judgements as an editor does, then open the graph: it is built anew."""
    saved = Path(folder).with_suffix(".saved")
    saved.write_text(text, "utf-8")
    saved.replace(Path(folder, JUDGEMENTS))
    return rebuild(folder)


# What is in a graph, and what it ought to be.


class State(NamedTuple):
    """What a graph is to hold: the version of each document, and judgements in their order."""

    documents: tuple[tuple[str, int], ...] = ()
    judged: tuple[Judgement, ...] = ()

    def loaded(self, *given: tuple[str, int]) -> State:
        """Return the state after loading versions of documents."""
        return self._replace(
            documents=tuple(sorted({**dict(self.documents), **dict(given)}.items()))
        )

    def removed(self, id_: str) -> State:
        """Return the state without a document."""
        return self._replace(documents=tuple(each for each in self.documents if each[0] != id_))

    def judging(self, judgement: Judgement) -> State:
        """Return the state with one more judgement."""
        return self._replace(judged=(*self.judged, judgement))


NOTHING = State()
CLAIM_FILE = """\
inroads: "1"
document: {{id: {id}, title: Item {id}, publisher: Publisher {id}}}
entities:
  acme: {{kind: Company, label: Acme}}
  {id}-works: {{kind: Company, label: Works of {id}}}
  part-{version}: {{kind: Company, label: Part {version}}}
statements:
  - paraphrase: Acme owns the works, version {version}.
    claims: [acme owns {id}-works, {id}-works suppliesTo part-{version}]
"""
IDS = ("ash", "birch", "cedar", "durian")
SAME = tuple(
    Judgement(Verdict.SAME, f"{one}-works", f"{other}-works", "Ada", "2031-02-03")
    for one, other in (("ash", "birch"), ("birch", "cedar"), ("cedar", "durian"))
)


@dataclass(frozen=True)
class Workshop:
    """Claim files to load, and what graphs of them are to be."""

    folder: Path

    def claim_file(self, id_: str, version: int) -> Path:
        """Return the claim file of a version of a document."""
        path = self.folder / f"{id_}-{version}.yaml"
        if not path.exists():
            path.write_text(CLAIM_FILE.format(id=id_, version=version), "utf-8")
        return path

    def judgement_file(self, *given: Judgement) -> Path:
        """Return a file of judgements that can be loaded."""
        folder = self.folder / "-".join(each.one for each in given)
        folder.mkdir(exist_ok=True)
        path = folder / JUDGEMENTS
        path.write_text(text_of(given), "utf-8")
        return path

    @cached_property
    def _built(self) -> dict[State, Content]:
        return {}

    def content(self, state: State) -> Content:
        """Return what a graph in ``state`` holds, built from scratch."""
        if state not in self._built:
            ontology = builtin.ontology()
            read = [files.read(self.claim_file(*each), ontology) for each in state.documents]
            made = build.of_files(identity.resolve(read, state.judged), ontology)
            parts = tuple(made.read(part) for part in PARTS)
            self._built[state] = Content(parts, tuple(dict(state.documents)), state.judged)
        return self._built[state]


class Content(NamedTuple):
    """All that can be read of a graph."""

    parts: tuple[bytes, ...]
    documents: tuple[str, ...]
    judged: tuple[Judgement, ...]


def text_of(given: Sequence[Judgement]) -> str:
    """Return judgements as they are written."""
    text = ""
    for each in given:
        text = judgements.append(text, each)
    return text


def found(folder: Path) -> Content:
    """Return what a graph holds, opened as any command opens it."""
    opened = own.open(folder)
    sources, judged = own.contents(folder)
    ids = tuple(each.id for each in sources)
    return Content(tuple(opened.read(part) for part in PARTS), ids, judgements.parse(judged))


def leftovers(folder: Path) -> list[str]:
    """Return what lies in the folder of a graph and is not its own.

    Right after a write the generation before and its sources are still there.
    """
    numbers = sorted(
        int(path.name) for path in (folder / GENERATIONS).iterdir() if path.name.isdecimal()
    )[-2:]
    expected = {MARKER, CURRENT, LOCK, JUDGEMENTS, GENERATIONS, SOURCES}
    for number in numbers:
        generation = f"{GENERATIONS}/{number}"
        manifest = json.loads((folder / generation / MANIFEST).read_text("utf-8"))
        names = (*PARTS.values(), MANIFEST, COPY)
        expected |= {generation, *(f"{generation}/{name}" for name in names)}
        expected |= {f"{SOURCES}/{each}" for each in manifest["documents"].values()}
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return sorted(here - expected)


# The benchmark.


class Operation(NamedTuple):
    """Something to run that turns a graph's state into another one."""

    name: str
    call: str
    args: tuple[str, ...]
    after: State


@dataclass
class Tally:
    """What became of the runs that were to be killed at one point."""

    runs: int = 0
    killed: int = 0
    acknowledged: int = 0
    lost: int = 0
    half_written: int = 0
    recovered: int = 0
    leftovers: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(self.row, other.row, strict=True)))

    @property
    def row(self) -> tuple[int, ...]:
        """The counts, in their order."""
        return tuple(vars(self).values())


@dataclass
class Trial:
    """One graph, killed again and again."""

    server: Server
    workshop: Workshop
    folder: Path
    seed: int
    state: State = NOTHING
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    operations: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  # a benchmark, no secret
        self._usual = 0.2  # seconds an operation takes, learnt while running

    @property
    def total(self) -> Tally:
        """The counts of all points together."""
        return sum(self.tallies.values(), Tally())

    def draw(self) -> Operation:
        """Return a random operation that the graph allows."""
        graph, state = ("-g", str(self.folder)), self.state
        here = dict(state.documents)
        id_ = self._random.choice(IDS)
        version = self._random.choice((1, 2, 3))
        load = (*graph, "load", str(self.workshop.claim_file(id_, version)))
        name = "load" if id_ not in here else "reload" if here[id_] == version else "new version"
        given = [Operation(name, "benchmarks.crashes:command", load, state.loaded((id_, version)))]
        given *= 2
        again = (*graph, "load")
        given.append(Operation("build anew", "benchmarks.crashes:command", again, state))
        if here:
            gone = self._random.choice(sorted(here))
            removal = (*graph, "remove", gone)
            given.append(
                Operation("remove", "benchmarks.crashes:command", removal, state.removed(gone))
            )
        if state.judged:
            left = state._replace(judged=state.judged[:-1])
            args = (str(self.folder), text_of(left.judged))
            given.append(Operation("undo a judgement", "benchmarks.crashes:edit", args, left))
        for each in SAME:
            if each not in state.judged:
                after, line = state.judging(each), judgements.write(each)
                args = (str(self.folder), line)
                given.append(Operation("judge", "benchmarks.crashes:judge", args, after))
                both = (*load, str(self.workshop.judgement_file(each)))
                after = after.loaded((id_, version))
                given.append(Operation("load and judge", "benchmarks.crashes:command", both, after))
                break
        return self._random.choice(given)

    def run(self) -> None:
        """Run one operation, kill it, and look what became of the graph."""
        chosen = self.draw()
        self.operations[chosen.name] += 1
        at_random = self._random.random() < 0.5
        place = "a random moment" if at_random else self._random.choice(faults.WRITE)
        delay = self._random.uniform(0, 1.2 * self._usual)
        ended = self.server.run(
            chosen.call,
            *chosen.args,
            fault="" if at_random else place,
            kill_after=delay if at_random else None,
        )
        if ended.status not in (0, -signal.SIGKILL):
            raise RuntimeError(f"{chosen}: {ended}")
        if ended.status == 0:
            self._usual = 0.9 * self._usual + 0.1 * ended.seconds
        self._judge(self.tallies[place], chosen, acknowledged=ended.status == 0)

    def _judge(self, tally: Tally, chosen: Operation, *, acknowledged: bool) -> None:
        before, after = self.workshop.content(self.state), self.workshop.content(chosen.after)
        tally.runs += 1
        tally.killed += not acknowledged
        tally.acknowledged += acknowledged
        tally.leftovers += acknowledged and bool(leftovers(self.folder))
        try:
            content = found(self.folder)
        except InroadsError as error:
            print(f"{chosen.name}: {error}", file=sys.stderr)
            tally.half_written += 1
            return self._begin_anew()
        if content == after:
            self.state = chosen.after
        tally.recovered += not acknowledged and content in (before, after)
        tally.lost += acknowledged and content != after
        tally.half_written += content not in (before, after)
        return None if content in (before, after) else self._begin_anew()

    def _begin_anew(self) -> None:
        shutil.rmtree(self.folder)
        self.server.run("benchmarks.crashes:command", "init", str(self.folder))
        self.state = NOTHING


HEADS = ("killed at", "runs", "killed", "acknowledged", "lost", "half-written",
         "recovered without help", "leftovers")  # fmt: skip


def report(trial: Trial, seconds: float) -> None:
    """Print the table."""
    print(f"| {' | '.join(HEADS)} |")
    print("|---|" + "---:|" * (len(HEADS) - 1))
    for place in (*faults.WRITE, "a random moment"):
        if place in trial.tallies:
            print(f"| {place} | {' | '.join(map(str, trial.tallies[place].row))} |")
    print(f"| **all** | {' | '.join(map(str, trial.total.row))} |")
    drawn = ", ".join(f"{count} {name}" for name, count in sorted(trial.operations.items()))
    print(f"\nseed {trial.seed}; {drawn}; {seconds:.0f} s")


def main() -> int:
    """Run the kills, print the table, return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="how many (500)")
    parser.add_argument("--seed", type=int, default=1, help="of all draws (1)")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        _serve()
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, serving(Path(__file__).parents[1]) as server:
        trial = Trial(server, Workshop(Path(folder)), Path(folder) / "graph", given.seed)
        server.run("benchmarks.crashes:command", "init", str(trial.folder))
        while trial.total.killed < given.kills:
            trial.run()
    report(trial, time.monotonic() - began)
    total = trial.total
    return 1 if total.lost or total.half_written or total.leftovers else 0


if __name__ == "__main__":
    sys.exit(main())
