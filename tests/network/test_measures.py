"""Centrality, against networkx and against values worked out by hand."""

import math
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import SEEDS, network, question, says, shuffled
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from graph.claims.model import Standing
from graph.network.actors import read
from graph.network.centrality import MEASURES as PLAIN
from graph.network.measures import EVERYTHING, MEASURES, rank
from graph.network.project import LIVING

ROOT = Path(__file__).parents[2]

# a - b - c is a line with d hanging from b through a deal; e is alone.
LINE = network(
    {"Company": "a b c d e", "Partnership": "deal", "Country": "land", "Product": "nuts"},
    says("a owns b"),
    says("a suppliesTo b"),
    says("b suppliesTo c"),
    says("b partnerIn deal"),
    says("d partnerIn deal"),
    says("e basedIn land"),
    says("a basedIn land"),
    says("e produces nuts"),
    says("a produces nuts"),
)


def places(ranks):
    """Return ranks as (place, entity, value)."""
    return [(each.place, each.entity, each.value) for each in ranks]


def values(given_, by, **options):
    """Return the value of each listed entity."""
    return {each.entity: each.value for each in rank(given_, by, **options)}


def consortium(size):
    """Return the network of one deal with so many partners, and a with one tie besides."""
    partners = "abcdefgh"[:size]
    deals = [says(f"{each} partnerIn deal") for each in partners]
    return network(
        {"Company": " ".join(partners) + " z", "Partnership": "deal"}, *deals, says("a owns z")
    )


# ------------------------------------------------------------------------ who deals with whom


def test_degree_is_the_number_of_actors_dealt_with():
    """Two claims with one partner count once; a deal joins its partners and is none of them."""
    assert [(1, "b", 3.0), (2, "a", 1.0), (2, "c", 1.0), (2, "d", 1.0), (5, "e", 0.0)] == places(
        rank(LINE, "degree")
    )


def test_many_deals_with_one_partner_are_one_partner():
    """Talks, a venture and a licence with the same other do not make three."""
    given_ = network(
        {"Company": "a b", "JointVenture": "one", "Licence": "two"},
        says("a talksWith b"),
        *(says(f"{who} partnerIn {deal}") for who in "ab" for deal in ("one", "two")),
    )
    assert {"a": 1.0, "b": 1.0} == values(given_, "degree")


def test_a_site_joins_those_who_share_it_and_is_nobodys_partner():
    """Who runs a plant alone deals with nobody by that."""
    given_ = network(
        {"Company": "a b c", "Facility": "shared own"},
        says("a operates shared"),
        says("b opens shared"),
        says("c operates own"),
    )
    assert {"a": 1.0, "b": 1.0, "c": 0.0} == values(given_, "degree")


def test_a_deal_is_ranked_by_its_parties():
    """Its degree is how many it has, its brokerage how many of them it alone joins."""
    given_ = network(
        {"Company": "a b c", "Partnership": "deal"},
        *(says(f"{each} partnerIn deal") for each in "abc"),
        says("a owns b"),
    )
    assert {"deal": 3.0} == values(given_, "degree", kinds=frozenset({"Venture"}))
    expected = {"deal": pytest.approx(3 - 2 / 3)}
    assert expected == values(given_, "brokerage", kinds=frozenset({"Venture"}))


def test_partners_in_a_deal_are_one_step_apart():
    """As near as an owner and its brand, so that a deal adds no distance."""
    direct = network({"Company": "a b"}, says("a owns b"))
    through = network(
        {"Company": "a b", "Partnership": "deal"},
        says("a partnerIn deal"),
        says("b partnerIn deal"),
    )
    for by in MEASURES:
        assert values(direct, by) == values(through, by), by


@pytest.mark.parametrize("size", [2, 3, 6])
def test_a_deal_ties_its_partners_the_less_the_more_there_are(size):
    """Newman: 1 / (n - 1) each, so that a deal adds one to what ties each of its parties."""
    given_ = read(consortium(size), LIVING)
    assert {1 / (size - 1)} == {given_.weight("b", each) for each in "acdefgh"[: size - 1]}
    assert 1.0 == given_.weight("a", "z")


