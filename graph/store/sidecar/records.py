"""Claims with all their evidence, and documents, as one line of JSON each."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from graph.claims.model import (
    Attestation,
    Bound,
    Certainty,
    Claim,
    Document,
    Evidence,
    EvidenceKind,
    Object,
    Quantity,
    Reading,
    Record,
    Speaker,
    Stage,
    Stance,
    Standing,
    Text,
    as_data,
)

_DOCUMENT_FIELDS = tuple(field.name for field in fields(Document))


def dumps(record: Record) -> str:
    """Return a record as one line, in the order in which the triples give it back."""
    claim = record.claim
    return _text(
        [
            claim.subject,
            claim.relation,
            as_data(claim.object),
            [[name, as_data(value)] for name, value in sorted(claim.qualifiers, key=_name)],
            [_attestation_data(each) for each in sorted(record.attestations, key=_id)],
            record.standing.value,
            record.stage.value if record.stage else "",
            record.valid_from,
            record.valid_to,
            record.derived_by,
            sorted(record.premises),
            sorted(record.replaced_by),
            sorted(record.conflicts),
        ]
    )


def loads(line: str | bytes) -> Record:
    """Return the record that :func:`dumps` wrote."""
    subject, relation, object_, qualifiers, said, standing, stage, *rest = json.loads(line)
    valid_from, valid_to, derived_by, premises, replaced_by, conflicts = rest
    return Record(
        claim=Claim(
            subject,
            relation,
            _term(object_),
            tuple((name, _plain(value)) for name, value in qualifiers),
        ),
        attestations=tuple(_attestation(each) for each in said),
        standing=Standing(standing),
        stage=Stage(stage) if stage else None,
        valid_from=valid_from,
        valid_to=valid_to,
        derived_by=derived_by,
        premises=tuple(premises),
        replaced_by=tuple(replaced_by),
        conflicts=tuple(conflicts),
    )


def dump_document(document: Document) -> str:
    """Return a document as one line; what is unknown is left out."""
    given = ((name, getattr(document, name)) for name in _DOCUMENT_FIELDS)
    return _text({name: value for name, value in given if value})


def load_document(line: str | bytes) -> Document:
    """Return the document that :func:`dump_document` wrote."""
    return Document(**json.loads(line))


def _text(data: Any) -> str:
    import orjson  # whoever only reads needs none of it

    return orjson.dumps(data).decode()


def _name(qualifier: tuple[str, object]) -> str:
    return qualifier[0]


def _id(each: Attestation) -> str:
    return each.id


def _term(data: Any) -> Object:
    if isinstance(data, dict) and "q" in data:
        value, upper, unit, bound = data["q"]
        return Quantity(value, unit, Bound(bound), upper)
    return _plain(data)


def _plain(data: Any) -> str | Text:
    return Text(data["text"]) if isinstance(data, dict) else str(data)


def _attestation_data(each: Attestation) -> list[Any]:
    found, speaker = each.evidence, each.speaker
    told = speaker.label if speaker.kind == "unnamed" else speaker.id
    return [
        each.id, each.document, speaker.kind, told, each.stance.value, each.certainty.value,
        each.reading.value, each.stage.value if each.stage else "", each.said, each.valid_from,
        each.valid_to, each.cancels, found.kind.value, found.text, found.start, found.end,
        found.passage,
    ]  # fmt: skip


def _attestation(data: list[Any]) -> Attestation:
    id_, document, kind, told, stance, certainty, reading, stage, *rest = data
    said, valid_from, valid_to, cancels, evidence, text, start, end, passage = rest
    return Attestation(
        id=id_,
        document=document,
        speaker=Speaker(kind, label=told) if kind == "unnamed" else Speaker(kind, id=told),
        stance=Stance(stance),
        certainty=Certainty(certainty),
        reading=Reading(reading),
        stage=Stage(stage) if stage else None,
        said=said,
        valid_from=valid_from,
        valid_to=valid_to,
        evidence=Evidence(EvidenceKind(evidence), text, start=start, end=end, passage=passage),
        cancels=cancels,
    )
