"""The ontology: sound OWL, complete wording, and the only place that names kinds and relations."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

import ontology
from graph.claims.model import (
    QUALIFIERS,
    Bound,
    Certainty,
    EvidenceKind,
    Reading,
    Stage,
    Stance,
    Standing,
)
from graph.errors import OntologyError
from ontology import table
from ontology.namespaces import BASE, IR, LISTS, REL
from ontology.records import Ontology, from_json, to_json

ROOT = ontology.FOLDER.parent
TURTLE_FILES = sorted(path.name for path in ontology.FOLDER.glob("*.ttl"))
DECLARING = {
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    RDF.Property,
}
SLOT = re.compile(r"\{([^}]*)\}")


@pytest.fixture(scope="module")
def turtle() -> rdflib.Graph:
    """All Turtle but the shapes."""
    whole = rdflib.Graph()
    for name in TURTLE_FILES:
        if name != "shapes.ttl":
            whole.parse(ontology.FOLDER / name)
    return whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the ontology that a test may spoil."""
    return Path(shutil.copytree(ontology.FOLDER, tmp_path / "ontology"))


def own(node: rdflib.term.Node) -> bool:
    """Tell whether a node is a term of Inroads."""
    return isinstance(node, rdflib.URIRef) and node.startswith(BASE)


# ---------------------------------------------------------------- sound Turtle, sound OWL


@pytest.mark.parametrize("name", TURTLE_FILES)
def test_each_file_parses_by_itself(name):
    """Each Turtle file is complete, prefixes included."""
    assert len(rdflib.Graph().parse(ontology.FOLDER / name)) > 10


def test_the_ontology_imports_its_other_files(turtle):
    """One owl:Ontology has version and description, and imports every other, as Protege needs."""
    header = rdflib.URIRef(IR.removesuffix("#"))
    others = set(turtle.subjects(RDF.type, OWL.Ontology)) - {header}
    assert others == set(turtle.objects(header, OWL.imports))
    for name in (rdflib.DCTERMS.title, rdflib.DCTERMS.license, OWL.versionInfo, RDFS.comment):
        assert turtle.value(header, name), name


def test_all_of_our_terms_are_declared(turtle):
    """Every term of Inroads that stands anywhere in a triple has a type."""
    used = {node for triple in turtle for node in triple if own(node)}
    used -= {rdflib.URIRef(IR.removesuffix("#"))}
    assert set() == {node for node in used if (node, RDF.type, None) not in turtle}


def test_properties_are_used_as_properties(turtle):
    """Every own predicate is a declared property; every own class in a hierarchy is a class."""
    predicates = {predicate for predicate in turtle.predicates() if own(predicate)}
    assert set() == {p for p in predicates if not set(turtle.objects(p, RDF.type)) & DECLARING}
    classes = {c for pair in turtle.subject_objects(RDFS.subClassOf) for c in pair if own(c)}
    classes |= {c for c in turtle.objects(None, RDF.type) if own(c)}
    assert set() == {c for c in classes if (c, RDF.type, OWL.Class) not in turtle}


def test_shapes_use_declared_terms_only(turtle):
    """What the shapes say of ir:, evidence: and bound: terms exists in the ontology."""
    shapes = rdflib.Graph().parse(ontology.FOLDER / "shapes.ttl")
    mine = {s for s in shapes.subjects() if own(s)}
    used = {node for triple in shapes for node in triple if own(node)} - mine
    assert len(used) > 30
    assert set() == {node for node in used if (node, RDF.type, None) not in turtle}
    queries = " ".join(map(str, shapes.objects(None, SH.select)))
    for name in re.findall(r"\bir:(\w+)", queries):
        assert (rdflib.URIRef(IR + name), RDF.type, None) in turtle, name


def test_everything_declared_has_one_label_and_a_comment(turtle):
    """Classes and properties, relations among them, are named and described in English."""
    declared = {s for kind in DECLARING for s in turtle.subjects(RDF.type, kind) if own(s)}
    assert len(declared) > 120
    for term in sorted(declared):
        (label,) = turtle.objects(term, RDFS.label)
        (comment,) = turtle.objects(term, RDFS.comment)
        assert label.language == comment.language == "en", term
        assert comment.endswith("."), term


