"""What separates two ends, for a terminal or a pipe: the claims with their words, the documents."""

from __future__ import annotations

from graph.answers.model import Answer
from graph.pages.plain import wrapped
from graph.pages.text import claim, documents, source, sources


def text(given: Answer, width: int) -> str:
    """Return the answer to a cut as text."""
    lines = [*wrapped(given.answer, width), ""]
    for cut in given.cuts:
        for each in cut.claims:
            lines += claim(each, width, "   ")
        for document in cut.documents:
            lines += wrapped(f"{document.id}: {source(document)}", width, "   ")
        lines.append("")
    claims = [each for cut in given.cuts for each in cut.claims]
    told = {each.id for cut in given.cuts for each in cut.documents}
    lines += sources([each for each in documents(claims) if each.id not in told], width)
    return "\n".join(lines).rstrip() + "\n"
