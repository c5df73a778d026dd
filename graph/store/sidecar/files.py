"""The files of a base: lines with their offsets and checksums, and columns of integers.

A base is a folder: one file for each kind of lines (entities, claims, evidence ...), one file
``arrays`` with all columns, and a header that names format, sizes and checksums. What a
command does not ask for is not read. Each line carries a CRC-32, seeded with its number, which is
checked whenever it is read: wrong bytes, and right bytes in a wrong place, are told and never
taken for an answer. Integers are little-endian on every machine.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, overload
from zlib import crc32

from graph.errors import GraphDamaged, GraphVersion

FORMAT = 1
HEADER, ARRAYS = "header.json", "arrays"
NONE = 0xFFFFFFFF
"""Stands for no entity in a column of entity numbers."""

Integers = memoryview
"""Integers in a file, or a copy of them: indexed and sliced like a list."""

_OFTEN, _STRIDE = 64, 256
_SIZES = {"B": 1, "H": 2, "I": 4, "Q": 8}


class Section(NamedTuple):
    """Where a column lies in ``arrays``: the type of its integers, where it starts, how many."""

    code: str
    start: int
    length: int
    crc: int


# ---------------------------------------------------------------------- writing


class LinesWriter:
    """Writes lines one after the other; offsets and checksums stay in memory until the end."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.at = array("Q", [0])
        self.crc = array("I")
        self._file = (folder / name).open("wb")
        self._sha = hashlib.sha256()
        self._whole = 0

    def add(self, line: bytes) -> None:
        """Add one line."""
        self._file.write(line)
        self._sha.update(line)
        self._whole = crc32(line, self._whole)
        self.crc.append(crc32(line, len(self.crc)))
        self.at.append(self.at[-1] + len(line))

    def close(self) -> tuple[int, str, int]:
        """Make the file durable; return its size, SHA-256 and CRC-32."""
        sync(self._file)
        self._file.close()
        return self.at[-1], self._sha.hexdigest(), self._whole

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.close()


def sync(file: BinaryIO) -> None:
    """Make what was written durable."""
    file.flush()
    os.fsync(file.fileno())


def packed(numbers: Sequence[int]) -> bytes:
    """Return numbers below 2**32 as bytes, four each."""
    return little(numbers if isinstance(numbers, array) else array("I", numbers))


def little(numbers: array[int]) -> bytes:
    """Return the bytes of an array, little-endian."""
    if sys.byteorder != "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(line: bytes) -> Sequence[int]:
    """Return the numbers that :func:`packed` wrote."""
    return _cast(memoryview(line), "I")


def _cast(content: memoryview, code: str) -> Integers:
    if sys.byteorder == "little":
        return content.cast("B").cast(code)  # type: ignore[call-overload,no-any-return]  # the code is data
    numbers = array(code, content.tobytes())
    numbers.byteswap()
    return memoryview(numbers)


def write_arrays(
    folder: Path, columns: dict[str, array[int]]
) -> tuple[int, str, dict[str, Section]]:
    """Write all columns into one file; return its size, its SHA-256 and where each lies."""
    sections, sha, start = {}, hashlib.sha256(), 0
    with (folder / ARRAYS).open("wb") as file:
        for name, numbers in sorted(columns.items()):
            content = little(numbers)
            sections[name] = Section(numbers.typecode, start, len(numbers), crc32(content))
            padded = content + bytes(-len(content) % 8)
            file.write(padded)
            sha.update(padded)
            start += len(padded)
        sync(file)
    return start, sha.hexdigest(), sections


# ---------------------------------------------------------------------- reading


class Lines(Sequence[bytes]):
    """The lines of one file by number; raises GraphDamaged for one that is not as written."""

    def __init__(self, path: Path, data: mmap.mmap | bytes, at: Integers, crc: Integers) -> None:
        self._path = path
        self._data = data
        self.at = at
        self._crc = crc

    def __len__(self) -> int:
        return len(self._crc)

    @overload
    def __getitem__(self, index: int) -> bytes: ...

    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...

    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not 0 <= index < len(self._crc):
            raise IndexError(index)
        line = self._data[self.at[index] : self.at[index + 1]]
        if crc32(line, index) != self._crc[index]:
            raise damaged(self._path)
        return line


