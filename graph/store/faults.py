"""Named points of a write at which a test lets this process die, or fails it.

A graph must be whole whatever happens at any of them. ``INROADS_FAULT=POINT`` kills the process
there with SIGKILL, as a power cut would; ``POINT:full`` raises what a full disk raises, and
``POINT:interrupt`` what Ctrl-C does. Without the variable nothing happens.
"""

from __future__ import annotations

import errno
import os
import signal

VARIABLE = "INROADS_FAULT"
CREATION = (
    "folders-begun",
    "folders-made",
    "nothing-beside",
    "nothing-in-place",
    "marker-beside",
    "marker-in-place",
)
WRITE = (
    "lock-taken",
    "judgements-caught-up",
    "sweep-begun",
    "leftovers-swept",
    "files-read",
    "files-gathered",
    "archive-written",
    "archive-in-place",
    "base-written",
    "base-in-place",
    "graph-built",
    "judgements-begun",
    "judgements-beside",
    "source-beside",
    "sources-half-written",
    "sources-written",
    "generation-begun",
    "generation-half-written",
    "generation-filled",
    "generation-written",
    "generation-in-place",
    "current-beside",
    "current-in-place",
    "current-durable",
    "judgements-in-place",
    "lock-given-back",
)
BASE = ("base-written", "base-in-place")
"""Where a large graph differs, whatever builds it."""
POINTS = (*CREATION, *WRITE)


def reach(point: str) -> None:
    """Tell that ``point`` is reached."""
    wanted, _, how = os.environ.get(VARIABLE, "").partition(":")
    if wanted != point:
        return
    if how == "full":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if how == "interrupt":
        raise KeyboardInterrupt
    os.kill(os.getpid(), signal.SIGKILL)
