"""The k best paths, held against a brute-force reading of the rules, and by example."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import OPTIONS, SEEDS, network, question, says, shuffled
from reference import Reference

from graph.claims.model import Standing
from graph.network import paths
from graph.network.cost import UNIT
from graph.network.paths import search, search_each
from graph.network.space import Chosen, Goal


def from_to(source, target, **rest):
    """Return the goal of a path between two entities."""
    return Goal(frozenset(source.split()), frozenset(target.split()), **rest)


def into(given, source, place, **rest):
    """Return the goal of a path from an entity into a place."""
    return Goal(frozenset(source.split()), given.places_within(place), place, **rest)


def found(given, wanted, k=20):
    """Return the paths found, none of them cut short."""
    result = search(given, wanted, k=k, timeout=0)
    assert () == result.truncated
    return result.paths


def written(path):
    """Return a path as ``a relation> b <relation c``, as a person would write it."""
    words = [path.nodes[0]]
    for hop in path.hops:
        relation = hop.tie.relation.id
        words += [f"{relation}>" if hop.forward else f"<{relation}", hop.target]
    return " ".join(words)


def told(path):
    """Return a path as the reference tells it."""
    relations = tuple(hop.tie.relation.id for hop in path.hops)
    return path.cost / UNIT, len(path.hops), path.standing.place, path.nodes, relations


# ------------------------------------------------------------------------- random networks


@settings(max_examples=500)
@given(SEEDS, st.integers(1, 12))
def test_the_k_best_are_the_first_k_of_all_simple_paths(number, k):
    """On random networks search gives what listing and pricing every path gives, in order."""
    asked = question(number)
    assert Reference(asked).paths()[:k] == [
        told(path) for path in found(asked.network, asked.goal(), k)
    ]


@pytest.mark.parametrize("option", [*OPTIONS, "some"])
@settings(max_examples=120)
@given(SEEDS, st.integers(1, 12))
def test_every_option_gives_the_k_best_of_the_paths_it_allows(option, number, k):
    """Each option alone, and random ones together, held against listing every path."""
    asked = question(number, option if option == "some" else [option])
    assert Reference(asked).paths()[:k] == [
        told(path) for path in found(asked.network, asked.goal(), k)
    ]


@settings(max_examples=100)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(number, random):
    """The same claims in another order give the same paths with the same claims under them."""
    asked = question(number)
    order = list(range(len(asked.network.table.rows)))
    random.shuffle(order)

    def all_of(given):
        return [
            (written(path), path.cost, [row.id for hop in path.hops for row in hop.rows])
            for path in found(given, asked.goal())
        ]

    assert all_of(asked.network) == all_of(shuffled(asked.network, order))


@settings(max_examples=100)
@given(SEEDS)
def test_the_terms_add_up_to_the_cost_and_the_joins_are_told(number):
    """Every path's cost is the sum of its named terms; each join costs one and is named."""
    asked = question(number)
    reference = Reference(asked)
    for path in found(asked.network, asked.goal()):
        terms = dict(path.terms)
        assert ["share", "standing", "looseness", "hub", "join"] == list(terms)
        assert path.cost == sum(terms.values())
        assert reference.joins(path.nodes) == list(path.joins)
        assert len(path.joins) * UNIT == terms["join"]


@settings(max_examples=100)
@given(SEEDS)
def test_what_lies_above_the_end_leads_to_the_place_asked_for_by_facts_alone(number):
    """The tail of a path into a place is a chain of factual claims up to that very place."""
    asked = question(number)
    for path in found(asked.network, asked.goal()):
        chain = [path.nodes[-1], *(hop.target for hop in path.tail)]
        assert (asked.inside or chain[0]) == chain[-1]
        assert chain[:-1] == [hop.source for hop in path.tail]
        assert all(hop.standing.place <= Standing.IMPLIED.place for hop in path.tail)


# ------------------------------------------------------------------------- one rule at a time

