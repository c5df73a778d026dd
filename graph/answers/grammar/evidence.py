"""Questions for evidence, and for who said or denied something."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from graph.answers.asked import EvidenceQuestion, Pick, VoicesQuestion, VoiceStance
from graph.answers.grammar.patterns import Bound, Pattern, patterns, phrases
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.sentences import Sentence
from graph.answers.grammar.things import Clause, Reading, Thing
from graph.answers.grammar.topics import Topic


@cache
def _patterns() -> tuple[tuple[str, VoiceStance, Pattern], ...]:
    stances: tuple[VoiceStance, ...] = ("denies", "asserts", "questions", "any")
    return (
        *(("about", "any", each) for each in patterns("evidence", "about")),
        *(("by", "any", each) for each in patterns("evidence", "by")),
        *(
            ("voices", how, each)
            for how in stances
            for each in patterns("evidence", f"voices {how}")
        ),
        *(
            ("checks", how, each)
            for how in stances[:2]
            for each in patterns("evidence", f"checks {how}")
        ),
    )


def readings(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask for evidence, or whose word something is."""
    parts = {**reader.parts, "infinitive": lambda i: _infinitives(reader, i)}
    for sort, stance, pattern in _patterns():
        for bound in pattern.matches(reader.words, parts):
            if sort == "voices":
                yield from _voices(reader, bound["t"], stance)
            elif sort == "checks":
                yield from _checked(reader, bound, stance)
            elif sort == "by":
                yield from _spoken(reader, bound)
            else:
                yield from _asked_about(reader, bound)
    for section in ("denied by", "denials"):
        for pattern in patterns("evidence", section):
            for bound in pattern.matches(reader.words, parts):
                yield from _denied(bound["who"], check=section == "denials")
    yield from _plain(reader)


def _denied(who: Thing, *, check: bool) -> Iterator[Reading]:
    """Yield what somebody denied, or with ``check`` whether anything: "did X deny the reports"."""
    if who.ids or who.problem:
        asked = VoicesQuestion(Pick(), "denies", who.ids, check=check)
        yield Reading(asked, who.cost, who.notices, who.problem)


def _asked_about(reader: Reader, bound: Bound) -> Iterator[Reading]:
    """Yield what one of the patterns asks the evidence of, by the names of its parts."""
    if "n" in bound:  # who is X
        thing: Thing = bound["n"]
        if thing.ids and "?" not in thing.ids and not thing.problem:
            yield Reading(EvidenceQuestion(about=thing.ids), thing.cost + 3.0, thing.notices)
    elif "h" in bound:  # how does X differ from Y
        if _tells_how(reader, bound["h"]):
            yield from _evidence(_stated(reader, bound["h"]), (), 0.2)
    elif "q" in bound:  # why does X own Y
        yield from _evidence(_stated(reader, bound["q"]), (), 0.4)
    elif "i" in bound:  # why is X said to own Y
        said = Sentence(bound["a"], bound["i"], bound["a"].cost + bound["i"].cost)
        yield from _evidence(_stated(reader, said), (), 0.0)
    else:
        yield from _evidence_of(reader, bound["t"], ())


def _stated(reader: Reader, sentence: Sentence) -> Topic:
    picks, cost = reader.sentences.picked(sentence)
    return Topic(picks, cost=cost, notices=sentence.notices, problem=sentence.problem)


def _tells_how(reader: Reader, sentence: Sentence) -> bool:
    """Tell whether the claims of a sentence may say in what respect or by what means."""
    relations = reader.lexicon.ontology.relations
    return bool(sentence.clause) and all(
        "{respect}" in relations[each].phrase or "{means}" in relations[each].phrase
        for each in (sentence.clause.relations if sentence.clause else ())
    )


def _infinitives(reader: Reader, i: int) -> list[tuple[int, Clause]]:
    if reader.words[i : i + 1] != ("to",):
        return []
    found = [*reader.clauses.at(i + 1, "base")]
    if reader.words[i + 1 : i + 2] == ("have",):
        found += reader.clauses.at(i + 2, "participle")
    if reader.words[i + 1 : i + 2] == ("be",):
        found += reader.clauses.at(i + 2, "gerund")
    return found


def _evidence_of(reader: Reader, topic: Topic, speakers: tuple[str, ...]) -> Iterator[Reading]:
    if topic.about is None:
        yield from _evidence(topic, speakers, 0.0)
        return
    ids = reader.meanings.known(topic.about)
    if ids and ("?" not in ids or topic.problem):
        yield Reading(
            EvidenceQuestion(about=ids, speakers=speakers), topic.cost, topic.notices, topic.problem
        )


def _evidence(topic: Topic, speakers: tuple[str, ...], more: float) -> Iterator[Reading]:
    if len(topic.picks) == 1 or topic.problem:
        pick = topic.picks[0] if topic.picks else Pick()
        yield Reading(
            EvidenceQuestion(pick=pick, speakers=speakers),
            topic.cost + more,
            topic.notices,
            topic.problem,
        )


def _spoken(reader: Reader, bound: Bound) -> Iterator[Reading]:
    who: Thing = bound["who"]
    if not who.ids:
        return
    topic = bound.get("t")
    if topic is None:
        yield Reading(EvidenceQuestion(speakers=who.ids), who.cost + 0.2, who.notices, who.problem)
        return
    for reading in _evidence_of(reader, topic, who.ids):
        yield reading._replace(
            cost=reading.cost + who.cost,
            notices=who.notices + reading.notices,
            problem=who.problem or reading.problem,
        )


def _voices(reader: Reader, topic: Topic, stance: VoiceStance) -> Iterator[Reading]:
    picks = topic.picks
    if topic.about is not None:
        ids = reader.meanings.known(topic.about)
        if "?" in ids and not topic.problem:
            return
        picks = (Pick(with_=ids),) if len(ids) == 1 or topic.about.both else ()
    if len(picks) == 1 or topic.problem:
        yield Reading(
            VoicesQuestion(picks[0] if picks else Pick(), stance),
            topic.cost,
            topic.notices,
            topic.problem,
        )


def _checked(reader: Reader, bound: Bound, stance: VoiceStance) -> Iterator[Reading]:
    """Yield "did Ford deny the talks with Xiaomi"."""
    who: Thing = bound["who"]
    for each in _voices(reader, bound["t"], stance):
        asked = each.asked._replace(speakers=who.ids, check=True)
        problem = who.problem or each.problem
        yield Reading(asked, each.cost + who.cost, who.notices + each.notices, problem)


def _plain(reader: Reader) -> Iterator[Reading]:
    """Yield what the sources say about a subject in words that are no name."""
    words = reader.words
    for lead in phrases("evidence", "subjects"):
        rest = words[len(lead) :]
        if words[: len(lead)] != lead or not rest or len(rest) > 8:
            continue
        if any(each in _NO_SUBJECT for each in rest):
            continue
        bare = [each for each in rest if each not in _SMALL]
        if bare:
            yield Reading(EvidenceQuestion(words=" ".join(bare)), 10.0)


_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "'s",
        "for",
        "to",
        "its",
        "their",
        "with",
        "by",
        "from",
    ]
)
_NO_SUBJECT = frozenset(
    [
        "who",
        "what",
        "which",
        "when",
        "where",
        "why",
        "how",
        "not",
        "is",
        "are",
        "does",
        "do",
        "did",
        "and",
        "or",
        "if",
    ]
)
