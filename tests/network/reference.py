"""A slow second reading of the rules of paths: recursion over plain claims, costs in floats.

Nothing of graph.network is used here but what it is given: entities with kinds, and claims.
Of dates it knows only whether a span meets another, day by day.
"""

import math
from itertools import combinations

from graph.claims.dates import span

AGENTS = {"Company", "Brand", "Person", "PublicBody", "Agent"}
DEALS = {"Venture", "Partnership", "JointVenture", "Licence", "SupplyDeal"}
HALF = DEALS | {"Facility"}
PASSED_THROUGH = AGENTS | HALF
PLACES = {"Place", "Country", "Region", "City", "Area"}
CHAIN = {"locatedIn", "within"}
SEAT = {"basedIn"}
HOPS = {
    "owns", "partnerIn", "opens", "operates", "producesIn", "produces", "covers", "suppliesTo",
    "licensesTo", "usesTechnologyOf", "integrates", "investsIn", "talksWith", "sellsIn",
    "entersMarket", "entersSegment", "holdsStakeIn", "acquires", "tiedTo", "directs",
}  # fmt: skip
BEST_FIRST = (
    "corroborated", "stated", "implied", "announced", "reported", "possible", "opinion",
    "disputed", "denied", "superseded", "retracted",
)  # fmt: skip
PENALTY = {
    "corroborated": 0, "stated": 0, "implied": 0.25, "announced": 0.5, "reported": 2,
    "possible": 3, "opinion": 4, "disputed": 6, "denied": 9, "superseded": 9, "retracted": 9,
}  # fmt: skip
ABOVE = {
    **dict.fromkeys(["Company", "Brand", "Person", "PublicBody", "Group"], ("Agent",)),
    **dict.fromkeys(["Partnership", "JointVenture", "Licence", "SupplyDeal"], ("Venture",)),
    **dict.fromkeys(["Country", "Region", "City", "Area"], ("Place",)),
    **dict.fromkeys(["Tariff", "Quota", "Restriction"], ("Policy",)),
}
FLOW = {
    "technology": {("licensesTo", 1), ("usesTechnologyOf", -1)},
    "supply": {("producesIn", 1), ("produces", 1), ("suppliesTo", 1)},
    "capital": {
        ("owns", 1), ("opens", 1), ("investsIn", 1), ("holdsStakeIn", 1), ("acquires", 1),
    },
    "control": {("owns", 1), ("operates", 1), ("acquires", 1), ("directs", 1)},
    "market": {("sellsIn", 1), ("entersMarket", 1)},
}  # fmt: skip
SYMMETRIC = {"talksWith"}
LOOSENESS = {
    "covers": 0.25, "sellsIn": 0.5, "entersMarket": 0.5, "entersSegment": 0.5,
    "usesTechnologyOf": 0.5, "integrates": 0.5, "talksWith": 0.5, "basedIn": 1, "tiedTo": 1,
    "directs": 0.5,
}  # fmt: skip


