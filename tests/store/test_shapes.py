"""SHACL: the seed graph is valid, and every kind of fault is found and explained."""

from __future__ import annotations

import re
import subprocess
import sys

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

import ontology
from graph.claims.dates import is_date
from graph.claims.model import Claim, Quantity
from graph.store import rdf
from graph.store.shapes import SHAPES, Violation, violations
from ontology.namespaces import BASE, IR, PREFIXES, RDF, RDFS

SAMPLE = """
doc:mill-news a ir:Document ; dcterms:title "Mill news" ; dcterms:issued "2024-05" ;
    ir:textDigest "DIGEST" .

kg:acme a ir:Company , ir:Agent ; rdfs:label "Acme"@en ; skos:altLabel "埃克米"@zh .
kg:bolt a ir:Company , ir:Agent ; rdfs:label "Bolt"@en .
kg:utopia a ir:Country , ir:Place ; rdfs:label "Utopia"@en .
kg:duty a ir:Tariff , ir:Policy ; rdfs:label "duty on bolts"@en .
kg:plan a ir:Prospect ; ir:wouldBe ir:JointVenture ; rdfs:label "Acme-Bolt venture (prospect)"@en .
kg:lonely a ir:City , ir:Place ; rdfs:label "Lonely"@en .

claim:1 a ir:Claim , rdf:Statement ;
    rdf:subject kg:acme ; rdf:predicate rel:sellsIn ; rdf:object kg:utopia ;
    ir:product "bolts" ; ir:standing standing:stated ; ir:stage stage:operating ;
    ir:validFrom "2024" ; ir:attestation attestation:a .
claim:2 a ir:Claim , rdf:Statement ;
    rdf:subject kg:duty ; rdf:predicate rel:rate ; rdf:object quantity:f ;
    ir:period "2024-Q2" ; ir:standing standing:stated ;
    ir:attestation attestation:b .
claim:3 a ir:Claim , rdf:Statement ;
    rdf:subject kg:acme ; rdf:predicate rel:partnerIn ; rdf:object kg:plan ;
    ir:standing standing:reported ; ir:attestation attestation:c .
claim:4 a ir:Claim , rdf:Statement ;
    rdf:subject kg:acme ; rdf:predicate rel:partnersWith ; rdf:object kg:bolt ;
    ir:standing standing:reported ; ir:derivedBy "partners" ;
    ir:premise claim:3 .
claim:5 a ir:Claim , rdf:Statement ;
    rdf:subject kg:bolt ; rdf:predicate rel:sellsIn ; rdf:object "the far north" ;
    ir:standing standing:stated ; ir:attestation attestation:b .

attestation:a a ir:Attestation ; ir:document doc:mill-news ;
    ir:speakerKind "publisher" ; ir:stance stance:asserts ; ir:certainty certainty:certain ;
    ir:reading reading:explicit ; ir:evidence evidence:quote ; ir:words "sells bolts in Utopia" ;
    ir:start 10 ; ir:end 31 .
attestation:b a ir:Attestation ; ir:document doc:mill-news ;
    ir:speakerKind "entity" ; ir:speaker kg:bolt ; ir:stance stance:asserts ;
    ir:certainty certainty:unspecified ; ir:reading reading:implied ;
    ir:evidence evidence:record ; ir:words "row 7" ; ir:said "2024-spring" .
attestation:c a ir:Attestation ; ir:document doc:mill-news ;
    ir:speakerKind "unnamed" ; ir:speaker speaker:1 ; ir:stance stance:reports ;
    ir:certainty certainty:possible ; ir:reading reading:explicit ; ir:stage stage:proposed ;
    ir:evidence evidence:paraphrase ; ir:words "They may join." .
speaker:1 a ir:Speaker ; rdfs:label "people close to Acme" .

quantity:f a ir:Quantity ; ir:value 10.5 ; ir:upper 20.0 ; ir:unit "percent" ;
    ir:bound bound:between .
""".replace("DIGEST", "0" * 64)

