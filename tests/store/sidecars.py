"""The same documents as a graph in memory and as a base on disk, with a delta or without."""

import json
from itertools import permutations
from pathlib import Path

from graph.claims.model import ClaimFile, Corpus, Standing
from graph.session import Session
from graph.store import build, table
from graph.store.counting import PATH_ROLES
from graph.store.generations import Sidecar
from graph.store.layout import TRIPLE_STORE
from graph.store.sidecar import delta
from graph.store.sidecar.base import Base
from ontology.records import Ontology


class OnDisk:
    """The parts of a large graph that lies outside of any generation."""

    def __init__(self, sidecar: Sidecar, ontology: Ontology) -> None:
        self._sidecar = sidecar
        self._ontology = ontology

    def read(self, part: str) -> bytes:
        assert "ontology" == part
        return build.ontology_part(self._ontology)

    def sidecar(self) -> Sidecar:
        return self._sidecar


def in_memory(files: list[ClaimFile], ontology: Ontology) -> Session:
    """Return the graph of these documents, read into memory."""
    return Session(build.of_files(files, ontology))


def on_disk(
    files: list[ClaimFile], ontology: Ontology, folder: Path, before: list[ClaimFile] | None = None
) -> Session:
    """Return the graph of these documents as a base; with ``before`` as the base of that and a delta."""
    now = build.assembled(files, ontology)
    old = now if before is None else build.assembled(before, ontology)
    base = folder / "base"
    id_ = build.write_base(old, ontology, lambda *_: None, base)
    opened = Base(base, id_)
    parts = difference(old, now, ontology)
    changed = (
        delta.Delta(parts[delta.CHANGES], parts[delta.EVIDENCE], folder)
        if before is not None
        else None
    )
    return Session(OnDisk(Sidecar(opened, changed, base / TRIPLE_STORE), ontology))


def difference(old: Corpus, now: Corpus, ontology: Ontology) -> dict[str, bytes]:
    """Return the parts of a delta that make ``old`` into ``now``."""
    nodes = [{each.id: each for each in table.nodes_of(corpus, ontology)} for corpus in (old, now)]
    records = [dict(corpus.records) for corpus in (old, now)]
    documents = [dict(corpus.documents) for corpus in (old, now)]
    return delta.dumps(
        *(
            {id_: new.get(id_) for id_ in sorted({*was, *new}) if was.get(id_) != new.get(id_)}
            for was, new in (nodes, records, documents)
        )
    )


def told(session: Session) -> dict[str, object]:
    """Return all that commands ask of a graph without SPARQL, as it answers."""
    table_, store, network = session.table, session.store, session.network
    nodes = list(table_.nodes)
    relations = sorted(session.ontology.relations)
    deals = [id_ for id_ in nodes if network.kind(id_).deal]
    return {
        "nodes": [table.dump_node(each) for each in table_.nodes.values()],
        "rows": [table.dump_row(each) for each in table_.rows],
        "sizes": (len(table_.nodes), len(table_.rows), len(table_.by_id)),
        "by id": [table_.by_id[row.id] == row for row in table_.rows],
        "about": {id_: list(table_.about[id_]) for id_ in nodes},
        "told of": {id_: list(table_.told_of(id_, relations[::2])) for id_ in nodes},
        "of subject": {id_: list(table_.of_subject(id_)) for id_ in nodes},
        "present": (table_.kinds, [table_.not_counting(floor) for floor in Standing]),
        "beginning": [table_.claims_beginning(begin) for begin in ("", "0", "ab", "f00", "x", "-1")],
        "of relations": list(table_.of_relations(relations[::3])),
        "of documents": {id_: list(table_.of_document(id_)) for id_ in store.document_ids()},
        "of kinds": list(table_.of_kinds(sorted(session.ontology.kinds)[::2])),
        "bearers": dict(table_.bearers),
        "tallies": table_.tallies(),
        "records": store.records(store.claim_ids()),
        "documents": store.documents(store.document_ids()),
        "spoken": {id_: store.spoken_by(id_) for id_ in nodes},
        "kinds": {id_: network.kind(id_).id for id_ in nodes},
        "steps": {id_: [plain(step) for step in network.steps(id_)] for id_ in nodes},
        "living": {id_: [steps if isinstance(steps, bool) else list(map(plain, steps)) for steps in network.living(id_)] for id_ in nodes},
        "columns": walked(session),
        "attested": {id_: network.attested(id_) for id_ in nodes},
        "has ties": {id_: network.has_ties(id_) for id_ in nodes},
        "tied": {(one, other): network.tied(one, other) for one, other in permutations(deals, 2)},
        "above": {id_: network.places_above(id_) for id_ in nodes},
        "within": {id_: network.places_within(id_) for id_ in nodes},
    }  # fmt: skip


def walked(session: Session) -> list[object]:
    """Return the columns that measures read, without ties of relations that no path walks."""
    relations = sorted(session.ontology.relations)
    ids, kinds, *ties = session.network.columns
    kept = (
        tie
        for tie in zip(*ties, strict=True)
        if session.ontology.relations[relations[tie[2]]].role in PATH_ROLES
    )
    return [list(ids), list(kinds), [tuple(tie) for tie in kept]]


def plain(step: object) -> tuple[object, ...]:
    """Return a step with its claims, comparable."""
    tie = step.tie  # type: ignore[attr-defined]
    return step.other, step.along, tie.subject, tie.relation.id, tie.object, tuple(tie.rows)  # type: ignore[attr-defined]


def as_json(answer: object) -> str:
    """Return an answer as the command line prints it."""
    from graph.answers.model import to_json

    return json.dumps(to_json(answer), ensure_ascii=False)
