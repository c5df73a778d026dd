"""Stores that keep claims themselves and leave SPARQL to another store."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rdflib

    from graph.store.base import Store
    from graph.store.sparql import Rows


class Delegating(ABC):
    """The part of :class:`graph.store.base.Store` that another store, ``sparql``, answers."""

    @property
    @abstractmethod
    def sparql(self) -> Store:
        """The store that holds the triples."""

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the label of each of these IRIs that has one."""
        return self.sparql.labels(iris)

    def saying(self, fits: Callable[[str], bool]) -> list[str]:
        """Return the ids of the claims whose evidence, or other plain words, fit; sorted."""
        return self.sparql.saying(fits)

    def select(self, text: str, *, timeout: float, limit: int | None = None) -> Rows:
        """Return the rows of a SPARQL query, at most ``limit``."""
        return self.sparql.select(text, timeout=timeout, limit=limit)

    def serialize(self, text: str, *, format: str, timeout: float) -> bytes:
        """Return the complete result of a SPARQL query in a W3C format."""
        return self.sparql.serialize(text, format=format, timeout=timeout)

    def lines(self) -> list[str]:
        """Return all triples as sorted N-Quads lines."""
        return self.sparql.lines()

    def dataset(self) -> rdflib.Dataset:
        """Return a copy as an rdflib Dataset; changing it changes no store."""
        return self.sparql.dataset()

    def prefixes(self) -> Mapping[str, str]:
        """Return the prefixes queries may use without declaring them."""
        return self.sparql.prefixes()
