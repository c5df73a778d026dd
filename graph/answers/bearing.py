"""What an answer rests on: the single claims and documents without which it would fall."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from graph.answers.describe import Describer
from graph.answers.model import LoadBearing
from graph.claims.model import POSITIVE, Record, Standing
from graph.claims.standing import judge, standing_out, voices
from graph.network.paths import Found, Path, search_each
from graph.network.space import Goal
from graph.session import Session
from graph.store.table import Row


class _Loss(NamedTuple):
    """What is taken away: the claims ``gone`` with it, and those left ``weaker`` than the best."""

    kind: Literal["claim", "document"]
    id: str
    name: str
    gone: frozenset[str]
    weaker: frozenset[str] = frozenset()


class Bearing:
    """Finds what is load-bearing in the answers from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe

    def load_bearing(
        self, goals: Sequence[Goal], found: Found, *, k: int, timeout: float
    ) -> list[LoadBearing]:
        """Return what, taken away, leaves no path or none as strong as the strongest found.

        A single hop carried by a single claim is no news, nor that the only path of its strength
        needs its own claims where weaker ones are left. Where all paths are known they are
        looked through; else each loss is searched for, and what ``timeout`` leaves open is not
        told.
        """
        best = min(found.paths, key=lambda path: path.standing.place)
        if len(found.paths) == 1 and len(best.hops) == 1 and len(best.hops[0].rows) == 1:
            return []
        lone = sum(path.standing is best.standing for path in found.paths) == 1
        all_known = len(found.paths) < k and not found.truncated
        deadline = time.monotonic() + timeout if timeout else None
        told = []
        for loss in self._losses(best, found.paths):
            strong = any(_survives(p, loss.gone | loss.weaker, best.standing) for p in found.paths)
            some = any(_survives(path, loss.gone) for path in found.paths)
            if not (strong or all_known):
                strong = _is_left(self._session, _as_strong(goals, loss, best), deadline)
                some = some or _is_left(self._session, _without(goals, loss.gone), deadline)
            if not strong and not (some and lone):
                told.append(self._told(loss, best, some=some))
        return told

    def _losses(self, best: Path, paths: Sequence[Path]) -> Iterator[_Loss]:
        """Yield the claims the best path rests on, then the documents if several are used."""
        rows = [row for hop in best.hops for row in hop.rows]
        wording = self._describe.wording
        for record in self._session.store.records([row.id for row in rows]):
            name = f"the claim that {wording.sentence(record.claim, self._describe.told(record))}"
            yield _Loss("claim", record.id, name, frozenset({record.id}))
        used = {doc for path in paths for hop in path.hops for r in hop.rows for doc in r.documents}
        for id_ in sorted({doc for row in rows for doc in row.documents}):
            if len(used) > 1:
                yield self._loss_of(id_, best.standing)

    def _loss_of(self, document: str, standing: Standing) -> _Loss:
        """Return the loss of a document, with the claims that it alone carries."""
        rows = self._session.table.of_document(document)
        gone, weaker = {row.id for row in rows if row.documents == (document,)}, set[str]()
        for record in self._session.store.records(row.id for row in rows if row.id not in gone):
            left = self._left(record, document)
            if left is None:
                gone.add(record.id)
            elif left.place > standing.place:
                weaker.add(record.id)
        name = f"the document {document}"
        return _Loss("document", document, name, frozenset(gone), frozenset(weaker))

    def _left(self, record: Record, document: str) -> Standing | None:
        """Return how a claim stands without a document; None if nobody else speaks for it."""
        left = [each for each in record.attestations if each.document != document]
        if not any(each.stance in POSITIVE for each in standing_out(left)):
            return None
        documents = self._session.store.documents({each.document for each in left})
        spoken = voices(documents, self._session.table.bearers)
        return judge(
            left,
            documents,
            replaced=bool(record.replaced_by),
            conflicting=bool(record.conflicts),
            voices=spoken,
        ).standing

    def _told(self, loss: _Loss, best: Path, *, some: bool) -> LoadBearing:
        rest = f" that is at least {best.standing.value}" if some else ""
        return LoadBearing(loss.kind, loss.id, f"Without {loss.name} there is no path{rest}.")


def _as_strong(goals: Sequence[Goal], loss: _Loss, best: Path) -> list[Goal]:
    """Return goals without what is lost, at a floor as high as the strongest path's."""
    return [replace(goal, floor=best.standing) for goal in _without(goals, loss.gone | loss.weaker)]


def _without(goals: Sequence[Goal], claims: frozenset[str]) -> list[Goal]:
    return [
        replace(goal, avoid=goal.avoid._replace(claims=goal.avoid.claims | claims))
        for goal in goals
    ]


def _is_left(session: Session, goals: Sequence[Goal], deadline: float | None) -> bool:
    """Tell whether there is a path; what time does not allow to find out counts as one."""
    left = max(deadline - time.monotonic(), 1e-9) if deadline else 0
    found = search_each(session.network, goals, k=1, timeout=left)
    return bool(found.paths or found.truncated)


def _survives(path: Path, lost: frozenset[str], standing: Standing | None = None) -> bool:
    """Tell whether every hop keeps a claim; with ``standing`` one that is at least that."""

    def is_left(row: Row) -> bool:
        return row.id not in lost and (standing is None or row.standing.place <= standing.place)

    return all(any(map(is_left, hop.rows)) for hop in path.hops)
