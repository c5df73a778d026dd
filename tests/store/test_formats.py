"""Every format holds the whole graph: what is exported loads as the same graph again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import seeds
from graph import session
from graph.answers.describe import Describer
from graph.answers.model import to_json
from graph.claims import files
from graph.claims.model import Claim, Evidence, EvidenceKind
from graph.errors import ClaimFileError
from graph.pages import cite, reasons
from graph.pages.checking import check
from graph.pages.dump import dump
from graph.store import build, own
from tests.claims.strategies import VOCABULARY, sources
from tests.store.documents import ENDINGS, FORMATS, empty, graph_of, lines, table, write

INVENTED = Path(__file__).parent.parent / "invented"
CORPORA = {"seed": seeds.files(), "invented": sorted(INVENTED.glob("*.yaml"))}
BOUNDED = settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking such a value takes minutes
    suppress_health_check=list(HealthCheck),
)
TEXT_NAME = "<http://purl.org/dc/terms/source>"


def built(found):
    """Return the triples and the table of these documents, built at once."""
    whole = build.of_files([each.file for each in found], VOCABULARY)
    return whole.triples.splitlines(), whole.table


@pytest.fixture(scope="module", params=CORPORA)
def found(request):
    """Return the documents of a corpus of the repository."""
    return [files.source(path, VOCABULARY) for path in CORPORA[request.param]]


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_exported_loads_as_the_same_graph(form, found, tmp_path):
    """The same triples and the same table, where the texts lie beside."""
    folder = empty(tmp_path / "own")
    change = own.load(folder, write(found, form, tmp_path / "files"))
    assert {} == change.unproved
    assert built(found) == (lines(folder), table(folder))


@pytest.mark.parametrize("form", ENDINGS)
def test_without_the_texts_their_names_are_missing_and_nothing_else(form, found, tmp_path):
    """A document that names no text says that its words were not checked."""
    folder = empty(tmp_path / "own")
    change = own.load(folder, write(found, form, tmp_path / "files", texts=False))
    assert {each.id for each in found if each.text} == change.unproved.keys()
    expected, nodes = built(found)
    assert [each for each in expected if TEXT_NAME not in each] == lines(folder)
    assert nodes == table(folder)


@BOUNDED
@given(written=sources(), form=st.sampled_from(FORMATS))
def test_any_documents_survive_any_format(written, form, tmp_path_factory):
    """Hostile words, several documents, retractions, replacements: nothing is lost."""
    here = tmp_path_factory.mktemp("round")
    folder = empty(here / "own")
    own.load(folder, write(written, form, here / "files"))
    expected, nodes = built(written)
    assert expected == lines(folder)
    if form in ("yaml", "jsonl"):
        assert nodes == table(folder)


def test_claims_as_they_are_printed_load_again(found, tmp_path):
    """`claims -f jsonl` lacks other names of entities: claims and their standing it has whole."""
    opened = graph_of(found)
    printed = [to_json(each) for each in Describer(opened).claims(opened.store.claim_ids())]
    path = tmp_path / "x.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in printed))
    for each in found:
        if each.text:
            (tmp_path / each.file.document.text_file).write_bytes(each.text.encode())
    folder = empty(tmp_path / "own")
    change = own.load(folder, [path])
    assert sum(1 for each in printed if each["derived"]) == change.derived > 0
    again = session.open(str(folder)).store
    ids = opened.store.claim_ids()
    assert opened.store.records(ids) == again.records(again.claim_ids())
    told = {a["document"]["id"] for each in printed for a in each["attestations"]}
    assert opened.store.documents(told) == again.documents(told)


# ------------------------------------------------------------- documents without their text


def test_the_text_that_the_graph_holds_proves_what_comes_later(found, tmp_path):
    """Bulk claims of a document that was loaded with its text need no text beside."""
    folder = empty(tmp_path / "own")
    own.load(folder, write(found, "yaml", tmp_path / "files"))
    before = lines(folder)
    change = own.load(folder, write(found, "jsonl", tmp_path / "bulk", texts=False))
    assert {} == change.unproved
    assert before == lines(folder)


def test_words_that_the_held_text_lacks_are_refused(tmp_path):
    """The error names the document and the nearest passage, and nothing changes."""
    (found,) = [files.source(p, VOCABULARY) for p in CORPORA["seed"] if "chinese" in p.name]
    folder = empty(tmp_path / "own")
    own.load(folder, write([found], "yaml", tmp_path / "files"))
    before = (folder / "current").read_bytes(), lines(folder)
    (path,) = write([found], "jsonl", tmp_path / "bulk", texts=False)
    path.write_text(
        path.read_text().replace("BYD, Geely, and Xiaomi have", "BYD, Volvo, and Xiaomi have")
    )
    with pytest.raises(
        own.LoadError, match=r"(?s)document 'chinese-ev-makers-us': .*BYD, Volvo.*Nearest"
    ):
        own.load(folder, [path])
    assert before == ((folder / "current").read_bytes(), lines(folder))


@pytest.mark.parametrize("form", ENDINGS)
def test_a_quote_that_the_text_beside_lacks_is_refused(form, tmp_path):
    """Whatever the format: the words must stand where they are said to stand."""
    (found,) = [files.source(p, VOCABULARY) for p in CORPORA["seed"] if "chinese" in p.name]
    (path,) = write([found], form, tmp_path / "files")
    path.write_text(
        path.read_text().replace("BYD, Geely, and Xiaomi have", "BYD, Volvo, and Xiaomi have")
    )
    with pytest.raises(
        ClaimFileError, match=rf"(?s)all{ENDINGS[form]}:\d+: .*BYD, Volvo.*does not stand"
    ):
        own.load(empty(tmp_path / "own"), [path])


@pytest.mark.parametrize("form", ENDINGS)
def test_another_text_beside_is_refused(form, tmp_path):
    """Its digest is not the one the document names."""
    (found,) = [files.source(p, VOCABULARY) for p in CORPORA["seed"] if "chinese" in p.name]
    paths = write([found], form, tmp_path / "files")
    text = tmp_path / "files" / found.file.document.text_file
    text.write_text(text.read_text() + "More.\n")
    with pytest.raises(ClaimFileError, match="has changed: its SHA-256 is"):
        own.load(empty(tmp_path / "own"), paths)


def test_a_dump_of_unchecked_words_loads_again(found, tmp_path):
    """Claim files say which quotes no text proved, and where they are said to stand."""
    folder = empty(tmp_path / "own")
    own.load(folder, write(found, "nquads", tmp_path / "files", texts=False))
    dump(own.kept(folder), "", tmp_path / "dumped")
    again = empty(tmp_path / "again")
    change = own.load(again, [tmp_path / "dumped"])
    assert own.kept(folder) == own.kept(again)
    assert lines(folder) == lines(again)
    assert bool(change.unproved) == any(each.text for each in found)


@pytest.mark.parametrize("texts", [True, False], ids=["with text", "without"])
def test_words_that_no_text_proved_are_never_shown_as_proved(texts, tmp_path):
    """Reasons, footnotes, CSL-JSON and checks say so of a quote, and of nothing else."""
    (found,) = [files.source(p, VOCABULARY) for p in CORPORA["seed"] if "chinese" in p.name]
    folder = empty(tmp_path / "own")
    own.load(folder, write([found], "turtle", tmp_path / "files", texts=texts))
    opened = session.open(str(folder))
    (id_,) = [Claim("catl", "partnerIn", "ford-catl-partnership").id]
    claims = Describer(opened).claims([id_])
    shown = [reasons.why(opened, id_, 1000), cite.text(claims), cite.csl(claims)]
    assert [not texts] * 3 == ["words not checked against the text" in each for each in shown]
    notes = check([], str(folder), coverage=False).notes
    assert (not texts) == any("could not be checked" in each for each in notes)
    paraphrase = replace(
        found.file.statements[0], evidence=Evidence(EvidenceKind.PARAPHRASE, "In other words.")
    )
    other = found._replace(file=replace(found.file, statements=(paraphrase,)), text="")
    (claim,) = Describer(graph_of([other])).claims([paraphrase.claims[0].id])
    assert "not checked" not in cite.text([claim])


# ------------------------------------------------------------- any order, any mixture

STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*FORMATS, "remove"]), st.integers(0, 1)),
    min_size=1,
    max_size=6,
)


@BOUNDED
@given(written=sources(), steps=STEPS)
def test_loads_and_removals_equal_a_build_from_scratch(written, steps, tmp_path_factory):
    """In any order, in any format, with newer versions: what counts is what is left."""
    here = tmp_path_factory.mktemp("steps")
    folder = empty(here / "own")
    left = {}
    for number, (which, form, version) in enumerate(steps):
        source = written[which % len(written)]
        if form == "remove":
            if source.id in left:
                own.remove(folder, [source.id])
                del left[source.id]
            continue
        if version:  # a newer version says half of it
            half = len(source.file.statements) // 2
            kept = tuple(s for s in source.file.statements[:half] if not s.cancels)
            source = source._replace(file=replace(source.file, statements=kept))
        paths = write([source], form, here / str(number))
        own.load(folder, paths, replace=True)
        left[source.id] = paths
    scratch = empty(here / "scratch")
    if left:
        own.load(scratch, [path for paths in left.values() for path in paths])
    assert lines(scratch) == lines(folder)
    assert table(scratch) == table(folder)
    assert sorted(left) == own.documents(folder)
