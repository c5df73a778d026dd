"""Loading into a large graph: files and documents stream through, none is held in memory.

The graph is built from all its documents anew, as a small one is, and written as a base and an
archive. Nothing of it counts before the writer commits; a file that is wrong is told before
anything is built.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.claims import kept, line_files, sources
from graph.claims.bulk_stream import Stream
from graph.claims.judgements import Judgement
from graph.claims.kept import Kept
from graph.progress import Progress, told
from graph.store import faults, intake
from graph.store.archive import Archive, ArchiveWriter
from graph.store.commits import Writer
from graph.store.large.building import Builder
from graph.store.large.identities import Identities
from graph.store.shelf import Shelf
from ontology.records import Ontology


class Incoming(NamedTuple):
    """A document that comes in, and the file it comes from."""

    path: Path
    document: Kept


class Intake:
    """The documents of files that were read and checked, those of JSON Lines put aside."""

    def __init__(
        self, paths: Sequence[Path], ontology: Ontology, room: Path, progress: Progress
    ) -> None:
        """Read everything; raises LoadError or the error of the first file that is wrong."""
        self._progress = progress
        self._streams: list[Stream] = []
        self._sources: list[Incoming] = []
        self.derived = 0
        self.notes: list[str] = []
        self.ids: dict[str, Path] = {}
        for path in paths:
            if line_files.is_one(path):
                stream = Stream(path, ontology, room)
                stream.read(progress)
                self._streams.append(stream)
                self.derived += stream.derived
                self.notes += stream.notes
                self._note(path, stream.documents)
            else:
                found = intake.contents_of(path, ontology)
                self.derived += found.derived
                self.notes += found.notes
                self._note(path, [each.id for each in found.sources])
                self._sources += [Incoming(path, each) for each in kept.of_sources(found.sources)]

    def _note(self, path: Path, ids: Iterable[str]) -> None:
        for id_ in ids:
            other = self.ids.setdefault(id_, path)
            if other is not path:
                raise intake.held_twice(id_, other, path)

    def __iter__(self) -> Iterator[Incoming]:
        yield from self._sources
        for stream in self._streams:
            for document in stream.kept(self._progress):
                yield Incoming(stream.path, document)


class Needless(Exception):
    """Nothing that came in was new: there is nothing to build."""


class Staying:
    """The documents that a graph has, but for those that are ``gone``.

    ``checked``: whether they were checked against this ontology when they came in.
    """

    def __init__(
        self, documents: Shelf, gone: Collection[str], ontology: Ontology, *, checked: bool
    ) -> None:
        self._documents = documents
        self._gone = frozenset(gone)
        self._ontology = ontology
        self._checked = checked

    @property
    def archive(self) -> Archive | None:
        """The archive that holds them all and no others, if there is one."""
        return None if self._gone or self._documents.loose else self._documents.archive

    def but_for(self, others: Container[str], progress: Progress) -> Iterator[Kept]:
        """Yield the documents, in the order of their ids."""
        for id_ in told(self._documents, "Reading documents", progress):
            if id_ not in self._gone and id_ not in others:
                found = kept.parsed(self._documents.content(id_))
                if not self._checked:
                    sources.check_vocabulary([found.source.file], self._ontology)
                yield found

    def get(self, id_: str) -> Kept | None:
        """Return a document, or None."""
        return kept.parsed(self._documents.content(id_)) if id_ in self._documents else None


class Place(NamedTuple):
    """Where a build is written; ``room``: a folder for what is put aside meanwhile."""

    writer: Writer
    room: Path


class Sums(NamedTuple):
    """What a streamed build wrote: the ids of its base and of its archive."""

    base: str
    archive: str


def build(
    incoming: Iterable[Kept],
    staying: Staying,
    judgements: Sequence[Judgement],
    ontology: Ontology,
    place: Place,
    progress: Progress,
) -> Sums:
    """Write the base and the archive of these documents; return their ids."""
    builder = Builder(ontology, Identities(judgements), place.room, progress)

    def write(folder: Path) -> str:
        archive = ArchiveWriter(folder)
        try:
            for document in incoming:
                archive.add(document)
                builder.add(document)
            faults.reach("files-gathered")
            for document in staying.but_for(archive, progress):
                archive.add(document)
                builder.add(document)
            builder.finish(archive.get)
            return archive.close()
        finally:
            archive.abandon()

    if incoming == () and staying.archive is not None:
        archive = staying.archive.id
        for document in staying.but_for((), progress):
            builder.add(document)
        builder.finish(staying.get)
    else:
        archive = place.writer.add_archive(write)
    return Sums(place.writer.add_base(builder.write), archive)