FAULTS = {
    "no subject": ("rdf:subject kg:duty ; ", "", "claim:2", "rdf:subject", "exactly one rdf:subject"),
    "two subjects": ("rdf:subject kg:duty", "rdf:subject kg:duty , kg:duty2", "claim:2", "rdf:subject", "write one claim for each subject"),
    "an unknown relation": ("rel:sellsIn ; rdf:object kg:utopia", "rel:sellsTo ; rdf:object kg:utopia", "claim:1", "rdf:predicate", "add it to ontology/relations.ttl"),
    "an inverse as relation": ("rel:sellsIn ; rdf:object kg:utopia", "rel:ownedBy ; rdf:object kg:utopia", "claim:1", "rdf:predicate", "an ir:Relation of the ontology"),
    "no object": (" ; rdf:object kg:utopia", "", "claim:1", "rdf:object", "exactly one rdf:object"),
    "two objects": ("rdf:object kg:utopia", "rdf:object kg:utopia , kg:lonely", "claim:1", "rdf:object", "write one claim for each object"),
    "an object that is not there": ("rdf:object kg:plan", "rdf:object kg:plon", "claim:3", "rdf:object", "declare what it names under 'entities'"),
    "empty words as object": ('"the far north"', '""', "claim:5", "rdf:object", "plain words"),
    "a subject outside the domain": ("rdf:subject kg:bolt ; rdf:predicate rel:sellsIn", "rdf:subject kg:duty ; rdf:predicate rel:sellsIn", "claim:5", "rdf:subject", "cannot be the subject of"),
    "an object outside the range": ("rdf:object kg:plan", "rdf:object kg:bolt", "claim:3", "rdf:object", "cannot be the object of"),
    "a prospect outside the range": ("rdf:object kg:utopia", "rdf:object kg:plan", "claim:1", "rdf:object", "cannot be the object of"),
    "words for a figure": ("rdf:object quantity:f", 'rdf:object "10 percent"', "claim:2", "rdf:object", "10 percent cannot be the object of"),
    "a figure for a thing": ('"the far north"', "quantity:f", "claim:5", "rdf:object", "cannot be the object of"),
    "two products": ('ir:product "bolts"', 'ir:product "bolts" , "nuts"', "claim:1", "ir:product", "at most one ir:product"),
    "a place that is not there": ('ir:product "bolts"', "ir:place kg:nowhere", "claim:1", "ir:place", "an entity"),
    "a share that is a thing": ('ir:product "bolts"', "ir:share kg:acme", "claim:1", "ir:share", "in plain words"),
    "two means": ('ir:product "bolts"', 'ir:means "ships" , "trains"', "claim:1", "ir:means", "one claim for each"),
    "a respect that is a document": ('ir:product "bolts"', "ir:respect doc:mill-news", "claim:1", "ir:respect", "an entity"),
    "an office without words": ('ir:product "bolts"', 'ir:office ""', "claim:1", "ir:office", "in plain words"),
    "a period that is no date": ('"2024-Q2"', '"last year"', "claim:2", "ir:period", "partial date"),
    "no standing": ("ir:standing standing:stated ; ir:stage", "ir:stage", "claim:1", "ir:standing", "build the graph again"),
    "two standings": ("standing:stated ; ir:stage", "standing:stated , standing:denied ; ir:stage", "claim:1", "ir:standing", "exactly one ir:standing"),
    "a standing of another list": ("standing:stated ; ir:stage", "stage:agreed ; ir:stage", "claim:1", "ir:standing", "ir:standingList"),
    "a stage of no list": ("stage:operating", "stage:rumoured", "claim:1", "ir:stage", "ir:stageList"),
    "two stages": ("stage:operating", "stage:operating , stage:ended", "claim:1", "ir:stage", "at most one ir:stage"),
    "no attestation": (" ;\n    ir:attestation attestation:b .\nclaim:3", " .\nclaim:3", "claim:2", "", "say who says it, and where"),
    "a rule without premises": (" ;\n    ir:premise claim:3", "", "claim:4", "", "and its premises (ir:premise)"),
    "a premise that is no claim": ("ir:premise claim:3", "ir:premise kg:acme", "claim:4", "ir:premise", "a claim of this graph"),
    "a derived relation stated": ("rel:partnerIn ; rdf:object kg:plan", "rel:partnersWith ; rdf:object kg:bolt", "claim:3", "", "state its premises instead"),
    "an attestation that is not there": ("attestation:a .", "attestation:d .", "claim:1", "ir:attestation", "add the attestation"),
    "a claim that is not there replaced": ('ir:product "bolts"', "ir:replaces claim:9", "claim:1", "ir:replaces", "add the source that states it"),
    "a claim that is not there ended": ('ir:product "bolts"', "ir:ends claim:9", "claim:1", "ir:ends", "add the source that states it"),
    "a conflict with no claim": ('ir:product "bolts"', "ir:conflictsWith kg:bolt", "claim:1", "ir:conflictsWith", "build the graph again"),
    "an attestation of nothing": ("attestation:a .", "attestation:b .", "attestation:a", "", "at least one claim"),
    "a date of no calendar": ('ir:validFrom "2024"', 'ir:validFrom "2024-13"', "claim:1", "ir:validFrom", "2024-spring"),
    "a typed year": ('ir:validFrom "2024"', "ir:validFrom 2024", "claim:1", "ir:validFrom", "partial date"),
    "an end in no month": ('ir:validFrom "2024"', 'ir:validTo "2024-00"', "claim:1", "ir:validTo", "2024-spring"),
    "said some day": ('"2024-spring"', '"2024-fall"', "attestation:b", "ir:said", "2024-spring"),
    "no document": ("a ir:Attestation ; ir:document doc:mill-news ;\n    ir:speakerKind \"publisher\"", "a ir:Attestation ; ir:speakerKind \"publisher\"", "attestation:a", "ir:document", "say where the words stand"),
    "two stances": ("stance:reports", "stance:reports , stance:denies", "attestation:c", "ir:stance", "exactly one ir:stance"),
    "no certainty": ("ir:certainty certainty:possible ; ", "", "attestation:c", "ir:certainty", "certainty:unspecified where"),
    "a reading of no list": ("reading:implied", "reading:guessed", "attestation:b", "ir:reading", "else implied"),
    "no evidence": ("ir:evidence evidence:paraphrase ; ", "", "attestation:c", "ir:evidence", "quote, paraphrase or record"),
    "no words": (' ; ir:words "They may join."', "", "attestation:c", "ir:words", "exactly one ir:words"),
    "two stages told": ("stage:proposed", "stage:proposed , stage:agreed", "attestation:c", "ir:stage", "where the words tell of two"),
    "a retraction of nothing": ('"2024-spring"', '"2024-spring" ; ir:cancels attestation:e', "attestation:b", "ir:cancels", "the document it was made in"),
    "an attestation of no digest": ("attestation:b", "attestation:bee", "attestation:bee", "", "16 hex digits"),
    "a quote from nowhere": (" ;\n    ir:start 10 ; ir:end 31", "", "attestation:a", "", "start before end"),
    "a quote that ends before it starts": ("ir:start 10 ; ir:end 31", "ir:start 31 ; ir:end 31", "attestation:a", "", "start before end"),
    "a paraphrase with a place": ('ir:words "They may join."', 'ir:words "They may join." ; ir:start 0 ; ir:end 3', "attestation:c", "", "a paraphrase or a record has neither"),
    "an unknown kind of speaker": ('ir:speakerKind "publisher"', 'ir:speakerKind "editor"', "attestation:a", "ir:speakerKind", '"publisher", "entity" or "unnamed"'),
    "an entity speaker that is missing": ("ir:speaker kg:bolt ; ", "", "attestation:b", "", "ir:speaker is one entity"),
    "an unnamed speaker that is missing": ("ir:speaker speaker:1 ; ", "", "attestation:c", "", "one ir:Speaker"),
    "a speaker beside the publisher": ('ir:speakerKind "publisher"', 'ir:speakerKind "publisher" ; ir:speaker kg:bolt', "attestation:a", "", '"publisher" there is none'),
    "a speaker without words": (' ; rdfs:label "people close to Acme"', "", "speaker:1", "rdfs:label", "the words that describe it"),
    "a document elsewhere": ("doc:mill-news", "<https://example.com/mill-news>", "<https://example.com/mill-news>", "", ".../document/ and its id"),
    "a publication day of no calendar": ('"2024-05"', '"2024-02-30"', "doc:mill-news", "dcterms:issued", "leave it out where it is unknown"),
    "two titles": ('dcterms:title "Mill news"', 'dcterms:title "Mill news" , "News"', "doc:mill-news", "dcterms:title", "at most one dcterms:title"),
    "two publishers": ('dcterms:title "Mill news"', 'dcterms:publisher "Mill" , "News"', "doc:mill-news", "dcterms:publisher", "at most one"),
    "two authors": ('dcterms:title "Mill news"', 'dcterms:creator "Mill" , "News"', "doc:mill-news", "dcterms:creator", "at most one"),
    "an empty language": ('dcterms:title "Mill news"', 'dcterms:language ""', "doc:mill-news", "dcterms:language", "a BCP 47 tag"),
    "an empty address": ('dcterms:title "Mill news"', 'schema:url ""', "doc:mill-news", "schema:url", "leave it out"),
    "two words for what it is": ('dcterms:title "Mill news"', 'dcterms:type "notice" , "letter"', "doc:mill-news", "dcterms:type", "what it is called"),
    "two texts": ('dcterms:title "Mill news"', 'dcterms:source "a.txt" , "b.txt"', "doc:mill-news", "dcterms:source", "the name of its text"),
    "two agencies": ('dcterms:title "Mill news"', 'ir:wire "Mill" , "News"', "doc:mill-news", "ir:wire", "copies nothing"),
    "a digest cut short": ('"' + "0" * 64 + '"', '"000"', "doc:mill-news", "ir:textDigest", "64 hex digits"),
    "a figure without value": ("ir:value 10.5 ; ", "", "quantity:f", "ir:value", "exactly one ir:value"),
    "a figure without unit": ('ir:unit "percent" ;\n    ', "", "quantity:f", "ir:unit", "of what it is a number"),
    "a figure with a wrong bound": ("bound:between", "bound:roughly", "quantity:f", "ir:bound", "bound:exact where nothing else is said"),
    "an upper value without between": ("bound:between", "bound:exact", "quantity:f", "", "no other figure has any"),
    "between without an upper value": ("ir:upper 20.0 ; ", "", "quantity:f", "", "exactly one ir:upper"),
    "a value in words": ("ir:value 10.5", 'ir:value "10,5"', "quantity:f", "", "write 50000"),
    "an upper value below": ("ir:upper 20.0", "ir:upper 2.0", "quantity:f", "", "the smaller number of a range first"),
    "a figure of no digest": ("quantity:f", "quantity:few", "quantity:few", "", "graph.store.rdf.quantity"),
    "no label": (' ; rdfs:label "Acme"@en', "", "kg:acme", "rdfs:label", "exactly one rdfs:label"),
    "two labels": ('rdfs:label "Acme"@en', 'rdfs:label "Acme"@en , "Acme Ltd"@en', "kg:acme", "rdfs:label", "skos:altLabel"),
    "a label of no language": ('"Acme"@en', '"Acme"', "kg:acme", "rdfs:label", "in English (@en)"),
    "no kind": ('kg:bolt a ir:Company , ir:Agent ; ', "kg:bolt ", "kg:bolt", "rdf:type", "declare its kind"),
    "a kind of no ontology": ('kg:bolt a ir:Company , ir:Agent ; ', "kg:bolt a ir:Firm ; ", "kg:bolt", "rdf:type", "a kind of the ontology"),
    "an id in capitals": ("kg:lonely a ir:City , ir:Place", "kg:Lonely ir:plural true ; a ir:City , ir:Place", "kg:Lonely", "", "small letters"),
    "no label, and no claim": (' ; rdfs:label "Lonely"@en', "", "kg:lonely", "", "declare both"),
    "no kind, and no claim": ("kg:lonely a ir:City , ir:Place ; ", "kg:lonely ", "kg:lonely", "", "declare both"),
    "a prospect of nothing": ("ir:wouldBe ir:JointVenture ; ", "", "kg:plan", "ir:wouldBe", "say what it would be"),
    "a prospect of a lasting kind": ("ir:wouldBe ir:JointVenture", "ir:wouldBe ir:City", "kg:plan", "ir:wouldBe", "a contingent kind"),
    "a prospect that exists": ("kg:plan a ir:Prospect ;", "kg:plan a ir:Prospect , ir:Venture ;", "kg:plan", "rdf:type", "nothing else yet"),
    "a prospect that does not say so": (" (prospect)", "", "kg:plan", "rdfs:label", "ends in '(prospect)'"),
    "a claim of no digest": ("claim:5", "claim:five", "claim:five", "", "graph.claims.model.Claim.id"),
    "a blank claim": ("claim:5", "_:five", "[]", "", "give every node an IRI"),
    "a blank object": ('"the far north"', "[]", "claim:5", "rdf:object", "give every node an IRI"),
}  # fmt: skip


