"""A large graph as it is: a base, and what a delta changes of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import combinations

from graph.claims.model import Document, Record, Stage, Standing
from graph.errors import UnknownClaim
from graph.store.counting import LIVING, holds
from graph.store.sidecar.base import Base
from graph.store.sidecar.delta import Delta
from graph.store.sidecar.names import OpenedNames
from graph.store.sidecar.tie_index import walkable
from graph.store.table import Node, Row, counted
from ontology.records import Kind, Ontology

TieKey = tuple[str, str, str]
"""A tie: subject, relation, object."""


class Opened:
    """A base with a delta, or without: what is asked for is read, and nothing else."""

    def __init__(self, base: Base, delta: Delta | None, ontology: Ontology) -> None:
        self.base = base
        self.delta = delta
        self.ontology = ontology
        self._numbers: dict[str, int] = {}
        self._told: dict[int, dict[int, list[int]]] = {}
        self._kinds = tuple(ontology.kinds[id_] for id_ in sorted(ontology.kinds))
        self._relations = {id_: number for number, id_ in enumerate(sorted(ontology.relations))}

    def number(self, entity: str) -> int:
        """Return the number that an entity has in the base, or -1."""
        found = self._numbers.get(entity)
        if found is None:
            found = self._numbers[entity] = self.base.number(entity)
        return found

    @cached_property
    def names(self) -> OpenedNames:
        """All names."""
        return OpenedNames(self.base, self.delta)

    # ------------------------------------------------------------------ entities

    def node(self, id_: str) -> Node | None:
        """Return an entity, or None."""
        if self.delta and id_ in self.delta.nodes:
            return self.delta.nodes[id_]
        number = self.number(id_)
        return None if number < 0 else self.base.node(number)

    def has(self, id_: str) -> bool:
        """Tell whether there is an entity with this id."""
        if self.delta and id_ in self.delta.nodes:
            return self.delta.nodes[id_] is not None
        return self.number(id_) >= 0

    def kind(self, id_: str) -> Kind | None:
        """Return the kind of an entity, or None."""
        if self.delta and id_ in self.delta.nodes:
            node = self.delta.nodes[id_]
            return self.ontology.kinds[node.kind] if node else None
        number = self.number(id_)
        return None if number < 0 else self._kinds[self.base.column("node.kind")[number]]

    @property
    def kinds(self) -> Sequence[Kind]:
        """All kinds, by the numbers that the column ``node.kind`` holds."""
        return self._kinds

    def ids(self) -> Iterator[str]:
        """Yield the ids of all entities, sorted."""
        if not self.delta:
            return iter(self.base.ids)
        anew = self.delta.nodes
        kept = (id_ for id_ in self.base.ids if id_ not in anew)
        return merge(kept, sorted(id_ for id_, node in anew.items() if node))

    def of_kinds(self, kinds: Collection[str]) -> list[str]:
        """Return the ids of the entities of these kinds, sorted."""
        wanted = {number for number, kind in enumerate(self._kinds) if kind.id in kinds}
        column = self.base.column("node.kind")
        found = [self.base.ids[n] for n, kind in enumerate(column) if kind in wanted]
        if self.delta:
            anew = self.delta.nodes
            found = [id_ for id_ in found if id_ not in anew]
            found += [id_ for id_, node in anew.items() if node and node.kind in kinds]
        return sorted(found) if self.delta else found

    @cached_property
    def entities(self) -> int:
        """How many entities there are."""
        base = len(self.base.ids)
        if not self.delta:
            return base
        there = sum(self.number(id_) >= 0 for id_ in self.delta.nodes)
        return base - there + sum(node is not None for node in self.delta.nodes.values())

    # ------------------------------------------------------------------ claims

    def row(self, id_: str) -> Row | None:
        """Return a claim without its evidence, or None."""
        if self.delta and id_ in self.delta.rows:
            return self.delta.rows[id_]
        number = self.base.claim_number(id_)
        return None if number < 0 else self.base.row(number)

    def rows(self) -> Iterator[Row]:
        """Yield all claims, sorted by id."""
        every = self._kept(range(self.base.claims))
        if not self.delta:
            return every
        anew = (self.delta.rows[id_] for id_ in sorted(self.delta.rows))
        return merge(every, (row for row in anew if row), key=_id)

    @cached_property
    def claims(self) -> int:
        """How many claims there are."""
        if not self.delta:
            return self.base.claims
        there = sum(self.base.claim_number(id_) >= 0 for id_ in self.delta.rows)
        return self.base.claims - there + sum(row is not None for row in self.delta.rows.values())

    def about(self, entity: str, relations: Collection[str] | None = None) -> tuple[Row, ...]:
        """Return the claims that speak of an entity, or those of some relations, sorted by id."""
        number = self.number(entity)
        numbers: Iterable[int] = ()
        if number >= 0 and relations is None:
            numbers = self.base.about(number)
        elif number >= 0 and relations is not None:
            told = self._told_of(number)
            numbers = sorted(n for each in relations for n in told.get(self._relations[each], ()))
        added = self.delta.about.get(entity, ()) if self.delta else ()
        return self._merged(
            numbers, (row for row in added if relations is None or row.relation in relations)
        )

    def _told_of(self, number: int) -> dict[int, list[int]]:
        """Return the claims that speak of an entity, by relation; all of it as numbers."""
        found = self._told.get(number)
        if found is None:
            relation, found = self.base.column("row.relation"), {}
            for each in self.base.about(number):
                found.setdefault(relation[each], []).append(each)
            self._told[number] = found
        return found

    def of_subject(self, entity: str) -> tuple[Row, ...]:
        """Return the claims that have an entity as their subject, sorted by id."""
        number = self.number(entity)
        column = self.base.column("row.subject")
        numbers = () if number < 0 else self.base.about(number)
        added = self.delta.about.get(entity, ()) if self.delta else ()
        return self._merged(
            (each for each in numbers if column[each] == number),
            (row for row in added if row.subject == entity),
        )

    def claims_beginning(self, wanted: str) -> list[str]:
        """Return the ids of the claims that begin with this, sorted."""
        found = self.base.claims_beginning(wanted)
        if not self.delta:
            return found
        anew = self.delta.rows
        kept = [id_ for id_ in found if id_ not in anew]
        return sorted([*kept, *(i for i, row in anew.items() if row and i.startswith(wanted))])

    def of_relations(self, relations: Collection[str]) -> tuple[Row, ...]:
        """Return the claims of some relations, sorted by id."""
        numbers: list[int] = []
        for each in sorted(relations):
            numbers += self.base.of_relation(self._relations[each])
        anew = self.delta.rows.values() if self.delta else ()
        return self._merged(sorted(numbers), (r for r in anew if r and r.relation in relations))

    def said(self, document: str) -> tuple[Row, ...]:
        """Return the claims that a document speaks to, sorted by id."""
        added = self.delta.said.get(document, ()) if self.delta else ()
        return self._merged(self.base.said(document), added)

    def spoken(self, entity: str) -> list[str]:
        """Return the ids of the claims that an entity itself takes a stance on, sorted."""
        number = self.number(entity)
        found = [] if number < 0 else [self.base.claim_id(n) for n in self.base.spoken(number)]
        if not self.delta:
            return found
        kept = {id_ for id_ in found if id_ not in self.delta.rows}
        return sorted(kept.union(self.delta.spoken.get(entity, ())))

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return claims with all their evidence; raises UnknownClaim for one that is not here."""
        return [self._record(id_) for id_ in ids]

    def _record(self, id_: str) -> Record:
        number = -1
        if self.delta and id_ in self.delta.rows:
            if self.delta.rows[id_] is not None:
                return self.delta.record(id_)
        else:
            number = self.base.claim_number(id_)
        if number < 0:
            raise UnknownClaim(f"no claim has the id '{id_}'. `inroads claims` lists them.")
        return self.base.record(number)

    def claim_ids(self) -> list[str]:
        """Return the ids of all claims, sorted."""
        ids = (f"{each:016x}" for each in self.base.column("row.id"))
        if not self.delta:
            return list(ids)
        anew = self.delta.rows
        return sorted(
            [*(id_ for id_ in ids if id_ not in anew), *(id_ for id_ in anew if anew[id_])]
        )

    def _merged(self, numbers: Iterable[int], added: Iterable[Row]) -> tuple[Row, ...]:
        kept = self._kept(numbers)
        return tuple(sorted((*kept, *added), key=_id)) if self.delta else tuple(kept)

    def _kept(self, numbers: Iterable[int]) -> Iterator[Row]:
        """Yield the claims of the base that are as they were."""
        rows = map(self.base.row, numbers)
        if self.delta:
            anew = self.delta.rows
            return (row for row in rows if row.id not in anew)
        return rows

    # ------------------------------------------------------------------ documents

    def document(self, id_: str) -> Document | None:
        """Return a document, or None."""
        if self.delta and id_ in self.delta.documents:
            return self.delta.document(id_)
        return self.base.document(id_)

    def document_ids(self) -> list[str]:
        """Return the ids of all documents, sorted."""
        ids = list(self.base.document_ids())
        if not self.delta:
            return ids
        anew = self.delta.documents
        kept = [id_ for id_ in ids if id_ not in anew]
        return sorted([*kept, *(id_ for id_, place in anew.items() if place)])

    # ------------------------------------------------------------------ counts

    def tally(self, what: str) -> Counter[str]:
        """Return how many there are of each kind, relation, standing, or derived."""
        found = Counter(self.base.files.tallies.get(what, {}))
        if what == "kind":
            for id_, node in self.delta.nodes.items() if self.delta else ():
                number = self.number(id_)
                if number >= 0:
                    found[self._kinds[self.base.column("node.kind")[number]].id] -= 1
                if node:
                    found[node.kind] += 1
        for pair in self.changed_rows:
            for row, sign in zip(pair, (-1, 1), strict=True):
                if row and what != "kind":
                    found[counted(row)[what]] += sign
        return +found

    def documents_tally(self) -> Counter[str]:
        """Return how many claims each document speaks to."""
        ids, counts = self.base.document_ids(), self.base.said_counts()
        found = Counter(dict(zip(ids, counts, strict=True)))
        for pair in self.changed_rows:
            for row, sign in zip(pair, (-1, 1), strict=True):
                for document in row.documents if row else ():
                    found[document] += sign
        return +found

    def not_counting(self, floor: Standing) -> int:
        """Return how many attested claims are weaker than a floor, or over."""
        names = ("row.standing", "row.derived", "row.ended")
        columns: Iterator[tuple[int, ...]] = zip(*map(self.base.column, names), strict=True)
        found = sum(
            not derived and (place > floor.place or ended) for place, derived, ended in columns
        )
        for pair in self.changed_rows:
            for row, sign in zip(pair, (-1, 1), strict=True):
                if row and not row.derived:
                    weaker = row.standing.place > floor.place
                    found += sign * (weaker or row.stage is Stage.ENDED)
        return found

    @cached_property
    def changed_rows(self) -> list[tuple[Row | None, Row | None]]:
        """The claims that differ, each as the base has it and as it is."""
        if not self.delta:
            return []
        base = self.base
        numbers = ((id_, base.claim_number(id_)) for id_ in self.delta.rows)
        return [(base.row(n) if n >= 0 else None, self.delta.rows[id_]) for id_, n in numbers]

    # ------------------------------------------------------------------ ties

    @cached_property
    def ties_beside(self) -> tuple[frozenset[int], dict[TieKey, tuple[Row, ...]]]:
        """The numbers of the base's ties that do not count, and the ties that do instead."""
        keys = {
            (row.subject, row.relation, row.object)
            for pair in self.changed_rows
            for row in pair
            if row and walkable(row, self.ontology)
        }
        added = defaultdict[TieKey, list[Row]](list)
        for _, row in self.changed_rows:
            if row and walkable(row, self.ontology):
                added[row.subject, row.relation, row.object].append(row)
        numbers = {key: self._tie(*key) for key in sorted(keys)}
        found = {}
        for key, number in numbers.items():
            known = self.base.tie_rows(number) if number >= 0 else ()
            if rows := self._merged(known, added[key]):
                found[key] = rows
        return frozenset(number for number in numbers.values() if number >= 0), found

    @cached_property
    def moved(self) -> frozenset[str]:
        """The entities whose steps may no longer be those of the base."""
        rows = (row for pair in self.changed_rows for row in pair)
        walked = [row for row in rows if row and walkable(row, self.ontology)]
        return frozenset(end for row in walked for end in (row.subject, row.object))

    def _tie(self, subject: str, relation: str, object_: str) -> int:
        """Return the number of a tie of the base, or -1."""
        base = self.base
        first, last = self.number(subject), self.number(object_)
        if min(first, last) < 0:
            return -1
        ends = first, self._relations[relation], last
        subjects, relations = base.column("tie.subject"), base.column("tie.relation")
        objects = base.column("tie.object")

        def key(tie: int) -> tuple[int, int, int]:
            return subjects[tie], relations[tie], objects[tie]

        start, end = bisect_left(subjects, first), bisect_right(subjects, first)
        place = bisect_left(range(len(subjects)), ends, start, end, key=key)
        return place if place < len(subjects) and key(place) == ends else -1

    # ------------------------------------------------------------------ places, deals, degrees

    def degree(self, entity: str) -> int:
        """Return how many attested claims have an entity as an end."""
        number = self.number(entity)
        known = 0 if number < 0 else self.base.column("node.degree")[number]
        return known + self._degrees[entity] if self.delta else known

    @cached_property
    def _degrees(self) -> Counter[str]:
        """What the delta adds to degrees, or takes away."""
        found = Counter[str]()
        for old, new in self.changed_rows:
            for row, sign in ((old, -1), (new, 1)):
                if row and not row.derived:
                    for each in {row.subject, row.object} - {""}:
                        found[each] += sign
        return found

    def deals_tied(self, deal: str) -> frozenset[str]:
        """Return the deals that some claim, not merely a denied one, names with this one."""
        if deal in self._deals_anew:
            found = set[str]()
            for row in self.about(deal):
                if row.standing.place <= LIVING.place:
                    deals = [id_ for id_ in row.entities() if self._is_deal(id_)]
                    found |= {o for pair in combinations(deals, 2) if deal in pair for o in pair}
            return frozenset(found - {deal})
        return self._set_of("deals", deal)

    def _is_deal(self, id_: str) -> bool:
        kind = self.kind(id_)
        return kind is not None and kind.deal

    @cached_property
    def _deals_anew(self) -> frozenset[str]:
        """The entities whose deals the delta may have changed."""
        rows = (row for pair in self.changed_rows for row in pair if row)
        changed = {id_ for row in rows for id_ in row.entities()}
        return frozenset(changed | (set(self.delta.nodes) if self.delta else set()))

    def up(self, entity: str) -> tuple[str, ...]:
        """Return the places an entity lies in directly, sorted."""
        anew = self._lying
        found = anew[entity] if entity in anew else self._set_of("up", entity)
        return tuple(sorted(found))

    def inside(self, place: str) -> frozenset[str]:
        """Return what lies in a place directly and is a place, or holds something itself."""
        found = self._set_of("inside", place)
        if not self._lying:
            return found
        kept = {each for each in found if each not in self._lying}
        return frozenset(kept.union(self._lying_in.get(place, ())))

    @cached_property
    def _lying(self) -> dict[str, frozenset[str]]:
        """Where the entities lie that the delta, or a claim that it changes, may have moved."""
        places = self.ontology.with_role("place")
        moved = {
            id_
            for pair in self.changed_rows
            for row in pair
            if row and row.relation in places
            for id_ in (row.subject, row.object)
            if id_
        }
        moved |= set(self.delta.nodes) if self.delta else set()
        return {
            id_: frozenset(
                row.object
                for row in self.about(id_, places)
                if row.subject == id_ and row.object and holds(row) and not row.derived
            )
            for id_ in moved
        }

    @cached_property
    def _lying_in(self) -> dict[str, set[str]]:
        found = defaultdict[str, set[str]](set)
        for id_, places in self._lying.items():
            kind = self.kind(id_)
            if kind is not None and (kind.place or self._holds_something(id_)):
                for place in places:
                    found[place].add(id_)
        return dict(found)

    def _holds_something(self, id_: str) -> bool:
        places = self.ontology.with_role("place")
        about = self.about(id_, places)
        return any(row.object == id_ and holds(row) and not row.derived for row in about)

    def _set_of(self, name: str, entity: str) -> frozenset[str]:
        number = self.number(entity)
        found = () if number < 0 else self.base.set_of(name, number)
        return frozenset(self.base.ids[each] for each in found)


def _id(row: Row) -> str:
    return row.id
