"""Text from sources made safe to print: no terminal escapes, no spreadsheet formulas."""

from __future__ import annotations

import textwrap
import unicodedata

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def printable(text: str) -> str:
    r"""Return ``text`` in one line, each control or direction-changing character made visible.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if text.isprintable():  # nearly all: thirty times as fast
        return text
    return "".join(_shown(each) for each in " ".join(text.split("\n")))


def _shown(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def cell(text: str) -> str:
    """Return ``text`` for a spreadsheet: what would be read as a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return cleaned text wrapped to ``width``, later lines indented two more.

    An address stays in one piece, whatever its length: it is there to be copied.
    """
    return textwrap.wrap(
        printable(text),
        max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent + ("  " if indent else ""),
        break_on_hyphens=False,
        break_long_words="://" not in text,
    ) or [""]
