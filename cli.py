"""The command line of Inroads: options, calls, printing and exit status.

Nothing heavy is imported here: every command imports what it needs when it runs.
"""

from __future__ import annotations

import io
import math
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from graph.errors import (
    AmbiguousName,
    BadCommand,
    BadParameter,
    InroadsError,
    NotUnderstood,
    UnknownName,
)

if TYPE_CHECKING:
    from graph.answers.model import Answer, ClaimOut
    from graph.answers.supposed import Supposition
    from graph.network.measures import Rank
    from graph.network.project import Network
    from graph.pages.progress import Bar
    from graph.pages.tables import Listing
    from graph.session import Session
    from graph.store.own import Change

RECORD_FORMATS = ("table", "tsv", "json", "jsonl", "csv", "md")
STANDINGS = (
    "corroborated", "stated", "implied", "announced", "reported", "possible",
    "opinion", "disputed", "denied", "superseded", "retracted",
)  # fmt: skip
ANSWER_FORMATS = ("text", "json", "md", "dot", "mermaid")
MEASURES = ("degree", "betweenness", "closeness", "eigenvector", "pagerank", "brokerage")
EXPORT_FORMATS = (
    "turtle", "trig", "nquads", "jsonld", "jsonl", "graphml", "gexf", "csv", "cypher",
)  # fmt: skip
FLOWS = ("technology", "supply", "capital", "control", "market")
_LONGEST_LINE = 1000
_LONG_WORD = re.compile(r"(\S{200})\S{100,}")


class _Group(click.Group):
    """Turns every error meant for the user into one or two lines and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InroadsError as error:
            raise _Failure(_message(str(error))) from error


class _Failure(click.ClickException):
    exit_code = 2


def _message(text: str) -> str:
    """Return a message as it may be shown: no control characters, no endless words or lines."""
    from graph.pages.plain import printable

    return "\n".join(_shortened(printable(line)) for line in text.split("\n"))


def _shortened(line: str) -> str:
    line = _LONG_WORD.sub(r"\1...", line)
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{line[: _LONGEST_LINE - 300]} ... {line[-300:]}"


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-g",
    "--graph",
    "location",
    envvar="INROADS_GRAPH",
    metavar="PATH",
    help="A graph of your own, a file that load reads, or a folder of claim files; "
    "else the graph that ships with the program.",
)
@click.option("-q", "--quiet", is_flag=True, help="No messages, only results.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _, asked: _print_version(ctx) if asked else None,
    help="Show the version and exit.",
)
@click.pass_context
def commands(ctx: click.Context, location: str | None, quiet: bool) -> None:
    """Industry relationships as claims with evidence: ask, follow paths, cite.

    Try: inroads ask "how does CATL reach Michigan"
    """
    ctx.obj = {"location": location, "quiet": quiet}
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def _print_version(ctx: click.Context) -> NoReturn:
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"inroads {version('inroads')}")
    except PackageNotFoundError:
        click.echo("inroads, from a checkout that is not installed")
    ctx.exit()


def _session(ctx: click.Context) -> Session:
    """Return the open graph, the same one as long as the program runs."""
    from graph import session

    if "session" not in ctx.obj:
        ctx.obj["session"] = session.open(ctx.obj["location"])
    opened: Session = ctx.obj["session"]
    return opened


def _format(choices: Iterable[str], default: str | None = None) -> Callable[[Any], Any]:
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(list(choices)),
        default=default,
        help="Default: table on a terminal, tsv in a pipe." if default is None else None,
        show_default=default is not None,
    )


def _standing(what: str = "The weakest standing that counts.") -> Callable[[Any], Any]:
    return click.option(
        "--standing",
        type=click.Choice(STANDINGS),
        default="disputed",
        show_default=True,
        help=what,
    )


def _timeout(seconds: int) -> Callable[[Any], Any]:
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0),
        callback=_seconds,
        default=seconds,
        show_default=True,
        metavar="SECONDS",
        help="Time limit; 0 switches it off.",
    )


def _seconds(_: click.Context, __: click.Parameter, value: float) -> float:
    if math.isnan(value):
        raise click.BadParameter("nan is no number of seconds.")
    return value


def _width() -> int:
    """Return the columns to print for: the terminal's, at most 100; 80 in a pipe."""
    import shutil

    return min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else 80


def _print(text: str) -> None:
    click.echo(text, nl=False)


def _note(ctx: click.Context, text: str) -> None:
    """Print a message to standard error, unless --quiet."""
    if not ctx.obj["quiet"]:
        from graph.pages.plain import printable

        click.echo(printable(text), err=True)


def _progress(ctx: click.Context) -> Bar:
    """Return what draws how much is done, on a terminal and unless --quiet."""
    from graph.pages.progress import Bar

    return Bar(hidden=ctx.obj["quiet"] or not sys.stderr.isatty())


def _print_listing(listing: Listing, form: str | None) -> None:
    from graph.pages.tables import FORMATS

    _print(FORMATS[form or _default_form()](listing, _width()))


def _default_form() -> str:
    return "table" if sys.stdout.isatty() else "tsv"


def _print_answer(
    ctx: click.Context, given: Answer, form: str, *, explain: bool, sparql: bool
) -> None:
    if "answers" in ctx.obj:  # a question bank asked, see _command
        ctx.obj["answers"].append(given)
        return
    for notice in given.question.noticed:
        _note(ctx, notice)
    if sparql and form != "json":
        _print(given.sparql + "\n")
    else:
        _print(_rendered(given, form, explain=explain))


def _rendered(given: Answer, form: str, *, explain: bool) -> str:
    """Return an answer in a format of ANSWER_FORMATS."""
    if form == "json":
        from graph.answers.model import to_json

        return _json(to_json(given))
    if form == "text":
        from graph.pages import english

        return english.text(given, _width(), explain=explain)
    if form == "md":
        from graph.pages import report

        return report.markdown(given)
    from graph.pages import diagram

    return {"dot": diagram.dot, "mermaid": diagram.mermaid}[form](given)


