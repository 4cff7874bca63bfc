"""The verdict, and why, in one sentence."""

from __future__ import annotations

from stackgate.finding import Decision, Verdict
from stackgate.reports.audit import Audit
from stackgate.reports.html.words import plural

WORDS: dict[Decision, str] = {"allowed": "Allowed", "blocked": "Blocked", "error": "Could not judge"}


def why(audit: Audit) -> str:
    """Why the audit's verdict is what it is."""
    if len(audit.runs) == 1:
        return why_verdict(audit.runs[0].verdict)
    by_decision = {word: [run for run in audit.runs if run.verdict.decision == word] for word in WORDS}
    if len(by_decision["allowed"]) == len(audit.runs):
        return f"All {len(audit.runs)} runs are allowed."
    errors, blocked, allowed = (len(by_decision[word]) for word in ("error", "blocked", "allowed"))
    told = [f"{errors} could not be judged"] if errors else []
    told += [f"{blocked} {_are(blocked)} blocked"] if blocked else []
    told += [f"{allowed} {_are(allowed)} allowed"] if allowed else []
    return f"Of {len(audit.runs)} runs, {_and(told)}."


def why_verdict(verdict: Verdict) -> str:
    """Why one verdict is what it is."""
    if verdict.errors:
        nothing = " What cannot be judged never counts as good."
        return f"{plural(len(verdict.errors), 'thing')} could not be judged.{nothing}"
    blocking = [finding for finding in verdict.findings if finding.blocks]
    if blocking:
        faults = sum(finding.status == "fail" for finding in blocking)
        unknown = len(blocking) - faults
        resources = len({(finding.stack, finding.address) for finding in blocking})
        told = [f"{plural(faults, 'fault')} at level error"] if faults else []
        told += [f"{plural(unknown, 'question')} that cannot be decided"] if unknown else []
        return f"{_and(told)} in {plural(resources, 'resource')}."
    judged = verdict.counts.get("judged", 0)
    return f"Every rule was asked about every resource that it is about, {judged:,} pairs in all, and nothing blocks."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _and(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
