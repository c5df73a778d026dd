"""Lists: which entities stand at the open end of a relation to a known one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.answers.describe import Describer
from graph.answers.model import Answer, ClaimOut, EntityOut, QuestionOut
from graph.answers.requery import sparql
from graph.answers.wording import capital, listing
from graph.claims.model import FACTUAL, Record, Text
from graph.network.project import LIVING, counting
from graph.session import Session
from graph.store.table import Row


@dataclass(frozen=True)
class ListQuestion:
    """Which entities stand at the open end of a relation to a known one.

    ``open_subject``: the subject is asked for, else the object. ``kind`` narrows the answer.
    """

    relation: str
    known: str
    open_subject: bool
    kind: str = ""
    text: str = ""
    notices: tuple[str, ...] = field(default=())


class Lists:
    """Answers list questions from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe

    def answer(self, asked: ListQuestion) -> Answer:
        """Return the entities at the open end of a relation, each with the claims that say so."""
        found = self._found(asked, self._with_narrower(asked.known))
        told_of = ""
        if not found and self._session.ontology.relations[asked.relation].role == "policy":
            found = self._found(asked, self._taken_part_in(asked.known))
            told_of = f"Nothing is said of {self._describe.wording.name(asked.known)} itself. "
        entities = [self._entity(id_, ids) for id_, ids in found.items()]
        claims = [claim for entity in entities for claim in entity.claims]
        known_ref = self._describe.entity(asked.known)
        return Answer(
            question=QuestionOut(
                text=asked.text,
                kind="list",
                from_=[known_ref],
                to=[],
                options={"relation": asked.relation, "kind": asked.kind or None},
                noticed=list(asked.notices),
            ),
            status="found" if entities else "none",
            answer=(told_of if claims else "") + self._list_told(asked, claims),
            entities=entities,
            sparql=sparql(claims) if claims else "",
        )

    def _found(self, asked: ListQuestion, known: Iterable[str]) -> dict[str, list[str]]:
        """Return who stands at the open end to one of ``known``, each with claims."""
        found: dict[str, list[str]] = {}
        for open_, row in self._at_open_end(asked, known):
            if self._of_kind(open_, asked.kind):
                found.setdefault(open_, []).append(row.id)
        return found

    def _taken_part_in(self, known: str) -> list[str]:
        """Return the sites and deals of somebody: rules may bite on these alone."""
        founding = self._session.ontology.founding
        found = {
            row.object
            for row in self._session.table.told_of(known, founding)
            if row.subject == known and counting([row], LIVING)
        }
        return sorted(found)

    def _at_open_end(self, asked: ListQuestion, all_known: Iterable[str]) -> list[tuple[str, Row]]:
        """Return who stands at the open end, with the claim: best founded first, then by label."""
        found = [
            (open_, row)
            for known in all_known
            for row in self._session.table.told_of(known, {asked.relation})
            for open_ in self._open_ends(row, known, asked.open_subject)
        ]
        label = self._describe.wording.label
        return sorted(
            found, key=lambda each: (each[1].standing.place, label(each[0]), each[0], each[1].id)
        )

    def _open_ends(self, row: Row, known: str, open_subject: bool) -> Iterator[str]:
        """Yield the entity at the other end of a claim, if ``known`` stands at the asked one."""
        symmetric = self._session.ontology.relations[row.relation].symmetric
        if row.object == known and (open_subject or symmetric):
            yield row.subject
        elif row.subject == known and row.object and (not open_subject or symmetric):
            yield row.object

    def _with_narrower(self, known: str) -> list[str]:
        """Return what is asked about and all that is a kind of it, as facts say."""
        taxonomy = self._session.ontology.with_purpose("taxonomy")
        found = [known]
        for each in found:
            for row in self._session.table.told_of(each, taxonomy):
                is_kind = row.object == each and row.standing in FACTUAL
                if is_kind and row.subject not in found:
                    found.append(row.subject)
        return found

    def _of_kind(self, id_: str, kind: str) -> bool:
        own = self._session.ontology.kinds[self._session.table.nodes[id_].kind]
        return not kind or kind in own.ancestors

    def _entity(self, id_: str, claims: Sequence[str]) -> EntityOut:
        ref = self._describe.entity(id_)
        return EntityOut(ref.id, ref.label, ref.kind, self._describe.claims(claims), ref.prospect)

    def _list_told(self, asked: ListQuestion, claims: Sequence[ClaimOut]) -> str:
        if claims:
            return self._joined([claim.id for claim in claims], asked.open_subject)
        name = self._describe.wording.name(asked.known)
        label = self._session.ontology.relations[asked.relation].label
        what = self._session.ontology.kinds[asked.kind].label if asked.kind else "claim"
        told = f"No {what} answers this: no source says it ('{label}') about {name}. "
        told += "That is no denial."
        if self._session.ontology.relations[asked.relation].role == "policy":
            told += " What bites on its paths is told by `inroads path`."
        return told

    def _joined(self, claims: Sequence[str], open_subject: bool) -> str:
        """Return claims as sentences; what one subject does alike to several is one sentence."""
        wording, groups = self._describe.wording, dict[tuple[object, ...], list[Record]]()
        for record in self._session.store.records(claims):
            told = self._describe.told(record)
            key = (record.id,) if open_subject else (record.claim.subject, told)
            groups.setdefault(key, []).append(record)
        sentences = []
        for first, *others in groups.values():
            names = [wording.term(each.claim.object) for each in (first, *others)]
            claim = replace(first.claim, object=Text(listing(names))) if others else first.claim
            sentences.append(capital(wording.sentence(claim, self._describe.told(first))) + ".")
        return " ".join(sentences)
