"""What-ifs in English for a terminal or a pipe: what changed, then the changed answer."""

from __future__ import annotations

from collections.abc import Sequence

from graph.answers.model import Answer, PathOut, to_json
from graph.pages import barriers
from graph.pages.plain import wrapped
from graph.pages.tables import Listing, table
from graph.pages.text import answer


def text(given: Answer, width: int, *, explain: bool = False) -> str:
    """Return the answer to a what-if as text."""
    head = [*wrapped(given.answer, width), ""]
    rest = given._replace(answer="")
    if given.question.options["command"] == "rank":
        moved = moves(given)
        return "\n".join([*head, table(moved, width) if moved.rows else ""]).rstrip() + "\n"
    if given.changes:
        head += [*_ways("Lost:", given.changes.lost, width)]
        head += [*_ways("Gained:", given.changes.gained, width)]
    if given.question.options["command"] == "barriers":
        body = barriers.text(rest, width)
    else:
        body = answer(rest, width, explain=explain)
    return ("\n".join([*head, body.lstrip("\n")])).rstrip() + "\n"


def _ways(heading: str, paths: Sequence[PathOut], width: int) -> list[str]:
    lines = [
        line
        for path in paths
        for line in wrapped(f"{path.sentence}  ({path.standing})", width, "   ")
    ]
    return [heading, *lines, ""] if lines else []


def moves(given: Answer) -> Listing:
    """Return who moved in a ranking, with the places before and after."""
    moved = given.changes.moved if given.changes else ()
    rows = [(_place(each.before), _place(each.after), each.entity.label) for each in moved]
    return Listing(("before", "after", "entity"), rows, [to_json(each) for each in moved])


def _place(place: int | None) -> str:
    return "-" if place is None else str(place)
