"""Which entities may be one thing under two ids: suggestions with reasons, for people to judge.

Nothing here merges anything. How names are compared is in :mod:`graph.answers.likeness`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import NamedTuple

from graph.answers.likeness import Shapes, Words, alike, legal_forms, word_list
from graph.claims.judgements import Judgement, Verdict
from graph.progress import Progress, silent, told
from graph.store.table import Node, Table

EXTERNAL, LABEL, ALIAS_LABEL, FORM, MARKS, ALIAS, ORDER, INITIALS = 100, 98, 96, 94, 93, 90, 88, 75
"""How strongly a reason speaks, out of 100; names that are N % alike count N."""
CONTAINED = 60
TOLD_APART = 60  # the most, where the labels differ in a word that tells things apart
_SUPPORT, _MOST_SUPPORT = 1, 3  # for each neighbour that both have
_MOST_REASONS = 3
_LARGEST_GROUP = 20  # of a larger one, only neighbours in the alphabet are paired


class Suggestion(NamedTuple):
    """Two entities that may be one: how strongly what speaks for it, best reason first."""

    one: Node
    other: Node
    strength: int  # 0 to 100
    reasons: tuple[str, ...]
    shared: tuple[str, ...]  # ids of the entities both have claims with
    unsure: Judgement | None  # somebody looked at it already


class Reason(NamedTuple):
    """One thing that speaks for two entities being one."""

    strength: int
    text: str


def suggest(
    table: Table,
    judgements: Iterable[Judgement] = (),
    *,
    least: int = 0,
    progress: Progress = silent,
) -> list[Suggestion]:
    """Return the pairs that may be one thing, strongest first, those below ``least`` left out.

    Only entities of one kind, without a claim between them and without different ids in the
    same outside scheme: others could not be the same. Pairs judged different are left out too.
    """
    judged, related = _by_pair(table, judgements), _related(table)
    reasons = _reasons(table, progress)
    neighbours = {
        id_: {other for row in table.about[id_] for other in row.entities()}
        for id_ in {id_ for pair in reasons for id_ in pair}
    }
    found = []
    for pair in told(sorted(reasons), "Weighing likenesses", progress):
        one, other = (table.nodes[id_] for id_ in pair)
        verdicts = judged.get(frozenset(pair), {})
        if Verdict.DIFFERENT in verdicts or pair in related or _elsewhere_different(one, other):
            continue
        shared = tuple(sorted(neighbours[one.id] & neighbours[other.id] - set(pair)))
        given = _weighed(one, other, reasons[pair], shared, verdicts.get(Verdict.UNSURE))
        if given.strength >= least:
            found.append(given)
    return sorted(found, key=lambda each: (-each.strength, each.one.id, each.other.id))


def _by_pair(
    table: Table, judgements: Iterable[Judgement]
) -> dict[frozenset[str], dict[Verdict, Judgement]]:
    """Return the judgements by the entities that their ids name today."""
    today = {old: node.id for node in table.nodes.values() for old in node.merged}
    found: dict[frozenset[str], dict[Verdict, Judgement]] = defaultdict(dict)
    for each in judgements:
        found[frozenset(today.get(id_, id_) for id_ in each.pair)][each.verdict] = each
    return found


def _related(table: Table) -> set[tuple[str, str]]:
    """Return the sorted pairs that a document relates to each other: nothing owns itself."""
    pairs = ((row.subject, row.object) for row in table.rows if row.object and not row.derived)
    return {(min(pair), max(pair)) for pair in pairs}


def _elsewhere_different(one: Node, other: Node) -> bool:
    """Tell whether some outside scheme knows them as two things."""
    ids, others = _by_scheme(one), _by_scheme(other)
    return any(not ids[scheme] & others[scheme] for scheme in ids.keys() & others.keys())


def _by_scheme(node: Node) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for scheme, value in node.external:
        found[scheme].add(value)
    return found


def _weighed(
    one: Node,
    other: Node,
    reasons: Iterable[Reason],
    shared: tuple[str, ...],
    unsure: Judgement | None,
) -> Suggestion:
    ordered = sorted(set(reasons), key=lambda each: (-each.strength, each.text))
    strength, texts = ordered[0].strength, [each.text for each in ordered[:_MOST_REASONS]]
    telling = _telling(one, other)
    if telling and strength not in (EXTERNAL, INITIALS):  # initials stand for every word
        strength = min(strength, TOLD_APART)
        words = " and ".join(f"'{word}'" for word in telling)
        texts.append(f"but {words} may tell one from the other")
    if shared:
        strength = min(100, strength + min(_SUPPORT * len(shared), _MOST_SUPPORT))
    return Suggestion(one, other, strength, tuple(texts), shared, unsure)


def _telling(one: Node, other: Node) -> list[str]:
    """Return the words of one label alone that tell things apart, sorted."""
    words = set(Shapes(one.entity.label).core) ^ set(Shapes(other.entity.label).core)
    return sorted(words & _telling_words())


@cache
def _telling_words() -> frozenset[str]:
    return frozenset(word_list("telling-words.txt"))


# -------------------------------------------------------------------------------- reasons


Pairs = dict[tuple[str, str], list[Reason]]


def _reasons(table: Table, progress: Progress) -> Pairs:
    """Return all that speaks for two entities of one kind being one, by their sorted ids."""
    found: Pairs = defaultdict(list)
    by_kind: dict[str, list[Node]] = defaultdict(list)
    for node in table.nodes.values():
        by_kind[node.kind].append(node)
    for kind, nodes in sorted(by_kind.items()):
        names = _Names(nodes)
        for pairs in (_external(nodes), names.equal(), names.initials()):
            for one, other, reason in pairs:
                if one != other:
                    found[min(one, other), max(one, other)].append(reason)
        for weaker in (names.alike(progress, kind), names.contained()):
            for pair, reason in weaker.items():
                found.setdefault(pair, [reason])
    return found


Found = Iterator[tuple[str, str, Reason]]


def _external(nodes: Iterable[Node]) -> Found:
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in nodes:
        for pair in node.external:
            bearers[pair].append(node.id)
    for (scheme, value), ids in bearers.items():
        for one, other in _pairs(ids):
            yield one, other, Reason(EXTERNAL, f"one id: {scheme} {value}")


def _pairs(ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs that join all ``ids``: each with each, of many only each with the next."""
    ordered = sorted(set(ids))
    return combinations(ordered, 2) if len(ordered) <= _LARGEST_GROUP else pairwise(ordered)


