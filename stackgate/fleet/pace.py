"""How far a run over many documents is, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

_SOONEST_S = 3.0
"""What is told earlier than this rests on too little."""


@dataclass
class Pace:
    """Tells of the documents of a run as they are done."""

    total: int
    tell: Callable[[str], None]
    _done: int = 0
    _started: float = field(default_factory=time.monotonic)

    def begin(self, shown: str) -> None:
        """Tell what is judged: the document, where it is the only one."""
        self.tell(f"judging {shown}" if self.total == 1 else f"judging {self.total} documents")

    def step(self, shown: str) -> None:
        """Tell that a document is done: which it was, how many of them are, and the time left."""
        self._done += 1
        if self.total > 1:
            self.tell(f"judging {self._done} of {self.total}{self._left()}: {shown}")

    def _left(self) -> str:
        took = time.monotonic() - self._started
        if took < _SOONEST_S or self._done == self.total:
            return ""
        seconds = round(took / self._done * (self.total - self._done))
        return f", {seconds} s left" if seconds < 120 else f", {round(seconds / 60)} min left"
