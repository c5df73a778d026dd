"""Each sort of question is told from the others, and what is not understood whole is refused."""

import time
from contextlib import suppress

import pytest

from graph.answers.asked import (
    EvidenceQuestion,
    Facet,
    ListQuestion,
    RankQuestion,
    ValueQuestion,
    VoicesQuestion,
    WhatIfQuestion,
    YesNoQuestion,
)
from graph.answers.barriers import BarrierQuestion
from graph.answers.goals import PathQuestion
from graph.answers.grammar import Grammar
from graph.answers.grammar.inflection import place_adjectives, plural, singular, verb
from graph.answers.grammar.patterns import compiled
from graph.answers.grammar.words import words
from graph.errors import AmbiguousName, InroadsError, NotUnderstood, UnknownName


@pytest.fixture(scope="module")
def grammar(seed):
    """Return the grammar of the seed article's graph."""
    return Grammar(seed)


# ------------------------------------------------------------------------- sorts

SORTS = {
    PathQuestion: [
        "how do you get from CATL to Ford", "trace the route from Geely all the way to North America",
        "what do Ford and Geely have to do with each other", "Volvo to Michigan",
        "paths from Xiaomi to Michigan avoiding Ford", "Tell me how CATL reaches Michigan",
    ],
    ListQuestion: [
        "Polestar's owner?", "Volvo is owned by who?", "Geely owns which brands?", "whose brand is Polestar",
        "which brands are Geely's", "By whom is Volvo owned?", "with whom does CATL partner",
        "companies said to be entering the US market", "I'd like to know which brands Geely owns",
        "which Chinese companies partner with Ford", "who partners with both Ford and Xiaomi",
        "where are lithium iron phosphate batteries produced", "what is made in Michigan by CATL",
        "what's mentioned about batteries", "who used to be president of the United States",
        "which partners does the CATL-Ford partnership have", "chinese companies",
    ],
    YesNoQuestion: [
        "isn't Volvo owned by Geely", "are Ford and CATL partners?", "Have Ford and CATL partnered",
        "is it true that Geely owns Volvo", "do you know whether Geely owns Polestar", "is BYD Chinese?",
        "is Polestar one of Geely's brands", "does anybody own Volvo", "can BYD get to the US",
        "has xiaomi moved into electric vehicles yet?",
    ],
    ValueQuestion: [
        "how many brands does Geely own", "how high are the US tariffs", "what's the tariff on Chinese EVs",
        "when did Xiaomi pivot to EVs", "since when have Ford and CATL been partners",
        "how many people does Ford employ", "EV adoption in the US", "what does the South Carolina factory cost",
        "what share of Volvo does Geely own",
    ],
    BarrierQuestion: [
        "why can't BYD sell cars in America", "barriers for Xiaomi in the United States",
        "what obstacles does Geely face in the US", "why are Chinese EVs kept out of the US",
    ],
    WhatIfQuestion: [
        "does CATL reach Michigan if Ford leaves", "would CATL reach Michigan without Ford?",
        "without the tariffs, what stands in BYD's way in the US?",
    ],
    RankQuestion: [
        "most central company?", "who has the most connections", "rank all companies by betweenness",
        "which company owns the most brands", "who sits between the others",
    ],
    EvidenceQuestion: [
        "what is said about Xiaomi", "how do you know that CATL is based in China",
        "On what grounds is BYD said to be based in China?", "what did Trump say",
        "how does Xiaomi differ from Apple", "prove that Geely owns Volvo",
    ],
    VoicesQuestion: [
        "who denied the talks between Ford and Xiaomi", "who says Ford integrates Chinese technology",
        "did Ford deny the talks with Xiaomi",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "question"),
    [(sort, question) for sort, questions in SORTS.items() for question in questions],
)
def test_each_sort_of_question_is_told_from_the_others(grammar, sort, question):
    """By whatever words it is asked."""
    assert sort is type(grammar.read(question))


