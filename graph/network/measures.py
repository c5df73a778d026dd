"""Who is central: every actor's place by one measure, and by weaker and stronger evidence.

Every measure is taken on :mod:`graph.network.actors`: actors, joined by direct ties and by the
deals and sites they are parties of. A deal or a site has values of its own, which say how it
joins its parties and count it for nobody else. Nothing runs through a group.

Small graphs are measured by the plain lines of :mod:`graph.network.centrality`, large ones by
the arrays of :mod:`graph.network.array_centrality` where the extra ``large`` is installed. Both
give the same numbers, from the same sample where there are too many actors to set out from all.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

from graph.claims.model import Standing
from graph.network.actors import Actors, Way, around
from graph.network.project import LIVING, Network
from ontology.records import Kind

MEASURES = ("degree", "betweenness", "closeness", "eigenvector", "pagerank", "brokerage")
STATED, EVERYTHING = Standing.STATED, Standing.RETRACTED
"""The evidence levels that a place is compared at: stated alone, and whatever was claimed."""

EXACT = {"betweenness": 2_000, "closeness": 10_000}
"""How many actors a measure sets out from at most, if there are more from ``PIVOTS`` of them."""

PIVOTS = 512
LARGE = 2_000
"""From how many claims on arrays are worth the time that importing them takes."""

_SEED = 1
_DIGITS = 9  # values are rounded to these decimals; sums of floats differ behind them
_MANY = 1_000  # actors; each tenfold more takes one more decimal, for values become small

Values = Mapping[str, float]


class Strongest(NamedTuple):
    """Somebody an entity deals with, and the surest way in which."""

    other: str
    way: Way

    @property
    def standing(self) -> Standing:
        """How surely the two deal with each other."""
        return self.way.standing


class Sample(NamedTuple):
    """How many actors a value was estimated from, always the same ones, and of how many."""

    taken: int
    of: int


@dataclass(frozen=True)
class Rank:
    """One entity's place; equal values share a place.

    ``if_stated`` and ``if_everything`` are the places it would have by what is stated alone and
    by all that was ever claimed. ``ties`` lists its up to three strongest, of ``contacts``.
    ``sample`` is None where the value is exact.
    """

    place: int
    entity: str
    value: float
    if_stated: int
    if_everything: int
    ties: tuple[Strongest, ...]
    contacts: int
    sample: Sample | None = None


def rank(
    network: Network,
    by: str,
    *,
    kinds: frozenset[str] | None = None,
    floor: Standing = LIVING,
    exact: bool = False,
    most: int | None = None,
) -> list[Rank]:
    """Return the first ``most`` entities by a measure, the highest first, ties by label.

    Measured are the kinds the ontology marks as ranked; listed are ``kinds``, or by default
    those it marks as shown. ``exact`` takes no sample, however many actors there are.
    """
    kind = _kinds(network)
    number = sum(each.ranked == "shown" for each in kind.values())
    sources = _sources(by, number, exact)
    levels = tuple(dict.fromkeys((floor, STATED, EVERYTHING)))
    decimals = _DIGITS + max(0, math.ceil(math.log10(max(1, number) / _MANY)))
    values = {
        level: {
            node: round(value, decimals)
            for node, value in found.items()
            if _is_shown(kind[node], kinds)
        }
        for level, found in _measured(network, by, levels, sources).items()
    }
    places = {level: _places(each.values()) for level, each in values.items()}

    @cache
    def label(node: str) -> str:
        return network.table.nodes[node].entity.label if node in values[floor] else ""

    def listed(node: str) -> Rank:
        given = around(network, node, floor)
        return Rank(
            place=places[floor][values[floor][node]],
            entity=node,
            value=values[floor][node],
            if_stated=places[STATED][values[STATED][node]],
            if_everything=places[EVERYTHING][values[EVERYTHING][node]],
            ties=strongest(given, node, label),
            contacts=len(given.contacts[node]),
            sample=Sample(len(sources), number) if len(sources) < number else None,
        )

    return [listed(node) for node in _first(values[floor], most, label)]


def strongest(given: Actors, node: str, label: Callable[[str], str]) -> tuple[Strongest, ...]:
    """Return up to three of those an entity deals with, the surest and then the closest first."""
    ordered = heapq.nsmallest(
        3,
        given.contacts[node].items(),
        key=lambda item: (
            item[1][0].standing.place,
            -given.weight(node, item[0]),
            label(item[0]),
            item[0],
        ),
    )
    return tuple(Strongest(other, ways[0]) for other, ways in ordered)


def is_slow(network: Network) -> bool:
    """Tell whether the graph is large, and what makes its measures quick is not installed."""
    return len(network.table.rows) >= LARGE and not find_spec("scipy")


def _kinds(network: Network) -> dict[str, Kind]:
    """Return the kind of each node, without looking each of them up."""
    columns, kinds = network.columns, network.ontology.kinds
    known = [kinds[id_] for id_ in sorted(kinds)]
    return {id_: known[number] for id_, number in zip(columns.ids, columns.kind, strict=True)}


def _sources(by: str, actors: int, exact: bool) -> Sequence[int]:
    """Return the places among the actors that a measure sets out from: all, or the sample."""
    if exact or actors <= EXACT.get(by, actors):
        return range(actors)
    drawn = random.Random(_SEED)  # noqa: S311  # a sample, no secret
    return sorted(drawn.sample(range(actors), min(PIVOTS, actors)))


def _measured(
    network: Network, by: str, levels: Sequence[Standing], sources: Sequence[int]
) -> Mapping[Standing, Values]:
    """Return the values of all measured nodes at each evidence level."""
    if len(network.table.rows) >= LARGE and find_spec("scipy"):
        return _by_arrays(network, by, levels, sources)
    from graph.network import centrality
    from graph.network.actors import read

    known: dict[frozenset[str], Values] = {}
    found = {}
    for level in levels:
        given = read(network, level)
        if given.claims not in known:
            known[given.claims] = centrality.MEASURES[by](given, sources)
        found[level] = known[given.claims]
    return found


def _by_arrays(
    network: Network, by: str, levels: Sequence[Standing], sources: Sequence[int]
) -> Mapping[Standing, Values]:
    from graph.network import array_centrality, arrays

    columns = network.columns
    known: list[tuple[arrays.Dealings, Values]] = []
    found = {}
    for level in levels:
        given = arrays.read(columns, network.ontology, level)
        values = next((each for other, each in known if given.same(other)), None)
        if values is None:
            ids = (columns.ids[place] for place in given.nodes.tolist())
            taken = array_centrality.MEASURES[by](given, sources)
            values = dict(zip(ids, taken.tolist(), strict=True))
            known.append((given, values))
        found[level] = values
    return found


def _places(values: Iterable[float]) -> dict[float, int]:
    """Return the place of each value: one more than how many are greater."""
    first: dict[float, int] = {}
    for place, value in enumerate(sorted(values, reverse=True), start=1):
        first.setdefault(value, place)
    return first


def _first(values: Values, most: int | None, label: Callable[[str], str]) -> list[str]:
    """Return the first nodes in order; the labels of no others are looked up."""
    nodes: Collection[str] = values
    if most is not None and most < len(values):
        least = heapq.nlargest(most, values.values())[-1]
        nodes = [node for node, value in values.items() if value >= least]
    return sorted(nodes, key=lambda node: (-values[node], label(node), node))[:most]


def _is_shown(kind: Kind, kinds: frozenset[str] | None) -> bool:
    return kind.ranked == "shown" if kinds is None else bool(kinds & set(kind.ancestors))
