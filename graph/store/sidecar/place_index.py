"""Which place lies in which: what each lies in, and the places inside each."""

from __future__ import annotations

from collections.abc import Callable, Collection

from graph.store.counting import holds
from graph.store.table import Row


class Places:
    """Collects where things lie, from factual claims that are not derived."""

    def __init__(self, relations: Collection[str]) -> None:
        self._relations = relations
        self._up: dict[int, set[int]] = {}

    def add(self, row: Row, subject: int, object_: int) -> None:
        """Take a claim into account if it tells where something lies."""
        if row.relation in self._relations and row.object and holds(row):
            self._up.setdefault(subject, set()).add(object_)

    def indexed(
        self, is_place: Callable[[int], bool]
    ) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        """Return what each entity lies in, and what lies in each that is a place or holds one.

        What is no place and holds nothing leads no further down, so it is left out there.
        """
        holding = {place for places in self._up.values() for place in places}
        inside: dict[int, set[int]] = {}
        for node, places in self._up.items():
            if is_place(node) or node in holding:
                for place in places:
                    inside.setdefault(place, set()).add(node)
        return self._up, inside
