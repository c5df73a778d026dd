"""How a claim got its standing, step by step, down to the words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from graph.answers.describe import Describer
from graph.answers.model import to_json
from graph.claims.model import POSITIVE, Record
from graph.claims.standing import VERSION, Verdict, grade, judge, standing_out, voices
from graph.pages.text import claim
from graph.session import Session


def why(session: Session, id_: str, width: int) -> str:
    """Return the reasons for a claim's standing as text, premises of derived claims included."""
    (record,) = session.store.records([id_])
    return "\n".join(_lines(session, Describer(session), record, width, "")) + "\n"


def data(session: Session, id_: str) -> dict[str, Any]:
    """Return the same as JSON data: the claim, the rule's step, the premises' reasons."""
    (record,) = session.store.records([id_])
    told = None if record.derived_by else verdict(session, record)
    return {
        "claim": to_json(Describer(session).claim(record)),
        "rule": VERSION,
        "step": told.step if told else None,
        "because": told.because if told else "it stands as its weakest premise",
        "replaced_by": list(record.replaced_by),
        "conflicts_with": list(record.conflicts),
        "premises": [data(session, premise) for premise in record.premises],
    }


def verdict(session: Session, record: Record) -> Verdict:
    """Return the standing rule's verdict on a claim, computed again from its attestations."""
    documents = session.store.documents({each.document for each in record.attestations})
    return judge(
        record.attestations,
        documents,
        voices=voices(documents, session.table.bearers),
        replaced=bool(record.replaced_by),
        conflicting=bool(record.conflicts),
    )


def _lines(
    session: Session, describe: Describer, record: Record, width: int, indent: str
) -> Iterator[str]:
    if record.derived_by:
        sentence = f"{describe.sentence(record)}  ({record.standing.value})"
        yield from _wrap(f"{sentence}  claim {record.id}", width, indent)
        yield from _wrap(
            f"Derived by rule '{record.derived_by}': it stands as its weakest premise.",
            width, indent,
        )  # fmt: skip
        for premise in session.store.records(record.premises):
            yield from _lines(session, describe, premise, width, indent + "   ")
        return
    yield from claim(describe.claim(record), width, indent)
    told = verdict(session, record)
    reason = (
        f"{told.standing.value} by step {told.step} of standing rule v{VERSION}: {told.because}."
    )
    yield from _wrap(reason, width, indent)
    for each in standing_out(record.attestations):
        if each.stance in POSITIVE:
            grading = f"\u2018{each.evidence.text}\u2019 counts as {grade(each).value}"
            yield from _wrap(grading, width, indent + "   ")
    for name, ids in (("replaced by", record.replaced_by), ("in conflict with", record.conflicts)):
        for other in session.store.records(ids):
            yield from _wrap(
                f"{name} {other.id}: {describe.sentence(other)}", width, indent + "   "
            )


def _wrap(text: str, width: int, indent: str) -> list[str]:
    from graph.pages.plain import printable

    return textwrap.wrap(
        printable(text), width, initial_indent=indent, subsequent_indent=indent + "  "
    )
