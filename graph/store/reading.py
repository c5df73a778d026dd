"""Claims read back from their triples: the inverse of :mod:`graph.store.rdf`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode
from pyoxigraph import Store as Engine

from graph.claims.model import (
    QUALIFIERS,
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
)
from graph.errors import UnknownClaim
from graph.store import rdf
from ontology.namespaces import ATTESTATION, DOCUMENT, KG, QUANTITY, local

_KEPT = 4096  # of what was read last; what the engine holds does not change

Values = Mapping[str, list[NamedNode | Literal]]


class Reader:
    """Reads claims and documents from an Oxigraph engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._record = lru_cache(_KEPT)(self._read_record)
        self._document = lru_cache(_KEPT)(self._read_document)

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the claims with these ids; raises UnknownClaim for one that is not here."""
        return [self._record(id_) for id_ in ids]

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents with these ids."""
        return {id_: self._document(id_) for id_ in ids}

    def spoken_by(self, entity: str) -> list[str]:
        """Return the ids of the claims that an entity itself takes a stance on, sorted."""
        speaker = self._engine.quads_for_pattern(None, rdf.ir("speaker"), rdf.entity(entity))
        found = {
            local(rdf.plain(claim.subject))
            for quad in speaker
            if isinstance(quad.subject, NamedNode)
            for claim in self._engine.quads_for_pattern(None, rdf.ir("attestation"), quad.subject)
        }
        return sorted(found)

    def saying(self, fits: Callable[[str], bool]) -> list[str]:
        """Return the ids of the claims whose evidence, or other plain words, fit; sorted."""
        found = set()
        for subject in self._with_words(rdf.ir("words"), fits):
            attested = self._engine.quads_for_pattern(None, rdf.ir("attestation"), subject)
            found |= {local(rdf.plain(quad.subject)) for quad in attested}
        for name in QUALIFIERS:
            found |= {local(rdf.plain(node)) for node in self._with_words(rdf.ir(name), fits)}
        return sorted(found)

    def _with_words(self, property_: NamedNode, fits: Callable[[str], bool]) -> Iterator[NamedNode]:
        """Yield the nodes that have plain words that fit as this property."""
        for quad in self._engine.quads_for_pattern(None, property_, None, DefaultGraph()):
            is_text = isinstance(quad.object, Literal) and fits(quad.object.value)
            if is_text and isinstance(quad.subject, NamedNode):
                yield quad.subject

    def _values(self, node: NamedNode) -> Values:
        """Return all values of a node, sorted, by the local name of the property."""
        found: dict[str, list[NamedNode | Literal]] = defaultdict(list)
        for quad in self._engine.quads_for_pattern(node, None, None, DefaultGraph()):
            if isinstance(quad.object, (NamedNode, Literal)):
                found[local(quad.predicate.value)].append(quad.object)
        return {name: sorted(values, key=str) for name, values in found.items()}

    def _read_record(self, id_: str) -> Record:
        node = rdf.claim(id_)
        values = self._values(node)
        if "predicate" not in values:
            raise UnknownClaim(f"no claim has the id '{id_}'. `inroads claims` lists them.")
        replaced = self._engine.quads_for_pattern(None, rdf.ir("replaces"), node, DefaultGraph())
        return Record(
            claim=Claim(
                subject=local(_first(values, "subject")),
                relation=local(_first(values, "predicate")),
                object=self._term(values["object"][0]),
                qualifiers=tuple(
                    (name, self._plain_term(values[name][0]))
                    for name in sorted(QUALIFIERS)
                    if name in values
                ),
            ),
            attestations=tuple(
                self._attestation(local(each.value)) for each in values.get("attestation", ())
            ),
            standing=Standing(local(_first(values, "standing"))),
            stage=_stage(values),
            valid_from=_first(values, "validFrom"),
            valid_to=_first(values, "validTo"),
            derived_by=_first(values, "derivedBy"),
            premises=tuple(local(each.value) for each in values.get("premise", ())),
            replaced_by=tuple(sorted(local(rdf.plain(quad.subject)) for quad in replaced)),
            conflicts=tuple(local(each.value) for each in values.get("conflictsWith", ())),
        )

    def _term(self, node: NamedNode | Literal) -> Object:
        if isinstance(node, NamedNode) and node.value.startswith(QUANTITY):
            return self._quantity(node)
        return self._plain_term(node)

    def _plain_term(self, node: NamedNode | Literal) -> str | Text:
        return Text(node.value) if isinstance(node, Literal) else node.value.removeprefix(KG)

    def _quantity(self, node: NamedNode) -> Quantity:
        values = self._values(node)
        return Quantity(
            value=_first(values, "value"),
            unit=_first(values, "unit"),
            bound=Bound(local(_first(values, "bound"))),
            upper=_first(values, "upper"),
        )

    def _attestation(self, id_: str) -> Attestation:
        values = self._values(NamedNode(ATTESTATION + id_))
        return Attestation(
            id=id_,
            document=local(_first(values, "document")),
            speaker=self._speaker(values),
            stance=Stance(local(_first(values, "stance"))),
            certainty=Certainty(local(_first(values, "certainty"))),
            reading=Reading(local(_first(values, "reading"))),
            stage=_stage(values),
            said=_first(values, "said"),
            valid_from=_first(values, "validFrom"),
            valid_to=_first(values, "validTo"),
            evidence=Evidence(
                kind=EvidenceKind(local(_first(values, "evidence"))),
                text=_first(values, "words"),
                start=int(_first(values, "start") or -1),
                end=int(_first(values, "end") or -1),
                passage=_first(values, "passage"),
            ),
            cancels=local(_first(values, "cancels")),
        )

    def _speaker(self, values: Values) -> Speaker:
        kind, iri = _first(values, "speakerKind"), _first(values, "speaker")
        if kind == "unnamed":
            return Speaker(kind, label=self._label(iri))
        return Speaker(kind, id=iri.removeprefix(KG))

    def _label(self, iri: str) -> str:
        return _first(self._values(NamedNode(iri)), "label")

    def _read_document(self, id_: str) -> Document:
        node = NamedNode(DOCUMENT + id_)
        found = {
            quad.predicate.value: rdf.plain(quad.object)
            for quad in self._engine.quads_for_pattern(node, None, None, DefaultGraph())
        }
        fields = rdf.DOCUMENT_FIELDS.items()
        return Document(id_, **{name: found.get(iri.value, "") for name, iri in fields})


def _first(values: Values, name: str) -> str:
    found = values.get(name)
    return found[0].value if found else ""


def _stage(values: Values) -> Stage | None:
    return Stage(local(_first(values, "stage"))) if "stage" in values else None
