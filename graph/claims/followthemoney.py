"""FollowTheMoney entities, one a line, as claims in bulk.

Things (people, companies) become entities, relationships (ownership, directorship) and the
properties that name another thing become claims, as ``ontology/followthemoney.yaml`` says. The
file is read twice, because a relationship may stand before the things it joins; kept in memory
are the names of things. What the map does not know is left out, counted and told.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import ontology
from graph.claims import content, made_ids
from graph.claims.json_fields import Number, decoded, items, shown, text
from graph.claims.line_files import Line
from graph.claims.lines import LineError
from graph.claims.yaml_nodes import Node, load, parse

MAP = ontology.FOLDER / "followthemoney.yaml"
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})T.*", re.ASCII)
_SHARE = re.compile(r"\d+([.,]\d+)?", re.ASCII)
_TOP = ("inroads-schemata", "kinds", "names", "ids", "links", "properties", "from", "to", "source")
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Link(NamedTuple):
    """A schema of relationships; ``words`` and ``percent``: qualifiers and their properties."""

    relation: str
    subject: str
    object: str
    words: Mapping[str, str]
    percent: Mapping[str, str]


class Schemata(NamedTuple):
    """What the map says."""

    kinds: Mapping[str, str]
    names: Sequence[str]
    ids: Mapping[str, str]
    links: Mapping[str, Link]
    properties: Mapping[str, tuple[str, bool]]  # -> relation, whether the thing is its subject
    start: str
    end: str
    source: str


def schemata(path: Path = MAP) -> Schemata:
    """Return the map at ``path``; raises ClaimFileError where it is none."""
    parts = parse(load(path), path).entries(_TOP, "a map of schemata")
    return Schemata(
        kinds=_texts(parts["kinds"]),
        names=[each.text("a property") for each in parts["names"].items("names")],
        ids=_texts(parts["ids"]),
        links={n: _link(each) for n, each in parts["links"].mapping("links").items()},
        properties={
            name: _property(each)
            for name, each in parts["properties"].mapping("properties").items()
        },
        start=parts["from"].text("from"),
        end=parts["to"].text("to"),
        source=parts["source"].text("source"),
    )


def _texts(node: Node) -> dict[str, str]:
    return {name: each.text(name) for name, each in node.mapping("names").items()}


def _link(node: Node) -> Link:
    parts = node.entries(("relation", "subject", "object", "words", "percent"), "a link")
    relation, subject, object_ = (parts[n].text(n) for n in ("relation", "subject", "object"))
    words, percent = (_texts(parts[n]) if n in parts else {} for n in ("words", "percent"))
    return Link(relation, subject, object_, words, percent)


def _property(node: Node) -> tuple[str, bool]:
    parts = node.entries(("relation", "to"), "a property")
    return parts["relation"].text("relation"), parts["to"].text("to") == "object"


def opened(path: Path) -> Entities:
    """Return the file at ``path``."""
    return Entities(path, schemata())


class Entities:
    """The entities of one file as lines of claims in bulk."""

    def __init__(self, path: Path, known: Schemata) -> None:
        self.path = path
        self._known = known
        self._things: dict[str, dict[str, Any]] = {}
        self._unmapped: Counter[str] = Counter()
        self._loose: Counter[str] = Counter()

    @property
    def notes(self) -> list[str]:
        """What was left out, as sentences."""
        name = self.path.name
        unmapped = [
            f"{name}: left out {number:,} of the schema {schema}, which is not mapped."
            for schema, number in sorted(self._unmapped.items())
        ]
        loose = [
            f"{name}: left out {number:,} of the schema {schema} whose other end is not mapped or "
            "not in the file."
            for schema, number in sorted(self._loose.items())
        ]
        return unmapped + loose

    def lines(self) -> Iterator[Line]:
        """Yield the claims and things as JSON, or what is wrong with a line."""
        faulty = set()
        for number, line in content.lines(self.path):
            try:
                self._note(_Given.read(line))
            except LineError as error:
                faulty.add(number)
                yield number, error
        for number, line in content.lines(self.path):
            if number in faulty:
                continue
            try:
                found = [_encoded(each) for each in self._said(_Given.read(line))]
            except LineError as error:
                yield number, error
            else:
                yield from ((number, each) for each in found)

    def _note(self, given: _Given) -> None:
        """Keep what a thing is called, for the relationships that name it."""
        kind = self._known.kinds.get(given.schema)
        if kind is None:
            if given.schema not in self._known.links:
                self._unmapped[given.schema] += 1
            return
        names = dict.fromkeys(each for name in self._known.names for each in given.values(name))
        label = given.caption or next(iter(names), given.id)
        thing: dict[str, Any] = {"id": made_ids.of_key(given.id), "kind": kind, "label": label}
        aliases = sorted(each for each in names if each != label)
        if aliases:
            thing["also"] = {"und": aliases}
        ids = {
            scheme: sorted(values)
            for name, scheme in self._known.ids.items()
            if (values := given.values(name))
        }
        if ids:
            thing["ids"] = ids
        before = self._things.setdefault(given.id, thing)
        if before["kind"] != kind:
            raise LineError(f"'{shown(given.id)}' is a {kind} here and a {before['kind']} above")

    def _said(self, given: _Given) -> Iterator[dict[str, Any]]:
        """Yield what one line says: a thing, or claims."""
        link = self._known.links.get(given.schema)
        if link is not None:
            yield from self._link(given, link)
        elif given.id in self._things and given.schema in self._known.kinds:
            yield {"entity": self._things[given.id]}
            for name, (relation, is_subject) in self._known.properties.items():
                for other in given.values(name):
                    ends = (given.id, other) if is_subject else (other, given.id)
                    yield from self._claims(given, relation, *ends, {}, f", {name}")

    def _link(self, given: _Given, link: Link) -> Iterator[dict[str, Any]]:
        qualifiers = {
            name: ", ".join(sorted(values))
            for name, source in link.words.items()
            if (values := given.values(source))
        }
        for name, source in link.percent.items():
            values = [_percent(each) for each in sorted(given.values(source))]
            if values:
                qualifiers[name] = ", ".join(values)
        subjects, objects = given.values(link.subject), given.values(link.object)
        if not subjects or not objects:
            self._loose[given.schema] += 1
        for subject, object_ in product(subjects, objects):
            yield from self._claims(given, link.relation, subject, object_, qualifiers)

    def _claims(
        self,
        given: _Given,
        relation: str,
        subject: str,
        object_: str,
        qualifiers: Mapping[str, str],
        what: str = "",
    ) -> Iterator[dict[str, Any]]:
        if not {subject, object_} <= self._things.keys():
            self._loose[given.schema] += 1
            return
        yield {
            "subject": self._things[subject],
            "relation": {"id": relation},
            "object": self._things[object_],
            "qualifiers": {name: {"text": words} for name, words in qualifiers.items()},
            "attestations": list(self._attestations(given, f"{given.schema} {given.id}{what}")),
        }

    def _attestations(self, given: _Given, key: str) -> Iterator[dict[str, Any]]:
        """Yield one record for each data set that the line comes from."""
        dates = {
            "from": min(map(_day, given.values(self._known.start)), default=""),
            "to": max(map(_day, given.values(self._known.end)), default=""),
        }
        valid = {name: each for name, each in dates.items() if each}
        url = min(given.values(self._known.source), default="")
        for name in given.datasets or [self.path.name.partition(".")[0]]:
            document = {"id": made_ids.of_key(name), "title": name, "form": "data set"}
            if url:
                document |= {"id": made_ids.of_name(url, name), "url": url}
            said = {"evidence": "record", "text": key, "document": document}
            yield {**said, "valid": valid} if valid else said


class _Given(NamedTuple):
    """One line: an entity of FollowTheMoney."""

    id: str
    schema: str
    caption: str
    datasets: Sequence[str]
    properties: Mapping[str, Any]

    @classmethod
    def read(cls, line: str) -> _Given:
        """Return the entity on a line; raises LineError where it is none."""
        data = decoded(line)
        if not isinstance(data, dict) or not {"id", "schema"} <= data.keys():
            hint = "A line is an object with id, schema and properties."
            raise LineError("this is no entity of FollowTheMoney", hint)
        properties = data.get("properties") or {}
        if not isinstance(properties, dict):
            raise LineError("'properties' must be an object")
        return cls(
            id=text(data["id"], "id"),
            schema=text(data["schema"], "schema"),
            caption=text(data["caption"], "caption") if data.get("caption") else "",
            datasets=[
                text(each, "a dataset") for each in items(data.get("datasets") or [], "datasets")
            ],
            properties=properties,
        )

    def values(self, name: str) -> list[str]:
        """Return the values of a property, each once, as they come; raises LineError."""
        given = self.properties.get(name)
        if given is None:
            return []
        listed = given if isinstance(given, list) else [given]
        return list(dict.fromkeys(_value(each, name) for each in listed))


def _value(value: Any, name: str) -> str:
    if isinstance(value, dict) and "id" in value:  # an entity nested in place of its id
        value = value["id"]
    return text(str(value) if isinstance(value, Number) else value, f"a value of '{name}'")


def _day(said: str) -> str:
    """Return a date without the time of day."""
    found = _TIME.fullmatch(said)
    return found[1] if found else said


def _percent(said: str) -> str:
    """Return a share with its sign: data sets leave it out."""
    return f"{said}%" if _SHARE.fullmatch(said) else said
