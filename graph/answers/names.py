"""Text to entities: exact names first, typing errors forgiven only where one name is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from graph.errors import AmbiguousName, UnknownName
from graph.spelling import fold as fold
from graph.spelling import nearest
from graph.store.table import Node, Table
from ontology.namespaces import KG
from ontology.records import Ontology

_MIN_LETTERS = 5
_LONG = 8
_LONGEST = 500  # what is longer names nothing and is not compared with every name
_SHOWN = 60


class Match(NamedTuple):
    """An entity found by name, with a notice where the text was not quite its name."""

    id: str
    notice: str = ""


class Names:
    """All names of one graph."""

    def __init__(self, table: Table, ontology: Ontology) -> None:
        self._nodes = table.nodes
        self._ontology = ontology

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Entity ids by folded name."""
        found: dict[str, set[str]] = defaultdict(set)
        for node in self._nodes.values():
            for name in node.names:
                found[fold(name)].add(node.id)
        return {name: sorted(ids) for name, ids in found.items()}

    @cached_property
    def _merged(self) -> dict[str, str]:
        """The entity that each id was merged into, by judgements on who is who."""
        return {old: id_ for id_, node in self._nodes.items() for old in node.merged}

    def find(self, text: str) -> Match:
        """Return the one entity that ``text`` names: an id, CURIE, IRI, label or alias.

        An id that was judged to name the same thing as another finds what it is merged into.
        Raises AmbiguousName where several bear the name, UnknownName where none does. A typing
        error is forgiven where a single name of five letters or more is within distance 1 (2
        from eight letters on).
        """
        if len(text) > _LONGEST:
            raise UnknownName(f"{text[:_SHOWN]}…")
        id_ = text.strip().removeprefix(KG).removeprefix("kg:")
        if id_ in self._nodes:
            return Match(id_)
        if id_ in self._merged:
            return Match(self._merged[id_])
        for form in _forms(text):
            ids = self._by_name.get(form, [])
            if len(ids) > 1:
                raise AmbiguousName(text, [self._listed(each) for each in ids])
            if ids:
                return Match(ids[0])
        return self._forgiven(text)

    def exact(self, text: str) -> bool:
        """Tell whether ``text`` is, letter for letter but case, the name of something."""
        stripped = text.strip().removeprefix("kg:")
        return (
            stripped in self._nodes
            or stripped in self._merged
            or any(form in self._by_name for form in _forms(text))
        )

    def _forgiven(self, text: str) -> Match:
        from rapidfuzz.distance import OSA

        wanted = fold(text)
        limit = 2 if len(wanted) >= _LONG else 1
        near = {
            name
            for name in self._by_name
            if min(len(name), len(wanted)) >= _MIN_LETTERS
            and OSA.distance(wanted, name, score_cutoff=limit) <= limit
        }
        ids = {id_ for name in near for id_ in self._by_name[name]}
        if len(ids) != 1:
            raise UnknownName(text, self.suggestions(text))
        (id_,) = ids
        label = self._nodes[id_].entity.label
        return Match(id_, f"took '{text.strip()}' as {label}")

    def suggestions(self, text: str) -> list[str]:
        """Return labels of entities whose names look like ``text``."""
        near = nearest(fold(text), self._by_name, limit=5)
        labels = (self._nodes[id_].entity.label for name in near for id_ in self._by_name[name])
        return list(dict.fromkeys(labels))[:3]

    def search(self, text: str, limit: int = 20) -> list[Node]:
        """Return entities with a name like ``text``: exact, then beginning, within, near."""
        wanted = fold(text[:_LONGEST])
        scored: dict[str, tuple[int, int, str, str]] = {}
        likest = nearest(wanted, self._by_name, limit=limit) if len(wanted) > 1 else []
        near = {name: place for place, name in enumerate(likest)}
        for name, ids in self._by_name.items():
            rank = _rank(wanted, name, name in near)
            for id_ in ids if rank < _NOT_LIKE else ():
                key = (rank, near.get(name, 0) if rank == _NEAR else 0, name, id_)
                scored[id_] = min(scored.get(id_, key), key)
        best = sorted(scored, key=lambda id_: scored[id_])[:limit]
        return [self._nodes[id_] for id_ in best]

    def kind(self, text: str) -> str:
        """Return the kind that ``text`` names: its id, label or plural; "" if none does."""
        wanted = fold(text)
        for kind in self._ontology.kinds.values():
            if wanted in (fold(kind.id), fold(kind.label), fold(kind.plural)):
                return kind.id
        return ""

    def _listed(self, id_: str) -> tuple[str, str, str]:
        node = self._nodes[id_]
        return id_, node.entity.label, node.kind


_NEAR, _NOT_LIKE = 3, 9


def _rank(wanted: str, name: str, near: bool) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if wanted in name and (len(wanted) > 2 or wanted in name.split()):
        return 2
    return _NEAR if near else _NOT_LIKE


def _forms(text: str) -> Iterable[str]:
    """Yield the folded text, then the same without a possessive, without or with a full stop."""
    folded = fold(text)
    yield folded
    yield folded.removesuffix("'s").removesuffix("'")
    yield folded.rstrip(".")
    yield f"{folded}."
