"""Policies and factors that bite on a hop, and the gate they make of a path.

A policy bites when (a) a claim says that it acts on one end of the hop, or, on a market hop
into the claim's place, on a group the end belongs to or on the goods it makes; or (b) it
applies in the place the hop leads to, acts on a flow the relation has, and covers the end,
its group, or the goods that the hop or its agent makes, of the same origin. Where an end does
something on the spot, what acts on its site there bites too. Which relations say so is the
ontology's business (their purpose); nothing here names one.

A bite is no surer than the weakest claim it rests on: who is only rumoured to belong to a
group is not surely kept out with it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from graph.claims.model import Standing
from graph.network.paths import Hop, Path
from graph.network.project import LIVING, Network, Tie, counting
from graph.store.table import Row

MARKET = "market"
BLOCKING = "blocks"
SURE = frozenset({Standing.CORROBORATED, Standing.STATED, Standing.IMPLIED})
CLOSING = frozenset({"blocks", "limits", "taxes", "conditions"})
"""The effects that stand in the way; the others let in or make easier."""


Gate = Literal["open", "conditional", "blocked"]
Because = Literal["itself", "group", "goods", "site"]
Grounds = tuple[Row, ...]


class Bite(NamedTuple):
    """A policy on a hop. ``policy`` is "" where a claim tells of a bar without naming a rule.

    ``touches``: the end it touches, or the end's site. ``grounds``: the claims that make what
    ``row`` says a matter of this end: what it makes, belongs to, or runs. ``place``: where,
    as far as a claim says.
    """

    policy: str
    effect: str
    touches: str
    because: Because
    row: Row
    grounds: Grounds = ()
    place: str = ""

    @property
    def standing(self) -> Standing:
        """The standing of the weakest claim it rests on."""
        return max((row.standing for row in (self.row, *self.grounds)), key=lambda s: s.place)

    @property
    def key(self) -> tuple[str, str]:
        """What makes two bites one remark: the same policy with the same effect."""
        return (self.policy or self.row.id, self.effect)


class Way(NamedTuple):
    """What a policy may bite on: a hop, or the entry into a market that no claim speaks of yet."""

    ends: tuple[str, ...]
    into: str
    flows: frozenset[str]
    maker: str = ""
    goods: tuple[str, ...] = ()  # what the hop's claims say its maker makes or sells
    on_the_spot: bool = False  # something done in a place, and no delivery into its market


class _Told:
    """The claims that serve one purpose in the rule, by one end: read when asked for, and kept."""

    def __init__(self, network: Network, purpose: str, end: Literal["subject", "object"]) -> None:
        self._table = network.table
        self._relations = network.ontology.with_purpose(purpose)
        self._end = end
        self._known: dict[str, Sequence[Row]] = {}

    def get(self, node: str, default: Sequence[Row] = ()) -> Sequence[Row]:
        """Return the claims that have ``node`` as this end, best founded first."""
        if node not in self._known:
            rows = self._table.told_of(node, self._relations)
            self._known[node] = self._counting(r for r in rows if getattr(r, self._end) == node)
        return self._known[node] or default

    def all(self) -> Sequence[Row]:
        """Return all claims, best founded first."""
        return self._counting(self._table.of_relations(self._relations))

    def _counting(self, rows: Iterable[Row]) -> Sequence[Row]:
        kept = (row for row in rows if not row.derived and counting([row], LIVING))
        return sorted(kept, key=_first)


class Policies:
    """What bites where, in one network."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._reach: dict[tuple[str, tuple[str, ...]], dict[str, tuple[Because, Grounds]]] = {}
        self._acts_on = _Told(network, "bites", "object")
        self._covering = _Told(network, "applies-to", "object")
        self._origins = _Told(network, "origin", "object")
        self._barred = _Told(network, "barred", "subject")
        self._holds = _Told(network, "applies-in", "subject")
        self._makes = _Told(network, "makes", "subject")
        self._members = _Told(network, "membership", "subject")
        self._kinds = _Told(network, "taxonomy", "subject")

    def on_path(self, path: Path) -> list[list[Bite]]:
        """Return the bites on each hop; each policy is told once per path, where it first bites."""
        told: set[tuple[str, str]] = set()
        found = []
        for hop in (*path.hops, *path.tail):
            fresh = [bite for bite in self.on_hop(hop) if bite.key not in told]
            told |= {bite.key for bite in fresh}
            found.append(fresh)
        return found

    def on_hop(self, hop: Hop) -> list[Bite]:
        """Return the bites on one hop: best founded first, then by policy and claim."""
        return self._bites(self._way(hop))

    def on_entry(self, agent: str, place: str) -> list[Bite]:
        """Return what would bite if ``agent`` entered the market of ``place``, said or not.

        With "" for the place, what bites wherever that is.
        """
        ends = (agent, place) if place else (agent,)
        return self._bites(Way(ends, place, frozenset({MARKET}), agent))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places whose markets some policy or bar is said to concern, sorted."""
        named = {dict(row.qualifiers).get("place", "") for row in self._acts_on.all()}
        named |= {row.object for each in (self._barred, self._holds) for row in each.all()}
        return tuple(sorted(place for place in named if place and self._network.kind(place).place))

    def _bites(self, way: Way) -> list[Bite]:
        found = [*self._acting(way), *self._barring(way), *self._applying(way)]
        first: dict[tuple[str, str], Bite] = {}
        for bite in sorted(found, key=order):
            first.setdefault(bite.key, bite)
        return list(first.values())

    def _way(self, hop: Hop) -> Way:
        relation = hop.tie.relation
        flows = frozenset((*relation.flows_along, *relation.flows_against))
        goods = {v for row in hop.rows for name, v in row.qualifiers if name == "product"}
        stands = relation.role == "relation" and self._network.kind(hop.tie.object).place
        return Way(
            ends=(hop.source, hop.target),
            into=hop.tie.object,
            flows=flows,
            maker=hop.tie.subject,
            goods=tuple(sorted(goods)),
            on_the_spot=stands and MARKET not in flows,
        )

    def _acting(self, way: Way) -> Iterator[Bite]:
        """Yield (a): claims that something acts on an end, its group, its goods or its site."""
        for end, object_, because, grounds in self._touched(way):
            for row in self._acts_on.get(object_, ()):
                place = dict(row.qualifiers).get("place", "")
                inside = bool(place) and self._leads_into(way, place)
                by_name = because in ("itself", "site") and not place
                on_the_way = because in ("itself", "site") or MARKET in way.flows
                if by_name or (inside and on_the_way):
                    touches = object_ if because == "site" else end
                    effect = self._effect(row)
                    yield Bite(row.subject, effect, touches, because, row, grounds, place)

    def _barring(self, way: Way) -> Iterator[Bite]:
        """Yield (a): claims that somebody is kept out of, or let into, the way's market."""
        if MARKET not in way.flows:
            return
        for end, object_, because, grounds in self._touched(way):
            for row in self._barred.get(object_, ()):
                if self._leads_into(way, row.object):
                    effect = self._network.ontology.relations[row.relation].effect
                    yield Bite("", effect, end, because, row, grounds, row.object)

    def _applying(self, way: Way) -> Iterator[Bite]:
        """Yield (b): rules that hold where the way leads and cover an end, its group or goods."""
        for end, object_, because, grounds in self._touched(way):
            for row in self._covering.get(object_, ()):
                kind, holds = self._network.kind(row.subject), self._holding(row.subject, way)
                if holds and way.flows & set(kind.acts_on):
                    touches = object_ if because == "site" else end
                    rests = (*grounds, holds)
                    yield Bite(row.subject, kind.effect, touches, because, row, rests, holds.object)

    def _touched(self, way: Way) -> Iterator[tuple[str, str, Because, Grounds]]:
        """Yield (end, what a claim may speak of to touch it, why, on which grounds)."""
        for end in way.ends:
            goods = way.goods if end == way.maker else ()
            for object_, (because, grounds) in self._reaching(end, goods).items():
                yield end, object_, because, grounds
            if way.on_the_spot:
                for site, grounds in self._sites(end, way.into):
                    yield end, site, "site", grounds

    def _reaching(self, end: str, goods: tuple[str, ...]) -> dict[str, tuple[Because, Grounds]]:
        """Return what stands for ``end`` in a claim: itself, its groups, the goods it makes."""
        key = (end, goods)
        if key not in self._reach:
            found: dict[str, tuple[Because, Grounds]] = {}
            found |= {each: ("group", why) for each, why in self._groups(end).items()}
            found |= {each: ("goods", why) for each, why in self._goods(end, goods).items()}
            found[end] = ("itself", ())
            self._reach[key] = found
        return self._reach[key]

    def _groups(self, end: str) -> dict[str, Grounds]:
        """Return the groups ``end`` belongs to, and the groups those belong to."""
        return _chained(self._members, {end: ()})

    def _goods(self, end: str, goods: Sequence[str]) -> dict[str, Grounds]:
        """Return the goods of ``end``, wider and narrower ones among them.

        Those are what it makes, what that is a kind of, and kinds of it that come from where
        ``end`` is based.
        """
        made: dict[str, Grounds] = {row.object: (row,) for row in reversed(self._made(end))}
        made |= dict.fromkeys((*goods, end), ())
        found = _chained(self._kinds, made)
        for place, seat in self._seats(end).items():
            for origin in self._origins.get(place, ()):
                wider = _chained(self._kinds, {origin.subject: ()})
                for each in sorted(set(made) & set(wider)):
                    grounds = (*made[each], *wider[each], origin, seat)
                    known = found.get(origin.subject)
                    if known is None or _weakest(grounds) < _weakest(known):
                        found[origin.subject] = grounds
        return found

    def _made(self, end: str) -> Sequence[Row]:
        return self._makes.get(end, ())

    def _seats(self, end: str) -> dict[str, Row]:
        """Return the places ``end`` is based in, and those above them, with the best claim."""
        found: dict[str, Row] = {}
        seats = self._network.ontology.with_role("seat")
        for tie in self._network.ties(end, seats):
            rows = counting(tie.rows, LIVING)
            if tie.subject == end and rows:
                for place in self._network.places_above(tie.object):
                    found[place] = min(found.get(place, rows[0]), rows[0], key=_first)
        return found

    def _sites(self, end: str, place: str) -> Iterator[tuple[str, Grounds]]:
        """Yield the sites that ``end`` opens or runs in ``place``, with the claims that say so."""
        founding, lying = self._network.ontology.founding, self._network.ontology.with_role("place")
        for tie in self._network.ties(end, founding):
            kind = self._network.kind(tie.object)
            rows = counting(tie.rows, LIVING)
            if tie.subject == end and kind.contingent and not kind.deal and rows:
                for stands in self._network.ties(tie.object, lying):
                    where = self._standing_in(stands, tie.object, place)
                    if where:
                        yield tie.object, (rows[0], where)

    def _standing_in(self, tie: Tie, site: str, place: str) -> Row | None:
        """Return the best claim that ``site`` stands in ``place``, if this tie says so."""
        rows = counting(tie.rows, LIVING)
        if tie.subject == site and rows and place in self._network.places_above(tie.object):
            return rows[0]
        return None

    def _holding(self, policy: str, way: Way) -> Row | None:
        """Return the best claim that ``policy`` applies where the way leads, if one does."""
        rows = [row for row in self._holds.get(policy, ()) if self._leads_into(way, row.object)]
        return min(rows, key=_first, default=None)

    def _leads_into(self, way: Way, place: str) -> bool:
        """Tell whether the way leads into ``place``: what its relation points to lies there."""
        return bool(way.into) and place in self._network.places_above(way.into)

    def _effect(self, row: Row) -> str:
        """Return what the claim says is done; its subject's kind tells how a thing is hindered."""
        own = self._network.kind(row.subject).effect
        said = self._network.ontology.relations[row.relation].effect
        return own if {own, said} <= CLOSING else said


