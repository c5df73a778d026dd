"""Questions that are stored with the answers expected of them, and what a document changes."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.opened import opened
from graph.commands.options import RECORD_FORMATS, format_option
from graph.commands.output import emit, print_json, print_listing, progress_bar, width
from graph.errors import BadCommand

if TYPE_CHECKING:
    from graph.answers.model import Answer
    from graph.session import Session

ANSWERING = frozenset({"path", "barriers", "cut", "whatif"})
"""The commands that give an answer object: what a question bank may hold."""


def answering(
    ctx: click.Context, timeout: float = 10
) -> Callable[[Session, Sequence[str]], Answer]:
    """Return what answers a command line as its command would, without printing.

    click parses the words, so whatever a command takes works in a question bank.
    """

    def answer(session: Session, words: Sequence[str]) -> Answer:
        name = words[0]
        root = ctx.find_root()
        group = root.command
        command = None
        if name in ANSWERING and isinstance(group, click.Group):
            command = group.get_command(root, name)
        if command is None:
            known = ", ".join(sorted(ANSWERING))
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


@click.group()
def questions() -> None:
    """Questions with the answers that are expected of them."""


@questions.command("run")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@format_option(("text", *RECORD_FORMATS), "text")
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
    with progress_bar(ctx) as bar:
        results = scoring.run(opened(ctx), asked, answering(ctx), foreign=foreign, progress=bar)
    if form == "text":
        emit(pages.text(results, width()))
    else:
        print_listing(pages.listing(results), form)
    if any(each.outcome == "missed" for each in results):
        ctx.exit(1)


@click.command()
@click.argument("document")
@click.option(
    "--questions",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare the answers of this bank, in place of the one that ships.",
)
@format_option(("text", *RECORD_FORMATS), "text")
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

    inroads = opened(ctx)
    asked = bank.read(file or bank.SHIPPED)
    sources, judged = session.documents(ctx.obj["location"])
    with progress_bar(ctx) as bar:
        found = compare(inroads, sources, judged, document, asked, answering(ctx), progress=bar)
    if form == "text":
        emit(pages.text(found, width()))
    elif form == "json":
        print_json(to_json(found))
    else:
        print_listing(pages.listed(found), form)
