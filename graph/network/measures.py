"""Centrality of those who deal with each other: how many, how near, how much runs through.

Every measure is taken on :mod:`graph.network.actors`: actors, joined by direct ties and by the
deals and sites they are parties of. A deal or a site has values of its own, which say how it
joins its parties and count it for nobody else. Nothing runs through a group.

Nodes are numbered in the order of their ids, so that no sum depends on the order of a set.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx

from graph.claims.model import Standing
from graph.errors import NotSettled
from graph.network.actors import Actors, Way, read, ties
from graph.network.project import LIVING, Network

_DAMPING = 0.85
_TOLERANCE = 1e-12
_ROUNDS = 10_000
_DIGITS = 9  # values are rounded to these decimals; sums of floats differ behind them
STATED, EVERYTHING = Standing.STATED, Standing.RETRACTED
"""The evidence levels that a place is compared at: stated alone, and whatever was claimed."""


class Strongest(NamedTuple):
    """Somebody an entity deals with, and the surest way in which."""

    other: str
    way: Way

    @property
    def standing(self) -> Standing:
        """How surely the two deal with each other."""
        return self.way.standing


@dataclass(frozen=True)
class Rank:
    """One entity's place; equal values share a place.

    ``if_stated`` and ``if_everything`` are the places it would have by what is stated alone and
    by all that was ever claimed. ``ties`` lists its up to three strongest, of ``contacts``.
    """

    place: int
    entity: str
    value: float
    if_stated: int
    if_everything: int
    ties: tuple[Strongest, ...]
    contacts: int


def degree(given: Actors) -> dict[str, float]:
    """Return how many other actors each deals with; of a deal or site, how many parties it has.

    Freeman 1978, "Centrality in social networks". Two that deal with each other in several
    ways, or by several claims, count once.
    """
    return {node: float(len(contacts)) for node, contacts in given.contacts.items()}


def betweenness(given: Actors) -> dict[str, float]:
    """Return the share of shortest ways between other actors that run through each.

    Freeman 1977, "A set of measures of centrality based on betweenness"; Brandes 2001 and 2008.
    A pair joined by several shortest ways is shared among them; a pair that nothing joins counts
    as not running through.
    """
    steps = _Steps(given)
    sources, targets = [steps.out(a) for a in given.actors], [steps.into(a) for a in given.actors]
    through = nx.betweenness_centrality_subset(steps.network, sources, targets, weight="length")
    for group in sorted(given.sealed):  # a group is no pair with itself
        ends = [steps.out(group)], [steps.into(group)]
        own = nx.betweenness_centrality_subset(steps.network, *ends, weight="length")
        through = {node: through[node] - own[node] for node in through}
    values = {}
    for node in given.contacts:
        others = len(given.actors) - (node in steps.actors)
        pairs = others * (others - 1)
        values[node] = (
            0.0 if node in given.sealed or not pairs else through[steps.out(node)] / pairs
        )
    return values


def closeness(given: Actors) -> dict[str, float]:
    """Return the mean of 1 / distance from each to all other actors, in steps.

    Harmonic closeness (Marchiori and Latora 2000; Boldi and Vigna 2014, "Axioms for centrality"):
    who cannot be reached adds nothing, so that it holds where the network falls apart. 1 says:
    one step from everybody. A deal or site is half a step from its parties and may exceed it.
    """
    steps = _Steps(given)
    sources = [steps.out(each) for each in given.actors]
    sums = nx.harmonic_centrality(steps.network, distance="length", sources=sources)
    for group in sorted(given.sealed):
        reach = nx.single_source_dijkstra_path_length(
            steps.network, steps.out(group), weight="length"
        )
        sums[steps.into(group)] -= 1 / reach.get(steps.into(group), math.inf)
    others = {node: len(given.actors) - (node in steps.actors) for node in given.contacts}
    return {
        node: sums[steps.into(node)] / others[node] if others[node] else 0.0
        for node in given.contacts
    }


def eigenvector(given: Actors) -> dict[str, float]:
    """Return how well each is tied to those who are well tied themselves.

    Bonacich 1972, "Factoring and weighting approaches": the leading eigenvector of the weighted
    ties, of length 1 over all actors, as walks of ever greater length from everybody would give
    it. Where the network falls apart, the part with the greatest eigenvalue has it all, equally
    great ones share it by size, and the others have 0. Groups, deals and sites have what an actor
    tied to the same ones would have (Faust 1997, "Centrality in affiliation networks"). Raises
    NotSettled where the iteration does not converge.
    """
    tied, ids = ties(given)
    parts = [_leading(tied.subgraph(sorted(each))) for each in nx.connected_components(tied)]
    greatest = max((value for value, _ in parts), default=0.0)
    vector = dict.fromkeys(tied, 0.0)
    for value, own in parts:
        if greatest > 0 and math.isclose(value, greatest, rel_tol=1e-9):
            vector |= {node: x * sum(own.values()) for node, x in own.items()}
    length = math.hypot(*vector.values())
    found = {node: vector[n] / length if length else 0.0 for n, node in enumerate(ids)}
    outside = {
        node: sum(given.weight(node, o) * found[o] for o in contacts if o in found) / greatest
        if greatest > 0
        else 0.0
        for node, contacts in given.contacts.items()
        if node not in found
    }
    every = found | outside
    return {node: every[node] for node in given.contacts}


def pagerank(given: Actors) -> dict[str, float]:
    """Return how often a walker that follows ties at random comes by.

    Brin and Page 1998, "The anatomy of a large-scale hypertextual Web search engine", damping
    0.85, on the weighted ties in both directions; it starts anew anywhere from a group and from
    who has no tie. All actors add up to 1; a deal or site has the share of steps that lead from
    one of its parties to another. Raises NotSettled where the iteration does not converge.
    """
    if not given.actors:
        return dict.fromkeys(given.contacts, 0.0)
    weights = {
        node: {} if node in given.sealed else {o: given.weight(node, o) for o in contacts}
        for node, contacts in given.contacts.items()
    }
    strength = {node: sum(ends.values()) for node, ends in weights.items()}
    value = dict.fromkeys(given.actors, 1 / len(given.actors))
    for _ in range(_ROUNDS):
        anew = 1 - _DAMPING * sum(value[node] for node in given.actors if strength[node])
        following = dict.fromkeys(given.actors, anew / len(given.actors))
        for node in given.actors:
            for other, weight in weights[node].items():
                following[other] += _DAMPING * value[node] * weight / strength[node]
        change = sum(abs(following[node] - value[node]) for node in given.actors)
        value = following
        if change < _TOLERANCE:
            break
    else:
        raise _not_settled("pagerank")
    among = {joint: frozenset(given.contacts[joint]) for joint in given.joints}
    through = {
        joint: sum(
            _DAMPING * value[one] * weights[one][other] / strength[one]
            for one in given.contacts[joint]
            for other in weights[one]
            if other in parties
        )
        for joint, parties in among.items()
    }
    every = value | through
    return {node: every[node] for node in given.contacts}


def brokerage(given: Actors) -> dict[str, float]:
    """Return how many of those an actor deals with have no other way to each other.

    The effective size of Burt 1992, "Structural Holes", as Borgatti 1997 writes it: contacts less
    the mean number of ties that one of them has to the others; 0 for who deals with nobody and
    for groups. Chosen over Gould and Fernandez 1989 (brokers between classes, as countries of
    seat), because most seats are said by nobody and none is to be guessed. Of a deal or site: the
    same for its parties, ties that it makes itself not counted.
    """
    return {
        node: 0.0 if node in given.sealed else _effective_size(given, node, tuple(contacts))
        for node, contacts in given.contacts.items()
    }


MEASURES: dict[str, Callable[[Actors], dict[str, float]]] = {
    "degree": degree,
    "betweenness": betweenness,
    "closeness": closeness,
    "eigenvector": eigenvector,
    "pagerank": pagerank,
    "brokerage": brokerage,
}


def rank(
    network: Network, by: str, *, kinds: frozenset[str] | None = None, floor: Standing = LIVING
) -> list[Rank]:
    """Return entities ranked by a measure, the highest first, ties by label.

    Measured are the kinds the ontology marks as ranked; listed are ``kinds``, or by default
    those it marks as shown.
    """
    levels = {each: read(network, each) for each in dict.fromkeys((floor, STATED, EVERYTHING))}
    measured: dict[frozenset[str], dict[str, float]] = {}
    places = {}
    for level, given in levels.items():
        if given.claims not in measured:
            measured[given.claims] = MEASURES[by](given)
        values = {
            node: round(value, _DIGITS)
            for node, value in measured[given.claims].items()
            if _is_shown(network, node, kinds)
        }
        places[level] = _places(values)
        if level is floor:
            listed = values
    label = {node: network.table.nodes[node].entity.label for node in listed}
    contacts = levels[floor].contacts
    return [
        Rank(
            place=places[floor][node],
            entity=node,
            value=listed[node],
            if_stated=places[STATED][node],
            if_everything=places[EVERYTHING][node],
            ties=strongest(levels[floor], node, label),
            contacts=len(contacts[node]),
        )
        for node in sorted(listed, key=lambda node: (-listed[node], label[node], node))
    ]


def strongest(given: Actors, node: str, label: Mapping[str, str]) -> tuple[Strongest, ...]:
    """Return up to three of those an entity deals with, the surest and then the closest first."""
    ordered = sorted(
        given.contacts[node].items(),
        key=lambda item: (
            item[1][0].standing.place,
            -given.weight(node, item[0]),
            label.get(item[0], ""),
            item[0],
        ),
    )
    return tuple(Strongest(other, ways[0]) for other, ways in ordered[:3])


def _places(values: Mapping[str, float]) -> dict[str, int]:
    """Return the place of each: one more than how many have a greater value."""
    ordered = sorted(values.values(), reverse=True)
    first: dict[float, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {node: first[value] for node, value in values.items()}


def _is_shown(network: Network, node: str, kinds: frozenset[str] | None) -> bool:
    if kinds is None:
        return network.kind(node).ranked == "shown"
    return bool(kinds & set(network.kind(node).ancestors))


class _Steps:
    """The directed network of steps; a group has one node to arrive at and one to leave from."""

    def __init__(self, given: Actors) -> None:
        self.actors = frozenset(given.actors)
        self._sealed = given.sealed
        self._number = {node: place for place, node in enumerate(given.contacts)}
        self.network = nx.DiGraph()
        for node in given.contacts:
            self.network.add_nodes_from((self.out(node), self.into(node)))
        for node, ends in given.legs.items():
            for other, leg in ends.items():
                self.network.add_edge(self.out(node), self.into(other), length=leg.length)

    def out(self, node: str) -> int:
        """Return the number a walk leaves a node from."""
        return self._number[node]

    def into(self, node: str) -> int:
        """Return the number a walk arrives at a node by."""
        return self._number[node] + (len(self._number) if node in self._sealed else 0)


def _leading(part: nx.Graph) -> tuple[float, dict[int, float]]:
    """Return the greatest eigenvalue of a connected part, and its eigenvector of length 1."""
    if len(part) == 1:
        return 0.0, dict.fromkeys(part, 1.0)
    try:
        vector = nx.eigenvector_centrality(part, max_iter=_ROUNDS, tol=_TOLERANCE, weight="weight")
    except nx.PowerIterationFailedConvergence as error:
        raise _not_settled("eigenvector") from error
    edges: Iterable[tuple[int, int, float]] = part.edges(data="weight")
    return sum(2 * weight * vector[one] * vector[two] for one, two, weight in edges), vector


def _effective_size(given: Actors, node: str, contacts: tuple[str, ...]) -> float:
    """Return the contacts less the mean number of ties from one of them to the others."""
    if not contacts:
        return 0.0
    others = frozenset(contacts)
    ends = sum(
        any(way.through != node for way in ways)
        for one in contacts
        for other, ways in given.contacts[one].items()
        if other in others
    )
    return len(contacts) - ends / len(contacts)


def _not_settled(measure: str) -> NotSettled:
    return NotSettled(
        f"{measure} did not settle within {_ROUNDS} rounds on this graph; "
        "--by degree or --by closeness need no rounds."
    )
