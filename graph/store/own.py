"""A graph of one's own: documents go in and out, all or nothing, and nothing is ever lost.

What is kept are the documents, as they were loaded. The graph is built from all of them, so any
sequence of loads and removals gives, byte for byte, what a build from scratch gives.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from graph.claims import identity, sources
from graph.claims import judgements as verdicts
from graph.claims.corpus import NothingToCancel
from graph.claims.judgements import Judgement
from graph.claims.model import ClaimFile
from graph.claims.sources import Source
from graph.errors import GraphBusy, GraphDamaged, LoadError, OutputError, UnknownDocument
from graph.progress import Progress, silent, told
from graph.spelling import did_you_mean
from graph.store import build, builtin, commits, faults, generations, intake
from graph.store.build import Built
from graph.store.commits import Plan, Writer
from graph.store.generations import Generation, Manifest
from graph.store.intake import Taken
from graph.store.layout import ONTOLOGY, SIDECAR, builders_key, large
from graph.store.opening import is_fresh
from ontology.records import Ontology

Documents = Mapping[str, str]
"""Document id -> digest of its source."""


class _State(NamedTuple):
    """What a graph is when a write begins."""

    documents: Documents
    judged: bytes  # the text of its judgements
    fresh: bool  # built by this program, with these judgements
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
    lost: str = ""  # what a rebuild could not save, as a sentence

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
                _commit(writer, Plan(state.documents, state.judged, state.judged), silent)
    except (GraphBusy, OutputError):
        return _built(folder, Plan(manifest.documents, judged, judged), silent)
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
        known = _of(manifest)
        return [
            _source(folder, id_, _known(id_, known))
            for id_ in (sorted(known) if wanted is None else wanted)
        ]

    return generations.steadily(folder, read)


def contents(folder: Path) -> tuple[list[Source], str]:
    """Return all that a graph is built from: its documents, sorted by id, and its judgements."""

    def read(manifest: Manifest | None, judged: bytes) -> tuple[list[Source], str]:
        known = _of(manifest)
        return [_source(folder, id_, known[id_]) for id_ in sorted(known)], _text(folder, judged)

    return generations.steadily(folder, read)


def _known(id_: str, known: Documents) -> str:
    if id_ not in known:
        hint = did_you_mean(id_, known) if known else "This graph has no documents yet."
        raise UnknownDocument(f"no document of this graph has the id '{id_}'. {hint}")
    return known[id_]


def _source(folder: Path, id_: str, digest: str) -> Source:
    """Return a document as it is kept; raises GraphDamaged."""
    return sources.loads(generations.source(folder, digest, id_))


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
        taken, derived = intake.read(files, _ontology(), progress)
        faults.reach("files-read")
        change = Change(lost=before.lost, derived=derived)
        added = _compared(folder, before.documents, taken, change, replace=replace)
        whole = _with_judgements(folder, before.judged, judged, change)
        if paths and change.nothing and before.fresh:
            return change
        digests = {id_: sources.digest(content) for id_, content in added.items()}
        new = {digests[id_]: content for id_, content in added.items()}
        _commit(writer, Plan({**before.documents, **digests}, before.judged, whole, new), progress)
    return change


def remove(folder: Path, ids: Iterable[str], progress: Progress = silent) -> Change:
    """Take documents away, with all that they alone supported.

    Raises UnknownDocument, or LoadError where another document takes back what one of them said.
    """
    with commits.writing(folder) as writer:
        before = _state(folder)
        after = dict(before.documents)
        gone = sorted(set(ids))
        for id_ in gone:
            _known(id_, after)
            del after[id_]
        try:
            _commit(writer, Plan(after, before.judged, before.judged), progress)
        except NothingToCancel as error:
            if error.missing not in gone:
                raise
            raise LoadError(
                f"document '{error.document}' takes back what '{error.missing}' said, and would be "
                f"left with nothing to take back. Remove both: "
                f"`inroads remove {' '.join([*gone, error.document])}`."
            ) from error
    return Change(removed=gone)


def judge(folder: Path, judgement: Judgement, progress: Progress = silent) -> None:
    """Add a judgement of identity; raises an InroadsError where it contradicts the graph."""
    with commits.writing(folder) as writer:
        before = _state(folder)
        judged = verdicts.append(_text(folder, before.judged), judgement).encode()
        _commit(writer, Plan(before.documents, before.judged, judged), progress)


def _ontology() -> Ontology:
    return builtin.ontology()


def _state(folder: Path) -> _State:
    """Return what a graph is; raises GraphDamaged."""
    return generations.steadily(
        folder, lambda manifest, judged: _State(_of(manifest), judged, is_fresh(manifest, judged))
    )


def _salvaged(folder: Path) -> _State:
    """Return what a graph is or, where it is damaged, what its newest whole generation was."""
    try:
        return _state(folder)
    except GraphDamaged as damage:
        manifest, judged, newest = generations.salvaged(folder)
        lost = f"{damage} It was built from what the load before the last left: load the files of "
        lost += "the last one again."
        return _State(_of(manifest), judged, fresh=False, lost="" if newest else lost)


def _of(manifest: Manifest | None) -> Documents:
    """Return the documents of a generation, none where there is none yet."""
    return manifest.documents if manifest else {}


def _compared(
    folder: Path,
    before: Documents,
    taken: Sequence[Taken],
    change: Change,
    *,
    replace: bool,
) -> dict[str, bytes]:
    """Return what is new, by document id, and note in ``change`` what becomes of each."""
    new: dict[str, bytes] = {}
    for path, source in taken:
        old = before.get(source.id)
        try:
            kept_as = _source(folder, source.id, old) if old else None
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
            continue
        else:
            if not replace and not sources.same_document(kept_as, proved):
                raise LoadError(_two_texts(path, source.id))
            change.replaced.append(source.id)
            if fewer := len(sources.claims_of(kept_as) - sources.claims_of(proved)):
                change.fewer[source.id] = fewer
        new[source.id] = content
    return new


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


def _commit(writer: Writer, plan: Plan, progress: Progress) -> None:
    """Build the graph of this plan and make it the one that counts."""
    ontology = _ontology()
    corpus = build.assembled(_files(writer.folder, plan, progress), ontology, progress)
    if len(corpus.records) < large():
        parts = build.of_corpus(corpus, ontology, progress).contents()
        faults.reach("graph-built")
    else:
        base = writer.add_base(partial(build.write_base, corpus, ontology, progress))
        faults.reach("graph-built")
        parts = {ONTOLOGY: build.ontology_part(ontology), SIDECAR: generations.naming(base)}
    writer.commit(parts, builders_key(), plan)


def _built(folder: Path, plan: Plan, progress: Progress) -> Built:
    """Return the graph of this plan, in memory."""
    return build.of_files(_files(folder, plan, progress), _ontology(), progress)


def _files(folder: Path, plan: Plan, progress: Progress) -> list[ClaimFile]:
    """Return the documents of this plan, with its judgements applied."""
    files = []
    for id_ in told(sorted(plan.documents), "Reading documents", progress):
        digest = plan.documents[id_]
        content = plan.added.get(digest) or generations.source(folder, digest, id_)
        files.append(sources.loads(content).file)
    sources.check_vocabulary(files, _ontology())
    return identity.resolve(files, _given(folder, plan))


def _given(folder: Path, plan: Plan) -> list[Judgement]:
    """Return the judgements of a plan; those that are yet to be written have no line."""
    written = len(plan.seen.removesuffix(b"\n").split(b"\n"))
    found = _parsed(folder, plan.judged)
    return [each if each.line <= written else dataclasses.replace(each, line=0) for each in found]
