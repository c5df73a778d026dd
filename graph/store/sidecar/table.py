"""The table of a large graph: looks like the one in memory, and reads what it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from graph.claims.model import Standing
from graph.store.sidecar.opened import Opened
from graph.store.table import Node, Row, Table, Tallies


class Nodes(Mapping[str, Node]):
    """The entities by id; those asked for are kept."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._known: dict[str, Node] = {}

    def __getitem__(self, id_: str) -> Node:
        found = self._known.get(id_)
        if found is None:
            node = self._opened.node(id_)
            if node is None:
                raise KeyError(id_)
            found = self._known[id_] = node
        return found

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and (id_ in self._known or self._opened.has(id_))

    def __iter__(self) -> Iterator[str]:
        return self._opened.ids()

    def __len__(self) -> int:
        return self._opened.entities


class Rows(Sequence[Row]):
    """All claims without their evidence, sorted by id; walking them reads them all."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def __len__(self) -> int:
        return self._opened.claims

    def __iter__(self) -> Iterator[Row]:
        return self._opened.rows()

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return tuple(self)[index]


class _ById(Mapping[str, Row]):
    """The claims by id."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def __getitem__(self, id_: str) -> Row:
        row = self._opened.row(id_)
        if row is None:
            raise KeyError(id_)
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._opened.claim_ids())

    def __len__(self) -> int:
        return self._opened.claims


class _About(Mapping[str, tuple[Row, ...]]):
    """The claims that speak of each entity."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def __getitem__(self, id_: str) -> tuple[Row, ...]:
        if not self._opened.has(id_):
            raise KeyError(id_)
        return self._opened.about(id_)

    def __iter__(self) -> Iterator[str]:
        return self._opened.ids()

    def __len__(self) -> int:
        return self._opened.entities


class _Bearers(Mapping[str, frozenset[str]]):
    """The ids of the entities that bear each name, capitals aside."""

    def __init__(self, opened: Opened) -> None:
        self._names = opened.names

    def __getitem__(self, name: str) -> frozenset[str]:
        found = self._names.bearing(name)
        if not found:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return self._names.all_borne()

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class DiskTable(Table):
    """The table of a graph on disk."""

    opened: Opened

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by claim id."""
        return _ById(self.opened)

    @cached_property
    def about(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows that speak of each entity."""
        return _About(self.opened)

    @cached_property
    def bearers(self) -> Mapping[str, frozenset[str]]:
        """The ids of the nodes that bear each name, capitals aside."""
        return _Bearers(self.opened)

    def told_of(self, entity: str, relations: Collection[str]) -> Sequence[Row]:
        """Return the rows of these relations that speak of an entity, in order."""
        return self.opened.about(entity, relations)

    def of_subject(self, entity: str) -> Sequence[Row]:
        """Return the rows that have an entity as their subject, in order."""
        return self.opened.of_subject(entity)

    def of_relations(self, relations: Collection[str]) -> Sequence[Row]:
        """Return the rows of these relations, in order."""
        return self.opened.of_relations(relations)

    def of_document(self, document: str) -> Sequence[Row]:
        """Return the rows that a document speaks to, in order."""
        return self.opened.said(document)

    def of_kinds(self, kinds: Collection[str]) -> Sequence[str]:
        """Return the ids of the nodes of these kinds, in order."""
        return self.opened.of_kinds(kinds)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of which there is a node."""
        return frozenset(self.opened.tally("kind"))

    def claims_beginning(self, wanted: str) -> list[str]:
        """Return the ids of the claims that begin with this, sorted."""
        return self.opened.claims_beginning(wanted)

    def not_counting(self, floor: Standing) -> int:
        """Return how many attested rows are weaker than a floor, or over."""
        return self.opened.not_counting(floor)

    def tallies(self) -> Tallies:
        """Return how many nodes and rows there are of each sort."""
        tally = self.opened.tally
        return Tallies(
            len(self.nodes),
            len(self.rows),
            tally("derived")["derived"],
            tally("kind"),
            tally("relation"),
            tally("standing"),
            self.opened.documents_tally(),
        )


def table(opened: Opened) -> DiskTable:
    """Return the table of a graph on disk."""
    return DiskTable(Nodes(opened), Rows(opened), opened)
