"""Claim files read in the light of judgements: things judged the same get one id.

Claim files are never rewritten. Each build resolves them anew, before claims are hashed, so that
claims about one thing meet although their authors knew it under different ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from graph.claims import lines
from graph.claims.judgements import FILE_NAME, Judgement, Verdict, told
from graph.claims.model import MERGED as MERGED
from graph.claims.model import Claim, ClaimFile, Entity, Name, Speaker, Statement
from graph.errors import InroadsError

_SHOWN = 12  # links of a chain that a message lists

Value = TypeVar("Value")


class JudgementError(InroadsError):
    """A judgement contradicts another one, or what the claim files say."""


def resolve(files: Sequence[ClaimFile], judgements: Iterable[Judgement]) -> list[ClaimFile]:
    """Return ``files``, in their order, with things judged the same under one id.

    The other ids and names stay with the entity: a label as an alias, an id as an external id
    (:data:`MERGED`). Ids that no file declares are let be, for their document may come back;
    they still join what is judged the same with them. Files that nothing changes are returned
    as they are. Raises JudgementError where judgements contradict each other, where two kinds
    would become one, or a claim would relate a thing to itself.
    """
    given = sorted(judgements)
    _refuse_contradictions(given)
    declared = _declared(files)
    ids = canonical(declared, given)
    if not ids:
        return list(files)
    _refuse_two_kinds(declared, ids, given)
    _refuse_self_relations(files, ids, given)
    labels = {id_: _label(declared[id_]) for id_ in set(ids.values())}
    return [_resolved(file, ids, labels) for file in files]


_Declared = Mapping[str, Sequence[tuple[str, Entity]]]


def canonical(declared: Iterable[str], judgements: Iterable[Judgement]) -> dict[str, str]:
    """Return the id that leads for each of the ``declared`` ids that does not lead itself.

    It is the one that no ``same`` names second, so whoever judges decides, and an id that joins
    as second changes nothing for the others. Where several lead, or none, the first in the
    alphabet does. The order of neither argument matters.
    """
    known = set(declared)
    joined = [each for each in judgements if each.verdict is Verdict.SAME]
    seconds = {each.other for each in joined if each.one in known}
    found: dict[str, str] = {}
    for component in _components(joined):
        here = sorted(component & known)
        leader = min(here, key=lambda id_: (id_ in seconds, id_), default="")
        found |= {id_: leader for id_ in here if id_ != leader}
    return found


def _components(joined: Iterable[Judgement]) -> list[set[str]]:
    """Return the sets of ids that judgements of ``same`` join, by union-find."""
    parents: dict[str, str] = {}

    def root(id_: str) -> str:
        parents.setdefault(id_, id_)
        while parents[id_] != id_:
            parents[id_] = parents[parents[id_]]
            id_ = parents[id_]
        return id_

    for each in joined:
        parents[root(each.other)] = root(each.one)
    found: dict[str, set[str]] = defaultdict(set)
    for id_ in list(parents):
        found[root(id_)].add(id_)
    return list(found.values())


def chain(judgements: Iterable[Judgement], one: str, other: str) -> list[Judgement]:
    """Return the fewest judgements of ``same`` that lead from ``one`` to ``other``, or none.

    Of ways of one length, the one whose judgements come first.
    """
    links: dict[str, list[Judgement]] = defaultdict(list)
    for each in judgements:
        if each.verdict is Verdict.SAME:
            links[each.one].append(each)
            links[each.other].append(each)
    came: dict[str, tuple[str, Judgement] | None] = {one: None}
    queue = [one]
    for here in queue:
        for link in links[here]:
            there = link.other if link.one == here else link.one
            if there not in came:
                came[there] = here, link
                queue.append(there)
    found = []
    while step := came.get(other):
        other, link = step
        found.append(link)
    return found[::-1]


def _refuse_contradictions(given: Sequence[Judgement]) -> None:
    same = [each for each in given if each.verdict is Verdict.SAME]
    member = {id_: place for place, ids in enumerate(_components(same)) for id_ in ids}
    for each in given:
        place = member.get(each.one)
        if (
            each.verdict is Verdict.DIFFERENT
            and place is not None
            and place == member.get(each.other)
        ):
            raise JudgementError(
                f"'{each.one}' and '{each.other}' are judged both different and the same:\n"
                f"  {told(each)}\n{_listed(given, each.one, each.other)}\n"
                f"Delete one of these lines of {FILE_NAME}, or do without the new one."
            )


def _listed(given: Iterable[Judgement], one: str, other: str) -> str:
    links = [f"  {told(each)}" for each in chain(given, one, other)]
    more = [f"  ... and {len(links) - _SHOWN} more"] if len(links) > _SHOWN else []
    return "\n".join([*links[:_SHOWN], *more])


def _declared(files: Iterable[ClaimFile]) -> dict[str, list[tuple[str, Entity]]]:
    """Return who declares each id, sorted by document."""
    found: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for file in sorted(files, key=lambda each: each.document.id):
        for entity in file.entities:
            found[entity.id].append((file.document.id, entity))
    return dict(found)


def _refuse_two_kinds(
    declared: _Declared, ids: Mapping[str, str], given: Sequence[Judgement]
) -> None:
    for id_, leader in sorted(ids.items()):
        first_document, first = declared[leader][0]
        for document, entity in declared[id_]:
            if entity.kind != first.kind:
                raise JudgementError(
                    f"'{leader}' and '{id_}' are judged the same, but '{leader}' is a "
                    f"{first.kind} in document '{first_document}' and '{id_}' a {entity.kind} "
                    f"in document '{document}':\n{_listed(given, leader, id_)}\n"
                    "Judge them different, or give them one kind in the claim files."
                )


def _refuse_self_relations(
    files: Iterable[ClaimFile], ids: Mapping[str, str], given: Sequence[Judgement]
) -> None:
    for file in sorted(files, key=lambda each: each.document.id):
        for statement in file.statements:
            for claim in (*statement.claims, *statement.replaces, *statement.ends):
                subject, object_ = claim.subject, claim.object
                if not isinstance(object_, str) or subject == object_:
                    continue
                if ids.get(subject, subject) == ids.get(object_, object_):
                    raise JudgementError(
                        f"'{subject}' and '{object_}' are judged the same, but document "
                        f"'{file.document.id}' relates them to each other:\n"
                        f"  {lines.write(claim)}\n{_listed(given, subject, object_)}\n"
                        "Judge them different, or correct the claim file."
                    )


def _label(declared: Sequence[tuple[str, Entity]]) -> str:
    """Return the label that leads among declarations of one id, as when a corpus is made."""
    counts = Counter(entity.label for _, entity in declared)
    return min(counts, key=lambda text: (-counts[text], text))


def _resolved(file: ClaimFile, ids: Mapping[str, str], labels: Mapping[str, str]) -> ClaimFile:
    statements = [_statement(each, ids) for each in file.statements]
    unchanged = all(new is old for new, old in zip(statements, file.statements, strict=True))
    if unchanged and not any(entity.id in ids for entity in file.entities):
        return file
    groups: dict[str, list[Entity]] = defaultdict(list)
    for entity in file.entities:
        groups[ids.get(entity.id, entity.id)].append(entity)
    entities = tuple(_united(group, id_, labels.get(id_, "")) for id_, group in groups.items())
    return replace(file, entities=entities, statements=tuple(statements))


def _united(given: Sequence[Entity], leader: str, label: str) -> Entity:
    """Return one entity for those of one file that ``leader`` stands for; its own leads."""
    ordered = sorted(given, key=lambda each: (each.id != leader, each.id))
    first, *others = (_renamed(each, leader, label) for each in ordered)
    if not others:
        return first
    labels = [Name(each.label, "und") for each in others if each.label != first.label]
    names = [name for each in (first, *others) for name in each.aliases]
    external = {pair for each in (first, *others) for pair in each.external}
    return replace(first, aliases=_each_once([*names, *labels]), external=tuple(sorted(external)))


def _renamed(entity: Entity, leader: str, label: str) -> Entity:
    """Return an entity under the id and the label that lead, its own kept beside them."""
    if entity.id == leader:
        return entity
    own = [Name(text, "und") for text in (entity.label, entity.in_text) if text not in ("", label)]
    return replace(
        entity,
        id=leader,
        label=label,
        aliases=_each_once((*entity.aliases, *own)),
        plural=False,  # both tell how the leading label is used, which its own files say
        in_text="",
        external=tuple(sorted({*entity.external, (MERGED, entity.id)})),
    )


def _statement(statement: Statement, ids: Mapping[str, str]) -> Statement:
    """Return a statement about the leading ids; what becomes one claim or voice stands once."""
    speakers = _each_once(_speaker(each, ids) for each in statement.speakers)
    claims = _each_once(_claim(each, ids) for each in statement.claims)
    replaces = _each_once(_claim(each, ids) for each in statement.replaces)
    ends = _each_once(_claim(each, ids) for each in statement.ends)
    after = replace(statement, speakers=speakers, claims=claims, replaces=replaces, ends=ends)
    return statement if after == statement else after


def _each_once(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))


def _speaker(speaker: Speaker, ids: Mapping[str, str]) -> Speaker:
    return replace(speaker, id=ids[speaker.id]) if speaker.id in ids else speaker


def _claim(claim: Claim, ids: Mapping[str, str]) -> Claim:
    if not any(id_ in ids for id_ in claim.entities()):
        return claim
    object_ = claim.object
    return replace(
        claim,
        subject=ids.get(claim.subject, claim.subject),
        object=ids.get(object_, object_) if isinstance(object_, str) else object_,
        qualifiers=tuple(
            (name, ids.get(value, value) if isinstance(value, str) else value)
            for name, value in claim.qualifiers
        ),
    )
