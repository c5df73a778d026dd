"""Partial dates stay partial: 2026, 2026-05, 2026-05-17, 2026-Q2, 2026-H1, 2026-spring."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_FORM = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|(Q[1-4]|H[12]|[a-z]+)))?", re.ASCII)
_MONTHS = {
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12),
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 12),
}  # fmt: skip


def span(text: str) -> tuple[date, date]:
    """Return the first and the last day that ``text`` can mean; raises ValueError if none.

    Seasons are those of the north, and the winter of a year counts as its December.

    >>> span("2026-Q2")
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    found = _FORM.fullmatch(text)
    if not found or (found[4] and found[4] not in _MONTHS):
        raise ValueError(f"'{text}' is no date")
    year = int(found[1])
    first, last = _MONTHS[found[4]] if found[4] else (1, 12)
    if found[2]:
        first = last = int(found[2])
    start = date(year, first, int(found[3] or 1))
    return start, start if found[3] else date(year, last, monthrange(year, last)[1])


def is_date(text: str) -> bool:
    """Tell whether ``text`` is a date of the calendar or a part of one."""
    try:
        span(text)
    except ValueError:
        return False
    return True


def holds(start: str, end: str, moment: str) -> bool:
    """Tell whether what is valid from ``start`` to ``end`` may hold at ``moment``.

    An open end reaches for ever; what has no dates at all holds at every moment.

    >>> holds("2024", "", "2026-05"), holds("2024", "2024", "2026-05")
    (True, False)
    """
    first, last = span(moment)
    return (not start or span(start)[0] <= last) and (not end or first <= span(end)[1])
