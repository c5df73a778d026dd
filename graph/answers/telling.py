"""A path as sentences, clause by clause, each hop hedged by its own standing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.answers.wording import Told, Wording, capital, listing, objection
from graph.claims.model import RUNNING, Standing
from graph.network.paths import Hop, Path
from graph.network.project import Network

_ENDING_ASIDES = re.compile(r"(?: \([^()]*\))+$")


@dataclass
class _Draft:
    """The sentences so far, and the entity whose name the last one ends with, if one's it is."""

    clauses: list[str] = field(default_factory=list)
    last: str = ""


class Telling:
    """Tells the paths of one network."""

    def __init__(self, network: Network, wording: Wording) -> None:
        self._network = network
        self._wording = wording

    def sentence(self, path: Path, told: Sequence[Told], partners: Sequence[Sequence[str]]) -> str:
        """Return the path in sentences.

        ``told`` and ``partners`` (names of the other partners in a hop's deal) have one item
        a hop, the tail's hops included.
        """
        hops = (*path.hops, *path.tail)
        draft, index = _Draft(), 0
        while index < len(hops):
            if is_pair(hops, index):
                self._together(draft, hops, index, told)
                index += 2
                continue
            if not self._place_only(draft, hops, index, told):
                self._clause(draft, hops[index], told[index], partners[index])
            index += 1
        return " ".join(f"{capital(clause)}." for clause in draft.clauses)

    def _together(
        self, draft: _Draft, hops: Sequence[Hop], index: int, told: Sequence[Told]
    ) -> None:
        """Tell two hops through one deal as one clause, as sure as the weaker of the two."""
        hop, pair = hops[index], (told[index], told[index + 1])
        weaker = max(pair, key=lambda each: (each.standing.place, each.stage not in RUNNING))
        text = self._wording.together(hop.tie.relation, hop, hops[index + 1].target, weaker)
        self._append(draft, hop, text + objection(pair))
        draft.last = ""

    def _place_only(
        self, draft: _Draft, hops: Sequence[Hop], index: int, told: Sequence[Told]
    ) -> bool:
        """Tell a hop up the chain of places in passing, where that needs no words of its own.

        A larger place follows after a comma if that is a fact; a place whose name the site or
        the smaller place bears, told no less surely, needs no repetition.
        """
        hop = hops[index]
        if hop.tie.relation.role != "place" or not hop.forward or draft.last != hop.source:
            return False
        place = self._wording.name(hop.target)
        sure = told[index].standing in (Standing.CORROBORATED, Standing.STATED)
        repeated = place in self._wording.name(hop.source) and _as_sure(told, index)
        if self._network.kind(hop.source).place and sure:
            draft.clauses[-1] += "" if repeated else f", in {place}"
        elif not repeated:
            return False
        draft.last = hop.target
        return True

    def _clause(self, draft: _Draft, hop: Hop, told: Told, partners: Sequence[str]) -> None:
        leads = bool(partners) and not draft.clauses and not self._network.kind(hop.source).deal
        leads = leads and self._network.kind(hop.target).deal and hop.tie.relation.founding
        aside = f" (with {listing(partners)})" if partners and not leads else ""
        text = self._wording.hop(hop, told, aside) + objection([told])
        self._append(draft, hop, text, f"together with {listing(partners)}, " if leads else "")
        ends_there = _ENDING_ASIDES.sub("", text).endswith(self._wording.name(hop.target))
        draft.last = hop.target if ends_there else ""

    def _append(self, draft: _Draft, hop: Hop, text: str, lead: str = "") -> None:
        """Go on with a pronoun where the sentence ended with the hop's source, else anew."""
        if draft.last == hop.source:
            draft.clauses[-1] += f", {self._network.kind(hop.source).pronoun} {text}"
        else:
            draft.clauses.append(f"{lead}{self._wording.name(hop.source)} {text}")


def is_pair(hops: Sequence[Hop], index: int) -> bool:
    """Tell whether this hop and the next are two partners of one deal."""
    if index + 1 >= len(hops):
        return False
    one, other = hops[index], hops[index + 1]
    same = one.tie.relation == other.tie.relation and bool(one.tie.relation.together)
    return same and one.forward and not other.forward


def _as_sure(told: Sequence[Told], index: int) -> bool:
    return index > 0 and told[index].standing.place <= told[index - 1].standing.place