SHOP = network(
    {"Company": "acme bolt", "Partnership": "deal", "Region": "texas", "Product": "nuts"},
    says("acme partnerIn deal"),
    says("bolt partnerIn deal"),
    says("deal producesIn texas", "announced", stage="agreed", product="nuts"),
    says("acme produces nuts"),
    says("bolt produces nuts"),
)


def test_a_deal_is_half_a_step_in_and_half_a_step_out():
    """Two certain hops through a deal with two claims cost one step and its small hub."""
    (path,) = found(SHOP, from_to("acme", "bolt", max_hops=2))[:1]
    assert "acme partnerIn> deal <partnerIn bolt" == written(path)
    assert {"share": 1_000_000, "hub": 99060} == {n: v for n, v in path.terms if v}


def test_goods_are_an_endpoint_and_no_passage():
    """That two companies make the same goods ties them by no path."""
    assert "acme produces> nuts" == written(found(SHOP, from_to("acme", "nuts"))[0])
    assert ["acme partnerIn> deal <partnerIn bolt"] == [
        written(path) for path in found(SHOP, from_to("acme", "bolt"))
    ]


def test_a_group_is_an_endpoint_and_no_passage():
    """What is said of a group is said of no member, so no path runs through one."""
    given = network(
        {"Company": "acme bolt", "Group": "makers"},
        says("acme suppliesTo makers"),
        says("makers suppliesTo bolt"),
    )
    assert 1 == len(found(given, from_to("acme", "makers")))
    assert () == found(given, from_to("acme", "bolt"))


def test_parallel_claims_are_one_hop_as_good_as_their_best():
    """Two claims of one relation between the same two are one hop with both, the best first."""
    given = network(
        {"Company": "acme bolt", "Product": "nuts"},
        says("acme suppliesTo bolt", "possible"),
        says("acme suppliesTo bolt", "reported", product="nuts"),
        says("acme owns bolt", "disputed"),
    )
    by_supply, by_ownership = found(given, from_to("acme", "bolt"))
    assert ["reported", "possible"] == [row.standing for row in by_supply.hops[0].rows]
    assert (Standing.REPORTED, 3_000_000) == (by_supply.standing, by_supply.cost)
    assert "acme owns> bolt" == written(by_ownership)


def test_a_path_stands_as_its_weakest_hop():
    """One rumoured hop makes the whole path a rumour."""
    given = network(
        {"Company": "acme bolt cog"},
        says("acme owns bolt", "corroborated"),
        says("bolt owns cog", "reported"),
    )
    assert Standing.REPORTED == found(given, from_to("acme", "cog"))[0].standing


@pytest.mark.parametrize(("hops", "expected"), [(1, 0), (2, 0), (3, 1), (4, 1)])
def test_no_path_is_longer_than_the_limit(hops, expected):
    """A chain of three hops is found with a limit of three or more."""
    given = network({"Company": "a b c d"}, says("a owns b"), says("b owns c"), says("c owns d"))
    assert expected == len(found(given, from_to("a", "d", max_hops=hops)))


@pytest.mark.parametrize("standing", ["denied", "superseded", "retracted"])
def test_dead_claims_are_walked_only_when_asked_for(standing):
    """What is denied, superseded or retracted is no path under the default floor."""
    given = network({"Company": "a b"}, says("a owns b", standing))
    assert () == found(given, from_to("a", "b"))
    (path,) = found(given, from_to("a", "b", floor=Standing.RETRACTED))
    assert standing == path.standing


def test_a_claim_below_the_floor_is_not_walked():
    """With 'stated' as the floor an implied claim is no hop, and its better twin still is."""
    given = network(
        {"Company": "a b c"}, says("a owns b", "implied"), says("a owns c"), says("c owns b")
    )
    assert ["a owns> c owns> b"] == [
        written(path) for path in found(given, from_to("a", "b", floor=Standing.STATED))
    ]


def test_what_has_ended_is_walked_only_when_asked_for():
    """An ended ownership is no path by default, however low the floor of standing."""
    given = network({"Company": "a b"}, says("a owns b", stage="ended"))
    assert () == found(given, from_to("a", "b"))
    assert () == found(given, from_to("a", "b", floor=Standing.RETRACTED))
    assert 1 == len(found(given, from_to("a", "b", ended=True)))


