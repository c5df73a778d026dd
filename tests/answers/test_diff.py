"""What a document did, as data, as text, and as changes of answers."""

import json
from pathlib import Path

import jsonschema
import pytest

from graph import session
from graph.answers import bank, changes, schema
from graph.answers.ask import ask
from graph.answers.bank import Question
from graph.answers.diff import Diff, diff
from graph.answers.model import ValueOut, to_json
from graph.claims import judgements
from graph.errors import BadCommand, TimeLimit, UnknownDocument
from graph.pages import diff as pages
from graph.store import commits, own

INVENTED = str(Path(__file__).parents[1] / "invented")
QUESTIONS = [
    Question("who owns Seagrip?"),
    Question("who owns Maristel?", name="maristel"),
    Question("how does Ondrava Wind reach Port Hallen?"),
    Question("what does Skarnholm open?"),
    Question("what is Skarnholm based in?"),
    Question("who is based in Karrow?"),
    Question("what could Darro Venn own?"),
    Question("who owns Nobodyatall?"),
    Question("how do you do?"),
]


def no_command(session, words):
    """Stand in for the command line, which these questions do not need."""
    raise BadCommand("no command")


def done(document, questions=(), command=no_command, graph=INVENTED):
    """Return what one of the invented papers did."""
    sources, judged = session.documents(graph)
    return diff(session.open(graph), sources, judged, document, questions, command)


@pytest.fixture(scope="module")
def harbour():
    """Return what the later paper did, to claims and answers."""
    return done("harbour-grid", QUESTIONS)


@pytest.fixture(scope="module")
def kestrel():
    """Return what the earlier paper did."""
    return done("kestrel-ledger", QUESTIONS)


def test_answers_that_change_are_told_in_a_line_each(harbour):
    """What is more, what is less, and what stands otherwise; unchanged ones are left out."""
    assert {
        "who owns Seagrip?": "now also Tsukimori (stated); Northlay: superseded, was stated",
        "who owns Maristel?": "Ondrava Wind: disputed, was stated",
        "how does Ondrava Wind reach Port Hallen?": "2 paths more; path 1 is stated, was announced "
        "and rests on 3 origins, on 2 before; path 3 is disputed, was announced",
        "what does Skarnholm open?": "was answered with none; is answered: Skarnholm is to open a "
        "Skarnholm test laboratory.",
        "what is Skarnholm based in?": "now also Port Hallen (stated); Ostrel: superseded, was stated",
    } == {each.question: each.told for each in harbour.answers}
    assert ["maristel"] == [each.name for each in harbour.answers if each.name]


def test_questions_nobody_can_answer_are_not_counted(harbour, kestrel):
    """Neither graph knows the name, or neither understands."""
    assert len(QUESTIONS) - 2 == harbour.asked == kestrel.asked


def test_a_name_that_only_the_document_brings(kestrel):
    """Without it the question is refused, and that is told."""
    told = {each.question: each for each in kestrel.answers}
    venn = told["what could Darro Venn own?"]
    assert ("unknown-name", "none") == (venn.before.status, venn.after.status)
    assert venn.told.startswith("was not known by name; is answered with none: No claim answers")


def test_both_answers_stand_beside_the_line(harbour):
    """As each graph gives them."""
    (seagrip,) = [each for each in harbour.answers if each.question == "who owns Seagrip?"]
    assert ("found", "Northlay owns Seagrip.") == seagrip.before
    assert "Tsukimori owns Seagrip. Northlay was once said to own Seagrip." == seagrip.after.answer


def test_the_graph_without_it_is_that_of_the_other_documents(harbour, tmp_path):
    """What is told as the answer without the document is what a graph that never saw it says."""
    for name in ("kestrel-ledger.yaml", "kestrel-ledger.txt", "gazetteer.yaml"):
        (tmp_path / name).write_bytes((Path(INVENTED) / name).read_bytes())
    alone = session.open(str(tmp_path))
    before = {each.question: each.before.answer for each in harbour.answers}
    assert before == {
        text: bank.answer(alone, Question(text), no_command).answer for text in before
    }


