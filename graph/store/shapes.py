"""What SHACL finds wrong with a graph, as plain records.

pySHACL reads everything anew and is slow on large graphs. Builds and loads rely on the checks
of their own; this proves, on claim files and samples, that those have said the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ontology

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

SHAPES = "shapes.ttl"
_BLANK = "A blank node: give every node an IRI, so that the same graph always gives the same lines."


@dataclass(frozen=True, order=True)
class Violation:
    """One thing that is wrong: the node at fault, the property, and what to do about it."""

    node: str  # IRI; "[]" for a blank node
    path: str  # IRI, or "" where it is no single property
    message: str


def violations(
    lines: Iterable[str] | bytes, shapes_folder: Path = ontology.FOLDER
) -> list[Violation]:
    """Return what is wrong with a graph of N-Quads lines, sorted; empty if nothing is.

    ``shapes_folder`` holds ``shapes.ttl`` and, in the other Turtle files, the ontology that
    the shapes look kinds, relations and closed lists up in.
    """
    import pyshacl
    import rdflib

    quads = _quads(lines)
    shapes, whole = rdflib.Graph(), rdflib.Graph()
    for path in sorted(shapes_folder.glob("*.ttl")):
        (shapes if path.name == SHAPES else whole).parse(path, format="turtle")
    triples = "".join(f"{quad.triple} .\n" for quad in quads)
    whole.parse(data=triples, format="nt")
    with _literals_kept():
        _, report, _ = pyshacl.validate(whole, shacl_graph=shapes, inplace=True)
    results = report.objects(None, rdflib.SH.result)  # without the details of nested shapes
    return sorted({*_blank_nodes(quads), *(_violation(report, each) for each in results)})


def _quads(lines: Iterable[str] | bytes) -> list[Quad]:
    """Return the quads of the lines; rdflib's own reader warns of its own deprecated code."""
    from pyoxigraph import RdfFormat, parse

    text = lines if isinstance(lines, bytes) else "\n".join(lines).encode()
    return list(parse(text, format=RdfFormat.N_QUADS, lenient=True))


def _blank_nodes(quads: Sequence[Quad]) -> Iterator[Violation]:
    """Yield blank nodes, and where others lead to one.

    No shape says this: in the graph that SHACL sees, the ontology has blank nodes of its own.
    """
    from pyoxigraph import BlankNode, NamedNode

    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            yield Violation("[]", "", _BLANK)
        elif isinstance(quad.object, BlankNode):
            yield Violation(quad.subject.value, quad.predicate.value, _BLANK)


@contextmanager
def _literals_kept() -> Iterator[None]:
    """Put rdflib's reading of literals back, which pySHACL changes while it loads shapes."""
    import rdflib
    from rdflib.term import _toPythonMapping

    boolean = rdflib.XSD.boolean
    normalize, read = rdflib.NORMALIZE_LITERALS, _toPythonMapping[boolean]
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS, _toPythonMapping[boolean] = normalize, read


def _violation(report: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    """Return a result as a record; checks of the whole graph name the node in sh:value."""
    from rdflib import SH, URIRef

    whole_graph = report.value(result, SH.sourceConstraint) is not None
    node = report.value(result, SH.value if whole_graph else SH.focusNode)
    path = report.value(result, SH.resultPath)
    messages = sorted(str(each) for each in report.objects(result, SH.resultMessage))
    return Violation(
        node=str(node) if isinstance(node, URIRef) else "[]",
        path=str(path) if isinstance(path, URIRef) else "",
        message=" ".join(messages),
    )
