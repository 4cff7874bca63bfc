"""How each resource came out: its worst status, and how many findings it has of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from stackgate.finding import Verdict

Worst = Literal["fail", "unknown", "warning", "waived", "pass", "none"]

WORST_FIRST: tuple[Worst, ...] = ("fail", "unknown", "warning", "waived", "pass", "none")
WORDS: dict[Worst, str] = {
    "fail": "fault",
    "unknown": "unknown",
    "warning": "warning",
    "waived": "waived",
    "pass": "passed",
    "none": "not judged",
}
_PLURALS: dict[Worst, str] = {"fail": "faults", "warning": "warnings"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The worst status of a resource or of several, the number of findings by status, and how many have findings."""

    worst: Worst = "none"
    findings: Counter[Worst] = field(default_factory=Counter)
    with_findings: int = 0

    @property
    def said(self) -> str:
        """As in `2 faults, 1 warning`; `passed` or `not judged` where there is no finding."""
        counted = [(status, self.findings[status]) for status in WORST_FIRST if self.findings[status]]
        words = [
            f"{number} {_PLURALS.get(status, WORDS[status]) if number > 1 else WORDS[status]}"
            for status, number in counted
        ]
        return ", ".join(words) or WORDS[self.worst]


def standings(verdict: Verdict) -> list[Standing]:
    """The standing of each resource of the verdict's evidence, in its order."""
    assert verdict.evidence is not None
    findings: dict[tuple[str, str], Counter[Worst]] = {}
    for finding in verdict.findings:
        status = finding.outcome
        if status != "pass":
            findings.setdefault((finding.stack, finding.address), Counter())[status] += 1
    judged = {(pair.stack, pair.address) for pair in verdict.evidence.pairs}
    found = []
    for resource in verdict.evidence.resources:
        key = (resource.stack, resource.address)
        counts = findings.get(key, Counter())
        worst = next((status for status in WORST_FIRST if counts[status]), "pass" if key in judged else "none")
        found.append(Standing(worst, counts, 1 if counts else 0))
    return found


def together(several: Iterable[Standing]) -> Standing:
    """The standing of several resources as one."""
    counts: Counter[Worst] = Counter()
    worst: Worst = "none"
    with_findings = 0
    for one in several:
        counts.update(one.findings)
        with_findings += one.with_findings
        worst = min(worst, one.worst, key=WORST_FIRST.index)
    return Standing(worst, counts, with_findings)
