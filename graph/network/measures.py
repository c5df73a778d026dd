"""Centrality of the entities that act: how many they deal with, how much runs through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx

from graph.claims.model import Standing
from graph.network.project import LIVING, Network, counting


class Strongest(NamedTuple):
    """Somebody an entity deals with, and how surely."""

    other: str
    standing: Standing


@dataclass(frozen=True)
class Rank:
    """One entity's place; equal values share a place. ``ties`` lists its strongest ones."""

    place: int
    entity: str
    value: float
    ties: tuple[Strongest, ...]


def _degree(simple: nx.Graph) -> dict[str, float]:
    return {node: float(count) for node, count in simple.degree()}


def _betweenness(simple: nx.Graph) -> dict[str, float]:
    return dict(nx.betweenness_centrality(simple, normalized=True))


MEASURES: dict[str, Callable[[nx.Graph], dict[str, float]]] = {
    "degree": _degree,
    "betweenness": _betweenness,
}
"""``degree``: entities dealt with directly. ``betweenness``: the share of shortest paths
between others that run through (Freeman 1977; Brandes 2001)."""


def rank(
    network: Network, by: str, *, kinds: frozenset[str] | None = None, floor: Standing = LIVING
) -> list[Rank]:
    """Return entities ranked by a measure, the highest first, ties by label.

    Measured are the kinds the ontology marks as ranked; listed are ``kinds``, or by default
    those it marks as shown.
    """
    simple = _simple(network, floor)
    values = MEASURES[by](simple)
    shown = [node for node in values if _is_shown(network, node, kinds)]
    label = {node: network.table.nodes[node].entity.label for node in shown}
    shown.sort(key=lambda node: (-round(values[node], 12), label[node], node))
    ranks: list[Rank] = []
    for index, node in enumerate(shown, start=1):
        value = round(values[node], 12)
        place = ranks[-1].place if ranks and ranks[-1].value == value else index
        ranks.append(Rank(place, node, value, _strongest(network, node, floor)))
    return ranks


def _simple(network: Network, floor: Standing) -> nx.Graph:
    """Return the undirected graph of ranked entities: places, goods and rules left out."""
    simple = nx.Graph()
    ranked = [node for node in network.table.nodes if network.kind(node).ranked]
    simple.add_nodes_from(ranked)
    for subject, object_, tie in network.walk.edges(data="tie"):
        if subject in simple and object_ in simple and counting(tie.rows, floor):
            simple.add_edge(subject, object_)
    return simple


def _is_shown(network: Network, node: str, kinds: frozenset[str] | None) -> bool:
    if kinds is None:
        return network.kind(node).ranked == "shown"
    return bool(kinds & set(network.kind(node).ancestors))


def _strongest(network: Network, node: str, floor: Standing) -> tuple[Strongest, ...]:
    """Return up to three of those the node deals with, the best founded first."""
    best: dict[str, Standing] = {}
    for tie in network.ties(node):
        counted, other = counting(tie.rows, floor), tie.other(node)
        if counted and network.kind(other).ranked:
            standing = counted[0].standing
            best[other] = min(best.get(other, standing), standing, key=lambda each: each.place)
    ordered = sorted(best.items(), key=lambda item: (item[1].place, item[0]))
    return tuple(Strongest(other, standing) for other, standing in ordered[:3])