@pytest.mark.parametrize(
    "closing", [" and why?", ", and who said so?", " with sources", ", and what is the evidence"]
)
def test_a_closing_call_for_evidence_keeps_the_sort_of_the_question(grammar, closing):
    """It only adds the words of the sources."""
    plain, closed = grammar.read("who owns Volvo"), grammar.read(f"who owns Volvo{closing}")
    assert closed.with_evidence
    assert not plain.with_evidence
    assert plain.facets == closed.facets


def test_several_conditions_are_all_kept(grammar):
    """Each relative clause, adjective and kind narrows."""
    asked = grammar.read("which Chinese companies that partner with Ford produce batteries")
    assert ("china",) == asked.narrowing.home
    assert ("Company",) == asked.narrowing.kinds
    assert [("ford",), ("batteries",)] == [each.known for each in asked.facets]


def test_a_date_is_kept(grammar):
    """What is asked of a year is asked of that year."""
    (facet,) = grammar.read("Who moved into EVs in 2024?").facets
    assert Facet(facet.relations, ("evs",), "subject", during="2024") == facet


# ------------------------------------------------------------------------- nothing passed over


@pytest.mark.parametrize(
    "question",
    [
        "Which companies only partner with Ford?", "who first partnered with Ford",
        "which companies partnered with Ford after 2023", "who secretly owns Volvo",
        "which companies partner with Ford except CATL", "who owns Volvo besides Geely",
        "Which companies own neither Volvo nor Polestar", "Is Geely a good owner of Volvo",
        "how many more brands does Geely own than Ford", "was Volvo owned by Ford until 2010?",
        "which unprofitable companies partner with Ford", "Who are Ford's former partners",
        "who no longer owns Volvo", "which companies are not Chinese", "how much profit does Ford make",
    ],
)  # fmt: skip
def test_a_word_that_is_not_understood_is_never_passed_over(grammar, question):
    """Without it the question would be another, and its answer false."""
    with pytest.raises(NotUnderstood):
        grammar.read(question)


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("Which Japanese companies partner with Ford?", UnknownName),
        ("how does Toyoda Gosei reach Michigan", UnknownName),
        ("what's the Ford deal about?", AmbiguousName),
    ],
)
def test_names_and_descriptions_that_fit_nothing_or_several_are_refused(grammar, question, error):
    """Nothing is guessed."""
    with pytest.raises(error):
        grammar.read(question)


def test_a_kind_tells_two_of_one_name_apart(invented):
    """Northlay is a company and a town."""
    grammar = Grammar(invented)
    with pytest.raises(AmbiguousName):
        grammar.read("what is mentioned about Northlay")
    (facet,) = grammar.read("what is mentioned about the town of Northlay").facets
    assert ("northlay-town",) == facet.known


@pytest.mark.parametrize("size", [10, 60, 120])
def test_long_heaps_of_names_are_read_in_no_time(grammar, size):
    """However many names are joined, the reader does not go astray."""
    text = f"who owns {' and '.join(['Volvo', 'Ford', 'the US'] * size)}"[:490]
    start = time.perf_counter()
    with suppress(InroadsError):
        grammar.read(text)
    assert time.perf_counter() - start < 2


# ------------------------------------------------------------------------- the parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who\u2019s Ford\u2013CATL's U.S. owner?", "who is ford catl 's us owner"),
        ("the companies' plants", "the companies 's plants"),
        ("can\u2019t, won't; isn't", "can not , will not is not"),
        ("\uff26\uff4f\uff52\uff44 (the \u201ccarmaker\u201d)", "ford the carmaker"),
        ("$8,000 and 12.5% in 2025-06", "$8,000 and 12.5% in 2025-06"),
        ("licence programme", "license program"),
    ],
)
def test_words_are_compared_in_one_spelling(text, expected):
    """No case, width, odd dash or quote; contractions opened, possessives apart."""
    assert expected == " ".join(words(text))


