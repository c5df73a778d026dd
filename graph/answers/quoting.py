"""The words behind claims, short enough for an answer: who says what, verbatim."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from graph.answers.model import ClaimOut
from graph.answers.voicing import evidence, voices
from graph.claims.model import Stance

_MOST = 3
_ANY = frozenset(Stance)


def quotes(
    claims: Iterable[ClaimOut],
    most: int = _MOST,
    stances: Container[str] = _ANY,
    speakers: Container[str] = (),
) -> str:
    """Return the words of the first few claims, each passage once, and how many more there are.

    ``stances``: these alone are wanted; ``speakers``: the words of these, if any is named.
    """
    told = list(dict.fromkeys(e for claim in claims for e in _said(claim, stances, speakers)))
    if not told:
        return ""
    shown = "; ".join(told[:most])
    more = len(told) - most
    rest = f"; and {more} more {'passage' if more == 1 else 'passages'}" if more > 0 else ""
    return f"In the sources: {shown}{rest}."


def _said(claim: ClaimOut, stances: Container[str], speakers: Container[str]) -> Iterator[str]:
    """Yield whose words stand behind a claim, or behind those it is derived from."""
    for voice in voices(claim):
        each = voice.attestation
        theirs = not speakers or each.speaker.kind != "entity" or each.speaker.id in speakers
        if each.stance in stances and theirs:
            yield f"{voice.who}: {evidence(each).rstrip('.')}"
    for premise in claim.premises:
        yield from _said(premise, stances, speakers)
