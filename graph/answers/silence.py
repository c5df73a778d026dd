"""What is told where no source says what was asked: that, and what is said of the same two."""

from __future__ import annotations

from collections.abc import Sequence

from graph.answers.asked import Facet, Pick
from graph.answers.describe import Describer
from graph.answers.picking import Hit, Picker
from graph.answers.summary import Summary
from graph.answers.wording import Told, listing
from graph.claims.model import Claim, Standing, Text
from graph.network.project import LIVING
from graph.session import Session


class Silence:
    """Tells what one session's sources do not say."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._session = session
        self._describe = describe
        self._picker = Picker(session)
        self._summary = Summary(session, describe)

    def told(self, pick: Pick) -> str:
        """Return that no source says it, and what is said of the same ends by other relations."""
        clause, near = self.clause(pick), self.of_both(pick)
        if not near:
            return f"no source says that {clause}. That is no denial."
        names = self.names((*pick.subjects, *pick.objects, *pick.with_))
        told = self._summary.told(near, most=2)
        return f"that {clause} is not what the sources say of {names}. {told}"

    def clause(self, pick: Pick) -> str:
        """Return what was asked, as a clause."""
        subjects, objects = self.names(pick.subjects), self.names((*pick.objects, *pick.with_))
        relation = self._session.ontology.relations.get((*pick.relations, "")[0])
        if relation is None or not pick.subjects:
            ends = objects or subjects
            return f"this holds of {ends}" if ends else "it is so"
        claim = Claim(pick.subjects[0], relation.id, Text(objects or "anything"))
        several = len(dict.fromkeys(pick.subjects)) > 1
        plain = Told(Standing.STATED)
        predicate = self._describe.wording.predicate(relation, claim, plain, several=several)
        return f"{subjects} {predicate}"

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
