"""Asking a store in SPARQL: results, errors, limits and parameters."""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.errors import BadParameter, QueryRefused, QuerySyntaxError, TimeLimit
from graph.store.sparql import (
    RESULT_FORMATS,
    Rows,
    abandoned,
    bind,
    compact,
    run_bounded,
    select,
    serialize,
)

ROOT = Path(__file__).parents[2]
E = "http://e/"
PREFIXES = {"ex": E, "other": "http://o/"}
# 300 to the power of four combinations, none of which is printed: it would take hours.
HOURS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c + ?f + ?i + ?l < 0)"


def node(name: str) -> NamedNode:
    return NamedNode(E + name)


@pytest.fixture
def store() -> Store:
    """Three triples about ``ex:a`` and ``ex:b``."""
    store = Store()
    store.add(Quad(node("a"), node("name"), Literal("Ann")))
    store.add(Quad(node("a"), node("knows"), node("b")))
    store.add(Quad(node("b"), node("name"), Literal("Bob", language="en")))
    return store


# Rows


def test_select_returns_terms_in_the_order_asked_for(store: Store) -> None:
    """Columns and rows come in the order of the query, an unbound cell is None."""
    query = "SELECT ?name ?friend { ?s ex:name ?name OPTIONAL { ?s ex:knows ?friend } } ORDER BY ?s"
    rows = ((Literal("Ann"), node("b")), (Literal("Bob", language="en"), None))
    assert Rows(("name", "friend"), rows, cut=False) == select(store, query, prefixes=PREFIXES)


@pytest.mark.parametrize(("limit", "expected"), [(0, (0, True)), (2, (2, True)), (3, (3, False))])
@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_limit_cuts_and_says_so(
    query: str, limit: int, expected: tuple[int, bool], store: Store
) -> None:
    """``cut`` is true exactly if a row was left out."""
    found = select(store, query, prefixes={}, limit=limit)
    assert expected == (len(found.rows), found.cut)


@pytest.mark.parametrize(("query", "expected"), [("ASK { }", True), ("ASK { <x:x> ?p ?o }", False)])
def test_ask_gives_one_cell(query: str, expected: bool, store: Store) -> None:
    """ASK is a table of one column named ``result``."""
    found = select(store, query, prefixes={})
    assert Rows(("result",), ((Literal(expected),),), cut=False) == found


def test_construct_gives_sorted_triples(store: Store) -> None:
    """CONSTRUCT gives each triple once, sorted, whatever the engine's order."""
    query = "CONSTRUCT { ?s a ex:Named } WHERE { ?s ex:name ?name . ?x ?y ?z } ORDER BY DESC(?s)"
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    rows = ((node("a"), kind, node("Named")), (node("b"), kind, node("Named")))
    expected = Rows(("subject", "predicate", "object"), rows, cut=False)
    assert expected == select(store, query, prefixes=PREFIXES)


def test_describe_gives_triples(store: Store) -> None:
    """DESCRIBE gives the triples of what it describes."""
    expected = ((node("b"), node("name"), Literal("Bob", language="en")),)
    assert expected == select(store, "DESCRIBE ex:b", prefixes=PREFIXES).rows


def test_a_store_on_disk_is_asked_read_only(tmp_path: Path) -> None:
    """The same works on a store that is opened read-only."""
    writer = Store(str(tmp_path))
    writer.add(Quad(node("a"), node("name"), Literal("Ann")))
    writer.flush()
    del writer
    found = select(Store.read_only(str(tmp_path)), "SELECT ?o { ?s ?p ?o }", prefixes={})
    assert ((Literal("Ann"),),) == found.rows


# Formats


