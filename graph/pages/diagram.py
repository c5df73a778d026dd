"""Paths of an answer as a drawing: Graphviz DOT and Mermaid.

Solid arrows are facts; dashed ones are planned, reported or possible, dotted ones disputed,
denied or out of date: the standing stands on every arrow, and policies beside what they touch.
Labels are text: no quote, bracket or keyword of theirs is read as syntax.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import NamedTuple

from graph.answers.model import Answer, EntityRef, HopOut, PolicyOut
from graph.claims.model import FACTUAL, RUNNING, Stage, Standing
from graph.pages.plain import printable

_PLAIN = re.compile(r"[^\w ,()'\u0080-\U0010ffff-]|^-|_")
_TITLE_WIDTH = 80  # characters: Graphviz breaks no lines itself


class Box(NamedTuple):
    """An entity, or a policy that bites."""

    label: str
    policy: bool


class Arrow(NamedTuple):
    """A hop, or what a policy does; ``style`` is solid, dashed or dotted."""

    source: int
    target: int
    label: str
    style: str


class Drawing(NamedTuple):
    """Boxes by number, arrows between them, and the answer as the title."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def drawing(given: Answer) -> Drawing:
    """Return the boxes and arrows of an answer's paths, each once, as they first come up."""
    hops = [hop for path in given.paths for hop in path.hops]
    bites = [each for hop in hops for each in hop.policies]
    entities = [end for hop in hops for end in (hop.from_, hop.to)] + [b.touches for b in bites]
    numbers = {key: n for n, key in enumerate(dict.fromkeys(_keys(entities, bites)))}
    arrows = [_hop(hop, numbers) for hop in hops] + [_bite(each, numbers) for each in bites]
    return Drawing(
        printable(given.answer),
        tuple(Box(label, is_policy) for _, label, is_policy in numbers),
        tuple(dict.fromkeys(arrows)),
    )


_Key = tuple[str, str, bool]


def _keys(entities: Iterable[EntityRef], bites: Iterable[PolicyOut]) -> list[_Key]:
    return [*map(_entity, entities), *map(_policy, bites)]


def _entity(entity: EntityRef) -> _Key:
    mark = " (prospect)" if entity.prospect else ""
    return (entity.id, printable(entity.label + mark), False)


def _policy(bite: PolicyOut) -> _Key:
    return (bite.id or bite.claim, printable(bite.label.rstrip(".")), True)


def _hop(hop: HopOut, numbers: dict[_Key, int]) -> Arrow:
    ends = (hop.from_, hop.to) if hop.forward else (hop.to, hop.from_)
    source, target = (numbers[_entity(end)] for end in ends)
    stage = f", {hop.stage}" if hop.stage and hop.stage != hop.standing else ""
    label = f"{printable(hop.relation.label)} ({hop.standing}{stage})"
    return Arrow(source, target, label, _style(hop.standing, hop.stage))


def _bite(bite: PolicyOut, numbers: dict[_Key, int]) -> Arrow:
    standing = f" ({bite.standing})" if bite.standing else ""
    source, target = numbers[_policy(bite)], numbers[_entity(bite.touches)]
    return Arrow(source, target, bite.effect + standing, _style(bite.standing or "stated"))


def _style(standing: str, stage: str | None = None) -> str:
    place = Standing(standing)
    if place in FACTUAL:
        return "solid" if stage is None or Stage(stage) in RUNNING else "dashed"
    return "dotted" if place.place >= Standing.DISPUTED.place else "dashed"


def dot(given: Answer) -> str:
    """Return a digraph in the DOT language (graphviz.org), drawn from left to right."""
    drawn = drawing(given)
    title = "\\n".join(_escaped(line) for line in textwrap.wrap(drawn.title, _TITLE_WIDTH))
    lines = [f'  label="{title}";', "  labelloc=t;", "  rankdir=LR;"]
    lines += ["  node [shape=box];"]
    for number, box in enumerate(drawn.boxes):
        shape = ", shape=note" if box.policy else ""
        lines.append(f"  n{number} [label={_quoted(box.label)}{shape}];")
    for arrow in drawn.arrows:
        attributes = f"label={_quoted(arrow.label)}, style={arrow.style}"
        lines.append(f"  n{arrow.source} -> n{arrow.target} [{attributes}];")
    return "\n".join(["digraph inroads {", *lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    r"""Return ``text`` as a DOT string: quotes and backslashes escaped, entities as text.

    >>> print(_quoted('say "\\N" & go'))
    "say \"\\N\" &amp; go"
    """
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def mermaid(given: Answer) -> str:
    """Return a Mermaid flowchart (mermaid.js.org), drawn from left to right."""
    drawn = drawing(given)
    lines = [] if drawn.boxes else [f"  none[{_text(drawn.title)}]"]
    for number, box in enumerate(drawn.boxes):
        opening, closing = ("{{", "}}") if box.policy else ("[", "]")
        lines.append(f"  n{number}{opening}{_text(box.label)}{closing}")
    for arrow in drawn.arrows:
        line = "-->" if arrow.style == "solid" else "-.->"
        lines.append(f"  n{arrow.source} {line}|{_text(arrow.label)}| n{arrow.target}")
    dotted = [str(n) for n, arrow in enumerate(drawn.arrows) if arrow.style == "dotted"]
    lines += [f"  linkStyle {','.join(dotted)} stroke-dasharray:1 4"] if dotted else []
    return "\n".join(["flowchart LR", *lines]) + "\n"


def _text(text: str) -> str:
    """Return ``text`` as a quoted Mermaid label, each mark that could be syntax as its code."""
    return '"' + _PLAIN.sub(lambda mark: f"#{ord(mark[0])};", text) + '"'
