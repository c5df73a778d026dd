"""The wheel holds all it needs: installed elsewhere, from an empty folder, it answers."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DATA = (
    "graph/store/shipped/*",
    "graph/answers/*.txt",
    "graph/claims/*.txt",
    "graph/pages/template.html.j2",
    "graph/pages/page.js",
    "graph/pages/page.css",
    "graph/py.typed",
    "ontology/*.ttl",
    "ontology/rules/*.rq",
    "queries/*.rq",
    "queries/*.yaml",
    "queries/bank/*/*.yaml",
    "seeds/*.yaml",
    "seeds/*.txt",
    "seeds/NOTICE",
    "seeds/context/*",
)
CODE = ("cli.py", "graph/**/*.py", "ontology/*.py", "queries/*.py", "seeds/*.py")
LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without anything of this checkout in its environment."""
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "INROADS", "PIP_", "COV"))
    }
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from a copy of the tree."""
    folder = tmp_path_factory.mktemp("build")
    shutil.copytree(ROOT, folder / "tree", ignore=LEFT_OUT)
    done = run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder,
        folder / "tree",
        cwd=folder,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new environment that has the wheel, and finds the libraries of this one.

    No network is needed: the libraries are lent by a path file.
    """
    folder = tmp_path_factory.mktemp("environment")
    for command in (
        (sys.executable, "-m", "venv", "--without-pip", folder),
        (sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--no-deps", "--no-index", wheel),
    ):  # fmt: skip
        done = run(*command, cwd=folder)
        assert 0 == done.returncode, done.stdout + done.stderr
    (packages,) = folder.glob("lib/*/site-packages")
    (packages / "lent.pth").write_text(
        "\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    )
    return folder


def test_the_wheel_holds_all_data_and_all_code(wheel: Path) -> None:
    """The shipped graph, ontology, rules, queries, sources, notices and function words."""
    held = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        path.relative_to(ROOT).as_posix()
        for pattern in (*DATA, *CODE)
        for path in ROOT.glob(pattern)
        if path.is_file()
    }
    assert all(any(ROOT.glob(pattern)) for pattern in DATA)
    assert set() == expected - held


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    """No tests, no caches, no documentation; licence and notice with the metadata."""
    held = {Path(each) for each in zipfile.ZipFile(wheel).namelist()}
    assert {
        "cli.py",
        "graph",
        "ontology",
        "queries",
        "seeds",
        f"inroads-{PROJECT['version']}.dist-info",
    } == {path.parts[0] for path in held}
    assert set() == {path for path in held if {"tests", "__pycache__"} & set(path.parts)}
    assert {"LICENSE", "NOTICE"} <= {path.name for path in held if "licenses" in path.parts}


def test_the_version_is_that_of_the_project(installed: Path, tmp_path: Path) -> None:
    """There is one version, in pyproject.toml."""
    done = run(installed / "bin" / "inroads", "--version", cwd=tmp_path)
    assert (0, f"inroads {PROJECT['version']}\n") == (
        done.returncode,
        done.stdout.replace(", version", ""),
    )


def test_the_installed_program_answers_from_an_empty_folder(
    installed: Path, tmp_path: Path
) -> None:
    """Nothing is set up first, and nothing of the checkout is found."""
    done = run(installed / "bin" / "inroads", "ask", "how does CATL reach Michigan", cwd=tmp_path)
    assert (0, "") == (done.returncode, done.stderr)
    assert (
        "Together with Ford, CATL is a partner in the Ford-CATL partnership, which is to produce "
        "lithium iron phosphate batteries in Michigan."
    ) == " ".join(done.stdout.partition("\n\n")[0].split())


@pytest.mark.parametrize(
    "command",
    [
        ("query", "owners"),
        ("check", "--coverage"),
        ("export", "turtle"),
        ("queries",),
        ("view", "-o", "-"),
    ],
    ids=lambda command: command[0],
)
def test_commands_that_read_other_files_find_them(
    command: tuple[str, ...], installed: Path, tmp_path: Path
) -> None:
    """Stored queries, the ontology with its shapes and rules, the sources and function words."""
    done = run(installed / "bin" / "inroads", *command, cwd=tmp_path)
    assert 0 == done.returncode, done.stderr


def test_the_program_runs_from_its_own_folder(installed: Path, tmp_path: Path) -> None:
    """Not from the checkout this test lies in."""
    code = "import cli, graph.session, graph.store.builtin as b; print(cli.__file__, graph.session.__file__, b.locate(), sep='\\n')"
    done = run(installed / "bin" / "python", "-c", code, cwd=tmp_path)
    assert [True] * 3 == [Path(line).is_relative_to(installed) for line in done.stdout.splitlines()]


def test_running_writes_nothing(installed: Path, tmp_path: Path) -> None:
    """Neither into its own folder nor into the one it is called from."""

    def state() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in installed.rglob("*")}

    before = state()
    for command in (
        ("ask", "how does CATL reach Michigan"),
        ("query", "owners"),
        ("export", "jsonld"),
    ):
        assert 0 == run(installed / "bin" / "inroads", *command, cwd=tmp_path).returncode
    assert before == state()
    assert [] == list(tmp_path.iterdir())
