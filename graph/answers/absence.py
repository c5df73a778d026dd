"""What is told where there is no path: near misses, what lies nearest, who denies the link."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph.answers.describe import Describer
from graph.answers.endpoints import Endpoint
from graph.answers.goals import Goals, PathQuestion, Understood
from graph.answers.model import ClaimOut, NearMiss
from graph.answers.trail import Trails
from graph.answers.wording import listing
from graph.claims.model import Standing
from graph.errors import BadParameter
from graph.network.corridor import reached
from graph.network.paths import Found, Path, search_each
from graph.network.space import Goal, Space
from graph.session import Session

WIDER = 2
"""How many hops beyond the limit are tried."""
_NEAREST = 3

Relaxed = tuple[str, PathQuestion]
"""What relaxes a filter, and the question with it relaxed."""


class Absence:
    """Explains why there is no path."""

    def __init__(self, session: Session, goals: Goals, describe: Describer, trails: Trails) -> None:
        self._session = session
        self._network = session.network
        self._goals = goals
        self._describe = describe
        self._trails = trails

    # ------------------------------------------------------------------ near misses

    def near_misses(self, asked: PathQuestion) -> list[NearMiss]:
        """Return the best path with exactly one filter relaxed, for each filter that helps.

        All of them share the time limit of the question.
        """
        deadline = time.monotonic() + asked.timeout if asked.timeout else None
        missed = []
        for steps in self._filters(asked):
            found = next(self._with_paths(steps, deadline), None)
            if found:
                missed.append(found)
        kinds = self._with_paths(self._passing_more(asked), deadline)
        missed += sorted(kinds, key=lambda found: found[1].cost)[:1]
        trails = [(option, self._trails.path(path)) for option, path in missed]
        return [NearMiss(option, told.sentence, told) for option, told in trails]

    def _with_paths(
        self, steps: Iterable[Relaxed], deadline: float | None
    ) -> Iterator[tuple[str, Path]]:
        """Yield the steps that have a path, each with its best one."""
        for option, relaxed in steps:
            left = max(deadline - time.monotonic(), 1e-9) if deadline else 0
            for path in self.search(relaxed, k=1, timeout=left).paths:
                yield option, path

    def search(self, asked: PathQuestion, *, k: int, timeout: float) -> Found:
        """Return the best paths of a question; none where it contradicts itself."""
        try:
            goals = self._goals.read(asked).goals
        except BadParameter:  # a relaxed question may ask to pass through what it avoids
            return Found(())
        return search_each(self._network, goals, k=k, timeout=timeout)

    def _filters(self, asked: PathQuestion) -> Iterator[list[Relaxed]]:
        """Yield, for each filter, the ways to relax it, the least first."""
        yield [
            (f"--standing {floor.value}", replace(asked, floor=floor))
            for floor in Standing
            if floor.place > asked.floor.place
        ]
        if not asked.ended:
            yield [("--include-ended", replace(asked, ended=True))]
        if asked.as_of:
            yield [("without --as-of", replace(asked, as_of=""))]
        if asked.direction != "any":
            yield [("--direction any", replace(asked, direction="any"))]
        if asked.flow:
            yield [("without --flow", replace(asked, flow=""))]
        for word in asked.via:
            rest = tuple(each for each in asked.via if each != word)
            yield [(f"without --via {shlex.quote(word)}", replace(asked, via=rest))]
        for word in asked.avoid:
            rest = tuple(each for each in asked.avoid if each != word)
            yield [(f"without --avoid {shlex.quote(word)}", replace(asked, avoid=rest))]
        if asked.only:
            yield [("without --only", replace(asked, only=()))]
        yield [
            (f"--max-hops {hops}", replace(asked, max_hops=hops))
            for hops in range(asked.max_hops + 1, asked.max_hops + WIDER + 1)
        ]

    def _passing_more(self, asked: PathQuestion) -> list[Relaxed]:
        """Return the question with each kind passed through that is an end only."""
        there = self._network.table.kinds
        kinds = sorted(self._network.ontology.kinds.values(), key=lambda kind: kind.label)
        return [
            (
                f"--through {shlex.quote(kind.label)}",
                replace(asked, through=(*asked.through, kind.id)),
            )
            for kind in kinds
            if kind.id in there and not kind.passable and kind.id not in asked.through
        ]

    # ------------------------------------------------------------------ what is near

    def nearest(self, asked: PathQuestion, understood: Understood) -> str:
        """Return, in words, what lies nearest to each end."""
        goal = understood.goals[0]
        start = frozenset().union(*(each.sources for each in understood.goals))
        end = frozenset().union(*(each.targets for each in understood.goals))
        return " ".join(
            [
                self._near(goal, understood.start, start, back=False),
                self._near(goal, understood.end, end, back=True),
            ]
        )

    def _near(self, goal: Goal, end: Endpoint, nodes: frozenset[str], *, back: bool) -> str:
        none = frozenset[str]()
        anywhere = replace(goal, sources=none, targets=none, inside="", via=none)
        space = Space(self._network, anywhere)
        found = reached(space, nodes, back=back, enough=_NEAREST)
        near = sorted(found.items(), key=lambda item: (item[1], item[0]))
        names = [self._describe.wording.label(id_) for id_, _ in near[:_NEAREST]]
        if not names:
            verb = "leads to" if back else "is reached from"
            return f"Nothing {verb} {self.ends(end)}."
        return f"Nearest to {self.ends(end)}: {listing(names)}."

    def ends(self, end: Endpoint) -> str:
        """Return what one end names: the place of ``in:``, or its entities, many cut short."""
        name = self._describe.wording.name
        if end.inside:
            return f"anything in {name(end.inside)}"
        ids = sorted(end.ids)
        names = [name(id_) for id_ in ids[:_NEAREST]]
        if len(ids) > _NEAREST + 1:
            return listing([*names, f"{len(ids) - _NEAREST} others"])
        return listing([name(id_) for id_ in ids])

    # ------------------------------------------------------------------ denials

    def denials(self, understood: Understood, misses: Sequence[NearMiss]) -> list[ClaimOut]:
        """Return the claims that deny the link.

        Those only denied that name both ends, and those that a near miss would walk.
        """
        about = self._network.table.about
        ids = {
            row.id: None
            for goal in understood.goals
            for node in sorted(goal.sources)
            for row in about[node]
            if row.standing is Standing.DENIED
            and not row.derived
            and not goal.targets.isdisjoint(row.entities())
        }
        for miss in misses:
            claims = (claim for hop in miss.path.hops for claim in hop.claims)
            ids |= {each.id: None for each in claims if each.standing == Standing.DENIED.value}
        return self._describe.claims(ids)


def relaxing(miss: NearMiss) -> str:
    """Return what a near miss relaxes as a sentence begins: With --x, or Without --y."""
    relaxed = miss.removed_by
    return f"With {relaxed}" if relaxed.startswith("-") else relaxed[:1].upper() + relaxed[1:]


def filters_told(asked: PathQuestion) -> str:
    """Return, in words, what narrows a search beyond its floor and its hops."""
    told = [f"via {listing(asked.via)}"] if asked.via else []
    told += [f"walked with the flow of {asked.flow}"] if asked.flow else []
    told += ["walked forward"] if asked.direction != "any" else []
    told += [f"as of {asked.as_of}"] if asked.as_of else []
    told += [f"with only {listing(asked.only)}"] if asked.only else []
    told += [f"avoiding {listing(asked.avoid)}"] if asked.avoid else []
    return f" ({', '.join(told)})" if told else ""
