"""Scenes from a graph: an answer's paths, a neighbourhood, communities, a query, everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from graph.answers.absence import relaxing
from graph.answers.describe import Describer, document_out
from graph.answers.model import (
    Answer,
    ClaimOut,
    DocumentRef,
    EntityRef,
    HopOut,
    PathOut,
    PolicyOut,
    Validity,
    Words,
)
from graph.answers.wording import listing
from graph.claims.model import Standing
from graph.errors import NothingToDraw, NotInstalled
from graph.network import communities as grouping
from graph.network.project import LIVING, counting
from graph.pages.communities import named
from graph.pages.scene import OVERVIEW, ROWS, Bite, Community, Line, Point, Scene, Step, Story
from graph.pages.text import bearing, biting, cut, gist, headed, skipped
from graph.session import Session
from graph.store.table import Row
from ontology.namespaces import CLAIM, KG

_NAMED = 3


class Scenes:
    """Makes scenes from one session's graph; ``floor`` is the weakest standing shown."""

    def __init__(self, session: Session, floor: Standing = LIVING) -> None:
        self._session = session
        self._describe = Describer(session)
        self._floor = floor

    def whole(self) -> Scene:
        """Return everything that counts, its actors by community."""
        rows = self._living()
        points = sorted(self._session.table.nodes)
        documents = {document for row in rows for document in row.documents}
        told = (
            f"{_count(len(points), 'entity', 'entities')} and what "
            f"{_count(len(documents), 'document', 'documents')} "
            f"{'says' if len(documents) == 1 else 'say'} about them, in "
            f"{_count(len(rows), 'claim', 'claims')}."
        )
        scene = self._scene("groups", "The whole graph", told, points, rows)
        return self._grouped(scene)

    def around(self, names: Sequence[str], hops: int) -> Scene:
        """Return the neighbourhood of entities, rings of so many steps.

        As for a path, nothing is passed through but what the ontology says may be.
        """
        focus = tuple(dict.fromkeys(self._session.names.find(name).id for name in names))
        inside = self._within(focus, hops)
        said = (row for id_ in inside for row in self._session.table.of_subject(id_))
        kept = self._counting(row for row in said if not row.object or row.object in inside)
        ties = sum(bool({row.subject, row.object} & set(focus)) for row in kept)
        who = listing([self._describe.wording.name(id_) for id_ in focus])
        others = len(inside) - len(focus)
        told = f"Nothing here ties {who} to others."
        if ties:
            told = (
                f"{_count(ties, 'claim ties', 'claims tie')} {who} to others; "
                f"{_count(others, 'entity is', 'entities are')} within "
                f"{_count(hops, 'step', 'steps')}."
            )
        return self._scene("rings", _title(self._describe, focus), told, inside, kept, focus)

    def communities(self, names: Sequence[str]) -> Scene:
        """Return the actors with their deals and sites, by community; with names only theirs."""
        wanted = {self._session.names.find(name).id for name in names}
        found = grouping.communities(self._session.network, floor=self._floor).found
        kept = [each for each in found if not wanted or wanted & {*each.members, *each.attached}]
        if not kept:
            raise NothingToDraw(
                f"{listing(list(names))} deals with nobody here."
                if names
                else "nobody deals with anybody in this graph."
            )
        points = {id_ for each in kept for id_ in (*each.members, *each.attached)}
        rows = [row for row in self._living() if row.subject in points and row.object in points]
        told = (
            f"{_count(len(kept), 'community', 'communities')} of actors that deal with each "
            "other more than with the rest."
        )
        scene = self._scene("groups", "Who belongs together", told, points, rows, tuple(wanted))
        return self._grouped(scene, kept)

    def query(self, text: str, name: str, *, timeout: float) -> Scene:
        """Return what a SPARQL query speaks of: its claims, or those among its entities."""
        found = self._session.store.select(text, timeout=timeout)
        iris = {term.value for row in found.rows for term in row if isinstance(term, NamedNode)}
        table = self._session.table
        claims = {iri.removeprefix(CLAIM) for iri in iris} & table.by_id.keys()
        points = {iri.removeprefix(KG) for iri in iris} & table.nodes.keys()
        if claims:
            rows = [table.by_id[id_] for id_ in sorted(claims)]
            points |= {id_ for row in rows for id_ in (row.subject, row.object) if id_}
        else:
            rows = [
                row
                for row in self._living()
                if row.subject in points and (row.object in points or not row.object)
            ]
        if not points:
            raise NothingToDraw(
                "the query returns no entity and no claim of this graph, so there is nothing to "
                "draw. `inroads query` shows what it returns."
            )
        told = (
            f"{_count(len(points), 'entity', 'entities')} and "
            f"{_count(len(rows), 'claim', 'claims')} that the query finds."
        )
        return self._grouped(self._scene("groups", name, told, points, rows))

    def answer(self, given: Answer) -> Scene:
        """Return all that an answer tells: its paths, or near misses and denials of the link.

        Raises NothingToDraw, with the answer, where there are none of these.
        """
        if not (given.paths or given.near_misses or given.denials):
            raise NothingToDraw(f"there is nothing to draw: {given.answer}")
        return _PathScene(self._session, self._describe).scene(given)

    def _living(self) -> list[Row]:
        """Return the attested claims that count, sorted by id."""
        return self._counting(self._session.table.rows)

    def _counting(self, rows: Iterable[Row]) -> list[Row]:
        attested = (row for row in rows if not row.derived)
        return sorted(counting(attested, self._floor), key=lambda row: row.id)

    def _within(self, focus: Iterable[str], hops: int) -> set[str]:
        """Return what is at most ``hops`` steps away."""
        inside = edge = set(focus)
        for step in range(hops):
            passed = {id_ for id_ in edge if not step or self._session.network.kind(id_).passable}
            edge = {other for id_ in passed for other in self._near(id_)} - inside
            inside = inside | edge
        return inside

    def _near(self, id_: str) -> Iterator[str]:
        """Yield the other ends of the claims that have an entity as an end."""
        for row in self._counting(self._session.table.about[id_]):
            if row.object and id_ in (row.subject, row.object):
                yield row.object if id_ == row.subject else row.subject

    def _scene(
        self,
        arrangement: str,
        title: str,
        answer: str,
        points: Iterable[str],
        rows: Sequence[Row],
        focus: Sequence[str] = (),
    ) -> Scene:
        points = sorted(points)
        claims = tuple(self._claims(rows, crowd=len(points) > OVERVIEW))
        return Scene(
            arrangement="rings" if arrangement == "rings" else "groups",
            title=title,
            answer=answer,
            points=tuple(_point(self._session, id_) for id_ in points),
            lines=tuple(line for claim in claims for line in _lines(claim)),
            claims=claims,
            focus=tuple(focus),
            left_out=self._left_out(),
            origins=self._origins(claims),
        )

    def _origins(self, claims: Iterable[ClaimOut]) -> dict[str, tuple[DocumentRef, ...]]:
        """Return the documents of those claims that come without their evidence."""
        rows = self._session.table.by_id
        bare = {each.id: rows[each.id].documents for each in claims if not each.attestations}
        found = self._session.store.documents({id_ for ids in bare.values() for id_ in ids})
        refs = {id_: document_out(document) for id_, document in found.items()}
        return {claim: tuple(refs[id_] for id_ in ids) for claim, ids in bare.items() if ids}

    def _claims(self, rows: Sequence[Row], *, crowd: bool) -> Iterator[ClaimOut]:
        """Yield claims with their evidence; in a crowd only those of the best connected.

        Describing tens of thousands takes longer than anybody waits, and no page holds them.
        """
        if crowd:
            degree = Counter(end for row in rows for end in (row.subject, row.object))
            rows = sorted(rows, key=lambda row: (-degree[row.subject], row.subject, row.id))
        told = rows[:ROWS] if crowd else rows
        yield from self._describe.claims(row.id for row in told)
        yield from map(self._bare, rows[len(told) :])

    def _bare(self, row: Row) -> ClaimOut:
        """Return a claim without its evidence, and with no more of a sentence than its parts."""
        relation = self._describe.relation(row.relation)
        subject = self._describe.entity(row.subject)
        target = self._describe.entity(row.object) if row.object else Words("")
        label = target.label if isinstance(target, EntityRef) else "..."
        parts = (subject.label, relation.label, label)
        return ClaimOut(
            id=row.id,
            subject=subject,
            relation=relation,
            object=target,
            qualifiers={},
            standing=row.standing.value,
            stage=row.stage.value if row.stage else None,
            valid=Validity(row.valid_from or None, row.valid_to or None),
            derived=None,
            attestations=[],
            sentence=" \u2014 ".join(parts),
        )

    def _left_out(self) -> str:
        gone = self._session.table.not_counting(self._floor)
        derived = self._session.table.tallies().derived
        told = []
        if gone:
            told.append(
                f"{_count(gone, 'claim', 'claims')} weaker than {self._floor.value} or over"
            )
        if derived:
            told.append(f"{_count(derived, 'claim', 'claims')} derived from the rest")
        return f"Not shown: {', and '.join(told)}." if told else ""

    def _grouped(self, scene: Scene, found: Sequence[grouping.Community] | None = None) -> Scene:
        """Return a scene with the communities its points belong to, where they can be told."""
        if found is None:
            try:
                found = grouping.communities(self._session.network, floor=self._floor).found
            except NotInstalled:  # of a large graph: they only colour what is drawn
                return scene
        shown = {point.id for point in scene.points}
        kept = []
        for each in found:
            members = tuple(id_ for id_ in (*each.members, *each.attached) if id_ in shown)
            if members:
                kept.append(Community(named(self._describe, each), members))
        return replace(scene, communities=tuple(kept))