def test_policies_labels_and_derived_claims_are_never_hops():
    """A tariff, a membership and a derived claim connect nobody."""
    given = network(
        {"Company": "a b", "Tariff": "duty", "Group": "makers"},
        says("duty hinders a"),
        says("duty hinders b"),
        says("a memberOf makers"),
        says("a partnersWith b", derived=True),
    )
    assert () == found(given, from_to("a", "b"))
    assert () == found(given, from_to("a", "makers"))


# ------------------------------------------------------------------------- ends and places

LAND = network(
    {
        "Company": "acme bolt",
        "Facility": "plant",
        "Region": "texas",
        "Country": "usa",
        "Area": "america",
    },
    says("acme opens plant"),
    says("plant locatedIn texas"),
    says("texas within usa"),
    says("usa within america"),
    says("bolt basedIn texas"),
)


def test_a_path_into_a_place_ends_where_it_first_stands_in_it():
    """A plant counts as reached in its own state; the larger places follow at no cost."""
    (path,) = found(LAND, into(LAND, "acme", "usa"))
    assert "acme opens> plant locatedIn> texas" == written(path)
    assert ["usa"] == [hop.target for hop in path.tail]
    (nearer,) = found(LAND, into(LAND, "acme", "texas"))
    assert (nearer.cost, ()) == (path.cost, nearer.tail)


def test_the_rest_of_the_chain_takes_the_shortest_way_up_even_round_a_circle():
    """Places that claim to lie in each other do not lead the search astray."""
    given = network(
        {"Company": "acme", "Region": "east west", "Country": "usa"},
        says("acme producesIn east"),
        says("east within west"),
        says("west within east"),
        says("west within usa"),
    )
    (path,) = found(given, into(given, "acme", "usa"))
    assert ["west", "usa"] == [hop.target for hop in path.tail]


def test_the_rest_of_the_chain_is_told_by_facts_alone():
    """A shorter way up that is only possible is not told as where the place lies."""
    given = network(
        {"Company": "acme", "City": "town", "Region": "state", "Country": "land"},
        says("acme producesIn town"),
        says("town within land", "possible"),
        says("town within state"),
        says("state within land"),
    )
    (path,) = found(given, into(given, "acme", "land"))
    assert ["state", "land"] == [hop.target for hop in path.tail]


def test_a_named_place_is_reached_through_the_chain_at_its_price():
    """Asked for by name, the country is an end like any other and each place up is a hop."""
    (path,) = found(LAND, from_to("acme", "usa"))
    assert "acme opens> plant locatedIn> texas within> usa" == written(path)
    assert () == path.tail


def test_a_path_leads_down_from_a_place_and_up_to_one():
    """From a continent to the company with a plant in it, place by place."""
    (path,) = found(LAND, from_to("america", "acme"))
    assert "america <within usa <within texas <locatedIn plant <opens acme" == written(path)


def test_a_chain_of_places_alone_is_no_path():
    """Some relation must be in a path: lying in a place is not reaching it."""
    assert () == found(LAND, from_to("plant", "usa"))
    assert () == found(LAND, from_to("texas", "usa"))


def test_being_based_in_a_place_is_not_reaching_it():
    """A seat is no last hop into a place, but it is one to a place asked for by name."""
    assert () == found(LAND, into(LAND, "bolt", "usa"))
    assert ["bolt basedIn> texas"] == [
        written(path) for path in found(LAND, from_to("bolt", "texas"))
    ]


def test_a_seat_may_be_the_first_hop():
    """From a place to what those based there do elsewhere."""
    given = network(
        {"Company": "acme", "Country": "china usa"},
        says("acme basedIn china"),
        says("acme entersMarket usa", "possible"),
    )
    assert ["china <basedIn acme entersMarket> usa"] == [
        written(path) for path in found(given, into(given, "china", "usa"))
    ]


def test_a_set_of_targets_is_entered_only_at_the_end():
    """No path to several ends runs through one of them."""
    given = network({"Company": "a b c"}, says("a owns b"), says("b owns c"))
    assert ["a owns> b"] == [written(path) for path in found(given, from_to("a", "b c"))]


