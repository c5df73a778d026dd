"""What a path may walk: the goal of a question, and the steps it allows.

A path is a chain of places downwards from a named one, then relation hops, then a chain of
places upwards to a named one. Options restrict the relation hops and what they pass through;
``avoid`` and what counts as evidence hold for the chains too.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from graph.claims import dates
from graph.claims.model import Stage, Standing
from graph.errors import TimeLimit
from graph.network.project import (
    LIVING,
    Around,
    Ground,
    Step,
    Tie,
    around,
    best_first,
    leading_to,
)
from graph.store.table import Row

START, MIDDLE, END = 0, 1, 2
PARTS = 3
State = tuple[str, int]
"""(entity, layer). The layer is ``part + PARTS * visited``, ``visited`` a bit for each via."""

Direction = Literal["any", "forward"]
Rank = Literal["cost", "hops"]


class Chosen(NamedTuple):
    """Things picked out to be kept to or kept away from: entities, kinds, relations, claims."""

    entities: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()


NOTHING = Chosen()


@dataclass(frozen=True)
class Goal:
    """Where a path may start and end, what it must pass and what it may use.

    ``inside``: the place that an ``in:`` target names; its places are the targets then.
    ``via``: entities between the ends, all of them visited; none may be an end itself.
    ``avoid``: nowhere on the path. ``only``: what may be passed through (entities, kinds), the
    relation hops (relations), and the claims that count, save where a place lies (claims);
    an empty set restricts nothing, and chains of places stay open.
    ``through``: kinds passed through besides those the ontology marks as passable.
    ``flow``: hops only the way this flow goes. ``as_of``: claims that may hold on this date.
    ``ended``: what is over counts too.
    ``rank``: least cost first, or fewest hops and then least cost.
    """

    sources: frozenset[str]
    targets: frozenset[str]
    inside: str = ""
    max_hops: int = 6
    floor: Standing = LIVING
    via: frozenset[str] = frozenset()
    avoid: Chosen = NOTHING
    only: Chosen = NOTHING
    through: frozenset[str] = frozenset()
    direction: Direction = "any"
    flow: str = ""
    as_of: str = ""
    ended: bool = False
    rank: Rank = "cost"


class Space:
    """The steps a goal allows on some ground: all that expansion and search see of both.

    ``deadline`` is a reading of the monotonic clock; past it ``check_time`` raises TimeLimit.
    """

    def __init__(self, ground: Ground, goal: Goal, deadline: float = float("inf")) -> None:
        self.ground = ground
        self.goal = goal
        self.via = {node: 1 << bit for bit, node in enumerate(sorted(goal.via))}
        self._all_visited = (1 << len(self.via)) - 1
        self._deadline = deadline
        self._rows: dict[int, tuple[Tie, tuple[Row, ...]]] = {}
        self._around: dict[str, Around] = {}
        self._passes: dict[str, bool] = {}

    def check_time(self) -> None:
        """Raise TimeLimit if the deadline has passed."""
        if time.monotonic() > self._deadline:
            raise TimeLimit("the search ran out of time.")

    # ------------------------------------------------------------------ states and moves

    def first(self) -> list[State]:
        """Return the states that paths start in."""
        goal = self.goal
        starts = sorted(goal.sources - goal.targets)
        return [(node, START) for node in starts if not self._avoided(node)]

    def last(self) -> list[State]:
        """Return the states that paths end in."""
        return [
            (node, part + PARTS * self._all_visited)
            for node in sorted(self.goal.targets)
            if not self._avoided(node)
            for part in (MIDDLE, END)
        ]

    def complete(self, state: State) -> bool:
        """Tell whether a path in ``state`` has reached its end."""
        node, layer = state
        if node not in self.goal.targets or layer % PARTS == START:
            return False
        return layer // PARTS == self._all_visited

    def ways_on(self, node: str, layer: int) -> tuple[tuple[Iterable[Step], int], ...]:
        """Return the steps that leave a state, by the layer of what they lead to.

        Nothing leaves a target. The layers are those without what a via adds: ``entered``.
        """
        if node in self.goal.targets:
            return ()
        here, part = self.around(node), layer % PARTS
        if part == START:
            return (here.down, layer), (here.out, layer + MIDDLE)
        if part == END:
            return ((here.up, layer),)
        hops = here.out if self.passes(node) else ()
        climbs = here.up if self.climbs(node) else ()
        return (hops, layer), (climbs, layer - MIDDLE + END)

    def entered(self, node: str, layer: int) -> int:
        """Return the layer in which a step onto ``layer`` reaches ``node``; -1 if it may not.

        A chain downwards never enters a target, and a via is visited once.
        """
        bit = self.via.get(node, 0)
        if bit & (layer // PARTS) or (layer % PARTS == START and node in self.goal.targets):
            return -1
        return layer + PARTS * bit

    def ways_back(self, node: str, layer: int) -> tuple[tuple[Iterable[Step], int], ...]:
        """Return the steps that lead into a state, by the layer of what they come from."""
        here, part = self.around(node), layer % PARTS
        before = layer - PARTS * (self.via.get(node, 0) & (layer // PARTS))
        if part == START:
            return ((here.up, before),)
        if part == MIDDLE:
            first: Iterable[Step] = here.into
            if self._rooted:
                first = leading_to(first, self.goal.sources)
            return (first, before - MIDDLE), (self._passing(here), before)
        climbing: Iterable[Step] = here.down
        if self._only_some:
            climbing = [step for step in here.down if self.climbs(step.other)]
        return (climbing, before - END + MIDDLE), (here.down, before)

    def way_within(self, node: str, layer: int) -> tuple[Iterable[Step], int]:
        """Return the steps into a state after a relation hop, but for those from a start."""
        before = layer - PARTS * (self.via.get(node, 0) & (layer // PARTS))
        return self._passing(self.around(node)), before

    def come_from(self, node: str, layer: int) -> int:
        """Return ``layer`` if a step can come from ``node`` in it, else -1.

        Nothing leaves a target, and a via is visited on being entered.
        """
        bit = self.via.get(node, 0)
        visited = layer // PARTS
        if node in self.goal.targets or (bit and not bit & visited):
            return -1
        return layer

    # ------------------------------------------------------------------ what is passed

    def passes(self, node: str) -> bool:
        """Tell whether a further relation hop may leave ``node``."""
        found = self._passes.get(node)
        if found is None:
            kind, goal = self.ground.kind(node), self.goal
            found = kind.passable or not goal.through.isdisjoint(kind.ancestors)
            found = found and self._kept_to(node)
            self._passes[node] = found
        return found

    def _passing(self, here: Around) -> Iterable[Step]:
        """Return the hops into an entity from what may be passed through."""
        only = self.goal.only
        if self.goal.through or only.entities or only.kinds:
            return [step for step in here.into if self.passes(step.other)]
        return here.passing

    @cached_property
    def _rooted(self) -> bool:
        """Whether relation hops begin at the sources alone: no chain leads down from one."""
        return bool(self.goal.sources) and not any(
            self.around(node).down for node in self.goal.sources
        )

    def climbs(self, node: str) -> bool:
        """Tell whether a chain of places may begin at ``node``, which relation hops led to."""
        return self._kept_to(node) or self.ground.kind(node).place

    @cached_property
    def _only_some(self) -> bool:
        """Whether ``only`` restricts what may be passed through."""
        return bool(self.goal.only.entities or self.goal.only.kinds)

    def _kept_to(self, node: str) -> bool:
        """Tell whether ``only`` lets ``node`` be passed through."""
        if not self._only_some:
            return True
        only = self.goal.only
        return node in only.entities or not only.kinds.isdisjoint(self.ground.kind(node).ancestors)

    def _avoided(self, node: str) -> bool:
        avoid = self.goal.avoid
        if node in avoid.entities:
            return True
        return bool(avoid.kinds) and not avoid.kinds.isdisjoint(self.ground.kind(node).ancestors)

    # ------------------------------------------------------------------ what is walked

    def around(self, node: str) -> Around:
        """Return the steps at ``node`` that the goal allows."""
        found = self._around.get(node)
        if found is None:
            found = self.ground.living(node) if self._plain else self._allowed(node)
            if self.goal.inside and found.seated:
                found = self._unseated(node, found)
            self._around[node] = found
        return found

    @cached_property
    def _plain(self) -> bool:
        """Whether every claim that counts by default may be walked either way."""
        goal = self.goal
        usual = (LIVING, False, "", "", "any", NOTHING)
        asked = (goal.floor, goal.ended, goal.as_of, goal.flow, goal.direction, goal.avoid)
        return asked == usual and not goal.only.relations and not goal.only.claims

    def _allowed(self, node: str) -> Around:
        steps = [
            step
            for step in self.ground.steps(node)
            if not self._avoided(step.other)
            and self._relation_fits(step.tie)
            and self.rows(step.tie)
        ]
        found = around(node, steps, self.ground.kind)
        if self.goal.direction == "any" and not self.goal.flow:
            return found
        out = tuple(step for step in found.out if self._directed(step.tie, step.along))
        into, passing = (
            tuple(step for step in steps if self._directed(step.tie, not step.along))
            for steps in (found.into, found.passing)
        )
        return found._replace(out=out, into=into, passing=passing)

    def _relation_fits(self, tie: Tie) -> bool:
        goal, relation = self.goal, tie.relation
        if relation.id in goal.avoid.relations:
            return False
        chain = relation.role == "place"
        return chain or not goal.only.relations or relation.id in goal.only.relations

    def _directed(self, tie: Tie, along: bool) -> bool:
        """Tell whether a tie may be walked this way: forward, or the way the flow goes."""
        relation, flow = tie.relation, self.goal.flow
        if flow:
            return flow in (relation.flows_along if along else relation.flows_against)
        return along or relation.symmetric

    def _unseated(self, node: str, found: Around) -> Around:
        """Leave out seats as last hops into ``in:``: being based there is not reaching it."""
        targets = self.goal.targets
        into, passing = found.into, found.passing
        if node in targets:
            into, passing = (
                tuple(step for step in steps if step.tie.relation.role != "seat")
                for steps in (into, passing)
            )
        out = tuple(
            step
            for step in found.out
            if step.tie.relation.role != "seat" or step.other not in targets
        )
        return found._replace(out=out, into=into, passing=passing)

    def rows(self, tie: Tie) -> tuple[Row, ...]:
        """Return the claims of a tie that count under the goal, best first."""
        found = self._rows.get(id(tie))
        if found is None:  # the tie is kept beside them, so that its id stays its own
            kept = best_first(row for row in tie.rows if self._counts(row, tie))
            found = self._rows[id(tie)] = (tie, kept)
        return found[1]

    def _counts(self, row: Row, tie: Tie) -> bool:
        goal = self.goal
        if row.standing.place > goal.floor.place or row.id in goal.avoid.claims:
            return False
        if row.stage is Stage.ENDED and not self._over_counts(row):
            return False
        if goal.as_of and not dates.holds(row.valid_from, row.valid_to, goal.as_of):
            return False
        return not goal.only.claims or row.id in goal.only.claims or self._where_a_place_lies(tie)

    def _over_counts(self, row: Row) -> bool:
        """Tell whether what is over counts: if asked for, or if it was not yet over on the date."""
        goal = self.goal
        return goal.ended or bool(goal.as_of and row.valid_to)

    def _where_a_place_lies(self, tie: Tie) -> bool:
        return tie.relation.role == "place" and self.ground.kind(tie.subject).place

    # ------------------------------------------------------------------ what was left out

    def flowless(self) -> dict[str, int]:
        """Return how many hops were met for which no flow is stated at all, by relation."""
        met: dict[str, set[tuple[str, str]]] = {}
        for node in self._around if self.goal.flow else ():
            for step in self.ground.steps(node):
                tie, relation = step.tie, step.tie.relation
                states_flow = relation.flows_along or relation.flows_against
                if relation.role != "place" and not states_flow and self._would_fit(tie):
                    met.setdefault(relation.id, set()).add((tie.subject, tie.object))
        return {relation: len(ends) for relation, ends in sorted(met.items())}

    def _would_fit(self, tie: Tie) -> bool:
        ends = (tie.subject, tie.object)
        return (
            self._relation_fits(tie) and bool(self.rows(tie)) and not any(map(self._avoided, ends))
        )
