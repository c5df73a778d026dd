"""Python knows roles, never relations: the ontology alone decides what can be asked and said."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import ontology
import seeds
from graph.answers.answer import Answers, PathQuestion
from graph.answers.ask import ask
from graph.answers.barriers import BarrierQuestion, Barriers
from graph.answers.cuts import CutQuestion, Separation
from graph.answers.model import to_json
from graph.answers.supposed import Supposition
from graph.answers.whatif import WhatIf
from graph.network import measures
from graph.session import Session
from graph.store.build import build

INVENTED = Path(__file__).parent.parent / "invented"


def copied(folder):
    """Return a copy of the ontology: its Turtle and its rules."""
    target = folder / "ontology"
    (target / "rules").mkdir(parents=True)
    for path in ontology.FOLDER.glob("*.ttl"):
        shutil.copy(path, target)
    for path in ontology.FOLDER.glob("rules/*.rq"):
        shutil.copy(path, target / "rules")
    return target


def opened(claim_files, vocabulary):
    """Return the session of a graph built from these claim files with this ontology."""
    return Session(build(claim_files, vocabulary))


# ------------------------------------------------------------------------- a new relation

SPONSORS = """
rel:sponsors a ir:Relation , owl:ObjectProperty ; rdfs:label "sponsors"@en ; ir:role role:relation ;
    rdfs:comment "Pays for the doings of somebody."@en ;
    rdfs:domain ir:Agent ; rdfs:range ir:Agent ;
    ir:phrase "sponsors {}[ for {product}]" ; ir:infinitive "sponsor {}[ for {product}]" ;
    ir:inversePhrase "is sponsored by {}[ for {product}]" ;
    ir:inverseInfinitive "be sponsored by {}[ for {product}]" ;
    ir:looseness 0.25 .
"""
REGISTER = """
inroads: "1"
document: {id: register, title: Register of sponsors, publisher: Register}
entities:
  acme: {kind: Company, label: Acme}
  bolt: {kind: Company, label: Bolt}
  cog: {kind: Company, label: Cog}
  cups: {kind: Product, label: cups, plural: yes}
statements:
  - record: row 1
    claims:
      - acme sponsors bolt product=cups
  - record: row 2
    certainty: possible
    claims:
      - bolt sponsors cog
