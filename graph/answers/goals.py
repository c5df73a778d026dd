"""A path question as users put it, read as what the search takes; contradictions are refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, get_args

from graph.answers.endpoints import Endpoint, Endpoints
from graph.answers.select import as_of_date, document_ids, kind_ids, relation_ids
from graph.claims.model import POSITIVE, Standing
from graph.claims.standing import standing_out
from graph.errors import BadParameter, one_of
from graph.network.project import LIVING
from graph.network.space import NOTHING, Chosen, Direction, Goal, Rank
from graph.session import Session
from graph.store.table import Row

MAX_HOPS = 6


@dataclass(frozen=True)
class PathQuestion:
    """A path question: ends and options as users write them; `inroads path --help` tells each."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    k: int = 5
    max_hops: int = MAX_HOPS
    floor: Standing = LIVING
    timeout: float = 10
    text: str = ""
    via: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    direction: Direction = "any"
    flow: str = ""
    as_of: str = ""
    rank: Rank = "cost"
    ended: bool = False
    pairwise: bool = False
    notices: tuple[str, ...] = ()
    with_evidence: bool = False

    def options(self) -> dict[str, str | int | bool | list[str] | None]:
        """Return the options as they are called on the command line."""
        return {
            "k": self.k,
            "max-hops": self.max_hops,
            "standing": self.floor.value,
            "include-ended": self.ended,
            "as-of": self.as_of or None,
            "direction": self.direction,
            "flow": self.flow or None,
            "via": list(self.via),
            "only": list(self.only),
            "avoid": list(self.avoid),
            "through": list(self.through),
            "rank": self.rank,
            "pairwise": self.pairwise,
        }


class Understood(NamedTuple):
    """A path question with its ends found; several goals where ends go pair by pair."""

    start: Endpoint
    end: Endpoint
    goals: tuple[Goal, ...]


