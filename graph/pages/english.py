"""Any answer in English, each kind of question in the form it reads best in."""

from __future__ import annotations

from graph.answers.model import Answer


def text(given: Answer, width: int, *, explain: bool = False) -> str:
    """Return an answer as text; only what its kind needs is loaded."""
    if given.question.kind == "whatif":
        from graph.pages import whatif

        return whatif.text(given, width, explain=explain)
    if given.question.kind == "barriers":
        from graph.pages import barriers

        return barriers.text(given, width)
    if given.question.kind == "cut":
        from graph.pages import cut

        return cut.text(given, width)
    from graph.pages.text import answer

    return answer(given, width, explain=explain)
