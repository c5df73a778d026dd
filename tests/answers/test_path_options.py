"""What the options of a path question do to its answer, and which of them contradict each other."""

from contextlib import suppress
from dataclasses import replace

import pytest

from graph import session
from graph.answers.answer import Answers, PathQuestion
from graph.claims.model import Standing
from graph.errors import BadParameter, InroadsError, UnknownName, UnknownQuery

GENERAL = """
inroads: "1"
document: {id: general, title: General register, publisher: Register}
entities:
  acme: {kind: Company, label: Acme}
  bolt: {kind: Company, label: Bolt}
  cog: {kind: Company, label: Cog}
  dyno: {kind: Company, label: Dyno}
  works: {kind: Facility, label: Works}
  nuts: {kind: Product, label: nuts, plural: yes}
  town: {kind: City, label: Town}
  land: {kind: Country, label: Land}
statements:
  - {record: row 1, claims: [acme owns bolt, bolt operates works, works locatedIn town]}
  - {record: row 2, claims: [town within land, acme suppliesTo cog product=nuts]}
  - {record: row 3, from: "2020", to: "2022", claims: [cog suppliesTo dyno]}
  - {record: row 4, stage: ended, claims: [acme investsIn dyno]}
  - {record: row 5, claims: [acme produces nuts, dyno produces nuts]}
  - {record: row 6, stance: denies, speaker: bolt, claims: [bolt suppliesTo dyno]}
"""
SPECIAL = """
inroads: "1"
document: {id: special, title: Special register, publisher: Other}
entities:
  acme: {kind: Company, label: Acme}
  bolt: {kind: Company, label: Bolt}
  works: {kind: Facility, label: Works}
  land: {kind: Country, label: Land}
statements:
  - {record: line 1, claims: [acme owns bolt, acme sellsIn land]}
  - {record: line 2, stance: denies, claims: [bolt operates works]}
"""


@pytest.fixture(scope="module")
def registers(tmp_path_factory):
    """Return the graph of two small registers that agree on one claim and differ on another."""
    folder = tmp_path_factory.mktemp("registers")
    (folder / "general.yaml").write_text(GENERAL, "utf-8")
    (folder / "special.yaml").write_text(SPECIAL, "utf-8")
    return session.open(str(folder))


def ways(answer):
    """Return the entities of each path, in its order."""
    return [
        " ".join([each.hops[0].from_.id, *(hop.to.id for hop in each.hops)])
        for each in answer.paths
    ]


# ------------------------------------------------------------------------- ends


def test_a_stored_query_is_an_end(seed):
    """What its column node holds; a parameter is given after a colon, and ends intersect."""
    asked = seed.path("@makers-of:batteries", "Michigan").question
    assert ["catl", "ford-catl-partnership"] == [each.id for each in asked.from_]
    chinese = seed.path("@dealmakers+from:China", "Michigan", k=20).question
    assert ["catl", "xiaomi"] == [each.id for each in chinese.from_]


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("@makers-of", "needs a product: write @makers-of:VALUE"),
        ("@denials", "has no column 'node'"),
        ("@dealmakers:Ford", "takes no parameter"),
        ("@partners-of:Apple", "finds nothing"),
    ],
)
def test_a_stored_query_that_is_no_end_says_why(seed, end, message):
    """A parameter too few or too many, another column, or nothing found."""
    with pytest.raises(BadParameter, match=message):
        seed.path(end, "Michigan")
    with pytest.raises(UnknownQuery, match="Did you mean dealmakers"):
        seed.path("@dealmaker", "Michigan")


def test_ends_are_paired_all_with_all_or_one_by_one(seed):
    """CATL and Geely to two states: four pairs, or the two asked for."""
    ends = ["CATL", "Geely"], ["Michigan", "South Carolina"]
    assert [("catl", "michigan"), ("geely", "south-carolina")] == [
        (each.hops[0].from_.id, each.hops[-1].to.id)
        for each in seed.path(*ends, pairwise=True).paths
    ]
    crossed = seed.path(ends[0], ends[1][::-1], pairwise=True)
    assert ("none", ()) == (crossed.status, tuple(crossed.paths))
    assert 2 == len(seed.path(*ends).paths)
    with pytest.raises(BadParameter, match="there are 2 FROM and 1 TO"):
        seed.path(ends[0], "Michigan", pairwise=True)


# ------------------------------------------------------------------------- via, only, avoid


def test_all_paths_pass_what_they_shall_pass(seed):
    """Via Ford all paths pass Ford, which is no start of one then."""
    answer = seed.path("class:Company", "in:US", via="Ford", k=20)
    assert answer.paths
    for way in ways(answer):
        assert "ford" in way.split()[1:-1]


