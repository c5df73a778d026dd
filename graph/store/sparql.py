"""Ask a store in SPARQL: rows for tables, or one of the W3C result formats.

Every query is judged by ``guard.refuse`` before the engine sees it, runs under a time limit,
and either comes back complete or ends in one of our own errors.
"""

from __future__ import annotations

import csv
import io
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeAlias, TypeVar

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)
from pyoxigraph import (
    serialize as serialize_rdf,
)

from graph.errors import BadParameter, TimeLimit, one_of
from graph.store import guard

T = TypeVar("T")
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Result: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples

# Name of each result format and its media type.
RESULT_FORMATS: dict[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
}
_FORMATS_OF_FORM: dict[str, tuple[str, ...]] = {
    "SELECT": ("json", "xml", "csv", "tsv"),
    "ASK": ("json", "xml"),
    "CONSTRUCT": ("turtle",),
    "DESCRIBE": ("turtle",),
}
_ENGINE_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "tsv": QueryResultsFormat.TSV,
}
_TRIPLE_COLUMNS = ("subject", "predicate", "object")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_SIMPLE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_SLICE = 0.2


@dataclass(frozen=True)
class Rows:
    """A table of RDF terms; ``cut`` says that there were more rows than the limit."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    cut: bool


def select(
    store: Store,
    text: str,
    *,
    prefixes: Mapping[str, str],
    timeout: float = 30,
    limit: int | None = None,
) -> Rows:
    """Return what the query finds as rows, at most ``limit`` of them.

    ASK gives one column ``result``; CONSTRUCT and DESCRIBE give their triples, sorted.
    """
    guard.refuse(text)
    return run_bounded(
        lambda: _explained(store, text, prefixes, lambda result: _rows(result, limit)),
        timeout,
        "the query",
    )


def serialize(
    store: Store,
    text: str,
    *,
    format: str,
    prefixes: Mapping[str, str],
    timeout: float = 30,
) -> bytes:
    """Return the whole result in one of ``RESULT_FORMATS``; never a part of it.

    json, xml, tsv and turtle are exact. In csv, a cell that begins with ``=``, ``+``, ``-``,
    ``@``, TAB or CR and is no plain number gets a leading apostrophe, because a spreadsheet
    would run it as a formula.
    """
    guard.refuse(text)
    allowed = _FORMATS_OF_FORM[guard.form(text)]
    if format not in allowed:
        raise BadParameter(
            f"{guard.form(text)} results come as {one_of(allowed)}, not as '{format}'."
        )
    return run_bounded(
        lambda: _explained(store, text, prefixes, lambda result: _write(result, format, prefixes)),
        timeout,
        "the query",
    )


def bind(text: str, parameters: Mapping[str, NamedNode | Literal]) -> str:
    """Return ``text`` with each ``?name`` bound to its term, by VALUES in the outermost group.

    >>> bind("ASK { ?s ?p ?o }", {"o": Literal("x")})
    'ASK { VALUES (?o) { ("x") } ?s ?p ?o }'
    """
    if not parameters:
        return text
    group = guard.where_group(text)
    if group is None:
        raise BadParameter("only a query with a WHERE { ... } group of its own takes parameters.")
    _check_names(text, parameters)
    names = sorted(parameters)
    terms = " ".join(_written(name, parameters[name]) for name in names)
    values = f" VALUES ({' '.join(f'?{name}' for name in names)}) {{ ({terms}) }}"
    return _insert(text, group, values)


def compact(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return ``iri`` as a prefixed name if one fits, else in angle brackets.

    >>> compact("http://e/Firm", {"e": "http://e/"})
    'e:Firm'
    """
    fitting = [
        (-len(space), name)
        for name, space in prefixes.items()
        if space and iri.startswith(space) and _SIMPLE_NAME.fullmatch(iri[len(space) :])
    ]
    if not fitting:
        return f"<{iri}>"
    length, name = min(fitting)
    return f"{name}:{iri[-length:]}"


class _Job(threading.Thread, Generic[T]):
    """Work in a thread of its own, with its value or its error."""

    value: T
    error: BaseException | None = None

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__(name="inroads-work", daemon=True)
        self.work = work
        # Not `is_alive`: after Ctrl-C in `join`, Python 3.11 takes a running thread for dead.
        self.done = threading.Event()

    def run(self) -> None:
        try:
            self.value = self.work()
        except BaseException as error:
            # `run_bounded` raises it; the engine's results must end in the thread they began in.
            _drop_locals(error)
            self.error = error
        finally:
            self.done.set()

    def wait(self, seconds: float) -> None:
        """Wait in slices, so that Ctrl-C is answered on every system."""
        end = time.monotonic() + seconds
        while not self.done.is_set() and (left := end - time.monotonic()) > 0:
            self.done.wait(min(_SLICE, left))


_left_running: list[threading.Event] = []


def run_bounded(work: Callable[[], T], timeout: float, what: str) -> T:
    """Return what ``work`` returns, or raise its error, or ``TimeLimit`` after ``timeout`` s.

    ``timeout`` 0 switches the limit off; Ctrl-C is answered at once either way. The engine
    cannot be stopped, so an unfinished thread is left running. It may hold the interpreter
    when that ends: a one-shot process that finds ``abandoned()`` true flushes its output and
    leaves by ``os._exit``, which is sound because the store is only read.
    """
    if not timeout >= 0:
        raise BadParameter(f"a time limit is 0 (none) or a number of seconds, not {timeout:g}.")
    job = _Job(work)
    job.start()
    try:
        job.wait(timeout or float("inf"))
    finally:
        if not job.done.is_set():
            _left_running[:] = [*(done for done in _left_running if not done.is_set()), job.done]
    if not job.done.is_set():
        raise TimeLimit(
            f"{what} took longer than its limit of {timeout:g} s. Ask for less, "
            "or raise the limit with --timeout (0 switches it off)."
        )
    if job.error is not None:
        raise job.error
    return job.value


