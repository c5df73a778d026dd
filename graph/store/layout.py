"""What files a built graph consists of, and the key that tells whether it is current."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import ontology as vocabulary
import seeds

SHIPPED = Path(__file__).parent / "shipped"
TRIPLES, TABLE, ONTOLOGY, MANIFEST = "graph.nq", "table.json", "ontology.json", "manifest.json"
PARTS = {"triples": TRIPLES, "table": TABLE, "ontology": ONTOLOGY}
SIDECAR, TRIPLE_STORE = "sidecar.json", "triples"
"""Of a large graph: which base a generation needs, and the folder of triples on disk."""
FORMAT = 1
MARKER = "inroads.json"
"""What a folder holds that is a graph of one's own (see :mod:`graph.store.generations`)."""

LARGE = 20_000
"""How many claims make a graph a large one, which is not read into memory to be opened."""

_COMPILERS = ("compile.py", "namespaces.py", "records.py")
_BUILDERS = ("build.py", "counting.py", "derive.py", "layout.py", "rdf.py", "table.py")


def large() -> int:
    """Return how many claims make a graph a large one; ``INROADS_LARGE`` overrides it in tests."""
    return int(os.environ.get("INROADS_LARGE", LARGE))


def key() -> str:
    """Return a digest of all that the shipped graph depends on.

    That is: claim files and their texts, and what :func:`builders_key` covers. Geography is a
    claim file like any other, so no package supplies data at build time.
    """
    return _digest([*seeds.files(), *seeds.texts(), *_builders()])


def builders_key() -> str:
    """Return a digest of what any graph depends on: the ontology, its rules, what builds."""
    return _digest(_builders())


def _builders() -> list[Path]:
    graph_folder = Path(__file__).parent.parent
    return [
        *(each for each in vocabulary.FOLDER.glob("*.ttl") if each.name != "shapes.ttl"),
        *vocabulary.FOLDER.glob("rules/*.rq"),
        *(vocabulary.FOLDER / name for name in _COMPILERS),
        *(graph_folder / "claims").glob("*.py"),
        *(graph_folder / "store" / name for name in _BUILDERS),
        *(graph_folder / "store" / "large").glob("*.py"),
        *(graph_folder / "store" / "sidecar").glob("*.py"),
        graph_folder / "spelling.py",
    ]


def _digest(sources: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(sources, key=lambda each: (each.parent.name, each.name)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()
