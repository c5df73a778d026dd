"""Answers as Markdown, ready to paste into a report: sentences, hops and footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.answers.absence import relaxing
from graph.answers.model import (
    Answer,
    BarrierOut,
    ClaimOut,
    EntityOut,
    HopOut,
    LoadBearing,
    NearMiss,
    PathOut,
)
from graph.pages.cite import markdown_note
from graph.pages.tables import markdown_text
from graph.pages.text import amount, bite, cut, gist, headed, obstacle, skipped, source


def markdown(given: Answer) -> str:
    """Return an answer as Markdown (GitHub's, footnotes included).

    Every claim has one footnote, numbered as it first comes up: its words, whose they are, the
    document, the claim's id. Text from sources is escaped, so that no markup of theirs works.
    """
    notes = _Notes()
    blocks = [
        _answer(given, notes),
        *(_barrier(each, notes) for each in given.entities if isinstance(each, BarrierOut)),
        *_paths(given, notes),
        *_denials(given, notes),
        *(_entity(each, notes) for each in given.entities if isinstance(each, EntityOut)),
        *_separating(given, notes),
        *_values(given, notes),
        *_changes(given, notes),
        *(_near_miss(each, notes) for each in given.near_misses),
        *_load_bearing(given.load_bearing),
        *_cut(given),
    ]
    return "\n\n".join([*blocks, *notes.text()]) + "\n"


def _answer(given: Answer, notes: _Notes) -> str:
    """Return the answer in bold, with the marks of the path whose sentence it begins with."""
    first = [path for path in given.paths[:1] if given.answer.startswith(path.sentence)]
    marks = notes.marks(_claims(first[0])) if first else ""
    return f"**{markdown_text(given.answer)}**{marks}"


def _claims(path: PathOut) -> list[ClaimOut]:
    return [claim for hop in path.hops for claim in hop.claims]


class _Notes:
    """Footnotes by claim, numbered as they come up."""

    def __init__(self) -> None:
        self._claims: dict[str, ClaimOut] = {}

    def marks(self, claims: Iterable[ClaimOut]) -> str:
        """Return the marks of these claims."""
        return "".join(f"[^{self._number(claim)}]" for claim in claims)

    def _number(self, claim: ClaimOut) -> int:
        self._claims.setdefault(claim.id, claim)
        return list(self._claims).index(claim.id) + 1

    def text(self) -> list[str]:
        """Return all notes as one block; none if no claim came up."""
        lines = [
            f"[^{number}]: {markdown_note(claim)}"
            for number, claim in enumerate(self._claims.values(), start=1)
        ]
        return ["\n".join(lines)] if lines else []


def _paths(given: Answer, notes: _Notes) -> Iterator[str]:
    for heading, path in headed(given.paths):
        if heading:
            yield heading
        yield _path(path, notes, told=given.answer.startswith(path.sentence))


def _path(path: PathOut, notes: _Notes, *, told: bool = False) -> str:
    """Return a path as one item of a numbered list; without its sentence if that is ``told``."""
    sentence = "" if told else f"{markdown_text(path.sentence)}{notes.marks(_claims(path))} "
    lines = [f"{path.rank}. {sentence}*{gist(path)}*"]
    lines += [f"   - {each}" for hop in path.hops for each in _hop(hop, notes)]
    lines += [f"   - Note: {markdown_text(remark)}" for remark in path.remarks]
    return "\n".join(lines)


def _hop(hop: HopOut, notes: _Notes) -> Iterator[str]:
    one, other = markdown_text(hop.from_.label), markdown_text(hop.to.label)
    phrase = markdown_text(hop.relation.label)
    arrow = f"\u2014 {phrase} \u2192" if hop.forward else f"\u2190 {phrase} \u2014"
    stage = f", {hop.stage}" if hop.stage and hop.stage != hop.standing else ""
    yield f"{one} {arrow} {other} ({hop.standing}{stage}){notes.marks(hop.claims)}"
    yield from (f"against it: {_claim(claim, notes)}" for claim in hop.against)
    yield from (markdown_text(bite(policy)) for policy in hop.policies)


def _entity(entity: EntityOut, notes: _Notes) -> str:
    mark = ", prospect" if entity.prospect else ""
    standing = f", {entity.standing}" if entity.standing else ""
    lines = [f"- {markdown_text(entity.label)} ({entity.kind}{mark}{standing})"]
    lines += [f"  - {_claim(claim, notes)}" for claim in entity.claims]
    return "\n".join(lines)


def _barrier(barrier: BarrierOut, notes: _Notes) -> str:
    lines = [f"- {markdown_text(obstacle(barrier))}"]
    lines += [f"  - {_claim(claim, notes)}" for claim in barrier.claims]
    return "\n".join(lines)


def _separating(given: Answer, notes: _Notes) -> Iterator[str]:
    """Yield the claims, and the documents, that separate two ends."""
    for each in given.cuts:
        lines = [f"- {_claim(claim, notes)}" for claim in each.claims]
        lines += [f"- {markdown_text(f'{one.id}: {source(one)}')}" for one in each.documents]
        yield "\n".join(lines)


def _claim(claim: ClaimOut, notes: _Notes) -> str:
    return f"{markdown_text(claim.sentence)} ({claim.standing}){notes.marks([claim])}"


def _values(given: Answer, notes: _Notes) -> Iterator[str]:
    lines = [
        f"- {markdown_text(each.label)}: {markdown_text(amount(each))}{notes.marks(each.claims)}"
        for each in given.values
    ]
    if lines:
        yield "\n".join(lines)


def _changes(given: Answer, notes: _Notes) -> Iterator[str]:
    if given.changes is None:
        return
    for name, paths in (("Lost", given.changes.lost), ("Gained", given.changes.gained)):
        if paths:
            yield f"{name}:"
            yield from (_path(path, notes) for path in paths)


def _near_miss(miss: NearMiss, notes: _Notes) -> str:
    return f"{markdown_text(relaxing(miss))}:\n\n{_path(miss.path, notes)}"


def _denials(given: Answer, notes: _Notes) -> Iterator[str]:
    if given.denials:
        yield "\n".join(f"- {_claim(claim, notes)}" for claim in given.denials)


def _load_bearing(given: Sequence[LoadBearing]) -> Iterator[str]:
    lines = [
        f"- {markdown_text(each.sentence)} ({each.kind} {markdown_text(each.id)})" for each in given
    ]
    if lines:
        yield "\n".join(["Load-bearing:", "", *lines])


def _cut(given: Answer) -> Iterator[str]:
    if given.skipped:
        yield markdown_text(skipped(given))
    if told := cut(given):
        yield markdown_text(told)