@contextmanager
def _told_as_json(question: str, form: str) -> Iterator[None]:
    """Also print the answer object, where asked for, if names or the question are not known."""
    try:
        yield
    except (UnknownName, AmbiguousName, NotUnderstood) as error:
        if form == "json" and "answers" not in click.get_current_context().obj:
            from graph.answers.ask import not_answered
            from graph.answers.model import to_json

            _print_json(to_json(not_answered(question, error)))
        raise


def _asked(ctx: click.Context, question: str, timeout: float) -> tuple[Answer, str]:
    """Return the answer to a question, English or @NAME, and how it was understood."""
    session = _session(ctx)
    if question.startswith("@"):
        from graph.answers import bank

        stored = bank.find(question)
        given = bank.answer(session, stored, _command(ctx, timeout), timeout=timeout)
        return given, bank.explanation(stored, given)
    from graph.answers.ask import ask, explanation

    given = ask(session, question, timeout=timeout)
    return given, explanation(given)


_ANSWERING = frozenset({"path", "barriers", "cut", "whatif"})
"""The commands that give an answer object: what a question bank may hold."""


def _command(ctx: click.Context, timeout: float = 10) -> Callable[[Session, Sequence[str]], Answer]:
    """Return what answers a command line as its command would, without printing.

    click parses the words, so whatever a command takes works in a question bank.
    """

    def answer(session: Session, words: Sequence[str]) -> Answer:
        name = words[0]
        command = commands.commands.get(name) if name in _ANSWERING else None
        if command is None:
            known = ", ".join(sorted(_ANSWERING & commands.commands.keys()))
            raise BadCommand(
                f"'{name}' gives no answer. A stored question may be English or {known}."
            )
        answers: list[Answer] = []
        obj = {**ctx.obj, "session": session, "answers": answers}
        options = {"default_map": {"timeout": timeout}, "help_option_names": []}
        try:
            with command.make_context(name, list(words[1:]), ctx, obj=obj, **options) as inner:
                command.invoke(inner)
        except click.exceptions.Exit:  # --fail-if-none: the answer is given by then
            pass
        except click.UsageError as error:
            raise BadCommand(f"{shlex.join(words)}: {error.format_message()}") from error
        if not answers:
            raise BadCommand(f"{shlex.join(words)} gives no answer that could be compared.")
        return answers[0]

    return answer


def _print_json(data: Any) -> None:
    _print(_json(data))


def _json(data: Any) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@commands.command()
@click.argument("question")
@_format(("text", "json", "md"), "text")
@click.option("--explain", is_flag=True, help="Show how the question was understood.")
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if there is no answer.")
@_timeout(10)
@click.pass_context
def ask(
    ctx: click.Context, question: str, form: str, explain: bool, fail_if_none: bool, timeout: float
) -> None:
    """Answer an English question, with the words of the sources.

    Understood are questions for paths ("how does CATL reach Michigan", "what links Xiaomi and
    Ford") and for one end of a relation ("who owns Volvo", "which brands does Geely own").
    @NAME asks a stored question: inroads ask @us-production
    """
    with _told_as_json(question, form):
        given, understood = _asked(ctx, question, timeout)
    if explain and form == "text":
        _print(understood + "\n")
    _print_answer(ctx, given, form, explain=explain, sparql=False)
    if given.status == "found":
        _see_asked(ctx, form, question)
    if fail_if_none and given.status == "none":
        ctx.exit(1)


@commands.command()
@click.argument("ends", nargs=-1, required=True, metavar="FROM... [@] TO...")
@click.option("-k", "k", default=5, show_default=True, help="How many paths at most.")
@click.option("--max-hops", default=6, show_default=True, help="Hops of a path at most.")
@click.option("--via", multiple=True, metavar="NAME", help="Pass through this; several: all.")
@click.option("--avoid", multiple=True, metavar="WHAT", help="Keep this off the path.")
@click.option("--only", multiple=True, metavar="WHAT", help="Keep to these between the ends.")
@click.option("--through", multiple=True, metavar="CLASS", help="Pass through this kind too.")
@click.option(
    "--direction",
    type=click.Choice(["any", "forward"]),
    default="any",
    show_default=True,
    help="forward: each hop from subject to object.",
)
@click.option("--flow", type=click.Choice(FLOWS), help="Each hop the way this flows.")
@_standing("The weakest standing a hop may have.")
@click.option("--include-ended", is_flag=True, help="Also hops that are said to be over.")
@click.option("--as-of", metavar="DATE", help="What may hold then: 2026, 2026-05 ...")
@click.option(
    "--rank",
    type=click.Choice(["cost", "hops"]),
    default="cost",
    show_default=True,
    help="hops: the fewest hops first.",
)
@click.option("--pairwise", is_flag=True, help="A B @ C D: from A to C and from B to D.")
@_format(ANSWER_FORMATS, "text")
@click.option("--explain", is_flag=True, help="Show the cost of each path, term by term.")
@click.option("--sparql", is_flag=True, help="Print a query that finds the claims of the hops.")
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if there is no path.")
@_timeout(10)
@click.pass_context
def path(
    ctx: click.Context,
    /,
    ends: tuple[str, ...],
    form: str,
    explain: bool,
    sparql: bool,
    fail_if_none: bool,
    **options: Any,
) -> None:
    """Find the best paths between two ends, with evidence for every hop.

    An end is a name in any language, an id, class:KIND, in:PLACE, from:PLACE or @QUERY, what
    the column 'node' of a stored query holds (@makers-of:batteries); '+' intersects
    (class:Company+from:China). Several ends stand around a lone '@': A B @ C D.

    WHAT is a name, class:KIND, relation:ID or document:ID. --avoid holds for the whole path; of a
    document it leaves out the claims that no other one carries (`whatif --without` judges the
    others anew).
    --only holds between the ends: what is passed through (names, kinds), by which relations,
    on whose word; where a place lies is left out of it.

    \b
    inroads path CATL Michigan
    inroads path class:Company in:"United States" -k 20
    inroads path Xiaomi Michigan --via Ford --standing disputed
    inroads path CATL Ford --avoid relation:partnerIn
    inroads path CATL Geely @ Michigan "South Carolina" --pairwise
    """  # noqa: D301  # click reads the control character
    sources, targets = _ends(ends)
    with _told_as_json(" ".join(["path", *ends]), form):
        given = _answered(ctx, lambda session: session.path(sources, targets, **options))
    _print_answer(ctx, given, form, explain=explain, sparql=sparql)
    if given.paths or given.near_misses:
        _see(ctx, form if not sparql else "", "path", ends, _given(ctx, options))
    if fail_if_none and given.status == "none":
        ctx.exit(1)


