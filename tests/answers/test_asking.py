"""Structured questions of every kind, answered from the article and from the invented papers."""

import pytest

from graph import session
from graph.answers.asked import (
    EvidenceQuestion,
    Facet,
    ListQuestion,
    Narrowing,
    Pick,
    RankQuestion,
    ValueQuestion,
    VoicesQuestion,
    WhatIfQuestion,
    YesNoQuestion,
)
from graph.answers.asking import Asker
from graph.answers.barriers import BarrierQuestion
from graph.answers.goals import PathQuestion
from graph.answers.model import ValueOut
from graph.answers.shown import shown_by
from graph.answers.voicing import stances
from graph.pages import text


@pytest.fixture(scope="module")
def article(seed):
    """Return what answers questions about the seed article."""
    return Asker(seed).answer


@pytest.fixture(scope="module")
def papers(invented):
    """Return what answers questions about the invented papers."""
    return Asker(invented).answer


def who(given):
    """Return the entities of an answer, each with its standing."""
    return {each.id: each.standing for each in given.entities}


def figures(given):
    """Return the values of an answer: bound, number and unit."""
    return [(each.bound, each.value, each.unit) for each in given.values]


CHINESE = Narrowing(kinds=("Company",), home=("china",))


# ------------------------------------------------------------------------- lists


@pytest.mark.parametrize(
    ("facets", "narrowing", "expected"),
    [
        ((Facet(("owns",), ("geely",), "object"),), Narrowing(kinds=("Brand",)), {"polestar": "stated", "volvo": "stated"}),
        ((Facet(("partnersWith",), ("ford",)),), CHINESE, {"catl": "stated", "xiaomi": "disputed"}),
        ((), CHINESE, {"byd": "implied", "catl": "implied", "geely": "implied", "xiaomi": "implied"}),
        ((), Narrowing(kinds=("Facility",), inside=("united-states",)), {"geely-south-carolina-factory": "possible"}),
        ((Facet(("produces", "producesIn"), ("lfp-batteries",)),), Narrowing(), {"ford-catl-partnership": "announced"}),
        ((Facet(("producesIn",), ("united-states",)),), Narrowing(), {"ford-catl-partnership": "announced"}),
        ((Facet(("producesIn",), ("ford-catl-partnership",), "product"),), Narrowing(), {"lfp-batteries": "announced"}),
        ((Facet(("appliesIn",), ("canada",)),), Narrowing(kinds=("Tariff",)), {"canada-preferential-tariffs": "announced"}),
        ((Facet(("partnersWith",), ("ford",)), Facet(("entersMarket",), ("united-states",))), Narrowing(), {"xiaomi": "disputed"}),
        ((Facet(("owns",), other_is=Narrowing(kinds=("Brand",))),), Narrowing(), {"geely": "stated"}),
        ((Facet((), ("south-carolina",), "other"),), Narrowing(kinds=("Facility",)), {"geely-south-carolina-factory": "possible"}),
    ],
)  # fmt: skip
def test_a_list_names_those_who_meet_every_condition_with_their_standing(
    article, facets, narrowing, expected
):
    """Relation, kind, seat and place narrow; the weakest of the conditions is the standing."""
    found = article(ListQuestion(facets, narrowing))
    assert ("found", expected) == (found.status, who(found))
    assert all(each.claims for each in found.entities)


def test_what_acts_on_somebody_is_listed_through_group_goods_and_site(article):
    """As `inroads barriers` finds it; the claims on the way are among the evidence."""
    found = article(ListQuestion((Facet((), ("geely",), bites=True),)))
    barred = article(BarrierQuestion(("geely",)))
    policies = {each.id for each in barred.entities if each.id}
    assert policies <= set(who(found))
    assert "implied" == who(found)["us-ev-tariffs"]
    tariffs = next(each for each in found.entities if each.id == "us-ev-tariffs")
    assert {"hinders", "produces", "basedIn", "origin"} <= {c.relation.id for c in tariffs.claims}
    assert found.answer.startswith("Nothing of the kind is said of Geely itself.")


