"""What is told where no source says what was asked: that, and what is said of the same two."""

from __future__ import annotations

from collections.abc import Sequence

from graph.answers.asked import NOBODY, Facet, Narrowing, Pick
from graph.answers.describe import Describer
from graph.answers.picking import Hit, Picker
from graph.answers.summary import Summary
from graph.answers.wording import listing
from graph.claims.model import Claim, Text
from graph.network.project import LIVING, counting
from graph.session import Session


class Silence:
    """Tells what one session's sources do not say."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._picker = Picker(session)
        self._summary = Summary(session, describe)

    def told(self, pick: Pick) -> str:
        """Return that no source says it, and what is said of the same ends, or of their groups."""
        clause, near = self.clause(pick), self.of_both(pick)
        if near:
            names = self.names((*pick.subjects, *pick.objects, *pick.with_))
            told = self._summary.told(near, most=2)
            return f"that {clause} is not what the sources say of {names}. {told}"
        told = f"no source says that {clause}. That is no denial."
        of_groups = self._of_groups(pick)
        if not of_groups:
            return told
        return f"{told} Of a group it is: {self._summary.told(of_groups, most=2)}"

    def clause(self, pick: Pick) -> str:
        """Return what was asked, as a clause."""
        subjects = self.names(pick.subjects) or self._any(pick.subject_is)
        objects = self.names(pick.objects or pick.with_) or self._any(pick.object_is)
        relation = self._session.ontology.relations.get((*pick.relations, "")[0])
        if relation is None or not subjects:
            ends = objects or subjects
            return f"this holds of {ends}" if ends else "it is so"
        claim = Claim("", relation.id, Text(objects or "anything"))
        several = len(dict.fromkeys(pick.subjects)) > 1 or self._is_plural(pick.subjects)
        predicate = self._describe.wording.plainly(relation, claim, several=several)
        aside = f" ({self.names(pick.with_)})" if pick.objects and pick.with_ else ""
        return f"{subjects} {predicate}{aside}"

    def _any(self, wanted: Narrowing) -> str:
        """Return words for whoever is so: any company; "" where nothing is said of the kind."""
        labels = [self._session.ontology.kinds[each].label for each in wanted.kinds]
        return f"any {' or '.join(labels)}" if labels else ""

    def _is_plural(self, ids: Sequence[str]) -> bool:
        return any(self._session.table.nodes[each].entity.plural for each in ids if each != NOBODY)

    def _of_groups(self, pick: Pick) -> list[Hit]:
        """Return what is said of the groups of the subject; it is not said of each member."""
        membership = self._session.ontology.with_purpose("membership")
        groups = {
            row.object
            for each in pick.subjects
            for row in self._session.table.told_of(each, membership)
            if row.subject == each and counting([row], LIVING)
        }
        if not groups:
            return []
        return self._picker.picked(pick._replace(subjects=tuple(sorted(groups))))

    def names(self, ids: Sequence[str]) -> str:
        """Return entities by name, as a list in words."""
        return listing([self._describe.wording.name(each) for each in dict.fromkeys(ids)])

    def of_both(self, pick: Pick) -> list[Hit]:
        """Return what is said, by whatever relation, of the subject and the object together."""
        others = (*pick.objects, *pick.with_)
        if not pick.subjects or not others:
            return []
        hits = self._picker.at_end(Facet((), pick.subjects, "other", others))
        living = [hit for hit in hits if hit.standing.place <= LIVING.place]
        return [*{hit.row.id: hit for hit in living}.values()]
