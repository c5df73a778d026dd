"""How a question was understood, and the command and the SPARQL that give the same answer."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from graph.answers.asked import (
    EvidenceQuestion,
    Facet,
    ListQuestion,
    Narrowing,
    Pick,
    RankQuestion,
    Structured,
    ValueQuestion,
    VoicesQuestion,
    WhatIfQuestion,
    YesNoQuestion,
)
from graph.answers.barriers import BarrierQuestion
from graph.answers.goals import PathQuestion
from graph.answers.model import Answer
from graph.session import Session

Asked = PathQuestion | BarrierQuestion | Structured


def explained(session: Session, asked: Asked, given: Answer) -> str:
    """Return the sort of a question, the command for the same claims, and a SPARQL query."""
    command = shlex.join(["inroads", *_command(session, asked)])
    lines = [f"Understood as a {given.question.kind} question: {command}"]
    lines += [f"  {each}" for each in _told(asked)]
    if given.sparql and not isinstance(asked, PathQuestion):
        lines += ["The same claims in SPARQL:", given.sparql.rstrip()]
    return "\n".join(lines)


def _command(session: Session, asked: Asked) -> list[str]:
    if isinstance(asked, PathQuestion):
        return _path(session, asked)
    if isinstance(asked, BarrierQuestion):
        who = _ends(session, asked.who)
        place = [*(["@"] if len(who) > 1 else []), asked.place] if asked.place else []
        return ["barriers", *who, *place]
    if isinstance(asked, WhatIfQuestion):
        without = [each for id_ in asked.without for each in ("--without", id_)]
        return ["whatif", *without, "--", *_command(session, asked.question)]
    if isinstance(asked, RankQuestion) and asked.counted is None:
        kinds = [each for kind in asked.narrowing.kinds for each in ("--kind", kind)]
        return ["rank", "--by", asked.by, *kinds, "--limit", str(asked.limit)]
    if isinstance(asked, YesNoQuestion) and asked.path is not None:
        return _path(session, asked.path)
    return ["claims", *_claims(asked)]


def _path(session: Session, asked: PathQuestion) -> list[str]:
    one, other = _ends(session, asked.sources), _ends(session, asked.targets)
    separator = ["@"] if len(one) > 1 or len(other) > 1 else []
    words = [*one, *separator, *other, "-k", str(asked.k), "--standing", asked.floor.value]
    words += [each for name in asked.via for each in ("--via", name)]
    return words_with("path", words, asked.avoid)


def words_with(command: str, words: list[str], avoid: Iterable[str]) -> list[str]:
    """Return a command line with what is avoided."""
    return [command, *words, *(each for name in avoid for each in ("--avoid", name))]


def _ends(session: Session, names: Iterable[str]) -> list[str]:
    """Return ends by their ids where they are names; others as they stand."""
    exact = session.names.exact
    return [session.names.find(each).id if exact(each) else each for each in names]


def _claims(asked: Asked) -> Iterator[str]:
    """Yield the options of ``inroads claims`` that list what the answer is made from."""
    conditions = list(_conditions(asked))
    for relation in dict.fromkeys(r for each in conditions for r in each.relations):
        yield from ("--relation", relation)
    about = dict.fromkeys(id_ for each in conditions for id_ in _named(each))
    if isinstance(asked, EvidenceQuestion):
        about |= dict.fromkeys(asked.about)
    for id_ in about:
        yield from ("--about", id_)


def _conditions(asked: Asked) -> Iterator[Facet | Pick]:
    if isinstance(asked, ListQuestion):
        yield from asked.facets
    elif isinstance(asked, YesNoQuestion):
        yield from asked.picks
    elif isinstance(asked, ValueQuestion):
        yield asked.counted or asked.pick
    elif isinstance(asked, VoicesQuestion | EvidenceQuestion):
        yield from filter(None, [asked.pick])
    elif isinstance(asked, RankQuestion) and asked.counted:
        yield asked.counted


def _named(each: Facet | Pick) -> tuple[str, ...]:
    if isinstance(each, Facet):
        return (*each.known, *each.with_)
    return (*each.subjects, *each.objects, *each.with_)


# ------------------------------------------------------------------------- in words


def _told(asked: Asked) -> Iterator[str]:
    """Yield what a command line cannot say: which end is asked for, and how it is narrowed."""
    for each in _conditions(asked):
        if isinstance(each, Facet):
            relation = " or ".join(each.relations) or "any relation"
            yield f"asked for: the {each.end} of {relation}{_known(each.known)}{_beside(each)}"
        else:
            relation = " or ".join(each.relations) or "any relation"
            between = f"{_side(each.subjects)} {relation} {_side(each.objects)}"
            yield f"claims: {between}{_beside(each)}"
    if isinstance(asked, ListQuestion | RankQuestion | ValueQuestion):
        yield from _narrowed(asked.narrowing)
    if isinstance(asked, VoicesQuestion):
        yield f"asked for: who {asked.stance} it{_known(asked.speakers)}"
    if isinstance(asked, EvidenceQuestion) and asked.speakers:
        yield f"said by: {', '.join(asked.speakers)}"


def _known(ids: tuple[str, ...]) -> str:
    return f" with {' or '.join(ids)}" if ids else ""


def _side(ids: tuple[str, ...]) -> str:
    return " or ".join(ids) or "?"


def _beside(each: Facet | Pick) -> str:
    told = "".join(f", together with {id_}" for id_ in each.with_)
    told += f", with the words '{each.words}'" if each.words else ""
    return told + (f", in {each.during}" if each.during else "")


def _narrowed(narrowing: Narrowing) -> Iterator[str]:
    for name, ids in (
        ("of the kind", narrowing.kinds),
        ("at home in", narrowing.home),
        ("standing in", narrowing.inside),
        ("one of", narrowing.names),
    ):
        if ids:
            yield f"{name}: {', '.join(ids)}"