def _drop_locals(error: BaseException | None) -> None:
    """Empty the frames that an error and its causes passed through."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def abandoned() -> bool:
    """Tell whether ``run_bounded`` left a thread that still runs."""
    return not all(done.is_set() for done in _left_running)


def _explained(
    store: Store, text: str, prefixes: Mapping[str, str], read: Callable[[Result], T]
) -> T:
    """Return ``read`` of the query's result; tell the engine's complaints in our words."""
    if not text.isascii():
        from graph.store import syntax

        syntax.check_characters(text)
    prepared, _ = guard.with_prefixes(text, prefixes)
    try:
        return read(store.query(prepared))
    except SyntaxError as error:
        from graph.store import syntax

        raise syntax.syntax_error(text, prefixes, str(error)) from error
    except RuntimeError as error:
        if function := re.search(r"custom function <(.*)> is not supported", str(error)):
            from graph.store import syntax

            raise syntax.unknown_function(text, function[1]) from error
        raise


def _rows(result: Result, limit: int | None) -> Rows:
    if isinstance(result, QueryBoolean):
        return Rows(("result",), ((Literal(bool(result)),),), cut=False)
    if isinstance(result, QueryTriples):
        found = _sorted_triples(result)
        table = tuple((each.subject, each.predicate, each.object) for each in found[:limit])
        return Rows(_TRIPLE_COLUMNS, table, cut=len(table) < len(found))
    variables = tuple(variable.value for variable in result.variables)
    rows = tuple(tuple(solution) for solution in islice(result, limit))
    return Rows(variables, rows, cut=limit is not None and next(result, None) is not None)


def _write(result: Result, style: str, prefixes: Mapping[str, str]) -> bytes:
    if isinstance(result, QueryTriples):
        return _turtle(_sorted_triples(result), prefixes)
    if style == "csv" and isinstance(result, QuerySolutions):
        return _csv(result)
    written = result.serialize(format=_ENGINE_FORMATS[style])
    if written is None:
        raise TypeError("the engine wrote its result elsewhere")
    if style == "xml" and _NOT_IN_XML.search(written):
        raise BadParameter(
            "the result holds a control character, which xml cannot carry: use json."
        )
    return written


def _sorted_triples(found: Iterable[Triple]) -> list[Triple]:
    """Return each triple once, in the order of its text; blank nodes get stable labels."""
    triples = set(found)
    if any(isinstance(node, BlankNode) for each in triples for node in (each.subject, each.object)):
        dataset = Dataset(Quad(each.subject, each.predicate, each.object) for each in triples)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        triples = {quad.triple for quad in dataset}
    return sorted(triples, key=str)


def _turtle(triples: list[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return the triples as Turtle that declares only the prefixes it needs."""
    iris = "\n".join(str(each) for each in triples)
    used = {name: iri for name, iri in sorted(prefixes.items()) if f"<{iri}" in iris}
    written = serialize_rdf(triples, format=RdfFormat.TURTLE, prefixes=used)
    if written is None:
        raise TypeError("the engine wrote its result elsewhere")
    return written


def _csv(solutions: QuerySolutions) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variable.value for variable in solutions.variables)
    writer.writerows([_cell(term) for term in solution] for solution in solutions)
    return out.getvalue().encode()


def _cell(term: Term | None) -> str:
    """Return the term as csv text that no spreadsheet runs."""
    if term is None:
        return ""
    text = term.value if isinstance(term, NamedNode | Literal) else str(term)
    harmless = not text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return text if harmless or _PLAIN_NUMBER.fullmatch(text) else f"'{text}"


def _check_names(text: str, names: Iterable[str]) -> None:
    used = {token.text[1:] for token in guard.tokens(text) if token.kind == "variable"}
    for name in names:
        if name not in used:
            raise BadParameter(
                f"the query has no parameter '{name}'; it has {one_of(sorted(used)) or 'none'}."
            )


def _written(name: str, term: NamedNode | Literal) -> str:
    """Return the term as SPARQL; the check makes sure that it is one term and nothing else."""
    if not isinstance(term, NamedNode | Literal):
        raise BadParameter(f"the parameter '{name}' must be an IRI or a literal.")
    text = str(term)
    kinds = [token.kind for token in guard.tokens(text)]
    datatype = ["string", "punctuation", "punctuation", "iri"]
    if kinds not in (["iri"], ["string"], ["string", "language"], datatype):
        raise BadParameter(f"the parameter '{name}' is no well-formed term: {text}")
    return text


def _insert(text: str, group: tuple[int, int], values: str) -> str:
    """Return ``text`` with ``values`` first in its group; a sub-SELECT gets a group of its own."""
    opening, closing = group
    inside = text[opening + 1 : closing]
    first = next(iter(guard.significant(inside)), None)
    if first is not None and first.text.upper().startswith("SELECT"):
        inside = f" {{{inside}}} "
    return f"{text[: opening + 1]}{values}{inside}{text[closing:]}"