def test_members_of_lists_have_label_definition_and_place(turtle):
    """Each member of a closed list is described; places are 1, 2, 3 ..."""
    for name in LISTS:
        scheme = rdflib.URIRef(f"{IR}{name}List")
        assert (scheme, RDF.type, SKOS.ConceptScheme) in turtle
        assert turtle.value(scheme, SKOS.prefLabel)
        assert turtle.value(scheme, SKOS.definition)
        members = list(turtle.subjects(SKOS.inScheme, scheme))
        places = sorted(int(str(turtle.value(each, SKOS.notation))) for each in members)
        assert list(range(1, len(members) + 1)) == places
        for member in members:
            assert f"{BASE}{name}/{turtle.value(member, SKOS.prefLabel)}" == str(member)
            assert turtle.value(member, SKOS.definition), member


def test_unions_are_well_formed(turtle):
    """A union is a blank class over a list of two or more different declared classes."""
    unions = list(turtle.subject_objects(OWL.unionOf))
    assert len(unions) > 20
    for union, members in unions:
        kinds = list(Collection(turtle, members))
        assert isinstance(union, rdflib.BNode)
        assert (union, RDF.type, OWL.Class) in turtle
        assert len(kinds) == len(set(kinds)) > 1
        assert all((kind, RDF.type, OWL.Class) in turtle for kind in kinds)


def test_no_blank_node_but_unions(turtle):
    """Blank nodes are the unions and their lists, nothing else."""
    blank = {node for triple in turtle for node in triple if isinstance(node, rdflib.BNode)}
    lists = {node for node in blank if (node, RDF.first, None) in turtle}
    assert set(turtle.subjects(OWL.unionOf)) == blank - lists


def test_domains_and_ranges_are_classes_that_exist(turtle):
    """No property has two domains or ranges (OWL would read them as an intersection)."""
    for name in (RDFS.domain, RDFS.range):
        for subject in set(turtle.subjects(name)):
            (value,) = turtle.objects(subject, name)
            foreign = isinstance(value, rdflib.URIRef) and not own(value)
            assert foreign or (value, RDF.type, OWL.Class) in turtle, subject


def test_inverses_are_properties_that_no_claim_states(turtle):
    """An inverse is a plain object property; a symmetric relation has none."""
    pairs = list(turtle.subject_objects(OWL.inverseOf))
    assert len({inverse for _, inverse in pairs}) == len(pairs) > 5
    for relation, inverse in pairs:
        assert (inverse, RDF.type, OWL.ObjectProperty) in turtle
        assert (inverse, RDF.type, rdflib.URIRef(IR + "Relation")) not in turtle
        assert (relation, RDF.type, OWL.SymmetricProperty) not in turtle


def test_the_hierarchy_of_kinds_has_no_circle(vocabulary):
    """No kind is its own ancestor, and each has at most one kind right above it."""
    for kind in vocabulary.kinds.values():
        assert kind.ancestors[0] == kind.id
        assert len(set(kind.ancestors)) == len(kind.ancestors) <= 2


def test_the_ontology_stays_small(vocabulary):
    """A closed world that a person can read in one sitting."""
    assert len(vocabulary.kinds) <= 30
    assert len(vocabulary.relations) <= 70


# ---------------------------------------------------------------- Turtle and Python say the same


@pytest.mark.parametrize(
    ("name", "enum"),
    [
        ("stance", Stance),
        ("certainty", Certainty),
        ("reading", Reading),
        ("stage", Stage),
        ("standing", Standing),
        ("bound", Bound),
        ("evidence", EvidenceKind),
    ],
)
def test_closed_lists_and_enums_agree(vocabulary, name, enum):
    """The members of each list are the members of its enum, in the same order."""
    assert vocabulary.lists[name] == tuple(member.value for member in enum)


