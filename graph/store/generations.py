"""A graph in a folder: whole generations, of which one small file names the one that counts.

::

    DIR/inroads.json          that this is a graph, and in which layout
    DIR/identity.txt          who judged what to be the same; people may edit it
    DIR/current               "7 <SHA-256 of the manifest>": replacing it is the commit
    DIR/generations/7/        what a built graph consists of, with a manifest of checksums
    DIR/sources/<SHA-256>     the documents, as they were loaded; shared by generations
    DIR/lock                  held by the one process that writes

A writer takes the lock, removes what earlier writers left behind, writes everything beside and
makes it durable (fsync) before it replaces ``current``. So a reader sees the old graph or the
new one, and a process that dies at any moment leaves the old graph as it was. A generation
stays until the write after the next begins; readers keep its files open meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from graph.errors import GraphBusy, GraphDamaged, GraphNotFound, GraphVersion, OutputError
from graph.store import faults
from graph.store.layout import MANIFEST, MARKER, PARTS

LAYOUT = 1
CURRENT, LOCK, JUDGEMENTS = "current", "lock", "identity.txt"
GENERATIONS, SOURCES = "generations", "sources"
_POINTER = re.compile(r"(\d{1,12}) ([0-9a-f]{64})\n", re.ASCII)
_TRIES = 5


class Manifest(NamedTuple):
    """What a generation was built from, and the checksums of its parts."""

    number: int
    key: str  # of the ontology and the modules that built it
    judgements: str  # SHA-256 of the identity judgements it was built with
    documents: Mapping[str, str]  # document id -> SHA-256 of its source
    sha256: Mapping[str, str]  # file name -> checksum


class Generation:
    """One generation, its files held open: a later write cannot take them away."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self._folder = folder
        self._content = {name: _held(folder / name) for name in PARTS.values()}

    def read(self, part: str) -> bytes:
        """Return one part; raises GraphDamaged where it is not as it was written."""
        name = PARTS[part]
        content = bytes(self._content[name])
        if hashlib.sha256(content).hexdigest() != self.manifest.sha256[name]:
            raise damaged(self._folder / name)
        return content


def damaged(path: Path) -> GraphDamaged:
    """Return the error for a file that is not as it was written."""
    return GraphDamaged(
        f"{path} is damaged: it is not what was written. `inroads load` without files builds the "
        "graph anew from its documents."
    )


def _held(path: Path) -> mmap.mmap | bytes:
    """Return the content of a file without reading it yet; it stays even if the file goes."""
    with path.open("rb") as file:
        empty = os.fstat(file.fileno()).st_size == 0  # which no system maps
        return b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def is_graph(folder: Path) -> bool:
    """Tell whether ``folder`` is a graph of one's own, of whatever version."""
    return (folder / MARKER).is_file()


