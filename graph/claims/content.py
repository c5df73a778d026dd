"""Files from outside, opened with care: regular files alone, bounded, in UTF-8.

A named pipe would wait for ever, a device never ends, and a file that is far too big is told so
before it is read rather than after.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from graph.claims.evidence import normalise
from graph.errors import ClaimFileError

MAX_TEXT = 100_000  # characters of one value: a label, a quote, a note
MAX_LINE = 2**20  # bytes of a line of JSON Lines
MAX_FILE = 100 * 2**20  # bytes of a file that is read whole
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters no value may hold: control characters, halves of surrogate pairs, non-characters."""

_SHORTER = "Quote or say less; whole texts stand in a file of their own."


def fault_of(text: str) -> tuple[str, str] | None:
    """Return (problem, hint) where ``text`` may not be the value of anything, or None."""
    if len(text) > MAX_TEXT:
        return f"a value has {len(text):,} characters, at most {MAX_TEXT:,} are read", _SHORTER
    found = None if text.isascii() and text.isprintable() else FORBIDDEN.search(text)
    if found:
        return f"character U+{ord(found[0]):04X} is not allowed in a claim file", "Remove it."
    return None


def opened(path: Path) -> BinaryIO:
    """Return the file at ``path``, open for reading; raises ClaimFileError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ClaimFileError(path, 1, "this is no regular file", "Give a file or a folder.")
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:  # a NUL in the name
        raise ClaimFileError(path, 1, f"cannot read it: {error}") from error


def content(path: Path, hint: str = "Split it.", most: int = MAX_FILE) -> bytes:
    """Return what the file holds; raises ClaimFileError where that is more than ``most`` bytes."""
    with opened(path) as file:
        try:
            size = os.fstat(file.fileno()).st_size
            found = file.read(most + 1) if size <= most else b""
        except OSError as error:
            raise _unreadable(path, error) from error
    if max(size, len(found)) > most:
        raise ClaimFileError(path, 1, f"this file has more than {most // 2**20} MB", hint)
    return found


def text(path: Path, hint: str = "Split it.") -> str:
    """Return the normalised text of the file at ``path``; raises ClaimFileError with the line."""
    found = content(path, hint)
    try:
        return normalise(found.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise ClaimFileError(path, line, "this is not UTF-8", "Save the file as UTF-8.") from error


def beside(path: Path, name: str) -> Path:
    """Return where the text called ``name`` lies if it lies beside ``path``."""
    return path.parent / name


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (number, text) of each line that holds anything, reading one at a time.

    Raises ClaimFileError for a line that is too long or not in UTF-8.
    """
    for number, line in enumerate(raw_lines(path), 1):
        found = line.strip()
        if found:
            yield number, found


def raw_lines(path: Path) -> Iterator[str]:
    """Yield each line with its end, reading one at a time; raises ClaimFileError as ``lines``."""
    with opened(path) as file:
        number = 0
        while line := _next_line(file, path):
            number += 1
            if len(line) > MAX_LINE:
                problem = f"this line has more than {MAX_LINE:,} bytes"
                raise ClaimFileError(path, number, problem, _SHORTER)
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                hint = "Save the file as UTF-8."
                raise ClaimFileError(path, number, "this is not UTF-8", hint) from error


def _next_line(file: BinaryIO, path: Path) -> bytes:
    try:
        return file.readline(MAX_LINE + 1)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ClaimFileError:
    return ClaimFileError(path, 1, f"cannot read it: {error.strerror}")
