"""Claims as lines of N-Triples, written as text: the lines of :mod:`graph.store.rdf`.

Making an object of every term costs four times as much as writing the words between, and a
large graph has twenty triples a claim. A test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import orjson

from graph.claims.model import Attestation, Document, Object, Quantity, Record, Text, digest
from graph.store import rdf
from graph.store.table import Node
from ontology import namespaces as ns
from ontology.records import Ontology, Relation

_RDF_TYPE = f"<{ns.RDF}type>"
_FIELDS = {name: f"<{iri.value}>" for name, iri in rdf.DOCUMENT_FIELDS.items()}
_LISTED = {name: ns.PREFIXES[name] for name in ns.LISTS}


def _ir(name: str) -> str:
    return f"<{ns.IR}{name}>"


def _text(words: str) -> str:
    """Return a literal; JSON's escapes are among those of N-Triples."""
    return orjson.dumps(words).decode()


def _typed(words: str, name: str) -> str:
    return f"{_text(words)}^^<{ns.XSD}{name}>"


def node(each: Node, ontology: Ontology) -> str:
    """Return what an entity is and is called."""
    entity, kind = each.entity, ontology.kinds[each.entity.kind]
    me, mark = f"<{ns.KG}{entity.id}>", rdf.PROSPECT_MARK if each.prospect else ""
    if each.prospect:
        found = [f"{_RDF_TYPE} {_ir('Prospect')}", f"{_ir('wouldBe')} <{kind.iri}>"]
    else:
        found = [f"{_RDF_TYPE} <{ontology.kinds[name].iri}>" for name in kind.ancestors]
    found.append(f"<{ns.RDFS}label> {_text(entity.label + mark)}@en")
    found += [
        f"<{ns.SKOS}altLabel> {_text(name.text)}@{name.lang.lower()}" for name in entity.aliases
    ]
    found += [
        f"<{ns.DCTERMS}identifier> {_text(f'{scheme}:{value}')}"
        for scheme, value in entity.external
    ]
    if entity.plural:
        found.append(f"{_ir('plural')} {_typed('true', 'boolean')}")
    if entity.in_text:
        found.append(f"{_ir('nameInText')} {_text(entity.in_text)}@en")
    return "".join(f"{me} {each} .\n" for each in found)


def document(each: Document) -> str:
    """Return what is known of a document."""
    me = f"<{ns.DOCUMENT}{each.id}>"
    found = [f"{me} {_RDF_TYPE} {_ir('Document')} .\n"]
    for name, predicate in _FIELDS.items():
        value = getattr(each, name)
        if value:
            found.append(f"{me} {predicate} {_text(value)} .\n")
    return "".join(found)


class Lines:
    """Writes claims; of an unnamed speaker and of a figure the lines are the same each time."""

    def __init__(self, ontology: Ontology) -> None:
        self._relations: Mapping[str, Relation] = ontology.relations

    def record(self, record: Record) -> str:
        """Return all that is known of a claim: its node, who says it, and the fact it states."""
        claim, relation = record.claim, self._relations[record.claim.relation]
        me, subject = f"<{ns.CLAIM}{record.id}>", f"<{ns.KG}{claim.subject}>"
        object_, more = _object(claim.object)
        head = _claim_head(relation.iri, record.standing.value).replace("\0", me)
        ends = f"{me} {_SUBJECT} {subject} .\n{me} {_OBJECT} {object_} .\n"
        found = [more, head, ends]
        found += _details(me, record)
        for each in record.attestations:
            who = f"<{ns.ATTESTATION}{each.id}>"
            found.append(f"{me} {_ATTESTATION} {who} .\n{_attestation(each, who)}")
        if record.factual:
            found.append(_fact(subject, relation, object_, claim.object))
        return "".join(found)

    def fact(self, record: Record) -> str:
        """Return the direct triples of a claim that is a fact."""
        claim, relation = record.claim, self._relations[record.claim.relation]
        object_, _ = _object(claim.object)
        return _fact(f"<{ns.KG}{claim.subject}>", relation, object_, claim.object)


def _details(me: str, record: Record) -> list[str]:
    """Return what only some claims have."""
    found: list[str] = []
    for name, value in record.claim.qualifiers:
        term, more = _object(value)
        found.append(f"{more}{me} {_ir(name)} {term} .\n")
    if record.stage:
        found.append(f"{me} {_ir('stage')} <{_LISTED['stage']}{record.stage.value}> .\n")
    if record.valid_from:
        found.append(f"{me} {_ir('validFrom')} {_text(record.valid_from)} .\n")
    if record.valid_to:
        found.append(f"{me} {_ir('validTo')} {_text(record.valid_to)} .\n")
    if record.derived_by:
        found.append(f"{me} {_ir('derivedBy')} {_text(record.derived_by)} .\n")
    found += [f"{me} {_ir('premise')} <{ns.CLAIM}{other}> .\n" for other in record.premises]
    found += [f"{me} {_ir('conflictsWith')} <{ns.CLAIM}{other}> .\n" for other in record.conflicts]
    found += [f"<{ns.CLAIM}{other}> {_ir('replaces')} {me} .\n" for other in record.replaced_by]
    return found


