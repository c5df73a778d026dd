"""Policies on the way: what bites on a hop and why, and what gate that makes."""

import pytest
from networks import network, says

from graph.network.paths import search
from graph.network.policies import Policies, gate
from graph.network.space import Goal


def best(given, source, target):
    """Return the best path between two entities, or into a place."""
    inside = target if given.kind(target).place else ""
    targets = given.places_within(target) if inside else frozenset({target})
    return search(given, Goal(frozenset({source}), targets, inside), k=1).paths[0]


def bites(given, source, target):
    """Return what bites on the best path, as (policy, effect, touches, because)."""
    path = best(given, source, target)
    return [
        (bite.policy or bite.row.id, bite.effect, bite.touches, bite.because)
        for on_hop in Policies(given).on_path(path)
        for bite in on_hop
    ]


def gated(given, source, target):
    """Return the gate of the best path."""
    return gate(Policies(given).on_path(best(given, source, target)))


CAST = {
    "Company": "acme",
    "Group": "makers foreigners",
    "Country": "home land",
    "Region": "state",
    "Facility": "plant",
    "Product": "cars foreign-cars batteries",
    "Tariff": "duty",
    "Quota": "cap",
    "Restriction": "rule",
    "Incentive": "grant",
    "TradeAgreement": "pact",
    "Factor": "doubts",
}
GOODS = (
    says("acme produces cars"),
    says("acme basedIn home"),
    says("foreign-cars kindOf cars"),
    says("foreign-cars origin home"),
)
DUTY = (says("duty appliesTo foreign-cars"), says("duty appliesIn land"))
ENTRY = says("acme entersMarket land")


def world(*claims):
    """Return the cast with these claims."""
    return network(CAST, *claims)


# ------------------------------------------------------------------------- (a) a claim says so


def test_what_hinders_an_end_bites_on_every_hop_to_it():
    """A rule that hinders a plant bites where the path comes to the plant."""
    given = world(says("acme opens plant"), says("rule hinders plant"))
    assert [("rule", "conditions", "plant", "itself")] == bites(given, "acme", "plant")


@pytest.mark.parametrize("place", ["land", "state"])
def test_a_hindrance_in_a_place_bites_on_hops_into_it(place):
    """What hinders a company in a country bites on its way there, and nowhere else."""
    given = world(ENTRY, says("acme entersMarket home"), says("doubts hinders acme", place=place))
    expected = [("doubts", "conditions", "acme", "itself")] if place == "land" else []
    assert expected == bites(given, "acme", "land")
    assert [] == bites(given, "acme", "home")


def test_what_a_group_is_kept_out_of_bites_on_its_members_market_hops():
    """Makers are blocked from the land, acme is one of them, so its entry is blocked."""
    given = world(ENTRY, says("acme memberOf makers"), says("makers blockedFrom land"))
    assert [("makers blockedFrom land stated", "blocks", "acme", "group")] == bites(
        given, "acme", "land"
    )


def test_who_is_no_member_is_not_blocked_with_the_group():
    """A bar on makers says nothing of a company that is not among them."""
    given = world(ENTRY, says("makers blockedFrom land"))
    assert [] == bites(given, "acme", "land")


@pytest.mark.parametrize("relation", ["blockedFrom", "allowedInto"])
def test_a_bar_of_another_place_does_not_bite(relation):
    """Who is kept out of the state is not thereby kept out of the home land."""
    given = world(says("acme entersMarket home"), says(f"acme {relation} state"))
    assert [] == bites(given, "acme", "home")


def test_what_hinders_a_group_in_a_place_does_not_bite_on_what_is_made_there():
    """A tariff on foreigners in the land is no matter for a plant of theirs that stands in it."""
    given = world(
        says("acme producesIn land"),
        says("acme memberOf foreigners"),
        says("duty hinders foreigners", place="land"),
    )
    assert [] == bites(given, "acme", "land")


def test_a_bar_on_a_group_does_not_bite_where_goods_are_made_on_the_spot():
    """Producing in a land is no market hop: a bar from the market is not told of it."""
    given = world(
        says("acme producesIn land"), says("acme memberOf makers"), says("makers blockedFrom land")
    )
    assert [] == bites(given, "acme", "land")


def test_what_a_policy_does_to_a_group_in_a_place_bites_on_its_members():
    """A tariff hinders foreigners in the land; acme, one of them, is taxed on entry."""
    given = world(
        ENTRY, says("acme memberOf foreigners"), says("duty hinders foreigners", place="land")
    )
    assert [("duty", "taxes", "acme", "group")] == bites(given, "acme", "land")


def test_what_hinders_goods_in_a_place_bites_on_who_makes_them():
    """Doubts about the goods of a land's own origin bite on their maker's entry."""
    given = world(ENTRY, *GOODS, says("doubts hinders foreign-cars", place="land"))
    assert [("doubts", "conditions", "acme", "goods")] == bites(given, "acme", "land")