def test_qualifiers_agree(turtle):
    """The qualifiers of the model are the properties that call themselves so, in their order."""
    text = (ontology.FOLDER / "inroads.ttl").read_text("utf-8")
    assert re.findall(r'^ir:(\w+) a .*"Qualifier: ', text, re.MULTILINE) == list(QUALIFIERS)
    said = {
        str(subject).removeprefix(IR)
        for subject, comment in turtle.subject_objects(RDFS.comment)
        if comment.startswith("Qualifier: ")
    }
    assert said == set(QUALIFIERS)


def test_records_use_words_of_the_closed_lists(vocabulary):
    """Roles, flows, effects and purposes of records are members of their lists."""
    lists = {name: set(members) for name, members in vocabulary.lists.items()}
    for relation in vocabulary.relations.values():
        assert relation.role in lists["role"]
        assert {*relation.flows_along, *relation.flows_against} <= lists["flow"]
        assert relation.effect in lists["effect"] | {""}
        assert relation.purpose in lists["purpose"] | {""}
        assert set(relation.domain + relation.range) <= set(vocabulary.kinds)
    for kind in vocabulary.kinds.values():
        assert kind.effect in lists["effect"] | {""}
        assert set(kind.acts_on) <= lists["flow"]
        assert kind.ranked in {"", "yes", "shown"}


def test_every_purpose_has_a_relation_and_every_role(vocabulary):
    """No member of the lists of roles and purposes is left without a relation."""
    assert set(vocabulary.lists["role"]) == {each.role for each in vocabulary.relations.values()}
    assert set(vocabulary.lists["purpose"]) == {
        each.purpose for each in vocabulary.relations.values()
    } - {""}


def test_weights_are_sane(vocabulary):
    """Shares lie in (0, 1], looseness in [0, 1]; only hops have flows and weights."""
    for kind in vocabulary.kinds.values():
        assert 0 < kind.share <= 1
    for relation in vocabulary.relations.values():
        assert 0 < relation.share <= 1
        assert 0 <= relation.looseness <= 1
        if relation.role in ("policy", "none"):
            assert not (relation.flows_along + relation.flows_against + (relation.looseness or ()))


def test_compiling_is_not_disturbed_by_the_shapes(folder, vocabulary):
    """shapes.ttl lies among the files that are compiled, and adds nothing to the records."""
    (folder / "shapes.ttl").unlink()
    assert to_json(vocabulary) == to_json(ontology.compiled(folder))


def test_records_survive_json(vocabulary):
    """What a build writes is what an open graph reads."""
    assert vocabulary == from_json(to_json(vocabulary))


# ---------------------------------------------------------------- what kinds inherit


def test_kinds_inherit_what_they_do_not_say(vocabulary):
    """A value holds for subkinds, unless a nearer one says otherwise."""
    venture, joint = vocabulary.kinds["Venture"], vocabulary.kinds["JointVenture"]
    assert (True, True, True, 0.5) == (joint.passable, joint.contingent, joint.deal, joint.share)
    assert (venture.ranked, venture.article) == (joint.ranked, joint.article)
    assert vocabulary.kinds["City"].place
    assert vocabulary.kinds["Agent"].passable
    assert vocabulary.kinds["Company"].passable
    assert not vocabulary.kinds["Group"].passable
    assert ("which", "who") == (
        vocabulary.kinds["Company"].pronoun,
        vocabulary.kinds["Person"].pronoun,
    )


def test_inheritance_goes_through_several_steps(folder):
    """The nearest ancestor that says something wins."""
    with (folder / "inroads.ttl").open("a", encoding="utf-8") as file:
        file.write(
            'ir:Alliance a owl:Class ; rdfs:subClassOf ir:Partnership ; rdfs:label "alliance"@en ;'
            ' ir:pluralLabel "alliances" ; rdfs:comment "A." ; ir:hopShare 0.25 .\n'
            'ir:Pact a owl:Class ; rdfs:subClassOf ir:Alliance ; rdfs:label "pact"@en ;'
            ' ir:pluralLabel "pacts" ; rdfs:comment "P." .\n'
        )
    pact = ontology.compiled(folder).kinds["Pact"]
    assert ("Pact", "Alliance", "Partnership", "Venture") == pact.ancestors
    assert (0.25, True) == (pact.share, pact.contingent)


