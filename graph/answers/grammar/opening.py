"""What stands around a question and asks for nothing: greetings, requests, fillers, closings."""

from __future__ import annotations

from typing import NamedTuple

from graph.answers.grammar.lexicon import Lexicon
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.words import Token, tokens


class Told(NamedTuple):
    """The words that ask, and whether the evidence is asked for as well."""

    tokens: list[Token]
    with_evidence: bool


def opened(question: str, lexicon: Lexicon) -> Told:
    """Return the words of ``question`` that ask for something."""
    found = tokens(question)
    found, evidence = _closed(found, lexicon)
    found = _begun(found, lexicon)
    return Told(_without_others(_without_fillers(found, lexicon)), evidence)


def _without_others(found: list[Token]) -> list[Token]:
    """Return the words without the "else" of "who else" and the "other" of "which other"."""
    said = [each.word for each in found]
    return [
        each
        for i, each in enumerate(found)
        if not (i and (said[i - 1], said[i]) in phrases("openings", "others"))
    ]


def _begun(found: list[Token], lexicon: Lexicon) -> list[Token]:
    while True:
        spoken = tuple(each.word for each in found)
        if spoken[:1] == (",",):
            found = found[1:]
            continue
        opening = next(
            (each for each in phrases("openings", "openings") if spoken[: len(each)] == each), None
        )
        if opening is None or len(opening) >= len(found) or _keeps(spoken, opening):
            return found
        found = found[len(opening) :]


def _keeps(spoken: tuple[str, ...], opening: tuple[str, ...]) -> bool:
    """Tell whether what looks like an opening is part of the question: "can you" but "can Ford"."""
    rest = spoken[len(opening) :]
    return opening in (("now",), ("then",)) and not rest


def _closed(found: list[Token], lexicon: Lexicon) -> tuple[list[Token], bool]:
    evidence, again = False, True
    while again:
        again = False
        spoken = tuple(each.word for each in found)
        for endings, asks in (
            (phrases("openings", "evidence"), True),
            (phrases("openings", "closings"), False),
            (((",",),), False),
        ):
            ending = next(
                (e for e in endings if len(e) < len(spoken) and spoken[-len(e) :] == e), None
            )
            if ending and not (ending == ("why",) and spoken[-2] != ","):
                found, again = found[: -len(ending)], True
                evidence |= asks
                break
    return found, evidence


def _without_fillers(found: list[Token], lexicon: Lexicon) -> list[Token]:
    spoken = tuple(each.word for each in found)
    kept: list[Token] = []
    i = 0
    while i < len(spoken):
        named = _name_end(spoken, i, lexicon)
        filler = next(
            (each for each in phrases("openings", "fillers") if spoken[i : i + len(each)] == each),
            None,
        )
        if named:
            kept += found[i:named]
            i = named
        elif filler:
            i += len(filler)
        else:
            kept.append(found[i])
            i += 1
    return kept


def _name_end(spoken: tuple[str, ...], i: int, lexicon: Lexicon) -> int:
    for name, _ in lexicon.names.get(spoken[i], ()):
        if spoken[i : i + len(name)] == name:
            return i + len(name)
    return 0
