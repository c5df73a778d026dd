"""A graph in a folder: whole generations, of which one small file names the one that counts.

::

    DIR/inroads.json          that this is a graph, and in which layout
    DIR/identity.txt          who judged what to be the same; people may edit it
    DIR/current               "7 <SHA-256 of the manifest>": replacing it is the commit
    DIR/generations/7/        what a built graph consists of, with a manifest of checksums, twice
    DIR/bases/<SHA-256>/      of a large graph the heavy parts; a generation names the one it needs
    DIR/archives/<SHA-256>/   of a large graph the documents, many in a file
    DIR/sources/<SHA-256>     the documents, as they were loaded; shared by generations
    DIR/lock                  held by the one process that writes

A writer takes the lock, removes what earlier writers left behind, writes everything beside and
makes it durable (fsync) before it replaces ``current``. So a reader sees the old graph or the
new one, and a process that dies at any moment leaves the old graph as it was. Judgements that
come with a commit lie beside it as ``.identity.txt.7``, and count from then on; their own place
they take right after, or when the next write begins. A generation stays until the write after
the next begins; readers keep its files open meanwhile.

Assumed are a file system whose ``rename`` and ``fsync`` do what POSIX says, and a lock (``flock``)
that all writers see: the machine's own disks, not every network's.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from graph.errors import GraphDamaged, GraphNotFound, GraphVersion
from graph.store.layout import MANIFEST, MARKER, PARTS, SIDECAR, TRIPLE_STORE

if TYPE_CHECKING:
    from graph.store.sidecar.base import Base
    from graph.store.sidecar.delta import Delta

LAYOUT = 1
CURRENT, LOCK, JUDGEMENTS = "current", "lock", "identity.txt"
GENERATIONS, SOURCES, BASES = "generations", "sources", "bases"
ARCHIVES = "archives"
COPY = "manifest-copy.json"
"""The manifest once more: from it a graph is built anew where the first one is damaged."""

_POINTER = re.compile(r"(\d{1,12}) ([0-9a-f]{64})\n", re.ASCII)

Read = TypeVar("Read")


class Pointer(NamedTuple):
    """What ``current`` says: which generation counts (0: none yet), and its manifest's SHA-256."""

    number: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.number} {self.sha256}\n"


NOTHING = Pointer(0, hashlib.sha256(b"").hexdigest())


class Manifest(NamedTuple):
    """What a generation was built from, and the checksums of its parts."""

    number: int
    key: str  # of the ontology and the modules that built it
    judgements: str  # SHA-256 of the identity judgements it was built with
    judged_from: str  # SHA-256 of what stood in their file until then
    documents: Mapping[str, str | None]  # document id -> SHA-256 of its source; None: it is gone
    sha256: Mapping[str, str]  # file name -> checksum
    archive: str = ""  # holds all documents but these