def test_what_an_effect_acts_on_is_inherited_with_it(folder):
    """A subkind of a tariff taxes the same flow."""
    with (folder / "inroads.ttl").open("a", encoding="utf-8") as file:
        file.write(
            'ir:Levy a owl:Class ; rdfs:subClassOf ir:Tariff ; rdfs:label "levy"@en ;'
            ' ir:pluralLabel "levies" ; rdfs:comment "L." .\n'
        )
    levy = ontology.compiled(folder).kinds["Levy"]
    assert ("taxes", ("market",)) == (levy.effect, levy.acts_on)


def test_fits_and_is_a(vocabulary):
    """A kind fits where one of its ancestors is named; an empty list fits all."""
    assert vocabulary.is_a("JointVenture", "Venture")
    assert not vocabulary.is_a("Venture", "JointVenture")
    assert vocabulary.fits("City", ("Agent", "Place"))
    assert not vocabulary.fits("City", ("Agent",))
    assert vocabulary.fits("City", ())


# ---------------------------------------------------------------- wording


def phrases(vocabulary: Ontology) -> Iterator[tuple[str, str, str]]:
    """Yield (relation, name of the phrase, phrase) of all phrases there are."""
    names = ("phrase", "infinitive", "past", "inverse_phrase", "inverse_infinitive")
    names += ("together", "together_infinitive")
    for relation in vocabulary.relations.values():
        for name in names:
            if getattr(relation, name):
                yield relation.id, name, getattr(relation, name)


def test_slots_are_qualifiers(vocabulary):
    """A slot is the other end or a qualifier; there is one other end; brackets hold a slot."""
    for relation, name, phrase in phrases(vocabulary):
        slots = SLOT.findall(phrase)
        assert slots.count("") <= 1, (relation, name)
        assert set(slots) <= {"", *QUALIFIERS}, (relation, name)
        assert len(slots) == len(set(slots)), (relation, name)
        optional = re.findall(r"\[([^\]]*)\]", phrase)
        assert all(len(SLOT.findall(each)) == 1 for each in optional), (relation, name)
        bare = re.sub(r"\[[^\]]*\]|\{[^}]*\}", "", phrase)
        assert not set("[]{}") & set(bare), (relation, name)
        assert "  " not in phrase, (relation, name)
        assert phrase == phrase.strip(), (relation, name)


def test_forms_of_a_phrase_take_the_same_slots(vocabulary):
    """Present, infinitive and past of one phrase leave the same places open."""
    for relation in vocabulary.relations.values():
        for forms in (
            (relation.phrase, relation.infinitive, relation.past or relation.phrase),
            (relation.inverse_phrase, relation.inverse_infinitive),
            (relation.together, relation.together_infinitive),
        ):
            assert len({tuple(SLOT.findall(each)) for each in forms}) == 1, relation.id


def test_an_infinitive_differs_from_its_phrase(vocabulary):
    """The third person singular is no infinitive: owns, own; is, be; has, have."""
    for relation in vocabulary.relations.values():
        assert relation.phrase.split()[0] != relation.infinitive.split()[0], relation.id
        expected = {"is": "be", "has": "have"}.get(relation.phrase.split()[0])
        assert expected in (None, relation.infinitive.split()[0]), relation.id
        if not relation.quantity:
            inverse = relation.inverse_phrase.split()[0], relation.inverse_infinitive.split()[0]
            assert inverse[0] != inverse[1], relation.id
            assert {"is": "be", "has": "have"}.get(inverse[0]) in (None, inverse[1]), relation.id


def test_symmetric_relations_read_alike_both_ways(vocabulary):
    """The inverse phrase of a symmetric relation is its phrase."""
    for relation in vocabulary.relations.values():
        if relation.symmetric:
            assert relation.phrase == relation.inverse_phrase
            assert relation.infinitive == relation.inverse_infinitive
            assert relation.domain == relation.range