DATES = [
    *("2024", "2024-05", "2024-05-17", "2024-Q2", "2024-H1", "2024-spring", "2024-winter"),
    *("2024-00", "2024-13", "2024-04-31", "2024-02-30", "2024-02-29", "2024-05-00", "2024-05-32"),
    *("24", "20240", "2024-Q5", "2024-H3", "2024-fall", "2024-5", "2024-", "", " 2024", "2024\n"),
    *("２０２４", "2024-05-1", "2024-Q2-01", "May 2024"),
]


def lines(turtle: str, number: int = 0) -> list[str]:
    """Return a copy of the sample as N-Quads lines."""
    header = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return [
        f"{quad.triple} ." for quad in parse(header + copy(turtle, number), format=RdfFormat.TURTLE)
    ]


def copy(text: str, number: int) -> str:
    """Return a piece of the sample with ids of its own, so that many copies fit one graph."""
    text = re.sub(r"\b(kg|doc):([A-Za-z0-9-]+)", rf"\1:\2-{number}", text)
    digests = r"\b(claim|attestation|quantity|speaker):([0-9a-f])\b"
    return re.sub(digests, rf"\1:{number:012x}000\2", text)


def full(name: str) -> str:
    """Return a prefixed name as IRI."""
    prefix, colon, rest = name.partition(":")
    return PREFIXES[prefix] + rest if colon and prefix in PREFIXES else name.strip("<>")


