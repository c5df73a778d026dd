"""What an answer rests on: the single claims and documents without which it would fall."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from graph.answers.describe import Describer, document_name
from graph.answers.model import LoadBearing
from graph.claims.model import POSITIVE, Record
from graph.claims.standing import judge, standing_out
from graph.network.paths import Found, Path, search_each
from graph.network.space import Goal
from graph.session import Session


class _Loss(NamedTuple):
    """What is taken away: a claim or a document, and the claims that fall with it."""

    kind: Literal["claim", "document"]
    id: str
    claims: frozenset[str]
    name: str


class Bearing:
    """Finds what is load-bearing in the answers from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe

    def load_bearing(
        self, goals: Sequence[Goal], found: Found, *, k: int, timeout: float
    ) -> list[LoadBearing]:
        """Return what, taken away, leaves no path or none as strong as the best one found.

        A single hop carried by a single claim is no news. Where all paths are known, they are
        looked through; otherwise each loss is searched for again, within ``timeout``.
        """
        best = min(found.paths, key=lambda path: path.standing.place)
        if len(found.paths) == 1 and len(best.hops) == 1 and len(best.hops[0].rows) == 1:
            return []
        all_known = len(found.paths) < k and not found.truncated
        deadline = time.monotonic() + timeout if timeout else None
        told = []
        for loss in self._losses(best, found.paths):
            left = [path for path in found.paths if _survives(path, loss.claims, best)]
            if left:
                continue
            weaker = [path for path in found.paths if _survives(path, loss.claims, None)]
            if not all_known:
                if deadline and time.monotonic() > deadline:
                    break
                as_strong = [replace(goal, floor=best.standing) for goal in goals]
                if self._another(as_strong, loss, timeout):
                    continue
                weaker = weaker or self._another(goals, loss, timeout)
            told.append(self._told(loss, best, weaker=bool(weaker)))
        return told

    def _another(self, goals: Iterable[Goal], loss: _Loss, timeout: float) -> list[Path]:
        """Return a path without what is lost, if there is one."""
        without = [
            replace(goal, avoid=goal.avoid._replace(claims=goal.avoid.claims | loss.claims))
            for goal in goals
        ]
        return list(search_each(self._session.network, without, k=1, timeout=timeout).paths)

    def _losses(self, best: Path, paths: Sequence[Path]) -> Iterator[_Loss]:
        """Yield the claims the best path rests on, then the documents if several are used."""
        rows = [row for hop in best.hops for row in hop.rows]
        wording = self._describe.wording
        for record in self._session.store.records([row.id for row in rows]):
            name = f"the claim that {wording.sentence(record.claim, self._describe.told(record))}"
            yield _Loss("claim", record.id, frozenset({record.id}), name)
        used = {doc for path in paths for hop in path.hops for r in hop.rows for doc in r.documents}
        documents = self._session.store.documents(used)
        for id_ in sorted({doc for row in rows for doc in row.documents}):
            if len(used) > 1:
                claims = self._falling_with(id_, paths)
                yield _Loss("document", id_, claims, document_name(documents[id_]))

    def _falling_with(self, document: str, paths: Sequence[Path]) -> frozenset[str]:
        """Return the claims of paths that a document carries: no other says them as surely."""
        ids = {r.id for p in paths for hop in p.hops for r in hop.rows if document in r.documents}
        records = self._session.store.records(sorted(ids))
        return frozenset(record.id for record in records if self._falls(record, document))

    def _falls(self, record: Record, document: str) -> bool:
        left = [each for each in record.attestations if each.document != document]
        if not any(each.stance in POSITIVE for each in standing_out(left)):
            return True
        documents = self._session.store.documents({each.document for each in left})
        return judge(left, documents).standing.place > record.standing.place

    def _told(self, loss: _Loss, best: Path, *, weaker: bool) -> LoadBearing:
        rest = f" that is at least {best.standing.value}" if weaker else ""
        return LoadBearing(loss.kind, loss.id, f"Without {loss.name} there is no path{rest}.")


def _survives(path: Path, lost: frozenset[str], best: Path | None) -> bool:
    """Tell whether every hop keeps a claim, with ``best`` one at least as strong as that path."""
    worst = best.standing.place if best else None
    return all(
        any(
            row.id not in lost and (worst is None or row.standing.place <= worst)
            for row in hop.rows
        )
        for hop in path.hops
    )