def test_founding_relations_lead_to_contingent_kinds(vocabulary):
    """A founding relation can bring its object into being."""
    founding = [each for each in vocabulary.relations.values() if each.founding]
    assert founding
    for relation in founding:
        assert any(vocabulary.kinds[kind].contingent for kind in relation.range), relation.id
    contingent = {kind.id for kind in vocabulary.kinds.values() if kind.contingent}
    reached = {k for k in contingent if any(vocabulary.fits(k, each.range) for each in founding)}
    assert contingent == reached


def test_rules_conclude_what_only_rules_may_state(vocabulary):
    """A stated claim is never overwritten by a derived one: their relations differ."""
    assert vocabulary.rules
    concluded = set()
    for name, text in vocabulary.rules.items():
        (relation,) = re.findall(r"\(rel:(\w+) AS \?relation\)", text)
        assert vocabulary.relations[relation].derived_only, name
        concluded.add(relation)
        assert text.startswith("# title: "), name
        assert "\n# description: " in text, name
        assert "ORDER BY" in text, name
    assert {each.id for each in vocabulary.relations.values() if each.derived_only} == concluded


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ('ir:phrase "opens" ; ', "relation/opens> has no phrase"),
        ('ir:infinitive "open" ;', "relation/opens> has no infinitive"),
        ('ir:inversePhrase "is opened by" ; ', "relation/opens> has no inversePhrase"),
        ('ir:inverseInfinitive "be opened by" ;', "relation/opens> has no inverseInfinitive"),
        ('rdfs:comment "Brings a facility into being."@en ;', "relation/opens> has no comment"),
    ],
)
def test_a_relation_that_misses_something_is_named(folder, missing, told):
    """Compiling names the relation and what it lacks, and what to do."""
    path = folder / "relations.ttl"
    text = path.read_text("utf-8")
    assert missing in text
    path.write_text(text.replace(missing, "", 1), "utf-8")
    with pytest.raises(OntologyError, match=re.escape(told)) as caught:
        ontology.compiled(folder)
    assert "add one to the ontology" in str(caught.value)


def test_a_relation_without_label_or_role_is_named(folder):
    """A new relation must say what it is called and what it may be in a path."""
    path = folder / "relations.ttl"
    path.write_text(path.read_text("utf-8") + "rel:new a ir:Relation .\n", "utf-8")
    with pytest.raises(OntologyError, match="relation/new> has no label"):
        ontology.compiled(folder)
    label = 'rel:new rdfs:label "new"@en ; rdfs:comment "New."@en .\n'
    path.write_text(path.read_text("utf-8") + label, "utf-8")
    with pytest.raises(OntologyError, match="relation/new> has no role"):
        ontology.compiled(folder)


def test_a_figure_needs_no_inverse_phrase(folder, vocabulary):
    """Nobody reads a sentence from a figure to what it is a figure of."""
    assert [] == [r.id for r in vocabulary.relations.values() if r.quantity and r.inverse_phrase]


def test_a_syntax_error_names_file_and_line(folder):
    """Turtle that does not parse is one sentence with file and line."""
    path = folder / "lists.ttl"
    lines = path.read_text("utf-8").splitlines()
    lines.insert(30, "stance:shrugs a skos:Concept ; ; nonsense")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(OntologyError, match=r"^\S+/lists\.ttl:31: [^\n]+$"):
        ontology.compiled(folder)


def test_an_empty_list_is_refused(folder):
    """A closed list without members is a mistake, not an empty answer."""
    path = folder / "lists.ttl"
    text = path.read_text("utf-8").replace("skos:inScheme ir:boundList", "skos:inScheme ir:none")
    path.write_text(text, "utf-8")
    with pytest.raises(OntologyError, match="the list 'bound' is empty"):
        ontology.compiled(folder)


# ---------------------------------------------------------------- the README


def test_the_readme_is_current():
    """`python -m ontology.table` has been run since the ontology changed."""
    text = table.README.read_text("utf-8")
    assert table.current(text) == text


