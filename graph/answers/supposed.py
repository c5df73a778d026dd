"""What users take out of a graph or take for granted, and the graph that this makes.

An entity that is taken out takes the deals that keep fewer than two partners and the sites that
nobody else opens or runs with it. A document or a claim that is left out counts as never said:
standings are judged anew, and what it denied or replaced may stand again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.answers.select import claim_id
from graph.claims.corpus import rejudged
from graph.claims.model import Record, Standing
from graph.claims.standing import voices
from graph.errors import BadParameter, UnknownName
from graph.network.whatif import changed, taken_out
from graph.session import Session
from graph.spelling import nearest
from graph.store.overlay import Overlay
from graph.store.table import Row
from ontology.namespaces import CLAIM, DOCUMENT

_CLAIM_ID = re.compile(r"[0-9a-fA-F]{4,16}")


@dataclass(frozen=True)
class Supposition:
    """What is taken out and what is taken for granted, as users write it."""

    without: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """The same as ids; ``fallen`` gives what falls with an entity, with those it lost."""

    entities: tuple[str, ...]
    documents: tuple[str, ...]
    claims: tuple[str, ...]
    assumed: tuple[str, ...]
    fallen: Mapping[str, frozenset[str]]
    notices: tuple[str, ...]

    @property
    def gone(self) -> frozenset[str]:
        """All entities that are not there any more."""
        return frozenset((*self.entities, *self.fallen))

    @property
    def removed(self) -> list[str]:
        """The ids of all that was taken out and fell with it."""
        return [*self.entities, *self.fallen, *self.documents, *self.claims]


class Reader:
    """Reads what users take out or assume against one graph."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, change: Supposition) -> Taken:
        """Return the ids; raises an InroadsError for what is unknown or contradicts itself."""
        if not change.without and not change.assume:
            raise BadParameter("say what to change: --without X, or --assume CLAIM.")
        found: dict[str, list[str]] = {"entity": [], "document": [], "claim": []}
        notices = []
        for text in change.without:
            kind, id_, notice = self._named(text.strip())
            if id_ not in found[kind]:
                found[kind].append(id_)
            notices += [notice] if notice else []
        assumed = list(dict.fromkeys(self._claim(each) for each in change.assume))
        fallen = taken_out(self._session.network, found["entity"])
        taken = Taken(
            entities=tuple(found["entity"]),
            documents=tuple(found["document"]),
            claims=tuple(found["claim"]),
            assumed=tuple(assumed),
            fallen=fallen,
            notices=tuple(notices),
        )
        self._refuse_contradiction(taken)
        return taken

    def _named(self, text: str) -> tuple[str, str, str]:
        """Return (entity, document or claim; id; notice) of what ``--without`` names."""
        names, documents = self._session.names, self._session.store.document_ids()
        document = text.removeprefix(DOCUMENT).removeprefix("doc:")
        if document != text or (document in documents and not names.exact(text)):
            if document not in documents:
                raise BadParameter(f"'{text}' is no document. `inroads info` lists them.")
            return "document", document, ""
        if text.startswith(("claim:", CLAIM)) or (
            _CLAIM_ID.fullmatch(text) and not names.exact(text)
        ):
            return "claim", claim_id(self._session, text), ""
        if document in documents:
            raise BadParameter(
                f"'{text}' is both an entity and a document. Write kg:{document} or doc:{document}."
            )
        try:
            match = names.find(text)
        except UnknownName as error:
            raise UnknownName(text, self._near(text, error.suggestions)) from error
        return "entity", match.id, match.notice

    def _near(self, text: str, suggestions: Sequence[str]) -> list[str]:
        return [*suggestions, *nearest(text, self._session.store.document_ids(), limit=1)]

    def _claim(self, text: str) -> str:
        id_ = claim_id(self._session, text)
        if self._session.table.by_id[id_].derived:
            raise BadParameter(
                f"claim {id_} is derived. Assume the claims it comes from: `inroads why {id_}`."
            )
        return id_

    def _refuse_contradiction(self, taken: Taken) -> None:
        for id_ in taken.assumed:
            lacking = set(self._session.table.by_id[id_].entities()) & taken.gone
            if id_ in taken.claims or lacking:
                why = (
                    f"speaks of {', '.join(sorted(lacking))}, taken out"
                    if lacking
                    else "is left out"
                )
                raise BadParameter(f"claim {id_} cannot be assumed: it {why} by --without.")


def changed_session(session: Session, taken: Taken) -> Session:
    """Return the session of the changed graph."""
    documents, claims = frozenset(taken.documents), frozenset(taken.claims)
    anew = Unsaid(session).records(documents=documents, claims=claims)
    rows = _rows(session, anew)
    network = changed(session.network, without=taken.gone, rows=rows, assumed=taken.assumed)
    kept = {id_: record for id_, record in anew.items() if record}
    return session.changed(network, Overlay(session.store, kept) if kept else session.store)


class Unsaid:
    """The claims of one graph as they read once documents, or claims, are left out."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def rows(self, *, documents: frozenset[str]) -> dict[str, Row | None]:
        """Return the claims that read otherwise; None stands for one that nobody makes any more."""
        return _rows(self._session, self.records(documents=documents))

    def records(
        self, *, documents: frozenset[str], claims: frozenset[str] = frozenset()
    ) -> dict[str, Record | None]:
        """Return the same with all that is left of their evidence."""
        records = self._session.store.records(self._concerned(documents, claims))
        named = {each.document for record in records for each in record.attestations}
        sources = self._session.store.documents(sorted(named))
        found = rejudged(
            records,
            sources,
            voices(sources, self._session.table.bearers),
            self._session.ontology,
            unsaid=lambda record, each: record.id in claims or each.document in documents,
        )
        return {each.id: found.get(each.id) for each in records if found.get(each.id) != each}

    def _concerned(self, documents: frozenset[str], claims: frozenset[str]) -> list[str]:
        """Return the ids of the claims left out in part, and of all that hang on them."""
        table = self._session.table
        found = set(claims) | {row.id for each in documents for row in table.of_document(each)}
        for id_ in (queue := sorted(found)):
            fresh = self._hanging.get(id_, set()) - found
            found |= fresh
            queue += sorted(fresh)
        return queue

    @cached_property
    def _hanging(self) -> dict[str, set[str]]:
        """The claims whose standings hang on each other: replaced, or of one single value."""
        found: dict[str, set[str]] = defaultdict(set)
        rows, relations = self._session.table.rows, self._session.ontology.relations
        beside: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            if relations[row.relation].single_valued and not row.derived:
                beside[row.subject, row.relation].add(row.id)
        for values in beside.values():
            for id_ in values:
                found[id_] |= values
        replaced = [row.id for row in rows if row.standing in _REPLACED and not row.derived]
        for record in self._session.store.records(replaced):
            for id_ in record.replaced_by:
                found[id_].add(record.id)
                found[record.id].add(id_)
        return dict(found)


_REPLACED = (Standing.SUPERSEDED, Standing.RETRACTED)


def _rows(session: Session, anew: Mapping[str, Record | None]) -> dict[str, Row | None]:
    known = session.table.by_id
    return {id_: _row(known[id_], record) if record else None for id_, record in anew.items()}


def _row(row: Row, record: Record) -> Row:
    return row._replace(
        standing=record.standing,
        stage=record.stage,
        documents=tuple(sorted({each.document for each in record.attestations})),
        valid_from=record.valid_from,
        valid_to=record.valid_to,
    )
