r"""Read SPARQL text just far enough to refuse what must not reach an engine.

An engine would really go out: SERVICE calls other servers, and FROM makes rdflib fetch
pages and read files. So a query is cut into tokens here and judged before any engine sees
it. Engines do not agree on where a token ends. pyoxigraph lets keywords touch what
follows (``SERVICE:x {`` and ``trueSERVICE`` call out), and reads ``<`` as "less than" where
the letter of the grammar has an IRI; rdflib expands ``\u0053`` to ``S`` first and ends a
comment only at a line feed. Therefore each way to read the text is judged, and text
in which the two meanings of a sign would hide a keyword is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import BadParameter, QueryRefused, QuerySyntaxError, one_of

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_OPENING, _ENDING = ("{", "(", "["), ("}", ")", "]")
_MAX_DEPTH = 100
_MAX_TOKENS = 10_000
UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING")
)


def _letters(also: str) -> str:
    """Return a class of all letters and of the ASCII characters in ``also``.

    Beyond Latin-1 it lets in every character, a few more than the grammar's names may have:
    an engine refuses such a query anyway. A negated class of few characters compiles in a
    hundredth of the time that the grammar's ranges take.
    """
    latin = map(chr, range(256))
    kept = {each for each in latin if each.isalpha() and each not in "\xaa\xb5\xba"} | set(also)
    left_out = [each for each in map(chr, range(256)) if each not in kept]
    starts = [each for each in left_out if ord(each) == 0 or chr(ord(each) - 1) in kept]
    ends = [each for each in left_out if chr(ord(each) + 1) in kept or ord(each) == 0xFF]
    ranges = (f"\\x{ord(one):02x}-\\x{ord(two):02x}" for one, two in zip(starts, ends, strict=True))
    return "[^" + "".join(ranges) + "]"


# Building blocks of the SPARQL grammar.
_HEX = "[0-9A-Fa-f]"
_DIGITS = "0123456789"
_BASE = _letters("")
_START = _letters("_" + _DIGITS)
_VAR_CHARS = _letters("_\xb7" + _DIGITS)
_CHARS = _letters("_\xb7-" + _DIGITS)
_DOTTED_CHARS = _letters("_\xb7-." + _DIGITS)
_LOCAL_CHARS = _letters("_\xb7-:" + _DIGITS)
_LOCAL_DOTTED = _letters("_\xb7-.:" + _DIGITS)
_PLX = rf"%{_HEX}{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL_START = _letters("_:" + _DIGITS)
_LOCAL = rf"(?:{_LOCAL_START}|{_PLX})(?:(?:{_LOCAL_DOTTED}|{_PLX})*(?:{_LOCAL_CHARS}|{_PLX}))?"
_DOTTED = rf"(?:{_DOTTED_CHARS}*{_CHARS})?"
# Bounded, so that text like "a.a.a." is not read to its end again from each of its letters.
_PREFIX_REST = rf"(?:{_DOTTED_CHARS}{{0,200}}{_CHARS})?"
# Surrogates and numbers beyond Unicode are no escapes: a string that holds one is no string.
_UCHAR = (
    rf"\\u(?![dD][89A-Fa-f]){_HEX}{{4}}"
    rf"|\\U(?!0000[dD][89A-Fa-f])(?:0010|000{_HEX}){_HEX}{{4}}"
)
_ECHAR = rf"\\[tbnrf\"'\\]|{_UCHAR}"

_TOKEN = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in {
            "space": r"[ \t\r\n]+",
            "comment": r"#[^\r\n]*",
            "iri": rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]|{_UCHAR})*>",
            "string": (
                rf"'''(?:'{{0,2}}(?:[^'\\]|{_ECHAR}))*'''"
                rf'|"""(?:"{{0,2}}(?:[^"\\]|{_ECHAR}))*"""'
                rf"|'(?:[^'\\\r\n]|{_ECHAR})*'"
                rf'|"(?:[^"\\\r\n]|{_ECHAR})*"'
            ),
            "variable": rf"[?$]{_START}{_VAR_CHARS}*",
            "blank": rf"_:{_START}{_DOTTED}",
            "name": rf"(?:{_BASE}{_PREFIX_REST})?:(?:{_LOCAL})?",
            "number": r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
            "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
            "word": rf"{_letters('_')}{_VAR_CHARS}*",
            "punctuation": r"(?s:.)",
        }.items()
    )
)

# Three ways to expand codepoint escapes before parsing: by the letter of the standard,
# leaving escaped backslashes alone, and as rdflib does it.
_ESCAPES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\\u({_HEX}{{4}})|\\U({_HEX}{{8}})",
        rf"\\u({_HEX}{{4}})|\\U({_HEX}{{8}})|\\(?s:.)",
        rf"\\[uU]({_HEX}{{4}}(?:{_HEX}{{4}})?)",
    )
)
_FULL_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_OPERAND_KINDS = frozenset(("iri", "string", "variable", "name", "number", "language", "word"))


@dataclass(frozen=True)
class Token:
    """A piece of SPARQL text; ``line`` and ``column`` count from 1, ``start`` from 0."""

    kind: str
    text: str
    line: int
    column: int
    start: int

    @property
    def end(self) -> int:
        """Return the offset after the token."""
        return self.start + len(self.text)

    @property
    def where(self) -> str:
        """Return the place as messages name it."""
        return f"line {self.line}, column {self.column}"


@dataclass(frozen=True)
class _Place:
    """A token, its neighbours, how many brackets are open around it and the innermost one."""

    token: Token
    before: Token | None
    after: tuple[Token, ...]
    depth: int
    inside: str


def tokens(text: str) -> Iterator[Token]:
    """Return the tokens of ``text``, comments included; never fails.

    >>> [token.kind for token in tokens("ASK { ?s a <http://e/c> }")]
    ['word', 'punctuation', 'variable', 'word', 'iri', 'punctuation']
    """
    line, line_start = 1, 0
    for match in _TOKEN.finditer(text):
        kind, piece = str(match.lastgroup), match[0]
        if kind != "space":
            yield Token(kind, piece, line, match.start() - line_start + 1, match.start())
        if breaks := piece.count("\n"):
            line, line_start = line + breaks, match.start() + piece.rindex("\n") + 1


def significant(text: str) -> list[Token]:
    """Return the tokens of ``text`` without its comments."""
    return [token for token in tokens(text) if token.kind != "comment"]


def refuse(text: str) -> None:
    """Raise ``QueryRefused`` if ``text`` would write, leave this machine or read its files.

    Also where it is nested or long beyond reason: the engine's parser would overflow its stack.
    """
    _check_size(text)
    for reading in _readings(text):
        for place in _places(significant(reading)):
            for rule in (_service, _dataset, _update, _ambiguous):
                if problem := rule(place):
                    raise QueryRefused(problem)


def _check_size(text: str) -> None:
    depth = deepest = count = 0
    for token in significant(text):
        count += 1
        depth += (token.text in _OPENING) - (token.text in _ENDING)
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise QueryRefused(f"the query is nested {deepest} deep; at most {_MAX_DEPTH} is run.")
    if count > _MAX_TOKENS:
        raise QueryRefused(f"the query has {count:,} words; at most {_MAX_TOKENS:,} are run.")


def form(text: str) -> str:
    """Return which of SELECT, ASK, CONSTRUCT and DESCRIBE the query is."""
    for place in _places(significant(text)):
        if place.token.kind == "word" and place.depth == 0:
            # Engines let keywords touch: SELECTDISTINCT is a SELECT.
            for name in FORMS:
                if place.token.text.upper().startswith(name):
                    return name
    raise QuerySyntaxError(text, 1, 1, f"a query begins with {one_of(FORMS)}")


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> tuple[str, int]:
    """Return ``text`` that declares what it uses of ``prefixes``, and the lines added (0 or 1)."""
    missing = sorted(
        {name for token in _undeclared(text) if (name := _prefix(token)) in prefixes},
    )
    if not missing:
        return text, 0
    return " ".join(_declaration(name, prefixes[name]) for name in missing) + "\n" + text, 1


def unknown_prefix(text: str, prefixes: Mapping[str, str]) -> Token | None:
    """Return the first name whose prefix neither the query nor ``prefixes`` declares."""
    return next((token for token in _undeclared(text) if _prefix(token) not in prefixes), None)


def where_group(text: str) -> tuple[int, int] | None:
    """Return the offsets of the outermost WHERE group's brackets, or None without one.

    The short form ``CONSTRUCT WHERE { ... }`` has none: its group is a template.
    """
    places = list(_places(significant(text)))
    opened = [p for p in places if p.token.text == "{" and p.depth == 0]
    closed = [p.token.start for p in places if p.token.text == "}" and p.depth == 1]
    position = 1 if form(text) == "CONSTRUCT" else 0
    if len(opened) <= position or len(closed) <= position:
        return None
    return opened[position].token.start, closed[position]


def _readings(text: str) -> set[str]:
    """Return ``text`` as the different engines will understand it."""
    readings = {text}
    if "\\u" in text or "\\U" in text:
        readings |= {pattern.sub(_character, text) for pattern in _ESCAPES}
    # For rdflib a lone carriage return does not end a comment.
    return readings | {reading.replace("\r", " ") for reading in readings}


def _character(match: re.Match[str]) -> str:
    digits = next((group for group in match.groups() if group), "")
    number = int(digits, 16) if digits else -1
    return chr(number) if 0 <= number <= 0x10FFFF else match[0]


def _places(found: Sequence[Token]) -> Iterator[_Place]:
    brackets = [""]
    for index, token in enumerate(found):
        before = found[index - 1] if index else None
        yield _Place(
            token, before, tuple(found[index + 1 : index + 4]), len(brackets) - 1, brackets[-1]
        )
        if token.text in ("(", "[", "{"):
            brackets.append(token.text)
        elif token.text in (")", "]", "}") and len(brackets) > 1:
            brackets.pop()


def _service(place: _Place) -> str:
    """Say why a SERVICE call is refused; nothing if this is none.

    No keyword and no function has SERVICE in its name, so a word that contains it is one
    that touches another (``trueSERVICE``). A prefixed name is a name, unless a group follows
    as it does in ``SERVICE:x {`` and ``x:a.b.SERVICE ?server {``.
    """
    token = place.token
    prefix, _, local = token.text.upper().partition(":")
    following = [each.text for each in place.after]
    called = token.kind == "word" and "SERVICE" in prefix
    glued = token.kind == "name" and (
        ("SERVICE" in prefix and following[:1] == ["{"])
        or (".SERVICE" in local and "{" in following)
    )
    if not called and not glued:
        return ""
    return (
        f"SERVICE ({token.where}) would ask another server, and no query leaves this machine. "
        "Remove that part of the query."
    )


def _dataset(place: _Place) -> str:
    token = place.token
    prefix = token.text.upper().partition(":")[0]
    glued = token.kind == "name" and place.depth == 0 and not _declares(place)
    if "FROM" not in prefix or not (token.kind == "word" or glued):
        return ""
    return (
        f"FROM ({token.where}) is refused: there is one graph, and nothing is fetched from "
        "elsewhere. Remove FROM and FROM NAMED; the query then asks the whole graph."
    )


def _update(place: _Place) -> str:
    token = place.token
    if token.kind != "word" or place.depth or token.text.upper() not in UPDATES:
        return ""
    return (
        f"{token.text.upper()} ({token.where}) would change the graph, and queries are read-only. "
        f"Ask with {one_of(FORMS)}; to change the graph, change its claim files."
    )


def _ambiguous(place: _Place) -> str:
    token = place.token
    if token.kind == "iri" and _perhaps_less_than(place):
        return (
            f"'{token.text}' ({token.where}) can be read as an IRI and as a comparison. "
            "Write a space after '<' to compare, or a prefixed name instead of the IRI."
        )
    if token.text in ('""', "''") and _touches(place.after[:1], token.end, token.text[0]):
        return (
            f"three quotes ({token.where}) begin no complete string. "
            "Close it with three quotes, and write a backslash as '\\\\'."
        )
    return ""


def _perhaps_less_than(place: _Place) -> bool:
    """Tell whether an engine may see "less than" here and then read on differently.

    Only a comment sign or a quote between the angle brackets can make it read on differently;
    ``scheme://`` is in no expression; and comparisons stand in round brackets, after a value.
    """
    token, before = place.token, place.before
    if before is None or not {"#", "'"} & set(token.text) or _FULL_IRI.match(token.text):
        return False
    if _touches((token,), before.end, "<") and before.text == "<":
        return True
    operand = before.kind in _OPERAND_KINDS or before.text in (")", "]", "}", ">")
    return operand and place.inside == "("


def _touches(following: Sequence[Token], end: int, sign: str) -> bool:
    return any(each.start == end and each.text.startswith(sign) for each in following)


def _undeclared(text: str) -> list[Token]:
    """Return the prefixed names whose prefix the query itself does not declare."""
    names = [place for place in _places(significant(text)) if place.token.kind == "name"]
    declared = {_prefix(place.token) for place in names if _declares(place)}
    return [place.token for place in names if _prefix(place.token) not in declared]


def _declares(place: _Place) -> bool:
    return place.before is not None and place.before.text.upper() == "PREFIX"


def _prefix(token: Token) -> str:
    return token.text.partition(":")[0]


def _declaration(name: str, iri: str) -> str:
    declaration = f"PREFIX {name}: <{iri}>"
    if [token.kind for token in tokens(declaration)] != ["word", "name", "iri"]:
        raise BadParameter(f"the prefix '{name}' cannot stand for '{iri}': that is no IRI.")
    return declaration