def test_a_place_on_the_way_into_a_larger_one_narrows_the_end(seed):
    """Into the United States via Michigan is into Michigan."""
    answer = seed.path("class:Company", "in:US", via="Michigan", k=20)
    assert {"michigan"} == {each.hops[-2].to.id for each in answer.paths}


@pytest.mark.parametrize(
    ("avoid", "expected"),
    [
        ("Bolt", ["acme land"]),
        ("class:Facility", ["acme land"]),
        ("relation:sellsIn", ["acme bolt works town land"]),
        ("sells in", ["acme bolt works town land"]),
        ("document:general", ["acme land"]),
        ("document:special", ["acme bolt works town land"]),
        ("general", ["acme land"]),
    ],
)
def test_what_is_avoided_is_nowhere_on_a_path(registers, avoid, expected):
    """An entity, a kind, a relation, or what rests on one document alone."""
    assert expected == ways(registers.path("acme", "in:Land", avoid=avoid))


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (["Bolt", "Works"], ["acme land", "acme bolt works town land"]),
        (["class:Company"], ["acme land"]),
        (["class:Company", "class:Facility"], ["acme land", "acme bolt works town land"]),
        (["relation:owns", "rel:operates"], ["acme bolt works town land"]),
        (["document:special"], ["acme land"]),
        (["document:general"], ["acme bolt works town land"]),
    ],
)
def test_what_is_kept_to_lies_between_the_ends(registers, only, expected):
    """The ends stay, and so do the places above the end."""
    assert sorted(expected) == sorted(ways(registers.path("acme", "in:Land", only=only)))


def test_dates_flows_and_what_is_over_narrow_and_widen(registers):
    """One supply ran from 2020 to 2022; an investment has ended; goods are passed through."""

    def found(**options):
        return ways(registers.path("Acme", "Dyno", **options))

    assert ["acme cog dyno"] == found()
    assert ["acme cog dyno"] == found(as_of="2021-05")
    assert [] == found(as_of="2023")
    assert ["acme cog dyno"] == found(flow="supply")
    assert [] == found(flow="control")
    assert ["acme dyno", "acme cog dyno"] == found(include_ended=True)
    assert ["acme cog dyno", "acme nuts dyno"] == found(through="Product")
    assert ["acme cog dyno"] == found(direction="forward")
    assert [] == ways(registers.path("Dyno", "Acme", direction="forward"))


def test_a_flow_tells_what_it_could_not_judge(seed):
    """Being a partner states no flow, so such hops are passed by and counted."""
    answer = seed.path("CATL", "Michigan", flow="supply")
    assert "none" == answer.status
    assert {"is based in": 1, "is a partner in": 1} == {
        each.relation.label: each.hops for each in answer.skipped
    }
    assert () == tuple(seed.path("CATL", "Michigan").skipped)


def test_the_options_stand_in_the_question(seed):
    """What was asked can be read from the answer."""
    options = seed.path("CATL", "in:US", via="Ford", max_hops=4, rank="hops").question.options
    assert (["Ford"], 4, "hops", None, False) == tuple(
        options[name] for name in ("via", "max-hops", "rank", "as-of", "include-ended")
    )


