"""A graph of one's own: documents go in and out, all or nothing, and nothing is ever lost.

What is kept are the documents, as they were loaded. The graph is built from all of them, so any
sequence of loads and removals gives, byte for byte, what a build from scratch gives.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from graph.claims import identity, line_files, sources
from graph.claims import judgements as verdicts
from graph.claims import kept as kept_documents
from graph.claims.corpus import NothingToCancel
from graph.claims.judgements import Judgement
from graph.claims.kept import Kept
from graph.claims.model import ClaimFile
from graph.claims.sources import Source
from graph.errors import (
    GraphBusy,
    GraphDamaged,
    GraphVersion,
    LoadError,
    OutputError,
    UnknownDocument,
)
from graph.progress import Progress, silent, told
from graph.spelling import did_you_mean
from graph.store import build, builtin, commits, faults, generations, intake
from graph.store.build import Built
from graph.store.commits import Plan, Writer
from graph.store.generations import Generation, Manifest
from graph.store.layout import ONTOLOGY, SIDECAR, builders_key, large
from graph.store.opening import is_fresh
from graph.store.shelf import Shelf, shelf
from ontology.records import Ontology

_FEW = 200  # documents that are worth a try to change a large graph in place


class _State(NamedTuple):
    """What a graph is when a write begins."""

    documents: Shelf
    judged: bytes  # the text of its judgements
    fresh: bool  # built by this program, with these judgements
    large: bool = False  # kept as a base
    manifest: Manifest | None = None
    lost: str = ""  # what damage took, as a sentence


@dataclass
class Change:
    """What a load or a removal did to the documents, by their ids, each list sorted."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    judgements: int = 0  # how many the load brought
    fewer: dict[str, int] = field(default_factory=dict)  # claims no longer made, by document
    unproved: dict[str, int] = field(default_factory=dict)  # quotes without a text, by document
    derived: int = 0  # derived claims of the files, left out
    notes: list[str] = field(default_factory=list)  # what else files held, as sentences
    lost: str = ""  # what a rebuild could not save, as a sentence
    anew: bool = False  # a large graph was built from all its documents, not changed in place

    @property
    def nothing(self) -> bool:
        """Whether the graph is what it was."""
        return not (self.added or self.replaced or self.removed or self.judgements)


def open(folder: Path) -> Generation | Built:
    """Return the graph in ``folder``, brought up to date first where that is needed.

    It is needed where somebody edited the judgements, where another version of the program built
    the graph, or where a write died right after its commit. A graph that cannot be written to is
    then built in memory.
    """
    return generations.steadily(folder, partial(_opened, folder))


def _opened(folder: Path, manifest: Manifest | None, judged: bytes) -> Generation | Built:
    if manifest is None:
        return build.of_files([], _ontology())
    if is_fresh(manifest, judged):
        fresh = Generation(folder, manifest)
        if generations.is_behind(folder, judged):
            with suppress(GraphBusy, OutputError), commits.writing(folder):
                pass  # whoever takes the lock catches up
        return fresh
    try:
        with commits.writing(folder) as writer:
            state = _state(folder)
            if not state.fresh:  # no other process was quicker
                _rebuild(writer, state, state.judged, silent)
    except (GraphBusy, OutputError):
        return _built(shelf(folder, manifest), _given(folder, judged, judged), silent)
    return open(folder)


def documents(folder: Path) -> list[str]:
    """Return the ids of the documents of a graph, sorted."""
    return sorted(_state(folder).documents)


def kept(folder: Path, ids: Iterable[str] | None = None) -> list[Source]:
    """Return the documents of a graph, or those with these ids, as they were loaded.

    Raises UnknownDocument.
    """
    wanted = None if ids is None else list(ids)

    def read(manifest: Manifest | None, _: bytes) -> list[Source]:
        known = shelf(folder, manifest)
        ids = sorted(known) if wanted is None else [_known(id_, known) for id_ in wanted]
        return [_source(known, id_) for id_ in ids]

    return generations.steadily(folder, read)


def contents(folder: Path) -> tuple[list[Source], str]:
    """Return all that a graph is built from: its documents, sorted by id, and its judgements."""

    def read(manifest: Manifest | None, judged: bytes) -> tuple[list[Source], str]:
        known = shelf(folder, manifest)
        return [_source(known, id_) for id_ in sorted(known)], _text(folder, judged)

    return generations.steadily(folder, read)


