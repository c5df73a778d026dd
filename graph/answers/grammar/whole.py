"""English questions to structured ones.

A question is read whole: each of its words is part of a name, of a phrase of the ontology, or
of the fixed words of a sort of question. What is left over makes it not understood; nothing is
passed over. Of several readings the one nearest to the words is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from graph.answers.asked import EvidenceQuestion, YesNoQuestion
from graph.answers.barriers import BarrierQuestion
from graph.answers.goals import PathQuestion
from graph.answers.grammar import refusals
from graph.answers.grammar.choosing import nearest
from graph.answers.grammar.kinds import KINDS, Asked
from graph.answers.grammar.lexicon import Lexicon
from graph.answers.grammar.opening import opened
from graph.answers.grammar.patterns import fixed_words, phrases
from graph.answers.grammar.phrases import Phrases
from graph.answers.grammar.plain import PlainWords
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.things import Reading
from graph.answers.names import Names
from graph.session import Session


class Grammar:
    """Understands the questions one graph can answer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.names: Names = session.names
        self.lexicon = Lexicon(session.table, session.ontology)
        self.phrases = Phrases(session.ontology)
        self.plain = PlainWords(session)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words of names, kinds and phrases."""
        names = (
            word for entries in self.lexicon.names.values() for name, _ in entries for word in name
        )
        return self.phrase_words | frozenset(names)

    @cached_property
    def phrase_words(self) -> frozenset[str]:
        """All words of kinds, adjectives and phrases."""
        lexicon, phrases = self.lexicon, self.phrases
        found = {*phrases.words(), *fixed_words()}
        for index in (lexicon.kinds, phrases.nouns, phrases.measures, phrases.adjectives):
            found.update(word for entries in index.values() for name, _ in entries for word in name)
        found.update(word for each in lexicon.adjectives_used for word in each)
        return frozenset(found)

    def read(self, question: str) -> Asked:
        """Return what is asked; raises NotUnderstood, UnknownName or AmbiguousName.

        A question that could be understood but for a name is refused with that name's error.
        """
        refusals.check(question)
        told = opened(question, self.lexicon)
        for lenient in (False, True):
            found = list(_readings(Reader(self, told.tokens, lenient=lenient)))
            if found:
                break
        else:
            raise refusals.not_understood(told.tokens, self)
        best = nearest(found, self.lexicon)
        if best.problem:
            raise best.problem
        return _told(best, question, told.with_evidence)

    def units(self, relations: tuple[str, ...]) -> frozenset[str]:
        """Return the units of the figures of these relations, and each of their words."""
        wanted = [row.id for row in self._session.table.rows if row.relation in relations]
        units = [getattr(r.claim.object, "unit", "") for r in self._session.store.records(wanted)]
        return frozenset(units) | frozenset(word for unit in units for word in unit.split())

    @cached_property
    def date_relations(self) -> frozenset[str]:
        """The relations some of whose figures are dates."""
        ontology = self._session.ontology
        quantities = [r.id for r in ontology.relations.values() if r.quantity]
        return frozenset(each for each in quantities if "date" in self.units((each,)))


def _told(best: Reading, question: str, with_evidence: bool) -> Asked:
    notices = tuple(dict.fromkeys(best.notices))
    if isinstance(best.asked, PathQuestion | BarrierQuestion):
        return replace(best.asked, text=question, with_evidence=with_evidence, notices=notices)
    asked = best.asked
    if isinstance(asked, EvidenceQuestion):
        return asked._replace(text=question, notices=notices)
    if isinstance(asked, YesNoQuestion):
        words = set(question.casefold().strip(" ?!.").split())
        planned = any(words.issuperset(phrase) for phrase in phrases("verbs", "planned"))
        asked = asked._replace(planned=planned)
    told: Asked = asked._replace(text=question, with_evidence=with_evidence, notices=notices)
    return told


def _readings(reader: Reader) -> Iterator[Reading]:
    for kind in KINDS:
        yield from kind(reader)
