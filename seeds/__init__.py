"""The source texts that ship with Inroads and their claim files."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
REFERENCES = ("geonames", "iso-3166")
"""The documents that say where places lie, and make no other claims."""


def files() -> list[Path]:
    """Return the claim files, sorted by name."""
    return sorted(FOLDER.glob("*.yaml"))


def corpora() -> dict[str, list[Path]]:
    """Return what can be loaded by name: claim files by the name of their corpus."""
    geography = {f"{each}.yaml" for each in REFERENCES}
    return {
        "seeds": files(),
        "geography": [path for path in files() if path.name in geography],
    }


def texts() -> list[Path]:
    """Return the source texts, sorted by name."""
    return sorted(FOLDER.glob("*.txt"))