def test_the_readme_lists_everything(vocabulary):
    """Each kind, relation and member of a list has its line."""
    generated = table.render()
    for name in (*vocabulary.kinds, *vocabulary.relations):
        assert f"\n| `{name}` | " in generated, name
    for members in vocabulary.lists.values():
        assert all(f"\n| `{member}` | " in generated for member in members)


def test_the_readme_keeps_what_is_written_by_hand():
    """Only the part between the marks is written anew."""
    made = table.current(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    assert made.startswith(f"before\n{table.BEGIN}\n\n### Kinds")
    assert made.endswith(f"{table.END}\nafter\n")
    assert "\nold\n" not in made


def test_a_readme_without_marks_is_refused():
    """The marks are asked for, instead of a table at an unforeseen place."""
    with pytest.raises(OntologyError, match="put these lines in"):
        table.current("no marks here")


def test_the_entry_of_the_readme_works(folder, vocabulary):
    """The example of a new relation compiles as it stands, and shows up in the tables."""
    (entry,) = re.findall(r"```turtle\n(.*?)```", table.README.read_text("utf-8"), re.DOTALL)
    with (folder / "relations.ttl").open("a", encoding="utf-8") as file:
        file.write(entry)
    grown = ontology.compiled(folder)
    (added,) = grown.relations.keys() - vocabulary.relations.keys()
    assert f"| `{added}` | `Agent` | `Agent`, `Facility` | " in table.render(folder)


def test_the_readme_names_each_property_of_a_relation(turtle):
    """What an entry may state is told in the hand-written part."""
    text = table.README.read_text("utf-8").partition(table.BEGIN)[0]
    for subject, comment in turtle.subject_objects(RDFS.comment):
        if comment.startswith("Of a relation: "):
            assert f"`ir:{str(subject).removeprefix(IR)}" in text, subject


# ---------------------------------------------------------------- Python names none of it


ALLOWED = {
    ("graph/network/policies.py", "origin"): "the purpose 'origin' of the closed list, not the"
    " relation of the same name: purposes are what Python may know",
    ("graph/answers/picking.py", "origin"): "the same",
    ("graph/answers/grammar/lexicon.py", "origin"): "the same",
}
MODULES = sorted([*ROOT.glob("graph/**/*.py"), *ROOT.glob("queries/**/*.py"), ROOT / "cli.py"])


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of all string constants that are no docstrings, parts of f-strings too."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in constants:
        if isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def named(source: str, vocabulary: Ontology) -> Iterator[tuple[int, str]]:
    """Yield (line, id) of each kind or relation that a module names, bare or as an IRI."""
    names = vocabulary.kinds.keys() | vocabulary.relations.keys()
    iri = re.compile(rf"(?:\brel:|\bir:|{REL}|{IR})(\w+)")
    for line, text in strings(source):
        found = {text, *iri.findall(text)} & names
        yield from ((line, name) for name in sorted(found))


def test_no_module_names_a_kind_or_a_relation(vocabulary):
    """Python knows roles, purposes and flags; kinds and relations are the ontology's alone."""
    assert len(MODULES) > 20
    found = {
        (path.relative_to(ROOT).as_posix(), name): line
        for path in MODULES
        for line, name in named(path.read_text("utf-8"), vocabulary)
    }
    assert {} == {place: line for place, line in found.items() if place not in ALLOWED}
    assert ALLOWED.keys() <= found.keys(), "an exemption that is no longer needed"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x = "owns"', ["owns"]),
        ('x = {"Company": 1}', ["Company"]),
        ('x = f"SELECT ?x {{ ?x a ir:Company ; rel:owns {y} }}"', ["Company", "owns"]),
        (f'x = "{REL}owns"', ["owns"]),
        ('def f():\n    "owns"', []),
        ('"""Company."""', []),
        ('class A:\n    "owns"\n    x = "owns"', ["owns"]),
        ('x = "who owns what"', []),
        ("owns = Company = 1", []),
    ],
)
def test_the_search_for_names_finds_them(vocabulary, source, expected):
    """The test above would see a name in any of these forms."""
    assert expected == [name for _, name in named(source, vocabulary)]
