"""What somebody says about who is who, made a judgement: names resolved, nothing said twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.answers.names import Names
from graph.claims.identity import chain
from graph.claims.judgements import Judgement, Verdict, judgement, told
from graph.errors import BadParameter
from graph.store.table import Table
from ontology.namespaces import KG


@dataclass(frozen=True)
class Said:
    """What somebody says about two names."""

    verdict: str
    names: tuple[str, str]
    by: str
    when: str
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """A judgement, or why there is nothing to write; and how the names were understood."""

    judgement: Judgement
    already: str = ""
    notices: tuple[str, ...] = ()


def judged(said: Said, names: Names, table: Table, known: Sequence[Judgement]) -> Judged:
    """Return the judgement that ``said`` makes in a graph where ``known`` was judged before.

    Raises UnknownName, AmbiguousName, LineError where who, when or why cannot be written, and
    BadParameter where there are no two things to judge, or ``known`` decided otherwise.
    """
    matches = [names.find(text) for text in said.names]
    ids = [
        _as_typed(text, match.id, table) for text, match in zip(said.names, matches, strict=True)
    ]
    if ids[0] == ids[1]:
        raise BadParameter(_one_thing(said, ids[0], table, known))
    made = judgement(said.verdict, ids, who=said.by, when=said.when, why=said.why)
    if made.verdict is Verdict.UNSURE and (decided := _decided(made, known)):
        raise BadParameter(
            f"this is judged already:\n{_listed(decided)}\nIf you doubt it, delete the line."
        )
    notices = tuple(match.notice for match in matches if match.notice)
    return Judged(made, _already(made, known), notices)


def _as_typed(text: str, id_: str, table: Table) -> str:
    """Return the merged id that somebody typed, else the id of the entity."""
    typed = text.strip().removeprefix(KG).removeprefix("kg:")
    return typed if typed in table.nodes[id_].merged else id_


def _one_thing(said: Said, id_: str, table: Table, known: Sequence[Judgement]) -> str:
    """Return that both names name one thing, with the judgements that made it one."""
    node = table.nodes[id_]
    one, other = said.names
    problem = f"'{one}' and '{other}' both name {node.entity.label} (kg:{id_})."
    here = {id_, *node.merged}
    joined = [each for each in known if each.verdict is Verdict.SAME and each.pair & here]
    if not joined:
        return f"{problem} Give two things."
    return f"{problem} It was judged so; deleting a line undoes it:\n{_listed(joined)}"


def _listed(judgements: Iterable[Judgement]) -> str:
    return "\n".join(f"  {told(each)}" for each in judgements)


def _decided(made: Judgement, known: Sequence[Judgement]) -> list[Judgement]:
    """Return the judgements that say for certain whether the pair is the same."""
    different = [each for each in known if each.verdict is Verdict.DIFFERENT]
    return chain(known, made.one, made.other) or [e for e in different if e.pair == made.pair]


def _already(made: Judgement, known: Sequence[Judgement]) -> str:
    """Return the judgements that say the same, or "": nothing need be written then."""
    if made.verdict is Verdict.SAME:
        links = chain(known, made.one, made.other)
    else:
        links = [each for each in known if (each.verdict, each.pair) == (made.verdict, made.pair)]
    return "; ".join(told(each) for each in links)
