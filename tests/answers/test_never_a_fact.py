"""What is denied, taken back, hollow or only asked about never passes as a fact."""

from pathlib import Path

import pytest

from graph import session
from graph.answers.answer import Answers, PathQuestion
from graph.claims.model import Quantity
from graph.errors import ClaimFileError, QueryRefused
from graph.session import Session
from graph.store import guard

HEAD = """
inroads: "1"
document: {id: register, title: Register of trade, publisher: Register}
entities:
  alpha: {kind: Company, label: Alpha}
  beta: {kind: Company, label: Beta}
  gamma: {kind: Company, label: Gamma}
  land: {kind: Country, label: Land}
  cars: {kind: Product, label: cars, plural: yes}
  makers: {kind: Group, label: makers, plural: yes}
  firms: {kind: Group, label: firms, plural: yes}
  ban: {kind: Restriction, label: the ban}
  deal: {kind: JointVenture, label: Alpha-Beta venture}
  quota: {kind: Quota, label: quota}
statements:
"""


def graph_of(tmp_path: Path, statements: str) -> Session:
    """Return the graph of one claim file with these statements."""
    path = tmp_path / "register.yaml"
    path.write_text(HEAD + statements, "utf-8")
    return session.open(str(path))


def sentences(opened: Session) -> list[str]:
    """Return each claim as it is told, sorted."""
    describe = Answers(opened)._describe
    return sorted(each.sentence for each in describe.claims(row.id for row in opened.table.rows))


def path(opened: Session, source: str, target: str):
    """Return the answer to a path question."""
    return Answers(opened).path(PathQuestion((source,), (target,)))


def test_a_retraction_says_what_it_takes_back(tmp_path):
    """A retraction that names nothing would leave the claim standing in silence."""
    with pytest.raises(ClaimFileError, match="does not say what it takes back"):
        graph_of(
            tmp_path,
            "  - {record: one, speaker: alpha, claims: [alpha owns beta]}\n"
            "  - {record: two, speaker: alpha, stance: retracts, claims: [alpha owns beta]}\n",
        )


def test_a_denial_from_the_other_end_meets_a_symmetric_claim(tmp_path):
    """Beta's denial of talks with Alpha denies Alpha's talks with Beta."""
    opened = graph_of(
        tmp_path,
        "  - {record: one, claims: [beta talksWith alpha]}\n"
        "  - {record: two, speaker: beta, stance: denies, claims: [alpha talksWith beta]}\n",
    )
    assert sentences(opened) == ["Alpha is said to hold talks with Beta, which Beta denies."]
    predicates = {line.split()[1] for line in opened.store.lines()}
    assert not [each for each in predicates if each.endswith("/relation/talksWith>")]


@pytest.mark.parametrize(
    "hollow",
    [
        "{record: two, certainty: possible, claims: [gamma owns beta], ends: [alpha owns beta]}",
        "{record: two, stance: denies, claims: [gamma owns beta], replaces: [alpha owns beta]}",
        "{record: two, claims: [alpha owns beta], replaces: [alpha owns beta]}",
    ],
)
def test_what_is_no_fact_replaces_none(hollow, tmp_path):
    """A rumour, a denial or the claim itself leaves a stated claim standing."""
    opened = graph_of(tmp_path, f"  - {{record: one, claims: [alpha owns beta]}}\n  - {hollow}\n")
    assert "Alpha owns Beta." in sentences(opened)


def test_what_nobody_says_is_not_told_as_possible(tmp_path):
    """Who declines to comment has not said "may"."""
    opened = graph_of(
        tmp_path,
        "  - {record: one, speaker: alpha, stance: declines-to-comment, claims: [alpha owns beta]}\n",
    )
    assert sentences(opened) == ["Alpha is neither said nor denied to own Beta."]


def test_a_deal_that_one_partner_paused_is_not_told_as_running(tmp_path):
    """The clause for two partners takes the stage of the one that halted."""
    opened = graph_of(
        tmp_path,
        "  - {record: one, claims: [alpha partnerIn deal]}\n"
        "  - {record: two, stage: paused, claims: [beta partnerIn deal]}\n",
    )
    assert path(opened, "Alpha", "Beta").answer == (
        "Alpha paused the plan to partner with Beta in the Alpha-Beta venture."
    )


def test_a_hedge_and_a_date_stay_in_the_sentence(tmp_path):
    """A possible judgement and a period are told as such."""
    opened = graph_of(
        tmp_path,
        "  - {record: one, stance: judges, certainty: possible, claims: [alpha owns beta]}\n"
        '  - {record: two, from: "2001", to: "2010", claims: [alpha owns gamma]}\n',
    )
    assert sentences(opened) == [
        "Alpha is judged possibly to own Beta.",
        "Alpha owns Gamma (from 2001 to 2010).",
    ]


@pytest.mark.parametrize(
    ("rules", "because"),
    [
        ("alpha produces cars, cars blockedFrom land", "goods"),
        ("alpha memberOf makers, makers memberOf firms, firms blockedFrom land", "group"),
        ("ban appliesTo alpha, ban appliesIn land", "itself"),
    ],
)
def test_a_bar_bites_through_goods_groups_of_groups_and_by_name(rules, because, tmp_path):
    """Selling into a place is not open to whom a rule there keeps out."""
    opened = graph_of(
        tmp_path, f"  - {{record: one, claims: [alpha sellsIn land product=cars, {rules}]}}\n"
    )
    (best,) = path(opened, "Alpha", "Land").paths
    assert best.gate != "open"
    assert [because] == [each.because for each in best.policies]


def test_a_figure_below_nothing_keeps_its_sign(tmp_path):
    """Minus a half is not a half."""
    opened = graph_of(tmp_path, "  - {record: one, claims: [quota rate -0.5 percent]}\n")
    assert sentences(opened) == ["Quota has a rate of -0.5 percent."]
    (record,) = opened.store.records(opened.store.claim_ids())
    assert record.claim.object == Quantity("-0.5", "percent")


@pytest.mark.parametrize("query", ["{" * 4000 + "}" * 4000, "SELECT * {} " + "?x " * 20_000])
def test_a_query_beyond_reason_is_refused_before_the_engine_sees_it(query):
    """Its parser would overflow the stack, and the process end without a word."""
    with pytest.raises(QueryRefused, match="at most"):
        guard.refuse(query)


def test_a_pronoun_stands_only_behind_what_it_means(tmp_path):
    """After talks with Beta about gains in Gamma, "which" would be Gamma: the name is said again."""
    opened = graph_of(
        tmp_path,
        '  - {record: one, claims: [alpha talksWith beta respect="a plant in Gamma"]}\n'
        "  - {record: two, claims: [beta partnerIn deal]}\n",
    )
    assert path(opened, "Alpha", "deal").answer == (
        "Alpha holds talks with Beta about a plant in Gamma. Beta is a partner in the Alpha-Beta "
        "venture."
    )
