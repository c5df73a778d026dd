"""Exports for graph tools: one edge a claim, its standing with it, and nothing read as code."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest
from hostile import EVIL, opened
from hypothesis import given
from hypothesis import strategies as st

from graph.claims.model import Standing
from graph.errors import BadParameter, OutputError
from graph.pages import cypher, export
from graph.pages.exchange import Edge, PropertyGraph, Vertex, collect
from graph.pages.xml_graphs import gexf, graphml
from graph.session import Session

FORMS = sorted(export.GRAPH_FORMATS)
GEXF = "{http://www.gexf.net/1.2draft}"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Return the graph whose every text is made to harm."""
    return opened(tmp_path_factory.mktemp("evil"))


@pytest.fixture(scope="module", params=["seed", "invented", "evil"])
def graph(request: pytest.FixtureRequest) -> Session:
    """Return each of the graphs."""
    found: Session = request.getfixturevalue(request.param)
    return found


def one(label: str = "a", words: str = "b") -> PropertyGraph:
    """Return a property graph of two nodes and one edge with these texts."""
    nodes = tuple(Vertex(id_, label, "Company", False, label) for id_ in ("a", "b"))
    edge = Edge("c1", "a", "b", "owns", label, "stated", "", True, words, "", "", "", "d", words)
    return PropertyGraph(nodes, (edge,), {"Company": ("Company", "Agent")}, "")


# ------------------------------------------------------------------------ what goes in


def test_every_entity_is_a_node_and_every_counting_claim_an_edge(graph: Session) -> None:
    """Figures and words have no second node; derived and dead claims stay out."""
    found = collect(graph)
    assert sorted(graph.table.nodes) == [each.id for each in found.vertices]
    expected = {
        row.id: (row.subject, row.object)
        for row in graph.table.rows
        if row.object
        and not row.derived
        and row.standing.place <= Standing.DISPUTED.place
        and (row.stage is None or row.stage.value != "ended")
    }
    assert expected == {edge.claim: (edge.source, edge.target) for edge in found.edges}


def test_what_is_left_out_is_counted(seed: Session) -> None:
    """No claim is lost without a word."""
    found = collect(seed)
    told = sum(map(int, re.findall(r"\d+", found.left_out)))
    assert len(seed.table.rows) == len(found.edges) + told
    assert "1 weaker than disputed" in found.left_out


def test_the_lowest_floor_takes_in_everything(seed: Session) -> None:
    """What is denied and what is over too, as what it is."""
    every = collect(seed, Standing.RETRACTED)
    assert "weaker" not in every.left_out
    assert "over" not in every.left_out
    assert {"denied"} <= {edge.standing for edge in every.edges}
    assert {"stated"} == {edge.standing for edge in collect(seed, Standing.STATED).edges}


def test_nothing_that_is_no_fact_passes_as_one(seed: Session) -> None:
    """Every edge tells its standing, and the label of what is no fact tells it too."""
    edges = collect(seed, Standing.RETRACTED).edges
    rows = seed.table.by_id
    for edge in edges:
        row = rows[edge.claim]
        assert row.standing.value == edge.standing
        assert edge.fact == edge.label.endswith(seed.ontology.relations[row.relation].label)
        assert edge.fact == (
            edge.standing in ("corroborated", "stated", "implied")
            and edge.stage in ("", "operating", "in-force")
        )
    (disputed,) = {each.label for each in edges if each.claim == "4a0fb2e3478cd71b"}
    assert "is a partner in (disputed)" == disputed


# ------------------------------------------------------------------------ GraphML and GEXF


def test_networkx_reads_from_graphml_what_went_in(graph: Session) -> None:
    """Nodes, edges under their claims' ids, and every field of both."""
    found = collect(graph)
    read = nx.parse_graphml(graphml(found)[0], force_multigraph=True)
    nodes = {v.id: {k: x for k, x in v._asdict().items() if k != "id"} for v in found.vertices}
    assert nodes == dict(read.nodes(data=True))
    edges = {
        (e.source, e.target, e.claim): {
            k: x for k, x in e._asdict().items() if k not in ("source", "target", "claim")
        }
        for e in found.edges
    }
    assert edges == {(u, v, k): data for u, v, k, data in read.edges(keys=True, data=True)}


def test_networkx_reads_from_gexf_what_went_in(graph: Session) -> None:
    """The same, with labels where Gephi shows them."""
    found = collect(graph)
    read = nx.read_gexf(io.BytesIO(gexf(found)[0].encode()))
    assert read.is_directed()
    assert {v.id: v.label for v in found.vertices} == dict(read.nodes(data="label"))
    assert {v.id: v.kind for v in found.vertices} == dict(read.nodes(data="kind"))
    edges = {
        e.claim: (e.source, e.target, e.label, e.standing, e.fact, e.words) for e in found.edges
    }
    assert edges == {
        data["id"]: (u, v, *(data[name] for name in ("label", "standing", "fact", "words")))
        for u, v, data in read.edges(data=True)
    }