def test_a_rule_of_a_place_is_no_rule_of_the_larger_place(papers):
    """Who makes something in a town makes it in the country; what leads there need not lead."""
    inside = papers(ListQuestion((Facet(("locatedIn",), ("veldria",)),)))
    assert {"port-hallen-works": "stated", "northlay-laboratory": "announced"} == who(inside)
    rules = papers(ListQuestion((Facet(("appliesIn",), ("norsea-rim",)),)))
    assert ("none", {}) == (rules.status, who(rules))


def test_what_is_over_stands_behind_what_holds(papers):
    """Tsukimori owns the brand; that Northlay did is told as that."""
    found = papers(ListQuestion((Facet(("owns",), ("seagrip",)),)))
    assert [("tsukimori", "stated"), ("northlay", "superseded")] == [*who(found).items()]
    assert found.answer == "Tsukimori owns Seagrip. Northlay was once said to own Seagrip."


def test_where_no_source_says_it_the_nearest_is_told(article):
    """Nobody is said to hold a stake in Volvo; somebody is said to own it."""
    found = article(ListQuestion((Facet(("holdsStakeIn",), ("volvo",)),)))
    assert ("none", {}) == (found.status, who(found))
    assert "That is no denial. What comes nearest: Geely owns Volvo." in found.answer


def test_partners_in_two_deals_are_not_told_as_partners_in_one(tmp_path):
    """Two that share a deal are told together; who has a deal of its own is told apart."""
    (tmp_path / "register.yaml").write_text(
        'inroads: "1"\n'
        "document: {id: register, title: Register, publisher: Register}\n"
        "entities:\n"
        "  zeta: {kind: Company, label: Zeta}\n"
        "  alpha: {kind: Company, label: Alpha}\n"
        "  beta: {kind: Company, label: Beta}\n"
        "  gamma: {kind: Company, label: Gamma}\n"
        "  one: {kind: Partnership, label: the first deal}\n"
        "  two: {kind: Partnership, label: the second deal}\n"
        "statements:\n"
        "  - {record: row 1, claims: [zeta partnerIn one, alpha partnerIn one, beta partnerIn one]}\n"
        "  - {record: row 2, claims: [zeta partnerIn two, gamma partnerIn two]}\n",
        "utf-8",
    )
    found = Asker(session.open(str(tmp_path))).answer(
        ListQuestion((Facet(("partnersWith",), ("zeta",)),))
    )
    assert found.answer == "Alpha and Beta partner with Zeta. Gamma partners with Zeta."


def test_what_a_site_does_is_done_where_it_stands(papers):
    """The works makes submarine cables, and stands in Port Hallen."""
    made = Facet(("produces",), ("skarnholm",), "object", with_=("port-hallen",))
    found = papers(ListQuestion((made,)))
    assert {"submarine-cables": "stated"} == who(found)
    assert found.answer.startswith(
        "Nothing of the kind is said of Skarnholm itself. The Port Hallen"
    )


def test_a_list_of_many_stays_three_sentences_and_names_each_standing(article):
    """What gets no sentence of its own is listed with how it stands."""
    found = article(ListQuestion((Facet(("hinders",), ("chinese-evs",)),)))
    assert found.answer.count(".") <= 3
    assert "judged" in found.answer or "opinion" in found.answer


# ------------------------------------------------------------------------- voices


def test_who_denied_is_told_with_what_and_in_which_words(article):
    """Each speaker has the claims it denies; the words follow."""
    talks = Pick((), ("ford",), ("xiaomi",), either_way=True)
    found = article(VoicesQuestion(talks, "denies"))
    assert {"ford": "disputed", "xiaomi": "disputed"} == who(found)
    assert found.answer.startswith("Ford and Xiaomi deny that ")
    assert "Both companies, however, have denied the reports" in found.answer


def test_what_somebody_said_is_as_sure_as_it_was_said(article):
    """Trump said "could": no answer makes it "are"."""
    found = article(VoicesQuestion(Pick(("allowedInto",)), "asserts"))
    assert {"donald-trump": "possible"} == who(found)
    assert found.answer.startswith(
        "Donald Trump says that Chinese automakers may be allowed into the United States."
    )