class _Named(NamedTuple):
    """A name of an entity."""

    id: str
    text: str
    is_label: bool
    shapes: Shapes


class _Names:
    """All names of the entities of one kind."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._all = [
            _Named(node.id, text, text == node.entity.label, Shapes(text))
            for node in nodes
            for text in node.names
        ]

    def _grouped(self, shape: Callable[[Shapes], str]) -> Iterator[dict[str, _Named]]:
        """Yield the bearers of each form, by id, wherever there are several; labels first."""
        groups: dict[str, dict[str, _Named]] = defaultdict(dict)
        for each in sorted(self._all, key=lambda name: (not name.is_label, name.id, name.text)):
            form = shape(each.shapes)
            if form:
                groups[form].setdefault(each.id, each)
        return (group for group in groups.values() if len(group) > 1)

    def equal(self) -> Found:
        """Yield entities with a name in common, letter for letter or but for what means little."""
        for place, (shape, reason) in enumerate(_SHAPES):
            simpler = [each for each, _ in _SHAPES[:place]]
            for group in self._grouped(shape):
                for ids in _pairs(group):
                    one, other = (group[id_] for id_ in ids)
                    if all(each(one.shapes) != each(other.shapes) for each in simpler):
                        yield *ids, reason(one, other)

    def initials(self) -> Found:
        """Yield entities of which one is called by the initials of the other."""
        short: dict[str, list[_Named]] = defaultdict(list)
        for each in self._all:
            if len(each.shapes.core) == 1:  # "CATL Ltd" too
                short[each.shapes.core[0]].append(each)
        for each in self._all:
            for letters in sorted(each.shapes.initials() & short.keys()):
                for other in short[letters][:_LARGEST_GROUP]:
                    text = f"'{other.text}' is the initials of '{each.text}'"
                    yield each.id, other.id, Reason(INITIALS, text)

    def contained(self) -> dict[tuple[str, str], Reason]:
        """Return the entities of which one's name begins with all words of the other's."""
        whole: dict[Words, dict[str, _Named]] = defaultdict(dict)
        for each in self._all:
            whole[each.shapes.core].setdefault(each.id, each)
        found: dict[tuple[str, str], Reason] = {}
        for each in self._all:
            for length in range(1, min(len(each.shapes.core), _LARGEST_GROUP)):
                bearers = whole.get(each.shapes.core[:length], {})
                for other in list(bearers.values())[:_LARGEST_GROUP]:
                    pair = min(each.id, other.id), max(each.id, other.id)
                    text = f"'{each.text}' begins with '{other.text}'"
                    if each.id != other.id:
                        found.setdefault(pair, Reason(CONTAINED, text))
        return found

    def alike(self, progress: Progress, kind: str) -> dict[tuple[str, str], Reason]:
        """Return the entities whose names differ in few letters, with the likest names."""
        bearers: dict[str, dict[str, _Named]] = defaultdict(dict)
        for each in self._all:
            bearers[" ".join(each.shapes.core)].setdefault(each.id, each)
        found: dict[tuple[str, str], Reason] = {}
        for name, near, share in alike(sorted(bearers), f"Comparing names: {kind}", progress):
            for one in list(bearers[name].values())[:_LARGEST_GROUP]:
                for other in list(bearers[near].values())[:_LARGEST_GROUP]:
                    if one.id != other.id and one.shapes.numbers == other.shapes.numbers:
                        first, second = sorted((one, other), key=lambda each: each.id)
                        text = f"{int(share * 100)} % alike: '{first.text}', '{second.text}'"
                        reason = Reason(int(share * 100), text)
                        pair = first.id, second.id
                        found[pair] = max(found.get(pair, reason), reason)
        return found


def _same_name(one: _Named, other: _Named) -> Reason:
    if one.is_label and other.is_label:
        return Reason(LABEL, f"same name: '{one.text}'")
    if one.is_label or other.is_label:
        label = one if one.is_label else other
        return Reason(ALIAS_LABEL, f"'{label.text}' is the label of one, an alias of the other")
    return Reason(ALIAS, f"same alias: '{one.text}'")


def _but_for(strength: int, what: str) -> Callable[[_Named, _Named], Reason]:
    def reason(one: _Named, other: _Named) -> Reason:
        return Reason(strength, f"same but for {what}: '{one.text}', '{other.text}'")

    return reason


def _but_for_form(one: _Named, other: _Named) -> Reason:
    either = Counter(one.shapes.words)
    either.subtract(other.shapes.words)
    forms = {word for form in legal_forms(leading=False) for word in form}
    words = sorted(word for word, count in either.items() if count and word in forms)
    what = " and ".join(f"'{word}'" for word in words) or "the legal form"
    return _but_for(FORM, what)(one, other)


_SHAPES: Sequence[tuple[Callable[[Shapes], str], Callable[[_Named, _Named], Reason]]] = (
    (lambda shapes: shapes.folded, _same_name),
    (lambda shapes: "".join(shapes.words), _but_for(MARKS, "accents, marks or blanks")),
    (lambda shapes: " ".join(shapes.core), _but_for_form),
    (lambda shapes: " ".join(sorted(shapes.core)), _but_for(ORDER, "the order of words")),
)
