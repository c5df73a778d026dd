"""Files of every format we read, as sources: the one door through which documents enter."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.claims import files
from graph.claims.sources import Source
from graph.errors import LoadError
from graph.progress import Progress, silent, told
from graph.store.generations import JUDGEMENTS
from ontology.records import Ontology

CLAIM_FILES = (".yaml", ".yml")


class Taken(NamedTuple):
    """A source, and the file it came from."""

    path: Path
    source: Source


Reader = Callable[[Path, Ontology], Iterable[Source]]


def _claim_file(path: Path, ontology: Ontology) -> list[Source]:
    return [files.source(path, ontology)]


READERS: dict[str, Reader] = dict.fromkeys(CLAIM_FILES, _claim_file)
"""What reads a file, by the end of its name."""


def read(paths: Sequence[Path], ontology: Ontology, progress: Progress = silent) -> list[Taken]:
    """Return the documents of these files, in the order of their ids.

    Raises LoadError for a file nobody reads and for a document that two files hold, or the
    error of the first file that is wrong.
    """
    taken: dict[str, Taken] = {}
    for path in told(paths, "Reading files", progress):
        for each in _reader(path)(path, ontology):
            other = taken.get(each.id)
            if other is not None:
                raise LoadError(
                    f"two documents have the id '{each.id}': in {other.path} and in {path}. "
                    "Rename one of them."
                )
            taken[each.id] = Taken(path, each)
    return [taken[id_] for id_ in sorted(taken)]


def _reader(path: Path) -> Reader:
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise LoadError(f"nothing here reads '{path}'. Known endings: {known}.")
    return reader


def expanded(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files to load and the files of identity judgements among ``paths``.

    A folder stands for the claim files in it and below. Each file counts once.
    """
    found = list(dict.fromkeys(each for path in paths for each in _within(path)))
    judgements = [path for path in found if path.name == JUDGEMENTS]
    return [path for path in found if path.name != JUDGEMENTS], judgements


def _within(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    wanted = [
        Path(folder, name)
        for folder, _, names in os.walk(path, onerror=_unreadable)
        for name in names
        if name.endswith(CLAIM_FILES) or name == JUDGEMENTS
    ]
    if not wanted:
        raise LoadError(f"'{path}' holds no claim file (*.yaml). Name other files one by one.")
    yield from sorted(wanted)


def _unreadable(error: OSError) -> None:
    raise LoadError(f"cannot read '{error.filename}': {error.strerror}.") from error
