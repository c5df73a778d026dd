"""Sentences: asked, stated, or taken for so by a noun phrase."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from graph.answers.asked import Facet, Narrowing, Pick
from graph.answers.grammar.clauses import BE, DO, HAVE, MODALS
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.phrases import Form, Phrase, mutual
from graph.answers.grammar.things import Clause, Modifier, Sort, Thing
from graph.errors import InroadsError

if TYPE_CHECKING:
    from graph.answers.grammar.reading import Reader


class Sentence(NamedTuple):
    """A subject with what is said of it; ``clause`` is None where ``picks`` say it all."""

    subject: Thing
    clause: Clause | None
    cost: float
    negated: bool = False
    picks: tuple[Pick, ...] = ()

    @property
    def notices(self) -> tuple[str, ...]:
        """What was forgiven."""
        return self.subject.notices + (self.clause.notices if self.clause else ())

    @property
    def problem(self) -> InroadsError | None:
        """What keeps it from being about anything: a name that is unknown or ambiguous."""
        return self.subject.problem or (self.clause.problem if self.clause else None)


class Sentences:
    """Reads sentences at any place of one question."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._words = reader.words
        self._nouns = reader.nouns
        self._clauses = reader.clauses

    # ------------------------------------------------------------------ asked

    def asked(self, i: int, gap: str = "", fronted: str = "") -> Iterator[tuple[int, Sentence]]:
        """Yield sentences in the order of a question: "does Geely own Volvo"."""
        words = self._words
        if i + 1 >= len(words) or words[i] not in MODALS | BE | HAVE | DO:
            return
        start, negated = (i + 2, True) if words[i + 1] == "not" else (i + 1, False)
        for j, subject in (*self._nouns.at(start), *self._anyone(start)):
            for k, form in self.verbal(words[i], j):
                for end, clause in self._clauses.at(k, form, gap, fronted):
                    cost = subject.cost + clause.cost
                    said = self._building(clause) if form == "gerund" and gap else clause
                    said = self._reader.meanings.owned(said, subject)
                    yield end, Sentence(subject, said, cost, negated)
            if not gap:
                yield from self._owning(i, j, subject, negated)
            if words[i] in HAVE:
                k = j + 1 if words[j : j + 1] == ("got",) else j
                yield from self._having(k, subject, gap, fronted, negated)
            if words[i] in BE and not gap:
                yield from self._being(j, subject, negated)
        if not gap:
            yield from self._together(i, start, negated)
        if words[i] in BE and not gap:
            yield from self._existing(i, negated)

    def _together(self, i: int, start: int, negated: bool) -> Iterator[tuple[int, Sentence]]:
        """Yield "do Ford and CATL work together", "are Xiaomi and Ford partners"."""
        for j, (one, other) in self._reader.parts["pair"](start):
            for k, form in self.verbal(self._words[i], j):
                word, following = (*self._words[k : k + 2], "", "")[:2]
                for phrase in self._reader.phrases.said(form, word, following):
                    both = one._replace(cost=one.cost + phrase.loose), other
                    yield from self._mutual(k + (form != "bare"), phrase, both, negated)

    def _mutual(
        self, i: int, phrase: Phrase, both: tuple[Thing, Thing], negated: bool
    ) -> Iterator[tuple[int, Sentence]]:
        parts = mutual(phrase)
        if parts is None:
            return
        one, other = both
        cost = one.cost + other.cost
        found = self._clauses.rest(i, parts, phrase.relation, inverse=phrase.inverse)
        for k, clause in found:
            said = clause._replace(object=other)
            yield k, Sentence(one, said, cost, negated)
            for behind in phrases("checks", "each other"):
                if self._words[k : k + len(behind)] == behind:
                    yield k + len(behind), Sentence(one, said, cost, negated)

    def verbal(self, auxiliary: str, j: int) -> Iterator[tuple[int, Form]]:
        """Yield where a verb phrase may begin behind subject and auxiliary, and in which form."""
        word = self._words[j] if j < len(self._words) else ""
        if auxiliary in MODALS | DO:
            yield j, "base"
            if word == "have":
                yield j + 1, "participle"
            if word == "be":
                yield j + 1, "gerund"
            yield from ((end, "base") for end in self._behind("wanted", j))
        elif auxiliary in HAVE:
            yield j, "participle"
            if word == "been":
                yield j + 1, "gerund"
        else:
            yield j, "bare"
            yield j, "gerund"
            yield from self._planned(j)

    def _planned(self, j: int) -> Iterator[tuple[int, Form]]:
        """Yield where the verb begins behind "planning to", "said to be"."""
        for end in self._behind("plans", j):
            yield end, "base" if self._words[end - 1] == "to" else "gerund"
            if self._words[end : end + 1] == ("be",):
                yield end + 1, "gerund"

    def _behind(self, section: str, j: int) -> Iterator[int]:
        for phrase in phrases("verbs", section):
            if self._words[j : j + len(phrase)] == phrase:
                yield j + len(phrase)

    def _anyone(self, i: int) -> list[tuple[int, Thing]]:
        """Return "anyone", of whom any claim will do."""
        word = self._words[i] if i < len(self._words) else ""
        return [(i + 1, Thing(text=word))] if (word,) in phrases("verbs", "anyone") else []

    def _building(self, clause: Clause) -> Clause:
        """Return what is in the making: who "is building" something is bringing it into being."""
        relations = self._reader.lexicon.ontology.relations
        founding = tuple(each for each in clause.relations if relations[each].founding)
        return clause._replace(relations=founding) if founding else clause

    def _having(
        self, k: int, subject: Thing, gap: str, fronted: str, negated: bool
    ) -> Iterator[tuple[int, Sentence]]:
        """Yield "has Ford a stake in ..." and "has X got a site in ..."."""
        for phrase in self._reader.phrases.said("base", "have"):
            for end, clause in self._clauses.rest(
                k, phrase.rest, phrase.relation, inverse=phrase.inverse, gap=gap, fronted=fronted
            ):
                yield end, Sentence(subject, clause, subject.cost + clause.cost, negated)

    def _owning(
        self, i: int, j: int, subject: Thing, negated: bool
    ) -> Iterator[tuple[int, Sentence]]:
        """Yield "does Ford have a Chinese partner": that there is such a one of its."""
        words = self._words
        having = words[j : j + 1] in (("have",), ("got",))
        if not subject.ids or not (words[i] in HAVE or (words[i] in DO and having)):
            return
        start, _ = self._nouns.determined(j + 1 if having else j)
        owner = Modifier(subject.text, subject.ids, owner=True)
        for k, sort, cost, _ in self._reader.sorts.modified(start, (owner,), definite=False):
            picks = self.existence(Thing((), sort))
            if sort.facets and picks:
                yield k, Sentence(subject, None, subject.cost + cost + 0.4, negated, picks)

    def _being(self, j: int, subject: Thing, negated: bool) -> Iterator[tuple[int, Sentence]]:
        """Yield "is Geely Volvo's owner", "is BYD a Chinese company", "is BYD Chinese"."""
        yield from self._belonging(j, subject, negated)
        for k, sort, cost, _ in self._reader.sorts.sort_at(
            j + 2 if self._words[j : j + 2] == ("one", "of") else j
        ):
            picks = self.membership(sort, self._reader.meanings.known(subject))
            if picks:
                yield k, Sentence(subject, None, subject.cost + cost + 0.2, negated, picks)
        for name, ids in self._reader.lexicon.adjectives.get(
            self._words[j] if j < len(self._words) else "", ()
        ):
            if self._words[j : j + len(name)] == name:
                sort = Sort(Narrowing(home=ids))
                picks = self.membership(sort, self._reader.meanings.known(subject))
                yield j + len(name), Sentence(subject, None, subject.cost, negated, picks)

    def _belonging(self, j: int, subject: Thing, negated: bool) -> Iterator[tuple[int, Sentence]]:
        """Yield "is BYD one of the Chinese EV makers", "are LFP batteries batteries"."""
        ontology = self._reader.lexicon.ontology
        relations = ontology.with_purpose("membership") | ontology.with_purpose("taxonomy")
        start = j + 2 if self._words[j : j + 2] == ("one", "of") else j
        for k, group in self._nouns.at(start, several=False):
            fitting = tuple(
                r
                for r in sorted(relations)
                if group.ids
                and not group.problem
                and self._reader.meanings.fits(r, group.ids, "subject")
                and self._reader.meanings.fits(r, subject.ids, "object")
            )
            if fitting and subject.ids:
                pick = Pick(fitting, subject.ids, group.ids)
                yield k, Sentence(subject, None, subject.cost + group.cost + 0.3, negated, (pick,))

    def _existing(self, i: int, negated: bool) -> Iterator[tuple[int, Sentence]]:
        """Yield "is there a Geely factory in South Carolina"."""
        if self._words[i + 1 : i + 2] != ("there",):
            return
        for j, thing in self._nouns.at(i + 2):
            if picks := self.existence(thing):
                yield j, Sentence(thing, None, thing.cost, negated, picks)
        for j, sort, cost, notices in self._reader.sorts.sort_at(i + 2):
            thing = Thing((), sort, cost=cost, notices=notices)
            if picks := self.existence(thing):
                yield j, Sentence(thing, None, cost, negated, picks)

    # ------------------------------------------------------------------ what a noun takes for so

    def membership(self, sort: Sort, ids: tuple[str, ...]) -> tuple[Pick, ...]:
        """Return the claims that would make all of ``ids`` one of a sort; () if none could."""
        lexicon = self._reader.lexicon
        if not ids or (sort.narrowing.names and not set(ids) <= set(sort.narrowing.names)):
            return ()
        if sort.narrowing.kinds and not all(
            any(lexicon.ontology.is_a(lexicon.kind_of(e), kind) for kind in sort.narrowing.kinds)
            for e in ids
            if e != "?"
        ):
            return ()
        return tuple(
            each
            for id_ in ids
            for each in (*self._tied(sort.narrowing, id_), *self._faceted(sort.facets, id_))
        )

    def _tied(self, narrowing: Narrowing, id_: str) -> Iterator[Pick]:
        lexicon, ontology = self._reader.lexicon, self._reader.lexicon.ontology
        for places, relations in (
            (narrowing.home, lexicon.home),
            (narrowing.inside, ontology.with_role("place")),
        ):
            if places:
                inner = tuple(each for place in places for each in lexicon.within(place))
                yield Pick(tuple(sorted(relations)), (id_,), inner)

    def _faceted(self, facets: tuple[Facet, ...], id_: str) -> Iterator[Pick]:
        for each in facets:
            one, other = ((id_,), each.known) if each.end == "subject" else (each.known, (id_,))
            either = each.end not in ("subject", "object")
            yield Pick(
                each.relations, one, other, either_way=either, with_=each.with_, words=each.words
            )

    def existence(self, thing: Thing) -> tuple[Pick, ...]:
        """Return the claims that would make such a thing be there."""
        ontology, lexicon = self._reader.lexicon.ontology, self._reader.lexicon
        if thing.ids:
            founding = tuple(
                sorted(
                    r.id
                    for r in ontology.relations.values()
                    if r.founding
                    and all(
                        ontology.fits(lexicon.kind_of(e), r.range) for e in thing.ids if e != "?"
                    )
                )
            )
            return (Pick(founding, objects=thing.ids),) if founding else (Pick(with_=thing.ids),)
        if not thing.sort:
            return ()
        sort, picks = thing.sort, []
        for each in sort.facets:
            if each.end == "subject":
                picks.append(
                    Pick(
                        each.relations,
                        objects=each.known,
                        with_=each.with_,
                        words=each.words,
                        subject_is=sort.narrowing,
                    )
                )
            elif each.end == "object":
                picks.append(
                    Pick(
                        each.relations,
                        subjects=each.known,
                        with_=each.with_,
                        words=each.words,
                        object_is=sort.narrowing,
                    )
                )
        if not picks and (sort.narrowing.home or sort.narrowing.inside):
            picks = [
                each._replace(subjects=(), subject_is=sort.narrowing)
                for each in self._tied(sort.narrowing, "?")
            ]
        return tuple(picks)

    # ------------------------------------------------------------------ stated

    def stated(self, i: int) -> Iterator[tuple[int, Sentence]]:
        """Yield sentences in the order of a statement: "Geely owns Volvo"."""
        for j, subject in self._nouns.at(i):
            for k, form in self._clauses.verbal(j):
                for end, clause in self._clauses.at(k, form):
                    said = self._reader.meanings.owned(clause, subject)
                    yield end, Sentence(subject, said, subject.cost + clause.cost)
            if self._words[j : j + 1] and self._words[j] in BE:
                for end, sentence in self._being(j + 1, subject, False):
                    yield end, sentence
        yield from self._stated_together(i)

    def _stated_together(self, i: int) -> Iterator[tuple[int, Sentence]]:
        """Yield "Ford and Xiaomi held talks": what a symmetric phrase says of two."""
        for j, (one, other) in self._reader.parts["pair"](i):
            for k, form in self._clauses.verbal(j):
                word, following = (*self._words[k : k + 2], "", "")[:2]
                for phrase in self._reader.phrases.said(form, word, following):
                    both = one._replace(cost=one.cost + phrase.loose), other
                    yield from self._mutual(k + (form != "bare"), phrase, both, negated=False)

    def picked(self, sentence: Sentence) -> tuple[tuple[Pick, ...], float]:
        """Return the claims that would say a sentence, and what the reading costs."""
        if sentence.clause is None:
            return sentence.picks, sentence.cost
        picks, cost = self._reader.meanings.picks(sentence.clause, sentence.subject)
        return picks, sentence.cost + cost
