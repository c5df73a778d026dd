"""What ``inroads view`` shows the answer to a structured question by: mode, words, options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.answers.asked import Structured, WhatIfQuestion
from graph.answers.goals import PathQuestion
from graph.answers.model import Answer

if TYPE_CHECKING:
    from graph.answers.barriers import BarrierQuestion

Shown = tuple[str, tuple[str, ...], tuple[str, ...]]
_MOST = 8  # names on a line


def shown_by(asked: PathQuestion | BarrierQuestion | Structured, given: Answer) -> Shown:
    """Return the view of a question's answer; no words where there is nothing to show.

    Paths are shown as paths; of everything else, what stands around those it is about.
    """
    if isinstance(asked, PathQuestion):
        several = len(asked.sources) > 1 or len(asked.targets) > 1
        words = (*asked.sources, *(("@",) if several else ()), *asked.targets)
        return "path", words, ("-k", str(asked.k)) if asked.k != PathQuestion.k else ()
    if isinstance(asked, WhatIfQuestion):
        return shown_by(asked.question, given)
    path = getattr(asked, "path", None)
    if path is not None:
        return shown_by(path, given)
    about = [each.id for each in (*given.question.from_, *given.question.to)]
    found = [each.id for each in given.entities if each.id]
    words = tuple(dict.fromkeys(about or found))[:_MOST]
    return "around", words, ("--hops", "1")
