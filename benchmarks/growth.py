"""What was measured, as a picture: ``python -m benchmarks.growth`` writes docs/growth.svg.

Three small charts, one a question, each with our time and the peer's over the number of claims,
both axes logarithmic. It draws what ``benchmarks/scale.json`` holds and nothing else.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.scale import RESULTS, ROOT

PICTURE = ROOT / "docs" / "growth.svg"
_WIDTH, _HEIGHT = 250, 220  # of a chart, in pixels
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 46, 28
_OURS, _THEIRS, _INK, _LINE = "#0a7d5c", "#b3552d", "#6e7781", "#d0d7de"
_FONT = "font-family='system-ui,sans-serif'"


class Curve(NamedTuple):
    """One curve: what it is called, its colour, and (claims, seconds)."""

    name: str
    colour: str
    points: Sequence[tuple[int, float]]


class Chart(NamedTuple):
    """A chart: its title and where its two curves stand in the results."""

    title: str
    group: str
    ours: str
    theirs: str
    peer: str


CHARTS = (
    Chart("a path, as a whole process", "path", "wall", "networkx", "networkx"),
    Chart("opening for graph work", "open", "seconds", "networkx", "networkx from the store"),
    Chart("pagerank", "measures", "pagerank", "networkx_pagerank", "networkx"),
)


def curves(chart: Chart, sizes: dict[str, Any]) -> list[Curve]:
    """Return the two curves of a chart, with the sizes that were measured."""
    found = {int(size): each[chart.group] for size, each in sizes.items() if chart.group in each}
    whole = {size: each for size, each in sorted(found.items()) if "failed" not in each}
    return [
        Curve("inroads", _OURS, [(size, each[chart.ours]) for size, each in whole.items()]),
        Curve(chart.peer, _THEIRS, [(size, each[chart.theirs]) for size, each in whole.items()]),
    ]


def svg(found: dict[str, Any]) -> str:
    """Return the picture."""
    drawn = [(chart, curves(chart, found["sizes"])) for chart in CHARTS]
    parts = [
        f"<g transform='translate({place * _WIDTH} 0)'>\n{_chart(chart.title, lines)}\n</g>"
        for place, (chart, lines) in enumerate(drawn)
    ]
    width = _WIDTH * len(CHARTS)
    label = "Seconds by number of claims, both axes logarithmic: inroads and networkx"
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {_HEIGHT}' "
            f"width='{width}' height='{_HEIGHT}' role='img' aria-label='{label}' {_FONT} "
            f"font-size='11'>",
            f"<title>{label}</title>",
            *parts,
            "</svg>\n",
        ]
    )


def _chart(title: str, lines: Sequence[Curve]) -> str:
    points = [each for line in lines for each in line.points]
    if not points:
        return ""
    low, high = (f(math.log10(s) for _, s in points) for f in (min, max))
    bottom, top = math.floor(low), math.ceil(high + 0.01)
    sizes = sorted({size for size, _ in points})
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def across(size: int) -> float:
        share = (math.log10(size) - first) / ((last - first) or 1)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def up(seconds: float) -> float:
        share = (math.log10(seconds) - bottom) / (top - bottom)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    parts = [_text(_LEFT, 16, title, _INK, "start", "font-weight='600'")]
    for power in range(bottom, top + 1):
        y = up(10.0**power)
        parts.append(
            f"<line x1='{_LEFT}' x2='{_WIDTH - _RIGHT}' y1='{y:.1f}' y2='{y:.1f}' "
            f"stroke='{_LINE}' stroke-width='0.7'/>"
        )
        parts.append(_text(_LEFT - 5, y + 4, _seconds(power), _INK, "end"))
    parts += [_text(across(size), _HEIGHT - 10, _size(size), _INK, "middle") for size in sizes]
    for place, line in enumerate(lines):
        spots = [(across(size), up(seconds)) for size, seconds in line.points]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        dash = " stroke-dasharray='5 3'" if place else ""
        parts.append(
            f"<polyline points='{way}' fill='none' stroke='{line.colour}' stroke-width='2'{dash}/>"
        )
        parts += [
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{line.colour}'/>" for x, y in spots
        ]
        x = _LEFT if not place else _LEFT + 62
        parts.append(_text(x, 32, line.name, line.colour, "start"))
    return "\n".join(parts)


def _text(x: float, y: float, words: str, colour: str, anchor: str, more: str = "") -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' fill='{colour}' text-anchor='{anchor}' {more}>"
        f"{escape(words)}</text>"
    )


def _seconds(power: int) -> str:
    return f"{10**power:,} s" if power >= 0 else f"{10 ** (power + 3):g} ms"


def _size(claims: int) -> str:
    return f"{claims // 10**6} M" if claims >= 10**6 else f"{claims // 1000} k"


def main() -> None:
    """Draw."""
    PICTURE.write_text(svg(json.loads(RESULTS.read_text("utf-8"))), "utf-8")
    print(f"wrote {PICTURE.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
