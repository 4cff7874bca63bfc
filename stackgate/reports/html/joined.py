"""The findings of all runs in one list: what several runs found is one row, which says in which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stackgate.address import parse_address
from stackgate.finding import Finding
from stackgate.reports.audit import Audit, JudgedRun
from stackgate.reports.html.words import STATES, State, days_left, left_in_words, worst
from stackgate.reports.saying import opinion, said

WHOLE = "the whole document"
_ORDER = {state: place for place, state in enumerate(STATES)}


@dataclass(frozen=True, slots=True)
class About:
    """What holds for all findings of a rule, and why it is asked."""

    rule: str
    engine: str
    summary: str
    why: str
    fix: str
    controls: tuple[str, ...]
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A finding of one run or several: `states` has the state in each of the runs, by the run's number.

    `since` is `new`, `unchanged` or `waived` where a run was compared with an earlier one. `link` is the place on the
    page that tells all about the resource, where the evidence was kept.
    """

    finding: Finding
    about: About
    states: dict[int, State]
    type: str
    since: str
    left: str
    link: str

    @property
    def state(self) -> State:
        """The worst of its states."""
        return worst(self.states.values())

    @property
    def source(self) -> str:
        """Where to look: the line of the app's source, else that of the document."""
        place = self.finding.source or self.finding.location
        if place is None:
            return ""
        name = self.finding.source.file if self.finding.source else getattr(place, "path", "")
        return f"{name}:{place.line}" if place.line else name

    @property
    def address(self) -> str:
        """The resource's address, or words where it is about none."""
        return WHOLE if self.finding.address == "*" else self.finding.address

    @property
    def message(self) -> str:
        """What was found, and where that needs it, at which attribute."""
        return said(self.finding)

    @property
    def opinions(self) -> str:
        """What Checkov's own checks say of the same question."""
        return "; ".join(opinion(one, self.finding) for one in self.finding.corroboration)

    @property
    def waiver(self) -> str:
        """Who accepted the finding, until when, and why; empty where nobody did."""
        given = self.finding.waiver
        if not given:
            return ""
        until = f"until {given.get('expires', '')}" + (f" ({self.left})" if self.left else "")
        return f"{given.get('owner', '')}, {until}: {given.get('reason', '')}"


def join(audit: Audit) -> list[Row]:
    """The rows of an audit, the worst first, those of one rule and state together."""
    places = list(map(_places, audit.runs))
    found: dict[str, dict[int, Finding]] = {}
    for number, run in enumerate(audit.runs):
        for finding in run.verdict.findings:
            if finding.status != "pass":
                found.setdefault(finding.fingerprint, {})[number] = finding
    told = _since(audit)
    summaries = [{rule.name: rule.summary for rule in run.verdict.rules} for run in audit.runs]
    rows = []
    for fingerprint, by_run in found.items():
        states: dict[int, State] = {number: finding.outcome for number, finding in by_run.items()}
        number = min(states, key=lambda one: (_ORDER[states[one]], one))
        finding, verdict = by_run[number], audit.runs[number].verdict
        expires = (finding.waiver or {}).get("expires", "")
        place, kind = places[number].get((finding.stack, finding.address), (None, ""))
        rows.append(
            Row(
                finding=finding,
                about=_about(finding, summaries[number]),
                states=states,
                type=kind or kind_of(finding.address),
                since=told.get(fingerprint, ""),
                left=left_in_words(days_left(expires, verdict.judged_at)),
                link="" if place is None else f"run{number}-r{place}",
            )
        )
    return sorted(rows, key=_worst_first)


def notes_of(audit: Audit) -> list[tuple[str, str]]:
    """The notes of all runs, each once, and in which runs it stands; nothing of that where there is but one."""
    found: dict[str, dict[str, None]] = {}
    for run in audit.runs:
        for note in run.verdict.notes:
            found.setdefault(note, {})[run.name] = None
    number = len(audit.runs)
    if number == 1:
        return [(note, "") for note in found]
    return [(note, f"all {number}" if len(names) == number else "; ".join(names)) for note, names in found.items()]


def _places(run: JudgedRun) -> dict[tuple[str, str], tuple[int, str]]:
    """The resources of a run: place in the evidence and type, by stack and address."""
    resources = run.verdict.evidence.resources if run.verdict.evidence else ()
    return {(one.stack, one.address): (place, kind_of(one.address, one.type)) for place, one in enumerate(resources)}


def kind_of(address: str, kind: str = "") -> str:
    """The type of what stands at an address, with the prefix `data.` for a data source."""
    try:
        return parse_address(address).kind
    except ValueError:
        return kind or WHOLE


def _worst_first(row: Row) -> tuple[object, ...]:
    return (not row.finding.blocks, _ORDER[row.state], row.finding.level, row.finding.rule, row.finding.stack)


def _since(audit: Audit) -> dict[str, str]:
    """By fingerprint how a finding compares with earlier runs: new in one of them is new."""
    told: dict[str, str] = {}
    compared = [run.since for run in audit.runs if run.since]
    for name in ("waived", "unchanged", "new"):
        told.update({finding.fingerprint: name for since in compared for finding in getattr(since, name)})
    return told


def _about(finding: Finding, summaries: Mapping[str, str]) -> About:
    return About(
        finding.rule,
        finding.engine,
        summaries.get(finding.rule, ""),
        finding.why,
        finding.fix,
        finding.controls,
        finding.guards,
    )
