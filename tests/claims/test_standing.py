"""Standing rule v1, held against a second reading of its description in the claim model."""

from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims.model import (
    Attestation,
    Bound,
    Certainty,
    Claim,
    Document,
    Evidence,
    EvidenceKind,
    Quantity,
    Reading,
    Speaker,
    Stage,
    Stance,
    Standing,
    Text,
)
from graph.claims.standing import compatible, incompatible, judge, origins, stage_of, standing_out
from graph.claims.weights import validity

LEDGER = Document("ledger", publisher="The Ledger", sha256="1")
GRID = Document("grid", publisher="Grid", sha256="2")
COPY = Document("copy", publisher="The Copier", sha256="1")
EVENING = Document("evening", publisher="THE LEDGER", sha256="3")
RELAY = Document("relay", publisher="Relay Daily", wire="Grid", sha256="4")
NAMELESS = Document("nameless", sha256="5")
UNSIGNED = Document("unsigned", sha256="6")
DOCUMENTS = {each.id: each for each in (LEDGER, GRID, COPY, EVENING, RELAY, NAMELESS, UNSIGNED)}


def att(stance="asserts", *, doc="ledger", by="", stage="", said="", cancels="", **rest):
    """Return an attestation; what is not given is as plain as can be."""
    speaker = Speaker("entity", id=by) if by else Speaker()
    passage = rest.pop("passage", "")
    words = {"id": repr((stance, doc, by, stage, said, cancels, passage, sorted(rest.items())))}
    words |= {"valid_from": "", "valid_to": "", "certainty": "unspecified", "reading": "explicit"}
    words |= rest
    return Attestation(
        id=words["id"],
        document=doc,
        speaker=speaker,
        stance=Stance(stance),
        certainty=Certainty(words["certainty"]),
        reading=Reading(words["reading"]),
        stage=Stage(stage) if stage else None,
        said=said,
        valid_from=words["valid_from"],
        valid_to=words["valid_to"],
        evidence=Evidence(EvidenceKind.QUOTE, "words", passage=passage),
        cancels=cancels,
    )


def standing(*attestations, **circumstances):
    """Return how a claim with these attestations stands, as a word."""
    return judge(attestations, DOCUMENTS, **circumstances).standing.value


# ------------------------------------------------------------- a second reading of the rule

HOW_FAR = {
    "under-discussion": 0, "proposed": 1, "announced": 2, "agreed": 3, "under-construction": 4,
    "": 5, "operating": 5, "in-force": 5, "paused": 6, "ended": 7,
}  # fmt: skip
BEST_FIRST = [
    "corroborated",
    "stated",
    "implied",
    "announced",
    "reported",
    "possible",
    "opinion",
    "disputed",
    "denied",
    "superseded",
    "retracted",
]
SUREST = ("", "operating", "in-force", "paused", "ended")


def by_the_book(shapes, origin_count):
    """Return the standing of (stance, certainty, reading, stage) tuples, read off the design."""
    shapes = [shape for shape in shapes if shape[0] != "retracts"]
    if not shapes:
        return "retracted"
    said = [shape for shape in shapes if shape[0] in ("asserts", "reports", "judges")]
    denied = [shape for shape in shapes if shape[0] == "denies"]
    for *_, denied_stage in denied:
        for *_, said_stage in said:
            if not denied_stage or HOW_FAR[said_stage] >= HOW_FAR[denied_stage]:
                return "disputed"
    if not said:
        return "denied" if denied else "possible"
    grades = [worth(*shape) for shape in said]
    best = min(grades, key=BEST_FIRST.index)
    several = origin_count > 1 and grades.count("stated") > 1
    return "corroborated" if best == "stated" and several else best


def worth(stance, certainty, reading, stage):
    """Return the grade of one positive attestation, as a table of what must hold for each."""
    sure = certainty in ("certain", "unspecified")
    return {
        (True, True, True): "opinion",
        (True, True, False): "opinion",
        (True, False, True): "opinion",
        (True, False, False): "opinion",
        (False, True, True): "possible",
        (False, True, False): "possible",
        (False, False, True): "reported",
        (False, False, False): (
            "possible"
            if stage in ("under-discussion", "proposed")
            else "announced"
            if stage not in SUREST
            else {"implied": "implied", "explicit": "stated"}[reading]
        ),
    }[stance == "judges", not sure, stance == "reports"]


