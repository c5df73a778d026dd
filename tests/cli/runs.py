"""What running the program gives, and where it is run from."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
INVENTED = ROOT / "tests" / "invented"
PROGRAM = (sys.executable, "-c", "from cli import main; main()")


@dataclass(frozen=True)
class Run:
    """What a run of the program left: its exit status and what it wrote where."""

    status: int
    stdout: str
    stderr: str


Inroads = Callable[..., Run]
Process = Callable[..., Run]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that finds the program from any folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}
