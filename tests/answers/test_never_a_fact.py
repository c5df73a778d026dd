"""What is denied, taken back, hollow or only asked about never passes as a fact."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import session
from graph.answers.answer import Answers, PathQuestion
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
from graph.answers.describe import Describer
from graph.answers.model import Answer
from graph.answers.wording import Told
from graph.claims.model import FACTUAL, RUNNING, Quantity, Record, Standing
from graph.errors import BadParameter, ClaimFileError, QueryRefused
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


def test_who_says_and_denies_is_told_to_have_done_both(tmp_path):
    """Not as if the one who denies had never said it."""
    opened = graph_of(
        tmp_path,
        '  - {record: one, speaker: alpha, said: "2030", claims: [alpha owns beta]}\n'
        '  - {record: two, speaker: alpha, stance: denies, said: "2031", claims: [alpha owns beta]}\n'
        "  - {record: three, speaker: beta, stance: denies, claims: [alpha owns beta]}\n",
    )
    assert sentences(opened) == [
        "Alpha is said to own Beta, which Alpha both said and denied (said in 2030, denied in "
        "2031) and which Beta denies."
    ]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("certainty: probable, said: '2031-05'", "Alpha probably held talks with Beta (in 2031-02)."),
        ("certainty: probable, said: '2031-01'", "Alpha is likely to hold talks with Beta (in 2031-02)."),
        ("certainty: probable", "Alpha is likely to hold talks with Beta (in 2031-02)."),
        ("certainty: probable, stage: agreed, said: '2031-05'", "Alpha is likely to hold talks with Beta (in 2031-02)."),
        ("stance: reports, said: '2031-02'", "Alpha reportedly held talks with Beta (in 2031-02)."),
        ("stance: reports, certainty: possible, said: '2031-02'", "Alpha possibly held talks with Beta (in 2031-02)."),
        ("said: '2031-02'", "Alpha held talks with Beta in 2031-02."),
    ],
)  # fmt: skip
def test_an_event_that_was_past_when_it_was_told_is_told_as_past(tmp_path, said, sentence):
    """What had its day is no plan; what was told before its day, or nobody knows when, may be."""
    opened = graph_of(
        tmp_path,
        f"  - {{record: one, {said}, from: '2031-02', to: '2031-02', claims: [alpha talksWith beta]}}\n",
    )
    assert sentences(opened) == [sentence]


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
        "  - {record: two, label: b, claims: [beta partnerIn deal]}\n",
    )
    assert path(opened, "Alpha", "deal").answer == (
        "Alpha holds talks with Beta about a plant in Gamma. Beta is a partner in the Alpha-Beta "
        "venture."
    )


# ------------------------------------------------------------------------- any question

TRIPLES = (
    "alpha owns beta", "alpha owns gamma", "gamma owns beta", "alpha partnerIn deal",
    "beta partnerIn deal", "alpha talksWith gamma", "alpha sellsIn land product=cars",
    "gamma sellsIn land", "beta produces cars", "alpha memberOf makers", "makers sellsIn land",
    "makers blockedFrom land", "alpha allowedInto land", "ban appliesTo alpha", "ban appliesIn land",
    "ban hinders beta", "quota rate 5 percent", "quota rate 7 percent", "quota appliesTo cars",
)  # fmt: skip
SAID = (
    "", "certainty: possible, ", "certainty: probable, ", "stance: reports, ", "stance: judges, ",
    "stance: denies, speaker: beta, ", "speaker: alpha, ", "stage: announced, ", "reading: implied, ",
    "stage: under-discussion, ", "stage: ended, ", "stance: questions, speaker: gamma, ",
    "stance: declines-to-comment, speaker: alpha, ", 'from: "2030", to: "2030", ',
)  # fmt: skip
RELATIONS = sorted({each.split()[1] for each in TRIPLES} | {"partnersWith", "hasSiteIn"})
FIGURES = ("rate",)


@st.composite
def corpora(draw):
    """Return a few statements on a small world: some outright, some hedged, denied or replaced."""
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(SAID), st.sampled_from(TRIPLES), st.booleans()),
            min_size=1,
            max_size=9,
        )
    )
    lines = []
    for number, (said, triple, ends_another) in enumerate(drawn):
        before = [each[1] for each in drawn[:number] if each[1] != triple]
        ends = f", ends: [{before[-1]}]" if ends_another and before and not said else ""
        lines.append(f"  - {{record: row {number}, {said}claims: [{triple}]{ends}}}\n")
    return "".join(lines)


def questions() -> Iterator[object]:
    """Yield questions of every kind about the small world."""
    known = ("alpha", "beta", "gamma", "deal", "land", "cars", "makers", "ban", "quota")
    for relation in RELATIONS:
        yield YesNoQuestion((Pick((relation,), ("alpha",)),), past=relation == "owns")
        yield ListQuestion((Facet((relation,)),), with_evidence=True)
        yield RankQuestion(counted=Facet((relation,)))
        for end in ("subject", "object", "product"):
            yield ListQuestion((Facet((relation,), ("alpha", "beta", "land"), end),))
        yield YesNoQuestion((Pick((relation,), ("alpha", "makers"), ("land", "beta", "deal")),))
        yield ValueQuestion(Pick((relation,)), when="any")
        yield ValueQuestion(
            Pick((relation,), ("alpha",)), counted=Facet((relation,), ("alpha",), "object")
        )
    for one in known:
        yield EvidenceQuestion(about=(one,))
        yield ListQuestion((Facet((), (one,), bites=True),))
        yield ListQuestion((Facet((), (one,), "other"),))
        yield VoicesQuestion(Pick((), (one,)), "any")
        yield ValueQuestion(Pick(("rate",), with_=(one,)))
        for other in ("beta", "land"):
            if one != other:
                yield PathQuestion((one,), (other,))
                yield YesNoQuestion(path=PathQuestion((one,), (other,)))
    yield ListQuestion((), Narrowing(kinds=("Company",), inside=("land",)))
    yield VoicesQuestion(Pick(), "denies")
    yield BarrierQuestion(("alpha",), "land")
    yield RankQuestion()
    yield EvidenceQuestion(words="cars")
    yield WhatIfQuestion(PathQuestion(("alpha",), ("beta",)), without=("gamma",))


QUESTIONS = list(questions())


def is_fact(record: Record) -> bool:
    """Tell whether a claim may be told as it is: said outright, running and undisputed."""
    said = record.standing in (Standing.CORROBORATED, Standing.STATED)
    return said and record.stage in RUNNING


def bald(opened: Session, record: Record) -> str:
    """Return a pattern of a claim told as a plain fact, alone or together with others.

    Behind "that" or "whether" it is what somebody says, denies or does not say.
    """
    wording, claim = Describer(opened).wording, record.claim
    relation = opened.ontology.relations[claim.relation]
    told = Told(Standing.STATED, qualifiers=wording.qualifiers(claim))
    subject, object_ = wording.name(claim.subject), wording.term(claim.object)
    every = "|".join(re.escape(wording.name(id_)) for id_ in opened.table.nodes)
    alone = re.escape(subject)
    forms = []
    for several, names in ((False, alone), (True, rf"{alone}(?:(?:, | and )(?:{every}))*")):
        predicate = wording.predicate(relation, claim, told, several=several)
        verb, found, rest = predicate.partition(object_)
        assert found, predicate
        object_too = rf"(?:[^.;:]*?\b)?{re.escape(object_)}"  # alone, or behind others
        forms.append(rf"{names} {re.escape(verb)}{object_too}{re.escape(rest)}")
    return rf"(?<!that )(?<!whether )\b(?:{'|'.join(forms)})"


@settings(max_examples=60)
@given(corpora(), st.sets(st.integers(0, len(QUESTIONS) - 1), min_size=25, max_size=25))
def test_no_answer_of_any_kind_tells_as_a_fact_what_is_none(statements, numbers):
    """Whatever is asked: hedged, disputed, denied, ended and retracted claims stay what they are."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            opened = graph_of(Path(folder), statements)
        except ClaimFileError:
            return  # such a file is refused as a whole
    records = opened.store.records(row.id for row in opened.table.rows)
    facts = {Describer(opened).clause(each) for each in records if is_fact(each)}
    hollow = [
        re.compile(bald(opened, each), re.IGNORECASE)
        for each in records
        if not is_fact(each) and Describer(opened).clause(each) not in facts
    ]
    asker = Asker(opened)
    for asked in (QUESTIONS[each] for each in sorted(numbers)):
        try:
            found = asker.answer(asked)
        except BadParameter:
            continue  # both ends are one
        for each in hollow:
            assert each.search(found.answer) is None, (asked, found.answer)
        check_standings(found)


