"""The corridor: the states that lie on some short-enough walk from sources to targets.

A state is (entity, layer). The layer holds the part of the path, START while going down a
chain of places from a named one, MIDDLE after a relation hop, END while going up a chain of
places to a named one, and which entities of ``via`` have been visited. Both ends are
expanded, the smaller frontier first, until their depths add up to the hop limit; then each
side goes on only where the other has been. The work grows with the two frontiers, not with
the graph. What may be walked is the business of :class:`graph.network.space.Space`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.network.project import Step
from graph.network.space import END, MIDDLE, PARTS, START, Space, State

Way = tuple[Iterable[Step], int]
"""Steps out of a state, or into it, and the layer of the states they join."""


class Corridor(NamedTuple):
    """The states of a corridor, each with the fewest hops from the sources and to the targets."""

    before: dict[State, int]
    after: dict[State, int]


@dataclass
class _Side:
    """One end's expansion: by layer, the fewest hops to every entity seen and the newest ones."""

    space: Space
    ways: Callable[[str, int], Iterable[Way]]
    onto: Callable[[str, int], int]
    seen: dict[int, dict[str, int]] = field(default_factory=dict)
    frontier: dict[int, list[str]] = field(default_factory=dict)
    depth: int = 0

    def begin(self, states: Iterable[State]) -> None:
        """Set where this side starts from."""
        for node, layer in states:
            self.seen.setdefault(layer, {})[node] = 0
            self.frontier.setdefault(layer, []).append(node)

    def width(self) -> int:
        """Return how many states the newest level has."""
        return sum(map(len, self.frontier.values()))

    def grow(self, other: Mapping[int, Mapping[str, int]] | None = None) -> None:
        """Go one hop further; with ``other`` only where that side can be met in time."""
        self.depth += 1
        grown: dict[int, list[str]] = {}
        newest = {node for nodes in self.frontier.values() for node in nodes}
        self.space.ground.prefetch(sorted(newest))
        for layer, nodes in self.frontier.items():
            for index, node in enumerate(nodes):
                if index % 256 == 0:
                    self.space.check_time()
                for steps, onto in self.ways(node, layer):
                    self._enter(steps, onto, grown, other)
        self.frontier = grown

    def turn_to(self, other: Mapping[int, Mapping[str, int]]) -> None:
        """Go on only from the newest states that the other side has met in time."""
        limit = self.space.goal.max_hops - self.depth
        self.frontier = {
            layer: [n for n in nodes if other.get(layer, {}).get(n, limit + 1) <= limit]
            for layer, nodes in self.frontier.items()
        }

    def _enter(
        self,
        steps: Iterable[Step],
        layer: int,
        grown: dict[int, list[str]],
        other: Mapping[int, Mapping[str, int]] | None,
    ) -> None:
        """Add the states that these steps lead to; the plain case is a bare breadth-first step."""
        if other is None and not self.space.via and layer != START:
            seen, newest = self.seen.setdefault(layer, {}), grown.setdefault(layer, [])
            depth = self.depth
            for node, _, _ in steps:
                if node not in seen:
                    seen[node] = depth
                    newest.append(node)
            return
        limit = self.space.goal.max_hops - self.depth
        near = None if other is None else other.get(layer, {})
        for node, _, _ in steps:
            if near is not None and not self.space.via and near.get(node, limit + 1) > limit:
                continue
            onto = self.onto(node, layer)
            if onto < 0 or node in self.seen.setdefault(onto, {}):
                continue
            if other is None or other.get(onto, {}).get(node, limit + 1) <= limit:
                self.seen[onto][node] = self.depth
                grown.setdefault(onto, []).append(node)


def find(space: Space) -> Corridor:
    """Return the corridor of a search space; empty where nothing connects the two ends."""
    max_hops = space.goal.max_hops
    ahead = _Side(space, space.ways_on, space.entered)
    ahead.begin(space.first())
    behind = _Side(space, space.ways_back, space.come_from)
    behind.begin(space.last())
    while ahead.width() and behind.width() and ahead.depth + behind.depth < max_hops:
        (ahead if ahead.width() <= behind.width() else behind).grow()
    for side, other in ((ahead, behind), (behind, ahead)):
        side.turn_to(other.seen)
        while side.width() and side.depth < max_hops:
            side.grow(other.seen)
    return _common(ahead.seen, behind.seen, max_hops)


def _common(
    ahead: Mapping[int, Mapping[str, int]], behind: Mapping[int, Mapping[str, int]], max_hops: int
) -> Corridor:
    """Return the states that both sides have seen and whose depths add up to few enough hops."""
    before, after = dict[State, int](), dict[State, int]()
    for layer, seen in ahead.items():
        back = behind.get(layer, {})
        for node, hops in seen.items():
            left = back.get(node)
            if left is not None and hops + left <= max_hops:
                before[node, layer] = hops
                after[node, layer] = left
    return Corridor(before, after)


def reached(
    space: Space, nodes: frozenset[str], *, back: bool = False, enough: int | None = None
) -> dict[str, int]:
    """Return what paths can lead to from ``nodes``, with the fewest hops.

    ``back``: what can lead to them instead. ``enough``: no further than the level at which so
    many are found. The goal names no ends and no via: nothing of that bounds what is reached.
    """
    if back:
        side = _Side(space, space.ways_back, space.come_from)
        side.begin((node, part) for node in sorted(nodes) for part in (MIDDLE, END))
    else:
        side = _Side(space, space.ways_on, space.entered)
        side.begin((node, START) for node in sorted(nodes))
    found: dict[str, int] = {}
    while side.width() and side.depth < space.goal.max_hops:
        side.grow()
        for layer, newest in side.frontier.items():
            if back or layer % PARTS != START:
                found |= {n: side.depth for n in newest if n not in nodes and n not in found}
        if enough is not None and len(found) >= enough:
            break
    return found
