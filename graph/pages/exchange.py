"""The claims as a property graph, for tools that know nodes and edges: what goes in, and how.

A node is an entity; an edge is one claim between two entities, with how it stands, its stage,
its words and its documents, so that nothing disputed passes as a fact in a tool that knows
nothing of standings. Derived claims would double what they come from, and claims about figures
and words have no second node: they stay out, and how many do is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from graph.answers.describe import Describer
from graph.answers.model import ClaimOut, EntityRef
from graph.answers.wording import marked
from graph.claims.model import FACTUAL, RUNNING, Stage, Standing
from graph.pages.text import documents, stances
from graph.session import Session
from graph.store.table import Row


class Vertex(NamedTuple):
    """An entity. ``kind`` is its kind; of a prospect the one it would be."""

    id: str
    label: str
    kind: str
    prospect: bool
    names: str


class Edge(NamedTuple):
    """A claim between two entities. ``fact`` tells whether it holds: no plan and no rumour.

    Several documents, ids of documents and words stand in one text, as formats have no lists.
    """

    claim: str
    source: str
    target: str
    relation: str
    label: str
    standing: str
    stage: str
    fact: bool
    sentence: str
    qualifiers: str
    valid_from: str
    valid_to: str
    sources: str
    words: str


class PropertyGraph(NamedTuple):
    """Nodes and edges, sorted by id; ``kinds`` maps a kind to itself and what it is a kind of."""

    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    kinds: dict[str, tuple[str, ...]]
    left_out: str


def collect(session: Session, floor: Standing = Standing.DISPUTED) -> PropertyGraph:
    """Return all entities, and the claims that count under a standing floor.

    What is over stays out, unless the floor is the lowest, which takes in everything.
    """
    nodes = sorted(session.table.nodes.values(), key=lambda node: node.id)
    kept = [row.id for row in session.table.rows if not _excluded(row, floor)]
    kinds = {node.kind for node in nodes}
    return PropertyGraph(
        vertices=tuple(
            Vertex(node.id, marked(node), node.kind, node.prospect, "; ".join(node.names[1:]))
            for node in nodes
        ),
        edges=tuple(_edges(Describer(session).claims(sorted(kept)))),
        kinds={kind: session.ontology.kinds[kind].ancestors for kind in sorted(kinds)},
        left_out=_told(session, floor),
    )


def _excluded(row: Row, floor: Standing) -> str:
    """Return why a claim is no edge, in words; nothing if it is one."""
    if row.derived:
        return "derived"
    if not row.object:
        return "about a figure or plain words"
    if row.standing.place > floor.place:
        return f"weaker than {floor.value}"
    return "over" if row.stage is Stage.ENDED and floor is not Standing.RETRACTED else ""


def _told(session: Session, floor: Standing) -> str:
    counts = Counter(_excluded(row, floor) for row in session.table.rows)
    reasons = [f"{count} {why}" for why, count in sorted(counts.items()) if why]
    return f"claims left out: {', '.join(reasons)}." if reasons else ""


def _edges(claims: list[ClaimOut]) -> Iterator[Edge]:
    for claim in claims:
        if not isinstance(claim.object, EntityRef):
            raise TypeError(f"claim {claim.id} has no second node")
        running = claim.stage is None or Stage(claim.stage) in RUNNING
        yield Edge(
            claim=claim.id,
            source=claim.subject.id,
            target=claim.object.id,
            relation=claim.relation.id,
            label=_label(claim),
            standing=claim.standing,
            stage=claim.stage or "",
            fact=Standing(claim.standing) in FACTUAL and running,
            sentence=claim.sentence,
            qualifiers="; ".join(
                f"{name}={term.id if isinstance(term, EntityRef) else term.text}"
                for name, term in claim.qualifiers.items()
            ),
            valid_from=(claim.valid.from_ if claim.valid else "") or "",
            valid_to=(claim.valid.to if claim.valid else "") or "",
            sources=" ".join(document.id for document in documents([claim])),
            words=" | ".join(stances(claim)),
        )


def _label(claim: ClaimOut) -> str:
    """Return the relation, with what keeps the claim from being a fact: standing, or stage."""
    reserve = ""
    if Standing(claim.standing) not in FACTUAL:
        reserve = claim.standing
    elif claim.stage is not None and Stage(claim.stage) not in RUNNING:
        reserve = claim.stage
    return f"{claim.relation.label} ({reserve})" if reserve else claim.relation.label