# ------------------------------------------------------------------------- joins of deals


def two_deals(*more):
    """Return Ford between two deals, with further claims."""
    return network(
        {"Company": "a ford z", "Partnership": "one", "SupplyDeal": "other"},
        says("a partnerIn one"),
        says("ford partnerIn one"),
        says("ford partnerIn other"),
        says("z partnerIn other"),
        *more,
    )


@pytest.mark.parametrize(
    "more",
    [(), (says("one boosts other", "denied"),)],
    ids=["no claim on both", "a claim that is only denied"],
)
def test_joining_two_deals_that_no_claim_ties_costs_one_and_is_told(more):
    """Two deals meet only in Ford: that says nothing of the one leading to the other."""
    (path,) = found(two_deals(*more), from_to("a", "z"))
    assert (("one", "ford", "other"),) == path.joins
    assert UNIT == dict(path.terms)["join"]


@pytest.mark.parametrize(
    "tie",
    [says("one boosts other"), says("ford talksWith a", respect="one", place="other")],
    ids=["about each other", "both in the qualifiers"],
)
def test_deals_that_a_claim_ties_are_joined_for_nothing(tie):
    """A claim that names both deals ties them."""
    path = found(two_deals(tie), from_to("a", "z"))[0]
    assert ((), 0) == (path.joins, dict(path.terms)["join"])


def test_a_join_that_only_shows_on_the_way_does_not_push_in_front():
    """A deal tied to some other one may still be joined unasked; dearer, it comes third."""
    given = network(
        {"Company": "a b c d", "Partnership": "one", "SupplyDeal": "end", "JointVenture": "third"},
        *(says(f"{each} partnerIn one") for each in "ab"),
        *(says(f"{each} partnerIn end") for each in "bcd"),
        says("end boosts third"),
        says("a owns c", "announced"),
        says("a investsIn d", "implied"),
        says("a usesTechnologyOf d", "implied", product="a"),
    )
    best = found(given, from_to("a", "end", max_hops=3), k=4)
    assert [
        "a investsIn> d partnerIn> end",
        "a owns> c partnerIn> end",
        "a usesTechnologyOf> d partnerIn> end",
        "a partnerIn> one <partnerIn b partnerIn> end",
    ] == [written(path) for path in best]
    assert list(best[:2]) == list(found(given, from_to("a", "end", max_hops=3), k=2))


# ------------------------------------------------------------------------- what options mean

CHAIN = network(
    {"Company": "a b c", "Product": "nuts", "Partnership": "deal"},
    says("a suppliesTo b", dates=("2020", "2022"), stage="ended"),
    says("b suppliesTo c"),
    says("a produces nuts"),
    says("c produces nuts"),
)


def ways(given, wanted):
    """Return the paths found as a person would write them."""
    return [written(path) for path in found(given, wanted)]


def test_what_is_over_counts_on_a_date_when_it_was_not():
    """In 2021 the supply ran; in 2024 it is over, unless what has ended is asked for."""
    expected = ["a suppliesTo> b suppliesTo> c"]
    assert expected == ways(CHAIN, from_to("a", "c", as_of="2021"))
    assert [] == ways(CHAIN, from_to("a", "c", as_of="2024"))
    assert [] == ways(CHAIN, from_to("a", "c"))
    assert expected == ways(CHAIN, from_to("a", "c", ended=True))


def test_goods_are_passed_through_only_when_asked_for():
    """Two makers of nuts are no connection, but one can ask for what they have in common."""
    assert [] == ways(CHAIN, from_to("a", "c"))
    assert ["a produces> nuts <produces c"] == ways(
        CHAIN, from_to("a", "c", through=frozenset({"Product"}))
    )