def test_the_seed_graph_is_valid(seed):
    """Nothing in the graph that ships with the program breaks a shape."""
    assert [] == violations(seed.store.lines())


def test_the_invented_graph_is_valid(invented):
    """Nor does a graph of documents that deny, replace, retract and contradict each other."""
    assert [] == violations(invented.store.lines())


def test_the_sample_is_valid():
    """The sample that the faults are made from has none itself."""
    assert [] == violations(lines(SAMPLE))


@pytest.fixture(scope="module")
def found() -> list[Violation]:
    """What is wrong with one graph that holds the sample once for each fault, with that fault.

    One graph, because most of the time goes into reading shapes and ontology.
    """
    copies = []
    for number, (old, new, *_) in enumerate(FAULTS.values()):
        assert old in SAMPLE
        copies += lines(SAMPLE.replace(old, new), number)
    return violations(copies)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_explained(name, found):
    """Each fault is reported at its node and property, and the message tells what to do."""
    number = list(FAULTS).index(name)
    _, _, node, path, remedy = FAULTS[name]
    place = (full(copy(node, number)), full(path))
    there = [each for each in found if (each.node, each.path) == place]
    assert any(remedy in each.message for each in there), there


def test_nothing_else_is_found(found):
    """Other nodes are reported only where they use the node of the fault."""
    names = list(FAULTS)
    blamed = {full(copy(fault[2], number)) for number, fault in enumerate(FAULTS.values())}
    others = {names[number_of(each.node)] for each in found if each.node not in blamed}
    assert others == {
        "two subjects",
        "an attestation that is not there",
        "no kind",
        "a kind of no ontology",
        "a prospect of nothing",
        "a prospect of a lasting kind",
    }


