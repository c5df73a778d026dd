"""Building: the same bytes everywhere, claims as triples and back, and facts as direct triples."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ontology
import seeds
from graph import session
from graph.claims import corpus, files
from graph.claims.model import (
    Bound,
    Claim,
    ClaimFile,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Quantity,
    Speaker,
    Stage,
    Stance,
    Standing,
    Statement,
    Text,
)
from graph.errors import ClaimFileError, OutputError
from graph.store import build, builtin, derive, layout, rdf
from graph.store.oxigraph import OxigraphStore

ROOT = Path(__file__).parent.parent.parent
INVENTED = ROOT / "tests" / "invented"
VOCABULARY = ontology.compiled()  # as a fixture it would fill every report of hypothesis
FOLDERS = {"seed": seeds.FOLDER, "invented": INVENTED}

DIGEST = """
import hashlib, sys
from pathlib import Path
import ontology
from graph.store.build import build
built = build([Path(name) for name in sys.argv[1:]], ontology.compiled())
for part in (built.triples, built.table, built.ontology):
    print(hashlib.sha256(part.encode()).hexdigest())
"""


@pytest.fixture(scope="module", params=FOLDERS)
def name(request):
    """Return which graph a test is about."""
    return request.param


@pytest.fixture(scope="module")
def built_corpus(name, vocabulary):
    """Return the corpus of a folder of claim files, derived claims included."""
    paths = session.claim_files(str(FOLDERS[name]))
    read = [files.read(path, vocabulary) for path in paths]
    return derive.with_derived(corpus.assemble(read, vocabulary), vocabulary)


@pytest.fixture(scope="module")
def store(built_corpus, vocabulary):
    """Return the corpus as a store."""
    return stored(built_corpus, vocabulary)


def stored(whole, vocabulary):
    return OxigraphStore.from_lines("\n".join(rdf.lines(whole, vocabulary)).encode())


def column(store, query):
    """Return the first column of a query's rows as N-Triples text."""
    return [str(row[0]) for row in store.select(query, timeout=30).rows]


# ------------------------------------------------------------- the same bytes