# ------------------------------------------------------------------------- contradictions


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"via": "Ford", "avoid": "Ford"}, "--via asks for Ford and --avoid forbids it"),
        ({"via": "Ford", "avoid": "class:Company"}, "--via asks for Ford and --avoid forbids"),
        ({"via": "Ford", "only": "class:Venture"}, "--via asks for Ford and --only leaves it out"),
        ({"via": "CATL"}, "--via names what lies between the ends; FROM is an end"),
        ({"via": "Michigan"}, "--via names what lies between the ends; TO is an end"),
        ({"via": ["Ford", "Geely"], "max_hops": 2}, "a path of 2 hops passes at most 1"),
        ({"only": "Ford", "avoid": "Ford"}, "nothing can be both"),
        ({"through": "Product", "avoid": "class:Product"}, "nothing can be both"),
        ({"avoid": "CATL"}, "takes out all that FROM names"),
        ({"avoid": "class:Region"}, "takes out all that TO names"),
        ({"avoid": "class:City"}, "holds no city"),
        ({"avoid": "relation:ownz"}, "Did you mean owns"),
        ({"avoid": "document:chinese-ev-maker"}, "Did you mean chinese-ev-makers-us"),
        ({"through": "Gadget"}, "'Gadget' is no kind"),
        ({"direction": "forward", "flow": "supply"}, "leave out --direction"),
        ({"direction": "sideways"}, "--direction is any or forward"),
        ({"rank": "length"}, "--rank is cost or hops"),
        ({"flow": "money"}, "--flow is capital, control, market, supply or technology"),
        ({"standing": "good"}, "--standing is corroborated, stated"),
        ({"as_of": "last year"}, "'last year' is no date. Write 2026, 2026-05"),
        ({"as_of": "2026-13"}, "is no date"),
        ({"k": 0}, "-k must be at least 1"),
        ({"k": -3}, "-k must be at least 1"),
        ({"max_hops": 0}, "--max-hops must be at least 1"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(seed, options, message):
    """Before anything is searched."""
    with pytest.raises(BadParameter, match=message):
        seed.path("CATL", "Michigan", **options)


def test_an_unknown_name_in_an_option_is_an_unknown_name(seed):
    """Options take names as ends do."""
    for option in ("via", "avoid", "only"):
        with pytest.raises(UnknownName, match="Did you mean Geely"):
            seed.path("CATL", "Michigan", **{option: "Gely"})


# ------------------------------------------------------------------------- no path


HIDDEN = [
    ({"via": "Apple"}, "without --via Apple"),
    ({"avoid": ["Ford-CATL partnership"]}, "without --avoid 'Ford-CATL partnership'"),
    ({"only": "Ford"}, "without --only"),
    ({"flow": "control"}, "without --flow"),
    ({"standing": "stated"}, "--standing announced"),
    ({"max_hops": 1}, "--max-hops 2"),
]


@pytest.mark.parametrize(("options", "relaxed"), HIDDEN)
def test_each_filter_that_hides_a_path_is_named_with_that_path(seed, options, relaxed):
    """Exactly one is relaxed, and the path it opens is told."""
    answer = seed.path("CATL", "Michigan", **options)
    assert "none" == answer.status
    missed = {each.removed_by: each for each in answer.near_misses}
    assert "Together with Ford, CATL is a partner" in missed[relaxed].sentence


def test_filters_on_dates_direction_and_kinds_have_near_misses_too(registers):
    """As of a date, forward, what is over, and goods."""
    late = registers.path("Acme", "Dyno", as_of="2023", max_hops=2)
    assert ["without --as-of", "--through product"] == [e.removed_by for e in late.near_misses][-2:]
    back = registers.path("Dyno", "Acme", direction="forward")
    assert "--direction any" in [each.removed_by for each in back.near_misses]
    ended = registers.path("Acme", "Dyno", max_hops=1)
    assert ["--include-ended", "--max-hops 2"] == [each.removed_by for each in ended.near_misses]


def test_two_filters_that_hide_a_path_together_are_not_told_as_one(seed):
    """Relaxing either alone opens nothing, so neither is a near miss."""
    answer = seed.path("CATL", "Michigan", via="Apple", standing="stated")
    relaxed = [each.removed_by for each in answer.near_misses]
    assert "without --via Apple" not in relaxed
    assert "--standing announced" not in relaxed


def test_who_denies_the_link_is_told_with_their_words(registers):
    """Bolt denies that it supplies Dyno; that is no path, and it is not passed over."""
    answer = registers.path("Bolt", "Dyno", max_hops=1)
    assert ["bolt suppliesTo dyno"] == [
        f"{each.subject.id} {each.relation.id} {each.object.id}" for each in answer.denials
    ]
    assert "What denies it: Bolt is said not to supply Dyno, according to Bolt." in answer.answer
    hidden = registers.path("Bolt", "Dyno", max_hops=1, avoid="relation:suppliesTo")
    assert answer.denials == hidden.denials


def test_the_hop_limit_is_told_where_it_hides_a_path(registers):
    """Whether or not some path was found."""
    assert ["max-hops"] == registers.path("Acme", "Dyno", max_hops=1).truncated
    assert ["max-hops"] == registers.path("Acme", "in:Land", max_hops=2).truncated
    assert [] == registers.path("Acme", "in:Land").truncated
    assert [] == registers.path("Acme", "in:Land", max_hops=1, k=1).truncated


# ------------------------------------------------------------------------- groups


def test_the_best_of_each_kind_comes_first_and_the_weaker_last(seed):
    """CATL's deal, Geely's plant, Ford's place in the deal, then what is weaker."""
    paths = seed.path("class:Company", "in:US", k=20).paths
    assert [
        ("catl", "best-of-pattern"),
        ("geely", "best-of-pattern"),
        ("ford", "same-pattern"),
    ] == [(each.hops[0].from_.id, each.group) for each in paths[:3]]
    weaker = paths[3:]
    assert {"weaker"} == {each.group for each in weaker}
    standing = [Standing(each.standing).place for each in weaker]
    assert all(cost > 3 * paths[0].cost for cost in (each.cost for each in weaker))
    assert min(standing) > Standing(paths[0].standing).place
    disputed = [each for each in paths if "Xiaomi-Ford joint venture" in each.sentence]
    assert disputed
    assert {"disputed"} == {each.standing for each in disputed}
    assert min(each.rank for each in disputed) > 3


def test_the_same_question_has_the_same_answer(seed):
    """Asked twice, of two sessions, with the ends turned round."""
    twice = [session.open().path(["Xiaomi", "CATL"], "in:US", k=20) for _ in range(2)]
    turned = seed.path(["CATL", "Xiaomi"], "in:US", k=20)
    assert twice[0] == twice[1]
    assert twice[0].paths == turned.paths


# ------------------------------------------------------------------------- what it rests on


def test_what_every_path_needs_is_load_bearing(seed):
    """Without the claim that batteries are to be made in Michigan all that is left is weaker."""
    answer = seed.path("class:Company", "in:US", k=20)
    (needed,) = answer.load_bearing
    shared = answer.paths[0].hops[1].claims[0].id
    assert ("claim", shared) == (needed.kind, needed.id)
    assert needed.sentence.endswith("there is no path that is at least announced.")


def test_each_claim_of_a_lone_path_is_load_bearing_but_a_single_claim_is_no_news(seed):
    """Two hops, two claims; one hop by one claim needs no telling."""
    answer = seed.path("CATL", "Michigan")
    claims = [claim.id for hop in answer.paths[0].hops for claim in hop.claims]
    assert sorted(claims) == sorted(each.id for each in answer.load_bearing)
    assert all(each.sentence.endswith("there is no path.") for each in answer.load_bearing)
    assert [] == seed.path("Geely", "Volvo").load_bearing


def test_a_document_is_load_bearing_where_others_are_used_too(registers):
    """What both registers say falls with neither; what one says alone falls with it."""
    answer = registers.path("Acme", "Works")
    documents = [each for each in answer.load_bearing if each.kind == "document"]
    assert ["general"] == [each.id for each in documents]
    assert "Without the document general there is no path" in documents[0].sentence
    assert [] == registers.path("Acme", "Bolt").load_bearing


def test_load_bearing_is_the_same_whether_all_paths_are_known_or_not(registers):
    """With k at its number the other paths are searched for, not looked through."""
    answers = Answers(registers)
    asked = PathQuestion(("Acme",), ("Works", "Town"), k=20)
    found = answers.path(asked)
    few = answers.path(replace(asked, k=len(found.paths)))
    assert found.load_bearing
    assert found.load_bearing == few.load_bearing


def test_another_path_that_is_not_shown_keeps_a_claim_from_being_load_bearing(seed):
    """With k=1 only CATL's way is shown, but there are Ford's and weaker ones without it."""
    assert [] == seed.path("class:Company", "in:US", k=1).load_bearing
    (both,) = seed.path("class:Company", "in:US", k=2).load_bearing
    assert seed.path("class:Company", "in:US", k=20).load_bearing == [both]


# ------------------------------------------------------------------------- counter-evidence


def test_what_argues_against_a_hop_stands_under_it(registers):
    """A denial stands with the claim it denies, whoever makes it."""
    hop = registers.path("Bolt", "Town").paths[0].hops[0]
    assert "disputed" == hop.standing
    assert ["asserts", "denies"] == sorted(each.stance for each in hop.claims[0].attestations)


OWNERS = """
inroads: "1"
document: {id: owners, title: Owners, publisher: Register}
entities:
  acme: {kind: Company, label: Acme}
  bolt: {kind: Company, label: Bolt}
  nuts: {kind: Product, label: nuts, plural: yes}
  rods: {kind: Product, label: rods, plural: yes}
statements:
  - {record: row 1, claims: [acme suppliesTo bolt product=nuts]}
  - {record: row 2, stance: denies, speaker: bolt, claims: [acme suppliesTo bolt product=rods]}
"""


def test_a_denied_claim_beside_a_hop_argues_against_it(tmp_path):
    """Bolt denies getting rods from Acme: that is told under the hop of the nuts."""
    (tmp_path / "owners.yaml").write_text(OWNERS, "utf-8")
    (hop,) = session.open(str(tmp_path)).path("Acme", "Bolt").paths[0].hops
    assert (["stated"], ["denied"]) == (
        [each.standing for each in hop.claims],
        [each.standing for each in hop.against],
    )


def test_every_error_is_one_for_users(seed):
    """No option can end in anything but an answer or one of our own errors."""
    words = ["", "@", "@@", "class:", "in:", "document:", "relation:", "+", "x" * 600, "a+b", ":"]
    for option in ("via", "avoid", "only", "through", "flow", "as_of"):
        for word in words:
            with suppress(InroadsError):
                seed.path("CATL", "Michigan", **{option: word})
