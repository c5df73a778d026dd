"""The ontology as small frozen records: all that Python knows of kinds and relations.

Roles, purposes, effects and flows are closed lists of the ontology; everything else a
record holds is wording or weight. No module outside this package names a kind or a relation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """A kind of entity and what it means for paths, policies and wording."""

    id: str
    iri: str
    label: str
    plural: str
    description: str
    ancestors: tuple[str, ...]  # itself first, then upwards
    passable: bool
    share: float
    contingent: bool
    deal: bool
    place: bool
    group: bool
    ranked: str  # "", "yes" (measured) or "shown" (measured and listed)
    pronoun: str
    article: bool
    effect: str
    acts_on: tuple[str, ...]
    nouns: tuple[str, ...] = ()  # what else it is called in questions
    trades: tuple[str, ...] = ()  # "nouns: words for goods": those of the kind that make some goods


class Relation(NamedTuple):
    """A relation: its role in paths, its phrases, its weight and its constraints."""

    id: str
    iri: str
    label: str
    description: str
    role: str
    domain: tuple[str, ...]  # kinds, with their subkinds; empty: any
    range: tuple[str, ...]
    phrase: str
    infinitive: str
    past: str
    inverse_phrase: str
    inverse_infinitive: str
    together: str
    together_infinitive: str
    inverse: str  # IRI of the inverse property, or ""
    opposites: tuple[str, ...]  # ids of relations that cannot hold of the same two ends
    symmetric: bool
    founding: bool
    presupposes: bool  # founding: halted or over, its object did exist
    single_valued: bool
    derived_only: bool
    quantity: bool  # its object is a figure
    share: float
    looseness: float
    flows_along: tuple[str, ...]
    flows_against: tuple[str, ...]
    purpose: str
    effect: str
    asked: tuple[str, ...] = ()  # other infinitives from subject to object, for questions
    asked_inverse: tuple[str, ...] = ()
    subject_nouns: tuple[str, ...] = ()  # "owner of"
    object_nouns: tuple[str, ...] = ()
    tie_nouns: tuple[str, ...] = ()  # "stake in"
    measures: tuple[str, ...] = ()  # nouns for the figure
    measure_adjectives: tuple[str, ...] = ()  # "high": how high?
    belonging: str = ""  # the end, object or subject, that belongs to the other


@dataclass(frozen=True)
class Ontology:
    """Kinds and relations by id, the members of each closed list, and the rules."""

    kinds: Mapping[str, Kind]
    relations: Mapping[str, Relation]
    lists: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, str]  # name -> SPARQL SELECT

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Tell whether ``kind`` is ``ancestor`` or one of its subkinds."""
        return ancestor in self.kinds[kind].ancestors

    def fits(self, kind: str, allowed: tuple[str, ...]) -> bool:
        """Tell whether ``kind`` is among ``allowed`` or their subkinds; empty allows all."""
        return not allowed or any(self.is_a(kind, each) for each in allowed)

    def with_role(self, role: str) -> frozenset[str]:
        """Return the ids of the relations whose path role is ``role``."""
        return frozenset(r.id for r in self.relations.values() if r.role == role)

    @cached_property
    def founding(self) -> frozenset[str]:
        """The ids of the relations that bring their object about."""
        return frozenset(r.id for r in self.relations.values() if r.founding)

    def with_purpose(self, purpose: str) -> frozenset[str]:
        """Return the ids of the relations that serve ``purpose`` in the policy rule."""
        return frozenset(r.id for r in self.relations.values() if r.purpose == purpose)

    def relation_iris(self) -> Iterator[tuple[str, str]]:
        """Yield ``(iri, id)`` of each relation."""
        return ((r.iri, r.id) for r in self.relations.values())


def to_json(ontology: Ontology) -> dict[str, Any]:
    """Return ``ontology`` as plain JSON data, sorted by id."""
    return {
        "kinds": [ontology.kinds[key]._asdict() for key in sorted(ontology.kinds)],
        "relations": [ontology.relations[key]._asdict() for key in sorted(ontology.relations)],
        "lists": {key: list(ontology.lists[key]) for key in sorted(ontology.lists)},
        "rules": {key: ontology.rules[key] for key in sorted(ontology.rules)},
    }


def from_json(data: Mapping[str, Any]) -> Ontology:
    """Return the ontology that :func:`to_json` wrote."""
    return Ontology(
        kinds={row["id"]: Kind(**_values(row)) for row in data["kinds"]},
        relations={row["id"]: Relation(**_values(row)) for row in data["relations"]},
        lists={key: tuple(members) for key, members in data["lists"].items()},
        rules=dict(data["rules"]),
    )


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a record from JSON data, lists becoming tuples."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in row.items()}
