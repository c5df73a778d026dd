"""Where the graph that ships with the program lies, and when it must be built anew.

An installed program opens the files it came with. In a checkout, whose claim files change,
the files are used as long as their key fits; else the graph is built once into a cache.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import ontology as vocabulary
import seeds

SHIPPED = Path(__file__).parent / "shipped"
TRIPLES, TABLE, ONTOLOGY, MANIFEST = "graph.nq", "table.json", "ontology.json", "manifest.json"
FORMAT = 1

CHECKOUT = Path(__file__).parent.parent.parent
CACHE = CHECKOUT / ".inroads-cache"
_COMPILERS = ("compile.py", "namespaces.py", "records.py")
_BUILDERS = ("build.py", "derive.py", "rdf.py", "table.py")


def locate() -> Path:
    """Return the folder of the built-in graph, building it first where sources have changed."""
    if not (CHECKOUT / "pyproject.toml").is_file():
        return SHIPPED
    wanted = key()
    if built_with(SHIPPED) == wanted:
        return SHIPPED
    folder = CACHE / wanted[:16]
    if built_with(folder) != wanted:
        from graph.store.build import build, write

        write(build(seeds.files(), vocabulary.compiled()), folder, wanted)
    return folder


def built_with(folder: Path) -> str:
    """Return the key a built graph was built with, or "" where there is none."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return ""
    return str(json.loads(manifest.read_text("utf-8"))["key"])


def key() -> str:
    """Return a digest of all that the shipped graph depends on.

    That is: claim files and their texts, the ontology and its rules, and the modules that
    build. Geography is a claim file like any other, so no package supplies data at build time.
    """
    graph_folder = Path(__file__).parent.parent
    sources = [
        *seeds.files(),
        *seeds.texts(),
        *(each for each in vocabulary.FOLDER.glob("*.ttl") if each.name != "shapes.ttl"),
        *vocabulary.FOLDER.glob("rules/*.rq"),
        *(vocabulary.FOLDER / name for name in _COMPILERS),
        *(graph_folder / "claims").glob("*.py"),
        *(graph_folder / "store" / name for name in _BUILDERS),
    ]
    whole = hashlib.sha256()
    for path in sorted(sources, key=lambda each: (each.parent.name, each.name)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()
