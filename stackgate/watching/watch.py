"""The watch itself: each time that something was saved, judge, compare, tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from stackgate.finding import EXIT_STATUS, Verdict
from stackgate.reports.comparison import Comparison, compare
from stackgate.watching.contents import Contents
from stackgate.watching.own_files import OwnFiles, is_printed_to
from stackgate.watching.territory import Territory
from stackgate.watching.warm import Warm

_AFTERGLOW_NS = 300_000_000
"""In which another process may still write what this one has told it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one round found: the files that were saved, none at the start; the verdict; what has changed since the round
    before; the notes that were not told before; and the seconds that it took."""

    saved: frozenset[Path]
    verdict: Verdict
    since: Comparison
    notes: tuple[str, ...]
    seconds: float


@dataclass
class Watch:
    """A watch on what `warm` judges.

    tell: is given each judgement. steps: opens what is told of the steps of one. exit_status: that of the last verdict;
    that of an error before there is one, and while the next is being reached.
    """

    warm: Warm
    tell: Callable[[Judgement], None]
    steps: Callable[[], AbstractContextManager[Callable[[str], None]]]
    exit_status: int = EXIT_STATUS["error"]
    _before: Verdict | None = None
    _told: set[str] = field(default_factory=set)
    _own: OwnFiles = field(default_factory=OwnFiles)
    _busy: tuple[int, int] = (0, 0)

    def follow(self, wakes: Iterable[None]) -> None:
        """Judge at the first wake, and at each later one where a file has changed; ends when no more come."""
        contents: Contents | None = None
        for _ in wakes:
            territory = self.warm.territory
            if contents is None:
                contents = Contents(territory.files())
                self._judge(frozenset())
            elif changed := self._changed(contents, territory):
                self._judge(changed)
            # What only new settings name was judged with them; else it would be taken for something new.
            if (now := self.warm.territory) != territory:
                contents.admit(path for path in now.files() if territory.meaning(path) is None)

    def _changed(self, contents: Contents, territory: Territory) -> frozenset[Path]:
        """The files that somebody has changed, not the app, nor this process."""
        changed = frozenset(path for path in contents.changed(territory.files()) if not is_printed_to(path))
        source = [path for path in changed if territory.meaning(path) == "source"]
        written = self._own.among(source, self._busy)
        for path in sorted(written):
            with self.steps() as progress:
                progress(f"passed over: {path}, which the app seems to write itself; if that was you, save it again")
        return changed - written

    def _judge(self, saved: frozenset[Path]) -> None:
        self.exit_status = EXIT_STATUS["error"]
        started, began = time.perf_counter(), time.time_ns()
        with self.steps() as progress:
            verdict = self.warm.judge(saved, progress)
        since = compare(self._before, verdict)
        notes = tuple(note for note in verdict.notes if note not in self._told)
        self._told.update(notes)
        self._before = _carried(verdict, since)
        self.exit_status = verdict.exit_status
        self.tell(Judgement(saved, verdict, since, notes, time.perf_counter() - started))
        self._busy = began, time.time_ns() + _AFTERGLOW_NS


def _carried(verdict: Verdict, since: Comparison) -> Verdict:
    """What the next verdict is held against: with what this one could not look at, as it was found before."""
    if verdict.documents and not verdict.errors:
        return verdict
    return replace(verdict, findings=verdict.findings + since.not_judged)