def test_a_flow_is_followed_one_way_and_what_states_none_is_reported():
    """Supply runs from a to c; the talks and the deal state no flow and are counted."""
    given = network(
        {"Company": "a b c", "Partnership": "deal"},
        says("a suppliesTo b"),
        says("b suppliesTo c"),
        says("a talksWith c"),
        says("a partnerIn deal"),
        says("c partnerIn deal", "denied"),
    )
    goal = from_to("a", "c", flow="supply")
    assert ["a suppliesTo> b suppliesTo> c"] == ways(given, goal)
    assert (("partnerIn", 1), ("talksWith", 1)) == search(given, goal, timeout=0).flowless
    assert () == search(given, from_to("c", "a", flow="supply"), timeout=0).paths
    assert () == search(given, from_to("a", "c"), timeout=0).flowless


def test_only_one_document_still_lets_geography_be_known():
    """Where a plant stands must be said by the source; that a state is in a country need not."""
    plant = says("plant locatedIn texas")
    given = network(
        {"Company": "acme", "Facility": "plant", "Region": "texas", "Country": "usa"},
        says("acme opens plant"),
        plant,
        says("texas within usa"),
    )
    without = from_to("acme", "usa", only=Chosen(claims=frozenset({"acme opens plant stated"})))
    assert [] == ways(given, without)
    with_ = from_to(
        "acme", "usa", only=Chosen(claims=frozenset({"acme opens plant stated", plant.id}))
    )
    assert ["acme opens> plant locatedIn> texas within> usa"] == ways(given, with_)


def test_several_goals_are_answered_together_and_each_path_once():
    """The k best of all pairs, in one order; the same pair twice gives nothing twice."""
    given = network({"Company": "a b c d"}, says("a owns b", "implied"), says("c owns d"))
    goals = [from_to("a", "b"), from_to("c", "d"), from_to("a", "b")]
    both = search_each(given, goals, k=5, timeout=0)
    assert ["c owns> d", "a owns> b"] == [written(path) for path in both.paths]
    assert 1 == len(search_each(given, goals, k=1, timeout=0).paths)


# ------------------------------------------------------------------------- order and limits


def test_of_paths_of_equal_cost_the_shorter_comes_first():
    """An implied hop costs as much as two certain ones through a deal with sixteen claims."""
    ns = " ".join(f"n{number}" for number in range(14))
    talk = [says("deal dependsOn doubts", respect=f"n{number}") for number in range(14)]
    given = network(
        {"Company": "a z", "Partnership": "deal", "Factor": f"doubts {ns}"},
        *(says("a partnerIn deal"), says("z partnerIn deal"), says("a owns z", "implied")),
        *talk,
    )
    direct, through = found(given, from_to("a", "z"))
    assert ("a owns> z", "a partnerIn> deal <partnerIn z") == (written(direct), written(through))
    assert 1_250_000 == direct.cost == through.cost


def test_of_paths_of_equal_cost_and_length_the_surer_comes_first():
    """A loose tie that is stated goes before a firm one that is only announced."""
    given = network({"Company": "a z"}, says("a owns z", "announced"), says("a usesTechnologyOf z"))
    surer, other = found(given, from_to("a", "z"))
    assert ("a usesTechnologyOf> z", "a owns> z") == (written(surer), written(other))
    assert 1_500_000 == surer.cost == other.cost


def test_of_paths_equal_in_all_that_the_earlier_names_come_first():
    """The order is total, so that the same question always has the same answer."""
    given = network(
        {"Company": "a b c d z"},
        *(says(f"a owns {each}") for each in "bcd"),
        *(says(f"{each} owns z") for each in "dcb"),
    )
    ways = [written(path) for path in found(given, from_to("a", "z", max_hops=2))]
    assert [f"a owns> {each} owns> z" for each in "bcd"] == ways
    assert ways[:1] == [written(path) for path in found(given, from_to("a", "z"), k=1)]


def test_an_expired_time_limit_is_told_and_nothing_is_made_up():
    """A search without time finds nothing and says that it was cut."""
    result = search(SHOP, from_to("acme", "bolt"), timeout=1e-9)
    assert ((), ("timeout",), ()) == result


def test_running_out_of_steps_is_told(monkeypatch):
    """A search that may take two steps only says so, and gives what it has."""
    monkeypatch.setattr(paths, "MAX_STEPS", 2)
    result = search(SHOP, from_to("acme", "texas"), timeout=0)
    assert ("limit",) == result.truncated


