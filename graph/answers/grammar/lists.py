"""Questions for a list: who, which or what meets what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graph.answers.asked import Facet, ListQuestion, Narrowing
from graph.answers.grammar.patterns import patterns, phrases
from graph.answers.grammar.phrases import AGENT, OBJECT, Noun
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.things import Reading, Sort, Thing
from graph.errors import InroadsError

_WHO = frozenset(
    [
        "who",
        "whom",
        "what",
        "which",
        "whoever",
        "everybody",
        "everyone",
        "anyone",
        "anybody",
        "somebody",
        "someone",
        "those",
        "all",
    ]
)
_FRONTED = frozenset(
    [
        "with",
        "by",
        "to",
        "in",
        "from",
        "of",
        "for",
        "on",
        "at",
        "into",
        "about",
        "through",
        "against",
    ]
)
_WHO_ELSE = frozenset(("who", "what", "which"))
QUALIFIERS = ("product", "place", "respect", "means")
_BARE = 1.5


class Wh(NamedTuple):
    """What is asked for, and which gaps it may fill."""

    sort: Sort
    cost: float = 0
    notices: tuple[str, ...] = ()
    where: bool = False


def readings(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask for a list."""
    for i, wh in asked_for(reader, 0):
        yield from _said_of(reader, i, wh)
        yield from _gapped(reader, i, wh, "")
        yield from _described(reader, i, wh)
    if reader.words[:1] and reader.words[0] in _FRONTED:
        for i, wh in asked_for(reader, 1):
            yield from _gapped(reader, i, wh, reader.words[0])
    yield from _nominal(reader, 0)
    yield from _biting(reader)
    yield from _asked_last(reader)
    yield from _whose(reader)
    yield from mentioned(reader)


def asked_for(reader: Reader, i: int) -> list[tuple[int, Wh]]:
    """Return what is asked for by the words at ``i``: who, what, which brands, where."""
    key = ("asked for", i)
    if key not in reader.seen:
        reader.seen[key] = list(_asked_for(reader, i))
    return reader.seen[key]


def _asked_for(reader: Reader, i: int) -> Iterator[tuple[int, Wh]]:
    words = reader.words
    if i >= len(words):
        return
    word = words[i]
    if word == "where":
        yield i + 1, Wh(Sort(_places(reader)), where=True)
    if word in _WHO:
        start = (
            i + 2 if words[i : i + 3] in (("all", "those", "who"), ("all", "those", "that")) else i
        )
        after = i + 1
        if words[i + 1 : i + 2] in (("all",),) and word in _WHO_ELSE:
            after = i + 2
        if words[i : i + 2] in (("who", "or"), ("what", "or")) and len(words) > i + 3:
            after = i + 3
        if start == i:
            yield after, Wh(Sort())
        k = i + 3 if words[i + 1 : i + 3] in (("of", "the"), ("of", "these")) else i + 1
        if word in ("which", "what", "all"):
            yield from _sorted(reader, k)
            if words[k : k + 3] in (("kind", "of", "a"),):
                yield from _sorted(reader, k + 3)
            elif (
                words[k : k + 1]
                and words[k] in ("kind", "kinds", "sort", "sorts", "type", "types")
                and words[k + 1 : k + 2] == ("of",)
            ):
                yield from _sorted(reader, k + 2)
    yield from _sorted(reader, i, imperative=True)


def _sorted(reader: Reader, i: int, *, imperative: bool = False) -> Iterator[tuple[int, Wh]]:
    for j, sort, cost, notices in reader.sorts.sort_at(i):
        yield j, Wh(sort, cost + (_BARE if imperative else 0), notices)


def _places(reader: Reader) -> Narrowing:
    kinds = reader.lexicon.ontology.kinds.values()
    tops = [
        k.id
        for k in kinds
        if k.place and not any(reader.lexicon.ontology.kinds[a].place for a in k.ancestors[1:])
    ]
    return Narrowing(kinds=tuple(tops))


def question(sort: Sort, facets: tuple[Facet, ...]) -> ListQuestion:
    """Return the list question for a sort under further conditions."""
    return ListQuestion((*sort.facets, *facets), sort.narrowing)


def _said_of(reader: Reader, i: int, wh: Wh) -> Iterator[Reading]:
    """Yield "who owns Volvo", "which companies could enter the US"."""
    words = reader.words
    start = i + 1 if words[i : i + 1] in (("that",), ("who",), ("which",)) else i
    places = [*reader.clauses.verbal(start)]
    if words[i : i + 1] in phrases("verbs", "hedged") and words[i + 1 : i + 2] == ("to",):
        places.append((i + 2, "base"))  # companies said to own, or to be entering
        if words[i + 2 : i + 3] == ("be",):
            places.append((i + 3, "gerund"))
    for place, form in places:
        for j, clause in reader.clauses.at(place, form):
            if j != len(words):
                continue
            for facets, cost in reader.meanings.facets(clause, wh.sort):
                if _asks_a_figure(reader, facets):
                    continue
                all_ = wh.cost + clause.cost + cost
                told = wh.notices + clause.notices
                yield Reading(question(wh.sort, facets), all_, told, clause.problem)