def test_a_search_that_is_cut_short_is_no_answer():
    """It is told as failed, with its message; on both sides it is no change."""
    calls = []

    def slow(session, words):
        calls.append(words)
        if len(calls) > 1:
            raise TimeLimit("the search was cut short")
        return bank.answer(session, Question("who owns Seagrip?"), no_command)

    question = Question("path a b", ("path", "a", "b"))
    found = done("harbour-grid", [question], command=slow)
    assert ["was answered; is not answered: the search was cut short"] == [
        each.told for each in found.answers
    ]
    assert [] == done("harbour-grid", [question], command=slow).answers


def told(before, after):
    """Return how one answer differs from another."""
    graphs = object(), object()
    answers = dict(zip(graphs, (before, after), strict=True))
    asked = [Question("path a b", ("path", "a", "b"))]
    return [
        each.told
        for each in changes.compare(*graphs, asked, lambda graph, _: answers[graph]).changes
    ]


def test_every_way_in_which_an_answer_changes_is_told(seed):
    """Verdict, gate, origins, best path, figures, and the words where nothing else changed."""
    given = ask(seed, "How could Geely get into the United States?")
    factory, entry = given.paths
    assert [] == told(given, given)
    assert ["yes, was unknown"] == told(
        given._replace(verdict="unknown"), given._replace(verdict="yes")
    )
    opened = given._replace(paths=[factory._replace(gate="open"), entry])
    assert ["path 1 has the gate open, had conditional"] == told(given, opened)
    doubled = given._replace(paths=[factory, entry._replace(sources=2)])
    assert ["path 2 rests on 2 origins, on 1 before"] == told(given, doubled)
    both = given._replace(paths=[each._replace(sources=each.sources + 1) for each in given.paths])
    assert ["2 paths on more origins"] == told(given, both)
    assert ["2 paths on fewer origins"] == told(both, given)
    turned = given._replace(paths=[entry, factory])
    assert [f"the best is now possible: {entry.sentence.rstrip('.')}"] == told(given, turned)
    assert ["1 path fewer"] == told(given, given._replace(paths=[factory]))
    figures = [ValueOut("rate", number, "percent", "exact", []) for number in (15, 18)]
    assert ["exact 18 percent, was exact 15 percent"] == told(
        *(given._replace(values=[each]) for each in figures)
    )
    assert ["is told otherwise: So."] == told(given, given._replace(answer="So."))


ENDED = """
inroads: "1"
document: {id: ID, title: ID, publisher: ID}
entities:
  acme: {kind: Company, label: Acme}
  bolt: {kind: Company, label: Bolt}
  pact: {kind: Partnership, label: Pact}
  duty: {kind: Tariff, label: duty}
statements:
"""
PAPERS = {
    "one": "  - {record: a, claims: [acme partnerIn pact, bolt partnerIn pact, duty rate 10 percent]}\n",
    "two": "  - {record: b, claims: [duty rate 20 percent]}\n",
    "three": "  - {record: c, claims: [acme owns bolt, duty rate 20 percent], ends: [bolt partnerIn pact]}\n",
}  # fmt: skip


def test_what_is_derived_no_more_and_a_side_taken_in_an_old_dispute(tmp_path):
    """Told as it stands without the document; and not as if the document had begun it."""
    for name, statements in PAPERS.items():
        (tmp_path / f"{name}.yaml").write_text(ENDED.replace("ID", name) + statements, "utf-8")
    found = done("three", graph=str(tmp_path))
    text = joined(pages.text(found, 80))
    assert "Acme partners with Bolt. (no longer derived; claim" in text
    assert (
        "It takes a side where it is disputed whether duty has a rate of 10 percent: a (one)"
        in text
    )


def test_judgements_count_on_both_sides(tmp_path):
    """What is judged the same as a known thing is no new thing, with the document or without."""
    commits.create(tmp_path)
    own.load(tmp_path, [Path(INVENTED)])
    verdict = judgements.judgement("same", ["port-hallen-works", "northlay-laboratory"])
    own.judge(tmp_path, verdict)
    found = done("harbour-grid", graph=str(tmp_path))
    assert [] == found.entities
    assert ["port-hallen-works"] == [each.id for each in found.founded]
    assert [["Skarnholm test laboratory"]] == [each.names for each in found.names]


def test_an_unknown_document_is_refused_with_likely_ones():
    """The nearest id of this graph."""
    with pytest.raises(UnknownDocument, match="Did you mean harbour-grid"):
        done("harbor-grid")


