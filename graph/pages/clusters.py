"""A graph by its communities: each drawn together, those that are tied side by side.

Small pictures come from a force-directed layout (Fruchterman and Reingold 1991, "Graph Drawing
by Force-directed Placement") that starts from a hash of the ids and pulls each community
together. In large ones each community is a disc of its own, the best connected in the middle
(points on Vogel's spiral, 1979, "A better way to construct the sunflower head"), and discs are
packed so that those with many ties lie close. Neither needs numpy: 10,000 points take seconds.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt

from graph.pages.boxes import Position

FORCED = 300
"""Points up to which forces are computed between all pairs."""

_STEPS = 220
_WORK = 4_500_000  # pairs looked at in all steps together: some seconds
_ROW, _LINE = 150.0, 46.0  # pixels between points that have no line, under the picture
_SPRING = 84.0  # pixels, the ideal length of a line
_PULL = 2.5  # of the distance to the middle, a step
_FLAT = 1.6  # labels are wide: across, distances count less than up and down
_SPACING = 44.0  # pixels between points of a disc
_MARGIN = 70.0  # pixels between discs
_GOLDEN = pi * (3 - sqrt(5))
_DIRECTIONS = 24


def start(id_: str) -> Position:
    """Return where a point starts: in a square of one pixel, by a hash of its id."""
    digest = hashlib.sha256(id_.encode()).digest()
    return (
        int.from_bytes(digest[:4], "big") / 2**32 - 0.5,
        int.from_bytes(digest[4:8], "big") / 2**32 - 0.5,
    )


def forced(
    ids: Sequence[str], edges: Sequence[tuple[str, str]], home: Mapping[str, int]
) -> dict[str, Position]:
    """Return positions by attraction along edges and to one's community, and repulsion."""
    ends = {end for edge in edges for end in edge}
    loners = [id_ for id_ in ids if id_ not in ends]
    if loners and len(loners) < len(ids):
        return _with_loners(forced([id_ for id_ in ids if id_ in ends], edges, home), loners)
    steps = max(min(_STEPS, 2 * _WORK // (len(ids) ** 2 + 1)), 1)
    size = _SPRING * sqrt(len(ids))
    xs = [start(id_)[0] * size for id_ in ids]
    ys = [start(id_)[1] * size for id_ in ids]
    number = {id_: place for place, id_ in enumerate(ids)}
    links = sorted({(number[a], number[b]) for a, b in edges if a != b})
    members: dict[int, list[int]] = defaultdict(list)
    for id_ in sorted(ids):
        if id_ in home:
            members[home[id_]].append(number[id_])
    for step in range(steps):
        dx, dy = _repulsion(xs, ys)
        _attraction(xs, ys, links, dx, dy)
        _togetherness(xs, ys, list(members.values()), dx, dy)
        limit = size / 8 * (1 - step / steps) + 1
        for place in range(len(ids)):
            far = sqrt(dx[place] ** 2 + dy[place] ** 2) or 1.0
            pace = min(far, limit) / far
            xs[place] += dx[place] * pace
            ys[place] += dy[place] * pace
    return {id_: (xs[place] * _FLAT, ys[place]) for id_, place in number.items()}


def _with_loners(found: dict[str, Position], loners: Sequence[str]) -> dict[str, Position]:
    """Return positions with those that have no line in rows below."""
    left, right = (pick(x for x, _ in found.values()) for pick in (min, max))
    bottom = max(y for _, y in found.values()) + 2 * _LINE
    columns = max(int((right - left) // _ROW), 1)
    for place, id_ in enumerate(loners):
        row, column = divmod(place, columns)
        found[id_] = (left + (column + 0.5) * _ROW, bottom + row * _LINE)
    return found


def _repulsion(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return how all push each other away: k squared over the distance; a pull to the middle."""
    dx = [-_PULL * x for x in xs]
    dy = [-_PULL * y for y in ys]
    push = _SPRING * _SPRING
    for one in range(len(xs)):
        x, y = xs[one], ys[one]
        for other in range(one):
            across, down = x - xs[other], y - ys[other]
            force = push / (across * across + down * down + 0.01)
            dx[one] += across * force
            dy[one] += down * force
            dx[other] -= across * force
            dy[other] -= down * force
    return dx, dy


def _attraction(
    xs: Sequence[float],
    ys: Sequence[float],
    links: Sequence[tuple[int, int]],
    dx: list[float],
    dy: list[float],
) -> None:
    """Pull the ends of each edge together: the distance squared over k."""
    for one, other in links:
        across, down = xs[other] - xs[one], ys[other] - ys[one]
        force = sqrt(across * across + down * down) / _SPRING
        dx[one] += across * force
        dy[one] += down * force
        dx[other] -= across * force
        dy[other] -= down * force


def _togetherness(
    xs: Sequence[float],
    ys: Sequence[float],
    parts: Sequence[Sequence[int]],
    dx: list[float],
    dy: list[float],
) -> None:
    """Pull each community to its middle."""
    for part in parts:
        x = sum(xs[place] for place in part) / len(part)
        y = sum(ys[place] for place in part) / len(part)
        for place in part:
            dx[place] += (x - xs[place]) * 1.2
            dy[place] += (y - ys[place]) * 1.2


def apart(parts: Sequence[Sequence[str]], edges: Sequence[tuple[str, str]]) -> dict[str, Position]:
    """Return positions by forces for each part alone, and the parts side by side."""
    shapes = []
    for part in parts:
        inside = [edge for edge in edges if edge[0] in part and edge[1] in part]
        found = forced(part, inside, {})
        x, y = (sum(spot[axis] for spot in found.values()) / len(part) for axis in (0, 1))
        shapes.append([(found[id_][0] - x, found[id_][1] - y) for id_ in part])
    return packed(parts, edges, shapes)


def packed(
    parts: Sequence[Sequence[str]],
    edges: Sequence[tuple[str, str]],
    shapes: Sequence[Sequence[Position]] | None = None,
) -> dict[str, Position]:
    """Return positions for parts that are discs, the first in the middle.

    ``shapes`` are the positions inside each part; without them the points of a part come in
    the order in which they go from its middle outwards.
    """
    if shapes is None:
        shapes = [_sunflower(len(part)) for part in parts]
    home = {id_: place for place, part in enumerate(parts) for id_ in part}
    ties: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one, other in edges:
        if home[one] != home[other]:
            ties[home[one]][home[other]] += 1
            ties[home[other]][home[one]] += 1
    radii = [max(sqrt(x * x + y * y) for x, y in shape) + _SPACING / 2 for shape in shapes]
    centres: list[tuple[float, float, float]] = []
    for place in range(len(parts)):
        centres.append((*_free(place, radii, centres, ties[place]), radii[place]))
    return {
        id_: (centres[place][0] + x, centres[place][1] + y)
        for place, part in enumerate(parts)
        for id_, (x, y) in zip(part, shapes[place], strict=True)
    }


def _sunflower(number: int) -> list[Position]:
    return [
        (_SPACING * 0.62 * sqrt(k) * cos(k * _GOLDEN), _SPACING * 0.62 * sqrt(k) * sin(k * _GOLDEN))
        for k in range(number)
    ]


def _free(
    place: int,
    radii: Sequence[float],
    centres: Sequence[tuple[float, float, float]],
    ties: Mapping[int, int],
) -> Position:
    """Return the free spot beside a disc that is nearest to the middle and its ties."""
    if not centres:
        return (0.0, 0.0)
    mine = radii[place]
    tied = [(centres[other], number) for other, number in ties.items() if other < len(centres)]
    best: tuple[float, float, float] | None = None
    for x, y, radius in centres:
        for direction in range(_DIRECTIONS):
            angle = 2 * pi * direction / _DIRECTIONS
            reach = radius + mine + _MARGIN
            spot = (x + reach * cos(angle), y + reach * sin(angle))
            cost = _cost(spot, tied)
            if (best is None or cost < best[0]) and _is_free(spot, mine, centres):
                best = (cost, *spot)
    if best is None:
        raise ValueError("the outermost disc has no free side")
    return best[1], best[2]


def _cost(spot: Position, tied: Sequence[tuple[tuple[float, float, float], int]]) -> float:
    cost = sqrt((spot[0] / 1.5) ** 2 + spot[1] ** 2)
    for (x, y, _), number in tied:
        cost += 0.2 * number * sqrt((spot[0] - x) ** 2 + (spot[1] - y) ** 2)
    return cost


def _is_free(spot: Position, radius: float, centres: Sequence[tuple[float, float, float]]) -> bool:
    return all(
        (spot[0] - x) ** 2 + (spot[1] - y) ** 2 >= (radius + other + _MARGIN * 0.98) ** 2
        for x, y, other in centres
    )
