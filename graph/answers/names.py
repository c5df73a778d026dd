"""Text to entities: exact names first, typing errors forgiven only where one name is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

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
_SHORT = 2  # so short a text is looked for as a word, not within words


class Match(NamedTuple):
    """An entity found by name, with a notice where the text was not quite its name."""

    id: str
    notice: str = ""


class Index(Protocol):
    """Where names are looked up. All names given and returned are folded."""

    def named(self, name: str) -> Sequence[str]:
        """Return the ids of the entities with this name, sorted."""

    def merged_into(self, old: str) -> str:
        """Return the entity that an id was merged into, by judgements on who is who, or ""."""

    def beginning(self, text: str) -> Iterable[str]:
        """Return the names that begin with ``text``, sorted."""

    def holding(self, text: str) -> Iterable[str]:
        """Return the names that ``text`` stands in, sorted."""

    def near(self, text: str, edits: int) -> Iterable[str]:
        """Return names, among them all within so many edits of ``text``."""

    def alike(self, text: str) -> Iterable[str]:
        """Return the names to compare with ``text`` for likeness."""


class Listed:
    """The names of a graph in memory, which are few enough to compare with all of them."""

    def __init__(self, table: Table) -> None:
        self._nodes = table.nodes

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Entity ids by folded name, sorted by name."""
        found: dict[str, set[str]] = defaultdict(set)
        for node in self._nodes.values():
            for name in node.names:
                found[fold(name)].add(node.id)
        return {name: sorted(ids) for name, ids in sorted(found.items())}

    @cached_property
    def _merged(self) -> dict[str, str]:
        return {old: id_ for id_, node in self._nodes.items() for old in node.merged}

    def named(self, name: str) -> Sequence[str]:
        """Return the ids of the entities with this name, sorted."""
        return self._by_name.get(name, [])

    def merged_into(self, old: str) -> str:
        """Return the entity that an id was merged into, by judgements on who is who, or ""."""
        return self._merged.get(old, "")

    def beginning(self, text: str) -> Iterable[str]:
        """Return the names that begin with ``text``, sorted."""
        return (name for name in self._by_name if name.startswith(text))

    def holding(self, text: str) -> Iterable[str]:
        """Return the names that ``text`` stands in, sorted."""
        return (name for name in self._by_name if text in name)

    def near(self, text: str, edits: int) -> Iterable[str]:
        """Return names, among them all within so many edits of ``text``."""
        return self._by_name

    def alike(self, text: str) -> Iterable[str]:
        """Return the names to compare with ``text`` for likeness."""
        return self._by_name


class Names:
    """All names of one graph."""

    def __init__(self, table: Table, ontology: Ontology, index: Index | None = None) -> None:
        self._nodes = table.nodes
        self._ontology = ontology
        self._index = index or Listed(table)

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
        if merged := self._index.merged_into(id_):
            return Match(merged)
        for form in _forms(text):
            ids = self._index.named(form)
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
            or bool(self._index.merged_into(stripped))
            or any(self._index.named(form) for form in _forms(text))
        )

    def _forgiven(self, text: str) -> Match:
        found = self.forgiven(text)
        if found is None:
            raise UnknownName(text, self.suggestions(text))
        return found

    def bearers(self, text: str) -> tuple[str, ...]:
        """Return the ids of all that ``text`` is the very name of."""
        found = (self._index.named(form) for form in _forms(text))
        return tuple(next((ids for ids in found if ids), ()))

    def forgiven(self, text: str) -> Match | None:
        """Return the one entity whose name ``text`` nearly is, with a notice; None if none is."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        wanted = fold(text)
        limit = 2 if len(wanted) >= _LONG else 1
        long_enough = len(wanted) >= _MIN_LETTERS
        choices = self._index.near(wanted, limit) if long_enough else ()
        found = process.extract_iter(
            wanted, iter(choices), scorer=OSA.distance, processor=None, score_cutoff=limit
        )
        near = {name for name, _, _ in found if len(name) >= _MIN_LETTERS}
        ids = set[str]()
        for name in near:
            ids.update(self._index.named(name))
            if len(ids) > 1:  # which of them is meant is nobody's guess
                break
        if len(ids) != 1:
            return None
        (id_,) = ids
        label = self._nodes[id_].entity.label
        return Match(id_, f"took '{text.strip()}' as {label}")

    def suggestions(self, text: str) -> list[str]:
        """Return labels of entities whose names look like ``text``."""
        wanted = fold(text)
        near = nearest(wanted, self._index.alike(wanted), limit=5)
        ids = (id_ for name in near for id_ in self._index.named(name))
        labels = (self._nodes[id_].entity.label for id_ in ids)
        return list(dict.fromkeys(labels))[:3]

    def search(self, text: str, limit: int = 20) -> list[Node]:
        """Return entities with a name like ``text``: exact, then beginning, within, near."""
        wanted = fold(text[:_LONGEST])
        found: dict[str, None] = {}
        for name in self._like(wanted, limit):
            found |= dict.fromkeys(self._index.named(name))
            if len(found) >= limit:
                break
        return [self._nodes[id_] for id_ in [*found][:limit]]

    def _like(self, wanted: str, limit: int) -> Iterator[str]:
        """Yield names like ``wanted``, the likest first; one may come more than once."""
        yield wanted
        yield from self._index.beginning(wanted)
        for name in self._index.holding(wanted) if wanted else ():
            if len(wanted) > _SHORT or wanted in name.split():
                yield name
        if len(wanted) > 1:
            yield from nearest(wanted, self._index.alike(wanted), limit=limit)

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


def _forms(text: str) -> Iterable[str]:
    """Yield the folded text, then the same without a possessive, without or with a full stop."""
    folded = fold(text)
    yield folded
    yield folded.removesuffix("'s").removesuffix("'")
    yield folded.rstrip(".")
    yield f"{folded}."
