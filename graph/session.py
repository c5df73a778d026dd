"""An open graph, its parts made when first asked for.

>>> from graph import session
>>> inroads = session.open()
>>> inroads.path("CATL", "Michigan").answer
'Together with Ford, CATL is a partner in the Ford-CATL partnership, which is to produce lithium \
iron phosphate batteries in Michigan.'
>>> best, *others = inroads.path("class:Company", 'in:"United States"', k=20).paths
>>> best.standing, [hop.relation.label for hop in best.hops]
('announced', ['is a partner in', 'produces in', 'is within'])
>>> inroads.ask("who owns Volvo").answer
'Geely owns Volvo.'

In a notebook an answer shows itself with its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from graph.errors import GraphNotFound
from graph.store.layout import MARKER

if TYPE_CHECKING:
    from graph.answers.answer import Answers
    from graph.answers.grammar import Grammar
    from graph.answers.model import Answer
    from graph.answers.names import Names
    from graph.claims.sources import Source
    from graph.network.project import Network
    from graph.store.base import Store
    from graph.store.generations import Sidecar
    from graph.store.sidecar.opened import Opened
    from graph.store.table import Table
    from ontology.records import Ontology


class Parts(Protocol):
    """Whatever holds a built graph: shipped files, a generation on disk, or memory."""

    def read(self, part: str) -> bytes:
        """Return the part ``triples``, ``table`` or ``ontology``: of a large graph the last."""

    def sidecar(self) -> Sidecar | None:
        """Return what a large graph keeps on disk; None for one that is read into memory."""


class Session:
    """The parts of one open graph: ``ontology``, ``table``, ``store``, ``network``, ``names``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @cached_property
    def ontology(self) -> Ontology:
        """Kinds and relations as records."""
        import json

        from ontology.records import from_json

        return from_json(json.loads(self._parts.read("ontology")))

    @cached_property
    def _opened(self) -> Opened | None:
        """A large graph, of which only what is asked for is read."""
        sidecar = self._parts.sidecar()
        if sidecar is None:
            return None
        from graph.store.sidecar.opened import Opened

        return Opened(sidecar.base, sidecar.delta, self.ontology)

    @cached_property
    def table(self) -> Table:
        """Entities, and claims without their evidence."""
        if self._opened:
            from graph.store.sidecar.table import table

            return table(self._opened)
        from graph.store.table import loads

        return loads(self._parts.read("table").decode())

    @cached_property
    def store(self) -> Store:
        """The claims with their evidence, and SPARQL."""
        if self._opened and (sidecar := self._parts.sidecar()):
            from graph.store.sidecar.store import DiskStore

            return DiskStore(self._opened, sidecar.triples)
        from graph.store.oxigraph import OxigraphStore

        return OxigraphStore.from_lines(self._parts.read("triples"))

    @cached_property
    def network(self) -> Network:
        """The claims that paths may walk, with what paths need beside."""
        if self._opened:
            from graph.network.disk import DiskNetwork

            return DiskNetwork(self.table, self.ontology, opened=self._opened)
        from graph.network.project import project

        return project(self.table, self.ontology)

    @cached_property
    def names(self) -> Names:
        """Text to entities."""
        from graph.answers.names import Names

        return Names(self.table, self.ontology, self._opened.names if self._opened else None)

    @cached_property
    def grammar(self) -> Grammar:
        """English to structured questions."""
        from graph.answers.grammar import Grammar

        return Grammar(self)

    def changed(self, network: Network, store: Store) -> Session:
        """Return this graph with another network and store: what a what-if is asked of."""
        other = object.__new__(Session)
        other._parts, other.ontology, other.names = self._parts, self.ontology, self.names
        other.network, other.table, other.store = network, network.table, store
        return other

    def path(
        self,
        sources: str | Sequence[str],
        targets: str | Sequence[str],
        *,
        k: int = 5,
        max_hops: int = 6,
        via: str | Sequence[str] = (),
        only: str | Sequence[str] = (),
        avoid: str | Sequence[str] = (),
        through: str | Sequence[str] = (),
        direction: Literal["any", "forward"] = "any",
        flow: str | None = None,
        standing: str = "disputed",
        as_of: str | None = None,
        include_ended: bool = False,
        rank: Literal["cost", "hops"] = "cost",
        pairwise: bool = False,
        timeout: float = 10,
    ) -> Answer:
        """Return the best paths between two ends, or why there is none.

        Ends and options are those of ``inroads path``; one text or several. Raises an
        InroadsError that says what is wrong with a name or an option.

        >>> answer = open().path("Geely", "in:US", avoid="class:Facility")
        >>> answer.paths[0].standing, answer.paths[0].gate
        ('possible', 'blocked')
        """
        from graph.answers.goals import PathQuestion, standing_named

        asked = PathQuestion(
            sources=_several(sources),
            targets=_several(targets),
            k=k,
            max_hops=max_hops,
            via=_several(via),
            only=_several(only),
            avoid=_several(avoid),
            through=_several(through),
            direction=direction,
            flow=flow or "",
            floor=standing_named(standing),
            as_of=as_of or "",
            ended=include_ended,
            rank=rank,
            pairwise=pairwise,
            timeout=timeout,
        )
        return self._answers.path(asked)

    def ask(self, question: str, *, timeout: float = 10) -> Answer:
        """Return the answer to an English question; raises an InroadsError if there is none."""
        from graph.answers.ask import ask

        return ask(self, question, timeout=timeout)

    @cached_property
    def _answers(self) -> Answers:
        from graph.answers.answer import Answers

        return Answers(self)