class Generation:
    """One generation, its files held open: a later write cannot take them away.

    Of a large graph also its base, see :mod:`graph.store.sidecar`.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self._folder = folder / GENERATIONS / str(manifest.number)
        self._content = {name: _held(self._folder / name) for name in manifest.sha256}
        self._sidecar = self._opened(folder) if SIDECAR in manifest.sha256 else None

    def read(self, part: str) -> bytes:
        """Return one part; raises GraphDamaged where it is not as it was written."""
        return self.whole(PARTS[part])

    def sidecar(self) -> Sidecar | None:
        """Return what a large graph keeps on disk; None for one that is read into memory."""
        return self._sidecar

    def whole(self, name: str) -> bytes:
        """Return a file by its name; raises GraphDamaged where it is not as it was written."""
        content = bytes(self._content[name])
        if digest(content) != self.manifest.sha256[name]:
            raise damaged(self._folder / name)
        return content

    def _opened(self, folder: Path) -> Sidecar:
        from graph.store.sidecar.base import Base  # small graphs need nothing of this
        from graph.store.sidecar.delta import CHANGES, EVIDENCE, Delta

        id_ = base_of(self.whole(SIDECAR))
        base, delta = Base(folder / BASES / id_, id_), None
        if CHANGES in self._content:
            path = self._folder / EVIDENCE
            delta = Delta(self.whole(CHANGES), self._content[EVIDENCE], path)
        triples = self._folder if delta else base.folder
        return Sidecar(base, delta, triples / TRIPLE_STORE)


class Sidecar(NamedTuple):
    """What a large graph keeps on disk: its base, what differs from it, and its triples."""

    base: Base
    delta: Delta | None
    triples: Path


def base_of(content: bytes) -> str:
    """Return the id of the base that the part ``SIDECAR`` of a generation names."""
    return str(json.loads(content)["base"])


def naming(base: str) -> bytes:
    """Return what the part ``SIDECAR`` says: which base a generation needs."""
    return (json.dumps({"base": base}) + "\n").encode()


def damaged(*paths: Path) -> GraphDamaged:
    """Return the error for a file, or one of several, that is not as it was written."""
    return GraphDamaged(
        f"{' or '.join(map(str, paths))} is damaged: it is not what was written. `inroads load` "
        "without files builds the graph anew from its documents."
    )


def _held(path: Path) -> mmap.mmap | bytes:
    """Return the content of a file without reading it yet; it stays even if the file goes.

    Raises GraphDamaged where there is no such file.
    """
    try:
        with path.open("rb") as file:
            empty = os.fstat(file.fileno()).st_size == 0  # which no system maps
            return b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise damaged(path) from error


def digest(content: bytes) -> str:
    """Return the SHA-256 of ``content``, in hex."""
    return hashlib.sha256(content).hexdigest()


def is_graph(folder: Path) -> bool:
    """Tell whether ``folder`` is a graph of one's own, of whatever version."""
    return (folder / MARKER).is_file()


