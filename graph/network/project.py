"""The one door from claims to networkx.

Nodes are entities; an edge is a tie: all claims with the same relation between the same two
entities. Only attested claims whose relation has a path role become ties, so that types,
labels and derived claims connect nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, Protocol

from graph.network import columns
from graph.network.columns import Columns
from graph.store.counting import LIVING as LIVING
from graph.store.counting import PATH_ROLES as PATH_ROLES
from graph.store.counting import best_first as best_first
from graph.store.counting import counting as counting
from graph.store.counting import holds as holds
from graph.store.table import Row, Table
from ontology.records import Kind, Ontology, Relation

if TYPE_CHECKING:
    import networkx as nx


class Tie(NamedTuple):
    """All claims of one relation between two entities."""

    subject: str
    relation: Relation
    object: str
    rows: Sequence[Row]

    def other(self, node: str) -> str:
        """Return the end that is not ``node``."""
        return self.object if node == self.subject else self.subject


class Step(NamedTuple):
    """A tie seen from one end: the other end, and whether that is the tie's object."""

    other: str
    tie: Tie
    along: bool


class Around(NamedTuple):
    """The steps at an entity, sorted: relation hops out of it and into it, places up and down.

    ``passing``: the hops into it from what the ontology lets be passed through. ``seated``: a
    seat is among the hops.
    """

    out: Sequence[Step]
    into: Sequence[Step]
    passing: Sequence[Step]
    up: Sequence[Step]
    down: Sequence[Step]
    seated: bool


class Ground(Protocol):
    """All that path search asks of the claims, wherever they are kept.

    In memory that is :class:`Network`. Arrays on disk or a remote endpoint need these methods
    and no more: rules, ranking and wording stay as they are.
    """

    def prefetch(self, nodes: Iterable[str]) -> None:
        """Make ready what will be asked about these entities: one batch for a frontier."""

    def kind(self, node: str) -> Kind:
        """Return the kind record of an entity; of a prospect the kind it would be."""

    def steps(self, node: str) -> Sequence[Step]:
        """Return all steps at ``node``, sorted by other end and relation."""

    def living(self, node: str) -> Around:
        """Return the steps at ``node`` that have a claim which counts by default."""

    def attested(self, node: str) -> int:
        """Return how many attested claims of the whole graph have ``node`` as an end."""

    def tied(self, one: str, other: str) -> bool:
        """Tell whether a claim, not merely a denied one, names both of two deals."""

    def has_ties(self, deal: str) -> bool:
        """Tell whether any other deal is tied to this one."""


