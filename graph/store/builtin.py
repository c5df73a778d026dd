"""Where the graph that ships with the program lies, and when it must be built anew.

An installed program opens the files it came with. In a checkout, whose claim files change,
the files are used as long as their key fits; else the graph is built once into a cache.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from graph.store.layout import MANIFEST, PARTS, SHIPPED, key

if TYPE_CHECKING:
    from ontology.records import Ontology

CHECKOUT = Path(__file__).parent.parent.parent
CACHE = CHECKOUT / ".inroads-cache"


def locate() -> Path:
    """Return the folder of the built-in graph, building it first where sources have changed."""
    if not (CHECKOUT / "pyproject.toml").is_file():
        return SHIPPED
    wanted = key()
    if built_with(SHIPPED) == wanted:
        return SHIPPED
    folder = CACHE / wanted[:16]
    if built_with(folder) != wanted:
        import ontology as vocabulary
        import seeds
        from graph.store.build import build, write

        write(build(seeds.files(), vocabulary.compiled()), folder, wanted)
    return folder


class Shipped:
    """The files of the built-in graph."""

    def __init__(self) -> None:
        self._folder = locate()

    def read(self, part: str) -> bytes:
        """Return the content of one of them."""
        return (self._folder / PARTS[part]).read_bytes()

    def sidecar(self) -> None:
        """Return None: it is small and read into memory."""


def ontology() -> Ontology:
    """Return the ontology as records, without parsing its Turtle."""
    from ontology.records import from_json  # a query needs no ontology

    return from_json(json.loads(Shipped().read("ontology")))


def built_with(folder: Path) -> str:
    """Return the key a built graph was built with, or "" where there is none."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return ""
    return str(json.loads(manifest.read_text("utf-8"))["key"])
