"""Suggestions of entities that may be one: what speaks for it, what against, and none missed."""

from itertools import combinations, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from graph.answers.duplicates import suggest
from graph.answers.likeness import alike
from graph.claims.judgements import parse
from graph.claims.model import Entity, Name, Standing
from graph.store.table import Node, Row, Table


def entity(id_, label, *aliases, kind="Company", **external):
    """Return a node; ``external`` are its ids elsewhere."""
    names = tuple(Name(text, "und") for text in aliases)
    pairs = tuple(sorted(external.items()))
    return Node(Entity(id_, kind, label, names, external=pairs), prospect=False)


def row(subject, object_, place="", derived=False):
    """Return a claim between two entities, about a third."""
    qualifiers = (("place", place),) if place else ()
    id_ = f"{subject}-{object_}"
    return Row(
        id_, subject, "owns", object_, qualifiers, Standing.STATED, None, derived, (), "", ""
    )


def table(*nodes, rows=()):
    """Return a table of nodes; bare names become companies with an id of their own."""
    made = [
        each if isinstance(each, Node) else entity(f"n{place}", each)
        for place, each in enumerate(nodes)
    ]
    return Table({node.id: node for node in made}, tuple(rows))


def found(*nodes, rows=(), judged=""):
    """Return strength and reasons of the one pair suggested, or None."""
    pairs = suggest(table(*nodes, rows=rows), parse(judged))
    assert len(pairs) < 2
    return (pairs[0].strength, list(pairs[0].reasons)) if pairs else None


# ------------------------------------------------------------------------------ what speaks for it


@pytest.mark.parametrize(
    ("one", "other", "strength", "reason"),
    [
        ("Northwind", "NORTHWIND", 98, "same name: 'Northwind'"),
        ("Northwind", "Northwind Corp.", 94, "same but for 'corp': 'Northwind', 'Northwind Corp.'"),
        ("Northwind Inc", "Northwind Co., Ltd.", 94, "same but for 'co' and 'inc' and 'ltd': 'Northwind Inc', 'Northwind Co., Ltd.'"),
        ("Volvo", "AB Volvo", 94, "same but for 'ab': 'Volvo', 'AB Volvo'"),
        ("Zywiec S.A.", "Żywiec", 94, "same but for 'sa': 'Zywiec S.A.', 'Żywiec'"),
        ("宁德时代", "宁德时代股份有限公司", 94, "same but for the legal form: '宁德时代', '宁德时代股份有限公司'"),
        ("Citroën", "Citroen", 93, "same but for accents, marks or blanks: 'Citroën', 'Citroen'"),
        ("SK On", "SK-On", 93, "same but for accents, marks or blanks: 'SK On', 'SK-On'"),
        ("E.ON", "Eon", 93, "same but for accents, marks or blanks: 'E.ON', 'Eon'"),
        ("Procter & Gamble", "Procter and Gamble", 93, "same but for accents, marks or blanks: 'Procter & Gamble', 'Procter and Gamble'"),
        ("Horizon Sorrel", "Sorrel Horizon", 88, "same but for the order of words: 'Horizon Sorrel', 'Sorrel Horizon'"),
        ("Skarnholm", "Skarnhalm", 88, "88 % alike: 'Skarnholm', 'Skarnhalm'"),
        ("Skarnholm", "Skranholm", 88, "88 % alike: 'Skarnholm', 'Skranholm'"),
        ("吉利", "株式会社吉利", 94, "same but for the legal form: '吉利', '株式会社吉利'"),
        ("Ltd", "Co", None, ""),
        ("Contemporary Amperex Tonic Limited", "CATL", 75, "'CATL' is the initials of 'Contemporary Amperex Tonic Limited'"),
        ("Contemporary Amperex Tonic Co., Limited", "CATL Ltd", 75, "'CATL Ltd' is the initials of 'Contemporary Amperex Tonic Co., Limited'"),
        ("Contemporary Amperex Tonic Limited", "CAT", 75, "'CAT' is the initials of 'Contemporary Amperex Tonic Limited'"),
        ("Ondrava", "Ondrava Wool", 60, "'Ondrava Wool' begins with 'Ondrava'"),
        ("Sorrel", "Sorral", None, ""),
        ("Northwind", "Southsea", None, ""),
    ],
)  # fmt: skip
def test_like_names_are_suggested_with_the_reason(one, other, strength, reason):
    """Strongest where least is different."""
    expected = (strength, [reason]) if strength else None
    assert expected == found(one, other)
    if strength:
        assert strength == found(other, one)[0]


