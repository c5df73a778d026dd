"""The small interface behind which claims are kept, whatever keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from graph.claims.model import Document, Record

if TYPE_CHECKING:
    import rdflib

    from graph.store.sparql import Rows


class Store(Protocol):
    """What every store gives. Stores are read-only; only builds and loads write."""

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the claims with these ids, with all their evidence, in the order asked."""

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents with these ids."""

    def spoken_by(self, entity: str) -> list[str]:
        """Return the ids of the claims that an entity itself takes a stance on, sorted."""

    def saying(self, fits: Callable[[str], bool]) -> list[str]:
        """Return the ids of the claims whose evidence, or other plain words, fit; sorted."""

    def document_ids(self) -> list[str]:
        """Return the ids of all documents, sorted."""

    def claim_ids(self) -> list[str]:
        """Return the ids of all claims, sorted."""

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the label of each of these IRIs that has one."""

    def select(self, text: str, *, timeout: float, limit: int | None = None) -> Rows:
        """Return the rows of a SPARQL query, at most ``limit``."""

    def serialize(self, text: str, *, format: str, timeout: float) -> bytes:
        """Return the complete result of a SPARQL query in a W3C format."""

    def lines(self) -> list[str]:
        """Return all triples as sorted N-Quads lines."""

    def dataset(self) -> rdflib.Dataset:
        """Return a copy as an rdflib Dataset; changing it changes no store."""

    def prefixes(self) -> Mapping[str, str]:
        """Return the prefixes queries may use without declaring them."""
