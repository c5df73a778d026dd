"""What separates two ends, in English, with the words of the claims."""

import pytest

from graph.answers.answer import Answers, PathQuestion
from graph.answers.cuts import CutQuestion, Separation
from graph.answers.supposed import Supposition
from graph.answers.whatif import WhatIf
from graph.claims.model import Standing
from graph.errors import BadParameter


def cut(opened, source, target, **options):
    """Return what separates two ends."""
    return Separation(opened).answer(CutQuestion((source,), (target,), **options))


def test_it_takes_two_claims_to_separate_xiaomi_from_ford(seed):
    """The talks and the venture, each with its words and its denial; one article makes both."""
    answer = cut(seed, "Xiaomi", "Ford")
    claims, documents = answer.cuts
    assert ("claims", 2, True, []) == (claims.of, claims.size, claims.exact, claims.documents)
    assert {"talksWith", "partnerIn"} == {each.relation.id for each in claims.claims}
    assert all(each.attestations[0].quote for each in claims.claims)
    assert ("documents", 1, True, ["chinese-ev-makers-us"]) == (
        documents.of,
        documents.size,
        documents.exact,
        [each.id for each in documents.documents],
    )
    assert answer.answer == (
        "It takes two claims to separate Xiaomi from Ford: without them, no path of up to six hops "
        "is left among claims that are at least disputed. It takes one document: the article "
        "chinese-ev-makers-us."
    )


def test_where_nothing_joins_two_ends_nothing_is_cut(seed):
    """Nothing leads BYD into the US."""
    answer = cut(seed, "BYD", "US")
    assert ("none", []) == (answer.status, answer.cuts)
    assert answer.answer.startswith(
        "There is nothing to cut: no path of up to six hops leads from BYD"
    )


@pytest.mark.parametrize(
    ("name", "source", "target"),
    [
        ("seed", "CATL", "in:US"),
        ("seed", "class:Company", "in:US"),
        ("seed", "China", "US"),
        ("invented", "class:Company", "in:Veldria"),
        ("invented", "Ondrava Wind", "kg:skarnholm"),
    ],
)
def test_without_what_is_cut_no_path_is_found(request, name, source, target):
    """`whatif --without` the claims, or the documents, leaves nothing."""
    opened = request.getfixturevalue(name)
    asked = PathQuestion((source,), (target,))
    claims, documents = cut(opened, source, target).cuts
    for without in (
        [f"claim:{each.id}" for each in claims.claims],
        [f"doc:{each.id}" for each in documents.documents],
    ):
        answer = WhatIf(opened, Supposition(tuple(without))).answer(
            lambda changed: Answers(changed).path(asked)
        )
        assert ("none", 0) == (answer.status, answer.changes.kept)


def test_above_a_floor_there_is_less_to_cut(seed):
    """Among stated claims nothing joins Xiaomi and Ford."""
    assert "none" == cut(seed, "Xiaomi", "Ford", floor=Standing.STATED).status


def test_bad_questions_say_what_is_wrong(seed):
    """Two ends that are one, and no hops at all."""
    with pytest.raises(BadParameter, match="the two ends are the same"):
        cut(seed, "Ford", "Ford")
    with pytest.raises(BadParameter, match="--max-hops must be at least 1"):
        cut(seed, "Ford", "CATL", max_hops=0)
