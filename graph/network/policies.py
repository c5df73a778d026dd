"""Policies and factors that bite on a hop, and the gate they make of a path.

A policy bites when (a) a claim says that it acts on one end of the hop, or, on a market hop
into the claim's place, on a group the end belongs to or on the goods it makes; or (b) it
applies in the place the hop leads to, acts on a flow the relation has, and covers the goods
that the hop or its agent makes, of the same origin. Which relations say so is the ontology's
business (their purpose); nothing here names one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from graph.claims.model import Standing
from graph.network.paths import Hop, Path
from graph.network.project import LIVING, Network, counting
from graph.store.table import Row

MARKET = "market"
BLOCKING = "blocks"
SURE = frozenset({Standing.CORROBORATED, Standing.STATED, Standing.IMPLIED})
CLOSING = frozenset({"blocks", "limits", "taxes", "conditions"})
"""The effects that stand in the way; the others let in or make easier."""


Gate = Literal["open", "conditional", "blocked"]
Because = Literal["itself", "group", "goods", "site"]


class Bite(NamedTuple):
    """A policy on a hop. ``policy`` is "" where a claim tells of a bar without naming a rule."""

    policy: str
    effect: str
    touches: str
    because: Because
    row: Row


class Policies:
    """What bites where, in one network; the look-up tables are made once."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._purposes: dict[str, list[Row]] = defaultdict(list)
        for row in network.table.rows:
            purpose = network.ontology.relations[row.relation].purpose
            if purpose and not row.derived and counting([row], LIVING):
                self._purposes[purpose].append(row)

    def on_path(self, path: Path) -> list[list[Bite]]:
        """Return the bites on each hop; each policy is told once per path, where it first bites."""
        told: set[tuple[str, str]] = set()
        found = []
        for hop in (*path.hops, *path.tail):
            fresh = []
            for bite in self.on_hop(hop):
                key = (bite.policy or bite.row.id, bite.effect)
                if key not in told:
                    told.add(key)
                    fresh.append(bite)
            found.append(fresh)
        return found

    def on_hop(self, hop: Hop) -> list[Bite]:
        """Return the bites on one hop: best founded first, then by policy and claim."""
        found = [*self._acting(hop), *self._barring(hop), *self._applying(hop)]
        first: dict[tuple[str, str], Bite] = {}
        for bite in sorted(found, key=_order):
            first.setdefault((bite.policy or bite.row.id, bite.effect), bite)
        return list(first.values())

    def _acting(self, hop: Hop) -> Iterator[Bite]:
        """Yield (a): claims that something acts on an end, its group or its goods."""
        for row in self._purposes["bites"]:
            effect = self._effect(row)
            for end in (hop.source, hop.target):
                reason = self._why(row.object, end, hop, dict(row.qualifiers).get("place"))
                if reason:
                    yield Bite(row.subject, effect, end, reason, row)

    def _why(self, object_: str, end: str, hop: Hop, place: str | None) -> Because | None:
        """Return why a claim about ``object_`` touches ``end``, or None."""
        if object_ == end:
            inside = place is None or self._leads_into(hop, place)
            return "itself" if inside else None
        if place is None or not self._is_market(hop) or not self._leads_into(hop, place):
            return None
        if object_ in self._groups.get(end, ()):
            return "group"
        return "goods" if self._makes_like(end, hop, object_) else None

    def _barring(self, hop: Hop) -> Iterator[Bite]:
        """Yield (a): claims that somebody is kept out of, or let into, the hop's market."""
        if not self._is_market(hop):
            return
        for row in self._purposes["barred"]:
            effect = self._network.ontology.relations[row.relation].effect
            if not self._leads_into(hop, row.object):
                continue
            for end in (hop.source, hop.target):
                if row.subject == end:
                    yield Bite("", effect, end, "itself", row)
                elif row.subject in self._groups.get(end, ()):
                    yield Bite("", effect, end, "group", row)
                elif self._makes_like(end, hop, row.subject):
                    yield Bite("", effect, end, "goods", row)

    def _applying(self, hop: Hop) -> Iterator[Bite]:
        """Yield (b): rules that hold where the hop leads and cover its goods."""
        relation = hop.tie.relation
        flows = {*relation.flows_along, *relation.flows_against}
        for policy, rows in sorted(self._covering.items()):
            kind = self._network.kind(policy)
            if not flows & set(kind.acts_on) or not self._holds_at(policy, hop):
                continue
            for row in rows:
                for end in (hop.source, hop.target):
                    if row.object == end:
                        yield Bite(policy, kind.effect, end, "itself", row)
                    elif self._makes_like(end, hop, row.object):
                        yield Bite(policy, kind.effect, end, "goods", row)

    @cached_property
    def _covering(self) -> dict[str, list[Row]]:
        """The goods each policy applies to."""
        return _grouped(self._purposes["applies-to"])

    @cached_property
    def _holding(self) -> dict[str, list[Row]]:
        """The places each policy applies in."""
        return _grouped(self._purposes["applies-in"])

    @cached_property
    def _groups(self) -> dict[str, set[str]]:
        """The groups each entity belongs to."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._purposes["membership"]:
            found[row.subject].add(row.object)
        for groups in found.values():
            for group in (queue := sorted(groups)):
                above = found.get(group, set()) - groups
                groups |= above
                queue += sorted(above)
        return found

    def _holds_at(self, policy: str, hop: Hop) -> bool:
        return any(self._leads_into(hop, row.object) for row in self._holding.get(policy, ()))

    def _leads_into(self, hop: Hop, place: str) -> bool:
        """Tell whether the hop's relation leads into ``place``: its object lies there."""
        return place in self._network.places_above(hop.tie.object)

    def _is_market(self, hop: Hop) -> bool:
        relation = hop.tie.relation
        return MARKET in relation.flows_along or MARKET in relation.flows_against

    def _effect(self, row: Row) -> str:
        """Return what the claim says is done; its subject's kind tells how a thing is hindered."""
        own = self._network.kind(row.subject).effect
        said = self._network.ontology.relations[row.relation].effect
        return own if {own, said} <= CLOSING else said

    def _makes_like(self, end: str, hop: Hop, covered: str) -> bool:
        """Tell whether the hop or ``end`` makes ``covered``, a kind of it, or it by origin."""
        made = {row.object for row in self._purposes["makes"] if row.subject == end}
        made |= {
            value
            for row in hop.rows
            for name, value in row.qualifiers
            if name == "product" and end == hop.tie.subject
        }
        if any(covered in self._wider(each) for each in made):
            return True
        origins = {row.object for row in self._purposes["origin"] if row.subject == covered}
        return bool(origins & self._seats(end)) and bool(made & set(self._wider(covered)))

    def _wider(self, product: str) -> list[str]:
        """Return ``product`` and all kinds of goods it is a kind of."""
        found = [product]
        for each in found:
            ups = (row.object for row in self._purposes["taxonomy"] if row.subject == each)
            found += [up for up in ups if up not in found]
        return found

    def _seats(self, end: str) -> set[str]:
        """Return the places ``end`` is based in, and those above them."""
        seats = (tie.object for tie in self._network.ties(end) if tie.relation.role == "seat")
        return {up for seat in seats for up in self._network.places_above(seat)}


def gate(bites: list[list[Bite]]) -> Gate:
    """Return ``blocked``, ``conditional`` or ``open`` for a path with these bites.

    Only a block that is at least implied blocks; hedged easings never lift a gate.
    """
    flat = [bite for on_hop in bites for bite in on_hop]
    if any(bite.effect == BLOCKING and bite.row.standing in SURE for bite in flat):
        return "blocked"
    return "conditional" if any(bite.effect in CLOSING for bite in flat) else "open"


def _order(bite: Bite) -> tuple[int, str, str, str]:
    return (bite.row.standing.place, bite.policy, bite.touches, bite.row.id)


def _grouped(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.subject].append(row)
    return found
