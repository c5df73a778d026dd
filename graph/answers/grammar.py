"""English questions to structured ones: path questions, and lists by any relation's phrases.

The frames of path questions are data; those of lists come from the ontology's phrases, so a
relation added there can be asked about at once. What no frame covers is not understood, and
is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from graph.answers.asked import Facet, ListQuestion, Narrowing
from graph.answers.goals import PathQuestion
from graph.answers.names import Names
from graph.errors import InroadsError, NotUnderstood
from ontology.records import Ontology, Relation

MAX_LENGTH = 500

_REACH = (
    "reach|get to|get into|get in|come to|come into|end up in|arrive in|connect to|connect with|"
    "link to|link with|lead to|tie to|relate to|enter"
)
_PATH_FRAMES = tuple(
    re.compile(frame, re.IGNORECASE)
    for frame in (
        rf"how (?:does|do|did|can|could|may|might|would|will) (?P<a>.+?) (?:{_REACH}) (?P<b>.+)",
        r"how (?:is|are|was|were) (?P<a>.+?) (?:linked|connected|related|tied)"
        r" (?:to|with) (?P<b>.+)",
        r"how (?:is|are|was|were) (?P<a>.+?) and (?P<b>.+?) (?:linked|connected|related|tied)",
        r"how (?:does|do|can|could) (?P<a>.+?) and (?P<b>.+?) (?:connect|relate|link up|meet)",
        r"what (?:links|connects|ties|joins|relates) (?P<a>.+?) (?:to|with|and) (?P<b>.+)",
        r"(?:through|via) (?:whom|what|who) (?:does|do|can|could) (?P<a>.+?)"
        rf" (?:{_REACH}) (?P<b>.+)",
        r"(?:show |find |list |give |trace )?(?:me )?(?:the |a |all |any )?(?:best )?"
        r"(?:paths?|chains?|routes?|ways?|links?|connections?)"
        r" (?:from|between) (?P<a>.+?) (?:to|and) (?P<b>.+)",
        r"(?:is there|are there) (?:a |any )?(?:paths?|routes?|ways?|links?|connections?)"
        r" (?:from|between) (?P<a>.+?) (?:to|and) (?P<b>.+)",
    )
)
_PLURAL = re.compile(r"(?<!what )\b(paths|chains|routes|ways|links|connections)\b", re.IGNORECASE)
_SPARQL = re.compile(r"\s*(prefix|base|select|ask|construct|describe)\b.*[{:]", re.I | re.S)
_ASKS = ("who ", "what ", "which ")
_AUXILIARIES = ("does", "do", "did", "can", "could", "may", "might", "will", "would")


class _Frame(NamedTuple):
    """How a relation can be asked about: ``who|what|which [KIND] BEFORE NAME BEHIND``."""

    before: str
    behind: str
    relation: Relation
    open_subject: bool

    def match(self, body: str) -> Iterator[tuple[str, str]]:
        """Yield (kind, name) for each way ``body``, a question without its first word, fits."""
        folded = body.casefold()
        if len(folded) != len(body):  # a letter that folds to two: places would not agree
            folded = body
        start = 0 if folded.startswith(self.before) else folded.find(f" {self.before}") + 1
        fits = start > 0 or folded.startswith(self.before)
        if fits and folded.endswith(self.behind):
            name = body[start + len(self.before) : len(body) - len(self.behind)]
            if name.strip():
                yield body[:start].strip(), name.strip()


class Grammar:
    """Understands the questions one graph can answer."""

    def __init__(self, names: Names, ontology: Ontology) -> None:
        self._names = names
        self._ontology = ontology
        self._frames = [
            frame for relation in ontology.relations.values() for frame in _frames(relation)
        ]

    def read(self, question: str) -> PathQuestion | ListQuestion:
        """Return what is asked; raises NotUnderstood, UnknownName or AmbiguousName.

        A frame that fits only as far as its names are unknown is reported as that name's error.
        """
        text = _clean(question)
        unknown: InroadsError | None = None
        for reading in self._readings(text, question):
            if not isinstance(reading, InroadsError):
                return reading
            unknown = unknown or reading
        if unknown:
            raise unknown
        raise NotUnderstood(
            'this question is not understood. Ask for a path ("how does CATL reach Michigan"), '
            'for an owner ("who owns Volvo") or what somebody owns ("which brands does Geely '
            'own"); `inroads --help` lists what else can be asked.'
        )

    def _readings(
        self, text: str, question: str
    ) -> Iterator[PathQuestion | ListQuestion | InroadsError]:
        for frame in _PATH_FRAMES:
            match = frame.fullmatch(text)
            if match:
                yield self._path(match["a"], match["b"], text, question)
        asks = next((each for each in _ASKS if text.casefold().startswith(each)), None)
        if asks is None:
            return
        for each in self._frames:
            for kind, name in each.match(text[len(asks) :]):
                reading = self._list(each, kind, name, question)
                if reading:
                    yield reading

    def _path(self, a: str, b: str, text: str, question: str) -> PathQuestion | InroadsError:
        """Return a path question; where names hold an "and" themselves, the split that fits."""
        for source, target in _splits(a, b, text):
            if self._names.exact(source) and self._names.exact(target):
                a, b = source, target
                break
        try:
            self._names.find(a)
            self._names.find(b)
        except InroadsError as error:
            return error
        k = 20 if _PLURAL.search(text) else 5
        return PathQuestion((a,), (b,), k=k, text=question)

    def _list(
        self, frame: _Frame, wanted: str, name: str, question: str
    ) -> ListQuestion | InroadsError | None:
        kind = self._names.kind(wanted) if wanted else ""
        if wanted and not kind:
            return None
        try:
            found = self._names.find(name)
        except InroadsError as error:
            return error
        notices = (found.notice,) if found.notice else ()
        end = "subject" if frame.open_subject else "object"
        return ListQuestion(
            facets=(Facet((frame.relation.id,), (found.id,), end),),
            narrowing=Narrowing(kinds=(kind,) if kind else ()),
            text=question,
            notices=notices,
        )


def _clean(question: str) -> str:
    """Return the question in one line without its closing mark; raises NotUnderstood."""
    if len(question) > MAX_LENGTH:
        raise NotUnderstood(
            f"the question has {len(question):,} characters; ask one question of at most "
            f"{MAX_LENGTH}."
        )
    if any(ord(each) < 32 and each not in "\t\n\r" for each in question):
        raise NotUnderstood("the question holds control characters; remove them.")
    text = " ".join(question.split()).strip(" ?!.\u00bf")
    if not text:
        raise NotUnderstood('the question is empty. Try: "how does CATL reach Michigan".')
    if _SPARQL.match(question):
        raise NotUnderstood("this looks like SPARQL; run it with `inroads query`.")
    return text


def _splits(a: str, b: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut "a and b" in two; other texts have the one cut already made."""
    yield a, b
    start, end = text.find(a), text.rfind(b) + len(b)
    for match in re.finditer(r" (?:and|to|with) ", text[start:end]):
        yield text[start : start + match.start()], text[start + match.end() : end]


def _frames(relation: Relation) -> Iterator[_Frame]:
    """Yield the ways to ask for the subject or the object of a relation."""
    if relation.quantity:
        return
    for phrase, infinitive, open_subject in (
        (relation.phrase, relation.infinitive, True),
        (relation.inverse_phrase, relation.inverse_infinitive, False),
    ):
        base = " ".join(_words(infinitive)).strip()
        rest = base.removeprefix("be ")
        plural = re.sub(r"^be\b", "are", _words(infinitive)[0])
        for before in dict.fromkeys((_words(phrase)[0], plural)):
            behind = _words(phrase)[1]
            yield _Frame(f"{before} ", f" {behind}" if behind else "", relation, open_subject)
        # "who is Volvo owned by", "which brands does Geely own"
        for auxiliary in ("is", "are") if rest != base else _AUXILIARIES:
            yield _Frame(f"{auxiliary} ", f" {rest}", relation, not open_subject)


def _words(phrase: str) -> tuple[str, str]:
    """Return a phrase's words before and behind its object, without slots and optional words."""
    bare = re.sub(r"\[[^\]]*\]|\{\w+\}", " ", phrase).casefold()
    before, _, behind = bare.partition("{}")
    return " ".join(before.split()), " ".join(behind.split())
