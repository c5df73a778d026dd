"""Structured questions of every sort to answers: each is given to what answers its sort."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.answers.asked import (
    EvidenceQuestion,
    ListQuestion,
    RankQuestion,
    Structured,
    ValueQuestion,
    VoicesQuestion,
    WhatIfQuestion,
    YesNoQuestion,
)
from graph.answers.describe import Describer
from graph.answers.goals import PathQuestion
from graph.answers.quoting import quotes
from graph.session import Session

if TYPE_CHECKING:
    from graph.answers.barriers import BarrierQuestion
    from graph.answers.model import Answer


class Asker:
    """Answers structured questions from one session's graph, each within ``timeout`` seconds."""

    def __init__(self, session: Session, *, timeout: float = 10) -> None:
        self._session = session
        self._timeout = timeout
        self._describe = Describer(session)

    def answer(self, asked: PathQuestion | BarrierQuestion | Structured) -> Answer:
        """Return the answer, with the words of the sources where they are asked for.

        Raises an InroadsError for what cannot be asked, and TimeLimit.
        """
        given = self._answer(asked)
        if isinstance(asked, EvidenceQuestion | VoicesQuestion) or not asked.with_evidence:
            return given  # those give the words anyhow
        claims = [claim for path in given.paths for hop in path.hops for claim in hop.claims]
        claims += [claim for each in (*given.entities, *given.values) for claim in each.claims]
        told = quotes([*claims, *given.denials])
        return given._replace(answer=f"{given.answer} {told}".rstrip())

    def _answer(self, asked: PathQuestion | BarrierQuestion | Structured) -> Answer:
        if isinstance(asked, PathQuestion):
            return self._path(asked)
        if isinstance(asked, YesNoQuestion):
            from graph.answers.yesno import YesNo

            path = asked.path and replace(asked.path, timeout=self._timeout)
            return YesNo(self._session, self._describe).answer(asked._replace(path=path))
        if isinstance(asked, RankQuestion):
            from graph.answers.ranking import Ranking

            return Ranking(self._session, self._describe).answer(asked)
        if isinstance(asked, WhatIfQuestion):
            return self._what_if(asked)
        if isinstance(asked, ListQuestion | VoicesQuestion | ValueQuestion | EvidenceQuestion):
            return self._of_claims(asked)
        from graph.answers.barriers import Barriers

        return Barriers(self._session).answer(replace(asked, timeout=self._timeout))

    def _path(self, asked: PathQuestion) -> Answer:
        from graph.answers.answer import Answers

        return Answers(self._session).path(replace(asked, timeout=self._timeout))

    def _of_claims(
        self, asked: ListQuestion | VoicesQuestion | ValueQuestion | EvidenceQuestion
    ) -> Answer:
        if isinstance(asked, ListQuestion):
            from graph.answers.lists import Lists

            return Lists(self._session, self._describe).answer(asked)
        if isinstance(asked, VoicesQuestion):
            from graph.answers.voices import Voices

            return Voices(self._session, self._describe).answer(asked)
        if isinstance(asked, ValueQuestion):
            from graph.answers.values import Values

            return Values(self._session, self._describe).answer(asked)
        from graph.answers.spoken import Spoken

        return Spoken(self._session, self._describe).answer(asked)

    def _what_if(self, asked: WhatIfQuestion) -> Answer:
        """Return the answer of the changed graph, and what changed."""
        from graph.answers.supposed import Supposition
        from graph.answers.whatif import WhatIf

        change = WhatIf(self._session, Supposition(asked.without, asked.assume))
        inner = asked.question
        if isinstance(inner, RankQuestion):
            from graph.answers.ranking import measured

            given = change.ranking(inner.by, lambda network: measured(network, inner), inner.limit)
        else:
            given = change.answer(lambda changed: self._of(changed)._answer(inner))
        noticed = [*given.question.noticed, *asked.notices]
        return given._replace(
            question=given.question._replace(
                text=asked.text or given.question.text, noticed=noticed
            )
        )

    def _of(self, changed: Session) -> Asker:
        return Asker(changed, timeout=self._timeout)
