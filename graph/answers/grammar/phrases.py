"""The ontology's phrases, compiled into what a question may say: verb phrases and nouns.

An infinitive with slots ("supply[ {product} to] {}[ in {place}]") becomes a head verb in all
its forms and the rest; active phrases are also understood in the passive.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from graph.answers.grammar import inflection
from graph.answers.grammar.words import words
from ontology.records import Ontology, Relation

Form = Literal["finite", "base", "participle", "gerund", "bare"]
End = Literal["subject", "object"]

OBJECT, AGENT, PRODUCT = "object", "agent", "product"
_PIECE = re.compile(r"\[|\]|\{\w*\}|[^\[\]{}]+")
_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "to",
        "with",
        "of",
        "on",
        "from",
        "by",
        "for",
        "about",
        "through",
        "into",
        "under",
        "over",
        "between",
        "behind",
        "against",
    ]
)


class Slot(NamedTuple):
    """A place for the object (``object``), or for a qualifier by its name."""

    name: str


class Maybe(NamedTuple):
    """What may be left out."""

    parts: tuple[str | Slot | Maybe, ...]


Part = str | Slot | Maybe


class Phrase(NamedTuple):
    """A way to say a relation. ``inverse``: what the verb is said of is the claim's object."""

    relation: Relation
    inverse: bool
    rest: tuple[Part, ...]  # behind the head verb
    loose: float = 0  # how far it is from what the ontology says of the relation
    of: str = ""  # "product": said of the goods, as in "batteries are supplied to Ford by CATL"


class Noun(NamedTuple):
    """What stands at ``end`` of a relation, or with ``end`` "" the tie itself."""

    relations: tuple[Relation, ...]
    end: str
    rest: tuple[Part, ...]  # behind the noun: a preposition and slots
    plural: bool


class _Raw(NamedTuple):
    """A phrase of the ontology that was not compiled yet."""

    relation: Relation
    text: str
    inverse: bool
    loose: float


