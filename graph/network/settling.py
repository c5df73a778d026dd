"""How iterations run: what both the plain measures and those on arrays keep to."""

from __future__ import annotations

from graph.errors import NotSettled

DAMPING = 0.85
TOLERANCE = 1e-12
ROUNDS = 10_000


def not_settled(measure: str) -> NotSettled:
    """Return the error for a measure that did not converge."""
    return NotSettled(
        f"{measure} did not settle within {ROUNDS} rounds on this graph; "
        "--by degree or --by closeness need no rounds."
    )
