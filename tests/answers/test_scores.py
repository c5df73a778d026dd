"""The two halves of the bank of English questions: how many are answered as expected.

The grammar is developed on one half. The other was written by somebody who had not seen the
grammar, before its first line, and nothing was ever tuned on it.
"""

from pathlib import Path

import pytest

import queries
from graph.answers import bank
from graph.answers.scoring import run
from graph.errors import BadCommand

BANKS = Path(queries.__file__).parent / "bank"
README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
GRAPHS = {"seed": "seed", "invented": "invented", "context": "both"}


def no_command(session, words):
    """Stand in for the command line: these banks are English alone."""
    raise BadCommand(f"{words} in a bank of English questions")


def results(half, name, request):
    """Return what becomes of the questions of one half on one graph."""
    questions = bank.read(BANKS / half / f"{name}.yaml")
    return run(request.getfixturevalue(GRAPHS[name]), questions, no_command)


@pytest.mark.parametrize("half", ["develop", "scored"])
def test_the_readme_tells_how_many_are_answered_as_expected(half, request):
    """The very counts, graph by graph: better or worse, the table is to say so."""
    cells = []
    for name in GRAPHS:
        found = results(half, name, request)
        cells.append(f"{sum(each.outcome == 'passed' for each in found)} of {len(found)}")
    (row,) = (line for line in README.splitlines() if line.startswith(f"| {half} "))
    assert cells == [cell.strip() for cell in row.strip("|").split("|")][1:4]


def test_no_question_of_the_scored_half_is_wrongly_answered_yes(request):
    """What is missed is refused, or answered more weakly than it could be."""
    for name in GRAPHS:
        for each in results("scored", name, request):
            wrong = [miss for miss in each.misses if (miss.field, miss.came) == ("verdict", "yes")]
            assert [] == wrong, each.question.text


def test_both_halves_hold_at_least_a_hundred_questions_on_three_graphs():
    """A quarter of each on the invented industry, a quarter on both corpora, about."""
    for half in ("develop", "scored"):
        sizes = {name: len(bank.read(BANKS / half / f"{name}.yaml")) for name in GRAPHS}
        total = sum(sizes.values())
        assert total >= 100
        assert min(sizes.values()) / total > 0.2
