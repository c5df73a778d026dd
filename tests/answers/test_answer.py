"""Answers to path and list questions, in English and as the JSON that others build on."""

import json
import unicodedata
from itertools import combinations, permutations

import jsonschema
import pytest

import seeds
from graph import session
from graph.answers import schema
from graph.answers.answer import Answers, PathQuestion
from graph.answers.ask import ask, explanation, not_answered
from graph.answers.asked import Facet, ListQuestion
from graph.answers.asking import Asker
from graph.answers.barriers import BarrierQuestion, Barriers
from graph.answers.cuts import CutQuestion, Separation
from graph.answers.model import Answer, to_json
from graph.answers.supposed import Supposition
from graph.answers.whatif import WhatIf
from graph.claims.model import Standing
from graph.errors import AmbiguousName, BadParameter, InroadsError, TimeLimit, UnknownName
from graph.network import measures
from graph.pages import text

CATL_TO_MICHIGAN = (
    "Together with Ford, CATL is a partner in the Ford-CATL partnership, which is to produce "
    "lithium iron phosphate batteries in Michigan."
)


@pytest.fixture(scope="module")
def path(seed):
    """Return a function that answers a path question about the seed article."""
    answers = Answers(seed)

    def answer(source, target, **options):
        return answers.path(PathQuestion((source,), (target,), **options))

    return answer


@pytest.fixture(scope="module")
def invented_path(invented):
    """Return the same about the invented papers."""
    answers = Answers(invented)

    def answer(source, target, **options):
        return answers.path(PathQuestion((source,), (target,), **options))

    return answer


def sentences(answer):
    """Return what each path says."""
    return [path.sentence for path in answer.paths]


# ------------------------------------------------------------------------- one path


def test_how_catl_reaches_michigan(path):
    """The partner is named, and what is only agreed is told as a plan."""
    answer = path("CATL", "Michigan")
    assert ("found", CATL_TO_MICHIGAN) == (answer.status, answer.answer)
    assert (None, [], ()) == (answer.verdict, answer.truncated, answer.entities)
    (only,) = answer.paths
    assert (1, "announced", "open", CATL_TO_MICHIGAN) == (
        only.rank,
        only.standing,
        only.gate,
        only.sentence,
    )
    assert "produces" not in only.sentence


def test_a_hop_tells_its_ends_relation_direction_standing_and_stage(path):
    """Each hop stands for itself, and names who else takes part in its deal."""
    first, second = path("CATL", "Michigan").paths[0].hops
    assert ("CATL", "Ford-CATL partnership", "partnerIn", True, "stated", None) == (
        first.from_.label,
        first.to.label,
        first.relation.id,
        first.forward,
        first.standing,
        first.stage,
    )
    assert (["Ford"], []) == ([each.label for each in first.with_], second.with_)
    assert ("announced", "agreed") == (second.standing, second.stage)


def test_a_path_walked_backwards_shows_the_true_direction(path):
    """From Michigan to CATL the hops are the same claims, against their direction."""
    first, second = path("Michigan", "CATL").paths[0].hops
    assert [False, False] == [first.forward, second.forward]
    assert ("Michigan", "CATL") == (first.from_.label, second.to.label)


def test_two_partners_in_one_deal_are_told_in_one_clause(path):
    """CATL and Ford partner with each other; who denies it is named where they do not."""
    assert "CATL partners with Ford in the Ford-CATL partnership." == path("CATL", "Ford").answer
    assert (
        "Xiaomi was reported to be discussing whether to partner with Ford in a Xiaomi-Ford "
        "joint venture, which Ford and Xiaomi deny."
    ) == path("Xiaomi", "Ford").paths[0].sentence


def test_two_deals_that_meet_only_in_one_company_are_said_to(path):
    """A path is evidence for each hop, not for the whole, and says so."""
    joined = path("Xiaomi", "Michigan").paths[-1]
    assert [
        "A Xiaomi-Ford joint venture and the Ford-CATL partnership are two separate deals joined "
        "only by Ford; no source says that one leads to the other."
    ] == joined.remarks
    assert [] == path("CATL", "Michigan").paths[0].remarks


def test_a_policy_is_told_no_surer_than_what_it_rests_on(path):
    """That makers are blocked is stated; that Geely is one of them is only implied."""
    (bar,) = [each for each in path("Geely", "US").paths[1].policies if each.effect == "blocks"]
    assert ("group", "implied") == (bar.because, bar.standing)


