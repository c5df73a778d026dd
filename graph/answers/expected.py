"""What a stored question expects of its answer, as it is written in a question bank.

The fields are those of the answer object, and what may be written for one follows from its type
in :mod:`graph.answers.model`: a field that is added there can be expected at once.
"""

from __future__ import annotations

import collections.abc
import re
import types
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin, get_type_hints

from graph.answers.model import Answer, PathOut, QuestionOut
from graph.claims.lines import ENTITY_ID
from graph.claims.model import Standing
from graph.claims.yaml_nodes import Node

HOWS = ("include", "exclude", "begin")
"""Endings of a list's name: these among others, none of these, these first and in this order."""

_SAYS = {"says": "include", "says-not": "exclude"}
_NOT_EXPECTED = frozenset({"question", "answer", "sparql", "text"})
_LISTS = (list, collections.abc.Sequence)
_ARROW = re.compile(r">|-(\w+)->|<-(\w+)-")
_CHAIN_FORM = "Write: catl > ford-catl-partnership > michigan; or catl -partnerIn-> b <-owns- c."


class EntityId(str):
    """The id of an entity."""


class Chain(NamedTuple):
    """A path: its nodes, and between them (relation or "", direction or None for either)."""

    nodes: tuple[str, ...]
    arrows: tuple[tuple[str, bool | None], ...]


class Expectation(NamedTuple):
    """What one field must hold: exactly this, unless ``how`` is one of HOWS."""

    name: str  # as written
    field: str
    how: str
    wanted: Wanted
    text: str = ""  # as written


class Fields(NamedTuple):
    """A record of which these fields are compared."""

    expectations: tuple[Expectation, ...]


Wanted: TypeAlias = "str | Chain | Fields | Sequence[Wanted]"


def names() -> list[str]:
    """Return all names under which something can be expected of an answer."""
    return _names(_answer_fields())


def read(entries: Mapping[str, Node]) -> tuple[Expectation, ...]:
    """Return what these entries expect; raises ClaimFileError with file and line.

    The names of the entries are among :func:`names`.
    """
    return _expectations(entries, _answer_fields())


def entities(wanted: Wanted | Expectation) -> Iterator[str]:
    """Yield the ids of the entities that are expected or excluded."""
    if isinstance(wanted, EntityId):
        yield wanted
    elif isinstance(wanted, Chain):
        yield from wanted.nodes
    elif isinstance(wanted, Expectation):
        yield from entities(wanted.wanted)
    elif not isinstance(wanted, str):
        parts = wanted.expectations if isinstance(wanted, Fields) else wanted
        for each in parts:
            yield from entities(each)


@cache
def _answer_fields() -> Mapping[str, Any]:
    """Return the fields that can be expected of an answer, with their types."""
    hints = _hints(Answer, QuestionOut)
    fields = {name: hint for name, hint in hints.items() if name not in _NOT_EXPECTED}
    return fields | dict.fromkeys(_SAYS, list[str])


@cache
def _hints(*records: Any) -> Mapping[str, Any]:
    """Return the fields of records, as JSON names them, with their types."""
    return {
        name.removesuffix("_"): hint
        for record in records
        for name, hint in get_type_hints(record).items()
    }


def _names(known: Mapping[str, Any]) -> list[str]:
    lists = [name for name, hint in known.items() if name not in _SAYS and _item(hint)]
    return [*known, *(f"{name}-{how}" for name in lists for how in HOWS)]


def _expectations(entries: Mapping[str, Node], known: Mapping[str, Any]) -> tuple[Expectation, ...]:
    return tuple(_expectation(name, node, known) for name, node in entries.items())


def _expectation(name: str, node: Node, known: Mapping[str, Any]) -> Expectation:
    if name in _SAYS:
        return Expectation(name, "answer", _SAYS[name], _several(node, str), _written(node))
    field, _, how = name.rpartition("-")
    if how not in HOWS:
        field, how = name, ""
    item = _item(known[field])
    wanted = _several(node, item) if item else _wanted(node, known[field])
    if field == "id" and _is_entity(known):
        wanted = EntityId(wanted)
    return Expectation(name, field, how, wanted, _written(node))


