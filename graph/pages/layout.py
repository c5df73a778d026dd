"""Where each point of a scene stands, chosen by the question the scene answers.

A path runs from left to right (and, for narrow screens, from the top down), a neighbourhood
stands in rings, everything else by community. The same scene gives the same positions, and
positions of an earlier page are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from graph.pages import clusters, lanes
from graph.pages.boxes import Box, Position, Side, box, separate, wrapped
from graph.pages.rings import columns, rings
from graph.pages.scene import FIRST, WHOLE, Line, Scene

MOVED_APART = 150
"""Points up to which labels are kept apart; beyond, the page hides those that do not fit."""

NARROW = 14
"""Letters of a line of a label on a narrow screen, except along a path."""

_DETOURS = 400  # points up to which lines are led round others

_CLEARANCE = 22.0  # pixels that a line keeps from points it passes
_BEND = 0.16  # how far parallel lines are bent from each other


class Kept(NamedTuple):
    """Where points stood on an earlier page: everywhere, and in its first view."""

    everywhere: Mapping[str, Position]
    first: Mapping[str, Position]


FRESH = Kept({}, {})
"""No earlier page."""


@dataclass(frozen=True)
class Layout:
    """Positions in pixels at full size; ``tall`` for narrow screens, if it differs.

    ``first`` are the positions of the first view, where that is a part of the scene only.
    ``bends`` tells how far a line is bent, to the right if positive; ``sizes`` the radius of
    each point; ``labels`` its label in lines.
    """

    positions: Mapping[str, Position]
    labels: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, float]
    bends: Mapping[str, float]
    sides: Mapping[str, Side] = field(default_factory=dict)
    tall: Mapping[str, Position] = field(default_factory=dict)
    tall_bends: Mapping[str, float] = field(default_factory=dict)
    first: Mapping[str, Position] = field(default_factory=dict)


def layout(scene: Scene, labels: Mapping[str, str], kept: Kept = FRESH) -> Layout:
    """Return the layout of a scene; ``labels`` are the points' names, ``kept`` old positions."""
    lines = {id_: wrapped(label) for id_, label in labels.items()}
    degree = Counter(end for line in scene.lines for end in (line.source, line.target))
    sizes = {point.id: _size(scene, point.id, degree[point.id]) for point in scene.points}
    made = {"path": _path, "rings": _rings, "groups": _groups}[scene.arrangement]
    sides, drawn = made(scene, lines, sizes)
    boxes = {id_: box(lines[id_], sizes[id_], sides.get(id_, "below")) for id_ in drawn}
    positions = _settled(scene, drawn, boxes, kept.everywhere)
    tall = _rounded(_tall(scene, labels, sizes, positions))
    return Layout(
        positions=positions,
        labels=lines,
        sizes=sizes,
        bends=bends(positions, scene.lines),
        sides=sides,
        tall=tall,
        tall_bends=bends(tall, scene.lines) if tall else {},
        first=_first(scene, degree, lines, sizes, kept.first),
    )


def _first(
    scene: Scene,
    degree: Mapping[str, int],
    labels: Mapping[str, Sequence[str]],
    sizes: Mapping[str, float],
    kept: Mapping[str, Position],
) -> dict[str, Position]:
    """Return where the first view of a large scene stands."""
    if len(scene.points) <= WHOLE or scene.arrangement == "path":
        return {}
    near = neighbours(scene)
    chosen = _connected(scene.focus, degree, near)
    edges = [(e.source, e.target) for e in scene.lines if {e.source, e.target} <= {*chosen}]
    drawn = clusters.forced(sorted(chosen), edges, homes(scene, near))
    part = replace(scene, points=tuple(p for p in scene.points if p.id in drawn), lines=())
    boxes = {id_: box(labels[id_], sizes[id_], "below") for id_ in drawn}
    found = _settled(part, drawn, boxes, kept)
    return {id_: found[id_] for id_ in chosen}


