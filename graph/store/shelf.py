"""The documents of a graph, wherever they lie: a file each, or many in an archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from graph.store import generations
from graph.store.archive import Archive
from graph.store.generations import ARCHIVES, Manifest


class Shelf(Mapping[str, str]):
    """The digest of each document by its id.

    ``loose``: those with a file of their own; None: the archive has it, but it is gone.
    """

    def __init__(
        self,
        folder: Path,
        loose: Mapping[str, str | None] = MappingProxyType({}),
        archive: Archive | None = None,
    ) -> None:
        self.loose = loose
        self.archive = archive
        self._folder = folder

    def __getitem__(self, id_: str) -> str:
        digest = self.loose.get(id_, "")
        if digest:
            return digest
        if digest is None or self.archive is None:
            raise KeyError(id_)
        return self.archive[id_]

    def __contains__(self, id_: object) -> bool:
        if id_ in self.loose:
            return self.loose[str(id_)] is not None
        return self.archive is not None and id_ in self.archive

    def __iter__(self) -> Iterator[str]:
        here = [id_ for id_, digest in self.loose.items() if digest is not None]
        kept = [id_ for id_ in self.archive or () if id_ not in self.loose]
        return iter(sorted([*here, *kept]))

    def __len__(self) -> int:
        if self.archive is None:
            return len(self.loose)
        return len(self.archive) + sum(
            (digest is not None) - (id_ in self.archive) for id_, digest in self.loose.items()
        )

    def content(self, id_: str) -> bytes:
        """Return a document as it is kept; raises GraphDamaged, KeyError."""
        digest = self.loose.get(id_)
        if digest is not None:
            return generations.source(self._folder, digest, id_)
        if id_ not in self or self.archive is None:
            raise KeyError(id_)
        return self.archive.content(id_)


def shelf(folder: Path, manifest: Manifest | None) -> Shelf:
    """Return the documents of a generation, none where there is none yet; raises GraphDamaged."""
    if manifest is None:
        return Shelf(folder)
    if not manifest.archive:
        return Shelf(folder, manifest.documents)
    return Shelf(folder, manifest.documents, Archive(folder / ARCHIVES / manifest.archive))