@pytest.mark.parametrize(
    ("claim", "effect"),
    [
        ("duty hinders acme", "taxes"),
        ("cap hinders acme", "limits"),
        ("rule hinders acme", "conditions"),
        ("doubts hinders acme", "conditions"),
        ("duty helps acme", "eases"),
        ("doubts helps acme", "eases"),
        ("pact admits acme", "admits"),
        ("cap admits acme", "admits"),
        ("grant hinders acme", "conditions"),
    ],
)
def test_the_claim_says_what_is_done_and_the_kind_of_policy_how_it_hinders(claim, effect):
    """A tariff that hinders taxes; a tariff that helps somebody does not tax them."""
    given = world(ENTRY, says(claim))
    assert [effect] == [found for _, found, *_ in bites(given, "acme", "land")]


# ------------------------------------------------------------------------- (b) it applies


def test_a_rule_bites_where_it_holds_on_goods_of_the_same_origin():
    """Acme, based at home, sells cars abroad, where cars from home are taxed."""
    given = world(says("acme sellsIn land"), *GOODS, *DUTY)
    assert [("duty", "taxes", "acme", "goods")] == bites(given, "acme", "land")


def test_a_rule_bites_on_goods_that_are_a_kind_of_what_it_covers():
    """The cars sold are foreign cars themselves; a rule on all cars covers them too."""
    given = world(
        says("acme sellsIn land", product="foreign-cars"),
        says("foreign-cars kindOf cars"),
        says("rule appliesTo cars"),
        says("rule appliesIn land"),
    )
    assert [("rule", "conditions", "acme", "goods")] == bites(given, "acme", "land")


@pytest.mark.parametrize(
    ("without", "why"),
    [
        ("acme basedIn home", "of another origin"),
        ("foreign-cars kindOf cars", "other goods"),
        ("acme produces cars", "no goods known"),
        ("duty appliesIn land", "no place known"),
        ("duty appliesTo foreign-cars", "covers nothing"),
    ],
)
def test_a_rule_does_not_bite_where_any_part_of_the_match_is_missing(without, why):
    """Place, goods, kind of goods and origin must all be told by some claim."""
    claims = [claim for claim in (*GOODS, *DUTY) if claim.id != f"{without} stated"]
    assert len(GOODS + DUTY) - 1 == len(claims)
    assert [] == bites(world(ENTRY, *claims), "acme", "land"), why


def test_a_rule_of_another_place_does_not_bite():
    """A duty of home says nothing of the way into the land."""
    given = world(ENTRY, *GOODS, says("duty appliesTo foreign-cars"), says("duty appliesIn home"))
    assert [] == bites(given, "acme", "land")


def test_a_rule_of_a_country_bites_in_its_regions():
    """What applies in the land applies in the state within it."""
    given = world(says("acme sellsIn state"), says("state within land"), *GOODS, *DUTY)
    assert [("duty", "taxes", "acme", "goods")] == bites(given, "acme", "state")


@pytest.mark.parametrize("relation", ["producesIn", "investsIn"])
def test_a_duty_on_imports_does_not_bite_on_what_is_no_import(relation):
    """Making cars on the spot, or putting money in, is no flow that a tariff acts on."""
    given = world(says(f"acme {relation} land"), *GOODS, *DUTY)
    assert [] == bites(given, "acme", "land")


def test_support_acts_on_money_that_flows_in():
    """A grant for cars in the land eases an investment there, and not a sale."""
    grant = (says("grant appliesTo cars"), says("grant appliesIn land"))
    assert [("grant", "eases", "acme", "goods")] == bites(
        world(says("acme investsIn land"), *GOODS, *grant), "acme", "land"
    )
    assert [] == bites(world(says("acme sellsIn land"), *GOODS, *grant), "acme", "land")


# ------------------------------------------------------------------------- on the spot: sites


RUNS_A_PLANT = (says("acme operates plant"), says("plant locatedIn state"))


@pytest.mark.parametrize("relation", ["producesIn", "investsIn"])
def test_what_acts_on_a_site_bites_on_what_its_owner_does_there(relation):
    """Acme makes cars in the state, where it runs a plant that a rule hinders."""
    given = world(says(f"acme {relation} state"), *RUNS_A_PLANT, says("rule hinders plant"))
    (path,) = search(given, Goal(frozenset({"acme"}), frozenset({"state"}), max_hops=1), k=1).paths
    (bite,) = Policies(given).on_path(path)[0]
    assert ("rule", "plant", "site") == (bite.policy, bite.touches, bite.because)
    assert ["acme operates plant stated", "plant locatedIn state stated"] == [
        row.id for row in bite.grounds
    ]


