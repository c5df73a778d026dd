"""When names are alike: the shapes they are compared in, and likeness letter by letter."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path

from graph.answers.names import fold
from graph.progress import Progress, told

LIKEST = 20
"""Of each name, how many of the names like it are found."""
_LEAST_ALIKE = 0.85
_ROUNDING = 1e-9  # 3 edits in 20 letters are 85 % alike, whatever floats make of it
_LEEWAY = 0.01  # rapidfuzz 3.14 drops what lies at its cut-off exactly
_GRAM = 3
_FEWEST_INITIALS = 3
_LONGEST_FORM = 4  # words

Words = tuple[str, ...]


@cache
def word_list(name: str) -> tuple[str, ...]:
    """Return the entries of a list that lies beside this module."""
    text = (Path(__file__).parent / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(entry.strip() for line in lines for entry in line.split(","))


@cache
def legal_forms(*, leading: bool) -> frozenset[Words]:
    """Return the legal forms, or those that also stand before a name, as words."""
    return frozenset(
        tuple(entry.rstrip("*").replace("&", "and").split())
        for entry in word_list("legal-forms.txt")
        if entry.endswith("*") or not leading
    )


class Shapes:
    """A name in the shapes that names are compared in."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)

    @cached_property
    def words(self) -> Words:
        """The words without accents and marks; full stops in abbreviations vanish."""
        spread = unicodedata.normalize("NFKD", self.folded)
        bare = "".join(each for each in spread if not "\u0300" <= each <= "\u036f")
        bare = unicodedata.normalize("NFC", bare).replace(".", "").replace("'", "")
        return tuple(re.findall(r"\w+", bare.replace("&", " and ")))

    @cached_property
    def core(self) -> Words:
        """The words without legal forms at either end; all of them if nothing else is left."""
        words: Words = self.words
        before: Words = ()
        while words != before:
            before = words
            for length in range(1, min(len(words), _LONGEST_FORM + 1)):
                if words[-length:] in legal_forms(leading=False):
                    words = words[:-length]
                elif words[:length] in legal_forms(leading=True):
                    words = words[length:]
        return words if len(words) > 1 else tuple(_without_affix(word) for word in words)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The figures in it: names that differ in one name different things."""
        return tuple(re.findall(r"\d+", self.folded))

    def initials(self) -> set[str]:
        """Return its initials: of all words, and without legal forms or some words of them.

        "Technology Co., Limited" gives T, TC, TL and TCL: which of them is used, nothing tells.
        """
        ends = self.words[len(self.core) :] if self.words[: len(self.core)] == self.core else ()
        some = [
            (*self.core, *kept)
            for count in range(min(len(ends), _LONGEST_FORM) + 1)
            for kept in combinations(ends, count)
        ]
        all_of_them = ("".join(word[0] for word in words) for words in (self.words, *some))
        return {each for each in all_of_them if len(each) >= _FEWEST_INITIALS}


@cache
def _affixes(*, leading: bool) -> tuple[str, ...]:
    """Return the legal forms of scripts that write no blanks, longest first."""
    found = {form[0] for form in legal_forms(leading=leading) if not form[0].isascii()}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _without_affix(word: str) -> str:
    """Return a word without a legal form that is written together with it."""
    if word.isascii():
        return word
    for form in _affixes(leading=False):
        if word.endswith(form) and word != form:
            return word.removesuffix(form)
    for form in _affixes(leading=True):
        if word.startswith(form) and word != form:
            return word.removeprefix(form)
    return word


def alike(names: Sequence[str], step: str, progress: Progress) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of ``names`` that are at least 85 % alike (OSA distance), with the share.

    Of each name, the 20 likest of those that are shorter, or as long and earlier in the alphabet.

    An edit touches three of a name's trigrams, a swap of neighbours four. So of two names within
    d edits, each listing its trigrams rarest first, the first 4 d + 1 have one in common; only
    names that share one of those are compared, and none is missed (prefix filtering: Chaudhuri
    et al., ICDE 2006; Xiao et al., VLDB 2008).
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    grams = {name: _grams(name) for name in names}
    counts = Counter(gram for each in grams.values() for gram in each)
    index: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in told(sorted(names, key=lambda each: (len(each), each)), step, progress):
        rarest = sorted(grams[name], key=lambda gram: (counts[gram], gram))
        edits = _edits(len(name))
        near = {
            other
            for gram in rarest[: (_GRAM + 1) * edits + 1 if edits else 0]
            for length in range(len(name) - edits, len(name) + 1)
            for other in index.get((gram, length), ())
        }
        likest = process.extract(
            name,
            sorted(near),
            scorer=OSA.normalized_similarity,
            score_cutoff=_LEAST_ALIKE - _LEEWAY,
            limit=LIKEST,
        )
        for other, share, _ in likest:
            if share >= _LEAST_ALIKE - _ROUNDING:
                yield name, other, share
        for gram in rarest[: (_GRAM + 1) * _edits(_longest_like(len(name))) + 1]:
            index[gram, len(name)].append(name)


def _edits(length: int) -> int:
    """Return how many edits leave a name alike, if ``length`` is that of the longer one."""
    return int(length * (1 - _LEAST_ALIKE) + _ROUNDING)


def _longest_like(length: int) -> int:
    """Return the length of the longest name that one of ``length`` letters can be like."""
    return int(length / _LEAST_ALIKE + _ROUNDING)


def _grams(name: str) -> frozenset[str]:
    """Return the different trigrams of a name, its beginning and its end marked."""
    padded = f"\x01\x01{name}\x01\x01"
    return frozenset(padded[at : at + _GRAM] for at in range(len(padded) - _GRAM + 1))