def _ends(ends: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return FROM and TO: two words, or words on both sides of a lone @."""
    if "@" in ends:
        at = ends.index("@")
        sources, targets = ends[:at], ends[at + 1 :]
        if sources and targets and "@" not in targets:
            return sources, targets
    elif len(ends) == 2:
        return ends[:1], ends[1:]
    raise BadParameter("give two ends, FROM TO, or several around a lone @: A B @ C.")


@commands.command()
@click.argument("words", nargs=-1, required=True, metavar="WHO... [@] [PLACE]")
@_standing()
@_format(("text", "json", "md"), "text")
@click.option("--sparql", is_flag=True, help="Print a query that finds the claims told.")
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if nothing is told.")
@_timeout(10)
@click.pass_context
def barriers(
    ctx: click.Context,
    words: tuple[str, ...],
    standing: str,
    form: str,
    sparql: bool,
    fail_if_none: bool,
    timeout: float,
) -> None:
    """Tell what stands between somebody and the market of a place, or any market.

    Rules, bars and judgements are told apart; what eases the way is told and lifts nothing.
    WHO is written as in `inroads path`; several stand before a lone '@'.

    Examples: inroads barriers Geely US; inroads barriers from:China @ US
    """
    from graph.answers.barriers import BarrierQuestion, Barriers
    from graph.claims.model import Standing

    who, place = _who_and_place(words)
    asked = BarrierQuestion(who, place, Standing(standing), timeout)
    with _told_as_json(" ".join(["barriers", *words]), form):
        given = _answered(ctx, lambda session: Barriers(session).answer(asked))
    _print_answer(ctx, given, form, explain=False, sparql=sparql)
    if fail_if_none and given.status == "none":
        ctx.exit(1)


def _who_and_place(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return WHO and PLACE: one word or two, or words on both sides of a lone @."""
    if "@" in words:
        at = words.index("@")
        who, place = words[:at], words[at + 1 :]
        if who and len(place) < 2 and "@" not in place:
            return who, "".join(place)
    elif len(words) <= 2:
        return words[:1], "".join(words[1:])
    raise BadParameter("give WHO [PLACE], or several and a place around a lone @: A B @ PLACE.")


def _answered(ctx: click.Context, ask: Callable[[Session], Answer]) -> Answer:
    """Return the answer that ``ask`` gets of the graph as it is, or as ``whatif`` changes it."""
    change: Supposition | None = ctx.obj.get("change")
    if change is None:
        return ask(_session(ctx))
    from graph.answers.whatif import WhatIf

    return WhatIf(_session(ctx), change).answer(ask)


@commands.command()
@click.argument("ends", nargs=-1, required=True, metavar="A... [@] B...")
@click.option("--max-hops", default=6, show_default=True, help="Hops of a path at most.")
@_standing("The weakest standing a hop may have.")
@_format(("text", "json", "md"), "text")
@click.option("--sparql", is_flag=True, help="Print a query that finds the claims.")
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if no path joins the two.")
@_timeout(10)
@click.pass_context
def cut(
    ctx: click.Context,
    ends: tuple[str, ...],
    max_hops: int,
    standing: str,
    form: str,
    sparql: bool,
    fail_if_none: bool,
    timeout: float,
) -> None:
    """Find the fewest claims, and the fewest documents, that separate two ends.

    Without them `inroads path` finds nothing within --max-hops. Documents are counted exactly
    up to five; beyond that, and where a count is not proven, it is said to be at most that.

    Example: inroads cut Xiaomi Ford
    """
    from graph.answers.cuts import CutQuestion, Separation
    from graph.claims.model import Standing

    asked = CutQuestion(*_ends(ends), max_hops, Standing(standing), timeout)
    with _told_as_json(" ".join(["cut", *ends]), form):
        given = Separation(_session(ctx)).answer(asked)
    _print_answer(ctx, given, form, explain=False, sparql=sparql)
    if fail_if_none and given.status == "none":
        ctx.exit(1)


WHAT_IFS = ("path", "barriers", "rank")


@commands.command(context_settings={"allow_interspersed_args": False})
@click.option(
    "--without", multiple=True, metavar="X", help="Take out an entity, a claim or a document."
)
@click.option("--assume", multiple=True, metavar="CLAIM", help="Count this claim as stated.")
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="-- COMMAND")
@click.pass_context
def whatif(
    ctx: click.Context,
    without: tuple[str, ...],
    assume: tuple[str, ...],
    command: tuple[str, ...],
) -> None:
    """Ask path, barriers or rank of a changed graph, and tell what changed.

    Without an entity, the deals that keep fewer than two partners and the sites that nobody
    else opens or runs are gone too. What a document or claim said counts as never said.

    Example: inroads whatif --without Ford -- path CATL Michigan
    """
    from graph.answers.supposed import Supposition

    name, *args = command or ("",)
    if name not in WHAT_IFS:
        told = f"'{name}' cannot be asked what if." if name else "no command is given."
        raise BadParameter(
            f"{told} Write path, barriers or rank behind --: whatif ... -- path A B."
        )
    nested, supposed = commands.commands[name], {"change": Supposition(without, assume)}
    with nested.make_context(name, args, parent=ctx.parent, obj=ctx.obj | supposed) as inner:
        nested.invoke(inner)


