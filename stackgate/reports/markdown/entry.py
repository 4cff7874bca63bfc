"""A finding in Markdown: one line, which several runs may share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from stackgate.finding import Finding
from stackgate.reports.audit import Audit
from stackgate.reports.markdown.text import code, plain


@dataclass(slots=True)
class Entry:
    """A finding that several runs may have, with their names."""

    finding: Finding
    runs: list[str] = field(default_factory=list)
    judged_at: str = ""
    new: bool = False


def entries_of(audit: Audit) -> list[Entry]:
    """The findings of all runs; one that is the same in several runs stands there once."""
    found: dict[tuple[object, ...], Entry] = {}
    for run in audit.runs:
        new = {finding.fingerprint for finding in run.since.new} if run.since else set()
        for finding in run.verdict.findings:
            same = finding.fingerprint, finding.status, finding.level, finding.message, finding.value
            entry = found.setdefault(same, Entry(finding, judged_at=run.verdict.judged_at))
            entry.runs.append(run.name)
            entry.new |= finding.fingerprint in new
    return list(found.values())


def rank(finding: Finding) -> tuple[bool, bool]:
    """The place of a live finding among others: what blocks first, and a fault before an open question."""
    return finding.level == "warning", finding.status == "unknown"


def label(finding: Finding) -> str:
    """What a finding is: error, warning, unknown or waived."""
    return finding.status if finding.status != "fail" else finding.level


def line(entry: Entry, audit: Audit, said: str) -> str:
    """A finding on one line: where it is, what is said of it, and in which runs where not in all."""
    finding = entry.finding
    name = code(finding.address)
    if finding.address == "*":
        name = "the app's source" if finding.engine == "synth" else "the whole document"
    stacks = {document.stack for run in audit.runs for document in run.verdict.documents}
    stack = f" of {code(finding.stack)}" if finding.stack and len(stacks) > 1 else ""
    at = _place(finding)
    place = f" at {code(at)}" if at else ""
    runs = f" ({plain('; '.join(dict.fromkeys(entry.runs)))})" if len(set(entry.runs)) < len(audit.runs) else ""
    return f"- {'**new** ' * entry.new}{name}{stack}{place}: {said}{runs}\n"


def _place(finding: Finding) -> str:
    if finding.source:
        return f"{finding.source.file}:{finding.source.line}"
    if finding.location and finding.location.line:
        return f"{finding.location.path}:{finding.location.line}"
    return finding.location.path if finding.location else ""


def waiver_of(entry: Entry) -> str:
    """Why a finding is accepted, by whom and until when; the days left count from the judgement."""
    waiver = entry.finding.waiver or {}
    reason, owner, expires = (plain(waiver.get(name, "")) for name in ("reason", "owner", "expires"))
    told = f"{reason} ({owner}, until {expires}"
    try:
        left = (date.fromisoformat(waiver["expires"]) - date.fromisoformat(entry.judged_at[:10])).days
    except (KeyError, ValueError):
        return f"{told})"
    return f"{told}, {number_of(left, 'day')} left)"


def number_of(number: int, noun: str) -> str:
    """A number with its noun, in the plural but for one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