STAGES = ["", *(stage.value for stage in Stage)]
SINGLE = list(product(Stance, Certainty, Reading, STAGES))
SMALLER = list(
    product(
        Stance,
        ("unspecified", "possible"),
        Reading,
        ("", "under-discussion", "announced", "in-force", "ended"),
    )
)


def shaped(shape, **rest):
    stance, certainty, reading, stage = shape
    return att(stance, certainty=certainty, reading=reading, stage=stage, **rest)


def test_each_single_attestation_stands_as_the_rule_says():
    """All 560 combinations of stance, certainty, reading and stage give the expected standing."""
    got = {shape: standing(shaped(shape)) for shape in SINGLE}
    assert {shape: by_the_book([shape], 1) for shape in SINGLE} == got


def test_each_pair_from_one_paper_stands_as_the_rule_says():
    """Two attestations of one origin: 9,870 pairs, and the order of the two never matters."""
    made = [(shape, shaped(shape)) for shape in SMALLER]
    for (one, first), (other, second) in combinations_with_replacement(made, 2):
        expected = by_the_book([one, other], 1)
        assert [expected] * 2 == [standing(first, second), standing(second, first)], (one, other)


def test_each_pair_from_two_papers_stands_as_the_rule_says():
    """Two attestations of independent origins may corroborate each other; else nothing changes."""
    made = [(shape, shaped(shape), shaped(shape, doc="grid")) for shape in SMALLER]
    for (one, first, _), (other, _, second) in combinations_with_replacement(made, 2):
        assert by_the_book([one, other], 2) == standing(first, second), (one, other)


def test_a_claim_that_is_replaced_is_superseded_whatever_else_is_said():
    """Step 2 comes before denials and conflicts, and after retraction."""
    for shape in SINGLE:
        expected = "retracted" if shape[0] == "retracts" else "superseded"
        assert expected == standing(shaped(shape), replaced=True, conflicting=True)


def test_a_conflict_disputes_a_claim_that_somebody_makes():
    """A conflicting claim disputes what is said, and adds nothing to what is only denied."""
    for shape in SINGLE:
        plain = standing(shaped(shape))
        expected = "disputed" if shape[0] in ("asserts", "reports", "judges") else plain
        assert expected == standing(shaped(shape), conflicting=True)


# ------------------------------------------------------------- the steps, one by one


@pytest.mark.parametrize(
    ("step", "expected", "verdict"),
    [
        (1, "retracted", judge([att("retracts")], DOCUMENTS)),
        (2, "superseded", judge([att()], DOCUMENTS, replaced=True)),
        (3, "disputed", judge([att(), att("denies", by="maristel")], DOCUMENTS)),
        (3, "disputed", judge([att()], DOCUMENTS, conflicting=True)),
        (4, "denied", judge([att("denies")], DOCUMENTS)),
        (4, "possible", judge([att("questions"), att("declines-to-comment")], DOCUMENTS)),
        (5, "opinion", judge([att("judges")], DOCUMENTS)),
        (5, "possible", judge([att(certainty="probable")], DOCUMENTS)),
        (5, "reported", judge([att("reports", stage="announced")], DOCUMENTS)),
        (5, "possible", judge([att(stage="proposed")], DOCUMENTS)),
        (5, "announced", judge([att(stage="agreed", reading="implied")], DOCUMENTS)),
        (5, "implied", judge([att(reading="implied")], DOCUMENTS)),
        (5, "stated", judge([att(), att("judges")], DOCUMENTS)),
        (6, "corroborated", judge([att(), att(doc="grid")], DOCUMENTS)),
    ],
)
def test_the_step_that_decided_is_named(step, expected, verdict):
    """A verdict tells its standing, the number of the step and a reason in words."""
    assert (expected, step) == (verdict.standing.value, verdict.step)
    assert verdict.because


