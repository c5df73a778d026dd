"""What stands between somebody and a market: told once, told apart, and no surer than said."""

import pytest

from graph import session
from graph.answers.barriers import BarrierQuestion, Barriers
from graph.claims.model import Standing
from graph.errors import BadParameter, UnknownName


@pytest.fixture(scope="module")
def barriers(seed):
    """Return a function that asks the seed article what stands in somebody's way."""
    return asking(seed)


def asking(opened):
    """Return a function that asks one graph; the last name is the place, "" for any."""
    answers = Barriers(opened)

    def ask(*who, place="US", floor=Standing.DISPUTED):
        return answers.answer(BarrierQuestion(who, place, floor))

    return ask


def told(answer):
    """Return each barrier as (id, effect, touches, because, standing)."""
    return [
        (each.id, each.effect, each.touches.id, each.because, each.standing)
        for each in answer.entities
    ]


def gates(answer):
    """Return each gate as (who, place, gate)."""
    return [(each.who.id, each.place.id, each.gate) for each in answer.gates]


# ------------------------------------------------------------------------- Geely and the US


def test_what_stands_between_geely_and_the_us_market(barriers):
    """The bar on its group, the tariff on its goods, the hurdles of its plant, four judgements."""
    answer = barriers("Geely")
    plant = "geely-south-carolina-factory"
    assert [
        (None, "blocks", "geely", "group", "implied"),
        ("us-ev-tariffs", "taxes", "geely", "goods", "implied"),
        ("connected-vehicle-restrictions", "conditions", plant, "site", "implied"),
        ("regulatory-hurdles", "conditions", plant, "site", "implied"),
        ("consumer-preferences", "conditions", "geely", "goods", "opinion"),
        ("low-ev-adoption", "conditions", "geely", "goods", "opinion"),
        ("us-market-challenges", "conditions", "geely", "goods", "opinion"),
        ("wariness-of-lawmakers", "conditions", "geely", "goods", "opinion"),
        (None, "admits", "geely", "group", "possible"),
    ] == told(answer)
    assert [("geely", "united-states", "blocked")] == gates(answer)
    assert ("barriers", "found") == (answer.question.kind, answer.status)


def test_the_answer_says_so_in_three_sentences(barriers):
    """Rules first, judgements told as such, the easing last, each as surely as it is founded."""
    assert (
        "The way of Geely into the market of the United States is blocked: Chinese EV makers are "
        "blocked from the United States (as one of the group, by implication). Also in the way: "
        "the high tariffs on Chinese EVs (by its goods, by implication), the restrictions on "
        "connected vehicles (on a factory in South Carolina, by implication) and regulatory "
        "hurdles (on a factory in South Carolina, by implication); judged to be in the way: "
        "different preferences of US consumers, low EV adoption, challenges for Chinese EVs in "
        "the US and wariness of lawmakers (all by its goods). Told as easing, and lifting "
        "nothing: Chinese automakers may be allowed into the United States (as one of the group)."
    ) == barriers("Geely").answer


def test_each_barrier_comes_with_its_words_and_with_what_makes_it_a_matter_of_geely(barriers):
    """The tariff's own words first, then that Geely makes EVs, which the tariff is on."""
    tariff = next(each for each in barriers("Geely").entities if each.id == "us-ev-tariffs")
    first, *grounds = tariff.claims
    assert "high tariffs of up to 100% have largely prevented Chinese EVs from entering" == (
        first.attestations[0].quote
    )
    assert [
        "Geely is implied to produce electric vehicles.",
        "Chinese EVs are implied to be a kind of electric vehicles.",
        "Chinese EVs are implied to come from China.",
        "Geely is implied to be based in China.",
    ] == [each.sentence for each in grounds]
    assert all(each.quote for claim in tariff.claims for each in claim.attestations)


def test_an_easing_lifts_nothing(barriers):
    """Trump's remark is told; the gate is what it would be without it."""
    answer = barriers("Geely")
    easings = [each for each in answer.entities if each.effect in ("admits", "eases")]
    assert ["Chinese automakers may be allowed into the United States"] == [
        each.label for each in easings
    ]
    assert {"blocked"} == {each.gate for each in answer.gates}


