"""How much room a point takes with its label, and what keeps labels apart.

Widths of letters are estimated, generously, as there is no font in Python; the page measures
and, as a last resort, hides a label rather than let two overlap.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

Side = Literal["below", "right", "left"]
Position = tuple[float, float]

LINE = 17.0  # pixels, of a line of a label
LETTER = 7.4  # pixels, of a letter of a label, on average; full-width ones take twice as much
GAP = 6.0  # pixels between a point and its label, and between labels
_ROUNDS = 80
_LETTERS = 22
_LINES = 3
_MARKS = 3  # on one letter, such as accents


def wrapped(label: str, *, letters: int = _LETTERS, lines: int = _LINES) -> tuple[str, ...]:
    """Return a label in at most so many lines; what does not fit ends in an ellipsis.

    >>> wrapped("different preferences of US consumers")
    ('different preferences', 'of US consumers')
    """
    found = [""]
    for word in _pieces(label, letters):
        joined = f"{found[-1]} {word}".strip()
        if _letters(joined) <= letters:
            found[-1] = joined
        else:
            found.append(word)
    found = [line for line in found if line] or [""]
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1][: letters - 1]}\u2026"]
    return tuple(found)


def _pieces(label: str, letters: int) -> list[str]:
    """Return the words of a label, those longer than a line cut."""
    return [piece for word in label.split() for piece in _cut(word, letters)]


def _cut(word: str, letters: int) -> Iterator[str]:
    """Yield the parts of a word, none wider than a line; marks stay with their letter.

    Of many marks on one letter only some are drawn: towers of them would cover other labels.
    """
    part, marks = "", 0
    for each in word:
        marks = marks + 1 if unicodedata.combining(each) else 0
        if not marks and part and _letters(part + each) > letters:
            yield part
            part = ""
        if marks <= _MARKS:
            part += each
    yield part


def _letters(text: str) -> int:
    """Return the width of a text in letters: full-width ones count twice, marks on them not."""
    return sum(
        (1 + (unicodedata.east_asian_width(each) in "WF")) * (not unicodedata.combining(each))
        for each in text
    )


class Box(NamedTuple):
    """Room around a position: how far it reaches left, up, right and down, in pixels."""

    left: float
    up: float
    right: float
    down: float


def box(lines: Sequence[str], size: float, side: Side) -> Box:
    """Return the room of a point of a radius with its label on a side."""
    width = max(_letters(line) for line in lines) * LETTER
    height = len(lines) * LINE
    around = size + GAP
    if side == "below":
        half = max(around, width / 2 + GAP)
        return Box(half, around, half, around + height + GAP)
    half = max(around, height / 2 + GAP / 2)
    far = around + width + 2 * GAP
    return Box(around, half, far, half) if side == "right" else Box(far, half, around, half)


def separate(
    positions: Mapping[str, Position], boxes: Mapping[str, Box], fixed: frozenset[str] = frozenset()
) -> dict[str, Position]:
    """Return positions at which no two boxes overlap, each moved as little as need be.

    The fixed stay where they are. Pairs are taken in order, so that the outcome is always the
    same; crowds that do not come apart in a number of rounds are spread out as a whole.
    """
    found = dict(positions)
    order = list(found)
    for _ in range(_ROUNDS):
        if not _round(found, boxes, order, fixed):
            break
    else:
        if not fixed:
            wider = {id_: (x * 1.25, y * 1.25) for id_, (x, y) in found.items()}
            return separate(wider, boxes)
    return found


def _round(
    found: dict[str, Position],
    boxes: Mapping[str, Box],
    order: Sequence[str],
    fixed: frozenset[str],
) -> bool:
    """Push each overlapping pair apart once; tell whether there was any."""
    by_left = sorted(order, key=lambda id_: (found[id_][0] - boxes[id_].left, id_))
    moved = False
    for place, one in enumerate(by_left):
        for other in by_left[place + 1 :]:
            if found[other][0] - boxes[other].left >= found[one][0] + boxes[one].right:
                break
            if not {one, other} <= fixed and _push(found, boxes, one, other, fixed):
                moved = True
    return moved


def _push(
    found: dict[str, Position],
    boxes: Mapping[str, Box],
    one: str,
    other: str,
    fixed: frozenset[str],
) -> bool:
    """Push two apart along the shorter way, if they overlap."""
    (x1, y1), (x2, y2), a, b = found[one], found[other], boxes[one], boxes[other]
    across = min(x1 + a.right - x2 + b.left, x2 + b.right - x1 + a.left)
    down = min(y1 + a.down - y2 + b.up, y2 + b.down - y1 + a.up)
    if across <= 0.05 or down <= 0.05:
        return False
    step = (across + 1, 0.0) if across < down else (0.0, down + 1)
    # Which way: each from the middle of the other's box, the first to the left or up in a draw.
    ahead = (x1 + (a.right - a.left) / 2, y1 + (a.down - a.up) / 2) <= (
        x2 + (b.right - b.left) / 2,
        y2 + (b.down - b.up) / 2,
    )
    if across >= down:
        ahead = y1 + (a.down - a.up) / 2 <= y2 + (b.down - b.up) / 2
    sign = -1 if ahead else 1
    share = 1.0 if other in fixed else 0.0 if one in fixed else 0.5
    found[one] = (x1 + sign * step[0] * share, y1 + sign * step[1] * share)
    rest = 1 - share
    found[other] = (x2 - sign * step[0] * rest, y2 - sign * step[1] * rest)
    return True
