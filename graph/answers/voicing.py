"""Whose words stand behind a claim, told as what they are: never words put in a mouth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.answers.describe import document_name
from graph.answers.model import AttestationOut, ClaimOut, SpeakerRef
from graph.answers.wording import listing

UNCHECKED = "words not checked against the text"
_SAYS = {
    "asserts": "says",
    "reports": "reports",
    "judges": "judges",
    "denies": "denies it",
    "questions": "questions it",
    "declines-to-comment": "declines to comment",
    "retracts": "takes it back",
}
_SAY = {
    "asserts": "say",
    "reports": "report",
    "judges": "judge",
    "denies": "deny it",
    "questions": "question it",
    "declines-to-comment": "decline to comment",
    "retracts": "take it back",
}


class Voice(NamedTuple):
    """Who takes which stance, in words, and one attestation that holds what they say."""

    who: str
    attestation: AttestationOut


def stances(given: ClaimOut) -> list[str]:
    """Return who takes which stance on a claim, and the words: never words put in a mouth."""
    return [f"{voice.who}: {evidence(voice.attestation)}" for voice in voices(given)]


def voices(given: ClaimOut) -> list[Voice]:
    """Return whose stances stand behind a claim.

    The words belong to the document; a speaker that is not its publisher is told by it.
    Speakers who take the same stance in the same words are told together.
    """
    alike: dict[tuple[object, ...], list[AttestationOut]] = {}
    for each in given.attestations:
        told = (each.stance, each.certainty, each.reading, each.speaker.kind, each.text)
        alike.setdefault((*told, each.start, each.document.id), []).append(each)
    return [
        Voice(_speaks(same[0], [each.speaker for each in same]), same[0]) for same in alike.values()
    ]


def _speaks(attestation: AttestationOut, speakers: Sequence[SpeakerRef]) -> str:
    document = attestation.document.publisher or document_name(attestation.document)
    if attestation.evidence == "record":
        return f"{document}, record"
    several = len(speakers) > 1 or speakers[0].plural
    verb = _SAY[attestation.stance] if several else _SAYS[attestation.stance]
    if attestation.stance == "asserts" and attestation.reading == "implied":
        verb = "imply" if several else "implies"
    hedges = [attestation.certainty] if attestation.certainty in ("possible", "probable") else []
    if attestation.reading == "implied" and attestation.stance != "asserts":
        hedges.append("implied")
    hedge = f" ({', '.join(hedges)})" if hedges else ""
    if attestation.speaker.kind == "publisher":
        return f"{document} {verb}{hedge}"
    if attestation.speaker.kind == "unnamed":
        names = listing([f"an unnamed source ({each.label})" for each in speakers])
    else:
        names = listing([each.label for each in speakers])
    return f"{names} {verb}{hedge}, as told by {document}"


def evidence(attestation: AttestationOut) -> str:
    """Return the evidence as what it is: only verbatim words stand in quotation marks.

    Words that no text at hand proved are said to be that.
    """
    if attestation.evidence == "quote":
        mark = "" if attestation.document.text else f" ({UNCHECKED})"
        return f"\u201c{attestation.text}\u201d{mark}"
    if attestation.evidence == "record":
        return attestation.text
    return f"in other words: {attestation.text}"