def number_of(iri: str) -> int:
    """Return the number of the copy that a node belongs to."""
    name, _, number = iri.rpartition("/")[2].rpartition("-")
    return int(number) if name else int(number[:12], 16)


def test_violations_are_sorted_and_say_it_once():
    """The same faults give the same list, whatever the order of the lines."""
    faulty = lines(SAMPLE.replace("standing:stated", "stage:agreed").replace('"Acme"@en', '"Acme"'))
    found = violations(faulty)
    assert sorted(set(found)) == found
    assert found == violations(reversed(faulty))
    assert len(found) == 4  # three standings and a label


def test_named_graphs_are_seen_too():
    """A fault does not hide in a named graph."""
    graph = NamedNode("https://example.com/graph")
    fault = Quad(NamedNode(f"{BASE}id/nobody"), rdf.LABEL, rdf.TYPE, graph)
    found = violations([*lines(SAMPLE), f"{fault} ."])
    assert [f"{BASE}id/nobody"] == [each.node for each in found]


def test_rdflib_reads_literals_as_before():
    """PySHACL changes how rdflib reads literals; violations() puts that back, errors or not."""
    rdflib.NORMALIZE_LITERALS = False
    try:
        violations(lines(SAMPLE))
        assert rdflib.NORMALIZE_LITERALS is False
    finally:
        rdflib.NORMALIZE_LITERALS = True
    violations(lines(SAMPLE))
    assert rdflib.NORMALIZE_LITERALS is True
    assert rdflib.Literal("1", datatype=rdflib.XSD.boolean).value is True


