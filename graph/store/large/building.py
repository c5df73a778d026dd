"""From gathered documents to a base on disk: entities, documents, claims and triples, in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
from pyoxigraph import RdfFormat, Store

from graph.claims.kept import Kept
from graph.claims.model import Document, Record, bearers
from graph.claims.standing import publisher
from graph.progress import Progress, silent
from graph.store import seal
from graph.store.large import links, triples
from graph.store.large.gathering import Gathering
from graph.store.large.identities import Identities
from graph.store.large.weighing import Weighing
from graph.store.layout import TRIPLE_STORE, builders_key
from graph.store.sidecar import writing
from graph.store.sidecar.files import sync
from graph.store.table import Node
from ontology.records import Ontology

_EVERY = 1024  # entities between two reports
_CHUNK = 64 * 2**20  # characters of triples that are loaded at once


class Builder:
    """Takes documents in and writes the base of their graph; ``room``: for what is put aside."""

    def __init__(
        self, ontology: Ontology, identities: Identities, room: Path, progress: Progress = silent
    ) -> None:
        self._ontology = ontology
        self._identities = identities
        self._gathered = Gathering(ontology, room)
        self._room = room
        self._progress = progress

    def add(self, kept: Kept) -> None:
        """Take in a document; raises an InroadsError where it contradicts another one."""
        if not self._identities.holds_back(kept):
            self._gathered.add(kept)

    def finish(self, fetch: Callable[[str], Kept | None]) -> None:
        """Take in what was held back, and let everything meet; ``fetch`` finds a document."""
        resolved = self._identities.resolved()
        for each in resolved.values():
            self._gathered.add(each)
        self._gathered.finish(lambda id_: resolved.get(id_) or fetch(id_))

    def write(self, folder: Path) -> str:
        """Write the base into ``folder``, which must not exist; return its id."""
        gathered, ontology = self._gathered, self._ontology
        weighing = Weighing(gathered, self._named(), ontology, self._progress)
        loading = Triples(self._room / TRIPLE_STORE)
        lines = triples.Lines(ontology)

        def nodes() -> Iterator[Node]:
            of = len(gathered.declared)
            for number, entity in enumerate(gathered.entities()):
                if number % _EVERY == 0:
                    self._progress("Writing entities", number, of)
                contingent = ontology.kinds[entity.kind].contingent
                node = Node(entity, contingent and entity.id not in weighing.founded)
                loading.add(triples.node(node, ontology))
                yield node

        def documents() -> Iterator[Document]:
            for id_ in sorted(gathered.documents):
                document = Document(**orjson.loads(gathered.documents[id_]))
                loading.add(triples.document(document))
                yield document

        def records() -> Iterator[Record]:
            for record in weighing.records():
                loading.add(lines.record(record))
                yield record

        made = writing.write(folder, nodes(), records(), documents(), ontology, key=builders_key())
        loading.close()
        links.write(gathered, folder / links.LINKS)
        gathered.drop()
        (self._room / TRIPLE_STORE).rename(folder / TRIPLE_STORE)
        return made.id

    def _named(self) -> dict[str, frozenset[str]]:
        """Return the ids of the entities that bear the name of a publisher, by name."""
        wanted = {publisher(each) for each in self._gathered.origins.values()} - {""}
        if not wanted:
            return {}
        found: dict[str, set[str]] = defaultdict(set)
        for entity in self._gathered.entities():
            for name in bearers([entity]):
                if name in wanted:
                    found[name].add(entity.id)
        return {name: frozenset(ids) for name, ids in found.items()}


class Triples:
    """An Oxigraph store on disk that is being filled with lines of N-Triples."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = Store(str(folder))
        self._waiting: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        """Take in some lines."""
        self._waiting.append(text)
        self._size += len(text)
        if self._size >= _CHUNK:
            self._load()

    def close(self) -> None:
        """Load what is left, make everything durable, and let go of the folder."""
        self._load()
        self._store.flush()
        del self._store
        seal.write(self._folder)
        for path in self._folder.iterdir():
            with path.open("rb+") as file:
                sync(file)

    def _load(self) -> None:
        text = "".join(self._waiting).encode()
        self._waiting, self._size = [], 0
        self._store.bulk_load(text, format=RdfFormat.N_TRIPLES, lenient=True)
