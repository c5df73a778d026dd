"""The compiled table: entities and one row a claim, all that naming and walking need.

It is JSON beside the triples, so that short commands parse no RDF to find a name or a path.
Evidence is not in it: the store gives that for the claims of an answer, and for no others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from graph.claims.model import MERGED, Corpus, Entity, Name, Record, Stage, Standing, bearers
from ontology.records import Ontology


class Node(NamedTuple):
    """An entity as answers see it: ``prospect`` if its kind is not founded yet."""

    entity: Entity
    prospect: bool

    @property
    def id(self) -> str:
        """The entity's id."""
        return self.entity.id

    @property
    def kind(self) -> str:
        """The entity's kind; of a prospect the kind it would be."""
        return self.entity.kind

    @property
    def names(self) -> tuple[str, ...]:
        """Label, aliases and name in text, the label first."""
        names = [self.entity.label, *(name.text for name in self.entity.aliases)]
        return tuple(dict.fromkeys([*names, *filter(None, [self.entity.in_text])]))

    @property
    def merged(self) -> tuple[str, ...]:
        """The other ids that were judged to be this entity, sorted."""
        return tuple(value for scheme, value in self.entity.external if scheme == MERGED)

    @property
    def external(self) -> tuple[tuple[str, str], ...]:
        """(scheme, id) of the entity elsewhere in the world."""
        return tuple(pair for pair in self.entity.external if pair[0] != MERGED)


class Row(NamedTuple):
    """A claim without its evidence. ``object`` is "" where it is a figure or plain words."""

    id: str
    subject: str
    relation: str
    object: str
    qualifiers: tuple[tuple[str, str], ...]  # entity ids only
    standing: Standing
    stage: Stage | None
    derived: bool
    documents: tuple[str, ...]
    valid_from: str
    valid_to: str

    def entities(self) -> tuple[str, ...]:
        """Return the ids of the entities it speaks of, subject first."""
        ids = (self.subject, self.object, *(value for _, value in self.qualifiers))
        return tuple(dict.fromkeys(id_ for id_ in ids if id_))


class Tallies(NamedTuple):
    """How much a graph holds: entities, claims, and claims by kind, relation and so on."""

    entities: int
    claims: int
    derived: int
    kinds: Counter[str]
    relations: Counter[str]
    standings: Counter[str]
    documents: Counter[str]


def counted(row: Row) -> dict[str, str]:
    """Return under what a row is counted."""
    derived = "derived" if row.derived else "attested"
    return {"relation": row.relation, "standing": row.standing.value, "derived": derived}


