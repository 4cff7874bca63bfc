"""The ledger of a document: every pair of rule and resource that was looked at, each with one outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from stackgate.evidence import Outcome, Pair
from stackgate.finding import OUTCOMES, WORST_FIRST, Finding, number_occurrences

_NOTHING: Mapping[str, str] = {}


@dataclass
class Ledger:
    """What was judged, counted by outcome; with `keeps_pairs` it holds each pair, as many as it counts."""

    keeps_pairs: bool = False
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    pairs: list[Pair] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def record(
        self, rule: str, stack: str, address: str, findings: list[Finding], values: Mapping[str, str] = _NOTHING
    ) -> None:
        """Enter one pair with what its rule said; nothing said is a pass. The outcome is the worst of the findings."""
        outcome = outcome_of(findings)
        self.findings.extend(findings)
        self.outcomes[outcome] += 1
        if self.keeps_pairs:
            self.pairs.append(Pair(rule, stack, address, outcome, values))

    def passes(self, number: int) -> None:
        """Enter so many pairs of which their rules said nothing, where no pair is kept."""
        if number:
            self.outcomes["pass"] += number


def counted(outcomes: Mapping[Outcome, int]) -> dict[str, int]:
    """The number of pairs by outcome, and in all under `judged`."""
    return {"judged": sum(outcomes.values()), **{outcome: outcomes.get(outcome, 0) for outcome in OUTCOMES}}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, the worst first, those that are alike numbered."""
    unnumbered = (replace(finding, occurrence=0) if finding.occurrence else finding for finding in findings)
    return number_occurrences(sorted(unnumbered, key=_worst_first))


def outcome_of(findings: Collection[Finding]) -> Outcome:
    """The outcome of a pair with these findings: that of the worst, and of none that it passed."""
    worst = min(findings, key=lambda one: (WORST_FIRST[one.status], one.level == "warning"), default=None)
    return worst.outcome if worst else "pass"


def _worst_first(finding: Finding) -> tuple[object, ...]:
    place = (finding.source.file, finding.source.line) if finding.source else ("", 0)
    worst = (not finding.blocks, WORST_FIRST[finding.status])
    return (*worst, finding.stack, finding.address, place, finding.rule)
