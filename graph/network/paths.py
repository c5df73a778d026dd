"""The k best paths, exactly, in order of cost.

A best-first search over the corridor (A*, Hart, Nilsson and Raphael 1968): partial paths are
extended in order of their cost so far plus the least that remains. As that bound never
exceeds the true remainder, complete paths come out in order of cost, simple ones only, and
never more than the hop limit allows. Of the ways on from a partial path only the next best is
queued, so that a hub with thousands of ties costs no more than the few that are taken.
networkx's ``shortest_simple_paths`` knows no hop limit and no cost that depends on two hops
in a row.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Literal, NamedTuple

from graph.claims.model import Stage, Standing
from graph.errors import TimeLimit
from graph.network import cost
from graph.network.corridor import find
from graph.network.lattice import INFINITE, Edge, Lattice
from graph.network.project import Ground, Tie, holds
from graph.network.space import Goal, Space, State
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
    """The paths found, best first, and what cut the search short, if anything did.

    ``flowless``: with a flow asked for, how many hops of which relations were met that state
    no flow at all, so that they were not walked.
    """

    paths: tuple[Path, ...]
    truncated: tuple[Cut, ...] = ()
    flowless: tuple[tuple[str, int], ...] = ()


def search(ground: Ground, goal: Goal, *, k: int = 5, timeout: float = 10) -> Found:
    """Return the ``k`` best paths of ``goal``; ``timeout`` in seconds, 0 for none.

    Paths of equal cost are ordered by hops, standing and then entity and relation ids.
    """
    deadline = time.monotonic() + timeout if timeout else float("inf")
    space = Space(ground, goal, deadline)
    run, found = _Search(space), list[Path]()
    try:
        for path in run.paths():
            if len(found) >= k and _rank(path, goal) > _rank(found[k - 1], goal):
                break
            if len(found) >= k + MAX_TIES:
                run.truncated.append("limit")
                break
            found.append(path)
    except TimeLimit:
        run.truncated.append("timeout")
    ordered = sorted(found, key=lambda path: _order(path, goal))[:k]
    return Found(tuple(ordered), tuple(run.truncated), tuple(space.flowless().items()))


def search_each(ground: Ground, goals: Sequence[Goal], *, k: int = 5, timeout: float = 10) -> Found:
    """Return the ``k`` best paths of several goals together, each path once."""
    deadline = time.monotonic() + timeout if timeout else 0.0
    merged, truncated, flowless = dict[tuple[str, ...], Path](), dict[Cut, None](), dict[str, int]()
    for goal in goals:
        left = max(deadline - time.monotonic(), 1e-9) if timeout else 0
        found = search(ground, goal, k=k, timeout=left)
        merged |= {(*path.nodes, *map(_relation, path.hops)): path for path in found.paths}
        truncated |= dict.fromkeys(found.truncated)
        flowless |= {name: max(n, flowless.get(name, 0)) for name, n in found.flowless}
    ordered = sorted(merged.values(), key=lambda path: _order(path, goals[0]))[:k]
    return Found(tuple(ordered), tuple(truncated), tuple(sorted(flowless.items())))


def _relation(hop: Hop) -> str:
    return hop.tie.relation.id


def _rank(path: Path, goal: Goal) -> tuple[int, int]:
    return (len(path.hops) if goal.rank == "hops" else 0, path.cost)


def _order(path: Path, goal: Goal) -> tuple[object, ...]:
    relations = tuple(map(_relation, path.hops))
    return (*_rank(path, goal), len(path.hops), path.standing.place, path.nodes, relations)


class _Partial(NamedTuple):
    """The beginning of a path: its last state, the entities and the edges up to it."""

    spent: int
    state: State
    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]


class _Search:
    """One run of the best-first search over one corridor."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._ground = space.ground
        self._goal = space.goal
        self._ways: dict[tuple[State, bool, int], list[tuple[int, Edge]]] = {}
        self.truncated: list[Cut] = []

    def paths(self) -> Iterator[Path]:
        """Yield complete paths in order of cost; raises TimeLimit."""
        self._space.check_time()
        self._lattice = Lattice(self._space, find(self._space))
        self._serial = count()
        self._queue: list[tuple[int, int, _Partial, int]] = []
        for state in self._space.first():
            if self._lattice.reaches(state):
                self._push(_Partial(0, state, state[:1], ()), 0)
        for step in range(MAX_STEPS):
            if not self._queue:
                return
            if step % 256 == 0:
                self._space.check_time()
            _, _, partial, way = heapq.heappop(self._queue)
            if way < 0:
                yield from self._extended(partial)
                continue
            self._push(partial, way + 1)
            yield from self._taken(partial, way)
        self.truncated.append("limit")

    def _taken(self, partial: _Partial, way: int) -> Iterator[Path]:
        """Take one way on from a partial path, unless it leads in a circle."""
        least, edge = self._ways_on(partial)[way]
        node = edge.state[0]
        if node in partial.nodes:
            return
        joined = self._joined(partial, edge)
        further = _Partial(
            spent=partial.spent + edge.price + joined,
            state=edge.state,
            nodes=(*partial.nodes, node),
            edges=(*partial.edges, edge),
        )
        if joined and not edge.joins:  # dearer than its bound: these two deals have no tie
            dearer = partial.spent + least + joined
            heapq.heappush(self._queue, (dearer, next(self._serial), further, -1))
        else:
            yield from self._extended(further)

    def _extended(self, partial: _Partial) -> Iterator[Path]:
        if self._space.complete(partial.state):
            yield self._path(partial)
        else:
            self._push(partial, 0)

    def _push(self, partial: _Partial, way: int) -> None:
        """Queue the ``way``-th best way on from a partial path, if there is one."""
        ways = self._ways_on(partial)
        if way < len(ways):
            bound = partial.spent + ways[way][0]
            heapq.heappush(self._queue, (bound, next(self._serial), partial, way))

    def _ways_on(self, partial: _Partial) -> list[tuple[int, Edge]]:
        """Return the edges on from a partial path, each with the least it costs to the end."""
        left = self._goal.max_hops - len(partial.edges) - 1
        from_deal = len(partial.nodes) > 1 and self._lattice.is_deal(partial.nodes[-2])
        key = (partial.state, from_deal, left)
        if key not in self._ways:
            here = self._lattice.is_deal(partial.state[0])
            ways = []
            for edge in self._lattice.edges(partial.state):
                least = self._lattice.least(edge.state, here, left)
                if least < INFINITE:
                    join = cost.JOINED if from_deal and edge.joins else 0
                    ways.append((edge.price + join + least, edge))
            ways.sort(key=lambda way: way[0])
            self._ways[key] = ways
        return self._ways[key]

    def _joined(self, partial: _Partial, edge: Edge) -> int:
        """Return the price of joining two deals that no claim ties, 0 if this edge does not."""
        if not edge.deal or len(partial.nodes) < 2:
            return 0
        before = partial.nodes[-2]
        apart = self._lattice.is_deal(before) and not self._ground.tied(before, edge.state[0])
        return cost.JOINED if apart else 0

    def _path(self, partial: _Partial) -> Path:
        hops = tuple(Hop(e.tie, e.forward, self._space.rows(e.tie)) for e in partial.edges)
        joins = tuple(
            (one, middle, other)
            for one, middle, other in zip(
                partial.nodes, partial.nodes[1:], partial.nodes[2:], strict=False
            )
            if self._lattice.is_deal(one)
            and self._lattice.is_deal(other)
            and not self._ground.tied(one, other)
        )
        return Path(
            hops=hops,
            cost=partial.spent % cost.LEG,
            terms=self._terms(hops, len(joins)),
            joins=joins,
            tail=self._tail(partial.nodes),
        )

    def _terms(self, hops: tuple[Hop, ...], joins: int) -> tuple[tuple[str, int], ...]:
        terms = {"share": 0, "standing": 0, "looseness": 0, "hub": 0}
        for i, hop in enumerate(hops):
            for name, value in cost.hop_terms(self._ground, hop.tie, hop.standing).items():
                terms[name] += value
            terms["hub"] += cost.hub(self._ground, hop.source) if i else 0
        terms["join"] = joins * cost.JOINED
        return tuple(terms.items())

    def _tail(self, nodes: tuple[str, ...]) -> tuple[Hop, ...]:
        """Return the chain of places from the end up to the place asked for; it costs nothing."""
        if not self._goal.inside:
            return ()
        chains: dict[str, tuple[Hop, ...]] = {nodes[-1]: ()}
        for node in (queue := [nodes[-1]]):
            if node == self._goal.inside:
                break
            for other, tie, _ in self._space.around(node).up:
                rows = self._space.rows(tie)
                if other not in chains and any(map(holds, rows)):
                    chains[other] = (*chains[node], Hop(tie, True, rows))
                    queue.append(other)
        return chains.get(self._goal.inside, ())
