"""How names are compared, and suggestions for words nobody knows, by edit distance (rapidfuzz)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]\s*")
_PROSPECT = re.compile(r"\s*\(prospect\)$")
_SHORT = 4
_SHOWN = 12


def fold(text: str) -> str:
    """Return ``text`` as names are compared: no case, no width, one space, plain dashes.

    >>> fold("The  Ford\u2013CATL partnership")
    'ford-catl partnership'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    folded = _PROSPECT.sub("", _DASHES.sub("-", " ".join(folded.split())))
    return folded.removeprefix("the ")


def nearest(text: str, choices: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to ``limit`` of ``choices`` that look like ``text``, the likest first.

    Ties are broken alphabetically, so the same input gives the same suggestions.
    """
    from rapidfuzz import fuzz

    # A short word is part of many others, which makes it no more like them.
    alike = fuzz.ratio if len(text) < _SHORT else fuzz.WRatio
    scored = sorted((-alike(text.casefold(), each.casefold()), each) for each in set(choices))
    return [each for score, each in scored[:limit] if score <= -70]


def did_you_mean(text: str, choices: Iterable[str]) -> str:
    """Return a sentence with the nearest of ``choices``, or with what there is if none is near."""
    choices = sorted(choices)
    found = nearest(text, choices)
    if found:
        return f"Did you mean {' or '.join(found)}?"
    more = f" and {len(choices) - _SHOWN:,} more" if len(choices) > _SHOWN else ""
    return f"Known: {', '.join(choices[:_SHOWN])}{more}."
