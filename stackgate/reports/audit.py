"""What a report renders: one verdict, or several of an audit, each with a name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stackgate.finding import Decision, Verdict
from stackgate.reports.comparison import Comparison

_WORST_FIRST: tuple[Decision, ...] = ("error", "blocked", "allowed")
_MOST_NAMED = 3


class JudgedRun(NamedTuple):
    """One run: its name among the others, its verdict, and how that compares with an earlier one, if asked for."""

    name: str
    verdict: Verdict
    since: Comparison | None = None


class Audit(NamedTuple):
    """The runs of an audit, at least one."""

    runs: tuple[JudgedRun, ...]

    @property
    def decision(self) -> Decision:
        """The worst of the runs' decisions."""
        found = {run.verdict.decision for run in self.runs}
        return next(decision for decision in _WORST_FIRST if decision in found)

    @property
    def exit_status(self) -> int:
        """The status of a process that reached these verdicts: that of the worst."""
        return max(run.verdict.exit_status for run in self.runs)


def audit_of(verdicts: Sequence[Verdict], since: Sequence[Comparison | None] = ()) -> Audit:
    """The audit of one verdict or several; `since` has the comparison of each, where one was asked for.

    Raises ValueError for none.
    """
    if not verdicts:
        raise ValueError("an audit needs at least one verdict")
    compared = since or [None] * len(verdicts)
    return Audit(tuple(map(JudgedRun, _names(verdicts), verdicts, compared)))


def _names(verdicts: Sequence[Verdict]) -> list[str]:
    """A name for each verdict: its environment, and as much more as tells it from the others."""
    facets = [
        [verdict.environment for verdict in verdicts],
        [_joined(document.provider for document in verdict.documents) for verdict in verdicts],
        [_joined(document.stack for document in verdict.documents) for verdict in verdicts],
        [_joined(document.path for document in verdict.documents) for verdict in verdicts],
    ]
    names = [[environment] for environment in facets[0]]
    for facet in facets[1:]:
        if len(set(map(tuple, names))) == len(names):
            break
        if len(set(facet)) > 1:
            names = [[*name, told] if told else name for name, told in zip(names, facet, strict=True)]
    seen: Counter[str] = Counter()
    unique = []
    for name in map(", ".join, names):
        seen[name] += 1
        unique.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    return unique


def _joined(parts: Iterable[str]) -> str:
    named = list(dict.fromkeys(part for part in parts if part))
    if len(named) > _MOST_NAMED:
        named[1:] = [f"{len(named) - 1} more"]
    return " + ".join(named)
