"""How the answers of stored questions differ between two graphs, in a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.answers.bank import Command, Question
from graph.answers.comparing import best_standing
from graph.answers.model import Answer, BarrierOut, EntityOut, PathOut
from graph.answers.scoring import answered
from graph.answers.wording import listing
from graph.errors import ClaimFileError, InroadsError
from graph.progress import Progress, silent
from graph.session import Session


class Outcome(NamedTuple):
    """What came of a question: a status of answers, or ``failed``; and the English."""

    status: str
    answer: str


class AnswerChange(NamedTuple):
    """A question whose answer changed, and how, in a line."""

    question: str
    name: str | None
    before: Outcome
    after: Outcome
    told: str


_STATUS = {
    "found": "answered",
    "none": "answered with none",
    "unknown-name": "not known by name",
    "ambiguous-name": "ambiguous",
    "not-understood": "not understood",
    "failed": "not answered",
}


class Compared(NamedTuple):
    """How many questions at least one of two graphs can answer, and whose answers differ."""

    asked: int
    changes: list[AnswerChange]


def compare(
    before: Session,
    after: Session,
    questions: Sequence[Question],
    command: Command,
    *,
    progress: Progress = silent,
) -> Compared:
    """Return the questions whose answers differ between two graphs, in their order."""
    asked, found = 0, []
    for done, each in enumerate(questions):
        progress("Asking questions twice", done, len(questions))
        old, new = _asked(before, each, command), _asked(after, each, command)
        asked += bool({"found", "none"} & {_outcome(old).status, _outcome(new).status})
        if told := _told(old, new):
            found.append(
                AnswerChange(each.text, each.name or None, _outcome(old), _outcome(new), told)
            )
    return Compared(asked, found)


def _asked(session: Session, question: Question, command: Command) -> Answer | InroadsError:
    try:
        return answered(session, question, command)
    except ClaimFileError:
        raise
    except InroadsError as error:
        return error


def _outcome(given: Answer | InroadsError) -> Outcome:
    if isinstance(given, InroadsError):
        return Outcome("failed", str(given))
    return Outcome(given.status, given.answer)


def _told(before: Answer | InroadsError, after: Answer | InroadsError) -> str:
    """Return what changed, in a line; "" where nothing did.

    Refusals are alike whatever they suggest.
    """
    old, new = _outcome(before), _outcome(after)
    if old.status != new.status:
        return f"was {_STATUS[old.status]}; is {_STATUS[new.status]}: {new.answer}"
    if isinstance(before, InroadsError) or isinstance(after, InroadsError):
        return ""
    if new.status not in ("found", "none"):
        return ""
    told = "; ".join(each.rstrip(".") for each in _parts(before, after))
    if told or old.answer == new.answer:
        return told
    return f"is told otherwise: {new.answer}"


def _parts(before: Answer, after: Answer) -> Iterator[str]:
    if before.verdict != after.verdict:
        yield f"{after.verdict}, was {before.verdict}"
    yield from _paths(before, after)
    yield from _entities(before, after)
    old, new = _values(before), _values(after)
    if old != new:
        yield f"{listing(new) or 'no value'}, was {listing(old) or 'none'}"


def _paths(before: Answer, after: Answer) -> Iterator[str]:
    old = {_route(each): each for each in before.paths}
    new = {_route(each): each for each in after.paths}
    if gained := len(new.keys() - old.keys()):
        yield f"{_counted(gained)} more"
    if lost := len(old.keys() - new.keys()):
        yield f"{_counted(lost)} fewer"
    if before.paths and after.paths:
        best, was = after.paths[0], before.paths[0]
        if _route(best) != _route(was):
            yield f"the best is now {best.standing}: {best.sentence}"
    shared = [(old[route], path) for route, path in new.items() if route in old]
    moved = [pair for pair in shared if pair[0].sources != pair[1].sources]
    several = len(moved) > 1
    if several:
        grown = sum(path.sources > was.sources for was, path in moved)
        for number, what in ((grown, "more"), (len(moved) - grown, "fewer")):
            if number:
                yield f"{_counted(number)} on {what} origins"
    for was, path in shared:
        if differs := _otherwise(was, path, counted=several):
            yield f"path {path.rank} {differs}"


def _otherwise(old: PathOut, new: PathOut, *, counted: bool) -> str:
    """Return how a path that goes the same way stands otherwise.

    ``counted``: its origins are told already, together with those of other paths.
    """
    parts = []
    if old.standing != new.standing:
        parts.append(f"is {new.standing}, was {old.standing}")
    if old.gate != new.gate:
        parts.append(f"has the gate {new.gate}, had {old.gate}")
    if old.sources != new.sources and not counted:
        parts.append(f"rests on {new.sources} origins, on {old.sources} before")
    if not parts and old.sentence != new.sentence:
        parts.append(f"is told otherwise: {new.sentence}")
    return listing(parts)


def _route(path: PathOut) -> tuple[object, ...]:
    """Return which way a path goes, standings aside."""
    steps = ((hop.relation.id, hop.forward, hop.to.id) for hop in path.hops)
    return (path.hops[0].from_.id, *steps)


def _counted(number: int) -> str:
    return f"{number} path" if number == 1 else f"{number} paths"


def _entities(before: Answer, after: Answer) -> Iterator[str]:
    old, new = _standings(before), _standings(after)
    labels = {_key(each): each.label for each in (*before.entities, *after.entities)}
    if gained := [f"{labels[id_]}{_as(new[id_])}" for id_ in new if id_ not in old]:
        yield f"now also {listing(gained)}" if old else f"now {listing(gained)}"
    if lost := [labels[id_] for id_ in old if id_ not in new]:
        yield f"no longer {listing(lost)}"
    for id_, standing in new.items():
        if id_ in old and old[id_] != standing:
            yield f"{labels[id_]}: {standing}, was {old[id_]}"


def _as(standing: str) -> str:
    return f" ({standing})" if standing else ""


def _standings(given: Answer) -> Mapping[str, str]:
    """Return how surely each entity answers, by its best claim."""
    return {
        _key(each): each.standing or best_standing(claim.standing for claim in each.claims)
        for each in given.entities
    }


def _key(each: EntityOut | BarrierOut) -> str:
    """Return what an entity is known by; a bar that no policy is named for, by its claim."""
    return each.id or each.claims[0].id


def _values(given: Answer) -> list[str]:
    return [f"{each.bound} {each.value} {each.unit}" for each in given.values]