def _several(node: Node, item: Any) -> list[Wanted]:
    nodes = node.value if isinstance(node.value, list) else [node]
    return [_wanted(each, item) for each in nodes]


def _wanted(node: Node, hint: Any) -> Wanted:
    """Return what is expected of one value of the type ``hint``."""
    members = _members(hint)
    records = [each for each in members if hasattr(each, "_fields")]
    if isinstance(node.value, dict):
        return _mapping(node, members, records)
    return _text(node, members, records)


def _text(node: Node, members: Sequence[Any], records: Sequence[Any]) -> str | Chain:
    text = node.text("what is expected here")
    if PathOut in records:
        return _chain(node)
    if records:
        return EntityId(text) if _is_entity(_hints(*records)) else text
    choices = [str(each) for member in members if _literal(member) for each in get_args(member)]
    if choices and text not in choices:
        raise node.error(f"'{text}' is none of: {', '.join(choices)}")
    return text


def _mapping(node: Node, members: Sequence[Any], records: Sequence[Any]) -> Fields:
    """Return the fields of a record that are compared; ``geely: stated`` is id and standing."""
    given = node.mapping("what is expected here")
    if any(get_origin(each) is collections.abc.Mapping for each in members):
        return Fields(tuple(Expectation(n, n, "", v.text(n)) for n, v in given.items()))
    if not records:
        raise node.error("this field has plain values", "Write one value, or a list of them.")
    known = dict(_hints(*records))
    if "claims" in known:
        known["standing"] = Literal[tuple(each.value for each in Standing)]
    if PathOut in records:
        known["path"] = PathOut
    if len(given) == 1 and _is_entity(known) and not given.keys() & set(_names(known)):
        ((id_, standing),) = given.items()
        named = Expectation("id", "id", "", EntityId(id_))
        return Fields((named, _expectation("standing", standing, known)))
    return Fields(_expectations(node.entries(_names(known), "what is expected here"), known))


def _chain(node: Node) -> Chain:
    """Return a path from text; raises ClaimFileError where it is none."""
    words = node.text("a path").split()
    nodes, arrows = words[::2], [_ARROW.fullmatch(each) for each in words[1::2]]
    if len(nodes) < 2 or len(nodes) == len(arrows) or not all(map(ENTITY_ID.fullmatch, nodes)):
        raise node.error(f"'{' '.join(words)}' is no path", _CHAIN_FORM)
    return Chain(
        tuple(nodes), tuple(_arrow(node, *each) for each in zip(words[1::2], arrows, strict=True))
    )


def _arrow(node: Node, word: str, match: re.Match[str] | None) -> tuple[str, bool | None]:
    if match is None:
        raise node.error(f"'{word}' is no arrow", _CHAIN_FORM)
    along, back = match.groups()
    return along or back or "", bool(along) if along or back else None


def _written(node: Node) -> str:
    """Return what stands at a node, in one line."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return "; ".join(_written(each) for each in node.value) or "none"
    return ", ".join(f"{name} {_written(each)}" for name, each in node.value.items())


def _members(hint: Any) -> list[Any]:
    """Return the types a value may have."""
    if get_origin(hint) in (Union, types.UnionType):
        return [member for each in get_args(hint) for member in _members(each)]
    return [hint]


def _literal(hint: Any) -> bool:
    return get_origin(hint) is Literal


def _item(hint: Any) -> Any:
    """Return the type of a list's items, or None for what is no list."""
    lists = [each for each in _members(hint) if get_origin(each) in _LISTS]
    return get_args(lists[0])[0] if lists else None


def _is_entity(known: Mapping[str, Any]) -> bool:
    return {"id", "label", "kind"} <= known.keys()
