"""Structured questions: what a grammar makes of English, and what answers are made from.

Entities, kinds and relations are given by id. Empty means any. Path and barrier questions stand
in :mod:`graph.answers.goals` and :mod:`graph.answers.barriers`. These are named tuples because
they load faster than dataclasses, and every command that asks pays for that.

Every question may say which entities its text names ``first`` and ``second``, what was
forgiven in reading it (``notices``), and whether it closes with a call for evidence
(``with_evidence``: "and why?").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from graph.answers.barriers import BarrierQuestion
    from graph.answers.goals import PathQuestion

End = str
"""An end of a claim: ``subject``, ``object``, the name of a qualifier (``place``, ``product``),
or ``other``: whatever stands in the claim beside what is known."""

NOBODY = "?"
"""Stands where a named end would, when nobody in the graph is as the text asks: no claim fits."""

VoiceStance = Literal["denies", "asserts", "questions", "any"]
"""``asserts``: says it in whatever way (asserts, reports or judges)."""

When = Literal["", "from", "to", "any"]


class Narrowing(NamedTuple):
    """What an entity asked for must be.

    ``kinds``: of one of these kinds. ``home``: its seat, or its origin, lies in one of these
    places, by a fact. ``inside``: it stands in one of these places. ``names``: it is one of these.
    """

    kinds: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


ANYTHING = Narrowing()


class Pick(NamedTuple):
    """Picks claims: of any of these relations, from any of these subjects to any of the objects.

    ``either_way``: subject and object may change sides. ``words``: what the claim's plain words
    (object, qualifiers, unit) must hold, each of them; ``unit``: what the unit of its figure
    must hold. ``with_``: the claim speaks of all of these too, in whatever role (a product, a
    place). ``subject_is`` and ``object_is`` narrow ends that are not named. ``during``, a
    partial date: what is claimed of that time, by validity, period, date or day it was said.
    """

    relations: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    either_way: bool = False
    words: str = ""
    unit: str = ""
    with_: tuple[str, ...] = ()
    subject_is: Narrowing = ANYTHING
    object_is: Narrowing = ANYTHING
    during: str = ""


class Facet(NamedTuple):
    """One condition on those asked for: at the end ``end`` of such a claim.

    ``known``: one of these stands at the other end; empty: whoever. ``with_``: the claim speaks
    of all of these too. ``words`` and ``during`` as in Pick. ``bites``: whatever acts on what is
    known, be it through its groups, its goods or its sites; ``relations`` narrow by what the
    claim says. ``other_is``: what stands at the other end must be so.
    """

    relations: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    end: End = "subject"
    with_: tuple[str, ...] = ()
    words: str = ""
    bites: bool = False
    during: str = ""
    other_is: Narrowing = ANYTHING


class ListQuestion(NamedTuple):
    """Which entities meet all facets; without facets, which are of the narrowing."""

    facets: tuple[Facet, ...] = ()
    narrowing: Narrowing = ANYTHING
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    text: str = ""
    notices: tuple[str, ...] = ()
    with_evidence: bool = False


class VoicesQuestion(NamedTuple):
    """Who took a stance on such claims. ``speakers`` narrows whose.

    ``check``: asked is whether they did ("did Ford deny it?"), so that the answer is a verdict.
    """

    pick: Pick = Pick()
    stance: VoiceStance = "any"
    speakers: tuple[str, ...] = ()
    check: bool = False
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    text: str = ""
    notices: tuple[str, ...] = ()
    with_evidence: bool = False


class YesNoQuestion(NamedTuple):
    """Whether all of ``picks`` hold, each by some claim; or, of a path, whether there is one.

    ``negated``: asked the other way round ("does X not ..."); the verdict is still that on the
    claim itself. ``past``: asked of what was ("did", "was"), so that what is over answers too.
    ``planned``: asked of a plan, which what is so already does not prove.
    """

    picks: tuple[Pick, ...] = ()
    path: PathQuestion | None = None
    negated: bool = False
    past: bool = False
    planned: bool = False
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    text: str = ""
    notices: tuple[str, ...] = ()
    with_evidence: bool = False


class ValueQuestion(NamedTuple):
    """How much, how many, or when.

    A figure that is claimed of ``pick``; with ``when`` a date instead: from when (``from``),
    until when (``to``) or when at all (``any``) the picked claims hold; with ``stage`` when they
    came so far ("when was it announced"). ``counted``: who is to be counted where no figure is
    claimed.
    """

    pick: Pick = Pick()
    when: When = ""
    stage: str = ""
    counted: Facet | None = None
    narrowing: Narrowing = ANYTHING  # of those counted
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    text: str = ""
    notices: tuple[str, ...] = ()
    with_evidence: bool = False


class EvidenceQuestion(NamedTuple):
    """What is said about an entity, a subject in plain words or a claim, by any of ``speakers``."""

    about: tuple[str, ...] = ()
    words: str = ""
    pick: Pick | None = None
    speakers: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    text: str = ""
    notices: tuple[str, ...] = ()


class RankQuestion(NamedTuple):
    """Who comes first by a measure; or, with ``counted``, who has the most at its other end.

    In ``counted`` those ranked stand at ``end``: ``Facet(("owns",), end="subject")`` ranks
    owners by how much they own.
    """

    by: str = "degree"
    counted: Facet | None = None
    narrowing: Narrowing = ANYTHING
    limit: int = 10
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    text: str = ""
    notices: tuple[str, ...] = ()
    with_evidence: bool = False


class WhatIfQuestion(NamedTuple):
    """A question put to a graph without these, or with these claims counted as stated."""

    question: PathQuestion | BarrierQuestion | RankQuestion | YesNoQuestion
    without: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    text: str = ""
    notices: tuple[str, ...] = ()
    with_evidence: bool = False


Structured = (
    ListQuestion
    | VoicesQuestion
    | YesNoQuestion
    | ValueQuestion
    | EvidenceQuestion
    | RankQuestion
    | WhatIfQuestion
)
"""Every question that stands here."""
