"""Ranked entities as a listing: value, places by other evidence, and the ties behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.answers.describe import Describer
from graph.answers.model import to_json
from graph.claims.model import FACTUAL
from graph.pages.tables import Listing
from graph.session import Session

if TYPE_CHECKING:
    from graph.network.measures import Rank, Strongest


def ranks(session: Session, by: str, given: Sequence[Rank]) -> Listing:
    """Return ranked entities with the ties that put them there."""
    describe = Describer(session)
    rows = [
        (
            str(each.place),
            describe.wording.label(each.entity),
            f"{each.value:.4g}",
            str(each.if_stated),
            str(each.if_everything),
            _ties(describe, each),
        )
        for each in given
    ]
    columns = ("rank", "entity", by, "if stated", "if all", "strongest ties")
    return Listing(columns, rows, [_object(describe, by, each) for each in given])


def _ties(describe: Describer, rank: Rank) -> str:
    told = [_tie(describe, each) for each in rank.ties]
    more = rank.contacts - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _tie(describe: Describer, tie: Strongest) -> str:
    hedge = [] if tie.standing in FACTUAL else [tie.standing.value]
    through = [f"through {describe.wording.label(tie.way.through)}"] if tie.way.through else []
    aside = ", ".join(through + hedge)
    return describe.wording.label(tie.other) + (f" ({aside})" if aside else "")


def _object(describe: Describer, by: str, rank: Rank) -> dict[str, Any]:
    return {
        "rank": rank.place,
        "entity": to_json(describe.entity(rank.entity)),
        "by": by,
        "value": rank.value,
        "rank_if_stated": rank.if_stated,
        "rank_if_all": rank.if_everything,
        "sample": rank.sample._asdict() if rank.sample else None,
        "contacts": rank.contacts,
        "ties": [
            {
                **to_json(describe.entity(tie.other)),
                "standing": tie.standing.value,
                "through": to_json(describe.entity(tie.way.through)) if tie.way.through else None,
                "claims": list(tie.way.claims),
            }
            for tie in rank.ties
        ],
    }
