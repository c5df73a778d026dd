"""An open graph, its parts made when first asked for.

>>> from graph import session
>>> inroads = session.open()
>>> inroads.table.nodes["catl"].entity.label
'CATL'
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import GraphNotFound

if TYPE_CHECKING:
    from graph.answers.names import Names
    from graph.network.project import Network
    from graph.store.build import Built
    from graph.store.oxigraph import OxigraphStore
    from graph.store.table import Table
    from ontology.records import Ontology


class Session:
    """The parts of one open graph: ``ontology``, ``table``, ``store``, ``network``, ``names``."""

    def __init__(self, source: Path | Built) -> None:
        self._source = source

    @cached_property
    def ontology(self) -> Ontology:
        """Kinds and relations as records."""
        import json

        from ontology.records import from_json

        return from_json(json.loads(self._read("ontology")))

    @cached_property
    def table(self) -> Table:
        """Entities, and claims without their evidence."""
        from graph.store.table import loads

        return loads(self._read("table").decode())

    @cached_property
    def store(self) -> OxigraphStore:
        """The triples, with SPARQL."""
        from graph.store.oxigraph import OxigraphStore

        return OxigraphStore.from_lines(self._read("triples"))

    @cached_property
    def network(self) -> Network:
        """The claims that paths may walk, as a networkx graph with what paths need beside."""
        from graph.network.project import project

        return project(self.table, self.ontology)

    @cached_property
    def names(self) -> Names:
        """Text to entities."""
        from graph.answers.names import Names

        return Names(self.table, self.ontology)

    def _read(self, part: str) -> bytes:
        if isinstance(self._source, Path):
            return (self._source / _FILES[part]).read_bytes()
        return str(getattr(self._source, part)).encode()


_FILES = {"triples": "graph.nq", "table": "table.json", "ontology": "ontology.json"}


def open(location: str | None = None) -> Session:
    """Return the built-in graph, or the graph of the claim files at ``location``.

    ``location`` is a claim file or a folder of claim files; they are read, checked and built
    in memory. Raises GraphNotFound, or the error of the first bad claim file.
    """
    if location is None:
        from graph.store.builtin import locate

        return Session(locate())
    from graph.store.build import build

    return Session(build(claim_files(location), open().ontology))


def claim_files(location: str) -> list[Path]:
    """Return the claim files at ``location``; raises GraphNotFound where there are none."""
    if "://" in location:
        raise GraphNotFound(
            f"'{location}' is an address; this version opens claim files and folders of them."
        )
    path = Path(location)
    if path.is_dir():
        found = sorted(each for each in path.glob("*.yaml") if each.is_file())
        if not found:
            raise GraphNotFound(f"'{location}' holds no claim file (*.yaml).")
        return found
    if not path.is_file():
        raise GraphNotFound(f"'{location}' does not exist.")
    return [path]
