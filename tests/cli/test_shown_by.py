"""What the foundation promised to show, on the graph that ships with the program."""

import json
import re

from runs import Inroads

import seeds

VENTURE = "xiaomi-ford-venture"


def quoted(text: str) -> list[str]:
    """Return what stands in quotation marks, its lines joined."""
    return [" ".join(words.split()) for words in re.findall("“(.*?)”", text, re.DOTALL)]


def test_catl_reaches_michigan_through_ford_by_production_that_is_to_take_place(
    inroads: Inroads,
) -> None:
    """One sentence names Ford, the batteries and Michigan, and tells a plan as a plan."""
    told = inroads("ask", "how does CATL reach Michigan")
    sentence = " ".join(told.stdout.partition("\n\n")[0].split())
    assert (
        "Together with Ford, CATL is a partner in the Ford-CATL partnership, which is to produce "
        "lithium iron phosphate batteries in Michigan."
    ) == sentence
    assert "announced" in told.stdout


def test_the_answer_gives_the_articles_own_words(inroads: Inroads) -> None:
    """All that stands in quotation marks stands in the article, letter for letter."""
    article = " ".join(seeds.texts()[0].read_text("utf-8").split())
    words = quoted(inroads("ask", "how does CATL reach Michigan").stdout)
    assert (
        "partnered with Chinese battery maker CATL to produce lithium iron phosphate batteries in Michigan"
        in words
    )
    assert [] == [each for each in words if each not in article]


def test_no_joint_venture_exists(inroads: Inroads) -> None:
    """A venture that is only rumoured and denied is of no kind of venture in SPARQL."""
    assert "?x\n" == inroads("query", "SELECT ?x { ?x a ir:JointVenture }").stdout


def test_the_path_from_xiaomi_to_ford_tells_of_the_venture_as_disputed(inroads: Inroads) -> None:
    """The sentence says that it was reported and who denies it; no line calls it a fact."""
    told = inroads("path", "Xiaomi", "Ford")
    sentence = " ".join(told.stdout.partition("\n\n")[0].split())
    assert (
        "Xiaomi was reported to be discussing whether to partner with Ford in a Xiaomi-Ford joint "
        "venture, which Ford and Xiaomi deny."
    ) in sentence
    assert "1. disputed · 1 origin" in told.stdout


def test_the_disputed_venture_has_three_attestations_with_their_speakers(inroads: Inroads) -> None:
    """The article's report stands beside both companies' denials, each with its words."""
    answer = json.loads(inroads("path", "Xiaomi", "Ford", "-f", "json").stdout)
    claims = [
        claim
        for path in answer["paths"]
        for hop in path["hops"]
        for claim in hop["claims"]
        if claim["object"].get("id") == VENTURE
    ]
    told = [
        [
            (each["stance"], each["speaker"]["label"], each["quote"])
            for each in claim["attestations"]
        ]
        for claim in claims
    ]
    expected = [
        (
            "reports",
            "the article chinese-ev-makers-us",
            "talks with Ford about a possible joint venture",
        ),
        ("denies", "Ford", "Both companies, however, have denied the reports"),
        ("denies", "Xiaomi", "Both companies, however, have denied the reports"),
    ]
    assert [expected, expected] == told
    assert {"disputed"} == {claim["standing"] for claim in claims}


def test_the_text_says_whose_words_the_dispute_is_in(inroads: Inroads) -> None:
    """Denials are the companies', but the words are the article's: both are said."""
    text = " ".join(inroads("path", "Xiaomi", "Ford").stdout.split())
    assert (
        "the article chinese-ev-makers-us reports: “talks with Ford about a possible joint venture”"
        in text
    )
    assert (
        "Ford and Xiaomi deny it, as told by the article chinese-ev-makers-us: "
        "“Both companies, however, have denied the reports”"
    ) in text


def test_every_word_of_the_article_is_accounted_for(inroads: Inroads) -> None:
    """``check --coverage`` finds nothing wrong and no gap."""
    report = inroads("check", "--coverage")
    assert (0, "") == (report.status, report.stdout)
    assert "0 gaps" in report.stderr
