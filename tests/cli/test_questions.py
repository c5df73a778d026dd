"""Stored questions and differences from the command line."""

import inspect
import json
import re
from pathlib import Path

import click
import pytest
from runs import INVENTED, ROOT, Inroads

import cli
from graph.commands import stored

US_PRODUCTION = ("path", "class:Company", "in:United States", "-k", "20")
BANK = """\
inroads: "1"
questions:
  - ask: who owns Seagrip?
    entities: [tsukimori: stated, northlay: superseded]
  - name: hallen
    run: path "Ondrava Wind" "Port Hallen" --max-hops 4 -k 1 --explain --fail-if-none
    paths: {path: ondrava > skarnholm-ondrava-deal > skarnholm > port-hallen-works > port-hallen, standing: stated}
  - run: path Tsukimori Darro --fail-if-none
    status: unknown-name
  - run: path Maristel "Darro Venn" --fail-if-none
    status: none
"""


@pytest.fixture
def written(tmp_path: Path):
    """Return a function that writes a bank and returns where."""

    def write(text: str) -> str:
        path = tmp_path / "bank.yaml"
        path.write_text(text, "utf-8")
        return str(path)

    return write


def test_the_shipped_bank_is_answered_as_expected(inroads: Inroads) -> None:
    """Every question, none skipped."""
    run = inroads("questions", "run")
    assert (0, "") == (run.status, run.stderr)
    asked = run.stdout.split()[0]
    assert f"{asked} of {asked} answered as expected (100 %).\n" == run.stdout


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_stored_question_is_answered_like_its_command(inroads: Inroads, form: str) -> None:
    """`ask @us-production` prints what the path command prints."""
    assert inroads(*US_PRODUCTION, "-f", form) == inroads("ask", "@us-production", "-f", form)


def test_a_stored_english_question_is_answered_like_itself(inroads: Inroads) -> None:
    """`ask @catl-michigan` is the question behind the name."""
    assert inroads("ask", "how does CATL reach Michigan?") == inroads("ask", "@catl-michigan")


def test_explain_tells_the_stored_command(inroads: Inroads) -> None:
    """The line that gives the same answer."""
    told = inroads("ask", "@us-production", "--explain").stdout
    assert told.startswith("Stored as: inroads path class:Company 'in:United States' -k 20\n")
    told = inroads("ask", "@catl-michigan", "--explain").stdout
    assert told.startswith("Understood as a path question: inroads path catl michigan")


def test_the_time_limit_of_ask_holds_for_a_stored_command(inroads: Inroads) -> None:
    """The command takes the limit it is asked with, unless its own line gives one."""
    run = inroads("ask", "@us-production", "--timeout", "0.000001")
    assert 2 == run.status
    assert "cut short" in run.stderr


def test_an_unknown_name_is_refused_with_the_nearest(inroads: Inroads) -> None:
    """In words, and as an answer object."""
    run = inroads("ask", "@us-prodution", "-f", "json")
    assert (2, "not-understood") == (run.status, json.loads(run.stdout)["status"])
    assert (
        "no stored question is called '@us-prodution'. Did you mean @us-production?" in run.stderr
    )


def test_a_bank_of_ones_own_runs_with_whatever_options_commands_take(
    inroads: Inroads, written
) -> None:
    """What only bears on printing and exit status changes nothing."""
    run = inroads("-g", str(INVENTED), "questions", "run", written(BANK))
    assert (0, "4 of 4 answered as expected (100 %).\n", "") == run_parts(run)


def run_parts(run):
    """Return exit status and what was printed where."""
    return run.status, run.stdout, run.stderr


def test_misses_are_printed_with_place_expected_and_came(inroads: Inroads, written) -> None:
    """And the exit status is that of a check whose answer is no."""
    path = written(BANK.replace("tsukimori: stated", "tsukimori: reported"))
    run = inroads("-g", str(INVENTED), "questions", "run", path)
    assert (1, "") == (run.status, run.stderr)
    assert f"{path}:3: who owns Seagrip?" in " ".join(run.stdout.split())
    assert run.stdout.endswith(
        "   entities: expected tsukimori reported; northlay superseded\n"
        "             came tsukimori: stated; northlay: superseded\n"
        "\n"
        "3 of 4 answered as expected (75 %).\n"
    )


