"""What files a built graph consists of, and the key that tells whether it is current."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import ontology as vocabulary
import seeds

SHIPPED = Path(__file__).parent / "shipped"
TRIPLES, TABLE, ONTOLOGY, MANIFEST = "graph.nq", "table.json", "ontology.json", "manifest.json"
PARTS = {"triples": TRIPLES, "table": TABLE, "ontology": ONTOLOGY}
FORMAT = 1
MARKER = "inroads.json"
"""What a folder holds that is a graph of one's own (see :mod:`graph.store.generations`)."""

_COMPILERS = ("compile.py", "namespaces.py", "records.py")
_BUILDERS = ("build.py", "derive.py", "layout.py", "rdf.py", "table.py")


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
    ]


def _digest(sources: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(sources, key=lambda each: (each.parent.name, each.name)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()
