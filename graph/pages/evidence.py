"""The words behind a scene as a page shows them: rows of its table, sources, steps told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graph.answers.describe import document_name
from graph.answers.model import AttestationOut, ClaimOut, DocumentRef
from graph.claims.model import Standing
from graph.pages.plain import printable
from graph.pages.scene import Scene, Step, Story
from graph.pages.text import source, voices

FORMS = ("", "unchecked", "retold", "other")
"""Classes of words on a page; the first two are quotes."""

_LINKABLE = re.compile(r"https?://[!-~]+", re.IGNORECASE)


class Told(NamedTuple):
    """What one voice says: a quote is verbatim, anything else is not set in quotation marks.

    ``form`` is one of FORMS: a quote that a text at hand proved, one that none did, other words
    for what was said, or a record.
    """

    who: str
    words: str
    form: int
    document: int


class Row(NamedTuple):
    """A claim in the table."""

    claim: str
    sentence: str
    standing: str
    stage: str
    dates: str
    told: tuple[Told, ...]
    sources: tuple[tuple[int, str], ...]

    def data(self) -> list[Any]:
        """Return the row for the script."""
        told = [[each.who, each.words, each.form, each.document] for each in self.told]
        return [self.claim, self.sentence, self.dates, told, [name for _, name in self.sources]]


class Source(NamedTuple):
    """A document: its id, all that is known of it, and its address apart if it is safe."""

    id: str
    known: str
    url: str


class StepTold(NamedTuple):
    """A step in words, with its standing, its claims, and what bites on it with its claim."""

    sentence: str
    standing: str
    claims: tuple[str, ...]
    bites: tuple[tuple[str, str], ...]


class StoryTold(NamedTuple):
    """A path in words."""

    heading: str
    sentence: str
    gist: str
    note: str
    remarks: tuple[str, ...]
    steps: tuple[StepTold, ...]


def rows(claims: Iterable[ClaimOut], documents: Mapping[str, int]) -> list[Row]:
    """Return claims as rows."""
    return [_row(claim, documents) for claim in claims]


def ordered(scene: Scene) -> list[ClaimOut]:
    """Return the claims: a path's in its order, others from the best connected down."""
    claims = list(scene.claims)
    if scene.arrangement != "path":
        degree: dict[str, int] = {}
        for line in scene.lines:
            for end in (line.source, line.target):
                degree[end] = degree.get(end, 0) + 1
        claims.sort(key=lambda claim: _weight(claim, degree))
    return claims


def _weight(claim: ClaimOut, degree: Mapping[str, int]) -> tuple[bool, int, str, int, str]:
    return (
        not claim.attestations,
        -degree.get(claim.subject.id, 0),
        claim.subject.id,
        Standing(claim.standing).place,
        claim.id,
    )


def _row(claim: ClaimOut, documents: Mapping[str, int]) -> Row:
    said = [each for one in (claim, *claim.premises) for each in one.attestations]
    names = {documents[each.document.id]: printable(_short(each.document)) for each in said}
    return Row(
        claim=claim.id,
        sentence=printable(claim.sentence),
        standing=claim.standing,
        stage=claim.stage or "",
        dates=_dates(claim),
        told=tuple(_told(claim, documents)),
        sources=tuple(sorted(names.items())),
    )


def _told(claim: ClaimOut, documents: Mapping[str, int]) -> Iterator[Told]:
    """Yield whose words stand behind a claim; of a derived one those behind what it rests on."""
    for who, said in voices(claim):
        yield Told(printable(who), printable(said.text), _form(said), documents[said.document.id])
    for premise in claim.premises:
        basis = f"derived from: {premise.sentence}"
        for each in _told(premise, documents):
            yield each._replace(who=printable(f"{basis} {each.who}"))


def _form(said: AttestationOut) -> int:
    if said.evidence == "quote":
        return FORMS.index("" if said.document.text else "unchecked")
    return FORMS.index("retold" if said.evidence == "paraphrase" else "other")


def _dates(claim: ClaimOut) -> str:
    """Return when a claim is said to hold, or that it is undated."""
    if claim.valid is None:
        return "undated"
    start, end = claim.valid.from_, claim.valid.to
    if start == end:
        return f"in {start}"
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}"


def _short(document: DocumentRef) -> str:
    name = document.publisher or document_name(document)
    return f"{name}, {document.published or 'undated'}"


def sources(documents: Sequence[DocumentRef]) -> list[Source]:
    """Return the documents; only addresses of the web become links."""
    return [_source(each) for each in documents]


def _source(document: DocumentRef) -> Source:
    known, url = source(document), document.url or ""
    if not _LINKABLE.fullmatch(url):
        return Source(printable(document.id), printable(known), "")
    return Source(printable(document.id), printable(known.replace(f", {url}", "", 1)), url)


def as_of(documents: Sequence[DocumentRef]) -> str:
    """Return how recent the documents are, or that nothing tells; "" where there are none."""
    if not documents:
        return ""
    dates = [each.published for each in documents if each.published]
    if not dates:
        return "sources undated"
    undated = len(documents) - len(dates)
    return f"data as of {max(dates)}" + (f", {undated} undated" if undated else "")


def told(scene: Scene) -> list[StoryTold]:
    """Return the stories in words."""
    claims = {claim.id: claim for claim in scene.claims}
    lines = {line.id: line for line in scene.lines}

    def step(given: Step) -> StepTold:
        found = [claims[lines[id_].claim] for id_ in given.lines]
        found.sort(key=lambda claim: Standing(claim.standing).place)
        told = [(bite.told, lines[bite.line].claim) for bite in given.bites]
        against = [claims[id_] for id_ in given.against]
        told += [(f"against it: {each.sentence} ({each.standing})", each.id) for each in against]
        return StepTold(
            sentence=printable(found[0].sentence),
            standing=_standing(found[0]),
            claims=tuple(claim.id for claim in found),
            bites=tuple((printable(text), claim) for text, claim in told),
        )

    def story(given: Story) -> StoryTold:
        return StoryTold(
            heading=given.heading,
            sentence=printable(given.sentence),
            gist=given.gist,
            note=printable(given.note),
            remarks=tuple(printable(each) for each in given.remarks),
            steps=tuple(step(each) for each in given.steps),
        )

    return [story(each) for each in scene.stories]


def denied(scene: Scene) -> list[tuple[str, str, str]]:
    """Return the claims that deny what was asked for: sentence, standing and id."""
    claims = {claim.id: claim for claim in scene.claims}
    return [(printable(claims[id_].sentence), _standing(claims[id_]), id_) for id_ in scene.denials]


def _standing(claim: ClaimOut) -> str:
    stage = f", {claim.stage}" if claim.stage and claim.stage != claim.standing else ""
    return f"{claim.standing}{stage}"