def test_the_known_ways_in_come_with_gates_of_their_own(barriers):
    """The plant is conditional, the entry blocked."""
    assert [("possible", "conditional"), ("possible", "blocked")] == [
        (path.standing, path.gate) for path in barriers("Geely").paths
    ]


def test_facts_alone_leave_judgements_and_rumours_out(barriers):
    """Above the floor of implied claims there is neither opinion nor possibility."""
    assert {"implied"} == {each[-1] for each in told(barriers("Geely", floor=Standing.IMPLIED))}
    assert [] == barriers("Geely", floor=Standing.IMPLIED).paths


# ------------------------------------------------------------------------- others


def test_the_vehicle_tariff_is_not_in_the_way_of_catl(barriers):
    """It makes batteries, in Michigan: nothing is told, and that is said to prove nothing."""
    answer = barriers("CATL")
    assert ("none", [], [("catl", "united-states", "open")]) == (
        answer.status,
        answer.entities,
        gates(answer),
    )
    assert answer.answer == (
        "Nothing in the sources stands between CATL and the market of the United States. That is "
        "no proof that the way is free."
    )
    assert ["open"] == [path.gate for path in answer.paths]


def test_a_bar_needs_no_claim_that_somebody_enters(barriers):
    """Nothing says that BYD enters the US; what keeps its group out would keep it out."""
    answer = barriers("BYD")
    assert ("blocked", []) == (answer.gates[0].gate, answer.paths)
    assert "connected-vehicle-restrictions" not in {each.id for each in answer.entities}


def test_of_several_each_barrier_is_told_once_and_whom_it_touches(barriers):
    """Three makers are in one boat, the others in none."""
    answer = barriers("class:Company")
    (bar,) = [each for each in answer.entities if each.effect == "blocks"]
    assert ["byd", "geely", "xiaomi"] == [bar.touches.id, *(each.touches.id for each in bar.also)]
    assert {"byd", "geely", "xiaomi"} == {
        who for who, _, gate in gates(answer) if gate == "blocked"
    }
    assert answer.answer.startswith(
        "The way of BYD, Geely and Xiaomi into the market of the United States is blocked; the "
        "way of Apple, CATL and Ford into the market of the United States is open, as far as the "
        "sources tell. In the way: that Chinese EV makers are blocked"
    )


def test_without_a_place_every_market_counts(barriers):
    """Canada's quota comes in, and where each thing holds is said."""
    answer = barriers("Geely", place="")
    assert [("geely", "canada", "conditional"), ("geely", "united-states", "blocked")] == gates(
        answer
    )
    quota = next(each for each in answer.entities if each.id == "canada-ev-quota")
    assert ("canada", "announced") == (quota.place.id, quota.standing)
    assert (
        "the Canadian quota for Chinese EVs (by its goods, in Canada, agreed or planned)"
        in answer.answer
    )
    assert [] == answer.question.to


def test_what_holds_in_a_country_holds_in_its_states(barriers):
    """The way into Michigan is a way into the United States."""
    assert "us-ev-tariffs" in {each.id for each in barriers("Geely", place="Michigan").entities}


def test_what_holds_in_one_state_only_is_on_the_plant_there(barriers):
    """The factory in South Carolina is no matter of Michigan."""
    found = {each.id for each in barriers("Geely", place="Michigan").entities}
    assert "connected-vehicle-restrictions" not in found


def test_goods_are_asked_about_like_companies(barriers):
    """The tariff names Chinese EVs themselves."""
    found = told(barriers("Chinese EVs"))
    assert ("us-ev-tariffs", "taxes", "chinese-evs", "itself", "stated") == found[0]


def test_a_tariff_on_cables_is_in_the_way_of_who_sells_them(invented):
    """Tsukimori sells Tesran cables in Veldria, where they are taxed; the minister helps others."""
    answer = asking(invented)("Tsukimori", place="Veldria")
    assert [("cable-tariff", "taxes", "tsukimori", "goods", "stated")] == told(answer)
    assert (
        "The way of Tsukimori into the market of Veldria is conditional: the Veldrian cable tariff (by its goods)."
        == (answer.answer)
    )


