"""English for claims: every form that standing and stage call for, for every relation."""

import re
from itertools import product

import pytest

from graph.answers.wording import Told, Wording, capital, figure, listing
from graph.claims.model import Bound, Claim, Entity, Quantity, Stage, Standing, Text
from graph.network.paths import Hop
from graph.network.project import Tie
from graph.store.table import Node, Table

FACTS = ("corroborated", "stated")
HEDGED = [each for each in Standing if each not in FACTS]


@pytest.fixture(scope="module")
def wording(vocabulary):
    """Return the wording of two things of each kind, one named in the plural."""
    nodes = {}
    for kind in vocabulary.kinds:
        for suffix, plural in (("", False), ("-pl", True)):
            id_ = kind.casefold() + suffix
            label = f"Mr{kind}{'s' if plural else ''}"
            nodes[id_] = Node(Entity(id_, kind, label, plural=plural), prospect=False)
    return Wording(Table(nodes, ()), vocabulary)


@pytest.fixture(scope="module")
def say(seed):
    """Return a function that words a claim about the seed's entities."""

    def sentence(claim, standing="stated", *, stage=None, deniers=(), given=None, **rest):
        subject, relation, object_ = claim.split()
        told = Told(
            Standing(standing),
            Stage(stage) if stage else None,
            deniers=tuple(deniers),
            qualifiers=tuple((given or {}).items()),
            **rest,
        )
        return Wording(seed.table, seed.ontology).sentence(Claim(subject, relation, object_), told)

    return sentence


# ------------------------------------------------------------------------- the forms

FORMS = {
    "corroborated": "Geely owns Volvo",
    "stated": "Geely owns Volvo",
    "implied": "Geely is implied to own Volvo",
    "announced": "Geely is to own Volvo",
    "reported": "Geely is reported to own Volvo",
    "possible": "Geely may own Volvo",
    "opinion": "Geely is judged to own Volvo",
    "disputed": "Geely was reported to own Volvo, which Ford denies",
    "denied": "Geely is said not to own Volvo, according to Ford",
    "superseded": "Geely was once said to own Volvo",
    "retracted": "Geely was once said to own Volvo",
}


@pytest.mark.parametrize("standing", [each.value for each in Standing])
def test_each_standing_has_its_own_form(say, standing):
    """A fact is told as it is, everything else is hedged as it stands."""
    deniers = ["Ford"] if standing in ("disputed", "denied") else []
    assert FORMS[standing] == say("geely owns volvo", standing, deniers=deniers)


@pytest.mark.parametrize(
    ("standing", "stage", "expected"),
    [
        ("stated", "operating", "Geely opens Volvo"),
        ("stated", "in-force", "Geely opens Volvo"),
        ("stated", "ended", "Geely used to open Volvo"),
        ("implied", "ended", "Geely by implication used to open Volvo"),
        ("stated", "paused", "Geely paused the plan to open Volvo"),
        ("announced", "agreed", "Geely is to open Volvo"),
        ("announced", "under-construction", "Geely is to open Volvo"),
        ("possible", None, "Geely may open Volvo"),
        ("possible", "under-discussion", "Geely is considering whether to open Volvo"),
        ("possible", "proposed", "Geely is considering whether to open Volvo"),
        ("reported", "ended", "Geely was once reported to open Volvo"),
        (
            "reported",
            "under-discussion",
            "Geely is reported to be discussing whether to open Volvo",
        ),
        (
            "disputed",
            "under-discussion",
            "Geely was reported to be discussing whether to open Volvo, which another claim contradicts",
        ),
    ],
)
def test_the_stage_chooses_among_the_forms(say, standing, stage, expected):
    """What is over is told in the past, what is only talked about as talk."""
    assert expected == say("geely opens volvo", standing, stage=stage)


