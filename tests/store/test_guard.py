"""What SPARQL text is refused, and why no spelling gets around it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, Store

from graph.errors import BadParameter, QueryRefused, QuerySyntaxError
from graph.store.guard import form, refuse, tokens, where_group, with_prefixes

# Each of these makes pyoxigraph 0.5.13 call URL; URL ends in a path, `:` and `ex:` stand for it.
CALLS = {
    "upper case": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "silent, touching": "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "comment between": "SELECT * { SERVICE # <x>\n # {\n <URL> { ?s ?p ?o } }",
    "comment ended by a carriage return": "SELECT * { # \r SERVICE <URL> { ?s ?p ?o }\n }",
    "sub-query": "SELECT * { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } }",
    "optional": "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "filter": "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ask": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "relative IRI": "BASE <URL> SELECT * { SERVICE <y> { ?s ?p ?o } }",
    "prefixed name": "SELECT * { SERVICE ex:y { ?s ?p ?o } }",
    "looks like a prefixed name": "SELECT * { SERVICE:y { ?s ?p ?o } }",
    "looks like a longer prefix": "SELECT * { SERVICEex:y { ?s ?p ?o } }",
    "after a name with dots": "SELECT * { ?a ?b ex:c.d.SERVICE<URL>{ ?s ?p ?o } }",
    "after a number": "SELECT * { ?a ?b 1SERVICE<URL>{ ?s ?p ?o } }",
    "after a truth value": "SELECT * { ?a ?b trueSERVICE<URL>{ ?s ?p ?o } }",
    "in what looks like an IRI": "SELECT * { FILTER(1<2)SERVICE#>\n<URL>{ ?s ?p ?o } }",
    "comment in what looks like an IRI": (
        'SELECT * { FILTER(1<2)#>"""\nSERVICE<URL>{ ?s ?p ?o }#"""\n}'
    ),
    "quote in what looks like an IRI": (
        "SELECT * { FILTER(1<3&&1!='>')SERVICE<URL>{ ?s ?p ?o } #'\n}"
    ),
    "in what looks like a long string": (
        'SELECT * { VALUES ?v {"""a"} SERVICE<URL>{ ?s ?p ?o } #\\q"""\n}'
    ),
    "in what looks like a long string with an escape": (
        'SELECT * { VALUES ?v {"""a"} SERVICE<URL>{ ?s ?p ?o } #\\uD800"""\n}'
    ),
    "after two angle brackets": (
        'SELECT * { OPTIONAL{<<?s#>"""\n?p ?o>> ?a ?b} SERVICE<URL>{ ?x ?y ?z }#"""\n}'
    ),
}

# These call from rdflib 7.6, which expands codepoint escapes before it parses.
RDFLIB_CALLS = {
    "codepoint escape": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "long codepoint escape": "SELECT * { S\\U00000045RVICE <URL> { ?s ?p ?o } }",
    "escaped quote": 'SELECT * { BIND("a\\u0022 AS ?a) SERVICE <URL> { ?s ?p ?o } #" AS ?a)\n }',
    "escaped line end": "SELECT * { #\\u000A SERVICE <URL> { ?s ?p ?o }\n }",
    "comment that a carriage return does not end": (
        "SELECT * { #\r'''\n SERVICE <URL> { ?s ?p ?o } #'''\n }"
    ),
}

DATASETS = [
    "SELECT * FROM <http://127.0.0.1/x> { ?s ?p ?o }",
    "SELECT * from <file:///etc/hostname> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://127.0.0.1/x> { GRAPH ?g { ?s ?p ?o } }",
    "ASK FROM <relative> { ?s ?p ?o }",
    "DESCRIBE <http://e/x> FROM <http://127.0.0.1/x>",
    "CONSTRUCT { ?s ?p ?o } FROM <http://127.0.0.1/x> WHERE { ?s ?p ?o }",
    "SELECT *FROM<http://127.0.0.1/x>{ ?s ?p ?o }",
    "PREFIX : <http://127.0.0.1/> SELECT * FROM:x { ?s ?p ?o }",
    "SELECT * \\u0046ROM <http://127.0.0.1/x> { ?s ?p ?o }",
]

HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <http://e/> { } FROM INSERT" }',
    "SELECT * { ?s ?p 'SERVICE', '''\nSERVICE ' <x> { }''', \"\"\"FROM\n\"\"\" }",
    "SELECT * { ?s <http://e/SERVICE#FROM> <http://e/service> # SERVICE <http://e/> { }\n }",
    "SELECT ?service ?from ?load { ?service ?from ?load . ?service $insert ?with }",
    "PREFIX service: <http://e/> SELECT * { service:SERVICE service:from service:load }",
    "PREFIX add: <http://e/> SELECT * { add:copy add:service ?o . ?o add:INSERT _:service }",
    "SELECT * { ?s ?p 'a'@service }",
    "SELECT (COUNT(*) AS ?drop) { ?s ?p ?o FILTER(1 < 2 && ?o<?p && REPLACE(?o, 'a', '') > '') }",
    "SELECT * { VALUES (?a ?b) { (<http://e/a#b> <http://e/c#d>) (1 <http://e/#service>) } }",
    "SELECT * { ?s ?p (1 <http://e/a#b> 'x') }",
    "SELECT * { ?s <urn:a#b> ?o . ?o <urn:it's> (<urn:a#c>) }",
    "PREFIX from: <http://e/> SELECT * { ?s from:p ?o }",
    'SELECT * { ?s ?p "", \'\' FILTER(STRLEN("") = 0) }',
    r'SELECT * { ?s ?p "a quote \" and a backslash \\ SERVICE" }',
    "ASK { ?s ?p '\\u00E9SERVICE', <http://e/\\u00E9SERVICE> }",
]

UPDATES = [
    "INSERT DATA { <http://e/a> <http://e/b> <http://e/c> }",
    "delete where { ?s ?p ?o }",
    "LOAD <http://127.0.0.1/x>",
    "CLEAR ALL",
    "DROP GRAPH <http://e/g>",
    "CREATE GRAPH <http://e/g>",
    "ADD <http://e/a> TO <http://e/b>",
    "MOVE <http://e/a> TO <http://e/b>",
    "COPY <http://e/a> TO <http://e/b>",
    "WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "PREFIX ex: <http://e/> \\u0049NSERT DATA { ex:a ex:b ex:c }",
    "SELECT * { ?s ?p ?o } ; DELETE WHERE { ?s ?p ?o }",
]


class Listener:
    """A server on loopback that counts who connects, and hangs up."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/x"
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                self.connections += 1
                connection.close()

    def text(self, query: str) -> str:
        prefixes = f"PREFIX : <{self.url}/> PREFIX ex: <{self.url}/> "
        return prefixes + query.replace("<URL>", f"<{self.url}>")


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listening socket that must see no connection."""
    server = Listener()
    yield server
    server.socket.close()


@pytest.fixture
def store(listener: Listener) -> Store:
    """A store with a few triples to join with."""
    store = Store()
    store.update(f"INSERT DATA {{ <http://e/a> <http://e/p> 1, true, <{listener.url}/c.d> }}")
    return store


def run(store: Store, text: str) -> None:
    """Fetch the whole result; a refused or reset connection is an error of the engine."""
    result = store.query(text)
    if not isinstance(result, QueryBoolean):
        list(result)


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_calls_are_refused(query: str, listener: Listener) -> None:
    """However SERVICE is written, the query is refused with the word in the message."""
    with pytest.raises(QueryRefused) as refusal:
        refuse(listener.text(query))
    message = str(refusal.value)
    assert True is any(part in message for part in ("SERVICE", "can be read as", "three quotes"))


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_the_engine_itself_would_call(query: str, store: Store, listener: Listener) -> None:
    """Without the guard pyoxigraph connects: these tests can fail."""
    with suppress(OSError):
        run(store, listener.text(query))
    assert listener.connections > 0


