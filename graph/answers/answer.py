"""Questions to answers: paths with their evidence, lists with theirs, and an explained none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.answers.describe import Describer
from graph.answers.endpoints import Endpoint, Endpoints
from graph.answers.lists import ListQuestion, Lists
from graph.answers.model import (
    Answer,
    ClaimOut,
    HopOut,
    NearMiss,
    PathOut,
    PolicyOut,
    QuestionOut,
)
from graph.answers.requery import sparql
from graph.answers.telling import Telling, is_pair
from graph.answers.wording import Told, capital, listing
from graph.claims.model import POSITIVE, Standing
from graph.claims.standing import origins, standing_out
from graph.errors import BadParameter, TimeLimit
from graph.network import cost
from graph.network.corridor import reached
from graph.network.paths import Hop, Path, search
from graph.network.policies import BLOCKING, CLOSING, SURE, Bite, Policies, gate
from graph.network.project import LIVING, Tie, counting
from graph.network.space import Goal, Space
from graph.session import Session

MAX_HOPS = 6
_WIDER = 2
_NEAREST = 3


@dataclass(frozen=True)
class PathQuestion:
    """A path question: ends as users write them, and what bounds the search."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    k: int = 5
    max_hops: int = MAX_HOPS
    floor: Standing = LIVING
    timeout: float = 10
    text: str = ""