def test_who_denies_is_never_told_as_who_says(papers):
    """The owner's paper says it, the owned company denies it."""
    owning = Pick(("owns",), ("ondrava",), ("maristel",))
    assert {"maristel": "disputed"} == who(papers(VoicesQuestion(owning, "denies")))
    said = papers(VoicesQuestion(owning, "asserts"))
    assert {} == who(said)
    assert said.answer.startswith(
        "The Kestrel Ledger says that Ondrava Wind owns a fifth of Maristel, which Maristel denies."
    )


@pytest.mark.parametrize(
    ("speaker", "stance", "verdict"),
    [("ford", "denies", "yes"), ("ford", "asserts", "no"), ("catl", "denies", "unknown")],
)
def test_whether_somebody_took_a_stance_is_a_verdict(article, speaker, stance, verdict):
    """Not on the talks, but on whether Ford denied them."""
    talks = Pick((), ("ford",), ("xiaomi",), either_way=True)
    found = article(VoicesQuestion(talks, stance, (speaker,), check=True))
    assert ("yesno", verdict) == (found.question.kind, found.verdict)
    assert bool(found.entities) == (verdict != "unknown")


# ------------------------------------------------------------------------- yes or no


@pytest.mark.parametrize(
    ("graph", "relation", "subject", "object_", "verdict", "says"),
    [
        ("seed", "owns", "geely", "volvo", "yes", "Yes: Geely owns Volvo."),
        ("seed", "basedIn", "byd", "china", "implied", "is implied to be based in China"),
        ("seed", "producesIn", "ford-catl-partnership", "united-states", "announced", "is to produce"),
        ("seed", "producesIn", "catl", "michigan", "announced", "The Ford-CATL partnership is to produce"),
        ("seed", "opens", "geely", "geely-south-carolina-factory", "possible", "may open"),
        ("seed", "integrates", "ford", "chinese-technology", "opinion", "is judged to integrate"),
        ("seed", "talksWith", "ford", "xiaomi", "disputed", "Reported, but denied by Ford and Xiaomi"),
        ("seed", "shows", "apple", "successful-ev-pivot", "denied", "is said not to show"),
        ("seed", "owns", "ford", "volvo", "unknown", "no source says that Ford owns Volvo. That is no denial."),
        ("seed", "owns", "ford", "catl", "unknown", "CATL partners with Ford."),
        ("seed", "allowedInto", "chinese-ev-makers", "united-states", "no", "are blocked from the United States"),
        ("seed", "blockedFrom", "geely", "united-states", "implied", "is implied to belong to Chinese EV makers"),
        ("seed", "heldOffice", "donald-trump", "united-states", "unknown", "used to hold the office"),
        ("invented", "partnersWith", "northlay", "tsukimori", "reported", "is reported to be discussing"),
        ("invented", "basedIn", "skarnholm", "ostrel", "unknown", "Since then: Skarnholm is based in Port Hallen."),
        ("invented", "entersMarket", "ondrava", "tesra", "unknown", "was once said to"),
        ("invented", "helps", "cable-tariff", "skarnholm", "opinion", "on the word of Darro Venn"),
        ("invented", "produces", "skarnholm", "submarine-cables", "yes", "produces submarine cables"),
    ],
)  # fmt: skip
def test_a_verdict_is_no_surer_than_the_claims(
    request, graph, relation, subject, object_, verdict, says
):
    """The graph's own terms; what no source says is unknown, never no."""
    answer = Asker(request.getfixturevalue(graph)).answer
    found = answer(YesNoQuestion((Pick((relation,), (subject,), (object_,)),)))
    assert verdict == found.verdict
    assert says in found.answer
    assert found.status == ("found" if found.entities else "none")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("100 percent", "unknown"), ("up to 100 percent", "yes"), ("50", "unknown")],
)
def test_a_bound_is_no_figure(article, words, verdict):
    """Tariffs of up to 100 percent are not tariffs of 100 percent."""
    rate = Pick(("rate",), ("us-ev-tariffs",), words=words)
    assert verdict == article(YesNoQuestion((rate,))).verdict