def _connected(
    focus: Sequence[str], degree: Mapping[str, int], near: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return FIRST points: each the best connected of those tied to one before it, if any is."""
    hubs = sorted(near, key=lambda id_: (-degree[id_], id_))
    chosen: dict[str, None] = {}
    edge = [(0, id_) for id_ in focus]
    for hub in [*focus, *hubs]:
        if len(chosen) >= FIRST:
            break
        if hub not in chosen and not edge:
            edge = [(-degree[hub], hub)]
        while edge and len(chosen) < FIRST:
            _, id_ = heappop(edge)
            if id_ not in chosen:
                chosen[id_] = None
                for other in near[id_]:
                    heappush(edge, (-degree[other], other))
    return list(chosen)


def _tall(
    scene: Scene,
    labels: Mapping[str, str],
    sizes: Mapping[str, float],
    wide: Mapping[str, Position],
) -> Mapping[str, Position]:
    """Return where points stand on a narrow screen; nowhere else for very many."""
    if scene.arrangement == "path":
        return lanes.positions(_grid(scene), _stacks(scene), lanes.TALL, tall=True)
    if len(scene.points) > MOVED_APART:
        return {}
    lines = {id_: wrapped(label, letters=NARROW) for id_, label in labels.items()}
    if scene.arrangement == "rings":
        heights = {id_: box(each, sizes[id_], "right").up * 2.6 + 4 for id_, each in lines.items()}
        return columns(_levels(scene), neighbours(scene), heights)
    boxes = {id_: box(each, sizes[id_], "below") for id_, each in lines.items()}
    return separate({id_: (x / 2, y * 1.3) for id_, (x, y) in wide.items()}, boxes)


def _size(scene: Scene, id_: str, degree: int) -> float:
    """Return the radius of a point in pixels: by its lines, the area counting."""
    if scene.arrangement == "path":
        on_path = any(id_ in story.points for story in scene.stories)
        return 13.0 if on_path else 7.0
    if id_ in scene.focus:
        return 16.0
    return round(min(5.5 + 1.6 * sqrt(degree), 17.0), 1)


_Drawn = tuple[dict[str, Side], dict[str, Position]]


def _path(scene: Scene, labels: Mapping[str, Sequence[str]], sizes: Mapping[str, float]) -> _Drawn:
    stacks = _stacks(scene)
    sides: dict[str, Side] = {id_: "right" for stack in stacks.values() for id_ in stack}
    sides |= {id_: "left" for stack in stacks.values() for id_ in lanes.leftwards(stack)}
    return sides, lanes.positions(_grid(scene), stacks, lanes.WIDE)


def _grid(scene: Scene) -> lanes.Grid:
    return lanes.grid([story.points for story in scene.stories], scene.asides)


def _stacks(scene: Scene) -> dict[str, list[str]]:
    """Return the policies that stand above each point: above the first that they touch."""
    paths = {id_ for story in scene.stories for id_ in story.points} | scene.asides.keys()
    found: dict[str, list[str]] = defaultdict(list)
    placed: set[str] = set(paths)
    for line in scene.lines:
        if line.bite and line.source not in placed:
            placed.add(line.source)
            found[_on_a_path(line, scene, paths)].append(line.source)
    return dict(found)


def _on_a_path(line: Line, scene: Scene, paths: set[str]) -> str:
    """Return the point of a path that a bite belongs to: what it touches, or its hop's start."""
    if line.target in paths:
        return line.target
    steps = (step for story in scene.stories for step in story.steps)
    return next(step.source for step in steps if line.id in {each.line for each in step.bites})


def _rings(scene: Scene, labels: Mapping[str, Sequence[str]], sizes: Mapping[str, float]) -> _Drawn:
    levels, near = _levels(scene), neighbours(scene)
    heights = {
        point.id: box(labels[point.id], sizes[point.id], "right").up * 2 + 4
        for point in scene.points
    }
    between = {  # lines that go on outwards would run through a label beside the point
        id_
        for level, beyond in pairwise(levels[1:])
        for id_ in level
        if not set(beyond).isdisjoint(near[id_])
    }
    for id_ in between:
        _, up, _, down = box(labels[id_], sizes[id_], "below")
        heights[id_] = up + down
    placed = rings(levels, near, heights)
    return placed.sides | dict.fromkeys(between, "below"), placed.positions


def _levels(scene: Scene) -> list[list[str]]:
    """Return the points by their steps from the middle, kinds together."""
    near = neighbours(scene)
    kinds = {point.id: (point.kind, -len(near[point.id]), point.id) for point in scene.points}
    levels, seen = [list(scene.focus)], set(scene.focus)
    while len(seen) < len(scene.points):
        edge = {other for id_ in levels[-1] for other in near[id_]} - seen
        if not edge:
            edge = kinds.keys() - seen
        levels.append(sorted(edge, key=lambda id_: kinds[id_]))
        seen |= edge
    return levels


def neighbours(scene: Scene) -> dict[str, list[str]]:
    """Return the neighbours of each point, sorted."""
    found: dict[str, set[str]] = {point.id: set() for point in scene.points}
    for line in scene.lines:
        if line.source != line.target:
            found[line.source].add(line.target)
            found[line.target].add(line.source)
    return {id_: sorted(others) for id_, others in found.items()}


def _groups(
    scene: Scene, labels: Mapping[str, Sequence[str]], sizes: Mapping[str, float]
) -> _Drawn:
    ids = sorted(point.id for point in scene.points)
    near = neighbours(scene)
    home = homes(scene, near)
    edges = [(line.source, line.target) for line in scene.lines]
    own = [list(each.points) for each in scene.communities]
    if len(ids) <= clusters.FORCED and sum(map(len, own)) == len(ids):
        return {}, clusters.apart(own, edges)
    if len(ids) <= clusters.FORCED:
        return {}, clusters.forced(ids, edges, home)
    parts: dict[int, list[str]] = defaultdict(list)
    for id_ in sorted(ids, key=lambda id_: (-len(near[id_]), id_)):
        parts[home.get(id_, -1)].append(id_)
    ordered = sorted(parts.values(), key=lambda part: (-len(part), part[0]))
    return {}, clusters.packed(ordered, edges)


def homes(scene: Scene, near: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the community of each point: its own, or that of most of its neighbours.

    Who is tied to nobody in a community has none.
    """
    home = {id_: place for place, each in enumerate(scene.communities) for id_ in each.points}
    edge = list(home)
    while edge:
        votes = {
            id_: Counter(home[other] for other in near[id_] if other in home)
            for id_ in sorted({other for id_ in edge for other in near[id_]} - home.keys())
        }
        new = {
            id_: min(found, key=lambda place: (-found[place], place))
            for id_, found in votes.items()
        }
        home |= new
        edge = list(new)
    return home


def _settled(
    scene: Scene,
    drawn: Mapping[str, Position],
    boxes: Mapping[str, Box],
    kept: Mapping[str, Position],
) -> dict[str, Position]:
    """Return positions with those of an earlier page kept, and labels apart."""
    fixed = frozenset(kept.keys() & drawn.keys())
    positions = _beside_kept(scene, drawn, kept) if fixed else dict(drawn)
    if len(positions) <= MOVED_APART and (scene.arrangement != "path" or fixed):
        positions = separate(positions, boxes, fixed)
    return _rounded(positions)


def _beside_kept(
    scene: Scene, drawn: Mapping[str, Position], kept: Mapping[str, Position]
) -> dict[str, Position]:
    """Return old positions for what is known, and for the new a place near its neighbours."""
    near = neighbours(scene)
    found = {id_: kept[id_] for id_ in drawn if id_ in kept}
    for id_ in sorted(drawn.keys() - found.keys(), key=lambda id_: (-len(near[id_]), id_)):
        spots = [found[other] for other in near[id_] if other in found] or list(kept.values())
        x, y = (sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1))
        across, down = clusters.start(id_)
        found[id_] = (x + across * 160, y + down * 160)
    return {id_: found[id_] for id_ in drawn}


def _rounded(positions: Mapping[str, Position]) -> dict[str, Position]:
    """Return positions in whole pixels, as vis-network has them: the same on every machine."""
    return {id_: (round(x), round(y)) for id_, (x, y) in positions.items()}


def bends(positions: Mapping[str, Position], lines: Sequence[Line]) -> dict[str, float]:
    """Return how far each line is bent: parallel ones fan out, and none runs through a point."""
    pairs: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        pairs[min(line.source, line.target), max(line.source, line.target)].append(line)
    found = {}
    for (low, high), parallel in sorted(pairs.items()):
        base = 0.0
        threads = all(line.bite for line in parallel)  # policies of a stack hang on one thread
        if low != high and len(positions) <= _DETOURS and not threads:
            base = _detour(positions, low, high)
        for place, line in enumerate(parallel):
            fan = (place - (len(parallel) - 1) / 2) * 2 * _BEND
            bend = fan + base
            found[line.id] = round(bend if line.source == low else -bend, 3) + 0.0
    return found


def _detour(positions: Mapping[str, Position], low: str, high: str) -> float:
    """Return a bend where the straight line between two points runs through a third."""
    (x1, y1), (x2, y2) = positions[low], positions[high]
    across, down = x2 - x1, y2 - y1
    length = across * across + down * down
    if not length:
        return 0.0
    for id_, (x, y) in positions.items():
        along = ((x - x1) * across + (y - y1) * down) / length
        if id_ in (low, high) or not 0 < along < 1:
            continue
        off = abs((x - x1) * down - (y - y1) * across) / sqrt(length)
        if off < _CLEARANCE:
            return 0.3
    return 0.0
