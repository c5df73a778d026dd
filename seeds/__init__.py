"""The source texts that ship with Inroads and their claim files.

The seed is the default graph. The context corpus (see ``context/README.md``) is optional: it
speaks of the same industry in the words of many publishers, and is loaded beside the seed.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
CONTEXT = FOLDER / "context"
REFERENCES = ("geonames", "iso-3166")
"""The documents that say where places lie, and make no other claims."""


def files() -> list[Path]:
    """Return the claim files of the default graph, sorted by name."""
    return sorted(FOLDER.glob("*.yaml"))


def context_files() -> list[Path]:
    """Return the claim files of the optional context corpus, sorted by name."""
    return sorted(CONTEXT.glob("*.yaml"))


def corpora() -> dict[str, list[Path]]:
    """Return what can be loaded by name: claim files by the name of their corpus."""
    geography = {f"{each}.yaml" for each in REFERENCES}
    return {
        "seeds": files(),
        "geography": [path for path in files() if path.name in geography],
        "context": context_files(),
    }


def texts() -> list[Path]:
    """Return the source texts, sorted by name."""
    return sorted(FOLDER.glob("*.txt"))