def test_only_somebody_who_acts_considers(say):
    """A place or a deal under discussion 'may' do something; it does not consider it."""
    assert "Michigan may own Volvo" == say(
        "michigan owns volvo", "possible", stage="under-discussion"
    )


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("stated", "Chinese EV makers are blocked from Canada"),
        ("possible", "Chinese EV makers may be blocked from Canada"),
        ("implied", "Chinese EV makers are implied to be blocked from Canada"),
        (
            "disputed",
            "Chinese EV makers were reported to be blocked from Canada, which Ford denies",
        ),
    ],
)
def test_a_plural_subject_takes_a_plural_verb(say, standing, expected):
    """The infinitive serves, 'be' becoming 'are'."""
    assert expected == say(
        "chinese-ev-makers blockedFrom canada", standing, deniers=["Ford"][: standing == "disputed"]
    )
    assert "Chinese EV makers own Volvo" == say("chinese-ev-makers owns volvo")


def test_a_dated_fact_is_told_in_the_past_where_the_relation_has_one(say):
    """Xiaomi moved into a business in 2024; a relation without a past form stays as it is."""
    assert "Xiaomi moved into electric vehicles in 2024" == say(
        "xiaomi entersSegment evs", valid_from="2024"
    )
    assert "Xiaomi owns Volvo" == say("xiaomi owns volvo", valid_from="2024")


@pytest.mark.parametrize(
    ("deniers", "expected"),
    [
        ([], "which another claim contradicts"),
        (["Ford"], "which Ford denies"),
        (["Ford", "Xiaomi"], "which Ford and Xiaomi deny"),
        (["BYD", "Ford", "Xiaomi"], "which BYD, Ford and Xiaomi deny"),
    ],
)
def test_who_denies_is_named(say, deniers, expected):
    """A disputed claim says who denies it, or that a claim contradicts it."""
    sentence = say("geely owns volvo", "disputed", deniers=deniers)
    assert f"Geely was reported to own Volvo, {expected}" == sentence


def test_what_somebody_says_in_its_own_name_is_said_and_not_reported(say):
    """Denied or not, a statement of one's own is no report of somebody else's."""
    assert "Geely is said to own Volvo, which Ford denies" == say(
        "geely owns volvo", "disputed", deniers=["Ford"], relayed=False
    )


@pytest.mark.parametrize(
    ("standing", "certainty", "expected"),
    [
        ("possible", "possible", "Geely may own Volvo"),
        ("possible", "probable", "Geely is likely to own Volvo"),
        ("opinion", "possible", "Geely is judged possibly to own Volvo"),
        ("opinion", "probable", "Geely is judged probably to own Volvo"),
    ],
)
def test_how_surely_it_is_said_is_told(say, standing, certainty, expected):
    """A probable thing is likely; a judgement that is itself hedged keeps its hedge."""
    assert expected == say("geely owns volvo", standing, certainty=certainty)


def test_the_time_a_claim_is_said_to_hold_follows_it(say):
    """Dates come behind the object and before who denies it."""
    assert "Geely was reported to own Volvo since 2031, which Ford denies" == say(
        "geely owns volvo", "disputed", deniers=["Ford"], when=" since 2031"
    )
    assert "Geely owns Volvo since 2031" == say("geely owns volvo", when=" since 2031")


# ------------------------------------------------------------------------- slots and articles


@pytest.mark.parametrize(
    ("claim", "qualifiers", "expected"),
    [
        ("geely owns volvo", {"share": "a fifth"}, "Geely owns a fifth of Volvo"),
        ("geely producesIn china", {}, "Geely produces in China"),
        ("geely producesIn china", {"product": "cars"}, "Geely produces cars in China"),
        (
            "geely entersMarket canada",
            {"means": "a venture"},
            "Geely enters the market of Canada through a venture",
        ),
        ("xiaomi talksWith ford", {}, "Xiaomi holds talks with Ford"),
        ("xiaomi talksWith ford", {"respect": "cars"}, "Xiaomi holds talks with Ford about cars"),
        (
            "wary-lawmakers hinders evs",
            {"place": "Canada"},
            "Some lawmakers hinder electric vehicles in Canada",
        ),
        ("geely owns volvo", {"period": "2023"}, "Geely owns Volvo"),
    ],
)
def test_words_in_brackets_go_where_their_qualifier_is_missing(say, claim, qualifiers, expected):
    """Optional words appear with their qualifier and vanish without it."""
    assert expected == capital(say(claim, given=qualifiers))


