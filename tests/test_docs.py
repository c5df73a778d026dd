"""The documentation says what the program does: examples, commands and the worked example."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli import commands
from graph import session
from graph.answers.answer import Answers, PathQuestion
from graph.answers.ask import ask
from graph.claims.model import Claim
from graph.store import commits, own

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_readme_shows_what_the_program_prints_today():
    """Run `cog -r README.md` if this fails."""
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", "README.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_asks_its_question_within_the_first_screen():
    """A newcomer sees one real question with its answer before anything else."""
    first_screen = README.split("\n")[:40]
    assert any("$ inroads ask" in line for line in first_screen)
    assert any("lithium iron phosphate" in line for line in first_screen)


def test_readme_gives_exactly_two_set_up_commands():
    """One runs the main job, one the tests, and both set everything up themselves."""
    lines = [line for line in README.split("\n") if line.startswith("python3 -m venv")]
    assert [".venv/bin/inroads", ".venv/bin/pytest"] == [
        line.split(" && ")[2].split(" ")[0] for line in lines
    ]


@pytest.mark.parametrize("name", commands.list_commands(click.Context(commands)))
def test_each_command_has_help_and_a_line_in_the_readme(name):
    """No command is undocumented."""
    command = commands.get_command(click.Context(commands), name)
    assert command.help
    assert f"| `inroads {name} " in README
    for option in command.params:
        if option.param_type_name == "option" and option.name not in ("count", "limit"):
            assert getattr(option, "help", None) or option.show_default, option.name


def test_the_worked_example_of_claim_files_is_clean_and_answers(tmp_path):
    """The files shown in docs/claim-files.md check without a finding and give a path."""
    page = (ROOT / "docs" / "claim-files.md").read_text("utf-8")
    files = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", page, re.DOTALL)
    for name, text in files:
        (tmp_path / name).write_text(text, "utf-8")
    path = tmp_path / "northwind.yaml"
    done = subprocess.run(
        [sys.executable, "cli.py", "-q", "check", "--coverage", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ("", 0) == (done.stdout + done.stderr, done.returncode)
    answer = Answers(session.open(str(path))).path(PathQuestion(("Northwind",), ("Aldmere",)))
    assert answer.answer == "Northwind is to open a plant in Aldmere."


def test_the_examples_of_bulk_claims_and_rdf_load_and_meet_the_claim_file(tmp_path):
    """Three files, three formats, one graph; a quote whose text is missing is told."""
    page = (ROOT / "docs" / "claim-files.md").read_text("utf-8")
    for name, text in re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", page, re.DOTALL):
        (tmp_path / name).write_text(text, "utf-8")
    command = re.search(r"\$ inroads -g desk load (.*)", page)[1]
    desk = tmp_path / "desk"
    commits.create(desk)
    change = own.load(desk, [tmp_path / name for name in command.split()])
    assert {"sorrel-note": 1} == change.unproved
    assert ["gazette", "northwind-aldmere", "sorrel-note"] == change.added
    (record,) = session.open(str(desk)).store.records([Claim("northwind", "owns", "voltia").id])
    assert ("corroborated", 3) == (record.standing, len(record.attestations))


def test_the_examples_of_tables_give_what_the_page_says(tmp_path):
    """The table and the FollowTheMoney file check as shown, and load together."""
    page = (ROOT / "docs" / "tables.md").read_text("utf-8")
    for name, text in re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", page, re.DOTALL):
        (tmp_path / name).write_text(text, "utf-8")
    checks = re.findall(r"\$ inroads (check \S+)\n(.*?)(?=\$|```)", page, re.DOTALL)
    assert 2 == len(checks)
    for command, printed in checks:
        done = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *command.split()],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert (printed, "", 0) == (done.stderr, done.stdout, done.returncode)
    desk = tmp_path / "desk"
    commits.create(desk)
    change = own.load(desk, [tmp_path / "owners.csv", tmp_path / "register.ftm.json"])
    assert 4 == len(change.added)


def test_python_example_of_the_readme_runs():
    """The lines under "From Python" work as they stand."""
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, object] = {}
    exec(code.replace("print(", "str("), names)
    assert 0 < len(names["network"].edges)


def test_changelog_names_the_version_of_the_project():
    """The version of pyproject.toml heads the CHANGELOG."""
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert version[1] == first[1]


def test_links_between_the_pages_lead_somewhere():
    """Every relative link of README, docs and notes names a file of this repository."""
    broken = []
    folders = ("*.md", "docs/*.md", "ontology/*.md", "seeds/**/*.md")
    for page in [path for folder in folders for path in ROOT.glob(folder)]:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            if not (page.parent / link).exists():
                broken.append(f"{page.name}: {link}")
    assert broken == []


# ------------------------------------------------------------------------- questions

ASKED = re.findall(
    r"^\| (\w+) \| (.+?) \|$",
    (ROOT / "docs" / "asking.md").read_text("utf-8").split("<!-- asked -->")[1],
    re.MULTILINE,
)[1:]


@pytest.mark.parametrize(("kind", "question"), ASKED, ids=[question for _, question in ASKED])
def test_every_question_of_the_page_on_asking_is_understood_as_it_says(seed, kind, question):
    """And is answered, if only by telling that no source says so."""
    given = ask(seed, question)
    assert kind == given.question.kind
    assert given.status in ("found", "none")


def test_the_page_on_asking_shows_every_sort_of_question():
    """None is left out."""
    assert len(ASKED) > 30
    assert {"path", "list", "yesno", "value", "barriers", "whatif", "rank", "evidence"} == {
        kind for kind, _ in ASKED
    }
