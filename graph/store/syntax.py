"""Where a query is wrong, in the user's own lines and columns.

The engine reports the end of the longest keyword it tried, in text that prefixes were added
to; here its complaint becomes a place in the text that the user wrote, and a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from pyoxigraph import Store

from graph.errors import QuerySyntaxError, one_of
from graph.store import guard

_POSITION = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_KEYWORD = re.compile(r"(?:^|, |one of )([A-Za-z_0-9]+)(?=,|$)")
_SENTENCE = re.compile(r"(?:^|, |one of )((?!one of )[A-Za-z]+ [A-Za-z][^,\[\]\"]+?)(?=, |$)")
# Wider than any keyword: the engine reports the end of the longest keyword it tried.
_GAP = " " * 20
_CLOSING = (",", ";", ")", "]", "}")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_FUNCTIONS = (
    "ABS", "AVG", "BNODE", "BOUND", "CEIL", "COALESCE", "CONCAT", "CONTAINS", "COUNT", "DATATYPE",
    "DAY", "ENCODE_FOR_URI", "EXISTS", "FLOOR", "GROUP_CONCAT", "HOURS", "IF", "IRI", "ISBLANK",
    "ISIRI", "ISLITERAL", "ISNUMERIC", "ISURI", "LANG", "LANGMATCHES", "LCASE", "MAX", "MD5",
    "MIN", "MINUTES", "MONTH", "NOW", "RAND", "REGEX", "REPLACE", "ROUND", "SAMETERM", "SAMPLE",
    "SECONDS", "SHA1", "SHA256", "SHA384", "SHA512", "STR", "STRAFTER", "STRBEFORE", "STRDT",
    "STRENDS", "STRLANG", "STRLEN", "STRSTARTS", "STRUUID", "SUBSTR", "SUM", "TIMEZONE", "TZ",
    "UCASE", "URI", "UUID", "YEAR",
)  # fmt: skip


def check_characters(text: str) -> None:
    """Refuse text that is no Unicode, as undecodable bytes on a command line become."""
    for index, character in enumerate(text):
        if "\ud800" <= character <= "\udfff":
            line, before = text.count("\n", 0, index) + 1, text.rfind("\n", 0, index)
            shown = text.encode(errors="replace").decode()
            raise QuerySyntaxError(shown, line, index - before, "this is no UTF-8 text")


def syntax_error(text: str, prefixes: Mapping[str, str], message: str) -> QuerySyntaxError:
    """Return the engine's complaint with the user's own line and column."""
    if token := guard.unknown_prefix(text, prefixes):
        return _error_at(text, token, _about_prefix(text, token, prefixes))
    if token := _open_quote(text):
        problem = "this string has no end on its line, or holds a wrong backslash escape"
        return _error_at(text, token, problem)
    token = _failing_token(text, prefixes)
    sentence = _SENTENCE.search(message.partition(": expected ")[2])
    if token is None:
        return _error_at_end(text, sentence[1] if sentence else "")
    return _error_at(text, token, sentence[1] if sentence else _about_token(text, token))


def _failing_token(text: str, prefixes: Mapping[str, str]) -> guard.Token | None:
    """Return the token at which the engine gives up, or None at the end of the text.

    The engine names the end of the longest keyword it tried, up to 14 characters too far. In
    a copy with wide gaps between the words that end still lies before the next word.
    """
    wide, places = _widened(text)
    prepared, added = guard.with_prefixes(wide, prefixes)
    match = _POSITION.match(_complaint(prepared))
    if match is None:
        return places[0][1] if places else None
    lines = wide.split("\n")[: int(match[1]) - added - 1]
    reported = sum(len(line) + 1 for line in lines) + int(match[2]) - 1
    hits = [
        (start, token)
        for start, token in places
        for guess in _guesses(reported, match[3])
        if start <= guess <= start + len(token.text)
    ]
    if not hits and reported >= len(wide):
        return None
    before = [place for place in places if place[0] <= reported] or places[:1]
    return max(hits or before, key=lambda place: place[0])[1]


def _open_quote(text: str) -> guard.Token | None:
    """Return the first quote that begins no string."""
    return next((token for token in guard.significant(text) if token.text in ("'", '"')), None)


def _widened(text: str) -> tuple[str, list[tuple[int, guard.Token]]]:
    """Return the text with wide gaps where a space may be, and where each token begins in it."""
    wide, end, places = "", 0, []
    for token in guard.significant(text):
        wide += _GAP if token.start > end or token.text in _CLOSING else ""
        places.append((len(wide), token))
        wide, end = wide + token.text, token.end
    return wide + _GAP, places


def _complaint(text: str) -> str:
    """Return what the engine says about the text, asked on an empty store."""
    try:
        Store().query(text)
    except SyntaxError as error:
        return str(error)
    return ""


def _guesses(reported: int, expected: str) -> set[int]:
    """Return where the engine may have stopped, given what it expected instead."""
    keywords = _KEYWORD.findall(expected)
    others = _KEYWORD.sub("", expected).replace("one of", "").strip(", ")
    return {reported - len(keyword) for keyword in keywords} | ({reported} if others else set())


def _about_token(text: str, token: guard.Token) -> str:
    """Return what is wrong with a token: an unknown function or just out of place."""
    following = text[token.end :].lstrip()
    name = token.text.upper()
    if token.kind == "word" and following.startswith("(") and name not in _FUNCTIONS:
        near = get_close_matches(name, _FUNCTIONS, 3)
        hint = f"; did you mean {one_of(near)}?" if near else ""
        return f"there is no function '{token.text}'{hint}"
    return f"'{token.text[:40]}' does not fit here"


def _about_prefix(text: str, token: guard.Token, prefixes: Mapping[str, str]) -> str:
    if text[: token.start].endswith("<"):
        return "no IRI is written like this; a space or a sign in it needs percent-encoding"
    name = token.text.partition(":")[0]
    known = get_close_matches(name, prefixes, 3) or sorted(prefixes)
    hint = f"; known: {', '.join(known)}" if known else ""
    return f"the prefix '{name}:' is not declared{hint}"


def unknown_function(text: str, iri: str) -> QuerySyntaxError:
    """Return the complaint about a function the engine does not have, where it is called."""
    for token in guard.significant(text):
        called = text[token.end :].lstrip().startswith("(")
        local = token.text.partition(":")[2]
        named = token.kind == "name" and local and iri.endswith(local)
        if called and (named or token.text == f"<{iri}>"):
            return _error_at(text, token, f"there is no function <{iri}>")
    return QuerySyntaxError(_one_line_each(text), 1, 1, f"there is no function <{iri}>")


def _error_at(text: str, token: guard.Token, problem: str) -> QuerySyntaxError:
    return QuerySyntaxError(_one_line_each(text), token.line, token.column, problem)


def _error_at_end(text: str, problem: str) -> QuerySyntaxError:
    shown = _one_line_each(text.rstrip())
    last = shown.rpartition("\n")[2]
    problem = problem or ("the query ends too early" if shown else "the query is empty")
    return QuerySyntaxError(shown, shown.count("\n") + 1, len(last) + 1, problem)


def _one_line_each(text: str) -> str:
    """Return the text with the line breaks that the engine counts, and no others."""
    return _BREAKS.sub(lambda found: "\n" if found[0] == "\r\n" else " ", text)