def test_a_slot_that_is_not_optional_is_filled_all_the_same(say):
    """An office that nobody names is 'something', never a brace."""
    assert "Donald Trump holds the office of something of the United States" == say(
        "donald-trump heldOffice united-states"
    )


@pytest.mark.parametrize(
    ("label", "prospect", "expected"),
    [
        ("Acme works", False, "the Acme works"),
        ("Acme works", True, "an Acme works"),
        ("Bolt works", True, "a Bolt works"),
        ("EV works", True, "an EV works"),
        ("BYD works", True, "a BYD works"),
        ("US works", True, "a US works"),
        ("MG works", True, "an MG works"),
        ("F-150 works", True, "an F-150 works"),
        ("European works", True, "a European works"),
        ("one-off works", True, "a one-off works"),
        ("union works", True, "a union works"),
        ("uranium works", True, "a uranium works"),
        ("umbrella works", True, "an umbrella works"),
        ("吉利 works", True, "a 吉利 works"),
    ],
)
def test_a_plant_is_the_plant_and_a_planned_one_a_plant(vocabulary, label, prospect, expected):
    """What exists takes 'the', a prospect 'a' or 'an' by sound."""
    table = Table({"x": Node(Entity("x", "Facility", label), prospect)}, ())
    assert expected == Wording(table, vocabulary).name("x")


def test_companies_take_no_article_and_some_names_bring_their_own(seed):
    """Names in text are used as the editor wrote them."""
    wording = Wording(seed.table, seed.ontology)
    assert ["Geely", "the United States", "a factory in South Carolina"] == [
        wording.name(id_) for id_ in ("geely", "united-states", "geely-south-carolina-factory")
    ]


def test_a_label_says_that_a_prospect_is_one(seed):
    """In lists what does not exist yet is marked."""
    wording = Wording(seed.table, seed.ontology)
    assert ["Xiaomi-Ford joint venture (prospect)", "Ford-CATL partnership"] == [
        wording.label(id_) for id_ in ("xiaomi-ford-venture", "ford-catl-partnership")
    ]


@pytest.mark.parametrize(
    ("value", "unit", "bound", "upper", "expected"),
    [
        ("100", "percent", "exact", "", "100 percent"),
        ("100", "percent", "up-to", "", "up to 100 percent"),
        ("50000", "vehicles per year", "exact", "", "50,000 vehicles per year"),
        ("8", "percent", "below", "", "below 8 percent"),
        ("8000", "USD", "at-least", "", "at least 8,000 USD"),
        ("1234567.89", "USD", "about", "", "about 1,234,567.89 USD"),
        ("3", "percent", "above", "", "above 3 percent"),
        ("5", "percent", "between", "7.5", "between 5 and 7.5 percent"),
        ("2026-05", "date", "exact", "", "2026-05"),
        ("2026", "date", "up-to", "", "up to 2026"),
        ("0.5", "percent", "exact", "", "0.5 percent"),
    ],
)
def test_a_figure_is_told_with_its_bound_and_unit(value, unit, bound, upper, expected):
    """Thousands are grouped, dates are left alone, bounds come first."""
    assert expected == figure(Quantity(value, unit, Bound(bound), upper))


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_listed_with_and_before_the_last(names, expected):
    """A list in words has commas and one 'and'."""
    assert expected == listing(names)


# ------------------------------------------------------------------------- every relation

STAGES = [None, *Stage]


def ends(relation, vocabulary):
    """Return a subject and an object that the relation allows, in kinds."""
    subject = (relation.domain or ("Company",))[0]
    object_ = (relation.range or ("Factor",))[0]
    assert {subject, object_} <= set(vocabulary.kinds)
    return subject.casefold(), object_.casefold()


