"""The question bank: its format, what can be expected of an answer, and the bank that ships."""

import pytest

from graph.answers import bank, expected
from graph.answers.ask import ask
from graph.answers.bank import Question
from graph.answers.comparing import misses, told
from graph.answers.model import (
    Answer,
    Changes,
    ClaimOut,
    EntityOut,
    EntityRef,
    QuestionOut,
    RelationRef,
    ValueOut,
    to_json,
)
from graph.answers.scoring import run
from graph.errors import BadCommand, ClaimFileError, NotUnderstood, TimeLimit

CATL = "how does CATL reach Michigan?"
VOLVO = "who owns Volvo?"
PARTNERS = "Which companies partner with Ford?"
GEELY = "How could Geely get into the United States?"


def no_command(session, words):
    """Stand in for the command line where a bank holds English alone."""
    raise BadCommand(f"{words} in a bank of English questions")


@pytest.fixture
def written(tmp_path):
    """Return a function that reads a bank with these items."""

    def read(*items, inroads="1"):
        path = tmp_path / "bank.yaml"
        lines = [line for item in items for line in item.split("\n")]
        text = [f'inroads: "{inroads}"', "questions:", *(f"  {line}" for line in lines)]
        path.write_text("\n".join(text) + "\n", "utf-8")
        return bank.read(path)

    return read


@pytest.fixture
def missed(seed, written):
    """Return a function that gives the fields of one answer that are not as expected."""

    def fields(question, *lines):
        (asked,) = written("\n".join([f"- ask: {question}", *(f"  {line}" for line in lines)]))
        (result,) = run(seed, [asked], no_command)
        return [each.field for each in result.misses]

    return fields


# ------------------------------------------------------------------------- what can be expected

