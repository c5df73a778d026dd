"""How long work tells how far it has come; who draws it is the command line's affair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TypeVar

Item = TypeVar("Item", covariant=True)
_EVERY = 256


class Progress(Protocol):
    """Is told the name of a step of the work, and how many of how many things are done."""

    def __call__(self, step: str, done: int, of: int) -> None:
        """Take note."""


def silent(step: str, done: int, of: int) -> None:
    """Take no note: the Progress of callers that show none."""


class _Counted(Iterable[Item], Sized, Protocol[Item]):
    """What can be counted before it is walked."""


def told(items: _Counted[Item], step: str, progress: Progress) -> Iterator[Item]:
    """Yield ``items``, telling ``progress`` now and then how many of them are done."""
    of = len(items)
    for done, item in enumerate(items):
        if done % _EVERY == 0:
            progress(step, done, of)
        yield item
    progress(step, of, of)
