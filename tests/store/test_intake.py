"""The door: whatever stands before it, a graph of one's own is loaded rightly or not touched."""

import os
import re
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seeds
from graph.claims import files
from graph.errors import (
    ClaimFileError,
    GraphDamaged,
    GraphNotFound,
    GraphVersion,
    InroadsError,
    OutputError,
)
from graph.store import generations, intake, own
from tests.claims.strategies import VOCABULARY
from tests.store.documents import ENDINGS, FORMATS, empty, lines, write

INVENTED = Path(__file__).parent.parent / "invented"
LEDGER = files.source(INVENTED / "kestrel-ledger.yaml", VOCABULARY)
ARTICLE = files.source(seeds.FOLDER / "chinese-ev-makers-us.yaml", VOCABULARY)
SUFFIX = {"yaml": ".yaml", **ENDINGS}


def state(folder):
    """Return all bytes that make up a graph: what counts, and what it says."""
    return (folder / "current").read_bytes(), lines(folder), generations.judgements(folder)


@pytest.fixture
def desk(tmp_path):
    """Return a graph of one's own that holds a document."""
    folder = empty(tmp_path / "desk")
    own.load(folder, write([ARTICLE], "yaml", tmp_path / "article"))
    return folder


def refused(folder, paths):
    """Return the message of a load that must fail and leave the graph as it was."""
    before = state(folder)
    with pytest.raises(InroadsError) as caught:
        own.load(folder, paths)
    assert before == state(folder)
    return str(caught.value)


