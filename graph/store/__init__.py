"""Claims as RDF, the one place that keeps them: triples, SPARQL, the shipped graph."""
