"""Ways to run the program: ``inroads`` in this process, ``process`` in one of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest
from runs import PROGRAM, Inroads, Process, Run, environment

import cli


def left(status: int) -> NoReturn:
    """Stand in for ``os._exit``, which would end pytest."""
    raise SystemExit(status)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of whoever runs the tests change what the program does."""
    for name in (
        "INROADS_GRAPH",
        "NO_COLOR",
        "COLUMNS",
        "PYTHONIOENCODING",
        "COVERAGE_PROCESS_START",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def inroads(monkeypatch: pytest.MonkeyPatch) -> Inroads:
    """Return a function that runs ``cli.main`` here, with streams of its own.

    An error that ``main`` lets through, which a user would see as a traceback, fails the test.
    """

    def run(*args: str, stdin: bytes = b"") -> Run:
        streams = {
            name: io.TextIOWrapper(
                io.BytesIO(content), encoding="utf-8", newline="\n", write_through=True
            )
            for name, content in (("stdin", stdin), ("stdout", b""), ("stderr", b""))
        }
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["inroads", *args])
            patch.setattr(os, "_exit", left)
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as end:
                cli.main()
        out, err = (streams[name].buffer.getvalue().decode() for name in ("stdout", "stderr"))
        return Run(int(end.value.code or 0), out, err)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Process:
    """Return a function that runs the program in a process of its own, in an empty folder."""

    def run(*args: str | bytes, env: Mapping[str, str] | None = None, **options: Any) -> Run:
        options = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        } | options
        if "input" in options:
            del options["stdin"]
        done = subprocess.run(
            [*PROGRAM, *args],
            env=environment(**(env or {})),
            cwd=tmp_path,
            timeout=60,
            check=False,
            **options,
        )
        return Run(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())

    return run