def test_a_possible_plant_is_a_plant_that_may_be_opened(path):
    """What may open is never told as there; what conditions it is told with it."""
    best = path("Geely", "in:US").paths[0]
    assert "Geely may open a factory in South Carolina, in the United States." == best.sentence
    assert ["restrictions on connected vehicles", "regulatory hurdles"] == [
        each.label for each in best.policies
    ]
    assert best.hops[0].to.prospect
    assert "conditional" == best.gate


def test_the_answer_names_what_stands_in_the_way_and_not_what_lets_in(path):
    """A blocked way is told by what blocks it; what only admits is no obstacle."""
    answer = path("Chinese EV makers", "in:US")
    assert (
        "Chinese EV makers may enter the market of the United States through partnerships and "
        "joint ventures. The way is blocked: Chinese EV makers are blocked from the United States."
    ) == answer.answer
    entry = path("Xiaomi", "US", max_hops=1)
    assert {"blocks", "taxes", "admits"} < {each.effect for each in entry.paths[0].policies}
    assert entry.answer.endswith(
        "The way is blocked: Chinese EV makers are blocked from the United States."
    )


ENTRY = """
inroads: "1"
document: {id: register, title: Register of trade, publisher: Register}
entities:
  acme: {kind: Company, label: Acme}
  land: {kind: Country, label: Land}
  duty: {kind: Tariff, label: the import duty}
  pact: {kind: TradeAgreement, label: the pact}
  doubts: {kind: Factor, label: doubts}
statements:
  - record: row 1
    claims: [acme entersMarket land, duty hinders acme, pact admits acme]
  - record: row 2
    stance: judges
    claims: [doubts hinders acme]
"""


def test_a_conditional_way_names_the_rules_and_leaves_judgements_to_the_hops(tmp_path):
    """A duty conditions the way; a pact that admits does not, nor do doubts beside the duty."""
    (tmp_path / "register.yaml").write_text(ENTRY, "utf-8")
    answer = Answers(session.open(str(tmp_path))).path(PathQuestion(("Acme",), ("Land",)))
    assert (
        "Acme enters the market of Land. The way is conditional: the import duty." == answer.answer
    )
    assert {"duty", "pact", "doubts"} == {each.id for each in answer.paths[0].policies}


def test_partners_that_join_in_the_middle_are_named_in_passing(path):
    """On the way from China the other partner stands in brackets behind the deal."""
    best = path("China", "Michigan").paths[0]
    assert (
        "China is implied to be the seat of CATL, which is a partner in the Ford-CATL partnership "
        "(with Ford), which is to produce lithium iron phosphate batteries in Michigan."
    ) == best.sentence


def test_the_places_above_the_end_are_hops_too(path):
    """The path into the United States ends in Michigan and is shown up to the country."""
    best = path("CATL", "in:United States").paths[0]
    assert ["Ford-CATL partnership", "Michigan", "United States"] == [h.to.label for h in best.hops]
    assert best.sentence.endswith("in Michigan, in the United States.")
    assert path("CATL", "Michigan").paths[0].cost == best.cost


def test_all_ways_of_companies_into_the_united_states(path):
    """The surest first, and every one hedged as it stands."""
    answer = path("class:Company", "in:United States", k=20)
    assert [*range(1, len(answer.paths) + 1)] == [each.rank for each in answer.paths]
    assert answer.answer.endswith(f"{len(answer.paths) - 1} more paths follow.")
    assert "Ford-CATL partnership" in answer.paths[0].sentence
    groups = ["best-of-pattern", "same-pattern", "weaker"]
    places = [(groups.index(each.group), each.cost) for each in answer.paths]
    assert sorted(places) == places
    for each in answer.paths:
        assert abs(each.cost - sum(each.cost_terms.values())) < 1e-9
        disputed = each.standing == "disputed"
        assert disputed == ("which Ford and Xiaomi deny" in each.sentence)


def test_the_pattern_has_kinds_for_entities(path):
    """Paths of one sort share a pattern."""
    (only,) = path("CATL", "Michigan").paths
    assert "company -[is a partner in]-> partnership -[produces in]-> region" == only.pattern


