"""`inroads view`: what it takes, what it refuses, what it writes and says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from runs import Inroads

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write beside nothing else."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ((), "The whole graph"),
        (("--around", "Geely", "--hops", "1"), "Geely"),
        (("--path", "CATL", "Michigan"), "CATL \u2192 Michigan"),
        (("--path", "CATL", "Ford", "@", "Michigan", "-k", "2"), "CATL and Ford \u2192 Michigan"),
        (("--path", "Xiaomi", "Michigan", "--via", "Ford"), "Xiaomi \u2192 Michigan"),
        (("--query", "owners"), "Who owns what"),
        (("--query", "makers-of", "-p", "product=batteries"), "Makers of a product"),
        (("--query", "SELECT ?x { ?x a ir:Country }"), "What a query finds"),
        (("--community",), "Who belongs together"),
        (("--community", "Ford"), "Who belongs together"),
    ],
)
def test_each_question_has_its_view(words: tuple[str, ...], title: str, inroads: Inroads) -> None:
    """One file, told on standard error, made by the command it names."""
    run = inroads("view", *words)
    assert (0, "") == (run.status, run.stdout)
    assert run.stderr.startswith("wrote inroads.html (")
    assert ["inroads.html"] == [each.name for each in Path().iterdir()]
    html = Path("inroads.html").read_text("utf-8")
    assert f"<h1>{title}</h1>" in html
    assert "<code>inroads view" in html


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Ford",), "say what to do with 'Ford'"),
        (("--around",), "--around needs a name"),
        (("--path",), "--path needs FROM and TO"),
        (("--path", "CATL"), "give two ends"),
        (("--path", "CATL", "Nobody at all"), "nothing in this graph is called"),
        (("--path", "Ford", "Apple"), "nothing to draw: No path from Ford to Apple"),
        (("--around", "Nobody at all"), "nothing in this graph is called"),
        (("--around", "Ford", "-k", "2"), "-k goes with --path"),
        (("--around", "Ford", "--via", "Geely"), "--via goes with --path"),
        (("--hops", "2"), "--hops goes with --around"),
        (("-p", "a=b"), "-p goes with --query"),
        (("--query", "owners", "denials"), "one query"),
        (("--query", "nosuch"), "neither SPARQL, nor a stored query"),
        (("--query", "SELECT ?x { ?x a ir:Nothing }"), "no entity and no claim"),
        (("--query", "SELECT ?x { SERVICE <http://x/> { ?x ?y ?z } }"), "SERVICE"),
        (("--query", "SELECT ?x {"), "syntax error"),
        (("--like", "none.html"), "cannot read the earlier page"),
        (("-o", "-", "--open"), "--open needs a file"),
        (("-o", "none/page.html"), "cannot write"),
        (("-o", "."), "cannot write"),
    ],
)
def test_bad_input_is_told_and_leaves_no_file(
    words: tuple[str, ...], message: str, inroads: Inroads
) -> None:
    """Exit status 2, what is wrong and what to do."""
    run = inroads("view", *words)
    assert (2, "") == (run.status, run.stdout)
    assert message in run.stderr
    assert [] == list(Path().iterdir())


def test_a_page_can_go_through_a_pipe_in_any_locale() -> None:
    """UTF-8, byte for byte what the file holds."""
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, str(ROOT / "cli.py"), "view", "--around", "Volvo"]
    piped = subprocess.run([*command, "-o", "-"], env=env, capture_output=True, check=True)
    subprocess.run([*command, "-o", "page.html"], env=env, capture_output=True, check=True)
    assert piped.stdout == Path("page.html").read_bytes()
    assert b"" == piped.stderr


@pytest.mark.parametrize(
    ("command", "see"),
    [
        (("path", "CATL", "Michigan"), "view --path CATL Michigan"),
        (("path", "Xiaomi", "United States", "-k", "2"), "view --path Xiaomi 'United States' -k 2"),
        (("ask", "how does CATL reach Michigan"), "view --path CATL Michigan"),
        (("ask", "who owns Volvo"), "view --around volvo --hops 1"),
    ],
)
def test_each_answer_says_how_to_see_it(
    command: tuple[str, ...], see: str, inroads: Inroads
) -> None:
    """The last line is a command that draws it; other formats have none."""
    import shlex

    last = inroads(*command).stdout.splitlines()[-1]
    assert f"See it: inroads {see}" == last
    assert 0 == inroads(*shlex.split(last)[3:]).status
    assert "See it" not in inroads(*command, "-f", "json").stdout
    assert "See it" not in inroads(*command, "-f", "md").stdout


def test_names_that_look_like_options_are_kept_apart(inroads: Inroads, tmp_path: Path) -> None:
    """What is printed can be pasted into a shell."""
    text = 'inroads: "1"\ndocument: {id: d}\nentities:\n  a: {kind: Company, label: "-a b"}\n'
    text += "  b: {kind: Company, label: B}\nstatements:\n  - record: r\n    claims: [a owns b]\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    run = inroads("-g", "a.yaml", "path", "--", "-a b", "B")
    assert "See it: inroads -g a.yaml view --path -- '-a b' B" == run.stdout.splitlines()[-1]


def test_what_is_not_drawn_imports_no_drawing(inroads: Inroads) -> None:
    """Pyvis and what it drags in cost only those who draw."""
    code = "import sys, cli\ntry: cli.commands.main(['path', 'CATL', 'Michigan'], standalone_mode=False)\nfinally: print({'pyvis', 'IPython', 'jinja2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.endswith("set()\n"), done.stderr
