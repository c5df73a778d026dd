"""Claims and paths in English, from the ontology's phrases.

Standing and stage choose the form: a fact is told as it is, a plan "is to", a possibility
"may", a report "is reported to", and what is denied names who denies it. No relation and no
kind is named here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from graph.answers.asked import NOBODY
from graph.claims.model import Claim, Quantity, Stage, Standing, Text
from graph.store.table import Node, Table
from ontology.records import Ontology, Relation

if TYPE_CHECKING:
    from graph.network.paths import Hop

_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"\{(\w*)\}")
_TALK = frozenset({Stage.UNDER_DISCUSSION, Stage.PROPOSED})
_ONE = re.compile(r"^be an? (\w+)(?= (?:in|of|to|at) )")
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")
_VOWEL_SOUND = re.compile(r"(?!eu|one\b|once\b)[aeio]|u[^aeiou][^aeiou]", re.IGNORECASE)


class Told(NamedTuple):
    """What a sentence needs of a claim: how it stands, when, who denies it, its qualifiers."""

    standing: Standing
    stage: Stage | None = None
    valid_from: str = ""
    deniers: tuple[str, ...] = ()  # names as they stand in a sentence
    qualifiers: tuple[tuple[str, str], ...] = ()  # words
    relayed: bool = True  # nobody says it in its own name: it is only reported
    certainty: str = ""  # probable or possible, where its best attestations say so
    unsaid: bool = False  # nobody says or denies it: it was only asked about or doubted
    when: str = ""  # from when to when it is said to hold, in words
    over: bool = False  # a dated event, and its day had come when it was told
    both: tuple[tuple[str, str], ...] = ()  # who says it and denies it, too, and when, in words


class Wording:
    """English for one graph's entities, relations and claims."""

    def __init__(self, table: Table, ontology: Ontology) -> None:
        self._nodes = table.nodes
        self._ontology = ontology

    def name(self, id_: str) -> str:
        """Return an entity's name inside a sentence, with an article where it takes one."""
        if id_ == NOBODY:
            return "anything of the kind"
        node = self._nodes[id_]
        plain = node.entity.in_text or node.entity.label
        if not self._ontology.kinds[node.kind].article or _has_article(plain):
            return plain
        return f"{_indefinite(plain)} {plain}" if node.prospect else f"the {plain}"

    def label(self, id_: str) -> str:
        """Return an entity's label, marked where the entity is only a prospect."""
        return marked(self._nodes[id_])

    def term(self, term: str | Text | Quantity) -> str:
        """Return an object or qualifier in words."""
        if isinstance(term, str):
            return self.name(term)
        return term.text if isinstance(term, Text) else figure(term)

    def qualifiers(self, claim: Claim) -> tuple[tuple[str, str], ...]:
        """Return the qualifiers of a claim in words."""
        return tuple((name, self.term(value)) for name, value in claim.qualifiers)

    def sentence(self, claim: Claim, told: Told) -> str:
        """Return a claim as one sentence, without the full stop."""
        relation = self._ontology.relations[claim.relation]
        return f"{self.name(claim.subject)} {self.predicate(relation, claim, told)}"

    def predicate(
        self, relation: Relation, claim: Claim, told: Told, *, several: bool = False
    ) -> str:
        """Return all of a claim's sentence behind its subject; ``several``: or its subjects."""
        forms = self._forms(relation, True, self.term(claim.object), told)
        return self._hedged(forms, claim.subject, told, several=several) + _objection(told)

    def plainly(self, relation: Relation, claim: Claim, *, several: bool = False) -> str:
        """Return what nobody may have said, behind its subject, without any hedge."""
        told = Told(Standing.STATED)
        return _plain(self._forms(relation, True, self.term(claim.object), told), several, told)

    def hop(self, hop: Hop, told: Told, aside: str = "") -> str:
        """Return the verb phrase that a hop adds to its source; ``aside`` follows the target."""
        target = self.name(hop.target) + aside
        forms = self._forms(hop.tie.relation, hop.forward, target, told)
        return self._hedged(forms, hop.source, told)

    def together(self, relation: Relation, hop: Hop, other: str, told: Told) -> str:
        """Return what two partners in one deal do to each other, in the place of two hops."""
        rest = f" {self.name(other)} in {self.name(hop.target)}"
        forms = _Forms(relation.together + rest, relation.together_infinitive + rest, "")
        return self._hedged(forms, hop.source, told)

    def _forms(self, relation: Relation, along: bool, target: str, told: Told) -> _Forms:
        known = dict(told.qualifiers)
        if along:
            phrases = (relation.phrase, relation.infinitive, relation.past)
        else:
            phrases = (relation.inverse_phrase, relation.inverse_infinitive, "")
        return _Forms(*(_filled(phrase, target, known) for phrase in phrases))

    def _hedged(self, forms: _Forms, subject: str, told: Told, *, several: bool = False) -> str:
        plural = several or self._nodes[subject].entity.plural
        acts = self._ontology.kinds[self._nodes[subject].kind].ranked == "shown"
        if told.standing in (Standing.CORROBORATED, Standing.STATED):
            return _plain(forms, plural, told) + told.when
        if told.standing is Standing.IMPLIED and told.stage is Stage.ENDED:
            return f"by implication used to {forms.infinitive}{told.when}"
        if told.over and forms.past and (adverb := _past_hedge(told)):
            return f"{adverb} {forms.past}{told.when}"
        hedge = _hedge(told, talked=told.stage in _TALK and acts)
        be, was = ("are", "were") if plural else ("is", "was")
        return f"{hedge.format(be=be, was=was)} {forms.infinitive}{told.when}"


