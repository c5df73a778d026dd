"""Loads, new versions, removals and judgements, one after the other: as a build from scratch."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_large import COMPANIES, ROOM, VOCABULARY, World, in_memory_error

from graph.claims import identity, writing
from graph.claims.judgements import Judgement, Verdict
from graph.claims.model import ClaimFile
from graph.errors import InroadsError
from graph.session import Session
from graph.store import build, commits, own
from graph.store.table import dump_node, dump_row


def told(session: Session) -> object:
    """Return all that can be read of a graph."""
    table, store = session.table, session.store
    nodes = {id_: dump_node(each) for id_, each in table.nodes.items()}
    rows = {row.id: dump_row(row) for row in table.rows}
    records = {each.id: each for each in store.records(sorted(rows))}
    return nodes, rows, records, store.documents(store.document_ids()), store.lines()


class Desk:
    """A large graph that changes step by step, and what it is to hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "graph"
        self.files: dict[str, ClaimFile] = {}
        self.judged: list[Judgement] = []
        self.in_place = 0
        commits.create(self.folder)

    def expected(self) -> Session:
        """Return the graph built from scratch; raises an InroadsError."""
        ordered = [self.files[id_] for id_ in sorted(self.files)]
        return Session(build.of_files(identity.resolve(ordered, self.judged), VOCABULARY))

    def begin(self, files: list[ClaimFile]) -> None:
        """Make a base and an archive of documents."""
        lines = self.folder.with_name("lone.jsonl")
        lines.write_text(json.dumps({"document": {"id": "lone"}}), "utf-8")
        own.load(self.folder, [lines])
        self.load(*files)
        own.remove(self.folder, ["lone"])
        own.load(self.folder, [])

    def load(self, *files: ClaimFile) -> None:
        before = dict(self.files)
        self.files |= {each.document.id: each for each in files}
        paths = []
        for each in files:
            paths.append(self.folder.with_name(f"{each.document.id}.yaml"))
            paths[-1].write_text(writing.write(each), "utf-8")
        try:
            self.in_place += not own.load(self.folder, paths, replace=True).anew
        except InroadsError:
            with pytest.raises(InroadsError):
                self.expected()
            self.files = before

    def remove(self, id_: str) -> None:
        gone = self.files.pop(id_)
        try:
            own.remove(self.folder, [id_])
        except InroadsError:
            with pytest.raises(InroadsError):
                self.expected()
            self.files[id_] = gone

    def judge(self, judgement: Judgement) -> None:
        self.judged.append(judgement)
        try:
            own.judge(self.folder, judgement)
        except InroadsError:
            with pytest.raises(InroadsError):
                self.expected()
            self.judged.pop()

    def check(self) -> None:
        if self.files:
            assert told(self.expected()) == told(Session(own.open(self.folder)))


def changed(draw: st.DrawFn, desk: Desk, world: World) -> None:
    """Change the graph in some way."""
    ways = ["load", "load", "load two", "new version", "new version", "remove", "judge"]
    way = draw(st.sampled_from(ways))
    here = sorted(desk.files)
    if way == "judge":
        one, other = draw(st.permutations(COMPANIES))[:2]
        desk.judge(Judgement(draw(st.sampled_from(Verdict)), one, other))
    elif way == "remove" and len(here) > 1:
        desk.remove(draw(st.sampled_from(here)))
    elif way == "new version" and here:
        desk.load(world.document(draw(st.sampled_from(here))))
    else:
        number = draw(st.integers(100, 120))
        more = [world.document(f"document-{number + n}") for n in range(1 + (way == "load two"))]
        desk.load(*more)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_any_sequence_of_changes_gives_what_a_build_from_scratch_gives(
    seed: int, data: st.DataObject
) -> None:
    with TemporaryDirectory(dir=ROOM) as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv("INROADS_LARGE", "0")
        world, desk = World(seed), Desk(Path(place))
        files = world.documents(6)
        if in_memory_error(files):
            return
        desk.begin(files)
        for _ in range(data.draw(st.integers(1, 5))):
            changed(data.draw, desk, world)
            desk.check()


def test_a_few_documents_change_a_graph_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would compare builds with builds. The base and the archive stay."""
    monkeypatch.setenv("INROADS_LARGE", "0")
    world, desk = World(34), Desk(tmp_path)
    desk.begin(world.documents(6))

    def kept() -> list[str]:
        return sorted(
            p.name for name in ("bases", "archives") for p in (desk.folder / name).iterdir()
        )

    own.load(desk.folder, [])  # sweeps
    before = kept()
    for number in range(100, 106):
        desk.load(world.document(f"document-{number}"))
        desk.check()
    desk.load(world.document("document-2"))
    desk.remove("document-100")
    desk.judge(Judgement(Verdict.DIFFERENT, "acme", "bolt"))
    desk.check()
    assert before == kept()
    assert not any(own.load(desk.folder, []).anew for _ in range(2))


def test_a_judgement_that_joins_weighs_everything_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INROADS_LARGE", "0")
    world, desk = World(34), Desk(tmp_path)
    desk.begin(world.documents(6))
    before = {path.name for path in (desk.folder / "bases").iterdir()}
    for pair in combinations(COMPANIES, 2):  # most are related, which forbids it
        if not desk.judged:
            desk.judge(Judgement(Verdict.SAME, *pair))
    assert desk.judged
    desk.check()
    assert not before >= {path.name for path in (desk.folder / "bases").iterdir()}
    desk.load(world.document("document-2"))
    desk.check()
