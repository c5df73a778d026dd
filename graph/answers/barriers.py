"""What stands between somebody and a market: policies, bars and judgements, each told once.

A policy bites on the entry into a market whether or not a claim speaks of that entry; what
bites on somebody's own plants, deals and holdings in the place is told with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from graph.answers.describe import Describer
from graph.answers.endpoints import Endpoint, Endpoints
from graph.answers.model import (
    Answer,
    BarrierOut,
    Because,
    ClaimOut,
    Gate,
    GateOut,
    PathOut,
    QuestionOut,
    TouchOut,
)
from graph.answers.picking import Hit
from graph.answers.requery import sparql
from graph.answers.summary import Summary
from graph.answers.trail import Trails
from graph.answers.wording import Wording, capital, listing
from graph.claims.model import Standing
from graph.errors import BadParameter
from graph.network.own import ways
from graph.network.paths import Path
from graph.network.policies import BLOCKING, CLOSING, SURE, Bite, Policies, gate, order
from graph.network.project import LIVING, Network, counting
from graph.session import Session

_LISTED = 4
_PAIR = 2


@dataclass(frozen=True)
class BarrierQuestion:
    """What stands between WHO and the market of a place; without one, any market."""

    who: tuple[str, ...]
    place: str = ""
    floor: Standing = LIVING
    timeout: float = 10
    text: str = ""
    notices: tuple[str, ...] = ()
    with_evidence: bool = False


class _Told(NamedTuple):
    """A bite as it concerns one of those asked about."""

    bite: Bite
    because: Because


class _Found(NamedTuple):
    """What was found: bites by policy and effect, gates, and each one's own paths."""

    barriers: list[list[_Told]]
    gates: list[tuple[str, str, Gate]]
    paths: list[Path]
    truncated: list[Literal["timeout", "limit", "max-hops"]]