# ------------------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("source", "target"), [("CATL", "Michigan"), ("class:Company", "in:US"), ("Xiaomi", "Ford")]
)
def test_every_quote_stands_in_the_article_word_for_word(path, source, target):
    """A quote is the text between its offsets, in code points."""
    article = {
        file.name: unicodedata.normalize("NFC", file.read_text("utf-8")) for file in seeds.texts()
    }["000_83bf66370939a6f4.txt"]
    quotes = 0
    for found in path(source, target, k=20).paths:
        for claim in (claim for hop in found.hops for claim in hop.claims):
            assert claim.attestations
            for each in claim.attestations:
                if each.evidence == "quote":
                    quotes += 1
                    assert each.quote == each.text == article[each.start : each.end]
                else:
                    assert (None, None, None) == (each.quote, each.start, each.end)
    assert quotes > 1


def test_a_denial_is_in_the_mouth_of_who_denied(path):
    """Xiaomi and Ford deny, with the article's words; the report is the article's own."""
    claim = path("Xiaomi", "Ford").paths[1].hops[0].claims[0]
    assert [
        ("reports", "publisher", "the article chinese-ev-makers-us"),
        ("denies", "entity", "Ford"),
        ("denies", "entity", "Xiaomi"),
    ] == [(each.stance, each.speaker.kind, each.speaker.label) for each in claim.attestations]
    assert {"Both companies, however, have denied the reports"} == {
        each.quote for each in claim.attestations if each.stance == "denies"
    }


def test_sources_are_independent_origins(path, invented_path):
    """One article is one source however often it is quoted; two papers are two, a copy is none."""
    assert 1 == path("CATL", "Michigan").paths[0].sources
    assert 2 == invented_path("Ondrava Wind", "kg:skarnholm").paths[0].sources
    supply = invented_path("Maristel", "kg:skarnholm").paths[0]
    assert (1, 2) == (supply.sources, len(supply.hops[0].claims[0].attestations))


def test_what_is_unknown_of_a_document_is_null(path, invented_path):
    """The seed article has no publisher, date or address, and none is made up."""
    document = path("CATL", "Ford").paths[0].hops[0].claims[0].attestations[0].document
    assert (None, None, None, None) == (
        document.title,
        document.publisher,
        document.published,
        document.url,
    )
    hop = invented_path("Ondrava Wind", "kg:skarnholm").paths[0].hops[0]
    assert {"The Kestrel Ledger", "Harbour & Grid"} == {
        each.document.publisher for each in hop.claims[0].attestations
    }


PARTNERS = """
inroads: "1"
document: {id: register, title: Register of deals, publisher: Register}
entities:
  acme: {kind: Company, label: Acme}
  bolt: {kind: Company, label: Bolt}
  cog: {kind: Company, label: Cog}
  dyno: {kind: Company, label: Dyno}
  pact: {kind: Partnership, label: Pact}
  texas: {kind: Region, label: Texas}
statements:
  - record: row 1
    claims: [acme partnerIn pact, bolt partnerIn pact, pact producesIn texas]
  - record: row 2
    stage: ended
    claims: [cog partnerIn pact]
  - record: row 3
    certainty: possible
    claims: [dyno partnerIn pact]
"""


def test_only_who_still_takes_part_as_surely_is_named_as_a_partner(tmp_path):
    """A former partner and a rumoured one are not told beside a certain one."""
    (tmp_path / "register.yaml").write_text(PARTNERS, "utf-8")
    answers = Answers(session.open(str(tmp_path)))
    answer = answers.path(PathQuestion(("Acme",), ("Texas",)))
    assert ["bolt"] == [each.id for each in answer.paths[0].hops[0].with_]
    assert "Together with Bolt, Acme is a partner in the Pact" in answer.answer


def test_the_sparql_beside_an_answer_finds_its_claims(seed, path):
    """Any engine gives the same claims for the query."""
    answer = path("CATL", "Michigan")
    rows = seed.store.select(answer.sparql, timeout=5).rows
    claims = {claim.id for hop in answer.paths[0].hops for claim in hop.claims}
    assert claims == {str(row[0]).rsplit("/", 1)[-1].rstrip(">") for row in rows}


# ------------------------------------------------------------------------- no path


