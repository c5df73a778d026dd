"""Plain words that claims hold where an entity could stand: shares, offices, respects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.words import words
from graph.session import Session

_NUMBER = re.compile(r"\d[\d.,]*%?")


class PlainWords:
    """The plain words of one graph's claims, by qualifier."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def at(
        self, spoken: tuple[str, ...], i: int, name: str
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the plain words for a qualifier at word ``i``, with those a claim must hold."""
        if name == "share":
            yield from _shares(spoken, i)
            return
        for each in self._said.get(name, ()):
            for start in (i, i + 1) if spoken[i : i + 1] in (("the",), ("a",), ("an",)) else (i,):
                if spoken[start : start + len(each)] == each:
                    yield start + len(each), each

    @cached_property
    def _said(self) -> dict[str, list[tuple[str, ...]]]:
        """The words of offices and respects, longest first."""
        relations = self._session.ontology.relations
        told = {
            each.id
            for each in relations.values()
            if "{office}" in each.phrase or "{respect}" in each.phrase
        }
        wanted = [row.id for row in self._session.table.rows if row.relation in told]
        found: dict[str, set[tuple[str, ...]]] = {}
        for record in self._session.store.records(wanted):
            for name, value in record.claim.qualifiers:
                text = getattr(value, "text", "")
                if text:
                    found.setdefault(name, set()).add(words(text))
        return {
            name: sorted(said, key=lambda each: (-len(each), each)) for name, said in found.items()
        }


def _shares(spoken: tuple[str, ...], i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    for each in phrases("values", "any share"):
        if spoken[i : i + len(each)] == each:
            yield i + len(each), ()
    for share in phrases("values", "shares held"):
        if spoken[i : i + len(share)] == share:
            yield i + len(share), (share[-1],)
    start = i + 1 if spoken[i : i + 1] in (("a",), ("about",)) else i
    if start < len(spoken) and _NUMBER.fullmatch(spoken[start]):
        number = spoken[start].rstrip("%")
        for end in (start + 2, start + 1):
            if end == start + 1 or spoken[start + 1 : end] in (("percent",), ("%",)):
                yield end, (number,)