def test_a_quota_without_a_place_bites_nowhere(invented):
    """Where the cable quota applies is not said, so nobody is said to be limited by it."""
    assert "cable-quota" not in {
        each.id for each in asking(invented)("kg:skarnholm", place="").entities
    }


def test_a_tariff_that_is_thought_to_help_a_maker_is_told_as_easing(invented):
    """It is no barrier, and nothing else is told."""
    answer = asking(invented)("kg:skarnholm", place="Veldria")
    assert [("cable-tariff", "eases", "skarnholm", "itself", "opinion")] == told(answer)
    assert answer.answer == (
        "Nothing in the sources stands between Skarnholm and the market of Veldria. That is no "
        "proof that the way is free. Told as easing, and lifting nothing: the Veldrian cable "
        "tariff (by a judgement)."
    )
    assert [("skarnholm", "veldria", "open")] == gates(answer)


# ------------------------------------------------------------------------- bad input


def test_a_place_must_be_one(barriers):
    """A company has no market to enter."""
    with pytest.raises(BadParameter, match="'Ford' is no place"):
        barriers("Geely", place="Ford")


def test_who_must_be_known(barriers):
    """An unknown name is refused, and one that is nearly right is taken and noticed."""
    with pytest.raises(UnknownName):
        barriers("Nobody")
    assert ["took 'Michgan' as Michigan"] == barriers("Geely", place="Michgan").question.noticed


def test_the_query_finds_the_claims_that_are_told(barriers, seed):
    """Any SPARQL engine finds them again."""
    answer = barriers("Geely")
    found = {
        row[0].value.rpartition("/")[2] for row in seed.store.select(answer.sparql, timeout=5).rows
    }
    assert {claim.id for each in answer.entities for claim in each.claims} <= found


def test_a_bar_on_a_brand_is_told_apart_from_one_on_its_owner(tmp_path):
    """Polestar is kept out; Geely, which owns it, is not: its own way is not called blocked."""
    file = tmp_path / "brands.yaml"
    file.write_text(
        """
inroads: "1"
document: {id: brands, title: Brands, publisher: Brands}
entities:
  alpha: {kind: Company, label: Alpha}
  marque: {kind: Brand, label: Marque}
  land: {kind: Country, label: Land}
  cars: {kind: Product, label: cars, plural: yes}
  ban: {kind: Restriction, label: the ban}
statements:
  - {record: one, claims: [alpha owns marque, marque sellsIn land]}
  - {record: two, reading: implied, claims: [marque blockedFrom land]}
  - {record: three, claims: [alpha produces cars, ban appliesTo cars, ban appliesIn land]}
""",
        "utf-8",
    )
    answer = asking(session.open(str(file)))("Alpha", place="Land")
    assert [("alpha", "land", "conditional")] == gates(answer)
    assert answer.answer == (
        "The way of Alpha into the market of Land is conditional: that Marque is implied to be "
        "blocked from Land and the ban (by its goods)."
    )
    assert ["blocked"] == [each.gate for each in answer.paths]


def test_a_rule_on_somebody_that_names_no_market_is_told_where_nothing_else_stands(tmp_path):
    """Nothing stands at the border, but a list that is in force is no silence."""
    path = tmp_path / "list.yaml"
    path.write_text(
        """
inroads: "1"
document: {id: gazette, title: Gazette, publisher: Gazette}
entities:
  alpha: {kind: Company, label: Alpha}
  land: {kind: Country, label: Land}
  ban: {kind: Restriction, label: the black list}
statements:
  - {record: one, claims: [ban appliesTo alpha]}
""",
        "utf-8",
    )
    answer = asking(session.open(str(path)))("Alpha", place="Land")
    assert answer.answer.startswith("Nothing in the sources stands between Alpha and the market of")
    assert answer.answer.endswith("Told without that market: The black list applies to Alpha.")
