"""Centrality, each measure as a few plain lines over dictionaries and networkx.

Every measure is taken on :mod:`graph.network.actors`: actors, joined by direct ties and by the
deals and sites they are parties of. A deal or a site has values of its own, which say how it
joins its parties and count it for nobody else. Nothing runs through a group.

Nodes are numbered in the order of their ids, so that no sum depends on the order of a set. Large
graphs are measured by :mod:`graph.network.array_centrality`, which these lines are the measure of.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import networkx as nx

from graph.network.actors import Actors, ties
from graph.network.reach import harmonic
from graph.network.settling import DAMPING, ROUNDS, TOLERANCE, not_settled


def degree(given: Actors, sources: Sequence[int]) -> dict[str, float]:
    """Return how many other actors each deals with; of a deal or site, how many parties it has.

    Freeman 1978, "Centrality in social networks". Two that deal with each other in several
    ways, or by several claims, count once.
    """
    return {node: float(len(contacts)) for node, contacts in given.contacts.items()}


def betweenness(given: Actors, sources: Sequence[int]) -> dict[str, float]:
    """Return the share of shortest ways between other actors that run through each.

    Freeman 1977, "A set of measures of centrality based on betweenness"; Brandes 2001 and 2008.
    A pair joined by several shortest ways is shared among them; a pair that nothing joins counts
    as not running through. Where ``sources``, places among the actors, are not all of them, it
    is an estimate (Brandes and Pich 2007, "Centrality estimation in large networks").
    """
    steps = _Steps(given)
    starts = [given.actors[place] for place in sources]
    begins, targets = [steps.out(a) for a in starts], [steps.into(a) for a in given.actors]
    through = nx.betweenness_centrality_subset(steps.network, begins, targets, weight="length")
    for group in sorted(given.sealed.intersection(starts)):  # a group is no pair with itself
        ends = [steps.out(group)], [steps.into(group)]
        own = nx.betweenness_centrality_subset(steps.network, *ends, weight="length")
        through = {node: through[node] - own[node] for node in through}
    scale = len(given.actors) / max(1, len(starts))
    values = {}
    for node in given.contacts:
        others = len(given.actors) - (node in steps.actors)
        pairs = others * (others - 1)
        values[node] = (
            0.0 if node in given.sealed or not pairs else through[steps.out(node)] * scale / pairs
        )
    return values


def closeness(given: Actors, sources: Sequence[int]) -> dict[str, float]:
    """Return the mean of 1 / distance from each to all other actors, in steps.

    Harmonic closeness (Marchiori and Latora 2000; Boldi and Vigna 2014, "Axioms for centrality"):
    who cannot be reached adds nothing, so that it holds where the network falls apart. 1 says:
    one step from everybody. A deal or site is half a step from its parties and may exceed it.
    Where ``sources``, places among the actors, are not all of them, it is an estimate (Eppstein
    and Wang 2004, "Fast approximation of centrality").
    """
    number = {node: place for place, node in enumerate(given.contacts)}
    unit = math.lcm(*{each.denominator for each in _shares(given)})
    neighbours = [
        [(number[other], int(Fraction(leg.length).limit_denominator(1000) * unit))
         for other, leg in given.legs[node].items()]
        for node in number
    ]  # fmt: skip
    starts = [number[given.actors[place]] for place in sources]
    sums = harmonic(neighbours, starts, [node in given.sealed for node in number])
    scale = unit * len(given.actors) / max(1, len(starts))
    actors = frozenset(given.actors)
    others = {node: len(actors) - (node in actors) for node in number}
    return {
        node: sums[place] * scale / others[node] if others[node] else 0.0
        for node, place in number.items()
    }


def _shares(given: Actors) -> set[Fraction]:
    """Return the lengths of all legs, exactly."""
    lengths = {leg.length for ends in given.legs.values() for leg in ends.values()}
    return {Fraction(each).limit_denominator(1000) for each in lengths}


def eigenvector(given: Actors, sources: Sequence[int]) -> dict[str, float]:
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


def pagerank(given: Actors, sources: Sequence[int]) -> dict[str, float]:
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
    for _ in range(ROUNDS):
        anew = 1 - DAMPING * sum(value[node] for node in given.actors if strength[node])
        following = dict.fromkeys(given.actors, anew / len(given.actors))
        for node in given.actors:
            for other, weight in weights[node].items():
                following[other] += DAMPING * value[node] * weight / strength[node]
        change = sum(abs(following[node] - value[node]) for node in given.actors)
        value = following
        if change < TOLERANCE:
            break
    else:
        raise not_settled("pagerank")
    among = {joint: frozenset(given.contacts[joint]) for joint in given.joints}
    through = {
        joint: sum(
            DAMPING * value[one] * weights[one][other] / strength[one]
            for one in given.contacts[joint]
            for other in weights[one]
            if other in parties
        )
        for joint, parties in among.items()
    }
    every = value | through
    return {node: every[node] for node in given.contacts}


def brokerage(given: Actors, sources: Sequence[int]) -> dict[str, float]:
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


MEASURES: dict[str, Callable[[Actors, Sequence[int]], dict[str, float]]] = {
    "degree": degree,
    "betweenness": betweenness,
    "closeness": closeness,
    "eigenvector": eigenvector,
    "pagerank": pagerank,
    "brokerage": brokerage,
}


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
        vector = nx.eigenvector_centrality(part, max_iter=ROUNDS, tol=TOLERANCE, weight="weight")
    except nx.PowerIterationFailedConvergence as error:
        raise not_settled("eigenvector") from error
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
