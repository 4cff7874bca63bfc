"""SIGINT and SIGTERM during a deploy: handed on to Terraform while it runs, an exception where it does not."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from stackgate.deployment.ending import Interrupted

_NUMBERS = (signal.SIGINT, signal.SIGTERM)


class Signals:
    """Receives the two signals while it is entered; `received` names the first of them.

    Terraform is told once, by SIGINT: it then ends what it is at and writes its state. Told twice, it would drop it.
    """

    def __init__(self) -> None:
        self.received: str | None = None
        self._held = False
        self._group: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Signals:
        self._before = {number: signal.signal(number, self._receive) for number in _NUMBERS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """Raise Interrupted if a signal was received, whoever caught the first exception."""
        if self.received:
            raise Interrupted(self.received)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While a process is started and runs, or while things are put in order, a signal raises nothing."""
        self._held = True
        try:
            yield
        finally:
            self._held, self._group = False, None

    def hand_on_to(self, group: int) -> None:
        """From now on the process group is told; at once, if a signal came while it was being started."""
        self._group = group
        if self.received:
            interrupt(group)

    def _receive(self, number: int, _: FrameType | None) -> None:
        first, self.received = self.received is None, self.received or signal.Signals(number).name
        if not self._held:
            raise Interrupted(self.received)
        if first and self._group is not None:
            interrupt(self._group)


def interrupt(group: int) -> None:
    """Tell a process group to end, if it is still there."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGINT)
