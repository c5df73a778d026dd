"""Questions for a figure, a count or a date."""

from __future__ import annotations

from collections.abc import Iterator

from graph.answers.asked import Facet, ListQuestion, Narrowing, Pick, ValueQuestion
from graph.answers.grammar import lists
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.phrases import OBJECT
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.sentences import Sentence
from graph.answers.grammar.things import Clause, Reading, Thing
from graph.answers.grammar.words import Token


def readings(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask for a count, or for what the ontology counts."""
    words = reader.words
    if words[:2] in (("how", "many"), ("how", "much")):
        if words[1] == "many":
            yield from _counted(reader, 2)
        yield from _figured(reader, 2)
        yield from _inverse(reader, 2)
    if words[:1] == ("what",):
        for j, sentence in reader.sentences.asked(1, OBJECT):
            if words[j:] in ((), *phrases("values", "per year")) and sentence.clause:
                for each in _gap_filled(reader, sentence, sentence.clause, "", ()):
                    yield each._replace(cost=each.cost + _FIGURE)  # a thing is asked for first


def _counted(reader: Reader, i: int) -> Iterator[Reading]:
    """Yield "how many brands does Geely own": what "which brands" would list is counted."""
    start = i + 2 if reader.words[i : i + 2] == ("of", "the") else i
    which = Reader(reader.grammar, [_WHICH, *reader.tokens[start:]], lenient=reader.lenient)
    for each in lists.readings(which):
        asked: ListQuestion = each.asked
        sites = reader.lexicon.ontology.with_role("place")
        inside = [f for f in asked.facets if f.end == "subject" and set(f.relations) <= sites]
        facets = [f for f in asked.facets if f not in inside]
        if len(facets) > 1 or len(inside) > 1:
            continue
        narrowing = asked.narrowing
        if inside:
            narrowing = narrowing._replace(inside=inside[0].known)
        counted = facets[0] if facets else Facet()
        cost = each.cost + (_KINDS_OF_GOODS if _are_goods(reader, counted, narrowing) else 0)
        yield each._replace(asked=ValueQuestion(counted=counted, narrowing=narrowing), cost=cost)


def _are_goods(reader: Reader, counted: Facet, narrowing: Narrowing) -> bool:
    """Tell whether goods are counted: "how many cars" rarely asks how many kinds of cars."""
    return counted.end == "product" or bool(
        narrowing.names and reader.lexicon.are_goods(narrowing.names)
    )


_KINDS_OF_GOODS = 3.0


_FIGURE = 1.0
_WHICH = Token("which", "which")


def _figured(reader: Reader, i: int) -> Iterator[Reading]:
    """Yield figures that a phrase of the ontology asks for: "how many people does it employ"."""
    words = reader.words
    for start, unit, product in _units(reader, i):
        for j, sentence in reader.sentences.asked(start, OBJECT):
            if (
                words[j:] in ((), *phrases("values", "per year"))
                and sentence.clause
                and not sentence.negated
            ):
                yield from _gap_filled(reader, sentence, sentence.clause, unit, product)
        for j, sentence in reader.sentences.asked(start, OBJECT, "of"):
            if j == len(words) and sentence.clause and not sentence.negated and j != start:
                yield from _gap_filled(reader, sentence, sentence.clause, unit, product)


def _inverse(reader: Reader, i: int) -> Iterator[Reading]:
    """Yield figures of what is said of those counted: "how many people work at the plant"."""
    words = reader.words
    for start, unit, product in _units(reader, i):
        for k, form in reader.clauses.verbal(start):
            for j, clause in reader.clauses.at(k, form):
                relations = tuple(
                    r for r in clause.relations if reader.lexicon.ontology.relations[r].quantity
                )
                if (
                    words[j:] in ((), *phrases("values", "per year"))
                    and clause.inverse
                    and relations
                    and clause.object
                ):
                    sentence = Sentence(clause.object, None, clause.cost + clause.object.cost)
                    said = clause._replace(relations=relations)
                    yield from _gap_filled(reader, sentence, said, unit, product)


def _units(reader: Reader, i: int) -> Iterator[tuple[int, str, tuple[Thing, ...]]]:
    """Yield where the verb begins, behind the words for the unit, and the goods it is of."""
    words = reader.words
    yield i, "", ()
    for j in range(i + 1, min(len(words), i + 4)):
        unit = " ".join(words[i:j])
        if any((w,) in phrases("values", "no unit") for w in words[i:j]):
            break
        yield j, unit, ()
        if words[j] == "of":
            for k, thing in reader.nouns.at(j + 1):
                if thing.ids and not thing.problem:
                    yield k, unit, (thing,)
    for k, thing in reader.nouns.at(i):
        if thing.ids and not thing.problem:
            yield k, "", (thing,)


def _gap_filled(
    reader: Reader, sentence: Sentence, clause: Clause, unit: str, product: tuple[Thing, ...]
) -> Iterator[Reading]:
    quantities = tuple(r for r in clause.relations if reader.lexicon.ontology.relations[r].quantity)
    if not quantities:
        return
    ids = reader.meanings.known(sentence.subject)
    problem = sentence.subject.problem or clause.problem
    fitting = tuple(r for r in quantities if problem or reader.meanings.fits(r, ids, "object"))
    units, cost = _unit(reader, unit, fitting or quantities, ids, product)
    if units is None or (len(ids) != 1 and not problem):
        return
    goods = tuple(e for each in product for e in reader.meanings.known(each))
    if not fitting:  # said of the owner or the place of what has the figure
        clause = clause._replace(with_=(*ids, *goods, *clause.with_), cost=clause.cost)
        ids = ()
    pick = Pick(
        fitting or quantities,
        ids,
        with_=clause.with_,
        unit=units,
        words=" ".join(clause.words),
        during=clause.during,
    )
    yield Reading(
        ValueQuestion(pick),
        sentence.cost + cost + (0 if fitting else 1.5),
        sentence.notices,
        problem,
    )


def _unit(
    reader: Reader,
    unit: str,
    relations: tuple[str, ...],
    ids: tuple[str, ...],
    product: tuple[Thing, ...],
) -> tuple[str | None, float]:
    """Return what the unit must hold; None where words for it are not those of any claim."""
    if not unit:
        return "", 0.0
    said = reader.grammar.units(relations)
    if unit in said or unit.rstrip("s") in said:
        return unit, 0.0
    generic = any(
        unit in (m, f"{m}s")
        for r in relations
        for m in reader.lexicon.ontology.relations[r].measures
    )
    if generic:
        return "", 0.1
    return (
        ("", 1.0)
        if unit in ("units", "cars", "vehicles", "evs", "people", "money", "dollars")
        else (None, 0.0)
    )