class Phrases:
    """All phrases of one ontology by the words they begin with, compiled when first looked up."""

    def __init__(self, ontology: Ontology) -> None:
        self._heads: dict[str, list[_Raw]] = defaultdict(list)  # by the base of the head verb
        self._forms: dict[Form, dict[str, list[str]]] = {
            form: defaultdict(list) for form in ("finite", "base", "participle", "gerund")
        }
        self._passives: dict[str, str] = {}  # participle -> base
        self._bare: dict[str, list[Phrase]] = {}
        self._active: dict[str, list[Phrase]] = {}
        self.nouns: dict[str, list[tuple[tuple[str, ...], Noun]]] = defaultdict(list)
        self.measures: dict[str, list[tuple[tuple[str, ...], Relation]]] = defaultdict(list)
        self.adjectives: dict[str, list[tuple[tuple[str, ...], Relation]]] = defaultdict(list)
        for relation in ontology.relations.values():
            self._add_verbs(relation)
            self._add_nouns(relation)
        for base in self._heads:
            self._add_forms(base)

    def _add_verbs(self, relation: Relation) -> None:
        own = [(relation.infinitive, False), (relation.inverse_infinitive, True)]
        asked = [(each, False) for each in relation.asked]
        asked += [(each, True) for each in relation.asked_inverse]
        for loose, phrases in ((0.0, own), (0.1, asked)):
            for text, inverse in phrases:
                if text:
                    head = text.partition(" ")[0].partition("[")[0].casefold()
                    self._heads[head].append(_Raw(relation, text, inverse, loose))

    def _add_forms(self, base: str) -> None:
        forms = inflection.verb(base)
        finite = ("is", "are", "was", "were") if base == "be" else (forms.third, forms.past, base)
        for each in dict.fromkeys(finite):
            self._forms["finite"][each].append(base)
        self._forms["base"][base].append(base)
        self._forms["participle"][forms.participle if base != "be" else "been"].append(base)
        self._forms["gerund"][forms.gerund].append(base)
        self._passives[forms.participle] = base

    def said(self, form: Form, word: str, following: str = "") -> Iterator[Phrase]:
        """Yield the phrases whose verb in this form is ``word``; ``following`` is the next word.

        With form "bare" the verb is "be", left out, and ``word`` is what comes behind it.
        """
        if form == "bare":
            yield from self._behind_be(word)
            return
        for base in self._forms[form].get(word, ()):
            yield from self._behind_be(following) if base == "be" else self._said_actively(base)

    def _said_actively(self, base: str) -> list[Phrase]:
        if base not in self._active:
            self._active[base] = list(
                _distinct(
                    Phrase(raw.relation, raw.inverse, rest, raw.loose + more)
                    for raw in self._heads[base]
                    for rest, more in _actives(raw.text, raw.relation)
                )
            )
        return self._active[base]

    def _behind_be(self, word: str) -> list[Phrase]:
        """Return what may follow a form of "be" and begins with ``word``, a passive or not."""
        if word not in self._bare:
            found = [
                Phrase(raw.relation, raw.inverse, rest, raw.loose + more)
                for raw in self._heads.get("be", ())
                if _may_begin(raw.text, word)
                for rest, more in _actives(raw.text, raw.relation)
            ]
            base = self._passives.get(word, "be")
            for raw in self._heads[base] if base not in ("be", "have") else ():
                found += _passives(raw)
            self._bare[word] = list(_distinct(found))
        return self._bare[word]

    def words(self) -> Iterator[str]:
        """Yield all words that phrases are made of."""
        for forms in self._forms.values():
            yield from forms
        for raws in self._heads.values():
            for raw in raws:
                yield from _plain(raw.text)

    def _add_nouns(self, relation: Relation) -> None:
        for end, nouns in (
            ("subject", relation.subject_nouns),
            ("object", relation.object_nouns),
            ("", relation.tie_nouns),
        ):
            for each in nouns:
                self._add_noun(relation, end, each)
        for target, names in (
            (self.measures, relation.measures),
            (self.adjectives, relation.measure_adjectives),
        ):
            for name in names:
                for form in inflection.number_forms(words(name)):
                    target[form[0]].append((form, relation))

    def _add_noun(self, relation: Relation, end: str, phrase: str) -> None:
        parts = compiled(phrase if "{}" in phrase else f"{phrase} {{}}")
        place = next(
            i for i, part in enumerate(parts) if part in _PREPOSITIONS or not isinstance(part, str)
        )
        name = tuple(str(part) for part in parts[:place])
        for form in dict.fromkeys(inflection.number_forms(name)):
            self._join(form, Noun((relation,), end, parts[place:], plural=form != _singular(form)))

    def _join(self, form: tuple[str, ...], noun: Noun) -> None:
        """Keep a noun; with another of the same words and end it stands for both relations."""
        entries = self.nouns[form[0]]
        for i, (other_form, other) in enumerate(entries):
            if other_form == form and other.end == noun.end and other.rest == noun.rest:
                entries[i] = (form, other._replace(relations=(*other.relations, *noun.relations)))
                return
        entries.append((form, noun))