def _known(id_: str, known: Shelf) -> str:
    if id_ not in known:
        hint = did_you_mean(id_, known) if known else "This graph has no documents yet."
        raise UnknownDocument(f"no document of this graph has the id '{id_}'. {hint}")
    return id_


def _source(known: Shelf, id_: str) -> Source:
    """Return a document as it is kept; raises GraphDamaged."""
    return sources.loads(known.content(id_))


def judgements(folder: Path) -> tuple[Judgement, ...]:
    """Return who judged what to be the same; raises ClaimFileError with file and line."""
    return _parsed(folder, generations.judgements(folder))


def _parsed(folder: Path, judged: bytes) -> tuple[Judgement, ...]:
    return verdicts.parse(_text(folder, judged), folder / generations.JUDGEMENTS)


def _text(folder: Path, judged: bytes) -> str:
    """Return the text of judgements; raises ClaimFileError where they are not UTF-8."""
    return verdicts.decoded(judged, folder / generations.JUDGEMENTS)


def load(
    folder: Path, paths: Sequence[Path], *, replace: bool = False, progress: Progress = silent
) -> Change:
    """Add the documents of these files; a new version of a document takes the old one's place.

    Without ``paths`` the graph is built anew from the documents it has. Either all of it
    happens or, whatever goes wrong, nothing. Raises LoadError where a document id stands for
    two texts, unless they are to ``replace`` each other.
    """
    with commits.writing(folder) as writer:
        before = _salvaged(folder)
        files, judged = intake.expanded(paths)
        change = Change(lost=before.lost)
        whole = _with_judgements(folder, before.judged, judged, change)
        act = _load_large if before.large or _are_large(files) else _load_small
        act(writer, _Load(before, files, whole, change, replace=replace), progress)
    return change


def _are_large(paths: Iterable[Path]) -> bool:
    """Tell whether these files may make a large graph: so many lines would fit into them."""
    found = [path for path in paths if path.is_file() and line_files.is_one(path)]
    claims = sum(line_files.most_claims(path, _ontology()) for path in found)
    return bool(found) and claims >= large()


class _Load(NamedTuple):
    """What a load is to do, and what it has done so far."""

    before: _State
    files: Sequence[Path]
    judged: bytes  # the judgements there are to be
    change: Change
    replace: bool

    @property
    def needless(self) -> bool:
        """Whether files were given and nothing of them is new."""
        return bool(self.files) and self.change.nothing and self.before.fresh


def _load_small(writer: Writer, load: _Load, progress: Progress) -> None:
    before, change = load.before, load.change
    taken, change.derived, change.notes = intake.read(load.files, _ontology(), progress)
    faults.reach("files-read")
    added = {each.source.id: found for each in taken if (found := _came(load, *each))}
    if load.needless:
        return
    digests = {id_: sources.digest(content) for id_, content in added.items()}
    new = {digests[id_]: content for id_, content in added.items()}
    documents = {**before.documents, **digests}
    _commit(writer, before, Plan(documents, before.judged, load.judged, new), progress)


def _load_large(writer: Writer, load: _Load, progress: Progress) -> None:
    from graph.store.large import loading  # small graphs need nothing of this

    room = writer.room()
    taken = loading.Intake(load.files, _ontology(), room, progress)
    load.change.derived, load.change.notes = taken.derived, taken.notes
    faults.reach("files-read")
    with suppress(loading.Needless):
        incoming: Iterable[Kept] = _incoming(load, taken)
        if load.files and len(taken.ids) <= _FEW:
            incoming = list(incoming)
            few = {each.id: each for each in incoming}
            if _increment(writer, load.before, load.judged, few, room):
                return
        load.change.anew = bool(load.files) and load.before.large
        _commit_large(writer, load.before, load.judged, progress, incoming, room=room)


def _incoming(load: _Load, taken: Iterable[tuple[Path, Kept]]) -> Iterator[Kept]:
    """Yield what is new, and note what becomes of each document; raises Needless if nothing is."""
    from graph.store.large.loading import Needless

    for path, document in taken:
        if document.id not in load.before.documents:
            load.change.added.append(document.id)
            if document.unproved:
                load.change.unproved[document.id] = document.unproved
            yield document
        elif content := _came(load, path, document.source):
            yield kept_documents.parsed(content)
    for each in (load.change.added, load.change.replaced, load.change.unchanged):
        each.sort()
    if load.needless:
        raise Needless