# ------------------------------------------------------------- corrupted files


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a small document written in every format, as bytes."""
    here = tmp_path_factory.mktemp("whole")
    small = LEDGER._replace(
        file=files.ClaimFile(LEDGER.file.document, LEDGER.file.entities, LEDGER.file.statements[:3])
    )
    return {form: write([small], form, here / form)[0].read_bytes() for form in FORMATS}


@st.composite
def damages(draw):
    """Return a way to damage bytes, as (name, function)."""
    place, value = draw(st.integers(0, 10**6)), draw(st.integers(0, 255))
    piece = draw(
        st.sampled_from(
            [b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"{", b"]" * 50, b"[" * 2000, b"- ", b": ",
             b"\n", b"<<(", b"_:b ", b"@", b"NaN", b"9" * 5000, b"\\ud800", b"&a", b"null", b"%"]
        )
    )  # fmt: skip
    return draw(
        st.sampled_from(
            [
                lambda b: b[: place % len(b)],
                lambda b: b[: place % len(b)] + bytes([value]) + b[place % len(b) + 1 :],
                lambda b: b[: place % len(b)] + piece + b[place % len(b) :],
                lambda b: b[place % len(b) :] + b[: place % len(b)],
                lambda b: b[: place % len(b)] + b[max(place % len(b) - 99, 0) :],
                lambda b: b.decode().encode("utf-16"),
                lambda b: b.decode().encode("latin-1", "replace"),
            ]
        )
    )


@pytest.mark.parametrize("form", FORMATS)
def test_a_damaged_file_is_refused_or_read_whole(form, whole, tmp_path_factory):
    """Truncated, flipped, spliced, in another encoding: an error for people, or sound sources."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / LEDGER.file.document.text_file).write_text(LEDGER.text, "utf-8")
    path = folder / f"x{SUFFIX[form]}"

    @settings(max_examples=200 if form in ("yaml", "jsonl", "nquads") else 60,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(damages())
    def check(damage):
        path.write_bytes(damage(whole[form]))
        try:
            found = intake.contents_of(path, VOCABULARY).sources
        except InroadsError:
            return
        for each in found:
            for said in each.file.statements:
                words = said.evidence
                if words.kind == "quote" and each.text:
                    assert each.text[words.start : words.end] == words.text

    check()


@pytest.mark.parametrize("form", FORMATS)
def test_a_refused_load_leaves_the_graph_as_it_was(form, desk, whole, tmp_path):
    """A sound file beside the damaged one is not loaded either."""
    sound = write([LEDGER], "yaml", tmp_path / "sound")
    broken = tmp_path / f"broken{SUFFIX[form]}"
    broken.write_bytes(whole[form][: len(whole[form]) * 2 // 3] + b"\0")
    message = refused(desk, [*sound, broken])
    assert str(broken) in message


def test_a_claim_file_of_a_newer_version_is_refused(desk, tmp_path):
    """And says that the program is the one to update."""
    (path,) = write([LEDGER], "yaml", tmp_path / "x")
    path.write_text(path.read_text().replace("inroads: '1'", "inroads: '2'"))
    assert "format 2, this program reads format 1\nUpdate inroads" in refused(desk, [path])


LITERALS = {
    "x.yaml": ('inroads: "1"\ndocument:\n  id: a\n  note: "%s"\n', "x.yaml:4: this line has 10,000"),
    "y.yaml": ('inroads: "1"\ndocument:\n  id: a\n  note: |\n    %s\n', "y.yaml:4: a value has"),
    "x.jsonl": ('{"document": {"id": "a", "note": "%s"}}\n', "x.jsonl:1: this line has more than"),
    "x.nq": ('<https://x.example/a> <https://x.example/b> "%s" .\n', "x.nq: a value has 10,000,000"),
    "x.ttl": ('<https://x.example/a> <https://x.example/b> """%s""" .\n', "x.ttl: a value has 10,000,000"),
    "x.jsonld": ('{"@id": "https://x.example/a", "https://x.example/b": "%s"}', "x.jsonld: a value has"),
}  # fmt: skip


@pytest.mark.parametrize("name", LITERALS)
def test_a_literal_of_ten_million_characters_is_refused_soon(name, desk, tmp_path):
    """With a message that does not hold it."""
    template, expected = LITERALS[name]
    long = "x" * 10_000_000
    path = tmp_path / name
    path.write_text(template % ("\n    ".join([long[:99_990]] * 5) if name[0] == "y" else long))
    start = time.process_time()
    message = refused(desk, [path])
    assert time.process_time() - start < 8
    assert expected in message
    assert len(message) < 500


@pytest.mark.parametrize("ending", [".yaml", ".nq", ".ttl", ".jsonld", ".txt"])
def test_a_file_of_300_mb_is_refused_before_it_is_read(ending, tmp_path):
    """Told with its limit; claims in bulk have none, for they are read line by line."""
    path = tmp_path / f"x{ending}"
    if ending == ".txt":
        (claims,) = write([LEDGER], "yaml", tmp_path)
        path = path.with_name(LEDGER.file.document.text_file)
    else:
        claims = path
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    start = time.process_time()
    with pytest.raises(ClaimFileError, match="this file has more than"):
        intake.contents_of(claims, VOCABULARY)
    assert time.process_time() - start < 3


# ------------------------------------------------------------- what is no file


def fifo(path):
    os.mkfifo(path)


def link_in_a_circle(path):
    path.symlink_to(path.with_name("other"))
    path.with_name("other").symlink_to(path)


NO_FILES = {
    "a folder": (Path.mkdir, "holds no claim file|no regular file"),
    "a named pipe": (fifo, "no regular file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "no regular file"),
    "a link in a circle": (link_in_a_circle, "cannot read it: Too many levels"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "cannot read it: No such file"),
    "nothing": (lambda path: None, "cannot read it: No such file"),
}


@pytest.mark.parametrize("ending", [".yaml", ".jsonl", ".ttl"])
@pytest.mark.parametrize(("make", "message"), NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_file_is_refused_without_waiting(make, message, ending, desk, tmp_path):
    """A pipe would wait for ever, a device never ends."""
    path = tmp_path / f"thing{ending}"
    make(path)
    assert re.search(message, refused(desk, [path]))


@pytest.mark.parametrize("form", FORMATS)
def test_a_text_that_is_no_file_is_refused(form, desk, tmp_path):
    """The text of a document is opened with the same care, whatever its name says."""
    paths = write([LEDGER], form, tmp_path / "x", texts=False)
    os.mkfifo(tmp_path / "x" / LEDGER.file.document.text_file)
    assert "no regular file" in refused(desk, paths)


@pytest.mark.parametrize("name", ["../x.txt", "/etc/hostname", "x" * 300, ".."])
@pytest.mark.parametrize("form", ["jsonl", "nquads"])
def test_a_text_name_reaches_nowhere_else(name, form, desk, tmp_path):
    """It is a plain name, or refused; one that no file can bear is a text not at hand."""
    (path,) = write([LEDGER], form, tmp_path / "x", texts=False)
    path.write_text(path.read_text().replace(LEDGER.file.document.text_file, name))
    if name == "x" * 300:
        assert {LEDGER.id} == own.load(desk, [path]).unproved.keys()
    else:
        assert "must be a plain file name" in (m := refused(desk, [path])) or "no regular file" in m


@contextmanager
def without_privileges():
    """Act as a user who is not root, whom no permission binds."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_may_not_be_read_is_named(form, tmp_path):
    """With the reason the system gives."""
    (path,) = write([LEDGER], form, tmp_path / "x")
    path.chmod(0)
    with (
        without_privileges(),
        pytest.raises(ClaimFileError, match=rf"{path.name}:1: cannot read it: Permission denied"),
    ):
        intake.contents_of(path, VOCABULARY)


def test_an_unknown_ending_is_told_with_those_that_are_known(desk, tmp_path):
    """Formats go by the end of the name."""
    path = tmp_path / "x.docx"
    path.write_text("a,b\n")
    assert "Known endings: .csv, .ftm, .jsonl" in refused(desk, [path])


# ------------------------------------------------------------- files against each other

ONE = '{{"subject": {{"id": "acme", "label": "Acme", "kind": "{kind}"}}, "relation": {{"id": "differsFrom"}}, "object": {{"text": "it"}}, "attestations": [{{"evidence": "paraphrase", "text": "{words}", "document": {{"id": "{id}"}}}}]}}\n'


def test_an_entity_of_two_kinds_names_both_documents_and_kinds(desk, tmp_path):
    """In two files of one load, and against what the graph holds."""
    paths = []
    for id_, kind in (("one", "Company"), ("two", "Brand")):
        paths.append(tmp_path / f"{id_}.jsonl")
        paths[-1].write_text(ONE.format(id=id_, kind=kind, words="x"))
    expected = "'acme' is a Company in document 'one' and a Brand in document 'two'"
    assert expected in refused(desk, paths)
    own.load(desk, paths[:1])
    assert expected in refused(desk, paths[1:])


def test_a_document_in_two_files_names_both(desk, tmp_path):
    """One id stands for one document."""
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path in paths:
        path.write_text(ONE.format(id="one", kind="Company", words=path.name))
    message = refused(desk, paths)
    assert f"two documents have the id 'one': in {paths[0]} and in {paths[1]}" in message


def test_a_document_id_of_another_text_is_refused_unless_it_is_to_replace(desk, tmp_path):
    """A new version of a text is like the old one; another text is another document."""
    other = files.source(INVENTED / "kestrel-ledger.yaml", VOCABULARY)
    document = other.file.document.__class__(
        **{**vars(other.file.document), "id": ARTICLE.id, "url": "", "title": "Quite another"}
    )
    swapped = other._replace(
        file=files.ClaimFile(document, other.file.entities, other.file.statements)
    )
    for form in FORMATS:
        paths = write([swapped], form, tmp_path / form)
        assert f"'{ARTICLE.id}' already stands for another text" in refused(desk, paths)
    change = own.load(desk, paths, replace=True)
    assert [ARTICLE.id] == change.replaced


def place(id_, lower, upper, folder):
    """Write a claim file that says that one place lies in another."""
    path = folder / f"{id_}.yaml"
    path.write_text(
        f'inroads: "1"\ndocument: {{id: {id_}}}\nentities:\n'
        f"  {lower}: {{kind: Region, label: {lower}}}\n  {upper}: {{kind: Region, label: {upper}}}\n"
        f"statements:\n  - record: {lower}\n    claims: [{lower} within {upper}]\n"
    )
    return path


def test_places_within_themselves_are_refused_across_files_and_loads(desk, tmp_path):
    """The message names the places and the documents that say so."""
    paths = [place("one", "aa", "bb", tmp_path), place("two", "bb", "cc", tmp_path)]
    last = place("three", "cc", "aa", tmp_path)
    for loaded in ([*paths, last], None):
        if loaded is None:
            own.load(desk, paths)
        message = refused(desk, loaded or [last])
        assert "places lie within themselves" in message
        assert all(f"({each})" in message for each in ("one", "two", "three"))


# ------------------------------------------------------------- what is no graph of ours


def test_a_folder_that_is_no_graph_is_told_how_to_become_one(tmp_path):
    """Nothing is written into it."""
    paths = write([LEDGER], "yaml", tmp_path / "x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(GraphNotFound, match=r"is not a graph\. `inroads init"):
        own.load(tmp_path / "x", paths)
    assert before == sorted(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ('{"inroads-graph": 99}', GraphVersion),
        ('{"inroads-graph": "1"}', (GraphVersion, GraphDamaged)),
        ("{}", GraphDamaged),
        ("not JSON", GraphDamaged),
        ("", GraphDamaged),
    ],
)
def test_a_graph_of_another_version_is_left_alone(content, error, desk, tmp_path):
    """Neither read nor written: the message says what to do."""
    (desk / "inroads.json").write_text(content)
    paths = write([LEDGER], "yaml", tmp_path / "x")
    before = {path: path.read_bytes() for path in sorted(desk.rglob("*")) if path.is_file()}
    for act in (lambda: own.load(desk, paths), lambda: own.documents(desk)):
        with pytest.raises(error):
            act()
    assert before == {path: path.read_bytes() for path in sorted(desk.rglob("*")) if path.is_file()}


def test_a_graph_that_may_not_be_written_stays_readable(tmp_path):
    """The load says where it could not write."""
    with tempfile.TemporaryDirectory() as made:  # tmp_path is closed to all other users
        folder = empty(Path(made) / "desk")
        own.load(folder, write([ARTICLE], "yaml", Path(made) / "article"))
        paths = write([LEDGER], "yaml", Path(made) / "x")
        every = [Path(made), *Path(made).rglob("*")]
        for path in every:
            path.chmod(0o555 if path.is_dir() else 0o444)
        with without_privileges():
            before = state(folder)
            with pytest.raises(OutputError, match="cannot write to"):
                own.load(folder, paths)
            assert before == state(folder)
        for path in every:
            path.chmod(0o755 if path.is_dir() else 0o644)
