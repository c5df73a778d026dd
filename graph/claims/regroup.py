"""Attestations one by one become claim files again: what bulk formats and RDF have in common.

A claim file groups: one statement serves several claims. Lines and triples do not, so what
says the same in one document is gathered into one statement. Attestations get the same ids
as from the file they came from, for an id hashes what is said and not how it is grouped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from graph.claims import evidence, sources
from graph.claims.model import Claim, ClaimFile, Document, Entity, EvidenceKind, Statement
from graph.claims.sources import Source
from graph.errors import ClaimFileError, EvidenceError


class Saying(NamedTuple):
    """One speaker's statement of one claim in one document.

    ``statement`` lists no claims itself. ``id`` is what the format calls the attestation;
    ``statement.cancels`` names such an id or a label of the same file, or ``DOCUMENT#LABEL``.
    """

    document: str
    claim: Claim
    statement: Statement
    replaces: tuple[Claim, ...] = ()
    ends: tuple[Claim, ...] = ()
    id: str = ""
    line: int = 0


Fail = Callable[[Saying, str, str], ClaimFileError]
"""Makes the error for a saying, from a problem and a hint: the reader knows the place."""

_Changes = tuple[tuple[Claim, ...], tuple[Claim, ...]]  # what it replaces, what it ends


@dataclass
class _Group:
    """Sayings of one document with the same content: they are one statement."""

    document: str
    content: Statement
    label: str = ""
    claims: dict[str, Claim] = field(default_factory=dict)
    changes: dict[_Changes, dict[str, Claim]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, saying: Saying) -> None:
        claim = saying.claim
        self.claims[claim.id] = claim
        if saying.replaces or saying.ends:
            self.changes[saying.replaces, saying.ends][claim.id] = claim

    def statements(self) -> Iterator[Statement]:
        """Yield one statement of all claims, and one more for claims that replace others.

        They have the same content, so they are the same attestation.
        """
        claims = tuple(self.claims[id_] for id_ in sorted(self.claims))
        whole = replace(self.content, claims=claims, label=self.label)
        changes = dict(self.changes)
        for (replaces, ends), found in sorted(changes.items(), key=_ids):
            if len(changes) == 1 and found.keys() == self.claims.keys():
                whole = replace(whole, replaces=replaces, ends=ends)
                continue
            some = tuple(found[id_] for id_ in sorted(found))
            yield replace(self.content, claims=some, replaces=replaces, ends=ends)
        yield whole


def _ids(item: tuple[_Changes, object]) -> tuple[list[str], list[str]]:
    (replaces, ends), _ = item
    return [each.id for each in replaces], [each.id for each in ends]


def to_sources(
    path: Path,
    documents: Mapping[str, Document],
    entities: Mapping[str, Entity],
    sayings: Sequence[Saying],
    fail: Fail,
) -> list[Source]:
    """Return what the file at ``path`` says as sources, quotes proved by the texts beside it.

    Raises ClaimFileError where a text is another one, or does not hold the words.
    """
    texts = {id_: sources.text_beside(path, each) for id_, each in documents.items()}
    known = {id_: sources.with_text(each, texts[id_]) for id_, each in documents.items()}
    files = regroup(known, entities, proved(sayings, texts, fail), fail)
    return [Source(file, texts[file.document.id]) for file in files]


def proved(sayings: Iterable[Saying], texts: Mapping[str, str], fail: Fail) -> list[Saying]:
    """Return sayings with the places of their quotes, where the text is at hand."""
    found, faults = [], []
    for each in sayings:
        words, whole = each.statement.evidence, texts[each.document]
        if not whole or words.kind is not EvidenceKind.QUOTE:
            found.append(each)
            continue
        try:
            statement = replace(each.statement, evidence=evidence.proved(whole, words))
        except EvidenceError as error:
            faults.append(fail(each, error.problem, error.hint))
        else:
            found.append(each._replace(statement=statement))
    raise_all(faults)
    return found


def raise_all(faults: Sequence[ClaimFileError]) -> None:
    """Raise the first of ``faults``, which carries the others; nothing where there are none."""
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]


def regroup(
    documents: Mapping[str, Document],
    entities: Mapping[str, Entity],
    sayings: Iterable[Saying],
    fail: Fail,
) -> list[ClaimFile]:
    """Return one claim file a document, sorted by id; the order of sayings does not matter.

    Each file declares the entities that it names; those that nobody names stand in the first.
    Raises what ``fail`` makes where a retraction takes back nothing.
    """
    statements = statements_of(documents, sayings, fail)
    named = {id_: names_in(statements[id_]) for id_ in documents}
    unnamed = set(entities).difference(*named.values())
    if documents:
        named[min(documents)] |= unnamed
    return [
        ClaimFile(
            document=documents[id_],
            entities=tuple(entities[each] for each in sorted(named[id_])),
            statements=tuple(statements[id_]),
        )
        for id_ in sorted(documents)
    ]


def statements_of(
    documents: Container[str], sayings: Iterable[Saying], fail: Fail
) -> Mapping[str, list[Statement]]:
    """Return the statements of each document, in their order; ``documents``: all of the file.

    Raises what ``fail`` makes where a retraction takes back nothing.
    """
    found: dict[str, list[Statement]] = defaultdict(list)
    for group in _groups(sayings, documents, fail):
        found[group.document] += group.statements()
    for statements in found.values():
        statements.sort(key=_order)
    return found


def names_in(statements: Iterable[Statement]) -> set[str]:
    """Return the ids of the entities that statements speak of, or that speak."""
    found: set[str] = set()
    for each in statements:
        for claim in (*each.claims, *each.replaces, *each.ends):
            found.update(claim.entities())
        found.update(speaker.id for speaker in each.speakers if speaker.id)
    return found


def _order(each: Statement) -> tuple[object, ...]:
    found, speaker = each.evidence, each.speakers[0]
    return (
        found.start, found.text, found.kind, speaker.kind, speaker.id, speaker.label, each.stance,
        each.certainty, each.reading, each.stage or "", each.said, each.valid_from, each.valid_to,
        each.label, each.cancels, *_ids(((each.replaces, each.ends), None)),
    )  # fmt: skip


def _groups(sayings: Iterable[Saying], documents: Container[str], fail: Fail) -> Sequence[_Group]:
    groups: dict[tuple[str, Statement], _Group] = {}
    names: dict[str, dict[str, _Group]] = defaultdict(dict)  # name -> document -> what it names
    retractions = []

    def gathered(saying: Saying, cancels: str) -> _Group:
        content = saying.statement
        if content.label or content.cancels:
            content = replace(content, label="", cancels=cancels)
        key = saying.document, content
        group = groups.get(key) or groups.setdefault(key, _Group(*key))
        group.add(saying)
        return group

    for saying in sayings:
        if saying.statement.cancels:
            retractions.append(saying)
            continue
        group = gathered(saying, "")
        for name in filter(None, (saying.id, saying.statement.label)):
            if names[name].setdefault(saying.document, group) is not group:
                raise fail(saying, f"'{name}' names two attestations", "Rename one of them.")
        group.label = saying.statement.label or group.label
    for saying in retractions:
        gathered(saying, _cancelled(saying, names, documents, fail))
    return list(groups.values())


def _cancelled(
    saying: Saying,
    names: Mapping[str, Mapping[str, _Group]],
    documents: Container[str],
    fail: Fail,
) -> str:
    """Return what a retraction takes back as claim files write it, and label that."""
    document, hashed, name = saying.statement.cancels.rpartition("#")
    if hashed and document not in documents:
        return saying.statement.cancels  # in another file: the graph knows it, or refuses
    found = names.get(name, {})
    here = [document] if hashed else [saying.document] if saying.document in found else [*found]
    if len(here) != 1 or here[0] not in found:
        raise fail(
            saying,
            f"'cancels: {saying.statement.cancels}' names "
            + ("several attestations" if len(here) > 1 else "no attestation of this file"),
            "Write DOCUMENT#LABEL for a statement of another document.",
        )
    group = found[here[0]]
    group.label = group.label or name
    return group.label if group.document == saying.document else f"{group.document}#{group.label}"
