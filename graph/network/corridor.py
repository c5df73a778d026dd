"""The corridor: the states that lie on some short-enough walk from sources to targets.

A state is (entity, part): START while going down a chain of places from a named one, MIDDLE
after a relation hop, END while going up a chain of places to a named one. Both ends are
expanded, the smaller frontier first, until their depths add up to the hop limit; then each
side goes on only where the other has been. The work grows with the two frontiers, not with
the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.claims.model import Standing
from graph.network.project import LIVING, Network, Tie, counting
from graph.store.table import Row

START, MIDDLE, END = 0, 1, 2
State = tuple[str, int]


@dataclass(frozen=True)
class Goal:
    """Where a path may start and end and what it may use.

    ``inside``: the place that an ``in:`` target names; its places are the targets then.
    """

    sources: frozenset[str]
    targets: frozenset[str]
    inside: str = ""
    max_hops: int = 6
    floor: Standing = LIVING


class Move(NamedTuple):
    """One step: the tie walked, in its own direction or against it, and the state it joins."""

    tie: Tie
    forward: bool
    state: State


@dataclass(frozen=True)
class Space:
    """The steps a goal allows in a network: all that expansion and search see of both."""

    network: Network
    goal: Goal
    _rows: dict[int, tuple[Row, ...]] = field(default_factory=dict, repr=False, compare=False)

    def rows(self, tie: Tie) -> tuple[Row, ...]:
        """Return the claims of a tie that count under the goal's floor, best first."""
        key = id(tie)
        if key not in self._rows:
            wants_all = self.goal.floor.place > LIVING.place
            self._rows[key] = counting(tie.rows, self.goal.floor, ended=wants_all)
        return self._rows[key]

    def forward(self, state: State) -> Iterator[Move]:
        """Yield the steps that a path in ``state`` can take next."""
        node, part = state
        may_pass = part != MIDDLE or self.network.kind(node).passable
        for tie, other in self._ties(node):
            along = tie.subject == node
            if tie.relation.role == "place":
                if part == START and not along and other not in self.goal.targets:
                    yield Move(tie, along, (other, START))
                elif part != START and along:
                    yield Move(tie, along, (other, END))
            elif part != END and may_pass and self._seat_fits(tie, other):
                yield Move(tie, along, (other, MIDDLE))

    def backward(self, state: State) -> Iterator[Move]:
        """Yield the steps by which a path can have come into ``state``."""
        node, part = state
        for tie, other in self._ties(node):
            if other in self.goal.targets:  # a target is entered only at the end
                continue
            along = tie.object == node
            if tie.relation.role == "place":
                if part == START and not along:
                    yield Move(tie, along, (other, START))
                elif part == END and along:
                    yield Move(tie, along, (other, MIDDLE))
                    yield Move(tie, along, (other, END))
            elif part == MIDDLE and self._seat_fits(tie, node):
                yield Move(tie, along, (other, START))
                if self.network.kind(other).passable:
                    yield Move(tie, along, (other, MIDDLE))

    def _ties(self, node: str) -> Iterator[tuple[Tie, str]]:
        for tie in self.network.ties(node):
            other = tie.other(node)
            if other != node and self.rows(tie):
                yield tie, other

    def _seat_fits(self, tie: Tie, reached: str) -> bool:
        """A seat is never the last hop into ``in:``: being based there is not reaching it."""
        goal = self.goal
        return not (goal.inside and tie.relation.role == "seat" and reached in goal.targets)


@dataclass
class _Side:
    """One end's expansion: the fewest hops to every state seen, and the newest states."""

    step: Callable[[State], Iterator[Move]]
    seen: dict[State, int]
    frontier: list[State]
    depth: int = 0

    def grow(self, allowed: Callable[[State, int], bool]) -> None:
        """Go one hop further, into the states that ``allowed`` (state, depth) lets in."""
        self.depth += 1
        grown: list[State] = []
        for state in self.frontier:
            for move in self.step(state):
                if move.state not in self.seen and allowed(move.state, self.depth):
                    self.seen[move.state] = self.depth
                    grown.append(move.state)
        self.frontier = grown


class Corridor(NamedTuple):
    """The states of a corridor, each with the fewest hops from the sources and to the targets."""

    before: dict[State, int]
    after: dict[State, int]


def find(space: Space) -> Corridor:
    """Return the corridor of a search space; empty where nothing connects the two ends."""
    goal = space.goal
    first = [(node, START) for node in sorted(goal.sources - goal.targets)]
    last = [(node, part) for node in sorted(goal.targets) for part in (MIDDLE, END)]
    ahead = _Side(_stopping(space), dict.fromkeys(first, 0), first)
    behind = _Side(space.backward, dict.fromkeys(last, 0), last)
    while ahead.frontier and behind.frontier and ahead.depth + behind.depth < goal.max_hops:
        smaller = ahead if len(ahead.frontier) <= len(behind.frontier) else behind
        smaller.grow(lambda state, depth: True)
    met = dict(ahead.seen), dict(behind.seen)
    _finish(ahead, met[1], goal.max_hops)
    _finish(behind, met[0], goal.max_hops)
    kept = [
        state
        for state, hops in ahead.seen.items()
        if hops + behind.seen.get(state, goal.max_hops + 1) <= goal.max_hops
    ]
    return Corridor(
        before={state: ahead.seen[state] for state in kept},
        after={state: behind.seen[state] for state in kept},
    )


def _stopping(space: Space) -> Callable[[State], Iterator[Move]]:
    """Return forward steps that end at a target: nothing goes on from there."""

    def step(state: State) -> Iterator[Move]:
        if state[0] not in space.goal.targets:
            yield from space.forward(state)

    return step


def _finish(side: _Side, other: dict[State, int], max_hops: int) -> None:
    """Let ``side`` go on to the hop limit, only into states the other side has seen."""
    while side.frontier and side.depth < max_hops:
        side.grow(lambda state, depth: depth + other.get(state, max_hops) <= max_hops)


def reached(space: Space, nodes: frozenset[str]) -> dict[str, int]:
    """Return what can be reached from ``nodes`` within the hop limit, with the fewest hops."""
    first = [(node, START) for node in sorted(nodes)]
    side = _Side(space.forward, dict.fromkeys(first, 0), first)
    while side.frontier and side.depth < space.goal.max_hops:
        side.grow(lambda state, depth: True)
    found: dict[str, int] = {}
    for (node, part), hops in side.seen.items():
        if part != START:
            found.setdefault(node, hops)
    return {node: hops for node, hops in found.items() if node not in nodes}
