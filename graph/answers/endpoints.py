"""What a user writes at the ends of a path, as sets of entities.

``NAME`` (any name, id, CURIE or IRI), ``class:KIND``, ``in:PLACE`` (the place, what lies in
it, what stands in them), ``from:PLACE`` (who is based there), ``@QUERY`` (what the column
``node`` of a stored query holds; ``@QUERY:VALUE`` gives its parameter); ``+`` intersects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from graph.errors import BadParameter
from graph.network.project import LIVING, counting
from graph.session import Session
from graph.spelling import did_you_mean
from ontology.namespaces import KG

_SECONDS = 30


class Endpoint(NamedTuple):
    """A set of entities. ``inside`` is set if it is exactly one ``in:`` place."""

    text: str
    ids: frozenset[str]
    inside: str = ""
    notices: tuple[str, ...] = ()


class Endpoints:
    """Reads endpoints against one session's graph."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = session.names
        self._network = session.network
        self._forms: dict[str, Callable[[str], Endpoint]] = {
            "class": self._of_kind,
            "in": self._inside,
            "from": self._based,
        }

    def read(self, texts: Sequence[str]) -> Endpoint:
        """Return the union of several endpoints; raises an InroadsError for one that is unknown."""
        found = [self._read(text) for text in texts]
        return Endpoint(
            text=", ".join(texts),
            ids=frozenset().union(*(each.ids for each in found)),
            inside=found[0].inside if len(found) == 1 else "",
            notices=tuple(notice for each in found for notice in each.notices),
        )

    def _read(self, text: str) -> Endpoint:
        if self._names.exact(text):  # a name may hold a plus or a colon itself
            return self._named(text)
        parts = [self._part(part.strip()) for part in text.split("+")]
        if len(parts) == 1:
            return parts[0]
        ids = frozenset.intersection(*(part.ids for part in parts))
        if not ids:
            raise BadParameter(f"'{text}' holds nothing: no entity is all of that at once.")
        return Endpoint(text, ids, notices=tuple(n for part in parts for n in part.notices))

    def _part(self, text: str) -> Endpoint:
        if text.startswith("@"):
            return self._stored(text)
        form, colon, rest = text.partition(":")
        if colon and form in self._forms:
            return self._forms[form](rest.strip().strip('"'))
        return self._named(text)

    def _named(self, text: str) -> Endpoint:
        match = self._names.find(text)
        return Endpoint(text, frozenset({match.id}), notices=_notices(match.notice))

    def _stored(self, text: str) -> Endpoint:
        """Return what a stored query finds, its parameter given after a colon."""
        import queries
        from graph.answers.requests import bound

        name, _, value = text.removeprefix("@").partition(":")
        query = queries.describe(name)
        column, given = "node", dict[str, str]()
        if value and query.parameters:
            given = {query.parameters[0].name: value.strip().strip('"')}
        elif value:
            raise BadParameter(f"the stored query '{name}' takes no parameter.")
        if any(each.default is None and each.name not in given for each in query.parameters):
            raise BadParameter(
                f"the stored query '{name}' needs a {query.parameters[0].name}: write "
                f"@{name}:VALUE."
            )
        rows = self._session.store.select(bound(self._session, name, given), timeout=_SECONDS)
        if column not in rows.variables:
            raise BadParameter(
                f"the stored query '{name}' has no column '{column}', so it is no end of a path."
            )
        cells = (str(row[rows.variables.index(column)]).strip("<>") for row in rows.rows)
        ids = frozenset(cell.removeprefix(KG) for cell in cells if cell.startswith(KG))
        ids = frozenset(id_ for id_ in ids if id_ in self._network.table.nodes)
        if not ids:
            raise BadParameter(f"the stored query '{text}' finds nothing in this graph.")
        return Endpoint(text, ids)

    def _of_kind(self, text: str) -> Endpoint:
        kinds = self._network.ontology.kinds
        kind = self._names.kind(text)
        if not kind:
            raise BadParameter(f"'{text}' is no kind. {did_you_mean(text, kinds)}")
        narrower = {each.id for each in kinds.values() if kind in each.ancestors}
        ids = frozenset(self._network.table.of_kinds(narrower))
        if not ids:
            raise BadParameter(f"this graph holds no {kinds[kind].label}.")
        return Endpoint(f"class:{text}", ids)

    def _inside(self, text: str) -> Endpoint:
        match = self._names.find(text)
        if not self._network.kind(match.id).place:
            raise BadParameter(f"'{text}' is no place, so nothing is in it.")
        ids = self._network.places_within(match.id)
        return Endpoint(f"in:{text}", ids, match.id, _notices(match.notice))

    def _based(self, text: str) -> Endpoint:
        match = self._names.find(text)
        places = self._network.places_within(match.id)
        ids = frozenset(
            tie.subject
            for place in places
            for tie in self._network.ties(place, self._network.ontology.with_role("seat"))
            if tie.object == place and counting(tie.rows, LIVING)
        )
        if not ids:
            raise BadParameter(f"nobody in this graph is based in '{text}'.")
        return Endpoint(f"from:{text}", ids, notices=_notices(match.notice))


def _notices(notice: str) -> tuple[str, ...]:
    return (notice,) if notice else ()