def test_gexf_has_the_parts_its_schema_asks_for(seed: Session) -> None:
    """Attributes are declared once for each class; every value is for a declared one."""
    root = ET.fromstring(gexf(collect(seed))[0])
    assert (f"{GEXF}gexf", "1.2") == (root.tag, root.get("version"))
    (drawn,) = root.findall(f"{GEXF}graph")
    assert {"defaultedgetype": "directed", "mode": "static"} == drawn.attrib
    assert ["attributes", "attributes", "nodes", "edges"] == [
        each.tag.removeprefix(GEXF) for each in drawn
    ]
    for class_, path in (("node", "nodes/node"), ("edge", "edges/edge")):
        columns = drawn.find(f"{GEXF}attributes[@class='{class_}']")
        assert columns is not None
        declared = [each.get("id") for each in columns]
        assert len(set(declared)) == len(declared)
        items = drawn.findall("/".join(GEXF + part for part in path.split("/")))
        for item in items:
            values = [v.get("for") for v in item.iter(f"{GEXF}attvalue")]
            assert declared == values
            assert item.get("label")


@given(text=st.text(st.characters(codec="utf-8")))
def test_any_text_gives_xml_and_what_is_taken_out_is_counted(text: str) -> None:
    """Control characters that XML cannot hold go, and nothing else."""
    kept = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    (written, removed), (gexf_, _) = graphml(one(text, text)), gexf(one(text, text))
    assert 7 * (len(text) - len(kept)) == removed  # as often as `one` uses it
    read = nx.parse_graphml(written, force_multigraph=True)
    assert kept.replace("\r\n", "\n").replace("\r", "\n") == read.nodes["a"]["label"]
    assert kept == ET.fromstring(gexf_).find(f".//{GEXF}node").get("label")  # type: ignore[union-attr]


def test_what_xml_cannot_hold_is_told() -> None:
    """A notice, not a crash."""
    done = export.GRAPH_FORMATS["gexf"](one("a\x00b"))
    assert "taken out" in done.notes[0]
    assert 'label="ab"' in done.files[""]


# ------------------------------------------------------------------------ CSV


def test_csv_has_the_columns_of_gephi(graph: Session) -> None:
    """Nodes by Id and Label; edges by Source, Target, Type and Id."""
    found = collect(graph)
    files = export.GRAPH_FORMATS["csv"](found).files
    assert {"nodes.csv", "edges.csv"} == set(files)
    nodes, edges = (
        list(csv.DictReader(io.StringIO(files[name], newline="")))
        for name in ("nodes.csv", "edges.csv")
    )
    assert ["Id", "Label"] == list(nodes[0])[:2]
    assert ["Source", "Target", "Type", "Id", "Label"] == list(edges[0])[:5]
    assert [v.id for v in found.vertices] == [row["Id"] for row in nodes]
    assert [(e.source, e.target, "Directed", e.claim, e.standing) for e in found.edges] == [
        (row["Source"], row["Target"], row["Type"], row["Id"], row["standing"]) for row in edges
    ]


def test_csv_holds_no_formula(evil: Session) -> None:
    """What a spreadsheet would run begins with an apostrophe."""
    files = export.GRAPH_FORMATS["csv"](collect(evil)).files
    cells = [
        cell for text in files.values() for row in csv.reader(io.StringIO(text)) for cell in row
    ]
    assert f"'{EVIL}" in cells
    assert [] == [each for each in cells if each.startswith(("=", "+", "-", "@"))]


# ------------------------------------------------------------------------ Cypher

TOKEN = re.compile(
    r"""(?P<string>'(?:[^'\\]|\\(?:['"\\ntrbf]|u[0-9A-F]{4}))*')
      | (?P<quoted>`[A-Za-z0-9_]+`)
      | (?P<word>[A-Za-z_]+)
      | (?P<mark>->|\+=|[-(){}\[\]:,.;=])
      | (?P<space>[ \n])""",
    re.VERBOSE,
)
ALLOWED = {
    "CREATE", "CONSTRAINT", "IF", "NOT", "EXISTS", "FOR", "REQUIRE", "IS", "UNIQUE", "MERGE",
    "MATCH", "SET", "true", "false", "n", "a", "b", "r",
}  # fmt: skip
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def tokens(text: str) -> list[tuple[str, str]]:
    """Return the tokens of a script; fails at anything a strict reader would not take."""
    found, place = [], 0
    while place < len(text):
        match = TOKEN.match(text, place)
        assert match, f"no token at {text[place : place + 40]!r}"
        assert match.lastgroup
        if match.lastgroup != "space":
            found.append((match.lastgroup, match[0]))
        place = match.end()
    return found


def unescaped(literal: str) -> str:
    """Return what a string literal means."""
    return re.sub(
        r"\\(?:u([0-9A-F]{4})|(.))",
        lambda m: chr(int(m[1], 16)) if m[1] else SIMPLE.get(m[2], m[2]),
        literal[1:-1],
    )


