"""What verb phrases come to: conditions on those asked for, and the claims that would say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graph.answers.asked import Facet, Pick
from graph.answers.grammar.phrases import AGENT, OBJECT
from graph.answers.grammar.things import OPEN_END, Clause, Sort, Thing
from graph.errors import UnknownName
from ontology.records import Relation

if TYPE_CHECKING:
    from graph.answers.grammar.reading import Reader

_MISFIT = 4.0  # what a reading costs whose entities are of kinds that the relation does not take


class Meanings:
    """Turns what was read of one question into facets and picks."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._ontology = reader.lexicon.ontology

    def known(self, thing: Thing) -> tuple[str, ...]:
        """Return the entities that a noun phrase stands for; nobody is told as "?"."""
        if thing.ids:
            return thing.ids
        if thing.sort is None:
            return ()
        return self._reader.members(thing.sort) or ("?",)

    def fits(self, relation: str, ids: Iterable[str], asked: str) -> bool:
        """Tell whether entities may stand at the other end than the asked one."""
        record = self._ontology.relations[relation]
        allowed = record.range if asked == "subject" else record.domain
        if asked not in ("subject", "object"):
            return True
        kinds = [self._reader.lexicon.kind_of(each) for each in ids if each != "?"]
        return all(self._ontology.fits(kind, allowed) for kind in kinds) or (record.symmetric)

    def fitted(
        self, relations: tuple[Relation, ...], ids: tuple[str, ...], asked: str
    ) -> tuple[tuple[str, ...], float]:
        """Return those of ``relations`` that entities may stand in, else all, at their cost."""
        all_ = tuple(each.id for each in relations)
        fitting = tuple(each for each in all_ if self.fits(each, ids, asked))
        return fitting or all_, 0.0 if fitting else _MISFIT

    def facet(self, clause: Clause, end: str) -> Facet:
        """Return the condition that a clause puts on what stands at ``end``."""
        ids = self.known(clause.object) if clause.object else ()
        return Facet(clause.relations, ids, end, clause.with_, " ".join(clause.words))

    def facets(self, clause: Clause, sort: Sort) -> Iterator[tuple[tuple[Facet, ...], float]]:
        """Yield the conditions a clause puts on what it is said of, each at its cost."""
        places, clause = clause.places, self._chosen(clause, ())
        end = OPEN_END[clause.inverse]
        if clause.of:
            end = clause.of
            if clause.agent:
                objects = self.known(clause.object) if clause.object else ()
                clause = clause._replace(with_=(*clause.with_, *objects), object=clause.agent)
        told = [clause.object] if clause.object else []
        facets, cost = self._conditions(clause, self._apart(*told), end, sort)
        if not places:
            yield facets, cost
        elif holding := self._holding_in(sort):
            yield (*facets, Facet(holding, places, "subject")), cost
        elif any(
            "{place}" in self._ontology.relations[each].phrase for each in facets[0].relations
        ):
            yield tuple(each._replace(with_=(*each.with_, *places)) for each in facets), cost

    def _holding_in(self, sort: Sort) -> tuple[str, ...]:
        """Return the relations that say where such things hold, where they are rules."""
        holding = self._ontology.with_purpose("applies-in")
        kinds = sort.narrowing.kinds
        fits = self._ontology.fits
        domains = [self._ontology.relations[each].domain for each in sorted(holding)]
        rules = bool(kinds) and all(fits(kind, domain) for kind in kinds for domain in domains)
        return tuple(sorted(holding)) if rules else ()

    def _apart(self, *things: Thing) -> list[tuple[str, ...]]:
        """Return whom a noun phrase names, each by itself where all of them are meant."""
        if not things:
            return [()]
        (thing,) = things
        return [(each,) for each in thing.ids] if thing.both else [self.known(thing)]

    def _conditions(
        self, clause: Clause, known: list[tuple[str, ...]], end: str, sort: Sort
    ) -> tuple[tuple[Facet, ...], float]:
        """Return a condition for each known, by the relations that fit, and what that costs."""
        fitting = [
            r
            for r in clause.relations
            if all(self.fits(r, ids, end) for ids in known)
            and self._open_fits(r, end, sort)
            and (clause.words or not self._ontology.relations[r].quantity)
        ]
        alike = self._of_one_sort(fitting, end) if clause.gap else tuple(fitting)
        relations = alike or clause.relations
        words = " ".join(clause.words)
        facets = tuple(
            Facet(relations, ids, end, clause.with_, words, during=clause.during) for ids in known
        )
        return facets, (0.0 if fitting else _MISFIT) + _nobody(*known)

    def _of_one_sort(self, relations: list[str], end: str) -> tuple[str, ...]:
        """Return the relations that ask for the same kinds as the first, which is nearest."""
        if not relations or end not in ("subject", "object"):
            return tuple(relations)
        is_a = self._ontology.is_a
        first, *others = (
            self._ontology.relations[each].domain
            if end == "subject"
            else self._ontology.relations[each].range
            for each in relations
        )
        alike = [
            not first or not other or any(is_a(a, b) or is_a(b, a) for a in first for b in other)
            for other in others
        ]
        return tuple(r for r, keep in zip(relations, (True, *alike), strict=True) if keep)

    def _qualifier_fits(self, name: str, sort: Sort) -> bool:
        """Tell whether what is asked for may be the goods, or the place, of a claim."""
        kinds = sort.narrowing.kinds
        if name == "place":
            return all(self._ontology.kinds[each].place for each in kinds)
        made = {
            kind
            for each in self._ontology.with_purpose("makes")
            for kind in self._ontology.relations[each].range
        }
        return name != "product" or all(self._ontology.fits(each, tuple(made)) for each in kinds)

    def _open_fits(self, relation: str, end: str, sort: Sort) -> bool:
        record = self._ontology.relations[relation]
        allowed = record.domain if end == "subject" else record.range
        if end not in ("subject", "object"):
            return self._qualifier_fits(end, sort) and any(
                f"{{{end}}}" in each for each in (record.phrase, *record.asked)
            )
        if record.symmetric or not allowed or not sort.narrowing.kinds:
            return True
        is_a = self._ontology.is_a
        return any(
            is_a(kind, each) or is_a(each, kind)
            for kind in sort.narrowing.kinds
            for each in allowed
        )

    def asked(
        self, clause: Clause, subject: Thing, sort: Sort
    ) -> Iterator[tuple[tuple[Facet, ...], float]]:
        """Yield the conditions on what is asked for at the gap of a clause said of ``subject``."""
        clause = self._chosen(clause, self.known(subject))
        located: tuple[Facet, ...] = ()
        if clause.places:
            if clause.gap != OBJECT or not self._may_stand(clause):
                return
            located = (
                Facet(tuple(sorted(self._ontology.with_role("place"))), clause.places, "subject"),
            )
        if clause.of:
            yield from self._asked_of_goods(clause, subject, sort)
            return
        own = OPEN_END[clause.inverse]
        end = (
            {"subject": "object", "object": "subject"}[own] if clause.gap == OBJECT else clause.gap
        )
        if clause.gap != OBJECT and clause.object:
            objects = self.known(clause.object)
            if len(objects) != 1:
                return
            clause = clause._replace(with_=(*clause.with_, *objects))
        facets, cost = self._conditions(clause, self._apart(subject), end, sort)
        yield located + facets, cost

    def _may_stand(self, clause: Clause) -> bool:
        """Tell whether what is asked for at the gap may stand in a place: a site, a deal."""
        sites = [self._ontology.relations[each] for each in self._ontology.with_role("place")]
        kinds = {
            kind
            for each in clause.relations
            for kind in (
                self._ontology.relations[each].domain
                if clause.inverse
                else self._ontology.relations[each].range
            )
        }
        return any(
            self._ontology.fits(kind, site.domain)
            for kind in kinds
            for site in sites
            if not self._ontology.kinds[kind].place
        )

    def _asked_of_goods(
        self, clause: Clause, goods: Thing, sort: Sort
    ) -> Iterator[tuple[tuple[Facet, ...], float]]:
        """Yield what is asked for of goods: where they are made, by whom they are supplied."""
        ids = self._goods(goods)
        agents = self.known(clause.agent) if clause.agent else ()
        objects = self.known(clause.object) if clause.object else ()
        if ids is None or clause.gap not in (OBJECT, AGENT):
            return
        end, known = ("subject", objects) if clause.gap == AGENT else ("object", agents)
        relations = tuple(r for r in clause.relations if self._open_fits(r, end, sort))
        if relations:
            yield (
                (
                    Facet(
                        relations,
                        known,
                        end,
                        (*clause.with_, *ids),
                        " ".join(clause.words),
                        during=clause.during,
                    ),
                ),
                0.0,
            )

    def _goods(self, thing: Thing) -> tuple[str, ...] | None:
        """Return the goods a noun phrase names; () where any are meant, None where several are."""
        if thing.ids:
            return thing.ids if len(thing.ids) == 1 or thing.both else None
        if thing.sort and not thing.sort.facets and not any(thing.sort.narrowing[1:]):
            return ()
        ids = self.known(thing)
        return ids if len(ids) == 1 else None

    def _chosen(self, clause: Clause, subjects: tuple[str, ...]) -> Clause:
        """Return a clause with the goods of several that its claims speak of."""
        for several in clause.any_:
            objects = self.known(clause.object) if clause.object else ()
            both = {*subjects, *objects}
            found = {
                e
                for row in self._reader.lexicon.table.rows
                if row.relation in clause.relations and both <= set(row.entities())
                for e in row.entities()
                if e in several
            }
            clause = clause._replace(
                with_=(*clause.with_, *(found if len(found) == 1 else several))
            )
        return clause._replace(any_=())

    def picks(self, clause: Clause, subject: Thing) -> tuple[tuple[Pick, ...], float]:
        """Return the claims that would say the clause of the subject, each of several by itself."""
        found, cost = [], 0.0
        if clause.places:
            return (), 0.0
        clause = self._chosen(clause, self.known(subject))
        if clause.of:
            goods = self._goods(subject)
            if goods is None:
                return (), 0.0
            agents = self.known(clause.agent) if clause.agent else ()
            clause = clause._replace(with_=(*clause.with_, *goods))
            return (
                self._pick(clause, agents, self.known(clause.object) if clause.object else ())[0],
            ), 0.0
        objects: list[Thing | None] = [clause.object]
        if clause.object and clause.object.both:
            objects = [
                clause.object._replace(ids=(each,), both=False) for each in clause.object.ids
            ]
        for id_ in [(each,) for each in subject.ids] if subject.both else [self.known(subject)]:
            for each in objects:
                pick, more = self._pick(clause, id_, self.known(each) if each else ())
                found.append(pick)
                cost += more
        return tuple(found), cost

    def owned(self, clause: Clause, subject: Thing) -> Clause:
        """Return a clause whose "its plant" is the one that claims tie to its subject."""
        thing = clause.object
        if thing is None or thing.sort is None or not thing.sort.own:
            return clause
        lexicon = self._reader.lexicon
        beside = lexicon.ends(Facet(clause.relations, self.known(subject), "other"))
        members = set(self._reader.members(thing.sort)) & beside
        if len(members) != 1:
            problem = thing.problem or UnknownName(thing.text)
            return clause._replace(object=thing._replace(problem=problem), problem=problem)
        found = thing._replace(ids=tuple(members), sort=None, problem=None)
        return clause._replace(object=found, problem=None)

    def _pick(
        self, clause: Clause, one: tuple[str, ...], other: tuple[str, ...]
    ) -> tuple[Pick, float]:
        subjects, objects = (other, one) if clause.inverse else (one, other)
        fitting = tuple(
            r
            for r in clause.relations
            if (not objects or self.fits(r, objects, "subject"))
            and (not subjects or self.fits(r, subjects, "object"))
        )
        relations = fitting or clause.relations
        return Pick(
            relations=relations,
            subjects=subjects,
            objects=objects,
            words=" ".join(clause.words),
            with_=clause.with_,
            during=clause.during,
        ), (0.0 if fitting else _MISFIT) + _nobody(one, other)


def _nobody(*known: tuple[str, ...]) -> float:
    """Return what it costs a reading that what it speaks of is nothing in the graph."""
    return 2.0 * sum("?" in ids for ids in known)
