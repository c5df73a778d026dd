"""Barriers in English for a terminal or a pipe: what closes, what is judged to, what eases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.answers.barriers import is_closing, is_judged
from graph.answers.model import Answer, BarrierOut, ClaimOut, PathOut
from graph.pages.plain import wrapped
from graph.pages.text import claim_evidence, documents, obstacle, sources


def text(given: Answer, width: int) -> str:
    """Return an answer about barriers as text."""
    barriers = [each for each in given.entities if isinstance(each, BarrierOut)]
    closing = [each for each in barriers if is_closing(each)]
    lines = [*wrapped(given.answer, width), ""]
    told: set[str] = set()
    for heading, group in (
        ("In the way:", [each for each in closing if not is_judged(each)]),
        ("Judged to be in the way:", [each for each in closing if is_judged(each)]),
        ("Easing, which lifts nothing:", [each for each in barriers if not is_closing(each)]),
    ):
        lines += _section(heading, group, width, told)
    lines += _ways(given.paths, width)
    if given.truncated:
        lines += ["The search for ways was cut short; there may be more.", ""]
    claims = [claim for each in barriers for claim in each.claims]
    claims += [claim for path in given.paths for hop in path.hops for claim in hop.claims]
    lines += sources(documents(claims), width)
    return "\n".join(lines).rstrip() + "\n"


def _section(heading: str, barriers: Sequence[BarrierOut], width: int, told: set[str]) -> list[str]:
    lines = [line for each in barriers for line in _barrier(each, width, told)]
    return [heading, *lines, ""] if lines else []


def _barrier(barrier: BarrierOut, width: int, told: set[str]) -> Iterator[str]:
    first, *grounds = barrier.claims
    yield from wrapped(obstacle(barrier), width, "   ")
    yield from wrapped(f"{first.sentence}  ({first.standing})", width, "      ")
    yield from claim_evidence(first, width, "         ")
    yield from _because(grounds, width, told)


def _because(grounds: Sequence[ClaimOut], width: int, told: set[str]) -> Iterator[str]:
    """Yield the claims that make it a matter of those asked about, each in words only once."""
    again = [each.id for each in grounds if each.id in told]
    if again:
        yield from wrapped(f"because, as told above: claim {', '.join(again)}", width, "      ")
    for each in grounds:
        if each.id not in told:
            ground = f"because: {each.sentence}  ({each.standing}, claim {each.id})"
            yield from wrapped(ground, width, "      ")
    told |= {each.id for each in grounds}


def _ways(paths: Sequence[PathOut], width: int) -> list[str]:
    """Return the ways in that the sources tell of, a line each; `path` tells them in full."""
    lines = [
        line
        for path in paths
        for line in wrapped(f"{path.sentence}  ({path.standing}, gate {path.gate})", width, "   ")
    ]
    return ["Own ways there that the sources tell of:", *lines, ""] if lines else []
