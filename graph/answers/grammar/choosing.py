"""Of several readings of one question, the one nearest to its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph.answers.asked import (
    EvidenceQuestion,
    Facet,
    ListQuestion,
    Pick,
    ValueQuestion,
    VoicesQuestion,
    YesNoQuestion,
)
from graph.answers.grammar.lexicon import Lexicon
from graph.answers.grammar.things import Reading

_EQUAL = 0.15
_NEAR = 0.35
_REFUSED = 2.0  # a reading that answers is preferred to one that only could, but for a name


def nearest(readings: Sequence[Reading], lexicon: Lexicon) -> Reading:
    """Return the cheapest reading; those that differ from it in the relation alone are joined.

    Of readings that are nearly as near to the words one is taken of which claims speak.
    """
    ordered = sorted(readings, key=lambda each: each.cost + (_REFUSED if each.problem else 0))
    best = ordered[0]
    if not best.problem and not _spoken_of(best.asked, lexicon):
        near = (
            each
            for each in ordered
            if each.cost <= best.cost + _NEAR
            and not each.problem
            and type(each.asked) is type(best.asked)
        )
        best = next((each for each in near if _spoken_of(each.asked, lexicon)), best)
    shape = _shape(best.asked)
    alike = [best.asked] + [
        each.asked
        for each in ordered
        if each.cost <= best.cost + _EQUAL and _shape(each.asked) == shape
    ]
    return best._replace(asked=_joined(best.asked, alike))


def _spoken_of(asked: Any, lexicon: Lexicon) -> bool:
    """Tell whether claims speak of what is asked; of sorts of questions not looked at, yes."""
    if isinstance(asked, ListQuestion):
        if any(each.bites for each in asked.facets):
            return True
        return bool(lexicon.members(asked.narrowing, asked.facets))
    if isinstance(asked, YesNoQuestion) and asked.picks:
        return all(lexicon.speaks(each) for each in asked.picks)
    return True


def _shape(asked: Any) -> object:
    """Return a question without its relations."""
    if isinstance(asked, ListQuestion):
        return asked._replace(facets=_bare(asked.facets))
    if isinstance(asked, YesNoQuestion):
        return asked._replace(picks=tuple(each._replace(relations=()) for each in asked.picks))
    if isinstance(asked, ValueQuestion | VoicesQuestion | EvidenceQuestion) and asked.pick:
        return asked._replace(pick=asked.pick._replace(relations=()))
    return asked


def _bare(facets: Iterable[Facet]) -> tuple[Facet, ...]:
    return tuple(each._replace(relations=()) for each in facets)


def _joined(best: Any, alike: list[Any]) -> Any:
    if isinstance(best, ListQuestion):
        facets = zip(*(each.facets for each in alike), strict=True)
        return best._replace(facets=tuple(one[0]._replace(relations=_all(one)) for one in facets))
    if isinstance(best, YesNoQuestion):
        picks = zip(*(each.picks for each in alike), strict=True)
        return best._replace(picks=tuple(one[0]._replace(relations=_all(one)) for one in picks))
    if isinstance(best, ValueQuestion | VoicesQuestion | EvidenceQuestion) and best.pick:
        return best._replace(pick=best.pick._replace(relations=_all([each.pick for each in alike])))
    return best


def _all(alike: Sequence[Facet | Pick]) -> tuple[str, ...]:
    """Return the relations of all; none, which is any, if one names none."""
    if not all(each.relations for each in alike):
        return ()
    return tuple(dict.fromkeys(relation for each in alike for relation in each.relations))
