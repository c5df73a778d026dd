"""English word forms: nouns in singular and plural, verbs in all their forms, place adjectives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_PLURALS = {"person": "people", "man": "men", "woman": "women", "foot": "feet"}
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()}
_PAST = {
    "be": "was been", "become": "became become", "begin": "began begun", "bring": "brought brought",
    "build": "built built", "buy": "bought bought", "come": "came come", "cost": "cost cost",
    "cut": "cut cut", "do": "did done", "draw": "drew drawn", "fall": "fell fallen",
    "find": "found found", "get": "got got", "give": "gave given", "go": "went gone",
    "grow": "grew grown", "have": "had had", "hit": "hit hit", "hold": "held held",
    "keep": "kept kept", "lead": "led led", "leave": "left left", "lend": "lent lent",
    "let": "let let", "lose": "lost lost", "make": "made made", "meet": "met met",
    "pay": "paid paid", "put": "put put", "rise": "rose risen", "run": "ran run",
    "say": "said said", "see": "saw seen", "seek": "sought sought", "sell": "sold sold",
    "send": "sent sent", "set": "set set", "show": "showed shown", "shut": "shut shut",
    "speak": "spoke spoken", "spend": "spent spent", "stand": "stood stood", "stick": "stuck stuck",
    "take": "took taken", "tell": "told told", "think": "thought thought", "win": "won won",
    "withdraw": "withdrew withdrawn", "write": "wrote written",
}  # fmt: skip
_VOWELS = "aeiou"
_DOUBLED = ("plan", "ban", "bar", "stop", "scrap", "drop", "step", "put", "set", "cut", "get",
            "run", "sit", "shut", "let", "hit", "win", "begin", "permit", "admit", "ship", "tap",
            "slap", "cancel", "travel")  # fmt: skip


class Verb(NamedTuple):
    """The forms of a verb."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


@cache
def verb(base: str) -> Verb:
    """Return the forms of the verb ``base``.

    >>> verb("supply")
    Verb(base='supply', third='supplies', past='supplied', participle='supplied', \
gerund='supplying')
    """
    third = {"have": "has", "be": "is", "do": "does", "go": "goes"}.get(base) or plural(base)
    past, participle = _PAST.get(base, f"{_regular_past(base)} {_regular_past(base)}").split()
    return Verb(base, third, past, participle, _gerund(base))


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return f"{base[:-1]}ied"
    return f"{_doubled(base)}ed"


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return f"{base[:-1]}ing"
    return f"{_doubled(base)}ing"


def _doubled(base: str) -> str:
    return f"{base}{base[-1]}" if base in _DOUBLED else base


def plural(noun: str) -> str:
    """Return the plural of a noun (and the third person of a verb).

    >>> plural("battery"), plural("branch"), plural("plant")
    ('batteries', 'branches', 'plants')
    """
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    return f"{noun}s"


def singular(noun: str) -> str:
    """Return the singular of a noun; one that is no plural as it is.

    >>> singular("batteries"), singular("boxes"), singular("business"), singular("US")
    ('battery', 'box', 'business', 'US')
    """
    if noun in _SINGULARS:
        return _SINGULARS[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("xes", "ches", "shes", "sses")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3:
        return noun[:-1]
    return noun


def number_forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a name with its last word in the singular and in the plural."""
    *before, last = words
    for form in dict.fromkeys((last, singular(last), plural(singular(last)))):
        yield (*before, form)


_SUFFIXES = ("n", "an", "ian", "ean", "ese", "ish", "ic", "i")
_LEAST_STEM = 3


def place_adjectives(place: str) -> Iterator[str]:
    """Yield what could be the adjective of a place, among forms that are no words at all.

    >>> "chinese" in set(place_adjectives("china")), "german" in set(place_adjectives("germany"))
    (True, True)
    """
    if place.endswith("y"):
        yield place[:-1]
    for cut in range(4):
        stem = place[: len(place) - cut]
        if len(stem) >= _LEAST_STEM and (cut < 2 or place[-1] in _VOWELS or cut < 4):
            yield from (f"{stem}{suffix}" for suffix in _SUFFIXES)
