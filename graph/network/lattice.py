"""The corridor made a simple graph: priced edges, and the least that remains from each state.

Every tie is an edge of its own between two states of the corridor. Entering an entity pays
for passing through it, unless the path is complete there, so that prices add up along a path.
"""

from __future__ import annotations

from typing import NamedTuple

from graph.network import cost
from graph.network.corridor import Corridor
from graph.network.project import Tie, leading_to
from graph.network.space import Space, State

INFINITE = 1 << 62


class Edge(NamedTuple):
    """A hop between two states. ``deal``: it leads to a deal; ``joins``: to one tied to none."""

    price: int
    state: State
    tie: Tie
    forward: bool
    deal: bool
    joins: bool


class Lattice:
    """The edges of one corridor, and exact lower bounds on what remains to a target.

    The bounds know how many hops are left and whether the last one came from a deal, because
    the next may then join two deals. They are the costs of walks, which never exceed those
    of simple paths (dynamic programming by hops left: Bellman 1958).
    """

    def __init__(self, space: Space, corridor: Corridor) -> None:
        self._space = space
        self._corridor = corridor
        self._inside = {node for node, _ in corridor.after}
        self._leg = cost.LEG if space.goal.rank == "hops" else 0
        self._edges: dict[State, tuple[Edge, ...]] = {}
        self._deals: dict[str, bool] = {}
        self._entering: dict[str, int] = {}
        self._least = self._least_costs()

    def is_deal(self, node: str) -> bool:
        """Tell whether ``node`` is a deal."""
        found = self._deals.get(node)
        if found is None:
            found = self._deals[node] = self._space.ground.kind(node).deal
        return found

    def reaches(self, state: State) -> bool:
        """Tell whether a state is in the corridor."""
        return state in self._corridor.after

    def edges(self, state: State) -> tuple[Edge, ...]:
        """Return the edges out of a state, inside the corridor, in a fixed order."""
        found = self._edges.get(state)
        if found is None:
            after, max_hops = self._corridor.after, self._space.goal.max_hops
            room = max_hops - self._corridor.before[state] - 1
            found = self._edges[state] = tuple(
                self._edge(tie, forward, (node, onto))
                for steps, layer in self._space.ways_on(*state)
                for node, tie, forward in leading_to(steps, self._inside)
                for onto in (self._space.entered(node, layer),)
                if after.get((node, onto), max_hops) <= room
            )
        return found

    def least(self, state: State, from_deal: bool, left: int) -> int:
        """Return the least cost from ``state`` to a target in at most ``left`` hops."""
        spare = left - self._corridor.after[state]
        if spare < 0:
            return INFINITE
        found = self._least[state]
        return found[min(spare, len(found) - 1)][from_deal]

    def _edge(self, tie: Tie, forward: bool, onto: State) -> Edge:
        node, space = onto[0], self._space
        price = sum(cost.hop_terms(space.ground, tie, space.rows(tie)[0].standing).values())
        if not space.complete(onto):
            price += self._hub(node)
        deal = self.is_deal(node)
        return Edge(
            price=price + self._leg,
            state=onto,
            tie=tie,
            forward=forward,
            deal=deal,
            joins=deal and not space.ground.has_ties(node),
        )

    def _hub(self, node: str) -> int:
        found = self._entering.get(node)
        if found is None:
            found = self._entering[node] = cost.hub(self._space.ground, node)
        return found

    def _least_costs(self) -> dict[State, list[tuple[int, int]]]:
        """Return, for each state, the least cost by spare hops: (as such, coming from a deal)."""
        after, before = self._corridor.after, self._corridor.before
        max_hops = self._space.goal.max_hops
        least: dict[State, list[tuple[int, int]]] = {state: [] for state in after}
        open_ = []
        for state in after:
            if self._space.complete(state):
                least[state].append((0, 0))
            else:
                open_.append(state)
        farthest = max(after.values(), default=0)
        for left in range(1, max_hops + 1):
            changed = False
            for index, state in enumerate(open_):
                if index % 256 == 0:
                    self._space.check_time()
                if after[state] <= left <= max_hops - before[state]:
                    found = self._cheapest(state, left - 1, least)
                    changed = changed or not least[state] or found != least[state][-1]
                    least[state].append(found)
            if left > farthest and not changed:
                break
        return least

    def _cheapest(
        self, state: State, left: int, least: dict[State, list[tuple[int, int]]]
    ) -> tuple[int, int]:
        """Return the least cost of going on from a state, with ``left`` hops after the next."""
        after, from_deal = self._corridor.after, self.is_deal(state[0])
        single = joining = INFINITE
        for price, onto, _, _, _, joins in self.edges(state):
            spare = left - after[onto]
            if spare < 0:
                continue
            known = least[onto]
            total = price + known[min(spare, len(known) - 1)][from_deal]
            single = min(single, total)
            joining = min(joining, total + cost.JOINED if joins else total)
        return single, joining
