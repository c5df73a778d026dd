"""Pairs of integers grouped: what stands beside each number, in one sweep and little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator


class Pairs:
    """Pairs (place, number), in any order of places."""

    def __init__(self) -> None:
        self._places = array("I")
        self._numbers = array("I")

    def add(self, place: int, number: int) -> None:
        """Add one pair."""
        self._places.append(place)
        self._numbers.append(number)

    def grouped(self, places: int) -> Iterator[array[int]]:
        """Yield the numbers of each place from 0 on, in the order they were added."""
        start = array("Q", bytes(8 * (places + 1)))
        for place in self._places:
            start[place + 1] += 1
        for place in range(places):
            start[place + 1] += start[place]
        free, numbers = start[:], array("I", bytes(4 * len(self._numbers)))
        for place, number in zip(self._places, self._numbers, strict=True):
            numbers[free[place]] = number
            free[place] += 1
        for place in range(places):
            yield numbers[start[place] : start[place + 1]]
