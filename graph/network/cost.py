"""What a path costs: one documented table, additive and non-negative, so k-best is exact.

A hop costs share x (1 + standing penalty) + looseness of its relation. Each entity passed
through adds hub x min(1, log2(degree) / 16). Joining two deals that no claim ties adds one.
Standing is an ordinal penalty, not a probability.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from graph.claims.model import Standing
from graph.network.project import Network, Tie

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


def hop_terms(network: Network, tie: Tie, standing: Standing) -> dict[str, int]:
    """Return the cost terms of one hop: its ``share``, ``standing`` and ``looseness``."""
    ends = (network.kind(tie.subject).share, network.kind(tie.object).share)
    share = min(tie.relation.share, *ends)
    return {
        "share": round(share * UNIT),
        "standing": round(share * PENALTY[standing] * UNIT),
        "looseness": round(tie.relation.looseness * UNIT),
    }


def hub(network: Network, node: str) -> int:
    """Return what passing through ``node`` costs."""
    degree = network.degree.get(node, 1)
    return round(HUB * min(1.0, math.log2(max(degree, 1)) / 16) * UNIT)
