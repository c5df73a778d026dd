"""Noun phrases: names, kinds, adjectives of places, relation nouns, and definite descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graph.answers.asked import Narrowing
from graph.answers.grammar.lexicon import KindWord
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.things import Modifier, Sort, Thing
from graph.errors import AmbiguousName, UnknownName

if TYPE_CHECKING:
    from graph.answers.grammar.reading import Reader

DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "any",
        "some",
        "all",
        "every",
        "each",
        "both",
        "its",
        "their",
        "these",
        "those",
    ]
)
_DEFINITE = frozenset(("the", "its", "their"))
FUNCTION = frozenset(word for word, *_ in phrases("verbs", "function"))
_LONGEST_UNKNOWN = 5
_UNKNOWN, _NEAR, _WORD, _LOOSE = 20.0, 3.0, 2.0, 1.0

_NO_NOUNS = ((), ("linked",), ("connected",), ("related",), ("tied",))
_DESCRIBED = 0.05  # a name is nearer than a description of the same words


class Nouns:
    """Reads noun phrases at any place of one question."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lexicon = reader.lexicon
        self._words = reader.words
        self._read: dict[tuple[int, bool], list[tuple[int, Thing]]] = {}

    def at(self, i: int, *, several: bool = True) -> list[tuple[int, Thing]]:
        """Return the noun phrases that begin at word ``i``, each with where it ends."""
        key = i, several
        if key not in self._read:
            self._read[key] = []  # a phrase is no part of itself
            one = self._best(self._one(i))
            found = [*(self._joined(one) if several else ()), *one]
            self._read[key] = self._best(found)
        return self._read[key]

    @staticmethod
    def _best(found: Iterable[tuple[int, Thing]]) -> list[tuple[int, Thing]]:
        """Return each reading once, cheapest first."""
        cheapest: dict[tuple[int, object], tuple[int, Thing]] = {}
        for j, thing in found:
            key = (j, (thing.ids, thing.sort, bool(thing.problem)))
            if key not in cheapest or thing.cost < cheapest[key][1].cost:
                cheapest[key] = (j, thing)
        return sorted(cheapest.values(), key=lambda each: (each[1].cost, -each[0]))

    def _joined(self, one: list[tuple[int, Thing]]) -> Iterator[tuple[int, Thing]]:
        """Yield names joined by commas, "and" and "or"."""
        for j, thing in one:
            if (
                not thing.ids
                or not j < len(self._words)
                or self._words[j] not in (",", "and", "or", "&")
            ):
                continue
            start = j + 2 if self._words[j : j + 2] in ((",", "and"), (",", "or")) else j + 1
            for k, other in self.at(start):
                if other.ids:
                    either = "or" in self._words[j:start] or (
                        self._words[j] == "," and len(other.ids) > 1 and not other.both
                    )
                    yield (
                        k,
                        thing._replace(
                            ids=tuple(dict.fromkeys(thing.ids + other.ids)),
                            both=not either,
                            text=self._reader.text(self._start(thing, j), k),
                            problem=thing.problem or other.problem,
                            cost=thing.cost + other.cost + 0.01,
                            notices=thing.notices + other.notices,
                        ),
                    )

    def _start(self, thing: Thing, j: int) -> int:
        return max(0, j - len(thing.text.split()))

    # ------------------------------------------------------------------ one phrase

    def _one(self, i: int) -> Iterator[tuple[int, Thing]]:
        if i >= len(self._words):
            return
        start, definite = self.determined(i)
        for j, thing in self._named(start, i):
            yield j, thing
            if self._words[j : j + 1] == ("'s",) and self._words[j + 1 : j + 2] in _NO_NOUNS:
                yield j + 1, thing._replace(cost=thing.cost + _LOOSE)  # a stray possessive
            yield from self._owned(j, thing, i)
            yield from self._apposed_behind(j, thing)
        yield from self._markets(start)
        yield from self._it(i)
        for j, ids in self._lexicon.described(self._words, start):
            problem = None
            if len(ids) > 1:
                problem = AmbiguousName(
                    self._reader.text(i, j), [self._listed(e) for e in ids[:12]]
                )
            yield j, Thing(ids[:1], text=self._reader.text(i, j), cost=0.5, problem=problem)
        own = start > i and self._words[start - 1] in ("its", "their")
        for j, sort, cost, notices in self._reader.sorts.modified(start, (), definite=definite):
            yield j, self._described(i, j, sort._replace(own=own), cost + _DESCRIBED, notices)
            yield from self._apposed(i, j, sort, cost)
        if start < len(self._words) and (headed := self._lexicon.headed(self._words[start])):
            sort = Sort(Narrowing(names=headed), plural=True)
            yield (
                start + 1,
                Thing(
                    headed if len(headed) == 1 else (),
                    None if len(headed) == 1 else sort,
                    text=self._words[start],
                    cost=0.6,
                ),
            )
        if self._reader.lenient:
            yield from self._unknown(i, start)

    def _it(self, i: int) -> Iterator[tuple[int, Thing]]:
        """Yield what "it" and "they" stand for: the first that the question named before."""
        if self._words[i] not in ("it", "they", "them"):
            return
        for start in range(i):
            for j, ids in self.names_at(start):
                if len(ids) == 1 and j <= i:
                    label = self._lexicon.nodes[ids[0]].entity.label
                    text = self._reader.text(i, i + 1)
                    notice = f"took '{text}' as {label}"
                    yield i + 1, Thing(ids, text=text, cost=0.3, notices=(notice,))
                    return

    def _markets(self, i: int) -> Iterator[tuple[int, Thing]]:
        """Yield a place that is spoken of as a market: "the US market", "American soil"."""
        found: list[tuple[int, tuple[str, ...]]] = [
            (j, ids)
            for j, ids in self.names_at(i)
            if len(ids) == 1 and self._reader.are_places(ids)
        ]
        found += self._reader.sorts.adjectives_at(i)
        for j, ids in found:
            k = j + 1 if self._words[j : j + 1] == ("'s",) else j
            if self._words[k : k + 1] and self._words[k] in ("market", "markets", "soil"):
                yield k + 1, Thing(ids, text=self._reader.text(i, k + 1))

    def determined(self, i: int) -> tuple[int, bool]:
        """Return where the words behind the determiners at ``i`` begin, and if one is definite."""
        definite = False
        while i < len(self._words) - 1 and self._words[i] in DETERMINERS:
            definite |= self._words[i] in _DEFINITE
            i += (
                2
                if self._words[i : i + 2]
                in (("all", "of"), ("any", "of"), ("each", "of"), ("some", "of"))
                else 1
            )
        return i, definite

    def names_at(self, i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the names that begin at word ``i``, longest first, with who bears them."""
        if i >= len(self._words):
            return
        for name, ids in self._lexicon.names.get(self._words[i], ()):
            if self._words[i : i + len(name)] == name:
                yield i + len(name), ids

    def _named(self, i: int, start: int) -> Iterator[tuple[int, Thing]]:
        longest = 0
        for j, ids in self.names_at(i):
            text = self._reader.text(i, j)
            problem = None
            if len(ids) > 1:
                problem = AmbiguousName(text, [self._listed(each) for each in ids])
            longest = longest or j
            cost = 0.3 * (longest - j)
            yield (
                j,
                Thing(ids if len(ids) == 1 else (ids[0],), text=text, problem=problem, cost=cost),
            )
        if not longest:
            yield from self._near(i)

    def _near(self, i: int) -> Iterator[tuple[int, Thing]]:
        """Yield what is nearly a name: a typing error, told in a notice."""
        for j in range(min(len(self._words), i + 4), i, -1):
            span = self._words[i:j]
            if (
                span[0] in FUNCTION
                or span[-1] in FUNCTION
                or all(self._reader.is_known(w) for w in span)
            ):
                continue
            match = self._reader.names.forgiven(self._reader.text(i, j))
            if match:
                yield (
                    j,
                    Thing(
                        (match.id,),
                        text=self._reader.text(i, j),
                        cost=_NEAR,
                        notices=(match.notice,),
                    ),
                )

    def _unknown(self, start: int, i: int) -> Iterator[tuple[int, Thing]]:
        for j in range(i + 1, min(len(self._words), i + _LONGEST_UNKNOWN) + 1):
            if self._words[j - 1] in FUNCTION or self._is_adverb(j - 1):
                return
            if not self._may_be_a_name(i, j) or any(end == j for end, _ in self.names_at(i)):
                continue
            text = self._reader.text(i, j)
            yield (
                j,
                Thing(
                    ("?",),
                    text=text,
                    problem=UnknownName(text, self._reader.names.suggestions(text)),
                    cost=_UNKNOWN + j - i,
                ),
            )

    def _may_be_a_name(self, i: int, j: int) -> bool:
        """Tell whether unknown words are written like a name, or are all unknown."""
        typed = [each.text for each in self._reader.tokens[i:j]]
        grammar = self._reader.grammar
        spoken = [each in grammar.phrase_words or each in FUNCTION for each in self._words[i:j]]
        if not any(spoken):
            return True
        return not all(spoken) and all(each[:1].isupper() or each[:1].isdigit() for each in typed)

    def _is_adverb(self, i: int) -> bool:
        return self._words[i].endswith("ly") and self._reader.tokens[i].text.islower()

    def _listed(self, id_: str) -> tuple[str, str, str]:
        node = self._lexicon.nodes[id_]
        return id_, node.entity.label, node.kind

    def _apposed_behind(self, j: int, thing: Thing) -> Iterator[tuple[int, Thing]]:
        """Yield a name told apart by the kind behind it: "Northlay the company"."""
        if not thing.problem:
            return
        k = j + 1 if self._words[j : j + 1] in (("the",), (",",)) else j
        for end, kinds in self._reader.sorts.kinds_at(k):
            found = self._fitting(thing.text, kinds)
            if len(found) == 1:
                yield end, Thing(found, text=self._reader.text(j - 1, end), cost=_LOOSE)

    def _apposed(self, i: int, j: int, sort: Sort, cost: float) -> Iterator[tuple[int, Thing]]:
        """Yield "the company Northlay", "the town of Northlay", "Chinese battery maker CATL"."""
        for start in (j, j + 1) if self._words[j : j + 1] == ("of",) else (j,):
            for k, ids in self.names_at(start):
                kinds = sort.narrowing.kinds
                fits = tuple(
                    e
                    for e in ids
                    if any(
                        self._lexicon.ontology.is_a(self._lexicon.kind_of(e), kind)
                        for kind in kinds
                    )
                )
                if len(fits) == 1:
                    yield k, Thing(fits, text=self._reader.text(i, k), cost=cost + 0.2)

    def _fitting(self, text: str, kinds: Iterable[KindWord]) -> tuple[str, ...]:
        from graph.answers.grammar.words import words

        folded = words(text)
        ids = next(
            (ids for name, ids in self._lexicon.names.get(folded[0], ()) if name == folded), ()
        )
        return tuple(
            e
            for e in ids
            if any(self._lexicon.ontology.is_a(self._lexicon.kind_of(e), k.kind) for k in kinds)
        )

    # ------------------------------------------------------------------ described

    def _described(
        self, i: int, j: int, sort: Sort, cost: float, notices: tuple[str, ...]
    ) -> Thing:
        """Return a description: the one thing that fits it, where it speaks of one."""
        text = self._reader.text(i, j)
        if not sort.plural and sort.definite:
            fits = self._reader.members(sort)
            if len(fits) == 1:
                own = sort if sort.own else None
                return Thing(fits, own, text=text, cost=cost + 0.1, notices=notices)
            problem = (
                AmbiguousName(text, [self._listed(e) for e in fits[:12]])
                if fits
                else UnknownName(text, ())
            )
            return Thing((), sort, text=text, cost=cost + 0.1, notices=notices, problem=problem)
        return Thing((), sort, text=text, cost=cost, notices=notices)

    def _owned(self, j: int, owner: Thing, start: int) -> Iterator[tuple[int, Thing]]:
        """Yield "Ford's partners", and "Ford partners"."""
        if self._words[j : j + 1] != ("'s",):
            return
        k = j + 1
        modifier = Modifier(owner.text, owner.ids, owner=True)
        for end, sort, cost, notices in self._reader.sorts.modified(k, (modifier,), definite=True):
            thing = self._described(start, end, sort, cost + owner.cost, owner.notices + notices)
            yield end, thing._replace(problem=owner.problem or thing.problem)

    def owned_at(self, i: int) -> Iterator[tuple[int, Thing, Sort, float, tuple[str, ...]]]:
        """Yield what belongs to the one named at word ``i``: "Ford's partners"."""
        for j, owner in self.at(i):
            if owner.ids and self._words[j : j + 1] == ("'s",):
                modifier = Modifier(owner.text, owner.ids, owner=True)
                for end, sort, cost, notices in self._reader.sorts.modified(
                    j + 1, (modifier,), definite=True
                ):
                    yield end, owner, sort, cost + owner.cost, notices