class Barriers:
    """Answers what stands in the way, from one session's graph."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._network = session.network
        self._policies = Policies(session.network)
        self._describe = Describer(session)
        self._shown = Trails(session, self._describe).path

    def answer(self, asked: BarrierQuestion) -> Answer:
        """Return what bites; raises an InroadsError for a name that is unknown or no place."""
        who = Endpoints(self._session).read(asked.who)
        place, notices = self._place(asked.place)
        found = self._found(sorted(who.ids), place, asked)
        barriers = [self._barrier(each) for each in found.barriers]
        paths = [self._shown(path, rank) for rank, path in enumerate(found.paths, start=1)]
        return Answer(
            question=self._question(asked, who, place, notices),
            status="found" if barriers else "none",
            answer=self._english(who.ids, place, found, barriers),
            paths=paths,
            entities=barriers,
            truncated=found.truncated,
            sparql=_query(barriers, paths),
            gates=[
                GateOut(self._describe.entity(one), self._describe.entity(where), how)
                for one, where, how in found.gates
            ],
        )

    def _english(
        self, who: frozenset[str], place: str, found: _Found, barriers: Sequence[BarrierOut]
    ) -> str:
        """Return the answer in words; where nothing closes, with the rules on them elsewhere."""
        told = _Telling(self._describe.wording, who, place).told(found.gates, barriers)
        if any(map(is_closing, barriers)):
            return told
        rules = [*dict.fromkeys(hit for one in sorted(who) for hit in self._rules_on(one))]
        if not rules:
            return told
        summary = Summary(self._session, self._describe).told(rules, open_subject=True)
        return f"{told} Told without that market: {summary}"

    def _rules_on(self, one: str) -> list[Hit]:
        """Return the claims that a rule which stands in some way is on somebody, best first."""
        kind, covering = self._network.kind, self._network.ontology.with_purpose("applies-to")
        rows = self._network.table.told_of(one, covering)
        closing = [r for r in rows if r.object == one and kind(r.subject).effect in CLOSING]
        return [Hit(row, row.subject) for row in counting(closing, LIVING)]

    def _place(self, text: str) -> tuple[str, tuple[str, ...]]:
        if not text:
            return "", ()
        match = self._session.names.find(text.removeprefix("in:").strip('"'))
        if not self._network.kind(match.id).place:
            raise BadParameter(
                f"'{text}' is no place. Write WHO PLACE, or several around a lone @: A B @ PLACE."
            )
        return match.id, (match.notice,) if match.notice else ()

    def _question(
        self, asked: BarrierQuestion, who: Endpoint, place: str, notices: Sequence[str]
    ) -> QuestionOut:
        return QuestionOut(
            text=asked.text or " @ ".join(filter(None, [f"barriers {who.text}", asked.place])),
            kind="barriers",
            from_=[self._describe.entity(id_) for id_ in sorted(who.ids)],
            to=[self._describe.entity(place)] if place else [],
            options={"standing": asked.floor.value},
            noticed=[*who.notices, *notices, *asked.notices],
        )

    # ------------------------------------------------------------------ what bites

    def _found(self, who: Sequence[str], place: str, asked: BarrierQuestion) -> _Found:
        gates, told, paths = list[tuple[str, str, Gate]](), list[_Told](), list[Path]()
        truncated: list[Literal["timeout", "limit", "max-hops"]] = []
        network = self._network
        targets = network.places_within(place) if place else _places(network)
        for one in who:
            entries = {each: self._policies.on_entry(one, each) for each in self._into(place)}
            gates += [
                (one, each, gate([bites]))
                for each, bites in entries.items()
                if each and (bites or place)
            ]
            own = ways(
                network,
                one,
                targets - {one},
                inside=place,
                floor=asked.floor,
                timeout=asked.timeout,
            )
            truncated += [each for each in own.truncated if each not in truncated]
            paths += own.paths
            on_way = [bites for path in own.paths for bites in self._policies.on_path(path)]
            told += [
                _Told(bite, self._because(bite, one))
                for bites in (*entries.values(), *on_way)
                for bite in bites
                if bite.standing.place <= asked.floor.place
            ]
        paths.sort(key=lambda path: (path.cost, path.nodes))
        severity = network.ontology.lists["effect"]
        return _Found(_grouped(told, severity), gates, paths, truncated)

    def _into(self, place: str) -> tuple[str, ...]:
        """Return the markets that may be entered; "" for what bites wherever that is."""
        return (place,) if place else ("", *self._policies.places)

    def _because(self, bite: Bite, who: str) -> Because:
        """Return why a bite concerns ``who``: what acts on its plant does so by its site."""
        kind = self._network.kind(bite.touches)
        site = bite.touches != who and kind.contingent and not kind.deal
        return "site" if site and bite.because == "itself" else bite.because

    def _barrier(self, told: Sequence[_Told]) -> BarrierOut:
        (bite, because), *others = told
        policy, place = bite.policy, bite.place
        claims = self._describe.claims(row.id for row in (bite.row, *bite.grounds))
        return BarrierOut(
            id=policy or None,
            label=self._describe.wording.label(policy)
            if policy
            else claims[0].sentence.rstrip("."),
            kind=self._network.table.nodes[policy].kind if policy else None,
            claims=claims,
            effect=bite.effect,
            touches=self._describe.entity(bite.touches),
            because=because,
            standing=bite.standing.value,
            place=self._describe.entity(place) if place else None,
            also=[self._touch(each) for each in others],
        )

    def _touch(self, told: _Told) -> TouchOut:
        bite = told.bite
        touches = self._describe.entity(bite.touches)
        return TouchOut(touches, told.because, bite.row.id, bite.standing.value)


def _places(network: Network) -> frozenset[str]:
    places = {kind.id for kind in network.ontology.kinds.values() if kind.place}
    return frozenset(network.table.of_kinds(places))


def _grouped(told: Iterable[_Told], severity: Sequence[str]) -> list[list[_Told]]:
    """Return the bites of each policy together, each thing it touches once.

    What closes comes before what opens, rules and facts before judgements, then by severity.
    """
    groups: dict[tuple[str, str], dict[str, _Told]] = {}
    for each in sorted(told, key=lambda each: order(each.bite)):
        groups.setdefault(each.bite.key, {}).setdefault(each.bite.touches, each)
    ordered = [list(group.values()) for group in groups.values()]
    return sorted(ordered, key=lambda group: _rank(group[0].bite, severity))


def _rank(bite: Bite, severity: Sequence[str]) -> tuple[bool, bool, int, int]:
    judged = bite.row.standing is Standing.OPINION
    return (bite.effect not in CLOSING, judged, severity.index(bite.effect), bite.standing.place)


def is_judged(barrier: BarrierOut) -> bool:
    """Tell whether it is somebody's judgement, no rule and no fact."""
    return barrier.claims[0].standing == Standing.OPINION.value


def is_closing(barrier: BarrierOut) -> bool:
    """Tell whether it stands in the way; what does not lets in or makes easier."""
    return barrier.effect in CLOSING


def _query(barriers: Sequence[BarrierOut], paths: Sequence[PathOut]) -> str:
    claims: list[ClaimOut] = [claim for each in barriers for claim in each.claims]
    claims += [claim for path in paths for hop in path.hops for claim in hop.claims]
    return sparql(claims) if claims else ""


_HEDGED = {
    Standing.CORROBORATED: "",
    Standing.STATED: "",
    Standing.IMPLIED: "by implication",
    Standing.ANNOUNCED: "agreed or planned",
    Standing.OPINION: "by a judgement",
}


