"""Measures on arrays give what the plain ones give, at any size and from any sample."""

import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import ONTOLOGY, SEEDS, network, question, says

from graph import session
from graph.claims.model import Standing
from graph.network import array_centrality, arrays, centrality, measures
from graph.network.actors import read
from graph.network.columns import NEVER
from graph.network.measures import MEASURES, rank

FLOORS = st.sampled_from([Standing.STATED, Standing.DISPUTED, Standing.RETRACTED])


def on_arrays(given_, by, floor=Standing.DISPUTED, sources=None):
    """Return the value of each measured node, taken on arrays."""
    dealings = arrays.read(given_.columns, given_.ontology, floor)
    sources = range(len(dealings.actors)) if sources is None else sources
    found = array_centrality.MEASURES[by](dealings, sources)
    return {given_.columns.ids[n]: v for n, v in zip(dealings.nodes, found, strict=True)}


def plain(given_, by, floor=Standing.DISPUTED, sources=None):
    """Return the value of each measured node, taken on dictionaries and networkx."""
    actors = read(given_, floor)
    sources = range(len(actors.actors)) if sources is None else sources
    return centrality.MEASURES[by](actors, sources)


def close(values):
    """Return values to be compared within rounding."""
    return pytest.approx(values, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("by", MEASURES)
@given(seed=SEEDS, floor=FLOORS)
@settings(max_examples=60, deadline=None)
def test_arrays_give_what_the_plain_measures_give(by, seed, floor):
    """Random networks with groups, deals, sites, plans and denials, at every evidence level."""
    given_ = question(seed).network
    assert close(plain(given_, by, floor)) == on_arrays(given_, by, floor)


@pytest.mark.parametrize("by", ["betweenness", "closeness"])
@given(seed=SEEDS, taken=st.sets(st.integers(0, 5), min_size=1))
@settings(max_examples=30, deadline=None)
def test_a_sample_gives_one_estimate(by, seed, taken):
    """On arrays and on dictionaries, wherever it sets out from."""
    given_ = question(seed).network
    assert close(plain(given_, by, sources=sorted(taken))) == on_arrays(
        given_, by, sources=sorted(taken)
    )


@pytest.mark.parametrize("by", MEASURES)
def test_the_shipped_graph_is_ranked_alike(by, monkeypatch):
    """The same entities in the same order with the same values, places and ties."""
    shipped = session.open().network
    monkeypatch.setattr(measures, "LARGE", sys.maxsize)
    expected = rank(shipped, by)
    monkeypatch.setattr(measures, "LARGE", 0)
    assert expected == rank(shipped, by)


@pytest.mark.parametrize("by", MEASURES)
@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_random_networks_are_ranked_alike(by, seed):
    """Deals and sites too, and ties broken by label either way."""
    given_ = question(seed).network
    kinds = frozenset({"Agent", "Venture", "Facility"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "LARGE", sys.maxsize)
        expected = rank(given_, by, kinds=kinds)
        patch.setattr(measures, "LARGE", 0)
        assert expected == rank(given_, by, kinds=kinds)


@pytest.mark.parametrize("by", MEASURES)
def test_nothing_measured_has_no_values(by):
    """No actor, or none that deals with anybody."""
    assert {} == on_arrays(network({"Country": "land"}), by)
    assert {"a": 1.0 if by == "pagerank" else 0.0} == on_arrays(network({"Company": "a"}), by)


def test_work_is_done_in_parts_that_fit_the_memory(monkeypatch):
    """In how many changes nothing."""
    given_ = question(7).network
    expected = {by: on_arrays(given_, by) for by in MEASURES}
    monkeypatch.setattr(array_centrality, "_CELLS", 1)
    monkeypatch.setattr(array_centrality, "_PRODUCTS", 1)
    monkeypatch.setattr("graph.network.reach._AT_ONCE", 1)
    for by in MEASURES:
        assert close(expected[by]) == on_arrays(given_, by)


def test_lengths_are_exact_whatever_share_the_ontology_states():
    """A third and a half of a step have a sixth in common."""
    thirds, unit = arrays._in_units(arrays.np.array([1 / 3, 0.5, 1.0]))
    assert ([2, 3, 6], arrays.Fraction(1, 6)) == (thirds.tolist(), unit)


def test_of_several_legs_between_two_the_shortest_counts():
    """Whichever way round and in whatever order they come."""
    ends, others, lengths = arrays.np.array([[0, 1, 0, 2], [1, 0, 1, 1], [4, 2, 3, 1]])
    found = arrays._shortest(ends, others, lengths, 3)
    assert [[0, 2, 0], [2, 0, 1], [0, 1, 0]] == found.toarray().tolist()


def test_a_sample_is_told_and_always_the_same(monkeypatch):
    """Beyond as many actors as a measure sets out from, with each value."""
    names = [f"n{number}" for number in range(12)]
    claims = [says(f"{a} owns {b}") for a, b in pairwise(names)]
    given_ = network({"Company": " ".join(names)}, *claims)
    monkeypatch.setattr(measures, "EXACT", {"betweenness": 5})
    monkeypatch.setattr(measures, "PIVOTS", 5)
    first = rank(given_, "betweenness")
    assert {measures.Sample(5, 12)} == {each.sample for each in first}
    assert first == rank(given_, "betweenness")
    assert {None} == {each.sample for each in rank(given_, "betweenness", exact=True)}
    assert {None} == {each.sample for each in rank(given_, "degree")}


@pytest.mark.parametrize("by", MEASURES)
def test_the_first_of_a_ranking_are_those_of_the_whole(by):
    """Also where the last of them has equals that are left out."""
    given_ = session.open().network
    whole = rank(given_, by)
    for most in (1, 7, 20, len(whole), len(whole) + 1):
        assert whole[:most] == rank(given_, by, most=most)


def test_columns_hold_every_tie_with_the_best_of_its_claims():
    """What is over never counts; what is derived is no tie."""
    given_ = network(
        {"Company": "a b c"},
        says("a owns b", "denied"), says("a owns b", "reported", product="c"),
        says("a owns b", "denied", product="a"),
        says("b owns a", stage="ended"), says("c owns a", derived=True),
    )  # fmt: skip
    columns = given_.columns
    relations = sorted(ONTOLOGY.relations)
    ties = [
        (columns.ids[one], relations[relation], columns.ids[other], best)
        for one, relation, other, best in zip(
            columns.subject, columns.relation, columns.object, columns.best, strict=True
        )
    ]
    reported = Standing.REPORTED.place
    assert [("a", "owns", "b", reported), ("b", "owns", "a", NEVER)] == ties
    assert {"Company"} == {sorted(ONTOLOGY.kinds)[number] for number in columns.kind}
