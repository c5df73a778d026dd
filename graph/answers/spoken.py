"""What the sources say about somebody, a subject in plain words, or a claim; and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.answers.asked import NOBODY, EvidenceQuestion
from graph.answers.describe import Describer
from graph.answers.lists import Lists
from graph.answers.model import Answer, EntityOut
from graph.answers.picking import Hit, Picker, order
from graph.answers.plain_words import holds_words
from graph.answers.quoting import quotes
from graph.answers.requery import sparql
from graph.answers.silence import Silence
from graph.answers.summary import MOST, Summary
from graph.answers.understood import Options, question
from graph.answers.voices import Voices
from graph.answers.wording import capital, listing
from graph.session import Session
from graph.store.table import Row


class Spoken:
    """Answers evidence questions from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._picker = Picker(session)
        self._summary = Summary(session, describe)
        self._lists = Lists(session, describe)
        self._silence = Silence(session, describe)
        self._voices = Voices(session, describe)

    def answer(self, asked: EvidenceQuestion) -> Answer:
        """Return the claims that speak of it, by what they speak of, with their words."""
        rows = self._rows(asked)
        entities = self._entities(asked, rows)
        claims = self._describe.claims(row.id for row in rows)
        told = self._none(asked)
        if rows:
            told = self._told(asked, rows)
            told = f"{told} {quotes(claims, 3, speakers=asked.speakers)}".rstrip()
        pick = asked.pick
        options: Options = {
            "words": asked.words or None,
            "relation": list(pick.relations) if pick else [],
            "speaker": list(asked.speakers),
        }
        first = (*asked.speakers, *asked.about, *(pick.subjects if pick else ()))
        second = (*pick.objects, *pick.with_) if pick else ()
        return Answer(
            question=question("evidence", asked, self._describe, options, (first, second)),
            status="found" if rows else "none",
            answer=told,
            entities=entities,
            sparql=sparql(claims) if claims else "",
        )

    def _told(self, asked: EvidenceQuestion, rows: Sequence[Row]) -> str:
        """Return what is said; of speakers, what they say, and as surely as they do."""
        if asked.speakers:
            said = self._voices.of_speakers([row.id for row in rows], asked.speakers)
            return " ".join(said[:MOST])
        return self._summary.told([Hit(row, self._other(row, asked)) for row in rows])

    def _rows(self, asked: EvidenceQuestion) -> list[Row]:
        """Return the claims concerned, best founded first."""
        found: dict[str, Row] | None = None
        for part in self._parts(asked):
            ids = {row.id: row for row in part}
            found = ids if found is None else {id_: r for id_, r in found.items() if id_ in ids}
        rows = found if found is not None else {}
        roles = self._session.ontology.lists["role"]
        relations = self._session.ontology.relations

        def key(row: Row) -> tuple[int, bool, int, str, str]:
            role = roles.index(relations[row.relation].role)
            return (row.standing.place, row.derived, role, row.subject, row.id)

        return sorted(rows.values(), key=key)

    def _other(self, row: Row, asked: EvidenceQuestion) -> str:
        """Return whom a claim ties to what is asked about."""
        others = [each for each in (row.object, row.subject) if each and each not in asked.about]
        return (*others, row.subject)[0]

    def _parts(self, asked: EvidenceQuestion) -> Iterable[Iterable[Row]]:
        """Yield the claims that meet each condition."""
        table = self._session.table
        if asked.about:
            yield (row for each in asked.about if each != NOBODY for row in table.about[each])
        if asked.words:
            yield self.with_words(asked.words)
        if asked.pick is not None:
            yield (hit.row for hit in sorted(self._picker.picked(asked.pick), key=order))
        if asked.speakers:
            own = self._voices.spoken_by(asked.speakers)
            yield (table.by_id[id_] for id_ in sorted(own) if id_ in table.by_id)

    def with_words(self, words: str) -> list[Row]:
        """Return the claims whose evidence, plain words or entities' names hold these words."""
        table = self._session.table
        named = {
            row.id
            for node in table.nodes.values()
            if any(holds_words(name, words) for name in node.names)
            for row in table.about[node.id]
        }
        said = self._session.store.saying(lambda text: holds_words(text, words))
        return [table.by_id[id_] for id_ in sorted(named | set(said)) if id_ in table.by_id]

    def _entities(self, asked: EvidenceQuestion, rows: Sequence[Row]) -> list[EntityOut]:
        """Return each thing spoken of with its claims: what was asked about first."""
        by_entity: dict[str, list[Row]] = {id_: [] for id_ in asked.about}
        for row in rows:
            for id_ in (row.subject, row.object):
                if id_:
                    by_entity.setdefault(id_, []).append(row)
        for id_ in asked.about:
            by_entity[id_] = [row for row in rows if id_ in row.entities()]
        return [self._lists.of_claims(id_, found) for id_, found in by_entity.items() if found]

    def _none(self, asked: EvidenceQuestion) -> str:
        if asked.pick and not asked.speakers:
            return capital(self._silence.told(asked.pick))
        ids = asked.about
        if asked.pick:
            ids += (*asked.pick.subjects, *asked.pick.objects, *asked.pick.with_)
        about = [f"'{asked.words}'", self._silence.names(ids)]
        about = [each for each in about if each.strip("'")]
        who = self._silence.names(asked.speakers)
        said = f"The sources tell nothing that {who} says" if who else "The sources say nothing"
        told = f" about {listing(about)}" if about else ""
        return f"{said}{told}. That is no denial."
