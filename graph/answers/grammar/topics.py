"""What is denied, said or asked the evidence for: statements, and nouns that stand for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from graph.answers.asked import Pick
from graph.answers.grammar.phrases import Noun
from graph.answers.grammar.things import Clause, Thing
from graph.errors import InroadsError

if TYPE_CHECKING:
    from graph.answers.grammar.reading import Reader


class Topic(NamedTuple):
    """Claims that are spoken about; ``about`` where it is things and not what is said of them."""

    picks: tuple[Pick, ...] = ()
    about: Thing | None = None
    cost: float = 0
    notices: tuple[str, ...] = ()
    problem: InroadsError | None = None


def topics(reader: Reader, i: int) -> Iterator[tuple[int, Topic]]:
    """Yield what words from ``i`` on speak about."""
    words = reader.words
    start = i + 1 if words[i : i + 1] == ("that",) else i
    for j, sentence in reader.sentences.stated(start):
        picks, cost = reader.sentences.picked(sentence)
        problem = sentence.problem
        if picks or problem:
            yield j, Topic(picks, cost=cost, notices=sentence.notices, problem=problem)
    yield from _doings(reader, i)
    yield from _ties(reader, i)
    for j, thing in reader.nouns.at(i):
        yield (
            j,
            Topic(about=thing, cost=thing.cost + 0.5, notices=thing.notices, problem=thing.problem),
        )


def _together(reader: Reader, i: int) -> Iterator[tuple[int, Topic]]:
    """Yield "Chinese automakers in the US": what is said of both at once."""
    for j, one in reader.nouns.at(i, several=False):
        if (
            one.ids
            and not one.problem
            and reader.words[j : j + 1]
            and reader.words[j] in ("in", "and", "with", "at", "for", "of", "on", "to")
        ):
            for k, other in reader.nouns.at(j + 1, several=False):
                if other.ids and not other.problem:
                    pick = Pick(with_=(*one.ids, *other.ids))
                    yield (
                        k,
                        Topic(
                            (pick,),
                            cost=one.cost + other.cost + 1.0,
                            notices=one.notices + other.notices,
                        ),
                    )


def _doings(reader: Reader, i: int) -> Iterator[tuple[int, Topic]]:
    """Yield "holding talks with Ford", "Geely owning Volvo", "being owned by Geely"."""
    for j, clause in reader.clauses.at(i, "gerund"):
        yield j, _topic(reader, clause, Thing())
    if reader.words[i : i + 1] == ("having",):
        for j, clause in reader.clauses.at(i + 1, "participle"):
            yield j, _topic(reader, clause, Thing())
    for start, subject in reader.nouns.at(i):
        k = start + 1 if reader.words[start : start + 1] == ("'s",) else start
        for j, clause in reader.clauses.at(k, "gerund"):
            yield j, _topic(reader, clause, subject)


def _topic(reader: Reader, clause: Clause, subject: Thing) -> Topic:
    picks, cost = reader.meanings.picks(clause, subject)
    return Topic(
        picks,
        cost=clause.cost + subject.cost + cost,
        notices=clause.notices + subject.notices,
        problem=clause.problem or subject.problem,
    )


def _ties(reader: Reader, i: int) -> Iterator[tuple[int, Topic]]:
    """Yield "talks between Ford and Xiaomi", "Ondrava's stake in Maristel", "the stake in it"."""
    words = reader.words
    start = i
    while start < len(words) and words[start] in (
        "the",
        "a",
        "an",
        "any",
        "its",
        "their",
        "these",
        "those",
        "alleged",
        "reported",
        "rumored",
        "rumoured",
        "supposed",
        "possible",
        "planned",
    ):
        start += 1
    yield from _tied(reader, start, Thing())
    for j, owner in reader.nouns.at(start):
        k = j + 1 if words[j : j + 1] == ("'s",) else j
        while k < len(words) and words[k] in (
            "alleged",
            "reported",
            "rumored",
            "supposed",
            "possible",
            "planned",
        ):
            k += 1
        yield from _tied(reader, k, owner)


def _tied(reader: Reader, i: int, owner: Thing) -> Iterator[tuple[int, Topic]]:
    words = reader.words
    for name, noun in reader.phrases.nouns.get(words[i] if i < len(words) else "", ()):
        j = i + len(name)
        if noun.end or words[i:j] != name:
            continue
        for relation in noun.relations:
            for k, clause in reader.clauses.rest(j, noun.rest, relation, inverse=False):
                yield k, _topic(reader, clause, owner)
        if words[j : j + 1] in (("between",), ("of",), ("by",)):
            yield from _between(reader, j, noun, owner)


def _between(reader: Reader, j: int, noun: Noun, owner: Thing) -> Iterator[tuple[int, Topic]]:
    if owner.ids:
        return
    for k, (one, other) in reader.parts["pair"](j + 1) if reader.words[j] == "between" else ():
        clause = Clause(tuple(each.id for each in noun.relations), False, other)
        yield k, _topic(reader, clause, one)
    if reader.words[j] in ("of", "by"):
        for k, subject in reader.nouns.at(j + 1):
            for end, clause in reader.clauses.rest(k, noun.rest, noun.relations[0], inverse=False):
                yield end, _topic(reader, clause, subject)