def test_of_several_things_asked_the_weakest_decides(article):
    """Owning both is owning each."""
    picks = [Pick(("owns",), ("geely",), (each,)) for each in ("volvo", "polestar", "xiaomi")]
    assert "yes" == article(YesNoQuestion(tuple(picks[:2]))).verdict
    assert "unknown" == article(YesNoQuestion(tuple(picks))).verdict


@pytest.mark.parametrize(
    ("place", "verdict"), [("united-states", "implied"), ("canada", "unknown")]
)
def test_two_conditions_are_met_by_one_and_the_same(article, place, verdict):
    """High tariffs hinder Chinese EVs in the US; those that apply in Canada hinder nobody."""
    picks = (
        Pick(("hinders",), (), ("chinese-evs",), subject_is=Narrowing(kinds=("Tariff",))),
        Pick(("appliesIn",), (), (place,), subject_is=Narrowing(kinds=("Tariff",))),
    )
    found = article(YesNoQuestion(picks))
    assert (verdict, verdict != "unknown") == (found.verdict, bool(found.entities))


def test_the_other_end_is_named_whichever_way_a_claim_is_written(article):
    """CATL partners with Ford: asked of Ford, the answer is CATL."""
    asked = YesNoQuestion((Pick(("partnersWith",), ("ford",), ("catl", "xiaomi")),))
    assert {"catl": "stated", "xiaomi": "disputed"} == who(article(asked))


def test_what_is_said_together_with_its_opposite_is_disputed(tmp_path):
    """Who praised a deal and then opposed it does not simply support it; it did support it."""
    (tmp_path / "register.yaml").write_text(
        'inroads: "1"\n'
        "document: {id: register, title: Register, publisher: Register}\n"
        "entities:\n"
        "  alpha: {kind: Company, label: Alpha}\n"
        "  pact: {kind: TradeAgreement, label: the pact}\n"
        "statements:\n"
        '  - {record: one, from: "2031-01", to: "2031-01", claims: [alpha supports pact]}\n'
        '  - {record: two, from: "2031-03", to: "2031-03", claims: [alpha opposes pact]}\n',
        "utf-8",
    )
    answer = Asker(session.open(str(tmp_path))).answer
    support = YesNoQuestion((Pick(("supports",), ("alpha",), ("pact",)),))
    told = "Both are said: Alpha supported the pact in 2031-01. Alpha opposed the pact in 2031-03."
    assert ("disputed", told) == (answer(support).verdict, answer(support).answer)
    assert ("yes", told) == (
        answer(support._replace(past=True)).verdict,
        answer(support._replace(past=True)).answer,
    )


def test_what_was_answers_a_question_for_what_was(article):
    """Who used to be president was president."""
    office = Pick(("heldOffice",), ("donald-trump",), ("united-states",))
    assert "implied" == article(YesNoQuestion((office,), past=True)).verdict


@pytest.mark.parametrize(
    ("source", "verdict"), [("catl", "announced"), ("geely", "unknown"), ("byd", "unknown")]
)
def test_a_way_is_as_sure_as_its_best_path(article, source, verdict):
    """And where there is none, nobody said that there is none."""
    found = article(YesNoQuestion(path=PathQuestion((source,), ("michigan",))))
    assert ("yesno", verdict) == (found.question.kind, found.verdict)
    assert bool(found.paths) == (verdict != "unknown")