def test_no_path_is_explained_from_both_ends(path):
    """What lies nearest to each end is named; nothing is claimed to be impossible."""
    answer = path("Volvo", "BYD")
    assert ("none", ()) == (answer.status, tuple(answer.paths))
    assert ["--through product"] == [each.removed_by for each in answer.near_misses]
    assert (
        "No path from Volvo to BYD within 6 hops among claims that are at least disputed. "
        "Nearest to Volvo: Geely, China and electric vehicles. "
        "Nearest to BYD: China, electric vehicles and Asia. "
        "With --through product there is one: Volvo is owned by Geely, which is implied to "
        "produce electric vehicles, which are implied to be made by BYD."
    ) == answer.answer


def test_an_end_that_nothing_leads_to_is_said_to_have_none(path):
    """Apple is in the article, and no path of it."""
    assert "Nothing is reached from Apple." in path("Apple", "Ford").answer


def test_many_ends_are_not_told_as_if_they_were_few(path):
    """Of six companies three are named and the others counted; a place stands for all in it."""
    answer = path("class:Company", "Canada").answer
    assert answer.startswith("No path from Apple, BYD, CATL and 3 others to Canada within")
    assert "No path from BYD to anything in the United States within" in path("BYD", "in:US").answer


def test_a_near_miss_names_the_one_filter_that_hides_a_path(invented_path):
    """Northlay once owned Seagrip; with dead claims or more hops there is a path."""
    answer = invented_path("kg:northlay", "Seagrip", max_hops=1)
    assert ["--standing superseded", "--max-hops 3"] == [
        m.removed_by for m in answer.near_misses if not m.removed_by.startswith("--through")
    ]
    assert "Northlay was once said to own Seagrip." == answer.near_misses[0].sentence
    for miss in answer.near_misses:
        assert miss.path.sentence == miss.sentence
        assert f"With {miss.removed_by} there is one: {miss.sentence}" in answer.answer


def test_a_floor_is_told_in_the_answer(path):
    """What the search was bounded by stands in its refusal."""
    answer = path("Geely", "in:US", floor=Standing.ANNOUNCED)
    assert "among claims that are at least announced" in answer.answer
    assert "--standing possible" == answer.near_misses[0].removed_by


# ------------------------------------------------------------------------- refusals


def test_one_end_twice_is_refused(path):
    """A path needs two ends."""
    with pytest.raises(BadParameter, match="two ends"):
        path("CATL", "宁德时代")


def test_ends_that_share_a_member_are_searched_without_it(path):
    """From companies to companies: no path from one to itself."""
    ends = [each.hops[-1].to.label for each in path("Ford", "class:Company", k=20).paths]
    assert {"CATL", "Xiaomi"} == set(ends)
    among = [each.hops[-1].to.label for each in path("class:Company", "Ford", k=20).paths]
    assert {"Ford"} == set(among)


@pytest.mark.parametrize("options", [{"k": 0}, {"k": -1}, {"max_hops": 0}])
def test_less_than_one_path_or_hop_is_refused(path, options):
    """There is no answer of no paths."""
    with pytest.raises(BadParameter, match="at least 1"):
        path("CATL", "Michigan", **options)


def test_a_search_cut_before_it_found_anything_is_no_no(path):
    """Running out of time is an error that says what to do, never 'no path'."""
    with pytest.raises(TimeLimit, match="no 'no'"):
        path("CATL", "Michigan", timeout=1e-9)


def test_a_name_is_taken_with_a_notice(path):
    """What was forgiven is told with the question."""
    assert ["took 'Michgan' as Michigan"] == path("CATL", "Michgan").question.noticed


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("class:Gadget", "no kind"),
        ("class:City", "holds no city"),
        ("in:Geely", "no place"),
        ("from:Michigan", "nobody"),
        ("class:Brand+from:China", "holds nothing"),
    ],
)
def test_an_end_that_means_nothing_is_refused(path, end, message):
    """Each form of an end says what is wrong with it."""
    with pytest.raises(BadParameter, match=message):
        path(end, "Canada")


def test_ends_are_intersected_and_united(seed, path):
    """Companies based in China, or two names at once."""
    both = path("class:Company+from:China", "in:US", k=20)
    assert ["byd", "catl", "geely", "xiaomi"] == [each.id for each in both.question.from_]
    two = Answers(seed).path(PathQuestion(("CATL", "Geely"), ("in:US",)))
    assert ["catl", "geely"] == [each.id for each in two.question.from_]