class Goals:
    """Reads path questions against one session's graph."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._network = session.network
        self._endpoints = Endpoints(session)

    def read(self, asked: PathQuestion) -> Understood:
        """Return what is asked; raises an InroadsError for what is unknown or contradictory."""
        _check(asked, self._session.ontology.lists["flow"])
        start = self._endpoints.read(asked.sources)
        end = self._endpoints.read(asked.targets)
        shared = self._shared(asked)
        if not asked.pairwise:
            return Understood(start, end, (self._goal(start, end, shared, asked),))
        pairs = zip(asked.sources, asked.targets, strict=True)
        read = self._endpoints.read
        goals = (self._goal(read([one]), read([other]), shared, asked) for one, other in pairs)
        return Understood(start, end, tuple(goals))

    def _shared(self, asked: PathQuestion) -> Goal:
        """Return the goal without its ends."""
        goal = Goal(
            sources=frozenset(),
            targets=frozenset(),
            max_hops=asked.max_hops,
            floor=asked.floor,
            via=frozenset(self._session.names.find(word).id for word in asked.via),
            avoid=self._chosen(asked.avoid, self._resting_only_on),
            only=self._chosen(asked.only, self._spoken_for_by),
            through=kind_ids(self._session, asked.through),
            direction=asked.direction,
            flow=asked.flow,
            as_of=as_of_date(asked.as_of) if asked.as_of else "",
            ended=asked.ended,
            rank=asked.rank,
        )
        self._check_shared(goal)
        return goal

    def _goal(self, start: Endpoint, end: Endpoint, shared: Goal, asked: PathQuestion) -> Goal:
        if start.ids == end.ids:
            raise BadParameter("FROM and TO are the same; a path needs two ends.")
        sources, targets = start.ids, (end.ids - start.ids) or end.ids
        sources -= targets
        via = shared.via
        for node in sorted(via if end.inside else ()):
            if node in end.ids:  # through a place in it: into that place
                targets &= self._network.places_within(node)
                via -= {node}
        for name, ends in (("FROM", sources), ("TO", targets)):
            if not ends - via:
                raise BadParameter(f"--via names what lies between the ends; {name} is an end.")
        goal = replace(shared, sources=sources - via, targets=targets - via, via=via)
        return self._without_avoided(replace(goal, inside=end.inside))

    def _without_avoided(self, goal: Goal) -> Goal:
        """Return the goal without ends that are avoided; with a place, all that lies in it is."""
        gone = set(goal.avoid.entities)
        if goal.inside:
            for node in goal.avoid.entities & goal.targets:
                gone |= self._network.places_within(node)
        kept = [
            frozenset(node for node in ends - gone if not self._is_of(node, goal.avoid.kinds))
            for ends in (goal.sources, goal.targets)
        ]
        for name, ends in zip(("FROM", "TO"), kept, strict=True):
            if not ends:
                raise BadParameter(f"--avoid takes out all that {name} names; nothing is left.")
        return replace(goal, sources=kept[0], targets=kept[1])

    # ------------------------------------------------------------------ only and avoid

    def _chosen(
        self, words: Sequence[str], claims_of: Callable[[Collection[str]], frozenset[str]]
    ) -> Chosen:
        """Return the entities, kinds, relations and claims that the words of an option pick out."""
        picked, documents = NOTHING, set[str]()
        for word in words:
            found = self._picked(word)
            if isinstance(found, str):
                documents.add(found)
            else:
                picked = Chosen(*(one | other for one, other in zip(picked, found, strict=True)))
        return picked._replace(claims=claims_of(documents)) if documents else picked

    def _picked(self, word: str) -> Chosen | str:
        """Return what one word picks out; for a document its id."""
        form, colon, rest = word.partition(":")
        rest = rest.strip().strip('"')
        if colon and form == "document":
            return document_ids(self._session, [rest])[0]
        if colon and form in ("relation", "rel"):
            return Chosen(relations=relation_ids(self._session, [rest]))
        if colon and form == "class" and "+" not in rest:
            self._endpoints.read([word])  # refuses a kind of which there is nothing
            return Chosen(kinds=kind_ids(self._session, [rest]))
        return self._bare(word)

    def _bare(self, word: str) -> Chosen | str:
        """Return what a word without a form means: an entity before a relation, kind, document."""
        if not self._session.names.exact(word):
            folded = word.casefold()
            for relation in self._session.ontology.relations.values():
                if folded in (relation.id.casefold(), relation.label.casefold()):
                    return Chosen(relations=frozenset({relation.id}))
            if kind := self._session.names.kind(word):
                return self._picked(f"class:{kind}")
            if word in self._session.store.document_ids():
                return word
        return Chosen(entities=self._endpoints.read([word]).ids)

    def _resting_only_on(self, documents: Collection[str]) -> frozenset[str]:
        """Return the claims that no other document speaks for."""
        out, shared = set[str](), list[str]()
        for row in self._said(documents):
            (out.add if set(documents) >= set(row.documents) else shared.append)(row.id)
        others = {id_ for id_, speaking in self._speaking(shared) if speaking - set(documents)}
        return frozenset(out | (set(shared) - others))

    def _spoken_for_by(self, documents: Collection[str]) -> frozenset[str]:
        """Return the claims that one of these documents speaks for."""
        about = [row.id for row in self._said(documents)]
        found = frozenset(i for i, speaking in self._speaking(about) if speaking & set(documents))
        if not found:
            raise BadParameter(f"{one_of(sorted(documents))} speaks for no claim.")
        return found

    def _said(self, documents: Collection[str]) -> list[Row]:
        """Return the claims that any of these documents speaks to, sorted by id."""
        table = self._session.table
        found = {row.id: row for document in documents for row in table.of_document(document)}
        return [row for _, row in sorted(found.items())]

    def _speaking(self, claims: Sequence[str]) -> Iterator[tuple[str, set[str]]]:
        """Yield each claim with the documents that speak for it."""
        for record in self._session.store.records(claims):
            standing = standing_out(record.attestations)
            yield record.id, {each.document for each in standing if each.stance in POSITIVE}

    # ------------------------------------------------------------------ contradictions

    def _check_shared(self, goal: Goal) -> None:
        if any(one & other for one, other in zip(goal.only, goal.avoid, strict=True)):
            raise BadParameter("--only and --avoid name the same thing; nothing can be both.")
        if goal.through & goal.avoid.kinds:
            raise BadParameter("--through and --avoid name the same kind; nothing can be both.")
        if len(goal.via) >= goal.max_hops:
            raise BadParameter(
                f"--via names {len(goal.via)} entities, but a path of {goal.max_hops} hops passes "
                f"at most {goal.max_hops - 1}. Raise --max-hops."
            )
        for node in sorted(goal.via):
            label = self._session.table.nodes[node].entity.label
            if node in goal.avoid.entities or self._is_of(node, goal.avoid.kinds):
                raise BadParameter(f"--via asks for {label} and --avoid forbids it.")
            if not self._may_be_passed(node, goal.only):
                raise BadParameter(f"--via asks for {label} and --only leaves it out.")

    def _may_be_passed(self, node: str, only: Chosen) -> bool:
        if not (only.entities or only.kinds) or self._network.kind(node).place:
            return True
        return node in only.entities or self._is_of(node, only.kinds)

    def _is_of(self, node: str, kinds: Collection[str]) -> bool:
        return bool(kinds) and not set(kinds).isdisjoint(self._network.kind(node).ancestors)


def standing_named(word: str) -> Standing:
    """Return the standing that is called so; raises BadParameter."""
    if word not in set(Standing):
        raise BadParameter(f"--standing is {one_of(list(Standing))}, not '{word}'.")
    return Standing(word)


def _check(asked: PathQuestion, flows: Sequence[str]) -> None:
    for name, value in (("-k", asked.k), ("--max-hops", asked.max_hops)):
        if value < 1:
            raise BadParameter(f"{name} must be at least 1, not {value}.")
    if asked.flow and asked.flow not in flows:
        raise BadParameter(f"--flow is {one_of(sorted(flows))}, not '{asked.flow}'.")
    if asked.flow and asked.direction != "any":
        raise BadParameter("--flow already says which way each hop goes; leave out --direction.")
    for name, word, known in (
        ("--direction", asked.direction, get_args(Direction)),
        ("--rank", asked.rank, get_args(Rank)),
    ):
        if word not in known:
            raise BadParameter(f"{name} is {one_of(known)}, not '{word}'.")
    if asked.pairwise and len(asked.sources) != len(asked.targets):
        raise BadParameter(
            f"--pairwise goes pair by pair, but there are {len(asked.sources)} FROM and "
            f"{len(asked.targets)} TO."
        )
