"""Questions whether something is so."""

from __future__ import annotations

from collections.abc import Iterator

from graph.answers.asked import Pick, ValueQuestion, YesNoQuestion
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.sentences import Sentence
from graph.answers.grammar.things import Reading

_PAST = frozenset(["did", "was", "were", "had"])


def readings(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask whether something is so."""
    words = reader.words
    for j, sentence in reader.sentences.asked(0):
        if j == len(words):
            yield from _checked(reader, sentence, words[0] in _PAST)
    for lead in phrases("checks", "whether"):
        if words[: len(lead)] == lead:
            for j, sentence in reader.sentences.stated(len(lead)):
                if j == len(words):
                    yield from _checked(reader, sentence, False)


def _bound(sentence: Sentence) -> str:
    """Return the comparison that a sentence makes, such as "above 50%"; "" where it makes none."""
    said = sentence.clause.words if sentence.clause else ()
    return " ".join(said) if any((each,) in phrases("checks", "comparing") for each in said) else ""


def _figure(
    reader: Reader, sentence: Sentence, pick: Pick, bound: str, cost: float
) -> Iterator[Reading]:
    """Yield the figure that is compared with another: who asks sees whether it is above."""
    ontology = reader.lexicon.ontology
    percent = bound.endswith("%") or "percent" in reader.words
    said = tuple(r for r in pick.relations if ontology.relations[r].quantity)
    in_percent = tuple(r for r in said if "percent" in reader.grammar.units((r,)))
    relations = (in_percent if percent else ()) or said
    if relations:
        asked = ValueQuestion(pick._replace(relations=relations, words=""))
        notice = f"the figure is told; whether it is {bound} is yours to judge"
        yield Reading(asked, cost, (*sentence.notices, notice))


def _checked(reader: Reader, sentence: Sentence, past: bool) -> Iterator[Reading]:
    picks, cost = reader.sentences.picked(sentence)
    problem = sentence.problem
    if bound := _bound(sentence):
        if len(picks) == 1 and not problem:
            yield from _figure(reader, sentence, picks[0], bound, cost)
    elif picks or problem:
        yield Reading(
            YesNoQuestion(picks, negated=sentence.negated, past=past),
            cost,
            sentence.notices,
            problem,
        )
