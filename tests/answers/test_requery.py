"""The query beside an answer finds the same claims with engines that know nothing of us."""

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from graph.answers.asked import (
    EvidenceQuestion,
    Facet,
    ListQuestion,
    Pick,
    RankQuestion,
    ValueQuestion,
    VoicesQuestion,
    YesNoQuestion,
)
from graph.answers.asking import Asker
from graph.answers.barriers import BarrierQuestion

ASKED = [
    ("seed", "CATL", "Michigan"),
    ("seed", "class:Company", "in:US"),
    ("seed", "Xiaomi", "Ford"),
    ("invented", "Ondrava Wind", "kg:skarnholm"),
]


def hops(answer):
    """Return each claim of the hops with its ends as IRIs."""
    iri = "https://inroads.example/"
    return {
        (iri + "claim/" + c.id, iri + "id/" + c.subject.id, iri + "id/" + c.object.id)
        for path in answer.paths
        for hop in path.hops
        for c in hop.claims
    }


def engines(lines):
    """Return what runs a query on these triples, by Oxigraph and by rdflib: its claims."""
    engine = Store()
    engine.load(lines.encode(), format=RdfFormat.N_TRIPLES)
    dataset = rdflib.Graph().parse(data=lines, format="nt")
    return (
        lambda query: {row["claim"].value for row in engine.query(query)},
        lambda query: {str(row.claim) for row in dataset.query(query)},
    )


QUESTIONS = [
    ListQuestion((Facet(("partnersWith",), ("ford",)),)),
    ListQuestion((Facet((), ("geely",), bites=True),)),
    VoicesQuestion(Pick((), ("xiaomi",)), "denies"),
    YesNoQuestion((Pick(("talksWith",), ("ford",), ("xiaomi",)),)),
    ValueQuestion(Pick(("price",), ("byd",))),
    ValueQuestion(Pick(("owns",), ("geely",)), counted=Facet(("owns",), ("geely",), "object")),
    EvidenceQuestion(about=("national-security-concerns",)),
    RankQuestion(limit=3),
    BarrierQuestion(("geely",), "canada"),
]


@pytest.fixture(scope="module")
def found_by(seed):
    """Return both engines on the seed article's triples."""
    return engines("\n".join(seed.store.lines()))


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda each: type(each).__name__)
def test_the_claims_of_every_kind_of_answer_are_found_again(seed, found_by, asked):
    """Those of the entities, of the figures and, of barriers, of the ways."""
    answer = Asker(seed).answer(asked)
    claims = [c for each in (*answer.entities, *answer.values) for c in each.claims]
    claims += [c for path in answer.paths for hop in path.hops for c in hop.claims]
    wanted = {f"https://inroads.example/claim/{each.id}" for each in claims}
    assert wanted
    assert [wanted, wanted] == [find(answer.sparql) for find in found_by]


@pytest.mark.parametrize(("graph", "source", "target"), ASKED)
def test_oxigraph_and_rdflib_find_the_claims_of_the_hops(request, graph, source, target):
    """From the exported triples alone, ends included."""
    session = request.getfixturevalue(graph)
    answer = session.path(source, target, k=20)
    lines = "\n".join(session.store.lines())
    engine = Store()
    engine.load(lines.encode(), format=RdfFormat.N_TRIPLES)
    dataset = rdflib.Graph().parse(data=lines, format="nt")
    by_oxigraph = {
        tuple(row[name].value for name in ("claim", "subject", "object"))
        for row in engine.query(answer.sparql)
    }
    by_rdflib = {
        (str(row.claim), str(row.subject), str(row.object)) for row in dataset.query(answer.sparql)
    }
    assert hops(answer) == by_oxigraph == by_rdflib


def test_every_claim_comes_with_its_words(seed):
    """The words of each attestation of a hop are among the rows."""
    answer = seed.path("Xiaomi", "Ford", k=1)
    rows = seed.store.select(answer.sparql, timeout=5).rows
    words = {
        each.text for hop in answer.paths[0].hops for c in hop.claims for each in c.attestations
    }
    assert words == {row[-1].value for row in rows}