def test_one_relationship_told_in_two_ways_ties_no_closer_than_once():
    """Talks about a venture, and the venture: the closest way counts."""
    told_twice = network(
        {"Company": "a b c", "JointVenture": "deal"},
        says("a talksWith b"), says("a partnerIn deal"), says("b partnerIn deal"), says("c owns a"),
    )  # fmt: skip
    assert 1.0 == read(told_twice, LIVING).weight("a", "b")
    found = values(told_twice, "eigenvector")
    assert found["b"] == found["c"]


def test_nothing_runs_through_a_group():
    """What two firms have to do with a group is no way from one to the other."""
    given_ = network(
        {"Company": "a b", "Group": "makers"},
        says("a suppliesTo makers"),
        says("b suppliesTo makers"),
    )
    assert {"a": 1.0, "b": 1.0, "makers": 2.0} == values(given_, "degree")
    assert {0.0} == set(values(given_, "betweenness").values())
    assert {"a": 0.5, "b": 0.5, "makers": 1.0} == values(given_, "closeness")
    assert 0.0 == values(given_, "brokerage")["makers"]


def test_places_and_goods_tie_nobody():
    """Two makers of nuts in one country have nothing to do with each other by that."""
    for by in MEASURES:
        assert min(values(LINE, by).values()) == values(LINE, by)["e"], by


@pytest.mark.parametrize(
    "claim",
    [
        says("a partnersWith b", derived=True),
        says("a hinders b"),
        says("a differsFrom b"),
        says("a owns b", "denied"),
        says("a owns b", stage="ended"),
    ],
    ids=["derived", "policy", "beside the paths", "denied", "ended"],
)
def test_what_is_no_living_tie_does_not_count(claim):
    """Derived claims, policies, opinions, and what is denied or over are no dealings."""
    assert {0.0} == {each.value for each in rank(network({"Company": "a b"}, claim), "degree")}


# ------------------------------------------------------------------------ by hand


def test_betweenness_is_the_share_of_shortest_ways_between_others():
    """Of the six pairs of others, b lies between a-c, a-d and c-d; the deal lies on three of ten."""
    assert {"a": 0.0, "b": 0.5, "c": 0.0, "d": 0.0, "e": 0.0} == values(LINE, "betweenness")
    assert {"deal": 0.3} == values(LINE, "betweenness", kinds=frozenset({"Venture"}))


def test_closeness_counts_nothing_for_who_cannot_be_reached():
    """Harmonic: b is one step from three of four others, a from b and two from c and d."""
    assert {"a": 0.5, "b": 0.75, "c": 0.5, "d": 0.5, "e": 0.0} == values(LINE, "closeness")


def test_eigenvector_of_a_star_is_shared_between_middle_and_ends():
    """The middle has the square root of a half; the three ends share the other half."""
    end = pytest.approx(math.sqrt(1 / 6), abs=1e-9)
    middle = pytest.approx(math.sqrt(1 / 2), abs=1e-9)
    assert {"a": end, "b": middle, "c": end, "d": end, "e": 0.0} == values(LINE, "eigenvector")


def test_eigenvector_belongs_to_the_part_with_the_greatest_eigenvalue():
    """A triangle beside a pair has it all; two pairs share it; alone, everybody has nothing."""
    triangle = says("a owns b"), says("b owns c"), says("c owns a")
    pair = says("d owns e")
    both = values(network({"Company": "a b c d e"}, *triangle, pair), "eigenvector")
    third = pytest.approx(math.sqrt(1 / 3), abs=1e-9)
    assert {"a": third, "b": third, "c": third, "d": 0.0, "e": 0.0} == both
    pairs = values(network({"Company": "a b d e"}, says("a owns b"), pair), "eigenvector")
    assert {"a": 0.5, "b": 0.5, "d": 0.5, "e": 0.5} == pairs
    assert {0.0} == set(values(network({"Company": "a b"}), "eigenvector").values())


def test_parts_with_one_eigenvalue_share_the_vector_by_how_walks_end_in_them():
    """A star of four and a ring of five both have 2: worked out by hand, the middle has 1.5."""
    star = [says(f"a owns {each}") for each in "bcde"]
    ring = [says(f"{one} owns {other}") for one, other in zip("vwxyz", "wxyzv", strict=True)]
    found = values(network({"Company": "a b c d e v w x y z"}, *star, *ring), "eigenvector")
    length = math.sqrt(1.5**2 + 4 * 0.75**2 + 5)
    expected = {"a": 1.5} | dict.fromkeys("bcde", 0.75) | dict.fromkeys("vwxyz", 1.0)
    assert {n: pytest.approx(v / length, abs=1e-6) for n, v in expected.items()} == found


