"""Two CSV files, nodes and edges, with the columns that Gephi's spreadsheet import expects.

``nodes.csv`` begins with Id and Label, ``edges.csv`` with Source, Target, Type, Id and Label;
other tools read them as any CSV (RFC 4180). A cell that a spreadsheet would take for a formula
begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from graph.pages.exchange import Edge, PropertyGraph, Vertex
from graph.pages.plain import cell

NODES, EDGES = "nodes.csv", "edges.csv"
_NODE_COLUMNS = ("kind", "prospect", "names")
_EDGE_COLUMNS = (
    "relation", "standing", "stage", "fact", "sentence", "qualifiers",
    "valid_from", "valid_to", "sources", "words",
)  # fmt: skip


def tables(given: PropertyGraph) -> dict[str, str]:
    """Return the text of each file by its name."""
    return {
        NODES: _csv(("Id", "Label", *_NODE_COLUMNS), map(_node, given.vertices)),
        EDGES: _csv(
            ("Source", "Target", "Type", "Id", "Label", *_EDGE_COLUMNS), map(_edge, given.edges)
        ),
    }


def _node(vertex: Vertex) -> tuple[object, ...]:
    return (vertex.id, vertex.label, *(getattr(vertex, name) for name in _NODE_COLUMNS))


def _edge(edge: Edge) -> tuple[object, ...]:
    ends = (edge.source, edge.target, "Directed", edge.claim, edge.label)
    return (*ends, *(getattr(edge, name) for name in _EDGE_COLUMNS))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(_text(each)) for each in row] for row in rows)
    return out.getvalue()


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
