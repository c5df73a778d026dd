"""The ontology of Inroads: kinds, relations with their wording, closed lists, shapes, rules.

``load()`` gives the Turtle to RDF people as an rdflib graph. Everybody else uses the records
(:mod:`ontology.records`) that a build compiled from it, and parses no Turtle.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rdflib

    from ontology.records import Ontology

FOLDER = Path(__file__).parent


def load(folder: Path = FOLDER) -> rdflib.Graph:
    """Return the ontology's Turtle files, shapes included, as one rdflib graph."""
    from ontology.compile import read

    return read(folder)


def compiled(folder: Path = FOLDER) -> Ontology:
    """Return the records compiled afresh from the Turtle in ``folder``."""
    from ontology.compile import compile_folder

    return compile_folder(folder)
