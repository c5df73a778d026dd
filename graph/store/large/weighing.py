"""Heap by heap, what was said of claims becomes claims that stand.

Some things reach across heaps and are found out first, by walking the heaps for them alone: which
claims are firm enough to replace others, which of one subject contradict each other, what is
founded, what rules conclude. Then each heap gives its claims, in the order of their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from graph.claims import corpus, weights
from graph.claims.model import Attestation, Claim, Record
from graph.claims.sources import claim_in
from graph.claims.standing import Voices, publisher
from graph.progress import Progress, silent
from graph.store import derive
from graph.store.large.gathering import HEAPS, Gathering
from graph.store.large.plain import attestation
from ontology.records import Ontology

_Said = dict[str, Any]  # id of an attestation -> the attestation in plain values


class Weighing:
    """The claims of all heaps as they stand."""

    def __init__(
        self,
        gathered: Gathering,
        named: Mapping[str, Collection[str]],
        ontology: Ontology,
        progress: Progress = silent,
    ) -> None:
        """``named``: the ids of the entities that bear the name of a publisher, by name."""
        self._gathered = gathered
        self._ontology = ontology
        self._progress = progress
        self._spoken: Voices = {
            id_: frozenset(named[name])
            for id_, origin in gathered.origins.items()
            if (name := publisher(origin)) in named
        }
        self._replaced_by = self._firm()
        self._conflicts = self._contradictions()
        self._settle()

    def records(self) -> Iterator[Record]:
        """Yield all claims, sorted by id, derived ones among them."""
        waiting = sorted(self.derived.values(), key=lambda each: each.id, reverse=True)
        for record in self._stated():
            while waiting and waiting[-1].id < record.id:
                yield waiting.pop()
            if waiting and waiting[-1].id == record.id:
                waiting.pop()  # what is stated needs no deriving
            yield record
        yield from reversed(waiting)

    def _stated(self) -> Iterator[Record]:
        done, of = 0, len(self._gathered.said)
        for heap in range(HEAPS):
            for id_, claim, said in self._claims(heap):
                yield self._record(id_, claim, said)
                done += len(said)
            self._progress("Weighing claims", done, of)

    def _claims(
        self,
        heap: int,
        relations: Collection[str] | None = None,
        ids: Collection[str] | None = None,
    ) -> Iterator[tuple[str, list[Any], _Said]]:
        """Yield what is said of each claim of a heap, sorted by id; or of some claims only."""
        claims: dict[str, list[Any]] = {}
        said: dict[str, _Said] = defaultdict(dict)
        for id_, claim, made in self._gathered.said.heap(heap):
            if (relations is None or claim[1] in relations) and (ids is None or id_ in ids):
                claims[id_] = claim
                said[id_][made[0]] = made
        for id_ in sorted(claims):
            yield id_, claims[id_], said[id_]

    def _record(self, id_: str, claim: list[Any], said: _Said) -> Record:
        made = claim_in(claim)
        made.__dict__["id"] = id_  # it was hashed when it was read
        return weights.weighed(
            made,
            _attestations(said),
            self._gathered.origins,
            self._spoken,
            replaced_by=self._replaced_by.get(id_, ()),
            conflicts=self._conflicts.get(id_, ()),
        )

    def _firm(self) -> dict[str, set[str]]:
        """Return the claims that replace a claim and are firm enough for it."""
        wanted = frozenset().union(*self._gathered.replaced_by.values())
        if not wanted:
            return {}
        origins = self._gathered.origins
        firm = {
            id_
            for heap in range(HEAPS)
            for id_, _, said in self._claims(heap, ids=wanted)
            if weights.can_replace(_attestations(said), origins)
        }
        found = {old: newer & firm for old, newer in self._gathered.replaced_by.items()}
        return {old: newer for old, newer in found.items() if newer}

    def _contradictions(self) -> dict[str, set[str]]:
        relations = {r.id for r in self._ontology.relations.values() if r.single_valued}

        def alive() -> Iterator[Claim]:
            for heap in range(HEAPS):
                for id_, claim, said in self._claims(heap, relations):
                    if id_ not in self._replaced_by and weights.is_alive(_attestations(said)):
                        yield claim_in(claim)

        return weights.contradictions(alive())

    def _settle(self) -> None:
        """Find out what is founded, that no place lies within itself, and what rules conclude."""
        ontology = self._ontology
        places = ontology.with_role("place")
        founding = {r.id for r in ontology.relations.values() if r.founding}
        premises = derive.premise_relations(ontology)
        above: dict[str, list[str]] = defaultdict(list)
        founded: set[str] = set()
        resting: dict[str, Record] = {}
        for heap in range(HEAPS):
            self._progress("Finding premises", heap, HEAPS)
            for id_, claim, said in self._claims(heap, places | founding | premises):
                record = self._record(id_, claim, said)
                founded |= corpus.founded([record], ontology)
                if claim[1] in places and record.factual:
                    above[claim[0]].append(str(claim[2]))
                if claim[1] in premises:
                    resting[id_] = Record(record.claim, (), record.standing, record.stage)
        corpus.check_places(above, self._documents_of)
        self.founded = frozenset(founded)
        self.derived = derive.conclusions(resting, ontology, self._progress)

    def _documents_of(self, lower: str, upper: str) -> list[str]:
        """Return the documents that say that a place lies in another one."""
        places = self._ontology.with_role("place")
        return sorted(
            {
                made[1]
                for heap in range(HEAPS)
                for _, claim, said in self._claims(heap, places)
                if (claim[0], claim[2]) == (lower, upper)
                for made in said.values()
            }
        )


def _attestations(said: _Said) -> list[Attestation]:
    return [attestation(said[id_]) for id_ in sorted(said)]
