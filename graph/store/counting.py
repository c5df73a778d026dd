"""Which claims count: under a floor, as facts that hold, and as ties that paths may walk."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims.model import FACTUAL, RUNNING, Stage, Standing
from graph.store.table import Row

PATH_ROLES = frozenset({"relation", "place", "seat"})
LIVING = Standing.DISPUTED
"""The default floor: denied, superseded and retracted claims count only when asked for."""


def holds(row: Row) -> bool:
    """Tell whether a claim is a fact that holds: no plan, no rumour and not over."""
    return row.standing in FACTUAL and row.stage in RUNNING


def counting(rows: Iterable[Row], floor: Standing, *, ended: bool = False) -> tuple[Row, ...]:
    """Return the rows that count under a standing floor, best first; ended ones if asked for."""
    return best_first(
        row
        for row in rows
        if row.standing.place <= floor.place and (ended or row.stage is not Stage.ENDED)
    )


def best_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows by standing, what holds now before what is planned or paused, then by id."""
    return tuple(
        sorted(rows, key=lambda row: (row.standing.place, row.stage not in RUNNING, row.id))
    )
