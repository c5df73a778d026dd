"""The few documents that a change of a large graph is about, as they were and as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from graph.claims.kept import Kept, parsed
from graph.claims.model import Attestation, Claim
from graph.claims.sources import claim_in
from graph.store.large.gathering import Gathering
from graph.store.large.links import Replacement
from graph.store.large.plain import attestation
from graph.store.shelf import Shelf
from ontology.records import Ontology

MOST_DOCUMENTS = 500
"""Documents that are read again for a few new ones; beyond, a build of everything is no slower."""


class TooMuch(Exception):
    """So much depends on these documents that building the graph anew is the better way."""


class Said(NamedTuple):
    """What some documents say."""

    claims: dict[str, Claim]  # as they are said: mirrored claims apart
    attestations: dict[str, dict[str, Attestation]]  # by the id of the claim
    mentioned: dict[str, Claim]  # those claims, and those that are replaced or ended
    replacements: list[Replacement]
    cancelled: list[tuple[str, str]]


class _Noting(Gathering):
    """Documents whose claims are to be known by their ids, few as they are."""

    def __init__(self, ontology: Ontology, room: Path) -> None:
        super().__init__(ontology, room)
        self.mentioned: dict[str, Sequence[Any]] = {}

    def claim_id(self, claim: Sequence[Any]) -> str:
        """Return the id of a claim that is said, and note it."""
        id_ = super().claim_id(claim)
        self.mentioned[id_] = claim
        return id_


class Documents:
    """Documents by id; ``incoming`` ones come in, take a place, or go (None)."""

    def __init__(
        self,
        shelf: Shelf,
        incoming: Mapping[str, Kept | None],
        ontology: Ontology,
        room: Path,
    ) -> None:
        self._shelf = shelf
        self._incoming = incoming
        self._ontology = ontology
        self._room = room
        self._parsed: dict[str, Kept | None] = {}

    def was(self, id_: str) -> Kept | None:
        """Return a document as it was, or None; raises TooMuch where that are too many."""
        if id_ not in self._parsed:
            if len(self._parsed) >= MOST_DOCUMENTS:
                raise TooMuch
            self._parsed[id_] = parsed(self._shelf.content(id_)) if id_ in self._shelf else None
        return self._parsed[id_]

    def now(self, id_: str) -> Kept | None:
        """Return a document as it is, or None."""
        return self._incoming[id_] if id_ in self._incoming else self.was(id_)

    def said(self, ids: Iterable[str], *, anew: bool) -> Said:
        """Return what documents say, as they are (``anew``) or as they were."""
        fetch = self.now if anew else self.was
        gathered = _Noting(self._ontology, self._room)
        for id_ in sorted(ids):
            document = fetch(id_)
            if document is not None:
                gathered.add(document)
        gathered.retract(fetch)
        claims: dict[str, Claim] = {}
        attestations: dict[str, dict[str, Attestation]] = defaultdict(dict)
        for id_, claim, made in chain(gathered.said, gathered.mirrored):
            claims[id_] = claim_in(claim)
            attestations[id_][made[0]] = attestation(made)
        replacements = [(old, tuple(new), where) for old, new, where in gathered.replacements]
        mentioned = {id_: claim_in(each) for id_, each in gathered.mentioned.items()}
        return Said(
            claims, dict(attestations), {**mentioned, **claims}, replacements, gathered.cancelled
        )
