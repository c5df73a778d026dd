"""One figure a process, ours or a peer's: what :mod:`benchmarks.scale` starts.

``python -m benchmarks.peers NAME ARGUMENTS`` prints what it measured as a JSON object.
"""

from __future__ import annotations

import json
import pickle
import random
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

PAIRS, HOPS, BEST = 5, (4, 5), 10
NAMES = 40
OURS, THEIRS = 64, 4
"""Sources of betweenness that we and networkx set out from; both are told by the source."""

_CLAIMS = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX ir: <https://inroads.example/ns#>
SELECT ?claim ?subject ?predicate ?object ?standing WHERE {
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
         ir:standing ?standing
}
"""


def seconds(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return the CPU seconds that ``act`` takes, and what it gives."""
    began = time.process_time()
    found = act()
    return time.process_time() - began, found


def triples(desk: str) -> Any:
    """Return the triples of a graph as an Oxigraph store."""
    import pyoxigraph

    (*_, folder) = sorted(Path(desk).glob("bases/*/triples")) or [None]
    if folder is not None:
        return pyoxigraph.Store.read_only(str(folder))
    newest = max((Path(desk) / "generations").iterdir(), key=lambda path: int(path.name))
    store = pyoxigraph.Store()
    store.bulk_load((newest / "graph.nq").read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def counts(desk: str) -> dict[str, int]:
    """Return how many claims and triples a graph has."""
    from graph import session

    return {"claims": len(session.open(desk).table.rows), "triples": len(triples(desk))}


def dump(desk: str, path: str) -> dict[str, int]:
    """Write the triples of a graph as N-Triples."""
    import pyoxigraph

    store = triples(desk)
    store.dump(
        path,
        format=pyoxigraph.RdfFormat.N_TRIPLES,
        from_graph=pyoxigraph.DefaultGraph(),
    )
    return {"triples": len(store)}


def parse(path: str) -> dict[str, int]:
    """Let rdflib parse a file of N-Triples."""
    import rdflib

    return {"triples": len(rdflib.Graph().parse(path, format="nt"))}


def reopen(desk: str) -> dict[str, float]:
    """Open a graph and take the first steps from an entity; imports are not counted."""
    from graph import session

    found = next(iter(session.open(desk).table.nodes))  # every module is loaded now
    took, _ = seconds(lambda: session.open(desk).network.living(found))
    return {"seconds": took}


def project(desk: str, path: str) -> dict[str, float]:
    """Build the networkx graph of all claims from the store, and keep what walks need of it."""
    import networkx as nx

    def built() -> nx.MultiDiGraph:
        network = nx.MultiDiGraph()
        for claim, subject, predicate, object_, standing in triples(desk).query(_CLAIMS):
            network.add_edge(
                subject.value, object_.value, claim.value,
                relation=predicate.value, standing=standing.value,
            )  # fmt: skip
        return network

    took, network = seconds(built)
    walk = nx.Graph()
    kinds = ("company-", "partnership-", "facility-")
    for one, other in network.edges():
        ends = [each.rpartition("/")[2] for each in (one, other)]
        if all(each.startswith(kinds) for each in ends):
            walk.add_edge(*ends)
    Path(path).write_bytes(pickle.dumps(walk))
    return {"seconds": took}


def pairs(path: str) -> dict[str, list[tuple[str, str]]]:
    """Return companies that are 4 to 5 hops apart."""
    import networkx as nx

    network = pickle.loads(Path(path).read_bytes())  # noqa: S301  # written above
    rng = random.Random(7)  # noqa: S311  # a benchmark, no secret
    companies = sorted(node for node in network if node.startswith("company-"))
    found: list[tuple[str, str]] = []
    while len(found) < PAIRS:
        one, other = rng.sample(companies, 2)
        try:
            hops = nx.shortest_path_length(network, one, other)
        except nx.NetworkXNoPath:
            continue
        if hops in HOPS:
            found.append((one, other))
    return {"pairs": found}


def shortest(path: str, one: str, other: str) -> dict[str, int]:
    """Let networkx read its graph and find the shortest paths; no evidence, no ranking."""
    import networkx as nx

    network = pickle.loads(Path(path).read_bytes())  # noqa: S301  # written above
    return {"paths": len(list(islice(nx.shortest_simple_paths(network, one, other), BEST)))}


def find(desk: str) -> dict[str, float]:
    """Find names with a letter left out, in a running process."""
    from graph import session

    opened = session.open(desk)
    rng = random.Random(5)  # noqa: S311  # a benchmark, no secret
    took, hits = [], 0
    ids = list(opened.table.nodes)
    opened.names.search("warm up", 10)
    for id_ in rng.sample(ids, NAMES):
        label = opened.table.nodes[id_].entity.label
        place = rng.randrange(1, len(label) - 1)
        typed = label[:place] + label[place + 1 :]
        each, found = seconds(lambda typed=typed: opened.names.search(typed, 10))
        took.append(each)
        hits += any(match.id == id_ for match in found)
    return {"seconds": median(took), "slowest": max(took), "entities": len(ids), "hits": hits}


def measures(desk: str) -> dict[str, float]:
    """Take pagerank and betweenness on arrays and on networkx, over the same ties."""
    import networkx as nx
    import numpy as np

    from graph import session
    from graph.claims.model import Standing
    from graph.network import array_centrality, arrays
    from graph.network.settling import TOLERANCE

    opened = session.open(desk)
    ontology = opened.ontology
    building, given = seconds(
        lambda: arrays.read(opened.network.columns, ontology, Standing.DISPUTED)
    )
    everyone = range(len(given.actors))
    pagerank, _ = seconds(lambda: array_centrality.pagerank(given, everyone))
    rng = random.Random(3)  # noqa: S311  # a benchmark, no secret
    sources = sorted(rng.sample(everyone, min(OURS, len(everyone))))
    between, _ = seconds(lambda: array_centrality.betweenness(given, sources))
    actors = np.flatnonzero(given.actor)
    tied = nx.from_scipy_sparse_array(given.contacts[actors][:, actors])
    theirs, _ = seconds(lambda: nx.pagerank(tied, tol=TOLERANCE / len(tied), max_iter=1000))
    loose, _ = seconds(lambda: nx.pagerank(tied))
    some = random.Random(3)  # noqa: S311  # a benchmark, no secret
    slow, _ = seconds(lambda: nx.betweenness_centrality(tied, k=THEIRS, seed=some))
    return {
        "arrays": building,
        "pagerank": pagerank,
        "networkx_pagerank": theirs,
        "networkx_pagerank_loose": loose,
        "betweenness": between / len(sources),
        "networkx_betweenness": slow / THEIRS,
    }


FUNCTIONS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (counts, dump, parse, reopen, project, pairs, shortest, find, measures)
}

if __name__ == "__main__":
    name, *words = sys.argv[1:]
    print(json.dumps(FUNCTIONS[name](*words)))