def test_dropping_equally_good_paths_is_told(monkeypatch):
    """Where more paths cost the same than are looked at, the answer says it was cut."""
    monkeypatch.setattr(paths, "MAX_TIES", 1)
    given = network(
        {"Company": "a b c d z"},
        *(says(f"a owns {each}") for each in "bcd"),
        *(says(f"{each} owns z") for each in "bcd"),
    )
    result = search(given, from_to("a", "z"), k=1, timeout=0)
    assert (1, ("limit",)) == (len(result.paths), result.truncated)


# ------------------------------------------------------------------------- the seed article


def test_catl_reaches_michigan_through_its_partnership_with_ford(seed):
    """The best path is the deal, and it is only announced."""
    best, *_ = found(seed.network, from_to("catl", "michigan"))
    assert (
        "catl partnerIn> ford-catl-partnership producesIn> michigan",
        Standing.ANNOUNCED,
    ) == (written(best), best.standing)


def test_every_path_from_xiaomi_to_ford_is_disputed(seed):
    """Talks and a joint venture were reported; both companies deny them."""
    every = found(seed.network, from_to("xiaomi", "ford"))
    assert [
        "xiaomi partnerIn> xiaomi-ford-venture <partnerIn ford",
        "xiaomi talksWith> ford",
    ] == [written(path) for path in every]
    assert {Standing.DISPUTED} == {path.standing for path in every}


def test_of_all_ways_into_the_united_states_the_surest_come_first(seed):
    """CATL and Ford first, then Geely's possible factory, and last what Ford and Xiaomi deny."""
    companies = " ".join(id_ for id_, node in seed.table.nodes.items() if node.kind == "Company")
    every = found(seed.network, into(seed.network, companies, "united-states"))
    ways = [written(path) for path in every]
    assert {
        f"{each} partnerIn> ford-catl-partnership producesIn> michigan" for each in ("catl", "ford")
    } == set(ways[:2])
    factory = "geely opens> geely-south-carolina-factory locatedIn> south-carolina"
    assert (2, Standing.POSSIBLE) == (ways.index(factory), every[2].standing)
    both = [{"xiaomi", "ford"} <= set(path.nodes) for path in every]
    assert [False] * both.index(True) + [True] * sum(both) == both
    assert {Standing.DISPUTED} == {
        path.standing for path, has in zip(every, both, strict=True) if has
    }
    assert {"united-states"} == {
        [*path.nodes, *(h.target for h in path.tail)][-1] for path in every
    }


# ------------------------------------------------------------------------- the invented papers


def test_the_customer_reaches_the_country_through_the_maker_and_its_works(invented):
    """Ondrava deals with Skarnholm, whose works stands in Port Hallen, up to Veldria."""
    best, *_ = found(invented.network, into(invented.network, "ondrava", "veldria"))
    assert (
        "ondrava partnerIn> skarnholm-ondrava-deal <partnerIn skarnholm "
        "operates> port-hallen-works locatedIn> port-hallen"
    ) == written(best)
    assert ["hallen-coast", "veldria"] == [hop.target for hop in best.tail]
    assert Standing.STATED == best.standing


def test_a_disputed_shortcut_comes_after_the_longer_certain_way(invented):
    """That Ondrava owns Maristel is denied, so the way through the deal is the better one."""
    ways = [written(path) for path in found(invented.network, from_to("ondrava", "maristel"))]
    assert [
        "ondrava partnerIn> skarnholm-ondrava-deal <partnerIn skarnholm <suppliesTo maristel",
        "ondrava owns> maristel",
    ] == ways


def test_a_brand_that_was_sold_is_no_longer_a_path(invented):
    """Northlay sold Seagrip; with dead claims asked for, the old tie is there again."""
    assert () == found(invented.network, from_to("northlay", "seagrip", max_hops=1))
    goal_ = from_to("northlay", "seagrip", max_hops=1, floor=Standing.SUPERSEDED)
    assert ["northlay owns> seagrip"] == [written(path) for path in found(invented.network, goal_)]
