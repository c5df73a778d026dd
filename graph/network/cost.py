"""What a path costs: one documented table, additive and non-negative, so k-best is exact.

A hop costs share x (1 + standing penalty) + looseness of its relation. Each entity passed
through adds hub x min(1, log2(degree) / 16). Joining two deals that no claim ties adds one.
Standing is an ordinal penalty, not a probability.

| weight | value | stands in |
|---|---|---|
| share | 1/2 at a venture or facility, 1/4 for a place in another, else 1 | ontology, hopShare |
| looseness | 1 seat, 1/2 markets, technology, talks, 1/4 goods of a deal | ontology, looseness |
| standing penalty | 0 (stated) to 9 (denied) | ``PENALTY`` |
| hub | 1, reached at 65,536 attested claims | ``HUB`` |
| join | 1 | ``JOIN`` |
| weaker | 3: so many times dearer than the best, and weaker in standing | ``WEAKER`` |

With ``--rank hops`` every hop first costs ``LEG``, more than all else together, so that
the fewest hops come first and this table decides only between paths of equal length.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from graph.claims.model import Standing
from graph.network.project import Ground, Tie

UNIT = 1_000_000
"""Costs are integers in millionths, so that sums do not depend on their order."""

PENALTY: Mapping[Standing, float] = {
    Standing.CORROBORATED: 0,
    Standing.STATED: 0,
    Standing.IMPLIED: 0.25,
    Standing.ANNOUNCED: 0.5,
    Standing.REPORTED: 2,
    Standing.POSSIBLE: 3,
    Standing.OPINION: 4,
    Standing.DISPUTED: 6,
    Standing.DENIED: 9,
    Standing.SUPERSEDED: 9,
    Standing.RETRACTED: 9,
}
HUB = 1.0
JOIN = 1.0
WEAKER = 3
LEG = 10**12


def hop_terms(ground: Ground, tie: Tie, standing: Standing) -> dict[str, int]:
    """Return the cost terms of one hop: its ``share``, ``standing`` and ``looseness``."""
    ends = (ground.kind(tie.subject).share, ground.kind(tie.object).share)
    share = min(tie.relation.share, *ends)
    return {
        "share": round(share * UNIT),
        "standing": round(share * PENALTY[standing] * UNIT),
        "looseness": round(tie.relation.looseness * UNIT),
    }


def hub(ground: Ground, node: str) -> int:
    """Return what passing through ``node`` costs."""
    return round(HUB * min(1.0, math.log2(max(ground.attested(node), 1)) / 16) * UNIT)


JOINED = round(JOIN * UNIT)