@dataclass(frozen=True)
class Network:
    """The walkable claims of a table; what is asked of them is made when first asked for."""

    table: Table
    ontology: Ontology
    _steps: dict[str, tuple[Step, ...]] = field(default_factory=dict, repr=False, compare=False)
    _living: dict[str, Around] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def walk(self) -> nx.MultiDiGraph:
        """All entities, and the ties as edges (edge key = relation, data ``tie``)."""
        import networkx as nx  # path search does without it

        walk = nx.MultiDiGraph()
        walk.add_nodes_from((id_, {"kind": node.kind}) for id_, node in self.table.nodes.items())
        for tie in self._ties:
            walk.add_edge(tie.subject, tie.object, key=tie.relation.id, tie=tie)
        return walk

    @cached_property
    def _ties(self) -> tuple[Tie, ...]:
        """All ties, sorted by subject, relation and object."""
        relations = self.ontology.relations
        groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in self.table.rows:
            if row.object and not row.derived and relations[row.relation].role in PATH_ROLES:
                groups[row.subject, row.relation, row.object].append(row)
        return tuple(
            Tie(subject, relations[relation], object_, tuple(rows))
            for (subject, relation, object_), rows in sorted(groups.items())
        )

    @cached_property
    def _at(self) -> dict[str, list[Step]]:
        """The steps at each entity, unsorted."""
        found: dict[str, list[Step]] = defaultdict(list)
        for tie in self._ties:
            found[tie.subject].append(Step(tie.object, tie, True))
            if tie.object != tie.subject:
                found[tie.object].append(Step(tie.subject, tie, False))
        return found

    def kind(self, node: str) -> Kind:
        """Return the kind record of an entity; of a prospect the kind it would be."""
        return self.ontology.kinds[self.table.nodes[node].kind]

    def ties(self, node: str, relations: Collection[str] | None = None) -> Iterator[Tie]:
        """Yield the ties at ``node``, or those of some relations, by other end and relation."""
        for step in self.steps(node):
            if relations is None or step.tie.relation.id in relations:
                yield step.tie

    def prefetch(self, nodes: Iterable[str]) -> None:
        """Do nothing: all claims are in memory."""

    def steps(self, node: str) -> tuple[Step, ...]:
        """Return all steps at ``node``, sorted by other end and relation."""
        found = self._steps.get(node)
        if found is None:
            found = self._steps[node] = tuple(sorted(self._at.get(node, ()), key=by_other))
        return found

    def living(self, node: str) -> Around:
        """Return the steps at ``node`` that have a claim which counts by default."""
        found = self._living.get(node)
        if found is None:
            steps = self.steps(node)
            living = [each for each in steps if counting(each.tie.rows, LIVING)]
            found = around(node, living, self.kind)
            self._living[node] = found
        return found

    def attested(self, node: str) -> int:
        """Return how many attested claims of the whole graph have ``node`` as an end."""
        return self._degree.get(node, 1)

    def tied(self, one: str, other: str) -> bool:
        """Tell whether a claim, not merely a denied one, names both of two deals."""
        return frozenset((one, other)) in self.tied_deals

    def has_ties(self, deal: str) -> bool:
        """Tell whether any other deal is tied to this one."""
        return deal in self._deals_with_ties

    @cached_property
    def _deals_with_ties(self) -> frozenset[str]:
        return frozenset().union(*self.tied_deals)

    @cached_property
    def columns(self) -> Columns:
        """All claims as columns of numbers, for the measures of large graphs."""
        return columns.of(self.table, self.ontology)

    @cached_property
    def _degree(self) -> dict[str, int]:
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

    def up(self, node: str) -> tuple[str, ...]:
        """Return the places ``node`` lies in directly, sorted."""
        return self._containers.get(node, ())

    def inside(self, place: str) -> Collection[str]:
        """Return what lies in ``place`` directly; what is no place and holds nothing may lack."""
        return self._contents.get(place, ())

    @cached_property
    def _containers(self) -> dict[str, tuple[str, ...]]:
        """The places each entity lies in directly, by factual claims that are not derived."""
        place = self.ontology.with_role("place")
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.table.rows:
            if row.relation in place and row.object and holds(row) and not row.derived:
                found[row.subject].add(row.object)
        return {node: tuple(sorted(places)) for node, places in found.items()}

    @cached_property
    def _contents(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for node, places in self._containers.items():
            for each in places:
                found[each].append(node)
        return dict(found)

    def places_above(self, node: str) -> list[str]:
        """Return ``node`` and all places it lies in, nearest first."""
        found = {node: None}
        for each in (queue := [node]):
            fresh = [place for place in self.up(each) if place not in found]
            found |= dict.fromkeys(fresh)
            queue += fresh
        return list(found)

    def places_within(self, place: str) -> frozenset[str]:
        """Return ``place`` and all places within it."""
        found = {place}
        for each in (queue := [place]):
            fresh = set(self.inside(each)) - found
            found |= fresh
            queue += fresh
        return frozenset(node for node in found if self.kind(node).place)


def project(table: Table, ontology: Ontology) -> Network:
    """Return the network of ``table``."""
    return Network(table, ontology)


class Unread(Sequence[Step], ABC):
    """Steps of which the other ends are known; the rest is read when first asked for."""

    others: Sequence[str]

    @abstractmethod
    def leading_to(self, nodes: Container[str]) -> Iterable[Step]:
        """Return the steps to some entities."""


def others(steps: Iterable[Step]) -> Iterable[str]:
    """Return where steps lead, without reading more of them than that."""
    return steps.others if isinstance(steps, Unread) else [step.other for step in steps]


def leading_to(steps: Iterable[Step], nodes: Container[str]) -> Iterable[Step]:
    """Return the steps to some entities, without reading others."""
    if isinstance(steps, Unread):
        return steps.leading_to(nodes)
    return [step for step in steps if step.other in nodes]


def by_other(step: Step) -> tuple[str, str, bool]:
    """Return the key by which steps are sorted: other end, relation, direction."""
    return step.other, step.tie.relation.id, step.along


def around(node: str, steps: Iterable[Step], kind: Callable[[str], Kind]) -> Around:
    """Return steps at ``node`` by what they do; a tie to itself leads nowhere."""
    hops, up, down, seated = list[Step](), list[Step](), list[Step](), False
    for step in steps:
        role = step.tie.relation.role
        if step.other == node:
            continue
        if role == "place":
            (up if step.along else down).append(step)
        else:
            hops.append(step)
            seated = seated or role == "seat"
    both, passing = tuple(hops), tuple(step for step in hops if kind(step.other).passable)
    return Around(both, both, passing, tuple(up), tuple(down), seated)
