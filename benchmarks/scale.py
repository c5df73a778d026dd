"""What a graph of 10,000, 100,000 and 1,000,000 claims costs, beside networkx and rdflib.

``python -m benchmarks.scale`` runs everything, writes ``benchmarks/scale.json`` and prints the
tables; ``--sizes 10000`` runs some of it, ``--print`` prints what was measured before, and
``python -m benchmarks.growth`` draws it. Every figure comes from a process of its own, so that
imports, caches and memory of one are not those of another; our figure and its peer's run one
after the other: wall time of whole processes, CPU time of what runs within one. What builds an
index is a figure of its own. Run it on a quiet machine, with
numpy, scipy and psutil installed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.networks import lines

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "scale.json"
SIZES = (10_000, 100_000, 1_000_000)
PROGRAM = (sys.executable, "-c", "from cli import main; main()")
PARSED = 100_000
"""rdflib parses the triples of this many claims at most; of more it is told by scaling up."""

Figures = dict[str, Any]


class Ran(NamedTuple):
    """A process that ended: its output, seconds, and the most memory it had, in MB."""

    output: str
    wall: float
    cpu: float
    peak: float


def ran(*command: str | Path, **environment: str) -> Ran:
    """Run a process to its end; raises RuntimeError with what it said where it fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(each) for each in command],
            cwd=ROOT,
            stdout=out,
            stderr=err,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            said = err.read().decode()[-2000:]
            raise RuntimeError(f"{command}: status {process.returncode}\n{said}")
        return Ran(out.read().decode(), wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def inroads(desk: Path, *words: str | Path) -> Ran:
    """Run the program on the graph at ``desk``."""
    return ran(*PROGRAM, "-q", "-g", desk, *words)


def peer(name: str, *words: str | Path) -> tuple[Figures, Ran]:
    """Run one function of :mod:`benchmarks.peers`; return what it measured."""
    found = ran(sys.executable, "-m", "benchmarks.peers", name, *words)
    return json.loads(found.output), found


class Bench:
    """The figures of one size, in a folder of its own."""

    def __init__(self, claims: int, folder: Path, before: Figures) -> None:
        self.claims = claims
        self.folder = folder
        self.desk = folder / "desk"
        self.file = folder / "claims.jsonl"
        self.before = before  # what rdflib needed at a smaller size

    def steps(self) -> Iterator[tuple[str, Callable[[], Figures]]]:
        """Yield each group of figures, in the order in which they build on each other."""
        yield "load", self.load
        yield "rdflib", self.rdflib
        yield "open", self.open
        yield "path", self.path
        yield "find", lambda: peer("find", self.desk)[0]
        yield "measures", lambda: peer("measures", self.desk)[0]
        yield "add", self.add

    def write(self) -> None:
        """Write the claims."""
        with self.file.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(self.claims))

    def load(self) -> Figures:
        """Load all claims into an empty graph: checks, standings, rules and indexes included."""
        ran(*PROGRAM, "init", self.desk)
        done = inroads(self.desk, "load", self.file)
        size = sum(path.stat().st_size for path in self.desk.rglob("*") if path.is_file())
        known, _ = peer("counts", self.desk)
        return {"wall": done.wall, "cpu": done.cpu, "peak": done.peak, "disk": size / 1e6, **known}

    def rdflib(self) -> Figures:
        """Let rdflib parse the same triples, or scale up what it needed for fewer."""
        if self.claims > PARSED:
            if "triples" not in self.before:
                raise RuntimeError(f"scaled up from a smaller graph: measure {PARSED:,} claims too")
            known, _ = peer("counts", self.desk)
            factor = known["triples"] / self.before["triples"]
            return {n: self.before[n] * factor for n in ("wall", "cpu", "triples")} | {"scaled": 1}
        triples = self.folder / "triples.nt"
        written, _ = peer("dump", self.desk, triples)
        done = ran(sys.executable, "-m", "benchmarks.peers", "parse", triples)
        return {"wall": done.wall, "cpu": done.cpu, "peak": done.peak, **written}

    def open(self) -> Figures:
        """Open the graph for graph work; build the networkx graph from the store."""
        ours = [peer("reopen", self.desk)[0]["seconds"] for _ in range(5)]
        theirs, _ = peer("project", self.desk, self.folder / "network.pickle")
        return {"seconds": median(ours), "networkx": theirs["seconds"]}

    def path(self) -> Figures:
        """Ask for the ten best paths between two entities 4 to 5 hops apart, as a whole process."""
        network = self.folder / "network.pickle"
        pairs = peer("pairs", network)[0]["pairs"]
        ours, theirs = [], []
        for one, other in pairs:
            ours.append(inroads(self.desk, "path", f"kg:{one}", f"kg:{other}", "-k", "10"))
            theirs.append(peer("shortest", network, one, other)[1])
        return {
            "wall": median(each.wall for each in ours),
            "slowest": max(each.wall for each in ours),
            "cpu": median(each.cpu for each in ours),
            "networkx": median(each.wall for each in theirs),
            "networkx_cpu": median(each.cpu for each in theirs),
        }

    def add(self) -> Figures:
        """Load an article of 60 claims about things that the graph knows."""
        article = self.folder / "article.jsonl"
        with article.open("w", encoding="utf-8") as file:
            for line in lines(60, seed=9):
                data = json.loads(line)
                for said in data["attestations"]:
                    said["document"] = {"id": "the-article", "title": "The article"}
                for end in (data["subject"], data["object"], *data["qualifiers"].values()):
                    end["label"] = end["id"]
                file.write(json.dumps(data) + "\n")
        done = inroads(self.desk, "load", article)
        return {"wall": done.wall, "cpu": done.cpu, "peak": done.peak}


