"""A graph of one's own: documents go in and out, all or nothing, and nothing is ever lost.

What is kept are the documents, as they were loaded. The graph is built from all of them, so any
sequence of loads and removals gives, byte for byte, what a build from scratch gives.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.claims import identity, sources
from graph.claims import judgements as verdicts
from graph.claims.judgements import Judgement
from graph.claims.sources import Source
from graph.errors import GraphBusy, GraphDamaged, LoadError, OutputError, UnknownDocument
from graph.progress import Progress, silent, told
from graph.spelling import did_you_mean
from graph.store import build, builtin, faults, generations, intake
from graph.store.build import Built
from graph.store.generations import Generation, Writer
from graph.store.intake import Taken
from graph.store.layout import builders_key
from ontology.records import Ontology

Documents = Mapping[str, str]
"""Document id -> digest of its source."""


@dataclass
class Change:
    """What a load or a removal did to the documents, by their ids, each list sorted."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    judgements: int = 0  # how many the load brought
    unproved: dict[str, int] = field(default_factory=dict)  # quotes without a text, by document
    lost: str = ""  # what a rebuild could not save, as a sentence

    @property
    def nothing(self) -> bool:
        """Whether the graph is what it was."""
        return not (self.added or self.replaced or self.removed or self.judgements)


def open(folder: Path) -> Generation | Built:
    """Return the graph in ``folder``, brought up to date first where that is needed.

    It is needed where somebody edited the judgements, or where another version of the program
    built the graph. A graph that cannot be written to is then built in memory.
    """
    current = generations.current(folder)
    if current is None:
        return build.of_files([], _ontology())
    if _is_fresh(folder):
        return current
    try:
        with generations.writing(folder) as writer:
            _commit(writer, _documents(folder), (), silent)
    except GraphBusy:
        return current  # its writer brings it up to date
    except OutputError:
        judged = generations.judgements(folder)
        return _built(folder, current.manifest.documents, {}, judged, silent)
    return open(folder)


def _is_fresh(folder: Path) -> bool:
    """Tell whether the graph was built by this program with the judgements that stand there."""
    manifest = generations.current_manifest(folder)
    wanted = builders_key(), _digest(generations.judgements(folder))
    return manifest is not None and (manifest.key, manifest.judgements) == wanted


def documents(folder: Path) -> list[str]:
    """Return the ids of the documents of a graph, sorted."""
    generations.check_layout(folder)
    return sorted(_documents(folder))


def kept(folder: Path, ids: Iterable[str] | None = None) -> list[Source]:
    """Return the documents of a graph, or those with these ids, as they were loaded.

    Raises UnknownDocument.
    """
    generations.check_layout(folder)
    known = _documents(folder)
    return [
        sources.loads(generations.source(folder, _known(id_, known)))
        for id_ in (sorted(known) if ids is None else ids)
    ]


def _known(id_: str, known: Documents) -> str:
    if id_ not in known:
        hint = did_you_mean(id_, known) if known else "This graph has no documents yet."
        raise UnknownDocument(f"no document of this graph has the id '{id_}'. {hint}")
    return known[id_]


def judgements(folder: Path) -> tuple[Judgement, ...]:
    """Return who judged what to be the same; raises ClaimFileError with file and line."""
    return verdicts.read(folder / generations.JUDGEMENTS)


def load(
    folder: Path, paths: Sequence[Path], *, replace: bool = False, progress: Progress = silent
) -> Change:
    """Add the documents of these files; a new version of a document takes the old one's place.

    Without ``paths`` the graph is built anew from the documents it has. Either all of it
    happens or, whatever goes wrong, nothing. Raises LoadError where a document id stands for
    two texts, unless they are to ``replace`` each other.
    """
    with generations.writing(folder) as writer:
        before, lost = (_documents(folder), "") if paths else _salvaged(folder)
        files, judged = intake.expanded(paths)
        taken = intake.read(files, _ontology(), progress)
        faults.reach("files-read")
        change = Change(lost=lost)
        added = _compared(folder, before, taken, change, replace=replace)
        whole = _with_judgements(folder, judged, change)
        if paths and change.nothing and _is_fresh(folder):
            return change
        after = {**before, **{id_: sources.digest(content) for id_, content in added.items()}}
        _commit(writer, after, added.values(), progress, whole)
    return change