def statements(text: str) -> list[list[tuple[str, str]]]:
    """Return the tokens of each statement."""
    found: list[list[tuple[str, str]]] = [[]]
    for kind, token in tokens(text):
        if token == ";":
            found.append([])
        else:
            found[-1].append((kind, token))
    assert [] == found.pop()
    return found


def test_a_script_holds_one_statement_for_each_node_and_edge(graph: Session) -> None:
    """None of the words of a source is read as Cypher."""
    found = collect(graph)
    done = statements(cypher.cypher(found))
    assert 1 + len(found.vertices) + len(found.edges) == len(done)
    assert {"CREATE", "MERGE", "MATCH"} == {each[0][1] for each in done}
    words = {
        token
        for each in done
        for (kind, token), after in zip(each, [*each[1:], ("", "")], strict=True)
        if kind == "word" and after[1] != ":"
    }
    assert words - {"id"} <= ALLOWED


def test_texts_come_back_from_their_literals(evil: Session) -> None:
    """Quotes, backslashes and escapes of escapes mean themselves."""
    literals = {
        unescaped(t) for kind, t in tokens(cypher.cypher(collect(evil))) if kind == "string"
    }
    assert {EVIL, "aldo", "end", "Brand"} <= literals


@given(text=st.text(st.characters(codec="utf-8")))
def test_any_text_is_one_literal_and_comes_back(text: str) -> None:
    """Whatever the text, the reader sees one string."""
    ((kind, token),) = tokens(cypher.literal(text))
    assert ("string", text) == (kind, unescaped(token))


@given(text=st.text(st.characters(codec="utf-8")))
def test_a_reader_that_takes_escapes_first_still_sees_one_literal(text: str) -> None:
    """Some versions turn an escaped code into its character before they look for quotes."""
    early = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), cypher.literal(text))
    body = re.sub(r"\\.", "", early[1:-1], flags=re.DOTALL)
    assert "'" not in body
    assert not body.endswith("\\")


def test_only_facts_have_the_bare_type_of_their_relation(seed: Session) -> None:
    """``MATCH ()-[:PARTNER_IN]->()`` finds no rumour."""
    text = cypher.cypher(collect(seed))
    types = dict(re.findall(r"\[r:`(\w+)` \{claim: '(\w+)'\}", text))
    by_claim = {claim: type_ for type_, claim in re.findall(r"\[r:`(\w+)` \{claim: '(\w+)'", text)}
    assert types
    for edge in collect(seed).edges:
        bare = re.sub("([a-z])([A-Z])", r"\1_\2", edge.relation).upper()
        assert edge.fact == (by_claim[edge.claim] == bare)
    assert "PARTNER_IN_DISPUTED" == by_claim["4a0fb2e3478cd71b"]
    assert "PRODUCES_IN_ANNOUNCED" == by_claim["e42cba9a7c00fbb6"]


def test_a_prospect_has_no_label_of_the_kind_it_would_be(seed: Session) -> None:
    """``MATCH (n:JointVenture)`` finds no rumoured venture."""
    text = cypher.cypher(collect(seed))
    (line,) = (
        x for x in text.splitlines() if x.startswith("MERGE (n:`Entity` {id: 'xiaomi-ford-v")
    )
    assert " SET n:`Prospect`, " in line
    assert ":`JointVenture`" not in text
    assert "{id: 'catl'}) SET n:`Company`:`Agent`, " in text


def test_identifiers_hold_nothing_but_letters_digits_and_underscores() -> None:
    """Not even what some versions read as a backtick."""
    assert "`a_u0060_b_`" == cypher.identifier("a\\u0060`b)")


# ------------------------------------------------------------------------ files


@pytest.mark.parametrize("form", FORMS)
def test_exports_of_graphs_are_the_same_bytes_twice(form: str, seed: Session) -> None:
    """No clock, no order of a set."""
    assert export.render(seed, form).files == export.render(seed, form).files


def test_rdf_takes_no_floor(seed: Session) -> None:
    """It always holds everything: a floor would be a false promise."""
    with pytest.raises(BadParameter, match="turtle holds every claim"):
        export.render(seed, "turtle", Standing.STATED)


def test_a_folder_is_made_and_its_files_replaced(tmp_path: Path) -> None:
    """Nothing else lies in it."""
    folder = tmp_path / "out"
    export.write_folder({"a.csv": "1", "b.csv": "2"}, folder)
    export.write_folder({"a.csv": "3", "b.csv": "4"}, folder)
    assert {"a.csv": "3", "b.csv": "4"} == {p.name: p.read_text() for p in folder.iterdir()}


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    """A file in its place, or no folder above it."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "b.csv").mkdir()
    (tmp_path / "b.csv" / "x").write_text("in the way")
    for place in (tmp_path / "file", tmp_path / "no" / "where"):
        with pytest.raises(OutputError, match="cannot write into"):
            export.write_folder({"a.csv": "1"}, place)
    with pytest.raises(OutputError, match="cannot write into"):
        export.write_folder({"b.csv": "1"}, tmp_path)
    assert ["b.csv", "file"] == sorted(each.name for each in tmp_path.iterdir())
    assert "mine" == (tmp_path / "file").read_text()