def _attestation(each: Attestation, me: str) -> str:
    found, speaker = each.evidence, each.speaker
    head = _attestation_head(
        speaker.kind, each.stance.value, each.certainty.value, each.reading.value, found.kind.value
    )
    lines = [
        head.replace("\0", me),
        f"{me} {_DOCUMENT} <{ns.DOCUMENT}{each.document}> .\n{me} {_WORDS} {_text(found.text)} .\n",
    ]
    if speaker.kind == "entity":
        lines.append(f"{me} {_SPEAKER} <{ns.KG}{speaker.id}> .\n")
    elif speaker.kind == "unnamed":
        lines.append(_unnamed(speaker.label).replace("\0", me))
    if each.stage:
        lines.append(f"{me} {_ir('stage')} <{_LISTED['stage']}{each.stage.value}> .\n")
    for name, value in (
        ("said", each.said),
        ("validFrom", each.valid_from),
        ("validTo", each.valid_to),
        ("passage", found.passage),
    ):
        if value:
            lines.append(f"{me} {_ir(name)} {_text(value)} .\n")
    if found.start >= 0:
        lines.append(f"{me} {_ir('start')} {_typed(str(found.start), 'integer')} .\n")
        lines.append(f"{me} {_ir('end')} {_typed(str(found.end), 'integer')} .\n")
    if each.cancels:
        lines.append(f"{me} {_ir('cancels')} <{ns.ATTESTATION}{each.cancels}> .\n")
    return "".join(lines)


_WORDS, _SPEAKER, _DOCUMENT = _ir("words"), _ir("speaker"), _ir("document")
_ATTESTATION, _SUBJECT, _OBJECT = _ir("attestation"), f"<{ns.RDF}subject>", f"<{ns.RDF}object>"


@lru_cache(maxsize=10_000)
def _claim_head(relation: str, standing: str) -> str:
    """Return the lines that claims of a relation and a standing share; NUL stands for the claim."""
    return (
        f"\0 {_RDF_TYPE} {_ir('Claim')} .\n\0 {_RDF_TYPE} <{ns.RDF}Statement> .\n"
        f"\0 <{ns.RDF}predicate> <{relation}> .\n"
        f"\0 {_ir('standing')} <{_LISTED['standing']}{standing}> .\n"
    )


@lru_cache(maxsize=10_000)
def _attestation_head(kind: str, stance: str, certainty: str, reading: str, evidence: str) -> str:
    """Return the lines that attestations of one sort share; NUL stands for the attestation."""
    return (
        f"\0 {_RDF_TYPE} {_ir('Attestation')} .\n"
        f'\0 {_ir("speakerKind")} "{kind}" .\n'
        f"\0 {_ir('stance')} <{_LISTED['stance']}{stance}> .\n"
        f"\0 {_ir('certainty')} <{_LISTED['certainty']}{certainty}> .\n"
        f"\0 {_ir('reading')} <{_LISTED['reading']}{reading}> .\n"
        f"\0 {_ir('evidence')} <{_LISTED['evidence']}{evidence}> .\n"
    )


@lru_cache(maxsize=10_000)
def _unnamed(label: str) -> str:
    """Return the lines of an unnamed speaker; NUL stands for who it speaks in."""
    node = f"<{ns.SPEAKER}{digest(label)}>"
    return (
        f"\0 {_SPEAKER} {node} .\n{node} {_RDF_TYPE} {_ir('Speaker')} .\n"
        f"{node} <{ns.RDFS}label> {_text(label)} .\n"
    )


def _object(value: Object) -> tuple[str, str]:
    """Return a term, and the lines that say what it is where it is a figure."""
    if isinstance(value, Quantity):
        return _quantity(value)
    if isinstance(value, Text):
        return _text(value.text), ""
    return f"<{ns.KG}{value}>", ""


@lru_cache(maxsize=10_000)
def _quantity(value: Quantity) -> tuple[str, str]:
    me = f"<{rdf.quantity(value).value}>"

    def number(words: str) -> str:
        return _text(words) if value.unit == "date" else _typed(words, "decimal")

    found = [
        f"{_RDF_TYPE} {_ir('Quantity')}",
        f"{_ir('value')} {number(value.value)}",
        *([f"{_ir('upper')} {number(value.upper)}"] if value.upper else []),
        f"{_ir('unit')} {_text(value.unit)}",
        f"{_ir('bound')} <{_LISTED['bound']}{value.bound.value}>",
    ]
    return me, "".join(f"{me} {each} .\n" for each in found)


def _fact(subject: str, relation: Relation, object_: str, value: Object) -> str:
    """Return the direct triples of a fact, its inverse and symmetric forms included."""
    found = f"{subject} <{relation.iri}> {object_} .\n"
    if isinstance(value, str) and relation.symmetric:
        found += f"{object_} <{relation.iri}> {subject} .\n"
    if isinstance(value, str) and relation.inverse:
        found += f"{object_} <{relation.inverse}> {subject} .\n"
    return found