# ------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("graph", "asked", "expected"),
    [
        ("seed", ValueQuestion(Pick(("rate",), ("us-ev-tariffs",))), [("up-to", 100, "percent")]),
        ("seed", ValueQuestion(Pick(("rate",), with_=("chinese-evs", "united-states"))), [("up-to", 100, "percent")]),
        ("seed", ValueQuestion(Pick(("quota",), with_=("canada",))), [("exact", 50000, "vehicles per year")]),
        ("seed", ValueQuestion(Pick(("price",), ("byd",))), [("at-least", 8000, "USD")]),
        ("seed", ValueQuestion(Pick(("adoptionRate",), ("united-states",), with_=("evs",))), [("below", 8, "percent")]),
        ("seed", ValueQuestion(Pick(("entersSegment",), ("xiaomi",)), when="any"), [("exact", "2024", "date")]),
        ("seed", ValueQuestion(Pick(("owns",), ("geely",)), when="from"), []),
        ("seed", ValueQuestion(Pick(("capacity",), ("geely-south-carolina-factory",))), []),
        ("invented", ValueQuestion(Pick(("rate",), ("cable-tariff",))), [("exact", 15, "percent"), ("exact", 18, "percent")]),
        ("invented", ValueQuestion(Pick(("operates",), ("skarnholm",)), when="from"), [("exact", "2031-09", "date")]),
        ("invented", ValueQuestion(Pick(("operates",), ("skarnholm",)), when="to"), []),
        ("invented", ValueQuestion(Pick(("operates",), ("skarnholm",)), stage="announced"), [("exact", "2031-02-03", "date")]),
        ("invented", ValueQuestion(Pick(("owns",), ("ondrava",), ("maristel",))), [("exact", "a fifth", "")]),
    ],
)  # fmt: skip
def test_a_figure_comes_with_its_bound_and_a_date_as_a_date(request, graph, asked, expected):
    """Of the thing itself, of what is tied to all that is named, or none."""
    found = Asker(request.getfixturevalue(graph)).answer(asked)
    assert sorted(expected) == sorted(figures(found))
    assert ("found" if expected else "none") == found.status
    assert all(each.claims for each in found.values)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (("alpha",), [("exact", 500, "cars")]),
        (("alpha", "land"), []),
        (("alpha", "isle"), [("exact", 20, "cars")]),
        (("works",), [("exact", 9, "cars per year")]),
        (("alpha", "works"), [("exact", 9, "cars per year")]),
        (("alpha", "land", "works"), [("exact", 9, "cars per year")]),
        (("works", "isle"), []),
    ],
)
def test_a_figure_for_all_is_none_for_a_place(tmp_path, named, expected):
    """Alpha sells in Land, and sells 500 cars: how many of them in Land, nobody says."""
    (tmp_path / "register.yaml").write_text(
        'inroads: "1"\n'
        "document: {id: register, title: Register, publisher: Register}\n"
        "entities:\n"
        "  alpha: {kind: Company, label: Alpha}\n"
        "  works: {kind: Facility, label: Alpha works}\n"
        "  land: {kind: Country, label: Land}\n"
        "  isle: {kind: Country, label: Isle}\n"
        "statements:\n"
        "  - {record: row 1, claims: [alpha sales 500 cars, alpha sales 20 cars place=isle]}\n"
        "  - {record: row 2, claims: [alpha sellsIn land, alpha sellsIn isle, alpha basedIn land]}\n"
        "  - {record: row 3, claims: [alpha operates works, works locatedIn land]}\n"
        "  - {record: row 4, claims: [works capacity 9 cars per year]}\n",
        "utf-8",
    )
    answer = Asker(session.open(str(tmp_path))).answer
    relations = ("capacity",) if "works" in named else ("sales",)
    pick = Pick(relations, named[:1], with_=named[1:])
    if named == ("alpha",):
        pick = pick._replace(unit="cars")
        found = answer(ValueQuestion(pick))
        assert expected[0] in figures(found)
    else:
        assert expected == figures(answer(ValueQuestion(pick)))


def test_figures_that_contradict_each_other_are_told_as_that(papers):
    """Neither 15 nor 18 percent is told as the rate."""
    found = papers(ValueQuestion(Pick(("rate",), ("cable-tariff",))))
    assert found.answer == (
        "The Veldrian cable tariff is said to have a rate of 15 percent and 18 percent, which "
        "another claim contradicts."
    )