def test_a_share_is_never_rounded_up(inroads: Inroads, written) -> None:
    """All but one is not all."""
    items = "".join(
        f"  - ask: who owns Seagrip{'?' * n}\n    entities-include: northlay\n" for n in range(1, 7)
    )
    bank = f'inroads: "1"\nquestions:\n{items}  - ask: who owns Volvo\n    status: found\n'
    run = inroads("-g", str(INVENTED), "questions", "run", written(bank))
    assert run.stdout.endswith("6 of 7 answered as expected (85.7 %).\n")


def test_every_question_is_a_row_for_programs(inroads: Inroads, written) -> None:
    """Passed or not, so that a score can be computed."""
    path = written(BANK.replace("status: none", "status: found"))
    run = inroads("-g", str(INVENTED), "questions", "run", path, "-f", "jsonl")
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert (1, ["passed", "passed", "passed", "missed"]) == (
        run.status,
        [e["outcome"] for e in found],
    )
    assert [{"field": "status", "expected": "found", "came": "none"}] == found[3]["misses"]
    assert ("hallen", 5) == (found[1]["name"], found[1]["line"])
    lines = inroads("-g", str(INVENTED), "questions", "run", path, "-f", "tsv").stdout.splitlines()
    assert "outcome\tline\tname\tquestion\tfield\texpected\tcame" == lines[0]
    assert 5 == len(lines)


def test_the_shipped_bank_on_another_graph_skips_what_is_not_there(inroads: Inroads) -> None:
    """Skipped questions are counted as that."""
    run = inroads("-g", str(INVENTED), "questions", "run")
    assert 0 == run.status
    assert "skipped, about things this graph does not hold.\n" in run.stdout
    asked, of = run.stdout.split()[:3:2]
    assert asked == of != "0"


BANKS = re.findall(
    r"<!-- bank -->\n```yaml\n(.*?)```",
    (ROOT / "docs" / "questions.md").read_text("utf-8"),
    re.DOTALL,
)


def test_the_page_on_banks_shows_several() -> None:
    """The examples below are those of the page."""
    assert 3 == len(BANKS)


@pytest.mark.parametrize("bank", BANKS)
def test_the_banks_of_the_page_are_answered_as_expected(
    inroads: Inroads, written, bank: str
) -> None:
    """Every example of docs/questions.md is true of the built-in graph."""
    run = inroads("questions", "run", written(bank))
    assert (0, "") == (run.status, run.stderr)
    assert "(100 %)" in run.stdout


BAD = {
    "a misspelt field": ("- {ask: a, entitys: b}", ":3: 'entitys' is unknown in a question"),
    "nothing expected": ("- ask: a", ":3: nothing is expected of the answer"),
    "an unknown command": ("- {run: fly a b, status: none}", ":3: 'fly' gives no answer"),
    "a command that writes": ("- {run: remove a, status: none}", ":3: 'remove' gives no answer"),
    "an empty command": ('- {run: " ", status: none}', ":3: 'run' names no command"),
    "an unknown option": ("- {run: path a b --fast, status: none}", ":3: path a b --fast: No such option"),
    "a wrong value": ("- {run: path a b -k many, status: none}", ":3: path a b -k many: Invalid value"),
    "a missing argument": ("- {run: path, status: none}", ":3: path: Missing argument"),
    "help": ("- {run: path --help, status: none}", ":3: path --help: No such option"),
}  # fmt: skip


@pytest.mark.parametrize(("item", "message"), BAD.values(), ids=BAD)
def test_a_bad_bank_is_refused_with_its_place(
    inroads: Inroads, written, item: str, message: str
) -> None:
    """Nothing is printed but the fault, where it stands."""
    path = written(f'inroads: "1"\nquestions:\n  {item}\n')
    run = inroads("questions", "run", path)
    assert (2, "") == (run.status, run.stdout)
    assert f"{path}{message}" in run.stderr


