"""RDF as sources: what says the same is read, what says more or less is refused by name."""

import json
import re
import socket
import threading

import pytest

from graph.claims.corpus import assemble
from graph.claims.model import Claim, Name, Stance
from graph.errors import ClaimFileError
from graph.store import intake, rdf_files
from ontology.namespaces import PREFIXES

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()))
BODY = """
kg:acme a ir:Company ; rdfs:label "Acme"@en ; skos:altLabel "Acme GmbH"@de-at ; dcterms:identifier "lei:1" .
kg:bolt a ir:Company ; rdfs:label "Bolt"@en .
doc:paper a ir:Document ; dcterms:title "News" ; dcterms:publisher "The Post" .
claim:c1 a ir:Claim ; rdf:subject kg:acme ; rdf:predicate rel:owns ; rdf:object kg:bolt ;
  ir:attestation attestation:a1 .
attestation:a1 a ir:Attestation ; ir:document doc:paper ; ir:stance stance:asserts ;
  ir:evidence evidence:paraphrase ; ir:words "Acme owns Bolt." .
"""


def write(folder, content, name="x.ttl"):
    """Return the path of a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(folder, body, vocabulary):
    """Return the one claim file of a Turtle body."""
    (source,) = rdf_files.read(write(folder, HEAD + body), vocabulary).sources
    return source.file


# ------------------------------------------------------------- what says the same


def test_hand_written_rdf_needs_little(vocabulary, tmp_path):
    """No standing, no superclasses, no statement type: what is computed need not be there."""
    file = read(tmp_path, BODY, vocabulary)
    (statement,) = file.statements
    assert (Claim("acme", "owns", "bolt"),) == statement.claims
    assert (Stance.ASSERTS, "publisher") == (statement.stance, statement.speakers[0].kind)
    assert (Name("Acme GmbH", "de-AT"),) == file.entities[0].aliases
    assert (("lei", "1"),) == file.entities[0].external


def test_ids_are_computed_and_not_believed(vocabulary, tmp_path):
    """Claims and attestations get the ids that their content gives them."""
    (record,) = assemble([read(tmp_path, BODY, vocabulary)], vocabulary).records.values()
    assert Claim("acme", "owns", "bolt").id == record.id != "c1"
    assert "a1" != record.attestations[0].id


def test_a_standing_is_computed_and_not_believed(vocabulary, tmp_path):
    """Whatever the file says of it, of stages, dates and conflicts."""
    typed = "claim:c1 ir:standing standing:corroborated ; ir:stage stage:ended ; ir:conflictsWith claim:c1 ."
    assert read(tmp_path, BODY, vocabulary) == read(tmp_path, BODY + typed, vocabulary)


def test_derived_claims_are_counted_and_left_out(vocabulary, tmp_path):
    """With their direct triples."""
    derived = """
claim:c2 a ir:Claim ; rdf:subject kg:acme ; rdf:predicate rel:partnersWith ; rdf:object kg:bolt ;
  ir:derivedBy "partners" ; ir:premise claim:c1 .