def tellings(relation, vocabulary, wording):
    """Yield (subject's name, bare phrase, standing, sentence) both ways, in all forms."""
    subject, object_ = ends(relation, vocabulary)
    qualifiers = {name: f"some {name}" for name in re.findall(r"\{(\w+)\}", relation.phrase)}
    for standing, stage, (since, given), number in product(
        Standing, STAGES, (("", {}), ("2024", qualifiers)), ("", "-pl")
    ):
        told = Told(
            standing,
            stage,
            valid_from=since,
            deniers=("Ford",),
            qualifiers=tuple(given.items()),
            relayed=bool(number),
            certainty="probable" if number and since else "possible" if since else "",
            when=" since 2031" if number else "",
        )
        target = Quantity("5", "percent") if relation.quantity else object_
        claim = Claim(subject + number, relation.id, target)
        name = wording.name(subject + number)
        yield name, relation.phrase, standing, wording.sentence(claim, told)
        if not relation.quantity:
            tie = Tie(subject, relation, object_ + number, ())
            name = wording.name(object_ + number)
            text = wording.hop(Hop(tie, False, ()), told)
            yield name, relation.inverse_phrase, standing, f"{name} {text}"


@pytest.fixture(scope="module")
def told(vocabulary, wording):
    """Return the tellings of every relation, by relation."""
    return {
        relation: list(tellings(relation, vocabulary, wording))
        for relation in vocabulary.relations.values()
    }


def test_every_relation_is_a_sentence_in_every_standing_stage_and_direction(
    vocabulary, wording, told
):
    """No brace, bracket, double space or missing end is left in any of them."""
    for relation in vocabulary.relations.values():
        subject, object_ = ends(relation, vocabulary)
        names = {wording.name(subject), wording.name(subject + "-pl")}
        others = {wording.name(object_), wording.name(object_ + "-pl"), "5 percent"}
        for name, _, _, sentence in told[relation]:
            assert sentence == " ".join(sentence.split())
            assert not set("{}[]") & set(sentence)
            assert " ," not in sentence
            assert sentence.startswith(f"{name} ")
            assert any(each in sentence for each in names), sentence
            assert any(each in sentence for each in others), sentence


def test_no_hedged_sentence_reads_like_a_fact(told):
    """Only facts have the relation's bare verb right behind their subject."""
    for tellings_ in told.values():
        for name, phrase, standing, sentence in tellings_:
            bare = re.split(r" ?[\[{]", phrase)[0].strip()
            if standing in HEDGED:
                assert not sentence.startswith(f"{name} {bare} "), sentence
                assert re.match(
                    r"(is|are|was|were|may|by implication) ", sentence.removeprefix(f"{name} ")
                ), sentence


def test_facts_do_have_the_bare_verb_behind_their_subject(told):
    """The test above means something: the same sentences, stated, do read like facts."""
    for relation, tellings_ in told.items():
        bare = re.split(r" ?[\[{]", relation.phrase)[0].strip()
        stated = [
            sentence.startswith(f"{name} {bare} ")
            for name, phrase, standing, sentence in tellings_
            if standing == "stated" and phrase == relation.phrase
        ]
        assert any(stated), relation.id


def test_words_for_an_object_are_told_as_they_are(seed):
    """Where plain words stand for an entity, they are used as given."""
    claim = Claim("geely", "owns", Text("several brands"))
    assert "Geely owns several brands" == Wording(seed.table, seed.ontology).sentence(
        claim, Told(Standing.STATED)
    )


def test_several_partners_are_partners_in_a_deal(seed):
    """Not "are a partner in": one phrase serves one and several."""
    wording, relation = Wording(seed.table, seed.ontology), seed.ontology.relations["partnerIn"]
    claim = Claim("ford", "partnerIn", "ford-catl-partnership")
    assert "are partners in the Ford-CATL partnership" == wording.plainly(
        relation, claim, several=True
    )
