"""Derived claims: what the rules beside the ontology conclude from stated ones.

A rule is a SELECT that returns ?subject ?relation ?object and ?premise1, ?premise2 ...; it
sees what is claimed and how it stands, but not who says it, and never derived claims: rules do
not feed each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, QuerySolution, QuerySolutions, Store

from graph.claims.model import RUNNING, Claim, Corpus, Record, Standing
from graph.claims.weights import weakest
from graph.errors import OntologyError
from graph.progress import Progress, silent, told
from graph.store.rdf import records_triples
from ontology.namespaces import local
from ontology.records import Ontology

_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
_MORE = re.compile(
    r"\b(EXISTS|MINUS|OPTIONAL|UNION|GRAPH)\b|rdf-syntax-ns#predicate", re.IGNORECASE
)
DEAD = frozenset({Standing.DENIED, Standing.SUPERSEDED, Standing.RETRACTED})


def with_derived(corpus: Corpus, ontology: Ontology, progress: Progress = silent) -> Corpus:
    """Return ``corpus`` with the claims that the ontology's rules derive."""
    if not ontology.rules:
        return corpus
    derived = conclusions(corpus.records, ontology, progress)
    merged = {**derived, **corpus.records}  # what is stated needs no deriving
    return replace(corpus, records={id_: merged[id_] for id_ in sorted(merged)})


def conclusions(
    records: Mapping[str, Record], ontology: Ontology, progress: Progress = silent
) -> dict[str, Record]:
    """Return what the rules derive from claims, by id; what is stated too is not left out."""
    store = Store()
    living = [each for each in records.values() if each.standing not in DEAD]
    premises = told(living, "Applying rules", progress)
    store.bulk_extend(Quad(*triple) for triple in records_triples(premises, ontology))
    derived: dict[str, Record] = {}
    for name in sorted(ontology.rules):
        for record in _conclusions(store, name, ontology, records):
            known = derived.get(record.id)
            if known is None or _better(record, known):
                derived[record.id] = record
    return derived


def premise_relations(ontology: Ontology) -> frozenset[str]:
    """Return the relations whose claims rules look at: all, where a rule leaves that open."""
    found = [looked_at(rule) for rule in ontology.rules.values()]
    if any(each is None for each in found):
        return frozenset(ontology.relations)
    return frozenset().union(*filter(None, found))


def looked_at(rule: str) -> frozenset[str] | None:
    """Return the relations a rule names for all claims it looks at, None if it may see others.

    It names them where each premise has an rdf:predicate, which is a relation or a variable of
    VALUES, and nothing else stands in the rule that could look at claims.
    """
    text = without_comments(rule)
    premises = set(re.findall(r"\?premise\d+", text))
    told = re.findall(r"(\?\w+)\s+rdf:predicate\s+(\S+)", text)
    if _MORE.search(text) or {who for who, _ in told} != premises or not premises:
        return None
    named = [relations_of(term, text) for _, term in told]
    if any(each is None for each in named):
        return None
    return frozenset().union(*filter(None, named))


def without_comments(rule: str) -> str:
    """Return a rule without the lines that explain it."""
    return _COMMENT.sub("", rule)


def relations_of(term: str, rule: str) -> frozenset[str] | None:
    """Return the relations that a term of a rule stands for, None if the rule leaves it open."""
    named = [term]
    if term.startswith("?"):
        values = re.search(rf"VALUES\s+\{term}\s*\{{([^}}]*)\}}", rule)
        named = values[1].split() if values else [term]
    if not all(each.startswith("rel:") for each in named):
        return None
    return frozenset(each.removeprefix("rel:") for each in named)


def _conclusions(
    store: Store, name: str, ontology: Ontology, records: Mapping[str, Record]
) -> Iterator[Record]:
    try:
        solutions = store.query(ontology.rules[name])
    except SyntaxError as error:
        raise OntologyError(f"rule '{name}' does not parse: {error}") from error
    if not isinstance(solutions, QuerySolutions):
        raise OntologyError(f"rule '{name}' must be a SELECT query.")
    variables = [each.value for each in solutions.variables if each.value.startswith("premise")]
    for row in solutions:
        premises = tuple(sorted(_local(row, variable) for variable in variables))
        yield _derived(row, name, premises, [records[each] for each in premises])


def _local(row: QuerySolution, variable: str) -> str:
    node = row[variable]
    if not isinstance(node, NamedNode):
        raise OntologyError(f"a rule must return an IRI as ?{variable}, got {node}.")
    return local(node.value)


def _derived(
    row: QuerySolution, name: str, premises: tuple[str, ...], given: list[Record]
) -> Record:
    """Return the conclusion; it stands as its weakest premise and is never corroborated."""
    claim = Claim(_local(row, "subject"), _local(row, "relation"), _local(row, "object"))
    halted = sorted(
        (each.stage for each in given if each.stage and each.stage not in RUNNING),
        key=lambda stage: stage.place,
    )
    return Record(
        claim=claim,
        attestations=(),
        standing=weakest(each.standing for each in given),
        stage=halted[0] if halted else None,
        derived_by=name,
        premises=premises,
    )


def _better(one: Record, other: Record) -> bool:
    return (one.standing.place, one.premises) < (other.standing.place, other.premises)
