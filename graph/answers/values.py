"""Figures, dates and counts: what a source gives, with its bound; a count only as far as named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.answers.asked import NOBODY, Facet, ListQuestion, Pick, ValueQuestion
from graph.answers.describe import Describer, figure_out
from graph.answers.lists import Lists
from graph.answers.model import Answer, BarrierOut, EntityOut, QuestionOut, ValueOut
from graph.answers.picking import Grounds, Hit, Picker, order
from graph.answers.requery import sparql
from graph.answers.summary import MOST, Summary
from graph.answers.understood import Options, question
from graph.answers.wording import capital, listing
from graph.claims.model import FACTUAL, POSITIVE, Quantity, Record, Stage, Standing, Text
from graph.claims.standing import standing_out
from graph.network.project import LIVING, counting
from graph.session import Session
from graph.store.table import Row

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)")
_NOT_HOLDING = frozenset({Standing.DENIED, Standing.SUPERSEDED, Standing.RETRACTED})


class _Dated(NamedTuple):
    """A date of a claim and how it is bounded."""

    hit: Hit
    date: str
    label: str
    bound: str = "exact"


class Values:
    """Answers value questions from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._picker = Picker(session)
        self._summary = Summary(session, describe)
        self._lists = Lists(session, describe)

    def answer(self, asked: ValueQuestion) -> Answer:
        """Return the figures or dates that sources give, else a count, else that there is none."""
        if asked.when or asked.stage:
            return self._when(asked)
        hits = self._figures(asked.pick)
        if hits:
            return self._given(asked, hits)
        if shares := self._shares(asked.pick):
            return self._in_words(asked, shares)
        if asked.counted is None:
            return self._answer(asked, self._none(asked), ())
        return self._count(asked, asked.counted)

    # ------------------------------------------------------------------ figures

    def _figures(self, pick: Pick) -> list[Hit]:
        """Return the figures of what is picked, or of whatever is tied to all that is named."""
        named = (*pick.subjects, *pick.objects, *pick.with_)
        relations = self._session.ontology.relations
        wanted = [each for each in pick.relations or relations if relations[each].quantity]
        if not wanted or not (pick.relations or named):
            return []
        own = pick._replace(relations=tuple(wanted), objects=(), with_=(*pick.objects, *pick.with_))
        return _holding(self._picker.picked(own) if pick.subjects or not named else []) or _holding(
            self._tied(pick._replace(relations=tuple(wanted)), named)
        )

    def _tied(self, pick: Pick, named: Sequence[str]) -> list[Hit]:
        """Return the figures of whatever is tied, by other claims, to each of those named."""
        found = []
        open_ = pick._replace(subjects=(), objects=(), with_=())
        for hit in self._picker.picked(open_):
            others = [each for each in named if each != hit.row.subject]
            ties = [self._tie(hit, each, of_itself=len(others) < len(named)) for each in others]
            if all(tie is not None for tie in ties):
                rows = tuple(row for tie in ties if tie for row in tie)
                found.append(hit._replace(grounds=(*hit.grounds, *rows)))
        return sorted(found, key=order)

    def _tie(self, hit: Hit, other: str, *, of_itself: bool) -> Grounds | None:
        """Return the claim that ties a figure to ``other``; () if the figure names it.

        A figure for one place or product is none for another: what the figure says of its
        place, say, no other claim says. ``of_itself``: its subject is named as well, so that
        only where a site stands, or what a rule covers, leaves the figure what it is.
        """
        if self._picker.speaks_of(hit.row, [other]):
            return ()
        if other == NOBODY:
            return None
        kind = self._session.network.kind
        sort = set(kind(other).ancestors)
        if any(sort & set(kind(value).ancestors) for _, value in hit.row.qualifiers):
            return None
        rows = [
            row
            for row in self._session.table.about[hit.row.subject]
            if row.object and self._is_tie(row, hit.row.subject, other, of_itself=of_itself)
        ]
        return counting(rows, LIVING)[:1] or None

    def _is_tie(self, row: Row, subject: str, other: str, *, of_itself: bool) -> bool:
        """Tell whether a claim makes the figures of ``subject`` a matter of ``other``, too."""
        if not self._picker.speaks_of(row, [other]):
            return False
        relation = self._session.ontology.relations[row.relation]
        if row.subject == subject and relation.role in ("place", "policy"):
            return relation.purpose != "barred"
        if row.object == subject and relation.founding:
            return True  # whose site or deal it is
        if of_itself:
            return False
        if relation.purpose == "membership":
            return True
        return relation.role == "relation" and not self._session.network.kind(other).place

    def _given(self, asked: ValueQuestion, hits: Sequence[Hit]) -> Answer:
        claims = {hit.row.id: self._describe.claims(hit.claims) for hit in hits}
        values = []
        for hit in hits:
            (record,) = self._session.store.records([hit.row.id])
            if isinstance(record.claim.object, Quantity):
                figure = figure_out(record.claim.object)
                label = self._label(record)
                values.append(ValueOut(label, *figure, claims=claims[hit.row.id]))
        return self._answer(asked, self._summary.told(hits), values)

    def _shares(self, pick: Pick) -> list[tuple[Hit, str]]:
        """Return the picked claims that give a share in words: a fifth, 51%."""
        if pick == Pick():
            return []
        hits = _holding(self._picker.picked(pick))
        records = self._session.store.records(hit.row.id for hit in hits)
        shares = [each.claim.qualifier("share") for each in records]
        pairs = zip(hits, shares, strict=True)
        return [(hit, share.text) for hit, share in pairs if isinstance(share, Text)]

    def _in_words(self, asked: ValueQuestion, shares: Sequence[tuple[Hit, str]]) -> Answer:
        """Return shares that stand in a claim as words; a bare percentage as a figure."""
        values = []
        for hit, share in shares:
            claims = self._describe.claims(hit.claims)
            label = claims[0].sentence.rstrip(".")
            number = _PERCENT.fullmatch(share)
            if number:
                figure = figure_out(Quantity(number[1], "percent"))
                values.append(ValueOut(label, *figure, claims=claims))
            else:
                values.append(ValueOut(label, share, "", "exact", claims))
        told = self._summary.told([hit for hit, _ in shares])
        return self._answer(asked, told, values)

    def _label(self, record: Record) -> str:
        """Return whose figure it is, of what, and for what."""
        relation = self._session.ontology.relations[record.claim.relation].label
        qualifiers = ", ".join(
            words for _, words in self._describe.wording.qualifiers(record.claim)
        )
        whose = self._describe.wording.label(record.claim.subject)
        return f"{whose}: {relation}" + (f" ({qualifiers})" if qualifiers else "")

    # ------------------------------------------------------------------ dates

    def _when(self, asked: ValueQuestion) -> Answer:
        """Return the dates of the picked claims, planned ones told as plans."""
        named = (*asked.pick.subjects, *asked.pick.objects, *asked.pick.with_)
        hits = _holding(self._picker.picked(asked.pick))
        dated = [each for hit in hits for each in self._dates(hit, asked)]
        if not dated and not asked.stage:
            figures = self._figures(asked.pick._replace(unit="date")) if named else []
            dated = [each for hit in figures for each in self._dates(hit, asked)]
        values: dict[tuple[str, str], ValueOut] = {}
        for each in dated:  # the same date of two claims is one
            claims = self._describe.claims(each.hit.claims)
            key = each.date, each.bound
            known = values.get(key, ValueOut(each.label, each.date, "date", each.bound, []))
            fresh = [claim for claim in claims if claim not in known.claims]
            values[key] = known._replace(claims=[*known.claims, *fresh])
        if values:
            hits = [*dict.fromkeys(each.hit for each in dated)]
            return self._answer(asked, self._dated(asked, dated, hits), [*values.values()])
        undated = f"No source dates it. {self._summary.told(hits, most=1)}" if hits else ""
        return self._answer(asked, undated or self._none(asked), ())

    def _dates(self, hit: Hit, asked: ValueQuestion) -> Iterator[_Dated]:
        """Yield the dates of one claim that are asked for."""
        (record,) = self._session.store.records([hit.row.id])
        sentence = self._describe.sentence(record).rstrip(".")
        if asked.stage:
            yield from (
                _Dated(hit, day, f"{self._describe.clause(record)}: {asked.stage}")
                for day in self._reached(record, asked.stage)
            )
            return
        figure = record.claim.object
        if isinstance(figure, Quantity):
            if figure.unit == "date":
                yield _Dated(hit, figure.value, self._label(record), figure.bound.value)
            return
        start, end = self._validity(record)
        for wanted, day in (("from", start), ("to", end)):
            if day and asked.when in (wanted, "any") and not (wanted == "to" and start == end):
                told = "" if start == end else f": {_UNTIL[wanted]}"
                yield _Dated(hit, day, f"{sentence}{told}")

    def _validity(self, record: Record) -> tuple[str, str]:
        """Return from when to when a claim holds; of a derived one, as its premises do."""
        if record.valid_from or record.valid_to or not record.premises:
            return record.valid_from, record.valid_to
        premises = self._session.store.records(record.premises)
        starts = [each.valid_from for each in premises if each.valid_from]
        ends = [each.valid_to for each in premises if each.valid_to]
        return max(starts, default=""), min(ends, default="")

    def _reached(self, record: Record, stage: str) -> list[str]:
        """Return the first day on which somebody said that a claim had come so far."""
        said = [
            each.said or self._session.store.documents([each.document])[each.document].published
            for each in standing_out(record.attestations)
            if each.stage == stage and each.stance in POSITIVE
        ]
        return sorted(filter(None, said))[:1]

    def _dated(self, asked: ValueQuestion, dated: Sequence[_Dated], hits: Sequence[Hit]) -> str:
        if not asked.stage:
            return self._summary.told(hits)
        told = []
        for each in dated[:MOST]:
            (record,) = self._session.store.records([each.hit.row.id])
            sentence = self._describe.sentence(record)
            told.append(f"{capital(asked.stage)}, as first told, on {each.date}: {sentence}")
        return " ".join(told)

    # ------------------------------------------------------------------ counts

    def _count(self, asked: ValueQuestion, facet: Facet) -> Answer:
        """Return how many the sources name: at least so many, hedged ones not counted."""
        listed = ListQuestion((facet,) if facet != Facet() else (), asked.narrowing)
        found = self._lists.answer(listed)
        facts = [each for each in found.entities if self._is_fact(each)]
        if not found.entities:
            return self._answer(asked, found.answer, ())
        others = [each for each in found.entities if each not in facts]
        claims = [claim for each in facts for claim in each.claims]
        values = [ValueOut("named in the sources", len(facts), "count", "at-least", claims)]
        told = f"The sources name {len(facts)}, so it is at least that many"
        if facts:
            told += f": {listing([each.label for each in facts])}"
        if others:
            names = listing([f"{each.label} ({each.standing})" for each in others])
            told += f". Not counted, because not stated as a fact: {names}"
        return self._answer(asked, f"{told}.", values if facts else (), found.entities)

    def _is_fact(self, each: EntityOut | BarrierOut) -> bool:
        held = any(claim.stage != Stage.ENDED for claim in each.claims)
        return Standing(each.standing) in FACTUAL and held

    # ------------------------------------------------------------------ the answer

    def _answer(
        self,
        asked: ValueQuestion,
        told: str,
        values: Sequence[ValueOut],
        entities: Sequence[EntityOut | BarrierOut] = (),
    ) -> Answer:
        claims = [claim for each in (*values, *entities) for claim in each.claims]
        return Answer(
            question=self._question(asked),
            status="found" if values or entities else "none",
            answer=told,
            values=values,
            entities=entities,
            sparql=sparql(claims) if claims else "",
        )

    def _question(self, asked: ValueQuestion) -> QuestionOut:
        pick, counted = asked.pick, asked.counted
        relations = [*pick.relations, *(counted.relations if counted else ())]
        options: Options = {
            "relation": list(dict.fromkeys(relations)),
            "when": asked.when or None,
            "stage": asked.stage or None,
        }
        first = (*pick.subjects, *(counted.known if counted else ()))
        ends = first, (*pick.objects, *pick.with_)
        return question("value", asked, self._describe, options, ends)

    def _none(self, asked: ValueQuestion) -> str:
        pick = asked.pick
        names = listing(
            [
                self._describe.wording.name(each)
                for each in dict.fromkeys((*pick.subjects, *pick.objects, *pick.with_))
            ]
        )
        about = f" about {names}" if names else ""
        what = "date" if asked.when or asked.stage else "figure"
        return f"No source gives such a {what}{about}. That is no denial."


_UNTIL = {"from": "from then on", "to": "until then"}


def _holding(hits: Sequence[Hit]) -> list[Hit]:
    """Return the claims that hold; where none does, those that once did or are denied."""
    now = [hit for hit in hits if hit.standing not in _NOT_HOLDING]
    running = [hit for hit in now if hit.row.stage is not Stage.ENDED]
    return running or now or list(hits)
