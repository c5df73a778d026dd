"""What `inroads view` is asked to show, as a scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.answers.model import Answer
from graph.answers.requests import request as query_text
from graph.claims.model import Standing
from graph.pages.scene import Scene
from graph.pages.scenes import Scenes
from graph.session import Session


@dataclass(frozen=True)
class Request:
    """Which part of the graph: ``mode`` is around, path, query, community, or None for all.

    ``what`` are its words, ``parameters`` those of a stored query.
    """

    mode: str | None = None
    what: tuple[str, ...] = ()
    hops: int = 2
    standing: str = Standing.DISPUTED.value
    parameters: Mapping[str, str] = field(default_factory=dict)


def scene(
    session: Session, asked: Request, given: Answer | None = None, *, timeout: float = 10
) -> Scene:
    """Return the scene that is asked for; ``given`` is the answer where it is a path.

    Raises an InroadsError for a name or a query that is unknown, and NothingToDraw.
    """
    scenes = Scenes(session, Standing(asked.standing))
    if given is not None:
        return scenes.answer(given)
    if asked.mode == "around":
        return scenes.around(asked.what, asked.hops)
    if asked.mode == "community":
        return scenes.communities(asked.what)
    if asked.mode == "query":
        text = query_text(session, asked.what[0], asked.parameters)
        return scenes.query(text, _title(asked.what[0]), timeout=timeout)
    return scenes.whole()


def _title(given: str) -> str:
    """Return the title of a stored query, or what any other is called."""
    import queries

    return queries.describe(given).title if given in queries.names() else "What a query finds"
