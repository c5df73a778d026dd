"""Who comes first: by a measure of the network, or by how many claims name."""

from __future__ import annotations

from collections.abc import Sequence

from graph.answers.asked import Facet, RankQuestion
from graph.answers.describe import Describer
from graph.answers.lists import Lists
from graph.answers.model import Answer, EntityOut, QuestionOut
from graph.answers.picking import Hit, Picker
from graph.answers.requery import sparql
from graph.answers.understood import Options, question
from graph.answers.wording import bare, capital, listing
from graph.claims.model import FACTUAL, Stage
from graph.network import measures
from graph.network.measures import Rank
from graph.network.project import LIVING, Network
from graph.session import Session

_NAMED = 3


def measured(network: Network, asked: RankQuestion) -> list[Rank]:
    """Return the ranking of the kinds asked for, by the measure asked for."""
    kinds = frozenset(asked.narrowing.kinds) or None
    return measures.rank(network, asked.by, kinds=kinds)


class Ranking:
    """Answers ranking questions from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._picker = Picker(session)
        self._lists = Lists(session, describe)

    def answer(self, asked: RankQuestion) -> Answer:
        """Return who comes first, each with the claims that put it there."""
        entities, told = self._counted(asked, asked.counted) if asked.counted else self._by(asked)
        claims = [claim for each in entities for claim in each.claims]
        return Answer(
            question=self._question(asked),
            status="found" if entities else "none",
            answer=told,
            entities=entities,
            sparql=sparql(claims) if claims else "",
        )

    def _question(self, asked: RankQuestion) -> QuestionOut:
        counted = asked.counted
        options: Options = {
            "by": None if counted else asked.by,
            "relation": list(counted.relations) if counted else [],
            "kind": list(asked.narrowing.kinds),
            "limit": asked.limit,
        }
        known = counted.known if counted else ()
        return question("rank", asked, self._describe, options, (known, ()))

    # ------------------------------------------------------------------ by a measure

    def _by(self, asked: RankQuestion) -> tuple[list[EntityOut], str]:
        ranks = [
            each
            for each in measured(self._session.network, asked)
            if each.value and self._picker.fits(each.entity, asked.narrowing) is not None
        ][: asked.limit]
        rows = self._session.table.by_id
        entities = [
            self._lists.of_claims(
                each.entity, [rows[id_] for tie in each.ties for id_ in tie.way.claims]
            )
            for each in ranks
        ]
        return entities, self._told(asked.by, ranks)

    def _told(self, by: str, ranks: Sequence[Rank]) -> str:
        if not ranks:
            return "Nobody in this graph can be ranked so."
        first = [each for each in ranks if each.value == ranks[0].value]
        names = [self._describe.wording.name(each.entity) for each in first]
        verb = "comes" if len(first) == 1 else "come"
        told = f"{capital(listing(names))} {verb} first by {by} ({first[0].value:.4g})"
        others = ranks[len(first) : len(first) + _NAMED]
        if others:
            after = [f"{self._describe.wording.name(e.entity)} ({e.value:.4g})" for e in others]
            told += f", then {listing(after)}"
        moved = [e for e in first if e.if_stated != e.place]
        if moved:
            places = listing(
                [f"{self._describe.wording.name(e.entity)} is number {e.if_stated}" for e in moved]
            )
            told += f". By what is stated alone {places}"
        return f"{told}. Counted are all ties that are at least {LIVING.value}."

    # ------------------------------------------------------------------ by a count

    def _counted(self, asked: RankQuestion, facet: Facet) -> tuple[list[EntityOut], str]:
        """Return who has the most at the other end, facts first: hedged ones break ties."""
        found: dict[str, list[Hit]] = {}
        for hit in self._picker.at_end(facet):
            living = hit.standing.place <= LIVING.place and hit.row.stage is not Stage.ENDED
            if living and self._picker.fits(hit.entity, asked.narrowing) is not None:
                found.setdefault(hit.entity, []).append(hit)
        sizes = {id_: (_others(h, id_, facts=True), _others(h, id_)) for id_, h in found.items()}
        label = self._describe.wording.label
        order = sorted(found, key=lambda id_: (-sizes[id_][0], -sizes[id_][1], label(id_), id_))[
            : asked.limit
        ]
        entities = [self._lists.entity(id_, [found[id_]]) for id_ in order]
        return entities, self._count_told(facet, order, sizes)

    def _count_told(
        self, facet: Facet, order: Sequence[str], sizes: dict[str, tuple[int, int]]
    ) -> str:
        if not order:
            return "No source says so of anybody. That is no denial."
        lead = "By how many the sources name"
        if len(facet.relations) == 1:
            relation = self._session.ontology.relations[facet.relations[0]]
            along = facet.end == "subject"
            phrase = bare(relation.phrase if along else relation.inverse_phrase)
            lead = f"By how many each {phrase}"
        first = [id_ for id_ in order if sizes[id_] == sizes[order[0]]]
        others = [id_ for id_ in order if id_ not in first][:_NAMED]
        told = f"{lead}, {listing([self._size(e, sizes) for e in first])}"
        told += " comes first" if len(first) == 1 else " come first"
        if others:
            told += f", then {listing([self._size(each, sizes) for each in others])}"
        return f"{told}. The sources name so many; there may be more."

    def _size(self, id_: str, sizes: dict[str, tuple[int, int]]) -> str:
        facts, all_ = sizes[id_]
        more = f", {all_ - facts} more planned, possible or disputed" if all_ > facts else ""
        return f"{self._describe.wording.name(id_)} ({facts}{more})"


def _others(hits: Sequence[Hit], entity: str, *, facts: bool = False) -> int:
    """Return how many different ones stand at the other end; ``facts``: by facts alone."""
    return len(
        {
            hit.row.object if hit.row.subject == entity else hit.row.subject
            for hit in hits
            if not facts or hit.standing in FACTUAL
        }
    )
