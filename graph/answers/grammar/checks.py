"""Questions whether something is so."""

from __future__ import annotations

from collections.abc import Iterator

from graph.answers.asked import YesNoQuestion
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


def _checked(reader: Reader, sentence: Sentence, past: bool) -> Iterator[Reading]:
    picks, cost = reader.sentences.picked(sentence)
    problem = sentence.problem
    if picks or problem:
        yield Reading(
            YesNoQuestion(picks, negated=sentence.negated, past=past),
            cost,
            sentence.notices,
            problem,
        )
