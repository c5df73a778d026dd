"""A graph in a folder: whole generations, of which one small file names the one that counts.

::

    DIR/inroads.json          that this is a graph, and in which layout
    DIR/identity.txt          who judged what to be the same; people may edit it
    DIR/current               "7 <SHA-256 of the manifest>": replacing it is the commit
    DIR/generations/7/        what a built graph consists of, with a manifest of checksums, twice
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
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from graph.errors import (
    GraphBusy,
    GraphDamaged,
    GraphNotFound,
    GraphVersion,
    LoadError,
    OutputError,
)
from graph.store import faults
from graph.store.layout import MANIFEST, MARKER, PARTS

if TYPE_CHECKING:
    import filelock

LAYOUT = 1
CURRENT, LOCK, JUDGEMENTS = "current", "lock", "identity.txt"
GENERATIONS, SOURCES = "generations", "sources"
COPY = "manifest-copy.json"
"""The manifest once more: from it a graph is built anew where the first one is damaged."""

_POINTER = re.compile(r"(\d{1,12}) ([0-9a-f]{64})\n", re.ASCII)
_GENERATION = re.compile(r"\d{1,12}", re.ASCII)
_BEGUN_GENERATION = re.compile(r"\.\d{1,12}", re.ASCII)
_SOURCE = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.new", re.ASCII)
_BEGUN = re.compile(r"\.(current|inroads\.json)\.new|\.\.identity\.txt\.\d+\.new", re.ASCII)
_WAITING = re.compile(r"\.identity\.txt\.\d+", re.ASCII)

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
    documents: Mapping[str, str]  # document id -> SHA-256 of its source
    sha256: Mapping[str, str]  # file name -> checksum


class Generation:
    """One generation, its files held open: a later write cannot take them away."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self._folder = folder / GENERATIONS / str(manifest.number)
        self._content = {name: _held(self._folder / name) for name in PARTS.values()}

    def read(self, part: str) -> bytes:
        """Return one part; raises GraphDamaged where it is not as it was written."""
        name = PARTS[part]
        content = bytes(self._content[name])
        if _digest(content) != self.manifest.sha256[name]:
            raise damaged(self._folder / name)
        return content


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


def _digest(content: bytes) -> str:
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
        pointer = _pointer(folder)
        try:
            manifest = _manifest(folder, pointer)
            judged = _judgements(folder, manifest)
            if _pointer(folder) == pointer:
                return read(manifest, judged)
        except GraphDamaged:
            check_layout(folder)  # the whole folder may be gone
            if _pointer(folder) == pointer:
                raise


def current_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the generation that counts, or None where there is none yet."""
    return steadily(folder, lambda manifest, _: manifest)


def judgements(folder: Path) -> bytes:
    """Return the identity judgements of a graph, as the text they stand in."""
    return steadily(folder, lambda _, judged: judged)


def _pointer(folder: Path) -> Pointer:
    path = folder / CURRENT
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise damaged(path) from error
    found = _POINTER.fullmatch(content.decode("ascii", errors="replace"))
    if found is None:
        raise damaged(path)
    return Pointer(int(found[1]), found[2])


def _manifest(folder: Path, pointer: Pointer) -> Manifest | None:
    if pointer == NOTHING:
        return None
    path = folder / GENERATIONS / str(pointer.number) / MANIFEST
    content = _or_empty(path)
    if _digest(content) != pointer.sha256:
        raise damaged(path, folder / CURRENT)
    return _parsed(path, pointer.number, content)


def _parsed(path: Path, number: int, content: bytes) -> Manifest:
    """Return a manifest that is what was written; raises GraphVersion for another program's."""
    data = json.loads(content)
    layout = data.pop("layout", None) if isinstance(data, dict) else None
    if layout != LAYOUT:
        raise _other_layout(path, layout)
    return Manifest(number, **data)


def _or_empty(path: Path) -> bytes:
    """Return the content of a file, or nothing where there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return b""


def _judgements(folder: Path, manifest: Manifest | None) -> bytes:
    """Return the judgements: those of the last commit where they are not in place yet.

    What somebody wrote into their file since then counts more.
    """
    beside = _or_empty(folder / _waiting(manifest.number)) if manifest else b""
    inside = _or_empty(folder / JUDGEMENTS)  # read last: what is no longer beside is here
    committed = (_digest(inside), _digest(beside))
    return (
        beside if manifest and committed == (manifest.judged_from, manifest.judgements) else inside
    )


def _waiting(number: int) -> str:
    """Return the name of the judgements of a generation until they are put in place."""
    return f".{JUDGEMENTS}.{number}"


def salvaged(folder: Path) -> tuple[Manifest | None, bytes, bool]:
    """Return what serves where ``current`` or the manifest it names is damaged.

    That is the newest manifest of which a copy is whole, the judgements, and whether nothing
    newer was lost. Raises GraphDamaged where there were generations and none is whole.
    """
    try:
        pointer = _pointer(folder)
    except GraphDamaged:
        pointer = NOTHING
    numbers = sorted((int(path.name) for path in _generations(folder)), reverse=True)
    for number in numbers:
        manifest = _whole_copy(folder / GENERATIONS / str(number), number, pointer)
        if manifest is not None:
            newest = number >= max(pointer.number, numbers[0])
            return manifest, _judgements(folder, manifest), newest
    if numbers or pointer.number:
        raise GraphDamaged(
            f"'{folder}' is damaged: no manifest of it is whole. {folder / SOURCES} still holds "
            "its documents, as JSON; load their files into a new graph."
        )
    return None, _judgements(folder, None), True


def _generations(folder: Path) -> list[Path]:
    """Return the generations that are in place, whole or not, in no particular order."""
    return [path for path in (folder / GENERATIONS).glob("*") if path.name.isdecimal()]


def _whole_copy(generation: Path, number: int, pointer: Pointer) -> Manifest | None:
    """Return the manifest that ``pointer`` names or, if it is another's, two equal copies."""
    copies = [_or_empty(generation / name) for name in (MANIFEST, COPY)]
    if number == pointer.number:
        whole = [content for content in copies if _digest(content) == pointer.sha256]
    else:
        whole = copies if copies[0] == copies[1] != b"" else []
    return _parsed(generation / MANIFEST, number, whole[0]) if whole else None