@pytest.mark.parametrize("without", ["acme operates plant", "plant locatedIn state"])
def test_a_site_that_is_not_its_own_or_stands_elsewhere_is_no_matter(without):
    """Somebody else's plant, or one in another place, does not condition what acme does."""
    claims = [claim for claim in RUNS_A_PLANT if claim.id != f"{without} stated"]
    given = world(says("acme producesIn state"), *claims, says("rule hinders plant"))
    (path,) = search(given, Goal(frozenset({"acme"}), frozenset({"state"}), max_hops=1), k=1).paths
    assert [[]] == Policies(given).on_path(path)


def test_a_plant_is_no_matter_of_what_is_shipped_into_the_place():
    """Selling into the state does not go through the plant that stands there."""
    given = world(says("acme sellsIn state"), *RUNS_A_PLANT, says("rule hinders plant"))
    (path,) = search(given, Goal(frozenset({"acme"}), frozenset({"state"}), max_hops=1), k=1).paths
    assert [[]] == Policies(given).on_path(path)


# ------------------------------------------------------------------------- entering a market


def entry(given, agent, place):
    """Return what would bite on an entry that no claim speaks of, as (policy, because)."""
    return [(bite.policy, bite.because) for bite in Policies(given).on_entry(agent, place)]


def test_what_would_bite_on_an_entry_needs_no_claim_of_that_entry():
    """Nobody says that acme sells in the land; the duty on its cars would meet it there."""
    given = world(*GOODS, *DUTY)
    assert [("duty", "goods")] == entry(given, "acme", "land")
    assert [] == entry(given, "acme", "home")


def test_a_rule_on_a_group_meets_its_members():
    """A rule that applies to makers in the land applies to acme, which is one of them."""
    given = world(
        says("acme memberOf makers"), says("rule appliesTo makers"), says("rule appliesIn land")
    )
    assert [("rule", "group")] == entry(given, "acme", "land")


def test_goods_themselves_meet_what_is_said_of_them_and_of_their_kind():
    """Foreign cars are cars: what hinders cars in the land hinders them."""
    given = world(
        says("foreign-cars kindOf cars"),
        says("doubts hinders cars", place="land"),
        says("rule hinders foreign-cars", place="land"),
    )
    assert [("doubts", "goods"), ("rule", "itself")] == entry(given, "foreign-cars", "land")
    assert [("doubts", "itself")] == entry(given, "cars", "land")


def test_without_a_place_only_what_bites_everywhere_bites():
    """A doubt about acme is one wherever it goes; a duty needs a border."""
    given = world(*GOODS, *DUTY, says("doubts hinders acme"))
    assert [("doubts", "itself")] == entry(given, "acme", "")
    assert ("land",) == Policies(given).places


# ------------------------------------------------------------------------- how surely


@pytest.mark.parametrize(
    ("standing", "expected"),
    [("stated", "blocked"), ("implied", "blocked"), ("reported", "conditional")],
)
def test_who_is_only_said_to_be_one_of_the_blocked_is_not_surely_blocked(standing, expected):
    """The block is stated; that acme is among them may be a rumour."""
    given = world(ENTRY, says("acme memberOf makers", standing), says("makers blockedFrom land"))
    (bite,) = Policies(given).on_path(best(given, "acme", "land"))[0]
    assert (standing, expected) == (bite.standing, gated(given, "acme", "land"))


def test_of_two_reasons_the_surer_counts():
    """A member by rumour and a maker by statement: it is the goods that keep acme out."""
    given = world(
        ENTRY,
        says("acme memberOf makers", "reported"),
        says("makers produces cars"),
        says("acme produces cars"),
        says("cars blockedFrom land"),
        says("makers blockedFrom land"),
    )
    found = Policies(given).on_path(best(given, "acme", "land"))[0]
    assert [("goods", "stated"), ("group", "reported")] == [
        (bite.because, bite.standing) for bite in found
    ]


@pytest.mark.parametrize("standing", ["denied", "superseded"])
def test_a_seat_that_nobody_holds_any_more_gives_goods_no_origin(standing):
    """Acme used to be based at home: its cars do not come from there."""
    moved = [claim for claim in GOODS if claim.relation != "basedIn"]
    given = world(ENTRY, *moved, says("acme basedIn home", standing), *DUTY)
    assert [] == bites(given, "acme", "land")


# ------------------------------------------------------------------------- what does not bite


@pytest.mark.parametrize("standing", ["denied", "superseded", "retracted"])
def test_a_dead_claim_does_not_bite(standing):
    """A bar that is denied, replaced or taken back bars nobody."""
    assert [] == bites(world(ENTRY, says("acme blockedFrom land", standing)), "acme", "land")


