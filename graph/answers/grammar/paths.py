"""Questions for paths: how one thing reaches another, what links them, through whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from graph.answers.asked import YesNoQuestion
from graph.answers.goals import PathQuestion
from graph.answers.grammar.patterns import Bound, Pattern, compiled, phrases, sections
from graph.answers.grammar.reading import Reader
from graph.answers.grammar.things import Reading, Thing
from graph.errors import InroadsError


@cache
def _with_ends(section: str) -> tuple[Pattern, ...]:
    """Return the patterns of a section, each with what may stand behind its second end."""
    behind = "|".join(sections("paths")["behind"])
    return tuple(compiled(f"{line} [({behind})]") for line in sections("paths")[section])


def readings(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask for a path."""
    for pattern in _with_ends("paths"):
        for bound in pattern.matches(reader.words, reader.parts):
            yield from _path(reader, bound)


def checks(reader: Reader) -> Iterator[Reading]:
    """Yield the ways in which the words ask whether there is a path."""
    for pattern in _with_ends("checks"):
        for bound in pattern.matches(reader.words, reader.parts):
            for reading in _path(reader, bound):
                yield reading._replace(
                    asked=YesNoQuestion(path=reading.asked), cost=reading.cost + 0.6
                )


def _path(reader: Reader, bound: Bound) -> Iterator[Reading]:
    ends: list[Thing] = (
        [*bound["ab"]] if "ab" in bound else [bound[k] for k in ("a", "b") if k in bound]
    )
    others = [bound[k] for k in ("v", "w") if k in bound]
    if "a" not in bound and "ab" not in bound:
        ends = [Thing(("class:Agent",)), *ends]
    used = [*ends, *others]
    problem: InroadsError | None = next((each.problem for each in used if each.problem), None)
    if any(not reader.ids(each) for each in used) and not problem:
        return
    one, other = ends
    several = any(
        (word,) in phrases("paths", "several") and before not in ("what", "who")
        for before, word in zip(("", *reader.words), reader.words, strict=False)
    )
    asked = PathQuestion(
        sources=_ids(reader, one),
        targets=_ids(reader, other),
        k=20 if several else 5,
        via=_ids(reader, bound["v"]) if "v" in bound else (),
        avoid=_ids(reader, bound["w"]) if "w" in bound else (),
    )
    notices = tuple(n for each in used for n in each.notices)
    yield Reading(asked, sum(each.cost for each in used), notices, problem)


def _ids(reader: Reader, thing: Thing) -> tuple[str, ...]:
    """Return whom a noun phrase stands for: one that is named by its name, others by their ids."""
    ids = reader.ids(thing)
    if len(ids) == 1 and reader.is_name_of(thing.text, ids[0]):
        return (thing.text,)
    return ids
