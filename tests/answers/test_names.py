"""Text to entities: what is taken as a name, what is forgiven, and what is refused."""

import time

import pytest

from graph import spelling
from graph.answers.names import Names, fold
from graph.claims.model import Entity, Name
from graph.errors import AmbiguousName, UnknownName
from graph.store.table import Node, Table
from ontology.namespaces import KG


@pytest.fixture
def names(vocabulary):
    """Return a function from labels (with aliases) to their names."""

    def made(labels, **aliases):
        nodes = {}
        for label in labels.split(", "):
            id_ = label.lower().replace(" ", "-")
            also = tuple(Name(text, "und") for text in aliases.get(id_, "").split(", ") if text)
            nodes[id_] = Node(Entity(id_, "Company", label, also), prospect=False)
        return Names(Table(nodes, ()), vocabulary)

    return made


# ------------------------------------------------------------------------- names as they are


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CATL", "catl"),
        ("catl", "catl"),
        ("  CATL  ", "catl"),
        ("宁德时代", "catl"),
        ("吉利", "geely"),
        ("比亚迪", "byd"),
        ("美国", "united-states"),
        ("US", "united-states"),
        ("u.s.", "united-states"),
        ("USA.", "united-states"),
        ("the United States", "united-states"),
        ("THE UNITED STATES", "united-states"),
        ("United  States", "united-states"),
        ("ＣＡＴＬ", "catl"),
        ("Geely's", "geely"),
        ("Geely’s", "geely"),
        ("United States'", "united-states"),
        ("Trump", "donald-trump"),
        ("kg:geely", "geely"),
        ("geely", "geely"),
        ("https://inroads.example/id/geely", "geely"),
        ("the Ford–CATL partnership", "ford-catl-partnership"),
        ("Ford - CATL partnership", "ford-catl-partnership"),
        ("ford-catl-partnership", "ford-catl-partnership"),
        ("Xiaomi-Ford joint venture (prospect)", "xiaomi-ford-venture"),
        ("Geely's South Carolina factory", "geely-south-carolina-factory"),
        ("BYD, Geely and Xiaomi", "byd-geely-xiaomi"),
    ],
)
def test_an_entity_is_found_by_any_of_its_names(seed, text, expected):
    """Label, alias, other scripts, id, CURIE and IRI name it; case, width and dashes do not count."""
    match = seed.names.find(text)
    assert (expected, "") == (match.id, match.notice)
    assert seed.names.exact(text) == (not text.startswith("https:"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("月森電纜", "tsukimori"),
        ("月森", "tsukimori"),
        ("ΣΚΆΡΝΧΟΛΜ", "skarnholm"),
        ("σκάρνχολμ", "skarnholm"),
    ],
)
def test_every_script_folds_by_its_own_rules(invented, text, expected):
    """Greek capitals and small letters are the same name."""
    assert expected == invented.names.find(text).id


def test_folding_twice_changes_nothing():
    """What is folded is already as names are compared."""
    for text in ("The  Ford–CATL Partnership", "ＣＡＴＬ’s", "X (prospect)", "ſtraße"):
        assert fold(text) == fold(fold(text))


# ------------------------------------------------------------------------- typing errors


@pytest.mark.parametrize(
    ("text", "expected", "label"),
    [
        ("Michgan", "michigan", "Michigan"),
        ("Michiagn", "michigan", "Michigan"),
        ("Xiaomii", "xiaomi", "Xiaomi"),
        ("Untied States", "united-states", "United States"),
        ("South Carolna", "south-carolina", "South Carolina"),
        ("Suoth Carolnia", "south-carolina", "South Carolina"),
    ],
)
def test_a_typing_error_is_forgiven_and_told(seed, text, expected, label):
    """One slip, or two from eight letters on, leads to the name, and the notice says so."""
    match = seed.names.find(text)
    assert (expected, f"took '{text}' as {label}") == (match.id, match.notice)
    assert not seed.names.exact(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("CAT", id="fewer than five letters"),
        pytest.param("CATLL", id="the name itself has fewer than five letters"),
        pytest.param("Xiaoooi", id="two slips in a short name"),
        pytest.param("Mixxxgan", id="three slips in a long name"),
    ],
)
def test_what_is_too_far_or_too_short_is_not_forgiven(seed, text):
    """A slip in a short name, two in one under eight letters, three in any: refused."""
    with pytest.raises(UnknownName):
        seed.names.find(text)


def test_a_slip_near_two_names_is_refused_with_both(names):
    """Nearness decides only where a single name is near."""
    with pytest.raises(UnknownName) as caught:
        names("Marlow, Barlow").find("Tarlow")
    assert {"Marlow", "Barlow"} == set(caught.value.suggestions)


def test_a_slip_near_two_names_of_one_company_is_forgiven(names):
    """Label and alias of one entity are one way to understand it."""
    assert "marlow" == names("Marlow, Acme", marlow="Marlou").find("Marloz").id


@pytest.mark.parametrize(
    ("name", "text", "forgiven"),
    [
        ("abcde", "abcdx", True),
        ("abcd", "abcx", False),
        ("abcdefg", "abcdexx", False),
        ("abcdefgh", "abcdefxx", True),
        ("abcdefgh", "abcdexxx", False),
        ("abcdefgh", "abcdefg", True),
        ("abcdefgh", "abcdef", False),
        ("abcde", "abced", True),
    ],
)
def test_the_rule_of_forgiveness_letter_by_letter(names, name, text, forgiven):
    """Distance one from five letters, two from eight letters typed; swapped letters are one."""
    try:
        found = names(name).find(text).id
    except UnknownName:
        found = ""
    assert (name if forgiven else "") == found


