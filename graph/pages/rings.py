"""A neighbourhood: what it is about in the middle, rings of those one, two ... steps away.

On each ring the points stand as far apart, from top to bottom, as their labels need, and the
labels point outwards: to the right of the right half, to the left of the left half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from graph.pages.boxes import Position, Side

_FIRST = 190.0  # pixels, the smallest radius of the first ring
_BETWEEN = 250.0  # pixels between rings: a point and the longest line of a label
_COLUMN, _STAGGER = 68.0, 20.0  # pixels of columns from the middle; those of further rings less
_SHARE, _FEW = 0.55, 12  # of a ring that one half takes at most, and rings that may be lopsided
_MIDDLE = 70.0  # pixels between those in the middle, where there are several


class Rings(NamedTuple):
    """Positions, and the side each label stands on."""

    positions: dict[str, Position]
    sides: dict[str, Side]


def rings(
    levels: Sequence[Sequence[str]],
    near: Mapping[str, Sequence[str]],
    heights: Mapping[str, float],
) -> Rings:
    """Return positions for points by level, the middle first; ``near`` are neighbours.

    Points of a level come in the order wanted; from the second ring on they stand beside what
    ties them to the ring before.
    """
    middle, *outer = levels
    found = Rings({}, {})
    for place, id_ in enumerate(middle):
        found.positions[id_] = (0.0, (place - (len(middle) - 1) / 2) * _MIDDLE)
        found.sides[id_] = "below"
    radius = 0.0
    for number, level in enumerate(outer):
        right, left = _halves(level, near, found, first=number == 0)
        needed = max(sum(heights[id_] for id_ in half) for half in (right, left)) / 2 * 1.08
        radius = max(radius + (_BETWEEN if number else _FIRST), needed)
        _place(right, radius, heights, found, "right")
        _place(left, radius, heights, found, "left")
    return found


def columns(
    levels: Sequence[Sequence[str]],
    near: Mapping[str, Sequence[str]],
    heights: Mapping[str, float],
) -> dict[str, Position]:
    """Return positions for a narrow screen: the rings as two columns, the outer ones at the ends.

    Labels point outwards, to the right of the right column and to the left of the left.
    """
    middle, *outer = levels
    found = Rings({id_: (0.0, place * _MIDDLE) for place, id_ in enumerate(middle)}, {})
    reach = {side: (-_MIDDLE, len(middle) * _MIDDLE) for side in (1, -1)}
    for number, level in enumerate(outer):
        x = max(_COLUMN - number * _STAGGER, _STAGGER)
        for side, half in zip((1, -1), _halves(level, near, found, first=number == 0), strict=True):
            reach[side] = _stack(half, side * x, reach[side], heights, found, first=number == 0)
    return found.positions


def _stack(
    half: Sequence[str],
    x: float,
    reach: tuple[float, float],
    heights: Mapping[str, float],
    found: Rings,
    *,
    first: bool,
) -> tuple[float, float]:
    """Put one half of a ring into a column: the first beside the middle, others at its ends."""
    top, bottom = reach
    if first:
        whole = sum(heights[id_] for id_ in half)
        bottom = top = (top + bottom - whole) / 2
    above = [] if first else list(half[: len(half) // 2])
    for id_ in reversed(above):
        top -= heights[id_]
        found.positions[id_] = (x, top + heights[id_] / 2)
    for id_ in half[len(above) :]:
        found.positions[id_] = (x, bottom + heights[id_] / 2)
        bottom += heights[id_]
    return top, bottom


def _halves(
    level: Sequence[str], near: Mapping[str, Sequence[str]], found: Rings, *, first: bool
) -> tuple[list[str], list[str]]:
    """Return who stands right and who left, each from top to bottom."""
    if first:
        half = (len(level) + 1) // 2
        return list(level[:half]), list(reversed(level[half:]))
    right: list[tuple[float, int, str]] = []
    left: list[tuple[float, int, str]] = []
    for place, id_ in enumerate(level):
        parent = next(other for other in near[id_] if other in found.positions)
        x, y = found.positions[parent]
        wanted, other = (
            (right, left) if x > 0 or (x == 0 and len(right) <= len(left)) else (left, right)
        )
        is_full = len(wanted) >= _SHARE * len(level) and len(level) > _FEW
        (other if is_full else wanted).append((y, place, id_))
    return [id_ for _, _, id_ in sorted(right)], [id_ for _, _, id_ in sorted(left)]


def _place(
    half: Sequence[str], radius: float, heights: Mapping[str, float], found: Rings, side: Side
) -> None:
    """Put one half of a ring into place: evenly from top to bottom by the room each needs."""
    whole = sum(heights[id_] for id_ in half)
    reach = max(whole, min(2 * radius * 0.8, whole * 3.2))
    y = -reach / 2
    for id_ in half:
        share = heights[id_] / whole * reach
        y += share / 2
        x = sqrt(max(radius * radius - y * y, 0.0))
        found.positions[id_] = (x if side == "right" else -x, y)
        found.sides[id_] = side
        y += share / 2
