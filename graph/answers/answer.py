"""Path questions to answers: paths with their evidence, or an explained none."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from graph.answers.absence import WIDER, Absence, filters_told, relaxing
from graph.answers.bearing import Bearing
from graph.answers.describe import Describer
from graph.answers.goals import Goals, Understood
from graph.answers.goals import PathQuestion as PathQuestion
from graph.answers.model import Answer, Cut, PathOut, QuestionOut, Skipped
from graph.answers.requery import sparql
from graph.answers.trail import Trails, grouped
from graph.answers.wording import listing
from graph.claims.model import Standing
from graph.errors import TimeLimit
from graph.network.paths import Found, search_each
from graph.network.policies import BLOCKING, CLOSING, SURE
from graph.session import Session

_LEAST = 0.5  # seconds


class Answers:
    """Answers path questions from one session's graph."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._describe = Describer(session)
        self._goals = Goals(session)
        self._trails = Trails(session, self._describe)
        self._absence = Absence(session, self._goals, self._describe, self._trails)
        self._bearing = Bearing(session, self._describe)

    def path(self, asked: PathQuestion) -> Answer:
        """Return the best paths, or why there is none; raises TimeLimit if cut with none found."""
        understood, begun = self._goals.read(asked), time.monotonic()
        found = search_each(
            self._session.network, understood.goals, k=asked.k, timeout=asked.timeout
        )
        if found.truncated and not found.paths:
            raise TimeLimit(
                f"the search was cut short ({found.truncated[0]}) before any path was found; this "
                "is no 'no'. Raise --timeout, or lower --max-hops."
            )
        if asked.timeout:  # what is told beside the paths shares their time limit
            left = max(asked.timeout - (time.monotonic() - begun), _LEAST)
            asked = replace(asked, timeout=left)
        return (self._found if found.paths else self._none)(asked, understood, found)

    def _found(self, asked: PathQuestion, understood: Understood, found: Found) -> Answer:
        patterns = [self._trails.pattern(path) for path in found.paths]
        paths = [self._trails.path(*each) for each in grouped(found.paths, patterns)]
        return Answer(
            question=self._question(asked, understood),
            status="found",
            answer=_told(paths),
            paths=paths,
            load_bearing=self._bearing.load_bearing(
                understood.goals, found, k=asked.k, timeout=asked.timeout
            ),
            truncated=self._truncated(asked, found),
            sparql=sparql([claim for path in paths for hop in path.hops for claim in hop.claims]),
            skipped=self._skipped(found),
        )

    def _none(self, asked: PathQuestion, understood: Understood, found: Found) -> Answer:
        misses = self._absence.near_misses(asked)
        denials = self._absence.denials(understood, misses)
        longer = any(miss.removed_by.startswith("--max-hops") for miss in misses)
        told = [
            f"No path from {self._absence.ends(understood.start)} to "
            f"{self._absence.ends(understood.end)} within {asked.max_hops} "
            f"{'hop' if asked.max_hops == 1 else 'hops'} among claims that are at least "
            f"{asked.floor.value}{filters_told(asked)}.",
            self._absence.nearest(asked, understood),
            *(f"{relaxing(miss)} there is one: {miss.sentence}" for miss in misses),
            *(f"What denies it: {claim.sentence}" for claim in denials),
        ]
        return Answer(
            question=self._question(asked, understood),
            status="none",
            answer=" ".join(told),
            paths=[],
            near_misses=misses,
            truncated=["max-hops"] if longer else [],
            sparql=sparql([]),
            denials=denials,
            skipped=self._skipped(found),
        )

    def _question(self, asked: PathQuestion, understood: Understood) -> QuestionOut:
        start, end = understood.start, understood.end
        return QuestionOut(
            text=asked.text or f"path {start.text} @ {end.text}",
            kind="path",
            from_=[self._describe.entity(id_) for id_ in sorted(start.ids)],
            to=[
                self._describe.entity(id_)
                for id_ in sorted([end.inside] if end.inside else end.ids)
            ],
            options=asked.options(),
            noticed=[*start.notices, *end.notices, *asked.notices],
        )

    def _truncated(self, asked: PathQuestion, found: Found) -> list[Cut]:
        """Return what cut the search; the hop limit where all paths are known and one is longer."""
        cut: list[Cut] = [*found.truncated]
        if len(found.paths) < asked.k and not cut:
            wider = replace(asked, max_hops=asked.max_hops + WIDER)
            more = self._absence.search(wider, k=len(found.paths) + 1, timeout=asked.timeout)
            if len(more.paths) > len(found.paths):
                cut.append("max-hops")
        return cut

    def _skipped(self, found: Found) -> list[Skipped]:
        return [Skipped(self._describe.relation(id_), hops) for id_, hops in found.flowless]


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
