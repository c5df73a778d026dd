"""Communities: actors that deal with each other more than with the rest.

Louvain (Blondel and others 2008, "Fast unfolding of communities in large networks") as networkx
has it, on the weighted ties of :mod:`graph.network.actors`, always with the same seed and with
nodes numbered in the order of their ids, so that the same claims give the same communities.
Louvain may leave a community in pieces that nothing ties (Traag and others 2019, "From Louvain
to Leiden"): such pieces are communities of their own, which only adds to the modularity.

Of very many actors NetworKit's Louvain, in one thread, does the same some fifty times quicker.

Nothing runs through a group, and a deal or a site is no actor: they tie nobody here beyond what
they join, and are listed with the community that most of their own contacts belong to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from graph.claims.model import Standing
from graph.errors import NotInstalled
from graph.network.actors import Actors, Way, read, ties
from graph.network.project import LIVING, Network, holds

_SEED = 1
MANY = 5_000
"""Tied actors from which on networkx would need minutes, and NetworKit is asked."""


@dataclass(frozen=True)
class Bond:
    """Two members of a community and the surest way in which they deal with each other."""

    one: str
    other: str
    way: Way


@dataclass(frozen=True)
class Community:
    """Members by the weight of their ties inside, and what holds them together.

    ``attached`` are groups, deals and sites that belong to it; ``bonds`` all ties inside, the
    surest first; ``seats`` the places that members are said to be based in, with how many;
    ``share`` what it adds to the modularity of the whole.
    """

    members: tuple[str, ...]
    attached: tuple[str, ...]
    bonds: tuple[Bond, ...]
    seats: tuple[tuple[str, int], ...]
    share: float


@dataclass(frozen=True)
class Communities:
    """All communities, the largest first; ``alone`` are the actors that deal with nobody.

    ``modularity`` (Newman and Girvan 2004) is the share of tie weight inside communities less
    what chance would put there: 0 for no better than chance, seldom above 0.7.
    """

    found: tuple[Community, ...]
    alone: tuple[str, ...]
    modularity: float


def communities(network: Network, *, floor: Standing = LIVING) -> Communities:
    """Return the communities of a network, by the claims at least as good as ``floor``."""
    given = read(network, floor)
    tied, ids = ties(given)
    parts = _parts(tied)
    home = {ids[node]: place for place, part in enumerate(parts) for node in part}
    attached = _attached(given, home)
    seat, whole = _seated(network), tied.size(weight="weight")
    found = [
        Community(
            members=_by_weight(tied, ids, part),
            attached=tuple(attached[place]),
            bonds=_bonds(given, [ids[node] for node in part]),
            seats=_seats(seat, [ids[node] for node in part]),
            share=_share(tied, part, whole),
        )
        for place, part in enumerate(parts)
    ]
    found.sort(key=lambda each: (-len(each.members), sorted(each.members)))
    at_home = {*home, *(node for nodes in attached.values() for node in nodes)}
    return Communities(
        found=tuple(found),
        alone=tuple(node for node in given.actors if node not in at_home),
        modularity=sum(each.share for each in found),
    )


def _parts(tied: nx.Graph) -> list[list[int]]:
    """Return the communities as sorted numbers; who has no tie is in none."""
    linked = tied.subgraph([node for node in tied if tied.degree(node)]).copy()
    many = len(linked) > MANY
    louvain = (
        _by_networkit(linked)
        if many
        else nx.community.louvain_communities(linked, weight="weight", seed=_SEED)
    )
    pieces = [
        sorted(piece)
        for part in louvain
        for piece in nx.connected_components(linked.subgraph(sorted(part)))
    ]
    return sorted(pieces)


def _by_networkit(linked: nx.Graph) -> list[list[int]]:
    """Return Louvain communities as NetworKit finds them; raises NotInstalled without it."""
    try:
        import networkit
    except ImportError as error:
        raise NotInstalled(
            f"communities of {len(linked):,} actors need NetworKit: pip install 'inroads[large]'. "
            "--standing stated leaves fewer."
        ) from error
    nodes = sorted(linked)
    number = {node: place for place, node in enumerate(nodes)}
    networkit.setSeed(_SEED, False)
    networkit.setNumberOfThreads(1)  # several threads find another partition each time
    given = networkit.Graph(len(nodes), weighted=True)
    ties = sorted((*sorted((number[a], number[b])), w) for a, b, w in linked.edges(data="weight"))
    for one, other, weight in ties:
        given.addEdge(one, other, weight)
    louvain = networkit.community.PLM(given, refine=True)
    louvain.run()
    parts: dict[int, list[int]] = defaultdict(list)
    for node, part in zip(nodes, louvain.getPartition().getVector(), strict=True):
        parts[part].append(node)
    return list(parts.values())


def _share(tied: nx.Graph, part: Sequence[int], whole: float) -> float:
    """Return what a community adds to the modularity: L / m - (D / 2m) squared.

    ``whole`` is m, the weight of all ties.
    """
    inside = tied.subgraph(part).size(weight="weight")
    ends = sum(degree for _, degree in tied.degree(part, weight="weight"))
    return float(inside / whole - (ends / (2 * whole)) ** 2)


def _by_weight(tied: nx.Graph, ids: Sequence[str], part: Sequence[int]) -> tuple[str, ...]:
    inside = dict(tied.subgraph(part).degree(weight="weight"))
    return tuple(ids[node] for node in sorted(part, key=lambda node: (-inside[node], ids[node])))


def _attached(given: Actors, home: Mapping[str, int]) -> dict[int, list[str]]:
    """Return the groups, deals and sites of each community: where most of their contacts are."""
    found: dict[int, list[str]] = defaultdict(list)
    for node, contacts in given.contacts.items():
        places = Counter(home[other] for other in contacts if other in home)
        if node not in home and places:
            found[min(places, key=lambda place: (-places[place], place))].append(node)
    return found


def _bonds(given: Actors, part: Sequence[str]) -> tuple[Bond, ...]:
    members = frozenset(part)
    bonds = [
        Bond(one, other, ways[0])
        for one in sorted(members)
        for other, ways in given.contacts[one].items()
        if other in members and one < other
    ]
    bonds.sort(
        key=lambda bond: (
            bond.way.standing.place,
            -given.weight(bond.one, bond.other),
            bond.one,
            bond.other,
        )
    )
    return tuple(bonds)


def _seated(network: Network) -> Mapping[str, frozenset[str]]:
    """Return where each is said, as a fact, to be based."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in network.table.of_relations(network.ontology.with_role("seat")):
        if row.object and holds(row):
            found[row.subject].add(row.object)
    return {node: frozenset(places) for node, places in found.items()}


def _seats(seat: Mapping[str, frozenset[str]], part: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Return where members are based, the most frequent place first."""
    counts = Counter(place for node in part for place in seat.get(node, ()))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