@pytest.mark.parametrize("name", ["harbour", "kestrel"])
def test_the_json_fits_its_published_schema(request, name):
    """And holds no field that the schema does not name."""
    published = json.loads(schema.FILES[Diff].read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    for part in published["$defs"].values():
        part["additionalProperties"] = False
    jsonschema.Draft202012Validator(published).validate(to_json(request.getfixturevalue(name)))


# ------------------------------------------------------------------------- as text


def joined(text):
    """Return text without its line breaks."""
    return " ".join(text.split())


def test_the_text_begins_with_what_was_done(harbour, kestrel):
    """How many claims, and how many answers; who takes back words of it."""
    assert (
        "It adds 7 claims, corroborates 6, contradicts 2, replaces 2, weakens 1 and repeats 3. "
        "5 of 7 stored questions are answered otherwise."
    ) in joined(pages.text(harbour, 80))
    assert "harbour-grid takes back something it says, and stands without that" in joined(
        pages.text(kestrel, 80)
    )


def test_a_contradiction_names_both_sides_with_their_words(harbour, kestrel):
    """Whose words they are, and never words in a mouth."""
    assert (
        "It contradicts that Ondrava Wind owns a fifth of Maristel: “Ondrava Wind itself owns a "
        "fifth of Maristel” (The Kestrel Ledger) against “Maristel denied that Ondrava Wind owns a "
        "fifth of it” (Maristel, as told by Harbour & Grid)."
    ) in joined(pages.text(harbour, 80))
    assert (
        "It contradicts that the Veldrian cable tariff has a rate of 15 percent: “Veldria levies a "
        "tariff of 15 percent on Tesran cables” (The Kestrel Ledger) against “the tariff on Tesran "
        "cables is put at 18 percent” (Harbour & Grid)."
    ) in joined(pages.text(harbour, 80))
    assert "It says, and others deny, that Ondrava Wind owns a fifth of Maristel:" in joined(
        pages.text(kestrel, 80)
    )


def test_better_standing_is_told_with_what_made_it(harbour):
    """Standing, stage and origins, and the words of this document alone."""
    text = joined(pages.text(harbour, 80))
    assert (
        "Skarnholm operates the Port Hallen works (from 2031-09). (stated, was announced; stage "
        "operating, was announced; 2 origins, was 1; claim dd0f954dc3732aa1) Harbour & Grid says: "
        "“Skarnholm Cable has been operating its works in Port Hallen since September”"
    ) in text


def test_what_replaces_stands_under_what_is_replaced(harbour):
    """With its own standing and words."""
    assert (
        "Northlay was once said to own Seagrip. (superseded, was stated; claim db2c0dda57c4d245) "
        "Now: Tsukimori owns Seagrip. (stated; claim 6087c265cd558fad) Harbour & Grid says: "
        "“Tsukimori now owns the brand Seagrip; Northlay has sold it”"
    ) in joined(pages.text(harbour, 80))


def test_answers_end_the_text(harbour):
    """A question by its name where it has one."""
    text = joined(pages.text(harbour, 80))
    assert "who owns Seagrip? Now also Tsukimori (stated); Northlay: superseded, was stated" in text
    assert "@maristel: Ondrava Wind: disputed, was stated" in text


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_longer_than_the_terminal(harbour, kestrel, width):
    """Words are wrapped."""
    for found in (harbour, kestrel):
        assert width >= max(len(line) for line in pages.text(found, width).splitlines())


def test_a_document_that_changes_nothing_says_so(harbour):
    """No heading without something under it."""
    empty = harbour._replace(
        **{name: [] for name, value in harbour._asdict().items() if isinstance(value, list)}
    )
    text = pages.text(empty._replace(asked=0), 80)
    assert "It says nothing that changes how a claim stands." == text.strip().rpartition("\n")[2]


def test_rows_tell_the_same(harbour):
    """One for each thing, with its JSON."""
    listed = pages.listed(harbour)
    counts = {}
    for row in listed.rows:
        counts[row[0]] = counts.get(row[0], 0) + 1
    assert {
        "added": 7, "repeated": 3, "corroborated": 6, "weakened": 1, "derived": 2, "contradicted": 2,
        "replaced": 2, "entity": 1, "founded": 1, "answer": 5,
    } == counts  # fmt: skip
    assert [row[0] for row in listed.rows] == [each["change"] for each in listed.objects]
    assert {"change", "claim"} == set(listed.objects[0])
