"""The one way a graph in a folder changes: under its lock, and all or nothing.

How it lies there, and why that survives a process that dies, stands in
:mod:`graph.store.generations`. Between any two steps lies a point of :mod:`graph.store.faults`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import (
    GraphBusy,
    GraphDamaged,
    GraphVersion,
    InroadsError,
    LoadError,
    OutputError,
)
from graph.store import faults
from graph.store.generations import (
    ARCHIVES,
    BASES,
    COPY,
    CURRENT,
    GENERATIONS,
    JUDGEMENTS,
    LAYOUT,
    LOCK,
    NOTHING,
    SOURCES,
    Manifest,
    Pointer,
    base_of,
    check_layout,
    digest,
    in_place,
    is_graph,
    judgements_of,
    manifest_of,
    marker,
    or_empty,
    pointer_of,
    waiting,
)
from graph.store.layout import MANIFEST, MARKER, SIDECAR, TRIPLE_STORE

if TYPE_CHECKING:
    import filelock

_GENERATION = re.compile(r"\d{1,12}", re.ASCII)
_BEGUN_GENERATION = re.compile(r"\.\d{1,12}", re.ASCII)
_SOURCE = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.new", re.ASCII)
_BEGUN = re.compile(r"\.room|\.(current|inroads\.json)\.new|\.\.identity\.txt\.\d+\.new", re.ASCII)
_WAITING = re.compile(r"\.identity\.txt\.\d+", re.ASCII)
ROOM = ".room"
_BASE = re.compile(r"[0-9a-f]{64}|\.new", re.ASCII)
_OURS = (
    ("", _WAITING),
    (GENERATIONS, _GENERATION),
    (SOURCES, _SOURCE),
    (BASES, _BASE),
    (ARCHIVES, _BASE),
)


class Plan(NamedTuple):
    """What a graph is to be built from."""

    documents: Mapping[str, str | None]  # document id -> SHA-256 of its source; None: it is gone
    seen: bytes  # the text of the judgements when the write began
    judged: bytes  # what it is to be
    added: Mapping[str, bytes] = MappingProxyType({})  # sources not in the folder yet, by SHA-256
    archive: str = ""  # holds all documents but these

    @property
    def judges(self) -> bool:
        """Whether the judgements are to change."""
        return self.judged != self.seen


class Writer:
    """What only the holder of the lock may do to a graph."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._begun = or_empty(folder / CURRENT)

    def catch_up(self) -> None:
        """Put the judgements in place of a write that died right after its commit."""
        with suppress(GraphDamaged):
            manifest = manifest_of(self.folder, pointer_of(self.folder))
            if manifest is None:
                return
            beside = self.folder / waiting(manifest.number)
            if beside.exists():
                _sync(self.folder)
                if judgements_of(self.folder, manifest) != or_empty(self.folder / JUDGEMENTS):
                    beside.replace(self.folder / JUDGEMENTS)
                    _sync(self.folder)
                faults.reach("judgements-caught-up")

    def sweep(self) -> None:
        """Remove what no reader can need: leftovers, old generations and their sources.

        Where ``current`` or its manifest is damaged, generations and sources are kept, and
        always what this program did not write.
        """
        names = [*self._named("", _BEGUN), *self._named(GENERATIONS, _BEGUN_GENERATION)]
        with suppress(GraphDamaged):
            pointer = pointer_of(self.folder)
            manifest = manifest_of(self.folder, pointer)
            used = {str(pointer.number), *_sources_of(manifest)}
            if judgements_of(self.folder, manifest) != or_empty(self.folder / JUDGEMENTS):
                used.add(waiting(pointer.number))  # still to be put in place
            used.add(self._base_of(pointer.number))
            for folder, ours in _OURS:
                names += [path for path in self._named(folder, ours) if path.name not in used]
        self._remove(sorted(set(names)))

    def _named(self, folder: str, ours: re.Pattern[str]) -> list[Path]:
        """Return what has a name of this form in the graph's folder, or in one of its folders."""
        here = self.folder / folder
        found = here.iterdir() if here.is_dir() else ()
        return [path for path in found if ours.fullmatch(path.name)]

    def _base_of(self, number: int) -> str:
        """Return the name of the base that a generation needs, or ""."""
        content = or_empty(self.folder / GENERATIONS / str(number) / SIDECAR)
        return base_of(content) if content else ""

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

    def room(self) -> Path:
        """Return an empty folder for what is put aside during this write."""
        folder = self.folder / ROOM
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        return folder

    def tidy(self) -> None:
        """Give back the room for what was put aside."""
        if (self.folder / ROOM).exists():
            shutil.rmtree(self.folder / ROOM)

    def add_base(self, write: Callable[[Path], str]) -> str:
        """Put a base in place, durably; return its id, which ``write``, given a folder, returns.

        It counts once a generation names it. One that is there already and whole stays.
        """
        id_ = self._add(BASES, write, _is_whole)
        faults.reach("base-in-place")
        return id_

    def add_archive(self, write: Callable[[Path], str]) -> str:
        """Put an archive in place as :meth:`add_base` does a base."""
        id_ = self._add(ARCHIVES, write, _is_whole_archive)
        faults.reach("archive-in-place")
        return id_

    def _add(
        self, folder: str, write: Callable[[Path], str], is_whole: Callable[[Path], bool]
    ) -> str:
        beside = self.folder / folder / ".new"
        if beside.exists():
            shutil.rmtree(beside)
        beside.parent.mkdir(exist_ok=True)
        id_ = write(beside)
        faults.reach(f"{folder.removesuffix('s')}-written")
        place = self.folder / folder / id_
        if place.exists():
            if is_whole(place):
                shutil.rmtree(beside)
                return id_
            shutil.rmtree(place)
        _sync(beside)
        beside.rename(place)
        _sync(self.folder / folder)
        return id_

    def commit(
        self,
        parts: Mapping[str, bytes],
        key: str,
        plan: Plan,
        fill: Callable[[Path], None] = lambda _: None,
    ) -> None:
        """Make ``parts`` the generation that counts; return once all of it is durable.

        ``key``: of what built them from ``plan``. ``fill`` writes what is no part into the folder
        of the generation, durably. Raises LoadError where somebody edited the
        judgements since they were read.
        """
        number = max([int(path.name) for path in in_place(self.folder)], default=0) + 1
        beside = self.folder / waiting(number)
        if plan.judges:
            _write_durably(beside, plan.judged, then="judgements-begun")
            faults.reach("judgements-beside")
        for name, content in plan.added.items():
            _write_durably(self.folder / SOURCES / name, content, then="source-beside")
            faults.reach("sources-half-written")
        _sync(self.folder / SOURCES)
        faults.reach("sources-written")
        manifest = self._generation(number, parts, key, plan, fill)
        faults.reach("generation-in-place")
        if plan.judges:
            self._refuse_edits(plan.seen)
            _sync(self.folder)
        pointer = Pointer(number, digest(manifest))
        _write_durably(self.folder / CURRENT, str(pointer).encode(), then="current-beside")
        faults.reach("current-in-place")
        _sync(self.folder)
        faults.reach("current-durable")
        if plan.judges:
            beside.replace(self.folder / JUDGEMENTS)
            faults.reach("judgements-in-place")
            _sync(self.folder)

    def _refuse_edits(self, seen: bytes) -> None:
        path = self.folder / JUDGEMENTS
        if or_empty(path) != seen:
            raise LoadError(f"{path} was edited meanwhile. The graph is as it was: try again.")

    def _generation(
        self,
        number: int,
        parts: Mapping[str, bytes],
        key: str,
        plan: Plan,
        fill: Callable[[Path], None],
    ) -> bytes:
        """Write a generation beside, then put it in place; return its manifest."""
        about = {
            "layout": LAYOUT,
            "key": key,
            "judgements": digest(plan.judged),
            "judged_from": digest(plan.seen),
            "documents": dict(plan.documents),
            **({"archive": plan.archive} if plan.archive else {}),
            "sha256": {name: digest(content) for name, content in parts.items()},
        }
        manifest = (json.dumps(about, indent=1, sort_keys=True) + "\n").encode()
        beside = self.folder / GENERATIONS / f".{number}"
        beside.mkdir()
        faults.reach("generation-begun")
        for name, content in {**parts, COPY: manifest, MANIFEST: manifest}.items():
            _write(beside / name, content)
            faults.reach("generation-half-written")
        fill(beside)
        faults.reach("generation-filled")
        _sync(beside)
        faults.reach("generation-written")
        beside.rename(self.folder / GENERATIONS / str(number))
        _sync(self.folder / GENERATIONS)
        return manifest

    def committed(self) -> bool:
        """Tell whether ``current`` was replaced since the lock was taken."""
        return or_empty(self.folder / CURRENT) not in (b"", self._begun)

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
            writer.tidy()
        except (OSError, KeyboardInterrupt, InroadsError):
            with suppress(OSError):  # make room at once; if not, the next write does it
                writer.tidy()
                if not writer.committed():
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
            faults.reach("folders-begun")
            (folder / name).mkdir(exist_ok=True)
        faults.reach("folders-made")
        if not (folder / CURRENT).exists() and not in_place(folder):
            _write_durably(folder / CURRENT, str(NOTHING).encode(), then="nothing-beside")
        _sync(folder)
        faults.reach("nothing-in-place")
        _write_durably(folder / MARKER, marker().encode(), then="marker-beside")
        faults.reach("marker-in-place")
        for each in (folder, *(path.parent for path in missing)):
            _sync(each)
    except OSError as error:
        raise OutputError(f"cannot make '{folder}': {error.strerror}.") from error