"""


@pytest.fixture(scope="module")
def sponsors(tmp_path_factory):
    """Return a graph whose ontology has one relation more, and claims that use it."""
    folder = tmp_path_factory.mktemp("sponsors")
    vocabulary = copied(folder)
    with (vocabulary / "relations.ttl").open("a", encoding="utf-8") as file:
        file.write(SPONSORS)
    (folder / "register.yaml").write_text(REGISTER, "utf-8")
    return opened([folder / "register.yaml"], ontology.compiled(vocabulary))


def test_a_relation_added_in_turtle_is_walked_and_worded(sponsors):
    """The new relation makes paths, with its own phrases, both ways and in every hedge."""
    best = Answers(sponsors).path(PathQuestion(("Acme",), ("Cog",))).paths[0]
    assert ("Acme sponsors Bolt for cups. Bolt may sponsor Cog.", 5.5625) == (
        best.sentence,
        best.cost,
    )
    back = Answers(sponsors).path(PathQuestion(("Cog",), ("Acme",))).paths[0]
    assert "Cog may be sponsored by Bolt, which is sponsored by Acme for cups." == back.sentence


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who sponsors Bolt?", "Acme sponsors Bolt for cups."),
        ("which companies sponsor Cog?", "Bolt may sponsor Cog."),
        ("who is Bolt sponsored by?", "Acme sponsors Bolt for cups."),
        ("who does Acme sponsor?", "Acme sponsors Bolt for cups."),
        ("which companies are sponsored by Bolt", "Bolt may sponsor Cog."),
    ],
)
def test_a_relation_added_in_turtle_can_be_asked_about(sponsors, question, answer):
    """Its phrases are questions at once."""
    assert answer == ask(sponsors, question).answer


def test_a_relation_added_in_turtle_counts_and_can_be_queried(sponsors):
    """It is measured like any other, and is a triple where it is a fact."""
    best, *_ = measures.rank(sponsors.network, "degree")
    assert ("bolt", 2.0) == (best.entity, best.value)
    certain, possible = "{ ?who rel:sponsors kg:bolt }", "{ ?who rel:sponsors kg:cog }"
    assert 1 == len(sponsors.store.select(f"SELECT * {certain}", timeout=5).rows)
    assert 0 == len(sponsors.store.select(f"SELECT * {possible}", timeout=5).rows)


# ------------------------------------------------------------------------- everything renamed

PATHS = {
    "seed": [
        ("CATL", "Michigan"), ("class:company", "in:US"), ("Xiaomi", "Ford"), ("Geely", "in:US"),
        ("China", "in:North America"), ("BYD", "Michigan"), ("from:China+class:company", "Canada"),
        ("Michigan", "energy storage"), ("class:venture", "class:product"),
    ],
    "invented": [
        ("Ondrava Wind", "in:Veldria"), ("class:company", "in:Veldria"), ("Maristel", "Tesra"),
        ("kg:northlay", "Seagrip"), ("Tsukimori", "kg:skarnholm"), ("class:actor", "class:place"),
        ("Darro Venn", "Seagrip"),
    ],
}  # fmt: skip
QUESTIONS = {
    "seed": [
        "who owns Volvo", "which brands does Geely own", "who partners with Ford",
        "which companies are based in China", "what hinders Chinese EVs", "who holds talks with Ford",
        "who has a site in South Carolina", "which tariffs hinder Chinese EVs", "what does CATL produce",
        "how are Ford and Xiaomi connected", "show all paths from Geely to the US", "who produces EVs",
    ],
    "invented": [
        "who owns Seagrip", "who owns Maristel", "which companies does Maristel supply",
        "who partners with Tsukimori", "what does Skarnholm Cable operate", "who sells in Veldria",
    ],
}  # fmt: skip
BARRIERS = {
    "seed": [("Geely", "US"), ("class:Company", "Canada"), ("Chinese EVs", ""), ("BYD", "")],
    "invented": [("Tsukimori", "Veldria"), ("class:company", "")],
}
WHAT_IFS = {
    "seed": [("Ford", ("CATL",), ("Michigan",)), ("China", ("Geely",), ("US",))],
    "invented": [
        ("doc:harbour-grid", ("Ondrava Wind",), ("in:Veldria",)),
        ("Maristel", ("Tsukimori",), ("kg:skarnholm",)),
    ],
}


class Renaming:
    """Opaque names for every relation and every kind, in the same order as the old ones."""

    def __init__(self, vocabulary):
        self.relations = {old: f"r{n:03}" for n, old in enumerate(sorted(vocabulary.relations))}
        self.kinds = {old: f"K{n:03}" for n, old in enumerate(sorted(vocabulary.kinds))}
        self.old = {new: old for old, new in [*self.relations.items(), *self.kinds.items()]}

    def turtle(self, text):
        """Return Turtle or SPARQL with new names behind ``rel:`` and ``ir:``."""
        text = re.sub(r"\brel:(\w+)", lambda m: f"rel:{self.relations.get(m[1], m[1])}", text)
        return re.sub(r"\bir:(\w+)", lambda m: f"ir:{self.kinds.get(m[1], m[1])}", text)

    def claims(self, text):
        """Return a claim file with new kinds and relations; its quotes stay as they are."""
        text = re.sub(r"\bkind: (\w+)", lambda m: f"kind: {self.kinds[m[1]]}", text)
        return re.sub(r"(?m)^( *- [\w-]+ )(\w+)(?= \S)", self._relation, text)

    def _relation(self, match):
        return match[1] + self.relations.get(match[2], match[2])


@pytest.fixture(scope="module")
def renaming(vocabulary):
    """Return new names for all that the ontology defines."""
    return Renaming(vocabulary)


@pytest.fixture(scope="module")
def renamed(tmp_path_factory, renaming):
    """Return both graphs, built from renamed copies of ontology, rules and claim files."""
    folder = tmp_path_factory.mktemp("renamed")
    vocabulary = copied(folder)
    for path in [*vocabulary.glob("*.ttl"), *vocabulary.glob("rules/*.rq")]:
        path.write_text(renaming.turtle(path.read_text("utf-8")), "utf-8")
    graphs = {}
    for name, files in {"seed": seeds.files(), "invented": INVENTED.glob("*.yaml")}.items():
        target = folder / name
        target.mkdir()
        for path in files:
            (target / path.name).write_text(renaming.claims(path.read_text("utf-8")), "utf-8")
            for text in path.parent.glob("*.txt"):
                shutil.copy(text, target)
        graphs[name] = opened(target.glob("*.yaml"), ontology.compiled(vocabulary))
    return graphs


def canonical(opened_, answer, old):
    """Return an answer's JSON with old names, old claim ids and no order among equal claims."""
    ids = {
        record.id: replace(record.claim, relation=old(record.claim.relation)).id
        for record in opened_.store.records(row.id for row in opened_.table.rows)
    }

    def plain(value):
        if isinstance(value, Mapping):
            return {key: plain(each) for key, each in value.items() if key != "sparql"}
        if isinstance(value, list):
            return in_order([plain(each) for each in value])
        return ids.get(value, old(value)) if isinstance(value, str) else value

    known = set(ids.values())

    def in_order(items):
        if items and all(isinstance(each, dict) and "attestations" in each for each in items):
            return sorted(items, key=lambda each: each["id"])
        premises = items and all(isinstance(each, str) and each in known for each in items)
        return sorted(items) if premises else items

    return plain(to_json(answer))


