"""What the observations say of each control."""

from __future__ import annotations

from stackgate.controls import framework, natural
from stackgate.reports.audit import JudgedRun
from stackgate.reports.markdown.text import whole
from stackgate.reports.oscal.observation import Observed, risk_uuid
from stackgate.reports.oscal.words import Object, control_id, given, identifier, prop, string

_KEPT = (
    "Every resource that this control's rules are about keeps them. They judge what a document tells: the control may "
    "ask for more."
)


def findings_of(run: JudgedRun, observed: list[Observed]) -> list[Object]:
    """A finding for each control that an observation is about.

    A control is satisfied where all of its rules' pairs passed, and the run judged everything that it should have.
    What is open or waived does not satisfy it.
    """
    rules = {rule.name: rule.controls for rule in run.verdict.rules}
    about: dict[str, list[Observed]] = {}
    for one in observed:
        named = one.finding.controls if one.finding else ()
        for control in dict.fromkeys((*rules.get(one.rule, ()), *named)):
            about.setdefault(control, []).append(one)
    return [_finding(run, control, about[control]) for control in natural(about)]


def _finding(run: JudgedRun, control: str, observed: list[Observed]) -> Object:
    state, reason, why = _status(run, observed)
    risks = [risk_uuid(run, one.finding) for one in observed if one.finding]
    return given(
        uuid=identifier("finding", run.name, control),
        title=f"{whole(string(control))} of {framework(control)}",
        description=why,
        props=[prop("control", control), prop("framework", framework(control))],
        target={
            "type": "statement-id",
            "target-id": f"{control_id(control)}_smt",
            "status": {"state": state, "reason": reason},
        },
        related_observations=[{"observation-uuid": one.uuid} for one in observed],
        related_risks=[{"risk-uuid": risk} for risk in risks],
    )


def _status(run: JudgedRun, observed: list[Observed]) -> tuple[str, str, str]:
    """State and reason as OSCAL names them, and a sentence."""
    found = {one.finding.status for one in observed if one.finding}
    if "fail" in found:
        return "not-satisfied", "fail", "At least one resource does not keep a rule of this control."
    if "unknown" in found:
        return "not-satisfied", "other", "It could not be decided whether every resource keeps this control's rules."
    if "waived" in found:
        return "not-satisfied", "other", "What does not keep this control's rules has been accepted for a time."
    if run.verdict.errors:
        return "not-satisfied", "other", "Nothing was found against it, but not everything could be judged."
    return "satisfied", "pass", _KEPT
