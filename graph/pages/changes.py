"""What a load or a removal did to a graph of one's own, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store.own import Change

_SHOWN = 5
_MANY = 20  # documents, of which no one would read a line each


def told(change: Change) -> Iterator[str]:
    """Yield one line for each thing that happened."""
    for verb, ids in (
        ("added", change.added),
        ("replaced", change.replaced),
        ("removed", change.removed),
        ("unchanged", change.unchanged),
    ):
        if ids:
            yield f"{verb} {_counted(len(ids), 'document')}: {_listed(ids)}."
    for id_, number in sorted(change.fewer.items()):
        yield f"'{id_}' no longer makes {_counted(number, 'claim')} that it made before."
    if change.judgements:
        yield f"added {_counted(change.judgements, 'judgement')} of identity."
    if change.derived:
        left = _counted(change.derived, "derived claim")
        yield f"left out {left}: rules derive them anew."
    yield from _all_unchecked(change.unproved)
    yield from change.notes
    if change.anew:
        yield "all claims were weighed anew: so much depended on what changed."
    if change.lost:
        yield change.lost


def _all_unchecked(unproved: Mapping[str, int]) -> Iterator[str]:
    """Yield one line for each document with quotes that nothing proves, or one for very many."""
    if len(unproved) > _MANY:
        yield (
            f"{_counted(sum(unproved.values()), 'quote')} of "
            f"{_counted(len(unproved), 'document')} could not be checked: their texts are not "
            f"beside the files ({_listed(sorted(unproved))})."
        )
    else:
        yield from (unchecked(id_, quotes) for id_, quotes in sorted(unproved.items()))


def unchecked(document: str, quotes: int) -> str:
    """Return that so many quotes of a document could not be checked, as a sentence."""
    return (
        f"{_counted(quotes, 'quote')} of '{document}' could not be checked: its text is not beside "
        "the file."
    )


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _listed(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else ""
    return ", ".join(ids[:_SHOWN]) + more