def _asks_a_figure(reader: Reader, facets: tuple[Facet, ...]) -> bool:
    """Tell whether a figure, which is nobody, is all that could answer: "who works at X"."""
    relations = reader.lexicon.ontology.relations
    return any(
        each.end == "object"
        and each.relations
        and all(relations[r].quantity for r in each.relations)
        for each in facets
    )


def _gapped(reader: Reader, i: int, wh: Wh, fronted: str) -> Iterator[Reading]:
    """Yield "which brands does Geely own", "with whom does Ford partner", "where is CATL based"."""
    fronts = ("in", "at", "to", "from", "into") if wh.where else (fronted,)
    for gap in (OBJECT, AGENT, *QUALIFIERS):
        for front in fronts:
            for j, sentence in reader.sentences.asked(i, gap, front):
                if j != len(reader.words) or sentence.negated or sentence.clause is None:
                    continue
                clause, subject = sentence.clause, sentence.subject
                for facets, cost in reader.meanings.asked(clause, subject, wh.sort):
                    yield Reading(
                        question(wh.sort, facets),
                        wh.cost + sentence.cost + cost + (0.2 if gap != OBJECT else 0),
                        wh.notices + sentence.notices,
                        subject.problem or clause.problem,
                    )


def _described(reader: Reader, i: int, wh: Wh) -> Iterator[Reading]:
    """Yield "who are Ford's partners", "which Chinese companies are there"."""
    words = reader.words
    yield from _had(reader, i, wh)
    if wh.sort == Sort() and not wh.where:  # everyone Ford partners with
        yield from _behind(reader, i, wh, 0.5)
    if i == len(words) and (wh.sort.facets or wh.sort.narrowing != Narrowing()):
        yield Reading(question(wh.sort, ()), wh.cost, wh.notices)
        return
    if words[i : i + 1] not in (("is",), ("are",), ("was",), ("were",)):
        return
    if (
        words[i + 1 :]
        in (
            ("there",),
            ("known",),
            ("mentioned",),
            ("named",),
            ("listed",),
            ("in", "it"),
            ("covered",),
        )
        and wh.sort != Sort()
    ):
        yield Reading(question(wh.sort, ()), wh.cost, wh.notices)
    yield from _at_home(reader, i + 1, wh)
    if words[i + 1 : i + 2] == ("there",):
        yield from _behind(reader, i + 2, wh, 0.0)
    yield from _theirs(reader, i + 1, wh)
    yield from _merged(reader, i + 1, wh)


def _behind(reader: Reader, i: int, wh: Wh, more: float) -> Iterator[Reading]:
    """Yield what relative clauses alone say of those asked for."""
    for j, facets, cost, notices in reader.clauses.tails(i, wh.sort):
        if j == len(reader.words):
            told = wh.notices + notices
            yield Reading(question(wh.sort, facets), wh.cost + cost + more, told)


def _at_home(reader: Reader, i: int, wh: Wh) -> Iterator[Reading]:
    """Yield "which carmakers are Chinese"."""
    for j, places in reader.sorts.adjectives_at(i):
        if j == len(reader.words) and wh.sort.narrowing.kinds:
            at_home = wh.sort._replace(narrowing=wh.sort.narrowing._replace(home=places))
            yield Reading(question(at_home, ()), wh.cost, wh.notices)


def _merged(reader: Reader, i: int, wh: Wh) -> Iterator[Reading]:
    """Yield those asked for who are also what a noun phrase says: "which firms are partners"."""
    for reading in _nominal(reader, i):
        if wh.where and reading.asked.narrowing.kinds:
            continue  # where something is, and not what place it is
        merged = _narrowed(reading.asked, wh.sort)
        yield reading._replace(
            asked=merged,
            cost=reading.cost + wh.cost - _BARE + 0.1,
            notices=wh.notices + reading.notices,
        )


def _had(reader: Reader, i: int, wh: Wh) -> Iterator[Reading]:
    """Yield "which partners does Ford have", "which plants does BYD have"."""
    words = reader.words
    if wh.sort == Sort():  # which PARTNERS does ... have
        for name, noun in reader.phrases.nouns.get(words[i] if i < len(words) else "", ()):
            if noun.end and words[i : i + len(name)] == name:
                for facet, cost, notices, problem in _owners(reader, i + len(name), noun):
                    yield Reading(question(Sort(), (facet,)), wh.cost + cost, notices, problem)
    elif not wh.where and not wh.sort.facets:
        for _, owner in _having(reader, i):
            for facet in reader.sorts.belonging(wh.sort.narrowing.kinds, owner.ids):
                yield Reading(
                    question(wh.sort, (facet,)),
                    wh.cost + owner.cost + 0.2,
                    owner.notices,
                    owner.problem,
                )


def _asked_last(reader: Reader) -> Iterator[Reading]:
    """Yield "Geely owns which brands", "Volvo is owned by whom"."""
    words = reader.words
    for start, subject in reader.nouns.at(0):
        if not subject.ids:
            continue
        for k, form in reader.clauses.verbal(start):
            for j, clause in reader.clauses.at(k, form, OBJECT):
                for end, wh in asked_for(reader, j):
                    if end != len(words) or words[j] not in _WHO or clause.problem:
                        continue
                    for facets, cost in reader.meanings.asked(clause, subject, wh.sort):
                        all_ = wh.cost + clause.cost + subject.cost + cost
                        told = subject.notices + clause.notices
                        yield Reading(question(wh.sort, facets), all_, told, subject.problem)


