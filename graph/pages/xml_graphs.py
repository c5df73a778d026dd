"""GraphML and GEXF, for Gephi, yEd, Cytoscape and networkx.

Both carry one edge for each claim, with the claim's id as the edge's. XML has no place for most
control characters: they are taken out, and how many is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from graph.pages.exchange import Edge, PropertyGraph, Vertex

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://www.gexf.net/1.2draft"
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_INHERENT = frozenset({"id", "source", "target", "claim"})
_FLAGS = frozenset({"prospect", "fact"})


class _Cleaner:
    """Takes out what XML 1.0 cannot hold, and counts it."""

    def __init__(self) -> None:
        self.removed = 0

    def __call__(self, text: str) -> str:
        cleaned, count = _UNWRITABLE.subn("", text)
        self.removed += count
        return cleaned


def graphml(given: PropertyGraph) -> tuple[str, int]:
    """Return GraphML (graphml.graphdrawing.org), and how many characters it could not hold."""
    clean = _Cleaner()
    root = ElementTree.Element("graphml", {"xmlns": _GRAPHML})
    root.set(_SCHEMA, f"{_GRAPHML} {_GRAPHML}/1.0/graphml.xsd")
    for domain, record in (("node", Vertex), ("edge", Edge)):
        for name in _described(record):
            key = {"id": f"{domain}-{name}", "for": domain, "attr.name": name}
            key["attr.type"] = _type(name)
            ElementTree.SubElement(root, "key", key)
    graph_ = ElementTree.SubElement(root, "graph", {"id": "inroads", "edgedefault": "directed"})
    for vertex in given.vertices:
        _data(ElementTree.SubElement(graph_, "node", {"id": clean(vertex.id)}), vertex, clean)
    for edge in given.edges:
        ends = {"source": clean(edge.source), "target": clean(edge.target)}
        _data(ElementTree.SubElement(graph_, "edge", {"id": edge.claim, **ends}), edge, clean)
    return _text(root), clean.removed


def _data(element: ElementTree.Element, record: Vertex | Edge, clean: _Cleaner) -> None:
    domain = "node" if isinstance(record, Vertex) else "edge"
    for name in _described(type(record)):
        data = ElementTree.SubElement(element, "data", {"key": f"{domain}-{name}"})
        data.text = _value(getattr(record, name), clean)


def gexf(given: PropertyGraph) -> tuple[str, int]:
    """Return GEXF 1.2 (gexf.net) with labels on nodes and edges, and what :func:`graphml` does."""
    clean = _Cleaner()
    root = ElementTree.Element("gexf", {"xmlns": _GEXF, "version": "1.2"})
    root.set(_SCHEMA, f"{_GEXF} {_GEXF}/gexf.xsd")
    meta = ElementTree.SubElement(root, "meta")
    ElementTree.SubElement(meta, "creator").text = "Inroads"
    kind = {"defaultedgetype": "directed", "mode": "static"}
    graph_ = ElementTree.SubElement(root, "graph", kind)
    for domain, record in (("node", Vertex), ("edge", Edge)):
        columns = ElementTree.SubElement(graph_, "attributes", {"class": domain})
        for name in _values(record):
            column = {"id": f"{domain}-{name}", "title": name, "type": _type(name)}
            ElementTree.SubElement(columns, "attribute", column)
    nodes = ElementTree.SubElement(graph_, "nodes")
    for vertex in given.vertices:
        named = {"id": clean(vertex.id), "label": clean(vertex.label)}
        _attvalues(ElementTree.SubElement(nodes, "node", named), vertex, clean)
    edges = ElementTree.SubElement(graph_, "edges")
    for edge in given.edges:
        ends = {"source": clean(edge.source), "target": clean(edge.target)}
        named = {"id": edge.claim, **ends, "label": clean(edge.label)}
        _attvalues(ElementTree.SubElement(edges, "edge", named), edge, clean)
    return _text(root), clean.removed


def _attvalues(element: ElementTree.Element, record: Vertex | Edge, clean: _Cleaner) -> None:
    domain = "node" if isinstance(record, Vertex) else "edge"
    values = ElementTree.SubElement(element, "attvalues")
    for name in _values(type(record)):
        value = _value(getattr(record, name), clean)
        ElementTree.SubElement(values, "attvalue", {"for": f"{domain}-{name}", "value": value})


def _described(record: type[Vertex | Edge]) -> list[str]:
    """Return the fields that are no part of the element itself."""
    return [name for name in record._fields if name not in _INHERENT]


def _values(record: type[Vertex | Edge]) -> list[str]:
    return [name for name in _described(record) if name != "label"]


def _type(name: str) -> str:
    return "boolean" if name in _FLAGS else "string"


def _value(value: str | bool, clean: Callable[[str], str]) -> str:
    return str(value).lower() if isinstance(value, bool) else clean(value)


def _text(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
