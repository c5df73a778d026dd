"""Judgements on who is who, and the text file that keeps them: one a line, made by a person.

    same catl contemporary-amperex by="Ada Lovelace" when=2026-05-17 why="both names, one filing"

Deleting a line undoes the judgement. What judgements do is in :mod:`graph.claims.identity`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from graph.claims import lines
from graph.claims.dates import is_date
from graph.claims.lines import LineError, Word
from graph.errors import ClaimFileError
from graph.spelling import did_you_mean

FILE_NAME = "identity.txt"
HEADER = """\
# Which ids name one thing, judged by people. One judgement a line; delete the line to undo it.
#   same|different|unsure ID ID [by="WHO"] [when=DATE] [why="REASON"]
# Of things judged the same, the first id and its name lead; the other stays findable.
"""
MAX_BYTES = 16 * 2**20
_LONGEST_LINE = 10_000
_LONGEST_TEXT = 1000  # of an id too
_FORM = 'A judgement is: same|different|unsure ID ID [by="WHO"] [when=DATE] [why="REASON"]'
_DETAILS = ("by", "when", "why")


class Verdict(StrEnum):
    """What somebody judged about two ids."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, order=True)
class Judgement:
    """Somebody's verdict on two entity ids; of ``same``, the first id leads."""

    verdict: Verdict
    one: str
    other: str
    who: str = ""
    when: str = ""  # partial ISO date
    why: str = ""
    line: int = field(default=0, compare=False)  # in the text file; 0: not written yet

    @property
    def pair(self) -> frozenset[str]:
        """The two ids, in no order."""
        return frozenset((self.one, self.other))


def judgement(
    verdict: str, ids: Sequence[str], *, who: str = "", when: str = "", why: str = ""
) -> Judgement:
    """Return a checked judgement, white space in its words made single blanks.

    Raises LineError where it is none.
    """
    verdicts = [each.value for each in Verdict]
    if verdict not in verdicts:
        raise LineError(f"'{_cut(verdict)}' is no verdict", did_you_mean(verdict[:99], verdicts))
    if len(ids) != 2:
        raise LineError(f"'{verdict}' takes two ids, not {len(ids)}", _FORM)
    for id_ in ids:
        if len(id_) > _LONGEST_TEXT or not lines.ENTITY_ID.fullmatch(id_):
            raise LineError(f"'{_cut(id_)}' is no id", "`inroads find` tells the id of a name.")
    if ids[0] == ids[1]:
        raise LineError(f"'{ids[0]}' stands there twice", "Name the other one.")
    if when and not is_date(when):
        hint = "Write 2026, 2026-05, 2026-05-17 or 2026-Q2."
        raise LineError(f"'{_cut(when)}' is no date", hint)
    return Judgement(Verdict(verdict), ids[0], ids[1], _words("by", who), when, _words("why", why))


def _words(name: str, text: str) -> str:
    words = " ".join(text.split())
    if len(words) > _LONGEST_TEXT:
        raise LineError(f"'{name}' has more than {_LONGEST_TEXT:,} characters", "Shorten it.")
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in words):
        raise LineError(f"'{name}' holds control characters", "Take them out.")
    return words


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def read(path: Path) -> tuple[Judgement, ...]:
    """Return the judgements in the file at ``path``, none where there is no file.

    Raises ClaimFileError with file and line.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ClaimFileError(path, 1, f"cannot read it: {error.strerror}") from error
    return parse(decoded(content, path), path)


def decoded(content: bytes, path: Path | str) -> str:
    """Return the text of a file of judgements; raises ClaimFileError where it cannot be one."""
    if len(content) > MAX_BYTES:
        raise ClaimFileError(path, 1, f"it has more than {MAX_BYTES:,} bytes", "Restore the file.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ClaimFileError(path, line, "this is not UTF-8", "Save the file as UTF-8.") from error


def parse(text: str, path: Path | str = FILE_NAME) -> tuple[Judgement, ...]:
    r"""Return the judgements of ``text``; raises ClaimFileError with ``path`` and the line.

    Lines that are empty or begin with # hold none.

    >>> parse("# noted on the train\nunsure volvo volvo-cars")[0].pair == {"volvo", "volvo-cars"}
    True
    """
    found = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        try:
            found.append(replace(_parsed(content), line=number))
        except LineError as error:
            raise ClaimFileError(path, number, error.problem, error.hint) from error
    return tuple(found)


def _parsed(line: str) -> Judgement:
    if len(line) > _LONGEST_LINE:
        raise LineError(f"this line has more than {_LONGEST_LINE:,} characters", "Shorten it.")
    words = lines.words_of(line)
    verdict, *ids = [word.text for word in words if not word.name] or [""]
    details = _details([word for word in words if word.name])
    return judgement(
        verdict,
        ids,
        who=details.get("by", ""),
        when=details.get("when", ""),
        why=details.get("why", ""),
    )


def _details(words: Iterable[Word]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        if word.name not in _DETAILS:
            raise LineError(f"'{_cut(word.name)}' is unknown in a judgement", _FORM)
        if word.name in found:
            raise LineError(f"'{word.name}' stands there twice", "Write it once.")
        found[word.name] = word.text
    return found


def write(given: Judgement) -> str:
    """Return the line that :func:`parse` reads as ``given``."""
    parts = [given.verdict.value, given.one, given.other]
    parts += [f"by={lines.quoted(given.who)}"] if given.who else []
    parts += [f"when={given.when}"] if given.when else []
    parts += [f"why={lines.quoted(given.why)}"] if given.why else []
    return " ".join(parts)


def append(text: str, given: Judgement) -> str:
    """Return ``text`` with one more line; what stands in it already is kept to the letter."""
    before = text or HEADER
    return before + ("" if before.endswith("\n") else "\n") + write(given) + "\n"


def told(given: Judgement) -> str:
    """Return a judgement for a message: its line, and where that stands if it is written."""
    return write(given) + (f"  ({FILE_NAME}, line {given.line})" if given.line else "  (new)")