def test_pagerank_of_a_deal_is_the_share_of_steps_between_its_parties():
    """Half of a's steps lead to b, all of b's lead to a; those to c lead past the deal."""
    given_ = network(
        {"Company": "a b c", "Partnership": "deal"},
        says("a partnerIn deal"), says("b partnerIn deal"), says("a owns c"),
    )  # fmt: skip
    actors = values(given_, "pagerank")
    expected = 0.85 * (actors["a"] / 2 + actors["b"])
    found = values(given_, "pagerank", kinds=frozenset({"Venture"}))
    assert {"deal": pytest.approx(expected, abs=1e-8)} == found


def test_pagerank_adds_up_to_one_over_all_actors():
    """Whoever deals with nobody starts the walk anew, and keeps what chance brings."""
    found = values(LINE, "pagerank")
    assert pytest.approx(1.0, abs=1e-8) == sum(found.values())
    assert {"a": 0.5, "b": 0.5} == values(network({"Company": "a b"}, says("a owns b")), "pagerank")


def test_brokerage_counts_partners_who_have_no_other_way_to_each_other():
    """The middle of a star brokers between all; in a triangle each partner is half redundant."""
    assert {"a": 1.0, "b": 3.0, "c": 1.0, "d": 1.0, "e": 0.0} == values(LINE, "brokerage")
    triangle = network({"Company": "a b c"}, says("a owns b"), says("b owns c"), says("c owns a"))
    assert {"a": 1.0, "b": 1.0, "c": 1.0} == values(triangle, "brokerage")


# ------------------------------------------------------------------------ against networkx

NETWORKX = {
    "degree": lambda g: dict(g.degree()),
    "betweenness": lambda g: nx.betweenness_centrality(g, normalized=True),
    "closeness": lambda g: {n: v / (len(g) - 1) for n, v in nx.harmonic_centrality(g).items()},
    "eigenvector": lambda g: nx.eigenvector_centrality(g, max_iter=10_000, tol=1e-13),
    "pagerank": lambda g: _pagerank_python(g, tol=1e-14, max_iter=1000),
    "brokerage": lambda g: {
        n: 0.0 if math.isnan(v) else v for n, v in nx.effective_size(g, nodes=list(g)).items()
    },
}  # pagerank: networkx' own without scipy


@pytest.mark.parametrize("by", MEASURES)
@given(seed=SEEDS)
@settings(max_examples=15)
def test_every_measure_is_that_of_networkx_on_direct_ties(by, seed):
    """Random connected networks of companies that own each other."""
    random = Random(seed)
    names = [f"n{number}" for number in range(random.randint(3, 12))]
    pairs = [(random.choice(names[:n]), names[n]) for n in range(1, len(names))]
    pairs += [tuple(random.sample(names, 2)) for _ in range(random.randint(1, 12))]
    simple = nx.Graph(pairs)
    found = values(
        network({"Company": " ".join(names)}, *(says(f"{a} owns {b}") for a, b in pairs)), by
    )
    assert {n: pytest.approx(v, abs=1e-6) for n, v in NETWORKX[by](simple).items()} == found


@given(seed=SEEDS)
@settings(max_examples=40)
def test_betweenness_and_closeness_are_those_of_every_way_written_out(seed):
    """Against all shortest ways that pass no group, listed pair by pair, deals included."""
    given_ = question(seed).network
    actors = read(given_, LIVING)
    steps = nx.Graph()
    steps.add_nodes_from(actors.contacts)
    for one, ends in actors.legs.items():
        steps.add_weighted_edges_from((one, other, leg.length) for other, leg in ends.items())
    through, near = dict.fromkeys(steps, 0.0), dict.fromkeys(steps, 0.0)
    for target in steps:
        for source in actors.actors:
            if source == target:
                continue
            free = steps.subgraph([n for n in steps if n not in actors.sealed - {source, target}])
            try:
                ways = list(nx.all_shortest_paths(free, source, target, weight="weight"))
            except nx.NetworkXNoPath:
                continue
            near[target] += 1 / nx.path_weight(free, ways[0], "weight")
            if target in actors.actors:
                for way in ways:
                    for node in way[1:-1]:
                        through[node] += 1 / len(ways)
    count = {n: len(actors.actors) - (n in actors.actors) for n in steps}
    between, close = (
        PLAIN[by](actors, range(len(actors.actors))) for by in ("betweenness", "closeness")
    )
    for node in steps:
        pairs = count[node] * (count[node] - 1)
        assert pytest.approx(through[node] / pairs) == between[node]
        assert pytest.approx(near[node] / count[node]) == close[node]


