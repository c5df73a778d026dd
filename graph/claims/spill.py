"""What does not fit into memory, put aside on disk in heaps and given back heap by heap.

Things go into a heap by what they have in common, so that whoever takes one heap at a time sees
together what belongs together. The files live as long as one process works on them.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LENGTH = 8  # bytes
_KEPT = 40_000  # things kept in memory before they are written


class Spill:
    """Tuples of plain values (text, numbers, lists, dicts) in a number of heaps."""

    def __init__(self, folder: Path, name: str, heaps: int) -> None:
        self.heaps = heaps
        self._folder, self._name = folder, name
        self._kept: list[list[Any]] = [[] for _ in range(heaps)]
        self._waiting = 0
        self._written: set[int] = set()
        self.size = 0

    def add(self, heap: int, thing: Any) -> None:
        """Put a thing on a heap."""
        self._kept[heap].append(thing)
        self._waiting += 1
        if self._waiting >= _KEPT:
            self._flush()

    def __len__(self) -> int:
        return self.size + self._waiting

    def heap(self, number: int) -> Iterator[Any]:
        """Yield the things of one heap in the order in which they came."""
        if number in self._written:
            with self._path(number).open("rb") as file:
                while length := file.read(_LENGTH):
                    yield from marshal.loads(file.read(int.from_bytes(length, "little")))  # noqa: S302  # written above, by this run
        yield from self._kept[number]

    def __iter__(self) -> Iterator[Any]:
        for number in range(self.heaps):
            yield from self.heap(number)

    def drop(self) -> None:
        """Give the room back, on disk and in memory."""
        for number in self._written:
            self._path(number).unlink()
        self._written.clear()
        self._kept = [[] for _ in range(self.heaps)]
        self._waiting = self.size = 0

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._name}-{number}"

    def _flush(self) -> None:
        for number, things in enumerate(self._kept):
            if things:
                content = marshal.dumps(things)
                with self._path(number).open("ab") as file:
                    file.write(len(content).to_bytes(_LENGTH, "little") + content)
                self._written.add(number)
                things.clear()
        self.size += self._waiting
        self._waiting = 0