_HEDGES = {
    Standing.IMPLIED: "{be} implied to",
    Standing.ANNOUNCED: "{be} to",
    Standing.REPORTED: "{be} reported to",
    Standing.POSSIBLE: "may",
    Standing.OPINION: "{be} judged to",
    Standing.DISPUTED: "{was} reported to",
    Standing.DENIED: "{be} said not to",
    Standing.SUPERSEDED: "{was} once said to",
    Standing.RETRACTED: "{was} once said to",
}


def _hedge(told: Told, *, talked: bool) -> str:
    """Return what stands before the infinitive of a claim that is no plain fact.

    ``talked``: somebody who acts is said to be only talking about it.
    """
    if told.standing is Standing.POSSIBLE:
        if told.unsaid:
            return "{be} neither said nor denied to"
        if talked:
            return "{be} considering whether to"
        return "{be} likely to" if told.certainty == "probable" else "may"
    hedge = _HEDGES[told.standing]
    if told.standing is Standing.REPORTED and told.stage is Stage.ENDED:
        hedge = "{was} once reported to"
    if told.standing is Standing.DISPUTED and not told.relayed:
        hedge = "{be} said to"
    if told.certainty:
        hedge = hedge.removesuffix("to") + f"{_ADVERBS[told.certainty]} to"
    if talked and told.standing in (Standing.REPORTED, Standing.DISPUTED):
        hedge += " be discussing whether to"
    return hedge


def _past_hedge(told: Told) -> str:
    """Return the adverb before the past form of an event that is no plain fact; "" for none."""
    if told.standing is Standing.POSSIBLE and not told.unsaid:
        return _ADVERBS[told.certainty] if told.certainty else ""
    if told.standing is Standing.DISPUTED and not told.relayed:
        return ""
    adverb = _PAST_HEDGES.get(told.standing, "")
    return f"{adverb} {_ADVERBS[told.certainty]}" if adverb and told.certainty else adverb


_PAST_HEDGES = {
    Standing.IMPLIED: "by implication",
    Standing.REPORTED: "reportedly",
    Standing.DISPUTED: "reportedly",
}
_ADVERBS = {"possible": "possibly", "probable": "probably"}


class _Forms(NamedTuple):
    """A verb phrase with its object: third person singular, infinitive and past."""

    indicative: str
    infinitive: str
    past: str


def _plain(forms: _Forms, plural: bool, told: Told) -> str:
    """Return a fact: present, or past where it is dated or over."""
    if told.stage is Stage.ENDED:
        return f"used to {forms.infinitive}"
    if told.stage is Stage.PAUSED:
        return f"paused the plan to {forms.infinitive}"
    if told.valid_from and forms.past:
        return f"{forms.past} in {told.valid_from}"
    if not plural:
        return forms.indicative
    return re.sub(r"^be\b", "are", _ONE.sub(_several, forms.infinitive))


