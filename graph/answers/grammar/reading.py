"""One question being read: its words, and what reads its noun and verb phrases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graph.answers.grammar.clauses import Clauses
from graph.answers.grammar.meanings import Meanings
from graph.answers.grammar.nouns import FUNCTION, Nouns
from graph.answers.grammar.patterns import Parts
from graph.answers.grammar.sentences import Sentences
from graph.answers.grammar.sorts import Sorts
from graph.answers.grammar.things import Sort, Thing
from graph.answers.grammar.topics import topics
from graph.answers.grammar.words import Token

if TYPE_CHECKING:
    from graph.answers.grammar.whole import Grammar


class Reader:
    """Reads the words of one question. ``lenient``: unknown words may stand for names."""

    def __init__(self, grammar: Grammar, tokens: list[Token], *, lenient: bool = False) -> None:
        self.grammar = grammar
        self.lexicon = grammar.lexicon
        self.phrases = grammar.phrases
        self.names = grammar.names
        self.tokens = tokens
        self.words = tuple(each.word for each in tokens)
        self.lenient = lenient
        self._members: dict[object, tuple[str, ...]] = {}
        self.seen: dict[tuple[str, int], list[Any]] = {}  # what was read before, by what and where
        self.nouns = Nouns(self)
        self.sorts = Sorts(self)
        self.clauses = Clauses(self)
        self.meanings = Meanings(self)
        self.sentences = Sentences(self)

    def text(self, i: int, j: int) -> str:
        """Return the words from ``i`` to ``j`` as they were typed."""
        return " ".join(each.text for each in self.tokens[i:j] if each.text).strip()

    def part(self, i: int, j: int) -> Reader:
        """Return a reader of the words from ``i`` to ``j`` alone."""
        return Reader(self.grammar, self.tokens[i:j], lenient=self.lenient)

    def is_known(self, word: str) -> bool:
        """Tell whether a word is part of a name, or one that questions are made of."""
        return word in FUNCTION or word in self.grammar.vocabulary

    def plain_at(self, i: int, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the plain words of a share, an office or a respect that begin at word ``i``."""
        return self.grammar.plain.at(self.words, i, name)

    def members(self, sort: Sort) -> tuple[str, ...]:
        """Return who is of a sort."""
        key = (sort.narrowing, sort.facets)
        if key not in self._members:
            self._members[key] = self.lexicon.members(*key)
        return self._members[key]

    # ------------------------------------------------------------------ parts of fixed patterns

    @cached_property
    def parts(self) -> Parts:
        """What reads each part of speech that patterns name."""
        return {
            "end": self._ends,
            "pair": self._pairs,
            "np": self.nouns.at,
            "stated": lambda i: list(self.sentences.stated(i)),
            "asked": lambda i: list(self.sentences.asked(i)),
            "topic": lambda i: list(topics(self, i)),
            "rest": lambda i: (
                [(len(self.words), (i, len(self.words)))] if i < len(self.words) else []
            ),
        }

    def _ends(self, i: int) -> list[tuple[int, Thing]]:
        """Return the ends of a path at word ``i``: a noun phrase, or a place's "production"."""
        found = [self._with_members(i, *each) for each in self.nouns.at(i)]
        for j, thing in self.nouns.at(i):
            if thing.ids and self.words[j : j + 1] and self.words[j] in _DOINGS:
                found.append(
                    (
                        j + 1,
                        thing._replace(
                            ids=tuple(f"in:{e}" for e in thing.ids)
                            if self.are_places(thing.ids)
                            else thing.ids
                        ),
                    )
                )
        start = i + 1 if self.words[i : i + 1] == ("the",) else i
        if start < len(self.words):
            for name, ids in self.lexicon.adjectives.get(self.words[start], ()):
                j = start + len(name)
                if (
                    self.words[start:j] == name
                    and self.words[j : j + 1]
                    and self.words[j] in _DOINGS
                ):
                    found.append(
                        (j + 1, Thing(tuple(f"in:{e}" for e in ids), text=self.text(i, j + 1)))
                    )
        return found

    def _with_members(self, i: int, j: int, thing: Thing) -> tuple[int, Thing]:
        """Return a group that is not named as such together with those whom the words describe."""
        kinds = self.lexicon.ontology.kinds
        (id_,) = thing.ids if len(thing.ids) == 1 and not thing.problem else ("",)
        if id_ not in self.lexicon.nodes or self.is_name_of(thing.text, id_):
            return j, thing
        if not kinds[self.lexicon.kind_of(id_)].group:
            return j, thing
        described = (each for k, each in self.nouns.at(i) if k == j and each.sort and not each.ids)
        more = (e for each in described for e in self.meanings.known(each) if e != "?")
        return j, thing._replace(ids=tuple(dict.fromkeys((id_, *more))))

    def are_places(self, ids: tuple[str, ...]) -> bool:
        """Tell whether all of ``ids`` are places."""
        kinds = self.lexicon.ontology.kinds
        return all(e in self.lexicon.nodes and kinds[self.lexicon.kind_of(e)].place for e in ids)

    def _pairs(self, i: int) -> list[tuple[int, tuple[Thing, Thing]]]:
        """Return two things joined by "and"."""
        found = []
        for j, one in self._ends(i):
            if len(one.ids) == 2 and one.both:
                first, second = (one._replace(ids=(each,), both=False) for each in one.ids)
                found.append((j, (first, second._replace(cost=0, notices=()))))
            if self.words[j : j + 1] and self.words[j] in ("and", "with", "to"):
                found += [
                    (k, (one, other)) for k, other in self._ends(j + 1) if other.ids != one.ids
                ]
        return found

    def is_name_of(self, text: str, id_: str) -> bool:
        """Tell whether ``text`` is, letter for letter but case, the name of this entity alone."""
        return self.names.exact(text) and self.names.bearers(text) == (id_,)

    def ids(self, thing: Thing) -> tuple[str, ...]:
        """Return the entities a noun phrase stands for, () where it is nobody."""
        found = self.meanings.known(thing)
        return () if "?" in found else found


_DOINGS = frozenset(["production", "market", "markets", "soil", "operations", "manufacturing"])
