"""Lines of the usual shape are read as the careful reader reads them, or left to it."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ontology
from benchmarks.networks import claim_files
from graph.claims import bulk, bulk_writing, corpus, sources, spill, usual
from graph.claims.bulk_stream import Stream
from graph.claims.lines import LineError
from graph.claims.regroup import Saying
from graph.claims.sources import Source
from graph.errors import ClaimFileError
from graph.progress import silent
from tests.claims import strategies

VOCABULARY = ontology.compiled()


def written(files: list[Any]) -> list[str]:
    """Return these documents as lines."""
    whole = corpus.assemble(files, VOCABULARY)
    return list(bulk_writing.write(whole.documents, whole.entities, whole.records.values()))


def carefully(lines: list[str]) -> list[Any]:
    """Return what the careful reader makes of each line: its sayings, or what is wrong."""
    found: list[Any] = []
    sayings: list[Saying] = []
    reader = bulk.Reader(VOCABULARY, sayings.append)
    for number, line in enumerate(lines, 1):
        sayings.clear()
        try:
            reader.read(number, line)
            found.append([usual.told(each) for each in sayings])
        except LineError as error:
            found.append(str(error))
    return [found, reader.entities.found(), reader.documents.found()]


def quickly(lines: list[str]) -> tuple[list[Any], int]:
    """Return the same of usual lines taken in one go, and how many were."""
    found: list[Any] = []
    sayings: list[Saying] = []
    reader = bulk.Reader(VOCABULARY, sayings.append)
    quick, taken = usual.Usual(VOCABULARY, reader.entities, reader.documents), 0
    for number, line in enumerate(lines, 1):
        sayings.clear()
        told = quick.read(number, line)
        taken += told is not None
        try:
            if told is None:
                reader.read(number, line)
                told = [usual.told(each) for each in sayings]
            found.append(told)
        except LineError as error:
            found.append(str(error))
    return [found, reader.entities.found(), reader.documents.found()], taken


INDUSTRY = written(claim_files(120))
ODD: list[Any] = [
    None, "", "NO", "2026-13", "2026-Q2", "publisher", "a--b", "x" * 3, 0, 5, 5.0, -0, -1, True, {}, [], [[]],
    {"id": "x"}, {"text": "words"}, {"value": "5", "unit": "cars"}, "e\u0301", "\u0007", "\u00e9", "a\": 1", "\x7f",
    "quote", "retracts", "operating", "Company", "suppliesTo", "\ufffe", "two\nlines",
]  # fmt: skip


def test_lines_as_they_are_written_are_usual() -> None:
    expected = carefully(INDUSTRY)
    assert (expected, len(INDUSTRY)) == quickly(INDUSTRY)


@settings(max_examples=30)
@given(strategies.sources())
def test_whatever_a_document_can_hold_is_read_alike(found: list[Source]) -> None:
    lines = written([each.file for each in found])
    assert carefully(lines) == quickly(lines)[0]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where values stand inside a value."""
    inside = value.items() if isinstance(value, dict) else []
    inside = enumerate(value) if isinstance(value, list) else inside
    return [path, *(place for key, each in inside for place in places(each, (*path, key)))]


@st.composite
def faulty(draw: st.DrawFn) -> str:
    """Return a line in which one thing is other than it was."""
    data = json.loads(draw(st.sampled_from(INDUSTRY)))
    *path, last = draw(st.sampled_from([each for each in places(data) if each]))
    around = data
    for key in path:
        around = around[key]
    how = draw(st.sampled_from(["other", "gone", "named otherwise", "more"]))
    if how == "other" or isinstance(around, list):
        around[last] = draw(st.sampled_from(ODD))
    elif how == "more":
        names = ["label", "stage", "said", "valid", "quote", "start", "end", "passage", "cancels", "id",
                 "qualifiers", "replaces", "derived", "replaced_by", "plural", "also", "ids", "wire", "sha256"]  # fmt: skip
        around[draw(st.sampled_from(names))] = draw(st.sampled_from(ODD))
    else:
        value = around.pop(last)
        if how == "named otherwise":
            around[draw(st.sampled_from(["id", "label", "kind", "text", "quote", "x"]))] = value
    spaced = draw(st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : ")]))
    text = json.dumps(data, ensure_ascii=draw(st.booleans()), separators=spaced)
    return draw(
        st.sampled_from([text, text, text.replace('"id":', '"id":"x","id":', 1), text[:-1]])
    )


def test_a_speaker_with_an_unknown_field_is_refused() -> None:
    """Also where nothing else is said of it: else the paper would be taken for who speaks."""
    data = json.loads(INDUSTRY[0])
    data["attestations"][0]["speaker"] = {"text": "publisher"}
    ((told,), *_), _ = quickly([json.dumps(data)])
    assert told.startswith("'text' is unknown in a speaker")


@settings(max_examples=500)
@given(st.lists(st.sampled_from(INDUSTRY), max_size=2), faulty())
def test_a_faulty_line_is_told_as_the_careful_reader_tells_it(before: list[str], line: str) -> None:
    expected, actual = carefully([*before, line]), quickly([*before, line])[0]
    assert expected[0] == actual[0]
    if not isinstance(expected[0][-1], str):  # else nothing is kept of any line
        assert expected == actual


@settings(max_examples=30)
@given(strategies.sources(most=4), st.sampled_from([2, 40_000]))
def test_a_file_that_streams_by_gives_the_documents_it_gives_whole(
    found: list[Source], kept: int
) -> None:
    """Whether it fits into memory or lies on disk meanwhile; texts beside it prove quotes."""
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(spill, "_KEPT", kept)
        folder = Path(place)
        for each in found[::2]:
            if each.text:
                (folder / each.file.document.text_file).write_bytes(each.text.encode())
        path = folder / "all.jsonl"
        path.write_text("\n".join(written([each.file for each in found])), "utf-8")
        stream = Stream(path, VOCABULARY, folder)
        stream.read(silent)
        streamed = {each.id: each.content for each in stream.kept(silent)}
        whole = bulk.read(path, VOCABULARY).sources
        assert {each.id: sources.dumps(each) for each in whole} == streamed


def test_a_bad_line_after_many_good_ones_is_named(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    bad = INDUSTRY[7].replace('"reading":"explicit"', '"reading":"aloud"')
    path.write_text("\n".join([*INDUSTRY, bad]), "utf-8")
    with pytest.raises(ClaimFileError) as told:
        Stream(path, VOCABULARY, tmp_path).read(silent)
    assert str(told.value).startswith(f"{path}:{len(INDUSTRY) + 1}: 'aloud' is no reading")
