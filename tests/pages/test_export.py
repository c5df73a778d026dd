"""The whole graph as RDF: every format the same triples, the same bytes every time."""

import hashlib
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import PROV, RDF

from graph.pages import export
from graph.session import Session
from ontology.namespaces import IR, PREFIXES

ROOT = Path(__file__).parents[2]
INVENTED = ROOT / "tests" / "invented"
OA = rdflib.Namespace(PREFIXES["oa"])
OURS = rdflib.Namespace(IR)
PARSERS = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}


@pytest.fixture(scope="module", params=["seed", "invented"])
def graph(request: pytest.FixtureRequest) -> Session:
    """Return each of the graphs tests know."""
    opened: Session = request.getfixturevalue(request.param)
    return opened


def parsed(session: Session, form: str) -> rdflib.Graph:
    """Return the default graph that another library reads from a format."""
    dataset = rdflib.Dataset()
    with warnings.catch_warnings():  # rdflib's own JSON-LD parser uses what rdflib deprecates
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        dataset.parse(data=export.FORMATS[form](session.store), format=PARSERS[form])
    assert len(dataset) == len(dataset.default_graph)
    return dataset.default_graph


@pytest.fixture(scope="module")
def triples(graph: Session) -> rdflib.Graph:
    """Return the exported graph, read from N-Quads."""
    return parsed(graph, "nquads")


def test_every_format_can_be_written() -> None:
    """The command line offers these."""
    assert set(PARSERS) == set(export.FORMATS)


@pytest.mark.parametrize("form", ["turtle", "trig", "jsonld"])
def test_all_formats_hold_the_same_graph(form: str, graph: Session, triples: rdflib.Graph) -> None:
    """Another library reads the same triples from each."""
    assert isomorphic(triples, parsed(graph, form))


def test_nothing_of_the_store_is_lost(graph: Session) -> None:
    """The export holds every triple that queries see."""
    assert set() == set(graph.store.lines()) - set(export.lines(graph.store))


def test_every_quote_is_a_web_annotation_target(triples: rdflib.Graph) -> None:
    """Document, position and exact words, for each attestation that has a position."""
    quoted = set(triples.subjects(OURS.start))
    assert quoted
    for attestation in quoted:
        target = triples.value(attestation, OA.hasTarget)
        assert triples.value(attestation, OURS.document) == triples.value(target, OA.hasSource)
        selectors = {
            triples.value(each, RDF.type): each for each in triples.objects(target, OA.hasSelector)
        }
        assert {OA.TextPositionSelector, OA.TextQuoteSelector} == set(selectors)
        position, words = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
        assert triples.value(attestation, OURS.words) == triples.value(words, OA.exact)
        assert [triples.value(attestation, each) for each in (OURS.start, OURS.end)] == [
            triples.value(position, each) for each in (OA.start, OA.end)
        ]


def test_positions_point_at_the_words_in_the_text(seed: Session) -> None:
    """Other tools find the same words at the same place."""
    import seeds
    from graph.claims.evidence import normalise

    text = normalise(seeds.texts()[0].read_text("utf-8"))
    found = parsed(seed, "turtle")
    rows = found.query(
        "SELECT ?start ?end ?words { ?t oa:hasSelector [oa:start ?start; oa:end ?end], [oa:exact ?words] }",
        initNs={"oa": OA},
    )
    quotes = [tuple(each.toPython() for each in row) for row in rows]
    assert len(quotes) > 50
    assert [] == [words for start, end, words in quotes if text[start:end] != words]


def test_sources_and_derivations_are_prov(triples: rdflib.Graph) -> None:
    """A claim is derived from its attestations or premises, an attestation from its document."""
    attestations = set(triples.subjects(RDF.type, OURS.Attestation))
    claims = set(triples.subjects(RDF.type, OURS.Claim))
    assert attestations == set(triples.subjects(PROV.hadPrimarySource))
    assert claims == set(triples.subjects(PROV.wasDerivedFrom))
    for speaker in (OURS.speaker, PROV.wasAttributedTo):
        assert set(triples.subject_objects(OURS.speaker)) == set(triples.subject_objects(speaker))


def test_no_node_is_blank(triples: rdflib.Graph) -> None:
    """Every node can be pointed at, and two exports can be compared line by line."""
    nodes = {type(node) for triple in triples for node in (triple[0], triple[2])}
    assert rdflib.BNode not in nodes


def test_lines_are_sorted_and_each_stands_once(graph: Session) -> None:
    """So that a difference between two versions is a difference of lines."""
    found = export.nquads(graph.store).splitlines()
    assert sorted(set(found)) == found


def test_exports_are_the_same_bytes_in_every_process() -> None:
    """Another hash seed, another folder: the same file in each format."""
    code = (
        "import sys, hashlib; from graph import session; from graph.pages.export import FORMATS\n"
        "store = session.open(sys.argv[1]).store\n"
        "for name in sorted(FORMATS): print(name, hashlib.sha256(FORMATS[name](store).encode()).hexdigest())"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(INVENTED)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}, cwd=folder, stdout=subprocess.PIPE, text=True,
        )
        for seed, folder in (("1", "/"), ("2", ROOT))
    ]  # fmt: skip
    first, second = (run.communicate(timeout=60)[0] for run in runs)
    assert 4 == len(first.splitlines())
    assert first == second


def test_this_process_exports_the_same_bytes_twice(graph: Session) -> None:
    """Writing changes nothing."""

    def digests() -> list[str]:
        return [
            hashlib.sha256(write(graph.store).encode()).hexdigest()
            for write in export.FORMATS.values()
        ]

    assert digests() == digests()


def test_write_replaces_a_file_as_a_whole(tmp_path: Path) -> None:
    """What was there before is gone, and nothing else lies beside it."""
    path = tmp_path / "graph.ttl"
    path.write_text("much longer than what comes next")
    export.write("é\n", path)
    assert "é\n".encode() == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())