def _whose(reader: Reader) -> Iterator[Reading]:
    """Yield "whose brand is Polestar"."""
    words = reader.words
    if words[:1] != ("whose",):
        return
    for i, sort, cost, notices in reader.sorts.sort_at(1):
        is_asked = words[i : i + 1] in (("is",), ("are",), ("was",))
        for j, thing in reader.nouns.at(i + 1) if is_asked else ():
            if j != len(words) or not thing.ids or sort.facets:
                continue
            for facet in reader.sorts.belonging(sort.narrowing.kinds, ()):
                other = {"object": "subject", "subject": "object"}[facet.end]
                ids = [(each,) for each in thing.ids] if thing.both else [thing.ids]
                facets = tuple(Facet(facet.relations, each, other) for each in ids)
                told = notices + thing.notices
                yield Reading(ListQuestion(facets), cost + thing.cost + 0.2, told, thing.problem)
                break


def _having(reader: Reader, i: int) -> Iterator[tuple[int, Thing]]:
    words = reader.words
    if words[i : i + 1] and words[i] in ("do", "does", "did", "has", "have", "had"):
        for j, owner in reader.nouns.at(i + 1):
            if owner.ids and words[j:] in ((), ("have",), ("got",)):
                yield j, owner


def _owners(
    reader: Reader, i: int, noun: Noun
) -> Iterator[tuple[Facet, float, tuple[str, ...], InroadsError | None]]:
    for _, owner in _having(reader, i):
        relations, misfit = reader.meanings.fitted(noun.relations, owner.ids, noun.end)
        yield (
            Facet(relations, owner.ids, noun.end),
            owner.cost + misfit,
            owner.notices,
            owner.problem,
        )


def _biting(reader: Reader) -> Iterator[Reading]:
    """Yield "which policies affect Chinese EVs": whatever acts on them, be it through others."""
    parts = {**reader.parts, "asked_for": lambda i: list(asked_for(reader, i))}
    for pattern in patterns("lists", "bites"):
        for bound in pattern.matches(reader.words, parts):
            wh, thing = bound["k"], bound["a"]
            ids = reader.ids(thing)
            if (ids or thing.problem) and not wh.sort.facets:
                facet = Facet(known=ids, bites=True)
                yield Reading(
                    ListQuestion((facet,), wh.sort.narrowing),
                    wh.cost + thing.cost,
                    thing.notices,
                    thing.problem,
                )


def _theirs(reader: Reader, i: int, wh: Wh) -> Iterator[Reading]:
    """Yield "which brands are Geely's"."""
    for j, owner in reader.nouns.at(i) if wh.sort.narrowing.kinds else ():
        if not owner.ids or reader.words[j:] != ("'s",):
            continue
        for facet in reader.sorts.belonging(wh.sort.narrowing.kinds, owner.ids):
            told = wh.notices + owner.notices
            yield Reading(question(wh.sort, (facet,)), wh.cost + owner.cost, told, owner.problem)
            break


def _narrowed(asked: ListQuestion, sort: Sort) -> ListQuestion:
    kinds = sort.narrowing.kinds or asked.narrowing.kinds
    return asked._replace(
        facets=(*sort.facets, *asked.facets), narrowing=asked.narrowing._replace(kinds=kinds)
    )


def _nominal(reader: Reader, i: int) -> Iterator[Reading]:
    """Yield what a noun phrase alone asks for: "the brands Geely owns", "Polestar's owner"."""
    start, _ = reader.nouns.determined(i)
    for j, sort, cost, notices in reader.sorts.sort_at(i):
        if j == len(reader.words):
            yield Reading(question(sort, ()), cost + _BARE, notices)
    for j, owner, sort, cost, notices in reader.nouns.owned_at(start):
        if j == len(reader.words):
            yield Reading(question(sort, ()), cost + _BARE, owner.notices + notices, owner.problem)


def mentioned(reader: Reader) -> Iterator[Reading]:
    """Yield "what is mentioned about Michigan", "what is mentioned together with batteries"."""
    words = reader.words
    for lead in phrases("lists", "mentioned"):
        if words[: len(lead)] == lead:
            for j, thing in reader.nouns.at(len(lead)):
                if j == len(words) and thing.ids:
                    yield Reading(
                        ListQuestion((Facet(known=thing.ids, end="other"),)),
                        thing.cost,
                        thing.notices,
                        thing.problem,
                    )
            rest = words[len(lead) :]
            if (
                rest
                and not any(reader.is_known(w) and w in _NOT_TEXT for w in rest)
                and len(rest) <= 4
            ):
                yield Reading(ListQuestion((Facet(words=" ".join(rest), end="other"),)), 8.0)


_NOT_TEXT = frozenset(["and", "or", "not", "who", "what", "which", "where", "when", "why", "how"])
