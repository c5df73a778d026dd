"""Questions for what stands in the way, for what would be without something, and for ranks."""

from __future__ import annotations

from collections.abc import Iterator

from graph.answers.asked import Facet, RankQuestion, WhatIfQuestion, YesNoQuestion
from graph.answers.barriers import BarrierQuestion
from graph.answers.goals import PathQuestion
from graph.answers.grammar import checks, paths
from graph.answers.grammar.lists import asked_for
from graph.answers.grammar.patterns import Bound, Parts, patterns, phrases, sections
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.things import Reading, Sort, Thing
from ontology.records import Relation

_BEHIND = ("without", "if")


def readings(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask for barriers, a what-if or a rank."""
    yield from _barriers(reader)
    yield from _what_if(reader)
    yield from _ranked(reader)
    yield from _most(reader)


def _barriers(reader: Reader) -> Iterator[Reading]:
    for pattern in patterns("suppositions", "barriers"):
        for bound in pattern.matches(reader.words, reader.parts):
            yield from _barrier(reader, bound)


def _barrier(reader: Reader, bound: Bound) -> Iterator[Reading]:
    who: Thing = bound["a"]
    where: Thing | None = bound.get("b")
    problem = who.problem or (where.problem if where else None)
    notices = who.notices + (where.notices if where else ())
    place = ""
    if where is not None and not problem:
        ids = tuple(each.removeprefix("in:") for each in where.ids)
        if len(ids) != 1 or not reader.are_places(ids):
            return
        place = ids[0]
    ids = reader.ids(who)
    if not ids and not problem:
        return
    cost = who.cost + (where.cost if where else 0.0) - 0.3
    yield Reading(BarrierQuestion(ids, place), cost, notices, problem)


# ------------------------------------------------------------------------- what if


def _what_if(reader: Reader) -> Iterator[Reading]:
    for pattern in patterns("suppositions", "without"):
        for bound in pattern.matches(reader.words, reader.parts):
            start, end = bound["z"]
            yield from _supposed(reader, bound["w"], start, end)
    words = reader.words
    for i, word in enumerate(words):
        if i < 2 or word not in _BEHIND:
            continue
        for j, thing in reader.nouns.at(i + 1):
            gone = word == "without" and j == len(words)
            if gone or (word == "if" and j < len(words) and _is_gone(reader.words[j:])):
                yield from _supposed(reader, thing, 0, i)


def _is_gone(words: tuple[str, ...]) -> bool:
    return any(True for each in patterns("suppositions", "gone") for _ in each.matches(words, {}))


def _supposed(reader: Reader, without: Thing, start: int, end: int) -> Iterator[Reading]:
    ids = reader.ids(without)
    if not ids and not without.problem:
        return
    if reader.words[end - 1 : end] == (",",):
        end -= 1
    inner = reader.part(start, end)
    for reading in (
        *paths.checks(inner),
        *paths.readings(inner),
        *_barriers(inner),
        *_ranked(inner),
        *checks.readings(inner),
    ):
        asked = reading.asked
        if isinstance(asked, YesNoQuestion) and asked.path is not None:
            asked = asked.path
        if isinstance(asked, (PathQuestion, BarrierQuestion, RankQuestion, YesNoQuestion)):
            yield Reading(
                WhatIfQuestion(asked, without=ids),
                reading.cost + without.cost - 0.5,
                without.notices + reading.notices,
                without.problem or reading.problem,
            )


# ------------------------------------------------------------------------- ranks


def _ranked(reader: Reader) -> Iterator[Reading]:
    parts = {**reader.parts, "asked_for": lambda i: list(asked_for(reader, i))}
    for section in sections("suppositions"):
        if section.startswith("rank "):
            yield from _by(reader, section.removeprefix("rank "), parts)


def _by(reader: Reader, by: str, parts: Parts) -> Iterator[Reading]:
    for pattern in patterns("suppositions", f"rank {by}"):
        for bound in pattern.matches(reader.words, parts):
            wh = bound.get("k")
            sort: Sort = wh.sort if wh else Sort()
            if not sort.facets:
                yield Reading(
                    RankQuestion(by, narrowing=sort.narrowing), (wh.cost if wh else 0) - 0.5
                )


def _most(reader: Reader) -> Iterator[Reading]:
    """Yield "who has the most partners", "which company owns the most brands"."""
    for i, wh in asked_for(reader, 0):
        if wh.sort.facets:
            continue
        verb = reader.words[i : i + 1]
        for lead in phrases("suppositions", "most"):
            start = i + 1
            if reader.words[start : start + len(lead)] != lead or not verb:
                continue
            yield from _by_verb(reader, verb[0], start + len(lead), wh.sort, wh.cost)
            if verb[0] in ("has", "have", "had"):
                yield from _by_noun(reader, start + len(lead), wh.sort, wh.cost)


def _by_verb(reader: Reader, verb: str, i: int, sort: Sort, cost: float) -> Iterator[Reading]:
    for j, counted, more, notices in reader.sorts.sort_at(i):
        counted = _located(reader, counted)
        if j != len(reader.words) or counted.facets:
            continue
        relations = sorted(
            {
                p.relation.id
                for p in reader.phrases.said("finite", verb)
                if not p.inverse
                and not p.relation.quantity
                and _range_fits(reader, p.relation.id, counted, sort)
            }
        )
        if relations:
            yield Reading(
                RankQuestion(
                    counted=_counted(Facet(tuple(relations), end="subject"), counted),
                    narrowing=sort.narrowing,
                ),
                cost + more,
                notices,
            )
        for facet in (
            reader.sorts.belonging(counted.narrowing.kinds, ()) if verb in ("has", "have") else ()
        ):
            other = "subject" if facet.end == "object" else "object"
            yield Reading(
                RankQuestion(
                    counted=_counted(facet._replace(end=other), counted), narrowing=sort.narrowing
                ),
                cost + more + 0.2,
                notices,
            )
            break


def _located(reader: Reader, counted: Sort) -> Sort:
    """Return a sort whose place is no condition of its own: "plants in the US"."""
    sites = reader.lexicon.ontology.with_role("place")
    if len(counted.facets) == 1 and set(counted.facets[0].relations) <= sites:
        narrowing = counted.narrowing._replace(inside=counted.facets[0].known)
        return counted._replace(facets=(), narrowing=narrowing)
    return counted


def _counted(facet: Facet, counted: Sort) -> Facet:
    return facet._replace(other_is=counted.narrowing) if "other_is" in Facet._fields else facet


def _range_fits(reader: Reader, relation: str, counted: Sort, sort: Sort) -> bool:
    ontology = reader.lexicon.ontology
    record = ontology.relations[relation]
    return not counted.narrowing.kinds or any(
        ontology.is_a(kind, each) or ontology.is_a(each, kind)
        for kind in counted.narrowing.kinds
        for each in record.range
    )


def _by_noun(reader: Reader, i: int, sort: Sort, cost: float) -> Iterator[Reading]:
    for name, noun in reader.phrases.nouns.get(
        reader.words[i] if i < len(reader.words) else "", ()
    ):
        other = "object" if noun.end == "subject" else "subject"
        if (
            noun.end
            and reader.words[i:] == name
            and (
                ranked := tuple(
                    r.id for r in noun.relations if _may_be_ranked(reader, r, other, sort)
                )
            )
        ):
            yield Reading(
                RankQuestion(counted=Facet(ranked, end=other), narrowing=sort.narrowing),
                cost,
            )


def _may_be_ranked(reader: Reader, relation: Relation, end: str, sort: Sort) -> bool:
    """Tell whether those asked for, or else those that lists show, may stand at this end."""
    ontology = reader.lexicon.ontology
    wanted = sort.narrowing.kinds or tuple(
        k.id for k in ontology.kinds.values() if k.ranked == "shown"
    )
    allowed = relation.domain if end == "subject" else relation.range
    return not allowed or any(
        ontology.is_a(kind, each) or ontology.is_a(each, kind)
        for kind in wanted
        for each in allowed
    )