@commands.command()
@click.argument("name")
@_format(("text", "json"), "text")
@click.pass_context
def show(ctx: click.Context, name: str, form: str) -> None:
    """Show everything about one entity: its names, claims, words and documents."""
    from graph.pages import profile

    session = _session(ctx)
    match = session.names.find(name)
    if match.notice:
        _note(ctx, match.notice)
    if form == "json":
        _print_json(profile.data(session, match.id))
    else:
        _print(profile.text(session, match.id, _width()))


@commands.command()
@click.argument("text")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if nothing is found.")
@_format(RECORD_FORMATS)
@click.pass_context
def find(ctx: click.Context, text: str, limit: int, fail_if_none: bool, form: str | None) -> None:
    """Find entities by name, alias or a misspelling of one."""
    from graph.pages import listings

    found = _session(ctx).names.search(text, limit)
    _print_listing(listings.entities(found), form)
    if not found:
        _note(ctx, f"nothing is called '{text}' or like it.")
        ctx.exit(1 if fail_if_none else 0)


@commands.command()
@click.option("--about", multiple=True, metavar="NAME", help="Claims that speak of this entity.")
@click.option("--relation", multiple=True, metavar="ID", help="Claims of this relation.")
@click.option("--kind", multiple=True, metavar="KIND", help="Claims about something of this kind.")
@click.option("--standing", multiple=True, type=click.Choice(STANDINGS), help="Exactly this one.")
@click.option("--document", multiple=True, metavar="ID", help="Claims this document speaks to.")
@click.option("--as-of", metavar="DATE", help="Claims that hold then; undated ones always count.")
@_format(RECORD_FORMATS)
@click.pass_context
def claims(
    ctx: click.Context,
    about: tuple[str, ...],
    relation: tuple[str, ...],
    kind: tuple[str, ...],
    standing: tuple[str, ...],
    document: tuple[str, ...],
    as_of: str | None,
    form: str | None,
) -> None:
    """List the claims, all or those that fit every filter given.

    A filter given several times fits if one of its values does.
    """
    from graph.answers.describe import Describer
    from graph.answers.select import Filter, select
    from graph.pages import listings

    session = _session(ctx)
    wanted = Filter(about, relation, kind, standing, document, as_of)
    found = Describer(session).claims(select(session, wanted))
    short = (form or _default_form()) == "table"
    _print_listing(listings.claims(found, short=short), form)


@commands.command()
@click.argument("claim")
@_format(("text", "json"), "text")
@click.pass_context
def why(ctx: click.Context, claim: str, form: str) -> None:
    """Tell how a claim got its standing, or what it was derived from.

    CLAIM is a claim's id, or enough of its beginning.
    """
    from graph.answers.select import claim_id
    from graph.pages import reasons

    session = _session(ctx)
    id_ = claim_id(session, claim)
    if form == "json":
        _print_json(reasons.data(session, id_))
    else:
        _print(reasons.why(session, id_, _width()))


@commands.command()
@click.argument("claim", nargs=-1, required=True)
@_format(("text", "md", "csl"), "text")
@click.pass_context
def cite(ctx: click.Context, claim: tuple[str, ...], form: str) -> None:
    """Print footnotes for claims: words, whose, publisher, title, date, address, id.

    csl is CSL-JSON, for reference managers. What a document lacks is named, not filled.
    """
    from graph.answers.describe import Describer
    from graph.answers.select import claim_id
    from graph.pages import cite as footnotes

    session = _session(ctx)
    found: list[ClaimOut] = Describer(session).claims(claim_id(session, each) for each in claim)
    _print(footnotes.FORMATS[form](found))


@commands.command()
@click.argument("query", metavar="SPARQL|NAME|FILE|-")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="For a stored query.")
@_format(("table", "tsv", "json", "csv", "xml", "turtle", "md"))
@click.option(
    "--limit", default=1000, show_default=True, type=click.IntRange(min=1), help="Rows of a table."
)
@_timeout(30)
@click.pass_context
def query(
    ctx: click.Context,
    query: str,
    parameters: tuple[str, ...],
    form: str | None,
    limit: int,
    timeout: float,
) -> None:
    """Run SPARQL 1.1, or a stored query, read-only; the usual prefixes are known.

    Machine formats (json, xml, csv, tsv, turtle) are complete or fail; tables stop at --limit.
    """
    from graph.answers.requests import form_in_a_pipe, request

    session = _session(ctx)
    text = request(session, query, _pairs(parameters), lambda told: _note(ctx, told))
    form = form or ("table" if sys.stdout.isatty() else form_in_a_pipe(text))
    if form not in ("table", "md"):
        _write_bytes(session.store.serialize(text, format=form, timeout=timeout))
        return
    from graph.pages import listings

    rows = session.store.select(text, timeout=timeout, limit=limit)
    _print_listing(listings.results(session, rows), form)
    if rows.cut:
        _note(ctx, f"cut after {limit} rows; --limit raises it, the machine formats give all.")


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in parameters:
        name, equals, value = each.partition("=")
        if not equals:
            raise BadParameter(f"-p {each} is not name=value.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise BadParameter(f"the value of -p {name} is no UTF-8 text.")
        found[name] = value
    return found


def _write_bytes(content: bytes) -> None:
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


@commands.command()
@_format(RECORD_FORMATS)
def queries(form: str | None) -> None:
    """List the stored queries with their parameters."""
    from graph.pages import listings

    _print_listing(listings.stored_queries(), form)


@commands.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--coverage", is_flag=True, help="Also list words of the texts no claim rests on.")
@_format(RECORD_FORMATS)
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], coverage: bool, form: str | None) -> None:
    """Validate claim files without loading them: form, words, offsets, shapes.

    FILES are all that `load` reads, claims in bulk and RDF too. Without FILES the files of the
    graph are checked. Exits with 1 if anything is wrong.
    """
    from graph.pages.checking import check as run

    with _progress(ctx) as bar:
        report = run(files, ctx.obj["location"], coverage=coverage, progress=bar)
    for line in report.notes:
        _note(ctx, line)
    if report.findings or form:
        _print_listing(report.listing(), form)
    if report.findings:
        ctx.exit(1)


