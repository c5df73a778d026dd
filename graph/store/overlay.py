"""A store in which some claims read otherwise than they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from graph.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from graph.claims.model import Document, Record


class Overlay(OxigraphStore):
    """What another store holds, but for claims that are given anew; SPARQL sees none of that."""

    def __init__(self, whole: OxigraphStore, anew: Mapping[str, Record]) -> None:
        super().__init__(whole.engine)
        self._whole = whole
        self._anew = anew

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the claims with these ids, with all their evidence, as they are given anew."""
        wanted = list(ids)
        kept = {each.id: each for each in self._whole.records(wanted)}
        return [self._anew.get(id_, kept[id_]) for id_ in wanted]

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents with these ids."""
        return self._whole.documents(ids)
