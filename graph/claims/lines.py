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
    relation = _relation(plain[1], ontology)
    subject = _entity(plain[0], kind_of)
    object_ = _object(plain[2:], relation, ontology, kind_of)
    if object_ == subject:
        raise LineError(f"'{subject}' cannot stand in a relation to itself", "Name the other end.")
    return Claim(
        subject=_fitting(subject, relation.domain, "subject", relation, ontology, kind_of),
        relation=relation.id,
        object=object_,
        qualifiers=_qualifiers([word for word in words if word.name], kind_of),
    )


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


def _relation(word: Word, ontology: Ontology) -> Relation:
    relation = ontology.relations.get(word.text)
    if relation is None:
        hint = did_you_mean(word.text, ontology.relations)
        raise LineError(f"'{word.text}' is no relation of the ontology", hint)
    if relation.derived_only:
        raise LineError(f"'{relation.id}' is only ever derived by a rule", "State its premises.")
    return relation


def _entity(word: Word, kind_of: KindOf) -> str:
    kind_of(word.text)
    return word.text


def _fitting(
    entity: str,
    allowed: tuple[str, ...],
    what: str,
    relation: Relation,
    ontology: Ontology,
    kind_of: KindOf,
) -> str:
    kind = kind_of(entity)
    if not ontology.fits(kind, allowed):
        raise LineError(
            f"the {what} of '{relation.id}' cannot be a {kind} ('{entity}')",
            f"It must be: {', '.join(allowed)}.",
        )
    return entity


def _object(
    words: Sequence[Word], relation: Relation, ontology: Ontology, kind_of: KindOf
) -> Object:
    if relation.quantity:
        return _quantity(words, relation)
    if len(words) > 1:
        raise LineError(
            f"'{' '.join(word.text for word in words)}' is more than one object",
            "Text with spaces needs quotation marks; qualifiers are written name=value.",
        )
    if words[0].quoted:
        return Text(words[0].text)
    entity = _entity(words[0], kind_of)
    return _fitting(entity, relation.range, "object", relation, ontology, kind_of)


def _quantity(words: Sequence[Word], relation: Relation) -> Quantity:
    bounds = {bound.value for bound in Bound}
    texts = [word.text for word in words]
    bound = Bound(texts.pop(0)) if texts[0] in bounds else Bound.EXACT
    hint = f"Write: {relation.id} [{'|'.join(sorted(bounds))}] NUMBER UNIT"
    if len(texts) < 2:
        raise LineError(f"'{' '.join(texts)}' is no figure with a unit", hint)
    unit = " ".join(texts[1:])
    figures = texts[0].split("..")
    fits = is_date if unit == "date" else _NUMBER.fullmatch
    if any(len(each) > _LONGEST_NUMBER for each in figures):
        raise LineError(f"a number has at most {_LONGEST_NUMBER} digits", hint)
    if not all(fits(each) for each in figures):
        raise LineError(f"'{texts[0]}' is no {'date' if unit == 'date' else 'number'}", hint)
    if len(figures) != (2 if bound is Bound.BETWEEN else 1):
        raise LineError("bound 'between' and only it takes two numbers: 10..20", hint)
    if unit != "date" and sorted(figures, key=Decimal) != figures:
        raise LineError(f"'{texts[0]}' begins above its end", "Write the smaller number first.")
    if unit != "date":
        figures = [_shortest(each) for each in figures]
    return Quantity(figures[0], unit, bound, "".join(figures[1:]))


def _shortest(number: str) -> str:
    """Return ``number`` without needless zeros, so that 10 and 10.0 make the same claim.

    >>> _shortest("-010.50")
    '-10.5'
    """
    whole, _, part = number.removeprefix("-").partition(".")
    text = (whole.lstrip("0") or "0") + f".{part}".rstrip("0").rstrip(".")
    return text if text == "0" or not number.startswith("-") else f"-{text}"


def _qualifiers(words: Sequence[Word], kind_of: KindOf) -> tuple[tuple[str, Term], ...]:
    found: dict[str, Term] = {}
    for word in words:
        if word.name not in QUALIFIERS:
            hint = did_you_mean(word.name, QUALIFIERS)
            raise LineError(f"'{word.name}' is no qualifier", hint)
        if word.name in found:
            raise LineError(f"qualifier '{word.name}' stands there twice", "Write two claims.")
        if word.name == "period" and not is_date(word.text):
            hint = "Write 2026, 2026-05, 2026-05-17 or 2026-Q2."
            raise LineError(f"'{word.text}' is no period", hint)
        literal = word.quoted or word.name in LITERAL_QUALIFIERS
        found[word.name] = Text(word.text) if literal else _entity(word, kind_of)
    return tuple(sorted(found.items()))


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
            hint = did_you_mean(entity, declared) + " Every entity is declared under 'entities'."
            raise LineError(f"'{entity}' is no entity of this file", hint)
        return declared[entity]

    return kind_of