def test_a_bank_that_is_not_there_is_named(inroads: Inroads, tmp_path: Path) -> None:
    """One line, no traceback."""
    for path in (tmp_path / "none.yaml", tmp_path):
        run = inroads("questions", "run", str(path))
        assert (2, "") == (run.status, run.stdout)
        assert str(path) in run.stderr


def test_a_stored_command_prints_nothing_by_itself(inroads: Inroads, written) -> None:
    """Not even where it asks for JSON and is refused."""
    bank = (
        'inroads: "1"\nquestions:\n  - {run: path Nobodyatall Ford -f json, status: unknown-name}\n'
    )
    assert (
        "1 of 1 answered as expected (100 %).\n"
        == inroads("questions", "run", written(bank)).stdout
    )


def test_no_command_that_writes_can_be_stored() -> None:
    """Somebody else's bank is only ever asked: what takes the folder of a graph is no question."""
    context = click.Context(cli.commands)
    assert "path" in stored.ANSWERING
    for name in stored.ANSWERING:
        command = cli.commands.get_command(context, name)
        body = inspect.unwrap(command.callback).__code__
        assert not {"own_folder", "write", "load", "create"} & set(body.co_names), name


def test_a_stored_command_without_an_answer_is_a_fault_of_the_bank(
    inroads: Inroads, written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that prints records has nothing to compare."""
    monkeypatch.setattr(stored, "ANSWERING", frozenset({"queries"}))
    path = written('inroads: "1"\nquestions:\n  - {run: queries -f json, status: found}\n')
    run = inroads("questions", "run", path)
    assert 2 == run.status
    assert f"{path}:3: queries -f json gives no answer that could be compared." in run.stderr


# What a document did


def test_diff_of_a_graph_of_ones_own(inroads: Inroads, written, tmp_path: Path) -> None:
    """The same as of its claim files; nothing is written."""
    desk = str(tmp_path / "desk")
    assert 0 == inroads("init", desk).status
    assert 0 == inroads("-g", desk, "load", str(INVENTED)).status
    before = {path: path.read_bytes() for path in Path(desk).rglob("*") if path.is_file()}
    options = ("diff", "harbour-grid", "--questions", written(BANK))
    own, plain = inroads("-g", desk, *options), inroads("-g", str(INVENTED), *options)
    assert (0, "") == (own.status, own.stderr)
    assert own == plain
    assert "@hallen: path 1 is stated, was announced" in " ".join(own.stdout.split())
    assert before == {path: path.read_bytes() for path in Path(desk).rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md", "table", "tsv"])
def test_diff_in_every_form(inroads: Inroads, written, form: str) -> None:
    """JSON is one object, the others are rows."""
    run = inroads(
        "-g", str(INVENTED), "diff", "harbour-grid", "--questions", written(BANK), "-f", form
    )
    assert (0, "") == (run.status, run.stderr)
    assert "6087c265cd558fad" in run.stdout
    if form == "json":
        assert {"document", "added", "contradicted", "answers"} < json.loads(run.stdout).keys()


def test_diff_of_the_built_in_graph(inroads: Inroads) -> None:
    """Without its record of places the questions about the country have fewer answers."""
    run = inroads("diff", "iso-3166")
    assert 0 == run.status
    assert "Michigan is within the United States." in run.stdout
    assert "@us-production: 5 paths more" in " ".join(run.stdout.split())


def test_diff_of_an_unknown_document(inroads: Inroads) -> None:
    """The nearest id is named."""
    run = inroads("-g", str(INVENTED), "diff", "harbor-grid")
    assert (2, "") == (run.status, run.stdout)
    assert (
        "no document of this graph has the id 'harbor-grid'. Did you mean harbour-grid?"
        in run.stderr
    )
