"""Questions for a share that somebody holds, and for a date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from graph.answers.asked import Pick, ValueQuestion
from graph.answers.grammar.clauses import DO, HAVE
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.phrases import OBJECT
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.sentences import Sentence
from graph.answers.grammar.things import Clause, Reading, Thing

_WHEN: tuple[Literal["from", "to", "any"], ...] = ("from", "to", "any")


_STAGES = {"announced": "announced", "agreed": "agreed", "proposed": "proposed"}


def readings(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask for a share or a date."""
    yield from _when(reader)
    yield from _shares(reader)


def _shares(reader: Reader) -> Iterator[Reading]:
    """Yield "what share of Maristel does Ondrava own", "how big is Zeekr's stake in Lynk"."""
    words = reader.words
    yield from _held(reader)
    for lead in phrases("values", "shares"):
        if words[: len(lead)] == lead:
            for j, whole in reader.nouns.at(len(lead)):
                yield from _owned_by(reader, j, whole)
                yield from _belongs(reader, j, whole)
    for lead in phrases("values", "stake of"):
        if words[: len(lead)] == lead:
            for k, owner in reader.nouns.at(len(lead)):
                yield from _stake(reader, k, owner)


def _belongs(reader: Reader, j: int, whole: Thing) -> Iterator[Reading]:
    """Yield "how much of Maristel belongs to Ondrava Wind"."""
    for verb in phrases("values", "belongs to"):
        if reader.words[j : j + len(verb)] == verb:
            for k, owner in reader.nouns.at(j + len(verb)):
                if k == len(reader.words):
                    yield _share(reader, owner, whole, _share_relations(reader))


def _owned_by(reader: Reader, j: int, whole: Thing) -> Iterator[Reading]:
    auxiliary = reader.words[j] if j < len(reader.words) else ""
    if auxiliary in DO | HAVE | {"will", "would", "is", "are"}:
        for k, owner in reader.nouns.at(j + 1):
            yield from _owning(reader, k, owner, whole, auxiliary)


def _held(reader: Reader) -> Iterator[Reading]:
    """Yield "what stake does Volkswagen hold in XPeng"."""
    words = reader.words
    for lead in phrases("values", "stakes"):
        i = len(lead)
        if words[:i] != lead or words[i : i + 1] not in (
            ("do",),
            ("does",),
            ("did",),
            ("will",),
            ("has",),
            ("would",),
        ):
            continue
        for j, owner in reader.nouns.at(i + 1):
            if (
                words[j : j + 1]
                and words[j : j + 1] in phrases("values", "held")
                and words[j + 1 : j + 2] in (("in",), ("of",))
            ):
                for k, whole in reader.nouns.at(j + 2):
                    if k == len(words):
                        yield _share(reader, owner, whole, _share_relations(reader))


def _owning(
    reader: Reader, k: int, owner: Thing, whole: Thing, auxiliary: str
) -> Iterator[Reading]:
    words = reader.words
    if auxiliary in ("is", "are"):  # is Geely to hold
        k, auxiliary = (k + 1, "does") if words[k : k + 1] == ("to",) else (k, auxiliary)
    for phrase in reader.phrases.said("base", words[k] if k < len(words) else ""):
        if phrase.inverse or not _has_share(reader, phrase.relation.id) or k + 1 != len(words):
            continue
        yield _share(reader, owner, whole, _share_relations(reader))
    if auxiliary in DO | HAVE and words[k:] in (
        ("have",),
        ("hold",),
        ("own",),
        ("control",),
        ("take",),
        ("buy",),
        ("acquire",),
        ("possess",),
        ("keep",),
        ("get",),
    ):
        yield _share(reader, owner, whole, _share_relations(reader))


def _stake(reader: Reader, k: int, owner: Thing) -> Iterator[Reading]:
    words = reader.words
    if words[k : k + 1] != ("'s",):
        return
    for word in ("stake", "share", "shareholding", "holding"):
        if words[k + 1 : k + 3] in ((word, "in"), (word, "of")):
            for j, whole in reader.nouns.at(k + 3):
                if j == len(words):
                    yield _share(reader, owner, whole, _share_relations(reader))


def _has_share(reader: Reader, relation: str) -> bool:
    return "{share}" in reader.lexicon.ontology.relations[relation].phrase


def _share_relations(reader: Reader) -> tuple[str, ...]:
    return tuple(sorted(r for r in reader.lexicon.ontology.relations if _has_share(reader, r)))


def _share(reader: Reader, owner: Thing, whole: Thing, relations: tuple[str, ...]) -> Reading:
    pick = Pick(relations, reader.meanings.known(owner), reader.meanings.known(whole))
    return Reading(
        ValueQuestion(pick),
        owner.cost + whole.cost - 0.1,
        owner.notices + whole.notices,
        owner.problem or whole.problem,
    )


def _when(reader: Reader) -> Iterator[Reading]:
    """Yield "when did Xiaomi move into EVs", "since when has Skarnholm operated the works"."""
    words = reader.words
    leads = ((lead, when) for when in _WHEN for lead in phrases("values", f"when {when}"))
    for lead, when in leads:
        if words[: len(lead)] != lead:
            continue
        i = len(lead)
        for front in ("", "in", "on", "from"):
            for j, sentence in reader.sentences.asked(i, OBJECT, front):
                if j == len(words) and sentence.clause and not sentence.negated:
                    yield from _dated(reader, sentence, sentence.clause)
        for j, sentence in reader.sentences.asked(i):
            if j == len(words) and not sentence.negated:
                picks, cost = reader.sentences.picked(sentence)
                problem = sentence.problem
                if len(picks) == 1 or problem:
                    yield Reading(
                        ValueQuestion(picks[0] if picks else Pick(), when=when),
                        cost,
                        sentence.notices,
                        problem,
                    )
        if words[i : i + 1] and words[i] in ("was", "were", "is", "are"):
            yield from _staged(reader, i + 1)


def _dated(reader: Reader, sentence: Sentence, clause: Clause) -> Iterator[Reading]:
    """Yield the date figure of a relation such as the start of production."""
    dates = tuple(r for r in clause.relations if r in reader.grammar.date_relations)
    ids = reader.meanings.known(sentence.subject)
    problem = sentence.subject.problem or clause.problem
    fitting = tuple(r for r in dates if problem or reader.meanings.fits(r, ids, "object"))
    if not dates or clause.inverse:
        return
    pick = Pick(fitting or dates, ids, with_=clause.with_)
    yield Reading(
        ValueQuestion(pick), sentence.cost + (0 if fitting else 4), sentence.notices, problem
    )


def _staged(reader: Reader, i: int) -> Iterator[Reading]:
    """Yield "when was the Szeged plant announced"."""
    for j, thing in reader.nouns.at(i):
        stage = _STAGES.get(" ".join(reader.words[j:]))
        if stage and thing.ids:
            yield Reading(
                ValueQuestion(Pick(with_=thing.ids), stage=stage),
                thing.cost + 1,
                thing.notices,
                thing.problem,
            )
