"""``ask``: a question in English, or a stored one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from graph.commands.opened import opened
from graph.commands.options import format_option, timeout_option
from graph.commands.output import emit, print_answer, told_as_json
from graph.commands.paths import path
from graph.commands.seeing import given_options, see
from graph.commands.stored import answering

if TYPE_CHECKING:
    from graph.answers.model import Answer


@click.command()
@click.argument("question")
@format_option(("text", "json", "md"), "text")
@click.option("--explain", is_flag=True, help="Show how the question was understood.")
@click.option("--fail-if-none", is_flag=True, help="Exit with 1 if there is no answer.")
@timeout_option(10)
@click.pass_context
def ask(
    ctx: click.Context, question: str, form: str, explain: bool, fail_if_none: bool, timeout: float
) -> None:
    """Answer an English question, with the words of the sources.

    Ask for paths ("how does CATL reach Michigan"), lists ("which brands does Geely own", "who
    denied the talks between Ford and Xiaomi"), whether something is so ("does Ford partner with
    CATL"), figures and dates ("how high are the US tariffs"), what stands in the way ("what
    keeps BYD out of the US"), what would be without something ("without Ford, does CATL reach
    Michigan"), who is most central, and the evidence ("what do the sources say about
    batteries"). "... and why?" adds the words of the sources. docs/asking.md tells more.

    --explain prints the command and the SPARQL that give the same answer. @NAME asks a stored
    question: inroads ask @us-production
    """
    with told_as_json(question, form):
        given, understood = _asked(ctx, question, timeout, explain)
    if explain and form == "text":
        emit(understood + "\n")
    print_answer(ctx, given, form, explain=explain, sparql=False)
    if given.status == "found":
        _see_asked(ctx, form, question, given)
    if fail_if_none and given.status == "none":
        ctx.exit(1)


def _asked(ctx: click.Context, question: str, timeout: float, explain: bool) -> tuple[Answer, str]:
    """Return the answer to a question, English or @NAME, and, to explain, how it was understood."""
    session = opened(ctx)
    if question.startswith("@"):
        from graph.answers import bank

        stored = bank.find(question)
        given = bank.answer(session, stored, answering(ctx, timeout), timeout=timeout)
        return given, bank.explanation(session, stored, given) if explain else ""
    from graph.answers.ask import ask, explanation

    given = ask(session, question, timeout=timeout)
    return given, explanation(session, given) if explain else ""


def _see_asked(ctx: click.Context, form: str, question: str, given: Answer) -> None:
    """Print how to see the answer to a question, a stored one included."""
    from graph.answers.ask import shown_by

    words: Sequence[str] = ()
    if question.startswith("@"):
        from graph.answers import bank

        stored = bank.find(question)
        question, words = stored.text, stored.words
    if not words:
        see(ctx, form, *shown_by(opened(ctx), question, given))
    elif words[0] == path.name:
        parsed = path.make_context(path.name, list(words[1:]), parent=ctx)
        apart = {"ends", "form", "explain", "sparql", "fail_if_none"}
        options = {name: value for name, value in parsed.params.items() if name not in apart}
        see(ctx, form, "path", parsed.params["ends"], given_options(parsed, options))