@pytest.mark.parametrize("server", ["?g", "$g", "SILENT ?g"])
def test_calls_of_a_variable_server_are_refused(server: str) -> None:
    """SERVICE ?g is refused as well, although pyoxigraph 0.5 does not carry it out."""
    with pytest.raises(QueryRefused, match="SERVICE"):
        refuse(f"SELECT * {{ VALUES ?g {{ <http://e/> }} SERVICE {server} {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize("query", RDFLIB_CALLS.values(), ids=RDFLIB_CALLS)
def test_calls_that_only_rdflib_makes_are_refused(query: str, listener: Listener) -> None:
    """Escapes and comments are read the way rdflib does it, which connects."""
    import rdflib

    text = listener.text(query)
    with pytest.raises(QueryRefused):
        refuse(text)
    assert listener.connections == 0
    with suppress(OSError):
        list(rdflib.Graph().query(text))
    assert listener.connections > 0


@pytest.mark.parametrize("query", DATASETS)
def test_from_is_refused(query: str) -> None:
    """FROM and FROM NAMED are refused, and the message says that there is one graph."""
    with pytest.raises(QueryRefused, match="there is one graph"):
        refuse(query)


@pytest.mark.parametrize("query", UPDATES)
def test_updates_are_refused(query: str) -> None:
    """What would write is refused with a message of its own."""
    with pytest.raises(QueryRefused, match="queries are read-only"):
        refuse(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_words_in_other_roles_are_fine(query: str, store: Store) -> None:
    """Strings, IRIs, comments, variables, names, tags and functions may hold any word."""
    assert None is refuse(query)
    run(store, query)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('ASK { VALUES ?v { """a" } }', "three quotes"),
        ("ASK { FILTER(?a<b:c#>\n) }", "can be read as an IRI and as a comparison"),
        ("ASK { ?s ?p (1 <urn:a#b>) }", "Write a space after '<'"),
    ],
)
def test_text_with_two_meanings_is_refused(query: str, message: str) -> None:
    """Text that engines may cut differently is refused, with a way to write it clearly."""
    with pytest.raises(QueryRefused, match=message):
        refuse(query)


def test_a_refusal_names_the_place() -> None:
    """The message tells line and column of what is refused."""
    with pytest.raises(QueryRefused, match="line 2, column 3"):
        refuse("SELECT * {\n  SERVICE <http://e/> { } }")


@given(st.text())
@example("\\U0053ERVICE \\uDFFF \\U00110000 \\")
@example("<" * 50 + "'''" * 50 + '"""\\' * 50)
def test_any_text_is_judged(text: str) -> None:
    """Any text at all is either refused or passed; nothing else is raised."""
    with suppress(QueryRefused):
        refuse(text)


SIGNS = "< > { } ( ) ' \" ''' \"\"\" # : \\ \\u0022 \\U0000000A ?x 1 . @en _:b ex:a <urn:a#> ^^"
PIECES = st.sampled_from(["SERVICE", "FROM", "\n", "\r", " ", *SIGNS.split()])


@given(st.lists(PIECES).map("".join))
def test_any_mixture_is_judged(text: str) -> None:
    """The same for mixtures of the signs that tokens begin and end with."""
    with suppress(QueryRefused):
        refuse(text)


WORDS = st.sampled_from(["SERVICE <http://e/> { }", "FROM <x>", "INSERT DATA", "; DROP ALL"])
PLAIN = st.text(st.characters(exclude_characters="\\\"'\r\n"))


@given(PLAIN, WORDS, PLAIN, st.sampled_from(["'{}'", '"{}"', "'''{}'''", '"""{}"""']))
def test_text_in_strings_is_never_refused(head: str, word: str, tail: str, quotes: str) -> None:
    """What stands in a string is data."""
    assert None is refuse(f"SELECT * {{ ?s ?p {quotes.format(head + word + tail)} }}")


@given(PLAIN, WORDS, PLAIN)
def test_text_in_comments_is_never_refused(head: str, word: str, tail: str) -> None:
    """What stands in a comment is nothing at all."""
    assert None is refuse(f"SELECT * {{ # {head}{word}{tail}\n ?s ?p ?o }}")


