"""The progress bar: shown on a terminal for work that takes long, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORK = """
import sys, time
from graph.pages import progress
from graph.progress import told
progress._PATIENCE = float(sys.argv[1])
with progress.Bar(hidden=sys.argv[2] == "hidden") as bar:
    for _ in told(range(2000), "Weighing claims", bar):
        time.sleep(0.0003)
"""


def drawn(patience: float, how: str) -> str:
    """Return what half a second of work draws on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(patience), how],
        cwd=ROOT,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(theirs)
    content = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # how a terminal tells that its other end is closed
            break
        if not more:
            break
        content += more
    os.close(ours)
    assert 0 == process.wait()
    return content.decode()


def test_long_work_shows_what_is_done_how_fast_and_how_long_still() -> None:
    """The step, a count, a rate and the time left."""
    text = drawn(0, "shown")
    assert "Weighing claims" in text
    assert "/2000" in text
    assert "/s" in text
    assert "0:00:0" in text


@pytest.mark.parametrize(("patience", "how"), [(60, "shown"), (0, "hidden")])
def test_short_work_and_quiet_work_draw_nothing(patience: float, how: str) -> None:
    """Neither a bar that flashes by, nor one that nobody wants."""
    assert "" == drawn(patience, how)
