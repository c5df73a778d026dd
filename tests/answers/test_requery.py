"""The query beside an answer finds the same claims with engines that know nothing of us."""

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

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