def test_aliases_count_as_names():
    """The label of one as an alias of the other speaks louder than two like aliases."""
    assert (96, ["'CATL' is the label of one, an alias of the other"]) == found(
        entity("a", "CATL"), entity("b", "Contemporary Amperex", "CATL")
    )
    assert (90, ["same alias: 'Ningde'"]) == found(
        entity("a", "CATL", "Ningde"), entity("b", "Amperex", "Ningde")
    )


def test_one_id_elsewhere_proves_most():
    """Even where the names have nothing in common, or something tells them apart."""
    expected = (100, ["one id: wikidata Q1"])
    assert expected == found(entity("a", "Anvil", wikidata="Q1"), entity("b", "X", wikidata="Q1"))
    strength, reasons = found(
        entity("a", "Anvil", wikidata="Q1"), entity("b", "Anvil Cars", wikidata="Q1")
    )
    assert (100, "one id: wikidata Q1") == (strength, reasons[0])


def test_several_reasons_are_listed_the_best_first():
    """At most three."""
    strength, reasons = found(
        entity("a", "CATL", "Contemporary Amperex Tonic Limited"),
        entity("b", "Contemporary Amperex Tonic Ltd", "CATL"),
    )
    assert 96 == strength
    assert [
        "'CATL' is the label of one, an alias of the other",
        "same but for 'limited' and 'ltd': 'Contemporary Amperex Tonic Limited', 'Contemporary Amperex Tonic Ltd'",
        "'CATL' is the initials of 'Contemporary Amperex Tonic Limited'",
    ] == reasons  # fmt: skip


def test_shared_neighbours_support_but_suggest_nothing():
    """One point each, three at most; never a pair without a like name."""
    others = [entity(name, f"{name} {name * 2}") for name in ("ada", "bob", "cid", "dan")]
    rows = [row(one, other.id) for one in ("n0", "n1") for other in others]
    for count, strength in ((0, 94), (1, 95), (3, 97), (4, 97)):
        kept = [each for each in rows if each.object in [o.id for o in others[:count]]]
        (pair,) = suggest(table("Northwind", "Northwind Inc", *others, rows=kept))
        assert (strength, tuple(o.id for o in others[:count])) == (pair.strength, pair.shared)
    assert [] == suggest(table("Northwind", "Sorrel", *others, rows=rows))


# --------------------------------------------------------------------------------- what against it


def test_a_brand_and_a_company_of_one_name_are_not_suggested():
    """They could not be judged the same: kinds must agree."""
    assert None is found(entity("a", "Volvo", kind="Brand"), entity("b", "Volvo"))


def test_a_word_that_tells_apart_weighs_more_than_likeness():
    """Cars and trucks, north and south, imports and exports."""
    told = "may tell one from the other"
    assert (60, ["'Volvo Cars' begins with 'Volvo'", f"but 'cars' {told}"]) == found(
        "Volvo", "Volvo Cars"
    )
    strength, reasons = found(entity("a", "Volvo"), entity("b", "Volvo Cars", "Volvo"))
    assert (60, f"but 'cars' {told}") == (strength, reasons[-1])
    strength, reasons = found("North Carolina", "South Carolina")
    assert (60, f"but 'north' and 'south' {told}") == (strength, reasons[-1])


def test_names_with_other_numbers_are_not_alike():
    """Phases, models and years."""
    assert None is found("Hallen Works Phase 1", "Hallen Works Phase 2")
    assert 94 == found("Hallen Works Phase 1", "Hallen Wörks Phase 1 Ltd")[0]


def test_what_a_claim_relates_is_two_things():
    """Nothing owns itself; what a rule derives is no document's word."""
    assert None is found("Sorrel", "Sorrel Ltd", rows=[row("n0", "n1")])
    assert None is found("Sorrel", "Sorrel Ltd", rows=[row("n1", "n0")])
    assert 94 == found("Sorrel", "Sorrel Ltd", rows=[row("n1", "n0", derived=True)])[0]


def test_different_ids_in_one_scheme_are_two_things():
    """Columbus in Ohio and Columbus in Georgia; ids in two schemes say nothing."""
    assert None is found(
        entity("a", "Columbus", geonames="1"), entity("b", "Columbus", geonames="2")
    )
    assert 98 == found(entity("a", "Columbus", geonames="1"), entity("b", "Columbus", lei="2"))[0]