def _increment(
    writer: Writer,
    before: _State,
    judged: bytes,
    incoming: Mapping[str, Kept | None],
    room: Path,
) -> bool:
    """Change a large graph where these documents do, if that is less than to build it anew."""
    from graph.store.large import increments

    manifest = before.manifest
    given = _given(writer.folder, before.judged, judged)
    same = [_same(each) for each in (_parsed(writer.folder, before.judged), given)]
    if manifest is None or not before.fresh or same[0] != same[1]:
        return False
    try:
        opened = Generation(writer.folder, manifest)
        made = increments.increment(opened, before.documents, incoming, given, _ontology(), room)
    except (increments.TooMuch, GraphDamaged, GraphVersion):
        return False  # a build from the documents says what is wrong, or mends it
    faults.reach("graph-built")
    plan = Plan(made.loose, before.judged, judged, made.sources, archive=manifest.archive)
    writer.commit(made.parts, builders_key(), plan, made.fill)
    return True


def _same(given: Iterable[Judgement]) -> frozenset[frozenset[str]]:
    """Return the pairs that are judged the same."""
    return frozenset(each.pair for each in given if each.verdict is verdicts.Verdict.SAME)


def remove(folder: Path, ids: Iterable[str], progress: Progress = silent) -> Change:
    """Take documents away, with all that they alone supported.

    Raises UnknownDocument, or LoadError where another document takes back what one of them said.
    """
    with commits.writing(folder) as writer:
        before = _state(folder)
        gone = sorted({_known(id_, before.documents) for id_ in ids})
        change = Change(removed=gone)
        try:
            change.anew = _without(writer, before, gone, progress)
        except NothingToCancel as error:
            if error.missing not in gone:
                raise
            raise LoadError(
                f"document '{error.document}' takes back what '{error.missing}' said, and would be "
                f"left with nothing to take back. Remove both: "
                f"`inroads remove {' '.join([*gone, error.document])}`."
            ) from error
    return change


def _without(writer: Writer, before: _State, gone: Sequence[str], progress: Progress) -> bool:
    """Take documents away; return whether all others of a large graph were read for that."""
    if not before.large:
        after = {id_: digest for id_, digest in before.documents.items() if id_ not in gone}
        _commit(writer, before, Plan(after, before.judged, before.judged), progress)
        return False
    if len(gone) <= _FEW:
        incoming = dict.fromkeys(gone)
        if _increment(writer, before, before.judged, incoming, writer.room()):
            return False
    _commit_large(writer, before, before.judged, progress, gone=gone)
    return True


def judge(folder: Path, judgement: Judgement, progress: Progress = silent) -> None:
    """Add a judgement of identity; raises an InroadsError where it contradicts the graph."""
    with commits.writing(folder) as writer:
        before = _state(folder)
        judged = verdicts.append(_text(folder, before.judged), judgement).encode()
        if not (before.large and _increment(writer, before, judged, {}, writer.room())):
            _rebuild(writer, before, judged, progress)


def _rebuild(writer: Writer, before: _State, judged: bytes, progress: Progress) -> None:
    """Build a graph anew from the documents it has, with these judgements."""
    if before.large:
        _commit_large(writer, before, judged, progress)
    else:
        _commit(writer, before, Plan(dict(before.documents), before.judged, judged), progress)


def _ontology() -> Ontology:
    return builtin.ontology()


def _state(folder: Path) -> _State:
    """Return what a graph is; raises GraphDamaged."""
    return generations.steadily(folder, partial(_state_of, folder))


def _state_of(folder: Path, manifest: Manifest | None, judged: bytes) -> _State:
    is_large = manifest is not None and SIDECAR in manifest.sha256
    is_current = is_fresh(manifest, judged)
    return _State(shelf(folder, manifest), judged, is_current, is_large, manifest)


def _salvaged(folder: Path) -> _State:
    """Return what a graph is or, where it is damaged, what its newest whole generation was."""
    try:
        return _state(folder)
    except GraphDamaged as damage:
        manifest, judged, newest = generations.salvaged(folder)
        lost = f"{damage} It was built from what the load before the last left: load the files of "
        lost += "the last one again."
        state = _state_of(folder, manifest, judged)
        return state._replace(fresh=False, lost="" if newest else lost)