@commands.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(EXPORT_FORMATS))
@click.option("-o", "--output", default="-", metavar="FILE", help="Default: standard output.")
@click.option(
    "--standing",
    type=click.Choice(STANDINGS),
    help="The weakest standing of an edge, not for RDF; default disputed, retracted means all.",
)
@click.pass_context
def export(ctx: click.Context, form: str, output: str, standing: str | None) -> None:
    """Write the graph: RDF, or one edge for each claim for Gephi, Neo4j and spreadsheets.

    \b
    turtle, trig, nquads, jsonld  everything, with W3C Web Annotation and PROV-O
    jsonl                         everything, one claim a line; `load` reads all five
    graphml, gexf                 for Gephi, yEd, Cytoscape, networkx
    csv                           nodes.csv and edges.csv for Gephi; -o names a folder
    cypher                        MERGE statements for Neo4j

    Edges carry claim id, standing, stage, words and documents. In Cypher only facts have the
    bare type of their relation: what is disputed is e.g. OWNS_DISPUTED.

    Example: inroads export gexf -o graph.gexf
    """  # noqa: D301  # click reads the control character
    from graph.claims.model import Standing
    from graph.pages import export as exports

    done = exports.render(_session(ctx), form, Standing(standing) if standing else None)
    if "" not in done.files:
        if output == "-":
            raise BadParameter(f"{form} is {len(done.files)} files: name a folder with -o.")
        exports.write_folder(done.files, Path(output))
    elif output == "-":
        _print(done.files[""])
    else:
        exports.write(done.files[""], Path(output))
    for note in done.notes:
        _note(ctx, note)


@commands.command()
@_format(RECORD_FORMATS)
@click.pass_context
def info(ctx: click.Context, form: str | None) -> None:
    """Count what is in the graph, by kind, relation, standing and document."""
    from graph.pages import listings

    _print_listing(listings.counts(_session(ctx)), form)


@commands.command()
@click.option("--by", type=click.Choice(MEASURES), default="degree", show_default=True)
@click.option("--kind", multiple=True, metavar="KIND", help="List these kinds, not the actors.")
@_standing()
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@_format(RECORD_FORMATS)
@click.pass_context
def rank(
    ctx: click.Context,
    by: str,
    kind: tuple[str, ...],
    standing: str,
    limit: int,
    form: str | None,
) -> None:
    """Rank actors by centrality: how many they deal with, how near, how much runs through them.

    \b
    degree       others dealt with, directly or in one deal or site
    betweenness  share of shortest ways between others that run through
    closeness    mean of 1 / steps to all others (harmonic)
    eigenvector  tied to those who are well tied themselves
    pagerank     how often a walk along the ties comes by
    brokerage    partners with no other way to each other (Burt's effective size)

    A deal or a site joins its parties and is none of those dealt with. "if stated" and "if all"
    are the places by what is stated alone and by all that was ever claimed.

    Example: inroads rank --by brokerage --kind Company
    """  # noqa: D301  # click reads the control character
    from graph.answers.select import kind_ids
    from graph.claims.model import Standing
    from graph.network import measures
    from graph.pages import ranking

    session = _session(ctx)
    kinds = kind_ids(session, kind) if kind else None

    def measure(network: Network) -> list[Rank]:
        return measures.rank(network, by, kinds=kinds, floor=Standing(standing))

    if ctx.obj.get("change"):
        _print_moves(ctx, by, measure, limit, form)
    else:
        _print_listing(ranking.ranks(session, by, measure(session.network)[:limit]), form)


def _print_moves(
    ctx: click.Context,
    by: str,
    measure: Callable[[Network], list[Rank]],
    limit: int,
    form: str | None,
) -> None:
    """Print who moves in a ranking: in English, as the answer object, or as records."""
    from graph.answers.whatif import WhatIf
    from graph.pages import whatif

    given = WhatIf(_session(ctx), ctx.obj["change"]).ranking(by, measure, limit)
    if form in (None, "table", "json"):
        english = "json" if form == "json" else "text"
        _print_answer(ctx, given, english, explain=False, sparql=False)
    else:
        _print_listing(whatif.moves(given), form)


@commands.command()
@click.option(
    "--kind", multiple=True, metavar="KIND", help="Only communities with a member of these kinds."
)
@_standing()
@_format(RECORD_FORMATS)
@click.pass_context
def communities(ctx: click.Context, kind: tuple[str, ...], standing: str, form: str | None) -> None:
    """Group the actors that deal with each other more than with the rest.

    Louvain's method, always from the same seed: the same claims give the same communities. Each
    comes with the claims that hold it together, surest first, and with what it adds to the
    modularity: 0 is no better than chance.

    Example: inroads communities --standing stated
    """
    from graph.answers.select import kind_ids
    from graph.claims.model import Standing
    from graph.network import communities as grouping
    from graph.pages import communities as pages

    session = _session(ctx)
    kinds = kind_ids(session, kind) if kind else None
    found = grouping.communities(session.network, floor=Standing(standing))
    _print_listing(pages.table(session, found, kinds=kinds), form)
    _note(ctx, pages.quality(found))


VIEWS = ("around", "path", "query", "community")
VIEW_FILE = "inroads.html"


def _of_path(command: Any) -> Any:
    """Give a command the options of ``path`` that bound its search."""
    own = ("ends", "form", "explain", "sparql", "fail_if_none")
    command.params += [option for option in path.params if option.name not in own]
    return command


