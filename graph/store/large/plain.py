"""Attestations in plain values, as they are put aside, and back as objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from graph.claims.model import (
    Attestation,
    Certainty,
    Evidence,
    EvidenceKind,
    Reading,
    Speaker,
    Stage,
    Stance,
)

Plain = tuple[Any, ...]

_STANCES = {each.value: each for each in Stance}
_CERTAINTIES = {each.value: each for each in Certainty}
_READINGS = {each.value: each for each in Reading}
_STAGES: dict[str, Stage | None] = {"": None, **{each.value: each for each in Stage}}
_KINDS = {each.value: each for each in EvidenceKind}


def plain(
    document: str, speaker: Sequence[str], statement: Mapping[str, Any], target: str
) -> Plain:
    """Return one speaker's attestation of a statement, as :func:`graph.claims.corpus.attestation`.

    ``target``: the id of the attestation that it takes back, if any.
    """
    kind, words, _, start, end = statement["evidence"]
    content = (
        document, *speaker, statement["stance"], statement["certainty"], statement["reading"],
        statement["stage"] or "", statement["said"], statement["valid_from"],
        statement["valid_to"], kind, words,
    )  # fmt: skip
    hashed = "\x1f".join((*content, str(start), target))
    id_ = sha256(hashed.encode()).hexdigest()[:16]
    return (id_, *content, start, end, statement["passage"], target)


def attestation(given: Plain) -> Attestation:
    """Return the attestation that was made plain."""
    id_, document, kind, who, label, stance, certainty, reading, stage, *rest = given
    said, valid_from, valid_to, evidence, words, start, end, passage, cancels = rest
    return Attestation(
        id_,
        document,
        _speaker(kind, who, label),
        _STANCES[stance],
        _CERTAINTIES[certainty],
        _READINGS[reading],
        _STAGES[stage],
        said,
        valid_from,
        valid_to,
        Evidence(_KINDS[evidence], words, 0, start, end, passage),
        cancels,
    )


@lru_cache(maxsize=10_000)
def _speaker(kind: str, who: str, label: str) -> Speaker:
    return Speaker(kind, who, label)