def _came(load: _Load, path: Path, source: Source) -> bytes | None:
    """Return a document as it is to be kept, None if it is; note what becomes of it."""
    before, change = load.before.documents, load.change
    old = before.get(source.id, "")
    try:
        kept_as = _source(before, source.id) if old else None
    except GraphDamaged:  # then this is what mends it
        old, kept_as = "", source
    proved = sources.proved(source, kept_as)
    content = sources.dumps(proved)
    if proved.unproved:
        change.unproved[source.id] = proved.unproved
    if kept_as is None:
        change.added.append(source.id)
    elif sources.digest(content) == old:
        change.unchanged.append(source.id)
        return None
    else:
        if not load.replace and not sources.same_document(kept_as, proved):
            raise LoadError(_two_texts(path, source.id))
        change.replaced.append(source.id)
        if fewer := len(sources.claims_of(kept_as) - sources.claims_of(proved)):
            change.fewer[source.id] = fewer
    return content


def _two_texts(path: Path, id_: str) -> str:
    return (
        f"{path}: the document id '{id_}' already stands for another text in this graph. Give "
        "this one an id of its own, or say --replace if it is to take the other's place."
    )


def _with_judgements(folder: Path, seen: bytes, files: Iterable[Path], change: Change) -> bytes:
    """Return the judgements of the graph with those of ``files`` that it does not hold yet."""
    text = _text(folder, seen)
    known = set(_parsed(folder, seen))
    for path in files:
        for each in verdicts.read(path):
            if each not in known:
                known.add(each)
                text = verdicts.append(text, each)
                change.judgements += 1
    return text.encode()


def _commit(writer: Writer, before: _State, plan: Plan, progress: Progress) -> None:
    """Build the graph of this plan in memory and make it the one that counts."""
    ontology = _ontology()
    files = _files(before.documents, plan, progress)
    given = _given(writer.folder, plan.seen, plan.judged)
    corpus = build.assembled(identity.resolve(files, given), ontology, progress)
    if len(corpus.records) < large():
        parts = build.of_corpus(corpus, ontology, progress).contents()
        faults.reach("graph-built")
    else:
        base = writer.add_base(partial(build.write_base, corpus, ontology, progress))
        faults.reach("graph-built")
        parts = _large_parts(base)
    writer.commit(parts, builders_key(), plan)


def _commit_large(
    writer: Writer,
    before: _State,
    judged: bytes,
    progress: Progress,
    incoming: Iterable[Kept] = (),
    gone: Collection[str] = (),
    room: Path | None = None,
) -> None:
    """Build the graph as documents stream by and make it the one that counts."""
    from graph.store.large import loading

    given = _given(writer.folder, before.judged, judged)
    staying = loading.Staying(before.documents, gone, _ontology(), checked=before.fresh)
    place = loading.Place(writer, room or writer.room())
    made = loading.build(incoming, staying, given, _ontology(), place, progress)
    faults.reach("graph-built")
    plan = Plan({}, before.judged, judged, archive=made.archive)
    writer.commit(_large_parts(made.base), builders_key(), plan)


def _large_parts(base: str) -> dict[str, bytes]:
    return {ONTOLOGY: build.ontology_part(_ontology()), SIDECAR: generations.naming(base)}


def _built(documents: Shelf, given: Sequence[Judgement], progress: Progress) -> Built:
    """Return the graph of these documents, in memory."""
    files = _files(documents, Plan(dict(documents), b"", b""), progress)
    return build.of_files(identity.resolve(files, given), _ontology(), progress)


def _files(before: Shelf, plan: Plan, progress: Progress) -> list[ClaimFile]:
    """Return the documents of this plan."""
    files = []
    for id_ in told(sorted(plan.documents), "Reading documents", progress):
        content = plan.added.get(plan.documents[id_] or "") or before.content(id_)
        files.append(sources.loads(content).file)
    sources.check_vocabulary(files, _ontology())
    return files


def _given(folder: Path, seen: bytes, judged: bytes) -> list[Judgement]:
    """Return the judgements there are to be; those that are yet to be written have no line."""
    written = len(seen.removesuffix(b"\n").split(b"\n"))
    found = _parsed(folder, judged)
    return [each if each.line <= written else dataclasses.replace(each, line=0) for each in found]