@_of_path
@commands.command(short_help="Write a picture with all evidence: one HTML file, offline.")
@click.argument("what", nargs=-1, metavar="[WHAT]...")
@click.option("--around", "mode", flag_value="around", help="WHAT: names; their neighbourhood.")
@click.option("--path", "mode", flag_value="path", help="WHAT: FROM TO, as for inroads path.")
@click.option("--query", "mode", flag_value="query", help="WHAT: SPARQL or a stored query's name.")
@click.option("--community", "mode", flag_value="community", help="WHAT: names, or nothing: all.")
@click.option("--hops", type=click.IntRange(1, 6), help="With --around: steps; default 2.")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="With --query NAME.")
@click.option(
    "--like",
    metavar="OLD.html",
    type=click.Path(path_type=Path),
    help="Leave everything where it stands on this earlier page.",
)
@click.option("-o", "--output", metavar="FILE.html", help=f"- is standard output. [{VIEW_FILE}]")
@click.option("--open", "at_once", is_flag=True, help="Open the page in the browser.")
@click.pass_context
def view(
    ctx: click.Context,
    /,
    what: tuple[str, ...],
    mode: str | None,
    hops: int | None,
    parameters: tuple[str, ...],
    like: Path | None,
    output: str | None,
    at_once: bool,
    **options: Any,
) -> None:
    """Write a picture of the graph, or of a part, with its evidence, as one HTML file.

    \b
    inroads view                              everything, by community
    inroads view --around Geely --hops 2      a neighbourhood, in rings
    inroads view --path CATL Michigan -k 3    an answer, from left to right
    inroads view --query makers-of -p product=batteries
    inroads view --community Ford             who belongs together

    The page needs no network and sends nothing. It filters, searches, walks a path step by step,
    shows words and source of each claim, prints, and saves as PNG, SVG and CSV; what is chosen
    stands in its address. -k and what follows it here go with --path; --standing with all.
    """  # noqa: D301  # click reads the control character
    from graph.pages import showing
    from graph.pages import view as pages

    _check_view(ctx, mode, what, hops, parameters, output, at_once, options)
    session = _session(ctx)
    request = showing.Request(mode, what, hops or 2, options["standing"], _pairs(parameters))
    given = session.path(*_ends(what), **options) if mode == "path" else None
    for notice in given.question.noticed if given else ():
        _note(ctx, notice)
    kept = pages.positions(like) if like else None
    scene = showing.scene(session, request, given, timeout=options["timeout"])
    made = pages.page(scene, session.ontology, command=_view_command(ctx), kept=kept)
    if output == "-":
        _write_bytes(made.html.encode())  # whatever the terminal's encoding: a page is UTF-8
        return
    target = Path(output or VIEW_FILE)
    made.write(target)
    _note(ctx, f"wrote {target} ({len(made.html.encode()) / 1000:,.0f} kB).")
    if at_once:
        click.launch(target.resolve().as_uri())


def _check_view(
    ctx: click.Context,
    mode: str | None,
    what: tuple[str, ...],
    hops: int | None,
    parameters: tuple[str, ...],
    output: str | None,
    at_once: bool,
    options: Mapping[str, Any],
) -> None:
    """Refuse options that do not go together; raises BadParameter."""
    if what and mode is None:
        raise BadParameter(f"say what to do with '{what[0]}': --around, --path, --query ...")
    if not what and mode in ("around", "path", "query"):
        raise BadParameter(f"--{mode} needs {'FROM and TO' if mode == 'path' else 'a name'}.")
    if mode == "query" and len(what) > 1:
        raise BadParameter("--query takes one query; put SPARQL into quotation marks.")
    if hops and mode != "around":
        raise BadParameter("--hops goes with --around; --path has --max-hops.")
    if parameters and mode != "query":
        raise BadParameter("-p goes with --query.")
    if output == "-" and at_once:
        raise BadParameter("--open needs a file: leave out -o -.")
    given = [name for name in _given(ctx, options) if name.startswith("-")]
    alien = [name for name in given if name not in ("--standing", "--timeout")]
    if alien and mode != "path":
        raise BadParameter(f"{alien[0]} goes with --path.")


def _given(ctx: click.Context, options: Mapping[str, Any]) -> list[str]:
    """Return those of some options that were given, as they are written on a command line."""
    from click.core import ParameterSource

    words = []
    for option in ctx.command.params:
        source = ctx.get_parameter_source(option.name or "")
        if option.name in options and source is ParameterSource.COMMANDLINE:
            values = ctx.params[option.name]
            name = option.opts[-1]
            if getattr(option, "is_flag", False):
                words.append(name)
                continue
            for value in values if isinstance(values, tuple) else [values]:
                plain = f"{value:g}" if isinstance(value, float) else str(value)
                words += [name, plain]
    return words


def _view_command(ctx: click.Context) -> str:
    """Return the command line that makes a view, without where it is written to."""
    given = {key: value for key, value in ctx.params.items() if key not in ("what", "mode")}
    mode = ctx.params["mode"]
    kept = {key: value for key, value in given.items() if key not in ("output", "at_once", "like")}
    location = ctx.obj["location"]
    return _view_line(location and Path(location).name, mode, ctx.params["what"], _given(ctx, kept))


def _view_line(
    location: str | None, mode: str | None, what: Sequence[str], options: Sequence[str]
) -> str:
    """Return a command line of ``view`` for a shell."""
    words = [f"--{mode}"] if mode else []
    if any(each.startswith("-") for each in what):  # or they would be read as options
        words += [*options, "--", *what]
    else:
        words += [*what, *options]
    return shlex.join(["inroads", *(["-g", location] if location else []), "view", *words])