def source(folder: Path, name: str, document: str) -> bytes:
    """Return the bytes of the source of ``document``; raises GraphDamaged."""
    path = folder / SOURCES / name
    content = _or_empty(path)
    if _digest(content) != name:
        raise GraphDamaged(
            f"{path}, which is the document '{document}', is damaged: it is not what was written. "
            f"Load its file again, or take it out: `inroads remove {document}`."
        )
    return content


class Plan(NamedTuple):
    """What a graph is to be built from."""

    documents: Mapping[str, str]  # document id -> SHA-256 of its source
    seen: bytes  # the text of the judgements when the write began
    judged: bytes  # what it is to be
    added: Mapping[str, bytes] = MappingProxyType({})  # sources not in the folder yet, by SHA-256


class Writer:
    """What only the holder of the lock may do to a graph."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._begun = _or_empty(folder / CURRENT)

    def catch_up(self) -> None:
        """Put the judgements in place of a write that died right after its commit."""
        with suppress(GraphDamaged):
            manifest = _manifest(self.folder, _pointer(self.folder))
            if manifest is None:
                return
            waiting = self.folder / _waiting(manifest.number)
            if waiting.exists():
                _sync(self.folder)
                if _judgements(self.folder, manifest) != _or_empty(self.folder / JUDGEMENTS):
                    waiting.replace(self.folder / JUDGEMENTS)
                    _sync(self.folder)
                faults.reach("judgements-caught-up")

    def sweep(self) -> None:
        """Remove what no reader can need: leftovers, old generations and their sources.

        Where ``current`` or its manifest is damaged, generations and sources are kept, and
        always what this program did not write.
        """
        names = [*self._named("", _BEGUN), *self._named(GENERATIONS, _BEGUN_GENERATION)]
        with suppress(GraphDamaged):
            pointer = _pointer(self.folder)
            manifest = _manifest(self.folder, pointer)
            used = {str(pointer.number), *(manifest.documents.values() if manifest else ())}
            names += self._named("", _WAITING)
            for folder, ours in ((GENERATIONS, _GENERATION), (SOURCES, _SOURCE)):
                names += [path for path in self._named(folder, ours) if path.name not in used]
        self._remove(sorted(set(names)))

    def _named(self, folder: str, ours: re.Pattern[str]) -> list[Path]:
        """Return what has a name of this form in the graph's folder, or in one of its folders."""
        return [path for path in (self.folder / folder).iterdir() if ours.fullmatch(path.name)]

    def _remove(self, paths: list[Path]) -> None:
        if not paths:
            return
        _sync(self.folder)  # else a power cut could bring back a ``current`` that needs these
        for path in paths:
            faults.reach("sweep-begun")
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def commit(self, parts: Mapping[str, bytes], key: str, plan: Plan) -> None:
        """Make ``parts`` the generation that counts; return once all of it is durable.

        ``key``: of what built them from ``plan``. Raises LoadError where somebody edited the
        judgements since they were read.
        """
        number = max([int(path.name) for path in _generations(self.folder)], default=0) + 1
        if plan.judged != plan.seen:
            write_durably(self.folder / _waiting(number), plan.judged)
            faults.reach("judgements-beside")
        for name, content in plan.added.items():
            write_durably(self.folder / SOURCES / name, content, then="source-beside")
            faults.reach("sources-half-written")
        _sync(self.folder / SOURCES)
        faults.reach("sources-written")
        manifest = self._generation(number, parts, key, plan)
        faults.reach("generation-in-place")
        if plan.judged != plan.seen:
            self._refuse_edits(plan.seen)
            _sync(self.folder)
        pointer = Pointer(number, _digest(manifest))
        write_durably(self.folder / CURRENT, str(pointer).encode(), then="current-beside")
        faults.reach("current-in-place")
        _sync(self.folder)
        faults.reach("current-durable")
        if plan.judged != plan.seen:
            (self.folder / _waiting(number)).replace(self.folder / JUDGEMENTS)
            faults.reach("judgements-in-place")
            _sync(self.folder)

    def _refuse_edits(self, seen: bytes) -> None:
        path = self.folder / JUDGEMENTS
        if _or_empty(path) != seen:
            raise LoadError(f"{path} was edited meanwhile. The graph is as it was: try again.")

    def _generation(self, number: int, parts: Mapping[str, bytes], key: str, plan: Plan) -> bytes:
        """Write a generation beside, then put it in place; return its manifest."""
        about = {
            "layout": LAYOUT,
            "key": key,
            "judgements": _digest(plan.judged),
            "judged_from": _digest(plan.seen),
            "documents": dict(plan.documents),
            "sha256": {name: _digest(content) for name, content in parts.items()},
        }
        manifest = (json.dumps(about, indent=1, sort_keys=True) + "\n").encode()
        beside = self.folder / GENERATIONS / f".{number}"
        beside.mkdir()
        faults.reach("generation-begun")
        for name, content in {**parts, COPY: manifest, MANIFEST: manifest}.items():
            _write(beside / name, content)
            faults.reach("generation-half-written")
        _sync(beside)
        faults.reach("generation-written")
        beside.rename(self.folder / GENERATIONS / str(number))
        _sync(self.folder / GENERATIONS)
        return manifest

    def committed(self) -> bool:
        """Tell whether ``current`` was replaced since the lock was taken."""
        return _or_empty(self.folder / CURRENT) not in (b"", self._begun)

    def ended_by(self, error: OSError | KeyboardInterrupt) -> OutputError | KeyboardInterrupt:
        """Return the error that says what became of the graph when ``error`` ended the write."""
        if isinstance(error, KeyboardInterrupt):
            return KeyboardInterrupt(
                "The change is in the graph." if self.committed() else "The graph is as it was."
            )
        if self.committed():
            return OutputError(
                f"the change is in the graph '{self.folder}', but ending the write failed: "
                f"{error.strerror}. The next write completes it."
            )
        return _unwritable(self.folder, error)


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """Hold the lock of a graph; raises GraphBusy where another process holds it.

    What cannot be written, for want of space or of permission, is an OutputError. That and
    KeyboardInterrupt say whether the graph has changed.
    """
    check_layout(folder)
    lock = _locked(folder)
    writer = Writer(folder)
    try:
        try:
            faults.reach("lock-taken")
            writer.catch_up()
            writer.sweep()
            faults.reach("leftovers-swept")
            yield writer
        except (OSError, KeyboardInterrupt, LoadError):
            if not writer.committed():
                with suppress(OSError):  # make room at once; if not, the next write does it
                    writer.sweep()
            raise
        finally:
            lock.release()
        faults.reach("lock-given-back")
    except (OSError, KeyboardInterrupt) as error:
        raise writer.ended_by(error) from error


