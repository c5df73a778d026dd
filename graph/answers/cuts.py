"""What separates two ends, in English: the fewest claims, and the fewest documents."""

from __future__ import annotations

from dataclasses import dataclass

from graph.answers.describe import Describer, document_name, document_out
from graph.answers.endpoints import Endpoint, Endpoints
from graph.answers.model import Answer, ClaimOut, CutOut, QuestionOut
from graph.answers.requery import sparql
from graph.answers.supposed import Unsaid
from graph.answers.wording import listing
from graph.claims.model import Standing
from graph.errors import BadParameter
from graph.network.cuts import ClaimCut, Cuts, DocumentCut
from graph.network.project import LIVING
from graph.network.space import Goal
from graph.session import Session

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class CutQuestion:
    """What separates two ends, as far as paths within so many hops and above a floor join them."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    max_hops: int = 6
    floor: Standing = LIVING
    timeout: float = 10


class Separation:
    """Answers what separates two ends, from one session's graph."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._describe = Describer(session)

    def answer(self, asked: CutQuestion) -> Answer:
        """Return the fewest claims and documents; raises TimeLimit where time runs out."""
        if asked.max_hops < 1:
            raise BadParameter(f"--max-hops must be at least 1, not {asked.max_hops}.")
        endpoints = Endpoints(self._session)
        start, end = endpoints.read(asked.sources), endpoints.read(asked.targets)
        goal = _goal(start, end, asked)
        unsaid = Unsaid(self._session)
        cuts = Cuts(self._session.network, goal, timeout=asked.timeout)
        claims = cuts.claims()
        documents = cuts.documents(lambda gone: unsaid.rows(documents=gone))
        told = self._describe.claims(row.id for row in claims.claims)
        ends = (self._ends(start), self._ends(end))
        return Answer(
            question=self._question(asked, start, end),
            status="found" if told else "none",
            answer=self._told(*ends, claims, documents, asked) if told else _none(*ends, asked),
            sparql=sparql(told) if told else "",
            cuts=self._cuts(told, claims, documents) if told else [],
        )

    def _cuts(self, told: list[ClaimOut], claims: ClaimCut, found: DocumentCut) -> list[CutOut]:
        kept = self._session.store.documents(found.documents)
        documents = [document_out(kept[id_]) for id_ in found.documents]
        return [
            CutOut("claims", len(told), claims.exact, told, []),
            CutOut("documents", len(documents), found.exact, [], documents),
        ]

    def _question(self, asked: CutQuestion, start: Endpoint, end: Endpoint) -> QuestionOut:
        to = [end.inside] if end.inside else sorted(end.ids)
        return QuestionOut(
            text=f"cut {start.text} @ {end.text}",
            kind="cut",
            from_=[self._describe.entity(id_) for id_ in sorted(start.ids)],
            to=[self._describe.entity(id_) for id_ in to],
            options={"max-hops": asked.max_hops, "standing": asked.floor.value},
            noticed=[*start.notices, *end.notices],
        )

    def _ends(self, end: Endpoint) -> str:
        name = self._describe.wording.name
        if end.inside:
            return f"anything in {name(end.inside)}"
        names = [name(id_) for id_ in sorted(end.ids)]
        return listing(names if len(names) < 5 else [*names[:3], f"{len(names) - 3} others"])

    def _told(
        self, start: str, end: str, claims: ClaimCut, found: DocumentCut, asked: CutQuestion
    ) -> str:
        kept = self._session.store.documents(found.documents)
        names = [document_name(kept[id_]) for id_ in found.documents]
        documents = listing(names if len(names) < 5 else [*names[:3], f"{len(names) - 3} more"])
        return (
            f"It takes {_some(len(claims.claims), 'claim', claims.exact)} to separate {start} from "
            f"{end}: without {_them(len(claims.claims))}, no path of up to "
            f"{_some(asked.max_hops, 'hop', True)} is left among claims that are at least "
            f"{asked.floor}. It takes {_some(len(found.documents), 'document', found.exact)}: "
            f"{documents}."
        )


def _none(start: str, end: str, asked: CutQuestion) -> str:
    return (
        f"There is nothing to cut: no path of up to {_some(asked.max_hops, 'hop', True)} leads "
        f"from {start} to {end} among claims that are at least {asked.floor}."
    )


def _some(count: int, noun: str, exact: bool) -> str:
    """Return a count in words; an upper bound says that it is one."""
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    bound = "" if exact else "at most "
    return f"{bound}{number} {noun}{'' if count == 1 else 's'}"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _goal(start: Endpoint, end: Endpoint, asked: CutQuestion) -> Goal:
    targets = end.ids - start.ids
    if not targets:
        raise BadParameter("the two ends are the same; there is nothing between them.")
    return Goal(start.ids, targets, end.inside, asked.max_hops, asked.floor)