@given(st.text())
def test_tokens_keep_the_text(text: str) -> None:
    """Tokens stand where they say, in order, and only white space is left out."""
    found = list(tokens(text))
    assert [text[token.start : token.end] for token in found] == [token.text for token in found]
    assert [c for c in text if c not in " \t\r\n"] == [
        c for token in found for c in token.text if c not in " \t\r\n"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<http://e/a#b>", [("iri", "<http://e/a#b>")]),
        ("?a<?b", [("variable", "?a"), ("punctuation", "<"), ("variable", "?b")]),
        ("'a\\'b'", [("string", "'a\\'b'")]),
        ('"a"@en-GB', [("string", '"a"'), ("language", "@en-GB")]),
        ("'''a'b''c\n'''", [("string", "'''a'b''c\n'''")]),
        ('"""a"""""', [("string", '"""a"""'), ("string", '""')]),
        ("'open\nx", [("punctuation", "'"), ("word", "open"), ("word", "x")]),
        ("ex:a\\-b%41.c.", [("name", "ex:a\\-b%41.c"), ("punctuation", ".")]),
        (":", [("name", ":")]),
        ("_:b.1", [("blank", "_:b.1")]),
        ("1.5e-3 .5 2.", [("number", "1.5e-3"), ("number", ".5"), ("number", "2.")]),
        ("a#b\rc", [("word", "a"), ("comment", "#b"), ("word", "c")]),
        ("$x ?é", [("variable", "$x"), ("variable", "?é")]),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    """Each kind of token is cut as the SPARQL grammar cuts it."""
    assert expected == [(token.kind, token.text) for token in tokens(text)]


def test_tokens_have_lines_and_columns() -> None:
    """Line and column count from 1; a string over two lines moves them."""
    found = [(token.text, token.line, token.column) for token in tokens("a\n '''b\nc''' d")]
    expected = [("a", 1, 1), ("'''b\nc'''", 2, 2), ("d", 3, 6)]
    assert expected == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PREFIX ask: <http://e/> select * { ?s ask:b ?ask }", "SELECT"),
        ("# ASK\nASK { }", "ASK"),
        ("BASE <http://e/> construct where { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <http://e/SELECT>", "DESCRIBE"),
        ("SELECTDISTINCT?s{ }", "SELECT"),
    ],
)
def test_form(text: str, expected: str) -> None:
    """The form is the first keyword after the declarations."""
    assert expected == form(text)


def test_text_without_a_form() -> None:
    """Text that is no query is a syntax error that names the four forms."""
    with pytest.raises(QuerySyntaxError, match="SELECT, ASK, CONSTRUCT or DESCRIBE"):
        form("PREFIX a: <http://e/>")


KNOWN = {"ex": "http://e/", "": "http://d/", "other": "http://o/"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK { ?s ex:p :o }", ("PREFIX : <http://d/> PREFIX ex: <http://e/>\n", 1)),
        ("PREFIX ex: <http://x/> ASK { ?s ex:p ?o }", ("", 0)),
        ("ASK { ?s ?p 'ex:p', <ex:p> } # ex:p", ("", 0)),
        ("ASK { ?s unknown:p ?o }", ("", 0)),
    ],
)
def test_prefixes_are_added_as_needed(text: str, expected: tuple[str, int]) -> None:
    """Only what the query uses and does not declare is declared, on one line before it."""
    head, lines = expected
    assert (head + text, lines) == with_prefixes(text, KNOWN)


@pytest.mark.parametrize("iri", ["http://e/> SERVICE <http://x/", "a b", "http://e/\nx", "a>"])
def test_a_prefix_must_stand_for_an_iri(iri: str) -> None:
    """A prefix table cannot bring query text in."""
    with pytest.raises(BadParameter, match="no IRI"):
        with_prefixes("ASK { ex:a ex:b ex:c }", {"ex": iri})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * WHERE { ?s ?p '{' . { } } LIMIT 1", "{ ?s ?p '{' . { } }"),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?x) { ?s ?p ?o }", "{ ?s ?p ?o }"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?s ?p ?o }", "{ ?s ?p ?o }"),
        ("ASK { ?s ?p [ ?q ( 1 ) ] }", "{ ?s ?p [ ?q ( 1 ) ] }"),
    ],
)
def test_the_outermost_group_is_found(text: str, expected: str) -> None:
    """The WHERE group is neither the template nor a group in an expression."""
    opening, closing = where_group(text) or (0, 0)
    assert expected == text[opening : closing + 1]


@pytest.mark.parametrize("text", ["DESCRIBE <http://e/a>", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_queries_without_a_group(text: str) -> None:
    """DESCRIBE of an IRI and the short CONSTRUCT have no WHERE group of their own."""
    assert None is where_group(text)
