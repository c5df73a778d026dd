"""JSON Lines of any length, as documents: read line by line, put aside, given back one by one.

What it gives is what :func:`graph.claims.bulk.read` gives of the same file. In memory are the
names of entities and documents, and what one heap of documents says.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from graph.claims import kept, line_files, sources, usual
from graph.claims.bulk import MOST_FAULTS, Reader, holds_nothing, older_claims, replacing
from graph.claims.kept import Kept
from graph.claims.lines import LineError
from graph.claims.model import POSITIVE, Claim, ClaimFile, Document, Statement
from graph.claims.regroup import Saying, names_in, proved, raise_all, statements_of
from graph.claims.sources import Source
from graph.claims.spill import Spill
from graph.claims.usual import Told, Usual
from graph.errors import ClaimFileError
from graph.progress import Progress
from ontology.records import Ontology

_HEAPS = 64
_EVERY = 2_000  # lines between two reports
_POSITIVE = frozenset(each.value for each in POSITIVE)
_STATEMENT: dict[str, Any] = {"cancels": "", "ends": [], "replaces": []}


class Stream:
    """The documents of one file; ``folder``: where what was read is put aside."""

    def __init__(self, path: Path, ontology: Ontology, folder: Path) -> None:
        self._file = line_files.opened(path, ontology)
        self.path = self._file.path
        self._spill = Spill(folder, f"sayings-{crc32(bytes(path)):08x}", _HEAPS)
        self._reader = Reader(ontology, lambda saying: self._take(usual.told(saying)))
        self._usual = Usual(ontology, self._reader.entities, self._reader.documents)
        self._retractions: list[tuple[str, str]] = []  # (document, what it takes back)
        self._lone: set[str] = set()  # entities that no claim may speak of
        self._claims = array("Q")  # ids of claims, and of those that somebody asserts: they are
        self._voiced = array("Q")  # needed where a line names a claim of another line
        self._declared: dict[str, bytes] = {}

    @property
    def derived(self) -> int:
        """How many derived claims were left out."""
        return self._reader.derived

    @property
    def notes(self) -> list[str]:
        """What else was left out, as sentences."""
        return self._file.notes

    @property
    def documents(self) -> list[str]:
        """The ids of the documents, sorted."""
        return sorted(self._reader.documents)

    def read(self, progress: Progress) -> None:
        """Read the file; raises ClaimFileError, of which the first carries the next ones."""
        faults: list[ClaimFileError] = []
        size, done = self.path.stat().st_size if self.path.exists() else 0, 0
        for number, line in self._file.lines():
            done += len(str(line)) + 1
            if number % _EVERY == 0:
                progress(f"Reading {self.path.name}", number, max(number, number * size // done))
            found = None if isinstance(line, LineError) else self._usual.read(number, line)
            if found is not None:
                for each in found:
                    self._take(each)
                continue
            try:
                self._careful(number, line)
            except LineError as error:
                faults.append(ClaimFileError(self.path, number, error.problem, error.hint))
            if len(faults) == MOST_FAULTS:
                break
        raise_all(faults)
        if not self.documents:
            raise holds_nothing(self.path)

    def _careful(self, number: int, line: str | LineError) -> None:
        self._lone.update(self._reader.read(number, line))

    def _take(self, told: tuple[Any, ...]) -> None:
        document, _, id_, content, _, cancels, *_ = told
        self._spill.add(_heap(document), told)
        self._claims.append(int(id_, 16))
        if content[6] in _POSITIVE:
            self._voiced.append(int(id_, 16))
        if cancels:
            self._retractions.append((document, cancels))

    def kept(self, progress: Progress) -> Iterator[Kept]:
        """Yield the documents, quotes proved by the texts beside; raises ClaimFileError."""
        replacing_too = self._replacing()
        together, apart = self._together(), list[tuple[Any, ...]]()
        by_heap: dict[int, list[str]] = defaultdict(list)
        for id_ in self.documents:
            by_heap[_heap(id_)].append(id_)
        first, done, of = self.documents[0], 0, len(self.documents)
        last = list[tuple[Any, ...]]()
        for heap in sorted(by_heap):
            said: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
            for told in self._spill.heap(heap):
                said[told[0]].append(told)
            for id_ in by_heap[heap]:
                if id_ in together:
                    apart += said.pop(id_, [])
                elif id_ == first:
                    last = said.pop(id_, [])
                else:
                    yield self._kept(id_, said.pop(id_, []), replacing_too)
                done += 1
            progress("Gathering documents", done, of)
        yield from self._kept_together(together, apart, replacing_too, first)
        if first not in together:
            yield self._kept(first, last, replacing_too, with_unnamed=True)
        self._spill.drop()

    def _kept(
        self,
        id_: str,
        said: list[tuple[Any, ...]],
        change: Callable[[Saying], Saying] | None,
        *,
        with_unnamed: bool = False,
    ) -> Kept:
        document = self._reader.documents.document(id_)
        if (
            change is None
            and not document.text_file
            and not any(e[5] or e[8] or e[9] for e in said)
        ):
            statements = _grouped(said)
            if statements is not None:
                named = _names(said)
                entities = self._entities(named, with_unnamed=with_unnamed)
                return kept.made(sources.document_out(document), entities, statements)
        (found,) = self._carefully([document], said, change)
        return self._of_source(*found, with_unnamed=with_unnamed)

    def _kept_together(
        self,
        together: set[str],
        said: list[tuple[Any, ...]],
        change: Callable[[Saying], Saying] | None,
        first: str,
    ) -> Iterator[Kept]:
        """Yield documents of which one takes back what another one says."""
        documents = [self._reader.documents.document(id_) for id_ in sorted(together, reverse=True)]
        for document, text, statements in self._carefully(documents, said, change):
            is_first = document.id == first
            yield self._of_source(document, text, statements, with_unnamed=is_first)

    def _carefully(
        self,
        documents: Sequence[Document],
        said: Sequence[tuple[Any, ...]],
        change: Callable[[Saying], Saying] | None,
    ) -> list[tuple[Document, str, list[Statement]]]:
        """Return documents with their texts and statements, as the careful reader groups them."""
        texts = {each.id: sources.text_beside(self.path, each) for each in documents}
        sayings = [usual.saying(each) for each in said]
        if change is not None:
            sayings = [change(each) for each in sayings]
        sayings = proved(sayings, texts, self._fail)
        found = statements_of(self._reader.documents, sayings, self._fail)
        return [
            (sources.with_text(each, texts[each.id]), texts[each.id], found.get(each.id, []))
            for each in documents
        ]

    def _of_source(
        self, document: Document, text: str, statements: list[Statement], *, with_unnamed: bool
    ) -> Kept:
        named = names_in(statements)
        ids = self._entities(named, with_unnamed=with_unnamed)
        entities = tuple(self._reader.entities.entity(id_) for id_, _ in ids)
        file = ClaimFile(document, entities, tuple(statements))
        return kept.parsed(sources.dumps(Source(file, text)))

    def _entities(self, named: set[str], *, with_unnamed: bool) -> list[tuple[str, bytes]]:
        """Return the declarations of these entities; unnamed ones stand in the first document."""
        self._lone -= named
        if with_unnamed:
            named = named | self._lone
        return [(id_, self._declaration(id_)) for id_ in sorted(named)]

    def _declaration(self, id_: str) -> bytes:
        known = self._declared.get(id_)
        if known is None:
            known = kept.dumps(sources.entity_out(self._reader.entities.entity(id_)))
            self._declared[id_] = known
        return known

    def _fail(self, saying: Saying, problem: str, hint: str) -> ClaimFileError:
        return ClaimFileError(self.path, saying.line, problem, hint)

    def _replacing(self) -> Callable[[Saying], Saying] | None:
        """Return what adds to a saying the claims that lines say it replaces; None if none do."""
        replaced = self._reader.replaced
        if not replaced:
            return None
        wanted = {int(id_, 16) for _, _, newer in replaced for id_ in newer if _is_id(id_)}
        known = {f"{each:016x}" for each in wanted.intersection(self._claims)}
        voiced = {f"{each:016x}" for each in wanted.intersection(self._voiced)}
        older: Mapping[str, Sequence[Claim]] = older_claims(self.path, replaced, known)
        return lambda saying: replacing(saying, older, voiced)

    def _together(self) -> set[str]:
        """Return the documents that must be read together: one takes back what another says."""
        if not self._retractions:
            return set()
        wanted = {cancels.rpartition("#")[2] for _, cancels in self._retractions}
        places: dict[str, set[str]] = defaultdict(set)
        for each in self._spill:
            told = Told(*each)
            for name in {told.id, told.label} & wanted:
                places[name].add(told.document)
        found: set[str] = set()
        for document, cancels in self._retractions:
            other, hashed, name = cancels.rpartition("#")
            targets = {other} if hashed else places[name]
            if not hashed and document in targets:
                continue
            found |= {document, *(each for each in targets if each in self._reader.documents)}
        return found


def _heap(document: str) -> int:
    return crc32(document.encode()) % _HEAPS


def _is_id(text: str) -> bool:
    return len(text) == 16 and all(each in "0123456789abcdef" for each in text)


def _names(said: Sequence[tuple[Any, ...]]) -> set[str]:
    """Return the ids of the entities that sayings speak of, or that speak."""
    found: set[str] = set()
    for _, (subject, _, object_, qualifiers), _, content, *_ in said:
        found.add(subject)
        if type(object_) is str:
            found.add(object_)
        for _, value in qualifiers:
            if type(value) is str:
                found.add(value)
        if content[4]:
            found.add(content[4])
    return found


def _grouped(said: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]] | None:
    """Return the statements of one document, None where a name stands for two attestations."""
    groups: dict[tuple[Any, ...], dict[str, list[Any]]] = {}
    labels: dict[tuple[Any, ...], str] = {}
    names: dict[str, tuple[Any, ...]] = {}
    for _, claim, id_, content, label, _, name, *_ in said:
        groups.setdefault(content, {})[id_] = claim
        if name and names.setdefault(name, content) != content:
            return None
        if label:
            if names.setdefault(label, content) != content:
                return None
            labels[content] = label
    order = sorted(groups, key=lambda content: (content[:13], labels.get(content, "")))
    return [_statement(content, groups[content], labels.get(content, "")) for content in order]


def _statement(
    content: tuple[Any, ...], claims: Mapping[str, list[Any]], label: str
) -> dict[str, Any]:
    start, words, kind, speaker, who, called, stance, certainty, reading, stage, *rest = content
    said, valid_from, valid_to, end, passage = rest
    return {
        **_STATEMENT,
        "certainty": certainty,
        "claims": [claims[id_] for id_ in sorted(claims)]
        if len(claims) > 1
        else [*claims.values()],
        "evidence": [kind, words, 0, start, end],
        "label": label,
        "passage": passage,
        "reading": reading,
        "said": said,
        "speakers": [[speaker, who, called]],
        "stage": stage or None,
        "stance": stance,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