def check_layout(folder: Path) -> None:
    """Raise GraphNotFound where ``folder`` is no graph, GraphVersion where it is a newer one."""
    if not is_graph(folder):
        raise GraphNotFound(f"'{folder}' is not a graph. `inroads init {folder}` makes one.")
    try:
        layout = json.loads((folder / MARKER).read_text("utf-8"))["inroads-graph"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraphDamaged(
            f"{folder / MARKER} is damaged. Write into it: {marker().strip()}"
        ) from error
    if layout != LAYOUT:
        raise GraphVersion(
            f"'{folder}' is a graph in layout {layout}; this program knows layout {LAYOUT}. "
            "Update inroads."
        )


def marker() -> str:
    """Return what the marker of a graph says."""
    return json.dumps({"inroads-graph": LAYOUT}) + "\n"


def current(folder: Path) -> Generation | None:
    """Return the generation that counts, or None where nothing was ever loaded.

    Raises GraphDamaged. A write that ends between reading its number and opening its files is
    no fault: then the next one counts.
    """
    check_layout(folder)
    for last in (*[False] * (_TRIES - 1), True):
        manifest = current_manifest(folder)
        if manifest is None:
            return None
        try:
            return Generation(folder / GENERATIONS / str(manifest.number), manifest)
        except FileNotFoundError as error:
            if last:
                raise damaged(Path(error.filename)) from error
    raise AssertionError("the last try returns or raises")


def current_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the generation that counts, or None where there is none yet."""
    path = folder / CURRENT
    try:
        pointer = _POINTER.fullmatch(path.read_text("ascii", errors="replace"))
    except FileNotFoundError:
        return None
    if pointer is None:
        raise damaged(path)
    file = folder / GENERATIONS / pointer[1] / MANIFEST
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise damaged(file) from error
    if hashlib.sha256(content).hexdigest() != pointer[2]:
        raise damaged(file)
    return _manifest(int(pointer[1]), content)


def _manifest(number: int, content: bytes) -> Manifest:
    data = json.loads(content)
    return Manifest(number, data["key"], data["judgements"], data["documents"], data["sha256"])


def newest_whole(folder: Path) -> Manifest | None:
    """Return the newest manifest that can be read and whose sources are all there, or None.

    It serves where ``current`` or the manifest that it names is damaged.
    """
    names = [path.name for path in (folder / GENERATIONS).iterdir() if path.name.isdecimal()]
    for name in sorted(names, key=int, reverse=True):
        try:
            manifest = _manifest(int(name), (folder / GENERATIONS / name / MANIFEST).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            continue  # damaged too: an older one may be whole
        if all((folder / SOURCES / digest).is_file() for digest in manifest.documents.values()):
            return manifest
    return None


def source(folder: Path, name: str) -> bytes:
    """Return the bytes of one document's source; raises GraphDamaged."""
    path = folder / SOURCES / name
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise damaged(path) from error
    if hashlib.sha256(content).hexdigest() != name:
        raise GraphDamaged(f"{path} is damaged: it is not what was written. Load its file again.")
    return content


def judgements(folder: Path) -> bytes:
    """Return the identity judgements of a graph, as the text they stand in."""
    try:
        return (folder / JUDGEMENTS).read_bytes()
    except FileNotFoundError:
        return b""


class Writer:
    """What only the holder of the lock may do to a graph."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.committed = False

    def sweep(self) -> None:
        """Remove what no reader can need: leftovers, old generations and their sources.

        Where ``current`` or its manifest is damaged, everything is kept.
        """
        try:
            manifest = current_manifest(self.folder)
        except GraphDamaged:
            return
        number = str(manifest.number) if manifest else ""
        for path in sorted((self.folder / GENERATIONS).iterdir()):
            if path.name != number:
                shutil.rmtree(path)
        used = set(manifest.documents.values()) if manifest else set()
        for path in sorted((self.folder / SOURCES).iterdir()):
            if path.name not in used:
                path.unlink()
        for path in sorted(self.folder.glob(".*.new")):
            path.unlink()

    def commit(
        self,
        contents: Mapping[str, bytes],
        about: Mapping[str, Any],
        documents: Mapping[str, str],
        added: Mapping[str, bytes],
        judged: bytes,
    ) -> None:
        """Make a new generation of these parts the one that counts.

        ``about``: what its manifest says besides; ``documents``: document id -> source;
        ``added``: the sources that are not there yet; ``judged``: the judgements it was built
        with. Returns once all of it is durable.
        """
        judgements_change = judged != judgements(self.folder)
        if judgements_change:
            write_durably(_beside(self.folder / JUDGEMENTS), judged)
        for name, content in added.items():
            write_durably(self.folder / SOURCES / name, content)
            faults.reach("sources-half-written")
        _sync(self.folder / SOURCES)
        faults.reach("sources-written")
        number = self._next()
        manifest = self._generation(number, contents, {**about, "documents": dict(documents)})
        faults.reach("generation-in-place")
        pointer = f"{number} {hashlib.sha256(manifest).hexdigest()}\n"
        write_durably(self.folder / CURRENT, pointer.encode(), then="current-written")
        self.committed = True
        faults.reach("current-in-place")
        if judgements_change:
            _beside(self.folder / JUDGEMENTS).replace(self.folder / JUDGEMENTS)
            faults.reach("judgements-in-place")
        _sync(self.folder)

    def _next(self) -> int:
        """Return a number that no generation, whole or left behind, has had."""
        names = [path.name for path in (self.folder / GENERATIONS).iterdir()]
        return max([int(name) for name in names if name.isdecimal()], default=0) + 1

    def _generation(
        self, number: int, contents: Mapping[str, bytes], about: Mapping[str, Any]
    ) -> bytes:
        """Write a generation beside, then put it in place; return its manifest."""
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        manifest = json.dumps({**about, "sha256": sums}, indent=1, sort_keys=True) + "\n"
        beside = self.folder / GENERATIONS / f".{number}"
        beside.mkdir()
        for name, content in {**contents, MANIFEST: manifest.encode()}.items():
            write_durably(beside / name, content)
            faults.reach("generation-half-written")
        _sync(beside)
        faults.reach("generation-written")
        beside.rename(self.folder / GENERATIONS / str(number))
        _sync(self.folder / GENERATIONS)
        return manifest.encode()


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """Hold the lock of a graph; raises GraphBusy where another process holds it.

    What cannot be written, for want of space or of permission, is an OutputError.
    """
    import filelock

    check_layout(folder)
    lock = filelock.FileLock(folder / LOCK, timeout=0, fallback_to_soft=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise GraphBusy(
            f"another process is writing to '{folder}'. Try again when it has ended; reading "
            "goes on meanwhile."
        ) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    writer = Writer(folder)
    try:
        faults.reach("lock-taken")
        writer.sweep()
        faults.reach("leftovers-swept")
        yield writer
    except (OSError, KeyboardInterrupt) as error:
        with suppress(OSError):  # make room at once; if that fails too, the next write does it
            writer.sweep()
        if isinstance(error, OSError) and not writer.committed:
            raise _unwritable(folder, error) from error
        raise
    finally:
        lock.release()
    faults.reach("lock-given-back")


def _unwritable(folder: Path, error: OSError) -> OutputError:
    where = error.filename or folder
    return OutputError(f"cannot write to '{where}': {error.strerror}. The graph is as it was.")


def create(folder: Path) -> None:
    """Make an empty graph of a folder that does not exist yet, or is empty.

    Raises OutputError where the folder holds anything, a graph included.
    """
    if is_graph(folder):
        raise OutputError(f"'{folder}' is a graph already. `inroads -g {folder} load FILE` adds.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun = {GENERATIONS, SOURCES, _beside(folder / MARKER).name}  # left by one that died
        if any(path.name not in begun for path in folder.iterdir()):
            raise OutputError(f"'{folder}' is not empty. Name a new folder.")
        for name in (GENERATIONS, SOURCES):
            (folder / name).mkdir(exist_ok=True)
        write_durably(folder / MARKER, marker().encode())
        _sync(folder)
    except OSError as error:
        raise OutputError(f"cannot make '{folder}': {error.strerror}.") from error


def write_durably(path: Path, content: bytes, then: str = "") -> None:
    """Write beside, make durable, then put in place; ``then``: the fault point between."""
    beside = _beside(path)
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if then:
        faults.reach(then)
    beside.replace(path)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _sync(folder: Path) -> None:
    """Make the names in a folder durable, where the system lets folders be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