def digests(arguments, *, cwd, seed):
    """Return the digests of what another process builds from these files."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", DIGEST, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_the_same_files_give_the_same_bytes(tmp_path):
    """In other processes, with other hash seeds, in other orders, from other folders."""
    paths = [*seeds.files(), *session.claim_files(str(INVENTED))]
    there = [str(path) for path in paths]
    from_root = [str(path.relative_to(ROOT)) for path in paths]
    first = digests(there, cwd=tmp_path, seed="0")
    assert 3 == len(set(first))
    assert first == digests(there[::-1], cwd=tmp_path, seed="1")
    assert first == digests([*from_root[3:], *from_root[:3]], cwd=ROOT, seed="4242")


def test_the_first_bad_file_is_named_whatever_the_order(tmp_path, vocabulary):
    """Errors are as reproducible as graphs."""
    bad = [tmp_path / name for name in ("a.yaml", "b.yaml")]
    for path in bad:
        path.write_text("nothing: here\n")
    for paths in (bad, bad[::-1]):
        with pytest.raises(ClaimFileError, match=r"a\.yaml:1"):
            build.build(paths, vocabulary)


def test_the_shipped_graph_is_up_to_date(vocabulary, tmp_path):
    """A checkout ships what its claim files, ontology and code give."""
    build.write(build.build(seeds.files(), vocabulary), tmp_path, builtin.key())
    names = (*layout.PARTS.values(), layout.MANIFEST)
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())
    stale = [
        name
        for name in names
        if (tmp_path / name).read_bytes() != (build.SHIPPED / name).read_bytes()
    ]
    assert [] == stale, "The shipped graph is out of date: run `python -m graph.store.build`."


def test_the_lines_are_sorted_and_stand_once(store):
    """N-Quads of one graph, so that two graphs can be compared with any tool."""
    lines = store.lines()
    assert lines == sorted(set(lines))
    assert not any("_:" in line.split(" ")[0] for line in lines)


# ------------------------------------------------------------- claims as triples and back


def test_every_record_comes_back_from_the_triples(built_corpus, store):
    """Claims with all they carry: attestations, evidence, standing, dates, premises, conflicts."""
    assert sorted(built_corpus.records) == store.claim_ids()
    assert list(built_corpus.records.values()) == store.records(built_corpus.records)


def test_every_document_comes_back_from_the_triples(built_corpus, store):
    """What is unknown of it stays empty."""
    assert sorted(built_corpus.documents) == store.document_ids()
    assert built_corpus.documents == store.documents(built_corpus.documents)


HOSTILE = st.sampled_from(
    [
        '"',
        "\\",
        "a\\",
        "two\nlines",
        "tab\t",
        "吉利",
        "🚗",
        "\u2028",
        "<x>",
        "</script>",
        "^^",
        "@en",
        "'",
    ]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9)


@given(st.lists(HOSTILE, min_size=6, max_size=6), st.sampled_from(Bound))
def test_hostile_words_come_back_from_the_triples(words, bound):
    """Titles, units, quotes, plain objects and unnamed sources hold any words."""
    title, unit, quote, plain, source, office = words
    claims = (
        Claim("acme", "differsFrom", Text(plain), (("office", Text(office)),)),
        Claim("tariff", "rate", Quantity("1.5", unit, bound, "2" if bound == "between" else "")),
    )
    speakers = (Speaker("unnamed", label=source), Speaker())
    said = Statement(Evidence(EvidenceKind.PARAPHRASE, quote), claims, speakers)
    entities = (Entity("acme", "Company", title), Entity("tariff", "Tariff", title))
    file = ClaimFile(Document("paper", title=title, note=quote), entities, (said,))
    whole = corpus.assemble([file], VOCABULARY)
    store = stored(whole, VOCABULARY)
    assert list(whole.records.values()) == store.records(whole.records)
    assert whole.documents == store.documents(["paper"])


# ------------------------------------------------------------- facts and what is none


def test_a_rumoured_joint_venture_is_none(store):
    """Neither graph has a joint venture that exists; each has one that would be."""
    assert [] == column(store, "SELECT ?x { ?x a ir:JointVenture }")
    assert 1 == len(column(store, "SELECT ?x { ?x ir:wouldBe ir:JointVenture ; a ir:Prospect }"))


def test_a_prospect_has_no_kind_and_is_marked(store):
    """Its only type is ir:Prospect, and its label says so."""
    rows = store.select(
        "SELECT ?x ?type ?label { ?x a ir:Prospect ; a ?type ; rdfs:label ?label }", timeout=30
    ).rows
    assert rows
    assert {"<https://inroads.example/ns#Prospect>"} == {str(row[1]) for row in rows}
    assert all(str(label).endswith('(prospect)"@en') for _, _, label in rows)


def test_the_founded_exist(name, store):
    """What stated founding claims brought into being has its kind and those above it."""
    expected = {
        "seed": {"ford-catl-partnership"},
        "invented": {"skarnholm-ondrava-deal", "dynamic-cable-licence"},
    }[name]
    found = column(store, "SELECT ?x { ?x a ir:Venture }")
    assert {f"<https://inroads.example/id/{each}>" for each in expected} == set(found)


def test_direct_triples_are_those_of_facts(built_corpus, store, vocabulary):
    """Each fact has its triple, inverse and symmetric form; nothing else has one."""
    relations = vocabulary.relations
    expected = Counter()
    for record in built_corpus.records.values():
        if record.standing not in ("corroborated", "stated", "implied"):
            continue
        if record.stage not in (None, "operating", "in-force"):
            continue
        claim, relation = record.claim, relations[record.claim.relation]
        far = claim.object if isinstance(claim.object, str) else ""
        expected[claim.subject, relation.iri, far] = 1
        if far and relation.symmetric:
            expected[far, relation.iri, claim.subject] = 1
        if far and relation.inverse:
            expected[far, relation.inverse, claim.subject] = 1
    prefix = "https://inroads.example/"
    rows = store.select(
        f'SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(STRSTARTS(STR(?p), "{prefix}relation/")) }}',
        timeout=30,
    ).rows
    got = Counter()
    for subject, predicate, far in rows:
        entity = far.value.removeprefix(f"{prefix}id/") if f"{prefix}id/" in str(far) else ""
        got[subject.value.removeprefix(f"{prefix}id/"), predicate.value, entity] = 1
    assert expected == got
    assert len(expected) > 30


def test_figures_of_facts_are_direct_triples_too(invented):
    """What is not disputed: the quota, but not the rate."""
    rows = column(
        invented.store,
        "SELECT ?value { kg:cable-quota rel:quota ?q . ?q ir:value ?value } ORDER BY ?value",
    )
    assert ["380", "400"] == [value.split('"')[1] for value in rows]
    assert [] == column(invented.store, "SELECT ?q { kg:cable-tariff rel:rate ?q }")


# ------------------------------------------------------------- derived claims


def test_a_derived_claim_stands_as_its_weakest_premise(built_corpus):
    """It is never corroborated, has no attestation, and its premises are stated claims."""
    records = built_corpus.records
    derived = [record for record in records.values() if record.derived_by]
    assert len(derived) >= 3
    for record in derived:
        premises = [records[each] for each in record.premises]
        worst = max(premise.standing.place for premise in premises)
        assert max(worst, Standing.STATED.place) == record.standing.place
        assert () == record.attestations
        assert [""] * len(premises) == [premise.derived_by for premise in premises]


def test_what_is_derived_from_corroborated_claims_is_stated(invented):
    """Both partners are corroborated, their partnership is a conclusion."""
    (found,) = [
        record
        for record in invented.store.records(invented.store.claim_ids())
        if (record.claim.subject, record.claim.relation) == ("ondrava", "partnersWith")
    ]
    premises = invented.store.records(found.premises)
    assert [Standing.CORROBORATED] * 2 == [each.standing for each in premises]
    assert (Standing.STATED, None) == (found.standing, found.stage)


ONE, OTHER = Claim("acme", "partnerIn", "venture"), Claim("bolt", "partnerIn", "venture")


def partners(vocabulary, *statements):
    """Return the record of acme partnering with bolt that these statements lead to, or None."""
    entities = [Entity(id_, "Company", id_) for id_ in ("acme", "bolt")]
    entities += [Entity(id_, "Partnership", id_) for id_ in ("venture", "venture-2")]
    file = ClaimFile(Document("paper", publisher="Paper"), tuple(entities), statements)
    whole = derive.with_derived(corpus.assemble([file], vocabulary), vocabulary)
    return whole.records.get(Claim("acme", "partnersWith", "bolt").id)


def statement(*claims, **rest):
    return Statement(Evidence(EvidenceKind.PARAPHRASE, str(rest)), claims, **rest)


def test_of_several_derivations_the_best_counts(vocabulary):
    """A rumoured second venture does not weaken the first."""
    again = [Claim(each.subject, "partnerIn", "venture-2") for each in (ONE, OTHER)]
    rumour = statement(*again, stance=Stance.REPORTS)
    assert Standing.REPORTED is partners(vocabulary, rumour).standing
    best = partners(vocabulary, rumour, statement(ONE, OTHER))
    assert (Standing.STATED, tuple(sorted((ONE.id, OTHER.id)))) == (best.standing, best.premises)


@pytest.mark.parametrize(
    "dead",
    [
        pytest.param([statement(OTHER, stance=Stance.DENIES)], id="denied"),
        pytest.param([statement(OTHER, stance=Stance.RETRACTS)], id="retracted"),
        pytest.param(
            [statement(OTHER), statement(Claim("bolt", "owns", "venture"), ends=(OTHER,))],
            id="superseded",
        ),
    ],
)
def test_nothing_follows_from_what_holds_no_more(dead, vocabulary):
    """A premise that is only denied, taken back or over gives no conclusion."""
    assert partners(vocabulary, statement(ONE), statement(OTHER)) is not None
    assert partners(vocabulary, statement(ONE), *dead) is None


def test_a_conclusion_from_a_plan_is_no_fact(vocabulary):
    """The stage of a premise that does not run is that of the conclusion."""
    found = partners(vocabulary, statement(ONE), statement(OTHER, stage=Stage.AGREED))
    assert (Standing.ANNOUNCED, Stage.AGREED, False) == (found.standing, found.stage, found.factual)


# ------------------------------------------------------------- writing


OLD, NEW = build.Built("old\n", "old\n", "old\n"), build.Built("new\n", "new\n", "new\n")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_graph_is_written_over_an_old_one(tmp_path):
    """All files are the new ones, and nothing else is left behind."""
    folder = tmp_path / "made" / "on the way"
    build.write(OLD, folder, "k1")
    build.write(NEW, folder, "k2")
    assert {"graph.nq", "table.json", "ontology.json", "manifest.json"} == set(contents(folder))
    assert b"new\n" == contents(folder)["graph.nq"]
    assert "k2" == builtin.built_with(folder)


def test_a_failing_write_leaves_the_old_files(tmp_path):
    """The error names the folder; every file is as it was."""
    build.write(OLD, tmp_path, "k1")
    before = contents(tmp_path)
    (tmp_path / f".{layout.TRIPLES}.{os.getpid()}").mkdir()
    with pytest.raises(OutputError, match=f"cannot write {tmp_path}: Is a directory"):
        build.write(NEW, tmp_path, "k2")
    assert before == contents(tmp_path)


def test_a_graph_cannot_be_written_under_a_file(tmp_path):
    """The file stays, and the error is one for the user."""
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(OutputError, match=r"cannot write .*file.graph: Not a directory"):
        build.write(NEW, file / "graph", "k")
    assert "mine" == file.read_text()


def test_an_unbuilt_folder_has_no_key(tmp_path):
    """So it is built, whatever else it holds."""
    assert "" == builtin.built_with(tmp_path)