def test_a_newer_statement_never_overrules_a_denial():
    """Disputed is never settled by dates."""
    old = att("denies", by="maristel", said="2020")
    assert "disputed" == standing(old, att(said="2031"))


@pytest.mark.parametrize(
    ("denied", "said", "expected"),
    [
        ("", "under-discussion", "disputed"),
        ("agreed", "under-discussion", "possible"),
        ("agreed", "announced", "announced"),
        ("agreed", "agreed", "disputed"),
        ("agreed", "operating", "disputed"),
        ("operating", "", "disputed"),
        ("in-force", "", "disputed"),
        ("in-force", "operating", "disputed"),
        ("operating", "in-force", "disputed"),
        ("operating", "under-construction", "announced"),
        ("ended", "paused", "stated"),
        ("ended", "", "stated"),
    ],
)
def test_a_denial_that_names_a_stage_counts_from_that_stage_on(denied, said, expected):
    """'Nothing is agreed' leaves the talks alone; what has no stage is said to be running."""
    assert expected == standing(att(stage=said), att("denies", by="maristel", stage=denied))


# ------------------------------------------------------------- retraction


def test_what_its_own_speaker_takes_back_is_struck_out():
    """The statement and the retraction leave nothing."""
    said = att(by="ondrava")
    back = att("retracts", by="ondrava", doc="grid", cancels=said.id)
    assert [] == standing_out([said, back])
    assert "retracted" == standing(said, back)


def test_nobody_takes_back_what_somebody_else_said():
    """A retraction by another speaker strikes nothing out."""
    said = att(by="ondrava")
    assert [said] == standing_out([said, att("retracts", by="maristel", cancels=said.id)])
    assert "stated" == standing(said, att("retracts", by="maristel", cancels=said.id))


def test_a_retraction_strikes_out_one_statement_only():
    """What the same speaker said elsewhere, and what others said, stays."""
    said, again, other = att(by="ondrava"), att(by="ondrava", doc="grid"), att(doc="grid")
    back = att("retracts", by="ondrava", cancels=said.id)
    assert [again, other] == standing_out([said, again, other, back])


def test_a_denial_that_is_taken_back_disputes_no_longer():
    """Denials are struck out like anything else."""
    denial = att("denies", by="maristel")
    back = att("retracts", by="maristel", doc="grid", cancels=denial.id)
    assert "stated" == standing(att(), denial, back)


# ------------------------------------------------------------- origins


@pytest.mark.parametrize(
    ("expected", "attestations"),
    [
        pytest.param(2, [att(), att(doc="grid")], id="two publishers"),
        pytest.param(1, [att(), att(reading="implied")], id="one paper twice"),
        pytest.param(1, [att(), att(doc="evening")], id="one publisher, other capitals"),
        pytest.param(1, [att(doc="grid"), att(doc="relay")], id="a paper and who copies its wire"),
        pytest.param(2, [att(), att(doc="relay")], id="a wire is not the paper that prints it"),
        pytest.param(1, [att(doc="nameless"), att(doc="unsigned")], id="no publisher, twice"),
        pytest.param(2, [att(), att(doc="unsigned")], id="a publisher and an unknown one"),
        pytest.param(1, [att(), att(doc="copy")], id="identical texts"),
        pytest.param(
            1, [att(passage="p"), att(doc="grid", passage="p")], id="identical paragraphs"
        ),
        pytest.param(
            2, [att(passage="p"), att(doc="grid", passage="q")], id="different paragraphs"
        ),
        pytest.param(
            1, [att(by="ondrava"), att(by="ondrava", doc="grid")], id="one company in two papers"
        ),
        pytest.param(2, [att(by="ondrava"), att(by="maristel")], id="two companies in one paper"),
        pytest.param(2, [att(by="ondrava"), att()], id="a company and the paper itself"),
        pytest.param(
            1,
            [att(passage="p"), att(doc="grid", passage="q"), att(doc="relay", passage="p")],
            id="two that a third one ties together",
        ),
    ],
)
def test_origins_are_counted_once(expected, attestations):
    """Whatever two attestations share as a sign of origin makes them one origin."""
    assert expected == origins(attestations, DOCUMENTS)
    assert ("corroborated" if expected > 1 else "stated") == standing(*attestations)


