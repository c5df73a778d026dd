"""All ties as columns of numbers: what whole-graph measures read, wherever the graph is kept.

A graph in memory fills them from its table. A graph on disk hands out its files as they lie
there: every column is a flat buffer of one fixed-size type, which ``numpy.frombuffer`` and
``memoryview`` take without copying.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from graph.claims.model import Stage
from graph.store.table import Table
from ontology.records import Ontology

NEVER = 255
"""The standing of a tie all of whose claims are over."""

Buffer = array | memoryview  # type: ignore[type-arg]  # of the type that each column states


class Columns(NamedTuple):
    """The nodes in the order of their ids, and every tie (all claims of one relation between two).

    Numbers are places in a sorted list: of ``ids``, and of the kinds and relations of the
    ontology. Ties of relations that no path walks may be among them.
    """

    ids: Sequence[str]
    kind: Buffer  # uint16, one a node; of a prospect the kind it would be
    subject: Buffer  # uint32, one a tie, as all that follow
    object: Buffer  # uint32
    relation: Buffer  # uint16
    best: Buffer  # uint8: the place of the best standing of its claims that are not over, or NEVER


def of(table: Table, ontology: Ontology) -> Columns:
    """Return the columns of a table in memory."""
    ids = sorted(table.nodes)
    number = {id_: place for place, id_ in enumerate(ids)}
    kinds = {id_: place for place, id_ in enumerate(sorted(ontology.kinds))}
    relations = {id_: place for place, id_ in enumerate(sorted(ontology.relations))}
    best: dict[tuple[str, str, str], int] = {}
    for row in table.rows:
        if row.object and not row.derived:
            tie = row.subject, row.relation, row.object
            place = NEVER if row.stage is Stage.ENDED else row.standing.place
            best[tie] = min(place, best.get(tie, NEVER))
    ties = sorted(best)
    return Columns(
        ids=ids,
        kind=array("H", [kinds[table.nodes[id_].kind] for id_ in ids]),
        subject=array("I", [number[subject] for subject, _, _ in ties]),
        object=array("I", [number[object_] for _, _, object_ in ties]),
        relation=array("H", [relations[relation] for _, relation, _ in ties]),
        best=array("B", [best[tie] for tie in ties]),
    )
