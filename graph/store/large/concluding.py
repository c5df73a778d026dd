"""What rules conclude around claims that changed, found by following what premises share.

A rule of the usual form says of each premise its relation, its subject and its object. From a
claim that changed its variables lead to the other premises and so to the subjects of all it can
conclude; from each of those subjects they lead to all claims that anything is concluded of it
from. The rules themselves are then run on these claims alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from graph.claims.model import Record
from graph.store import derive
from graph.store.sidecar.opened import Opened

_MOST = 5_000  # claims that are looked at for the conclusions of one change
_SUBJECT, _CONCLUDED = "subject", re.compile(r"\(\s*rel:(\w+)\s+AS\s+\?relation\s*\)")
_PREMISE = re.compile(
    r"\?(premise\d+)\s+rdf:predicate\s+(\S+)\s*;\s*rdf:subject\s+\?(\w+)\s*;"
    r"\s*rdf:object\s+\?(\w+)\s*\."
)


class Pattern(NamedTuple):
    """One premise of a rule: the relations it may have, and the variables of its two ends."""

    relations: frozenset[str]
    subject: str
    object: str


class Rule(NamedTuple):
    """A rule as its premises, and the relation that it concludes."""

    premises: tuple[Pattern, ...]
    concludes: str


def parsed(text: str) -> Rule | None:
    """Return a rule of the usual form, None for another one."""
    given = derive.without_comments(text)
    concludes = _CONCLUDED.search(given)
    premises = []
    for _, relation, subject, object_ in _PREMISE.findall(given):
        named = derive.relations_of(relation, given)
        if named is None:
            return None
        premises.append(Pattern(named, subject, object_))
    names = set(re.findall(r"\?premise\d+", given))
    if concludes is None or len(premises) != len(names) or derive.looked_at(text) is None:
        return None
    return Rule(tuple(premises), concludes[1])


Before = Callable[[str], Record | None]
_Bound = dict[str, str]


class Concluding:
    """Conclusions around changed claims; ``records``: those that are judged anew."""

    def __init__(
        self,
        opened: Opened,
        records: Mapping[str, Record | None],
        before: Before,
        too_much: type[Exception],
    ) -> None:
        self._opened = opened
        self._records = records
        self._before = before
        self._too_much = too_much
        self._seen = 0
        self._added: dict[str, list[Record]] = {}
        for record in records.values():
            if record is not None:
                for id_ in {record.claim.subject, str(record.claim.object)}:
                    self._added.setdefault(id_, []).append(record)
        rules = [parsed(each) for each in opened.ontology.rules.values()]
        self._rules = [each for each in rules if each is not None]
        self._unusual = len(self._rules) < len(rules)

    def concluded(self, changed: Collection[str]) -> dict[str, Record | None]:
        """Return the derived claims that changed claims may have changed, None for what is gone."""
        relations = {
            name for rule in self._rules for each in rule.premises for name in each.relations
        }
        concludes = {rule.concludes for rule in self._rules}
        given = [(self._before(id_), self._records[id_]) for id_ in sorted(changed)]
        touching = {each.claim.relation for pair in given for each in pair if each}
        if self._unusual and touching & derive.premise_relations(self._opened.ontology):
            raise self._too_much
        subjects: set[str] = set()
        for was, now in given:
            for record, is_now in ((was, False), (now, True)):
                if record is None:
                    continue
                if record.claim.relation in concludes:
                    subjects.add(record.claim.subject)
                if record.claim.relation in relations:
                    subjects |= self._subjects(record, is_now=is_now)
        return self._of_subjects(subjects, concludes)

    def _subjects(self, record: Record, *, is_now: bool) -> set[str]:
        """Return the subjects of all that a claim is a premise of."""
        found = set()
        for rule in self._rules:
            for place, premise in enumerate(rule.premises):
                if record.claim.relation in premise.relations and isinstance(
                    record.claim.object, str
                ):
                    bound = {premise.subject: record.claim.subject}
                    if bound.setdefault(premise.object, record.claim.object) == record.claim.object:
                        rest = (*rule.premises[:place], *rule.premises[place + 1 :])
                        found |= {
                            each[_SUBJECT] for each, _ in self._joined(rest, bound, is_now=is_now)
                        }
        return found

    def _joined(
        self, premises: tuple[Pattern, ...], bound: _Bound, *, is_now: bool
    ) -> Iterator[tuple[_Bound, tuple[Record, ...]]]:
        """Yield all ways to fill premises, with the claims that do."""
        if not premises:
            yield bound, ()
            return
        known = [each for each in premises if each.subject in bound or each.object in bound]
        if not known:
            raise self._too_much
        first, rest = known[0], tuple(each for each in premises if each is not known[0])
        end = bound[first.subject if first.subject in bound else first.object]
        for record in self._living(end, first.relations, is_now=is_now):
            more = dict(bound)
            claim = record.claim
            if (
                more.setdefault(first.subject, claim.subject) == claim.subject
                and more.setdefault(first.object, str(claim.object)) == claim.object
            ):
                for whole, others in self._joined(rest, more, is_now=is_now):
                    yield whole, (record, *others)

    def _living(self, entity: str, relations: Collection[str], *, is_now: bool) -> Iterator[Record]:
        """Yield the stated claims with this end that rules see, as they are now or were before."""
        for row in self._opened.about(entity, relations):
            if row.derived or (is_now and row.id in self._records):
                continue
            self._seen += 1
            if self._seen > _MOST:
                raise self._too_much
            record = self._before(row.id)
            if record is not None and record.standing not in derive.DEAD:
                yield record
        for record in self._added.get(entity, ()) if is_now else ():
            if record.claim.relation in relations and record.standing not in derive.DEAD:
                yield record

    def _of_subjects(
        self, subjects: Collection[str], concludes: Collection[str]
    ) -> dict[str, Record | None]:
        """Return all that is concluded of these subjects, and what no longer is."""
        found: dict[str, Record | None] = {}
        premises: dict[str, Record] = {}
        for subject in sorted(subjects):
            for row in self._opened.about(subject, concludes):
                if row.derived and row.subject == subject:
                    found[row.id] = None
            for rule in self._rules:
                for _, records in self._joined(rule.premises, {_SUBJECT: subject}, is_now=True):
                    premises |= {each.id: each for each in records}
        made = derive.conclusions(premises, self._opened.ontology) if premises else {}
        found |= {id_: each for id_, each in made.items() if each.claim.subject in subjects}
        return {id_: each for id_, each in found.items() if not self._is_stated(id_)}

    def _is_stated(self, id_: str) -> bool:
        if id_ in self._records:
            return self._records[id_] is not None
        record = self._before(id_)
        return record is not None and not record.derived_by