# ------------------------------------------------------------------------- lists


@pytest.mark.parametrize(
    ("question", "expected", "answer"),
    [
        ("who owns Volvo", ["geely"], "Geely owns Volvo."),
        ("which brands does Geely own", ["polestar", "volvo"], "Geely owns Polestar and Volvo."),
        ("who partners with CATL", ["ford"], "CATL partners with Ford."),
        (
            "what does Geely open",
            ["geely-south-carolina-factory"],
            "Geely may open a factory in South Carolina.",
        ),
        (
            "what did Xiaomi move into",
            ["evs"],
            "Xiaomi moved into electric vehicles in 2024.",
        ),
        (
            "who holds talks with Xiaomi",
            ["ford"],
            "Xiaomi was reported to hold talks with Ford about a Xiaomi-Ford joint venture, which Ford and Xiaomi deny.",
        ),
    ],
)
def test_a_list_names_who_and_says_how_surely(seed, question, expected, answer):
    """The entities at the open end, each with its claims, told in sentences."""
    found = ask(seed, question)
    assert ("found", expected, answer) == (
        found.status,
        [each.id for each in found.entities],
        found.answer,
    )
    assert all(claim.attestations or claim.derived for e in found.entities for claim in e.claims)


def test_a_list_has_the_surest_first_and_then_goes_by_label(seed):
    """Chinese EV makers are stated to make EVs; the companies only by implication."""
    found = ask(seed, "who produces EVs")
    assert ["Chinese EV makers", "BYD", "Geely", "Xiaomi"] == [e.label for e in found.entities]


def test_a_list_of_a_kind_holds_only_that_kind(seed):
    """Asked for companies, the group is not among them."""
    found = ask(seed, "which companies produce EVs")
    assert {"Company"} == {each.kind for each in found.entities}


def test_what_no_source_says_is_no_denial(seed):
    """An empty list says that the sources are silent."""
    found = ask(seed, "who owns Ford")
    assert ("none", (), "") == (found.status, tuple(found.entities), found.sparql)
    assert found.answer.endswith("That is no denial.")


def test_what_hinders_somebody_through_its_plant_or_goods_is_told_as_that(seed):
    """Nothing is said to hinder Geely itself; its factory and its cars are another matter."""
    found = ask(seed, "what hinders Geely")
    touched = {each.id: {claim.object.id for claim in each.claims} for each in found.entities}
    for rule in ("connected-vehicle-restrictions", "regulatory-hurdles"):
        assert "geely-south-carolina-factory" in touched[rule]
    assert "chinese-evs" in touched["us-ev-tariffs"]
    assert found.answer.startswith("Nothing of the kind is said of Geely itself. ")


def test_a_relation_that_holds_both_ways_is_found_from_either_end(seed):
    """Who partners with Ford and with whom Ford partners is one question."""
    for known, other in permutations(["catl", "ford"]):
        for end in ("subject", "object"):
            asked = ListQuestion((Facet(("partnersWith",), (known,), end),))
            assert other in [each.id for each in Asker(seed).answer(asked).entities]


def test_what_is_over_is_told_as_over(invented):
    """Tsukimori owns the brand now; that Northlay did is told as once said."""
    found = ask(invented, "who owns Seagrip")
    assert "Tsukimori owns Seagrip. Northlay was once said to own Seagrip." == found.answer


def test_a_question_is_explained_by_the_command_that_answers_it(seed):
    """`--explain` prints what was understood."""
    assert (
        "Understood as a path question: inroads path catl michigan -k 5 --standing disputed"
        == explanation(seed, ask(seed, "How does CATL reach Michigan?"))
    )
    told = explanation(seed, ask(seed, "Who owns Volvo?")).splitlines()
    assert [
        "Understood as a list question: inroads claims --relation owns --relation holdsStakeIn "
        "--about volvo",
        "  asked for: the subject of owns or holdsStakeIn with volvo",
        "The same claims in SPARQL:",
    ] == told[:3]