def answers_of(opened_, name, old):
    """Return the answers to all paths and questions, comparable between the two graphs."""
    answers = Answers(opened_)
    given = [answers.path(PathQuestion((a,), (b,), k=8)) for a, b in PATHS[name]]
    given += [ask(opened_, question) for question in QUESTIONS[name]]
    given += [Barriers(opened_).answer(BarrierQuestion((who,), at)) for who, at in BARRIERS[name]]
    given += [Separation(opened_).answer(CutQuestion((a,), (b,))) for a, b in PATHS[name]]
    given += [
        WhatIf(opened_, Supposition((gone,))).answer(
            lambda changed, ends=ends: Answers(changed).path(PathQuestion(*ends))
        )
        for gone, *ends in WHAT_IFS[name]
    ]
    return [canonical(opened_, each, old) for each in given]


@pytest.mark.parametrize("name", ["seed", "invented"])
def test_renaming_every_relation_and_kind_changes_no_answer(request, renamed, renaming, name):
    """With all IRIs opaque the same questions have the same answers, word for word."""
    before = answers_of(request.getfixturevalue(name), name, lambda text: text)
    after = answers_of(renamed[name], name, lambda text: renaming.old.get(text, text))
    for one, other in zip(before, after, strict=True):
        assert one == other
    assert {"found", "none"} == {each["status"] for each in before}


def test_the_renamed_graph_knows_no_old_name(renamed, renaming):
    """The renaming was thorough: no relation or kind of the graph has its old name."""
    for opened_ in renamed.values():
        used = {row.relation for row in opened_.table.rows}
        used |= {node.kind for node in opened_.table.nodes.values()}
        used |= {*opened_.ontology.relations, *opened_.ontology.kinds}
        assert used <= set(renaming.old)
        assert not used & {*renaming.relations, *renaming.kinds}


@pytest.mark.parametrize("by", sorted(measures.MEASURES))
def test_renaming_changes_no_rank(seed, renamed, by):
    """Places and values stay with their entities."""
    ranked = [
        [(each.place, each.entity, each.value) for each in measures.rank(given.network, by)]
        for given in (seed, renamed["seed"])
    ]
    assert ranked[0] == ranked[1]
