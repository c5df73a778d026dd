"""The triples of a graph that has changed a little: a copy that shares what did not change.

The large files of an Oxigraph store on disk never change once they are written; so a copy links
them. What one claim says and another one says too stays when the one goes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.claims.model import Document, Record
from graph.store import rdf, seal
from graph.store.large import triples
from graph.store.sidecar.files import sync
from graph.store.sidecar.opened import Opened
from graph.store.table import Node
from ontology.namespaces import ATTESTATION, QUANTITY, SPEAKER

_LASTING = ".sst"
Thing = TypeVar("Thing")


class Difference:
    """The lines of all that changed, as it was and as it is."""

    def __init__(
        self,
        opened: Opened,
        nodes: Mapping[str, Node | None],
        records: Mapping[str, Record | None],
        documents: Mapping[str, Document | None],
    ) -> None:
        """``opened``: the graph as it was; None: what is gone."""
        ontology, write = opened.ontology, triples.Lines(opened.ontology)
        self._was, self._is = set[str](), set[str]()
        for id_, node in nodes.items():
            self._note(opened.node(id_), node, lambda each: triples.node(each, ontology))
        for id_, document in documents.items():
            self._note(opened.document(id_), document, triples.document)
        for id_, record in records.items():
            before = opened.records([id_])[0] if opened.row(id_) is not None else None
            self._note(before, record, write.record)
            if before and before.factual:
                self._is |= _facts_around(opened, records, before, write)

    def _note(self, was: Thing | None, now: Thing | None, lines: Callable[[Thing], str]) -> None:
        self._was |= set(lines(was).splitlines() if was is not None else ())
        self._is |= set(lines(now).splitlines() if now is not None else ())

    def apply(self, store: Store) -> None:
        """Write what changed into the store of the graph as it was."""
        removed, added = _quads(self._was - self._is), _quads(self._is - self._was)
        store.extend(added)
        shared = (ATTESTATION, QUANTITY, SPEAKER)
        later: list[Quad] = []
        for quad in removed:
            of = quad.subject
            if isinstance(of, NamedNode) and of.value.startswith(shared):
                later.append(quad)
            else:
                store.remove(quad)
        for prefix in shared:  # a speaker is named by attestations, so these go first
            for quad in later:
                of = quad.subject
                if isinstance(of, NamedNode) and of.value.startswith(prefix):
                    named = store.quads_for_pattern(None, None, of, DefaultGraph())
                    links = (each for each in named if each.predicate != rdf.ir("cancels"))
                    if next(links, None) is None:
                        store.remove(quad)


def _quads(lines: Iterable[str]) -> list[Quad]:
    text = "\n".join(sorted(lines))
    return list(parse(text.encode(), format=RdfFormat.N_QUADS, lenient=True))


def _facts_around(
    opened: Opened, records: Mapping[str, Record | None], gone: Record, write: triples.Lines
) -> set[str]:
    """Return the facts that other claims of the same relation state, as they are now."""
    claim = gone.claim
    ids = {row.id for row in opened.about(claim.subject, {claim.relation})}
    given = [records[id_] for id_ in ids & records.keys()]
    given += opened.records(sorted(ids - records.keys()))
    given += [each for each in records.values() if each and each.claim.relation == claim.relation]
    return {
        line for each in given if each and each.factual for line in write.fact(each).splitlines()
    }


def copy(source: Path, target: Path, difference: Difference) -> None:
    """Write the store in ``target`` that differs from the one in ``source``, durably."""
    target.mkdir()
    for path in source.iterdir():
        if path.suffix == _LASTING:
            with suppress(OSError):
                os.link(path, target / path.name)
                continue
        if path.name not in ("LOCK", seal.SEAL):
            shutil.copyfile(path, target / path.name)
    store = Store(str(target))
    difference.apply(store)
    store.flush()
    del store
    seal.write(target)
    for path in target.iterdir():
        with path.open("rb+") as file:
            sync(file)
