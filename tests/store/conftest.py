"""One server for processes and one workshop of claim files for all tests of a file."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bench import Bench

from benchmarks import crashes
from benchmarks.crashes import Workshop

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """Return a workshop and a server for processes; graphs lie in memory where there is room."""
    shared = Path("/dev/shm")
    with (
        TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder,
        crashes.serving(ROOT, ROOT / "tests" / "store") as server,
    ):
        claims = Path(folder, "claims")
        claims.mkdir()
        yield Bench(server, Workshop(claims), Path(folder))
