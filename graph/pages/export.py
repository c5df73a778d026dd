"""The whole graph in the RDF formats, and its claims in those of graph tools and spreadsheets.

RDF has the standard vocabularies for evidence added.
In the store an attestation is one node; here its quote also appears as W3C Web Annotation
selectors (oa:TextQuoteSelector, oa:TextPositionSelector) and its speaker and document as
PROV-O, so that tools which know those need not learn ours.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from graph.claims.model import Standing
from graph.errors import BadParameter, OutputError
from graph.pages import cypher, edge_lists, exchange, xml_graphs
from graph.session import Session
from graph.store import base, rdf
from ontology import namespaces as ns


def _oa(name: str) -> NamedNode:
    return NamedNode(ns.PREFIXES["oa"] + name)


def _prov(name: str) -> NamedNode:
    return NamedNode(ns.PREFIXES["prov"] + name)


def lines(store: base.Store) -> list[str]:
    """Return all triples of the store and their standard forms, as sorted N-Quads lines."""
    own = store.lines()
    copy = Store()
    copy.bulk_load("\n".join(own).encode(), format=RdfFormat.N_QUADS)
    added = [f"{triple} ." for triple in _standard(copy)]
    return sorted({*own, *added})


def _standard(store: Store) -> Iterator[Triple]:
    for quad in store.quads_for_pattern(None, rdf.ir("document"), None):
        yield Triple(quad.subject, _prov("hadPrimarySource"), quad.object)
        yield from _selectors(store, quad)
    for quad in store.quads_for_pattern(None, rdf.ir("speaker"), None):
        yield Triple(quad.subject, _prov("wasAttributedTo"), quad.object)
    for quad in store.quads_for_pattern(None, rdf.ir("premise"), None):
        yield Triple(quad.subject, _prov("wasDerivedFrom"), quad.object)
    for quad in store.quads_for_pattern(None, rdf.ir("attestation"), None):
        yield Triple(quad.subject, _prov("wasDerivedFrom"), quad.object)


def _selectors(store: Store, document: Quad) -> Iterator[Triple]:
    """Yield the annotation target of a quote: its document with a position and the words."""
    values = {
        quad.predicate: quad.object
        for quad in store.quads_for_pattern(document.subject, None, None)
    }
    if rdf.ir("start") not in values:
        return
    base = rdf.plain(document.subject)
    target, position, words = (
        NamedNode(f"{base}/{name}") for name in ("target", "position", "words")
    )
    yield Triple(document.subject, _oa("hasTarget"), target)
    yield Triple(target, rdf.TYPE, _oa("SpecificResource"))
    yield Triple(target, _oa("hasSource"), document.object)
    yield Triple(target, _oa("hasSelector"), position)
    yield Triple(position, rdf.TYPE, _oa("TextPositionSelector"))
    yield Triple(position, _oa("start"), values[rdf.ir("start")])
    yield Triple(position, _oa("end"), values[rdf.ir("end")])
    yield Triple(target, _oa("hasSelector"), words)
    yield Triple(words, rdf.TYPE, _oa("TextQuoteSelector"))
    yield Triple(words, _oa("exact"), values[rdf.ir("words")])


def nquads(store: base.Store) -> str:
    """Return sorted N-Quads."""
    return "".join(f"{line}\n" for line in lines(store))


def turtle(store: base.Store) -> str:
    """Return Turtle."""
    return _abbreviated(store, RdfFormat.TURTLE)


def trig(store: base.Store) -> str:
    """Return TriG; all triples are in the default graph."""
    return _abbreviated(store, RdfFormat.TRIG)


def jsonld(store: base.Store) -> str:
    """Return JSON-LD 1.1, expanded, nodes and their properties sorted."""
    import json

    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(data=nquads(store), format="nquads")
    nodes = json.loads(dataset.default_graph.serialize(format="json-ld"))
    return json.dumps(_sorted(nodes), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def jsonl(session: Session) -> str:
    """Return claims in bulk, one a line, derived ones left out: what `inroads load` reads."""
    from graph.claims import bulk_writing

    store = session.store
    entities = {id_: node.entity for id_, node in session.table.nodes.items()}
    documents = store.documents(store.document_ids())
    found = bulk_writing.write(documents, entities, store.records(store.claim_ids()))
    return "".join(f"{line}\n" for line in found)


FORMATS: dict[str, Callable[[base.Store], str]] = {
    "turtle": turtle,
    "trig": trig,
    "nquads": nquads,
    "jsonld": jsonld,
}
"""The RDF formats."""
BULK = "jsonl"


class Export(NamedTuple):
    """Files by name, a single one under ""; and what to tell about them."""

    files: Mapping[str, str]
    notes: tuple[str, ...] = ()


def _xml(written: tuple[str, int]) -> Export:
    text, removed = written
    plural = "s" if removed != 1 else ""
    told = f"{removed} control character{plural} that XML cannot hold taken out." if removed else ""
    return Export({"": text}, tuple(filter(None, [told])))


GRAPH_FORMATS: dict[str, Callable[[exchange.PropertyGraph], Export]] = {
    "graphml": lambda given: _xml(xml_graphs.graphml(given)),
    "gexf": lambda given: _xml(xml_graphs.gexf(given)),
    "csv": lambda given: Export(edge_lists.tables(given)),
    "cypher": lambda given: Export({"": cypher.cypher(given)}),
}


def render(session: Session, form: str, floor: Standing | None = None) -> Export:
    """Return the graph in a format of either table; ``floor`` is for graph formats alone.

    Raises BadParameter where a floor is given for RDF, which always holds everything.
    """
    if form in GRAPH_FORMATS:
        given = exchange.collect(session, floor or Standing.DISPUTED)
        done = GRAPH_FORMATS[form](given)
        return done._replace(notes=(*done.notes, *filter(None, [given.left_out])))
    if floor is not None:
        raise BadParameter(
            f"{form} holds every claim; --standing is for {', '.join(GRAPH_FORMATS)}."
        )
    return Export({"": jsonl(session) if form == BULK else FORMATS[form](session.store)})


def _abbreviated(store: base.Store, form: RdfFormat) -> str:
    """Return the sorted graph with prefixes, each literal as it is written in the store.

    rdflib would write the decimal 8 as 8.0, which is another term.
    """
    content = (quad.triple for quad in parse(nquads(store).encode(), format=RdfFormat.N_QUADS))
    written = serialize(content, format=form, prefixes=dict(ns.PREFIXES))
    if written is None:
        raise TypeError("the engine wrote its result elsewhere")
    *declared, rest = written.decode().split("\n", len(ns.PREFIXES))
    return "\n".join((*sorted(declared), rest))


def _sorted(value: object) -> object:
    """Return JSON-LD with its lists, which mean sets there, sorted."""
    if isinstance(value, list):
        return sorted((_sorted(each) for each in value), key=repr)
    if isinstance(value, dict):
        return {key: _sorted(each) for key, each in sorted(value.items())}
    return value


def write(text: str, path: Path) -> None:
    """Write ``text`` to ``path``; raises OutputError and leaves no file half-written.

    A file is written beside and moved into its place. What is there and no file, as a device
    or a named pipe, is written to and never replaced; a link is followed.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(text.encode())
        else:
            _replace(path.resolve(), text.encode())
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """Write files into ``folder``, made if need be; raises OutputError.

    All are written beside before the first is moved into its place.
    """
    made = not folder.exists()
    beside = {name: folder / f".inroads-{os.getpid()}-{name}" for name in files}
    try:
        folder.mkdir(exist_ok=True)
        for name, path in beside.items():
            path.write_bytes(files[name].encode())
        for name, path in beside.items():
            path.replace(folder / name)
    except OSError as error:
        with suppress(OSError):
            for path in beside.values():
                path.unlink(missing_ok=True)
            if made:
                folder.rmdir()
        raise OutputError(f"cannot write into {folder}: {error.strerror}") from error


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".inroads-{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
