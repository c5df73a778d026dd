"""RDF files as nodes with their values, and reading a node so that nothing of it is missed.

One graph is read: named graphs, blank nodes and triple terms are refused, nothing is fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from graph.claims import content, lines
from graph.claims.evidence import normalise
from graph.claims.json_fields import shown
from graph.claims.lines import LineError
from graph.errors import ClaimFileError
from graph.spelling import did_you_mean
from graph.store import json_ld, rdf
from graph.store.sparql import compact
from ontology.namespaces import PREFIXES

FORMATS = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
}
_DECORATION = (PREFIXES["prov"], PREFIXES["oa"])

Value = NamedNode | Literal
Member = TypeVar("Member", bound=StrEnum)
Nodes = Mapping[str, Mapping[str, list[Value]]]


class RdfFile:
    """The nodes of one file, by IRI: for each property its values, sorted, each once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        hint = "Split it, or use JSON Lines (.jsonl), which is read line by line."
        self._content = content.content(path, hint)
        self.nodes = self._parsed()

    def error(self, iri: str, problem: str, hint: str = "") -> ClaimFileError:
        """Return an error about a node, with the line that first names it, if it can be told."""
        return ClaimFileError(self.path, self._line(iri), f"{readable(iri)}: {problem}", hint)

    def _line(self, iri: str) -> int:
        for name in (f"<{iri}>", f"{compact(iri, PREFIXES)} ", f'"{iri}"'):
            place = self._content.find(name.encode())
            if place >= 0:
                return self._content.count(b"\n", 0, place) + 1
        return 0

    def _parsed(self) -> Nodes:
        form = FORMATS[self.path.suffix.casefold()]
        hint = "Is the file whole, and does it end in the right name?"
        data, base = self._content.removeprefix(b"\xef\xbb\xbf"), None
        try:
            if form is RdfFormat.JSON_LD:
                data, base = json_ld.prepared(self._decoded(data)), json_ld.BASE
            return _nodes(parse(data, format=form, base_iri=base))
        except LineError as error:
            raise ClaimFileError(self.path, 0, error.problem, error.hint) from error
        except MemoryError as error:  # the engine's word for a token beyond 16 MB
            raise ClaimFileError(self.path, 0, f"it cannot be read: {error}", hint) from error
        except SyntaxError as error:
            problem = f"this is not {form.name}: {shown(error.msg)}"
            raise ClaimFileError(self.path, error.lineno or 0, problem, hint) from error

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problem, hint = "this is not UTF-8", "Save the file as UTF-8."
            raise ClaimFileError(self.path, line, problem, hint) from error


def _nodes(quads: Iterable[Quad]) -> Nodes:
    """Return the nodes of one graph; raises LineError for what has no place in it."""
    found: dict[str, dict[str, set[Value]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        subject, predicate, value, where = quad
        if not isinstance(where, DefaultGraph):
            raise LineError(
                f"the named graph {shown(where)} is not read: there is one graph here",
                "Write its triples outside of any graph, if they are meant to hold.",
            )
        if not isinstance(subject, NamedNode) or not isinstance(value, (NamedNode, Literal)):
            what = f"{shown(subject)} {shown(predicate)} {shown(value)}"
            hint = "Give every node an IRI, and every claim a node of its own."
            raise LineError(f"blank nodes and triple terms are not read: {what}", hint)
        found[subject.value][predicate.value].add(value)
    _check({*found, *(name for properties in found.values() for name in properties)})
    _check(v.value for p in found.values() for values in p.values() for v in values)
    return {
        iri: {name: sorted(values, key=str) for name, values in properties.items()}
        for iri, properties in found.items()
    }


def _check(texts: Iterable[str]) -> None:
    """Refuse what may not be a value, and IRIs that only stand for what JSON-LD left open."""
    for text in texts:
        fault = content.fault_of(text)
        if fault:
            raise LineError(*fault)
        if text.startswith(json_ld.UNMAPPED):
            name = shown(text.removeprefix(json_ld.UNMAPPED))
            raise LineError(f"no context says what '{name}' stands for", "Write its IRI.")
        if text.startswith(json_ld.BASE):
            name = shown(text.removeprefix(json_ld.BASE))
            raise LineError(f"'{name}' is a relative IRI", "Write it in full.")


def is_decoration(iri: str) -> bool:
    """Tell whether a property or class only tells other tools what our own terms say already."""
    return iri.startswith(_DECORATION)


def readable(iri: str) -> str:
    """Return an IRI as messages name it."""
    return shown(compact(iri, PREFIXES))


class Node:
    """One node, read property by property; :meth:`finish` refuses what was not asked for."""

    def __init__(self, iri: str, properties: Mapping[str, list[Value]]) -> None:
        self.iri = iri
        self._left = dict(properties)

    def all(self, name: NamedNode) -> list[Value]:
        """Return all values of a property."""
        return self._left.pop(name.value, [])

    def one(self, name: NamedNode, *, needed: bool = False) -> Value | None:
        """Return the value of a property that has one at most; raises LineError."""
        found = self.all(name)
        if len(found) > 1:
            both = f"{shown(found[0])} and {shown(found[1])}"
            raise LineError(f"it has several {readable(name.value)}: {both}", "Keep one of them.")
        if not found and needed:
            raise LineError(f"it has no {readable(name.value)}", "Add it.")
        return found[0] if found else None

    def words(self, name: NamedNode, *, needed: bool = False) -> str:
        """Return the text of a property, "" if it has none; raises LineError."""
        return words(self.one(name, needed=needed), name)

    def local(self, name: NamedNode, namespace: str, *, needed: bool = False) -> str:
        """Return the id that a property names in ``namespace``, "" if none; raises LineError."""
        found = self.one(name, needed=needed)
        return "" if found is None else local(found, namespace)

    def member(
        self, name: NamedNode, kind: type[Member], default: Member | None = None
    ) -> Member | None:
        """Return a property's member of the closed list called as ``kind``; raises LineError."""
        listed = "evidence" if name == rdf.ir("evidence") else kind.__name__.casefold()
        found = self.local(name, PREFIXES[listed], needed=False)
        if not found:
            return default
        names = [each.value for each in kind]
        if found not in names:
            raise LineError(f"'{shown(found)}' is no {listed}", did_you_mean(shown(found), names))
        return kind(found)

    def drop(self, names: frozenset[str]) -> None:
        """Leave out properties that are computed, or that other nodes have told."""
        for name in names:
            self._left.pop(name, None)

    def finish(self) -> None:
        """Raise LineError where a property is left that nothing here reads: a lost fact."""
        left = sorted(name for name in self._left if not is_decoration(name))
        if left:
            raise LineError(
                f"nothing here reads {readable(left[0])}", "Say it as a claim, or take it out."
            )


def words(value: Value | None, name: NamedNode) -> str:
    """Return the text of a literal in its normal form, "" for none; raises LineError."""
    if value is None:
        return ""
    if not isinstance(value, Literal):
        raise LineError(f"{readable(name.value)} must be text, not {shown(value)}")
    return normalise(value.value)


def local(value: Value, namespace: str) -> str:
    """Return the id of an IRI of ``namespace``; raises LineError."""
    id_ = value.value.removeprefix(namespace)
    is_ours = isinstance(value, NamedNode) and value.value.startswith(namespace)
    if not is_ours or not lines.ENTITY_ID.fullmatch(id_):
        hint = f"It is {namespace} with an id behind: a-z, 0-9 and single hyphens."
        raise LineError(f"{shown(value)} is not what stands here", hint)
    return id_
