"""Who deals with whom: actors tied directly, or as parties of one deal or one site.

A deal is a node of its own, because it has several partners, goods and a place. Counted as
somebody dealt with it would distort every measure: partners in a deal would stand twice as far
apart as an owner from its brand, and who signs many deals with one partner would seem to deal
with many. So a deal or a site is what joins its parties: half a step from each of them, as in
the cost of a path, and never one of those dealt with.

What is said of a group is not said of each member: a group is one of those dealt with, but
nothing runs through it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

import networkx as nx

from graph.claims.model import Standing
from graph.network.project import Ground, Network, Tie, counting


class Way(NamedTuple):
    """One way in which two deal with each other.

    ``weight`` is 1 for a direct tie and 1 / (n - 1) through a deal or site with n parties: the
    more there are, the less it says of two of them (Newman 2001, "Scientific collaboration
    networks II"). ``through`` is the deal or site, or "".
    """

    standing: Standing
    weight: float
    through: str
    claims: tuple[str, ...]


class Leg(NamedTuple):
    """The claims that tie two neighbours: the best standing, the length in steps, the ids."""

    standing: Standing
    length: float
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Actors:
    """The dealings that count under a standing floor; every mapping is sorted by id.

    ``contacts`` gives for each actor the other actors it deals with, and for each deal or site
    its parties, each with the ways in which; ``legs`` the neighbours of each of them. ``sealed``
    are the actors that nothing runs through, ``claims`` all that counts.
    """

    actors: tuple[str, ...]
    joints: tuple[str, ...]
    sealed: frozenset[str]
    contacts: Mapping[str, Mapping[str, tuple[Way, ...]]]
    legs: Mapping[str, Mapping[str, Leg]]
    claims: frozenset[str]

    def weight(self, one: str, other: str) -> float:
        """Return how closely two are tied: the weight of their closest way.

        Not the sum: talks about a venture, and the venture, are one relationship told twice.
        """
        return max(way.weight for way in self.contacts[one][other])


def read(network: Network, floor: Standing) -> Actors:
    """Return who deals with whom by the claims at least as good as ``floor`` and not over."""
    every = (tie for _, _, tie in network.walk.edges(data="tie"))
    return _among(network, network.table.nodes, every, floor)


def around(ground: Ground, node: str, floor: Standing) -> Actors:
    """Return what :func:`read` says of one node alone: whom it deals with, and how."""
    steps = list(ground.steps(node))
    joints = [each.other for each in steps if ground.kind(each.other).ranked not in ("", "shown")]
    steps += [each for joint in dict.fromkeys(joints) for each in ground.steps(joint)]
    ties = {(t.subject, t.relation.id, t.object): t for t in (each.tie for each in steps)}
    nodes = {node, *(end for subject, _, object_ in ties for end in (subject, object_))}
    return _among(ground, nodes, (ties[key] for key in sorted(ties)), floor)


def _among(ground: Ground, nodes: Iterable[str], ties: Iterable[Tie], floor: Standing) -> Actors:
    measured = {node: ground.kind(node) for node in sorted(nodes)}
    measured = {node: kind for node, kind in measured.items() if kind.ranked}
    actors = tuple(node for node, kind in measured.items() if kind.ranked == "shown")
    joints = tuple(node for node, kind in measured.items() if kind.ranked != "shown")
    legs = _legs(ground, ties, floor, frozenset(measured))
    return Actors(
        actors=actors,
        joints=joints,
        sealed=frozenset(node for node in actors if not measured[node].passable),
        contacts=_contacts(frozenset(actors), joints, legs),
        legs=legs,
        claims=frozenset(
            id_ for ends in legs.values() for leg in ends.values() for id_ in leg.claims
        ),
    )


def _legs(
    ground: Ground, ties: Iterable[Tie], floor: Standing, measured: frozenset[str]
) -> dict[str, dict[str, Leg]]:
    found: dict[str, dict[str, Leg]] = {node: {} for node in sorted(measured)}
    for tie in ties:
        subject, object_, rows = tie.subject, tie.object, counting(tie.rows, floor)
        if not rows or subject == object_ or not {subject, object_} <= measured:
            continue
        shares = (tie.relation.share, ground.kind(subject).share, ground.kind(object_).share)
        leg = Leg(rows[0].standing, min(shares), tuple(row.id for row in rows))
        known = found[subject].get(object_)
        found[subject][object_] = found[object_][subject] = _merged(known, leg)
    return {node: dict(sorted(ends.items())) for node, ends in found.items()}


def _merged(known: Leg | None, leg: Leg) -> Leg:
    """Return two legs between the same two as one, the claims of the better first."""
    if known is None:
        return leg
    first, second = sorted((known, leg), key=lambda each: (each.standing.place, each.claims))
    length = min(first.length, second.length)
    return Leg(first.standing, length, first.claims + second.claims)


def _contacts(
    actors: frozenset[str], joints: tuple[str, ...], legs: Mapping[str, Mapping[str, Leg]]
) -> dict[str, dict[str, tuple[Way, ...]]]:
    found: dict[str, dict[str, list[Way]]] = {node: defaultdict(list) for node in legs}
    for node, ends in legs.items():
        for other, leg in ends.items():
            if other in actors:
                found[node][other].append(Way(leg.standing, 1.0, "", leg.claims))
    for joint in joints:
        parties = {node: leg for node, leg in legs[joint].items() if node in actors}
        for one, other in permutations(parties, 2):
            pair = parties[one], parties[other]
            weakest = max((leg.standing for leg in pair), key=lambda each: each.place)
            claims = tuple(leg.claims[0] for leg in pair)
            found[one][other].append(Way(weakest, 1 / (len(parties) - 1), joint, claims))
    return {
        node: {other: tuple(sorted(ways, key=_surest)) for other, ways in sorted(ends.items())}
        for node, ends in found.items()
    }


def _surest(way: Way) -> tuple[int, str]:
    return (way.standing.place, way.through)


def ties(given: Actors) -> tuple[nx.Graph, list[str]]:
    """Return the weighted ties among the actors that something can run through, and their ids.

    Node n is the n-th id, so that sets of nodes have one order in every process.
    """
    ids = [node for node in given.actors if node not in given.sealed]
    number = {node: place for place, node in enumerate(ids)}
    tied = nx.Graph()
    tied.add_nodes_from(number.values())
    for node in ids:
        for other in given.contacts[node]:
            if other in number:
                tied.add_edge(number[node], number[other], weight=given.weight(node, other))
    return tied, ids