def _several(one: re.Match[str]) -> str:
    """Return what several are where one is a partner in, or a party to, something."""
    noun = one[1]
    return f"be {noun[:-1]}ies" if noun.endswith("y") else f"be {noun}s"


def _objection(told: Told) -> str:
    """Return who denies a disputed claim, or that another claim contradicts it."""
    if told.standing is not Standing.DISPUTED:
        return f", according to {listing(told.deniers)}" if told.deniers else ""
    turned = [f"{name} both said and denied{when}" for name, when in told.both]
    names = {name for name, _ in told.both}
    others = [each for each in told.deniers if each not in names]
    if others:
        turned.append(f"{listing(others)} {'denies' if len(others) == 1 else 'deny'}")
    return (
        f", which {' and which '.join(turned)}" if turned else ", which another claim contradicts"
    )


def objection(told: Sequence[Told]) -> str:
    """Return the objection to the disputed ones of several claims told in one clause."""
    disputed = [each for each in told if each.standing is Standing.DISPUTED]
    if not disputed:
        return ""
    deniers = sorted({name for each in disputed for name in each.deniers})
    both = sorted({turned for each in disputed for turned in each.both})
    return _objection(disputed[0]._replace(deniers=tuple(deniers), both=tuple(both)))


def _filled(phrase: str, target: str, known: dict[str, str]) -> str:
    """Return a phrase with its slots filled; optional words go where a qualifier is missing."""

    def optional(match: re.Match[str]) -> str:
        slots = _SLOT.findall(match[1])
        return match[1] if all(not slot or slot in known for slot in slots) else ""

    def slot(match: re.Match[str]) -> str:
        return known.get(match[1], "something") if match[1] else target

    chosen = _OPTIONAL.sub(optional, phrase)
    text = _SLOT.sub(slot, chosen)
    return text if "{}" in chosen or not phrase else f"{text} {target}"


def bare(phrase: str) -> str:
    """Return a phrase without its slots and optional words: ``has {} as a partner``, bare."""
    return " ".join(_SLOT.sub(" ", _OPTIONAL.sub(" ", phrase)).split())


def figure(quantity: Quantity) -> str:
    """Return a figure in words: ``up to 100 percent``, ``50,000 vehicles per year``."""
    numbers = [each for each in (quantity.value, quantity.upper) if each]
    if quantity.unit == "date":
        return _BOUNDS[quantity.bound.value] + " and ".join(numbers)
    return f"{_BOUNDS[quantity.bound.value]}{' and '.join(map(_grouped, numbers))} {quantity.unit}"


_BOUNDS = {
    "exact": "", "up-to": "up to ", "at-least": "at least ", "below": "below ",
    "above": "above ", "about": "about ", "between": "between ",
}  # fmt: skip


def _grouped(number: str) -> str:
    sign = "-" if number.startswith("-") else ""
    whole, dot, rest = number.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{dot}{rest}"


def marked(node: Node) -> str:
    """Return a node's label, marked where it is only a prospect."""
    return f"{node.entity.label} (prospect)" if node.prospect else node.entity.label


def listing(names: Sequence[str]) -> str:
    """Return names as a list in words: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([*filter(None, [", ".join(names[:-1])]), *names[-1:]])


def capital(sentence: str) -> str:
    """Return a sentence with its first letter in upper case, whatever it begins with."""
    return sentence[:1].upper() + sentence[1:]


def _has_article(noun: str) -> bool:
    return noun.casefold().startswith(("the ", "a ", "an "))


def _indefinite(noun: str) -> str:
    """Return ``a`` or ``an``, by sound: an acronym by the name of its first letter."""
    first = noun.split(maxsplit=1)[0].split("-", maxsplit=1)[0] if noun.strip() else ""
    if first.isupper():
        return "an" if first[0] in _VOWEL_LETTERS else "a"
    return "an" if _VOWEL_SOUND.match(first) else "a"
