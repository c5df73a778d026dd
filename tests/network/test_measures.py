"""Centrality, against values worked out by hand."""

import pytest
from networks import network, says

from graph.claims.model import Standing
from graph.network.measures import MEASURES, rank

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


def test_degree_is_the_number_of_entities_dealt_with():
    """Two claims with one partner count once; a deal counts as somebody dealt with."""
    assert [(1, "b", 3.0), (2, "a", 1.0), (2, "c", 1.0), (2, "d", 1.0), (5, "e", 0.0)] == places(
        rank(LINE, "degree")
    )


def test_betweenness_is_the_share_of_shortest_paths_that_run_through():
    """Of the ten pairs of others, five go through b: a-c, a-d, c-d and those to the deal but d."""
    (first, *rest) = places(rank(LINE, "betweenness"))
    assert (1, "b", 0.5) == first
    assert {0.0} == {value for *_, value in rest}
    (deal,) = rank(LINE, "betweenness", kinds=frozenset({"Venture"}))
    assert (1, "deal", 0.3) == (deal.place, deal.entity, deal.value)


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


def test_places_and_goods_tie_nobody():
    """Two makers of nuts in one country have nothing to do with each other by that."""
    assert 0.0 == next(each.value for each in rank(LINE, "degree") if each.entity == "e")


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


def test_a_floor_leaves_weaker_claims_out():
    """Counting what is stated only, a rumour does not count."""
    given = network({"Company": "a b c"}, says("a owns b"), says("a owns c", "reported"))
    values = {each.entity: each.value for each in rank(given, "degree", floor=Standing.STATED)}
    assert {"a": 1.0, "b": 1.0, "c": 0.0} == values


def test_each_entity_comes_with_its_best_founded_ties():
    """The three strongest ties explain a rank, the surest first; goods and places are none."""
    given = network(
        {"Company": "a b c d e", "Product": "nuts"},
        says("a owns b", "possible"),
        says("a owns c"),
        says("a owns d", "reported"),
        says("a owns e", "disputed"),
        says("a produces nuts", "corroborated"),
    )
    best, *_ = rank(given, "degree")
    assert ["c", "d", "b"] == [each.other for each in best.ties]


@pytest.mark.parametrize("by", sorted(MEASURES))
def test_a_graph_without_claims_has_only_zeros(by):
    """Nobody deals with anybody: everybody shares the first place with nothing."""
    assert [(1, "a", 0.0), (1, "b", 0.0)] == places(rank(network({"Company": "a b"}), by))


def test_ford_deals_with_the_most_of_the_seed_article(seed):
    """Ford is in two deals and in talks; no place, group of goods or policy is listed."""
    best, *_ = rank(seed.network, "degree")
    assert ("ford", 3.0) == (best.entity, best.value)
    assert {"Company", "Brand", "Person", "Group"} >= {
        seed.table.nodes[each.entity].kind for each in rank(seed.network, "degree")
    }
