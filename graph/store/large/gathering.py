"""What documents say, taken in one by one and put on heaps by claim.

In memory stay ids: who declares which entity how, which claims replace which, which of two
mirrored claims are said. What is said of a claim, and by whom, lies on disk.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from graph.claims import corpus
from graph.claims.corpus import CorpusError
from graph.claims.kept import Kept
from graph.claims.model import Document, Entity, Speaker
from graph.claims.sources import claim_out, entity_in, statement_in
from graph.claims.spill import Spill
from graph.store.large.plain import plain
from ontology.records import Ontology

HEAPS = 64
"""Heaps by the beginning of the claim's id, so that heap after heap they are in order."""


class Origin(NamedTuple):
    """What the standing rule asks of a document."""

    publisher: str
    wire: str
    sha256: str


class Declaration(NamedTuple):
    """One way to declare an entity, as canonical JSON, and the documents that do so."""

    how: str
    documents: list[str]


class Gathering:
    """All that is known of a graph's claims before they are weighed."""

    def __init__(self, ontology: Ontology, folder: Path) -> None:
        self._ontology = ontology
        self.said = Spill(folder, "said", HEAPS)
        self.mirrored = Spill(folder, "mirrored", 1)
        self._retracting: list[tuple[str, Mapping[str, Any]]] = []
        self._symmetric = frozenset(r.id for r in ontology.relations.values() if r.symmetric)
        self._forward: set[str] = set()  # symmetric claims whose subject comes first
        self._backward: dict[str, str] = {}  # the others, with the claim they mirror
        self.origins: dict[str, Origin] = {}
        self.documents: dict[str, bytes] = {}
        self.declared: dict[str, dict[bytes, array[int]]] = {}  # how -> in which documents
        self._ids: list[str] = []  # of the documents, by the numbers that ``declared`` has
        self.replacements: list[tuple[str, list[str], str]] = []  # older, newer, document
        self.cancelled: list[tuple[str, str]] = []  # documents, with what they take back of others
        self.turned: dict[str, str] = {}  # claims that stand as their mirrors; once finished
        self.replaced_by: dict[str, set[str]] = {}  # once all is finished

    def add(self, kept: Kept) -> None:
        """Take in one document; raises CorpusError where another one has its id."""
        document = kept.document
        if kept.id in self.documents:
            raise CorpusError(
                f"two claim files have the document id '{kept.id}'. Rename one of them."
            )
        self.documents[kept.id] = orjson.dumps(document)
        self.origins[kept.id] = Origin(document["publisher"], document["wire"], document["sha256"])
        number = len(self._ids)
        self._ids.append(kept.id)
        for id_, how in kept.entities:
            self.declared.setdefault(id_, {}).setdefault(how, array("I")).append(number)
        for statement in kept.statements:
            if statement["cancels"]:
                self._retracting.append((kept.id, statement))
            else:
                self._state(kept.id, statement, statement["claims"])

    def _state(
        self,
        document: str,
        statement: Mapping[str, Any],
        claims: Sequence[Sequence[Any]],
        target: Callable[[Sequence[str]], str] = lambda _: "",
    ) -> None:
        """Take in a statement; ``target``: the attestation that a speaker takes back."""
        ids = [self.claim_id(each) for each in claims]
        for speaker in statement["speakers"]:
            made = plain(document, speaker, statement, target(speaker))
            for id_, claim in zip(ids, claims, strict=True):
                if claim[1] in self._symmetric and isinstance(claim[2], str):
                    self.mirrored.add(0, (id_, claim, made))
                else:
                    self.said.add(heap(id_), (id_, claim, made))
        for old in (*statement["replaces"], *statement["ends"]):
            self.replacements.append((self.claim_id(old), ids, document))

    def claim_id(self, claim: Sequence[Any]) -> str:
        """Return the id of a claim that is said; of symmetric ones note which end comes first."""
        id_ = sha256(orjson.dumps(claim)).hexdigest()[:16]
        subject, relation, object_, qualifiers = claim
        if relation in self._symmetric and isinstance(object_, str):
            if subject < object_:
                self._forward.add(id_)
            elif id_ not in self._backward:
                turned = orjson.dumps([object_, relation, subject, qualifiers])
                self._backward[id_] = sha256(turned).hexdigest()[:16]
        return id_

    def finish(self, fetch: Callable[[str], Kept | None]) -> None:
        """Let claims meet that are mirrors of each other, and retractions find what they mean.

        ``fetch`` returns a document by its id. Raises CorpusError where a retraction takes back
        nothing.
        """
        self.retract(fetch)
        turned = {one: other for one, other in self._backward.items() if other in self._forward}
        self.turned = turned
        for id_, claim, made in self.mirrored:
            if id_ in turned:
                subject, relation, object_, qualifiers = claim
                met = turned[id_]
                self.said.add(heap(met), (met, [object_, relation, subject, qualifiers], made))
            else:
                self.said.add(heap(id_), (id_, claim, made))
        self.mirrored.drop()
        for old, newer, _ in self.replacements:
            older = turned.get(old, old)
            found = self.replaced_by.setdefault(older, set())
            found.update({turned.get(each, each) for each in newer} - {older})

    def retract(self, fetch: Callable[[str], Kept | None]) -> None:
        """Let retractions find what they mean; raises CorpusError where they mean nothing."""
        for document, statement in self._retracting:
            self._retract(document, statement, fetch)

    def _retract(
        self, document: str, data: Mapping[str, Any], fetch: Callable[[str], Kept | None]
    ) -> None:
        """Take in a statement that takes another one back."""
        statement = statement_in(data)
        cancels = statement.cancels
        target = cancels.partition("#")[0] if "#" in cancels else document
        known = fetch(target)
        files = [known.source.file] if known else []
        labelled = {
            f"{target}#{each.label}": (file.document, each)
            for file in files
            for each in file.statements
            if each.label
        }
        if target != document:
            self.cancelled.append((document, target))
        here = Document(**orjson.loads(self.documents[document]))
        source, cancelled = corpus.cancelled(here, statement, labelled)
        claims = [claim_out(each) for each in statement.claims or cancelled.claims]
        self._state(
            document,
            data,
            claims,
            lambda speaker: corpus.attestation(source.id, cancelled, Speaker(*speaker)).id,
        )

    def drop(self) -> None:
        """Give back the room on disk."""
        self.said.drop()

    def entities(self) -> Iterator[Entity]:
        """Yield each entity once, by id, with the names of all documents; raises CorpusError."""
        for id_ in sorted(self.declared):
            given = [
                (min(map(self._ids.__getitem__, where)), entity_in(orjson.loads(how)), len(where))
                for how, where in self.declared[id_].items()
            ]
            yield corpus.merged(sorted(given, key=lambda each: each[0]))

    def declarations(self, id_: str) -> list[Declaration]:
        """Return how documents declare an entity, each way with the documents that do."""
        return sorted(
            Declaration(how.decode(), sorted(self._ids[number] for number in where))
            for how, where in self.declared[id_].items()
        )


def heap(claim: str) -> int:
    """Return the heap of a claim by its id: they are in the order of ids."""
    return int(claim[:2], 16) * HEAPS >> 8