class _Telling:
    """Says in up to three sentences what stands in the way, what is judged to, what eases it."""

    def __init__(self, wording: Wording, who: frozenset[str], place: str) -> None:
        self._wording = wording
        self._who = who
        self._place = place

    def told(self, gates: Sequence[tuple[str, str, Gate]], barriers: Sequence[BarrierOut]) -> str:
        """Return the answer in English."""
        closing = [each for each in barriers if is_closing(each)]
        easing = [each for each in barriers if not is_closing(each)]
        told = self._gates(gates, closing) if closing else [self._nothing()]
        if easing:
            told.append(f"Told as easing, and lifting nothing: {self._listed(easing)}.")
        return " ".join(told)

    def _nothing(self) -> str:
        return (
            f"Nothing in the sources stands between {self._names(self._who)} and "
            f"{self._market(self._place)}. That is no proof that the way is free."
        )

    def _gates(
        self, gates: Sequence[tuple[str, str, Gate]], closing: Sequence[BarrierOut]
    ) -> list[str]:
        """Return how open the way is, by what, and what else stands or is judged to stand in it."""
        blocking = [each for each in closing if self._blocks(each)]
        firm = [each for each in closing if not is_judged(each) and not self._blocks(each)]
        judged = [each for each in closing if is_judged(each)]
        ways, first = self._ways(gates), blocking or firm
        if len(ways) == 1 and first:
            told, rest = f"{ways[0]}: {self._listed(first)}.", firm if blocking else []
            lead = "Also in the way"
        else:
            told, rest, lead = f"{'; '.join(ways)}.", [*blocking, *firm], "In the way"
        more = [f"{lead}: {self._listed(rest)}"] if rest else []
        if judged:
            more.append(
                f"{'judged' if more else 'Judged'} to be in the way: {self._listed(judged)}"
            )
        return [capital(told), *([f"{'; '.join(more)}."] if more else [])]

    def _ways(self, gates: Sequence[tuple[str, str, Gate]]) -> list[str]:
        """Return for whom the way into which market is blocked, conditional or open."""
        groups: dict[tuple[Gate, tuple[str, ...]], list[str]] = {}
        for who in dict.fromkeys(one for one, _, _ in gates):
            for how in _GATES:
                places = tuple(where for one, where, each in gates if (one, each) == (who, how))
                if places and (self._place or how != "open"):
                    groups.setdefault((how, places), []).append(who)
        ordered = sorted(groups.items(), key=lambda item: (_GATES.index(item[0][0]), item[0][1]))
        if {how for (how, _), _ in ordered} <= {"open"}:
            market = self._market(self._place)
            return [
                f"nothing in the sources stands between {self._names(self._who)} and {market} "
                "itself, but on the ways into it"
            ]
        return [
            f"the way of {self._names(who)} into {self._markets(places)} is "
            + ("open, as far as the sources tell" if how == "open" else how)
            for (how, places), who in ordered
        ]

    def _listed(self, barriers: Sequence[BarrierOut]) -> str:
        """Return barriers by name, each with what must be said of it; many are cut short."""
        names = [self._name(each) for each in barriers]
        details = [self._details(each) for each in barriers]
        shared = details[0] if len(set(details)) == 1 and len(details) > 1 else ""
        if not shared:
            names = [f"{n} ({told})" if told else n for n, told in zip(names, details, strict=True)]
        if len(names) > 1:
            names = [n if each.id else f"that {n}" for n, each in zip(names, barriers, strict=True)]
        if len(names) > _LISTED + 1:
            names = [*names[:_LISTED], f"{len(names) - _LISTED} more"]
        every = "both" if len(barriers) == _PAIR else "all"
        return f"{listing(names)} ({every} {shared})" if shared else listing(names)

    def _details(self, barrier: BarrierOut) -> str:
        """Return whom it touches and why, where, and how surely, as far as that needs words."""
        theirs = "its" if len(self._who) == 1 else "their"
        because = {"group": "as one of the group", "goods": f"by {theirs} goods"}
        details = [because.get(barrier.because, "")]
        in_words = not barrier.id and barrier.because == "itself"  # a bar names whom it bars
        if barrier.touches.id not in self._who and not in_words:
            details = [f"on {self._wording.name(barrier.touches.id)}"]
        if not self._place and barrier.place and barrier.id:
            details.append(f"in {self._wording.name(barrier.place.id)}")
        standing = Standing(barrier.standing)
        as_told = not barrier.id and barrier.claims[0].standing == barrier.standing
        if not as_told and not (is_judged(barrier) and is_closing(barrier)):
            details.append(_HEDGED.get(standing, standing.value))
        return ", ".join(filter(None, details))

    def _name(self, barrier: BarrierOut) -> str:
        """Return a policy's name; a bar without one in its own words."""
        return self._wording.name(barrier.id) if barrier.id else barrier.label

    def _names(self, ids: Iterable[str]) -> str:
        names = [self._wording.name(id_) for id_ in sorted(ids)]
        if len(names) > _LISTED + 1:
            names = [*names[:_LISTED], f"{len(names) - _LISTED} others"]
        return listing(names)

    def _blocks(self, barrier: BarrierOut) -> bool:
        """Tell whether it surely keeps out somebody asked about, not only what is theirs."""
        sure = barrier.effect == BLOCKING and Standing(barrier.standing) in SURE
        return sure and barrier.touches.id in self._who

    def _market(self, place: str) -> str:
        return f"the market of {self._wording.name(place)}" if place else "any market"

    def _markets(self, places: Sequence[str]) -> str:
        """Return one market, or several: many are cut short."""
        if len(places) == 1:
            return self._market(places[0])
        return f"the markets of {self._names(places)}"


_GATES: tuple[Gate, ...] = ("blocked", "conditional", "open")
