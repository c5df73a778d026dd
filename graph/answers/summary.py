"""Several claims in a few sentences: what is said alike in one, each as surely as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from graph.answers.describe import Describer
from graph.answers.picking import Hit
from graph.answers.wording import Told, capital, listing
from graph.claims.model import Record, Standing, Text
from graph.session import Session

MOST = 3  # sentences in an answer
_NAMES = 10  # names in a sentence, before the others are counted


class _Group(NamedTuple):
    """Claims that differ in one end alone and are told in one sentence."""

    records: list[Record]
    hits: list[Hit]
    told: Told
    by_subject: bool  # the subjects differ, else the objects


class Summary:
    """Tells the claims of one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe

    def told(self, hits: Sequence[Hit], *, open_subject: bool = False, most: int = MOST) -> str:
        """Return the claims in at most so many sentences, best founded first.

        ``open_subject``: the subjects were asked for, so it is these that are drawn together.
        What does not get a sentence of its own is listed with its standing.
        """
        groups = self._groups(hits, by_subject=open_subject)
        if len(groups) <= most:
            return " ".join(map(self.sentence, groups))
        shown = groups[: most - 1]
        rest = self._rest(groups[most - 1 :], {h.entity for each in shown for h in each.hits})
        return " ".join([*map(self.sentence, shown), *([rest] if rest else [])])

    def sentence(self, group: _Group) -> str:
        """Return what a group of claims says, as one sentence."""
        first, *others = group.records
        claim, wording = first.claim, self._describe.wording
        if not others:
            return f"{capital(wording.sentence(claim, group.told))}."
        relation = self._session.ontology.relations[claim.relation]
        if group.by_subject:
            names = [wording.name(each.claim.subject) for each in group.records]
            predicate = wording.predicate(relation, claim, group.told, several=True)
            return f"{capital(f'{self.names(names)} {predicate}')}."
        names = [wording.term(each.claim.object) for each in group.records]
        drawn = replace(claim, object=Text(self.names(names)))
        return f"{capital(wording.sentence(drawn, group.told))}."

    def names(self, names: Sequence[str]) -> str:
        """Return names in words, each once; many are cut short and counted."""
        distinct = list(dict.fromkeys(names))
        if len(distinct) > _NAMES + 1:
            distinct = [*distinct[:_NAMES], f"{len(distinct) - _NAMES} others"]
        return listing(distinct)

    def _groups(self, hits: Sequence[Hit], *, by_subject: bool) -> list[_Group]:
        ids = list(dict.fromkeys(hit.row.id for hit in hits))
        records = {each.id: each for each in self._session.store.records(ids)}
        groups: dict[tuple[object, ...], _Group] = {}
        seen = set[str]()
        for hit in hits:
            record = records[hit.row.id]
            told = self._describe.told(record)
            claim = record.claim
            shared = claim.object if by_subject else claim.subject
            key = (claim.relation, shared, told, self._deal(record))
            group = groups.setdefault(key, _Group([], [], told, by_subject))
            group.hits.append(hit)
            if record.id not in seen:
                seen.add(record.id)
                group.records.append(record)
        return [each for each in groups.values() if each.records]

    def _deal(self, record: Record) -> str:
        """Return the deal that a derived claim comes from, so that two deals stay two."""
        rows, network = self._session.table.by_id, self._session.network
        objects = {rows[id_].object for id_ in record.premises}
        deal = objects.pop() if len(objects) == 1 else ""
        return deal if deal and network.kind(deal).deal else ""

    def _rest(self, groups: Sequence[_Group], named: set[str]) -> str:
        """Return who else is told of, each with its standing, as a last sentence."""
        by_standing: dict[Standing, list[str]] = {}
        seen, wording = set(named), self._describe.wording
        for group in groups:
            figures = {each.id: each.claim.object for each in group.records}
            for hit in group.hits:
                figure = figures.get(hit.row.id, "")
                if not isinstance(figure, str):
                    by_standing.setdefault(hit.standing, []).append(wording.term(figure))
                elif hit.entity and hit.entity not in seen:
                    seen.add(hit.entity)
                    by_standing.setdefault(hit.standing, []).append(wording.name(hit.entity))
        told = [f"{self.names(names)} ({standing})" for standing, names in by_standing.items()]
        return f"Also: {'; '.join(told)}." if told else ""
