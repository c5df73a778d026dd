"""The sorts of questions, each with what finds it in a question's words."""

from __future__ import annotations

from graph.answers.asked import (
    EvidenceQuestion,
    ListQuestion,
    RankQuestion,
    ValueQuestion,
    VoicesQuestion,
    WhatIfQuestion,
    YesNoQuestion,
)
from graph.answers.barriers import BarrierQuestion
from graph.answers.goals import PathQuestion
from graph.answers.grammar import (
    checks,
    dates,
    evidence,
    lists,
    measures,
    paths,
    suppositions,
    values,
)

Asked = (
    PathQuestion
    | BarrierQuestion
    | ListQuestion
    | YesNoQuestion
    | ValueQuestion
    | VoicesQuestion
    | EvidenceQuestion
    | RankQuestion
    | WhatIfQuestion
)
KINDS = (
    paths.readings,
    paths.checks,
    suppositions.readings,
    checks.readings,
    values.readings,
    measures.readings,
    dates.readings,
    evidence.readings,
    lists.readings,
)
