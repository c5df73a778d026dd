"""Verb phrases: what is said of somebody, with the relations whose phrases say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graph.answers.asked import Facet
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.phrases import AGENT, OBJECT, Form, Maybe, Part, Slot
from graph.answers.grammar.things import Clause, Sort, Thing
from ontology.records import Relation

if TYPE_CHECKING:
    from graph.answers.grammar.reading import Reader

MODALS = frozenset(["can", "could", "may", "might", "will", "would", "shall", "should", "must"])
BE = frozenset(["is", "are", "was", "were", "be"])
HAVE = frozenset(["has", "have", "had"])
DO = frozenset(["do", "does", "did"])
YEAR = re.compile(r"(1[89]|20|21)\d\d(-(0[1-9]|1[0-2]))?")
_ADJUNCT = frozenset(
    ["in", "at", "on", "for", "with", "under", "through", "via", "about", "from", "to", "of"]
)
_LOOSE_TIE = 3.0
_ARTICLES = frozenset(("a", "an", "the"))
_NUMBER = re.compile(r"[$€£¥]?\d")


class Clauses:
    """Reads verb phrases at any place of one question."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._words = reader.words
        self._ontology = reader.lexicon.ontology
        self._read: dict[tuple[int, Form, str, str], list[tuple[int, Clause]]] = {}

    def at(self, i: int, form: Form, gap: str = "", fronted: str = "") -> list[tuple[int, Clause]]:
        """Return the verb phrases in this form that begin at word ``i``.

        ``gap`` is what is asked for and left out; ``fronted`` a preposition that stands before
        the question's first word instead ("with whom does ...").
        """
        key = (i, form, gap, fronted)
        if key not in self._read:
            self._read[key] = []
            self._read[key] = self._adjoined(_merged(self._phrases(*key)))
        return self._read[key]

    def _phrases(self, i: int, form: Form, gap: str, fronted: str) -> Iterator[tuple[int, Clause]]:
        if i == len(self._words) and form == "bare" and fronted:  # where it is
            for phrase in self._reader.phrases.said("bare", fronted):
                yield from self.rest(
                    i,
                    phrase.rest,
                    phrase.relation,
                    inverse=phrase.inverse,
                    gap=gap,
                    fronted=fronted,
                )
        if i >= len(self._words):
            return
        phrases = self._reader.phrases
        following = self._words[i + 1] if i + 1 < len(self._words) else ""
        start = i if form == "bare" else i + 1
        for phrase in phrases.said(form, self._words[i], following):
            if gap == OBJECT and form == "bare" and phrase.rest[:1] == (Slot(OBJECT),):
                continue  # "what is it" asks for no figure
            for j, clause in self.rest(
                start,
                phrase.rest,
                phrase.relation,
                inverse=phrase.inverse,
                gap=gap,
                fronted=fronted,
            ):
                yield j, clause._replace(cost=clause.cost + phrase.loose, of=phrase.of)

    def rest(
        self,
        i: int,
        parts: tuple[Part, ...],
        relation: Relation,
        *,
        inverse: bool,
        gap: str = "",
        fronted: str = "",
    ) -> Iterator[tuple[int, Clause]]:
        """Yield the ways in which words from ``i`` on fit the parts of a phrase."""
        empty = Clause((relation.id,), inverse, None)
        for j, clause in self._fit(i, parts, empty, gap, fronted):
            if clause.gap == gap:
                yield j, clause

    def _fit(
        self, i: int, parts: tuple[Part, ...], clause: Clause, gap: str, fronted: str
    ) -> Iterator[tuple[int, Clause]]:
        if not parts:
            yield i, clause
            return
        part, rest = parts[0], parts[1:]
        if isinstance(part, str):
            if self._words[i : i + 1] == (part,):
                yield from self._fit(i + 1, rest, clause, gap, fronted)
            elif part == fronted and rest and isinstance(rest[0], Slot) and rest[0].name == gap:
                yield from self._fit(i, rest, clause, gap, "")
            elif part in _ARTICLES and self._words[i : i + 1] and self._words[i] in _ARTICLES:
                yield from self._fit(i + 1, rest, clause, gap, fronted)
            elif part == "the":
                yield from self._fit(i, rest, clause, gap, fronted)
        elif isinstance(part, Maybe):
            yield from self._fit(i, (*part.parts, *rest), clause, gap, fronted)
            yield from self._fit(i, rest, clause, gap, fronted)
        else:
            for j, filled in self._filled(i, part.name, clause, gap):
                yield from self._fit(j, rest, filled, gap, fronted)

    def _filled(self, i: int, name: str, clause: Clause, gap: str) -> Iterator[tuple[int, Clause]]:
        """Yield the clause with one slot filled, or left open as what is asked for."""
        if name == gap and not clause.gap:
            yield i, clause._replace(gap=gap)
            return
        relation = self._ontology.relations[clause.relations[0]]
        if name == OBJECT and relation.quantity and not clause.inverse:
            yield from self._figure(i, clause)
        elif name in ("share", "office", "period"):
            yield from self._plain(i, name, clause)
        else:
            for j, thing in self._reader.nouns.at(i):
                yield from self._taken(j, name, thing, clause)
            if name in ("respect", "means"):
                yield from self._respect(i, clause)

    def _taken(
        self, j: int, name: str, thing: Thing, clause: Clause
    ) -> Iterator[tuple[int, Clause]]:
        cost, notices = clause.cost + thing.cost, clause.notices + thing.notices
        if name == OBJECT:
            yield (
                j,
                clause._replace(
                    object=thing,
                    cost=cost,
                    notices=notices,
                    problem=clause.problem or thing.problem,
                ),
            )
            return
        if name == AGENT:
            yield (
                j,
                clause._replace(
                    agent=thing, cost=cost, notices=notices, problem=clause.problem or thing.problem
                ),
            )
            return
        ids = thing.ids or (self._reader.meanings.known(thing) if thing.sort else ())
        if name == "product" and thing.ids and self._reader.lexicon.are_makers(thing.ids):
            return  # who sold a company did not sell its goods
        if thing.sort and not thing.sort.facets and not any(thing.sort.narrowing[1:]):
            yield j, clause._replace(cost=cost + 0.1, notices=notices)  # "its technology": any
        elif not thing.ids and len(ids) > 1:
            yield j, clause._replace(any_=(*clause.any_, ids), cost=cost + 0.3, notices=notices)
        elif len(ids) == 1 or (thing.both and ids):
            yield (
                j,
                clause._replace(
                    with_=(*clause.with_, *ids),
                    cost=cost,
                    notices=notices,
                    problem=clause.problem or thing.problem,
                ),
            )

    def _figure(self, i: int, clause: Clause) -> Iterator[tuple[int, Clause]]:
        """Yield a figure: words for its bound, a number, and words of its unit."""
        words = self._words
        j = i
        while words[j : j + 1] in phrases("values", "bounds"):
            j += 1
        if j < len(words) and _NUMBER.match(words[j]):
            said = (*clause.words, *words[i : j + 1])
            yield j + 1, clause._replace(words=said)
            while words[j + 1 : j + 2] in phrases("values", "units"):
                j += 1
                yield j + 1, clause._replace(words=said)

    def _plain(self, i: int, name: str, clause: Clause) -> Iterator[tuple[int, Clause]]:
        """Yield plain words for a share or an office: those that some claim has; or a date."""
        if name == "period":
            if i < len(self._words) and YEAR.fullmatch(self._words[i]) and not clause.during:
                yield i + 1, clause._replace(during=self._words[i])
            return
        for j, said in self._reader.plain_at(i, name):
            yield j, clause._replace(words=(*clause.words, *said))

    def _respect(self, i: int, clause: Clause) -> Iterator[tuple[int, Clause]]:
        for j, said in self._reader.plain_at(i, "respect"):
            yield j, clause._replace(words=(*clause.words, *said), cost=clause.cost + 0.5)

    # ------------------------------------------------------------------ beside the object

    def _adjoined(self, found: list[tuple[int, Clause]]) -> list[tuple[int, Clause]]:
        """Return the clauses, and each with the places, dates and goods told behind it."""
        all_, new = list(found), list(found)
        for _ in range(2):
            new = [each for one in new for each in self._adjunct(*one)]
            all_ += new
        return all_

    def _adjunct(self, j: int, clause: Clause) -> Iterator[tuple[int, Clause]]:
        words = self._words
        if j + 1 >= len(words) or clause.problem:
            return
        if (
            words[j] in ("in", "during", "for", "of")
            and YEAR.fullmatch(words[j + 1])
            and not clause.during
        ):
            yield j + 2, clause._replace(during=words[j + 1])
        elif words[j] in _ADJUNCT:
            for k, thing in self._reader.nouns.at(j + 1, several=False):
                if words[j] in ("in", "at") and thing.ids and self._reader.are_places(thing.ids):
                    yield (
                        k,
                        clause._replace(
                            places=(*clause.places, *thing.ids),
                            cost=clause.cost + thing.cost + 0.3,
                            notices=clause.notices + thing.notices,
                            problem=thing.problem,
                        ),
                    )
                if thing.ids and not thing.problem:
                    yield (
                        k,
                        clause._replace(
                            with_=(*clause.with_, *thing.ids),
                            cost=clause.cost + thing.cost + _LOOSE_TIE,
                            notices=clause.notices + thing.notices,
                        ),
                    )

    # ------------------------------------------------------------------ behind a noun

    def tails(
        self, j: int, sort: Sort
    ) -> Iterator[tuple[int, tuple[Facet, ...], float, tuple[str, ...]]]:
        """Yield what relative clauses and participles behind a noun say of it."""
        words = self._words
        if j >= len(words):
            return
        start = j
        if words[j : j + 1] in phrases("verbs", "hedged") and words[j + 1 : j + 2] == ("to",):
            yield from self._conditions(self.at(j + 2, "base"), sort)
            if words[j + 2 : j + 3] == ("be",):
                yield from self._conditions(self.at(j + 3, "gerund"), sort)
        if words[j] in ("that", "which", "who", "whom"):
            start = j + 1
            yield from self._subject_clauses(start, sort)
        elif words[j] == "and" and sort.facets and j + 1 < len(words):
            again = j + 2 if words[j + 1] in ("that", "which", "who") else j + 1
            yield from self._subject_clauses(again, sort)
        else:
            for form in ("bare", "gerund"):
                yield from self._conditions(self.at(j, form), sort)
        yield from self._object_clauses(start, sort)

    def _conditions(
        self, found: list[tuple[int, Clause]], sort: Sort
    ) -> Iterator[tuple[int, tuple[Facet, ...], float, tuple[str, ...]]]:
        for k, clause in found:
            if not clause.problem:
                for facets, cost in self._reader.meanings.facets(clause, sort):
                    yield k, facets, cost + clause.cost, clause.notices

    def _subject_clauses(
        self, i: int, sort: Sort
    ) -> Iterator[tuple[int, tuple[Facet, ...], float, tuple[str, ...]]]:
        for j, form in self.verbal(i):
            yield from self._conditions(self.at(j, form), sort)

    def verbal(self, i: int) -> Iterator[tuple[int, Form]]:
        """Yield where a verb phrase may begin and in which form, auxiliaries passed."""
        yield i, "finite"
        word, following = (*self._words[i : i + 2], "", "")[:2]
        if word in MODALS or word in DO:
            yield i + 1, "base"
            if following == "have":
                yield i + 2, "participle"
            if following == "be":
                yield i + 2, "gerund"
        elif word in HAVE:
            yield i + 1, "participle"
            if following == "been":
                yield i + 2, "gerund"
        elif word in BE:
            yield i + 1, "gerund"
            yield i + 1, "bare"
            for end in self._behind("plans", i + 1):
                yield end, "base"
                if self._words[end : end + 1] == ("be",):
                    yield end + 1, "gerund"
        yield from ((end, "base") for end in self._behind("wants", i))

    def _behind(self, section: str, i: int) -> Iterator[int]:
        for phrase in phrases("verbs", section):
            if self._words[i : i + len(phrase)] == phrase:
                yield i + len(phrase)

    def _object_clauses(
        self, i: int, sort: Sort
    ) -> Iterator[tuple[int, tuple[Facet, ...], float, tuple[str, ...]]]:
        for j, subject in self._reader.nouns.at(i):
            if subject.problem or not subject.ids:
                continue
            for k, form in self.verbal(j):
                if form == "bare":
                    continue
                for end, clause in self.at(k, form, OBJECT):
                    if clause.problem:
                        continue
                    for facets, cost in self._reader.meanings.asked(clause, subject, sort):
                        yield (
                            end,
                            facets,
                            cost + clause.cost + subject.cost,
                            clause.notices + subject.notices,
                        )


def _merged(found: Iterable[tuple[int, Clause]]) -> list[tuple[int, Clause]]:
    """Return the readings, those that differ in nothing but the relation as one."""
    groups: dict[tuple[object, ...], tuple[int, Clause]] = {}
    for j, clause in found:
        object_ = (
            (clause.object.ids, clause.object.sort, clause.object.both) if clause.object else None
        )
        agent = clause.agent.ids if clause.agent else None
        key = (
            j,
            clause.inverse,
            object_,
            clause.gap,
            clause.with_,
            clause.words,
            clause.of,
            agent,
            clause.any_,
            clause.places,
        )
        if key in groups:
            near, far = sorted((groups[key][1], clause), key=lambda each: each.cost)
            relations = tuple(dict.fromkeys((*near.relations, *far.relations)))
            clause = near._replace(relations=relations)
        groups[key] = (j, clause)
    return list(groups.values())
