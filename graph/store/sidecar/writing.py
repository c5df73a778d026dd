"""Writing a base: one walk over entities, documents and claims, memory bounded by integers.

The same input gives the same bytes. What is written is made durable before this returns; putting
the folder in its place is the writer's affair who asked for it.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from graph.claims.model import Document, Record, Stage
from graph.progress import Progress, silent
from graph.store.counting import LIVING
from graph.store.sidecar import name_index, records, tie_index
from graph.store.sidecar.files import FORMAT, HEADER, NONE, LinesWriter, packed, sync, write_arrays
from graph.store.sidecar.grouping import Pairs
from graph.store.sidecar.place_index import Places
from graph.store.table import Node, Row, counted, dump_node, dump_row, row_of
from ontology.records import Ontology

_EVERY = 1024


class Summary(NamedTuple):
    """What was written: the base's id, how much it holds, and its size."""

    id: str
    entities: int
    documents: int
    claims: int
    derived: int
    bytes: int


def write(
    folder: Path,
    nodes: Iterable[Node],
    records: Iterable[Record],
    documents: Iterable[Document],
    ontology: Ontology,
    progress: Progress = silent,
    *,
    key: str,
) -> Summary:
    """Write a base into ``folder``, which must not exist, and make it durable.

    All three are sorted by id and walked once: nodes, documents, then claims, derived ones
    included. ``key``: of what built them. Raises OSError where there is no room.
    """
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        writer = _Writer(folder, ontology, stack, progress)
        writer.nodes(nodes)
        writer.documents(documents)
        writer.claims(records)
        writer.indexes()
        return writer.finish(key)


