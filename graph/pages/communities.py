"""Communities as a listing: who belongs together, and the claims that hold them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.answers.describe import Describer
from graph.answers.model import to_json
from graph.answers.wording import capital, listing
from graph.claims.model import FACTUAL
from graph.network.communities import Bond, Communities, Community
from graph.pages.tables import Listing
from graph.session import Session

_NAMED = 3
COLUMNS = ("community", "members", "held together by", "modularity")


def table(session: Session, given: Communities, *, kinds: frozenset[str] | None = None) -> Listing:
    """Return communities with their bonds; with ``kinds`` those that have such a member."""
    teller = _Teller(session)
    shown = [each for each in given.found if teller.has(each, kinds)]
    rows = [
        (
            str(number),
            ", ".join(map(teller.label, each.members)),
            teller.held(each),
            f"{each.share:.3f}",
        )
        for number, each in enumerate(shown, start=1)
    ]
    return Listing(COLUMNS, rows, [teller.data(each) for each in shown])


def quality(given: Communities) -> str:
    """Return how good the partition is, and whom it leaves out, in words."""
    alone = len(given.alone)
    return (
        f"modularity {given.modularity:.3f} (0: no better than chance; the sum of the "
        f"communities'); {alone} {'actor deals' if alone == 1 else 'actors deal'} with nobody."
    )


def named(describe: Describer, given: Community) -> str:
    """Return who is in the middle of a community."""
    first = [describe.wording.label(node) for node in given.members[:_NAMED]]
    more = len(given.members) - len(first)
    return listing([*first, f"{more} more"] if more else first)


class _Teller:
    """Tells of communities in English."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._describe = Describer(session)
        self.label = self._describe.wording.label

    def has(self, given: Community, kinds: frozenset[str] | None) -> bool:
        kind = self._session.network.kind
        return kinds is None or any(kinds & set(kind(node).ancestors) for node in given.members)

    def name(self, given: Community) -> str:
        """Return who is in the middle of it."""
        return named(self._describe, given)

    def held(self, given: Community) -> str:
        """Return what holds a community together: its surest bonds, and seats in common."""
        told = [self.bond(bond) for bond in given.bonds[:_NAMED]]
        more = len(given.bonds) - len(told)
        told += [f"And {more} more {'tie' if more == 1 else 'ties'}."] if more else []
        return " ".join([*told, *self._seats(given)])

    def bond(self, bond: Bond) -> str:
        """Return one bond as a sentence."""
        if not bond.way.through:
            (claim,) = self._describe.claims(bond.way.claims[:1])
            return claim.sentence
        name = self._describe.wording.name
        hedge = "" if bond.way.standing in FACTUAL else f" ({bond.way.standing.value})"
        pair = listing([name(bond.one), name(bond.other)])
        return capital(f"{name(bond.way.through)} joins {pair}{hedge}.")

    def _seats(self, given: Community) -> list[str]:
        common = [(place, count) for place, count in given.seats if count > 1]
        name, all_ = self._describe.wording.name, len(given.members)
        return [
            f"{'All' if count == all_ else f'{count} of'} {all_} are based in {name(place)}."
            for place, count in common
        ]

    def data(self, given: Community) -> dict[str, Any]:
        """Return a community as JSON data, with all its bonds."""
        entity = self._describe.entity
        return {
            "name": self.name(given),
            "members": _entities(self._describe, given.members),
            "attached": _entities(self._describe, given.attached),
            "held_together_by": self.held(given),
            "bonds": [
                {
                    "between": _entities(self._describe, (bond.one, bond.other)),
                    "through": to_json(entity(bond.way.through)) if bond.way.through else None,
                    "standing": bond.way.standing.value,
                    "sentence": self.bond(bond),
                    "claims": list(bond.way.claims),
                }
                for bond in given.bonds
            ],
            "seats": [{**to_json(entity(place)), "members": count} for place, count in given.seats],
            "modularity": round(given.share, 9),
        }


def _entities(describe: Describer, ids: Sequence[str]) -> list[Any]:
    return [to_json(describe.entity(id_)) for id_ in ids]
