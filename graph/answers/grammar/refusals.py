"""What is refused before it is read, and what is said where nothing could be understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.answers.grammar.nouns import FUNCTION
from graph.answers.grammar.patterns import phrases
from graph.answers.grammar.words import Token, words
from graph.errors import InroadsError, NotUnderstood, UnknownName

if TYPE_CHECKING:
    from graph.answers.grammar.whole import Grammar
    from graph.store.table import Row

MAX_LENGTH = 500
_SHOWN = 4
_STEM = 5  # letters that forms of one word share
_SMALL = frozenset(word[:_STEM] for word in FUNCTION)
_SPARQL = re.compile(r"\s*(prefix|base|select|ask|construct|describe)\b.*[{:]", re.I | re.S)


def check(question: str) -> None:
    """Raise NotUnderstood for what is no question: empty, too long, SPARQL, control signs."""
    if len(question) > MAX_LENGTH:
        raise NotUnderstood(
            f"the question has {len(question):,} characters; ask one question of at most "
            f"{MAX_LENGTH}."
        )
    unseen = next((each for each in question if _is_unseen(each)), "")
    if unseen:
        raise NotUnderstood(
            "the question holds control characters or invisible ones "
            f"(U+{ord(unseen):04X}); remove them."
        )
    if not re.search(r"\w", question):
        raise NotUnderstood('the question is empty. Ask like "who owns X" or "how does X reach Y".')
    if _SPARQL.match(question) and re.search(r"[{}?]\s*\w", question) and "{" in question:
        raise NotUnderstood("this looks like SPARQL; run it with `inroads query`.")


def _is_unseen(sign: str) -> bool:
    """Tell whether a sign is a control, format (bidirectional, zero-width) or half sign."""
    return sign not in "\t\n\r" and unicodedata.category(sign) in ("Cc", "Cf", "Cs")


def not_understood(tokens: Sequence[Token], grammar: Grammar) -> InroadsError:
    """Return the refusal of a question that no reading fits, with what can be asked instead."""
    for each in tokens:
        if (each.word,) in grammar.lexicon.adjectives_elsewhere:
            return UnknownName(each.text)
    instead = f"{_may_be_asked(tokens, grammar)} docs/asking.md tells all sorts of questions."
    first = tokens[0].word if tokens else ""
    if (first,) in phrases("openings", "instructions"):
        return NotUnderstood(
            "`ask` answers questions and changes nothing; `inroads --help` lists what changes a "
            f"graph of your own. {instead}"
        )
    known = grammar.vocabulary | FUNCTION
    unknown = [each.text for each in tokens if each.word not in known]
    if why := _reason([each.word for each in tokens]):
        return NotUnderstood(f"{why} {instead}")
    which = f" (what does not fit: {', '.join(repr(each) for each in unknown)})" if unknown else ""
    return NotUnderstood(f"this question is not understood{which}. {instead}")


def _reason(words: Sequence[str]) -> str:
    """Return why a question of known words cannot be answered: it denies, or is two; else ""."""
    asking = {word for (word,) in phrases("openings", "asking")}
    joined = any(one in ("and", "or", ",") and two in asking for one, two in pairwise(words))
    if joined and words[0] in asking:
        return "this seems to be two questions in one; ask one at a time."
    if any((word,) in phrases("openings", "negations") for word in words):
        return "this asks for what is not so, which the sources do not list; ask what is so."
    return ""


def _may_be_asked(tokens: Sequence[Token], grammar: Grammar) -> str:
    """Return questions that the graph can answer, on what the question names where it does."""
    table, ontology = grammar.lexicon.table, grammar.lexicon.ontology
    relations, kinds = ontology.relations, ontology.kinds
    named = [e for _, ids in _names(tokens, grammar) for e in ids]
    rows = [row for id_ in named for row in table.about[id_]] or list(table.rows)

    def far(row: Row) -> tuple[int, int, int, str]:
        unsaid = len(set(named) - set(row.entities()))
        said = {word[:_STEM] for word in words(relations[row.relation].phrase)} - _SMALL
        unasked = not said & {each.word[:_STEM] for each in tokens}
        return unasked, unsaid, row.standing.place, row.id

    rows = sorted(rows, key=far)
    asked: dict[str, str] = {}
    for row in rows:
        relation = relations[row.relation]
        actor = kinds[table.nodes[row.subject].kind].ranked == "shown"
        who = "who" if actor else "what"
        if row.object and "{" not in re.sub(r"\[[^\]]*\]", "", relation.phrase.replace("{}", "")):
            name = table.nodes[row.object].entity.label
            asked.setdefault(relation.id, f'"{who} {_with(relation.phrase, name)}?"')
    told = ", ".join([*asked.values()][:_SHOWN])
    return f"What can be asked: {told}." if told else ""


def _with(phrase: str, name: str) -> str:
    """Return a phrase with its object and without what may be left out."""
    bare = " ".join(re.sub(r"\[[^\]]*\]", "", phrase).split())
    return bare.replace("{}", name) if "{}" in bare else f"{bare} {name}"


def _names(tokens: Sequence[Token], grammar: Grammar) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the entities that the words of a question name."""
    words = tuple(each.word for each in tokens)
    i = 0
    while i < len(words):
        found = grammar.lexicon.names.get(words[i], ())
        match = next(((n, ids) for n, ids in found if words[i : i + len(n)] == n), None)
        if match:
            yield i, match[1]
        i += len(match[0]) if match else 1
