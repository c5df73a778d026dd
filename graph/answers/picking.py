"""Claims that a question picks, and those who stand at the end that it asks for.

What is asked about a thing is answered by claims about narrower things too: kinds of goods, and
places within a place. Such a hit names the claims that make it one; it stands no surer than
the weakest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.answers.asked import ANYTHING, NOBODY, Facet, Narrowing, Pick
from graph.answers.plain_words import holds_words, of_claim, of_unit
from graph.claims import dates
from graph.claims.model import FACTUAL, Quantity, Record, Standing, Text
from graph.network.project import LIVING, best_first, counting
from graph.session import Session
from graph.store.table import Row
from ontology.records import Relation

Grounds = tuple[Row, ...]
_IsTie = Callable[[Row], bool]

_MANY = 50  # from so many on, all claims of a relation are read rather than those of each


class Hit(NamedTuple):
    """A claim that answers, who stands at the asked-for end, and the claims that make it fit."""

    row: Row
    entity: str = ""
    grounds: Grounds = ()

    @property
    def standing(self) -> Standing:
        """The standing of the weakest claim it rests on."""
        return weakest((self.row, *self.grounds))

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claim and of those it rests on."""
        return tuple(dict.fromkeys(row.id for row in (self.row, *self.grounds)))


def weakest(rows: Iterable[Row]) -> Standing:
    """Return the standing of the weakest of several claims."""
    return max((row.standing for row in rows), key=lambda each: each.place)


def order(hit: Hit) -> tuple[int, int, int, str]:
    """Return the key that puts the best founded first, and what is said outright before that."""
    return (hit.standing.place, len(hit.grounds), hit.row.standing.place, hit.row.id)


class _Match(NamedTuple):
    """A claim read from one end to the other."""

    row: Row
    subject: str
    object: str
    grounds: Grounds