class Texts(Sequence[str]):
    """Sorted texts, one a line."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._asked = 0

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [line[:-1].decode() for line in self.lines[index]]
        return self.lines[index][:-1].decode()

    def find(self, text: str) -> int:
        """Return the number of a text, or -1."""
        self._asked += 1
        start, end = 0, len(self)
        if self._asked > _OFTEN:  # then it pays to know some of the texts by heart
            step = bisect_right(self._known, text)
            start, end = max(0, (step - 1) * _STRIDE), min(end, step * _STRIDE)
        place = bisect_left(self, text, start, end)
        return place if place < len(self) and self[place] == text else -1

    @cached_property
    def _known(self) -> list[str]:
        return self[::_STRIDE]


class Files:
    """The files of one base, all of them held open: a later write cannot take them away.

    Raises GraphDamaged where something is missing or of another size than was written, and
    GraphVersion where another version of the program wrote it.
    """

    def __init__(self, folder: Path, id_: str) -> None:
        self.folder = folder
        header = _header(folder, id_)
        self.key = str(header["key"])
        self.counts: dict[str, int] = header["counts"]
        self.tallies: dict[str, dict[str, int]] = header["tallies"]
        self._sha = {name: str(sha) for name, (_, sha, _) in header["files"].items()}
        self._crc = {name: int(crc) for name, (_, _, crc) in header["files"].items()}
        self._data = {
            name: _mapped(folder / name, size) for name, (size, *_) in header["files"].items()
        }
        self._sections = {name: Section(*each) for name, each in header["sections"].items()}
        self._columns: dict[str, Integers] = {}

    def lines(self, name: str) -> Lines:
        """Return the lines of one file."""
        at, crc = self._section(f"{name}.at"), self._section(f"{name}.crc")
        return Lines(self.folder / name, self._data[name], at, crc)

    def texts(self, name: str) -> Texts:
        """Return the lines of one file as texts."""
        return Texts(self.lines(name))

    def text(self, name: str) -> mmap.mmap | bytes:
        """Return a whole file, checked when it is first asked for; raises GraphDamaged."""
        data = self._data[name]
        if name in self._crc and crc32(data) != self._crc.pop(name):
            raise damaged(self.folder / name)
        return data

    def column(self, name: str) -> Integers:
        """Return a column, checked when it is first asked for; raises GraphDamaged."""
        if name not in self._columns:
            found = self._section(name)
            if crc32(_raw(found)) != self._sections[name].crc:
                raise damaged(self.folder / ARRAYS)
            self._columns[name] = found
        return self._columns[name]

    def _section(self, name: str) -> Integers:
        code, start, count, _ = self._sections[name]
        content = memoryview(self._data[ARRAYS])[start : start + count * _SIZES[code]]
        return _cast(content, code)

    def verify(self) -> None:
        """Read everything and compare it with what was written; raises GraphDamaged."""
        for name, sha in self._sha.items():
            if hashlib.sha256(self._data[name]).hexdigest() != sha:
                raise damaged(self.folder / name)


def _raw(numbers: Integers) -> bytes | memoryview:
    if sys.byteorder == "little":
        return numbers.cast("B")
    return little(array(numbers.format, numbers))


def _header(folder: Path, id_: str) -> dict[str, Any]:
    path = folder / HEADER
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise damaged(path) from error
    if hashlib.sha256(content).hexdigest() != id_:
        raise damaged(path)
    header: dict[str, Any] = json.loads(content)
    if header["format"] != FORMAT:
        raise GraphVersion(
            f"{path} has format {header['format']}; this program knows format {FORMAT}. `inroads "
            "load` without files builds the graph anew from its documents."
        )
    return header


def _mapped(path: Path, size: int) -> mmap.mmap | bytes:
    """Return the content of a file without reading it yet."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size != size:
                raise damaged(path)
            if not size:  # which no system maps
                return b""
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> GraphDamaged:
    """Return the error for a file that is not as it was written."""
    return GraphDamaged(
        f"{path} is damaged: it is not what was written. `inroads load` without files builds the "
        "graph anew from its documents."
    )
