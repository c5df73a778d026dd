"""Finding quoted words in a text and proving that they stand there.

Offsets are Unicode code points over the text with line ends as LF, in NFC.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace

from graph.claims.model import Evidence, digest
from graph.errors import EvidenceError


def normalise(text: str) -> str:
    """Return ``text`` with line ends as LF, in NFC: the form offsets and digests count in."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_digest(text: str) -> str:
    """Return the SHA-256 (hex) of normalised ``text`` in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def locate(text: str, quote: str, occurrence: int = 0) -> tuple[int, int]:
    """Return (start, end) of ``quote`` in normalised ``text``: ``text[start:end] == quote``.

    ``occurrence`` counts from 1; 0 means that the words stand there only once. Raises
    EvidenceError with the nearest passage, or with the places where they stand.
    """
    if not quote.strip():
        raise EvidenceError("the quote is empty", "Copy the words from the text.")
    places = occurrences(text, quote)
    if not places:
        raise EvidenceError(
            f"these words are not in the text: '{quote}'", f"Nearest passage: '{near(text, quote)}'"
        )
    if occurrence > len(places):
        raise EvidenceError(
            f"occurrence {occurrence} of '{quote}', but it stands there {len(places)} time(s)",
            f"Use a number from 1 to {len(places)}.",
        )
    if not occurrence and len(places) > 1:
        raise EvidenceError(
            f"'{quote}' stands {len(places)} times in the text",
            f"Lengthen the quote, or add `occurrence: N` (1 to {len(places)}).",
        )
    start = places[max(occurrence, 1) - 1]
    return start, start + len(quote)


def proved(text: str, found: Evidence) -> Evidence:
    """Return a quote that names no place, or claims one, with its place and paragraph.

    Raises EvidenceError where the words do not stand there in normalised ``text``.
    """
    start, end = found.start, found.start + len(found.text)
    if start < 0:
        start, end = locate(text, found.text, found.occurrence)
    elif not found.text.strip() or text[start:end] != found.text:
        raise EvidenceError(
            f"'{found.text}' does not stand at {start} to {end} of the text",
            f"Nearest passage: '{near(text, found.text)}'",
        )
    places = occurrences(text, found.text)
    return replace(
        found,
        occurrence=places.index(start) + 1 if len(places) > 1 else 0,
        start=start,
        end=end,
        passage=passage(text, start, end),
    )


def occurrences(text: str, quote: str) -> list[int]:
    """Return every offset at which ``quote`` starts in ``text``."""
    found = []
    start = text.find(quote)
    while start >= 0:
        found.append(start)
        start = text.find(quote, start + 1)
    return found


def near(text: str, quote: str) -> str:
    """Return the passage of ``text`` most like ``quote``, widened to whole words."""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(quote[:500], text)
    if found is None or found.dest_start == found.dest_end:
        return text[:80]
    start = text.rfind(" ", 0, found.dest_start + 1) + 1
    end = text.find(" ", found.dest_end)
    return text[start : len(text) if end < 0 else end].strip()


def passage(text: str, start: int, end: int) -> str:
    """Return a digest of the paragraph (or paragraphs) around ``text[start:end]``."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return digest(" ".join(text[first : len(text) if last < 0 else last].split()))
