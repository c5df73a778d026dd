"""Questions that name nobody in the graph, of every sort: answered or refused, never broken."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers.ask import ask
from graph.answers.asked import (
    NOBODY,
    EvidenceQuestion,
    Facet,
    ListQuestion,
    Narrowing,
    Pick,
    RankQuestion,
    ValueQuestion,
    VoicesQuestion,
    WhatIfQuestion,
    YesNoQuestion,
)
from graph.answers.asking import Asker
from graph.errors import InroadsError


@pytest.mark.parametrize(
    "text",
    [
        "Did Canada sign a deal with China?",
        "Which states have Chinese plants?",
        "Which Chinese companies have US partners?",
        "Which companies have Chinese plants?",
        "Does BYD have a partner in the US?",
        "Does Ford have a partner in the US?",
        "What is the EU tariff on Tesla cars made in China?",
        "Who got Michigan incentives?",
        "Does Magna build Chinese cars in Austria?",
        "What share do Chinese brands have in Europe?",
        "If Canada's agreement fell, could BYD still enter Canada?",
        "If Ford pulled out, could CATL still enter the US?",
        "Without the Ford-CATL partnership, could CATL still enter the US?",
    ],
)
def test_a_question_about_nobody_in_the_graph_is_answered_or_refused(seed, text):
    """Whoever the text describes may be nobody here: then no claim fits, and nothing breaks."""
    with contextlib.suppress(InroadsError):
        assert ask(seed, text).status in ("found", "none")


def _of(made, **fields):
    """Return a strategy for named tuples, all other fields left as they are."""
    return st.fixed_dictionaries(fields).map(lambda chosen: made(**chosen))


_ENDS = st.sampled_from([(), (NOBODY,), ("ford",), ("united-states",), (NOBODY, "ford")])
_RELATIONS = st.sampled_from([(), ("partnersWith",), ("appliesTo",), ("rate",), ("locatedIn",)])
_NARROW = _of(
    Narrowing,
    kinds=st.sampled_from([(), ("Company",)]),
    home=st.sampled_from([(), (NOBODY,)]),
    inside=st.sampled_from([(), (NOBODY,)]),
    names=st.sampled_from([(), (NOBODY,)]),
)
_PICKS = _of(
    Pick,
    relations=_RELATIONS,
    subjects=_ENDS,
    objects=_ENDS,
    either_way=st.booleans(),
    with_=_ENDS,
    subject_is=_NARROW,
    object_is=_NARROW,
)
_FACETS = _of(
    Facet,
    relations=_RELATIONS,
    known=_ENDS,
    end=st.sampled_from(["subject", "object", "other", "place"]),
    with_=_ENDS,
    bites=st.booleans(),
    other_is=_NARROW,
)
_STANCES = st.sampled_from(["denies", "asserts", "any"])
_QUESTIONS = st.one_of(
    _of(ListQuestion, facets=st.tuples(_FACETS), narrowing=_NARROW, first=_ENDS),
    _of(YesNoQuestion, picks=st.tuples(_PICKS), past=st.booleans()),
    _of(ValueQuestion, pick=_PICKS, when=st.sampled_from(["", "any"])),
    _of(ValueQuestion, pick=_PICKS, counted=_FACETS, narrowing=_NARROW),
    _of(VoicesQuestion, pick=_PICKS, stance=_STANCES, speakers=_ENDS, check=st.booleans()),
    _of(EvidenceQuestion, about=_ENDS, pick=st.none() | _PICKS, speakers=_ENDS),
    _of(RankQuestion, counted=_FACETS, narrowing=_NARROW),
    _of(
        WhatIfQuestion,
        question=_of(YesNoQuestion, picks=st.tuples(_PICKS)),
        without=st.just(("ford",)),
    ),
)


@settings(max_examples=100, deadline=None)
@given(asked=_QUESTIONS)
def test_structured_questions_with_nobody_at_an_end_raise_nothing_but_refusals(seed, asked):
    """Every sort of question bears an end that nobody stands at."""
    with contextlib.suppress(InroadsError):
        assert Asker(seed).answer(asked).status in ("found", "none")
