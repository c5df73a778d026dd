"""What falls with what is taken out, and what a changed network keeps of the whole."""

import pytest
from networks import network, says

from graph.claims.model import Standing
from graph.network.own import ways
from graph.network.paths import search
from graph.network.space import Goal
from graph.network.whatif import changed, remaining, taken_out

CAST = {
    "Company": "acme bolt cog", "Brand": "marque", "Partnership": "deal", "JointVenture": "pair",
    "Facility": "plant mill", "Country": "land home", "Region": "state", "Product": "cars",
}  # fmt: skip
DEAL = (says("acme partnerIn deal"), says("bolt partnerIn deal"))


def fallen(*claims, without=("acme",)):
    """Return what falls with what is taken out."""
    return sorted(taken_out(network(CAST, *claims), without))


def found(given, source, target, **options):
    """Return the paths between two entities, each as its entities."""
    goal = Goal(frozenset({source}), frozenset({target}), **options)
    return [path.nodes for path in search(given, goal).paths]


# ------------------------------------------------------------------------- what falls


def test_a_deal_of_two_falls_with_one_of_them():
    """One partner makes no deal."""
    assert ["deal"] == fallen(*DEAL)


def test_a_deal_of_three_stands_without_one_and_falls_without_two():
    """Two partners are left, then one."""
    claims = (*DEAL, says("cog partnerIn deal"))
    assert [] == fallen(*claims)
    assert ["deal"] == fallen(*claims, without=("acme", "cog"))


def test_a_plant_falls_with_all_who_open_or_run_it():
    """Bolt also runs the mill: it stands without acme."""
    claims = (says("acme opens plant"), says("acme operates mill"), says("bolt operates mill"))
    assert ["plant"] == fallen(*claims)
    assert ["mill", "plant"] == fallen(*claims, without=("acme", "bolt"))


def test_what_a_fallen_deal_opened_falls_with_it():
    """The deal of two opens a plant; and so on down."""
    assert ["deal", "plant"] == fallen(*DEAL, says("deal opens plant"))


def test_what_is_owned_or_supplied_does_not_fall():
    """A brand outlives its owner, a place its inhabitants."""
    assert [] == fallen(
        says("acme owns marque"), says("acme suppliesTo bolt"), says("acme basedIn land"),
        says("acme producesIn state"), says("bolt opens plant"), says("acme suppliesTo plant"),
    )  # fmt: skip


def test_a_deal_that_was_never_told_to_have_two_partners_loses_nothing_by_another():
    """Only cog is known to be in the pair; that acme falls says nothing of it."""
    assert ["deal"] == fallen(*DEAL, says("cog partnerIn pair"))


@pytest.mark.parametrize("standing", ["denied", "retracted", "superseded"])
def test_a_partner_that_is_none_keeps_no_deal(standing):
    """Cog is said not to be in it."""
    assert ["deal"] == fallen(*DEAL, says("cog partnerIn deal", standing))
    assert [] == fallen(says("acme partnerIn pair", standing), says("bolt partnerIn pair"))


# ------------------------------------------------------------------------- the changed network


def test_what_is_said_of_what_is_taken_out_goes_with_it():
    """Also where it is only the goods or the place that a claim speaks of."""
    given = network(CAST, *DEAL, says("bolt sellsIn land", product="cars"), says("bolt owns cog"))
    left = changed(given, without=["cars", "acme"])
    assert ["bolt partnerIn deal stated", "bolt owns cog stated"] == [
        row.id for row in left.table.rows
    ]
    assert 4 == len(given.table.rows)


def test_passing_a_hub_costs_the_same_in_every_what_if():
    """The degree is that of the whole graph, so a path that is kept keeps its cost."""
    given = network(CAST, says("acme owns bolt"), says("bolt owns cog"), says("bolt owns marque"))
    goal = Goal(frozenset({"acme"}), frozenset({"cog"}))
    (before,) = search(given, goal).paths
    (after,) = search(changed(given, without=["marque"]), goal).paths
    assert before == after
    assert 3 == changed(given, without=["marque"]).attested("bolt")


def test_what_is_assumed_counts_as_stated_and_carried_out():
    """A planned and disputed claim makes a hop among stated ones; others do not move."""
    planned = says("acme owns bolt", "disputed", stage="agreed")
    given = network(CAST, planned, says("bolt owns cog", "reported"))
    assert [] == found(given, "acme", "bolt", floor=Standing.STATED)
    granted = changed(given, assumed=[planned.id])
    assert [("acme", "bolt")] == found(granted, "acme", "bolt", floor=Standing.STATED)
    assert [] == found(granted, "acme", "cog", floor=Standing.STATED)
    assert {None} == {row.stage for row in granted.table.rows}


def test_what_is_corroborated_gets_no_worse_by_an_assumption():
    """Assuming what several say changes nothing."""
    known = says("acme owns bolt", "corroborated")
    (row,) = changed(network(CAST, known), assumed=[known.id]).table.rows
    assert known == row


def test_claims_given_anew_replace_the_old_and_none_leaves_them_out():
    """An assumption outweighs both."""
    one, other = says("acme owns bolt"), says("bolt owns cog")
    given = network(CAST, one, other)
    weaker = one._replace(standing=Standing.REPORTED)
    left = changed(given, rows={one.id: weaker, other.id: None})
    assert (weaker,) == left.table.rows
    assert (one, other) == changed(
        given, rows={one.id: weaker, other.id: None}, assumed=[one.id, other.id]
    ).table.rows


def test_a_ranking_leaves_out_who_is_taken_out():
    """The network of what remains does not know them."""
    given = changed(network(CAST, *DEAL), without=["acme"])
    assert "acme" in given.table.nodes
    assert "acme" not in remaining(given, ["acme"]).table.nodes


# ------------------------------------------------------------------------- one's own ways


def own(*claims, inside="land", floor=Standing.DISPUTED):
    """Return acme's own ways into a place, each as its entities."""
    given = network(CAST, *claims, says("state within land"))
    targets = given.places_within(inside)
    met = ways(given, "acme", targets, inside=inside, floor=floor, timeout=0)
    return sorted(path.nodes for path in met.paths)


def test_plants_deals_and_holdings_are_ones_own():
    """What acme opens, takes part in or owns, and what that does in the land."""
    assert [
        ("acme", "deal", "state"),
        ("acme", "land"),
        ("acme", "marque", "land"),
        ("acme", "plant", "state"),
    ] == own(
        says("acme opens plant"), says("plant locatedIn state"), says("acme sellsIn land"),
        *DEAL, says("deal producesIn state"), says("acme owns marque"), says("marque sellsIn land"),
    )  # fmt: skip


def test_what_a_partner_or_a_customer_does_is_not_ones_own():
    """Bolt, a partner, and cog, a customer, sell in the land; acme does not."""
    assert [] == own(
        *DEAL, says("bolt sellsIn land"), says("acme suppliesTo cog"), says("cog sellsIn land"),
        says("acme basedIn land"), says("cog owns acme"),
    )  # fmt: skip


def test_ones_own_ways_keep_to_the_floor():
    """A rumoured plant is none where facts are asked for."""
    claims = (says("acme opens plant", "reported"), says("plant locatedIn state"))
    assert [("acme", "plant", "state")] == own(*claims)
    assert [] == own(*claims, floor=Standing.STATED)