def test_the_module_imports_no_rdf_library():
    """Only calling violations() costs the import of pySHACL and rdflib."""
    code = "import sys, graph.store.shapes; print({'rdflib', 'pyshacl'} & set(sys.modules))"
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert "set()" == output.stdout.strip()


def test_the_shapes_are_valid_shacl():
    """The shapes themselves conform to the shapes of SHACL."""
    shapes = rdflib.Graph().parse(ontology.FOLDER / SHAPES)
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text
    assert rdflib.NORMALIZE_LITERALS


def test_the_shapes_name_no_kind_and_no_relation():
    """Shapes know the claim model; kinds and relations are read from the ontology."""
    named = set(re.findall(r"\b(?:ir|rel):(\w+)", (ontology.FOLDER / SHAPES).read_text("utf-8")))
    known = ontology.compiled()
    assert set() == named & (known.kinds.keys() | known.relations.keys())


def test_every_message_tells_what_to_do():
    """Each message is a sentence with a remedy after its colon, or says how it must be."""
    shapes = rdflib.Graph().parse(ontology.FOLDER / SHAPES)
    messages = [str(each) for each in shapes.objects(None, rdflib.SH.message)]
    assert len(messages) > 50
    assert [] == [each for each in messages if not each.endswith(".") or len(each) < 30]
    unexplained = [
        each for each in shapes.subjects(rdflib.SH.path, None) if not _told(shapes, each)
    ]
    assert [] == unexplained


def _told(shapes: rdflib.Graph, shape: rdflib.term.Node) -> bool:
    """Tell whether a property shape, or a shape around it, has a message."""
    above = {rdflib.SH.property, rdflib.SH.node, rdflib.RDF.first, rdflib.RDF.rest}
    above |= {rdflib.SH["or"], rdflib.SH["not"], rdflib.SH.qualifiedValueShape}
    if (shape, rdflib.SH.message, None) in shapes:
        return True
    return any(_told(shapes, each) for each, by in shapes.subject_predicates(shape) if by in above)


@pytest.mark.parametrize("text", DATES)
def test_shapes_and_reader_agree_on_dates(text):
    """The pattern of the shapes is what the reader of claim files takes for a date."""
    shapes = rdflib.Graph().parse(ontology.FOLDER / SHAPES)
    pattern = str(shapes.value(rdflib.URIRef(IR + "PartialDate"), rdflib.SH.pattern))
    assert is_date(text) == bool(re.search(pattern.removesuffix("$") + r"\Z", text))


def test_what_the_program_writes_of_a_figure_is_valid():
    """The nodes that the program mints have the IRIs that the shapes ask for."""
    claim = Claim("acme", "price", Quantity("1", "USD"))
    assert re.fullmatch("[0-9a-f]{16}", claim.id)
    assert re.fullmatch(f"{BASE}quantity/[0-9a-f]{{16}}", rdf.quantity(Quantity("1", "USD")).value)


def test_every_property_of_a_graph_is_declared(seed, invented):
    """A graph uses the ontology's own terms only where the ontology declares them."""
    declared = {str(each) for each in ontology.load().subjects(rdflib.RDF.type, None)}
    foreign = (RDF, RDFS, PREFIXES["skos"], PREFIXES["dcterms"], PREFIXES["schema"])
    text = "\n".join([*seed.store.lines(), *invented.store.lines()])
    used = {quad.predicate.value for quad in parse(text, format=RdfFormat.N_QUADS)}
    assert set() == {each for each in used - declared if not each.startswith(foreign)}


def test_a_violation_is_plain_data():
    """Violations sort by node, then property."""
    assert Violation("a", "b", "z") < Violation("a", "c", "a") < Violation("b", "a", "a")
