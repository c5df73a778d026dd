"""A few documents more, other or fewer in a large graph: what changes, and nothing else, is judged.

What a document says changes the claims it speaks to; these change others, but not without end:
what a claim replaces stands otherwise, figures of one subject contradict each other or no longer
do, a publisher that is an entity under a new name makes two origins one, what is founded is no
prospect, and rules conclude from claims around. Each of these is followed to its end here. Where
that is not worth it (:class:`TooMuch`), the graph is built anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import orjson

from graph.claims import corpus, weights
from graph.claims.kept import Kept
from graph.claims.model import Attestation, Claim, Document, Entity, Record, bearers
from graph.claims.sources import claim_in, entity_in
from graph.claims.standing import publisher
from graph.store import derive
from graph.store.large.concluding import Concluding
from graph.store.large.gathering import Declaration, Origin
from graph.store.large.links import Links, OpenLinks, Replacement
from graph.store.large.rereading import MOST_DOCUMENTS, Documents, Said, TooMuch
from graph.store.shelf import Shelf
from graph.store.sidecar.opened import Opened
from graph.store.table import Node
from ontology.records import Ontology


class Changes(NamedTuple):
    """All that differs from what the graph was, None for what is gone; the links as they are."""

    nodes: dict[str, Node | None]
    records: dict[str, Record | None]
    documents: dict[str, Document | None]
    links: Links


class Advance:
    """One change of a graph: ``incoming`` documents come in, take a place, or go (None)."""

    def __init__(
        self,
        opened: Opened,
        shelf: Shelf,
        links: OpenLinks,
        incoming: Mapping[str, Kept | None],
        room: Path,
    ) -> None:
        self._opened = opened
        self._ontology: Ontology = opened.ontology
        self._links = links
        self._incoming = incoming
        self._documents = Documents(shelf, incoming, opened.ontology, room)
        takers = {one for one, other in links.since.cancelled if other in incoming}
        self._again = frozenset({*incoming, *takers})  # documents whose words are weighed anew
        self._origins: dict[str, Origin] = {}
        self._old_records: dict[str, Record | None] = {}

    def changes(self) -> Changes:
        """Return what changes; raises TooMuch, or what a build would raise."""
        old, new = (self._documents.said(self._again, anew=anew) for anew in (False, True))
        declared = self._declarations()
        self._entities = {id_: self._merged(id_, given) for id_, given in declared.items()}
        self._bearing = self._names_changed()
        self._claims = {**old.mentioned, **new.mentioned}
        entries = [each for each in self._links.since.replacements if each[2] not in self._again]
        entries += new.replacements
        self._pool(old, new, entries)
        records = self._judged(self._affected(old, new, entries))
        self._check_places(records)
        records |= self._concluded(records)
        changed = {id_: each for id_, each in records.items() if each != self._old(id_)}
        links = Links(
            {**self._links.since.declared, **declared},
            {**self._links.since.published, **self._published()},
            sorted(entries),
            sorted(
                [
                    *(each for each in self._links.since.cancelled if each[0] not in self._again),
                    *new.cancelled,
                ]
            ),
            self._turned,
        )
        documents = {
            id_: Document(**each.document) if each else None for id_, each in self._incoming.items()
        }
        return Changes(self._nodes(changed), changed, documents, links)

    # ------------------------------------------------------------------ entities and names

    def _declarations(self) -> dict[str, list[Declaration]]:
        """Return how each entity is declared of which these documents say anything."""
        changed = {id_: (self._documents.was(id_), self._incoming[id_]) for id_ in self._incoming}
        found: dict[str, dict[str, set[str]]] = {}

        def ways(entity: str) -> dict[str, set[str]]:
            if entity not in found:
                given = self._links.declarations(entity)
                found[entity] = {how: set(documents) for how, documents in given}
            return found[entity]

        for id_, (was, now) in changed.items():
            for entity, how in was.entities if was else ():
                ways(entity).get(how.decode(), set()).discard(id_)
            for entity, how in now.entities if now else ():
                ways(entity).setdefault(how.decode(), set()).add(id_)
        return {
            entity: sorted(Declaration(how, sorted(where)) for how, where in given.items() if where)
            for entity, given in found.items()
        }

    def _merged(self, id_: str, given: list[Declaration]) -> Entity | None:
        ways = sorted((documents[0], how, len(documents)) for how, documents in given)
        if not ways:
            return None
        return corpus.merged([(where, entity_in(orjson.loads(how)), n) for where, how, n in ways])

    def _entity(self, id_: str) -> Entity | None:
        if id_ in self._entities:
            return self._entities[id_]
        node = self._opened.node(id_)
        return node.entity if node else None

    def _names_changed(self) -> dict[str, frozenset[str]]:
        """Return who bears each name that is borne by others than before."""
        found: dict[str, frozenset[str]] = {}
        for id_, entity in self._entities.items():
            node = self._opened.node(id_)
            was = set(bearers([node.entity])) if node else set()
            now = set(bearers([entity])) if entity else set()
            for name in was ^ now:
                known = found.get(name, self._opened.names.bearing(name))
                found[name] = known | {id_} if name in now else known - {id_}
        return found

    def _published(self) -> dict[str, list[str]]:
        """Return the documents of each publisher whose documents change."""
        found: dict[str, set[str]] = {}
        for id_, now in self._incoming.items():
            was = self._documents.was(id_)
            for each, is_there in ((was, False), (now, True)):
                name = publisher(_origin(each.document)) if each else ""
                if name:
                    known = found.setdefault(name, set(self._links.published(name)))
                    (known.add if is_there else known.discard)(id_)
        return {name: sorted(ids) for name, ids in found.items()}

    # ------------------------------------------------------------------ what is said of a claim

    def _old(self, id_: str) -> Record | None:
        """Return a claim as it was, or None."""
        if id_ not in self._old_records:
            there = self._opened.row(id_) is not None
            self._old_records[id_] = self._opened.records([id_])[0] if there else None
        return self._old_records[id_]

    def _pool(self, old: Said, new: Said, entries: list[Replacement]) -> None:
        """Find all attestations of each claim that documents speak to anew.

        Mirrored claims meet where both are said now, and part where they no longer are.
        """
        self._turned = dict(self._links.since.turned)
        self._attestations: dict[str, dict[str, Attestation]] = {}
        for id_, claim in [*self._claims.items()]:
            if not self._is_symmetric(claim):
                left = self._others_saying(id_)
                self._attestations[id_] = {**left, **new.attestations.get(id_, {})}
        mirrored = {id_: claim for id_, claim in self._claims.items() if self._is_symmetric(claim)}
        for claim in mirrored.values():
            self._meet(claim, new, entries)

    def _others_saying(self, id_: str) -> dict[str, Attestation]:
        record = self._old(id_)
        given = record.attestations if record else ()
        return {each.id: each for each in given if each.document not in self._again}

    def _is_symmetric(self, claim: Claim) -> bool:
        symmetric = self._ontology.relations[claim.relation].symmetric
        return symmetric and isinstance(claim.object, str)

    def _meet(self, claim: Claim, new: Said, entries: list[Replacement]) -> None:
        forward, backward = sorted((claim, _mirror(claim)), key=lambda each: each.subject)
        if forward.id in self._attestations:
            return
        others = {**self._others_saying(forward.id), **self._others_saying(backward.id)}
        documents = {each.document for each in others.values()}
        documents |= {
            document
            for older, newer, document in entries
            if document not in self._again and {forward.id, backward.id} & {older, *newer}
        }
        said = {id_ for id_ in (forward.id, backward.id) if id_ in new.mentioned}
        for document in sorted(documents):
            kept = self._documents.now(document)
            said |= _mentions(kept, forward, backward) if kept else set()
        self._turned.pop(backward.id, None)
        every = {**others, **new.attestations.get(forward.id, {}),
                 **new.attestations.get(backward.id, {})}  # fmt: skip
        stands = backward if said == {backward.id} else forward
        if len(said) == 2:
            self._turned[backward.id] = forward.id
        for each in (forward, backward):
            self._claims[each.id] = each
            self._attestations[each.id] = every if each == stands else {}

    def _all_saying(self, id_: str) -> Collection[Attestation]:
        if id_ in self._attestations:
            return self._attestations[id_].values()
        record = self._old(id_)
        return record.attestations if record else ()

    def _claim(self, id_: str) -> Claim | None:
        if id_ in self._claims:
            return self._claims[id_]
        record = self._old(id_)
        return record.claim if record else None

    # ------------------------------------------------------------------ what stands otherwise

    def _affected(self, old: Said, new: Said, entries: list[Replacement]) -> set[str]:
        """Return the claims that may stand otherwise; note what replaces which."""
        found = set(self._attestations)
        by_old: dict[str, set[str]] = defaultdict(set)
        before = self._links.since.turned
        gone = [each for each in self._links.since.replacements if each[2] in self._again]
        for older, _, _ in gone:
            found.add(before.get(older, older))
        fresh = set(new.replacements)
        for entry in entries:
            older, newer, _ = entry
            stands = self._turned.get(older, older)
            newer_ones = {self._turned.get(each, each) for each in newer} - {stands}
            by_old[stands] |= newer_ones
            moved = {older, *newer} & self._turned.keys() ^ {older, *newer} & before.keys()
            if entry in fresh or moved or newer_ones & found:
                found |= {stands, before.get(older, older)}
        self._replaced_by = {
            id_: {each for each in by_old[id_] if self._is_firm(each)} for id_ in found
        }
        self._by_old = by_old
        found |= self._voiced_otherwise()
        groups = set()
        for id_ in found:
            claim = self._claim(id_)
            if claim is not None and self._ontology.relations[claim.relation].single_valued:
                groups.add((claim.subject, claim.relation))
        self._conflicts: dict[str, set[str]] = {}
        for subject, relation in sorted(groups):
            found |= self._contradicting(subject, relation)
        return found

    def _is_firm(self, id_: str) -> bool:
        said = self._all_saying(id_)
        return bool(said) and weights.can_replace(said, self._origins_of(said))

    def _firmly_replaced(self, id_: str) -> set[str]:
        if id_ not in self._replaced_by:
            self._replaced_by[id_] = {
                each for each in self._by_old.get(id_, ()) if self._is_firm(each)
            }
        return self._replaced_by[id_]

    def _contradicting(self, subject: str, relation: str) -> set[str]:
        """Return the claims of a group, and note which contradict which."""
        rows = self._opened.about(subject, {relation})
        ids = {row.id for row in rows if row.subject == subject}
        ids |= {
            id_
            for id_, claim in self._claims.items()
            if (claim.subject, claim.relation) == (subject, relation)
        }
        alive = [
            claim
            for id_ in sorted(ids)
            if not self._firmly_replaced(id_)
            and weights.is_alive(self._all_saying(id_))
            and (claim := self._claim(id_)) is not None
        ]
        self._conflicts |= weights.contradictions(alive)
        return ids

    def _voiced_otherwise(self) -> set[str]:
        """Return the claims of documents whose publisher is another entity than before."""
        documents = {
            id_
            for name in self._bearing
            for id_ in self._links.published(name)
            if id_ not in self._again
        }
        if len(documents) > MOST_DOCUMENTS:
            raise TooMuch
        return {row.id for id_ in documents for row in self._opened.said(id_)}

    def _origins_of(self, said: Iterable[Attestation]) -> Mapping[str, Origin]:
        for each in said:
            id_ = each.document
            if id_ not in self._origins:
                here = self._incoming.get(id_)
                known = self._opened.document(id_)
                document = here.document if here else vars(known) if known else {}
                self._origins[id_] = _origin(document)
        return self._origins

    def _voices(self, said: Iterable[Attestation]) -> dict[str, frozenset[str]]:
        found = {}
        for each in said:
            name = publisher(self._origins[each.document])
            known = self._bearing.get(name)
            ids = self._opened.names.bearing(name) if known is None and name else known
            if ids:
                found[each.document] = ids
        return found

    def _judged(self, ids: set[str]) -> dict[str, Record | None]:
        found: dict[str, Record | None] = {}
        for id_ in sorted(ids):
            said = sorted(self._all_saying(id_), key=lambda each: each.id)
            claim = self._claim(id_)
            record = self._old(id_)
            if record is not None and record.derived_by and not said:
                continue
            if claim is None or not said:
                found[id_] = None
                continue
            origins = self._origins_of(said)
            found[id_] = weights.weighed(
                claim,
                said,
                origins,
                self._voices(said),
                replaced_by=self._firmly_replaced(id_),
                conflicts=self._conflicts.get(id_, ()),
            )
        return found

    # ------------------------------------------------------------------ what follows

    def _concluded(self, records: Mapping[str, Record | None]) -> dict[str, Record | None]:
        """Return the derived claims around claims that changed, as they are now."""
        changed = {id_ for id_, each in records.items() if _seen(each) != _seen(self._old(id_))}
        around = Concluding(self._opened, records, self._old, TooMuch)
        return around.concluded(changed)

    def _check_places(self, records: Mapping[str, Record | None]) -> None:
        """Raise TooMuch where a place may lie within itself: a build tells it."""
        places = self._ontology.with_role("place")
        lies: dict[str, set[str]] = defaultdict(set)
        for record in records.values():
            if record and record.claim.relation in places and record.factual:
                lies[record.claim.subject].add(str(record.claim.object))
        for start in sorted(lies):
            seen, waiting = {start}, sorted(lies[start])
            while waiting:
                here = waiting.pop()
                if here == start:
                    raise TooMuch
                if here not in seen:
                    seen.add(here)
                    waiting += [*lies.get(here, ()), *self._opened.up(here)]

    def _nodes(self, records: Mapping[str, Record | None]) -> dict[str, Node | None]:
        """Return the entities that differ: other names, or founded now, or no longer."""
        founding = {r.id for r in self._ontology.relations.values() if r.founding}
        changed = [*records.values(), *(self._old(id_) for id_ in records)]
        ids = set(self._entities)
        for record in changed:
            if (
                record
                and record.claim.relation in founding
                and isinstance(record.claim.object, str)
            ):
                ids.add(record.claim.object)
        found: dict[str, Node | None] = {}
        for id_ in sorted(ids):
            node = self._node(id_, records, founding)
            if node != self._opened.node(id_):
                found[id_] = node
        return found

    def _node(
        self, id_: str, records: Mapping[str, Record | None], founding: Collection[str]
    ) -> Node | None:
        entity = self._entity(id_)
        if entity is None:
            return None
        prospect = self._ontology.kinds[entity.kind].contingent
        if prospect:
            ids = {row.id for row in self._opened.about(id_, founding)}
            ids |= {key for key, each in records.items() if each and each.claim.object == id_}
            given = [records[key] if key in records else self._old(key) for key in sorted(ids)]
            prospect = id_ not in corpus.founded(filter(None, given), self._ontology)
        return Node(entity, prospect)


def _mirror(claim: Claim) -> Claim:
    return Claim(str(claim.object), claim.relation, claim.subject, claim.qualifiers)


def _mentions(kept: Kept, forward: Claim, backward: Claim) -> set[str]:
    """Return which of two mirrored claims a document speaks of, by their ids."""
    found = set()
    for statement in kept.statements:
        for data in (*statement["claims"], *statement["replaces"], *statement["ends"]):
            if data[1] == forward.relation and data[0] in (forward.subject, backward.subject):
                id_ = claim_in(data).id
                found |= {id_} & {forward.id, backward.id}
    return found


def _origin(document: Mapping[str, str]) -> Origin:
    return Origin(
        document.get("publisher", ""), document.get("wire", ""), document.get("sha256", "")
    )


def _seen(record: Record | None) -> object:
    """Return how a claim stands as rules see it: () if it is dead, None if nobody states it."""
    if record is None or record.derived_by:
        return None
    return (record.standing, record.stage) if record.standing not in derive.DEAD else ()