@dataclass(frozen=True)
class Table:
    """All nodes and all rows of a graph, sorted by id."""

    nodes: Mapping[str, Node]
    rows: Sequence[Row]

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by claim id."""
        return {row.id: row for row in self.rows}

    @cached_property
    def bearers(self) -> Mapping[str, frozenset[str]]:
        """The ids of the nodes that bear each name, capitals aside."""
        return bearers(node.entity for node in self.nodes.values())

    @cached_property
    def about(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows that speak of each entity."""
        found: dict[str, list[Row]] = {id_: [] for id_ in self.nodes}
        for row in self.rows:
            for id_ in row.entities():
                found[id_].append(row)
        return {id_: tuple(rows) for id_, rows in found.items()}

    def told_of(self, entity: str, relations: Collection[str]) -> Sequence[Row]:
        """Return the rows of these relations that speak of an entity, in order."""
        return [row for row in self.about.get(entity, ()) if row.relation in relations]

    def of_subject(self, entity: str) -> Sequence[Row]:
        """Return the rows that have an entity as their subject, in order."""
        return [row for row in self.about.get(entity, ()) if row.subject == entity]

    def of_relations(self, relations: Collection[str]) -> Sequence[Row]:
        """Return the rows of these relations, in order."""
        return [row for row in self.rows if row.relation in relations]

    def of_document(self, document: str) -> Sequence[Row]:
        """Return the rows that a document speaks to, in order."""
        return [row for row in self.rows if document in row.documents]

    def of_kinds(self, kinds: Collection[str]) -> Sequence[str]:
        """Return the ids of the nodes of these kinds, in order."""
        return [id_ for id_, node in self.nodes.items() if node.kind in kinds]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of which there is a node."""
        return frozenset(node.kind for node in self.nodes.values())

    def claims_beginning(self, wanted: str) -> list[str]:
        """Return the ids of the claims that begin with this, sorted."""
        return sorted(row.id for row in self.rows if row.id.startswith(wanted))

    def not_counting(self, floor: Standing) -> int:
        """Return how many attested rows are weaker than a floor, or over."""
        rows = (row for row in self.rows if not row.derived)
        return sum(row.standing.place > floor.place or row.stage is Stage.ENDED for row in rows)

    def tallies(self) -> Tallies:
        """Return how many nodes and rows there are of each sort."""
        return Tallies(
            len(self.nodes),
            len(self.rows),
            sum(row.derived for row in self.rows),
            Counter(node.kind for node in self.nodes.values()),
            Counter(row.relation for row in self.rows),
            Counter(row.standing.value for row in self.rows),
            Counter(document for row in self.rows for document in row.documents),
        )


def from_corpus(corpus: Corpus, ontology: Ontology) -> Table:
    """Return the table of ``corpus``."""
    nodes = {each.id: each for each in nodes_of(corpus, ontology)}
    return Table(nodes, tuple(row_of(record) for record in corpus.records.values()))


def nodes_of(corpus: Corpus, ontology: Ontology) -> Iterator[Node]:
    """Yield the entities of ``corpus`` as answers see them, in its order."""
    for each in corpus.entities.values():
        yield Node(each, ontology.kinds[each.kind].contingent and each.id not in corpus.founded)


def row_of(record: Record) -> Row:
    """Return a claim without its evidence."""
    claim = record.claim
    return Row(
        id=record.id,
        subject=claim.subject,
        relation=claim.relation,
        object=claim.object if isinstance(claim.object, str) else "",
        qualifiers=tuple((n, v) for n, v in claim.qualifiers if isinstance(v, str)),
        standing=record.standing,
        stage=record.stage,
        derived=bool(record.derived_by),
        documents=tuple(sorted({each.document for each in record.attestations})),
        valid_from=record.valid_from,
        valid_to=record.valid_to,
    )


def dumps(table: Table) -> str:
    """Return the table as JSON text, one node or row a line."""
    nodes = ",\n".join(map(dump_node, table.nodes.values()))
    rows = ",\n".join(map(dump_row, table.rows))
    return f'{{"nodes":[\n{nodes}\n],"rows":[\n{rows}\n]}}\n'


def dump_node(node: Node) -> str:
    """Return a node as JSON text."""
    e = node.entity
    return _text(
        [e.id, e.kind, e.label, [[n.lang, n.text] for n in e.aliases], e.plural, e.in_text,
         [list(pair) for pair in e.external], node.prospect]
    )  # fmt: skip


def dump_row(row: Row) -> str:
    """Return a row as JSON text."""
    r = row
    return _text(
        [r.id, r.subject, r.relation, r.object, [list(q) for q in r.qualifiers], r.standing.value,
         r.stage.value if r.stage else "", r.derived, list(r.documents), r.valid_from, r.valid_to]
    )  # fmt: skip


def _text(data: list[Any]) -> str:
    import orjson  # whoever only reads needs none of it

    return orjson.dumps(data).decode()


def loads(text: str) -> Table:
    """Return the table that :func:`dumps` wrote."""
    data = json.loads(text)
    nodes = {row[0]: node_from(row) for row in data["nodes"]}
    return Table(nodes, tuple(row_from(row) for row in data["rows"]))


def node_from(data: list[Any]) -> Node:
    """Return a node from its JSON data."""
    id_, kind, label, aliases, plural, in_text, external, prospect = data
    names = tuple(Name(text, lang) for lang, text in aliases)
    pairs = tuple((scheme, value) for scheme, value in external)
    return Node(Entity(id_, kind, label, names, plural, in_text, pairs), prospect)


def row_from(data: list[Any]) -> Row:
    """Return a row from its JSON data."""
    id_, subject, relation, object_, qualifiers, standing, stage, derived, documents, *valid = data
    return Row(
        id_,
        subject,
        relation,
        object_,
        tuple((name, value) for name, value in qualifiers),
        _STANDINGS[standing],
        _STAGES[stage] if stage else None,
        derived,
        tuple(documents),
        *valid,
    )


_STANDINGS = {each.value: each for each in Standing}
_STAGES = {each.value: each for each in Stage}
