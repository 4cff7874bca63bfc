"""Files that are written because the app was judged: were they its source, one judgement would start the next."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_TIMES = 3
_NEVER = ".py"
"""What somebody saves again and again: no app writes its own program."""
_PRINTED = (1, 2)
"""The descriptors of what this process prints, which may go to a file of the project."""


@dataclass
class OwnFiles:
    """Tells what the app writes itself by this: it changed during so many judgements, one after the other."""

    _written: dict[Path, int] = field(default_factory=dict)

    def among(self, changed: Iterable[Path], busy: tuple[int, int]) -> frozenset[Path]:
        """Those of the changed files that the app has written.

        `busy` is when the last judgement began and ended, in nanoseconds since the epoch: what was written at another
        time somebody has saved.
        """
        own = set()
        for path in changed:
            if not _is_written(path, *busy):
                self._written.pop(path, None)
                continue
            self._written[path] = self._written.get(path, 0) + 1
            if self._written[path] >= _TIMES:
                own.add(path)
        return frozenset(own)


def is_printed_to(path: Path) -> bool:
    """Whether what this process prints goes to this file."""
    try:
        file = path.stat()
        return any(os.path.samestat(file, os.fstat(number)) for number in _PRINTED)
    except OSError:
        return False


def _is_written(path: Path, began: int, ended: int) -> bool:
    try:
        return path.suffix != _NEVER and began <= path.stat().st_mtime_ns <= ended
    except OSError:
        return False