def test_a_count_is_what_the_sources_name_and_no_rumour_adds_to_it(article):
    """One partner is stated, the other is denied."""
    partners = Facet(("partnersWith",), ("ford",), "object")
    found = article(ValueQuestion(Pick(("partnersWith",), ("ford",)), counted=partners))
    assert [("at-least", 1, "count")] == figures(found)
    assert {"catl": "stated", "xiaomi": "disputed"} == who(found)
    assert "Not counted, because not stated as a fact: Xiaomi (disputed)" in found.answer


@pytest.mark.parametrize(
    ("moment", "found"), [("2031", True), ("2031-09", True), ("2030", False), ("2032", True)]
)
def test_a_time_that_is_named_narrows(papers, moment, found):
    """Running since September 2031."""
    works = Pick(("operates",), ("skarnholm",), during=moment)
    assert found == bool(papers(YesNoQuestion((works,))).entities)


# ------------------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("asked", "quote"),
    [
        (EvidenceQuestion(about=("national-security-concerns",)), "raises national security concerns"),
        (EvidenceQuestion(words="national security"), "raises national security concerns"),
        (EvidenceQuestion(words="shortages"), None),
        (EvidenceQuestion(about=("chinese-automakers",), speakers=("donald-trump",)), "could be allowed into the US"),
        (EvidenceQuestion(pick=Pick(("owns",), ("geely",), ("volvo",))), "which owns Volvo and Polestar"),
        (EvidenceQuestion(pick=Pick(("owns",), ("byd",), ("volvo",))), None),
    ],
)  # fmt: skip
def test_evidence_is_told_in_the_words_of_the_source(article, asked, quote):
    """A thing, a subject in plain words, a speaker, a claim; or that there is none."""
    found = article(asked)
    assert ("none" if quote is None else "found") == found.status
    assert (quote or "That is no denial.") in found.answer
    said = [line for each in found.entities for claim in each.claims for line in stances(claim)]
    assert quote is None or any(quote in line for line in said)


@pytest.mark.parametrize(
    "asked",
    [
        ListQuestion((Facet(("owns",), ("geely",), "object"),), with_evidence=True),
        YesNoQuestion((Pick(("owns",), ("geely",), ("volvo",)),), with_evidence=True),
    ],
)
def test_a_closing_why_adds_the_words(article, asked):
    """The answer stays what it was; the quote follows it."""
    plain = article(asked._replace(with_evidence=False)).answer
    told = article(asked).answer
    assert told.startswith(plain)
    assert told.removeprefix(plain) == (
        " In the sources: the article chinese-ev-makers-us says: “Geely, which owns Volvo and Polestar”."
    )


# ------------------------------------------------------------------------- ranks and what-ifs


def test_a_rank_names_the_first_and_how_sure_its_place_is(papers):
    """By betweenness a rumoured tie puts Tsukimori first; stated ties alone do not."""
    found = papers(RankQuestion("betweenness"))
    assert ["tsukimori", "skarnholm"] == [each.id for each in found.entities]
    assert "By what is stated alone Tsukimori is number 2." in found.answer


def test_who_has_the_most_is_counted_by_facts_first(article):
    """Denied partners add nothing to the count."""
    found = article(RankQuestion(counted=Facet(("partnersWith",))))
    assert ["ford", "catl", "xiaomi"] == [each.id for each in found.entities]
    assert "Ford (1, 1 more planned, possible or disputed) comes first" in found.answer


@pytest.mark.parametrize(
    "inner", [PathQuestion(("catl",), ("michigan",)), YesNoQuestion(path=PathQuestion(("catl",), ("michigan",)))]
)  # fmt: skip
def test_what_if_is_answered_by_the_changed_graph(article, inner):
    """Without Ford the deal falls, and CATL no longer reaches Michigan."""
    found = article(WhatIfQuestion(inner, without=("ford",), text="without Ford, ...?"))
    assert ("whatif", "without Ford, ...?") == (found.question.kind, found.question.text)
    assert {"ford", "ford-catl-partnership"} <= set(found.changes.removed)
    assert (1, []) == (len(found.changes.lost), [*found.paths])


# ------------------------------------------------------------------------- pages


