"""What separates two ends: the fewest claims, and the fewest documents.

Cut are all paths that a search finds under a goal, within its hop limit and above its floor. A
hop falls when all its claims do. The claims come from a minimum cut of the corridor (networkx),
which separates also walks that are no paths, or too long, and so may be too dear: it is an
upper bound. It is proven least, or undercut, by hitting sets: paths are searched for that a
cheaper choice leaves open, until no cheaper choice hits all of them. Of cuts with equally few
claims the one of the weakest claims is taken, and facts of where a place lies come last.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

import networkx as nx

from graph.claims.model import Standing
from graph.errors import TimeLimit
from graph.network.corridor import find
from graph.network.paths import Path, search
from graph.network.project import LIVING, Network, Tie, counting
from graph.network.space import Goal, Space, State
from graph.network.whatif import changed, part
from graph.store.table import Row

MOST_EXACT = 5
"""How many documents are looked for one by one; what takes more is an upper bound."""
_ROUNDS = 300
_BRANCHES = 20_000
_CLAIM = 1_000_000_000
_PLACE = 10_000

Key = tuple[str, str, str]
Anew = Callable[[frozenset[str]], Mapping[str, Row | None]]
"""Gives the claims that read otherwise without some documents; None for those that are gone."""


class ClaimCut(NamedTuple):
    """Claims without which no path is left; ``exact`` if no fewer do."""

    claims: tuple[Row, ...]
    exact: bool


class DocumentCut(NamedTuple):
    """Documents without which no path is left; ``exact`` if no fewer do."""

    documents: tuple[str, ...]
    exact: bool


class Cuts:
    """What separates the two ends of one goal; raises TimeLimit where time runs out."""

    def __init__(self, network: Network, goal: Goal, *, timeout: float) -> None:
        self._network = network
        self._goal = goal
        self._timeout = timeout
        self._set_out()
        self._space = Space(network, goal)
        self._steps = self._corridor()
        self._ties = {_key(tie): tie for _, tie, _ in self._steps}
        self._weight = {key: self._weighed(tie) for key, tie in self._ties.items()}

    def _set_out(self) -> None:
        """Start the clock: finding the claims and finding the documents have the same time."""
        self._deadline = time.monotonic() + self._timeout if self._timeout else float("inf")

    # ------------------------------------------------------------------ claims

    def claims(self) -> ClaimCut:
        """Return the fewest claims that separate the two ends; none where nothing joins them."""
        if not self._steps:
            return ClaimCut((), exact=True)
        chosen, exact = self._proven(self._closed(self._minimum_cut()))
        rows = [row for key in sorted(chosen) for row in self._space.rows(self._ties[key])]
        return ClaimCut(tuple(rows), exact)

    def _corridor(self) -> list[tuple[State, Tie, State]]:
        """Return the steps of the corridor, each with the tie that it takes."""
        corridor, steps = find(self._space), list[tuple[State, Tie, State]]()
        for state in sorted(corridor.before):
            left = self._goal.max_hops - corridor.before[state] - 1
            for ways, layer in self._space.ways_on(*state):
                for other, tie, _ in ways:
                    reached = (other, self._space.entered(other, layer))
                    if corridor.after.get(reached, left + 1) <= left:
                        steps.append((state, tie, reached))
        return steps

    def _weighed(self, tie: Tie) -> int:
        """Return what cutting a tie costs: a claim each, and a little for what is well founded."""
        place = _PLACE if tie.relation.role == "place" else 0
        rows = self._space.rows(tie)
        firm = sum(Standing.RETRACTED.place - row.standing.place for row in rows)
        return len(rows) * (_CLAIM + place) + firm

    def _minimum_cut(self) -> frozenset[Key]:
        """Return the ties of a minimum cut (Ford and Fulkerson 1956) of the corridor.

        A tie that leads into one state is a node of its own, wherever it is entered from.
        """
        network, gates = nx.DiGraph(), dict[tuple[Key, State], Key]()
        first = set(self._space.first())
        for state, tie, reached in self._steps:
            gate = (_key(tie), reached)
            gates[gate] = _key(tie)
            network.add_edge(state, gate)  # what has no capacity given cannot be cut
            network.add_edge(gate, reached, capacity=self._weight[_key(tie)])
            if state in first:
                network.add_edge("from", state)
            if self._space.complete(reached):
                network.add_edge(reached, "to")
        _, (near, _) = nx.minimum_cut(network, "from", "to")
        return frozenset(key for gate, key in gates.items() if gate in near and gate[1] not in near)

    def _closed(self, chosen: frozenset[Key]) -> frozenset[Key]:
        """Return ``chosen`` and whatever else it takes until the search finds no path."""
        while path := self._path(chosen):
            chosen |= {min(path, key=lambda key: (self._weight[key], key))}
        return chosen

    def _proven(self, chosen: frozenset[Key]) -> tuple[frozenset[Key], bool]:
        """Return the cheapest choice that leaves no path, and whether it is proven to be that."""
        met: list[frozenset[Key]] = []
        with suppress(TimeLimit):
            for _ in range(_ROUNDS):
                hitting = _Hitting(self._weight, self._sum(chosen))
                cheaper = hitting.least(met)
                if hitting.gave_up:
                    break
                path = None if cheaper is None else self._path(cheaper)
                if path is None:
                    return (chosen if cheaper is None else cheaper), True
                met.append(path)
        return chosen, False

    def _sum(self, chosen: frozenset[Key]) -> int:
        return sum(self._weight[key] for key in chosen)

    def _path(self, without: frozenset[Key]) -> frozenset[Key] | None:
        """Return the ties of the best path that avoids some, or None if there is none."""
        rows = (row for key, tie in self._ties.items() if key not in without for row in tie.rows)
        found = self._first(part(self._network, rows, nodes=()))
        return frozenset(_key(hop.tie) for hop in found.hops) if found else None

    # ------------------------------------------------------------------ documents

    def documents(self, anew: Anew) -> DocumentCut:
        """Return the fewest documents that separate the two ends, proven for up to five.

        Considered are the documents that speak to a claim of some path.
        """
        if not self._steps:
            return DocumentCut((), exact=True)
        self._set_out()
        run = _Documents(lambda gone: self._left_open(gone, anew), anew, self._goal, self._network)
        try:
            for size in range(1, MOST_EXACT + 1):
                found = run.branch(frozenset(), size, set())
                if found is not None:
                    return DocumentCut(tuple(sorted(found)), exact=True)
        except TimeLimit:
            self._deadline = float("inf")  # an upper bound takes few searches more, no branching
        return DocumentCut(tuple(sorted(run.enough())), exact=False)

    def _left_open(self, without: frozenset[str], anew: Anew) -> Path | None:
        """Return the best path that is left without some documents, or None; raises TimeLimit."""
        rows = anew(without) if without else {}
        if self._revives(rows):
            return self._first(changed(self._network, rows=rows))
        # What is left is part of what was there: nothing opens beyond the corridor.
        walked = (row for tie in self._ties.values() for row in tie.rows)
        kept = (rows.get(row.id, row) for row in walked)
        return self._first(part(self._network, (row for row in kept if row), nodes=()))

    def _revives(self, rows: Mapping[str, Row | None]) -> bool:
        """Tell whether some claim stands better, as what was denied or replaced may do."""
        known = self._network.table.by_id
        return any(
            row is not None and row.standing.place < known[id_].standing.place
            for id_, row in rows.items()
        )

    # ------------------------------------------------------------------ search

    def _first(self, network: Network) -> Path | None:
        """Return the best path in a changed network; raises TimeLimit."""
        known = network.table.nodes.keys()
        goal = replace(
            self._goal, sources=self._goal.sources & known, targets=self._goal.targets & known
        )
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeLimit("the search for a cut ran out of time. Raise --timeout.")
        found = search(network, goal, k=1, timeout=0 if left == float("inf") else left)
        if found.truncated and not found.paths:
            raise TimeLimit("the search for a cut ran out of time. Raise --timeout.")
        return found.paths[0] if found.paths else None


class _Hitting:
    """The cheapest choice of ties that hits every path met so far (branch and bound)."""

    def __init__(self, weight: Mapping[Key, int], limit: int) -> None:
        self._weight = weight
        self._limit = limit
        self._best: frozenset[Key] | None = None
        self._branches = 0

    @property
    def gave_up(self) -> bool:
        """Whether there were too many choices to try them all."""
        return self._branches > _BRANCHES

    def least(self, paths: Sequence[frozenset[Key]]) -> frozenset[Key] | None:
        """Return the cheapest choice, if it is cheaper than the limit."""
        self._try(paths, frozenset(), 0, frozenset())
        return self._best

    def _try(
        self,
        paths: Sequence[frozenset[Key]],
        chosen: frozenset[Key],
        spent: int,
        kept: frozenset[Key],
    ) -> None:
        """Choose a tie of the shortest path that is not hit; those tried before are kept."""
        self._branches += 1
        if self.gave_up or spent + self._bound(paths) >= self._limit:
            return
        if not paths:
            self._best, self._limit = chosen, spent
            return
        shortest = min(paths, key=lambda path: len(path - kept))
        for key in sorted(shortest - kept, key=lambda key: (self._weight[key], key)):
            left = [path for path in paths if key not in path]
            self._try(left, chosen | {key}, spent + self._weight[key], kept)
            kept |= {key}

    def _bound(self, paths: Sequence[frozenset[Key]]) -> int:
        """Return what hitting these paths costs at least: that of some without a common tie."""
        total, seen = 0, set[Key]()
        for path in paths:
            if seen.isdisjoint(path):
                seen |= path
                total += min(self._weight[key] for key in path)
        return total


class _Documents:
    """Documents without which no path is left, tried in ever greater numbers."""

    def __init__(
        self,
        left_open: Callable[[frozenset[str]], Path | None],
        anew: Anew,
        goal: Goal,
        network: Network,
    ) -> None:
        self._left_open = left_open
        self._anew = anew
        self._floor = goal.floor
        self._known = network.table.by_id
        self._met: list[Path] = []
        self._open: dict[frozenset[str], list[tuple[str, ...]]] = {}

    def branch(
        self, without: frozenset[str], left: int, tried: set[frozenset[str]]
    ) -> frozenset[str] | None:
        """Return ``left`` documents more that leave no path; None if no such choice does.

        Some document of each path that is still open must be among them, so that paths without
        a common document need one each.
        """
        paths = self._still_open(without)
        if not paths:
            return without
        if _apart(paths) > left or without in tried:
            return None
        tried.add(without)
        for document in min(paths, key=len):
            found = self.branch(without | {document}, left - 1, tried)
            if found is not None:
                return found
        return None

    def enough(self) -> frozenset[str]:
        """Return documents that leave no path, none of which can be kept while the others go."""
        chosen: frozenset[str] = frozenset()
        while paths := self._still_open(chosen):
            chosen |= {paths[0][0]}
        for document in sorted(chosen):
            if not self._still_open(chosen - {document}):
                chosen -= {document}
        return chosen

    def _still_open(self, without: frozenset[str]) -> list[tuple[str, ...]]:
        """Return, for paths met that are left without some documents, the others behind them.

        Searched is only where none of those met is left: what is found then is met.
        """
        if without not in self._open:
            rows = self._anew(without) if without else {}
            paths = [path for path in self._met if self._stands(path, rows)]
            if not paths and (path := self._left_open(without)):
                self._met.append(path)
                paths = [path]
            self._open[without] = [self._documents(path, without) for path in paths]
        return self._open[without]

    def _stands(self, path: Path, rows: Mapping[str, Row | None]) -> bool:
        ended = self._floor.place > LIVING.place
        hops = ([rows.get(row.id, self._known[row.id]) for row in hop.rows] for hop in path.hops)
        return all(counting(filter(None, hop), self._floor, ended=ended) for hop in hops)

    def _documents(self, path: Path, without: frozenset[str]) -> tuple[str, ...]:
        """Return the documents behind a path: those of its relation hops before the others."""
        hops = sorted(path.hops, key=lambda hop: hop.tie.relation.role == "place")
        behind = [d for hop in hops for row in hop.rows for d in self._known[row.id].documents]
        return tuple(each for each in dict.fromkeys(behind) if each not in without)


def _apart(paths: Sequence[tuple[str, ...]]) -> int:
    """Return how many of these paths have no document in common, one taken after the other."""
    seen, count = set[str](), 0
    for documents in sorted(paths, key=len):
        if seen.isdisjoint(documents):
            seen.update(documents)
            count += 1
    return count


def _key(tie: Tie) -> Key:
    return tie.subject, tie.relation.id, tie.object
