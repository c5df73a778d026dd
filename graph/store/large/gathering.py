"""What documents say, taken in one by one and put on heaps by claim.

In memory stay ids: who declares which entity how, which claims replace which, which of two
mirrored claims are said. What is said of a claim, and by whom, lies on disk.
"""

from __future__ import annotations

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


class Gathering:
    """All that is known of a graph's claims before they are weighed."""

    def __init__(self, ontology: Ontology, folder: Path) -> None:
        self._ontology = ontology
        self.said = Spill(folder, "said", HEAPS)
        self._mirrored = Spill(folder, "mirrored", 1)
        self._retracting: list[tuple[str, Mapping[str, Any]]] = []
        self._symmetric = frozenset(r.id for r in ontology.relations.values() if r.symmetric)
        self._forward: set[str] = set()  # symmetric claims whose subject comes first
        self._backward: dict[str, str] = {}  # the others, with the claim they mirror
        self.origins: dict[str, Origin] = {}
        self.documents: dict[str, bytes] = {}
        self.declared: dict[str, dict[bytes, list[Any]]] = {}  # how -> how often, first where
        self._replacements: list[tuple[str, list[str]]] = []
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
        for id_, how in kept.entities:
            self._declare(id_, how, kept.id)
        for statement in kept.statements:
            if statement["cancels"]:
                self._retracting.append((kept.id, statement))
            else:
                self._state(kept.id, statement, statement["claims"])

    def _declare(self, id_: str, how: bytes, document: str) -> None:
        known = self.declared.get(id_)
        if known is None:
            self.declared[id_] = {how: [1, document]}
        elif how in known:
            count = known[how]
            count[0] += 1
            count[1] = min(count[1], document)
        else:
            known[how] = [1, document]

    def _state(
        self,
        document: str,
        statement: Mapping[str, Any],
        claims: Sequence[Sequence[Any]],
        target: Callable[[Sequence[str]], str] = lambda _: "",
    ) -> None:
        """Take in a statement; ``target``: the attestation that a speaker takes back."""
        ids = [self._claim(each) for each in claims]
        for speaker in statement["speakers"]:
            made = plain(document, speaker, statement, target(speaker))
            for id_, claim in zip(ids, claims, strict=True):
                if claim[1] in self._symmetric and isinstance(claim[2], str):
                    self._mirrored.add(0, (id_, claim, made))
                else:
                    self.said.add(heap(id_), (id_, claim, made))
        for old in (*statement["replaces"], *statement["ends"]):
            self._replacements.append((self._claim(old), ids))

    def _claim(self, claim: Sequence[Any]) -> str:
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
        for document, statement in self._retracting:
            self._retract(document, statement, fetch)
        turned = {one: other for one, other in self._backward.items() if other in self._forward}
        for id_, claim, made in self._mirrored:
            if id_ in turned:
                subject, relation, object_, qualifiers = claim
                met = turned[id_]
                self.said.add(heap(met), (met, [object_, relation, subject, qualifiers], made))
            else:
                self.said.add(heap(id_), (id_, claim, made))
        self._mirrored.drop()
        for old, newer in self._replacements:
            older = turned.get(old, old)
            found = self.replaced_by.setdefault(older, set())
            found.update({turned.get(each, each) for each in newer} - {older})

    def _retract(
        self, document: str, data: Mapping[str, Any], fetch: Callable[[str], Kept | None]
    ) -> None:
        """Take in a statement that takes another one back."""
        statement = statement_in(data)
        cancels = statement.cancels
        target = cancels.partition("#")[0] if "#" in cancels else document
        known = fetch(target) if target in self.documents else None
        files = [known.source.file] if known else []
        labelled = {
            f"{target}#{each.label}": (file.document, each)
            for file in files
            for each in file.statements
            if each.label
        }
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
            known = self.declared[id_]
            given = [
                (where, times, entity_in(orjson.loads(how)))
                for how, (times, where) in known.items()
            ]
            given.sort(key=lambda each: each[0])
            yield corpus.merged([(where, each, times) for where, times, each in given])


def heap(claim: str) -> int:
    """Return the heap of a claim by its id: they are in the order of ids."""
    return int(claim[:2], 16) * HEAPS >> 8