@given(
    st.lists(
        st.builds(
            att,
            doc=st.sampled_from(sorted(DOCUMENTS)),
            by=st.sampled_from(["", "", "ondrava", "maristel"]),
            passage=st.sampled_from(["", "p", "q", "r"]),
        ),
        max_size=7,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_attestations_does_not_matter(attestations, random):
    """Origins, standing and stage are those of the set, whatever its order."""
    mixed = random.sample(attestations, len(attestations))
    assert origins(attestations, DOCUMENTS) == origins(mixed, DOCUMENTS)
    assert judge(attestations, DOCUMENTS) == judge(mixed, DOCUMENTS)


@pytest.mark.parametrize(
    "weak",
    [
        att("reports", doc="grid"),
        att("judges", doc="grid"),
        att(doc="grid", reading="implied"),
        att(doc="grid", certainty="possible"),
        att(doc="grid", stage="announced"),
        att("questions", doc="grid"),
    ],
)
def test_only_what_is_stated_corroborates(weak):
    """A weaker word from a second origin adds nothing to one statement."""
    assert "stated" == standing(att(), weak)


# ------------------------------------------------------------- stage and validity


@pytest.mark.parametrize(
    ("expected", "attestations"),
    [
        pytest.param("", [], id="nothing said"),
        pytest.param("", [att("denies", stage="agreed")], id="denials give no stage"),
        pytest.param("agreed", [att(stage="agreed")], id="the only one"),
        pytest.param(
            "agreed",
            [att(stage="announced"), att(stage="agreed", doc="grid")],
            id="undated: the later stage",
        ),
        pytest.param(
            "operating", [att(), att(stage="operating")], id="undated: a stage rather than none"
        ),
        pytest.param(
            "announced",
            [att(stage="agreed", said="2030"), att(stage="announced", said="2031")],
            id="the latest date wins",
        ),
        pytest.param(
            "announced",
            [att(stage="agreed"), att(stage="announced", said="2031")],
            id="a date wins over none",
        ),
        pytest.param(
            "operating",
            [att(stage="announced", said="2032"), att(stage="operating", said="2031")],
            id="the best grade comes before the date",
        ),
        pytest.param(
            "agreed",
            [att(stage="announced", said="2031-spring"), att(stage="agreed", said="2031-11-05")],
            id="seasons are dates, not words",
        ),
        pytest.param(
            "agreed",
            [att(stage="announced", said="2031-Q1"), att(stage="agreed", said="2031-02")],
            id="quarters are dates, not words",
        ),
    ],
)
def test_the_stage_is_that_of_the_latest_best_word(expected, attestations):
    """Of the best positive attestations the latest-dated counts, undated the later stage."""
    assert expected == (stage_of(attestations) or "")
    assert expected == (stage_of(attestations[::-1]) or "")


def test_a_stage_that_was_taken_back_does_not_count():
    """Retracted attestations give no stage."""
    said = att(stage="operating", by="ondrava")
    back = att("retracts", by="ondrava", cancels=said.id)
    assert Stage.ANNOUNCED == stage_of([said, back, att(stage="announced")])


def test_validity_is_the_widest_span_of_the_best_words():
    """Dates are compared as days: 2031 reaches further than 2031-05, Q3 begins before 2031-08."""
    attestations = [
        att(valid_from="2031-08", valid_to="2031-11-02"),
        att(valid_from="2031-Q3", valid_to="2031", doc="grid"),
        att("reports", valid_from="1999", valid_to="2099"),
    ]
    assert ("2031-Q3", "2031") == validity(attestations)
    assert ("", "") == validity([att(), att("denies", valid_from="2031")])


# ------------------------------------------------------------- figures that can both hold

HALVES = [str(number / 2) for number in range(-20, 21)]
FORTIETHS = range(-1200, 1201)  # fine enough for a tenth of a half, and for points between


def allows(figure, point):
    """Tell whether a figure allows a value, given in fortieths."""
    value = round(float(figure.value) * 40)
    return {
        "exact": point == value,
        "up-to": point <= value,
        "at-least": point >= value,
        "below": point < value,
        "above": point > value,
        "about": abs(point - value) * 10 <= abs(value),
        "between": value <= point <= round(float(figure.upper or "0") * 40),
    }[figure.bound.value]


@st.composite
def figures(draw):
    """Return a figure over multiples of a half."""
    bound = draw(st.sampled_from(Bound))
    ends = sorted(draw(st.lists(st.sampled_from(HALVES), min_size=2, max_size=2)), key=float)
    upper = ends[1] if bound is Bound.BETWEEN else ""
    return Quantity(ends[0], "percent", bound, upper)


@given(figures(), figures())
def test_two_figures_are_compatible_if_some_value_fits_both(one, other):
    """The same as trying every value on a grid."""
    expected = any(allows(one, point) and allows(other, point) for point in FORTIETHS)
    assert (expected, expected) == (compatible(one, other), compatible(other, one))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("100", "up-to"), ("25", "exact"), True),
        (("100", "up-to"), ("101", "exact"), False),
        (("8", "below"), ("8", "exact"), False),
        (("8", "below"), ("8", "at-least"), False),
        (("8", "up-to"), ("8", "at-least"), True),
        (("0.3", "about"), ("0.33", "exact"), True),
        (("100", "about"), ("110", "exact"), True),
        (("100", "about"), ("110.1", "exact"), False),
        (("100", "about"), ("89.9", "up-to"), False),
        (("10", "exact"), ("10.0", "exact"), True),
        (("100000000000000001", "exact"), ("100000000000000002", "exact"), False),
    ],
)
def test_bounds_meet_or_do_not(one, other, expected):
    """Examples, among them figures that binary fractions and large numbers get wrong."""
    first, second = (Quantity(value, "USD", Bound(bound)) for value, bound in (one, other))
    assert (expected, expected) == (compatible(first, second), compatible(second, first))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2031", "2031-05", True),
        ("2031-05-17", "2031-05", True),
        ("2031-Q2", "2031-05", True),
        ("2031-Q2", "2031-H2", False),
        ("2031-05", "2031-06", False),
        ("2031-autumn", "2031-Q4", True),
    ],
)
def test_partial_dates_are_compatible_if_a_day_fits_both(one, other, expected):
    """A partial date is the range of its days."""
    assert expected == compatible(Quantity(one, "date"), Quantity(other, "date"))


