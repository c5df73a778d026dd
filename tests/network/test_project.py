"""From claims to a network: what becomes a tie, and what does not."""

import networkx as nx
import pytest
from hypothesis import given, settings
from networks import SEEDS, network, question, says

from graph.claims.model import Standing
from graph.network.project import counting


def ties(given):
    """Return the ties of a network as ``subject relation object``, with how many claims."""
    return {
        f"{tie.subject} {tie.relation.id} {tie.object}": len(tie.rows)
        for *_, tie in given.walk.edges(data="tie")
    }


def test_parallel_claims_fold_into_one_tie():
    """Claims that differ in qualifiers are one tie; another relation or direction is another."""
    given = network(
        {"Company": "a b", "Product": "nuts bolts"},
        says("a suppliesTo b", product="nuts"),
        says("a suppliesTo b", product="bolts"),
        says("b suppliesTo a"),
        says("a owns b"),
    )
    assert {"a suppliesTo b": 2, "b suppliesTo a": 1, "a owns b": 1} == ties(given)


def test_only_attested_claims_that_paths_may_walk_become_ties():
    """Policies, memberships, kinds of goods and derived claims tie nobody."""
    given = network(
        {"Company": "a b", "Group": "makers", "Tariff": "duty", "Product": "nuts hexnuts"},
        says("duty hinders a"),
        says("a memberOf makers"),
        says("hexnuts kindOf nuts"),
        says("a partnersWith b", derived=True),
        says("a suppliesTo b", derived=True),
        says("a produces nuts"),
    )
    assert {"a produces nuts": 1} == ties(given)


def test_chains_of_places_and_seats_become_ties_too():
    """What paths need at their ends is in the network."""
    given = network(
        {"Company": "a", "Facility": "plant", "City": "town", "Country": "land"},
        says("a basedIn land"),
        says("plant locatedIn town"),
        says("town within land"),
    )
    assert {"a basedIn land": 1, "plant locatedIn town": 1, "town within land": 1} == ties(given)


def test_networkx_gets_a_multigraph_with_the_tie_on_each_edge(seed):
    """The graph is a plain networkx MultiDiGraph, keyed by relation, with kinds on its nodes."""
    walk = seed.network.walk
    assert nx.MultiDiGraph is type(walk)
    tie = walk.edges["geely", "volvo", "owns"]["tie"]
    assert ("geely", "owns", "volvo") == (tie.subject, tie.relation.id, tie.object)
    assert "Company" == walk.nodes["geely"]["kind"]
    assert set(seed.table.nodes) == set(walk)


def test_degree_counts_attested_claims_of_every_relation():
    """Policies and dead claims count for how common an entity is; derived ones do not."""
    given = network(
        {"Company": "a b", "Tariff": "duty"},
        says("a owns b"),
        says("a suppliesTo b", "denied"),
        says("duty hinders a"),
        says("a partnersWith b", derived=True),
    )
    assert {"a": 3, "b": 2, "duty": 1} == {
        each: given.attested(each) for each in ("a", "b", "duty")
    }


@settings(max_examples=100)
@given(SEEDS)
def test_a_place_holds_what_facts_place_in_it_step_by_step(number):
    """Places within a place are found by going over the claims until nothing is added."""
    asked = question(number)
    table = asked.network.table
    facts = {
        (row.subject, row.object)
        for row in table.rows
        if row.relation in ("within", "locatedIn")
        and row.standing in ("corroborated", "stated", "implied")
        and row.stage in (None, "operating", "in-force")
        and not row.derived
    }
    inside = {"land"}
    for _ in table.nodes:
        inside |= {low for low, high in facts if high in inside}
    places = {node for node in inside if table.nodes[node].kind in ("Country", "Region", "City")}
    assert places == asked.network.places_within("land")
    assert inside == {node for node in table.nodes if "land" in asked.network.places_above(node)}


@pytest.mark.parametrize(
    ("floor", "ended", "expected"),
    [
        ("disputed", False, ["a owns b corroborated paused", "a owns b disputed"]),
        (
            "disputed",
            True,
            ["a owns b corroborated paused", "a owns b stated ended", "a owns b disputed"],
        ),
        ("stated", False, ["a owns b corroborated paused"]),
        (
            "denied",
            False,
            ["a owns b corroborated paused", "a owns b disputed", "a owns b denied"],
        ),
    ],
)
def test_what_counts_depends_on_the_floor_and_comes_best_first(floor, ended, expected):
    """Claims below the floor and what has ended are left out; the rest is ordered."""
    rows = [
        says("a owns b", "denied"),
        says("a owns b", "disputed"),
        says("a owns b", "stated", stage="ended"),
        says("a owns b", "corroborated", stage="paused"),
    ]
    assert expected == [row.id for row in counting(rows, Standing(floor), ended=ended)]


def test_of_equal_claims_the_one_that_holds_now_comes_first():
    """What runs is told before what is agreed, of the same standing."""
    rows = [says("a owns b", stage="agreed"), says("a owns b", stage="operating")]
    assert ["operating", "agreed"] == [row.stage for row in counting(rows, Standing.STATED)]
