"""A progress bar on standard error: what is done, how fast, and how long it still takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Display
    from rich.progress import TaskID

_PATIENCE = 1.0  # seconds before a bar appears: short work shows none


class Bar:
    """A :class:`graph.progress.Progress` for a terminal; hidden, it draws nothing."""

    def __init__(self, *, hidden: bool) -> None:
        self._hidden = hidden
        self._since = time.monotonic()
        self._display: Display | None = None
        self._task: TaskID | None = None
        self._step = ""

    def __call__(self, step: str, done: int, of: int) -> None:
        """Draw how far ``step`` has come."""
        if self._hidden or time.monotonic() - self._since < _PATIENCE:
            return
        if self._display is None:
            self._display = _display()
            self._display.start()
        if self._task is None or step != self._step:
            if self._task is not None:
                self._display.remove_task(self._task)
            self._task, self._step = self._display.add_task(step, total=of), step
        self._display.update(self._task, completed=done, total=of)

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._display is not None:
            self._display.stop()


def _display() -> Display:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed else "")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
