"""Entities and documents as the lines of a bulk file name them, again and again.

What lines say of one thing must agree: two kinds of an entity or two titles of a document are
an error that names both lines. Names of an entity add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.claims import lines
from graph.claims.dates import is_date
from graph.claims.files import DOCUMENT_FIELDS, LANGUAGE, PUBLISHER
from graph.claims.json_fields import fields, shown, text
from graph.claims.lines import LineError
from graph.claims.model import Document, Entity, Name
from graph.spelling import did_you_mean
from ontology.records import Ontology

ENTITY = frozenset(("id", "label", "kind", "prospect", "also", "plural", "in_text", "ids"))
DOCUMENT = frozenset(DOCUMENT_FIELDS)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass
class _Named:
    """What is known of one entity so far."""

    kind: str
    line: int
    labels: list[str] = field(default_factory=list)  # as they came, each once
    aliases: set[Name] = field(default_factory=set)
    plural: bool = False
    in_text: set[str] = field(default_factory=set)
    external: set[tuple[str, str]] = field(default_factory=set)
    last: Mapping[str, Any] = field(default_factory=dict)


class Entities:
    """The entities of a bulk file."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._named: dict[str, _Named] = {}

    def add(self, line: int, value: Any) -> str:
        """Take in what a line says of an entity and return its id; raises LineError."""
        known = self._named.get(value["id"]) if _has_id(value) else None
        if known and known.last == value:  # by far the most frequent case
            return str(value["id"])
        given = fields(value, "an entity", ENTITY)
        id_ = text(given.get("id"), "the id of an entity")
        if not lines.ENTITY_ID.fullmatch(id_) or id_ == PUBLISHER:
            hint = "Use a-z, 0-9 and single hyphens."
            raise LineError(f"'{shown(id_)}' is no entity id", hint)
        named = known or self._first(line, id_, given)
        kind = given.get("kind", named.kind)
        if kind != named.kind:
            raise LineError(
                f"'{id_}' is a {shown(kind)} here and a {named.kind} in line {named.line}",
                "Give one of them another id.",
            )
        self._add_names(named, given)
        named.last = value
        self._named[id_] = named
        return id_

    def kind_of(self, id_: str) -> str:
        """Return the kind of an entity that was named; raises LineError."""
        if id_ not in self._named:
            raise LineError(f"'{shown(id_)}' is no entity of this file")
        return self._named[id_].kind

    def found(self) -> dict[str, Entity]:
        """Return all entities; the first label leads, others are aliases."""
        return {id_: _entity(id_, named) for id_, named in self._named.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def entity(self, id_: str) -> Entity:
        """Return one entity; the first label leads, others are aliases."""
        return _entity(id_, self._named[id_])

    def _first(self, line: int, id_: str, given: Mapping[str, Any]) -> _Named:
        for name in ("kind", "label"):
            if name not in given:
                raise LineError(
                    f"entity '{id_}' has no {name}", f"Give its {name} where it is first named."
                )
        kind = text(given["kind"], "kind")
        if kind not in self._ontology.kinds:
            hint = did_you_mean(shown(kind), self._ontology.kinds)
            raise LineError(f"'{shown(kind)}' is no kind of the ontology", hint)
        return _Named(kind, line)

    def _add_names(self, named: _Named, given: Mapping[str, Any]) -> None:
        if not isinstance(given.get("plural", False), bool):
            raise LineError(f"plural: '{shown(given['plural'])}' is neither true nor false")
        label = text(given["label"], "label") if "label" in given else ""
        if label and label not in named.labels:
            named.labels.append(label)
        if "in_text" in given:
            named.in_text.add(text(given["in_text"], "in_text"))
        named.aliases.update(_aliases(given.get("also", {})))
        named.external.update(_external(given.get("ids", {})))
        named.plural |= given.get("plural", False)


def _has_id(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str)


def _aliases(value: Any) -> Iterator[Name]:
    for lang, names in fields(value, "also", value if isinstance(value, dict) else ()).items():
        if not LANGUAGE.fullmatch(lang):
            raise LineError(f"'{shown(lang)}' is no language tag", "Write en, zh, pt-BR or und.")
        for name in names if isinstance(names, list) else [names]:
            yield Name(text(name, "a name"), lang)


def _external(value: Any) -> Iterator[tuple[str, str]]:
    for scheme, given in fields(value, "ids", value if isinstance(value, dict) else ()).items():
        for each in given if isinstance(given, list) else [given]:
            yield text(scheme, "a scheme"), text(each, "an external id")


def _entity(id_: str, named: _Named) -> Entity:
    label, *others = named.labels
    names = named.aliases | {Name(each, "und") for each in others}
    return Entity(
        id=id_,
        kind=named.kind,
        label=label,
        aliases=tuple(sorted(names, key=lambda name: (name.lang, name.text))),
        plural=named.plural,
        in_text=max(named.in_text, default=""),
        external=tuple(sorted(named.external)),
    )


class Documents:
    """The documents of a bulk file, each with the lines that say what of it."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, tuple[str, int]]] = {}
        self._last: dict[str, Any] = {}

    def add(self, line: int, value: Any) -> str:
        """Take in what a line says of a document and return its id; raises LineError."""
        if _has_id(value) and self._last.get(value["id"]) == value:
            return str(value["id"])
        given = fields(value, "a document", DOCUMENT)
        found = {name: text(each, name) for name, each in given.items()}
        id_ = found.pop("id", "")
        if not lines.ENTITY_ID.fullmatch(id_):
            raise LineError(f"'{shown(id_)}' is no document id", "Use a-z, 0-9 and single hyphens.")
        if not is_date(found.get("published", "2000")):
            hint = "Write 2026, 2026-05, 2026-05-17 or 2026-Q2."
            raise LineError(f"'{shown(found['published'])}' is no date", hint)
        if not _DIGEST.fullmatch(found.get("sha256", "0" * 64)):
            raise LineError(f"'{shown(found['sha256'])}' is no SHA-256", "It has 64 hex digits.")
        known = self._fields.setdefault(id_, {})
        for name, each in found.items():
            before, at = known.setdefault(name, (each, line))
            if before != each:
                raise LineError(
                    f"document '{id_}' has the {name} '{shown(each)}' here and "
                    f"'{shown(before)}' in line {at}",
                    "One id stands for one document: correct it, or give one another id.",
                )
        self._last[id_] = value
        return id_

    def found(self) -> dict[str, Document]:
        """Return all documents."""
        return {id_: self.document(id_) for id_ in self._fields}

    def __contains__(self, id_: object) -> bool:
        return id_ in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def document(self, id_: str) -> Document:
        """Return one document."""
        values = {
            "text_file" if name == "text" else name: value
            for name, (value, _) in self._fields[id_].items()
        }
        return Document(id_, **values)
