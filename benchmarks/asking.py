"""How long a question in English takes in a running process, from text to answer.

``python -m benchmarks.asking`` asks every question of both halves of the bank on its graph, three
times each in a warm process, and prints the CPU time a question as a Markdown table.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

import queries
import seeds
from graph import session
from graph.answers import bank
from graph.answers.ask import ask
from graph.errors import InroadsError
from graph.session import Session
from graph.store import commits, own

ROOT = Path(__file__).parents[1]
BANKS = Path(queries.__file__).parent / "bank"
REPEATS = 3


def seconds(opened: Session, question: str) -> float:
    """Return the CPU seconds of one question, answered or refused."""
    began = time.process_time()
    with suppress(InroadsError):  # a refusal is an answer that takes its time too
        ask(opened, question)
    return time.process_time() - began


def times(opened: Session, name: str) -> list[float]:
    """Return the median CPU milliseconds of each question of both halves, sorted."""
    asked = [
        each.text
        for half in ("develop", "scored")
        for each in bank.read(BANKS / half / f"{name}.yaml")
        if not each.words
    ]
    for question in asked:
        seconds(opened, question)  # warm: what is read once is read
    return sorted(
        1000 * median(seconds(opened, question) for _ in range(REPEATS)) for question in asked
    )


def main() -> None:
    """Print the table."""
    print("| graph | questions | median | 95 of 100 within | longest |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk"
        commits.create(desk)
        own.load(desk, [*seeds.files(), *seeds.context_files()])
        graphs = {
            "seed": session.open(),
            "invented": session.open(str(ROOT / "tests" / "invented")),
            "context": session.open(str(desk)),
        }
        for name, opened in graphs.items():
            found = times(opened, name)
            within = quantiles(found, n=20)[-1]
            print(
                f"| {name} | {len(found)} | {median(found):.0f} ms | {within:.0f} ms "
                f"| {found[-1]:.0f} ms |"
            )


if __name__ == "__main__":
    main()