HOLDS = {
    "a status": (VOLVO, "status: found"),
    "a kind": (VOLVO, "kind: list"),
    "an end": (CATL, "from: catl"),
    "both ends": (CATL, "from: [catl]", "to: [michigan]"),
    "an option": (CATL, "options: {k: 5, max-hops: 6}"),
    "a notice": ("who owns Polestr?", "noticed: took 'Polestr' as Polestar"),
    "no notice": (VOLVO, "noticed: []"),
    "an entity": (VOLVO, "entities: geely"),
    "an entity with its standing": (VOLVO, "entities: [geely: stated]"),
    "entities in any order": (PARTNERS, "entities: [xiaomi, catl]"),
    "entities with standings": (PARTNERS, "entities: [xiaomi: disputed, catl: stated]"),
    "one of the entities": (PARTNERS, "entities-include: catl"),
    "the first entity": (PARTNERS, "entities-begin: catl"),
    "an entity that is not named": (PARTNERS, "entities-exclude: [byd, catl: disputed]"),
    "no entities": ("who owns Geely?", "entities: []"),
    "fields of an entity": (VOLVO, "entities: {id: geely, kind: Company, prospect: false}"),
    "fields of its claims": (VOLVO, "entities: {id: geely, claims: {relation: owns, object: volvo}}"),
    "a path": (CATL, "paths: catl > ford-catl-partnership > michigan"),
    "a path with relations": (CATL, "paths: catl -partnerIn-> ford-catl-partnership -producesIn-> michigan"),
    "a path against a relation": ("How are Volvo and Polestar related?", "paths: volvo <-owns- geely -owns-> polestar"),
    "fields of a path": (CATL, "paths: {path: catl > ford-catl-partnership > michigan, standing: announced, gate: open, rank: 1}"),
    "standings of hops": (CATL, "paths: {hops: [stated, announced]}"),
    "fields of hops": (CATL, "paths: {hops: [{with: ford}, {stage: agreed}]}"),
    "policies of a path": (GEELY, "paths-include: {gate: conditional, policies: [regulatory-hurdles, connected-vehicle-restrictions]}"),
    "fields of a policy": (GEELY, "paths-include: {policies-include: {id: us-ev-tariffs, effect: taxes, because: goods}}"),
    "a bar without a name": (GEELY, "paths-include: {policies-include: Chinese EV makers are blocked from the United States.}"),
    "the first path": (GEELY, "paths-begin: geely > geely-south-carolina-factory > south-carolina > united-states"),
    "no such path": (CATL, "paths-exclude: [catl > michigan, standing: stated]"),
    "no paths": ("how does BYD reach Michigan?", "paths: []"),
    "words": (CATL, "says: [IS TO PRODUCE, Ford]"),
    "words left unsaid": (CATL, "says-not: [produces, Xiaomi]"),
    "an unknown name": ("who owns Nissan?", "status: unknown-name", "says: Nissan"),
    "no understanding": ("tell me a joke", "status: not-understood"),
}  # fmt: skip
FAILS = {
    "a status": (VOLVO, "status: none"),
    "a kind": (VOLVO, "kind: path"),
    "a verdict": (VOLVO, "verdict: yes"),
    "an end": (CATL, "from: ford"),
    "the other end": (CATL, "to: united-states"),
    "an option": (CATL, "options: {k: 20}"),
    "a notice": (VOLVO, "noticed: took 'Volvo' as Volvo"),
    "an entity": (VOLVO, "entities: byd"),
    "one entity too few": (PARTNERS, "entities: catl"),
    "one entity too many": (PARTNERS, "entities: [catl, xiaomi, byd]"),
    "one of two that both fit": (PARTNERS, "entities: {kind: Company}"),
    "one entity twice": (PARTNERS, "entities: [catl, catl]"),
    "a better standing": (PARTNERS, "entities: [xiaomi: stated, catl: stated]"),
    "an entity among others": (PARTNERS, "entities-include: [catl, byd]"),
    "the first entity": (PARTNERS, "entities-begin: xiaomi"),
    "an entity that is named": (PARTNERS, "entities-exclude: [byd, xiaomi: disputed]"),
    "no entities": (VOLVO, "entities: []"),
    "a field of an entity": (VOLVO, "entities: {id: geely, kind: Brand}"),
    "a field of its claims": (VOLVO, "entities: {id: geely, claims: {relation: opens}}"),
    "a path": (CATL, "paths: catl > ford > michigan"),
    "a shorter path": (CATL, "paths: catl > michigan"),
    "another relation": (CATL, "paths: catl -owns-> ford-catl-partnership > michigan"),
    "another direction": (CATL, "paths: catl <-partnerIn- ford-catl-partnership > michigan"),
    "a standing of a path": (CATL, "paths: {standing: stated}"),
    "a gate": (CATL, "paths: {gate: blocked}"),
    "standings of hops": (CATL, "paths: {hops: [announced, stated]}"),
    "a policy": (GEELY, "paths-include: {gate: conditional, policies: [regulatory-hurdles]}"),
    "fields of a policy": (GEELY, "paths-include: {policies-include: {id: us-ev-tariffs, effect: admits}}"),
    "the only path": (GEELY, "paths: geely > united-states"),
    "the first path": (GEELY, "paths-begin: geely > united-states"),
    "more first paths than there are": (CATL, "paths-begin: [catl > ford-catl-partnership > michigan, standing: stated]"),
    "a path that there is": (CATL, "paths-exclude: [catl > michigan, standing: announced]"),
    "no paths": (CATL, "paths: []"),
    "words": (CATL, "says: [Ford, Xiaomi]"),
    "words left unsaid": (CATL, "says-not: [Xiaomi, is to]"),
    "a refusal": (VOLVO, "status: unknown-name"),
    "an answer": ("who owns Nissan?", "entities: geely"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOLDS.values(), ids=HOLDS)
def test_what_is_so_is_as_expected(missed, case):
    """In every form in which it can be written."""
    assert [] == missed(*case)


@pytest.mark.parametrize("case", FAILS.values(), ids=FAILS)
def test_what_is_not_so_is_a_miss(missed, case):
    """And is told under the name it was written with."""
    assert [case[1].partition(":")[0]] == missed(*case)


def test_what_is_not_named_is_not_compared(missed):
    """Of several expectations only the wrong one is a miss."""
    assert ["entities"] == missed(VOLVO, "kind: list", "entities: byd", "status: found")


def test_a_miss_tells_what_was_expected_and_what_came(seed, written):
    """In the words of the bank: what came could be written there."""
    (asked,) = written(f"- ask: {PARTNERS}\n  entities: [catl: disputed, byd]")
    (result,) = run(seed, [asked], no_command)
    assert [("entities", "catl disputed; byd", "catl: stated; xiaomi: disputed")] == list(
        result.misses
    )


@pytest.mark.parametrize("field", ["entities-exclude: bydd", "entities-exclude: [standng: stated]"])
def test_a_misspelt_id_is_a_miss_even_where_it_is_excluded(missed, field):
    """An answer that does not name what does not exist proves nothing."""
    assert ["id"] == missed(VOLVO, field)


def answer(**fields):
    """Return an answer of kinds that no command gives yet."""
    asked = QuestionOut("?", "whatif", [], [], {}, [])
    return Answer(asked, "found", "So it is.", **fields)


def test_figures_are_written_as_in_claim_files(written):
    """Bound, number and unit; without a bound exactly this, and one bound is not another."""
    (given,) = (ValueOut("rate", 100, "percent", "up-to", []),)
    for text, fits in [
        ("up-to 100 percent", True),
        ("100 percent", False),
        ("up-to 10 percent", False),
        ("{value: 100, unit: percent}", True),
        ("{value: [1, 2], unit: percent}", False),
        ("{value: 10}", False),
    ]:
        (asked,) = written(f"- ask: how high\n  values: {text}")
        assert fits == (not misses(asked.expected, answer(values=[given])))
    (asked,) = written("- ask: how many\n  values: [400 kilometres per year, between 1..2 metres]")
    (spread,) = written("- ask: how many\n  values-include: {value: [1, 2], unit: metres}")
    several = [
        ValueOut("", 400, "kilometres per year", "exact", []),
        ValueOut("", [1, 2], "metres", "between", []),
    ]
    assert [] == misses(asked.expected, answer(values=several))
    assert [] == misses(spread.expected, answer(values=several))


def test_what_a_what_if_changes_can_be_expected(seed, written):
    """Paths lost and gained, what was taken out, and how many paths stayed."""
    lost = ask(seed, CATL).paths
    given = answer(changes=Changes(["ford"], list(lost), [], 2))
    path = "catl > ford-catl-partnership > michigan"
    (asked,) = written(
        f"- run: whatif\n  changes: {{removed: ford, lost: {path}, gained: [], kept: 2}}"
    )
    assert [] == misses(asked.expected, given)
    for wrong in (f"removed: xiaomi, lost: {path}", "kept: 3", f"gained: {path}"):
        (asked,) = written(f"- run: whatif\n  changes: {{{wrong}}}")
        assert ["changes"] == [each.field for each in misses(asked.expected, given)]


def test_of_several_claims_the_best_counts(written):
    """An entity stands as surely as the best claim that makes it an answer."""
    ref = EntityRef("a", "A", "Company")
    claims = [
        ClaimOut(str(n), ref, RelationRef("r", "r"), ref, {}, standing, None, None, None, [])
        for n, standing in enumerate(["disputed", "implied", "opinion"])
    ]
    given = answer(entities=[EntityOut("a", "A", "Company", claims)])
    for standing, missing in [("implied", []), ("disputed", ["entities"])]:
        (asked,) = written(f"- ask: who\n  entities: [a: {standing}]")
        assert missing == [each.field for each in misses(asked.expected, given)]


def test_every_field_of_an_answer_can_be_expected_but_its_wording():
    """Fields that are added to the answer object can be expected at once."""
    fields = {name.removesuffix("_") for name in (*Answer._fields, *QuestionOut._fields)}
    assert fields - {"question", "text", "answer", "sparql"} <= set(expected.names())


def test_a_path_that_came_is_told_with_all_that_can_be_expected_of_it(seed, written):
    """Its way, its standing and that of its hops, its gate and what bites."""
    (asked,) = written(f"- ask: {CATL}\n  paths: catl > michigan")
    (miss,) = run(seed, [asked], no_command)[0].misses
    assert (
        "catl -partnerIn-> ford-catl-partnership -producesIn-> michigan "
        "(announced; hops stated, announced; gate open; policies none)"
    ) == miss.came


@pytest.mark.parametrize(
    "asked", [each for each in bank.read() if not each.words], ids=lambda q: q.text
)
def test_what_came_can_be_copied_into_a_bank(seed, written, asked):
    """Whoever checks an answer and finds it right writes down what the miss showed."""
    view = to_json(run_one(seed, asked))
    entities = [f"{{{each}}}" for each in told(view["entities"]).split("; ")]
    paths = [told(each).partition(" (")[0] for each in view["paths"]]
    entities = entities if view["entities"] else []
    items = [f"  entities: [{', '.join(entities)}]", f"  paths: [{', '.join(paths)}]"]
    (again,) = written(
        "\n".join([f"- ask: {asked.text!r}" if '"' not in asked.text else "- ask: x", *items])
    )
    assert [] == misses(again.expected, run_one(seed, asked))


def run_one(session, asked):
    """Return the answer to a stored English question, or its refusal."""
    from graph.answers.scoring import answered

    return answered(session, asked, no_command)


# ------------------------------------------------------------------------- what is no bank

WRONG = {
    "nothing expected": ("- ask: who owns Volvo?", 3, "nothing is expected"),
    "only a name": ("- ask: who owns Volvo?\n  name: volvo", 3, "nothing is expected"),
    "no question": ("- entities: geely", 3, "either 'ask' (English) or 'run'"),
    "two questions": ("- ask: a\n  run: path a b\n  status: found", 3, "either 'ask' (English) or 'run'"),
    "a misspelt field": ("- ask: a\n  entitys: geely", 4, "Did you mean entities"),
    "a misspelt ending": ("- ask: a\n  entities-contain: geely", 4, "'entities-contain' is unknown"),
    "an ending of what is no list": ("- ask: a\n  kind-include: list", 4, "'kind-include' is unknown"),
    "wording": ("- ask: a\n  answer: So.", 4, "'answer' is unknown"),
    "a status nobody has": ("- ask: a\n  status: fine", 4, "'fine' is none of: found, none"),
    "a kind nobody has": ("- ask: a\n  kind: lists", 4, "'lists' is none of: path, list"),
    "a standing nobody has": ("- ask: a\n  entities: [geely: sure]", 4, "'sure' is none of: corroborated"),
    "a gate nobody has": ("- ask: a\n  paths:\n    - {gate: shut}", 5, "'shut' is none of: open"),
    "a list for one value": ("- ask: a\n  status: [found]", 4, "must be text"),
    "fields of a plain value": ("- ask: a\n  says: {a: b, c: d}", 4, "plain values"),
    "an unknown field within": ("- ask: a\n  entities: {id: geely, colour: red}", 4, "'colour' is unknown"),
    "half a path": ("- ask: a\n  paths: catl >", 4, "'catl >' is no path"),
    "one node": ("- ask: a\n  paths: catl", 4, "'catl' is no path"),
    "names in a path": ("- ask: a\n  paths: CATL > Michigan", 4, "is no path"),
    "no arrow": ("- ask: a\n  paths: catl = michigan", 4, "'=' is no arrow"),
    "an arrow both ways": ("- ask: a\n  paths: catl <-owns-> michigan", 4, "'<-owns->' is no arrow"),
    "a bad name": ("- ask: a\n  name: A question\n  status: none", 4, "'A question' is no name"),
    "a name twice": ("- {ask: a, name: n, status: none}\n- {ask: b, name: n, status: none}", 4, "first in line 3"),
    "a question twice": ("- {ask: a, status: none}\n- {ask: a, status: found}", 4, "first in line 3"),
    "a field twice": ("- ask: a\n  status: none\n  status: found", 5, "'status' stands here twice"),
    "an open quotation mark": ("- run: path \"a b\n  status: none", 3, "a quotation mark is not closed"),
    "no mapping": ("- who owns Volvo", 3, "must be 'name: value' lines"),
    "an empty value": ("- ask: a\n  status:", 4, "a value is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("items", "line", "problem"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_a_bank_is_told_with_its_line(written, items, line, problem):
    """A misspelt expectation would check nothing: it is an error, never passed over."""
    with pytest.raises(ClaimFileError) as caught:
        written(items)
    assert f"bank.yaml:{line}: " in str(caught.value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("questions: []", "'inroads' is missing"),
        ('inroads: "1"', "'questions' is missing"),
        ('inroads: "2"\nquestions: []', "this program reads format 1"),
        ('inroads: "1"\nquestions: []\nmore: []', "'more' is unknown in a question bank"),
        ("- ask: who", "a question bank must be 'name: value' lines"),
        ("", "the file is empty"),
        ("a: [", "this is not YAML"),
    ],
)
def test_what_is_no_bank_is_refused(tmp_path, text, problem):
    """Also a bank of a newer program."""
    path = tmp_path / "bank.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ClaimFileError) as caught:
        bank.read(path)
    assert problem in str(caught.value)


# ------------------------------------------------------------------------- running


def test_a_command_line_goes_to_the_command_as_words(seed, written):
    """Whatever options it has; the word `inroads` in front is left out."""
    heard = []
    given = ask(seed, CATL)

    def command(session, words):
        heard.append((session, words))
        return given

    items = ["- run: path 'Volvo' in:\"United States\" -k 2 --new-option\n  status: found"]
    items.append("- run: inroads barriers Geely\n  status: found")
    results = run(seed, written(*items), command)
    assert ["passed", "passed"] == [each.outcome for each in results]
    assert [
        (seed, ("path", "Volvo", "in:United States", "-k", "2", "--new-option")),
        (seed, ("barriers", "Geely")),
    ] == heard


def test_a_line_that_is_no_command_is_a_fault_of_the_bank(seed, written):
    """Named with its place, and nothing of the bank is scored."""
    questions = written("- run: fly to Michigan\n  status: found")
    with pytest.raises(ClaimFileError, match=r"bank.yaml:3: .*in a bank of English"):
        run(seed, questions, no_command)


def test_a_question_that_takes_too_long_is_a_miss(seed, written):
    """It is neither an answer nor a refusal."""

    def slow(session, words):
        raise TimeLimit("the search was cut short")

    (result,) = run(seed, written("- run: path a b\n  status: not-understood"), slow)
    assert ("missed", "the search was cut short") == (result.outcome, result.misses[0].came)


def test_a_bank_for_another_graph_skips_what_is_not_there(invented, seed):
    """Skipped is not passed; what can be asked of any graph still is."""
    english = [each for each in bank.read() if not each.words]
    results = run(invented, english, no_command, foreign=True)
    asked = {each.question.text: each.outcome for each in results if each.outcome != "skipped"}
    assert {"passed"} == set(asked.values())
    assert {"What is the weather in Paris?", "Delete every company."} < set(asked)
    assert not {VOLVO, "who owns Nissan?", CATL, "how does BYD reach Michigan?"} & set(asked)
    own = run(invented, english, no_command)
    assert {"passed", "missed"} == {each.outcome for each in own}


def test_progress_is_told_for_each_question(seed):
    """A question may take seconds."""
    told = []
    run(
        seed,
        [Question(VOLVO), Question(CATL)],
        no_command,
        progress=lambda *step: told.append(step),
    )
    assert [("Asking questions", done, 2) for done in range(3)] == told


# ------------------------------------------------------------------------- the bank that ships


def test_the_shipped_bank_asks_for_paths_lists_and_refusals():
    """At least forty questions, some of each sort, the named ones for `ask @name`."""
    questions = bank.read()
    assert 40 <= len(questions)
    assert 3 <= sum(each.about_strangers for each in questions)
    assert 5 <= sum(bool(each.words) for each in questions)
    assert {"us-production", "catl-michigan", "xiaomi-ford"} <= {each.name for each in questions}


def test_the_entities_of_the_shipped_bank_exist(seed):
    """A misspelt id would make a question one about another graph."""
    assert set() == {id_ for each in bank.read() for id_ in each.entities} - seed.table.nodes.keys()


def test_a_stored_question_is_found_by_its_name():
    """With what is expected of its answer."""
    found = bank.find("@us-production")
    assert 'path class:Company in:"United States" -k 20' == found.text
    assert ["paths-begin", "paths-include", "paths-exclude"] == [e.name for e in found.expected]


@pytest.mark.parametrize("name", ["@us-prodution", "@", "@us-production please"])
def test_an_unknown_name_of_a_question_is_refused_with_known_ones(name):
    """The nearest, or all of them."""
    with pytest.raises(NotUnderstood, match="@us-production"):
        bank.find(name)
