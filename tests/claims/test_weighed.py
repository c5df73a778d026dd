"""A claim that is said once is weighed in a short way, which comes to the same."""

from itertools import product

import pytest

from graph.claims import weights
from graph.claims.model import (
    Attestation,
    Certainty,
    Claim,
    Document,
    Evidence,
    EvidenceKind,
    Reading,
    Speaker,
    Stage,
    Stance,
)
from graph.claims.standing import judge, stage_of

DOCUMENTS = {"paper": Document("paper", publisher="The Post", sha256="0" * 64)}


@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("stage", [None, *Stage])
def test_one_attestation_gives_what_the_rule_gives(stance: Stance, stage: Stage | None) -> None:
    for certainty, reading, replaced, conflicting in product(
        Certainty, Reading, ([], ["0" * 16]), ([], ["1" * 16])
    ):
        speaker = Speaker("entity", id="acme")
        said = Attestation(
            "a", "paper", speaker, stance, certainty, reading, stage, "2026", "2024", "2025-H1",
            Evidence(EvidenceKind.PARAPHRASE, "words", passage="p"), "b",
        )  # fmt: skip
        found = weights.weighed(
            Claim("acme", "owns", "bolt"),
            [said],
            DOCUMENTS,
            {"paper": frozenset({"acme"})},
            replaced_by=replaced,
            conflicts=conflicting,
        )
        rule = judge([said], DOCUMENTS, replaced=bool(replaced), conflicting=bool(conflicting))
        assert rule.standing == found.standing
        assert stage_of([said]) == found.stage
        assert weights.validity([said]) == (found.valid_from, found.valid_to)
        assert ((said,), tuple(replaced), tuple(conflicting)) == (
            found.attestations, found.replaced_by, found.conflicts,
        )  # fmt: skip
