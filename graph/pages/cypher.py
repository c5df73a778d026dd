"""Cypher statements for Neo4j and other engines that read openCypher, without parameters.

A relationship's type is its relation in capitals, and only facts have it: what is disputed,
possible or planned has its standing (or stage) behind, as in ``OWNS_DISPUTED``, so that a simple
``MATCH ()-[:OWNS]->()`` returns facts alone. For the same reason a prospect has the label
``Prospect`` and not the one it would have. Loading a file twice changes nothing; before loading
a newer export, empty the database, since a claim may stand otherwise now.

Text from sources stands in string literals only, escaped; labels and types are made of letters,
digits and underscores and stand in backticks all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.claims.model import FACTUAL, Standing
from graph.pages.exchange import Edge, PropertyGraph, Vertex

_BASE = "Entity"
_UNBUILT = "Prospect"
_ESCAPES = {
    "\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t",
    "\b": "\\b", "\f": "\\f",
}  # fmt: skip
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def cypher(given: PropertyGraph) -> str:
    """Return statements that make the graph, one a line, each ended by a semicolon."""
    return "".join(f"{each};\n" for each in _statements(given))


def _statements(given: PropertyGraph) -> Iterator[str]:
    yield (
        f"CREATE CONSTRAINT {identifier('inroads_entity_id')} IF NOT EXISTS "
        f"FOR (n:{identifier(_BASE)}) REQUIRE n.id IS UNIQUE"
    )
    for vertex in given.vertices:
        labels = (_UNBUILT,) if vertex.prospect else given.kinds[vertex.kind]
        yield (
            f"MERGE (n:{identifier(_BASE)} {{id: {literal(vertex.id)}}}) "
            f"SET n:{':'.join(map(identifier, labels))}, n += {_properties(vertex)}"
        )
    for edge in given.edges:
        yield (
            f"MATCH (a:{identifier(_BASE)} {{id: {literal(edge.source)}}}), "
            f"(b:{identifier(_BASE)} {{id: {literal(edge.target)}}}) "
            f"MERGE (a)-[r:{identifier(_type(edge))} {{claim: {literal(edge.claim)}}}]->(b) "
            f"SET r += {_properties(edge)}"
        )


def _type(edge: Edge) -> str:
    name = _WORD_START.sub("_", edge.relation).upper()
    if edge.fact:
        return name
    is_planned = Standing(edge.standing) in FACTUAL
    return f"{name}_{(edge.stage if is_planned else edge.standing).upper()}"


def _properties(record: Vertex | Edge) -> str:
    """Return the fields as a map; empty texts are left out, document ids are a list."""
    parts = []
    for name, value in record._asdict().items():
        if name in ("id", "source", "target") or value == "":
            continue
        if name == "sources":
            value = f"[{', '.join(map(literal, value.split()))}]"
        elif isinstance(value, bool):
            value = str(value).lower()
        else:
            value = literal(value)
        parts.append(f"{name}: {value}")
    return f"{{{', '.join(parts)}}}"


def literal(text: str) -> str:
    r"""Return ``text`` as a string literal.

    >>> print(literal("O'Neill\\"))
    'O\'Neill\\'
    """
    escaped = "".join(_ESCAPES.get(each, each) for each in text)
    return "'" + _CONTROL.sub(_code, escaped) + "'"


def _code(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04X}"


def identifier(name: str) -> str:
    """Return a label or type in backticks; what is no letter, digit or _ becomes a _.

    Doubling backticks would not do: some versions read the escape of one as one.
    """
    return f"`{re.sub(r'[^A-Za-z0-9_]', '_', name)}`"
