"""The claims of an answer as a SPARQL query, so that any engine can find them again."""

from __future__ import annotations

from collections.abc import Sequence

from graph.answers.model import ClaimOut


def sparql(claims: Sequence[ClaimOut]) -> str:
    """Return a query that finds these claims with any SPARQL engine."""
    values = " ".join(dict.fromkeys(f"claim:{claim.id}" for claim in claims))
    return (
        "PREFIX claim: <https://inroads.example/claim/>\n"
        "PREFIX ir: <https://inroads.example/ns#>\n"
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
        "SELECT ?claim ?subject ?relation ?object ?standing ?words WHERE {\n"
        f"  VALUES ?claim {{ {values} }}\n"
        "  ?claim rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;\n"
        "    ir:standing ?standing .\n"
        "  OPTIONAL { ?claim ir:attestation/ir:words ?words }\n"
        "} ORDER BY ?claim ?words"
    )