def test_a_figure_is_shown_with_its_claims_and_documents(article):
    """What a terminal prints below the sentence."""
    shown = text.answer(article(ValueQuestion(Pick(("rate",), ("us-ev-tariffs",)))), 100)
    assert "up to 100 percent  (high tariffs on Chinese EVs: has a rate of)" in shown
    assert "“high tariffs of up to 100%”" in shown
    assert "Sources:" in shown


def test_words_that_stand_for_a_figure_are_shown_as_words():
    """No unit is invented for them."""
    assert "a fifth" == text.amount(ValueOut("share", "a fifth", "", "exact", []))
    assert "at least 8,000 USD" == text.amount(ValueOut("price", 8000, "USD", "at-least", []))


def test_each_row_of_a_list_is_shown_with_its_standing(article):
    """A disputed partner does not look like a stated one."""
    shown = text.answer(article(ListQuestion((Facet(("partnersWith",), ("ford",)),))), 100)
    assert "CATL  (Company, catl) · stated" in shown
    assert "Xiaomi  (Company, xiaomi) · disputed" in shown


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (PathQuestion(("catl",), ("michigan",), k=20), ("path", ("catl", "michigan"), ("-k", "20"))),
        (YesNoQuestion(path=PathQuestion(("catl",), ("michigan",))), ("path", ("catl", "michigan"), ())),
        (YesNoQuestion((Pick(("owns",), ("geely",), ("volvo",)),)), ("around", ("geely", "volvo"), ("--hops", "1"))),
        (ListQuestion((Facet(("owns",), ("volvo",)),)), ("around", ("volvo",), ("--hops", "1"))),
        (RankQuestion(limit=2), ("around", ("ford", "geely"), ("--hops", "1"))),
        (BarrierQuestion(("geely",), "canada"), ("around", ("geely", "canada"), ("--hops", "1"))),
        (WhatIfQuestion(PathQuestion(("catl",), ("michigan",)), without=("ford",)), ("path", ("catl", "michigan"), ())),
    ],
)  # fmt: skip
def test_every_kind_of_answer_can_be_seen(article, asked, expected):
    """`inroads view` with these words shows what the answer is about."""
    assert expected == shown_by(asked, article(asked))


def test_who_is_asked_to_have_confirmed_what_it_denied_did_not(article):
    """To deny a thing is the opposite of saying it; the question stays what it was."""
    talks = Pick(("talksWith",), ("xiaomi",), ("ford",), either_way=True)
    found = article(VoicesQuestion(talks, "asserts", ("ford",), check=True))
    assert ("no", "asserts") == (found.verdict, found.question.options["stance"])
    assert found.answer.startswith("No: Ford denies that Xiaomi holds talks with Ford")


def test_who_is_kept_out_is_listed_by_the_groups_that_are(article):
    """The group is blocked; by implication its members are, and the answer says by what."""
    found = article(
        ListQuestion((Facet(("blockedFrom",), ("united-states",)),), Narrowing(kinds=("Company",)))
    )
    assert {"byd": "implied", "geely": "implied", "xiaomi": "implied"}.items() <= who(found).items()
    assert found.answer.startswith("Chinese EV makers are blocked from the United States. ")
    assert "belong to Chinese EV makers" in found.answer


def test_what_a_deal_does_is_told_of_its_partners_with_the_deal(article):
    """Who makes batteries in Michigan: a partnership does, and its partners are companies."""
    made = Facet(("producesIn",), ("michigan",), with_=("lfp-batteries",))
    found = article(ListQuestion((made,), Narrowing(kinds=("Company",))))
    assert {"catl": "announced", "ford": "announced"} == who(found)
    assert found.answer.startswith("The Ford-CATL partnership is to produce")
    assert "CATL and Ford are partners in the Ford-CATL partnership" in found.answer


def test_what_is_so_already_is_no_yes_to_a_question_for_plans(both):
    """The site is told, but no source says that another one is planned."""
    given = both.ask("Is BYD planning a plant in the United States?")
    assert "unknown" == given.verdict
    assert given.answer.startswith("Unknown whether it is planned; what is so already: BYD has")
    assert "announced" == both.ask("does BYD plan to open a plant in Hungary").verdict
