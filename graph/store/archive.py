"""Many documents in two files, instead of a file each: what a large graph keeps them in.

::

    DIR/archives/<SHA-256 of the index>/
        documents.jsonl      the documents as they were loaded, one a line, in no order
        index                "ID SHA-256 START LENGTH" of each, sorted by id

An archive never changes. A generation names the one it needs, and beside it the documents that
came later; each document is checked against its digest when it is read.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.claims.kept import Kept, parsed
from graph.errors import GraphDamaged

DOCUMENTS, INDEX = "documents.jsonl", "index"


class ArchiveWriter:
    """Writes an archive into ``folder``, which it makes; what is in it already can be read."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._file = (folder / DOCUMENTS).open("wb+")
        self._places: dict[str, tuple[bytes, int, int]] = {}
        self._end = 0

    def add(self, document: Kept) -> None:
        """Add a document, whose id none has yet."""
        content, digest = document.content, bytes.fromhex(document.digest)
        self._file.write(content)
        self._file.write(b"\n")
        self._places[document.id] = digest, self._end, len(content)
        self._end += len(content) + 1

    def __contains__(self, id_: object) -> bool:
        return id_ in self._places

    def __len__(self) -> int:
        return len(self._places)

    def get(self, id_: str) -> Kept | None:
        """Return a document, or None."""
        if id_ not in self._places:
            return None
        _, start, length = self._places[id_]
        self._file.seek(start)
        content = self._file.read(length)
        self._file.seek(self._end)
        return parsed(content)

    def close(self) -> str:
        """Make all of it durable; return the archive's id."""
        _sync(self._file.fileno(), self._file.flush)
        self._file.close()
        whole = hashlib.sha256()
        with (self._folder / INDEX).open("wb") as file:
            for id_, (digest, start, length) in sorted(self._places.items()):
                line = f"{id_} {digest.hex()} {start} {length}\n".encode()
                whole.update(line)
                file.write(line)
            _sync(file.fileno(), file.flush)
        return whole.hexdigest()

    def abandon(self) -> None:
        """Close the file of an archive that is not to be."""
        self._file.close()


def _sync(handle: int, flush: object) -> None:
    if callable(flush):
        flush()
    os.fsync(handle)


class Archive(Mapping[str, str]):
    """The digests of an archive's documents by id; nothing is read until it is asked for.

    Raises GraphDamaged where the files are not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = _mapped(folder / INDEX)

    @property
    def id(self) -> str:
        """Its id, by which generations name it."""
        return self._folder.name

    def check(self) -> None:
        """Raise GraphDamaged where the index is not what was written."""
        if hashlib.sha256(self._index).hexdigest() != self._folder.name:
            raise _damaged(self._folder / INDEX)

    def __getitem__(self, id_: str) -> str:
        return self._place(id_)[0]

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and self._line(id_) is not None

    def __iter__(self) -> Iterator[str]:
        return (line.partition(b" ")[0].decode() for line in self._lines())

    def __len__(self) -> int:
        return sum(1 for _ in self._lines())

    def content(self, id_: str) -> bytes:
        """Return a document as it is kept; raises GraphDamaged, KeyError."""
        digest, start, length = self._place(id_)
        path = self._folder / DOCUMENTS
        try:
            with path.open("rb") as file:
                file.seek(start)
                content = file.read(length)
        except OSError as error:
            raise _damaged(path) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise GraphDamaged(
                f"{path}, in which the document '{id_}' stands, is damaged: it is not what was "
                f"written. Load its file again, or take it out: `inroads remove {id_}`."
            )
        return content

    def _place(self, id_: str) -> tuple[str, int, int]:
        line = self._line(id_)
        if line is None:
            raise KeyError(id_)
        try:
            _, digest, start, length = line.decode("ascii").split(" ")
            return digest, int(start), int(length)
        except ValueError as error:
            raise _damaged(self._folder / INDEX) from error

    def _line(self, id_: str) -> bytes | None:
        """Return the line of the index that begins with an id, by bisection."""
        wanted, index = id_.encode(), self._index
        low, high = 0, len(index)
        while low < high:
            middle = (low + high) // 2
            start = index.rfind(b"\n", low, middle) + 1 or low
            end = index.find(b"\n", start)
            if end < 0:
                raise _damaged(self._folder / INDEX)
            here = index[start:end].partition(b" ")[0]
            if here == wanted:
                return bytes(index[start:end])
            if here < wanted:
                low = end + 1
            else:
                high = start
        return None

    def _lines(self) -> Iterator[bytes]:
        start, index = 0, self._index
        while (end := index.find(b"\n", start)) >= 0:
            yield bytes(index[start:end])
            start = end + 1


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            empty = os.fstat(file.fileno()).st_size == 0
            return b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> GraphDamaged:
    return GraphDamaged(
        f"{path} is damaged: it is not what was written. Load the documents of this graph again."
    )