def check_standings(found: Answer) -> None:
    """Check that verdict, entities and counts claim no more than the claims beneath them."""
    for each in found.entities:
        standings = [claim.standing for claim in each.claims]
        assert not each.standing or each.standing in standings
    if found.verdict == "yes":
        sure = {"corroborated", "stated"}
        assert {each.standing for each in (*found.entities, *found.paths)} & sure
    if found.verdict == "no":
        assert found.entities
    for value in found.values:
        if value.unit == "count":
            facts = [each for each in found.entities if each.standing in FACTUAL]
            assert value.value <= len(facts)


def test_partners_whose_deal_is_over_are_told_to_have_been_partners(tmp_path):
    """No source says so any more; that none ever did would be false."""
    opened = graph_of(
        tmp_path,
        "  - {record: one, claims: [alpha partnerIn deal, gamma partnerIn deal]}\n"
        "  - {record: two, label: b, claims: [beta partnerIn deal]}\n"
        "  - {record: three, stance: retracts, cancels: b, claims: [beta partnerIn deal]}\n",
    )
    pick = Pick(("partnersWith",), ("beta",), ("alpha",), either_way=True)
    found = Asker(opened).answer(YesNoQuestion((pick,)))
    assert ("unknown", "found") == (found.verdict, found.status)
    assert "Beta was once said to be a partner in the Alpha-Beta venture" in found.answer
