"""What a graph has beside its base: entities, claims and documents that differ, or are gone.

A delta lies in a generation as two parts: one JSON text with entities and rows, read at once,
and one line of JSON for each changed claim and document, of which only those asked for are read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from graph.claims.model import Document, Record
from graph.store.sidecar import records
from graph.store.sidecar.files import FORMAT, damaged
from graph.store.table import Node, Row, dump_node, dump_row, node_from, row_from, row_of

CHANGES, EVIDENCE = "delta.json", "delta.jsonl"


class Place(NamedTuple):
    """Where a line of evidence stands, and its checksum."""

    start: int
    length: int
    crc: int


def dumps(
    nodes: Mapping[str, Node | None],
    records_: Mapping[str, Record | None],
    documents: Mapping[str, Document | None],
) -> dict[str, bytes]:
    """Return the parts of a delta by file name; None stands for what is gone."""
    lines, places = list[bytes](), list[Place]()

    def placed(text: str) -> Place:
        line = text.encode() + b"\n"
        start = sum(places[-1][:2]) if places else 0
        lines.append(line)
        places.append(Place(start, len(line), crc32(line)))
        return places[-1]

    whole = {
        "format": FORMAT,
        "nodes": {id_: each and json.loads(dump_node(each)) for id_, each in sorted(nodes.items())},
        "rows": {
            id_: each and json.loads(dump_row(row_of(each)))
            for id_, each in sorted(records_.items())
        },
        "records": {
            id_: placed(records.dumps(each)) for id_, each in sorted(records_.items()) if each
        },
        "documents": {
            id_: each and placed(records.dump_document(each))
            for id_, each in sorted(documents.items())
        },
        "spoken": _spoken(each for each in records_.values() if each),
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"
    return {CHANGES: text.encode(), EVIDENCE: b"".join(lines)}


def _spoken(given: Iterable[Record]) -> dict[str, list[str]]:
    """Return the claims that entities themselves take a stance on."""
    found = defaultdict[str, set[str]](set)
    for record in given:
        for each in record.attestations:
            if each.speaker.id:
                found[each.speaker.id].add(record.id)
    return {entity: sorted(ids) for entity, ids in sorted(found.items())}


class Delta:
    """A delta that is open. ``evidence``: the lines, which stay unread until asked for."""

    def __init__(self, changes: bytes, evidence: Any, path: Path) -> None:
        data = json.loads(changes)
        self._evidence = evidence
        self._path = path
        self._records: dict[str, list[int]] = data["records"]
        self.documents: dict[str, list[int] | None] = data["documents"]
        self.spoken: dict[str, list[str]] = data["spoken"]
        self.nodes = {id_: each and node_from(each) for id_, each in data["nodes"].items()}
        self.rows = {id_: each and row_from(each) for id_, each in data["rows"].items()}

    @cached_property
    def about(self) -> dict[str, list[Row]]:
        """The new and changed claims that speak of each entity."""
        found = defaultdict[str, list[Row]](list)
        for row in filter(None, self.rows.values()):
            for id_ in row.entities():
                found[id_].append(row)
        return dict(found)

    @cached_property
    def said(self) -> dict[str, list[Row]]:
        """The new and changed claims that each document speaks to."""
        found = defaultdict[str, list[Row]](list)
        for row in filter(None, self.rows.values()):
            for document in row.documents:
                found[document].append(row)
        return dict(found)

    def record(self, id_: str) -> Record:
        """Return a claim that is new or changed, with its evidence."""
        return records.loads(self._line(self._records[id_]))

    def document(self, id_: str) -> Document | None:
        """Return a document that is new or changed; None if it is gone."""
        place = self.documents[id_]
        return None if place is None else records.load_document(self._line(place))

    def _line(self, place: list[int]) -> bytes:
        start, length, crc = place
        line = bytes(self._evidence[start : start + length])
        if crc32(line) != crc:
            raise damaged(self._path)
        return line
