"""A corpus as triples: claim nodes with their attestations, and the direct triples of facts.

Everything lies in the default graph and every node has an IRI, so that any RDF 1.1 engine
reads it alike and the same corpus always gives the same sorted lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.claims.model import (
    Attestation,
    Corpus,
    Document,
    Entity,
    Object,
    Quantity,
    Record,
    Speaker,
    Text,
    digest,
)
from graph.progress import Progress, silent, told
from ontology import namespaces as ns
from ontology.records import Ontology, Relation

TYPE = NamedNode(ns.RDF + "type")
SUBJECT = NamedNode(ns.RDF + "subject")
PREDICATE = NamedNode(ns.RDF + "predicate")
OBJECT = NamedNode(ns.RDF + "object")
STATEMENT = NamedNode(ns.RDF + "Statement")
LABEL = NamedNode(ns.RDFS + "label")
COMMENT = NamedNode(ns.RDFS + "comment")
ALIAS = NamedNode(ns.SKOS + "altLabel")
IDENTIFIER = NamedNode(ns.DCTERMS + "identifier")
URL = NamedNode(ns.PREFIXES["schema"] + "url")
INTEGER = NamedNode(ns.XSD + "integer")
DECIMAL = NamedNode(ns.XSD + "decimal")
BOOLEAN = NamedNode(ns.XSD + "boolean")

DOCUMENT_FIELDS = {
    "title": NamedNode(ns.DCTERMS + "title"),
    "form": NamedNode(ns.DCTERMS + "type"),
    "publisher": NamedNode(ns.DCTERMS + "publisher"),
    "author": NamedNode(ns.DCTERMS + "creator"),
    "published": NamedNode(ns.DCTERMS + "issued"),
    "url": URL,
    "language": NamedNode(ns.DCTERMS + "language"),
    "note": COMMENT,
    "wire": NamedNode(ns.IR + "wire"),
    "sha256": NamedNode(ns.IR + "textDigest"),
    "text_file": NamedNode(ns.DCTERMS + "source"),
}
PROSPECT_MARK = " (prospect)"


def plain(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return the IRI, the text or the label of a term; claims are never triple terms."""
    if isinstance(term, Triple):
        raise TypeError(f"{term} is a triple term; this model has none")
    return term.value


@cache
def ir(name: str) -> NamedNode:
    """Return a term of the claim model's namespace."""
    return NamedNode(ns.IR + name)


@cache
def listed(name: str, member: str) -> NamedNode:
    """Return a member of a closed list, as in ``standing:stated``."""
    return NamedNode(ns.PREFIXES[name] + member)


def entity(id_: str) -> NamedNode:
    """Return the node of an entity."""
    return NamedNode(ns.KG + id_)


def claim(id_: str) -> NamedNode:
    """Return the node of a claim."""
    return NamedNode(ns.CLAIM + id_)


def lines(corpus: Corpus, ontology: Ontology, progress: Progress = silent) -> list[str]:
    """Return the corpus as sorted N-Quads lines (default graph), without repetitions."""
    return sorted({f"{triple} ." for triple in triples(corpus, ontology, progress)})


def triples(corpus: Corpus, ontology: Ontology, progress: Progress = silent) -> Iterator[Triple]:
    """Yield all triples of the corpus, in no particular order."""
    for document in corpus.documents.values():
        yield from _document(document)
    for each in corpus.entities.values():
        yield from _entity(each, each.id in corpus.founded, ontology)
    for record in told(corpus.records.values(), "Writing triples", progress):
        relation = ontology.relations[record.claim.relation]
        yield from claim_triples(record, relation)
        if record.factual:
            yield from _direct(record, relation)


def _document(document: Document) -> Iterator[Triple]:
    node = NamedNode(ns.DOCUMENT + document.id)
    yield Triple(node, TYPE, ir("Document"))
    for field, predicate in DOCUMENT_FIELDS.items():
        value = getattr(document, field)
        if value:
            yield Triple(node, predicate, Literal(value))


def _entity(each: Entity, is_founded: bool, ontology: Ontology) -> Iterator[Triple]:
    """Yield what an entity is and is called; contingent kinds only once they are founded."""
    node, kind = entity(each.id), ontology.kinds[each.kind]
    prospect = kind.contingent and not is_founded
    if prospect:
        yield Triple(node, TYPE, ir("Prospect"))
        yield Triple(node, ir("wouldBe"), NamedNode(kind.iri))
    else:
        for ancestor in kind.ancestors:
            yield Triple(node, TYPE, NamedNode(ontology.kinds[ancestor].iri))
    label = each.label + (PROSPECT_MARK if prospect else "")
    yield Triple(node, LABEL, Literal(label, language="en"))
    for name in each.aliases:
        yield Triple(node, ALIAS, Literal(name.text, language=name.lang))
    for scheme, value in each.external:
        yield Triple(node, IDENTIFIER, Literal(f"{scheme}:{value}"))
    if each.plural:
        yield Triple(node, ir("plural"), Literal("true", datatype=BOOLEAN))
    if each.in_text:
        yield Triple(node, ir("nameInText"), Literal(each.in_text, language="en"))


