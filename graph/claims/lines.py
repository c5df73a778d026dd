"""One claim on one line: ``ford-catl producesIn michigan product=lfp-batteries``.

A line is a subject, a relation, an object and qualifiers (``name=value``). Words with spaces
stand in double quotes. The object of a figure is ``[bound] number[..number] unit``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.claims.dates import is_date
from graph.claims.model import (
    LITERAL_QUALIFIERS,
    QUALIFIERS,
    Bound,
    Claim,
    Object,
    Quantity,
    Term,
    Text,
)
from graph.errors import InroadsError
from graph.spelling import did_you_mean
from ontology.records import Ontology, Relation

ENTITY_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_NUMBER = 30
_LONGEST_ID = 200  # of what suggestions are sought for
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_PLAIN_UNIT = re.compile(r'[^\s"=]+( [^\s"=]+)*')
_WORD = re.compile(r'\s*(?:([a-z]+)=)?(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)')


class LineError(InroadsError):
    """A claim line is wrong; the reader of the file adds file and line."""

    def __init__(self, problem: str, hint: str = "") -> None:
        self.problem = problem
        self.hint = hint
        super().__init__(f"{problem}\n{hint}" if hint else problem)


@dataclass(frozen=True)
class Word:
    """A word of a line: bare or in quotation marks, or the value of ``name=value``."""

    name: str  # of a qualifier, or ""
    text: str
    quoted: bool


KindOf = Callable[[str], str]
"""Returns the kind of an entity id; raises LineError if nobody declared it."""


def parse(line: str, ontology: Ontology, kind_of: KindOf) -> Claim:
    """Return the claim on ``line``, checked against the ontology; raises LineError."""
    words = words_of(line)
    plain = [word for word in words if not word.name]
    if len(plain) < 3:
        raise LineError(
            f"'{line}' is no claim", "A claim is: subject relation object [qualifier=value ...]"
        )
    relation = _relation(plain[1].text, ontology)
    object_ = _object(plain[2:], relation)
    qualifiers = _qualifiers([word for word in words if word.name])
    return checked(Claim(plain[0].text, relation.id, object_, qualifiers), ontology, kind_of)


def checked(claim: Claim, ontology: Ontology, kind_of: KindOf) -> Claim:
    """Return ``claim`` with its figures in their shortest form; raises LineError for a fault.

    Every reader's claims pass here: relation, both ends, figure and qualifiers must fit.
    """
    relation = _relation(claim.relation, ontology)
    kind_of(claim.subject)
    object_ = _fitting_object(claim.object, relation, ontology, kind_of)
    if object_ == claim.subject:
        raise LineError(
            f"'{claim.subject}' cannot stand in a relation to itself", "Name the other end."
        )
    _check_fits(claim.subject, relation.domain, "subject", relation, ontology, kind_of)
    for name, value in claim.qualifiers:
        _check_qualifier(name, value, kind_of)
    return Claim(claim.subject, relation.id, object_, tuple(sorted(claim.qualifiers, key=_name)))


def _name(qualifier: tuple[str, Term]) -> str:
    return qualifier[0]


def write(claim: Claim) -> str:
    """Return the line that :func:`parse` reads as ``claim``."""
    parts = [claim.subject, claim.relation, _written(claim.object)]
    parts += [f"{name}={_written(value)}" for name, value in claim.qualifiers]
    return " ".join(parts)


def words_of(line: str) -> list[Word]:
    """Return the words of ``line``; raises LineError for a quotation mark left open."""
    words, place = [], 0
    line = line.strip()
    while place < len(line):
        match = _WORD.match(line, place)
        if not match:
            raise LineError(
                f"cannot read '{line[place:].strip()}'", "Close the quotation mark you opened."
            )
        name, quoted, bare = match.groups()
        text = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        words.append(Word(name or "", text, quoted is not None))
        place = match.end()
    return words


def _relation(text: str, ontology: Ontology) -> Relation:
    relation = ontology.relations.get(text)
    if relation is None:
        hint = did_you_mean(text[:_LONGEST_ID], ontology.relations)
        raise LineError(f"'{text}' is no relation of the ontology", hint)
    if relation.derived_only:
        raise LineError(f"'{relation.id}' is only ever derived by a rule", "State its premises.")
    return relation


def _check_fits(
    entity: str,
    allowed: tuple[str, ...],
    what: str,
    relation: Relation,
    ontology: Ontology,
    kind_of: KindOf,
) -> None:
    kind = kind_of(entity)
    if not ontology.fits(kind, allowed):
        raise LineError(
            f"the {what} of '{relation.id}' cannot be a {kind} ('{entity}')",
            f"It must be: {', '.join(allowed)}.",
        )


def _object(words: Sequence[Word], relation: Relation) -> Object:
    """Return the object as it is written."""
    if relation.quantity:
        return _quantity(words, relation)
    if len(words) > 1:
        raise LineError(
            f"'{' '.join(word.text for word in words)}' is more than one object",
            "Text with spaces needs quotation marks; qualifiers are written name=value.",
        )
    return Text(words[0].text) if words[0].quoted else words[0].text


def _quantity(words: Sequence[Word], relation: Relation) -> Quantity:
    bounds = {bound.value for bound in Bound}
    texts = [word.text for word in words]
    bound = Bound(texts.pop(0)) if texts[0] in bounds else Bound.EXACT
    if len(texts) < 2:
        raise LineError(f"'{' '.join(texts)}' is no figure with a unit", _figure_hint(relation))
    value, _, upper = texts[0].partition("..")
    return Quantity(value if upper else texts[0], " ".join(texts[1:]), bound, upper)


def _fitting_object(
    object_: Object, relation: Relation, ontology: Ontology, kind_of: KindOf
) -> Object:
    """Return the object of a claim, checked; a figure in its shortest form."""
    if relation.quantity != isinstance(object_, Quantity):
        what = "a figure" if relation.quantity else "no figure"
        raise LineError(f"the object of '{relation.id}' must be {what}", _figure_hint(relation))
    if isinstance(object_, Quantity):
        return _figure(object_, relation)
    if isinstance(object_, str):
        _check_fits(object_, relation.range, "object", relation, ontology, kind_of)
    return object_


def _figure_hint(relation: Relation) -> str:
    bounds = "|".join(sorted(bound.value for bound in Bound))
    return f"Write: {relation.id} [{bounds}] NUMBER UNIT" if relation.quantity else ""


def _figure(figure: Quantity, relation: Relation) -> Quantity:
    hint, unit = _figure_hint(relation), figure.unit
    figures = [figure.value, *figure.upper.split("..")] if figure.upper else [figure.value]
    fits = is_date if unit == "date" else _NUMBER.fullmatch
    if any(len(each) > _LONGEST_NUMBER for each in figures):
        raise LineError(f"a number has at most {_LONGEST_NUMBER} digits", hint)
    if not all(fits(each) for each in figures):
        shown = "..".join(figures)
        raise LineError(f"'{shown}' is no {'date' if unit == 'date' else 'number'}", hint)
    if len(figures) != (2 if figure.bound is Bound.BETWEEN else 1):
        raise LineError("bound 'between' and only it takes two numbers: 10..20", hint)
    if unit != "date" and sorted(figures, key=Decimal) != figures:
        shown = "..".join(figures)
        raise LineError(f"'{shown}' begins above its end", "Write the smaller number first.")
    if unit != "date":
        figures = [_shortest(each) for each in figures]
    return Quantity(figures[0], unit, figure.bound, "".join(figures[1:]))


def _shortest(number: str) -> str:
    """Return ``number`` without needless zeros, so that 10 and 10.0 make the same claim.

    >>> _shortest("-010.50")
    '-10.5'
    """
    whole, _, part = number.removeprefix("-").partition(".")
    text = (whole.lstrip("0") or "0") + f".{part}".rstrip("0").rstrip(".")
    return text if text == "0" or not number.startswith("-") else f"-{text}"


def _qualifiers(words: Sequence[Word]) -> tuple[tuple[str, Term], ...]:
    """Return the qualifiers as they are written, each name once."""
    found: dict[str, Term] = {}
    for word in words:
        if word.name in found:
            raise LineError(f"qualifier '{word.name}' stands there twice", "Write two claims.")
        literal = word.quoted or word.name in LITERAL_QUALIFIERS
        found[word.name] = Text(word.text) if literal else word.text
    return tuple(found.items())


def _check_qualifier(name: str, value: Term, kind_of: KindOf) -> None:
    if name not in QUALIFIERS:
        raise LineError(f"'{name}' is no qualifier", did_you_mean(name[:_LONGEST_ID], QUALIFIERS))
    if isinstance(value, str):
        if name in LITERAL_QUALIFIERS:
            raise LineError(f"'{name}' takes words, not an entity", "")
        kind_of(value)
    elif name == "period" and not is_date(value.text):
        hint = "Write 2026, 2026-05, 2026-05-17 or 2026-Q2."
        raise LineError(f"'{value.text}' is no period", hint)


def quoted(text: str) -> str:
    """Return ``text`` in quotation marks, as :func:`words_of` reads it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _written(term: Object) -> str:
    if isinstance(term, str):
        return term
    if isinstance(term, Text):
        return quoted(term.text)
    number = f"{term.value}..{term.upper}" if term.upper else term.value
    unit = term.unit if _PLAIN_UNIT.fullmatch(term.unit) else _written(Text(term.unit))
    return f"{term.bound.value} {number} {unit}"


def kinds_of(declared: Mapping[str, str]) -> KindOf:
    """Return the function that looks kinds up in ``declared`` (entity id -> kind)."""

    def kind_of(entity: str) -> str:
        if entity not in declared:
            hint = (
                did_you_mean(entity[:_LONGEST_ID], declared)
                + " Every entity is declared under 'entities'."
            )
            raise LineError(f"'{entity}' is no entity of this file", hint)
        return declared[entity]

    return kind_of
