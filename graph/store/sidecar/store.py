"""The store of a large graph: evidence from the sidecar, SPARQL from an Oxigraph store on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claims.model import Document, Record
from graph.store import seal
from graph.store.delegating import Delegating
from graph.store.sidecar.opened import Opened

if TYPE_CHECKING:
    from graph.store.oxigraph import OxigraphStore
    from graph.store.sparql import Rows


class DiskStore(Delegating):
    """Claims on disk. Implements :class:`graph.store.base.Store`."""

    def __init__(self, opened: Opened, triples: Path) -> None:
        self._opened = opened
        self._triples = triples

    @property
    def sparql(self) -> OxigraphStore:
        """The triples, opened when the first query asks for them; raises GraphDamaged."""
        return self._sparql

    @cached_property
    def _sparql(self) -> OxigraphStore:
        from pyoxigraph import Store as Engine

        from graph.store.oxigraph import OxigraphStore

        seal.check(self._triples)
        try:
            return OxigraphStore(Engine.read_only(str(self._triples)))
        except (OSError, RuntimeError) as error:  # RuntimeError: RocksDB says "Corruption"
            raise seal.damaged(self._triples) from error

    def select(self, text: str, *, timeout: float, limit: int | None = None) -> Rows:
        """Return the rows of a SPARQL query, at most ``limit``; raises GraphDamaged."""
        with self._read():
            return self._sparql.select(text, timeout=timeout, limit=limit)

    def serialize(self, text: str, *, format: str, timeout: float) -> bytes:
        """Return the complete result of a SPARQL query in a W3C format; raises GraphDamaged."""
        with self._read():
            return self._sparql.serialize(text, format=format, timeout=timeout)

    def lines(self) -> list[str]:
        """Return all triples as sorted N-Quads lines; raises GraphDamaged."""
        with self._read():
            return self._sparql.lines()

    @contextmanager
    def _read(self) -> Iterator[None]:
        """Tell what RocksDB finds damaged as it reads."""
        try:
            yield
        except OSError as error:
            raise seal.damaged(self._triples) from error

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the claims with these ids; raises UnknownClaim for one that is not here."""
        return self._opened.records(ids)

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents with these ids."""
        return {id_: self._opened.document(id_) or Document(id_) for id_ in ids}

    def spoken_by(self, entity: str) -> list[str]:
        """Return the ids of the claims that an entity itself takes a stance on, sorted."""
        return self._opened.spoken(entity)

    def document_ids(self) -> list[str]:
        """Return the ids of all documents, sorted."""
        return self._opened.document_ids()

    def claim_ids(self) -> list[str]:
        """Return the ids of all claims, sorted."""
        return self._opened.claim_ids()