def gate(bites: Sequence[Sequence[Bite]]) -> Gate:
    """Return ``blocked``, ``conditional`` or ``open`` for a path with these bites.

    Only a block that is at least implied blocks; hedged easings never lift a gate.
    """
    flat = [bite for on_hop in bites for bite in on_hop]
    if any(bite.effect == BLOCKING and bite.standing in SURE for bite in flat):
        return "blocked"
    return "conditional" if any(bite.effect in CLOSING for bite in flat) else "open"


def order(bite: Bite) -> tuple[int, int, str, str, str]:
    """Return the key that puts bites in order: the best founded first, then by policy."""
    places = bite.standing.place, bite.row.standing.place
    return (*places, bite.policy, bite.touches, bite.row.id)


def _chained(steps: _Told, first: Mapping[str, Grounds]) -> dict[str, Grounds]:
    """Return all that is reached from ``first`` by these claims, each with the claims on the way.

    Of several chains the one whose weakest claim is best counts, then the shortest.
    """
    found: dict[str, Grounds] = {}
    queue = [(*_chain_order(grounds), node, grounds) for node, grounds in sorted(first.items())]
    heapq.heapify(queue)
    while queue:
        *_, node, grounds = heapq.heappop(queue)
        if node in found:
            continue
        found[node] = grounds
        for row in steps.get(node, ()):
            longer = (*grounds, row)
            heapq.heappush(queue, (*_chain_order(longer), row.object, longer))
    return found


def _chain_order(grounds: Grounds) -> tuple[int, int, tuple[str, ...]]:
    return _weakest(grounds), len(grounds), tuple(row.id for row in grounds)


def _weakest(grounds: Grounds) -> int:
    """Return the place of the weakest claim's standing; -1 where nothing is needed."""
    return max((row.standing.place for row in grounds), default=-1)


def _first(row: Row) -> tuple[int, str]:
    return row.standing.place, row.id
