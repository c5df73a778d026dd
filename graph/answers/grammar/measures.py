"""Questions for a figure by its name or its adjective: what rate, how high, the price of."""

from __future__ import annotations

from collections.abc import Iterator

from graph.answers.asked import Pick, ValueQuestion
from graph.answers.grammar.clauses import BE, DO, HAVE, MODALS, YEAR
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.things import Reading, Sort, Thing
from graph.errors import InroadsError


def readings(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask for a figure by its name or its adjective."""
    words = reader.words
    if words[:1] == ("how",):
        for name, relations in _adjectives(reader, 1):
            yield from _degree(reader, 1 + len(name), relations)
    if words[:1] and words[0] in ("what", "which", "at", "by", "how", "with", "on"):
        yield from _what(reader)
    yield from _measured(reader, 0, 1.0)


def _adjectives(reader: Reader, i: int) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the measure adjectives at word ``i`` with all relations that they ask for."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, relation in reader.phrases.adjectives.get(
        reader.words[i] if i < len(reader.words) else "", ()
    ):
        if reader.words[i : i + len(name)] == name:
            found.setdefault(name, []).append(relation.id)
    for name, relations in found.items():
        yield name, tuple(sorted(set(relations)))


def _degree(reader: Reader, i: int, relations: tuple[str, ...]) -> Iterator[Reading]:
    """Yield "how high are the tariffs", "how large a capacity does the plant have"."""
    words = reader.words
    word = words[i] if i < len(words) else ""
    if word in ("a", "an"):
        for j, more in _measures(reader, i + 1):
            yield from _had(reader, j, _common(relations, more) or more)
        return
    for j, more in _measures(reader, i):  # how high a price
        yield from _had(reader, j, more)
    if word not in BE | DO | MODALS:
        return
    for things, cost, rest in _beside(reader, i + 1):
        if rest == len(words):
            yield from _valued(reader, relations, things, cost)
        elif words[rest:] in phrases("values", "behind an adjective"):
            yield from _valued(reader, relations, things, cost + 0.1)
    for reading_start, things, cost in _owners(reader, i + 1):
        for j, more in _measures(reader, reading_start):  # how high is the price of
            yield from _tailed(reader, j, _common(relations, more) or more, things, cost)


def _common(relations: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in more if each in relations)


def _owners(reader: Reader, i: int) -> Iterator[tuple[int, tuple[Thing, ...], float]]:
    """Yield where a measure may stand behind an article or whose it is: "the", "Ford's"."""
    start, _ = reader.nouns.determined(i)
    yield start, (), 0.0
    for things, cost, end in _beside(reader, start):
        if len(things) == 1:
            yield end + (reader.words[end : end + 1] == ("'s",)), things, cost


_BESIDE = frozenset(
    ["of", "for", "in", "on", "at", "to", "by", "from", "with", "per", "against", "'s"]
)


def _beside(reader: Reader, i: int) -> Iterator[tuple[tuple[Thing, ...], float, int]]:
    """Yield the things named from word ``i`` on, joined by prepositions, with where they end."""
    yield from _market(reader, i)
    words = reader.words
    firsts = [
        (j, Thing(text=" ".join(said), cost=0.2)) for j, said in reader.plain_at(i, "respect")
    ]
    for j, thing in reader.nouns.at(i):
        owned = "'s" in words[i:j] and reader.lexicon.are_goods(thing.ids)
        split = 0.4 if owned or thing.sort is not None else 0.0
        firsts.append((j, thing._replace(cost=thing.cost + split)))
    for j, thing in firsts:
        yield (thing,), thing.cost, j
        if words[j : j + 1] and words[j] in _BESIDE:
            for more, cost, end in _beside(reader, j + 1):
                if len(more) <= 3:
                    yield (thing, *more), thing.cost + cost + 0.1, end


def _market(reader: Reader, i: int) -> Iterator[tuple[tuple[Thing, ...], float, int]]:
    """Yield the place and the goods of "the world EV battery market"."""
    start, _ = reader.nouns.determined(i)
    found: list[tuple[int, tuple[Thing, ...]]] = [(start, ())]
    for j, things in found:
        if len(things) < 3:
            found += [
                (k, (*things, Thing(ids))) for k, ids in reader.nouns.names_at(j) if len(ids) == 1
            ]
            found += [(k, (*things, Thing(ids))) for k, ids in reader.sorts.adjectives_at(j)]
        if things and reader.words[j : j + 1] in phrases("values", "markets"):
            yield things, 0.1, j + 1


def _valued(
    reader: Reader,
    relations: tuple[str, ...],
    things: tuple[Thing, ...],
    cost: float,
    *,
    unit: str = "",
    words: str = "",
    during: str = "",
) -> Iterator[Reading]:
    problem = next((each.problem for each in things if each.problem), None)
    notices = tuple(n for each in things for n in each.notices)
    fitting = tuple(r for r in relations if any(_fits(reader, r, each) for each in things))
    named: list[str] = []
    several: tuple[str, ...] = ()
    for each in things:
        ids = reader.meanings.known(each)
        if not ids and not each.sort and not each.problem:
            words = f"{words} {each.text}".strip()
        if len(ids) > 1 and not each.both and not problem:
            if len(things) > 1:
                return
            several = ids  # "how steep are the tariffs": those of each
        named += ids
    if problem is None and "?" in named:
        return
    subject = next(
        (
            e
            for e in named
            if e != "?" and any(reader.meanings.fits(r, (e,), "object") for r in relations)
        ),
        None,
    )
    pick = Pick(
        fitting or relations,
        subjects=several or ((subject,) if subject else ()),
        with_=() if several else tuple(e for e in named if e != subject),
        unit=unit,
        words=words,
        during=during,
    )
    yield Reading(ValueQuestion(pick), cost + (0 if fitting else 0.05), notices, problem)


def _fits(reader: Reader, relation: str, thing: Thing) -> bool:
    return reader.meanings.fits(
        relation, (e for e in reader.meanings.known(thing) if e != "?"), "object"
    )


def _measures(reader: Reader, i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the nouns for figures at word ``i``, with all relations that have such a figure."""
    words = reader.words
    found: dict[int, list[str]] = {}
    for name, relation in reader.phrases.measures.get(words[i] if i < len(words) else "", ()):
        if words[i : i + len(name)] == name:
            found.setdefault(i + len(name), []).append(relation.id)
    for j, relations in sorted(found.items(), reverse=True):
        yield j, tuple(sorted(set(relations)))


def _what(reader: Reader) -> Iterator[Reading]:
    """Yield "what is the price of ...", "what rate does ... have", "at what rate ..."."""
    words = reader.words
    i = 1 if words[0] in ("what", "which") else 2 if words[1:2] in (("what",), ("which",)) else 0
    if not i:
        return
    if words[i : i + 1] and words[i] in BE:
        yield from _measured(reader, i + 1, 0.0)
        yield from _figures_of(reader, i + 1)
    for j, relations in _measures(reader, i):
        yield from _had(reader, j, relations)


def _figures_of(reader: Reader, i: int) -> Iterator[Reading]:
    """Yield "(what is) Mexico's tariff on Chinese cars": the figures of the rules it describes."""
    start, _ = reader.nouns.determined(i)
    described: list[tuple[int, Sort, float, tuple[str, ...], InroadsError | None]]
    described = [(j, sort, cost, told, None) for j, sort, cost, told in reader.sorts.sort_at(i)]
    described += [
        (j, sort, cost, owner.notices + told, owner.problem)
        for j, owner, sort, cost, told in reader.nouns.owned_at(start)
    ]
    for j, sort, cost, told, problem in described:
        relations = _named_alike(reader, sort.narrowing.kinds)
        whole = j == len(reader.words) and not sort.plural and not problem
        if whole and relations and (members := reader.members(sort)):
            yield Reading(ValueQuestion(Pick(relations, subjects=members)), cost, told)


def _named_alike(reader: Reader, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the relations whose figure has the name of one of the kinds it is told of."""
    ontology = reader.lexicon.ontology
    return tuple(
        sorted(
            relation.id
            for relation in ontology.relations.values()
            for kind in kinds
            if ontology.fits(kind, relation.domain)
            and {ontology.kinds[kind].label.casefold(), *ontology.kinds[kind].nouns}
            & set(relation.measures)
        )
    )


def _had(reader: Reader, j: int, relations: tuple[str, ...]) -> Iterator[Reading]:
    """Yield "... does X have for Y", "... applies to X", "... is put on X"."""
    words = reader.words
    firsts: list[tuple[int, tuple[Thing, ...], float]] = [(j, (), 0.0)]
    if words[j : j + 1] and words[j] in _BESIDE:
        firsts += [(end, things, cost) for things, cost, end in _beside(reader, j + 1)]
    for start, extra, cost in firsts:
        word = words[start] if start < len(words) else ""
        if word in DO | HAVE | BE | MODALS:
            for things, more, end in _beside(reader, start + 1):
                yield from _closed(reader, end, relations, (*extra, *things), cost + more)
        if word in _APPLY and not any(True for _ in reader.sorts.kinds_at(j - 1)):
            k = start + 1 + (words[start + 1 : start + 2] in _ON)
            for things, more, end in _beside(reader, k):
                if end == len(words):
                    yield from _valued(reader, relations, (*extra, *things), cost + more)


_APPLY = frozenset(("applies", "apply", "holds", "hold", "faces"))
_ON = (("to",), ("on",), ("for",), ("in",), ("at",))


def _closed(
    reader: Reader, end: int, relations: tuple[str, ...], things: tuple[Thing, ...], cost: float
) -> Iterator[Reading]:
    words = reader.words
    for verb in (*phrases("values", "having"), ()):
        if words[end : end + len(verb)] == verb:
            rest = end + len(verb)
            if rest == len(words):
                yield from _valued(reader, relations, things, cost)
            elif words[rest] in _BESIDE or verb in (
                ("charge",),
                ("pay",),
                ("impose",),
                ("levy",),
                ("cost",),
            ):
                for more, other, last in _beside(reader, rest + (words[rest] in _BESIDE)):
                    if last == len(words):
                        yield from _valued(reader, relations, (*things, *more), cost + other)
                    elif words[last] in _BESIDE and _year(words[last + 1 :]):
                        yield from _valued(
                            reader,
                            relations,
                            (*things, *more),
                            cost + other,
                            during=words[last + 1],
                        )
                if _year(words[rest + 1 :]):
                    yield from _valued(reader, relations, things, cost, during=words[rest + 1])


def _year(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and bool(YEAR.fullmatch(words[0]))


def _measured(reader: Reader, i: int, bare: float) -> Iterator[Reading]:
    """Yield "the price of X in Y", "X's price", "X's share of the Y market"."""
    for start, things, cost in _owners(reader, i):
        for j, relations in _measures(reader, start):
            yield from _tailed(reader, j, relations, things, bare + cost)


def _tailed(
    reader: Reader, j: int, relations: tuple[str, ...], things: tuple[Thing, ...], cost: float
) -> Iterator[Reading]:
    words = reader.words
    if j == len(words):
        if things:
            yield from _valued(reader, relations, things, cost)
        return
    if words[j] in _BESIDE and words[j] != "'s":
        if _year(words[j + 1 :]) and things:
            yield from _valued(reader, relations, things, cost, during=words[j + 1])
        for more, extra, end in _beside(reader, j + 1):
            for last in (end, end + 1) if words[end : end + 1] == ("market",) else (end,):
                if last == len(words):
                    yield from _valued(reader, relations, (*things, *more), cost + extra)
                elif words[last] in _BESIDE and _year(words[last + 1 :]):
                    yield from _valued(
                        reader, relations, (*things, *more), cost + extra, during=words[last + 1]
                    )
