"""The names of a large graph: those of the base, and those that a delta changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from itertools import groupby

from graph.spelling import fold
from graph.store.sidecar.base import Base
from graph.store.sidecar.delta import Delta
from graph.store.sidecar.name_index import borne


class OpenedNames:
    """The names of a base with a delta, or without."""

    def __init__(self, base: Base, delta: Delta | None) -> None:
        self._base = base
        self._index = base.names
        self._anew = delta.nodes if delta else {}
        named, bearing = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        self._into: dict[str, str] = {}
        for node in filter(None, self._anew.values()):
            for name in node.names:
                named[fold(name)].add(node.id)
            for name in borne(node.entity):
                bearing[name].add(node.id)
            self._into |= dict.fromkeys(node.merged, node.id)
        self._named, self._bearing = dict(named), dict(bearing)

    def named(self, name: str) -> list[str]:
        """Return the ids of the entities with this folded name, sorted."""
        return sorted(self._kept(self._index.named(name)) | self._named.get(name, set()))

    def bearing(self, name: str) -> frozenset[str]:
        """Return the ids of the entities with this name, capitals aside."""
        return frozenset(self._kept(self._index.bearing(name)) | self._bearing.get(name, set()))

    def merged_into(self, old: str) -> str:
        """Return the entity that an id was merged into, by judgements on who is who, or ""."""
        if old in self._into:
            return self._into[old]
        number = self._index.merged_into(old)
        return next(iter(self._kept([number] if number >= 0 else [])), "")

    def all(self) -> Iterator[str]:
        """Yield all names, sorted."""
        return self._joined(self._index.all(), list(self._named))

    def all_borne(self) -> Iterator[str]:
        """Yield all that entities are called, capitals aside, sorted."""
        every = groupby(merge(self._index.all_borne(), sorted(self._bearing)))
        return (name for name, _ in every if self.bearing(name))

    def beginning(self, text: str) -> Iterator[str]:
        """Yield the names that begin with ``text``, sorted."""
        anew = [name for name in self._named if name.startswith(text)]
        return self._joined(self._index.beginning(text), anew)

    def holding(self, text: str) -> Iterator[str]:
        """Yield the names that ``text`` stands in, sorted."""
        return self._joined(self._index.holding(text), [n for n in self._named if text in n])

    def near(self, text: str, edits: int) -> list[str]:
        """Return names, among them all within so many edits of ``text``."""
        return list(self._joined(iter(self._index.near(text, edits)), list(self._named)))

    def alike(self, text: str) -> list[str]:
        """Return the names to compare with ``text`` for likeness: all, unless there are many."""
        return list(self._joined(iter(self._index.alike(text)), list(self._named)))

    def _joined(self, names: Iterator[str], anew: list[str]) -> Iterator[str]:
        """Yield names of the base that somebody still bears, and new ones, sorted, each once."""
        if not self._anew:
            return names
        every = (name for name, _ in groupby(merge(names, sorted(anew))))
        return (name for name in every if self.named(name))

    def _kept(self, numbers: list[int]) -> set[str]:
        ids = {self._base.ids[number] for number in numbers}
        return {id_ for id_ in ids if id_ not in self._anew} if self._anew else ids
