"""JSON read strictly: equal keys, unknown fields, nulls where a value belongs are all told.

Python's reader keeps the last of two equal keys, takes NaN for a number and 1e999 for infinity.
Here numbers stay the text they are written as.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from graph.claims import content
from graph.claims.evidence import normalise
from graph.claims.lines import LineError
from graph.spelling import did_you_mean

_SHOWN = 60


class Number(str):
    """A JSON number as it is written."""

    __slots__ = ()


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise LineError(f"'{shown(twice)}' stands twice in one object", "Keep one of them.")
    return found


def _constant(name: str) -> NoReturn:
    raise LineError(f"{name} is no JSON", "Write a number, or leave the field out.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=Number, parse_float=Number, parse_constant=_constant
)


def decoded(text: str) -> Any:
    """Return the JSON value in ``text``; raises LineError."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise LineError(
            f"this is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
            if "\n" in text
            else f"this is not JSON: {error.msg} (column {error.colno})",
            "Is the file whole? Write it again.",
        ) from error
    except RecursionError as error:
        raise LineError("this JSON is nested too deeply", "Nothing we read is.") from error


def shown(value: object) -> str:
    """Return the beginning of a value, for a message."""
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def fields(value: Any, what: str, known: Iterable[str]) -> dict[str, Any]:
    """Return an object without its nulls; raises LineError for anything else or unknown."""
    if not isinstance(value, dict):
        raise LineError(f"{what} must be an object, not {_kind(value)}")
    allowed = known if isinstance(known, (frozenset, dict)) else frozenset(known)
    for name in value:
        if name not in allowed:
            hint = did_you_mean(name[:_SHOWN], sorted(allowed))
            raise LineError(f"'{shown(name)}' is unknown in {what}", hint)
    return {name: each for name, each in value.items() if each is not None}


def items(value: Any, what: str) -> Sequence[Any]:
    """Return a list; raises LineError for anything else."""
    if not isinstance(value, list):
        raise LineError(f"{what} must be a list, not {_kind(value)}")
    return value


def text(value: Any, what: str, *, empty: bool = False) -> str:
    """Return a text in its normal form; raises LineError for anything else."""
    if not isinstance(value, str) or isinstance(value, Number):
        raise LineError(f"{what} must be text, not {_kind(value)}")
    if not value and not empty:
        raise LineError(f"{what} is empty", "Leave out what is unknown.")
    fault = content.fault_of(value)
    if fault:
        raise LineError(*fault)
    return value if value.isascii() and value.isprintable() else normalise(value)


def _kind(value: Any) -> str:
    kinds = {Number: "a number", str: "text", dict: "an object", list: "a list", bool: "a truth"}
    return kinds.get(type(value), "null")
