"""Writing a change of a large graph: what differs from its base, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from graph.claims import identity
from graph.claims.judgements import Judgement, Verdict
from graph.claims.kept import Kept, parsed
from graph.errors import GraphDamaged
from graph.store import generations
from graph.store.generations import Generation
from graph.store.large import checkpoint, links
from graph.store.large.advancing import Advance, Changes
from graph.store.large.rereading import TooMuch
from graph.store.layout import ONTOLOGY, SIDECAR, TRIPLE_STORE
from graph.store.shelf import Shelf
from graph.store.sidecar import delta
from graph.store.sidecar.opened import Opened
from ontology.records import Ontology

__all__ = ["Increment", "TooMuch", "increment"]

_MOST = 5_000
"""A base is written anew where more claims differ from it: each path reads all of these."""

Thing = TypeVar("Thing")


class Increment(NamedTuple):
    """What a generation is to hold beside its base."""

    parts: dict[str, bytes]
    loose: dict[str, str | None]  # documents that the archive does not have, or has no longer
    sources: dict[str, bytes]
    fill: Callable[[Path], None]  # writes the triples into the folder of the generation


def increment(
    generation: Generation,
    shelf: Shelf,
    incoming: Mapping[str, Kept | None],
    judgements: Collection[Judgement],
    ontology: Ontology,
    room: Path,
) -> Increment:
    """Return what changes when documents come in, or go (None).

    Raises TooMuch where a build of everything is the better way.
    """
    sidecar = generation.sidecar()
    if sidecar is None or shelf.archive is None:
        raise TooMuch
    _refuse_judged(shelf, incoming, judgements)
    since = generation.whole(links.SINCE) if links.SINCE in generation.manifest.sha256 else b""
    try:
        known = links.OpenLinks(sidecar.base.folder, since)
    except GraphDamaged as error:
        raise TooMuch from error
    opened = Opened(sidecar.base, sidecar.delta, ontology)
    changes = Advance(opened, shelf, known, incoming, room).changes()
    difference = checkpoint.Difference(opened, *changes[:3])
    return Increment(
        {
            ONTOLOGY: generation.read("ontology"),
            SIDECAR: generations.naming(sidecar.base.id),
            **_beside(opened, changes),
            links.SINCE: links.dumps(changes.links),
        },
        _loose(shelf, incoming),
        {each.digest: each.content for each in incoming.values() if each},
        partial(_fill, sidecar.triples, difference),
    )


def _refuse_judged(
    shelf: Shelf, incoming: Mapping[str, Kept | None], judgements: Collection[Judgement]
) -> None:
    """Raise TooMuch where documents declare what is judged to be the same as something else."""
    identity.resolve([], judgements)  # judgements that contradict each other are told
    judged = {id_ for each in judgements if each.verdict is Verdict.SAME for id_ in each.pair}
    if not judged:
        return
    was = [parsed(shelf.content(id_)) for id_ in incoming if id_ in shelf]
    declared = {id_ for each in (*was, *incoming.values()) if each for id_, _ in each.entities}
    if judged & declared:
        raise TooMuch


def _beside(opened: Opened, changes: Changes) -> dict[str, bytes]:
    """Return the parts of a delta: all that differs from the base, not only since the last one."""
    base, before = opened.base, opened.delta

    def claim(id_: str) -> object:
        number = base.claim_number(id_)
        return base.record(number) if number >= 0 else None

    def node(id_: str) -> object:
        number = base.number(id_)
        return base.node(number) if number >= 0 else None

    records = dict(changes.records)
    nodes, documents = dict(changes.nodes), dict(changes.documents)
    if before is not None:
        for id_ in before.rows.keys() - records.keys():
            records[id_] = before.record(id_) if before.rows[id_] else None
        for id_ in before.nodes.keys() - nodes.keys():
            nodes[id_] = before.nodes[id_]
        for id_ in before.documents.keys() - documents.keys():
            documents[id_] = before.document(id_)
    records = _differing(records, claim)
    if len(records) > _MOST:
        raise TooMuch
    return delta.dumps(_differing(nodes, node), records, _differing(documents, base.document))


def _differing(
    given: Mapping[str, Thing | None], there: Callable[[str], object]
) -> dict[str, Thing | None]:
    return {id_: each for id_, each in given.items() if each != there(id_)}


def _loose(shelf: Shelf, incoming: Mapping[str, Kept | None]) -> dict[str, str | None]:
    archive: Mapping[str, str] = shelf.archive or {}
    after = {**shelf.loose, **{id_: each and each.digest for id_, each in incoming.items()}}
    return {id_: digest for id_, digest in after.items() if digest != archive.get(id_)}


def _fill(before: Path, difference: checkpoint.Difference, folder: Path) -> None:
    checkpoint.copy(before, folder / TRIPLE_STORE, difference)
