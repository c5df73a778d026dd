"""Text from sources made safe to print: no terminal escapes, no spreadsheet formulas."""

from __future__ import annotations

import unicodedata

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def printable(text: str) -> str:
    r"""Return ``text`` in one line, each control or direction-changing character made visible.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
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