class Answers:
    """Answers questions from one session's graph."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._network = session.network
        self._describe = Describer(session)
        self._policies = Policies(session.network)
        self._telling = Telling(session.network, self._describe.wording)

    def path(self, asked: PathQuestion) -> Answer:
        """Return the best paths, or why there is none; raises TimeLimit if cut with none found."""
        _check(asked)
        endpoints = Endpoints(self._session.names, self._network)
        start, end = endpoints.read(asked.sources), endpoints.read(asked.targets)
        goal = _goal(start, end, asked)
        found = search(self._network, goal, k=asked.k, timeout=asked.timeout)
        if found.truncated and not found.paths:
            raise TimeLimit(
                f"the search was cut short ({found.truncated[0]}) before any path was found; this "
                "is no 'no'. Raise --timeout, or lower --max-hops."
            )
        paths = [self._path(path, rank) for rank, path in enumerate(found.paths, start=1)]
        misses = [] if paths else self._near_misses(goal, asked.timeout)
        return Answer(
            question=self._question(asked, start, end),
            status="found" if paths else "none",
            answer=_told(paths) if paths else self._none(goal, start, end, misses),
            paths=paths,
            near_misses=misses,
            truncated=list(found.truncated),
            sparql=sparql([claim for path in paths for hop in path.hops for claim in hop.claims]),
        )

    def listing(self, asked: ListQuestion) -> Answer:
        """Return the entities at the open end of a relation, each with the claims that say so."""
        return Lists(self._session, self._describe).answer(asked)

    def _question(self, asked: PathQuestion, start: Endpoint, end: Endpoint) -> QuestionOut:
        return QuestionOut(
            text=asked.text or f"path {start.text} @ {end.text}",
            kind="path",
            from_=[self._describe.entity(id_) for id_ in sorted(start.ids)],
            to=[
                self._describe.entity(id_)
                for id_ in sorted([end.inside] if end.inside else end.ids)
            ],
            options={
                "k": asked.k,
                "max-hops": asked.max_hops,
                "standing": asked.floor.value,
            },
            noticed=[*start.notices, *end.notices],
        )

    def _path(self, path: Path, rank: int) -> PathOut:
        hops = (*path.hops, *path.tail)
        records = [self._session.store.records([row.id for row in hop.rows]) for hop in hops]
        told = [self._describe.told(group[0]) for group in records]
        bites = self._policies.on_path(path)
        policies = [[self._policy(bite) for bite in on_hop] for on_hop in bites]
        attested = [
            each
            for group in records
            for record in group
            for each in standing_out(record.attestations)
            if each.stance in POSITIVE
        ]
        documents = self._session.store.documents({each.document for each in attested})
        partners = [self._partners(hops, index) for index in range(len(hops))]
        return PathOut(
            rank=rank,
            pattern=self._pattern(path),
            cost=path.cost / cost.UNIT,
            cost_terms={name: value / cost.UNIT for name, value in path.terms},
            standing=path.standing.value,
            sentence=self._sentence(path, told, partners),
            sources=origins(attested, documents),
            gate=gate(bites),
            policies=[each for on_hop in policies for each in on_hop],
            hops=[
                self._hop(hop, [self._describe.claim(r) for r in group], names, on_hop)
                for hop, group, names, on_hop in zip(hops, records, partners, policies, strict=True)
            ],
            remarks=self._remarks(path),
        )

    def _sentence(self, path: Path, told: Sequence[Told], partners: Sequence[Sequence[str]]) -> str:
        names = [[self._describe.wording.name(id_) for id_ in each] for each in partners]
        return self._telling.sentence(path, told, names)

    def _hop(
        self, hop: Hop, claims: list[ClaimOut], partners: Sequence[str], policies: list[PolicyOut]
    ) -> HopOut:
        return HopOut(
            from_=self._describe.entity(hop.source),
            to=self._describe.entity(hop.target),
            relation=self._describe.relation(hop.tie.relation.id),
            forward=hop.forward,
            with_=[self._describe.entity(id_) for id_ in partners],
            standing=hop.standing.value,
            stage=hop.stage.value if hop.stage else None,
            claims=claims,
            policies=policies,
        )

    def _partners(self, hops: Sequence[Hop], index: int) -> list[str]:
        """Return who else takes part, no less surely, in the deal this hop enters or leaves.

        A deal's partners are told once, on the hop that comes first.
        """
        hop = hops[index]
        deal = next((n for n in (hop.target, hop.source) if self._network.kind(n).deal), "")
        earlier = {node for each in hops[:index] for node in (each.source, each.target)}
        if not deal or deal in earlier or (is_pair(hops, index) and len(hops) < 2):
            return []
        on_path = {node for each in hops for node in (each.source, each.target)}
        founding = (tie for tie in self._network.ties(deal) if tie.relation.founding)
        return [
            tie.subject for tie in founding if tie.subject not in on_path and self._stands(tie, hop)
        ]

    def _stands(self, tie: Tie, hop: Hop) -> bool:
        """Tell whether a tie still holds, as surely as the hop or at least by implication."""
        living = counting(tie.rows, LIVING)
        weakest = max(hop.standing.place, Standing.IMPLIED.place)
        return bool(living) and living[0].standing.place <= weakest

    def _policy(self, bite: Bite) -> PolicyOut:
        (record,) = self._session.store.records([bite.row.id])
        wording = self._describe.wording
        return PolicyOut(
            id=bite.policy or None,
            label=wording.label(bite.policy) if bite.policy else self._describe.sentence(record),
            effect=bite.effect,
            touches=self._describe.entity(bite.touches),
            because=bite.because,
            claim=bite.row.id,
            standing=bite.row.standing.value,
        )

    def _pattern(self, path: Path) -> str:
        """Return the path with kinds for entities: what other paths of its sort share."""
        parts = [self._network.kind(path.nodes[0]).label]
        for hop in path.hops:
            arrow = (
                f"-[{hop.tie.relation.label}]->"
                if hop.forward
                else f"<-[{hop.tie.relation.label}]-"
            )
            parts += [arrow, self._network.kind(hop.target).label]
        return " ".join(parts)

    def _remarks(self, path: Path) -> list[str]:
        """Return what must be said of the whole path: a path is evidence for each hop only."""
        name = self._describe.wording.name
        return [
            f"{capital(name(one))} and {name(other)} are two separate deals joined only by "
            f"{name(middle)}; no source says that one leads to the other."
            for one, middle, other in path.joins
        ]

    def _near_misses(self, goal: Goal, timeout: float) -> list[NearMiss]:
        """Return the best path with exactly one filter relaxed, for each filter that helps."""
        wider = [
            [
                (f"--standing {floor.value}", replace(goal, floor=floor))
                for floor in Standing
                if floor.place > goal.floor.place
            ],
            [
                (f"--max-hops {hops}", replace(goal, max_hops=hops))
                for hops in range(goal.max_hops + 1, goal.max_hops + _WIDER + 1)
            ],
        ]
        return [miss for steps in wider if (miss := self._nearest_miss(steps, timeout)) is not None]

    def _nearest_miss(self, steps: Sequence[tuple[str, Goal]], timeout: float) -> NearMiss | None:
        """Return the best path under the first of these relaxed goals that has one."""
        for option, goal in steps:
            for path in search(self._network, goal, k=1, timeout=timeout).paths:
                told = self._path(path, 1)
                return NearMiss(option, told.sentence, told)
        return None

    def _none(self, goal: Goal, start: Endpoint, end: Endpoint, misses: Sequence[NearMiss]) -> str:
        told = [
            f"No path from {self._ends(start)} to {self._ends(end)} within {goal.max_hops} "
            f"{'hop' if goal.max_hops == 1 else 'hops'} "
            f"among claims that are at least {goal.floor.value}."
        ]
        near = [self._near(goal, start, goal.sources), self._near(goal, end, goal.targets)]
        told.append(" ".join(near))
        told += [f"With {miss.removed_by} there is one: {miss.sentence}" for miss in misses]
        return " ".join(told)

    def _ends(self, end: Endpoint) -> str:
        """Return what one end names: the place of ``in:``, or its entities, many cut short."""
        name = self._describe.wording.name
        if end.inside:
            return f"anything in {name(end.inside)}"
        ids = sorted(end.ids)
        names = [name(id_) for id_ in ids[:_NEAREST]]
        if len(ids) > _NEAREST + 1:
            return listing([*names, f"{len(ids) - _NEAREST} others"])
        return listing([name(id_) for id_ in ids])

    def _near(self, goal: Goal, end: Endpoint, nodes: frozenset[str]) -> str:
        """Return what lies nearest to one end of a path that does not exist."""
        space = Space(self._network, replace(goal, targets=frozenset(), inside=""))
        near = sorted(reached(space, nodes).items(), key=lambda item: (item[1], item[0]))
        names = [self._describe.wording.label(id_) for id_, _ in near[:_NEAREST]]
        if not names:
            return f"Nothing is reached from {self._ends(end)}."
        return f"Nearest to {self._ends(end)}: {listing(names)}."


def _goal(start: Endpoint, end: Endpoint, asked: PathQuestion) -> Goal:
    targets = end.ids
    if start.ids & targets:
        if start.ids == targets:
            raise BadParameter("FROM and TO are the same; a path needs two ends.")
        targets -= start.ids
    return Goal(start.ids, targets or end.ids, end.inside, asked.max_hops, asked.floor)


def _check(asked: PathQuestion) -> None:
    for name, value in (("-k", asked.k), ("--max-hops", asked.max_hops)):
        if value < 1:
            raise BadParameter(f"{name} must be at least 1, not {value}.")


def _told(paths: Sequence[PathOut]) -> str:
    """Return the best path's sentence, what else was found, and what bites."""
    best, *others = paths
    told = [best.sentence]
    if others:
        word = "path" if len(others) == 1 else "paths"
        told.append(f"{len(others)} more {word} {'follows' if len(others) == 1 else 'follow'}.")
    if best.gate != "open":
        told.append(f"The way is {best.gate}: {listing(_gatekeepers(best))}.")
    return " ".join(told)


def _gatekeepers(path: PathOut) -> list[str]:
    """Return what makes a path's gate: what surely blocks it, else what hinders it.

    Where rules or facts hinder it, judgements are left to the hops.
    """
    closing = [each for each in path.policies if each.effect in CLOSING]
    if path.gate == "blocked":
        closing = [each for each in closing if each.effect == BLOCKING and each.standing in SURE]
    firm = [each for each in closing if each.standing != Standing.OPINION.value]
    return [each.label.rstrip(".") for each in firm or closing]
