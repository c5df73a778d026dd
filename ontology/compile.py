"""From Turtle to records; needs rdflib, so only builds and checks import it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.plugins.parsers.notation3 import BadSyntax

from graph.errors import OntologyError
from ontology.namespaces import IR, LISTS, local
from ontology.records import Kind, Ontology, Relation

_IR = rdflib.Namespace(IR)
_QUANTITY = _IR.Quantity


def read(folder: Path) -> rdflib.Graph:
    """Return all Turtle files of ``folder`` as one rdflib graph.

    Raises OntologyError with the file where one does not parse.
    """
    turtle = rdflib.Graph()
    for path in sorted(folder.glob("*.ttl")):
        try:
            turtle.parse(path, format="turtle")
        except BadSyntax as error:
            reason = str(error.message).split("\n", 1)[0]
            raise OntologyError(f"{path}:{error.lines + 1}: {reason}") from error
    return turtle


def compile_folder(folder: Path) -> Ontology:
    """Return the records of the ontology in ``folder`` (``*.ttl`` and ``rules/*.rq``)."""
    turtle = read(folder)
    kinds = {kind.id: kind for kind in _kinds(turtle)}
    return Ontology(
        kinds=kinds,
        relations={each.id: each for each in _relations(turtle)},
        lists={name: _members(turtle, name) for name in LISTS},
        rules={p.stem: p.read_text("utf-8") for p in sorted((folder / "rules").glob("*.rq"))},
    )


def _text(turtle: rdflib.Graph, subject: rdflib.term.Node, name: rdflib.URIRef) -> str:
    return str(turtle.value(subject, name) or "")


def _flag(turtle: rdflib.Graph, subject: rdflib.term.Node, name: rdflib.URIRef) -> bool:
    return _text(turtle, subject, name) == "true"


def _locals(
    turtle: rdflib.Graph, subject: rdflib.term.Node, name: rdflib.URIRef
) -> tuple[str, ...]:
    return tuple(sorted(local(str(each)) for each in turtle.objects(subject, name)))


def _texts(turtle: rdflib.Graph, subject: rdflib.term.Node, name: rdflib.URIRef) -> tuple[str, ...]:
    return tuple(sorted(str(each) for each in turtle.objects(subject, name)))


def _need(turtle: rdflib.Graph, subject: rdflib.term.Node, name: rdflib.URIRef) -> str:
    value = _text(turtle, subject, name)
    if not value:
        raise OntologyError(f"<{subject}> has no {local(str(name))}; add one to the ontology.")
    return value


def _kinds(turtle: rdflib.Graph) -> Iterator[Kind]:
    """Yield the kinds: the classes that have a plural label."""
    for subject in sorted(turtle.subjects(_IR.pluralLabel, None), key=str):
        ancestors = _ancestors(turtle, subject)
        yield Kind(
            id=local(str(subject)),
            iri=str(subject),
            label=_need(turtle, subject, RDFS.label),
            plural=_need(turtle, subject, _IR.pluralLabel),
            description=_need(turtle, subject, RDFS.comment),
            ancestors=tuple(local(str(each)) for each in ancestors),
            passable=_inherited(turtle, ancestors, _IR.passable) == "true",
            share=float(_inherited(turtle, ancestors, _IR.hopShare) or 1),
            contingent=_inherited(turtle, ancestors, _IR.contingent) == "true",
            deal=_inherited(turtle, ancestors, _IR.deal) == "true",
            place=_inherited(turtle, ancestors, _IR.isPlace) == "true",
            group=_inherited(turtle, ancestors, _IR.isGroup) == "true",
            ranked=_inherited(turtle, ancestors, _IR.ranked),
            pronoun=_inherited(turtle, ancestors, _IR.pronoun) or "which",
            article=_inherited(turtle, ancestors, _IR.article) == "true",
            effect=local(_inherited(turtle, ancestors, _IR.effect)),
            acts_on=next(filter(None, (_locals(turtle, a, _IR.actsOn) for a in ancestors)), ()),
            nouns=_texts(turtle, subject, _IR.noun),
            trades=_texts(turtle, subject, _IR.trade),
        )


def _ancestors(turtle: rdflib.Graph, subject: rdflib.term.Node) -> list[rdflib.term.Node]:
    """Return ``subject`` and the kinds above it, nearest first."""
    found = [subject]
    for each in found:
        for parent in sorted(turtle.objects(each, RDFS.subClassOf), key=str):
            if (parent, _IR.pluralLabel, None) in turtle and parent not in found:
                found.append(parent)
    return found


def _inherited(turtle: rdflib.Graph, ancestors: list[rdflib.term.Node], name: rdflib.URIRef) -> str:
    """Return the value that the nearest of ``ancestors`` gives, or ``""``."""
    values = (turtle.value(each, name) for each in ancestors)
    return next((str(value) for value in values if value is not None), "")


def _opposites(turtle: rdflib.Graph, subject: rdflib.term.Node) -> tuple[str, ...]:
    """Return the relations declared disjoint with this one, on either side."""
    disjoint = OWL.propertyDisjointWith
    found = {*turtle.objects(subject, disjoint), *turtle.subjects(disjoint, subject)}
    return tuple(sorted(local(str(each)) for each in found))


def _relations(turtle: rdflib.Graph) -> Iterator[Relation]:
    for subject in sorted(turtle.subjects(RDF.type, _IR.Relation), key=str):
        quantity = _QUANTITY in set(turtle.objects(subject, RDFS.range))
        yield Relation(
            id=local(str(subject)),
            iri=str(subject),
            label=_need(turtle, subject, RDFS.label),
            description=_need(turtle, subject, RDFS.comment),
            role=local(_need(turtle, subject, _IR.role)),
            domain=_classes(turtle, subject, RDFS.domain),
            range=() if quantity else _classes(turtle, subject, RDFS.range),
            phrase=_need(turtle, subject, _IR.phrase),
            infinitive=_need(turtle, subject, _IR.infinitive),
            past=_text(turtle, subject, _IR.pastPhrase),
            inverse_phrase="" if quantity else _need(turtle, subject, _IR.inversePhrase),
            inverse_infinitive="" if quantity else _need(turtle, subject, _IR.inverseInfinitive),
            together=_text(turtle, subject, _IR.togetherPhrase),
            together_infinitive=_text(turtle, subject, _IR.togetherInfinitive),
            inverse=_text(turtle, subject, OWL.inverseOf),
            opposites=_opposites(turtle, subject),
            symmetric=(subject, RDF.type, OWL.SymmetricProperty) in turtle,
            founding=_flag(turtle, subject, _IR.founding),
            presupposes=_flag(turtle, subject, _IR.presupposes),
            single_valued=_flag(turtle, subject, _IR.singleValued),
            derived_only=_flag(turtle, subject, _IR.derivedOnly),
            quantity=quantity,
            share=float(_text(turtle, subject, _IR.hopShare) or 1),
            looseness=float(_text(turtle, subject, _IR.looseness) or 0),
            flows_along=_locals(turtle, subject, _IR.flowAlong),
            flows_against=_locals(turtle, subject, _IR.flowAgainst),
            purpose=local(_text(turtle, subject, _IR.purpose)),
            effect=local(_text(turtle, subject, _IR.effect)),
            asked=_texts(turtle, subject, _IR.asked),
            asked_inverse=_texts(turtle, subject, _IR.askedInverse),
            subject_nouns=_texts(turtle, subject, _IR.subjectNoun),
            object_nouns=_texts(turtle, subject, _IR.objectNoun),
            tie_nouns=_texts(turtle, subject, _IR.tieNoun),
            measures=_texts(turtle, subject, _IR.measure),
            measure_adjectives=_texts(turtle, subject, _IR.measureAdjective),
            belonging=_text(turtle, subject, _IR.belonging),
        )


def _classes(
    turtle: rdflib.Graph, subject: rdflib.term.Node, name: rdflib.URIRef
) -> tuple[str, ...]:
    """Return the kinds of a domain or range, the members of a union each by itself."""
    value = turtle.value(subject, name)
    if value is None:
        return ()
    union = turtle.value(value, OWL.unionOf)
    members = [value] if union is None else list(Collection(turtle, union))
    return tuple(sorted(local(str(each)) for each in members))


def _members(turtle: rdflib.Graph, name: str) -> tuple[str, ...]:
    """Return the members of a closed list in their order (skos:notation)."""
    members = turtle.subjects(SKOS.inScheme, _IR[f"{name}List"])
    found = sorted((int(_need(turtle, each, SKOS.notation)), local(str(each))) for each in members)
    if not found:
        raise OntologyError(f"the list '{name}' is empty; lists.ttl must hold its members.")
    return tuple(member for _, member in found)