@pytest.mark.parametrize(
    ("question", "command"),
    [
        (
            "Does Ford partner with CATL?",
            "claims --relation partnersWith --about ford --about catl",
        ),
        ("does BYD reach Michigan", "path byd michigan -k 5 --standing disputed"),
        ("what keeps BYD out of the US", "barriers byd united-states"),
        (
            "without Ford, does CATL reach Michigan",
            "whatif --without ford -- path catl michigan -k 5 --standing disputed",
        ),
        ("which companies are the most central", "rank --by degree --kind Company --limit 10"),
        ("what do the sources say about batteries", "claims --about batteries"),
        (
            "who denied the talks of Ford with Xiaomi",
            "claims --relation talksWith --about ford --about xiaomi",
        ),
    ],
)
def test_every_sort_of_question_is_explained_by_a_command(seed, question, command):
    """What it prints first can be typed."""
    first = explanation(seed, ask(seed, question)).splitlines()[0]
    assert f"inroads {command}" == first.partition("question: ")[2]


# ------------------------------------------------------------------------- the JSON contract

FIELDS = {
    "Answer": "question status answer verdict paths entities values changes near_misses "
    "load_bearing truncated sparql denials skipped",
    "QuestionOut": "text kind from to options noticed",
    "PathOut": "rank pattern cost cost_terms standing sentence sources gate policies hops group",
    "Skipped": "relation hops",
    "HopOut": "from to relation forward with standing stage claims policies against",
    "ValueOut": "label value unit bound claims",
    "Changes": "removed lost gained kept assumed lost_barriers gained_barriers moved",
    "Moved": "entity before after",
    "BarrierOut": "id label kind claims effect touches because",
    "TouchOut": "touches because claim",
    "GateOut": "who place gate",
    "CutOut": "of size exact claims documents",
    "NearMiss": "removed_by sentence path",
    "LoadBearing": "kind id sentence",
    "EntityRef": "id label kind",
    "EntityOut": "id label kind claims prospect standing",
    "PolicyOut": "id label effect touches because claim",
    "ClaimOut": "id subject relation object qualifiers standing stage valid derived attestations",
    "RelationRef": "id label",
    "Figure": "value unit bound",
    "Words": "text",
    "Validity": "from to",
    "Derivation": "rule from",
    "AttestationOut": "stance certainty reading stage said speaker evidence quote start end text "
    "document",
    "SpeakerRef": "id label kind",
    "DocumentRef": "id title publisher published url",
}


