"""Ties and steps: what expansion reads of a claim graph, one line of integers a node.

A tie is all claims of one relation between two entities. A node's line holds its steps in
groups (hops, places up, places down, then what does not count by default), each sorted by the
other end, relation and direction: the ties, what each step is, and the ids of the other ends, so
that a whole frontier is decoded in one go.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import accumulate, pairwise
from typing import NamedTuple

from graph.claims.model import Stage
from graph.store import counting
from graph.store.sidecar.files import LinesWriter, packed, unpacked
from graph.store.sidecar.grouping import Pairs
from graph.store.table import Row
from ontology.records import Ontology

NEVER = 255
"""In place of a standing: all claims of the tie are about what is over."""

ALONG, PASSABLE, SEAT, RELATION = 1, 2, 4, 3
"""The code of a step: bits for "from the tie's subject to its object", "its other end may be
passed through" and "it tells a seat"; above so many bits stands the number of the relation."""

_HEADER = 5


class Steps(NamedTuple):
    """The steps at a node, side by side; ``hops``, ``up`` and ``down`` are how many of each.

    ``seats``: how many of the hops tell a seat.
    """

    hops: int
    up: int
    down: int
    seats: int
    names: Sequence[str]
    ties: Sequence[int]
    codes: Sequence[int]

    def groups(self) -> list[Steps]:
        """Return hops, places up, places down and the rest."""
        ends = [0, *accumulate((self.hops, self.up, self.down)), len(self.names)]
        return [
            bare(self.names[start:end], self.ties[start:end], self.codes[start:end])
            for start, end in pairwise(ends)
        ]

    def at(self, places: Sequence[int]) -> Steps:
        """Return the steps at some places."""
        names, ties, codes = self.names, self.ties, self.codes
        return bare(
            [names[n] for n in places], [ties[n] for n in places], [codes[n] for n in places]
        )


def bare(names: Sequence[str], ties: Sequence[int], codes: Sequence[int]) -> Steps:
    """Return steps that are in no groups."""
    return Steps(0, 0, 0, 0, names, ties, codes)


NO_STEPS = bare((), (), ())


class Group(IntEnum):
    """What a step is, in the order in which they are written."""

    HOPS = 0
    UP = 1
    DOWN = 2
    REST = 3


def group_of(role: str, best: int, *, along: bool, loop: bool) -> Group:
    """Return what a step is, of a tie with this best standing; ``loop``: it leads nowhere."""
    if best > counting.LIVING.place or loop:
        return Group.REST
    if role == "place":
        return Group.UP if along else Group.DOWN
    return Group.HOPS


def code_of(relation: int, role: str, *, along: bool, passable: bool) -> int:
    """Return the code of a step."""
    is_seat = role == "seat"
    return relation << RELATION | along * ALONG | passable * PASSABLE | is_seat * SEAT


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
        return NO_STEPS
    count, hops, up, down, seats = unpacked(line[: 4 * _HEADER])
    end = 4 * (_HEADER + 2 * count)
    numbers = unpacked(line[4 * _HEADER : end])
    names = str(line[end:], "utf-8").split("\n")
    return Steps(hops, up, down, seats, names, numbers[:count], numbers[count:])


class Collected:
    """The walkable claims of a base being written."""

    def __init__(self, ontology: Ontology) -> None:
        self._roles = [ontology.relations[id_].role for id_ in sorted(ontology.relations)]
        self._keys: list[int] = []
        self._rows = array("I")
        self._bests = bytearray()

    def add(self, subject: int, relation: int, object_: int, number: int, row: Row) -> None:
        """Add one claim."""
        self._keys.append(subject << 48 | relation << 32 | object_)
        self._rows.append(number)
        self._bests.append(_place(row))

    def write(
        self, lines: LinesWriter, number: Mapping[str, int], is_passable: Callable[[int], bool]
    ) -> dict[str, array[int]]:
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
            steps = [self._step(node, tie, columns, is_passable) for tie in ties]
            lines.add(_line(sorted(steps), ids))
        return columns

    def _step(
        self,
        node: int,
        tie: int,
        columns: Mapping[str, array[int]],
        is_passable: Callable[[int], bool],
    ) -> _Step:
        """Return a tie as a step at one of its ends."""
        subject, object_ = columns["tie.subject"][tie], columns["tie.object"][tie]
        relation, along = columns["tie.relation"][tie], subject == node
        other, role = object_ if along else subject, self._roles[relation]
        group = group_of(role, columns["tie.best"][tie], along=along, loop=other == node)
        code = code_of(relation, role, along=along, passable=is_passable(other))
        return _Step(group, other, relation, along, tie, code)

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


class _Step(NamedTuple):
    """A step being written; steps are sorted by all of it."""

    group: Group
    other: int
    relation: int
    along: bool
    tie: int
    code: int


def _line(steps: list[_Step], ids: Sequence[str]) -> bytes:
    if not steps:
        return b""
    sizes = Counter(step.group for step in steps)
    seats = sum(step.group is Group.HOPS and bool(step.code & SEAT) for step in steps)
    header = [len(steps), *(sizes[group] for group in list(Group)[:3]), seats]
    numbers = [*header, *(step.tie for step in steps), *(step.code for step in steps)]
    return packed(numbers) + "\n".join(ids[step.other] for step in steps).encode()