class Picker:
    """Finds claims in one session's graph."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = session.table
        self._ontology = session.ontology

    def picked(self, pick: Pick) -> list[Hit]:
        """Return the claims that ``pick`` describes, best founded first."""
        matches = [*self._matches(pick.relations, pick.subjects, pick.objects)]
        if pick.either_way:
            matches += self._matches(pick.relations, pick.objects, pick.subjects)
        hits: dict[str, Hit] = {}
        for match in matches:
            own = self.fits(match.subject, pick.subject_is)
            other = self.fits(match.object, pick.object_is)
            if own is not None and other is not None and self.speaks_of(match.row, pick.with_):
                grounds = (*match.grounds, *own, *other)
                hits.setdefault(match.row.id, Hit(match.row, match.subject, grounds))
        found = self._worded([*hits.values()], pick.words, pick.unit)
        return sorted(self.of_time(found, pick.during), key=order)

    def at_end(self, facet: Facet) -> list[Hit]:
        """Return who stands at the end a facet asks for, best founded first."""
        if facet.end in ("subject", "object"):
            hits = [*self._opposite(facet)]
        else:
            hits = [*self._elsewhere(facet)]
        hits = [hit for hit in hits if self.speaks_of(hit.row, facet.with_)]
        found = self.of_time(self._worded(hits, facet.words), facet.during)
        return sorted(dict.fromkeys(found), key=order)

    # ------------------------------------------------------------------ who fits

    def fits(self, entity: str, wanted: Narrowing) -> Grounds | None:
        """Return the claims that an entity is as wanted by; None where it is not so.

        Who is at home where is a fact, or it is not so; it makes no answer any weaker.
        """
        if wanted == ANYTHING:
            return ()
        if not entity or (wanted.names and entity not in wanted.names):
            return None
        ancestors = self._ontology.kinds[self._table.nodes[entity].kind].ancestors
        if wanted.kinds and not set(wanted.kinds) & set(ancestors):
            return None
        if wanted.home and not self.homes(entity, wanted):
            return None
        sites = self._sites(entity, wanted.inside) if wanted.inside else ()
        return None if wanted.inside and not sites else sites

    def homes(self, entity: str, wanted: Narrowing) -> Grounds:
        """Return the best fact that an entity is at home in one of the places wanted, if any."""
        return self._standing_in(entity, wanted.home, Standing.IMPLIED, self._is_home)

    def of(self, wanted: Narrowing) -> dict[str, Grounds]:
        """Return all entities that are so, each with the claims that say so."""
        kinds = self._ontology.kinds
        among = {id_ for id_ in kinds if set(wanted.kinds) & set(kinds[id_].ancestors)}
        nodes = self._table.of_kinds(among) if wanted.kinds else self._table.nodes
        fits = {id_: self.fits(id_, wanted) for id_ in nodes}
        return {
            id_: (*self.homes(id_, wanted), *grounds)
            for id_, grounds in fits.items()
            if grounds is not None
        }

    def stands_in(self, entity: str, place: str) -> Grounds:
        """Return the best claim that a site or a deal stands in a place, if any."""
        return self._sites(entity, (place,)) if self.inside([place]) else ()

    def _sites(self, entity: str, places: Sequence[str]) -> Grounds:
        return self._standing_in(entity, places, LIVING, self._is_site)

    def _standing_in(
        self, entity: str, places: Sequence[str], floor: Standing, is_tie: _IsTie
    ) -> Grounds:
        """Return the best claim that ties an entity to one of these places, if any."""
        inside = self.inside(places)
        rows = [
            row
            for row in self._table.about[entity]
            if row.subject == entity and row.object in inside and is_tie(row)
        ]
        return counting(rows, floor)[:1]

    def _is_home(self, row: Row) -> bool:
        relation = self._ontology.relations[row.relation]
        return relation.role == "seat" or relation.purpose == "origin"

    def _is_site(self, row: Row) -> bool:
        relation = self._ontology.relations[row.relation]
        return relation.role in ("place", "seat") or relation.derived_only

    # ------------------------------------------------------------------ what a claim ties

    def _matches(
        self, relations: Sequence[str], subjects: Sequence[str], objects: Sequence[str]
    ) -> Iterator[_Match]:
        """Yield the claims from a subject to an object, or to what is narrower."""
        subject_of, object_of = self.narrower(subjects), self.narrower(objects)
        inside = self.inside(objects)
        for row in self._rows(relations, (*subject_of,), (*object_of, *inside)):
            relation = self._ontology.relations[row.relation]
            for subject, object_ in _ends(row, relation):
                why = subject_of.get(subject) if subjects else ()
                lies: Grounds | None = ()
                if objects:
                    lies = object_of.get(object_)
                    if lies is None and object_ in inside and _on_the_ground(relation):
                        lies = ()
                    if lies is None:
                        lies = self._beside(row, relation, object_of)
                if why is not None and lies is not None:
                    yield _Match(row, subject, object_, (*why, *lies))

    def _beside(
        self, row: Row, relation: Relation, wanted: Mapping[str, Grounds]
    ) -> Grounds | None:
        """Return why a qualifier answers where the relation's object can be no such thing.

        Who makes batteries is told by who makes batteries in a place, too.
        """
        for _, value in row.qualifiers:
            kind = self._table.nodes[value].kind
            if value in wanted and not self._ontology.fits(kind, relation.range):
                return wanted[value]
        return None

    def _opposite(self, facet: Facet) -> Iterator[Hit]:
        """Yield who stands at one end of a claim that has a known one at the other."""
        by_subject = facet.end == "subject"
        ends = ((), facet.known) if by_subject else (facet.known, ())
        for match in self._matches(facet.relations, *ends):
            asked, other = match.subject, match.object
            if not by_subject:
                asked, other = other, asked
            why = self.fits(other, facet.other_is)
            if asked and why is not None:
                yield Hit(match.row, asked, (*match.grounds, *why))

    def _elsewhere(self, facet: Facet) -> Iterator[Hit]:
        """Yield who stands in a qualifier, or in any role beside what is known."""
        known = self.narrower(facet.known)
        for row in self._rows(facet.relations, (*known,), ()):
            ends = [each for each in (row.subject, row.object) if each]
            named = ends if facet.end != "other" else [*row.entities()]
            why = next((known[each] for each in named if each in known), None)
            if facet.known and why is None:
                continue
            if facet.end == "other" and self._is_geography(row):
                continue
            asked = [value for name, value in row.qualifiers if name == facet.end]
            if facet.end == "other":
                asked = [each for each in row.entities() if each not in facet.known]
            yield from (Hit(row, each, why or ()) for each in asked)

    def _is_geography(self, row: Row) -> bool:
        """Tell whether a claim only says which place lies in which."""
        kinds = (self._ontology.kinds[self._table.nodes[e].kind] for e in row.entities())
        return self._ontology.relations[row.relation].role == "place" and all(
            kind.place for kind in kinds
        )

    def _rows(
        self, relations: Sequence[str], one: Sequence[str], other: Sequence[str]
    ) -> Iterable[Row]:
        """Return the claims of these relations that can speak of some of both."""
        named = min(filter(None, (one, other)), key=len, default=())
        if not named or len(named) > _MANY:
            return self._table.of_relations(relations) if relations else self._table.rows
        rows: dict[str, Row] = {}
        for each in filter(lambda each: each != NOBODY, named):
            told = self._table.told_of(each, relations) if relations else self._table.about[each]
            rows |= {row.id: row for row in told}
        return rows.values()

    def speaks_of(self, row: Row, wanted: Sequence[str]) -> bool:
        """Tell whether a claim speaks of each of these, or of something narrower.

        A figure also speaks of those whose name its goods bear: cars made by BYD.
        """
        named = set(row.entities()) if wanted else set()
        return all(
            named & {*self.narrower([each]), *self.inside([each])}
            or (not row.object and self._bears_name(row, each))
            for each in wanted
        )

    def _bears_name(self, row: Row, id_: str) -> bool:
        if id_ == NOBODY:
            return False
        (record,) = self._session.store.records([row.id])
        words = of_claim(record.claim, self._table.nodes)
        return any(holds_words(words, name) for name in self._table.nodes[id_].names)

    def _worded(self, hits: list[Hit], words: str, unit: str = "") -> list[Hit]:
        """Return the hits whose plain words hold these words, and whose unit holds that."""
        if not hits or not (words or unit):
            return hits
        records = self._session.store.records(hit.row.id for hit in hits)
        return [
            hit
            for hit, record in zip(hits, records, strict=True)
            if holds_words(of_claim(record.claim, self._table.nodes), words)
            and holds_words(of_unit(record.claim), unit)
        ]

    def of_time(self, hits: list[Hit], moment: str) -> list[Hit]:
        """Return the hits whose claims are of that time; what nobody dates is of none."""
        if not moment or not hits:
            return hits
        records = self._session.store.records(hit.row.id for hit in hits)
        return [hit for hit, each in zip(hits, records, strict=True) if _is_of(each, moment)]

    # ------------------------------------------------------------------ what is narrower

    def narrower(self, ids: Sequence[str]) -> dict[str, Grounds]:
        """Return these and all that is a kind of them, with the facts that say so."""
        taxonomy = self._ontology.with_purpose("taxonomy")
        found: dict[str, Grounds] = dict.fromkeys(ids, ())
        queue = list(found)
        for each in queue:
            kinds = [
                row
                for row in self._table.told_of(each, taxonomy)
                if row.object == each and row.standing in FACTUAL
            ]
            for row in best_first(kinds):
                if row.subject not in found:
                    found[row.subject] = (*found[each], row)
                    queue.append(row.subject)
        return found

    def inside(self, ids: Sequence[str]) -> frozenset[str]:
        """Return the places among these, and all places within them."""
        network = self._session.network
        named = (each for each in ids if each != NOBODY)
        places = (network.places_within(each) for each in named if network.kind(each).place)
        return frozenset().union(*places)


def _ends(row: Row, relation: Relation) -> Iterator[tuple[str, str]]:
    yield row.subject, row.object
    if relation.symmetric and row.object:
        yield row.object, row.subject


def _on_the_ground(relation: Relation) -> bool:
    """Tell whether what it says of a place holds for the larger places around it.

    Who makes something in a state makes it in the country; who leads in a state need not lead
    in the country, and a rule of the state is none of the country.
    """
    by_role = relation.role in ("relation", "place", "seat")
    return by_role or relation.purpose == "origin" or relation.derived_only


def _is_of(record: Record, moment: str) -> bool:
    """Tell whether a claim is dated, and one of its dates touches ``moment``.

    Of a figure for a period, the period counts alone: when it was published is no matter.
    """
    period = record.claim.qualifier("period")
    figure = record.claim.object
    if isinstance(period, Text) and dates.is_date(period.text):
        return dates.holds(period.text, period.text, moment)
    if isinstance(figure, Quantity) and figure.unit == "date":
        return dates.holds(figure.value, figure.upper or figure.value, moment)
    if record.valid_from or record.valid_to:
        return dates.holds(record.valid_from, record.valid_to, moment)
    said = (each.said for each in record.attestations if each.said)
    return any(dates.holds(each, each, moment) for each in said)
