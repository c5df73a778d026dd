"""A question as words: one spelling, contractions opened, polite openings and fillers left out."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_PIECE = re.compile(r"[^\s\"\u201c\u201d\u201e\u00ab\u00bb()\[\]?!;:\u00bf\u00a1]+")
_SPELLINGS = {
    "licence": "license", "licences": "licenses", "licenced": "licensed", "licencing": "licensing",
    "programme": "program", "programmes": "programs", "colour": "color", "centre": "center",
    "labour": "labor", "organisation": "organization",
    "canceled": "cancelled", "canceling": "cancelling", "percents": "percent",
    "per-cent": "percent",
}  # fmt: skip
_CONTRACTIONS = {
    "what's": "what is", "who's": "who is", "where's": "where is", "when's": "when is",
    "how's": "how is", "why's": "why is", "there's": "there is", "that's": "that is",
    "it's": "it is", "here's": "here is", "who're": "who are", "what're": "what are",
    "i'd": "i would", "i'm": "i am", "i've": "i have", "let's": "let us", "who'd": "who would",
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not",
    "who've": "who have", "they're": "they are", "they've": "they have", "who'll": "who will",
    "globally": "in the world", "worldwide": "in the world",
    "whats": "what is", "whos": "who is", "wheres": "where is", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "cant": "can not",
}  # fmt: skip


class Token(NamedTuple):
    """A word as it is compared, and as it was typed."""

    word: str
    text: str


def fold(text: str) -> str:
    """Return ``text`` without case, width, and unusual apostrophes and dashes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = folded.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'")
    return re.sub(r"[\u2010-\u2015\u2212]", "-", folded)


def tokens(text: str) -> list[Token]:
    """Return the words of ``text``; hyphens part words, a possessive ending is a word.

    >>> [each.word for each in tokens("Who\u2019s Ford\u2013CATL's U.S. owner, please?")]
    ['who', 'is', 'ford', 'catl', "'s", 'us', 'owner', ',', 'please']
    """
    found: list[Token] = []
    for piece in _PIECE.findall(text):
        found += _pieces(piece)
    return found


def _pieces(piece: str) -> list[Token]:
    word, text = fold(piece).strip("'").rstrip("."), piece.strip("'\u2018\u2019")
    if word.endswith(","):
        return [*_pieces(piece[: piece.rindex(",")]), Token(",", ",")]
    opened = _CONTRACTIONS.get(word) or (f"{word[:-3]} not" if word.endswith("n't") else "")
    if opened:
        return [Token(each, each) for each in opened.split()]
    if fold(piece).rstrip(".").endswith("s'"):
        return [*_pieces(text), Token("'s", "")]
    if word.endswith("'s"):
        return [*_pieces(text[:-2]), Token("'s", "")]
    if "-" in word.strip("-") and not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", word):
        parts = zip(re.split("-", word), re.split("[-\u2010-\u2015\u2212]", text), strict=False)
        return [each for one, typed in parts for each in _pieces(typed or one)]
    word = word if _numeric(word) else word.replace(".", "")
    return [Token(_SPELLINGS.get(word, word), text.rstrip("."))] if word.strip("-'/") else []


def _numeric(word: str) -> bool:
    return bool(re.match(r"[$\u20ac\u00a3\u00a5]?\d", word))


def words(text: str) -> tuple[str, ...]:
    """Return the compared words of ``text`` alone."""
    if text.isascii() and text.replace(" ", "").isalnum():  # nothing to fold: the way of most names
        return tuple(_SPELLINGS.get(word, word) for word in text.lower().split())
    return tuple(each.word for each in tokens(text))
