"""The names of a base: folded names, sorted; who bears them; and which share three letters.

A typing error is looked for among the names that share a rare trigram with the text. One edit
takes at most four trigrams of a name away (a swap of two letters; other edits three), so
of any ``4 * edits + k`` trigrams of the text a name within that distance has at least k: the
rarest are looked up.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import accumulate, chain

from graph.claims.model import Entity
from graph.spelling import fold
from graph.store.sidecar.files import Files, Lines, LinesWriter, Texts, packed, unpacked
from graph.store.table import Node

LOST_PER_EDIT = 4
_POSTINGS = 20_000  # names that are looked at, once for each trigram they share
_MOST_ALIKE = 1_000  # names compared for likeness at most
_FEW = 20_000  # so many names are compared one by one
_SINGLY = 2_000  # fewer names than this are read one by one
_PAD = "\x00"


def grams(name: str) -> set[int]:
    """Return the trigrams of a name, its beginning and end included, as numbers."""
    padded = f"{_PAD}{_PAD}{name}{_PAD}{_PAD}"
    points = [ord(each) for each in padded]
    return {
        one << 42 | other << 21 | third
        for one, other, third in zip(points, points[1:], points[2:], strict=False)
    }


def borne(entity: Entity) -> set[str]:
    """Return all that an entity is called, capitals aside."""
    names = (entity.label, entity.in_text, *(alias.text for alias in entity.aliases))
    return {name.casefold() for name in names if name}


class Collected:
    """The names of a base being written."""

    def __init__(self) -> None:
        self._named: dict[str, array[int]] = {}
        self._borne: dict[str, array[int]] = {}
        self._merged: dict[str, int] = {}

    def add(self, number: int, node: Node) -> None:
        """Add the names of one entity; entities come in the order of their numbers."""
        for name in {fold(each) for each in node.names}:
            self._named.setdefault(name, array("I")).append(number)
        for name in borne(node.entity):
            self._borne.setdefault(name, array("I")).append(number)
        self._merged |= dict.fromkeys(node.merged, number)

    def write(self, lines: Callable[[str], LinesWriter]) -> dict[str, array[int]]:
        """Write all names; return the columns that belong to them."""
        for name, found in (("names", self._named), ("bearers", self._borne)):
            texts, bearers = lines(name), lines(f"{name}-of")
            for text, numbers in sorted(found.items()):
                texts.add(text.encode() + b"\n")
                bearers.add(packed(numbers))
        merged = lines("merged")
        for old in sorted(self._merged):
            merged.add(old.encode() + b"\n")
        into = array("I", (number for _, number in sorted(self._merged.items())))
        keys = self._write_grams(lines("grams"))
        return {"merged.into": into, "gram.key": keys}

    def _write_grams(self, lines: LinesWriter) -> array[int]:
        found: dict[int, array[int]] = {}
        for number, name in enumerate(sorted(self._named)):
            for gram in grams(name):
                found.setdefault(gram, array("I")).append(number)
        for _, numbers in sorted(found.items()):
            lines.add(packed(numbers))
        return array("Q", sorted(found))


class NameIndex:
    """The names of one base, by number."""

    def __init__(self, files: Files) -> None:
        self._names = files.texts("names")
        self._of = files.lines("names-of")
        self._bearers = files.texts("bearers")
        self._bearers_of = files.lines("bearers-of")
        self._merged = files.texts("merged")
        self._files = files
        self._grams = files.lines("grams")

    def __len__(self) -> int:
        return len(self._names)

    def named(self, name: str) -> list[int]:
        """Return the numbers of the entities with this folded name."""
        return _borne_by(name, self._names, self._of)

    def bearing(self, name: str) -> list[int]:
        """Return the numbers of the entities with this name, capitals aside."""
        return _borne_by(name, self._bearers, self._bearers_of)

    def merged_into(self, old: str) -> int:
        """Return the number of the entity that an id was merged into, or -1."""
        place = self._merged.find(old)
        return -1 if place < 0 else self._files.column("merged.into")[place]

    def all(self) -> Iterator[str]:
        """Yield all names, sorted."""
        return iter(self._whole)

    def all_borne(self) -> Iterator[str]:
        """Yield all that entities are called, capitals aside, sorted."""
        return iter(self._bearers)

    def beginning(self, text: str) -> Iterator[str]:
        """Yield the names that begin with ``text``, sorted."""
        for place in range(bisect_left(self._names, text), len(self._names)):
            name = self._names[place]
            if not name.startswith(text):
                return
            yield name

    def holding(self, text: str) -> Iterator[str]:
        """Yield the names that ``text`` stands in, sorted."""
        wanted, starts = text.encode(), self._names.lines.at
        whole = self._files.text("names")
        at = whole.find(wanted)
        while wanted and at >= 0:
            place = bisect_left(starts, at + 1) - 1
            yield self._names[place]
            at = whole.find(wanted, starts[place + 1])

    def near(self, text: str, edits: int) -> list[str]:
        """Return names, among them all within so many edits of ``text``."""
        postings, lost = self._postings(text), LOST_PER_EDIT * edits
        if len(postings) <= lost:
            return self._whole
        looked = lost + 1
        looked += self._affordable(postings[looked:], _POSTINGS - sum(map(len, postings[:looked])))
        shared = Counter(chain.from_iterable(postings[:looked]))
        return self._texts([n for n, count in shared.items() if count >= looked - lost])

    def alike(self, text: str) -> list[str]:
        """Return the names to compare with ``text`` for likeness.

        All of them, unless there are many: then those that share most of its rarer trigrams.
        """
        if len(self) <= _FEW:
            return self._whole
        postings = self._postings(text)
        looked = max(1, self._affordable(postings, _POSTINGS))
        shared = Counter(chain.from_iterable(postings[:looked]))
        best = nsmallest(_MOST_ALIKE, ((-count, number) for number, count in shared.items()))
        return sorted({*self._texts([number for _, number in best]), *self._one_edit_off(text)})

    def _one_edit_off(self, text: str) -> list[str]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = self.near(text, 1)
        found = process.extract_iter(text, near, scorer=OSA.distance, score_cutoff=1)
        return [name for name, _, _ in found]

    @staticmethod
    def _affordable(postings: Sequence[Sequence[int]], most: int) -> int:
        """Return how many of these lists hold no more than so many names together."""
        return sum(size <= most for size in accumulate(map(len, postings)))

    def _texts(self, numbers: Sequence[int]) -> list[str]:
        """Return the names with these numbers, sorted; many are cut out of the whole text."""
        names = self._names if len(numbers) < _SINGLY else self._whole
        return [names[number] for number in sorted(numbers)]

    @cached_property
    def _whole(self) -> list[str]:
        """All names, sorted."""
        return bytes(self._files.text("names")).decode().split("\n")[:-1]

    def _postings(self, text: str) -> list[Sequence[int]]:
        """Return, for each trigram of ``text``, the names that have it; the rarest first."""
        keys, found = self._gram_keys, list[Sequence[int]]()
        for gram in grams(text):
            place = bisect_left(keys, gram)
            is_there = place < len(keys) and keys[place] == gram
            found.append(unpacked(self._grams[place]) if is_there else ())
        return sorted(found, key=len)

    @cached_property
    def _gram_keys(self) -> memoryview:
        return self._files.column("gram.key")


def _borne_by(name: str, names: Texts, of: Lines) -> list[int]:
    place = names.find(name)
    return [] if place < 0 else list(unpacked(of[place]))
