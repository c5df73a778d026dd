"""Yes or no, in the graph's own terms: a claim is never surer in the verdict than it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from graph.answers.answer import Answers
from graph.answers.asked import Facet, Pick, YesNoQuestion
from graph.answers.describe import Describer
from graph.answers.goals import PathQuestion
from graph.answers.lists import Lists
from graph.answers.model import Answer, EntityOut, QuestionOut, Verdict
from graph.answers.picking import Hit, Picker, order
from graph.answers.requery import sparql
from graph.answers.silence import Silence
from graph.answers.summary import MOST, Summary
from graph.answers.understood import Options, question
from graph.answers.wording import figure, listing
from graph.claims.model import FACTUAL, Bound, Quantity, Stage, Standing
from graph.session import Session

_GONE = frozenset({Standing.SUPERSEDED, Standing.RETRACTED})
_SAID = frozenset({Standing.CORROBORATED, Standing.STATED})
_VERDICTS: dict[Standing, Verdict] = {
    Standing.CORROBORATED: "yes",
    Standing.STATED: "yes",
    Standing.IMPLIED: "implied",
    Standing.ANNOUNCED: "announced",
    Standing.REPORTED: "reported",
    Standing.POSSIBLE: "possible",
    Standing.OPINION: "opinion",
    Standing.DISPUTED: "disputed",
    Standing.DENIED: "denied",
    Standing.SUPERSEDED: "unknown",
    Standing.RETRACTED: "unknown",
}
_LEADS: dict[Verdict, str] = {
    "yes": "Yes",
    "no": "No",
    "implied": "Implied, not said outright",
    "announced": "Announced, not yet so",
    "reported": "Only reported",
    "possible": "Possible, no more",
    "opinion": "A judgement, no fact",
    "disputed": "Disputed",
    "denied": "Denied",
    "unknown": "Unknown",
}
_NOT_OF_ONE = "no source says so of one and the same. That is no denial."
_WORST: tuple[Verdict, ...] = (
    "no", "unknown", "denied", "disputed", "opinion", "possible", "reported", "announced",
    "implied", "yes",
)  # fmt: skip


class _Judged(NamedTuple):
    """The verdict on one pick, with the claims it rests on, best first, and what to say of it."""

    verdict: Verdict
    hits: Sequence[Hit]
    told: str


class YesNo:
    """Answers yes/no questions from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._picker = Picker(session)
        self._summary = Summary(session, describe)
        self._lists = Lists(session, describe)
        self._silence = Silence(session, describe)

    def answer(self, asked: YesNoQuestion) -> Answer:
        """Return the verdict, with the claims or the paths that it rests on."""
        if asked.path is not None:
            return self._by_path(asked, asked.path)
        picks = self._of_one(asked.picks)
        judged = [self._judged(pick, asked) for pick in picks]
        if not picks:
            judged = [_Judged("unknown", (), f"{_LEADS['unknown']}: {_NOT_OF_ONE}")]
        if asked.planned:
            judged = [_as_plan(each) for each in judged]
        worst = min(judged, key=lambda each: _WORST.index(each.verdict))
        entities = self._entities([hit for each in judged for hit in each.hits])
        claims = [claim for each in entities for claim in each.claims]
        return Answer(
            question=self._question(asked),
            status="found" if entities else "none",
            answer=" ".join(dict.fromkeys(each.told for each in judged)),
            verdict=worst.verdict,
            entities=entities,
            sparql=sparql(claims) if claims else "",
        )

    def _question(self, asked: YesNoQuestion) -> QuestionOut:
        subjects = [each for pick in asked.picks for each in pick.subjects]
        objects = [e for pick in asked.picks for e in (*pick.objects, *pick.with_)]
        relations = dict.fromkeys(each for pick in asked.picks for each in pick.relations)
        options: Options = {
            "relation": list(relations),
            "negated": asked.negated,
            "past": asked.past,
        }
        return question("yesno", asked, self._describe, options, (subjects, objects))

    # ------------------------------------------------------------------ by paths

    def _by_path(self, asked: YesNoQuestion, path: PathQuestion) -> Answer:
        found = Answers(self._session).path(path)
        verdict: Verdict = "denied" if found.denials else "unknown"
        if found.paths:
            verdict = _VERDICTS[Standing(found.paths[0].standing)]
        return found._replace(
            question=found.question._replace(
                text=asked.text or found.question.text,
                kind="yesno",
                noticed=[*found.question.noticed, *asked.notices],
            ),
            verdict=verdict,
            answer=f"{_LEADS[verdict]}: {found.answer}",
        )

    # ------------------------------------------------------------------ by claims

    def _of_one(self, picks: Sequence[Pick]) -> Sequence[Pick]:
        """Return the picks, of whom several ask the same nobody in particular of that one alone.

        A tariff on cars and a tariff in Land are not yet a tariff on cars in Land.
        """
        if len(picks) == 1 or any(pick.subjects for pick in picks):
            return picks
        found = [{hit.entity for hit in self._picker.picked(pick)} for pick in picks]
        common = tuple(sorted(set.intersection(*found)))
        return [pick._replace(subjects=common) for pick in picks] if common else []

    def _judged(self, pick: Pick, asked: YesNoQuestion) -> _Judged:
        hits = self._picker.picked(pick) or self._indirect(pick)
        holding = [h for h in hits if h.standing not in _GONE and h.row.stage is not Stage.ENDED]
        over = [h for h in hits if h.standing not in _GONE and h.row.stage is Stage.ENDED]
        if opposite := self._opposite(pick):
            return self._contradicted(opposite, holding, asked)
        if asked.past and over:
            holding = sorted([*holding, *over], key=order)
        exact = [hit for hit in holding if not self._is_bounded(hit, pick)]
        if exact:
            return self._judgement(_VERDICTS[_verdict_standing(exact)], exact)
        if holding:
            return self._judgement("unknown", holding)
        if over:
            is_said = over[0].standing in _SAID
            return self._judgement("no" if is_said else "unknown", over)
        if gone := hits or self._once_partners(pick):
            return self._gone(gone)
        return _Judged("unknown", (), f"{_LEADS['unknown']}: {self._silence.told(pick)}")

    def _contradicted(
        self, opposite: Sequence[Hit], holding: Sequence[Hit], asked: YesNoQuestion
    ) -> _Judged:
        """Return no, where the opposite is said outright; where both are said, that they are."""
        facts = [hit for hit in holding if hit.standing in FACTUAL]
        if not facts:
            return self._judgement("no", [*opposite, *holding])
        told = f"{self._summary.told(facts, most=1)} {self._summary.told(opposite, most=1)}"
        verdict: Verdict = _VERDICTS[facts[0].standing] if asked.past else "disputed"
        return _Judged(verdict, [*facts, *opposite], f"Both are said: {told}")

    def _is_bounded(self, hit: Hit, pick: Pick) -> bool:
        """Tell whether a figure is only bounded by the number asked about: up to it, or above."""
        if hit.row.object or not any(map(str.isdigit, pick.words)):
            return False
        (record,) = self._session.store.records([hit.row.id])
        value = record.claim.object
        if not isinstance(value, Quantity) or value.bound is Bound.EXACT:
            return False
        bound = figure(value).partition(" ")[0]
        return bound not in pick.words.casefold().split()

    def _judgement(self, verdict: Verdict, hits: Sequence[Hit]) -> _Judged:
        best, *others = hits
        why = [Hit(row, row.subject) for row in best.grounds]
        told = self._summary.told([best, *why, *others], most=max(2, min(1 + len(why), MOST)))
        return _Judged(verdict, hits, f"{self._lead(verdict, hits)}: {told}")

    def _lead(self, verdict: Verdict, hits: Sequence[Hit]) -> str:
        """Return what the verdict means here, with whose word it rests on, or who denies it."""
        (record,) = self._session.store.records([hits[0].row.id])
        told = self._describe.told(record)
        if verdict == "disputed" and told.deniers:
            if {name for name, _ in told.both} == set(told.deniers):
                return f"Both said and denied by {listing(told.deniers)}"
            said = "Reported" if told.relayed else "Said"
            return f"{said}, but denied by {listing(told.deniers)}"
        speakers = self._describe.speakers(record)
        by = f", on the word of {listing(speakers)}" if speakers and verdict != "denied" else ""
        return f"{_LEADS[verdict]}{by}"

    def _gone(self, hits: Sequence[Hit]) -> _Judged:
        """Return what was said once and no longer holds, and what took its place."""
        records = self._session.store.records(hit.row.id for hit in hits)
        instead = dict.fromkeys(id_ for each in records for id_ in each.replaced_by)
        rows = self._session.table.by_id
        later = [Hit(rows[id_], rows[id_].object) for id_ in instead]
        told = self._summary.told(hits, most=2)
        if later:
            told += f" Since then: {self._summary.told(later, most=1)}"
        return _Judged("unknown", [*hits, *later], f"No longer said: {told}")

    def _once_partners(self, pick: Pick) -> list[Hit]:
        """Return what once tied both to one deal, where being partners is what is asked."""
        relations = self._session.ontology.relations
        founding = {each.id for each in relations.values() if each.founding}
        if pick.during or pick.with_ or not self._follows(pick.relations, founding):
            return []
        told = self._session.table.told_of
        sides = [
            [r for each in ends for r in told(each, founding) if r.subject == each]
            for ends in (pick.subjects, pick.objects)
        ]
        deals = set.intersection(*({row.object for row in side} for side in sides))
        rows = [
            row
            for row in (*sides[0], *sides[1])
            if row.object in deals and row.standing in _GONE
            if self._session.network.kind(row.object).deal
        ]
        return [Hit(row, row.object) for row in rows]

    def _follows(self, relations: Sequence[str], founding: Collection[str]) -> bool:
        """Tell whether all claims that derive such a tie do so from a part in a deal of both."""
        table = self._session.table
        derived = [r.id for r in table.of_relations(relations) if r.derived] if relations else []
        premises = {id_ for each in self._session.store.records(derived) for id_ in each.premises}
        return bool(premises) and {table.by_id[id_].relation for id_ in premises} <= set(founding)

    def _opposite(self, pick: Pick) -> list[Hit]:
        """Return claims that say outright what cannot hold together with what is asked."""
        relations = self._session.ontology.relations
        against = dict.fromkeys(e for each in pick.relations for e in relations[each].opposites)
        hits = self._picker.picked(pick._replace(relations=tuple(against))) if against else []
        return [hit for hit in hits if hit.standing in _SAID]

    def _indirect(self, pick: Pick) -> list[Hit]:
        """Return what is said of the deals and sites of the subject, or of its groups and goods."""
        relations = self._session.ontology.relations
        if pick.relations and all(relations[each].role == "policy" for each in pick.relations):
            return self._acting(pick)
        found = []
        for subject in pick.subjects:
            for row in self._lists.parts(subject):
                hits = self._picker.picked(pick._replace(subjects=(row.object,)))
                found += [hit._replace(grounds=(*hit.grounds, row)) for hit in hits]
        return sorted(found, key=order)

    def _acting(self, pick: Pick) -> list[Hit]:
        """Return what such rules do to the end they act on, through its groups, goods or sites."""
        on_object = Facet(pick.relations, pick.objects, "subject", pick.with_, bites=True)
        on_subject = Facet(pick.relations, pick.subjects, "object", pick.with_, bites=True)
        fits, inside = self._picker.fits, self._picker.inside(pick.objects)
        hits = self._lists.acting(on_object) if pick.objects else []
        found = [
            hit
            for hit in hits
            if (not pick.subjects or hit.entity in pick.subjects)
            and fits(hit.entity, pick.subject_is) is not None
        ]
        hits = self._lists.acting(on_subject) if pick.subjects else []
        return found + [
            hit
            for hit in hits
            if (not pick.objects or hit.entity in inside)
            and fits(hit.entity, pick.object_is) is not None
        ]

    # ------------------------------------------------------------------ telling

    def _entities(self, hits: Sequence[Hit]) -> list[EntityOut]:
        """Return those at the object end, each with its claims; of a figure whose it is."""
        by_entity: dict[str, list[Hit]] = {}
        for hit in hits:
            row = hit.row
            other = row.subject if row.object == hit.entity else row.object
            by_entity.setdefault(other or row.subject, []).append(hit)
        return [self._lists.entity(id_, [of_one]) for id_, of_one in by_entity.items()]


def _as_plan(judged: _Judged) -> _Judged:
    """Return what is judged of a plan: what is so already is told, but proves none."""
    if judged.verdict not in ("yes", "implied"):
        return judged
    _, _, so = judged.told.partition(": ")
    return judged._replace(
        verdict="unknown", told=f"Unknown whether it is planned; what is so already: {so}"
    )


def _verdict_standing(hits: Sequence[Hit]) -> Standing:
    """Return the best standing; unless it is a fact, a dispute stays a dispute."""
    best = hits[0].standing
    if best not in FACTUAL and any(hit.standing is Standing.DISPUTED for hit in hits):
        return Standing.DISPUTED
    return best
