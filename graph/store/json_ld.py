"""JSON-LD made safe to parse: what the standard would drop or fetch in silence is refused.

A JSON-LD processor ignores terms that no context maps, drops nulls and relative IRIs, and
fetches contexts by their address. Here unmapped terms and relative IRIs become IRIs that
nobody knows, so that the reader of the triples refuses them by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from graph.claims import content, json_fields
from graph.claims.json_fields import shown
from graph.claims.lines import LineError

UNMAPPED = "urn:inroads-unmapped:"
BASE = "https://relative.invalid/"
_KEYWORDS = frozenset(
    ("@context", "@id", "@type", "@value", "@language", "@graph", "@list", "@set", "@reverse")
)


def prepared(text: str) -> bytes:
    """Return ``text`` as JSON-LD that maps every term; raises LineError for what it must not do.

    Parse it with :data:`BASE` as base IRI.
    """
    json_fields.decoded(text)
    try:
        data = json.loads(text)
    except ValueError as error:  # a number of thousands of digits
        raise LineError(f"this is not JSON we read: {error}") from error
    for value in _objects(data):
        _check(value)
    outer = {"@vocab": UNMAPPED}
    if isinstance(data, list):
        data = {"@context": outer, "@graph": data}
    elif isinstance(data, dict):
        inner = data.get("@context", [])
        data["@context"] = [outer, *(inner if isinstance(inner, list) else [inner])]
    else:
        raise LineError(f"'{shown(data)}' is no JSON-LD", "It is an object or a list of them.")
    try:
        return json.dumps(data).encode()
    except RecursionError as error:
        raise LineError("this JSON is nested too deeply", "Nothing we read is.") from error


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects of JSON data, contexts aside."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += [each for name, each in value.items() if name != "@context"]
        elif isinstance(value, list):
            waiting += value
        elif value is None:
            raise LineError("a null stands in a list", "Take it out.")
        elif isinstance(value, str) and (fault := content.fault_of(value)):
            raise LineError(*fault)


def _check(value: dict[str, Any]) -> None:
    for name, each in value.items():
        if name == "@context":
            _check_context(each)
        elif name.startswith("@") and name not in _KEYWORDS:
            hint = "Expand the file with any JSON-LD tool first."
            raise LineError(f"'{shown(name)}' is not read here", hint)
        elif each is None:
            raise LineError(f"'{shown(name)}' is null", "Leave out what is unknown.")


def _check_context(context: Any) -> None:
    """Refuse contexts that lie elsewhere, and those that switch terms off."""
    waiting = [context]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            raise LineError(
                f"the context '{shown(value)}' lies elsewhere, and nothing is fetched",
                "Put the context itself into the file, or expand the file.",
            )
        elif isinstance(value, dict):
            waiting += _checked_terms(value)
        else:
            raise LineError("a context is null: it would drop terms in silence", "Take it out.")


def _checked_terms(context: dict[str, Any]) -> Iterator[Any]:
    """Yield the contexts inside the terms of a context."""
    for name, each in context.items():
        if name == "@import":
            raise LineError("a context imports another one, and nothing is fetched", "Put it here.")
        if each is None:
            raise LineError(f"the context maps '{shown(name)}' to null", "Take it out.")
        if name in ("@vocab", "@base") and ":" not in str(each):
            raise LineError(f"{name} '{shown(each)}' is no absolute IRI", "Write it in full.")
        if isinstance(each, dict) and "@context" in each:
            yield each["@context"]
