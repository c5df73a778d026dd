"""Plain words of claims, searched as people do: whole words from their beginning, no endings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.claims.model import Claim, Quantity, Text
from graph.store.table import Node

_WORD = re.compile(r"\w+")
_IDLE = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to"})
_LEAST = 4  # letters that a word keeps when it loses an ending


def holds_words(text: str, words: str) -> bool:
    """Tell whether each of these words begins a word of the text; endings are no matter.

    >>> holds_words("national security concerns", "National concern")
    True
    >>> holds_words("batteries in Michigan", "battery")
    True
    """
    there = _WORD.findall(text.casefold())
    wanted = [_stem(each) for each in _WORD.findall(words.casefold()) if each not in _IDLE]
    return all(any(each.startswith(stem) for each in there) for stem in wanted)


def of_claim(claim: Claim, nodes: Mapping[str, Node]) -> str:
    """Return all words of a claim's object and qualifiers, names and bounds included."""
    terms = [claim.object, *(value for _, value in claim.qualifiers)]
    told = []
    for each in terms:
        if isinstance(each, Quantity):
            told += [each.bound.value, each.value, each.upper, each.unit]
        else:
            told += [each.text] if isinstance(each, Text) else [*nodes[each].names]
    return " ".join(told)


def of_unit(claim: Claim) -> str:
    """Return the unit of a claim's figure; "" where it has none."""
    return claim.object.unit if isinstance(claim.object, Quantity) else ""


def _stem(word: str) -> str:
    for ending in ("ies", "es", "y", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word.removesuffix(ending)
    return word