# ------------------------------------------------------------------------- several, or none


def test_a_name_of_several_is_refused_and_lists_them(invented):
    """Northlay is a company and a town; Ostrel is a city and a region."""
    with pytest.raises(AmbiguousName) as caught:
        invented.names.find("Northlay's")
    assert (("northlay-town", "Northlay", "City"),) == caught.value.candidates[1:]
    assert "northlay" == caught.value.candidates[0][0]
    with pytest.raises(AmbiguousName):
        invented.names.find("OSTREL")


def test_an_id_settles_what_a_name_leaves_open(invented):
    """An id is never ambiguous: `northlay` is the company although a town has that name too."""
    assert ["northlay", "northlay-town"] == [
        invented.names.find(each).id for each in ("northlay", "northlay-town")
    ]


def test_an_unknown_name_is_refused_with_the_nearest(seed):
    """Suggestions are labels that exist; nothing is guessed."""
    with pytest.raises(UnknownName, match=r"Did you mean .*Geely") as caught:
        seed.names.find("Geeely Motors")
    assert "Geely" in caught.value.suggestions
    with pytest.raises(UnknownName, match="inroads find"):
        seed.names.find("qqqqqqqq")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "a b " * 50_000,
        "吉" * 100_000,
        "(" * 100_000,
        "\x1b[31m",
        "\x00",
        "",
        "   ",
        "\u202e",
    ],
    ids=["long", "words", "wide", "brackets", "escape", "nul", "empty", "blank", "bidi"],
)
def test_hostile_text_is_refused_quickly_and_shortly(seed, text):
    """No text takes long or comes back at length, whatever it holds."""
    start = time.perf_counter()
    with pytest.raises(UnknownName) as caught:
        seed.names.find(text)
    assert not seed.names.exact(text)
    seed.names.search(text)
    assert time.perf_counter() - start < 0.5
    assert len(str(caught.value)) < 400


# ------------------------------------------------------------------------- search and kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Geely", ["geely", "geely-south-carolina-factory"]),
        ("ford", ["ford", "ford-catl-partnership", "xiaomi-ford-venture"]),
        ("宁德", ["catl"]),
        ("Michgan", ["michigan"]),
    ],
)
def test_search_gives_exact_names_first_then_beginnings_then_parts(seed, text, expected):
    """Each entity comes once, by the best of its names; typing errors are found too."""
    found = [node.id for node in seed.names.search(text)]
    assert expected == [id_ for id_ in found if id_ in expected]
    assert expected[0] == found[0]
    assert len(set(found)) == len(found)


def test_search_gives_no_more_than_asked_for(seed):
    """A limit of two gives two."""
    assert 2 == len(seed.names.search("a", limit=2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Company", "Company"),
        ("companies", "Company"),
        ("joint venture", "JointVenture"),
        ("Joint Ventures", "JointVenture"),
        ("jointventure", "JointVenture"),
        ("actors", "Agent"),
        ("gadgets", ""),
    ],
)
def test_a_kind_is_named_by_its_id_label_or_plural(seed, text, expected):
    """Kinds come from the ontology in any of its words for them."""
    assert expected == seed.names.kind(text)


# ---------------------------------------------------------------------------- merged by judgement


@pytest.fixture
def merged(vocabulary):
    """Return the names of a graph in which one company was known under three ids."""
    external = (("kg", "contemporary-amperex"), ("kg", "ningde-times"), ("wikidata", "Q1"))
    nodes = {
        "catl": Node(Entity("catl", "Company", "CATL", external=external), prospect=False),
        "ford": Node(Entity("ford", "Company", "Ningde-Times"), prospect=False),
    }
    return Names(Table(nodes, ()), vocabulary)


@pytest.mark.parametrize(
    "text",
    ["contemporary-amperex", "kg:contemporary-amperex", " ningde-times ", f"{KG}ningde-times"],
)
def test_an_id_that_was_merged_finds_the_entity(merged, text):
    """As an id, a CURIE or an IRI, before any name, as every id does."""
    assert ("catl", "") == merged.find(text)
    assert merged.exact(text.strip().removeprefix(KG))


def test_ids_elsewhere_are_no_names_here(merged):
    """A number of a data set is not what people call a thing."""
    with pytest.raises(UnknownName):
        merged.find("Q1")


def test_a_short_word_is_no_part_of_a_longer_one(seed):
    """What looks for the EU is not shown all that has those two letters somewhere."""
    found = {name for node in seed.names.search("US", limit=99) for name in node.names}
    assert "United States" in found
    assert "restrictions on connected vehicles" not in found
    assert not {"regulatory hurdles", "industry analysts"} & found
    assert [] == spelling.nearest("EU", ["Reuters", "Queue"])


def test_a_long_list_of_what_is_known_is_cut():
    """A few are shown and the rest counted: a screen of names helps nobody."""
    names = [f"name{index:02}" for index in range(40)]
    told = spelling.did_you_mean("qqqqqqq", names)
    assert f"Known: {', '.join(names[:12])} and 28 more." == told
