"""The source texts that ship with Inroads and their claim files."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def files() -> list[Path]:
    """Return the claim files, sorted by name."""
    return sorted(FOLDER.glob("*.yaml"))


def texts() -> list[Path]:
    """Return the source texts, sorted by name."""
    return sorted(FOLDER.glob("*.txt"))
