"""An answer compared with what a stored question expects of it, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from graph.answers.expected import Chain, Expectation, Fields, Wanted
from graph.answers.model import Answer, to_json
from graph.claims.model import Standing

_ORDERED = frozenset({"paths", "hops"})
_SHOWN = 6


class Miss(NamedTuple):
    """A field of an answer that does not hold what is expected."""

    field: str
    expected: str
    came: str


def misses(expected: Iterable[Expectation], given: Answer) -> list[Miss]:
    """Return what an answer does not hold as expected; what is not named is not compared."""
    data = to_json(given)
    view = {**data, **data["question"]}
    return [
        Miss(each.name, each.text, told(view[each.field]))
        for each in expected
        if not _holds(each, view)
    ]


def _holds(expected: Expectation, record: Mapping[str, Any]) -> bool:
    came, wanted = _field(record, expected.field), expected.wanted
    if not isinstance(came, list):
        if expected.how:
            return _words(expected.how, wanted, str(came))
        return _agrees(_one(wanted), came)
    return _HOLDS[expected.how or ("in order" if expected.field in _ORDERED else "")](wanted, came)


def _one(wanted: Wanted) -> Wanted:
    """Return what is expected where a field may hold one value or several, and holds one."""
    several = isinstance(wanted, list) and len(wanted) == 1
    return wanted[0] if several else wanted


def _field(record: Mapping[str, Any], name: str) -> Any:
    """Return a field; ``path`` is the path itself, ``standing`` that of the best claim."""
    if name in record and (record[name] or name != "standing"):
        return record[name]
    if name == "path":
        return record
    return best_standing(each["standing"] for each in record.get("claims", ())) or None


def best_standing(standings: Iterable[str]) -> str:
    """Return the best of several standings; "" where there is none."""
    return min(standings, key=lambda each: Standing(each).place, default="")


def _exactly(wanted: Sequence[Wanted], came: Sequence[Any]) -> bool:
    """Tell whether these came, in whatever order."""
    every = all(any(_agrees(each, other) for each in wanted) for other in came)
    return len(wanted) == len(came) and every and _including(wanted, came)


def _including(wanted: Sequence[Wanted], came: Sequence[Any]) -> bool:
    return all(any(_agrees(each, other) for other in came) for each in wanted)


def _excluding(wanted: Sequence[Wanted], came: Sequence[Any]) -> bool:
    return not any(_agrees(each, other) for each in wanted for other in came)


def _beginning(wanted: Sequence[Wanted], came: Sequence[Any]) -> bool:
    enough = len(wanted) <= len(came)
    return enough and all(_agrees(*pair) for pair in zip(wanted, came, strict=False))


def _in_order(wanted: Sequence[Wanted], came: Sequence[Any]) -> bool:
    return len(wanted) == len(came) and _beginning(wanted, came)


_HOLDS: dict[str, Callable[[Any, Sequence[Any]], bool]] = {
    "": _exactly,
    "in order": _in_order,
    "include": _including,
    "exclude": _excluding,
    "begin": _beginning,
}


def _words(how: str, wanted: Any, came: str) -> bool:
    """Tell whether all of these words, or none of them, stand in a text; case is no matter."""
    text = _folded(came)
    found = [_folded(each) in text for each in wanted]
    return all(found) if how == "include" else not any(found)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _agrees(wanted: Wanted, came: Any) -> bool:
    if isinstance(wanted, Chain):
        return _is_path(wanted, came)
    if isinstance(wanted, Fields):
        return isinstance(came, dict) and all(_holds(each, came) for each in wanted.expectations)
    return isinstance(wanted, str) and wanted in _forms(came)


def _forms(came: Any) -> list[str]:
    """Return how a value may be written: by its id, or as a figure, a hop's standing, a text."""
    if not isinstance(came, dict):
        return [str(came).lower(), str(came)]
    if "hops" in came:
        return []
    if "bound" in came:
        return [_figure(came), _figure(came).removeprefix("exact ")]
    if "forward" in came:
        return [came["standing"]]
    return [came["id"] if came.get("id") else str(came.get("label", came.get("text")))]


def _figure(came: Mapping[str, Any]) -> str:
    value = came["value"]
    numbers = value if isinstance(value, list) else [value]
    return f"{came['bound']} {'..'.join(map(str, numbers))} {came['unit']}"


def _is_path(wanted: Chain, came: Mapping[str, Any]) -> bool:
    hops = came["hops"]
    nodes = (hops[0]["from"]["id"], *(each["to"]["id"] for each in hops))
    return nodes == wanted.nodes and all(
        relation in ("", hop["relation"]["id"]) and forward in (None, hop["forward"])
        for (relation, forward), hop in zip(wanted.arrows, hops, strict=True)
    )


def told(came: Any) -> str:
    """Return a value of an answer as it could be written in a question bank, in one line."""
    if isinstance(came, list):
        more = [f"and {len(came) - _SHOWN} more"] if len(came) > _SHOWN else []
        return "; ".join([*map(told, came[:_SHOWN]), *more]) or "none"
    if not isinstance(came, dict):
        return "none" if came is None else str(came)
    if "hops" in came:
        return f"{_path(came)} ({_about(came)})"
    if "forward" in came:
        return str(came["standing"])
    if "bound" in came:
        return _figure(came)
    if not came.get("id") and "label" not in came:
        return ", ".join(f"{name} {told(each)}" for name, each in came.items())
    standing = _field(came, "standing")
    return _forms(came)[0] + (f": {standing}" if standing else "")


def _about(came: Mapping[str, Any]) -> str:
    """Return what a path has beside its way: its standing and its hops', gate and policies."""
    hops = ", ".join(each["standing"] for each in came["hops"])
    policies = ", ".join(each["id"] or each["label"] for each in came["policies"])
    return f"{came['standing']}; hops {hops}; gate {came['gate']}; policies {policies or 'none'}"


def _path(came: Mapping[str, Any]) -> str:
    parts = [came["hops"][0]["from"]["id"]]
    for hop in came["hops"]:
        relation = hop["relation"]["id"]
        parts.append(f"-{relation}->" if hop["forward"] else f"<-{relation}-")
        parts.append(hop["to"]["id"])
    return " ".join(parts)