# ------------------------------------------------------------------------ lists and places


def test_equal_values_share_a_place():
    """After three that share the second place comes the fifth."""
    assert [1, 2, 2, 2, 5] == [each.place for each in rank(LINE, "degree")]


def test_kinds_choose_what_is_listed_and_change_no_value():
    """Asked for companies or deals, everything keeps the value it has among all."""
    listed = rank(LINE, "degree", kinds=frozenset({"Venture"}))
    assert [(1, "deal", 2.0)] == places(listed)
    assert places(rank(LINE, "degree")) == places(
        rank(LINE, "degree", kinds=frozenset({"Company", "Person"}))
    )


def test_a_floor_leaves_weaker_claims_out():
    """Counting what is stated only, a rumour does not count."""
    given_ = network({"Company": "a b c"}, says("a owns b"), says("a owns c", "reported"))
    assert {"a": 1.0, "b": 1.0, "c": 0.0} == values(given_, "degree", floor=Standing.STATED)


def test_each_place_is_told_by_stated_claims_alone_and_by_all():
    """One leads by rumours, another by what is stated, a third by what is denied."""
    given_ = network(
        {"Company": "a b c d e f g"},
        says("a owns d"),
        says("b owns e", "reported"), says("b owns f", "possible"),
        *(says(f"c owns {each}", "denied") for each in "defg"),
    )  # fmt: skip
    moved = {r.entity: (r.place, r.if_stated, r.if_everything) for r in rank(given_, "degree")}
    assert ((2, 1, 6), (1, 3, 2), (6, 3, 1)) == (moved["a"], moved["b"], moved["c"])


def test_each_entity_comes_with_its_best_founded_ties():
    """The three strongest explain a rank, the surest first; goods and places are none."""
    given_ = network(
        {"Company": "a b c d e", "Product": "nuts", "Partnership": "deal"},
        says("a owns b", "possible"),
        says("a partnerIn deal"),
        says("c partnerIn deal", "announced"),
        says("a owns d", "reported"),
        says("a owns e", "disputed"),
        says("a produces nuts", "corroborated"),
    )
    best, *_ = rank(given_, "degree")
    ties = [(each.other, each.standing.value, each.way.through) for each in best.ties]
    assert [("c", "announced", "deal"), ("d", "reported", ""), ("b", "possible", "")] == ties
    assert ("a partnerIn deal stated", "c partnerIn deal announced") == best.ties[0].way.claims
    assert 4 == best.contacts


@pytest.mark.parametrize("by", MEASURES)
def test_an_empty_network_has_nothing_to_rank(by):
    """No actor, no value, no error."""
    assert [] == rank(network({"Country": "land"}), by)
    assert [(1, "a", 1.0 if by == "pagerank" else 0.0)] == places(
        rank(network({"Company": "a"}), by)
    )


@given(seed=SEEDS, order=st.randoms())
@settings(max_examples=25)
def test_the_order_of_claims_changes_no_rank(seed, order):
    """Every measure, every level: the same places and values."""
    given_ = question(seed).network
    places_ = list(range(len(given_.table.rows)))
    order.shuffle(places_)
    for by in MEASURES:
        assert rank(given_, by) == rank(shuffled(given_, places_), by)
        assert rank(given_, by, floor=EVERYTHING) == rank(
            shuffled(given_, places_), by, floor=EVERYTHING
        )


def test_every_process_gives_the_same_digits():
    """Whatever order its sets have."""
    code = (
        "import sys; sys.path.insert(0, 'tests/network')\n"
        "from networks import question; from graph.network.measures import MEASURES, rank\n"
        "from graph.network.communities import communities\n"
        "for seed in range(12):\n"
        "    given = question(seed).network; print(communities(given))\n"
        "    for by in MEASURES: print([(r.entity, r.value) for r in rank(given, by)])"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    )  # fmt: skip
    assert 12 * 7 == len(first.splitlines())
    assert first == second