kg:acme rel:partnersWith kg:bolt . kg:bolt rel:partnersWith kg:acme .
"""
    contents = rdf_files.read(write(tmp_path, HEAD + BODY + derived), vocabulary)
    assert 1 == contents.derived
    assert [read(tmp_path, BODY, vocabulary)] == [each.file for each in contents.sources]


def test_json_ld_with_its_own_context_is_read(vocabulary, tmp_path):
    """Compact JSON-LD is RDF like any other, as long as its context lies in it."""
    data = {
        "@context": {
            **PREFIXES,
            "subject": {"@id": "rdf:subject", "@type": "@id"},
            "says": {"@id": "rdf:predicate", "@type": "@vocab"},
        },
        "@graph": [
            {"@id": "kg:acme", "@type": "ir:Company", "rdfs:label": "Acme"},
            {"@id": "kg:bolt", "@type": "ir:Company", "rdfs:label": "Bolt"},
            {"@id": "doc:paper", "@type": "ir:Document"},
            {
                "@id": "claim:c1", "@type": "ir:Claim", "subject": "kg:acme", "says": "rel:owns",
                "rdf:object": {"@id": "kg:bolt"},
                "ir:attestation": {
                    "@id": "attestation:a1", "@type": "ir:Attestation",
                    "ir:document": {"@id": "doc:paper"}, "ir:stance": {"@id": "stance:asserts"},
                    "ir:evidence": {"@id": "evidence:record"}, "ir:words": "row 1",
                },
            },
        ],
    }  # fmt: skip
    path = write(tmp_path, json.dumps(data), "x.jsonld")
    (source,) = rdf_files.read(path, vocabulary).sources
    assert (Claim("acme", "owns", "bolt"),) == source.file.statements[0].claims


# ------------------------------------------------------------- what is refused

C2 = "claim:c2 a ir:Claim ; rdf:subject kg:acme ; rdf:predicate rel:owns ; "
FAULTS = {
    "a fact without a claim": ("kg:bolt rel:owns kg:acme .", "kg:bolt: 'rel:owns kg:acme' stands there without a claim"),
    "a claim nobody makes": (C2 + "rdf:object kg:bolt .", "claim:c2: nobody says this claim"),
    "a claim without object": (C2 + "ir:attestation attestation:a1 .", "claim:c2: it has no rdf:object"),
    "a claim with two objects": ("claim:c1 rdf:object kg:acme .", "claim:c1: it has several rdf:object"),
    "an unknown relation": (
        "claim:c2 a ir:Claim ; rdf:subject kg:acme ; rdf:predicate rel:ownz ; rdf:object kg:bolt .",
        "rel:ownz is no relation.*owns",
    ),
    "an unknown kind": ('kg:x a ir:Compny ; rdfs:label "X" .', "kg:x: ir:Compny is no kind.*Company"),
    "two kinds": ("kg:acme a ir:Brand .", "kg:acme: it has several kinds: Brand, Company"),
    "no kind": ('kg:x rdfs:label "X" .', "kg:x: it has no kind"),
    "no label": ("kg:x a ir:Company .", "kg:x: it has no rdfs:label"),
    "two labels": ('kg:acme rdfs:label "Acme Inc" .', "kg:acme: it has several rdfs:label"),
    "a wrong subject": (
        'kg:t a ir:Tariff ; rdfs:label "t" .\n' + C2.replace("kg:acme", "kg:t") + "rdf:object kg:bolt .",
        "subject of 'owns' cannot be a Tariff",
    ),
    "a thing and itself": (C2 + "rdf:object kg:acme .", "cannot stand in a relation to itself"),
    "an entity nobody describes": (C2 + "rdf:object kg:nobody .", "'nobody' is no entity of this file"),
    "a document nobody describes": ("attestation:a1 ir:document doc:other .", "several ir:document"),
    "an attestation of nothing": (
        'attestation:a2 a ir:Attestation ; ir:document doc:paper ; ir:stance stance:denies ; '
        'ir:evidence evidence:record ; ir:words "x" .',
        "attestation:a2: it belongs to no claim",
    ),
    "an attestation that is not there": (
        "claim:c1 ir:attestation attestation:a9 .", "its attestation 'a9' is not in this file"
    ),
    "an unknown stance": ("attestation:a1 ir:certainty certainty:sure .", "'sure' is no certainty"),
    "a member of another list": (
        "attestation:a1 ir:certainty stance:denies .", "is not what stands here"
    ),
    "a date that is none": ('attestation:a1 ir:said "soon" .', "'soon' is no date"),
    "an end before the beginning": (
        'attestation:a1 ir:validFrom "2026" ; ir:validTo "2025" .', "ends .2025. before it begins"
    ),
    "a retraction of nothing": ("attestation:a1 ir:cancels attestation:a1 .", "need each other"),
    "an unknown property": ("kg:acme ir:revenue 5 .", "kg:acme: nothing here reads ir:revenue"),
    "a foreign property": ('kg:acme <http://xmlns.com/foaf/0.1/nick> "A" .', "nothing here reads <http://xmlns"),
    "a document's foreign property": ('doc:paper dcterms:subject "A" .', "nothing here reads dcterms:subject"),
    "an identifier of no scheme": ('kg:acme dcterms:identifier "1" .', "names no scheme"),
    "an IRI as text": ("doc:paper schema:url <https://x.example/> .", "schema:url must be text"),
    "a blank node": ("[] a ir:Claim .", "blank nodes and triple terms are not read"),
    "a blank object": ("kg:acme rel:owns [] .", "blank nodes and triple terms are not read"),
    "a triple term": ("kg:acme rel:owns <<( kg:acme rel:owns kg:bolt )>> .", "triple terms"),
    "a long literal": (f'doc:paper rdfs:comment "{"x" * 100_001}" .', "a value has 100,001 characters"),
    "a control character": (r'doc:paper rdfs:comment "\u001B[31m" .', r"U\+001B is not allowed"),
    "an id out of our namespace": ('<http://x.example/a> a ir:Company ; rdfs:label "A" .', "is not what stands here"),
    "a bad entity id": ('<https://inroads.example/id/A%20B> a ir:Company ; rdfs:label "A" .', "is not what stands"),
    "a relative IRI": ("<rel> a ir:Company .", "this is not Turtle: .*No scheme"),
    "no Turtle": ("kg:acme a .", "this is not Turtle"),
}  # fmt: skip


@pytest.mark.parametrize(("added", "message"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_kept_is_refused(added, message, vocabulary, tmp_path):
    """With file and node, and the line where it can be told: nothing is dropped in silence."""
    path = write(tmp_path, HEAD + BODY + added)
    with pytest.raises(ClaimFileError) as caught:
        rdf_files.read(path, vocabulary)
    assert re.search(message, str(caught.value), re.DOTALL), caught.value
    assert str(caught.value).startswith(str(path))
    assert len(str(caught.value)) < 600


def test_a_syntax_error_names_its_line(vocabulary, tmp_path):
    """As does a fault of a node, by the line that first names it."""
    lines = (HEAD + BODY).count("\n")
    with pytest.raises(ClaimFileError, match=rf"x\.ttl:{lines + 1}: this is not Turtle"):
        rdf_files.read(write(tmp_path, HEAD + BODY + "kg:acme a ."), vocabulary)
    triple = "<https://inroads.example/id/x> <http://www.w3.org/2000/01/rdf-schema#label> "
    with pytest.raises(ClaimFileError, match=r"x\.nq:2: kg:x: it has no kind"):
        rdf_files.read(write(tmp_path, f'# one\n{triple}"X" .\n', "x.nq"), vocabulary)


def test_named_graphs_are_refused(vocabulary, tmp_path):
    """There is one graph: what somebody put aside in another is not asserted."""
    path = write(
        tmp_path, f"{HEAD}{BODY}\n<http://x.example/g> {{ kg:acme a ir:Company }}", "x.trig"
    )
    with pytest.raises(ClaimFileError, match=r"x\.trig: the named graph <http://x\.example/g>"):
        rdf_files.read(path, vocabulary)


def test_a_file_without_documents_is_refused(vocabulary, tmp_path):
    """It holds nothing that anybody says."""
    with pytest.raises(ClaimFileError, match=r"x\.ttl: the file holds no document"):
        rdf_files.read(write(tmp_path, HEAD), vocabulary)


@pytest.mark.parametrize("ending", [".rdf", ".xml", ".owl", ".RDF"])
def test_rdf_xml_is_refused_by_name(ending, vocabulary, tmp_path):
    """Before it is opened: XML entities reach into other files."""
    with pytest.raises(ClaimFileError, match=r"(?s)is RDF/XML.*Turtle"):
        intake.contents_of(tmp_path / f"nowhere{ending}", vocabulary)


JSON_LD = {
    "an unmapped term": ('{"@id": "https://x.example/a", "name": "A"}', "no context says what 'name'"),
    "an unmapped type": ('{"@id": "https://x.example/a", "@type": "Company"}', "what 'Company' stands for"),
    "a relative id": ('[{"@id": "a", "@type": "https://x.example/T"}]', "'a' is a relative IRI"),
    "a null": ('{"@id": "https://x.example/a", "https://x.example/p": null}', "is null"),
    "a null in a list": ('{"@id": "https://x.example/a", "https://x.example/p": [null]}', "a null stands"),
    "a null context": ('{"@context": null, "name": "A"}', "context is null"),
    "a term mapped to null": ('{"@context": {"name": null}, "name": "A"}', "maps 'name' to null"),
    "a relative vocabulary": ('{"@context": {"@vocab": "x"}, "name": "A"}', "no absolute IRI"),
    "an unknown keyword": ('{"@id": "https://x.example/a", "@nest": {}}', "'@nest' is not read"),
    "a key twice": ('{"@id": "https://x.example/a", "@id": "https://x.example/b"}', "'@id' stands twice"),
    "a named graph": ('{"@id": "https://x.example/g", "@graph": [{"@id": "https://x.example/a", "https://x.example/p": "v"}]}', "named graph"),
    "a list": ('{"@id": "https://x.example/a", "https://x.example/p": {"@list": ["v"]}}', "blank nodes"),
    "deep nesting": ("[" * 100_000, "nested too deeply"),
    "deep but closed": ('{"a":' * 900 + "1" + "}" * 900, "no context says|blank|not JSON|nested"),
    "NaN": ('{"@id": NaN}', "NaN is no JSON"),
    "a huge number": ('{"@id": "https://x.example/a", "https://x.example/p": ' + "9" * 5000 + "}", "not JSON we read"),
    "a scalar": ('"text"', "is no JSON-LD"),
    "half a surrogate pair": (r'{"@id": "https://x.example/a", "https://x.example/p": "\ud800"}', r"U\+D800 is not allowed"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), JSON_LD.values(), ids=JSON_LD)
def test_what_json_ld_would_drop_in_silence_is_refused(text, message, vocabulary, tmp_path):
    """A processor of JSON-LD ignores what no context maps: here that is a lost fact."""
    with pytest.raises(ClaimFileError) as caught:
        rdf_files.read(write(tmp_path, text, "x.jsonld"), vocabulary)
    assert re.search(message, str(caught.value)), caught.value


# ------------------------------------------------------------- nothing is fetched


@pytest.fixture
def listener():
    """Return a port on loopback, and the connections that were made to it."""
    seen = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    stop = threading.Event()

    def listen():
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            seen.append(connection.recv(100))
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], seen
    stop.set()
    thread.join()
    server.close()


def test_the_listener_hears_what_is_fetched(listener):
    """Else the next test could not fail."""
    port, seen = listener
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET")
        connection.recv(1)
    assert [b"GET"] == seen


REMOTE = {
    "a context": ("jsonld", '{{"@context": "{url}", "name": "A"}}'),
    "a context in a list": ("jsonld", '{{"@context": [{{}}, "{url}"], "name": "A"}}'),
    "a context of a node within": ("jsonld", '{{"http://x/p": {{"@context": "{url}", "@id": "http://x/a"}}}}'),
    "a context of a term": (
        "jsonld", '{{"@context": {{"t": {{"@id": "http://x/t", "@context": "{url}"}}}}, "t": {{"a": 1}}}}'
    ),
    "a context of a term's term": (
        "jsonld",
        '{{"@context": {{"t": {{"@id": "http://x/t", "@context": {{"u": {{"@id": "http://x/u", "@context": "{url}"}}}}}}}}}}',
    ),
    "an import": ("jsonld", '{{"@context": {{"@import": "{url}"}}, "name": "A"}}'),
    "a base": ("ttl", "@base <{url}> .\n<a> a <b> ."),
    "an import of OWL": ("ttl", "<http://x/o> <http://www.w3.org/2002/07/owl#imports> <{url}> ."),
    "an XML entity": ("rdf", '<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]><x>&e;</x>'),
}  # fmt: skip


@pytest.mark.parametrize(("ending", "text"), REMOTE.values(), ids=REMOTE)
def test_nothing_is_fetched(ending, text, listener, vocabulary, tmp_path):
    """Addresses in a file are refused or mean nothing: nobody is called."""
    port, seen = listener
    content = text.format(url=f"http://127.0.0.1:{port}/x")
    path = write(tmp_path, content, f"x.{ending}")
    with pytest.raises(ClaimFileError):
        intake.contents_of(path, vocabulary)
    assert [] == seen