def test_verbs_nouns_and_places_are_inflected():
    """By rule, and by heart where English has none."""
    assert ("build", "builds", "built", "built", "building") == verb("build")
    assert ("cancel", "cancels", "cancelled", "cancelled", "cancelling") == verb("cancel")
    for one, many in (("battery", "batteries"), ("plant", "plants"), ("branch", "branches")):
        assert (one, many) == (singular(many), plural(one))
    assert {"chinese", "german", "tesran", "veldrian"} <= {
        form
        for place in ("china", "germany", "tesra", "veldria")
        for form in place_adjectives(place)
    }


def test_a_pattern_takes_all_words_or_none():
    """Choices, options and parts, over the whole of the words."""
    pattern = compiled("how (does|do) {a:one} [ever] (reach|get to) {b:one}")
    parts = {"one": lambda i: [(i + 1, i)]}

    def bound(text):
        return list(pattern.matches(tuple(text.split()), parts))

    assert [{"a": 2, "b": 5}] == bound("how do x ever reach y")
    assert [{"a": 2, "b": 5}] == bound("how does x get to y")
    assert [] == bound("how does x get to y now")
    assert [] == bound("how does x get y")


# ------------------------------------------------------------------------- families of phrasings

PHRASED = {
    PathQuestion: [
        "which way does CATL reach Michigan", "by which route does CATL get to Michigan", "What does Ford do in Michigan?",
        "along which route can Geely get into the US", "what route does CATL reach Michigan",
        "what is Ford doing in Michigan",
    ],
    VoicesQuestion: [
        "Who denied that Ford and Xiaomi held talks?", "Did Xiaomi deny the reports?",
        "who says that Ford and CATL work together", "has Ford denied any reports",
        "which companies denied that Xiaomi and Ford are holding talks",
    ],
    YesNoQuestion: [
        "Does Ford have a Chinese partner?", "has Geely got any brands", "Does Volvo have an owner",
        "does Ford have a partner", "Is BYD planning a plant in Michigan?", "Is CATL in Michigan?",
    ],
    ListQuestion: [
        "Which carmakers are Chinese?", "which companies are American", "list everyone Ford partners with",
        "What restricts connected vehicles?", "Where does CATL plan plants?", "which companies plan factories in Michigan",
        "tell me who Ford partners with", "everybody that Ford partners with",
    ],
    ValueQuestion: ["How many Chinese EVs does Canada allow?"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "question"),
    [(sort, question) for sort, questions in PHRASED.items() for question in questions],
)
def test_families_of_phrasings_that_analysts_use_are_read(grammar, sort, question):
    """Each is answered by what the graph holds, whatever its words."""
    assert sort is type(grammar.read(question))


def test_goods_that_are_counted_ask_for_a_figure_of_a_rule(grammar):
    """And not for how many kinds of such goods there are."""
    asked = grammar.read("How many Chinese EVs does Canada allow?")
    assert asked.counted is None
    assert {"canada", "chinese-evs"} <= set(asked.pick.with_)


def test_a_partner_of_a_country_is_asked_for_by_its_seat(grammar):
    """The adjective narrows the partner and not the one who has it."""
    (pick,) = grammar.read("Does Ford have a Chinese partner?").picks
    assert (("ford",), ("china",)) == (pick.objects, pick.subject_is.home)


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\x85", "\x9b", "\ud800", "\x0c"]
)
def test_signs_that_nobody_sees_are_refused(grammar, sign):
    """A question may not read otherwise than it looks."""
    with pytest.raises(NotUnderstood, match="invisible"):
        grammar.read(f"who owns{sign} Volvo")


@pytest.mark.parametrize("space", ["\n", "\r\n", "\t", "\u00a0", "\u2028"])
def test_a_new_line_is_white_space(grammar, space):
    """It parts words."""
    assert grammar.read("who owns Volvo").facets == grammar.read(f"who owns{space}Volvo").facets


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("most central company by betweenness", "betweenness"), ("most central by closeness", "closeness"),
        ("which companies are most central by degree", "degree"), ("the most connected actors by PageRank", "pagerank"),
        ("who is the most central by eigenvector centrality", "eigenvector"),
        ("rank companies by closeness centrality", "closeness"),
    ],
)  # fmt: skip
def test_those_ranked_are_ranked_by_the_measure_that_is_named(grammar, question, by):
    """And not by the one that is taken where none is."""
    assert by == grammar.read(question).by


