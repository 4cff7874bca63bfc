"""What a run observed: each finding, the passes of each rule together, and the risks of what did not pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stackgate.evidence import Pair
from stackgate.finding import Finding
from stackgate.reports.audit import JudgedRun
from stackgate.reports.markdown.text import whole
from stackgate.reports.oscal.subject import Subjects
from stackgate.reports.oscal.words import Object, given, identifier, moment, prop, string


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation of OSCAL, the rule that made it, and the finding where it is of one; the others are of passes."""

    content: Object
    rule: str
    finding: Finding | None = None

    @property
    def uuid(self) -> str:
        """The observation's."""
        return str(self.content["uuid"])


def observations_of(run: JudgedRun, subjects: Subjects) -> list[Observed]:
    """The observations of a run: one for each finding, then one for each rule that passed somewhere."""
    pairs = run.verdict.evidence.pairs if run.verdict.evidence else ()
    seen = {pair.key: pair for pair in pairs}
    observed = []
    for finding in run.verdict.findings:
        if finding.status != "pass":
            pair = seen.get(finding.pair)
            observed.append(Observed(_failed(run, finding, pair, subjects), finding.rule, finding))
    passed: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.outcome == "pass":
            passed.setdefault(pair.rule, []).append(pair)
    return observed + [Observed(_passed(run, rule, where, subjects), rule) for rule, where in passed.items()]


def risks_of(run: JudgedRun, observed: list[Observed]) -> list[Object]:
    """A risk for each finding; one that was waived is an accepted deviation with the waiver's end as its deadline."""
    return [_risk(run, one, one.finding) for one in observed if one.finding]


def risk_uuid(run: JudgedRun, finding: Finding) -> str:
    """The identifier of a finding's risk."""
    return identifier("risk", run.name, finding.fingerprint)


def _failed(run: JudgedRun, finding: Finding, pair: Pair | None, subjects: Subjects) -> Object:
    values = pair.values if pair else {}
    if finding.attribute and finding.value is not None:
        values = {**values, finding.attribute: finding.value}
    return given(
        uuid=identifier("observation", run.name, finding.fingerprint),
        title=f"{whole(string(finding.rule))} at {whole(string(finding.address))}",
        description=f"Said of the resource: {whole(finding.message)}",
        props=[*_props(finding), prop("result", finding.status)],
        methods=["TEST"],
        types=["discovery"],
        origins=_origins(run),
        subjects=subjects.of(finding.stack, finding.address),
        relevant_evidence=[{"description": f"{whole(name)} is {whole(value)}"} for name, value in values.items()],
        collected=moment(run.verdict.judged_at),
        remarks="It could not be decided from the document." if finding.status == "unknown" else None,
    )


def _passed(run: JudgedRun, rule: str, pairs: list[Pair], subjects: Subjects) -> Object:
    found = {(pair.stack, pair.address) for pair in pairs}
    return given(
        uuid=identifier("passes", run.name, rule),
        title=f"{whole(string(rule))} passed",
        description=f"Passed {len(pairs)} times.",
        props=[prop("rule", rule), prop("result", "pass")],
        methods=["TEST"],
        types=["control-objective"],
        origins=_origins(run),
        subjects=[subject for stack, address in sorted(found) for subject in subjects.of(stack, address)],
        collected=moment(run.verdict.judged_at),
    )


def _risk(run: JudgedRun, observed: Observed, finding: Finding) -> Object:
    waiver = finding.waiver if finding.status == "waived" else None
    return given(
        uuid=risk_uuid(run, finding),
        title=f"{whole(string(finding.rule))} at {whole(string(finding.address))}",
        description=f"Said of the resource: {whole(finding.message)}",
        statement=f"Why it matters: {whole(finding.why)}" if finding.why else "The rule tells no reason.",
        props=[*_props(finding), *(_accepted(waiver) if waiver else ())],
        status="deviation-approved" if waiver else "open",
        origins=_origins(run),
        deadline=_end_of(waiver.get("expires", "")) if waiver else None,
        remediations=_remediation(run, finding),
        related_observations=[{"observation-uuid": observed.uuid}],
    )


def _accepted(waiver: dict[str, str]) -> Iterator[Object]:
    yield prop("accepted", "yes", None) | {"remarks": f"Reason: {whole(waiver.get('reason', ''))}"}
    yield prop("waiver-owner", waiver.get("owner", ""))
    yield prop("waiver-expires", waiver.get("expires", ""))


def _remediation(run: JudgedRun, finding: Finding) -> list[Object]:
    if not finding.fix:
        return []
    return [
        {
            "uuid": identifier("remediation", run.name, finding.fingerprint),
            "lifecycle": "recommendation",
            "title": "Fix",
            "description": f"Advice: {whole(finding.fix)}",
        }
    ]


def _props(finding: Finding) -> Iterator[Object]:
    yield prop("rule", finding.rule)
    yield prop("level", finding.level)
    yield prop("fingerprint", finding.fingerprint)
    if finding.attribute:
        yield prop("attribute", finding.attribute)
    for guard in finding.guards:
        yield prop("past-failure", guard)


def _origins(run: JudgedRun) -> list[Object]:
    return [{"actors": [{"type": "tool", "actor-uuid": identifier("tool", run.name)}]}]


def _end_of(day: str) -> str | None:
    try:
        return f"{date.fromisoformat(day).isoformat()}T23:59:59Z"
    except ValueError:
        return None
