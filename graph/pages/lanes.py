"""Paths from left to right: a column for each step, a lane for each way that branches off.

The best path runs straight along the first lane. Each further one leaves it where it differs:
its own points take the first lane below that has room between the columns where it leaves and
comes back. Policies stand in a stack above what they touch; who else is in a deal stands one
column before it, above all lanes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_STACK = 3  # policies in one column; more stand in two
_APART = 13.0  # pixels from the middle of a stack to its columns
_BESIDE = 34.0  # pixels from a column to the policies of a stack, where paths run down
_ROOM = 0.45  # columns that a point needs on both sides in its lane


class Grid(NamedTuple):
    """The column and the lane of each point of the paths."""

    column: dict[str, float]
    lane: dict[str, int]


class Measures(NamedTuple):
    """Pixels between columns, between lanes, and between the policies of a stack."""

    column: float
    lane: float
    stack: float


WIDE = Measures(column=250, lane=120, stack=42)
TALL = Measures(column=150, lane=190, stack=44)


def grid(stories: Sequence[Sequence[str]], asides: Mapping[str, str]) -> Grid:
    """Return where the points of paths go, best path first."""
    longest = max(len(story) for story in stories) - 1
    found = Grid({}, {})
    taken: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for story in stories:
        _add(story, longest, found, taken)
    for aside, deal in asides.items():
        if aside not in found.column:
            column = max(found.column[deal] - 1, min(found.column.values()))
            _settle({aside: column}, found, taken, upwards=True)
    return found


def _add(
    story: Sequence[str],
    longest: int,
    found: Grid,
    taken: dict[int, list[tuple[float, float]]],
) -> None:
    """Give the new points of a path columns between the known ones, and a lane."""
    known = [place for place, id_ in enumerate(story) if id_ in found.column]
    if not known:
        steps = len(story) - 1
        _settle({id_: place * longest / steps for place, id_ in enumerate(story)}, found, taken)
        return
    for start, end in zip([-1, *known], [*known, len(story)], strict=True):
        between = list(range(start + 1, end))
        if not between:
            continue
        first = found.column[story[start]] if start >= 0 else None
        last = found.column[story[end]] if end < len(story) else None
        columns = _columns(len(between), first, last, longest)
        new = {story[place]: column for place, column in zip(between, columns, strict=True)}
        _settle(new, found, taken)


def _columns(number: int, first: float | None, last: float | None, longest: int) -> Sequence[float]:
    """Return columns for points between two known ones, or before or behind one."""
    if first is None and last is not None:
        start = 0.0 if last > 0 else last - number
        return [start + (last - start) * place / number for place in range(number)]
    if first is not None and last is None:
        end = float(longest) if first < longest else first + number
        return [first + (end - first) * (place + 1) / number for place in range(number)]
    if first is None or last is None:
        raise ValueError("a run of new points has a known one on one side")
    return [first + (last - first) * (place + 1) / (number + 1) for place in range(number)]


def _settle(
    columns: Mapping[str, float],
    found: Grid,
    taken: dict[int, list[tuple[float, float]]],
    *,
    upwards: bool = False,
) -> None:
    """Put points into the first lane with room for all of them, downwards or above all lanes."""
    low, high = min(columns.values()) - _ROOM, max(columns.values()) + _ROOM
    lane = -1 if upwards else 0
    while any(low < end and start < high for start, end in taken[lane]):
        lane += -1 if upwards else 1
    taken[lane].append((low, high))
    found.column.update(columns)
    found.lane.update(dict.fromkeys(columns, lane))


def positions(
    given: Grid, stacks: Mapping[str, Sequence[str]], measures: Measures, *, tall: bool = False
) -> dict[str, tuple[float, float]]:
    """Return pixels for a grid with its stacks, left to right, or from the top down if ``tall``."""
    return _tall(given, stacks, measures) if tall else _wide(given, stacks, measures)


def _wide(
    given: Grid, stacks: Mapping[str, Sequence[str]], measures: Measures
) -> dict[str, tuple[float, float]]:
    height: dict[int, float] = defaultdict(float)
    for id_, policies in stacks.items():
        lane = given.lane[id_]
        height[lane] = max(height[lane], _rows(policies) * measures.stack)
    level, y = {}, 0.0
    for lane in range(min(given.lane.values()), max(given.lane.values()) + 1):
        y += height[lane]
        level[lane] = y
        y += measures.lane
    found = {
        id_: (column * measures.column, level[given.lane[id_]])
        for id_, column in given.column.items()
    }
    for id_, policies in stacks.items():
        x, y = found[id_]
        for place, policy in enumerate(policies):
            row, left = (place // 2, place % 2) if len(policies) > _STACK else (place, 0)
            aside = _APART * (-1 if left else 1) if len(policies) > _STACK else 0
            found[policy] = (x + aside, y - 26 - (row + 1) * measures.stack)
    return found


def leftwards(policies: Sequence[str]) -> Sequence[str]:
    """Return the policies of a stack that stand in its left column."""
    return policies[1::2] if len(policies) > _STACK else ()


def _rows(policies: Sequence[str]) -> int:
    return (len(policies) + 1) // 2 if len(policies) > _STACK else len(policies)


def _tall(
    given: Grid, stacks: Mapping[str, Sequence[str]], measures: Measures
) -> dict[str, tuple[float, float]]:
    """Lanes side by side; a stack hangs in the row of what it touches, above it."""
    ordered = sorted(set(given.column.values()))
    top, y = {}, 0.0
    for column in ordered:
        here = [id_ for id_ in stacks if given.column[id_] == column]
        y += max((len(stacks[id_]) for id_ in here), default=0) * measures.stack
        top[column] = y
        y += measures.column * 0.75
    found = {
        id_: (given.lane[id_] * measures.lane, top[column]) for id_, column in given.column.items()
    }
    for id_, policies in stacks.items():
        x, y = found[id_]
        for place, policy in enumerate(policies, start=1):
            found[policy] = (x + _BESIDE, y - 20 - place * measures.stack)
    return found