class _Writer:
    """One base being written."""

    def __init__(
        self, folder: Path, ontology: Ontology, stack: ExitStack, progress: Progress
    ) -> None:
        self._folder = folder
        self._ontology = ontology
        self._stack = stack
        self._progress = progress
        self._files: dict[str, LinesWriter] = {}
        self._columns: dict[str, array[int]] = {}
        self._tallies = defaultdict[str, Counter[str]](Counter)
        self._number: dict[str, int] = {}
        self._document: dict[str, int] = {}
        self._kinds = {id_: n for n, id_ in enumerate(sorted(ontology.kinds))}
        self._relations = {id_: n for n, id_ in enumerate(sorted(ontology.relations))}
        self._names = name_index.Collected()
        self._about, self._said, self._spoken = Pairs(), Pairs(), Pairs()
        self._by_relation = Pairs()
        self._ties = tie_index.Collected(ontology)
        self._places = Places(ontology.with_role("place"))
        self._deals: dict[int, set[int]] = {}
        self._is_deal = [ontology.kinds[id_].deal for id_ in sorted(ontology.kinds)]
        self._is_passable = [ontology.kinds[id_].passable for id_ in sorted(ontology.kinds)]
        self._is_place = [ontology.kinds[id_].place for id_ in sorted(ontology.kinds)]

    def _lines(self, name: str) -> LinesWriter:
        made = self._files[name] = LinesWriter(self._folder, name)
        self._stack.callback(made.abandon)
        return made

    def _column(self, name: str, code: str) -> array[int]:
        made = self._columns[name] = array(code)
        return made

    # ------------------------------------------------------------------ the three walks

    def nodes(self, nodes: Iterable[Node]) -> None:
        """Write the entities, and note their names."""
        ids, lines, kind = self._lines("ids"), self._lines("nodes"), self._column("node.kind", "H")
        for number, node in enumerate(nodes):
            if number % _EVERY == 0:
                self._progress("Writing entities", number, 0)
            self._number[node.id] = number
            ids.add(_text(node.id))
            lines.add(_text(dump_node(node)))
            kind.append(self._kinds[node.kind])
            self._tallies["kind"][node.kind] += 1
            self._names.add(number, node)

    def documents(self, documents: Iterable[Document]) -> None:
        """Write the documents."""
        ids, lines = self._lines("document-ids"), self._lines("documents")
        for number, each in enumerate(documents):
            self._document[each.id] = number
            ids.add(_text(each.id))
            lines.add(_text(records.dump_document(each)))

    def claims(self, given: Iterable[Record]) -> None:
        """Write the claims with their evidence, and their rows."""
        whole, lines = self._lines("records"), self._lines("rows")
        ids, derived = self._column("row.id", "Q"), self._column("row.derived", "B")
        self._column("row.ended", "B")
        self._column("row.relation", "H")
        self._column("row.standing", "B")
        self._column("row.subject", "I")
        self._column("row.object", "I")
        self._column("node.degree", "I").extend(bytes(len(self._number)))
        for number, record in enumerate(given):
            if number % _EVERY == 0:
                self._progress("Writing claims", number, 0)
            row = row_of(record)
            whole.add(_text(records.dumps(record)))
            lines.add(_text(dump_row(row)))
            ids.append(int(row.id, 16))
            derived.append(row.derived)
            self._row(number, row)
            self._told(number, row, record)

    def _row(self, number: int, row: Row) -> None:
        """Note the numbers of a row and what it adds to the indexes."""
        entities = [self._number[id_] for id_ in row.entities()]
        relation = self._relations[row.relation]
        subject = self._number[row.subject]
        object_ = self._number[row.object] if row.object else NONE
        for column, value in (
            ("relation", relation),
            ("standing", row.standing.place),
            ("ended", row.stage is Stage.ENDED),
            ("subject", subject),
            ("object", object_),
        ):
            self._columns[f"row.{column}"].append(value)
        for what, name in counted(row).items():
            self._tallies[what][name] += 1
        self._by_relation.add(relation, number)
        for each in entities:
            self._about.add(each, number)
        if not row.derived:
            for each in {subject, object_} - {NONE}:
                self._columns["node.degree"][each] += 1
            if tie_index.walkable(row, self._ontology):
                self._ties.add(subject, relation, object_, number, row)
            self._places.add(row, subject, object_)
        deals = [each for each in entities if self._is_deal[self._columns["node.kind"][each]]]
        if len(deals) > 1 and row.standing.place <= LIVING.place:
            for one in deals:
                self._deals.setdefault(one, set()).update(set(deals) - {one})

    def _told(self, number: int, row: Row, record: Record) -> None:
        """Note which documents speak to a claim, and which entities do."""
        for document in row.documents:
            self._said.add(self._document[document], number)
        speakers = {each.speaker.id for each in record.attestations if each.speaker.id}
        for speaker in speakers:
            self._spoken.add(self._number[speaker], number)

    # ------------------------------------------------------------------ what is looked up

    def indexes(self) -> None:
        """Write what tells where to look."""
        of = len(self._number)
        self._progress("Writing indexes", 0, 0)
        self._grouped("about", self._about, of)
        self._grouped("spoken", self._spoken, of)
        self._grouped("said", self._said, len(self._document))
        self._grouped("relations", self._by_relation, len(self._relations))
        self._sets("deals", self._deals)
        kinds, is_place, is_passable = self._columns["node.kind"], self._is_place, self._is_passable
        up, inside = self._places.indexed(lambda node: is_place[kinds[node]])
        self._sets("up", up)
        self._sets("inside", inside)
        self._columns |= self._ties.write(
            self._lines("steps"), self._number, lambda node: is_passable[kinds[node]]
        )
        self._columns |= self._names.write(self._lines)

    def _grouped(self, name: str, pairs: Pairs, places: int) -> None:
        lines = self._lines(name)
        for numbers in pairs.grouped(places):
            lines.add(packed(numbers))

    def _sets(self, name: str, sets: dict[int, set[int]]) -> None:
        """Write a set for each of the few entities that have one."""
        self._columns[f"{name}.of"] = array("I", sorted(sets))
        lines = self._lines(name)
        for _, numbers in sorted(sets.items()):
            lines.add(packed(sorted(numbers)))

    def finish(self, key: str) -> Summary:
        """Make all of it durable and write the header."""
        files = {}
        for name, lines in self._files.items():
            files[name] = lines.close()
            self._columns |= {f"{name}.at": lines.at, f"{name}.crc": lines.crc}
        size, sha, sections = write_arrays(self._folder, self._columns)
        files["arrays"] = (size, sha, 0)
        counts = {
            "entities": len(self._number),
            "documents": len(self._document),
            "claims": len(self._columns["row.id"]),
            "derived": sum(self._columns["row.derived"]),
        }
        header = {
            "format": FORMAT,
            "key": key,
            "counts": counts,
            "tallies": {name: dict(sorted(tally.items())) for name, tally in self._tallies.items()},
            "files": files,
            "sections": sections,
        }
        content = (json.dumps(header, sort_keys=True, indent=0) + "\n").encode()
        with (self._folder / HEADER).open("wb") as file:
            file.write(content)
            sync(file)
        whole = sum(size for size, *_ in files.values()) + len(content)
        return Summary(hashlib.sha256(content).hexdigest(), **counts, bytes=whole)


def _text(text: str) -> bytes:
    return text.encode() + b"\n"
