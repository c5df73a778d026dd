"""Ties and steps: what expansion reads of a claim graph, one line of integers a node.

A tie is all claims of one relation between two entities. A node's line holds its steps, sorted
by the other end, relation and direction: the other ends as numbers and as ids, the ties, and
what each step is. The ids stand there once more so that a frontier is decoded in one go.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.claims.model import Stage
from graph.store import counting
from graph.store.sidecar.files import LinesWriter, packed, unpacked
from graph.store.sidecar.grouping import Pairs
from graph.store.table import Row
from ontology.records import Ontology

NEVER = 255
"""In place of a standing: all claims of the tie are about what is over."""

ALONG, LIVING, RELATION = 1, 2, 2
"""The code of a step: bits for "from the tie's subject to its object" and for "has a claim that
counts by default"; above so many bits stands the number of the relation."""


class Steps(NamedTuple):
    """The steps at a node, side by side: other ends, ties, and their codes."""

    others: Sequence[int]
    names: Sequence[str]
    ties: Sequence[int]
    codes: Sequence[int]


def best_of(rows: Iterable[Row]) -> int:
    """Return the place of the best standing of claims that are not over, or NEVER."""
    return min((_place(row) for row in rows), default=NEVER)


def _place(row: Row) -> int:
    return NEVER if row.stage is Stage.ENDED else row.standing.place


def walkable(row: Row, ontology: Ontology) -> bool:
    """Tell whether a claim is part of a tie that paths may walk."""
    role = ontology.relations[row.relation].role
    return bool(row.object) and not row.derived and role in counting.PATH_ROLES


def read(line: bytes) -> Steps:
    """Return the steps of a node from its line."""
    if not line:
        return Steps((), (), (), ())
    whole = memoryview(line)
    (count,) = unpacked(line[:4])
    numbers = unpacked(line[4 : 4 + 12 * count]).tolist()  # type: ignore[attr-defined]
    names = str(whole[4 + 12 * count :], "utf-8").split("\n")
    return Steps(numbers[:count], names, numbers[count : 2 * count], numbers[2 * count :])


class Collected:
    """The walkable claims of a base being written."""

    def __init__(self) -> None:
        self._keys: list[int] = []
        self._rows = array("I")
        self._bests = bytearray()

    def add(self, subject: int, relation: int, object_: int, number: int, row: Row) -> None:
        """Add one claim."""
        self._keys.append(subject << 48 | relation << 32 | object_)
        self._rows.append(number)
        self._bests.append(_place(row))

    def write(self, lines: LinesWriter, number: Mapping[str, int]) -> dict[str, array[int]]:
        """Write the steps of each node; return the columns of the ties."""
        columns = self._tied()
        ids, at = list(number), Pairs()
        for tie, (subject, object_) in enumerate(
            zip(columns["tie.subject"], columns["tie.object"], strict=True)
        ):
            at.add(subject, tie)
            if object_ != subject:
                at.add(object_, tie)
        for node, ties in enumerate(at.grouped(len(ids))):
            lines.add(_line(list(_sorted(node, ties, columns)), ids))
        return columns

    def _tied(self) -> dict[str, array[int]]:
        """Return the ties, sorted by subject, relation and object, with their claims."""
        order = sorted(range(len(self._keys)), key=self._keys.__getitem__)
        columns = {
            "tie.subject": array("I"),
            "tie.relation": array("H"),
            "tie.object": array("I"),
            "tie.best": array("B"),
            "tie.at": array("I"),
            "tie.rows": array("I"),
        }
        last = -1
        for index in order:
            key, best = self._keys[index], self._bests[index]
            if key != last:
                last = key
                columns["tie.subject"].append(key >> 48)
                columns["tie.relation"].append(key >> 32 & 0xFFFF)
                columns["tie.object"].append(key & 0xFFFFFFFF)
                columns["tie.best"].append(best)
                columns["tie.at"].append(len(columns["tie.rows"]))
            columns["tie.rows"].append(self._rows[index])
            columns["tie.best"][-1] = min(columns["tie.best"][-1], best)
        columns["tie.at"].append(len(columns["tie.rows"]))
        self._keys, self._rows, self._bests = [], array("I"), bytearray()
        return columns


def _sorted(
    node: int, ties: Sequence[int], columns: Mapping[str, array[int]]
) -> Iterator[tuple[int, int, int]]:
    """Yield the steps of a node as (other end, tie, code), by other end, relation, direction."""
    found = []
    for tie in ties:
        subject, object_ = columns["tie.subject"][tie], columns["tie.object"][tie]
        along = subject == node
        living = columns["tie.best"][tie] <= counting.LIVING.place
        code = columns["tie.relation"][tie] << RELATION | living * LIVING | along * ALONG
        other = object_ if along else subject
        found.append((other, columns["tie.relation"][tie], along, tie, code))
    for other, _, _, tie, code in sorted(found):
        yield other, tie, code


def _line(steps: list[tuple[int, int, int]], ids: Sequence[str]) -> bytes:
    if not steps:
        return b""
    numbers = [len(steps), *(s[0] for s in steps), *(s[1] for s in steps), *(s[2] for s in steps)]
    return packed(numbers) + "\n".join(ids[step[0]] for step in steps).encode()
