"""One run as a result of OSCAL: what was judged with what, what was observed, and what that says of each control."""

from __future__ import annotations

from stackgate.finding import OUTCOMES
from stackgate.reports.audit import JudgedRun
from stackgate.reports.markdown.text import whole
from stackgate.reports.oscal.control import findings_of
from stackgate.reports.oscal.observation import observations_of, risks_of
from stackgate.reports.oscal.subject import Subjects
from stackgate.reports.oscal.words import Object, given, identifier, moment, prop, string

NO_LEDGER = "The ledger was not kept: what passed is counted, and neither listed nor held to satisfy a control."


def result_of(run: JudgedRun) -> Object:
    """The result of a run."""
    verdict = run.verdict
    subjects = Subjects(run)
    observed = observations_of(run, subjects)
    findings = findings_of(run, observed)
    provenance = verdict.evidence.provenance if verdict.evidence else None
    counts = ", ".join(f"{verdict.counts[name]} {name}" for name in ("judged", *OUTCOMES))
    return given(
        uuid=identifier("result", run.name, verdict.judged_at, *(document.sha256 for document in verdict.documents)),
        title=f"Run {whole(string(run.name))}",
        description=f"Pairs of rule and resource: {counts}.",
        start=moment(verdict.judged_at),
        end=moment(verdict.judged_at),
        props=[
            prop("verdict", verdict.decision),
            prop("environment", verdict.environment),
            *([prop("rules-sha256", provenance.rules)] if provenance else ()),
            *([prop("signer", provenance.signer)] if provenance and provenance.signer else ()),
        ],
        local_definitions=given(
            components=subjects.documents,
            inventory_items=subjects.resources,
            assessment_assets=_assets(run),
        ),
        reviewed_controls={"control-selections": [_reviewed(findings)]},
        observations=[one.content for one in observed],
        risks=risks_of(run, observed),
        findings=findings,
        remarks=_remarks(run),
    )


def _assets(run: JudgedRun) -> Object:
    tool = {
        "uuid": identifier("tool", run.name),
        "type": "software",
        "title": "Stackgate",
        "description": "Judges a synthesized CDKTF stack before its deploy is allowed.",
        "props": [
            prop("version", run.verdict.versions.get("stackgate", "unknown"), None),
            *(prop("judged-with", f"{name} {version}") for name, version in run.verdict.versions.items()),
        ],
        "status": {"state": "operational"},
    }
    platform = {"uuid": identifier("platform", run.name), "uses-components": [{"component-uuid": tool["uuid"]}]}
    return {"components": [tool], "assessment-platforms": [platform]}


def _reviewed(findings: list[Object]) -> Object:
    """The controls that there is a finding about; the model demands at least one."""
    controls = dict.fromkeys(finding["target"]["target-id"].removesuffix("_smt") for finding in findings)
    if not controls:
        return {"description": "No control was reviewed.", "include-controls": [{"control-id": "none"}]}
    return {"include-controls": [{"control-id": control} for control in controls]}


def _remarks(run: JudgedRun) -> str:
    verdict = run.verdict
    told = [f"Could not judge {whole(error.where)}: {whole(error.message)}" for error in verdict.errors]
    told += [f"Note: {whole(note)}" for note in verdict.notes]
    told += [] if verdict.evidence else [NO_LEDGER]
    told += [] if verdict.documents else ["There is no document."]
    return "\n\n".join(told)
