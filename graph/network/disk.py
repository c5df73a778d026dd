"""The network of a large graph on disk: expansion reads the steps of the entities it comes to.

Nothing but the entities that are asked about is read, and of their ties no claim before somebody
asks for it.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge
from typing import overload

from graph.network.columns import Columns
from graph.network.project import Around, Network, Step, Tie, Unread, by_other
from graph.store.sidecar.opened import Opened, TieKey
from graph.store.sidecar.tie_index import (
    ALONG,
    NO_STEPS,
    PASSABLE,
    RELATION,
    SEAT,
    Steps,
    best_of,
    code_of,
    group_of,
)
from graph.store.table import Row
from ontology.records import Kind, Relation

_Entry = tuple[str, int, int, int, int]
"""A step: other end, number of the relation, whether it goes along, number of the tie, code."""


class _Rows(Sequence[Row]):
    """The claims of a tie, read when first asked for."""

    __slots__ = ("_found", "_opened", "_tie")

    def __init__(self, opened: Opened, tie: int) -> None:
        self._opened = opened
        self._tie = tie
        self._found: tuple[Row, ...] | None = None

    def _rows(self) -> tuple[Row, ...]:
        if self._found is None:
            base = self._opened.base
            self._found = tuple(map(base.row, base.tie_rows(self._tie)))
        return self._found

    def __len__(self) -> int:
        return len(self._rows())

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows())

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self._rows()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._rows() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._rows())


class _Steps(Unread):
    """Steps of a node that the base has; ties are made of those that somebody asks for."""

    __slots__ = ("_made", "_network", "_node", "_read", "others")

    def __init__(self, network: DiskNetwork, node: str, read: Steps) -> None:
        self.others = read.names
        self._network = network
        self._node = node
        self._read = read
        self._made: tuple[Step, ...] | None = None

    def __len__(self) -> int:
        return len(self.others)

    def __iter__(self) -> Iterator[Step]:
        if self._made is None:
            self._made = tuple(map(self._step, range(len(self.others))))
        return iter(self._made)

    @overload
    def __getitem__(self, index: int) -> Step: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Step]: ...

    def __getitem__(self, index: int | slice) -> Step | Sequence[Step]:
        return tuple(self)[index]

    def leading_to(self, nodes: Container[str]) -> list[Step]:
        """Return the steps to some entities."""
        return [self._step(place) for place, other in enumerate(self.others) if other in nodes]

    def passing(self) -> _Steps:
        """Return the steps whose other end the ontology lets be passed through."""
        codes = self._read.codes
        kept = [place for place, code in enumerate(codes) if code & PASSABLE]
        if len(kept) == len(codes):
            return self
        return _Steps(self._network, self._node, self._read.at(kept))

    def _step(self, place: int) -> Step:
        _, _, _, _, names, ties, codes = self._read
        return self._network.step(self._node, names[place], ties[place], codes[place])


@dataclass(frozen=True)
class DiskNetwork(Network):
    """The walkable claims of a graph on disk."""

    opened: Opened = field(kw_only=True)
    _kinds: dict[str, Kind] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[int, Tie] = field(default_factory=dict, repr=False, compare=False)

    def kind(self, node: str) -> Kind:
        """Return the kind record of an entity; of a prospect the kind it would be."""
        found = self._kinds.get(node)
        if found is None:
            found = self.opened.kind(node)
            if found is None:
                raise KeyError(node)
            self._kinds[node] = found
        return found

    def steps(self, node: str) -> tuple[Step, ...]:
        """Return all steps at ``node``, sorted by other end and relation."""
        found = self._steps.get(node)
        if found is None:
            steps = _Steps(self, node, self._read(node))
            found = self._steps[node] = tuple(sorted(steps, key=by_other))
        return found

    def ties(self, node: str, relations: Collection[str] | None = None) -> Iterator[Tie]:
        """Yield the ties at ``node``, or those of some relations, by other end and relation."""
        if relations is None:
            yield from super().ties(node)
            return
        wanted = {n for n, relation in enumerate(self._relations) if relation.id in relations}
        read = self._read(node)
        kept = [place for place, code in enumerate(read.codes) if code >> RELATION in wanted]
        steps = sorted(_Steps(self, node, read.at(kept)), key=by_other)
        yield from (step.tie for step in steps)

    def step(self, node: str, other: str, tie: int, code: int) -> Step:
        """Return the step at ``node`` that has these numbers."""
        along = code & ALONG == ALONG
        found = self._known.get(tie)
        if found is None:
            ends = (node, other) if along else (other, node)
            rows = _Rows(self.opened, tie)
            found = Tie(ends[0], self._relations[code >> RELATION], ends[1], rows)
            self._known[tie] = found
        return Step(other, found, along)

    def _read(self, node: str) -> Steps:
        """Return the steps at ``node`` as numbers."""
        number = self.opened.number(node)
        read = self.opened.base.steps(number) if number >= 0 else NO_STEPS
        return self._anew(node, read) if node in self.opened.moved or self._kinds_anew else read

    def _anew(self, node: str, read: Steps) -> Steps:
        """Return the steps that the base has at ``node`` as the delta changes them."""
        gone, _ = self.opened.ties_beside
        kinds = self._kinds_anew
        groups = [[*group] for group in self._beside.get(node, ([], [], [], []))]
        for group, part in zip(groups, read.groups(), strict=True):
            for name, tie, code in zip(part.names, part.ties, part.codes, strict=True):
                if tie not in gone:
                    group.append((name, code >> RELATION, code & ALONG, tie, code))
        for group in groups:
            group.sort()
        steps = [step for group in groups for step in group]
        codes = [
            (code & ~PASSABLE) | kinds[name].passable * PASSABLE if name in kinds else code
            for name, _, _, _, code in steps
        ]
        hops, up, down, _ = map(len, groups)
        seats = sum(code & SEAT == SEAT for code in codes[:hops])
        return Steps(hops, up, down, seats, [s[0] for s in steps], [s[3] for s in steps], codes)

    @cached_property
    def _kinds_anew(self) -> Mapping[str, Kind]:
        """The kinds of those entities whose kind is no longer what the base says."""
        delta, base = self.opened.delta, self.opened.base
        return {
            id_: self.ontology.kinds[node.kind]
            for id_, node in (delta.nodes if delta else {}).items()
            if node is not None  # what is gone is no step's end any more
            and (number := base.number(id_)) >= 0
            and self.opened.kinds[self._kind_column[number]].id != node.kind
        }

    @cached_property
    def _kind_column(self) -> memoryview:
        return self.opened.base.column("node.kind")

    @cached_property
    def _relations(self) -> tuple[Relation, ...]:
        relations = self.ontology.relations
        return tuple(relations[id_] for id_ in sorted(relations))

    @cached_property
    def _beside(self) -> Mapping[str, tuple[list[_Entry], ...]]:
        """The steps that a delta gives anew, in groups; their ties have numbers below 0."""
        found = defaultdict[str, tuple[list[_Entry], ...]](lambda: ([], [], [], []))
        numbers = {relation.id: number for number, relation in enumerate(self._relations)}
        _, ties = self.opened.ties_beside
        for place, ((subject, id_, object_), rows) in enumerate(ties.items(), 1):
            number, best = numbers[id_], best_of(rows)
            relation = self._relations[number]
            self._known[-place] = Tie(subject, relation, object_, rows)
            steps = {(subject, object_): True}
            steps.setdefault((object_, subject), False)  # of a loop there is one
            for (node, other), along in steps.items():
                group = group_of(relation.role, best, along=along, loop=node == other)
                passable = self.kind(other).passable
                code = code_of(number, relation.role, along=along, passable=passable)
                found[node][group].append((other, number, int(along), -place, code))
        return dict(found)

    @cached_property
    def columns(self) -> Columns:
        """All ties as columns of numbers: as the base has them, or with the delta merged."""
        column = self.opened.base.column
        ties = [column(f"tie.{name}") for name in ("subject", "object", "relation", "best")]
        if self.opened.delta is None:
            return Columns(self.opened.base.ids, self._kind_column, *ties)
        ids = list(self.opened.ids())
        number = {id_: place for place, id_ in enumerate(ids)}
        moved = [number.get(id_, -1) for id_ in self.opened.base.ids]
        gone, beside = self.opened.ties_beside
        kept = (
            (moved[subject], relation, moved[object_], best)
            for tie, (subject, object_, relation, best) in enumerate(zip(*ties, strict=True))
            if tie not in gone
        )
        made = [array("I"), array("I"), array("H"), array("B")]
        for subject, relation, object_, best in merge(kept, sorted(self._numbered(beside, number))):
            for each, value in zip(made, (subject, object_, relation, best), strict=True):
                each.append(value)
        return Columns(ids, self._kinds_of(number, moved), *made)

    def _kinds_of(self, number: Mapping[str, int], moved: Sequence[int]) -> array[int]:
        """Return the kinds of all entities; ``moved``: where those of the base are now, or -1."""
        kinds = {kind.id: place for place, kind in enumerate(self.opened.kinds)}
        found = array("H", bytes(2 * len(number)))
        for old, place in enumerate(moved):
            if place >= 0:
                found[place] = self._kind_column[old]
        for id_, node in self.opened.delta.nodes.items() if self.opened.delta else ():
            if node:
                found[number[id_]] = kinds[node.kind]
        return found

    def _numbered(
        self, ties: Mapping[TieKey, Sequence[Row]], number: Mapping[str, int]
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield ties as numbers: subject, relation, object, best standing."""
        relations = {relation.id: place for place, relation in enumerate(self._relations)}
        for (subject, relation, object_), rows in ties.items():
            yield number[subject], relations[relation], number[object_], best_of(rows)

    def living(self, node: str) -> Around:
        """Return the steps at ``node`` that have a claim which counts by default."""
        found = self._living.get(node)
        if found is None:
            read = self._read(node)
            hops, up, down = (_Steps(self, node, group) for group in read.groups()[:3])
            found = Around(hops, hops, hops.passing(), up, down, read.seats > 0)
            self._living[node] = found
        return found

    def attested(self, node: str) -> int:
        """Return how many attested claims of the whole graph have ``node`` as an end."""
        return max(self.opened.degree(node), 1)

    def tied(self, one: str, other: str) -> bool:
        """Tell whether a claim, not merely a denied one, names both of two deals."""
        return other in self.opened.deals_tied(one)

    def has_ties(self, deal: str) -> bool:
        """Tell whether any other deal is tied to this one."""
        return bool(self.opened.deals_tied(deal))

    def up(self, node: str) -> tuple[str, ...]:
        """Return the places ``node`` lies in directly, sorted."""
        return self.opened.up(node)

    def inside(self, place: str) -> frozenset[str]:
        """Return what lies in ``place`` directly and is a place or holds something."""
        return self.opened.inside(place)