def test_figures_in_different_units_are_not_compared():
    """Nothing here converts units, so nothing is said to conflict."""
    assert compatible(Quantity("1", "percent"), Quantity("2", "USD"))


RATE = Claim("cable-tariff", "rate", Quantity("15", "percent"), (("period", Text("2031")),))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Claim(RATE.subject, "rate", Quantity("18", "percent"), RATE.qualifiers), True),
        (
            Claim(RATE.subject, "rate", Quantity("20", "percent", Bound.UP_TO), RATE.qualifiers),
            False,
        ),
        (
            Claim(RATE.subject, "rate", Quantity("18", "percent"), (("period", Text("2032")),)),
            False,
        ),
        (Claim(RATE.subject, "rate", Quantity("18", "percent")), False),
        (Claim("other-tariff", "rate", Quantity("18", "percent"), RATE.qualifiers), False),
        (Claim(RATE.subject, "quota", Quantity("18", "percent"), RATE.qualifiers), False),
        (RATE, False),
    ],
)
def test_claims_conflict_on_one_subject_and_the_same_qualifiers(other, expected):
    """Another subject, relation, place or period keeps two figures apart."""
    assert (expected, expected) == (incompatible(RATE, other), incompatible(other, RATE))


def test_standings_are_ordered_best_to_worst():
    """This order is used everywhere."""
    assert BEST_FIRST == [each.value for each in Standing]