# ----------------------------------------------------------------------------------- what is judged


@pytest.mark.parametrize("line", ["different n0 n1", "different n1 n0", "different old n1"])
def test_pairs_judged_different_are_suggested_no_more(line):
    """Also where the line names an id that was merged into one of them."""
    nodes = entity("n0", "Sorrel", kg="old"), entity("n1", "Sorrel Ltd")
    assert None is found(*nodes, judged=line)
    assert 94 == found(*nodes)[0]


def test_pairs_somebody_is_unsure_about_are_marked():
    """With the judgement, for its reason is worth reading."""
    (pair,) = suggest(table("Sorrel", "Sorrel Ltd"), parse('unsure n1 n0 by=Ada why="ask"'))
    assert ("Ada", "ask") == (pair.unsure.who, pair.unsure.why)
    (pair,) = suggest(table("Sorrel", "Sorrel Ltd"), parse("unsure n1 n7"))
    assert None is pair.unsure


def test_strongest_first_then_by_id_and_none_below_the_least():
    """The same input gives the same list."""
    nodes = ["Sorrel", "Sorrel Ltd", "Citroën", "Citroen", "Northwind", "northwind", "Sorrel Wool"]
    pairs = suggest(table(*nodes))
    assert [
        (98, "n4", "n5"), (94, "n0", "n1"), (93, "n2", "n3"), (60, "n0", "n6"), (60, "n1", "n6"),
    ] == [(each.strength, each.one.id, each.other.id) for each in pairs]  # fmt: skip
    pairs_of_one_strength = suggest(table("Sorrel", "Northwind", "Northwind Inc", "Sorrel Inc"))
    assert ["n0", "n1"] == [each.one.id for each in pairs_of_one_strength]
    assert pairs[:3] == suggest(table(*nodes), least=61)
    assert pairs == suggest(Table(dict(reversed(table(*nodes).nodes.items())), ()))


# -------------------------------------------------------------------------------------- as a whole


LETTERS = st.text("abc ", min_size=1, max_size=26).map(lambda text: " ".join(text.split()))


@st.composite
def misspelt(draw):
    """Return names, some of them a few edits away from another one."""
    names = draw(st.lists(LETTERS.filter(bool), min_size=1, max_size=4))
    for _ in range(draw(st.integers(0, 5))):
        letters = list(draw(st.sampled_from(names)))
        for _ in range(draw(st.integers(1, 4))):
            at = draw(st.integers(0, len(letters)))
            if draw(st.booleans()) and at + 2 <= len(letters):
                letters[at : at + 2] = letters[at : at + 2][::-1]
            else:
                letters[at : at + draw(st.integers(0, 1))] = draw(st.sampled_from(["", "a", "d"]))
        names.append("".join(letters))
    return sorted({name for name in names if name})


@given(misspelt())
@example(["a" * 17, "a" * 20])
def test_no_like_pair_is_missed(names):
    """Against the slow reference: each with each."""
    expected = {
        frozenset(pair): OSA.normalized_similarity(*pair)
        for pair in combinations(names, 2)
        if OSA.normalized_similarity(*pair) >= 0.85
    }
    pairs = list(alike(names, "", lambda *_: None))
    assert expected == {frozenset((one, other)): share for one, other, share in pairs}
    assert len(expected) == len(pairs)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_text_can_be_a_name(names):
    """Emoji, marks, nothing but blanks: nothing fails, and every pair has a reason."""
    for each in suggest(table(*names)):
        assert each.reasons
        assert 0 < each.strength <= 100


def test_a_thousand_of_one_name_make_no_million_pairs():
    """They are paired in a row: judging along it joins them all."""
    assert 999 == len(suggest(table(*["Sorrel"] * 1000)))
    assert 190 == len(suggest(table(*["Sorrel"] * 20)))


def test_names_that_are_all_alike_make_no_million_pairs():
    """Each is paired with the twenty that are likest to it."""
    names = ["contemporary amperex " + "".join(ends) for ends in product("ab", repeat=7)]
    pairs = suggest(table(*names))
    assert len(pairs) <= 20 * 128
    paired = {frozenset((each.one.entity.label, each.other.entity.label)) for each in pairs}
    nearest = [pair for pair in combinations(names, 2) if OSA.distance(*pair) == 1]
    assert 7 * 128 // 2 + 6 * 32 == len(nearest)  # one letter changed, two neighbours swapped
    assert {frozenset(pair) for pair in nearest} <= paired
