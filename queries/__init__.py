"""The stored queries: SPARQL files that tell their title and parameters in their first lines.

Each ``*.rq`` beside this module is one query for any graph of this ontology, and any SPARQL 1.1
engine runs it as it stands. Parameters are variables of the query: ``values`` turns what a
user gives for them into terms, and ``graph.store.sparql.bind`` binds them.

    >>> describe("brands-of").parameters[0].type
    'entity'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from graph.errors import BadParameter, UnknownQuery, one_of
from graph.spelling import did_you_mean
from ontology.namespaces import KG, PREFIXES, XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from ontology.records import Ontology

    Term: TypeAlias = NamedNode | Literal

FOLDER = Path(__file__).parent

_HEADER = re.compile(r"# (title|description|parameter): +(.*)")
_PARAMETER = re.compile(r"(?P<name>\w+) (?P<type>\w+)(?: = (?P<default>[^:]+))?: (?P<what>.+)")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")


@dataclass(frozen=True)
class Parameter:
    """What a query asks for: a variable of its text, with one of ``TYPES`` as its type."""

    name: str
    type: str
    default: str | None  # None: it must be given
    description: str


@dataclass(frozen=True)
class Query:
    """What a stored query tells of itself."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]


def names() -> list[str]:
    """Return the names of the stored queries, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.rq"))


def text(name: str) -> str:
    """Return the SPARQL of a stored query, its first lines included; raises UnknownQuery."""
    known = names()
    if name not in known:
        raise UnknownQuery(f"no stored query is called '{name}'. {did_you_mean(name, known)}")
    return (FOLDER / f"{name}.rq").read_text("utf-8")


def describe(name: str) -> Query:
    """Return title, description and parameters of a stored query; raises UnknownQuery."""
    fields = list(_header(text(name)))
    told = dict(fields)
    return Query(
        name=name,
        title=told.get("title", ""),
        description=told.get("description", ""),
        parameters=tuple(_parameter(name, line) for key, line in fields if key == "parameter"),
    )


def values(
    query: Query,
    given: Mapping[str, str],
    resolve_entity: Callable[[str], str],
    ontology: Ontology,
) -> dict[str, Term]:
    """Return a term for each parameter of ``query``, from the words a user gave.

    ``resolve_entity`` turns a name into the id of an entity, or raises. Raises BadParameter
    where a parameter is missing, unknown or not of its type.
    """
    _check_names(query, given)
    return {
        each.name: TYPES[each.type](each, _word(query, each, given), resolve_entity, ontology)
        for each in query.parameters
    }


def _header(query: str) -> Iterator[tuple[str, str]]:
    """Yield ``(field, text)`` of the comment lines a query begins with, in their order."""
    field, words = "", ""
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        if begun := _HEADER.fullmatch(line):
            if field:
                yield field, words
            field, words = begun[1], begun[2]
        else:
            words += " " + line.lstrip("# ")
    if field:
        yield field, words


def _parameter(name: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None or found["type"] not in TYPES:
        raise ValueError(f"{name}.rq: '# parameter: NAME TYPE [= DEFAULT]: what', not '{line}'")
    return Parameter(found["name"], found["type"], found["default"], found["what"])


def _check_names(query: Query, given: Mapping[str, str]) -> None:
    known = [each.name for each in query.parameters]
    for name in given:
        if name not in known:
            there = f"it has {one_of(known)}" if known else "it takes none"
            raise BadParameter(f"the query '{query.name}' has no parameter '{name}'; {there}.")


def _word(query: Query, parameter: Parameter, given: Mapping[str, str]) -> str:
    word = given.get(parameter.name, parameter.default)
    if word is None:
        raise BadParameter(
            f"the query '{query.name}' needs {parameter.name} ({parameter.description}): "
            f"-p {parameter.name}=..."
        )
    return word


def _entity(_: Parameter, word: str, resolve: Callable[[str], str], __: Ontology) -> Term:
    from pyoxigraph import NamedNode

    return NamedNode(KG + resolve(word))


def _kind(parameter: Parameter, word: str, _: Callable[[str], str], ontology: Ontology) -> Term:
    from pyoxigraph import NamedNode

    return NamedNode(ontology.kinds[_one(parameter, word, ontology.kinds)].iri)


def _relation(parameter: Parameter, word: str, _: Callable[[str], str], ontology: Ontology) -> Term:
    from pyoxigraph import NamedNode

    return NamedNode(ontology.relations[_one(parameter, word, ontology.relations)].iri)


def _standing(parameter: Parameter, word: str, _: Callable[[str], str], ontology: Ontology) -> Term:
    from pyoxigraph import NamedNode

    member = _one(parameter, word, ontology.lists["standing"])
    return NamedNode(PREFIXES["standing"] + member)


def _text(_: Parameter, word: str, __: Callable[[str], str], ___: Ontology) -> Term:
    from pyoxigraph import Literal

    return Literal(word)


def _number(parameter: Parameter, word: str, _: Callable[[str], str], __: Ontology) -> Term:
    from pyoxigraph import Literal, NamedNode

    if not _NUMBER.fullmatch(word):
        raise BadParameter(f"{parameter.name} is a number such as 5 or 0.25, not '{word}'.")
    return Literal(word, datatype=NamedNode(XSD + "decimal"))


def _one(parameter: Parameter, word: str, known: Iterable[str]) -> str:
    """Return the one of ``known`` that ``word`` is, in any case."""
    by_folded = {each.casefold(): each for each in known}
    if word.casefold() not in by_folded:
        hint = did_you_mean(word, by_folded.values())
        raise BadParameter(f"{parameter.name}: there is no {parameter.type} '{word}'. {hint}")
    return by_folded[word.casefold()]


TYPES: dict[str, Callable[[Parameter, str, Callable[[str], str], Ontology], Term]] = {
    "entity": _entity,
    "kind": _kind,
    "relation": _relation,
    "standing": _standing,
    "text": _text,
    "number": _number,
}
"""The types a parameter may have, each with what turns a user's word into a term."""
