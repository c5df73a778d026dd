"""What tests of pages share beside fixtures: how a page is opened, and the scene of a path."""

from collections.abc import Callable

from playwright.sync_api import Page

from graph.answers.answer import Answers, PathQuestion
from graph.pages.scene import Scene
from graph.pages.scenes import Scenes
from graph.session import Session

Opened = Callable[..., Page]


def path_scene(session: Session, start: str, end: str, k: int = 5) -> Scene:
    """Return the scene of a path question."""
    return Scenes(session).answer(Answers(session).path(PathQuestion((start,), (end,), k)))
