"""Whose words they are: who denied, said or questioned what is asked about."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from graph.answers.asked import VoicesQuestion
from graph.answers.describe import Describer, document_name
from graph.answers.lists import Lists
from graph.answers.model import Answer, ClaimOut, EntityOut, QuestionKind, QuestionOut, Verdict
from graph.answers.picking import Picker
from graph.answers.quoting import quotes
from graph.answers.requery import sparql
from graph.answers.understood import Options, question
from graph.answers.wording import capital, listing, objection
from graph.claims.model import POSITIVE, Attestation, Reading, Record, Stance
from graph.claims.standing import standing_out, voices
from graph.session import Session

_STANCES = {
    "denies": frozenset({Stance.DENIES}),
    "asserts": POSITIVE,
    "questions": frozenset({Stance.QUESTIONS}),
    "declines-to-comment": frozenset({Stance.DECLINES}),
    "any": frozenset(Stance),
}
_VERBS = {
    Stance.ASSERTS: ("says that", "say that"),
    Stance.REPORTS: ("reports that", "report that"),
    Stance.JUDGES: ("judges that", "judge that"),
    Stance.DENIES: ("denies that", "deny that"),
    Stance.QUESTIONS: ("doubts that", "doubt that"),
    Stance.DECLINES: ("does not comment on whether", "do not comment on whether"),
    Stance.RETRACTS: ("takes back that", "take back that"),
}
_MOST = 3


class _Voice(NamedTuple):
    """Somebody's stance on a claim: an entity's, or of somebody who is none."""

    entity: str
    name: str
    verb: tuple[str, str]  # of one, of several
    clause: str  # what it is about, as surely as it was put
    claim: str


class Voices:
    """Answers questions for speakers from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._picker = Picker(session)
        self._lists = Lists(session, describe)

    def answer(self, asked: VoicesQuestion) -> Answer:
        """Return who took the stance that is asked for, each with the claims concerned."""
        original, found = asked, list(dict.fromkeys(self._voices(asked)))
        denied = asked.check and asked.stance == "asserts" and not found
        if denied:  # who is asked to have said it may have said the opposite
            opposite = asked._replace(stance="denies")
            found = list(dict.fromkeys(self._voices(opposite)))
            asked = opposite if found else asked
        claims = self._describe.claims(dict.fromkeys(each.claim for each in found))
        entities = [*self._entities(found)]
        verdict: Verdict | None = None
        told = self._told(asked, found, claims) if found else self._none(asked)
        if asked.check:
            verdict, lead = ("no", "No") if denied else ("yes", "Yes")
            if not found:
                verdict, lead = "unknown", "Unknown"
            told = f"{lead}: {told}"
        return Answer(
            question=self._question(original),
            status="found" if found else "none",
            answer=told,
            verdict=verdict,
            entities=entities,
            sparql=sparql(claims) if claims else "",
        )

    def _question(self, asked: VoicesQuestion) -> QuestionOut:
        pick = asked.pick
        options: Options = {
            "relation": list(pick.relations),
            "stance": asked.stance,
            "speaker": list(asked.speakers),
        }
        ends = (*asked.speakers, *pick.subjects), (*pick.objects, *pick.with_)
        kind: QuestionKind = "yesno" if asked.check else "list"
        return question(kind, asked, self._describe, options, ends)

    # ------------------------------------------------------------------ who it is

    def _voices(self, asked: VoicesQuestion) -> Iterator[_Voice]:
        """Yield the stances on what is picked, surest claims first; a derived one's premises'."""
        return self._of(self._records(asked), asked.speakers, _STANCES[asked.stance])

    def _of(
        self, records: Iterable[Record], speakers: Sequence[str], wanted: Container[Stance]
    ) -> Iterator[_Voice]:
        for record in records:
            documents = self._session.store.documents({a.document for a in record.attestations})
            publishers = voices(documents, self._session.table.bearers)
            for each in standing_out(record.attestations):
                if each.stance not in wanted:
                    continue
                for entity, name in self._speakers(each, publishers.get(each.document, ())):
                    if not speakers or entity in speakers:
                        clause = self._describe.put(record, each)
                        if each.stance in POSITIVE:
                            clause += self._objection(record)
                        yield _Voice(entity, name, _verb(each), clause, record.id)

    def spoken_by(self, speakers: Sequence[str]) -> set[str]:
        """Return the claims that any of these takes a stance on, as a speaker or a publisher."""
        store, bearers = self._session.store, self._session.table.bearers
        found = {id_ for each in speakers for id_ in store.spoken_by(each)}
        published = voices(store.documents(store.document_ids()), bearers)
        own = [id_ for id_, whose in published.items() if whose & set(speakers)]
        return found | {row.id for each in own for row in self._session.table.of_document(each)}

    def of_speakers(self, claims: Iterable[str], speakers: Sequence[str]) -> list[str]:
        """Return in sentences what these say of each claim, as surely as they put it."""
        records = self._session.store.records(claims)
        return self._sentences(list(dict.fromkeys(self._of(records, speakers, frozenset(Stance)))))

    def _objection(self, record: Record) -> str:
        """Return what speaks against a claim that somebody makes, to follow it."""
        if record.replaced_by:
            return ", which has been replaced since"
        return objection([self._describe.told(record)])

    def _records(self, asked: VoicesQuestion) -> list[Record]:
        """Return the claims that are picked, those that they derive from in their place."""
        hits = self._picker.picked(asked.pick)
        ids = dict.fromkeys(hit.row.id for hit in hits)
        if asked.speakers:
            own = self.spoken_by(asked.speakers)
            ids = {id_: None for id_ in ids if id_ in own or self._session.table.by_id[id_].derived}
        found: dict[str, Record] = {}
        for record in self._session.store.records(ids):
            if record.premises:
                found |= {each.id: each for each in self._session.store.records(record.premises)}
            else:
                found[record.id] = record
        return list(found.values())

    def _speakers(self, each: Attestation, publishers: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield (entity, name) of whose stance it is; the entity is "" of somebody who is none."""
        if each.speaker.kind == "entity":
            yield each.speaker.id, self._describe.wording.name(each.speaker.id)
        elif each.speaker.kind == "unnamed":
            yield "", each.speaker.label
        else:
            known = sorted(publishers)
            yield from ((id_, self._describe.wording.name(id_)) for id_ in known)
            if not known:
                document = self._session.store.documents([each.document])[each.document]
                yield "", document.publisher or document_name(document)

    def _entities(self, found: Sequence[_Voice]) -> Iterator[EntityOut]:
        by_entity: dict[str, dict[str, None]] = {}
        for each in found:
            if each.entity:
                by_entity.setdefault(each.entity, {})[each.claim] = None
        for id_, ids in by_entity.items():
            rows = self._session.table.by_id
            yield self._lists.of_claims(id_, [rows[each] for each in ids])

    # ------------------------------------------------------------------ telling

    def _told(
        self, asked: VoicesQuestion, found: Sequence[_Voice], claims: Sequence[ClaimOut]
    ) -> str:
        """Return who says what in up to three sentences, then the words."""
        told = self._sentences(found)
        rest = len(told) - _MOST
        more = [f"{rest} more {'stance is' if rest == 1 else 'stances are'} told below."]
        shown = " ".join([*told[:_MOST], *(more if rest > 0 else [])])
        return f"{shown} {quotes(claims, 2, _STANCES[asked.stance], asked.speakers)}".rstrip()

    def _sentences(self, found: Sequence[_Voice]) -> list[str]:
        """Return who says what, those who say the same together."""
        groups: dict[tuple[tuple[str, str], str], list[str]] = {}
        for each in found:
            names = groups.setdefault((each.verb, each.clause), [])
            if each.name not in names:
                names.append(each.name)
        by_voice: dict[tuple[tuple[str, str], tuple[str, ...]], list[str]] = {}
        for (verb, clause), names in groups.items():
            by_voice.setdefault((verb, tuple(names)), []).append(clause)
        return [self._sentence(*key, clauses) for key, clauses in by_voice.items()]

    def _sentence(
        self, verbs: tuple[str, str], names: tuple[str, ...], clauses: Sequence[str]
    ) -> str:
        verb = verbs[len(names) > 1 or self._is_plural(names[0])]
        shown = [*clauses[:_MOST]]
        if len(clauses) > _MOST:
            shown.append(f"{len(clauses) - _MOST} more things")
        links = verb.split()[-1]
        joint = listing([shown[0], *(f"{links} {each}" for each in shown[1:])])
        return f"{capital(listing(names))} {verb} {joint}."

    def _is_plural(self, name: str) -> bool:
        bearers = self._session.table.bearers.get(name.casefold(), frozenset())
        return any(self._session.table.nodes[each].entity.plural for each in bearers)

    def _none(self, asked: VoicesQuestion) -> str:
        pick = asked.pick
        named = dict.fromkeys((*pick.subjects, *pick.objects, *pick.with_))
        about = f" of {listing([self._describe.wording.name(e) for e in named])}" if named else ""
        by = listing([self._describe.wording.name(each) for each in asked.speakers]) or "Nobody"
        verb = {"denies": "denies", "questions": "doubts"}.get(asked.stance, "says")
        if asked.speakers:
            return f"The sources do not tell that {by} {verb} anything{about}."
        return f"{by} {verb} anything of the sort{about}, as far as the sources tell."


def _verb(each: Attestation) -> tuple[str, str]:
    """Return the verb of a stance, for one speaker and for several."""
    if each.reading is Reading.IMPLIED and each.stance in POSITIVE:
        return ("implies that", "imply that")
    return _VERBS[each.stance]
