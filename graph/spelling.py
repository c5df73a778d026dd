"""Suggestions for words nobody knows, by edit distance (rapidfuzz)."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(text: str, choices: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to ``limit`` of ``choices`` that look like ``text``, the likest first.

    Ties are broken alphabetically, so the same input gives the same suggestions.
    """
    from rapidfuzz import fuzz

    scored = sorted((-fuzz.WRatio(text.casefold(), each.casefold()), each) for each in set(choices))
    return [each for score, each in scored[:limit] if score <= -70]


def did_you_mean(text: str, choices: Iterable[str]) -> str:
    """Return a sentence with the nearest of ``choices``, or all of them if none is near."""
    choices = list(choices)
    found = nearest(text, choices)
    if found:
        return f"Did you mean {' or '.join(found)}?"
    return f"Known: {', '.join(sorted(choices))}."
