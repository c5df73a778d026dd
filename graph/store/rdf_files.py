"""RDF of our ontology as sources: what ``inroads export`` writes, and RDF that says the same.

What is computed is not read: standings, conflicts, direct triples, derived claims, and the
standard vocabularies beside our own terms. All else is read or refused, never dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from pyoxigraph import Literal, NamedNode

from graph.claims import lines
from graph.claims.dates import is_date, span
from graph.claims.files import LANGUAGE
from graph.claims.json_fields import shown
from graph.claims.lines import LineError
from graph.claims.model import (
    POSITIVE,
    QUALIFIERS,
    Bound,
    Certainty,
    Claim,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Name,
    Object,
    Quantity,
    Reading,
    Speaker,
    Stage,
    Stance,
    Statement,
    Term,
    Text,
)
from graph.claims.regroup import Saying, raise_all, to_sources
from graph.claims.sources import Contents, Source
from graph.errors import ClaimFileError
from graph.spelling import did_you_mean
from graph.store import rdf
from graph.store.rdf_nodes import Node, RdfFile, Value, is_decoration, local, readable, words
from ontology import namespaces as ns
from ontology.records import Ontology

_COMPUTED = frozenset(
    rdf.ir(name).value
    for name in (
        *("standing", "stage", "validFrom", "validTo"),
        *("conflictsWith", "derivedBy", "premise"),
    )
)
_PARTS = ("Quantity", "Speaker")  # read with the nodes that point at them
_PLACE = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MOST_FAULTS = 100

Found = TypeVar("Found")


def read(path: Path, ontology: Ontology) -> Contents:
    """Return the documents of an RDF file; raises ClaimFileError, with the line if it is known."""
    return _Reader(RdfFile(path), ontology).contents()


class _Said(NamedTuple):
    """An attestation: its document and what it says, without the claims."""

    document: str
    statement: Statement


class _Reader:
    """Reads the nodes of one file, kind by kind, and gathers their faults."""

    def __init__(self, file: RdfFile, ontology: Ontology) -> None:
        self._file = file
        self._ontology = ontology
        self._relations = dict(ontology.relation_iris())
        self._facts = self._relations.keys() | {
            each.inverse for each in ontology.relations.values() if each.inverse
        }
        self._kinds = {kind.iri: kind.id for kind in ontology.kinds.values()}
        self._kind_of = lines.kinds_of({})
        self._documents: dict[str, Document] = {}
        self._entities: dict[str, Entity] = {}
        self._claims: dict[str, Claim] = {}
        self._attestations: dict[str, _Said] = {}
        self._said: set[str] = set()  # attestations of some claim
        self._faults: list[ClaimFileError] = []

    def contents(self) -> Contents:
        """Return the documents; raises ClaimFileError, the first fault with the next ones."""
        found = self._sorted_by_type()
        derived = {iri for iri in found["Claim"] if self._value(iri, "derivedBy")}
        stated = [iri for iri in found["Claim"] if iri not in derived]
        self._refuse_bare_facts(found["Claim"], found["Entity"])
        self._documents = self._all(found["Document"], self._document, ns.DOCUMENT)
        self._entities = self._all(found["Entity"], self._entity, ns.KG)
        self._kind_of = lines.kinds_of({id_: e.kind for id_, e in self._entities.items()})
        raise_all(self._faults)
        self._claims = self._all(stated, self._claim, ns.CLAIM)
        self._attestations = self._all(found["Attestation"], self._attestation, ns.ATTESTATION)
        raise_all(self._faults)
        sayings = self._all(stated, self._sayings, ns.CLAIM)
        self._refuse_loose()
        raise_all(self._faults)
        return Contents(self._sources([s for each in sayings.values() for s in each]), len(derived))

    def _sources(self, sayings: list[Saying]) -> list[Source]:
        if not self._documents:
            problem = "the file holds no document"
            raise ClaimFileError(self._file.path, 0, problem, "Is it the right one?")
        return to_sources(
            self._file.path,
            self._documents,
            self._entities,
            sayings,
            lambda saying, *what: self._file.error(ns.ATTESTATION + saying.id, *what),
        )

    def _fault(self, iri: str, problem: str, hint: str = "") -> None:
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(self._file.error(iri, problem, hint))

    def _all(
        self, iris: Iterable[str], read_one: Callable[[Node], Found], namespace: str
    ) -> dict[str, Found]:
        """Return what nodes say by their ids; what is wrong with one is kept, to be raised."""
        found = {}
        for iri in iris:
            try:
                id_ = local(NamedNode(iri), namespace)
                found[id_] = read_one(Node(iri, self._file.nodes[iri]))
            except LineError as error:
                self._fault(iri, error.problem, error.hint)
        return found

    def _sorted_by_type(self) -> Mapping[str, list[str]]:
        """Return the IRIs of all nodes by what they are: Claim, Attestation, Document, Entity."""
        found: dict[str, list[str]] = defaultdict(list)
        ours = {rdf.ir(name).value: name for name in ("Claim", "Attestation", "Document", *_PARTS)}
        for iri in sorted(self._file.nodes):
            types = [each.value for each in self._file.nodes[iri].get(rdf.TYPE.value, ())]
            names = [ours[each] for each in types if each in ours]
            if len(names) > 1:
                self._fault(iri, f"it is both {names[0]} and {names[1]}", "One node is one thing.")
            elif names:
                found[names[0]].append(iri)
            elif not types or not all(is_decoration(each) for each in types):
                found["Entity"].append(iri)
        return found

    def _value(self, iri: str, name: str) -> str:
        values = self._file.nodes[iri].get(rdf.ir(name).value, ())
        return values[0].value if values else ""

    # ------------------------------------------------------------- documents and entities

    def _document(self, node: Node) -> Document:
        node.all(rdf.TYPE)
        values = {name: node.words(iri) for name, iri in rdf.DOCUMENT_FIELDS.items()}
        node.finish()
        _date(values["published"])
        if values["sha256"] and not _DIGEST.fullmatch(values["sha256"]):
            raise LineError(f"'{shown(values['sha256'])}' is no SHA-256", "It has 64 hex digits.")
        return Document(local(NamedNode(node.iri), ns.DOCUMENT), **values)

    def _entity(self, node: Node) -> Entity:
        kind, is_prospect = self._kind(node)
        label = node.words(rdf.LABEL, needed=True)
        plural = node.words(rdf.ir("plural"))
        if plural not in ("", "true", "false"):
            raise LineError(f"ir:plural is '{shown(plural)}'", "Write true or false.")
        entity = Entity(
            id=local(NamedNode(node.iri), ns.KG),
            kind=kind,
            label=label.removesuffix(rdf.PROSPECT_MARK) if is_prospect else label,
            aliases=tuple(sorted(map(_alias, node.all(rdf.ALIAS)), key=_language_first)),
            plural=plural == "true",
            in_text=node.words(rdf.ir("nameInText")),
            external=tuple(sorted(map(_external, node.all(rdf.IDENTIFIER)))),
        )
        node.drop(frozenset(self._facts))  # each is told by a claim, which is checked
        node.finish()
        return entity

    def _kind(self, node: Node) -> tuple[str, bool]:
        """Return the kind of an entity, or the one it would be, and whether it only would be."""
        types = [each.value for each in node.all(rdf.TYPE)]
        would_be = [each.value for each in node.all(rdf.ir("wouldBe"))]
        is_prospect = rdf.ir("Prospect").value in types
        given = would_be if is_prospect else types
        if not given or (would_be and not is_prospect) or (is_prospect and len(types) > 1):
            raise LineError("it has no kind", "Give it an rdf:type of the ontology.")
        for each in given:
            if each not in self._kinds:
                hint = did_you_mean(shown(ns.local(each)), self._ontology.kinds)
                raise LineError(f"{readable(each)} is no kind of the ontology", hint)
        kinds = {self._kinds[each] for each in given}
        for kind in sorted(kinds):
            if kinds <= set(self._ontology.kinds[kind].ancestors):
                return kind, is_prospect
        raise LineError(f"it has several kinds: {', '.join(sorted(kinds))}", "Keep one.")

    def _refuse_bare_facts(self, claims: Iterable[str], entities: Iterable[str]) -> None:
        """Refuse direct triples without a claim: facts without evidence."""
        told = {fact for iri in claims for fact in self._told(iri)}
        for iri in entities:
            for name, values in self._file.nodes[iri].items():
                bare = [v for v in values if name in self._facts and (iri, name, v) not in told]
                if bare:
                    what = f"{readable(name)} {shown(readable(bare[0].value))}"
                    hint = "State it as an ir:Claim with an attestation."
                    self._fault(iri, f"'{what}' stands there without a claim", hint)

    def _told(self, iri: str) -> list[tuple[str, str, Value]]:
        """Return the direct triples that a claim may have beside it."""
        subject, predicate, object_ = (
            self._file.nodes[iri].get(each.value, [NamedNode(iri)])[0]
            for each in (rdf.SUBJECT, rdf.PREDICATE, rdf.OBJECT)
        )
        found = [(subject.value, predicate.value, object_)]
        relation = self._ontology.relations.get(self._relations.get(predicate.value, ""))
        if relation and isinstance(subject, NamedNode) and isinstance(object_, NamedNode):
            back = [predicate.value] if relation.symmetric else []
            back += [relation.inverse] if relation.inverse else []
            found += [(object_.value, each, subject) for each in back]
        return found

    # ------------------------------------------------------------- claims and attestations

    def _claim(self, node: Node) -> Claim:
        """Return what a claim says; its attestations and what it replaces are read later."""
        predicate = node.one(rdf.PREDICATE, needed=True)
        relation = predicate.value if predicate else ""
        if relation not in self._relations:
            hint = did_you_mean(shown(ns.local(relation)), self._ontology.relations)
            raise LineError(f"{readable(relation)} is no relation of the ontology", hint)
        qualifiers = [(name, node.one(rdf.ir(name))) for name in sorted(QUALIFIERS)]
        claim = Claim(
            subject=node.local(rdf.SUBJECT, ns.KG, needed=True),
            relation=self._relations[relation],
            object=self._object(node.one(rdf.OBJECT, needed=True)),
            qualifiers=tuple((name, _term(value)) for name, value in qualifiers if value),
        )
        for each in (rdf.TYPE, rdf.ir("attestation"), rdf.ir("replaces")):
            node.all(each)
        node.drop(_COMPUTED)
        node.finish()
        return lines.checked(claim, self._ontology, self._kind_of)

    def _object(self, value: Value | None) -> Object:
        if isinstance(value, NamedNode) and not value.value.startswith(ns.KG):
            return self._quantity(value)
        return _term(value)

    def _quantity(self, value: NamedNode) -> Quantity:
        node = Node(value.value, self._file.nodes.get(value.value, {}))
        quantity = Quantity(
            value=node.words(rdf.ir("value"), needed=True),
            unit=node.words(rdf.ir("unit"), needed=True),
            bound=node.member(rdf.ir("bound"), Bound) or Bound.EXACT,
            upper=node.words(rdf.ir("upper")),
        )
        node.all(rdf.TYPE)
        node.finish()
        return quantity

    def _attestation(self, node: Node) -> _Said:
        document = node.local(rdf.ir("document"), ns.DOCUMENT, needed=True)
        if document not in self._documents:
            raise LineError(f"its document '{document}' is not in this file", "Describe it there.")
        stance = node.member(rdf.ir("stance"), Stance)
        cancels = node.local(rdf.ir("cancels"), ns.ATTESTATION)
        if stance is None:
            raise LineError("it has no ir:stance", "Add it.")
        if bool(cancels) != (stance is Stance.RETRACTS):
            raise LineError("'ir:cancels' and the stance 'retracts' need each other")
        statement = Statement(
            evidence=_evidence(node),
            claims=(),
            speakers=(self._speaker(node),),
            stance=stance,
            certainty=node.member(rdf.ir("certainty"), Certainty) or Certainty.UNSPECIFIED,
            reading=node.member(rdf.ir("reading"), Reading) or Reading.EXPLICIT,
            stage=node.member(rdf.ir("stage"), Stage),
            said=_date(node.words(rdf.ir("said"))),
            valid_from=_date(node.words(rdf.ir("validFrom"))),
            valid_to=_date(node.words(rdf.ir("validTo"))),
            cancels=cancels,
        )
        node.all(rdf.TYPE)
        node.finish()
        start, end = statement.valid_from, statement.valid_to
        if start and end and span(start)[0] > span(end)[1]:
            raise LineError(f"it ends ({end}) before it begins ({start})", "Swap the dates.")
        return _Said(document, statement)

    def _speaker(self, node: Node) -> Speaker:
        kind = node.words(rdf.ir("speakerKind")) or "publisher"
        if kind == "publisher":
            return Speaker()
        value = node.one(rdf.ir("speaker"), needed=True)
        if value is None or kind not in ("entity", "unnamed"):
            raise LineError(f"'{shown(kind)}' is no kind of speaker", "publisher, entity, unnamed")
        if kind == "entity":
            id_ = local(value, ns.KG)
            self._kind_of(id_)
            return Speaker(kind, id=id_)
        unnamed = Node(value.value, self._file.nodes.get(value.value, {}))
        label = unnamed.words(rdf.LABEL, needed=True)
        unnamed.all(rdf.TYPE)
        unnamed.finish()
        return Speaker(kind, label=label)

    def _sayings(self, node: Node) -> list[Saying]:
        """Return the attestations of a claim, each with the claims that it replaces."""
        claim = self._claims[local(NamedNode(node.iri), ns.CLAIM)]
        names = [local(each, ns.ATTESTATION) for each in node.all(rdf.ir("attestation"))]
        if not names:
            raise LineError("nobody says this claim", "Give it an ir:attestation.")
        older = tuple(self._claim_named(each) for each in node.all(rdf.ir("replaces")))
        for name in names:
            if name not in self._attestations:
                raise LineError(f"its attestation '{name}' is not in this file", "Add it.")
        self._said.update(names)
        positive = [n for n in names if self._attestations[n].statement.stance in POSITIVE]
        firm = frozenset(positive or names)
        return [
            Saying(said.document, claim, said.statement, older if name in firm else (), id=name)
            for name in names
            for said in [self._attestations[name]]
        ]

    def _claim_named(self, value: Value) -> Claim:
        id_ = local(value, ns.CLAIM)
        if id_ not in self._claims:
            raise LineError(f"it replaces '{id_}', which is no claim of this file", "Add it.")
        return self._claims[id_]

    def _refuse_loose(self) -> None:
        for name in sorted(self._attestations.keys() - self._said):
            hint = "Some claim's ir:attestation must name it."
            self._fault(ns.ATTESTATION + name, "it belongs to no claim", hint)


def _term(value: Value | None) -> Term:
    if isinstance(value, Literal):
        return Text(words(value, rdf.OBJECT))
    return "" if value is None else local(value, ns.KG)


def _date(text: str) -> str:
    if text and not is_date(text):
        raise LineError(
            f"'{shown(text)}' is no date", "Write 2026, 2026-05, 2026-05-17 or 2026-Q2."
        )
    return text


def _evidence(node: Node) -> Evidence:
    kind = node.member(rdf.ir("evidence"), EvidenceKind)
    if kind is None:
        raise LineError("it has no ir:evidence", "It is quote, paraphrase or record.")
    text = node.words(rdf.ir("words"), needed=True)
    start, end = _place(node, "start"), _place(node, "end")
    if kind is not EvidenceKind.QUOTE and (start >= 0 or end >= 0):
        raise LineError(f"a {kind.value} has no place in the text", "Take start and end out.")
    if start >= 0 and end not in (-1, start + len(text)):
        raise LineError(f"the quote has {len(text)} characters, but stands from {start} to {end}")
    passage = node.words(rdf.ir("passage"))
    return Evidence(kind, text, 0, start, start + len(text) if start >= 0 else -1, passage)


def _place(node: Node, name: str) -> int:
    text = node.words(rdf.ir(name))
    if text and not _PLACE.fullmatch(text):
        raise LineError(f"ir:{name} is '{shown(text)}'", "Count characters from 0.")
    return int(text) if text else -1


def _alias(value: Value) -> Name:
    """Return another name; the engine writes language tags small, which BCP 47 does not."""
    text = words(value, rdf.ALIAS)
    tag = value.language if isinstance(value, Literal) else None
    if tag and not LANGUAGE.fullmatch(tag):
        raise LineError(f"'{shown(tag)}' is no language tag", "Write en, zh, pt-BR or und.")
    language, *rest = (tag or "und").split("-")
    cased = [each.title() if len(each) == 4 else each.upper() for each in rest]
    return Name(text, "-".join([language, *cased]))


def _language_first(name: Name) -> tuple[str, str]:
    return name.lang, name.text


def _external(value: Value) -> tuple[str, str]:
    text = words(value, rdf.IDENTIFIER)
    place = text.find(":", 1)
    if place < 0 or place == len(text) - 1:
        raise LineError(f"the identifier '{shown(text)}' names no scheme", "Write SCHEME:ID.")
    return text[:place], text[place + 1 :]
