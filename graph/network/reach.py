"""Distances from very many sources at once, a bit for each source.

Then and others 2014, "The more the merrier: efficient multi-source graph traversal": whoever is
reached in the same round from several sources passes all of them on in one step. Python's whole
numbers are the sets of bits, so that 10,000 sources cost hardly more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Neighbours = Sequence[Sequence[tuple[int, int]]]
"""Of each node (neighbour, length), lengths in whole units."""

_AT_ONCE = 8192  # sources, so that a graph of a million claims keeps to a gigabyte


def harmonic(neighbours: Neighbours, sources: Sequence[int], sealed: Sequence[bool]) -> list[float]:
    """Return of each node the sum of 1 / distance from each source but itself.

    Nothing runs through sealed nodes: they are reached, and set out from, no more. Sums run
    from near to far, whatever the order of ``sources``.
    """
    counts: list[dict[int, int]] = [defaultdict(int) for _ in neighbours]
    for begin in range(0, len(sources), _AT_ONCE):
        _count(neighbours, sources[begin : begin + _AT_ONCE], sealed, counts)
    return [sum(found[far] / far for far in sorted(found)) for found in counts]


def _count(
    neighbours: Neighbours,
    sources: Sequence[int],
    sealed: Sequence[bool],
    counts: list[dict[int, int]],
) -> None:
    """Add to ``counts``, for each node, how many sources are at each distance."""
    seen = [0] * len(neighbours)
    for place, source in enumerate(sources):
        seen[source] |= 1 << place
    coming: dict[int, dict[int, int]] = {0: {source: seen[source] for source in sources}}
    while coming:
        far = min(coming)
        ahead: dict[int, dict[int, int]] = {}
        for node, bits in coming.pop(far).items():
            new = bits & ~seen[node] if far else bits
            if not new:
                continue
            if far:
                seen[node] |= new
                counts[node][far] += new.bit_count()
                if sealed[node]:
                    continue
            for other, length in neighbours[node]:
                if length not in ahead:
                    ahead[length] = coming.setdefault(far + length, {})
                onto = ahead[length]
                onto[other] = onto.get(other, 0) | new