def _singular(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name with its last word in the singular."""
    return (*name[:-1], inflection.singular(name[-1]))


def compiled(phrase: str) -> tuple[Part, ...]:
    """Return the parts of a phrase; its object comes last where it has no ``{}``."""
    parts = _nested(iter(_PIECE.findall(phrase)))
    return parts if _has_object(parts) else (*parts, Slot(OBJECT))


def _nested(pieces: Iterator[str]) -> tuple[Part, ...]:
    found: list[Part] = []
    for piece in pieces:
        if piece == "]":
            break
        if piece == "[":
            found.append(Maybe(_nested(pieces)))
        elif piece.startswith("{"):
            found.append(Slot(piece[1:-1] or OBJECT))
        else:
            found += words(piece)
    return tuple(found)


def _has_object(parts: tuple[Part, ...]) -> bool:
    return any(
        part == Slot(OBJECT) or (isinstance(part, Maybe) and _has_object(part.parts))
        for part in parts
    )


def _plain(text: str) -> list[str]:
    return re.sub(r"\{\w*\}|[\[\]()]", " ", text).replace("-", " ").casefold().split()


def _may_begin(text: str, word: str) -> bool:
    """Tell whether what follows the head verb of a phrase may begin with ``word``."""
    rest = text.partition("be")[2].lstrip()
    return (
        rest[:1] in ("", "[", "{")
        or (words(rest.split()[0]) or ("",))[0].partition("[")[0] == word
        or rest.startswith("the ")
    )


def _distinct(phrases: Iterable[Phrase]) -> Iterable[Phrase]:
    """Return phrases once, the nearest to what the ontology says first."""
    found: dict[tuple[object, ...], Phrase] = {}
    for each in phrases:
        found.setdefault((each.relation.id, each.inverse, each.rest, each.of), each)
    return found.values()


def _actives(text: str, relation: Relation) -> Iterator[tuple[tuple[Part, ...], float]]:
    """Yield what follows the head verb of a phrase and how far it is from what the phrase says.

    "use the technology of X" is also "use X's technology"; where the goods are told, the place or
    customer may be left out.
    """
    rest = compiled(text)[1:]
    yield rest, 0.0
    if rest[-2:] == ("of", Slot(OBJECT)) and isinstance(
        rest[-3:-2][0] if len(rest) > 2 else None, str
    ):
        owned = tuple(each for each in rest[:-2] if each not in ("the", "a"))
        place = 0 if isinstance(owned[0], Maybe) or len(owned) == 1 else None
        if place is not None:
            yield (Slot(OBJECT), "'s", *owned), 0.05
    if not relation.quantity and (short := _without_object(rest)) is not None:
        yield short, _UNSAID


_UNSAID = 0.5


def _passives(raw: _Raw) -> Iterator[Phrase]:
    """Yield a phrase in the passive, said of its object and said of its goods."""
    if raw.relation.quantity:
        return
    head, *rest = compiled(raw.text)
    others = [part for part in rest if part != Slot(OBJECT)]
    passive = (inflection.verb(str(head)).participle, *others)
    for parts in ((*passive, "by", Slot(OBJECT)), (passive[0], "by", Slot(OBJECT), *others)):
        yield Phrase(raw.relation, not raw.inverse, parts, raw.loose)
    if not others or isinstance(others[-1], Maybe) or others[-1] not in _PREPOSITIONS:
        yield Phrase(raw.relation, not raw.inverse, passive, raw.loose)
    if not raw.inverse:
        for parts in _said_of_goods(raw.text):
            yield Phrase(raw.relation, False, parts, raw.loose + 0.05, PRODUCT)


def _said_of_goods(phrase: str) -> Iterator[tuple[Part, ...]]:
    """Yield the passive of a phrase that names goods, said of the goods."""
    if not phrase:
        return
    head, *rest = compiled(phrase)
    goods = next((p for p in rest if isinstance(p, Maybe) and Slot(PRODUCT) in p.parts), None)
    if not isinstance(head, str) or head in ("be", "have") or goods is None:
        return
    left = [each for each in goods.parts if each != Slot(PRODUCT)]
    others = tuple(part for each in rest for part in (left if each == goods else (each,)))
    by = Maybe(("by", Slot(AGENT)))
    verb = inflection.verb(head).participle
    yield (verb, *others, by)
    yield (verb, by, *others)
    yield (verb, "by", Slot(AGENT))


def _without_object(rest: tuple[Part, ...]) -> tuple[Part, ...] | None:
    """Return what is said where the goods are named and the place or customer is not."""
    if len(rest) < 2 or not isinstance(rest[0], Maybe):
        return None
    goods = [part for part in rest[0].parts if isinstance(part, Slot)]
    return (goods[0],) if goods and Slot(OBJECT) in rest else None


def mutual(phrase: Phrase) -> tuple[Part, ...] | None:
    """Return what a symmetric phrase says of two together: "partner" of "partner with {}"."""
    rest = phrase.rest
    if not phrase.relation.symmetric or Slot(OBJECT) not in rest:
        return None
    place = rest.index(Slot(OBJECT))
    start = place - 1 if place and rest[place - 1] in _PREPOSITIONS else place
    return (*rest[:start], *rest[place + 1 :])
