"""What only a process of its own shows: signals, pipes, terminals, exit status, imports."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from runs import PROGRAM, ROOT, Process, environment

# 2,600 triples to the power of four, none of which is printed: it would take years.
YEARS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(STR(?c)) + STRLEN(STR(?l)) < 0) }"
SOME_CLAIM = "cf91ce7eb20817fb"
HEAVY = (
    "rdflib",
    "networkx",
    "pyoxigraph",
    "yaml",
    "rich",
    "pyshacl",
    "rapidfuzz",
    "json",
    "graph.session",
    "graph.claims.model",
)


@contextmanager
def started(*command: str, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process that does not outlive the test, however that ends."""
    running = subprocess.Popen(command, **{"env": environment(), **options})
    with running:
        try:
            yield running
        finally:
            running.kill()


# Ends


def test_it_runs_as_a_script_from_any_folder(tmp_path: Path) -> None:
    """``python cli.py`` needs no installation."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "ask", "who owns Volvo"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (0, "Geely owns Volvo.", "") == (
        done.returncode,
        done.stdout.splitlines()[0],
        done.stderr,
    )
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("ask", "who owns Volvo"), 0),
        (("find", "zzqq", "--fail-if-none"), 1),
        (("check", str(ROOT / "queries" / "questions.yaml")), 1),
        (("show", "Nope"), 2),
        (("nosuch",), 2),
    ],
)
def test_the_exit_status_is_0_1_or_2(args: tuple[str, ...], status: int, process: Process) -> None:
    """Done; the answer is no; wrong input."""
    assert status == process(*args).status


@pytest.mark.parametrize("options", [("--timeout", "0"), ("--timeout", "3600", "-f", "json")])
def test_ctrl_c_ends_a_long_query_within_seconds(options: tuple[str, ...], tmp_path: Path) -> None:
    """The engine cannot be stopped, so the process leaves it: 130, a word, no result."""
    with started(
        *PROGRAM, "query", YEARS, *options, cwd=tmp_path, stdout=PIPE, stderr=PIPE
    ) as running:
        wait_until_busy(running.pid)
        before = time.monotonic()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert time.monotonic() - before < 5
    assert (130, b"", "Interrupted.") == (running.returncode, out, err.decode().strip())


def wait_until_busy(pid: int) -> None:
    """Wait until a process runs a second thread: the query has begun."""
    for _ in range(300):
        time.sleep(0.1)
        if len(list(Path(f"/proc/{pid}/task").iterdir())) > 1:
            time.sleep(0.3)
            return
    pytest.fail("the query did not begin")


def test_the_time_limit_ends_a_long_query(process: Process) -> None:
    """Status 2, nothing printed, and how to raise the limit."""
    run = process("query", YEARS, "--timeout", "0.5")
    assert (2, "") == (run.status, run.stdout)
    assert "Error: the query took longer than its limit of 0.5 s." in run.stderr
    assert "--timeout" in run.stderr


# Pipes and files


@pytest.mark.parametrize(
    "args",
    [
        ("export", "nquads"),
        ("claims", "-f", "jsonl"),
        ("query", "SELECT * { ?s ?p ?o }", "-f", "json"),
        ("ask", "who owns Volvo"),
        ("--help",),
    ],
    ids=lambda args: args[0],
)
def test_a_closed_pipe_ends_quietly(args: tuple[str, ...], tmp_path: Path) -> None:
    """As with ``| head -1``: nothing on standard error, and not the status of an error."""
    with started(*PROGRAM, *args, cwd=tmp_path, stdout=PIPE, stderr=PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        err = running.stderr.read()
        status = running.wait(60)
    assert (0, b"") == (status, err)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "args",
    [("claims",), ("query", "SELECT * { ?s ?p ?o }", "-f", "csv"), ("--help",)],
    ids=lambda args: args[0],
)
def test_a_full_disk_is_told(args: tuple[str, ...], process: Process) -> None:
    """What cannot be written is no success: status 2 and one line."""
    with open("/dev/full", "wb") as full:
        run = process(*args, stdout=full)
    assert (2, "Error: cannot write the output: No space left on device\n") == (
        run.status,
        run.stderr,
    )


def test_export_to_a_named_pipe_writes_into_it_and_never_replaces_it(
    process: Process, tmp_path: Path
) -> None:
    """Nor any device: one that became a file would be lost to the whole system.

    Devices themselves are not tried: where this failed, the test would break them.
    """
    fifo, arrived = tmp_path / "pipe", tmp_path / "arrived"
    os.mkfifo(fifo)
    with arrived.open("wb") as out, started("cat", str(fifo), stdout=out) as reader:
        run = process("export", "nquads", "-o", str(fifo))
        assert fifo.is_fifo()
        reader.wait(30)
    assert (0, "") == (run.status, run.stderr)
    assert process("export", "nquads").stdout == arrived.read_text("utf-8")


def test_a_query_is_read_from_a_pipe_in_place_of_a_file(process: Process, tmp_path: Path) -> None:
    """As with ``inroads query <(echo ...)``."""
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    with started("sh", "-c", f"exec echo 'ASK {{}}' > '{fifo}'"):
        run = process("query", str(fifo), "-f", "json")
    assert '{"head":{},"boolean":true}' == run.stdout


@pytest.mark.parametrize(
    ("args", "closed", "status"),
    [
        (("info",), ">&-", 0),
        (("query", "ASK {}", "-f", "json"), ">&-", 0),
        (("show", "Nope"), "2>&-", 2),
        (("show", "Nope"), "2>/dev/full", 2),
        (("query", "-"), "<&-", 2),
    ],
)
def test_closed_streams_are_no_fault(
    args: tuple[str, ...], closed: str, status: int, tmp_path: Path
) -> None:
    """No traceback, and the status that the command has otherwise."""
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *PROGRAM, *args],
        env=environment(), cwd=tmp_path, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert status == done.returncode
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8:strict"])
def test_every_answer_can_be_printed_in_every_encoding(encoding: str, process: Process) -> None:
    """What an encoding lacks is escaped; JSON stays JSON."""
    run = process("show", "Geely", "-f", "json", env={"PYTHONIOENCODING": encoding})
    assert (0, "") == (run.status, run.stderr)
    assert "吉利" == json.loads(run.stdout)["names"][0]["text"]


@pytest.mark.parametrize(
    "args",
    [
        (b"\xff",),
        (b"ask", b"how does \xff reach \xfe"),
        (b"ask", b"-f", b"json", b"\xff"),
        (b"path", b"\xff", b"Ford", b"-f", b"json"),
        (b"check", b"\xff.yaml"),
        (b"query", b"\xff"),
        (b"-g", b"\xff", b"info"),
        (b"export", b"nquads", b"-o", b"\xff/x"),
    ],
)  # fmt: skip
def test_broken_bytes_on_the_command_line_end_in_no_traceback(
    args: tuple[bytes, ...], process: Process
) -> None:
    """Whatever the locale; they are shown escaped."""
    run = process(*args, env={"PYTHONIOENCODING": "utf-8:strict"})
    assert run.status in (1, 2)
    assert "Traceback" not in run.stderr
    assert "\\udcff" in run.stderr + run.stdout or "(U+DCFF)" in run.stderr


# Terminals


def on_a_terminal(args: tuple[str, ...], folder: Path, **env: str) -> str:
    """Return what the program writes to a terminal of 60 columns."""
    ours, theirs = pty.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    wide = {"COLUMNS": "60", "TERM": "xterm-256color", **env}
    with started(*PROGRAM, *args, env=environment(**wide), cwd=folder, **streams) as running:
        os.close(theirs)
        out = io.BytesIO()
        try:
            while piece := os.read(ours, 65536):
                out.write(piece)
        except OSError:  # how a terminal ends on Linux
            pass
        running.wait(60)
    os.close(ours)
    return out.getvalue().decode().replace("\r\n", "\n")


def test_a_terminal_gets_a_table_as_wide_as_it_is(tmp_path: Path) -> None:
    """Columns are aligned and wrapped, and nothing is cut off."""
    text = on_a_terminal(("claims", "--about", "Volvo"), tmp_path)
    lines = text.splitlines()
    assert ["id", "standing", "sentence"] == lines[0].split()
    assert [SOME_CLAIM, "stated", "Geely", "owns", "Volvo."] == lines[1].split()
    assert max(map(len, lines)) <= 60


def test_a_terminal_gets_answers_wrapped_to_its_width(tmp_path: Path) -> None:
    """The same English as in a pipe, in shorter lines."""
    lines = on_a_terminal(("ask", "how does CATL reach Michigan"), tmp_path).splitlines()
    prose = [line for line in lines if "─[" not in line]
    assert max(map(len, prose)) <= 60


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}])
@pytest.mark.parametrize(
    "args",
    [("claims",), ("ask", "who owns Volvo"), ("show", "Nope"), ("--help",)],
    ids=lambda args: args[0],
)
def test_no_escape_codes_even_on_a_terminal(
    args: tuple[str, ...], env: dict[str, str], tmp_path: Path
) -> None:
    """NO_COLOR has nothing to switch off, and nothing depends on colour."""
    assert None is re.search(r"\x1b", on_a_terminal(args, tmp_path, **env))


# Imports


def loaded(args: tuple[str, ...], folder: Path) -> set[str]:
    """Return which of HEAVY a run of the program has imported at its end."""
    code = f"import atexit, sys; atexit.register(lambda: print(*(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)); from cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        env=environment(),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert 0 == done.returncode, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("args", [("--help",), ("ask", "--help"), ("export", "-h")], ids=" ".join)
def test_help_loads_nothing_heavy(args: tuple[str, ...], tmp_path: Path) -> None:
    """Nor is any graph opened."""
    assert set() == loaded(args, tmp_path)


@pytest.mark.parametrize(
    ("args", "never"),
    [
        (
            ("query", "ASK {}"),
            {"rdflib", "networkx", "yaml", "rich", "pyshacl", "rapidfuzz", "graph.claims.model"},
        ),
        (
            ("query", "owners"),
            {"rdflib", "networkx", "yaml", "rich", "pyshacl", "rapidfuzz", "graph.claims.model"},
        ),
        (
            ("ask", "how does CATL reach Michigan"),
            {"rdflib", "pyshacl", "rich", "yaml", "rapidfuzz"},
        ),
        (("path", "CATL", "Michigan"), {"rdflib", "pyshacl", "rich", "yaml", "rapidfuzz"}),
        (("show", "Ford"), {"rdflib", "pyshacl", "rich", "yaml", "rapidfuzz"}),
        (("claims",), {"rdflib", "pyshacl", "rich", "yaml", "rapidfuzz"}),
        (("info",), {"rdflib", "pyshacl", "rich", "yaml", "rapidfuzz"}),
        (("export", "turtle"), {"rdflib", "networkx", "pyshacl", "rich", "yaml"}),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_short_command_loads_only_what_it_needs(
    args: tuple[str, ...], never: set[str], tmp_path: Path
) -> None:
    """Importing is most of the time a short command takes."""
    assert set() == never & loaded(args, tmp_path)