class _PathScene:
    """The scene of an answer: hops, the policies that bite on them, partners, what denies it."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._points: dict[str, Point] = {}
        self._lines: dict[str, Line] = {}
        self._claims: dict[str, ClaimOut] = {}
        self._asides: dict[str, str] = {}

    def scene(self, given: Answer) -> Scene:
        stories = tuple(self._stories(given))
        for claim in given.denials:
            self._denial(claim, drawn=not stories)
        ends = dict.fromkeys(id_ for s in stories for id_ in (s.points[0], s.points[-1]))
        starts = dict.fromkeys(self._points[story.points[0]].label for story in stories)
        return Scene(
            arrangement="path" if stories else "rings",
            title=f"{_several(given.question.from_, starts)} \u2192 {_several(given.question.to)}",
            answer=given.answer,
            points=tuple(self._points.values()),
            lines=tuple(self._lines.values()),
            claims=tuple(self._claims.values()),
            focus=tuple(ends) or self._asked(given),
            stories=stories,
            asides=self._asides,
            denials=tuple(claim.id for claim in given.denials),
            remarks=_remarks(given),
        )

    def _stories(self, given: Answer) -> Iterator[Story]:
        """Yield the paths, best first, and after them the near misses, which are no paths."""
        note = ""
        for number, (heading, path) in enumerate(headed(given.paths), start=1):
            note = heading.rstrip(":") or note
            yield self._story("The path" if len(given.paths) == 1 else f"Path {number}", path, note)
        for miss in given.near_misses:
            yield self._story("No path, but a near miss", miss.path, relaxing(miss))

    def _asked(self, given: Answer) -> tuple[str, ...]:
        """Return those points that the question asks about."""
        ends = dict.fromkeys(end.id for end in (*given.question.from_, *given.question.to))
        return tuple(id_ for id_ in ends if id_ in self._points)

    def _denial(self, claim: ClaimOut, *, drawn: bool) -> None:
        """Add a claim that denies the link; its line only between points that are there."""
        ends = [claim.subject, *([claim.object] if isinstance(claim.object, EntityRef) else [])]
        if drawn:
            self._points.update((end.id, _point(self._session, end.id)) for end in ends)
        self._claims.setdefault(claim.id, claim)
        if all(end.id in self._points for end in ends):
            self._claim(claim)

    def _story(self, heading: str, path: PathOut, note: str) -> Story:
        for hop in path.hops:
            for end in (hop.from_, hop.to):
                self._points[end.id] = _point(self._session, end.id)
        steps = tuple(self._step(hop) for hop in path.hops)
        return Story(heading, path.sentence, gist(path), tuple(path.remarks), steps, note)

    def _step(self, hop: HopOut) -> Step:
        lines = [line for claim in hop.claims for line in self._claim(claim)]
        for partner in hop.with_:
            self._partner(partner, hop)
        for claim in hop.against:
            self._claims.setdefault(claim.id, claim)
        return Step(
            source=hop.from_.id,
            target=hop.to.id,
            lines=tuple(lines),
            bites=tuple(map(self._bite, hop.policies)),
            against=tuple(claim.id for claim in hop.against),
        )

    def _claim(self, claim: ClaimOut) -> list[str]:
        self._claims[claim.id] = claim
        found = _lines(claim)
        self._lines.update((line.id, line) for line in found)
        return [line.id for line in found]

    def _partner(self, partner: EntityRef, hop: HopOut) -> None:
        """Add who else takes part in the deal of a hop, with the claims that say so."""
        relations = self._session.ontology.relations
        deal = next(e.id for e in (hop.to, hop.from_) if self._session.network.kind(e.id).deal)
        rows = [
            row
            for row in self._session.table.of_subject(partner.id)
            if (row.subject, row.object) == (partner.id, deal) and relations[row.relation].founding
        ]
        for claim in self._describe.claims(row.id for row in counting(rows, LIVING)):
            self._claim(claim)
        self._points.setdefault(partner.id, _point(self._session, partner.id))
        self._asides.setdefault(partner.id, deal)

    def _bite(self, bite: PolicyOut) -> Bite:
        """Add a policy, or a claim that bites like one, and return it with its line."""
        source = bite.id or f"claim:{bite.claim}"
        if bite.id:
            self._points.setdefault(bite.id, _point(self._session, bite.id))
        else:
            self._points.setdefault(source, Point(source, bite.label.rstrip("."), ""))
        self._points.setdefault(bite.touches.id, _point(self._session, bite.touches.id))
        (claim,) = self._describe.claims([bite.claim])
        self._claims.setdefault(claim.id, claim)
        id_ = f"{bite.claim}:{bite.touches.id}"
        self._lines[id_] = Line(
            id_, source, bite.touches.id, bite.effect, bite.standing or claim.standing,
            claim.stage or "", claim.id, bite=True,
        )  # fmt: skip
        return Bite(id_, f"{biting(bite)} ({bite.standing or claim.standing})")


def _remarks(given: Answer) -> tuple[str, ...]:
    """Return what an answer tells beside its paths: what was noticed, what it rests on, its cut."""
    found = [*given.question.noticed]
    if given.load_bearing:
        found += [f"Load-bearing: {each}" for each in bearing(given)]
    if given.skipped:
        found.append(skipped(given))
    return tuple(each for each in (*found, cut(given)) if each)


def _lines(claim: ClaimOut) -> list[Line]:
    """Return the line of a claim, or none where it is about a figure or plain words."""
    if not isinstance(claim.object, EntityRef):
        return []
    return [
        Line(
            claim.id, claim.subject.id, claim.object.id, claim.relation.label,
            claim.standing, claim.stage or "", claim.id,
        )
    ]  # fmt: skip


def _point(session: Session, id_: str) -> Point:
    node = session.table.nodes[id_]
    is_group = session.ontology.kinds[node.kind].group
    return Point(id_, node.entity.label, node.kind, node.prospect, is_group)


def _title(describe: Describer, ids: Sequence[str]) -> str:
    return listing([describe.entity(id_).label for id_ in ids])


def _several(ends: Sequence[EntityRef], shown: Iterable[str] = ()) -> str:
    """Return the names of one end; of many only those that are drawn, or how many there are."""
    names = [end.label for end in ends]
    if len(names) > _NAMED:
        names = list(shown) or names
    if len(names) > _NAMED:
        return f"{names[0]} and {len(names) - 1} others"
    return listing(names)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
