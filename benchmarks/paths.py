"""Path search against networkx on the same claims, as ratios of CPU time in one run.

``python benchmarks/paths.py`` invents networks of 1,000, 10,000 and 100,000 claims and prints
Markdown tables. The peer is ``networkx.shortest_simple_paths`` on the whole weighted graph: every
hop a node of its own (networkx refuses parallel edges), every company a second time for whom a
deal leads to it, so that its costs are ours. It knows no hop limit, so it is drawn until it has
given ten paths of few enough hops. Building the graphs is counted separately, on both sides.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path as File

sys.path.insert(0, str(File(__file__).parent.parent))

import networkx as nx

from benchmarks import networks
from graph.claims import corpus
from graph.network import cost
from graph.network.corridor import find
from graph.network.paths import search
from graph.network.project import Network, project
from graph.network.space import Goal, Space
from graph.store import builtin, table

K = 10
PAIRS = 5
PATIENCE = 20.0  # CPU seconds after which the peer is given up on: ratios are then at least that
Priced = tuple[int, tuple[str, ...]]
"""A path: its cost and its entities."""
Drawn = list[Priced]


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def network(claims: int) -> Network:
    """Return the network of an invented corpus of this size."""
    ontology = builtin.ontology()
    whole = corpus.assemble(networks.claim_files(claims), ontology)
    return project(table.from_corpus(whole, ontology), ontology)


class Peer:
    """The whole network as one weighted networkx graph, with our costs."""

    def __init__(self, whole: Network) -> None:
        self._whole = whole
        self.graph = nx.DiGraph()
        space = Space(whole, Goal(frozenset(), frozenset()))
        for node in whole.table.nodes:
            if whole.kind(node).passable:
                for number, step in enumerate(space.around(node).out):
                    self._add(space, node, number, step.other, step.tie)

    def _add(self, space: Space, node: str, number: int, other: str, tie: object) -> None:
        whole, hop = self._whole, (node, f"hop {number}")
        price = sum(cost.hop_terms(whole, tie, space.rows(tie)[0].standing).values())
        price += cost.hub(whole, node)
        joining = whole.kind(other).deal
        self.graph.add_edge((node, False), hop, weight=price)
        self.graph.add_edge((node, True), hop if not joining else (*hop, "join"), weight=price)
        onto = (other, whole.kind(node).deal)
        self.graph.add_edge(hop, onto, weight=0)
        if joining:
            self.graph.add_edge((*hop, "join"), onto, weight=cost.JOINED)

    def paths(self, source: str, target: str, max_hops: int) -> Iterator[Priced]:
        """Yield (cost, entities) of the paths of few enough hops, in order of cost."""
        starting = cost.hub(self._whole, source)
        end = (target, "end")  # joins the two states of the target
        self.graph.add_weighted_edges_from(((target, state), end, 0) for state in (False, True))
        for path in nx.shortest_simple_paths(self.graph, (source, False), end, weight="weight"):
            nodes = tuple(each[0] for each in path[:-1:2])
            if len(nodes) - 1 <= max_hops and len(set(nodes)) == len(nodes):
                yield nx.path_weight(self.graph, path, "weight") - starting, nodes


def drawn(paths: Iterator[Priced]) -> tuple[Drawn, float]:
    """Return the first ``K`` paths and the CPU seconds they took; fewer where patience ends."""
    found, start = [], time.process_time()
    for path in paths:
        found.append(path)
        if len(found) == K or time.process_time() - start > PATIENCE:
            break
    return found, time.process_time() - start


def pairs(whole: Network, max_hops: int) -> Iterator[Goal]:
    """Yield questions for two companies that have ``K`` paths."""
    rng = random.Random(7)  # noqa: S311  # a benchmark, no secret
    companies = [id_ for id_ in whole.table.nodes if id_.startswith("company-")]
    while True:
        source, target = rng.sample(companies, 2)
        asked = Goal(frozenset({source}), frozenset({target}), max_hops=max_hops)
        if len(search(whole, asked, k=K, timeout=0).paths) == K:
            yield asked


def breadth_first(
    neighbours: dict[str, list[str]], source: str, target: str, max_hops: int
) -> tuple[set[str], set[str]]:
    """Return what a bare bidirectional breadth-first search sees from both ends."""
    seen = [{source}, {target}]
    frontier = [[source], [target]]
    for _ in range(max_hops):  # the smaller frontier first
        side = 0 if len(frontier[0]) <= len(frontier[1]) else 1
        here, newest = seen[side], []
        for node in frontier[side]:
            for other in neighbours[node]:
                if other not in here:
                    here.add(other)
                    newest.append(other)
        frontier[side] = newest
    return seen[0], seen[1]


def against_networkx(whole: Network, max_hops: int) -> str:
    """Return a row: ours, the peer's, and whether both gave the same."""
    peer, ratios, ours, theirs = Peer(whole), [], [], []
    finished = same = 0
    for asked in islice(pairs(whole, max_hops), PAIRS):
        (source,), (target,) = asked.sources, asked.targets
        ours.append(cpu(lambda asked=asked: search(whole, asked, k=K, timeout=0)))
        found = [(path.cost, path.nodes) for path in search(whole, asked, k=K, timeout=0).paths]
        other, seconds = drawn(peer.paths(source, target, max_hops))
        theirs.append(seconds)
        ratios.append(seconds / ours[-1])
        if len(other) == K:
            finished += 1
            same += _same(found, other)
    return (
        f"| {max_hops} | {_ms(ours)} | {_ms(theirs)} | {statistics.median(ratios):,.0f} "
        f"({min(ratios):,.0f} to {max(ratios):,.0f}) | {finished} of {PAIRS} | {same} |"
    )


