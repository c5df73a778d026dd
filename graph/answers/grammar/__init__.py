"""English questions to structured ones: ``Grammar(session).read("who owns Volvo?")``.

The door of this room within the room is :class:`Grammar`; nothing else in here is used outside.
Behind it a question goes through ``opening`` (what asks for nothing is left out), ``reading``
(its noun and verb phrases, by ``nouns``, ``sorts``, ``clauses`` and ``sentences``, from what
``lexicon`` and ``phrases`` know of one graph and its ontology), one module for each sort of
question (``kinds``) and ``choosing`` (the reading nearest to the words). The fixed words of
questions stand in the ``.txt`` files.
"""

from graph.answers.grammar.whole import Grammar

__all__ = ["Grammar"]