def claim_triples(record: Record, relation: Relation) -> Iterator[Triple]:
    """Yield the claim node with its qualifiers, its standing and its attestations."""
    yield from _claim(record, relation)
    node = claim(record.id)
    for each in record.attestations:
        yield Triple(node, ir("attestation"), NamedNode(ns.ATTESTATION + each.id))
        yield from _attestation(each)


def _claim(record: Record, relation: Relation) -> Iterator[Triple]:
    node, content = claim(record.id), record.claim
    yield Triple(node, TYPE, ir("Claim"))
    yield Triple(node, TYPE, STATEMENT)
    yield Triple(node, SUBJECT, entity(content.subject))
    yield Triple(node, PREDICATE, NamedNode(relation.iri))
    yield from _term(node, OBJECT, content.object)
    for name, value in content.qualifiers:
        yield from _term(node, ir(name), value)
    yield Triple(node, ir("standing"), listed("standing", record.standing))
    if record.stage:
        yield Triple(node, ir("stage"), listed("stage", record.stage))
    if record.valid_from:
        yield Triple(node, ir("validFrom"), Literal(record.valid_from))
    if record.valid_to:
        yield Triple(node, ir("validTo"), Literal(record.valid_to))
    if record.derived_by:
        yield Triple(node, ir("derivedBy"), Literal(record.derived_by))
    for name, others in (("premise", record.premises), ("conflictsWith", record.conflicts)):
        yield from (Triple(node, ir(name), claim(other)) for other in others)
    yield from (Triple(claim(other), ir("replaces"), node) for other in record.replaced_by)


def _attestation(each: Attestation) -> Iterator[Triple]:
    node, found = NamedNode(ns.ATTESTATION + each.id), each.evidence
    yield Triple(node, TYPE, ir("Attestation"))
    yield Triple(node, ir("document"), NamedNode(ns.DOCUMENT + each.document))
    yield from _speaker(node, each.speaker)
    yield Triple(node, ir("stance"), listed("stance", each.stance))
    yield Triple(node, ir("certainty"), listed("certainty", each.certainty))
    yield Triple(node, ir("reading"), listed("reading", each.reading))
    if each.stage:
        yield Triple(node, ir("stage"), listed("stage", each.stage))
    for name, value in (
        ("said", each.said),
        ("validFrom", each.valid_from),
        ("validTo", each.valid_to),
        ("passage", found.passage),
    ):
        if value:
            yield Triple(node, ir(name), Literal(value))
    yield Triple(node, ir("evidence"), listed("evidence", found.kind))
    yield Triple(node, ir("words"), Literal(found.text))
    if found.start >= 0:
        yield Triple(node, ir("start"), Literal(str(found.start), datatype=INTEGER))
        yield Triple(node, ir("end"), Literal(str(found.end), datatype=INTEGER))
    if each.cancels:
        yield Triple(node, ir("cancels"), NamedNode(ns.ATTESTATION + each.cancels))


def _speaker(node: NamedNode, speaker: Speaker) -> Iterator[Triple]:
    """Yield whose stance it is; the publisher's own voice is told by the document."""
    yield Triple(node, ir("speakerKind"), Literal(speaker.kind))
    if speaker.kind == "entity":
        yield Triple(node, ir("speaker"), entity(speaker.id))
    if speaker.kind == "unnamed":
        unnamed = NamedNode(ns.SPEAKER + digest(speaker.label))
        yield Triple(node, ir("speaker"), unnamed)
        yield Triple(unnamed, TYPE, ir("Speaker"))
        yield Triple(unnamed, LABEL, Literal(speaker.label))


def _term(node: NamedNode, predicate: NamedNode, value: Object) -> Iterator[Triple]:
    if isinstance(value, Quantity):
        yield Triple(node, predicate, quantity(value))
        yield from _quantity(value)
    else:
        yield Triple(
            node, predicate, Literal(value.text) if isinstance(value, Text) else entity(value)
        )


def quantity(value: Quantity) -> NamedNode:
    """Return the node of a figure: the same figure is the same node everywhere."""
    content = "\x1f".join((value.bound, value.value, value.upper, value.unit))
    return NamedNode(ns.QUANTITY + digest(content))


def _quantity(value: Quantity) -> Iterator[Triple]:
    node = quantity(value)
    number = None if value.unit == "date" else DECIMAL
    yield Triple(node, TYPE, ir("Quantity"))
    yield Triple(node, ir("value"), Literal(value.value, datatype=number))
    if value.upper:
        yield Triple(node, ir("upper"), Literal(value.upper, datatype=number))
    yield Triple(node, ir("unit"), Literal(value.unit))
    yield Triple(node, ir("bound"), listed("bound", value.bound))


def _direct(record: Record, relation: Relation) -> Iterator[Triple]:
    """Yield the direct triples of a fact, its inverse and symmetric forms included."""
    content = record.claim
    subject, predicate = entity(content.subject), NamedNode(relation.iri)
    yield from _term(subject, predicate, content.object)
    if not isinstance(content.object, str):
        return
    target = entity(content.object)
    if relation.symmetric:
        yield Triple(target, predicate, subject)
    if relation.inverse:
        yield Triple(target, NamedNode(relation.inverse), subject)


def records_triples(records: Iterable[Record], ontology: Ontology) -> Iterator[Triple]:
    """Yield the claim nodes of ``records`` without who says it: what rules are run on."""
    for record in records:
        yield from _claim(record, ontology.relations[record.claim.relation])
