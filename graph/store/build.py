"""Building a graph: claims in, three files out that open without any work.

``python -m graph.store.build`` writes the graph that ships with the program. The same input
gives the same bytes, whatever the order of files, the process or the working folder.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, Store

import ontology as vocabulary
import seeds
from graph.claims import corpus, files
from graph.claims.model import ClaimFile, Corpus
from graph.errors import OutputError
from graph.progress import Progress, silent
from graph.store import derive, rdf, seal, table
from graph.store.layout import FORMAT, MANIFEST, PARTS, SHIPPED, TRIPLE_STORE, builders_key, key
from ontology.records import Ontology, to_json


@dataclass(frozen=True)
class Built:
    """A built graph: the content of its files."""

    triples: str
    table: str
    ontology: str

    def read(self, part: str) -> bytes:
        """Return the content of one file."""
        return str(getattr(self, part)).encode()

    def sidecar(self) -> None:
        """Return None: it is in memory."""

    def contents(self) -> dict[str, bytes]:
        """Return the content of all files by file name."""
        return {name: self.read(part) for part, name in PARTS.items()}


def build(paths: Iterable[Path], ontology: Ontology) -> Built:
    """Return the graph of these claim files; raises an InroadsError naming file and line."""
    return of_files([files.read(path, ontology) for path in sorted(paths)], ontology)


def of_files(
    claim_files: Iterable[ClaimFile], ontology: Ontology, progress: Progress = silent
) -> Built:
    """Return the graph of these documents, whatever their order."""
    return of_corpus(assembled(claim_files, ontology, progress), ontology, progress)


def assembled(
    claim_files: Iterable[ClaimFile], ontology: Ontology, progress: Progress = silent
) -> Corpus:
    """Return the corpus of these documents with what its rules derive, whatever their order."""
    met = corpus.assemble(claim_files, ontology, progress)
    return derive.with_derived(met, ontology, progress)


def of_corpus(whole: Corpus, ontology: Ontology, progress: Progress = silent) -> Built:
    """Return the graph of a corpus that holds its derived claims."""
    return Built(
        triples="".join(f"{line}\n" for line in rdf.lines(whole, ontology, progress)),
        table=table.dumps(table.from_corpus(whole, ontology)),
        ontology=ontology_part(ontology).decode(),
    )


def ontology_part(ontology: Ontology) -> bytes:
    """Return the part that holds the ontology's records."""
    return (json.dumps(to_json(ontology), ensure_ascii=False, indent=0) + "\n").encode()


def write_base(whole: Corpus, ontology: Ontology, progress: Progress, folder: Path) -> str:
    """Write a corpus that holds its derived claims as the base of a large graph; return its id."""
    from graph.store.sidecar import writing  # small graphs need nothing of this

    nodes = table.nodes_of(whole, ontology)
    records, documents = whole.records.values(), whole.documents.values()
    made = writing.write(folder, nodes, records, documents, ontology, progress, key=builders_key())
    store = Store(str(folder / TRIPLE_STORE))
    store.bulk_extend(Quad(*each) for each in rdf.triples(whole, ontology, progress))
    store.flush()
    del store
    seal.write(folder / TRIPLE_STORE)
    return made.id


def write(built: Built, folder: Path, key: str) -> None:
    """Write a built graph into ``folder``, each file beside and then in place, manifest last."""
    contents = built.contents()
    manifest = {
        "format": FORMAT,
        "key": key,
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    contents[MANIFEST] = f"{json.dumps(manifest, indent=1, sort_keys=True)}\n".encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            beside = folder / f".{name}.{os.getpid()}"
            beside.write_bytes(content)
            beside.replace(folder / name)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror}") from error


def main() -> None:
    """Build the shipped graph from ``seeds/``."""
    write(build(seeds.files(), vocabulary.compiled()), SHIPPED, key())


if __name__ == "__main__":
    main()