@pytest.fixture(scope="module")
def strict():
    """Return a validator of the published schema that also refuses fields it does not name."""
    published = json.loads(schema.FILES[Answer].read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    for part in published["$defs"].values():
        part["additionalProperties"] = False
    return jsonschema.Draft202012Validator(published)


@pytest.mark.parametrize("record", schema.FILES)
def test_the_published_schema_is_current(record):
    """What lies in docs is what the model says today."""
    published = schema.FILES[record].read_text("utf-8")
    assert schema.text(record) == published, "run: python -m graph.answers.schema"


@pytest.mark.parametrize("part", sorted(FIELDS))
def test_no_promised_field_is_missing(part):
    """Fields may be added to the contract, never renamed or dropped."""
    definition = schema.schema()["$defs"][part]
    assert set(FIELDS[part].split()) <= set(definition["required"])
    assert list(definition["properties"]) == definition["required"]


def test_every_part_of_the_schema_is_promised():
    """A new part of an answer is written down here too."""
    assert sorted(FIELDS) == sorted(schema.schema()["$defs"])


@pytest.mark.parametrize("ask_", ["barriers", "cut", "paths", "obstacles", "ranking"])
def test_barriers_cuts_and_what_ifs_fit_the_schema(seed, strict, ask_):
    """Each prints the one object that all answers are."""
    without = WhatIf(seed, Supposition(("Ford", "united-states")))
    ends = (("CATL", "Xiaomi", "Geely"), ("Michigan", "South Carolina"))
    given = {
        "barriers": lambda: Barriers(seed).answer(BarrierQuestion(("class:Company",))),
        "cut": lambda: Separation(seed).answer(CutQuestion(*ends)),
        "paths": lambda: without.answer(lambda g: Answers(g).path(PathQuestion(*ends))),
        "obstacles": lambda: without.answer(
            lambda g: Barriers(g).answer(BarrierQuestion(("Geely",)))
        ),
        "ranking": lambda: without.ranking("degree", lambda n: measures.rank(n, "degree"), 5),
    }[ask_]()
    strict.validate(json.loads(json.dumps(to_json(given))))
    assert given.changes is None or given.changes.removed[:2] == ["ford", "united-states"]


@pytest.mark.parametrize("graph", ["seed", "invented"])
def test_the_answers_for_all_pairs_of_entities_fit_the_schema(request, strict, graph):
    """From everything paths can walk to everything else, found or not."""
    opened = request.getfixturevalue(graph)
    answers = Answers(opened)
    walked = [id_ for id_ in opened.table.nodes if next(opened.network.ties(id_), None)]
    statuses = set()
    for one, other in combinations(walked, 2):
        data = to_json(answers.path(PathQuestion((one,), (other,), k=1, max_hops=3)))
        statuses.add(data["status"])
        strict.validate(json.loads(json.dumps(data)))
    assert {"found", "none"} == statuses


@pytest.mark.parametrize(
    "question",
    [
        "How does CATL reach Michigan?",
        "Show all paths from Xiaomi to Ford",
        "how does Volvo reach BYD",
        "who owns Volvo",
        "who partners with Ford",
        "which brands does Geely own",
        "who holds talks with Ford",
        "what hinders Chinese EVs",
        "who owns Ford",
        "who owns Volvoo",
        "how does Nobodyatall reach Michigan",
        "what is the weather like",
        "",
    ],
)
def test_the_answer_to_any_question_fits_the_schema(seed, strict, question):
    """Found, none, unknown or not understood: one object of one shape."""
    try:
        answer = ask(seed, question)
    except InroadsError as error:
        answer = not_answered(question, error)
    data = to_json(answer)
    strict.validate(json.loads(json.dumps(data)))
    assert question == data["question"]["text"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnknownName("x"), "unknown-name"),
        (AmbiguousName("x", [("a", "X", "Company"), ("b", "X", "City")]), "ambiguous-name"),
        (BadParameter("x"), "not-understood"),
    ],
)
def test_an_error_is_an_answer_object_too(strict, error, status):
    """What kept a question from being answered stands in the same object."""
    data = to_json(not_answered("who owns X", error))
    strict.validate(data)
    assert (status, str(error), "unknown") == (
        data["status"],
        data["answer"],
        data["question"]["kind"],
    )


def test_claims_with_figures_words_dates_and_rules_fit_the_schema(invented, seed, strict):
    """Every claim of both graphs, whatever it holds, is a claim of the contract."""
    from graph.answers.describe import Describer

    claim = {"$ref": "#/$defs/ClaimOut", "$defs": strict.schema["$defs"]}
    validator = jsonschema.Draft202012Validator(claim)
    shapes = set()
    for opened in (seed, invented):
        for each in Describer(opened).claims(row.id for row in opened.table.rows):
            data = to_json(each)
            validator.validate(json.loads(json.dumps(data)))
            shapes |= {frozenset(data["object"]), data["valid"] and "dated", bool(data["derived"])}
    assert {frozenset({"value", "unit", "bound"}), "dated", True, False} <= shapes


def test_trailing_underscores_of_the_model_are_not_in_the_json(path):
    """`from_` and `with_` are `from` and `with`."""
    text = json.dumps(to_json(path("CATL", "Michigan")))
    assert '_": ' not in text
    assert {"from", "to", "with"} <= set(json.loads(text)["paths"][0]["hops"][0])


def test_a_hop_of_several_claims_tells_how_each_stands(tmp_path):
    """What is disputed does not hide behind what is stated about the same two."""
    (tmp_path / "talks.yaml").write_text(
        """\
inroads: "1"
document: {id: talks, publisher: The Post}
entities:
  acme: {kind: Company, label: Acme}
  bolt: {kind: Company, label: Bolt}
statements:
  - paraphrase: Acme talks with Bolt about steel.
    claims: [acme talksWith bolt respect="steel"]
  - paraphrase: It may talk about cars too.
    claims: [acme talksWith bolt respect="cars"]
  - paraphrase: Bolt denied talks about cars.
    speaker: bolt
    stance: denies
    claims: [acme talksWith bolt respect="cars"]
""",
        "utf-8",
    )

    given = session.open(str(tmp_path)).path("Acme", "Bolt")
    told = " ".join(text.answer(given, 80).split())
    assert "Acme holds talks with Bolt about steel. (stated)" in told
    assert "about cars, which Bolt denies. (disputed)" in told