def test_a_bar_that_has_ended_does_not_bite():
    """Who used to be blocked is blocked no more."""
    given = world(ENTRY, says("acme blockedFrom land", stage="ended"))
    assert ([], "open") == (bites(given, "acme", "land"), gated(given, "acme", "land"))


# ------------------------------------------------------------------------- once, and the gate


def test_each_policy_is_told_once_per_path_where_it_first_bites():
    """A rule that hinders a plant touches the hop to it and the hop from it: one remark."""
    given = world(
        says("acme opens plant"), says("plant locatedIn state"), says("rule hinders plant")
    )
    path = best(given, "acme", "state")
    assert [1, 0] == [len(on_hop) for on_hop in Policies(given).on_path(path)]


def test_a_policy_that_bites_for_two_reasons_is_told_by_its_best_founded_claim():
    """A stated hindrance is told rather than a disputed one of the same policy."""
    given = world(
        ENTRY,
        says("doubts hinders acme", "disputed"),
        says("doubts hinders acme", respect="cars"),
    )
    (bite,) = Policies(given).on_path(best(given, "acme", "land"))[0]
    assert "stated" == bite.row.standing


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("corroborated", "blocked"),
        ("stated", "blocked"),
        ("implied", "blocked"),
        ("announced", "conditional"),
        ("reported", "conditional"),
        ("possible", "conditional"),
        ("disputed", "conditional"),
    ],
)
def test_only_a_block_that_is_at_least_implied_blocks(standing, expected):
    """A rumoured block is a condition of the way, not its end."""
    assert expected == gated(world(ENTRY, says("acme blockedFrom land", standing)), "acme", "land")


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("duty hinders acme", "conditional"),
        ("cap hinders acme", "conditional"),
        ("rule hinders acme", "conditional"),
        ("doubts helps acme", "open"),
        ("pact admits acme", "open"),
        ("acme allowedInto land", "open"),
        ("acme memberOf makers", "open"),
    ],
)
def test_what_blocks_limits_taxes_or_conditions_makes_the_gate_conditional(claim, expected):
    """What only admits or eases leaves the gate open."""
    assert expected == gated(world(ENTRY, says(claim)), "acme", "land")


@pytest.mark.parametrize("standing", ["stated", "possible"])
def test_what_admits_is_told_and_lifts_nothing(standing):
    """Blocked and allowed at once is blocked; both are told."""
    given = world(ENTRY, says("acme blockedFrom land"), says("acme allowedInto land", standing))
    assert {"blocks", "admits"} == {effect for _, effect, *_ in bites(given, "acme", "land")}
    assert "blocked" == gated(given, "acme", "land")


# ------------------------------------------------------------------------- the seed article


def test_the_car_tariff_is_not_on_batteries_made_in_michigan(seed):
    """CATL's way to Michigan is open: no policy of the article is about it."""
    assert ([], "open") == (
        bites(seed.network, "catl", "michigan"),
        gated(seed.network, "catl", "michigan"),
    )


def test_the_connected_vehicle_restriction_is_on_geelys_plant(seed):
    """The restriction and the hurdles it raises condition the factory in South Carolina."""
    assert [
        ("connected-vehicle-restrictions", "conditions", "geely-south-carolina-factory", "itself"),
        ("regulatory-hurdles", "conditions", "geely-south-carolina-factory", "itself"),
    ] == bites(seed.network, "geely", "south-carolina")
    assert "conditional" == gated(seed.network, "geely", "south-carolina")


def test_xiaomis_entry_is_blocked_by_its_group_and_taxed_by_its_goods(seed):
    """Chinese EV makers are long blocked; Trump's remark that they could be let in lifts nothing."""
    (path,) = search(
        seed.network, Goal(frozenset({"xiaomi"}), frozenset({"united-states"}), max_hops=1)
    ).paths
    found = Policies(seed.network).on_path(path)
    assert {
        ("", "blocks", "group", "stated"),
        ("us-ev-tariffs", "taxes", "goods", "stated"),
        ("", "admits", "group", "possible"),
    } <= {(bite.policy, bite.effect, bite.because, bite.row.standing) for bite in found[0]}
    assert "blocked" == gate(found)


# ------------------------------------------------------------------------- the invented papers


def test_the_tariff_on_tesran_cables_is_on_who_sells_them(invented):
    """Tsukimori sells Tesran cables in Veldria, where they are taxed."""
    assert [("cable-tariff", "taxes", "tsukimori", "goods")] == bites(
        invented.network, "tsukimori", "veldria"
    )


def test_a_tariff_that_is_thought_to_help_a_maker_does_not_stand_in_its_way(invented):
    """The minister thinks that the tariff helps Skarnholm: told, and the way is open."""
    assert [("cable-tariff", "eases", "skarnholm", "itself")] == bites(
        invented.network, "maristel", "veldria"
    )
    assert "open" == gated(invented.network, "maristel", "veldria")
