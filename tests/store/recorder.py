"""What a write asks of the disk, step by step, and what a power cut may leave of it.

A disk keeps for sure what was synced: the content of a file by ``fsync`` of the file, names by
``fsync`` of their folder. Of everything else any part may be there after a power cut or not.
"""

from __future__ import annotations

import base64
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import crashes
from graph.store import faults


class Step(NamedTuple):
    """``write`` (of a new file), ``sync``, ``rename``, ``mkdir``, ``remove`` or ``point``."""

    what: str
    path: str  # below the graph's folder; "" is the folder itself; a point's name
    to: str = ""  # where a rename leads
    content: str = ""  # of a synced file, in base 64


class Recorder:
    """Notes every step that this process takes in one folder."""

    def __init__(self, folder: str) -> None:
        self.steps: list[Step] = []
        self._folder = folder
        self._fsync, self._reach = os.fsync, faults.reach
        os.fsync, faults.reach = self._synced, self._reached
        sys.addaudithook(self._audit)

    def _note(self, what: str, path: Any, directory: int = -1, to: Any = "") -> None:
        names = []
        for each in (path, to):
            name = os.fsdecode(each)
            if directory not in (-1, None) and not os.path.isabs(name):
                name = os.path.join(os.readlink(f"/proc/self/fd/{directory}"), name)
            names.append(name.removeprefix(self._folder).strip("/"))
        inside = os.fsdecode(path).startswith(self._folder) or directory not in (-1, None)
        if inside and names[0]:  # the lock makes sure that its folder is there
            self.steps.append(Step(what, *names))

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and not isinstance(args[0], int) and args[2] & os.O_CREAT:
            if os.path.basename(os.fsdecode(args[0])) != "lock":
                self._note("write", args[0])
        elif event == "os.rename":
            self._note("rename", args[0], args[2], args[1])
        elif event == "os.mkdir":
            self._note("mkdir", args[0], args[2])
        elif event in ("os.remove", "os.rmdir"):
            self._note("remove", args[0], args[1])

    def _synced(self, handle: int) -> None:
        self._fsync(handle)
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        content = base64.b64encode(path.read_bytes()).decode() if path.is_file() else ""
        name = str(path).removeprefix(self._folder).strip("/")
        self.steps.append(Step("sync", name, content=content))

    def _reached(self, point: str) -> None:
        self.steps.append(Step("point", point))
        self._reach(point)


def record(trace: str, folder: str, call: str, *args: str) -> int:
    """Run a function of the crashes benchmark and write down the steps it takes in ``folder``."""
    recorder = Recorder(folder)
    status = int(getattr(crashes, call)(*args) or 0)
    steps = list(recorder.steps)
    Path(trace).write_text(json.dumps(steps), "utf-8")
    return status


def steps_of(trace: Path) -> list[Step]:
    """Return the steps that were written down."""
    return [Step(*each) for each in json.loads(trace.read_text("utf-8"))]


# A model of a disk: numbered files and folders, and names that lead to them.

ROOT = 0
GARBAGE = b"\0 not what was written"


Names = dict[str, int | None]
"""Names in a folder, and what they are to lead to (None: nothing)."""


class Disk:
    """What is on a disk for sure, and what is still on its way there."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {ROOT: {}}  # as the running system sees it
        self._sure: dict[int, dict[str, int]] = {ROOT: {}}  # as the disk has it
        self._pending: list[tuple[int, Names]] = []  # a folder, and what changes in it at once
        self._next = 1
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            self._add(name, None if path.is_dir() else path.read_bytes())
        self._settle(set(self._names))

    def _add(self, path: str, content: bytes | None) -> None:
        number, self._next = self._next, self._next + 1
        if content is None:
            self._names[number], self._sure[number] = {}, {}
        else:
            self._files[number] = content
        self._lead(path, number)

    def _lead(self, path: str, number: int | None, gone: str = "") -> None:
        """Let a path lead to a file or folder, or to nothing; ``gone``: its name until now."""
        folder, name = self._place(path)
        change: Names = {name: number}
        if gone:
            change[self._place(gone)[1]] = None
        self._pending.append((folder, change))
        _led(self._names, folder, change)

    def _place(self, path: str) -> tuple[int, str]:
        *folders, name = path.split("/")
        number = ROOT
        for each in folders:
            number = self._names[number][each]
        return number, name

    def _number(self, path: str) -> int:
        if not path:
            return ROOT
        folder, name = self._place(path)
        return self._names[folder][name]

    def _settle(self, folders: set[int]) -> None:
        for folder, change in self._pending:
            if folder in folders:
                _led(self._sure, folder, change)
        self._pending = [each for each in self._pending if each[0] not in folders]

    def take(self, step: Step) -> None:
        """Do what ``step`` does."""
        if step.what == "write":
            folder, name = self._place(step.path)
            if name in self._names[folder]:
                self._files[self._names[folder][name]] = GARBAGE
            else:
                self._add(step.path, GARBAGE)  # until it is synced
        elif step.what == "mkdir":
            self._add(step.path, None)
        elif step.what == "rename":
            self._lead(step.to, self._number(step.path), gone=step.path)
        elif step.what == "remove":
            self._lead(step.path, None)
        elif step.what == "sync":
            number = self._number(step.path)
            if number in self._names:
                self._settle({number})
            else:
                self._files[number] = base64.b64decode(step.content)

    def after_a_power_cut(self, kept: Sequence[bool]) -> dict[str, bytes | None]:
        """Return paths and contents (None: a folder); ``kept``: which unsure names made it."""
        names = {number: dict(each) for number, each in self._sure.items()}
        for (folder, change), made_it in zip(self._pending, kept, strict=True):
            if made_it:
                _led(names, folder, change)
        return dict(self._below(names, ROOT, ""))

    def _below(
        self, names: dict[int, dict[str, int]], folder: int, path: str
    ) -> Iterator[tuple[str, bytes | None]]:
        for name, number in names[folder].items():
            if number in names:
                yield f"{path}{name}", None
                yield from self._below(names, number, f"{path}{name}/")
            else:
                yield f"{path}{name}", self._files[number]

    @property
    def unsure(self) -> int:
        """How many changes of names are not on the disk for sure."""
        return len(self._pending)


def _led(names: dict[int, dict[str, int]], folder: int, change: Names) -> None:
    for name, number in change.items():
        if number is None:
            names[folder].pop(name, None)
        else:
            names[folder][name] = number


def power_cuts(disk: Disk, draws: random.Random, tries: int) -> Iterator[dict[str, bytes | None]]:
    """Yield what may be left: nothing unsure, all of it, and some at random."""
    count = disk.unsure
    choices = {(False,) * count, (True,) * count}
    choices |= {tuple(draws.random() < 0.5 for _ in range(count)) for _ in range(tries)}
    for kept in sorted(choices):
        yield disk.after_a_power_cut(kept)


def write_out(left: dict[str, bytes | None], folder: Path) -> None:
    """Make the files that a power cut left."""
    folder.mkdir()
    for name, content in sorted(left.items()):
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)