def _several(words: str | Sequence[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def open(location: str | None = None) -> Session:
    """Return the built-in graph, or the graph at ``location``.

    ``location`` is a graph of one's own (see :mod:`graph.store.own`), or a file that ``load``
    reads or a folder of claim files, which are read, checked and built in memory. Raises
    GraphNotFound, or the error of the first bad file.
    """
    if location is None:
        from graph.store.builtin import Shipped

        return Session(Shipped())
    if own_folder(location):
        from graph.store import opening

        return Session(opening.open(Path(location)))
    from graph.store.build import of_files

    ontology = open().ontology
    return Session(of_files([each.file for each in _read(location, ontology)], ontology))


def own_graph(location: str | None) -> Path:
    """Return the folder of the graph of one's own at ``location``.

    Raises GraphNotFound, saying how to make one, where it is none.
    """
    folder = own_folder(location)
    if folder is None:
        here = (
            f"'{location}' is no graph of your own" if location else "the built-in graph is fixed"
        )
        raise GraphNotFound(
            f"{here}. Make one: `inroads init DIR`, then say -g DIR, or set INROADS_GRAPH."
        )
    return folder


def documents(location: str | None) -> tuple[list[Source], str]:
    """Return the documents of a graph, sorted by id, and its judgements as they are written."""
    import seeds
    from graph.claims import files
    from graph.store import builtin, own

    folder = own_folder(location)
    if folder is not None:
        return own.contents(folder)
    ontology = builtin.ontology()
    if location:
        return _read(location, ontology), ""
    read = [files.source(path, ontology) for path in seeds.files()]
    return sorted(read, key=lambda each: each.id), ""


def _read(location: str, ontology: Ontology) -> list[Source]:
    """Return the documents in the files at ``location``, sorted by id."""
    from graph.store import intake

    return [each.source for each in intake.read(claim_files(location), ontology).taken]


def own_folder(location: str | None) -> Path | None:
    """Return the folder of the graph of one's own at ``location``, or None if there is none."""
    folder = Path(location or "")
    return folder if location and (folder / MARKER).is_file() else None


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
            raise GraphNotFound(
                f"'{location}' is no graph and holds no claim file (*.yaml). "
                f"`inroads init {location}` makes it a graph of your own."
            )
        return found
    if not path.is_file():
        raise GraphNotFound(f"'{location}' does not exist.")
    return [path]
