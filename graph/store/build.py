"""Building a graph: claim files in, three files out that open without any work.

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

import ontology as vocabulary
import seeds
from graph.claims import corpus, files
from graph.errors import OutputError
from graph.store import derive, rdf, table
from graph.store.layout import FORMAT, MANIFEST, ONTOLOGY, SHIPPED, TABLE, TRIPLES, key
from ontology.records import Ontology, to_json


@dataclass(frozen=True)
class Built:
    """A built graph: the content of its files."""

    triples: str
    table: str
    ontology: str


def build(paths: Iterable[Path], ontology: Ontology) -> Built:
    """Return the graph of these claim files; raises an InroadsError naming file and line."""
    read = [files.read(path, ontology) for path in sorted(paths)]
    whole = derive.with_derived(corpus.assemble(read, ontology), ontology)
    return Built(
        triples="".join(f"{line}\n" for line in rdf.lines(whole, ontology)),
        table=table.dumps(table.from_corpus(whole, ontology)),
        ontology=json.dumps(to_json(ontology), ensure_ascii=False, indent=0) + "\n",
    )


def write(built: Built, folder: Path, key: str) -> None:
    """Write a built graph into ``folder``, each file beside and then in place, manifest last."""
    contents = {TRIPLES: built.triples, TABLE: built.table, ONTOLOGY: built.ontology}
    manifest = {
        "format": FORMAT,
        "key": key,
        "sha256": {name: hashlib.sha256(c.encode()).hexdigest() for name, c in contents.items()},
    }
    contents[MANIFEST] = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            beside = folder / f".{name}.{os.getpid()}"
            beside.write_bytes(content.encode())
            beside.replace(folder / name)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror}") from error


def main() -> None:
    """Build the shipped graph from ``seeds/``."""
    write(build(seeds.files(), vocabulary.compiled()), SHIPPED, key())


if __name__ == "__main__":
    main()
