"""A base that is open: entities, claims, evidence and where to look, by number and by id.

Numbers count from 0 in the order of ids. Nothing is kept of what was read: who asks keeps it.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from graph.claims.model import Document, Record
from graph.store.sidecar import records, tie_index
from graph.store.sidecar.files import Files, Integers, unpacked
from graph.store.sidecar.name_index import NameIndex
from graph.store.sidecar.tie_index import Steps
from graph.store.table import Node, Row, node_from, row_from

_CLAIM_ID = 16
_DIGITS = frozenset("0123456789abcdef")


class Base:
    """The base in ``folder``, whose header has the digest ``id_``.

    Raises GraphDamaged or GraphVersion; whatever is read from it may raise GraphDamaged.
    """

    def __init__(self, folder: Path, id_: str) -> None:
        self.id = id_
        self.folder = folder
        self.files = Files(folder, id_)
        self.key = self.files.key
        self.ids = self.files.texts("ids")
        self.names = NameIndex(self.files)
        lines = self.files.lines
        self._nodes, self._rows, self._records = lines("nodes"), lines("rows"), lines("records")
        self._document_ids = self.files.texts("document-ids")
        self._documents = lines("documents")
        self._about, self._spoken, self._said = lines("about"), lines("spoken"), lines("said")
        self._relations, self._steps = lines("relations"), lines("steps")
        self._sets = {name: lines(name) for name in ("deals", "up", "inside")}

    def verify(self) -> None:
        """Read everything and compare it with what was written; raises GraphDamaged."""
        self.files.verify()

    def column(self, name: str) -> Integers:
        """Return a column of integers by its name; raises GraphDamaged."""
        return self.files.column(name)

    # ------------------------------------------------------------------ by number

    def node(self, number: int) -> Node:
        """Return an entity."""
        return node_from(json.loads(self._nodes[number]))

    def row(self, number: int) -> Row:
        """Return a claim without its evidence."""
        return row_from(json.loads(self._rows[number]))

    def record(self, number: int) -> Record:
        """Return a claim with all its evidence."""
        return records.loads(self._records[number])

    def about(self, number: int) -> Sequence[int]:
        """Return the claims that speak of an entity."""
        return unpacked(self._about[number])

    def spoken(self, number: int) -> Sequence[int]:
        """Return the claims that an entity itself takes a stance on."""
        return unpacked(self._spoken[number])

    def steps(self, number: int) -> Steps:
        """Return the steps at an entity."""
        return tie_index.read(self._steps[number])

    def tie_rows(self, tie: int) -> Sequence[int]:
        """Return the claims of a tie."""
        at = self.column("tie.at")
        return self.column("tie.rows")[at[tie] : at[tie + 1]]

    def of_relation(self, number: int) -> Sequence[int]:
        """Return the claims of a relation."""
        return unpacked(self._relations[number])

    def set_of(self, name: str, number: int) -> Sequence[int]:
        """Return what one of the few entities with ``deals``, ``up`` or ``inside`` has there."""
        of = self.column(f"{name}.of")
        place = bisect_left(of, number)
        is_there = place < len(of) and of[place] == number
        return unpacked(self._sets[name][place]) if is_there else ()

    # ------------------------------------------------------------------ by id

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return len(self._rows)

    def number(self, entity: str) -> int:
        """Return the number of an entity, or -1."""
        return self.ids.find(entity)

    def claim_number(self, claim: str) -> int:
        """Return the number of a claim, or -1."""
        if len(claim) != _CLAIM_ID or not set(claim) <= _DIGITS:
            return -1
        wanted = int(claim, 16)
        ids = self.column("row.id")
        place = bisect_left(ids, wanted)
        return place if place < len(ids) and ids[place] == wanted else -1

    def claims_beginning(self, wanted: str) -> list[str]:
        """Return the ids of the claims that begin with this, sorted."""
        if len(wanted) > _CLAIM_ID or not set(wanted) <= _DIGITS:
            return []
        ids, rest = self.column("row.id"), _CLAIM_ID - len(wanted)
        start = bisect_left(ids, int(wanted + "0" * rest, 16))
        end = bisect_right(ids, int(wanted + "f" * rest, 16))
        return [self.claim_id(number) for number in range(start, end)]

    def claim_id(self, number: int) -> str:
        """Return the id of a claim."""
        return f"{self.column('row.id')[number]:016x}"

    def document(self, id_: str) -> Document | None:
        """Return a document, or None."""
        place = self._document_ids.find(id_)
        return None if place < 0 else records.load_document(self._documents[place])

    def document_ids(self) -> Sequence[str]:
        """Return the ids of all documents, sorted."""
        return self._document_ids

    def said(self, document: str) -> Sequence[int]:
        """Return the claims that a document speaks to."""
        place = self._document_ids.find(document)
        return () if place < 0 else unpacked(self._said[place])

    def said_counts(self) -> list[int]:
        """Return how many claims each document speaks to, in the order of their ids."""
        at = self._said.at
        return [(end - start) // 4 for start, end in pairwise(at)]
