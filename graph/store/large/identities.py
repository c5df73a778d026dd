"""Judgements of identity over documents that stream by: those they speak of are held back.

Whom judgements join stands only once all documents are known. Then those held back are resolved
together, exactly as :mod:`graph.claims.identity` resolves the documents of a small graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.claims import identity, kept, sources
from graph.claims.judgements import Judgement, Verdict
from graph.claims.kept import Kept
from graph.claims.sources import Source


class Identities:
    """The judgements of a graph, and the documents that they may change."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._judgements = list(judgements)
        same = [each for each in self._judgements if each.verdict is Verdict.SAME]
        self._judged = frozenset(id_ for each in same for id_ in each.pair)
        self._held: list[bytes] = []

    def holds_back(self, document: Kept) -> bool:
        """Keep a document that declares something judged; tell whether that is so."""
        if not self._judged or not any(id_ in self._judged for id_, _ in document.entities):
            return False
        self._held.append(document.content)
        return True

    def resolved(self) -> dict[str, Kept]:
        """Return the documents held back, things judged the same under one id.

        Raises JudgementError where judgements contradict each other or what documents say.
        """
        given: Sequence[Source] = [sources.loads(each) for each in self._held]
        files = identity.resolve([each.file for each in given], self._judgements)
        made = (
            kept.parsed(sources.dumps(Source(file, each.text)))
            for file, each in zip(files, given, strict=True)
        )
        return {each.id: each for each in made}