@pytest.mark.parametrize(
    "question",
    ["is the US tariff on Chinese EVs above 50%?", "are the US EV tariffs at least 100 percent"],
)
def test_a_comparison_is_told_the_figure_that_it_compares(grammar, question):
    """Of the rate, for that is in percent; and a notice says that it is not judged."""
    asked = grammar.read(question)
    assert (("rate",), ("us-ev-tariffs",)) == (asked.pick.relations, asked.pick.subjects)
    assert "yours to judge" in asked.notices[0]


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("What is the US tariff on Chinese EVs?", "rate"), ("what is Canada's quota?", "quota"),
        ("what is the Canadian quota", "quota"), ("what is America's tariff on Chinese EVs?", "rate"),
    ],
)  # fmt: skip
def test_a_rule_that_bears_the_name_of_its_figure_is_asked_for_the_figure(
    grammar, question, relation
):
    """A tariff is a rate as much as a rule."""
    asked = grammar.read(question)
    assert (ValueQuestion, (relation,)) == (type(asked), asked.pick.relations)


@pytest.mark.parametrize(
    "question",
    ["what did Trump say about Chinese carmakers", "what does Trump say about Chinese car makers?"],
)
def test_a_group_comes_before_those_whom_the_words_describe(grammar, question):
    """What is said of the group is no claim about each of its members."""
    assert ("chinese-automakers",) == grammar.read(question).about


def test_a_path_of_a_described_group_begins_at_its_members_too(grammar):
    """For their ways are the ways of the group."""
    sources = grammar.read("how do Chinese carmakers reach the US").sources
    assert {"chinese-automakers", "byd", "geely", "xiaomi"} == set(sources)


@pytest.mark.parametrize("question", ["who works at Michigan", "who sold Geely"])
def test_what_no_relation_says_is_refused_and_not_read_as_another(grammar, question):
    """A company that is sold is no goods of a seller; a number of workers is nobody."""
    with pytest.raises(NotUnderstood):
        grammar.read(question)


@pytest.mark.parametrize(
    "question",
    [
        "is Volvo majority-owned by Geely", "is Geely the majority owner of Volvo",
        "is Geely a majority shareholder of Volvo", "is Volvo majority held by Geely",
    ],
)  # fmt: skip
def test_a_majority_is_kept_as_a_condition(grammar, question):
    """An owner is no majority owner until a source says so."""
    (pick,) = grammar.read(question).picks
    assert ("majority", ("geely",), ("volvo",)) == (pick.words, pick.subjects, pick.objects)


@pytest.mark.parametrize("verb", ["hold", "own", "have"])
def test_a_share_that_somebody_is_to_hold_is_a_share(grammar, verb):
    """Asked of what is planned."""
    asked = grammar.read(f"what share of Volvo is Geely to {verb}")
    assert (("geely",), ("volvo",)) == (asked.pick.subjects, asked.pick.objects)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Who partners with Ford and who owns Volvo?", "two questions"),
        ("who owns Volvo, and is CATL based in China?", "two questions"),
        ("Who doesn't own Volvo?", "what is not so"),
        ("which companies never partner with Ford", "what is not so"),
    ],
)
def test_a_refusal_says_what_kept_the_question_from_being_read(grammar, question, why):
    """Two questions in one, or a negation."""
    with pytest.raises(NotUnderstood, match=why):
        grammar.read(question)


def test_a_refusal_suggests_what_is_nearest_to_what_was_asked(grammar):
    """The relation and the names that the question speaks of come first."""
    with pytest.raises(NotUnderstood, match='What can be asked: "who differs from Apple'):
        grammar.read("who doesn't differ from Ford or Apple")
