"""What the files that are watched hold, so that a save which changes nothing is none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class _Known:
    """A file as it was last seen: what the system says of it, and its digest where it was read."""

    seen: tuple[int, int, int]
    digest: str | None = None


class Contents:
    """The files that there were when it was last asked. The first save of a file always counts as a change."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._known: dict[Path, _Known] = {}
        self.admit(files)

    def admit(self, files: Iterable[Path]) -> None:
        """Take files for known that were not."""
        for path in files:
            if path not in self._known and (seen := _look(path)):
                self._known[path] = _Known(seen)

    def changed(self, files: Iterable[Path]) -> frozenset[Path]:
        """Of the files that there are now, and of those that were there, which hold something else, are new or gone."""
        found = set()
        gone = set(self._known)
        for path in files:
            if (seen := _look(path)) is None:
                continue
            gone.discard(path)
            known = self._known.setdefault(path, _Known((0, 0, 0)))
            if seen != known.seen:
                before, known.seen, known.digest = known.digest, seen, _digest(path)
                if known.digest != before:
                    found.add(path)
        for path in gone:
            del self._known[path]
        return frozenset(found | gone)


def _look(path: Path) -> tuple[int, int, int] | None:
    try:
        known = os.stat(path)
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size, known.st_ino


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
