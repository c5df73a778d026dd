"""Files of every format we read, as sources: the one door through which documents enter."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.claims import bulk, files, line_files, table_mapping
from graph.claims.sources import Contents, Source
from graph.errors import ClaimFileError, LoadError
from graph.progress import Progress, silent, told
from graph.store.generations import JUDGEMENTS
from ontology.records import Ontology

CLAIM_FILES = (".yaml", ".yml")
RDF_FILES = (".nq", ".nt", ".ttl", ".trig", ".jsonld")
REFUSED = (".rdf", ".xml", ".owl")


class Taken(NamedTuple):
    """A source, and the file it came from."""

    path: Path
    source: Source


class Intake(NamedTuple):
    """What all files of a load hold: documents by id, how many derived claims were left, notes."""

    taken: list[Taken]
    derived: int
    notes: list[str]


Reader = Callable[[Path, Ontology], Contents]


def _claim_file(path: Path, ontology: Ontology) -> Contents:
    if table_mapping.is_mapping(path):
        return bulk.read(path, ontology)
    return Contents([files.source(path, ontology)])


def _rdf(path: Path, ontology: Ontology) -> Contents:
    from graph.store import rdf_files  # no load of claim files needs an RDF parser

    return rdf_files.read(path, ontology)


READERS: dict[str, Reader] = {
    **dict.fromkeys(CLAIM_FILES, _claim_file),
    **dict.fromkeys(line_files.ENDINGS, bulk.read),
    **dict.fromkeys(RDF_FILES, _rdf),
}
"""What reads a file, by the end of its name."""


def read(paths: Sequence[Path], ontology: Ontology, progress: Progress = silent) -> Intake:
    """Return the documents of these files, in the order of their ids.

    Raises LoadError for a document that two files hold, or the error of the first file that is
    wrong, or that nobody reads.
    """
    taken: dict[str, Taken] = {}
    derived, notes = 0, list[str]()
    for path in told(paths, "Reading files", progress):
        contents = contents_of(path, ontology)
        derived += contents.derived
        notes += contents.notes
        for each in contents.sources:
            other = taken.get(each.id)
            if other is not None:
                raise held_twice(each.id, other.path, path)
            taken[each.id] = Taken(path, each)
    return Intake([taken[id_] for id_ in sorted(taken)], derived, notes)


def held_twice(id_: str, one: Path, other: Path) -> LoadError:
    """Return the error for a document that two files hold."""
    return LoadError(
        f"two documents have the id '{id_}': in {one} and in {other}. Rename one of them."
    )


def contents_of(path: Path, ontology: Ontology) -> Contents:
    """Return what one file holds; raises ClaimFileError."""
    return _reader(path)(path, ontology)


def _reader(path: Path) -> Reader:
    ending = line_files.ending(path)
    if ending in REFUSED:
        problem = "this is RDF/XML, which nothing here reads: its entities reach into other files"
        raise ClaimFileError(path, 0, problem, "Write it as Turtle (.ttl) or N-Quads (.nq).")
    reader = READERS.get(ending)
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise ClaimFileError(path, 0, "nothing here reads such a file", f"Known endings: {known}.")
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
