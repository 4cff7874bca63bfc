"""The registers that an auditor asks for: past failures with what guards against them, and accepted findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackgate.finding import Finding, Verdict
from stackgate.reports.html.words import State, days_left, left_in_words, plural, worst

_SOON = 14


@dataclass(frozen=True, slots=True)
class FailureView:
    """A past failure, its guards, each with whether it ran, and how many findings these have now.

    A guard may have found something else than this failure: what it found is for the reader to judge.
    """

    id: str
    title: str
    guards: tuple[tuple[str, bool], ...]
    state: State
    findings: int

    @property
    def guarded(self) -> str:
        """The guards in one line."""
        return ", ".join(name if ran else f"{name} (did not run)" for name, ran in self.guards)

    @property
    def said(self) -> str:
        """What its guards found, in words."""
        if self.findings:
            return plural(self.findings, "finding")
        return "not shown" if self.state == "pass" else "not looked for"


@dataclass(frozen=True, slots=True)
class WaiverView:
    """What was accepted, by whom, and how long it still holds; `is_soon` in its last days."""

    rule: str
    address: str
    owner: str
    reason: str
    expires: str
    left: str
    is_soon: bool


def failures_of(verdict: Verdict) -> list[FailureView]:
    """The past failures in the register's order, those whose guards found something first."""
    if not verdict.evidence:
        return []
    ran = {rule.name for rule in verdict.rules}
    by_rule: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        if finding.status != "pass":
            by_rule.setdefault(finding.rule, []).append(finding)
    views = []
    for failure in verdict.evidence.failures:
        found = [finding for guard in failure.guards for finding in by_rule.get(guard, ())]
        guarded = any(guard in ran for guard in failure.guards)
        state: State = worst(one.outcome for one in found) if found else "pass" if guarded else "none"
        guards = tuple((guard, guard in ran) for guard in failure.guards)
        views.append(FailureView(failure.id, failure.title, guards, state, len(found)))
    return sorted(views, key=lambda view: not view.findings)


def waivers_of(verdict: Verdict) -> list[WaiverView]:
    """The waivers that the verdict rests on, each once, those that end first in front."""
    return sorted(set(_waivers(verdict)), key=lambda view: (view.expires, view.rule, view.address))


def _waivers(verdict: Verdict) -> Iterable[WaiverView]:
    for finding in verdict.findings:
        if finding.waiver:
            given = finding.waiver
            days = days_left(given.get("expires", ""), verdict.judged_at)
            yield WaiverView(
                rule=finding.rule,
                address=finding.address,
                owner=given.get("owner", ""),
                reason=given.get("reason", ""),
                expires=given.get("expires", ""),
                left=left_in_words(days),
                is_soon=days is not None and days <= _SOON,
            )