def _same(ours: Drawn, theirs: Drawn) -> bool:
    """Tell whether both found the same: equal costs, and below the last cost equal paths."""
    last = ours[-1][0]
    below = [{path for path in found if path[0] < last} for found in (ours, theirs)]
    return [each[0] for each in ours] == [each[0] for each in theirs] and below[0] == below[1]


def corridor(whole: Network, asked: Goal) -> None:
    """Find the corridor of one question, with nothing kept from another."""
    find(Space(whole, asked))


def against_breadth_first(whole: Network, max_hops: int) -> str:
    """Return a row: the corridor against a bare search over the same edges, both warm."""
    space = Space(whole, Goal(frozenset(), frozenset()))
    neighbours = {
        node: sorted({each.other for each in whole.living(node).out}) if space.passes(node) else []
        for node in whole.table.nodes
    }
    ours, theirs, ratios = [], [], []
    for asked in islice(pairs(whole, max_hops), PAIRS):
        (source,), (target,) = asked.sources, asked.targets
        bare = partial(breadth_first, neighbours, source, target, max_hops)
        ours.append(min(cpu(partial(corridor, whole, asked)) for _ in range(3)))
        theirs.append(min(cpu(bare) for _ in range(3)))
        ratios.append(ours[-1] / theirs[-1])
    return (
        f"| {max_hops} | {_ms(ours)} | {_ms(theirs)} | {statistics.median(ratios):.1f} "
        f"({min(ratios):.1f} to {max(ratios):.1f}) |"
    )


def searches(whole: Network, max_hops: int) -> list[float]:
    """Return the CPU seconds of our search for each pair."""
    asked = islice(pairs(whole, max_hops), PAIRS)
    return [cpu(partial(search, whole, each, k=K, timeout=0)) for each in asked]


def _ms(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:,.2f} ms"


def main() -> None:
    """Print the tables."""
    print(f"Ten best paths between two companies, median of {PAIRS} pairs, CPU time.\n")
    print("| claims | within 4 hops | within 6 hops | projecting the network |\n|---|---|---|---|")
    for claims in (1_000, 10_000, 100_000):
        whole = network(claims)
        building = cpu(lambda whole=whole: project(whole.table, whole.ontology))
        row = [searches(whole, hops) for hops in (4, 6)]
        print(f"| {claims:,} | {_ms(row[0])} | {_ms(row[1])} | {building:.2f} s |", flush=True)
    print(
        "\n| hops | ours | networkx | times slower | it finished | same paths |\n"
        "|---|---|---|---|---|---|"
    )
    for max_hops in (4, 6):
        print(against_networkx(whole, max_hops), flush=True)
    print("\n| hops | corridor | bare search | ratio |\n|---|---|---|---|")
    for max_hops in (4, 6):
        print(against_breadth_first(whole, max_hops), flush=True)


if __name__ == "__main__":
    main()