def _sources_of(manifest: Manifest | None) -> Iterator[str]:
    """Yield the names of the sources and of the archive that a generation needs."""
    if manifest is not None:
        yield from filter(None, (*manifest.documents.values(), manifest.archive))


def _is_whole_archive(folder: Path) -> bool:
    from graph.store.archive import Archive

    try:
        archive = Archive(folder)
        archive.check()
        for id_ in archive:
            archive.content(id_)
    except GraphDamaged:
        return False
    return True


def _is_whole(base: Path) -> bool:
    """Tell whether a base is as it was written, its triples included."""
    from graph.store import seal
    from graph.store.sidecar.base import Base

    try:
        Base(base, base.name).verify()
        seal.check(base / TRIPLE_STORE, whole=True)
    except (GraphDamaged, GraphVersion, OSError):
        return False
    return True


def _is_ours(path: Path) -> bool:
    """Tell whether a path in a folder that is to become a graph was written by this program."""
    begun = {GENERATIONS: (_GENERATION, _BEGUN_GENERATION), SOURCES: (_SOURCE,)}
    if path.name in begun:
        inside = [each.name for each in path.iterdir()] if path.is_dir() else [""]
        return all(any(form.fullmatch(name) for form in begun[path.name]) for name in inside)
    known = path.name in (CURRENT, LOCK, JUDGEMENTS)
    return known or any(form.fullmatch(path.name) for form in (_BEGUN, _WAITING))


def _write_durably(path: Path, content: bytes, then: str) -> None:
    """Write beside, make durable, then put in place; ``then``: the fault point between."""
    beside = _beside(path)
    _write(beside, content)
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
