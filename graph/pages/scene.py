"""What one view shows, as data: points, lines between them, claims behind them, and stories.

A scene knows neither positions nor HTML. A line is a claim between two entities, or the bite of
a policy on what it touches; a claim about a figure has no second entity and is no line, but is
listed with the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from graph.answers.model import ClaimOut, DocumentRef
from graph.pages.text import documents

OVERVIEW = 3_000
"""Points from which on a view is an overview: only the claims in its table have their words."""

FIRST = 60
"""Points of the first view, where there are more than WHOLE: as many as labels find room for."""

WHOLE = 150
"""Points up to which all are seen at once when a page is opened."""

MOVING = 150
"""Points from which on the picture moves as a picture."""

RICH = 300
"""Points up to which lines are drawn in the rich style: with arrows, as strong as few are."""

ROWS = 2_000
"""Claims in the table of a page; the words of others are data for its script."""

Arrangement = Literal["path", "rings", "groups"]


class Point(NamedTuple):
    """An entity on the picture; ``kind`` of a prospect is the kind it would be.

    A claim that bites where there is no policy of its own is a point too, of no kind.
    """

    id: str
    label: str
    kind: str
    prospect: bool = False
    group: bool = False


class Line(NamedTuple):
    """A claim from its subject to its object, or the bite of a policy on what it touches."""

    id: str
    source: str
    target: str
    label: str
    standing: str
    stage: str
    claim: str
    bite: bool = False


class Bite(NamedTuple):
    """What bites on a hop: its line, and in words what it does to whom, why and how surely."""

    line: str
    told: str


class Step(NamedTuple):
    """One hop of a path: its lines, the bites on it, and the claims that speak against it."""

    source: str
    target: str
    lines: tuple[str, ...]
    bites: tuple[Bite, ...]
    against: tuple[str, ...] = ()


class Story(NamedTuple):
    """A path told step by step; ``note`` says what is special about it.

    ``heading`` is what it is: a path, or a near miss that is none.
    """

    heading: str
    sentence: str
    gist: str
    remarks: tuple[str, ...]
    steps: tuple[Step, ...]
    note: str = ""

    @property
    def points(self) -> tuple[str, ...]:
        """The points along the way."""
        return (self.steps[0].source, *(step.target for step in self.steps))


class Community(NamedTuple):
    """Points that belong together, under the names of those that matter most."""

    label: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """All that a view shows. ``focus`` are the points the question is about.

    ``origins`` are the documents of claims that the scene holds without their words; ``asides``
    are points beside a path, each with the point it belongs to; ``denials`` are claims
    that deny a link that was asked for; ``remarks`` is what else there is to say; ``left_out``
    says what the view does not hold.
    """

    arrangement: Arrangement
    title: str
    answer: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    claims: tuple[ClaimOut, ...]
    focus: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()
    communities: tuple[Community, ...] = ()
    asides: dict[str, str] = field(default_factory=dict)
    denials: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    left_out: str = ""
    origins: Mapping[str, tuple[DocumentRef, ...]] = field(default_factory=dict)

    @cached_property
    def documents(self) -> Sequence[DocumentRef]:
        """The documents behind the claims, by id."""
        found = {each.id: each for refs in self.origins.values() for each in refs}
        found |= {each.id: each for each in documents(self.claims)}
        return [found[id_] for id_ in sorted(found)]

    def origin(self, claim: ClaimOut) -> Sequence[DocumentRef]:
        """Return the documents behind a claim, or behind what it is derived from."""
        return self.origins.get(claim.id) or documents([claim])
