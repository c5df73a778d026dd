"""Graphs to break: writes as cases, run in processes of their own on graphs of every state."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp
from typing import NamedTuple

from benchmarks import crashes
from benchmarks.crashes import IDS, NOTHING, SAME, Server, State, Workshop
from graph.claims import judgements
from graph.store import commits, own

ASH, BIRCH, CEDAR = ((id_, 1) for id_ in IDS[:3])
TWO = NOTHING.loaded(ASH, BIRCH)
JUDGED = TWO.judging(SAME[0])
COMMAND, JUDGE, REBUILD = (f"benchmarks.crashes:{name}" for name in ("command", "judge", "rebuild"))


class Case(NamedTuple):
    """A write: what the graph is before and after it, and how it is run."""

    before: State
    after: State
    call: str = COMMAND
    args: tuple[str, ...] = ()


class Bench(NamedTuple):
    """Where graphs are made and broken."""

    server: Server
    workshop: Workshop
    folder: Path

    def graph(self, state: State) -> Path:
        """Return the folder of a new graph in ``state``."""
        folder = Path(mkdtemp(dir=self.folder))
        copytree(self._kept(state), folder, dirs_exist_ok=True)
        return folder

    def _kept(self, state: State) -> Path:
        name = f"graph {state.documents} {len(state.judged)}"
        folder = self.folder / name
        if not folder.exists():
            commits.create(folder)
            if state.documents:
                own.load(folder, [self.workshop.claim_file(*each) for each in state.documents])
            for each in state.judged:
                own.judge(folder, each)
        return folder

    def run(self, case: Case, folder: Path, fault: str = "") -> crashes.Ended:
        """Run a write on the graph in ``folder``."""
        places = {"GRAPH": str(folder), "JUDGEMENT": judgements.write(SAME[0])}
        places["identity.txt"] = str(self.workshop.judgement_file(SAME[0]))
        for id_ in IDS:
            for version in (1, 2):
                places[f"{id_}-{version}"] = str(self.workshop.claim_file(id_, version))
        return self.server.run(case.call, *(places.get(e, e) for e in case.args), fault=fault)


LOAD = ("-g", "GRAPH", "load")
CASES = {
    "first load": Case(NOTHING, NOTHING.loaded(ASH), args=(*LOAD, "ash-1")),
    "second load": Case(TWO, TWO.loaded(CEDAR), args=(*LOAD, "cedar-1")),
    "two at once": Case(NOTHING, TWO, args=(*LOAD, "ash-1", "birch-1")),
    "new version": Case(TWO, TWO.loaded(("ash", 2)), args=(*LOAD, "ash-2")),
    "build anew": Case(TWO, TWO, args=LOAD),
    "removal": Case(TWO, TWO.removed("ash"), args=("-g", "GRAPH", "remove", "ash")),
    "judgement": Case(TWO, JUDGED, JUDGE, ("GRAPH", "JUDGEMENT")),
    "load with judgements": Case(
        TWO, JUDGED.loaded(CEDAR), args=(*LOAD, "cedar-1", "identity.txt")
    ),
}
