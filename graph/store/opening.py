"""Opening a graph of one's own that is up to date, as nearly always: no build is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.store import generations
from graph.store.generations import Generation, Manifest
from graph.store.layout import builders_key

if TYPE_CHECKING:
    from graph.store.build import Built


def open(folder: Path) -> Generation | Built:
    """Return the graph in ``folder``, brought up to date first where that is needed."""

    def current(manifest: Manifest | None, judged: bytes) -> Generation | None:
        if manifest is None or not is_fresh(manifest, judged):
            return None
        return None if generations.is_behind(folder, judged) else Generation(folder, manifest)

    found = generations.steadily(folder, current)
    if found is not None:
        return found
    from graph.store import own  # reads documents and builds

    return own.open(folder)


def is_fresh(manifest: Manifest | None, judged: bytes) -> bool:
    """Tell whether the graph was built by this program with the judgements that stand there."""
    wanted = builders_key(), generations.digest(judged)
    return manifest is not None and (manifest.key, manifest.judgements) == wanted