def check_layout(folder: Path) -> None:
    """Raise GraphNotFound where ``folder`` is no graph, GraphVersion where it is a newer one."""
    if not is_graph(folder):
        raise GraphNotFound(f"'{folder}' is not a graph. `inroads init {folder}` makes one.")
    path = folder / MARKER
    try:
        layout = json.loads(path.read_text("utf-8"))["inroads-graph"]
    except OSError as error:
        raise GraphNotFound(f"cannot read '{path}': {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise GraphDamaged(f"{path} is damaged. Write into it: {marker().strip()}") from error
    if layout != LAYOUT:
        raise _other_layout(path, layout)


def _other_layout(path: Path, layout: object) -> GraphVersion:
    return GraphVersion(
        f"{path} says that this graph has layout {layout}; this program knows layout {LAYOUT}. "
        "Update inroads."
    )


def marker() -> str:
    """Return what the marker of a graph says."""
    return json.dumps({"inroads-graph": LAYOUT}) + "\n"


def steadily(folder: Path, read: Callable[[Manifest | None, bytes], Read]) -> Read:
    """Return what ``read`` makes of the manifest that counts and the judgements beside it.

    Both are of one commit. A file that a write took away meanwhile is no damage: then the
    commit after is read. Raises GraphDamaged.
    """
    check_layout(folder)
    while True:
        pointer = pointer_of(folder)
        try:
            manifest = manifest_of(folder, pointer)
            judged = judgements_of(folder, manifest)
            if pointer_of(folder) == pointer:
                return read(manifest, judged)
        except GraphDamaged:
            check_layout(folder)  # the whole folder may be gone
            if pointer_of(folder) == pointer:
                raise


def judgements(folder: Path) -> bytes:
    """Return the identity judgements of a graph, as the text they stand in."""
    return steadily(folder, lambda _, judged: judged)


def pointer_of(folder: Path) -> Pointer:
    """Return what ``current`` says; raises GraphDamaged."""
    path = folder / CURRENT
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise damaged(path) from error
    found = _POINTER.fullmatch(content.decode("ascii", errors="replace"))
    if found is None:
        raise damaged(path)
    return Pointer(int(found[1]), found[2])


def manifest_of(folder: Path, pointer: Pointer) -> Manifest | None:
    """Return the manifest that ``pointer`` names, or None for NOTHING; raises GraphDamaged."""
    if pointer == NOTHING:
        return None
    path = folder / GENERATIONS / str(pointer.number) / MANIFEST
    content = or_empty(path)
    if digest(content) != pointer.sha256:
        raise damaged(path, folder / CURRENT)
    return _parsed(path, pointer.number, content)


def _parsed(path: Path, number: int, content: bytes) -> Manifest:
    """Return a manifest that is what was written; raises GraphVersion for another program's."""
    data = json.loads(content)
    layout = data.pop("layout")
    if layout != LAYOUT:
        raise _other_layout(path, layout)
    return Manifest(number, **data)


def or_empty(path: Path) -> bytes:
    """Return the content of a file, or nothing where there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return b""


def judgements_of(folder: Path, manifest: Manifest | None) -> bytes:
    """Return the judgements: those of the last commit where they are not in place yet.

    What somebody wrote into their file since then counts more.
    """
    beside = or_empty(folder / waiting(manifest.number)) if manifest else b""
    inside = or_empty(folder / JUDGEMENTS)  # read last: what is no longer beside is here
    found = (digest(inside), digest(beside))
    if manifest and found == (manifest.judged_from, manifest.judgements):
        return beside
    return inside


def is_behind(folder: Path, judged: bytes) -> bool:
    """Tell whether the judgements that count do not stand in their file yet."""
    return or_empty(folder / JUDGEMENTS) != judged


def waiting(number: int) -> str:
    """Return the name of the judgements of a generation until they are put in place."""
    return f".{JUDGEMENTS}.{number}"


def salvaged(folder: Path) -> tuple[Manifest | None, bytes, bool]:
    """Return what serves where ``current`` or the manifest it names is damaged.

    That is the newest manifest of which a copy is whole, the judgements, and whether nothing
    newer was lost. Raises GraphDamaged where there were generations and none is whole.
    """
    try:
        pointer = pointer_of(folder)
    except GraphDamaged:
        pointer = NOTHING
    numbers = sorted((int(path.name) for path in in_place(folder)), reverse=True)
    for number in numbers:
        manifest = _whole_copy(folder / GENERATIONS / str(number), pointer)
        if manifest is not None:
            newest = number == numbers[0] and pointer.number <= number
            return manifest, judgements_of(folder, manifest), newest
    if numbers or pointer.number:
        raise GraphDamaged(
            f"'{folder}' is damaged: no manifest of it is whole. {folder / SOURCES} still holds "
            "its documents, as JSON; load their files into a new graph."
        )
    return None, judgements_of(folder, None), True


def in_place(folder: Path) -> list[Path]:
    """Return the generations that are in place, whole or not, in no particular order."""
    return [path for path in (folder / GENERATIONS).glob("*") if path.name.isdecimal()]


def _whole_copy(generation: Path, pointer: Pointer) -> Manifest | None:
    """Return the manifest that ``pointer`` names, or one of which both copies are the same."""
    copies = [or_empty(generation / name) for name in (MANIFEST, COPY)]
    whole = [content for content in copies if digest(content) == pointer.sha256]
    whole += [copies[0]] if copies[0] == copies[1] else []
    try:
        return _parsed(generation / MANIFEST, int(generation.name), whole[0]) if whole else None
    except (ValueError, TypeError, KeyError, AttributeError):  # both are damaged in the same way
        return None


def source(folder: Path, name: str, document: str) -> bytes:
    """Return the bytes of the source of ``document``; raises GraphDamaged."""
    path = folder / SOURCES / name
    content = or_empty(path)
    if digest(content) != name:
        raise GraphDamaged(
            f"{path}, which is the document '{document}', is damaged: it is not what was written. "
            f"Load its file again, or take it out: `inroads remove {document}`."
        )
    return content
