"""The Oxigraph store: triples in memory, SPARQL on them, claims read back from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple
from pyoxigraph import Store as Engine

from ontology.namespaces import IR, PREFIXES, RDF, RDFS, local

if TYPE_CHECKING:
    import rdflib

    from graph.claims.model import Document, Record
    from graph.store.reading import Reader
    from graph.store.sparql import Rows


class OxigraphStore:
    """Claims in an Oxigraph engine, in memory. Implements :class:`graph.store.base.Store`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def from_lines(cls, lines: bytes) -> OxigraphStore:
        """Return a store holding these N-Quads."""
        engine = Engine()
        engine.bulk_load(lines, format=RdfFormat.N_QUADS, lenient=True)
        return cls(engine)

    @cached_property
    def _reader(self) -> Reader:
        """Reads claims; made late, because SPARQL alone needs no claim model."""
        from graph.store.reading import Reader

        return Reader(self.engine)

    def records(self, ids: Iterable[str]) -> list[Record]:
        """Return the claims with these ids; raises UnknownClaim for one that is not here."""
        return self._reader.records(ids)

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents with these ids."""
        return self._reader.documents(ids)

    def spoken_by(self, entity: str) -> list[str]:
        """Return the ids of the claims that an entity itself takes a stance on, sorted."""
        return self._reader.spoken_by(entity)

    def saying(self, fits: Callable[[str], bool]) -> list[str]:
        """Return the ids of the claims whose evidence, or other plain words, fit; sorted."""
        return self._reader.saying(fits)

    def document_ids(self) -> list[str]:
        """Return the ids of all documents, sorted."""
        return self._of_type("Document")

    def claim_ids(self) -> list[str]:
        """Return the ids of all claims, sorted."""
        return self._of_type("Claim")

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the label of each of these IRIs that has one."""
        label, found = NamedNode(RDFS + "label"), {}
        for iri in iris:
            for quad in self.engine.quads_for_pattern(NamedNode(iri), label, None):
                if not isinstance(quad.object, Triple):
                    found[iri] = quad.object.value
        return found

    def select(self, text: str, *, timeout: float, limit: int | None = None) -> Rows:
        """Return the rows of a SPARQL query, at most ``limit``."""
        from graph.store import sparql  # reading claims needs no SPARQL

        return sparql.select(self.engine, text, prefixes=PREFIXES, timeout=timeout, limit=limit)

    def serialize(self, text: str, *, format: str, timeout: float) -> bytes:
        """Return the complete result of a SPARQL query in a W3C format."""
        from graph.store import sparql

        return sparql.serialize(
            self.engine, text, format=format, prefixes=PREFIXES, timeout=timeout
        )

    def lines(self) -> list[str]:
        """Return all triples as sorted N-Quads lines."""
        return sorted(f"{quad.triple} ." for quad in self.engine)

    def dataset(self) -> rdflib.Dataset:
        """Return a copy as an rdflib Dataset; changing it changes no store."""
        import rdflib

        dataset = rdflib.Dataset()
        dataset.default_graph.parse(data="\n".join(self.lines()), format="nt")
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, override=True)
        return dataset

    def prefixes(self) -> Mapping[str, str]:
        """Return the prefixes queries may use without declaring them."""
        return PREFIXES

    def _of_type(self, name: str) -> list[str]:
        type_, kind = NamedNode(RDF + "type"), NamedNode(IR + name)
        quads = self.engine.quads_for_pattern(None, type_, kind, DefaultGraph())
        return sorted(local(str(quad.subject).strip("<>")) for quad in quads)