def measured(sizes: list[int], folder: Path) -> Figures:
    """Return the figures of all sizes."""
    found: Figures = {"machine": machine(), "sizes": {}}
    before: Figures = {}
    for claims in sizes:
        place = folder / str(claims)
        place.mkdir(parents=True)
        bench = Bench(claims, place, before)
        bench.write()
        figures = found["sizes"][str(claims)] = {}
        for name, step in bench.steps():
            try:
                figures[name] = step()
            except RuntimeError as error:  # told in the table as not measured, with the reason
                figures[name] = {"failed": str(error)}
            print(f"{claims:,} {name}: {figures[name]}", file=sys.stderr, flush=True)
        before = figures["rdflib"]
        shutil.rmtree(place)
    return found


def machine() -> dict[str, str]:
    """Return what the figures were taken on."""
    cpu = platform.processor() or platform.machine()
    with suppress(OSError):
        rows = Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next((row.split(":")[1].strip() for row in rows if "model name" in row), cpu)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    packages = ("pyoxigraph", "networkx", "rdflib", "numpy", "scipy")
    return {
        "CPU": f"{cpu}, {os.cpu_count()} cores",
        "memory": f"{memory} GB",
        "Python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def tables(found: Figures) -> str:
    """Return what was measured as a table in Markdown, one row a figure."""
    sizes = list(found["sizes"])
    heads = ["", *(f"{int(size):,} claims" for size in sizes)]
    rows = [_row(heads), _row(["---", *["---:"] * len(sizes)])]
    for label, group, show in ROWS:
        cells = []
        for size in sizes:
            try:
                cells.append(show(found["sizes"][size].get(group, {})))
            except KeyError:  # the step failed, or did not measure this
                cells.append("not measured")
        rows.append(_row([label, *cells]))
    told = ", ".join(f"{name} {what}" for name, what in found["machine"].items())
    return "\n".join([*rows, "", told])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _seconds(value: float) -> str:
    return f"{value:,.1f} s" if value >= 10 else f"{value:.2g} s" if value >= 1 else _ms(value)


def _ms(value: float) -> str:
    return f"{value * 1000:.3g} ms"


def _of(name: str) -> Callable[[Figures], str]:
    return lambda figures: _seconds(figures[name])


def _both(ours: str, theirs: str) -> Callable[[Figures], str]:
    return lambda figures: f"{_seconds(figures[ours])} and {_seconds(figures[theirs])}"


def _ratio(theirs: str, ours: str) -> Callable[[Figures], str]:
    return lambda figures: f"{figures[theirs] / figures[ours]:,.3g}"


ROWS: tuple[tuple[str, str, Callable[[Figures], str]], ...] = (
    ("load, all indexes included", "load", _of("wall")),
    ("... CPU", "load", _of("cpu")),
    ("... most memory", "load", lambda f: f"{f['peak']:,.0f} MB"),
    ("... on disk", "load", lambda f: f"{f['disk']:,.0f} MB"),
    ("triples a claim", "load", lambda f: f"{f['triples'] / f['claims']:.1f}"),
    ("rdflib, parsing the same triples", "rdflib", _of("wall")),
    ("... CPU", "rdflib", _of("cpu")),
    ("reopen for graph work", "open", _of("seconds")),
    ("networkx graph from the store", "open", _of("networkx")),
    ("... times slower", "open", _ratio("networkx", "seconds")),
    ("`inroads path`, ten best with evidence", "path", _of("wall")),
    ("... the slowest pair", "path", _of("slowest")),
    ("networkx, read and search", "path", _of("networkx")),
    ("... times slower", "path", _ratio("networkx", "wall")),
    ("... CPU of ours and of networkx", "path", _both("cpu", "networkx_cpu")),
    ("`find` with a typing error", "find", _of("seconds")),
    ("arrays for measures", "measures", _of("arrays")),
    ("pagerank", "measures", _of("pagerank")),
    ("networkx pagerank, as exact", "measures", _of("networkx_pagerank")),
    ("... times slower", "measures", _ratio("networkx_pagerank", "pagerank")),
    ("... networkx at its loose default", "measures", _of("networkx_pagerank_loose")),
    ("betweenness, one source", "measures", _of("betweenness")),
    ("networkx betweenness, one source", "measures", _of("networkx_betweenness")),
    ("... times slower", "measures", _ratio("networkx_betweenness", "betweenness")),
    ("add an article of 60 claims", "add", _of("wall")),
)
"""Each row of the table: its label, the group of figures it is from, and how it is told."""


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="CLAIMS")
    parser.add_argument("--print", action="store_true", dest="only", help="measure nothing")
    parser.add_argument("--folder", type=Path, help="where graphs are made; default: temporary")
    given = parser.parse_args()
    if not given.only:
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        with tempfile.TemporaryDirectory(dir=given.folder) as place:
            found = measured(given.sizes, Path(place))
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(tables(json.loads(RESULTS.read_text("utf-8"))))


if __name__ == "__main__":
    main()
