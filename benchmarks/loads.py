"""What one load of an article costs, and what opening costs, by the size of the graph.

``python benchmarks/loads.py`` makes graphs of 100, 1,000 and 10,000 invented claims, loads an
article of 60 more into each, opens it, and prints CPU seconds as a Markdown table, with where
those of the load go. ``--profile`` prints the costliest functions of the last load besides. Run
it with an installed inroads.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from networks import claim_files

from graph.claims import corpus, sources, writing
from graph.claims.model import ClaimFile, Document
from graph.session import Session
from graph.store import commits, derive, intake, own, rdf, table
from graph.store.commits import Plan
from graph.store.generations import GENERATIONS, digest

SIZES = (100, 1_000, 10_000)
STEPS: dict[str, tuple[Any, str]] = {
    "read the article": (intake, "read"),
    "read documents": (sources, "loads"),
    "weigh claims": (corpus, "assemble"),
    "apply rules": (derive, "with_derived"),
    "write triples": (rdf, "lines"),
    "write the table": (table, "dumps"),
    "write files": (commits.Writer, "commit"),
}


def article() -> ClaimFile:
    """Return an article of 60 claims about things the graphs know."""
    statements = [each for file in claim_files(60, seed=9)[1:] for each in file.statements][:60]
    ids = {id_ for each in statements for claim in each.claims for id_ in claim.entities()}
    entities = {each.id: each for file in claim_files(60, seed=9) for each in file.entities}
    known = tuple(entities[id_] for id_ in sorted(ids))
    return ClaimFile(Document("article", title="The article"), known, tuple(statements))


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Give the seconds that each step takes meanwhile."""
    spent = dict.fromkeys(STEPS, 0.0)
    originals = {name: getattr(*place) for name, place in STEPS.items()}
    for name, (place, attribute) in STEPS.items():
        setattr(place, attribute, _clocked(originals[name], name, spent))
    try:
        yield spent
    finally:
        for name, (place, attribute) in STEPS.items():
            setattr(place, attribute, originals[name])


def _clocked(
    function: Callable[..., Any], name: str, spent: dict[str, float]
) -> Callable[..., Any]:
    def clocked(*args: Any, **options: Any) -> Any:
        began = time.process_time()
        try:
            return function(*args, **options)
        finally:
            spent[name] += time.process_time() - began

    return clocked


def fill(folder: Path, claims: int) -> None:
    """Make a graph of about this many claims, without writing YAML."""
    contents = [sources.dumps(sources.Source(each)) for each in claim_files(claims)]
    added = {digest(content): content for content in contents}
    documents = {sources.loads(content).id: name for name, content in added.items()}
    commits.create(folder)
    with commits.writing(folder) as writer:
        plan = Plan(documents, b"", b"", added)
        own._commit(writer, own._state(folder), plan, lambda *_: None)


def seconds(act: Callable[[], Any]) -> float:
    """Return the CPU seconds that ``act`` takes."""
    began = time.process_time()
    act()
    return time.process_time() - began


def measure(claims: int, folder: Path, claim_file: Path) -> tuple[list[float], list[float]]:
    """Return the seconds of a first load and of opening, and those of the load's steps."""
    fill(folder, claims)
    with timed() as spent:
        load = seconds(lambda: own.load(folder, [claim_file]))
    opening = seconds(lambda: own.open(folder))
    session = Session(own.open(folder))
    parts = [seconds(lambda: session.table), seconds(lambda: session.store)]
    steps = list(spent.values())
    return [load, opening, *parts], [*steps, load - sum(steps)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="profile one more load")
    given = parser.parse_args()
    heads = ["claims", "MB on disk", "load 60 claims", "open", "read the table", "fill the store"]
    print(f"| {' | '.join(heads)} |\n|{'---:|' * len(heads)}")
    shares = []
    with tempfile.TemporaryDirectory() as place:
        claim_file = Path(place, "article.yaml")
        claim_file.write_text(writing.write(article()), "utf-8")
        for claims in SIZES:
            folder = Path(place, str(claims))
            whole, steps = measure(claims, folder, claim_file)
            newest = max((folder / GENERATIONS).iterdir(), key=lambda path: int(path.name))
            size = sum(path.stat().st_size for path in newest.iterdir()) / 1e6
            print(f"| {claims:,} | {size:.1f} | {' | '.join(f'{s:.3f}' for s in whole)} |")
            shares.append((claims, steps))
        names = [*STEPS, "rest"]
        print(f"\n| of the load | {' | '.join(f'{claims:,}' for claims, _ in shares)} |")
        print(f"|---|{'---:|' * len(shares)}")
        for row, name in enumerate(names):
            print(f"| {name} | {' | '.join(f'{steps[row]:.3f}' for _, steps in shares)} |")
        if given.profile:
            profile = cProfile.Profile()
            profile.runcall(own.load, folder, [])
            pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