def remove(folder: Path, ids: Iterable[str], progress: Progress = silent) -> Change:
    """Take documents away, with all that they alone supported; raises UnknownDocument."""
    with generations.writing(folder) as writer:
        after = dict(_documents(folder))
        gone = sorted(set(ids))
        for id_ in gone:
            _known(id_, after)
            del after[id_]
        _commit(writer, after, (), progress)
    return Change(removed=gone)


def judge(folder: Path, judgement: Judgement, progress: Progress = silent) -> None:
    """Add a judgement of identity; raises an InroadsError where it contradicts the graph."""
    with generations.writing(folder) as writer:
        text = verdicts.append(_text(folder), judgement)
        _commit(writer, _documents(folder), (), progress, text.encode())


def _ontology() -> Ontology:
    return builtin.ontology()


def _documents(folder: Path) -> dict[str, str]:
    """Return the documents of the generation that counts, with their digests."""
    manifest = generations.current_manifest(folder)
    return dict(manifest.documents) if manifest else {}


def _salvaged(folder: Path) -> tuple[dict[str, str], str]:
    """Return the documents of the newest generation whose manifest is whole, and what is lost."""
    try:
        return _documents(folder), ""
    except GraphDamaged as damage:
        manifest = generations.newest_whole(folder)
        if manifest is None:
            raise
        return dict(manifest.documents), (
            f"{damage} It was built from what the load before the last left: load the files of "
            "the last one again."
        )


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
        kept_as = sources.loads(generations.source(folder, old)) if old else None
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
        new[source.id] = content
    return new


def _two_texts(path: Path, id_: str) -> str:
    return (
        f"{path}: the document id '{id_}' already stands for another text in this graph. Give "
        "this one an id of its own, or say --replace if it is to take the other's place."
    )


def _with_judgements(folder: Path, files: Iterable[Path], change: Change) -> bytes:
    """Return the judgements of the graph with those of ``files`` that it does not hold yet."""
    text = _text(folder)
    known = set(judgements(folder))
    for path in files:
        for each in verdicts.read(path):
            if each not in known:
                known.add(each)
                text = verdicts.append(text, each)
                change.judgements += 1
    return text.encode()


def _commit(
    writer: Writer,
    after: Documents,
    added: Iterable[bytes],
    progress: Progress,
    judged: bytes | None = None,
) -> None:
    """Build the graph of these documents and make it the one that counts."""
    new = {sources.digest(content): content for content in added}
    text = generations.judgements(writer.folder) if judged is None else judged
    built = _built(writer.folder, after, new, text, progress)
    faults.reach("graph-built")
    about = {"key": builders_key(), "judgements": _digest(text)}
    writer.commit(built.contents(), about, after, new, text)


def _built(
    folder: Path, after: Documents, new: Mapping[str, bytes], judged: bytes, progress: Progress
) -> Built:
    """Return the graph of these documents; what is ``new`` is not in the folder yet."""
    ontology = _ontology()
    files = []
    for digest in told(sorted(after.values()), "Reading documents", progress):
        content = new.get(digest) or generations.source(folder, digest)
        files.append(sources.loads(content).file)
    sources.check_vocabulary(files, ontology)
    return build.of_files(identity.resolve(files, _given(folder, judged)), ontology, progress)


def _given(folder: Path, judged: bytes) -> list[Judgement]:
    """Return the judgements in ``judged``; those that are yet to be written have no line."""
    path = folder / generations.JUDGEMENTS
    written = len(generations.judgements(folder).removesuffix(b"\n").split(b"\n"))
    found = verdicts.parse(verdicts.decoded(judged, path), path)
    return [each if each.line <= written else dataclasses.replace(each, line=0) for each in found]


def _text(folder: Path) -> str:
    """Return the judgements of a graph as they are written; raises ClaimFileError."""
    return verdicts.decoded(generations.judgements(folder), folder / generations.JUDGEMENTS)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
