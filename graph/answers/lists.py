"""Lists: who meets every condition of a question, best founded first, each with its claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.answers.asked import ANYTHING, Facet, ListQuestion
from graph.answers.describe import Describer
from graph.answers.model import Answer, EntityOut, QuestionOut
from graph.answers.picking import Hit, Picker, order
from graph.answers.requery import sparql
from graph.answers.summary import Summary
from graph.answers.understood import Options, question
from graph.answers.wording import capital, listing
from graph.claims.model import Standing
from graph.network.policies import Policies
from graph.network.project import LIVING, counting
from graph.session import Session
from graph.store.table import Row

_Found = dict[str, list[list[Hit]]]
"""Who answers, with the hits of each condition."""


class Lists:
    """Answers list questions from one session's graph."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._picker = Picker(session)
        self._summary = Summary(session, describe)
        self._relations = session.ontology.relations

    def answer(self, asked: ListQuestion) -> Answer:
        """Return who meets all conditions, or that no source says so of anybody."""
        found, aside = self._found(asked)
        entities = [self.entity(id_, hits) for id_, hits in found.items()]
        claims = [claim for entity in entities for claim in entity.claims]
        return Answer(
            question=self.question(asked),
            status="found" if entities else "none",
            answer=self._told(asked, found, aside) if entities else self._none(asked),
            entities=entities,
            sparql=sparql(claims) if claims else "",
        )

    def question(self, asked: ListQuestion) -> QuestionOut:
        """Return the question as it was understood."""
        known = [each for facet in asked.facets for each in facet.known]
        others = [each for facet in asked.facets for each in facet.with_]
        relations = [each for facet in asked.facets for each in facet.relations]
        options: Options = {
            "relation": list(dict.fromkeys(relations)),
            "kind": list(asked.narrowing.kinds),
            "from": list(asked.narrowing.home),
            "in": list(asked.narrowing.inside),
        }
        return question("list", asked, self._describe, options, (known, others))

    # ------------------------------------------------------------------ who it is

    def _found(self, asked: ListQuestion) -> tuple[_Found, str]:
        """Return the hits of each who meets all conditions; and whose they are, if another's."""
        if not asked.facets:
            return self._of_narrowing(asked), ""
        by_facet, indirect = list[dict[str, list[Hit]]](), list[str]()
        for facet in asked.facets:
            hits = self.fitting(facet, asked)
            if facet.bites and hits and not any(_is_direct(hit, facet) for hit in hits):
                indirect += facet.known
            if not hits and facet.end == "subject":
                hits = self._narrowed([*self._through(facet)], asked)
            if not hits:
                hits = self._indirect(facet, asked)
                indirect += facet.known if hits else ()
            by_facet.append(_by_entity(hits))
        common = set.intersection(*(set(each) for each in by_facet))
        found = self._in_order({id_: [each[id_] for each in by_facet] for id_ in common})
        return found, self._aside(indirect)

    def fitting(self, facet: Facet, asked: ListQuestion) -> list[Hit]:
        """Return who stands at a facet's end and is as wanted."""
        hits = self._bites(facet) if facet.bites else self._picker.at_end(facet)
        return self._narrowed(hits, asked)

    def _narrowed(self, hits: Sequence[Hit], asked: ListQuestion) -> list[Hit]:
        if asked.narrowing == ANYTHING:
            return [hit for hit in hits if hit.entity]
        found = []
        for hit in hits:
            grounds = self._picker.fits(hit.entity, asked.narrowing) if hit.entity else None
            if grounds is not None:
                found.append(hit._replace(grounds=(*hit.grounds, *grounds)))
        return found

    def _of_narrowing(self, asked: ListQuestion) -> _Found:
        """Return all that are of the kind, or of the place, asked for."""
        fits = self._picker.of(asked.narrowing).items()
        return self._in_order({id_: [[Hit(r[0], id_, r[1:])]] if r else [] for id_, r in fits})

    def _in_order(self, found: _Found) -> _Found:
        """Return the same, best founded first, then by label."""
        label = self._describe.wording.label

        def key(id_: str) -> tuple[int, str, str]:
            return (_standing(found[id_]).place if found[id_] else -1, label(id_), id_)

        return {id_: found[id_] for id_ in sorted(found, key=key)}

    # ------------------------------------------------------------------ what is known indirectly

    def _indirect(self, facet: Facet, asked: ListQuestion) -> list[Hit]:
        """Return what is said of the deals and sites of the known, where nothing is of itself.

        What a rule does to somebody it also does through groups and goods.
        """
        is_policy = {self._relations[each].role for each in facet.relations} == {"policy"}
        hits = self._bites(facet) if is_policy and self._is_acted_on(facet) else []
        if not hits and (is_policy or facet.end != "subject"):
            hits = [
                hit
                for known in facet.known
                for row in self.parts(known)
                for hit in self._of_part(row, facet)
            ]
        return self._narrowed(hits, asked)

    def _through(self, facet: Facet) -> Iterator[Hit]:
        """Yield the members of a group that is kept out, and the partners in a deal that acts.

        Nothing else that is said of a group is said of each member.
        """
        ontology, table = self._session.ontology, self._session.table
        purposes = {self._relations[each].purpose for each in facet.relations}
        ties = {each.id for each in self._relations.values() if each.founding}
        if "policy" in {self._relations[each].role for each in facet.relations}:
            ties = set(ontology.with_purpose("membership")) if purposes == {"barred"} else set()
        for hit in self._picker.at_end(facet) if facet.relations and ties else ():
            rows = [row for row in table.told_of(hit.entity, ties) if row.object == hit.entity]
            for row in counting(rows, LIVING):
                yield Hit(hit.row, row.subject, (*hit.grounds, row))

    def _of_part(self, row: Row, facet: Facet) -> list[Hit]:
        """Return what is said of the deal or site that a claim makes somebody's.

        A site need not be said to do in a place what it does: it stands there.
        """
        part, stands = row.object, self._picker.stands_in
        places = {each: stands(row.object, each) for each in facet.with_}
        rest = tuple(each for each in facet.with_ if not places[each])
        grounds = (row, *(ground for found in places.values() for ground in found))
        return [
            hit._replace(grounds=(*hit.grounds, *grounds))
            for hit in self._picker.at_end(facet._replace(known=(part,), with_=rest))
            if hit.entity not in facet.known
        ]

    def _aside(self, known: Sequence[str]) -> str:
        """Return that it is of others that something is said, if it is."""
        if not known:
            return ""
        names = [self._describe.wording.name(each) for each in dict.fromkeys(known)]
        themselves = "itself" if len(names) == 1 else "themselves"
        return f"Nothing of the kind is said of {listing(names)} {themselves}. "

    def parts(self, known: str) -> list[Row]:
        """Return the claims that give somebody a part in a deal or a site, best first."""
        founding = {each.id for each in self._relations.values() if each.founding}
        rows = self._session.table.told_of(known, founding)
        return [*counting((row for row in rows if row.subject == known), LIVING)]

    def _is_acted_on(self, facet: Facet) -> bool:
        """Tell whether what is known stands where such claims name whom they act on."""
        barred = {self._relations[each].purpose == "barred" for each in facet.relations}
        return barred == {facet.end == "object"}

    def _bites(self, facet: Facet) -> list[Hit]:
        """Return what acts on the known: on itself, its groups, its goods or its sites.

        With the end ``object`` those asked for are the places that it is kept out of or let into.
        """
        policies, hits = Policies(self._session.network), list[Hit]()
        for known in facet.known:
            ends = {known: (), **{row.object: (row,) for row in reversed(self.parts(known))}}
            for end, grounds in ends.items():
                for place in ("", *policies.places):
                    hits += [
                        Hit(
                            bite.row,
                            bite.row.object if facet.end == "object" else bite.policy,
                            (*bite.grounds, *grounds),
                        )
                        for bite in policies.on_entry(end, place)
                        if not facet.relations or bite.row.relation in facet.relations
                    ]
        hits = [hit for hit in hits if self._picker.speaks_of(hit.row, facet.with_)]
        hits = self._picker.of_time(hits, facet.during)
        return sorted(dict.fromkeys(hits), key=order)

    # ------------------------------------------------------------------ telling

    def entity(self, id_: str, reasons: Sequence[Sequence[Hit]]) -> EntityOut:
        """Return an entity that answers; ``reasons``: its hits, condition by condition."""
        ref = self._describe.entity(id_)
        ids = dict.fromkeys(c for hits in reasons for hit in hits for c in hit.claims)
        claims = self._describe.claims(ids)
        standing = _standing(reasons).value if reasons else ""
        return EntityOut(ref.id, ref.label, ref.kind, claims, ref.prospect, standing)

    def of_claims(self, id_: str, rows: Sequence[Row]) -> EntityOut:
        """Return an entity with these claims; it answers as surely as the best of them stands."""
        return self.entity(id_, [[Hit(row, id_) for row in rows]] if rows else [])

    def _told(self, asked: ListQuestion, found: _Found, aside: str) -> str:
        if not any(found.values()):
            names = [self._describe.wording.label(each) for each in found]
            kinds = [self._session.ontology.kinds[each] for each in asked.narrowing.kinds]
            what = listing([each.plural if len(found) > 1 else each.label for each in kinds])
            return f"{capital(self._summary.names(names))} ({len(found)} {what})."
        hits = [hit for reasons in found.values() for of_one in reasons for hit in of_one]
        hits.sort(key=lambda hit: hit.standing.place)
        hits += [  # what ties somebody to the group or deal of which it is said
            Hit(row, hit.entity)
            for hit in hits
            if hit.entity not in hit.row.entities()
            for row in hit.grounds
            if hit.entity in row.entities()
        ]
        by_subject = not asked.facets or all(each.end == "subject" for each in asked.facets)
        told = self._summary.told(hits, open_subject=by_subject, most=2 if aside else 3)
        return capital(f"{aside}{told}")

    def _none(self, asked: ListQuestion) -> str:
        """Return that no source says it, and what comes nearest to it."""
        kinds = [self._session.ontology.kinds[each].label for each in asked.narrowing.kinds]
        what = listing(kinds) or ("entity" if not asked.facets else "claim")
        known = [each for facet in asked.facets for each in (*facet.known, *facet.with_)]
        labels = [self._relations[e].label for facet in asked.facets for e in facet.relations]
        said = f" ('{labels[0]}')" if labels else ""
        about = (
            f" about {listing([self._describe.wording.name(e) for e in known])}" if known else ""
        )
        told = f"No {what} answers this: no source says it{said}{about}. That is no denial."
        near = self._near(asked)
        return f"{told} {near}" if near else told

    def _near(self, asked: ListQuestion) -> str:
        """Return what is said by a kindred relation, or by one condition of several alone."""
        if len(asked.facets) > 1:
            return ""
        kindred = [
            facet._replace(relations=self.kindred(facet.relations))
            for facet in asked.facets
            if facet.known and not facet.bites
        ]
        hits = [
            hit
            for facet in kindred
            if facet.relations
            for hit in self.fitting(facet, asked)
            if hit.standing.place <= LIVING.place
        ]
        by_subject = all(each.end == "subject" for each in asked.facets)
        told = self._summary.told(hits, open_subject=by_subject, most=2) if hits else ""
        return f"What comes nearest: {told}" if told else ""

    def acting(self, facet: Facet) -> list[Hit]:
        """Return what such policy claims say of the known through its groups, goods or sites."""
        return self._bites(facet) if self._is_acted_on(facet) else []

    def kindred(self, relations: Sequence[str]) -> tuple[str, ...]:
        """Return the relations of the same role that let the same things pass the same way."""
        wanted = [self._relations[each] for each in relations]
        return tuple(
            other.id
            for other in self._relations.values()
            if other.id not in relations
            and any(
                other.role == each.role
                and (
                    set(other.flows_along) & set(each.flows_along)
                    or set(other.flows_against) & set(each.flows_against)
                )
                for each in wanted
            )
        )


def _is_direct(hit: Hit, facet: Facet) -> bool:
    return bool({hit.row.subject, hit.row.object} & set(facet.known))


def _by_entity(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.entity, []).append(hit)
    return found


def _standing(reasons: Sequence[Sequence[Hit]]) -> Standing:
    """Return how surely somebody meets all conditions: as the weakest of them, each at its best."""
    best = [min(hits, key=order).standing for hits in reasons]
    return max(best, key=lambda each: each.place)
