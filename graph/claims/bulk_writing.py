"""Claims written in bulk: JSON Lines that :mod:`graph.claims.bulk` reads back in full.

A line is the claim object of ``inroads claims -f jsonl``, without what is computed, and with all
that is known of the documents and of the names of the entities.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.claims.files import DOCUMENT_FIELDS
from graph.claims.model import (
    Attestation,
    Claim,
    Document,
    Entity,
    EvidenceKind,
    Object,
    Quantity,
    Record,
    Speaker,
    Text,
)


def write(
    documents: Mapping[str, Document], entities: Mapping[str, Entity], records: Iterable[Record]
) -> Iterator[str]:
    """Yield one line a claim, sorted by id, derived ones left out.

    Documents and entities that no claim speaks of have lines of their own, before the claims.
    """
    stated = sorted((each for each in records if not each.derived_by), key=lambda each: each.id)
    names = _Names(entities)
    told = {id_ for each in stated for id_ in each.claim.entities()}
    said = {each.document for record in stated for each in record.attestations}
    for id_ in sorted(documents.keys() - said):
        yield _line({"document": _document(documents[id_])})
    for id_ in sorted(entities.keys() - told):
        yield _line({"entity": names.entity(id_)})
    for record in stated:
        attestations = [_attestation(each, documents, names) for each in record.attestations]
        claim = names.claim(record.claim)
        replaced = {"replaced_by": list(record.replaced_by)} if record.replaced_by else {}
        yield _line({"id": record.id, **claim, **replaced, "attestations": attestations})


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Names:
    """Writes entities: with all their names where they first stand, then with id, label, kind."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._entities = entities
        self._told: set[str] = set()

    def claim(self, claim: Claim) -> dict[str, Any]:
        """Return the content of a claim."""
        qualifiers = {name: self._object(value) for name, value in claim.qualifiers}
        return {
            "subject": self.entity(claim.subject),
            "relation": {"id": claim.relation},
            "object": self._object(claim.object),
            **({"qualifiers": qualifiers} if qualifiers else {}),
        }

    def entity(self, id_: str) -> dict[str, Any]:
        """Return an entity."""
        entity = self._entities[id_]
        short = {"id": id_, "label": entity.label, "kind": entity.kind}
        if id_ in self._told:
            return short
        self._told.add(id_)
        also: dict[str, list[str]] = {}
        for name in entity.aliases:
            also.setdefault(name.lang, []).append(name.text)
        ids: dict[str, list[str]] = {}
        for scheme, value in entity.external:
            ids.setdefault(scheme, []).append(value)
        more = {
            "also": also,
            "plural": entity.plural,
            "in_text": entity.in_text,
            "ids": ids,
        }
        return {**short, **_known(more)}

    def speaker(self, speaker: Speaker) -> dict[str, Any]:
        """Return whose stance it is."""
        if speaker.kind == "entity":
            entity = self._entities[speaker.id]
            known = {"id": speaker.id, "label": entity.label, "entity_kind": entity.kind}
            return {"kind": speaker.kind, **known}
        return _known({"kind": speaker.kind, "label": speaker.label})

    def _object(self, term: Object) -> Any:
        if isinstance(term, Quantity):
            value: Any = [term.value, term.upper] if term.upper else term.value
            return {"value": value, "unit": term.unit, "bound": term.bound.value}
        return {"text": term.text} if isinstance(term, Text) else self.entity(term)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _document(document: Document) -> dict[str, str]:
    names = {"text": "text_file"}
    values = {name: getattr(document, names.get(name, name)) for name in DOCUMENT_FIELDS}
    return _known(values)


def _attestation(
    each: Attestation, documents: Mapping[str, Document], names: _Names
) -> dict[str, Any]:
    found = each.evidence
    is_quote = found.kind is EvidenceKind.QUOTE
    place = {"start": found.start, "end": found.end} if is_quote and found.start >= 0 else {}
    optional = {
        "stage": each.stage.value if each.stage else "",
        "said": each.said,
        "valid": _known({"from": each.valid_from, "to": each.valid_to}),
        "passage": found.passage,
        "cancels": each.cancels,
    }
    return {
        "id": each.id,
        "stance": each.stance.value,
        "certainty": each.certainty.value,
        "reading": each.reading.value,
        "speaker": names.speaker(each.speaker),
        "evidence": found.kind.value,
        "text": found.text,
        **place,
        **_known(optional),
        "document": _document(documents[each.document]),
    }
