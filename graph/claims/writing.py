"""A claim file as text again, in the layout people write by hand."""

from __future__ import annotations

from typing import Any

import yaml

from graph.claims import lines
from graph.claims.files import DOCUMENT_FIELDS, FORMAT, PUBLISHER, UNKNOWN
from graph.claims.model import (
    Certainty,
    ClaimFile,
    Document,
    Entity,
    EvidenceKind,
    Reading,
    Speaker,
    Stance,
    Statement,
)


def write(file: ClaimFile) -> str:
    """Return ``file`` as text; :func:`graph.claims.files.read` gives the same value back."""
    content: dict[str, Any] = {"inroads": FORMAT, "document": _document_out(file.document)}
    if file.entities:
        content["entities"] = {each.id: _entity_out(each) for each in file.entities}
    if file.statements:
        is_checked = bool(file.document.text_file)
        content["statements"] = [_statement_out(each, is_checked) for each in file.statements]
    if file.omitted:
        content["omitted"] = [{"words": w, "reason": reason} for w, reason in file.omitted]
    return yaml.dump(content, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=10**6)


def _dumper() -> type[Any]:
    """Return a dumper that quotes every text another YAML reader could take for a type."""

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return Dumper


def _document_out(document: Document) -> dict[str, str]:
    values = {
        "id": document.id,
        "text": document.text_file,
        **{name: getattr(document, name) for name in DOCUMENT_FIELDS[2:]},
    }
    return {name: value for name, value in values.items() if value}


def _entity_out(entity: Entity) -> dict[str, Any]:
    also: dict[str, list[str]] = {}
    for name in entity.aliases:
        also.setdefault(name.lang, []).append(name.text)
    values: dict[str, Any] = {
        "kind": entity.kind,
        "label": entity.label,
        "also": also,
        "plural": "yes" if entity.plural else "",
        "in-text": entity.in_text,
        "ids": _external_out(entity),
    }
    return {name: value for name, value in values.items() if value}


def _external_out(entity: Entity) -> dict[str, str | list[str]]:
    found: dict[str, list[str]] = {}
    for scheme, value in entity.external:
        found.setdefault(scheme, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _statement_out(statement: Statement, is_checked: bool) -> dict[str, Any]:
    found = statement.evidence
    is_unchecked = found.kind is EvidenceKind.QUOTE and not is_checked
    place = str(found.start) if found.start >= 0 else UNKNOWN
    values: dict[str, Any] = {
        found.kind.value: found.text,
        "occurrence": str(found.occurrence) if found.occurrence else "",
        "at": place if is_unchecked else "",
        "passage": found.passage if is_unchecked else "",
        "speakers": [_speaker_out(each) for each in statement.speakers],
        "stance": statement.stance.value,
        "certainty": statement.certainty.value,
        "reading": statement.reading.value,
        "stage": statement.stage.value if statement.stage else "",
        "said": statement.said,
        "from": statement.valid_from,
        "to": statement.valid_to,
        "label": statement.label,
        "cancels": statement.cancels,
        "claims": [lines.write(each) for each in statement.claims],
        "replaces": [lines.write(each) for each in statement.replaces],
        "ends": [lines.write(each) for each in statement.ends],
    }
    defaults = {
        "speakers": [PUBLISHER],
        "stance": Stance.ASSERTS.value,
        "certainty": Certainty.UNSPECIFIED.value,
        "reading": Reading.EXPLICIT.value,
    }
    return {n: v for n, v in values.items() if v and defaults.get(n) != v}


def _speaker_out(speaker: Speaker) -> Any:
    if speaker.kind == "unnamed":
        return {"unnamed": speaker.label}
    return speaker.id or PUBLISHER
