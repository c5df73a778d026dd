"""The one door from claims to networkx.

Nodes are entities; an edge is a tie: all claims with the same relation between the same two
entities. Only attested claims whose relation has a path role become ties, so that types,
labels and derived claims connect nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import networkx as nx

from graph.claims.model import FACTUAL, RUNNING, Stage, Standing
from graph.store.table import Row, Table
from ontology.records import Kind, Ontology, Relation

PATH_ROLES = frozenset({"relation", "place", "seat"})
LIVING = Standing.DISPUTED
"""The default floor: denied, superseded and retracted claims count only when asked for."""


class Tie(NamedTuple):
    """All claims of one relation between two entities."""

    subject: str
    relation: Relation
    object: str
    rows: tuple[Row, ...]

    def other(self, node: str) -> str:
        """Return the end that is not ``node``."""
        return self.object if node == self.subject else self.subject


@dataclass(frozen=True)
class Network:
    """The walkable claims (``walk``: a MultiDiGraph, edge key = relation, data ``tie``)."""

    walk: nx.MultiDiGraph
    table: Table
    ontology: Ontology

    def kind(self, node: str) -> Kind:
        """Return the kind record of an entity; of a prospect the kind it would be."""
        return self.ontology.kinds[self.table.nodes[node].kind]

    def ties(self, node: str) -> Iterator[Tie]:
        """Yield the ties at ``node``, sorted by other end and relation."""
        yield from self._sorted_ties[node]

    @cached_property
    def _sorted_ties(self) -> dict[str, list[Tie]]:
        found: dict[str, list[Tie]] = {node: [] for node in self.table.nodes}
        for subject, object_, tie in self.walk.edges(data="tie"):
            found[subject].append(tie)
            if object_ != subject:
                found[object_].append(tie)
        for node, ties in found.items():
            ties.sort(key=lambda tie: (tie.other(node), tie.relation.id, tie.subject == node))
        return found

    @cached_property
    def degree(self) -> dict[str, int]:
        """Attested claims that have each entity as subject or object, in the whole graph."""
        counts: dict[str, int] = defaultdict(int)
        for row in self.table.rows:
            if not row.derived:
                for node in {row.subject, row.object} - {""}:
                    counts[node] += 1
        return dict(counts)

    @cached_property
    def tied_deals(self) -> frozenset[frozenset[str]]:
        """The pairs of deals that some claim, not merely a denied one, names together."""
        pairs = set()
        for row in self.table.rows:
            deals = [node for node in row.entities() if self.kind(node).deal]
            if len(deals) > 1 and row.standing.place <= LIVING.place:
                pairs |= {frozenset(pair) for pair in combinations(deals, 2)}
        return frozenset(pairs)

    @cached_property
    def _containers(self) -> dict[str, tuple[str, ...]]:
        """The places each entity lies in directly, by factual claims that are not derived."""
        place = self.ontology.with_role("place")
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.table.rows:
            if row.relation in place and row.object and holds(row) and not row.derived:
                found[row.subject].add(row.object)
        return {node: tuple(sorted(places)) for node, places in found.items()}

    def places_above(self, node: str) -> list[str]:
        """Return ``node`` and all places it lies in, nearest first."""
        found = [node]
        for each in found:
            found += [up for up in self._containers.get(each, ()) if up not in found]
        return found

    def places_within(self, place: str) -> frozenset[str]:
        """Return ``place`` and all places within it."""
        inside: dict[str, list[str]] = defaultdict(list)
        for node, places in self._containers.items():
            for each in places:
                inside[each].append(node)
        found = [place]
        for each in found:
            found += [node for node in inside[each] if node not in found]
        return frozenset(node for node in found if self.kind(node).place)


def project(table: Table, ontology: Ontology) -> Network:
    """Return the network of ``table``."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in table.rows:
        if row.object and not row.derived and ontology.relations[row.relation].role in PATH_ROLES:
            groups[row.subject, row.relation, row.object].append(row)
    walk = nx.MultiDiGraph()
    walk.add_nodes_from((id_, {"kind": node.kind}) for id_, node in table.nodes.items())
    for (subject, relation, object_), rows in sorted(groups.items()):
        tie = Tie(subject, ontology.relations[relation], object_, tuple(rows))
        walk.add_edge(subject, object_, key=relation, tie=tie)
    return Network(walk, table, ontology)


def holds(row: Row) -> bool:
    """Tell whether a claim is a fact that holds: no plan, no rumour and not over."""
    return row.standing in FACTUAL and row.stage in RUNNING


def counting(rows: Iterable[Row], floor: Standing, *, ended: bool = False) -> tuple[Row, ...]:
    """Return the rows that count under a standing floor, best first; ended ones if asked for."""
    kept = [
        row
        for row in rows
        if row.standing.place <= floor.place and (ended or row.stage is not Stage.ENDED)
    ]
    return tuple(
        sorted(kept, key=lambda row: (row.standing.place, row.stage not in RUNNING, row.id))
    )
