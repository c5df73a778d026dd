"""Somebody's own ways into a place: through its plants, its deals and those it controls."""

from __future__ import annotations

from collections.abc import Iterator

from graph.claims.model import Standing
from graph.network.paths import Found, search
from graph.network.project import Network, Tie
from graph.network.space import Goal
from graph.network.whatif import Part, controlling, part

MOST = 20
"""How many ways of one actor are looked for."""


def ways(
    network: Network,
    agent: str,
    targets: frozenset[str],
    *,
    inside: str = "",
    floor: Standing,
    timeout: float,
) -> Found:
    """Return the best paths from ``agent`` to ``targets`` over nothing but what is its own.

    What a partner does elsewhere is not the agent's way. ``inside`` as in a path's goal.
    """
    mine = _mine(network, agent, targets)
    goal = Goal(frozenset({agent}), targets & set(mine.table.nodes), inside, floor=floor)
    if not goal.targets:
        return Found(())
    return search(mine, goal, k=MOST, timeout=timeout)


def _mine(network: Network, agent: str, targets: frozenset[str]) -> Part:
    """Return the part of the network that is the agent's own, down to where it reaches."""
    mine, ties = [agent], dict[int, Tie]()
    for node in mine:
        for tie in _steps(network, node):
            held = tie.object
            is_mine = controlling(tie.relation) and held not in targets
            if is_mine or held in targets or network.kind(held).place:
                ties[id(tie)] = tie
            if (is_mine or network.kind(held).place) and held not in mine:
                mine.append(held)
    return part(network, (row for tie in ties.values() for row in tie.rows), nodes=[agent])


def _steps(network: Network, node: str) -> Iterator[Tie]:
    """Yield the ties that lead on from ``node``: from a place only upwards."""
    for tie in network.ties(node):
        if tie.subject != node:
            continue
        if tie.relation.role == "place" or (
            tie.relation.role == "relation" and not network.kind(node).place
        ):
            yield tie
