"""A store in which some claims read otherwise than they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from graph.store.delegating import Delegating

if TYPE_CHECKING:
    from graph.claims.model import Document, Record
    from graph.store.base import Store


class Overlay(Delegating):
    """What another store holds, but for claims that are given anew; SPARQL sees none of that."""

    def __init__(self, whole: Store, anew: Mapping[str, Record]) -> None:
        self._whole = whole
        self._anew = anew

    @property
    def sparql(self) -> Store:
        """The store as it is kept."""
        return self._whole

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the claims with these ids, with all their evidence, as they are given anew."""
        wanted = list(ids)
        kept = {each.id: each for each in self._whole.records(wanted)}
        return [self._anew.get(id_, kept[id_]) for id_ in wanted]

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents with these ids."""
        return self._whole.documents(ids)

    def spoken_by(self, entity: str) -> list[str]:
        """Return the ids of the claims that an entity itself takes a stance on, sorted."""
        return self._whole.spoken_by(entity)

    def document_ids(self) -> list[str]:
        """Return the ids of all documents, sorted."""
        return self._whole.document_ids()

    def claim_ids(self) -> list[str]:
        """Return the ids of all claims, sorted."""
        return self._whole.claim_ids()