def _locked(folder: Path) -> filelock.BaseFileLock:
    import filelock

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
    return lock


def _unwritable(folder: Path, error: OSError) -> OutputError:
    where = error.filename or folder
    return OutputError(f"cannot write to '{where}': {error.strerror}. The graph is as it was.")


def create(folder: Path) -> None:
    """Make an empty graph of a folder that does not exist yet, or is empty.

    A graph that lacks nothing but its marker gets that back. Raises OutputError where the
    folder holds anything else, or is a graph.
    """
    if is_graph(folder):
        raise OutputError(f"'{folder}' is a graph already. `inroads -g {folder} load FILE` adds.")
    try:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        if not all(_is_ours(path) for path in folder.iterdir()):
            raise OutputError(f"'{folder}' is not empty. Name a new folder.")
        for name in (GENERATIONS, SOURCES):
            (folder / name).mkdir(exist_ok=True)
        faults.reach("folders-made")
        if not (folder / CURRENT).exists() and not _generations(folder):
            write_durably(folder / CURRENT, str(NOTHING).encode())
        _sync(folder)
        write_durably(folder / MARKER, marker().encode())
        for each in (folder, *(path.parent for path in missing)):
            _sync(each)
    except OSError as error:
        raise OutputError(f"cannot make '{folder}': {error.strerror}.") from error


def _is_ours(path: Path) -> bool:
    """Tell whether a path in a folder that is to become a graph was written by this program."""
    begun = {GENERATIONS: (_GENERATION, _BEGUN_GENERATION), SOURCES: (_SOURCE,)}
    if path.name in begun:
        inside = [each.name for each in path.iterdir()] if path.is_dir() else [""]
        return all(any(form.fullmatch(name) for form in begun[path.name]) for name in inside)
    known = path.name in (CURRENT, LOCK, JUDGEMENTS)
    return known or any(form.fullmatch(path.name) for form in (_BEGUN, _WAITING))


def write_durably(path: Path, content: bytes, then: str = "") -> None:
    """Write beside, make durable, then put in place; ``then``: the fault point between."""
    beside = _beside(path)
    _write(beside, content)
    if then:
        faults.reach(then)
    beside.replace(path)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


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