def _see_asked(ctx: click.Context, form: str, question: str) -> None:
    """Print how to see the answer to a question, a stored one included."""
    from graph.answers.ask import shown_by

    words: Sequence[str] = ()
    if question.startswith("@"):
        from graph.answers import bank

        stored = bank.find(question)
        question, words = stored.text, stored.words
    if not words:
        _see(ctx, form, *shown_by(_session(ctx), question))
    elif words[0] == path.name:
        parsed = path.make_context(path.name, list(words[1:]), parent=ctx)
        apart = {"ends", "form", "explain", "sparql", "fail_if_none"}
        options = {name: value for name, value in parsed.params.items() if name not in apart}
        _see(ctx, form, "path", parsed.params["ends"], _given(parsed, options))


def _see(
    ctx: click.Context, form: str, mode: str, what: Sequence[str], options: Sequence[str] = ()
) -> None:
    """Print how to see an answer, below its text."""
    from graph.pages.plain import printable

    if form != "text" or "answers" in ctx.obj:
        return
    _print(
        "\n" + printable(f"See it: {_view_line(ctx.obj['location'], mode, what, options)}") + "\n"
    )


@commands.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--with",
    "corpora",
    multiple=True,
    type=click.Choice(["seeds", "geography", "context"]),
    help="Load this corpus at once: seeds is what the built-in graph holds; context, beside it, "
    "what about 200 pages say of the same industry.",
)
@click.pass_context
def init(ctx: click.Context, folder: Path, corpora: tuple[str, ...]) -> None:
    """Make an empty graph of your own in DIR.

    Then: inroads -g DIR load article.yaml. INROADS_GRAPH=DIR saves typing -g DIR.
    """
    import seeds
    from graph.store import commits, own

    commits.create(folder)
    if corpora:
        known = seeds.corpora()
        paths = [path for name in corpora for path in known[name]]
        with _progress(ctx) as bar:
            _tell(ctx, own.load(folder, list(dict.fromkeys(paths)), progress=bar))


@commands.command()
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Let a document take the place of quite another.")
@click.pass_context
def load(ctx: click.Context, files: tuple[Path, ...], replace: bool) -> None:
    """Add documents to a graph of your own, all of them or, if one is wrong, none.

    FILE is a claim file, a folder of them, claims in bulk (.jsonl, one a line, as `inroads
    claims -f jsonl` prints them) or RDF of our ontology (.nq, .nt, .ttl, .trig, .jsonld). The
    texts that quotes stand in lie beside the file; quotes that none proves are told.

    What is there already changes nothing. A new version of a document takes the old one's place,
    so a file must hold all that its documents say. Without FILE the graph is built anew.
    """
    from graph.store import own

    folder = _own(ctx)
    with _progress(ctx) as bar:
        change = own.load(folder, files, replace=replace, progress=bar)
    _tell(ctx, change)


@commands.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.pass_context
def remove(ctx: click.Context, documents: tuple[str, ...]) -> None:
    """Take documents out of a graph of your own, with all that they alone supported."""
    from graph.store import own

    folder = _own(ctx)
    with _progress(ctx) as bar:
        change = own.remove(folder, documents, progress=bar)
    _tell(ctx, change)


@commands.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_context
def dump(ctx: click.Context, folder: Path | None) -> None:
    """Write the whole graph as claim files with their texts, into a new folder.

    Loading that folder gives the same graph. Without DIR it is called inroads-dump.
    """
    from graph import session
    from graph.pages.dump import dump as write

    folder = folder or Path("inroads-dump")
    sources, judged = session.documents(ctx.obj["location"])
    with _progress(ctx) as bar:
        written = write(sources, judged, folder, bar)
    _note(ctx, f"wrote {len(sources)} documents as {len(written)} files into {folder}.")


