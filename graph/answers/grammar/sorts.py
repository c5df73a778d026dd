"""Noun phrases that describe: kinds, adjectives of places, relation nouns, relative clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.answers.asked import Facet, Narrowing
from graph.answers.grammar import inflection
from graph.answers.grammar.lexicon import KindWord
from graph.answers.grammar.nouns import FUNCTION
from graph.answers.grammar.phrases import Noun
from graph.answers.grammar.things import Modifier, Sort
from graph.answers.grammar.words import words
from ontology.records import Ontology

if TYPE_CHECKING:
    from graph.answers.grammar.reading import Reader

_MOST_MODIFIERS = 4
_MOST_TAILS = 3
_WORD, _LOOSE = 2.0, 1.0  # what it costs that a word or a name is only told beside a thing


class Sorts:
    """Reads descriptions at any place of one question."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lexicon = reader.lexicon
        self._words = reader.words

    def adjectives_at(self, i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the adjectives of places at word ``i``, with the place."""
        for name, ids in self._lexicon.adjectives.get(
            self._words[i] if i < len(self._words) else "", ()
        ):
            if self._words[i : i + len(name)] == name:
                yield i + len(name), ids

    def kinds_at(self, i: int) -> Iterator[tuple[int, list[KindWord]]]:
        """Yield the nouns for kinds at word ``i``, longest first."""
        if i >= len(self._words):
            return
        for name, kinds in self._lexicon.kinds.get(self._words[i], ()):
            if self._words[i : i + len(name)] == name:
                yield i + len(name), kinds

    def sort_at(self, i: int) -> list[tuple[int, Sort, float, tuple[str, ...]]]:
        """Return the sorts that begin at word ``i``, determiners left out."""
        key = ("sort", i)
        if key not in self._reader.seen:
            self._reader.seen[key] = []
            start, definite = self._reader.nouns.determined(i)
            self._reader.seen[key] = list(self.modified(start, (), definite=definite))
        return self._reader.seen[key]

    def modified(
        self, i: int, modifiers: tuple[Modifier, ...], *, definite: bool
    ) -> Iterator[tuple[int, Sort, float, tuple[str, ...]]]:
        """Yield the sorts at word ``i`` with what stood before them, each with end and cost."""
        for j, sort, cost in self._headed(i, modifiers, definite):
            yield from self._tailed(j, sort, cost, (), 0)
        if i >= len(self._words) or len(modifiers) >= _MOST_MODIFIERS:
            return
        for j, modifier in self._modifiers(i, definite):
            yield from self.modified(j, (*modifiers, modifier), definite=definite)

    def _modifiers(self, i: int, definite: bool) -> Iterator[tuple[int, Modifier]]:
        word = self._words[i]
        for name, ids in self._lexicon.adjectives.get(word, ()):
            if self._words[i : i + len(name)] == name:
                yield i + len(name), Modifier(word, ids, adjective=True)
        for j, ids in self._reader.nouns.names_at(i):
            if len(ids) == 1:
                yield (
                    j + (self._words[j : j + 1] == ("'s",)),
                    Modifier(self._reader.text(i, j), ids, owner=self._words[j : j + 1] == ("'s",)),
                )
        if word not in FUNCTION and word.isalnum():
            yield i + 1, Modifier(word)

    def _headed(
        self, i: int, modifiers: tuple[Modifier, ...], definite: bool
    ) -> Iterator[tuple[int, Sort, float]]:
        for j, kinds in self.kinds_at(i):
            for goods in dict.fromkeys(each.goods for each in kinds):
                meant = [each for each in kinds if each.goods == goods]
                for sort, cost in self._kind(meant, modifiers, definite):
                    yield j, sort, cost
        if i < len(self._words) and (headed := self._lexicon.headed(self._words[i])):
            described = Sort(Narrowing(names=headed), plural=True)
            for narrowed, cost in self._narrowed_by(described, modifiers, 0.2):
                yield i + 1, narrowed, cost
        for name, noun in self._reader.phrases.nouns.get(
            self._words[i] if i < len(self._words) else "", ()
        ):
            if self._words[i : i + len(name)] == name and noun.end:
                yield from self._relational(i + len(name), noun, modifiers, definite)

    def _kind(
        self, meant: list[KindWord], modifiers: tuple[Modifier, ...], definite: bool
    ) -> Iterator[tuple[Sort, float]]:
        kinds = tuple(dict.fromkeys(each.kind for each in meant))
        sort = Sort(
            Narrowing(kinds=kinds), plural=any(each.plural for each in meant), definite=definite
        )
        if meant[0].goods:
            named = self._lexicon.goods(meant[0].goods) if self._are_goods(kinds) else ()
            names = named or tuple(
                e for kind in kinds for e in self._lexicon.makers(kind, meant[0].goods)
            )
            sort = sort._replace(narrowing=sort.narrowing._replace(names=names or ("?",)))
        if any(not each.ids for each in modifiers):
            sort = sort._replace(definite=True)
        if all(each.adjective is False and each.ids for each in modifiers) and modifiers:
            sort = sort._replace(definite=True)
        yield from self._narrowed_by(sort, modifiers, 0.0)

    def _are_goods(self, kinds: tuple[str, ...]) -> bool:
        ontology = self._lexicon.ontology
        makes = ontology.with_purpose("makes")
        return all(
            ontology.fits(kind, ontology.relations[each].range) for kind in kinds for each in makes
        )

    def _narrowed_by(
        self, sort: Sort, modifiers: tuple[Modifier, ...], cost: float
    ) -> Iterator[tuple[Sort, float]]:
        if not modifiers:
            yield sort, cost
            return
        *others, last = modifiers
        for narrowed, more in self._narrowed(sort, last):
            yield from self._narrowed_by(narrowed, tuple(others), cost + more)

    def _narrowed(self, sort: Sort, modifier: Modifier) -> Iterator[tuple[Sort, float]]:
        """Yield the sort with what a modifier says of it."""
        narrowing = sort.narrowing
        if not modifier.ids:
            word = inflection.singular(modifier.word)
            members = self._reader.members(Sort(narrowing))
            names = tuple(e for e in members if word in self._lexicon.name_words[e])
            if names:
                yield sort._replace(narrowing=narrowing._replace(names=names)), _WORD
            return
        if self._is_place(modifier.ids[0]):
            yield from self._placed(sort, modifier)
            return
        facets = list(self.belonging(narrowing.kinds, modifier.ids))
        for facet in facets:
            yield sort._replace(facets=(*sort.facets, facet)), 0.1
        if not modifier.owner:
            yield from self._beside(sort, modifier)

    def _beside(self, sort: Sort, modifier: Modifier) -> Iterator[tuple[Sort, float]]:
        """Yield the sort narrowed to what a claim tells of together with a thing, or names it."""
        beside = self._lexicon.ends(Facet(known=modifier.ids, end="other"))
        members = self._reader.members(Sort(sort.narrowing))
        own = [
            {inflection.singular(word) for word in words(name)}
            for id_ in modifier.ids
            for name in self._lexicon.nodes[id_].names
        ]
        said = self._lexicon.name_words
        names = tuple(
            e for e in members if e in beside or any(each <= set(said[e]) for each in own)
        )
        if names:
            yield sort._replace(narrowing=sort.narrowing._replace(names=names)), _LOOSE

    def _is_place(self, id_: str) -> bool:
        return self._lexicon.ontology.kinds[self._lexicon.kind_of(id_)].place

    def _placed(self, sort: Sort, modifier: Modifier) -> Iterator[tuple[Sort, float]]:
        """Yield a sort of a place: at home there, standing there, or belonging to it."""
        ontology, narrowing = self._lexicon.ontology, sort.narrowing
        place = modifier.ids
        kinds = narrowing.kinds
        seats = [ontology.relations[each] for each in sorted(self._lexicon.home)]
        sites = [ontology.relations[each] for each in sorted(ontology.with_role("place"))]
        if not kinds or any(
            ontology.fits(kind, each.domain) or _wider(ontology, kind, each.domain)
            for kind in kinds
            for each in seats
            if each.domain
        ):
            yield sort._replace(narrowing=narrowing._replace(home=place)), 0.0
        elif any(
            ontology.fits(kind, each.domain) for kind in kinds for each in sites if each.domain
        ):
            yield sort._replace(narrowing=narrowing._replace(inside=place)), 0.0
        else:
            for facet in self.belonging(kinds, place):
                yield sort._replace(facets=(*sort.facets, facet)), 0.0
        yield from self._beside(sort, modifier)

    def belonging(self, kinds: tuple[str, ...], owners: tuple[str, ...]) -> Iterator[Facet]:
        """Yield how things of these kinds belong to somebody (or anybody)."""
        ontology = self._lexicon.ontology
        for end in ("object", "subject"):
            relations = []
            for relation in ontology.relations.values():
                if relation.belonging != end:
                    continue
                mine, owner = (
                    (relation.range, relation.domain)
                    if end == "object"
                    else (relation.domain, relation.range)
                )
                if any(ontology.fits(k, mine) or _wider(ontology, k, mine) for k in kinds) and all(
                    ontology.fits(self._lexicon.kind_of(e), owner) for e in owners if e != "?"
                ):
                    relations.append(relation.id)
            if relations:
                yield Facet(tuple(sorted(relations)), owners, end)

    def _relational(
        self, j: int, noun: Noun, modifiers: tuple[Modifier, ...], definite: bool
    ) -> Iterator[tuple[int, Sort, float]]:
        """Yield "partners of Ford", "Ford's Chinese partners", "battery suppliers of Ford"."""
        base = Sort(plural=noun.plural, definite=definite)
        clauses = self._reader.clauses
        goods = [m for m in modifiers if not m.adjective and m.ids]
        others = tuple(m for m in modifiers if m not in goods)
        inverse = noun.end == "object"
        for k, clause in clauses.rest(j, noun.rest, noun.relations[0], inverse=inverse):
            if clause.object is None or clause.problem or len(goods) > 1:
                continue
            relations, misfit = self._reader.meanings.fitted(
                noun.relations, self._reader.meanings.known(clause.object), noun.end
            )
            facet = self._reader.meanings.facet(clause._replace(relations=relations), noun.end)
            facet = facet._replace(with_=(*facet.with_, *(goods[0].ids if goods else ())))
            for sort, cost in self._narrowed_by(
                base._replace(facets=(facet,)), others, clause.cost
            ):
                yield k, sort, cost + misfit
        if goods:
            owner = next((m for m in goods if m.owner), goods[0])
            with_ = tuple(e for m in goods if m != owner for e in m.ids)
            relations, misfit = self._reader.meanings.fitted(noun.relations, owner.ids, noun.end)
            facet = Facet(relations, owner.ids, noun.end, with_)
            for sort, cost in self._narrowed_by(base._replace(facets=(facet,)), others, 0.1):
                yield j, sort, cost + misfit

    def _tailed(
        self, j: int, sort: Sort, cost: float, notices: tuple[str, ...], depth: int
    ) -> Iterator[tuple[int, Sort, float, tuple[str, ...]]]:
        """Yield the sort as it stands, and with the relative clauses and places behind it."""
        yield j, sort, cost, notices
        if depth >= _MOST_TAILS:
            return
        for k, facets, more, told in self._reader.clauses.tails(j, sort):
            wider = sort._replace(facets=(*sort.facets, *facets))
            yield from self._tailed(k, wider, cost + more, notices + told, depth + 1)
        if self._words[j : j + 1] and self._words[j] in ("of", "with", "between", "by", "from"):
            yield from self._held(j, sort, cost, notices, depth)

    def _held(
        self, j: int, sort: Sort, cost: float, notices: tuple[str, ...], depth: int
    ) -> Iterator[tuple[int, Sort, float, tuple[str, ...]]]:
        """Yield "brands of Geely", "a joint venture between Xiaomi and Ford"."""
        for k, owner in self._reader.nouns.at(j + 1):
            if not owner.ids or owner.problem:
                continue
            owners = [(each,) for each in owner.ids] if owner.both else [owner.ids]
            facets = [next(self.belonging(sort.narrowing.kinds, ids), None) for ids in owners]
            if all(facets):
                found = tuple(each for each in facets if each)
                wider = sort._replace(facets=(*sort.facets, *found))
                yield from self._tailed(
                    k, wider, cost + owner.cost + 0.1, notices + owner.notices, depth + 1
                )


def _wider(ontology: Ontology, kind: str, allowed: tuple[str, ...]) -> bool:
    """Tell whether a kind holds one of the allowed ones: an actor may be a company."""
    return any(ontology.is_a(each, kind) for each in allowed)
