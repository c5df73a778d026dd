"""The corridor: the states that lie on some short-enough walk from sources to targets.

A state is (entity, layer). The layer holds the part of the path, START while going down a
chain of places from a named one, MIDDLE after a relation hop, END while going up a chain of
places to a named one, and which entities of ``via`` have been visited. Both ends are
expanded, the smaller frontier first, until their depths add up to the hop limit; the moves
they made then tell how far it is from what both have seen to either end. The work grows with
the two frontiers, not with the graph. What may be walked is the business of
:class:`graph.network.space.Space`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.network.project import Step, others
from graph.network.space import END, MIDDLE, PARTS, START, Space, State

_FEW = 64  # sources that are looked at one by one
Way = tuple[Iterable[Step], int]
"""Steps out of a state, or into it, and the layer of the states they join."""


class Corridor(NamedTuple):
    """The states of a corridor, each with the fewest hops from the sources and to the targets."""

    before: dict[State, int]
    after: dict[State, int]


@dataclass
class _Side:
    """One end's expansion: by layer, the fewest hops to every entity seen and the newest ones.

    ``links``: by layer and entity, the states from which it was stepped to, all of them: what
    was walked once is not looked up again.
    """

    space: Space
    ways: Callable[[str, int], Iterable[Way]]
    onto: Callable[[str, int], int]
    seen: dict[int, dict[str, int]] = field(default_factory=dict)
    links: dict[int, dict[str, list[State]]] = field(default_factory=dict)
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

    def grow(self) -> None:
        """Go one hop further."""
        self.depth += 1
        grown: dict[int, list[str]] = {}
        newest = {node for nodes in self.frontier.values() for node in nodes}
        self.space.ground.prefetch(sorted(newest))
        for layer, nodes in self.frontier.items():
            for index, node in enumerate(nodes):
                if index % 256 == 0:
                    self.space.check_time()
                for steps, onto in self.ways(node, layer):
                    if steps:
                        self._enter((node, layer), steps, onto, grown)
        self.frontier = grown

    def _enter(
        self, origin: State, steps: Iterable[Step], layer: int, grown: dict[int, list[str]]
    ) -> None:
        """Add the states that these steps lead to; the plain case is a bare breadth-first step."""
        if self.space.via or layer == START:
            for node in others(steps):
                onto = self.onto(node, layer)
                if onto >= 0:
                    self._enter_plainly(origin, (node,), onto, grown)
        else:
            self._enter_plainly(origin, others(steps), layer, grown)

    def _enter_plainly(
        self, origin: State, nodes: Iterable[str], layer: int, grown: dict[int, list[str]]
    ) -> None:
        links, depth = self.links.setdefault(layer, {}), self.depth
        seen, newest = self.seen.setdefault(layer, {}), grown.setdefault(layer, [])
        for node in nodes:
            known = links.get(node)
            if known is not None:
                known.append(origin)
                continue
            links[node] = [origin]
            if node not in seen:
                seen[node] = depth
                newest.append(node)

    def remaining(self, other: _Side) -> dict[State, int]:
        """Return how far it is to the other end from what this side has seen, where near enough.

        From the states both sides have seen, whose distances from either end are known, the
        walk goes back along the links. Moves beyond this side's depth lie on the other side.
        """
        max_hops = self.space.goal.max_hops
        left: dict[State, int] = {}
        levels: list[list[State]] = [[] for _ in range(max_hops + 1)]
        for layer, seen in self.seen.items():
            for node in seen.keys() & other.seen.get(layer, {}).keys():
                hops = other.seen[layer][node]
                if seen[node] + hops <= max_hops:
                    left[node, layer] = hops
                    levels[hops].append((node, layer))
        for hops, level in enumerate(levels):
            for state in level:
                if left[state] == hops:
                    self._go_back(state, hops + 1, left, levels)
        return left

    def _go_back(
        self, state: State, hops: int, left: dict[State, int], levels: list[list[State]]
    ) -> None:
        node, layer = state
        max_hops = self.space.goal.max_hops
        for origin in self.links.get(layer, {}).get(node, ()):
            before, on = origin
            if self.seen[on][before] + hops <= max_hops and left.get(origin, max_hops + 1) > hops:
                left[origin] = hops
                levels[hops].append(origin)


def _without_chains(space: Space) -> Callable[[str, int], Iterable[Way]]:
    """Return the ways back, without those into a chain of places down: no source begins one."""

    def ways(node: str, layer: int) -> Iterable[Way]:
        if layer % PARTS == MIDDLE:
            return (space.way_within(node, layer),)
        return [way for way in space.ways_back(node, layer) if way[1] % PARTS != START]

    return ways


def find(space: Space) -> Corridor:
    """Return the corridor of a search space; empty where nothing connects the two ends.

    Every walk that is short enough has a state that both sides have seen, with the moves before
    it seen from the one end and those after it from the other.
    """
    max_hops, first = space.goal.max_hops, space.first()
    ahead = _Side(space, space.ways_on, space.entered)
    ahead.begin(first)
    behind = _Side(space, space.ways_back, space.come_from)
    behind.begin(space.last())
    if len(first) <= _FEW and not any(space.around(node).down for node, _ in first):
        behind.ways = _without_chains(space)
        ahead.grow()
    while ahead.width() and behind.width() and ahead.depth + behind.depth < max_hops:
        (ahead if ahead.width() <= behind.width() else behind).grow()
    for node, layer in space.last():  # nothing leaves a target
        behind.links.get(layer, {}).pop(node, None)
    after, before = ahead.remaining(behind), behind.remaining(ahead)
    return Corridor(
        before=before | {(node, layer): ahead.seen[layer][node] for node, layer in after},
        after=after | {(node, layer): behind.seen[layer][node] for node, layer in before},
    )


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
