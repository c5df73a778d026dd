"""What the attestations of a claim come to: how it stands, when it holds, what contradicts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from graph.claims.dates import span
from graph.claims.model import (
    POSITIVE,
    Attestation,
    Certainty,
    Claim,
    Document,
    Evidence,
    EvidenceKind,
    Reading,
    Record,
    Speaker,
    Stage,
    Stance,
    Standing,
)
from graph.claims.standing import (
    Published,
    Voices,
    grade,
    incompatible,
    judge,
    stage_of,
    standing_out,
)


def weighed(
    claim: Claim,
    attestations: Sequence[Attestation],
    documents: Mapping[str, Published],
    spoken: Voices,
    *,
    replaced_by: Collection[str] = (),
    conflicts: Collection[str] = (),
) -> Record:
    """Return a claim with its standing; its attestations are sorted by id."""
    if len(attestations) == 1:  # as of most claims: then nothing but a few words of it matters
        return _said_once(claim, attestations[0], replaced_by, conflicts)
    verdict = judge(
        attestations,
        documents,
        voices=spoken,
        replaced=bool(replaced_by),
        conflicting=bool(conflicts),
    )
    valid_from, valid_to = validity(attestations)
    return Record(
        claim=claim,
        attestations=tuple(attestations),
        standing=verdict.standing,
        stage=stage_of(attestations),
        valid_from=valid_from,
        valid_to=valid_to,
        replaced_by=tuple(sorted(replaced_by)),
        conflicts=tuple(sorted(conflicts)),
    )


def _said_once(
    claim: Claim,
    attestation: Attestation,
    replaced_by: Collection[str],
    conflicts: Collection[str],
) -> Record:
    """Return a claim with the standing that one attestation gives it."""
    each = attestation
    how = (each.stance, each.certainty, each.reading, each.stage)
    positive = each.stance in POSITIVE
    return Record(
        claim=claim,
        attestations=(each,),
        standing=_alone(*how, bool(replaced_by), bool(conflicts)),
        stage=each.stage if positive else None,
        valid_from=each.valid_from if positive else "",
        valid_to=each.valid_to if positive else "",
        replaced_by=tuple(sorted(replaced_by)),
        conflicts=tuple(sorted(conflicts)),
    )


@cache
def _alone(
    stance: Stance,
    certainty: Certainty,
    reading: Reading,
    stage: Stage | None,
    replaced: bool,
    conflicting: bool,
) -> Standing:
    """Return the standing that an attestation gives a claim nobody else speaks of."""
    words = Evidence(EvidenceKind.RECORD, "any")
    alone = Attestation(
        "alone", "", Speaker(), stance, certainty, reading, stage, "", "", "", words
    )  # fmt: skip
    documents = {"": Document("")}
    return judge([alone], documents, replaced=replaced, conflicting=conflicting).standing


def can_replace(attestations: Iterable[Attestation], documents: Mapping[str, Published]) -> bool:
    """Tell whether a claim is firm enough to replace or end another one."""
    return judge(list(attestations), documents).standing.place <= Standing.ANNOUNCED.place


def is_alive(attestations: Iterable[Attestation]) -> bool:
    """Tell whether somebody still says a claim: the dead do not conflict."""
    return any(each.stance in POSITIVE for each in standing_out(list(attestations)))


def contradictions(claims: Iterable[Claim]) -> dict[str, set[str]]:
    """Return which of these claims, all of single-valued relations, contradict which others."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.subject, claim.relation].append(claim)
    found: dict[str, set[str]] = defaultdict(set)
    for claims in groups.values():
        for one in claims:
            found[one.id] |= {other.id for other in claims if incompatible(one, other)}
    return {id_: others for id_, others in found.items() if others}


def validity(attestations: Sequence[Attestation]) -> tuple[str, str]:
    """Return (from, to): the widest span that the best positive attestations give, or ""."""
    left = [each for each in standing_out(attestations) if each.stance in POSITIVE]
    best = min((grade(each).place for each in left), default=0)
    graded = [each for each in left if grade(each).place == best]
    starts = [each.valid_from for each in graded if each.valid_from]
    ends = [each.valid_to for each in graded if each.valid_to]
    first = min(starts, key=lambda text: (span(text)[0], text), default="")
    return first, max(ends, key=lambda text: (span(text)[1], text), default="")


def weakest(standings: Iterable[Standing]) -> Standing:
    """Return the standing of what is derived from claims of these standings."""
    worst = max(standings, key=lambda each: each.place)
    return Standing.STATED if worst is Standing.CORROBORATED else worst