def _judging(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command two names and the options that every judgement takes."""
    for decorate in (
        click.option("--why", default="", metavar="REASON", help="What shows it."),
        click.option(
            "--when", metavar="DATE", help="When it was judged (2026, 2026-05). Default: today."
        ),
        click.option("--by", metavar="WHO", help="Who judges. Default: your login name."),
        click.argument("other", metavar="B"),
        click.argument("one", metavar="A"),
    ):
        command = decorate(command)
    return command


@commands.command()
@_judging
@click.pass_context
def same(
    ctx: click.Context, one: str, other: str, by: str | None, when: str | None, why: str
) -> None:
    """Judge that A and B are one thing; A's id and name lead, B's stay findable.

    Claims about both meet, the documents stay as they are. Deleting the line in DIR/identity.txt
    undoes it. Example: inroads -g desk same CATL "Contemporary Amperex" --why "one filing"
    """
    _judge(ctx, "same", (one, other), (by, when, why))


@commands.command()
@_judging
@click.pass_context
def different(
    ctx: click.Context, one: str, other: str, by: str | None, when: str | None, why: str
) -> None:
    """Judge that A and B are two things: `duplicates` suggests them no more.

    Deleting the line in DIR/identity.txt undoes it. Example: inroads -g desk different Volvo
    "Volvo Cars" --why "trucks and cars are two companies since 1999"
    """
    _judge(ctx, "different", (one, other), (by, when, why))


@commands.command()
@_judging
@click.pass_context
def unsure(
    ctx: click.Context, one: str, other: str, by: str | None, when: str | None, why: str
) -> None:
    """Note that A and B may be one thing, but that you cannot tell.

    `duplicates` goes on suggesting them, with your note. Deleting the line in DIR/identity.txt
    undoes it. Example: inroads -g desk unsure Northwind "Northwind Energy" --why "ask them"
    """
    _judge(ctx, "unsure", (one, other), (by, when, why))


def _judge(
    ctx: click.Context,
    verdict: str,
    names: tuple[str, str],
    details: tuple[str | None, str | None, str],
) -> None:
    from graph.answers.judging import Said, judged
    from graph.claims.judgements import FILE_NAME, write
    from graph.pages.plain import printable
    from graph.store import own

    folder = _own(ctx)
    session = _session(ctx)
    by, when, why = details
    said = Said(verdict, names, by or _login(), when or _today(), why)
    found = judged(said, session.names, session.table, own.judgements(folder))
    for notice in found.notices:
        _note(ctx, notice)
    if found.already:
        _note(ctx, f"nothing to do, it is judged so already: {found.already}")
        return
    with _progress(ctx) as bar:
        own.judge(folder, found.judgement, bar)
    _print(printable(write(found.judgement)) + "\n")
    _note(ctx, f"To undo it, delete this line of {folder / FILE_NAME}.")


def _login() -> str:
    """Return the login name; raises BadParameter where there is none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise BadParameter("you have no login name: say who judges, --by NAME.") from error


def _today() -> str:
    """Return today's date: the one clock in the program, for it records what somebody did."""
    from datetime import date

    return date.today().isoformat()


@commands.command()
@click.option(
    "--min",
    "least",
    default=70,
    show_default=True,
    type=click.IntRange(0, 100),
    help="The weakest strength to list; below 70 stand names that something tells apart.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(min=1))
@_format(RECORD_FORMATS)
@click.pass_context
def duplicates(ctx: click.Context, least: int, limit: int, form: str | None) -> None:
    """Suggest entities that may be one thing under two ids, with reasons; merges nothing.

    Then judge: `inroads same A B`, `different A B` (suggested no more) or `unsure A B`.
    """
    from graph.answers.duplicates import suggest
    from graph.pages import listings
    from graph.store import own

    judgements = own.judgements(_own(ctx))
    table = _session(ctx).table
    with _progress(ctx) as bar:
        found = suggest(table, judgements, least=least, progress=bar)
    short = (form or _default_form()) == "table"
    _print_listing(listings.suggestions(found[:limit], short=short), form)
    if len(found) > limit:
        _note(ctx, f"{limit} of {len(found)} pairs; --limit shows more.")
    if not found:
        _note(ctx, f"no two entities look like one (strength {least} or more).")


@commands.group()
def questions() -> None:
    """Questions with the answers that are expected of them."""


@questions.command("run")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@_format(("text", *RECORD_FORMATS), "text")
@click.pass_context
def run_questions(ctx: click.Context, file: Path | None, form: str) -> None:
    """Ask a bank of questions, and tell which answers are not as expected.

    inroads -g desk questions run my-questions.yaml

    Without FILE the questions that ship with the program are asked; on a graph of your own,
    those about things it does not hold are skipped. Exits with 1 if an answer is amiss.
    """
    from graph.answers import bank, scoring
    from graph.pages import questions as pages

    asked = bank.read(file or bank.SHIPPED)
    foreign = file is None and ctx.obj["location"] is not None
    with _progress(ctx) as bar:
        results = scoring.run(_session(ctx), asked, _command(ctx), foreign=foreign, progress=bar)
    if form == "text":
        _print(pages.text(results, _width()))
    else:
        _print_listing(pages.listing(results), form)
    if any(each.outcome == "missed" for each in results):
        ctx.exit(1)


@commands.command()
@click.argument("document")
@click.option(
    "--questions",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare the answers of this bank, in place of the one that ships.",
)
@_format(("text", *RECORD_FORMATS), "text")
@click.pass_context
def diff(ctx: click.Context, document: str, file: Path | None, form: str) -> None:
    """Tell what a document did to the graph: the graph with it, compared with one without.

    inroads -g desk diff harbour-grid

    What it added, corroborated, contradicted, replaced and weakened, and how the answers of
    stored questions change. `inroads info` lists the documents.
    """
    from graph import session
    from graph.answers import bank
    from graph.answers.diff import diff as compare
    from graph.answers.model import to_json
    from graph.pages import diff as pages

    opened = _session(ctx)
    asked = bank.read(file or bank.SHIPPED)
    sources, judged = session.documents(ctx.obj["location"])
    with _progress(ctx) as bar:
        found = compare(opened, sources, judged, document, asked, _command(ctx), progress=bar)
    if form == "text":
        _print(pages.text(found, _width()))
    elif form == "json":
        _print_json(to_json(found))
    else:
        _print_listing(pages.listed(found), form)


def _own(ctx: click.Context) -> Path:
    """Return the folder of the graph of one's own that -g names; raises GraphNotFound."""
    from graph import session

    return session.own_graph(ctx.obj["location"])


def _tell(ctx: click.Context, change: Change) -> None:
    from graph.pages.changes import told

    for line in told(change):
        _note(ctx, line)


def main() -> NoReturn:
    """Run the command line; every way out of it passes here."""
    _prepare_streams()
    try:
        status = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        status = _quiet_pipe()
    except OSError as error:
        _leave_unwritten(error)
    _leave(status)


def _prepare_streams() -> None:
    """Let every character be written, escaped where it must be; closed streams are empty."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115  # stays open to the end
        elif isinstance(stream, io.TextIOWrapper) and name != "stdin":
            stream.reconfigure(errors="backslashreplace")


def _run() -> int:
    """Return the exit status of one run: 0, 1, 2 or 130."""
    try:
        status = commands.main(prog_name="inroads", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        told = [str(each) for each in (error.__cause__ or error).args]  # what became of the work
        click.echo(" ".join(["Interrupted.", *told]), err=True)
        return 130
    except SystemExit:  # how click answers a closed pipe
        return _quiet_pipe()
    return status if isinstance(status, int) else 0


def _leave_unwritten(error: OSError) -> NoReturn:
    """Say what cannot be read or written and exit with 2; what is left to write is lost."""
    what = f"open {error.filename}" if error.filename else "write the output"
    with suppress(OSError):
        click.echo(_message(f"Error: cannot {what}: {error.strerror}"), err=True)
    os._exit(2)


def _quiet_pipe() -> int:
    """Let a closed pipe end quietly: nothing more can be written there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _leave(status: int) -> NoReturn:
    """Exit; if a query was given up on, without waiting for the engine it still runs in."""
    sparql = sys.modules.get("graph.store.sparql")
    if sparql is not None and sparql.abandoned():
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    main()
