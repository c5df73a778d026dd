"""What the noun phrases of a question come to."""

from __future__ import annotations

from typing import Any, NamedTuple

from graph.answers.asked import Facet, Narrowing
from graph.errors import InroadsError


class Sort(NamedTuple):
    """Things that are described and not named: of a kind, from a place, with ties to others."""

    narrowing: Narrowing = Narrowing()
    facets: tuple[Facet, ...] = ()
    plural: bool = False
    definite: bool = False
    own: bool = False  # "its plant"


class Modifier(NamedTuple):
    """A word or name before a noun: entities it may name, or only itself."""

    word: str
    ids: tuple[str, ...] = ()
    adjective: bool = False
    owner: bool = False


class Thing(NamedTuple):
    """A noun phrase: entities by name, or a sort. ``both``: all of ``ids`` are meant, not any.

    ``problem`` is why it names nothing, raised if no other reading fits. ``cost`` tells how far
    the reading is from the words.
    """

    ids: tuple[str, ...] = ()
    sort: Sort | None = None
    both: bool = False
    text: str = ""
    problem: InroadsError | None = None
    cost: float = 0
    notices: tuple[str, ...] = ()


class Clause(NamedTuple):
    """A verb phrase: which relations, what stands at its object, and what else it says.

    ``inverse``: what it is said of is the claims' object. ``gap``: what is asked for and left
    out, "object" or the name of a qualifier. ``during``: the date it names.
    """

    relations: tuple[str, ...]
    inverse: bool
    object: Thing | None
    gap: str = ""
    with_: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    during: str = ""
    cost: float = 0
    notices: tuple[str, ...] = ()
    problem: InroadsError | None = None
    of: str = ""  # said of the goods, and not of who makes or sells them: "product"
    agent: Thing | None = None  # of such a clause: who does it
    places: tuple[str, ...] = ()  # where it is, told behind the object
    any_: tuple[tuple[str, ...], ...] = ()  # of each of these, one is meant: "cables"


OPEN_END = {False: "subject", True: "object"}
"""The end of a claim that a verb phrase is said of, by ``inverse``."""


class Reading(NamedTuple):
    """A question as it may be understood; ``problem`` is what keeps it from being answered."""

    asked: Any
    cost: float
    notices: tuple[str, ...] = ()
    problem: InroadsError | None = None