class Reference:
    """All paths of one question, by brute force."""

    def __init__(self, asked):
        self.asked = asked
        table = asked.network.table
        self.kind = {id_: node.kind for id_, node in table.nodes.items()}
        self.claims = [row for row in table.rows if not row.derived and row.object]
        self.steps = self._steps()

    def _steps(self):
        """Return {(subject, relation, object): best standing} of what may be walked."""
        best = {}
        for row in self.claims:
            place = BEST_FIRST.index(row.standing.value)
            if row.relation in CHAIN | SEAT | HOPS and self._counts(row, place):
                key = (row.subject, row.relation, row.object)
                best[key] = min(best.get(key, place), place)
        return {key: BEST_FIRST[place] for key, place in best.items()}

    def _counts(self, row, place):
        """Tell whether a claim may be walked, whatever its relation."""
        asked, floor = self.asked, BEST_FIRST.index(self.asked.floor.value)
        dated_end = asked.as_of and row.valid_to
        over = row.stage is not None and row.stage.value == "ended"
        if place > floor or row.id in asked.avoid.claims or row.relation in asked.avoid.relations:
            return False
        if over and not (asked.ended or dated_end):
            return False
        if asked.as_of and not self._on_time(row):
            return False
        chain = row.relation in CHAIN
        if asked.only.relations and not chain and row.relation not in asked.only.relations:
            return False
        geography = chain and self.kind[row.subject] in PLACES
        return not asked.only.claims or row.id in asked.only.claims or geography

    def _on_time(self, row):
        first, last = span(self.asked.as_of)
        begun = not row.valid_from or span(row.valid_from)[0] <= last
        return begun and (not row.valid_to or span(row.valid_to)[1] >= first)

    def is_of(self, node, kinds):
        """Tell whether an entity is of one of these kinds or of their subkinds."""
        return bool({self.kind[node], *ABOVE.get(self.kind[node], ())} & set(kinds))

    def avoided(self, node):
        """Tell whether an entity may be nowhere on a path."""
        return node in self.asked.avoid.entities or self.is_of(node, self.asked.avoid.kinds)

    def kept(self, node):
        """Tell whether ``only`` lets an entity be passed through."""
        only = self.asked.only
        if not only.entities and not only.kinds:
            return True
        return node in only.entities or self.is_of(node, only.kinds)

    def passed(self, node):
        """Tell whether relations may lead on from an entity that relations led to."""
        kinds = PASSED_THROUGH | self.asked.through
        return self.is_of(node, self.asked.through) or (
            self.kind[node] in kinds and self.kind[node] != "Group"
        )

    def walkable(self, here, step):
        """Tell whether a relation may be walked from ``here``, forward or with the flow."""
        one, relation, _ = step
        way = 1 if here == one else -1
        if self.asked.flow:
            return (relation, way) in FLOW[self.asked.flow]
        return self.asked.direction == "any" or way == 1 or relation in SYMMETRIC

    # ---------------------------------------------------------------------------- paths

    def paths(self):
        """Return (cost, hops, weakest standing, nodes, relations) of every path, in order."""
        found = []
        for source in self.asked.sources:
            if source not in self.asked.targets and not self.avoided(source):
                found += self._going_down([source], [])
        complete = [(nodes, steps) for nodes, steps in found if self.asked.via <= set(nodes)]
        priced = sorted(self._priced(nodes, steps) for nodes, steps in complete)
        return sorted(priced, key=lambda each: each[1] if self.asked.rank == "hops" else 0)

    def _going_down(self, nodes, steps):
        """Yield the paths that go on with the chain of places, or with the first relation."""
        yield from self._relating(nodes, steps, len(steps))
        for step in self._next(nodes, steps):
            low, relation, high = step
            if relation in CHAIN and high == nodes[-1] and low not in self.asked.targets:
                yield from self._going_down([*nodes, low], [*steps, step])

    def _relating(self, nodes, steps, first):
        """Yield the paths that take a relation from here; ``first``: where relations begin."""
        here = nodes[-1]
        if len(steps) > first and not (self.passed(here) and self.kept(here)):
            return
        for step in self._next(nodes, steps):
            if step[1] in CHAIN or not self.walkable(here, step):
                continue
            reached = step[2] if step[0] == nodes[-1] else step[0]
            beyond, walked = [*nodes, reached], [*steps, step]
            if reached in self.asked.targets:
                if not (self.asked.inside and step[1] in SEAT):
                    yield beyond, walked
                continue
            yield from self._relating(beyond, walked, first)
            if self.kind[reached] in PLACES or self.kept(reached):
                yield from self._going_up(beyond, walked)

    def _going_up(self, nodes, steps):
        """Yield the paths that end with a chain of places upwards."""
        for step in self._next(nodes, steps):
            low, relation, high = step
            if relation not in CHAIN or low != nodes[-1]:
                continue
            if high in self.asked.targets:
                yield [*nodes, high], [*steps, step]
            else:
                yield from self._going_up([*nodes, high], [*steps, step])

    def _next(self, nodes, steps):
        """Return the steps at the last node that lead to a new one, within the hop limit."""
        if len(steps) == self.asked.max_hops:
            return []
        here = nodes[-1]
        return [
            (one, relation, other)
            for one, relation, other in self.steps
            if (one == here and self._new(other, nodes))
            or (other == here and self._new(one, nodes))
        ]

    def _new(self, node, nodes):
        return node not in nodes and not self.avoided(node)

    # ---------------------------------------------------------------------------- costs

    def _priced(self, nodes, steps):
        cost = sum(self._hop(step) for step in steps)
        cost += sum(self.hub(node) for node in nodes[1:-1])
        cost += len(self.joins(nodes))
        weakest = max(BEST_FIRST.index(self.steps[step]) for step in steps)
        return round(cost, 6), len(steps), weakest, tuple(nodes), tuple(step[1] for step in steps)

    def _hop(self, step):
        one, relation, other = step
        share = 0.25 if relation == "within" else 1
        if self.kind[one] in HALF or self.kind[other] in HALF:
            share = min(share, 0.5)
        return share * (1 + PENALTY[self.steps[step]]) + LOOSENESS.get(relation, 0)

    def hub(self, node):
        """Return what passing through costs: 1/16 for each doubling of attested claims."""
        degree = sum(node in (row.subject, row.object) for row in self.claims)
        return round(min(1, math.log2(degree) / 16), 6)

    def joins(self, nodes):
        """Return the (deal, entity, deal) on the way that no claim ties."""
        triples = zip(nodes, nodes[1:], nodes[2:], strict=False)
        return [
            (one, middle, other)
            for one, middle, other in triples
            if self.kind[one] in DEALS
            and self.kind[other] in DEALS
            and not any(self._ties(row, one, other) for row in self.asked.network.table.rows)
        ]

    def _ties(self, row, one, other):
        named = {row.subject, row.object, *dict(row.qualifiers).values()}
        alive = BEST_FIRST.index(row.standing.value) <= BEST_FIRST.index("disputed")
        return alive and {one, other} <= named

    # ---------------------------------------------------------------------------- corridor

    def moves(self, targets):
        """Return every step from state to state; nothing leaves a target or starts at one.

        A state is (entity, part, which of ``via`` have been visited).
        """
        visits = [frozenset(v) for n in range(3) for v in combinations(sorted(self.asked.via), n)]
        found = set()
        for (here, part), (there, next_part) in self._moves(targets):
            for visited in visits:
                begun = here in visited or here not in self.asked.via
                if begun and there not in visited:
                    beyond = visited | ({there} & self.asked.via)
                    found.add(((here, part, visited), (there, next_part, beyond)))
        return found

    def _moves(self, targets):
        found = set()
        for step in self.steps:
            one, relation, other = step
            if self.avoided(one) or self.avoided(other):
                continue
            if relation in CHAIN:
                found |= {((other, "start"), (one, "start")), ((one, "end"), (other, "end"))}
                if self.kind[one] in PLACES or self.kept(one):
                    found.add(((one, "middle"), (other, "end")))
                continue
            for here, there in ((one, other), (other, one)):
                if self.asked.inside and relation in SEAT and there in targets:
                    continue
                if self.walkable(here, step):
                    found.add(((here, "start"), (there, "middle")))
                    if self.passed(here) and self.kept(here):
                        found.add(((here, "middle"), (there, "middle")))
        return {
            (here, there)
            for here, there in found
            if here[0] not in targets and not (there[0] in targets and there[1] == "start")
        }


def distances(first, moves, limit):
    """Return the fewest moves, up to ``limit``, from any of ``first`` to each state."""
    found = dict.fromkeys(first, 0)
    for depth in range(1, limit + 1):
        newest = {there for here, there in moves if found.get(here) == depth - 1}
        for state in newest:
            found.setdefault(state, depth)
    return found