def test_json(store: Store) -> None:
    """Format json is W3C SPARQL results JSON."""
    query = "SELECT ?n { ex:b ex:name ?n }"
    cell = {"type": "literal", "value": "Bob", "xml:lang": "en"}
    expected = {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": cell}]}}
    assert expected == json.loads(serialize(store, query, format="json", prefixes=PREFIXES))


@pytest.mark.parametrize(
    ("style", "query", "expected"),
    [
        ("json", "ASK { }", b'{"head":{},"boolean":true}'),
        ("tsv", "SELECT ?n { ex:b ex:name ?n }", b'?n\n"Bob"@en\n'),
        ("csv", "SELECT ?n { ex:b ex:name ?n }", b"n\r\nBob\r\n"),
        ("csv", "SELECT ?n ?x { ex:b ex:name ?n }", b"n,x\r\nBob,\r\n"),
        ("csv", 'SELECT * { BIND("a,\\"b\\"\\n" AS ?x) }', b'x\r\n"a,""b""\n"\r\n'),
        (
            "turtle",
            "DESCRIBE ex:b",
            b'@prefix ex: <http://e/> .\nex:b ex:name "Bob"@en .\n',
        ),
    ],
)
def test_other_formats(style: str, query: str, expected: bytes, store: Store) -> None:
    """Each format has the bytes its standard asks for; Turtle declares only what it uses."""
    assert expected == serialize(store, query, format=style, prefixes=PREFIXES)


def test_xml(store: Store) -> None:
    """Format xml is W3C SPARQL results XML."""
    found = serialize(store, "ASK { }", format="xml", prefixes={})
    assert found.endswith(b"<boolean>true</boolean></sparql>")


@pytest.mark.parametrize(
    ("query", "style", "message"),
    [
        ("ASK { }", "csv", "ASK results come as json or xml, not as 'csv'"),
        ("ASK { }", "turtle", "json or xml"),
        ("SELECT * { }", "turtle", "json, xml, csv or tsv"),
        ("DESCRIBE ex:a", "json", "come as turtle"),
        ("SELECT * { }", "xlsx", "not as 'xlsx'"),
    ],
)
def test_formats_that_do_not_fit(query: str, style: str, message: str, store: Store) -> None:
    """A format that has no place for the result is an error that lists those that have."""
    with pytest.raises(BadParameter, match=message):
        serialize(store, query, format=style, prefixes=PREFIXES)


def test_all_formats_have_a_media_type() -> None:
    """The registry names each format that some query can have."""
    expected = ["json", "xml", "csv", "tsv", "turtle"]
    assert expected == list(RESULT_FORMATS)


CELLS = [
    ("=1+1", "'=1+1"),
    ("+cmd", "'+cmd"),
    ("-1+1", "'-1+1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\tx", "'\tx"),
    ("\rx", "'\rx"),
    ("-1.5", "-1.5"),
    ("+1e-3", "+1e-3"),
    ("-", "'-"),
    ("-1 ", "'-1 "),
    ("a=b", "a=b"),
    ("", ""),
]


@pytest.mark.parametrize(("value", "expected"), CELLS)
def test_csv_holds_no_formula(value: str, expected: str) -> None:
    """In csv a cell that a spreadsheet would run is quoted, plain numbers are not."""
    import csv
    import io

    store = Store()
    store.add(Quad(node("a"), node("b"), Literal(value)))
    written = serialize(store, "SELECT ?s ?o { ?s ?p ?o }", format="csv", prefixes={}).decode()
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert [["s", "o"], ["http://e/a", expected]] == rows


@pytest.mark.parametrize(("value", "_"), CELLS)
def test_json_is_exact(value: str, _: str) -> None:
    """In json, as in xml and tsv, no value is changed."""
    store = Store()
    store.add(Quad(node("a"), node("b"), Literal(value)))
    found = json.loads(serialize(store, "SELECT ?o { ?s ?p ?o }", format="json", prefixes={}))
    assert value == found["results"]["bindings"][0]["o"]["value"]


def test_xml_cannot_carry_control_characters() -> None:
    """Xml that no reader would take is an error, not a result."""
    store = Store()
    store.add(Quad(node("a"), node("b"), Literal("a\x01")))
    with pytest.raises(BadParameter, match="use json"):
        serialize(store, "SELECT ?o { ?s ?p ?o }", format="xml", prefixes={})


def test_constructed_blank_nodes_have_stable_names(store: Store) -> None:
    """The same CONSTRUCT gives the same bytes, blank nodes included."""
    query = "CONSTRUCT { ?s ex:is [ ex:named ?n ] } WHERE { ?s ex:name ?n }"
    results = {serialize(store, query, format="turtle", prefixes=PREFIXES) for _ in range(5)}
    assert len(results) == 1


def test_construct_does_not_depend_on_the_order_of_insertion() -> None:
    """Two stores with the same triples give the same Turtle."""
    quads = [Quad(node(f"s{n}"), node(f"p{n % 3}"), Literal(n)) for n in range(50)]
    stores = [Store(), Store()]
    stores[0].extend(quads)
    stores[1].extend(reversed(quads))
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    one, other = (serialize(each, query, format="turtle", prefixes={}) for each in stores)
    assert one == other


# Refusals


@pytest.mark.parametrize("clause", ["{ SERVICE <URL> { ?s ?p ?o } }", "FROM <URL> { ?s ?p ?o }"])
def test_nothing_leaves_the_machine(clause: str, store: Store) -> None:
    """Both ways to ask are guarded: a listening server sees no connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        query = "SELECT * " + clause.replace("URL", f"http://127.0.0.1:{server.getsockname()[1]}/")
        with pytest.raises(QueryRefused):
            select(store, query, prefixes={})
        with pytest.raises(QueryRefused):
            serialize(store, query, format="json", prefixes={})
        with pytest.raises(TimeoutError):
            server.accept()


# Syntax errors


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT * { ?s zz:p ?o }", 1, 15, "the prefix 'zz:' is not declared; known: ex, other"),
        ("SELECT * {\n ?s othr:p ?o }", 2, 5, "known: other"),
        ("SELCT * { ?s ?p ?o }", 1, 1, "'SELCT' does not fit here"),
        ("SELECT * { ?s ?p ?o } ODER BY ?s", 1, 23, "'ODER' does not fit here"),
        ("SELECT ?a, ?b { ?a ?p ?b }", 1, 10, "',' does not fit here"),
        ("SELECT * {\n  ?s ?p\n}", 3, 1, "'}' does not fit here"),
        ("SELECT *\n{ ?s ex:p ?o\n", 2, 13, "the query ends too early"),
        ("SELECT * { ?s ex:p ex:q ex:r }", 1, 25, "'ex:r' does not fit here"),
        ("SELECT * { ?s ex:p 'it's' }", 1, 25, "this string has no end"),
        ("SELECT * { ?s <a b> ?o }", 1, 19, "IRI parsing failed"),
        ("SELECT * { ?s <http://a b> ?o }", 1, 16, "no IRI is written like this"),
        ("SELECT * {\n FILTER(strlenn(?o) > 1) }", 2, 9, "did you mean STRLEN"),
        ("SELECT * { ?s ?p ?o FILTER(ex:f(?o)) }", 1, 28, "there is no function <http://e/f>"),
        ("SELECT * { ?s ?p ?o .\r\n ?s ?p }", 2, 8, "'}' does not fit here"),
        ("SELECT * { '\u2028\U0001f600' ?p ?o ! }", 1, 23, "'!' does not fit here"),
        ("", 1, 1, "the query is empty"),
        ("ASK { \udcff }", 1, 7, "this is no UTF-8 text"),
    ],
)
def test_syntax_errors_point_at_the_place(
    query: str, line: int, column: int, message: str, store: Store
) -> None:
    """Line and column are those of the user's text, and the message says what is wrong."""
    with pytest.raises(QuerySyntaxError) as error:
        select(store, query, prefixes=PREFIXES)
    assert (line, column) == (error.value.line, error.value.column)
    assert message in str(error.value)


@pytest.mark.parametrize("used", ["ex:p", "<http://e/p>", "ex:p|other:p", "<http://e/p>|ex:p"])
def test_the_caret_stands_under_the_fault(used: str, store: Store) -> None:
    """The caret is right with and without declarations that were added."""
    fault = f"  ?s {used} ?o FITLER (?o) }}"
    with pytest.raises(QuerySyntaxError) as error:
        select(store, f"SELECT *\nWHERE {{\n{fault}", prefixes=PREFIXES)
    _, shown, caret = str(error.value).splitlines()
    assert ("  " + fault, "  " + " " * fault.index("FITLER") + "^") == (shown, caret)


def test_only_line_feeds_end_lines(store: Store) -> None:
    """The line shown is the engine's, whatever else Python takes for the end of a line."""
    with pytest.raises(QuerySyntaxError) as error:
        select(store, "SELECT *\r{ '\u2028' ?p ?o ! }\r\n", prefixes={})
    shown = "SELECT * { ' ' ?p ?o ! }"
    assert ["  " + shown, "  " + " " * shown.index("!") + "^"] == str(error.value).split("\n")[1:]


@given(st.text())
def test_any_text_is_answered_or_is_a_syntax_error(text: str) -> None:
    """Arbitrary text never ends in an error that is not ours."""
    try:
        select(Store(), text, prefixes=PREFIXES)
    except (QueryRefused, QuerySyntaxError):
        return


WORDS = ["SELECT", "*", "{", "}", "?s", "?p", "ex:o", "'x'", "FILTER", "(", ")", "<", "1", ".", ";"]


@given(st.lists(st.sampled_from(WORDS)))
def test_any_mixture_is_answered_or_is_a_syntax_error(words: list[str]) -> None:
    """The same for mixtures of words that queries are made of."""
    try:
        select(Store(), " ".join(words), prefixes=PREFIXES)
    except QuerySyntaxError:
        return


# Time limit


PROGRAM = """
import os, sys
from pyoxigraph import Literal, NamedNode, Quad, Store
from graph.errors import TimeLimit
from graph.store.sparql import abandoned, select, serialize
call, query, timeout = sys.argv[1:]
style = {"format": "csv"} if call == "serialize" else {}
store = Store()
store.extend(Quad(NamedNode(f"http://e/{n}"), NamedNode("http://e/p"), Literal(n))
             for n in range(300))
print("ready", flush=True)
try:
    globals()[call](store, query, prefixes={}, timeout=float(timeout), **style)
except TimeLimit as error:
    print(error, abandoned())
except KeyboardInterrupt:
    print("interrupted", abandoned())
sys.stdout.flush()
os._exit(3)
"""


def start(call: str, query: str, timeout: str) -> subprocess.Popen[str]:
    """Ask 300 numbers in a process of its own, which no unfinished query outlives."""
    command = [sys.executable, "-c", PROGRAM, call, query, timeout]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("call", "query"),
    [
        ("select", f"SELECT * {{ {HOURS} }}"),
        ("select", f"SELECT (COUNT(*) AS ?n) {{ {HOURS} }}"),
        ("select", f"SELECT * {{ {HOURS} }} ORDER BY ?a"),
        ("select", f"ASK {{ {HOURS} }}"),
        ("select", f"CONSTRUCT {{ ?a ?b ?f }} WHERE {{ {HOURS} }}"),
        ("select", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
        ("serialize", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    ],
)
def test_a_query_of_hours_ends_at_the_limit(call: str, query: str) -> None:
    """The limit covers finding, fetching and writing, for every form of query."""
    process = start(call, query, "0.2")
    try:
        output, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    message = (
        "the query took longer than its limit of 0.2 s. "
        "Ask for less, or raise the limit with --timeout (0 switches it off). True"
    )
    assert (["ready", message], 3) == (output.splitlines(), process.returncode)


def test_work_in_time_returns_its_value() -> None:
    """Within the limit nothing is changed, and limit 0 is no limit."""
    for limit in (30, 0):
        assert run_bounded(lambda: "value", limit, "work") == "value"


def test_errors_of_the_work_are_raised() -> None:
    """An error in the thread is raised as it is, whatever its class."""
    for error in (KeyError("lost"), SystemExit(3)):
        with pytest.raises(type(error)) as raised:
            run_bounded(lambda error=error: (_ for _ in ()).throw(error), 30, "work")
        assert error is raised.value


def test_a_thread_that_ends_is_not_abandoned() -> None:
    """``abandoned`` is true as long as the thread that was left behind runs."""
    release = threading.Event()
    with pytest.raises(TimeLimit, match="the search took longer"):
        run_bounded(lambda: release.wait(30), 0.05, "the search")
    assert abandoned()
    release.set()
    for thread in threading.enumerate():
        if thread.name == "inroads-work":
            assert thread.daemon
            thread.join(30)
    assert not abandoned()


def test_errors_leave_nothing_of_the_engine_behind(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result of the engine must not end in another thread, where Python would complain."""
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    with suppress(QuerySyntaxError):
        select(store, "SELECT * { ?s ?p ?o FILTER(ex:f(?o)) }", prefixes=PREFIXES)
    gc.collect()
    assert not complaints


@pytest.mark.parametrize("timeout", [-1, float("nan")])
def test_a_time_limit_is_a_number_of_seconds(timeout: float) -> None:
    """A limit below zero is an error."""
    with pytest.raises(BadParameter, match="a time limit is 0"):
        run_bounded(lambda: None, timeout, "work")


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send")
@pytest.mark.parametrize("timeout", ["0", "600"])
def test_ctrl_c_is_answered(timeout: str) -> None:
    """Ctrl-C ends a query of hours, with and without a limit."""
    process = start("select", f"SELECT * {{ {HOURS} }} ORDER BY ?a", timeout)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (output, process.returncode) == ("interrupted True\n", 3)


# Parameters


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?o { ?s ?p ?o }", "SELECT ?o { VALUES (?s) { (<http://e/a>) } ?s ?p ?o }"),
        (
            "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
            "CONSTRUCT { ?s ?p ?o } WHERE { VALUES (?s) { (<http://e/a>) } ?s ?p ?o }",
        ),
        (
            "SELECT * { SELECT ?s { ?s ?p ?o } }",
            "SELECT * { VALUES (?s) { (<http://e/a>) } { SELECT ?s { ?s ?p ?o } } }",
        ),
        (
            "SELECT (EXISTS { ?x ?y ?z } AS ?e) { ?s ?p '{' }",
            "SELECT (EXISTS { ?x ?y ?z } AS ?e) { VALUES (?s) { (<http://e/a>) } ?s ?p '{' }",
        ),
    ],
)
def test_bind_puts_values_first_in_the_group(query: str, expected: str) -> None:
    """The term stands in VALUES at the start of the outermost WHERE group."""
    assert expected.split() == bind(query, {"s": node("a")}).split()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?n { ?s ex:name ?n }", [(Literal("Ann"),)]),
        ("SELECT ?n { { SELECT ?s ?n { ?s ex:name ?n } } }", [(Literal("Ann"),)]),
        ("SELECT ?n { SELECT ?s ?n { ?s ex:name ?n } }", [(Literal("Ann"),)]),
        ("SELECT ?n { ?x ex:name ?n FILTER(?x = ?s) }", [(Literal("Ann"),)]),
    ],
)
def test_bound_queries_give_what_is_bound(
    query: str, expected: list[tuple[Literal]], store: Store
) -> None:
    """A bound query finds only what fits the term."""
    found = select(store, bind(query, {"s": node("a")}), prefixes=PREFIXES)
    assert expected == list(found.rows)


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_can_be_bound(text: str) -> None:
    """A literal is bound as it is, whatever it holds: quotes, braces, line ends, nothing."""
    store = Store()
    store.add(Quad(node("a"), node("b"), Literal(text)))
    found = select(store, bind("SELECT ?s ?o { ?s ?p ?o }", {"o": Literal(text)}), prefixes={})
    assert ((node("a"), Literal(text)),) == found.rows


@pytest.mark.parametrize(
    "text",
    [
        '") } SERVICE <http://127.0.0.1/> { ?s ?p ?o } #',
        "x' } } ; DROP ALL #",
        "\\",
        '\\"',
        "\n} FROM <x> {",
    ],
)
def test_injection_stays_a_literal(text: str, store: Store) -> None:
    """A value that looks like query text is compared, not run."""
    query = bind("SELECT ?s { ?s ex:name ?o }", {"o": Literal(text)})
    assert select(store, query, prefixes=PREFIXES).rows == ()


def test_literals_keep_tag_and_type(store: Store) -> None:
    """Language tags and datatypes are part of the value."""
    query = bind("SELECT ?s { ?s ex:name ?o }", {"o": Literal("Bob", language="en")})
    assert ((node("b"),),) == select(store, query, prefixes=PREFIXES).rows
    typed = Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#byte"))
    assert str(typed) in bind("ASK { ?s ?p ?o }", {"o": typed})


@pytest.mark.parametrize(
    ("query", "name", "value", "message"),
    [
        ("SELECT ?s { ?s ?p ?o }", "x", Literal("a"), "no parameter 'x'; it has o, p or s"),
        ("SELECT ?s { ?s ?p ?o }", "s) { } #", Literal("a"), "no parameter"),
        ("SELECT ?s { ?s ?p ?o }", "s", "<http://e/a>", "must be an IRI or a literal"),
        ("DESCRIBE <http://e/a>", "s", Literal("a"), "group of its own"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "s", Literal("a"), "group of its own"),
    ],
)
def test_parameters_that_do_not_fit(query: str, name: str, value: Literal, message: str) -> None:
    """A parameter that the query lacks, raw text as a value, a query without a group: errors."""
    with pytest.raises(BadParameter, match=message):
        bind(query, {name: value})


def test_no_parameters_change_nothing() -> None:
    """Without parameters the text stays, even where none could be bound."""
    query = "DESCRIBE <http://e/a>"
    assert query == bind(query, {})


# Names


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("http://e/Firm", "ex:Firm"),
        ("http://e/1-a_b", "ex:1-a_b"),
        ("http://e/deep/Firm", "deep:Firm"),
        ("http://e/deep-Firm", "dash:Firm"),
        ("Firm", "<Firm>"),
        ("http://e/a/b", "<http://e/a/b>"),
        ("http://e/", "<http://e/>"),
        ("http://e/-a", "<http://e/-a>"),
        ("http://e/a%20b", "<http://e/a%20b>"),
        ("http://e/é", "<http://e/é>"),
        ("http://x/Firm", "<http://x/Firm>"),
    ],
)
def test_compact(iri: str, expected: str) -> None:
    """The longest prefix that leaves a simple name is used, else the IRI is shown whole."""
    prefixes = {"ex": E, "deep": E + "deep/", "dash": E + "deep-", "empty": ""}
    assert expected == compact(iri, prefixes)


def test_importing_is_light() -> None:
    """Asking needs no rdflib; the guard needs nothing but the standard library."""
    code = (
        "import sys, graph.store.guard; assert 'pyoxigraph' not in sys.modules;"
        "import graph.store.sparql; print('rdflib' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout == "False\n"
