"""The steps of long work on a terminal: one line for each kind of step, which shows the last one and the seconds."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

from stackgate.reports.visible import visible


class LiveSteps:
    """A function that is told of each step; those that begin with the same word share a line."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._live: Live | None = None
        self._message = ""
        self._started = 0.0

    def __enter__(self) -> LiveSteps:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_line()

    def __call__(self, message: str) -> None:
        if self._live and message.partition(" ")[0] == self._message.partition(" ")[0]:
            self._message = message
            return
        self._end_line()
        self._message, self._started = message, time.monotonic()
        self._live = Live(
            console=self._console, get_renderable=self._line, redirect_stdout=False, redirect_stderr=False
        )
        self._live.start()

    def _end_line(self) -> None:
        if self._live:
            self._live.stop()
            self._live = None

    def _line(self) -> Text:
        seconds = int(time.monotonic() - self._started)
        took = f"  {seconds} s" if seconds else ""
        line = Text(f"stackgate: {visible(self._message)}")
        line.truncate(self._console.width - len(took), overflow="ellipsis")
        return line.append(took, "dim")
