"""The k best paths, exactly, in order of cost.

A best-first search over the corridor (A*, Hart, Nilsson and Raphael 1968): partial paths are
extended in order of their cost so far plus the least that remains, found beforehand by
Dijkstra from the targets. As that bound never exceeds the true remainder, complete paths come
out in order of cost, simple ones only, and never more than the hop limit allows. networkx's
``shortest_simple_paths`` knows no hop limit and no cost that depends on two hops in a row.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator
from itertools import count
from typing import Literal, NamedTuple

from graph.claims.model import Stage, Standing
from graph.network import cost
from graph.network.corridor import START, Corridor, Goal, Move, Space, State, find
from graph.network.project import Network, Tie, holds
from graph.store.table import Row

MAX_STEPS = 2_000_000
MAX_TIES = 1_000


Cut = Literal["timeout", "limit"]
"""What may cut a search short: its time limit, or a limit on steps or on paths of equal cost."""


class Hop(NamedTuple):
    """One step of a path: a tie in the direction walked, with its claims, best first."""

    tie: Tie
    forward: bool
    rows: tuple[Row, ...]

    @property
    def source(self) -> str:
        """The entity the hop starts from."""
        return self.tie.subject if self.forward else self.tie.object

    @property
    def target(self) -> str:
        """The entity the hop leads to."""
        return self.tie.object if self.forward else self.tie.subject

    @property
    def standing(self) -> Standing:
        """The best standing of its claims."""
        return self.rows[0].standing

    @property
    def stage(self) -> Stage | None:
        """The stage of its best claim."""
        return self.rows[0].stage


class Path(NamedTuple):
    """A path with its cost. ``tail``: the places above the end, up to the one asked for."""

    hops: tuple[Hop, ...]
    cost: int
    terms: tuple[tuple[str, int], ...]
    joins: tuple[tuple[str, str, str], ...]  # (deal, entity, deal) that no claim ties
    tail: tuple[Hop, ...] = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        """The entities from start to end, without the tail."""
        return (self.hops[0].source, *(hop.target for hop in self.hops))

    @property
    def standing(self) -> Standing:
        """The standing of its weakest hop."""
        return max((hop.standing for hop in self.hops), key=lambda each: each.place)


class Found(NamedTuple):
    """The paths found, best first, and what cut the search short, if anything did."""

    paths: tuple[Path, ...]
    truncated: tuple[Cut, ...] = ()


def search(network: Network, goal: Goal, *, k: int = 5, timeout: float = 10) -> Found:
    """Return the ``k`` best paths of ``goal``; ``timeout`` in seconds, 0 for none.

    Paths of equal cost are ordered by hops, standing and then entity and relation ids.
    """
    space = Space(network, goal)
    search_ = _Search(space, find(space))
    deadline = time.monotonic() + timeout if timeout else float("inf")
    found: list[Path] = []
    for path in search_.paths(deadline):
        if len(found) >= k and path.cost > found[k - 1].cost:
            break
        if len(found) >= k + MAX_TIES:
            search_.truncated.append("limit")
            break
        found.append(path)
    ordered = sorted(found, key=_order)[:k]
    return Found(tuple(ordered), tuple(search_.truncated))


def _order(path: Path) -> tuple[int, int, int, tuple[str, ...], tuple[str, ...]]:
    relations = tuple(hop.tie.relation.id for hop in path.hops)
    return (path.cost, len(path.hops), path.standing.place, path.nodes, relations)


class _Search:
    """One run of the best-first search over one corridor."""

    def __init__(self, space: Space, corridor: Corridor) -> None:
        self._space = space
        self._network = space.network
        self._goal = space.goal
        self._corridor = corridor
        self._remaining = self._least_costs()
        self.truncated: list[Cut] = []

    def paths(self, deadline: float) -> Iterator[Path]:
        """Yield complete paths in order of cost."""
        serial = count()
        queue: list[tuple[int, int, int, State, tuple[Hop, ...]]] = []
        for node in sorted(self._goal.sources):
            if (node, START) in self._remaining:
                least = self._remaining[node, START]
                heapq.heappush(queue, (least, next(serial), 0, (node, START), ()))
        for step in range(MAX_STEPS):
            if not queue:
                return
            if step % 256 == 0 and time.monotonic() > deadline:
                self.truncated.append("timeout")
                return
            _, _, spent, state, hops = heapq.heappop(queue)
            if self._complete(state):
                yield self._path(hops, spent)
                continue
            for hop, after, extra in self._extensions(state, hops):
                total = spent + extra
                least = total + self._remaining[after]
                heapq.heappush(queue, (least, next(serial), total, after, (*hops, hop)))
        self.truncated.append("limit")

    def _complete(self, state: State) -> bool:
        return state[0] in self._goal.targets and state[1] != START

    def _extensions(self, state: State, hops: tuple[Hop, ...]) -> Iterator[tuple[Hop, State, int]]:
        """Yield the hops that may follow, with the state and the cost they add."""
        visited = {hop.source for hop in hops} | {state[0]}
        for move in self._space.forward(state):
            after = self._corridor.after.get(move.state)
            if after is None or len(hops) + 1 + after > self._goal.max_hops:
                continue
            if move.state[0] not in visited:
                hop = Hop(move.tie, move.forward, self._space.rows(move.tie))
                yield hop, move.state, self._step_cost(hop, hops)

    def _step_cost(self, hop: Hop, hops: tuple[Hop, ...]) -> int:
        added = sum(cost.hop_terms(self._network, hop.tie, hop.standing).values())
        if hops:
            added += cost.hub(self._network, hop.source)
        if self._join(hop, hops):
            added += round(cost.JOIN * cost.UNIT)
        return added

    def _join(self, hop: Hop, hops: tuple[Hop, ...]) -> tuple[str, str, str] | None:
        """Return (deal, entity, deal) if this hop joins two deals that no claim ties."""
        if not hops:
            return None
        one, other = hops[-1].source, hop.target
        if not (self._network.kind(one).deal and self._network.kind(other).deal):
            return None
        if frozenset((one, other)) in self._network.tied_deals:
            return None
        return one, hop.source, other

    def _least_costs(self) -> dict[State, int]:
        """Return the least cost from each state to a target, joins left out (Dijkstra 1959).

        The cost of passing through a state's entity is part of it, except at the start.
        """
        least: dict[State, int] = {}
        queue = [
            (0, state)
            for state in sorted(self._corridor.after)
            if state[0] in self._goal.targets and state[1] != START
        ]
        while queue:
            spent, state = heapq.heappop(queue)
            if state in least:
                continue
            least[state] = spent
            for move in self._space.backward(state):
                if move.state in self._corridor.after and move.state not in least:
                    heapq.heappush(queue, (spent + self._move_cost(move), move.state))
        return least

    def _move_cost(self, move: Move) -> int:
        standing = self._space.rows(move.tie)[0].standing
        added = sum(cost.hop_terms(self._network, move.tie, standing).values())
        node, part = move.state
        at_start = part == START and node in self._goal.sources
        return added if at_start else added + cost.hub(self._network, node)

    def _path(self, hops: tuple[Hop, ...], spent: int) -> Path:
        joins = tuple(filter(None, (self._join(hop, hops[:i]) for i, hop in enumerate(hops))))
        return Path(
            hops=hops,
            cost=spent,
            terms=self._terms(hops, len(joins)),
            joins=joins,
            tail=self._tail(hops[-1].target),
        )

    def _terms(self, hops: tuple[Hop, ...], joins: int) -> tuple[tuple[str, int], ...]:
        terms = {"share": 0, "standing": 0, "looseness": 0, "hub": 0}
        for i, hop in enumerate(hops):
            for name, value in cost.hop_terms(self._network, hop.tie, hop.standing).items():
                terms[name] += value
            terms["hub"] += cost.hub(self._network, hop.source) if i else 0
        terms["join"] = joins * round(cost.JOIN * cost.UNIT)
        return tuple(terms.items())

    def _tail(self, end: str) -> tuple[Hop, ...]:
        """Return the chain of places from the end up to the place asked for; it costs nothing."""
        if not self._goal.inside:
            return ()
        chains: dict[str, tuple[Hop, ...]] = {end: ()}
        for node in (queue := [end]):
            if node == self._goal.inside:
                break
            for tie in self._network.ties(node):
                rows = self._space.rows(tie)
                up = tie.relation.role == "place" and tie.subject == node
                if up and any(map(holds, rows)) and tie.object not in chains:
                    chains[tie.object] = (*chains[node], Hop(tie, True, rows))
                    queue.append(tie.object)
        return chains.get(self._goal.inside, ())
