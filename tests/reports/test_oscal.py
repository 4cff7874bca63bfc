"""The OSCAL report, read by compliance-trestle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_up_verdicts import HOSTILE_TEXTS, each_kind, finding, hostile, many, three_runs, unknown, verdict, waived
from trestle.core.duplicates_validator import DuplicatesValidator
from trestle.core.refs_validator import RefsValidator
from trestle.oscal.assessment_results import AssessmentResults

from stackgate.finding import JudgementError, Verdict
from stackgate.reports import render
from stackgate.reports.audit import Audit
from stackgate.reports.oscal.words import control_id, identifier, moment

Read = Any


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def reader(judged: Audit | Verdict) -> Read:
        file = tmp_path / "results.json"
        file.write_text(render(judged, "oscal"), encoding="utf-8")
        report = AssessmentResults.oscal_read(file)
        assert DuplicatesValidator().model_is_valid(report, quiet=False)
        assert RefsValidator().model_is_valid(report, quiet=False)
        assert_refers_to_itself(json.loads(file.read_text(encoding="utf-8"))["assessment-results"])
        return report

    return reader


def assert_refers_to_itself(report: dict[str, Any]) -> None:
    """Every UUID that is referred to is defined in the same result, and the plan in the back matter."""
    plan = report["import-ap"]["href"].removeprefix("#")
    assert plan in [resource["uuid"] for resource in report["back-matter"]["resources"]]
    for result in report["results"]:
        defined, used = set[str](), set[str]()
        _collect(result, defined, used)
        assert used <= defined


def _collect(value: Any, defined: set[str], used: set[str]) -> None:
    if isinstance(value, list):
        for item in value:
            _collect(item, defined, used)
    elif isinstance(value, dict):
        for name, item in value.items():
            (defined.add if name == "uuid" else used.add if name.endswith("-uuid") else _ignore)(item)
            _collect(item, defined, used)


def _ignore(_: Any) -> None:
    pass


def states(result: Read) -> dict[str, tuple[str, str]]:
    return {
        finding.target.target_id: (
            finding.target.status.state.value,
            str(getattr(finding.target.status.reason, "value", finding.target.status.reason)),
        )
        for finding in result.findings or []
    }


def test_a_control_is_satisfied_where_all_passed(read: Any) -> None:
    (result,) = read(verdict(finding())).results
    assert states(result) == {
        "sc-28_smt": ("not-satisfied", "fail"),
        "SQS.1_smt": ("not-satisfied", "fail"),
        "cm-8_smt": ("satisfied", "pass"),
    }
    (selected,) = result.reviewed_controls.control_selections
    assert [control.control_id for control in selected.include_controls] == ["cm-8", "sc-28", "SQS.1"]
    assert result.start.isoformat() == "2026-11-23T12:00:00+00:00"


@pytest.mark.parametrize("one", [unknown(), waived()])
def test_what_is_open_or_waived_satisfies_nothing(read: Any, one: Any) -> None:
    (result,) = read(verdict(one)).results
    assert states(result)["sc-28_smt"] == ("not-satisfied", "other")


def test_a_run_with_errors_satisfies_nothing(read: Any) -> None:
    (result,) = read(verdict(errors=[JudgementError("bad.json", "is empty")])).results
    assert states(result) == {"cm-8_smt": ("not-satisfied", "other")}
    assert "Could not judge bad.json: is empty" in result.remarks


def test_without_a_ledger_nothing_is_satisfied_in_silence(read: Any) -> None:
    (result,) = read(verdict(finding(), kept=False)).results
    assert set(states(result)) == {"sc-28_smt", "SQS.1_smt"}
    assert "The ledger was not kept" in result.remarks
    (clean,) = read(verdict(kept=False)).results
    assert states(clean) == {}
    (selected,) = clean.reviewed_controls.control_selections
    assert [control.control_id for control in selected.include_controls] == ["none"]


def test_observations_tell_values_and_subjects(read: Any) -> None:
    (result,) = read(verdict(finding())).results
    failed, passed = result.observations
    assert failed.description == "Said of the resource: not encrypted"
    assert [evidence.description for evidence in failed.relevant_evidence] == ["kms_master_key_id is alias/aws/sqs"]
    assert {prop.name: prop.value for prop in failed.props} == {
        "rule": "queue_encrypted",
        "level": "error",
        "fingerprint": finding().fingerprint,
        "attribute": "kms_master_key_id",
        "past-failure": "MF-4",
        "result": "fail",
    }
    items = {item.uuid: item for item in result.local_definitions.inventory_items}
    assert len(passed.subjects) == len(items) == 9
    (subject,) = failed.subjects
    told = {prop.name: prop.value for prop in items[subject.subject_uuid].props}
    assert told == {
        "asset-id": "aws_sqs_queue.jobs",
        "stack": "shop",
        "construct": "shop/jobs",
        "source": "stack/app.py:7",
    }


def test_a_waiver_is_an_accepted_risk_with_a_deadline(read: Any) -> None:
    (result,) = read(verdict(finding(), waived())).results
    fault, accepted = result.risks
    assert [getattr(risk.status.root, "value", getattr(risk.status.root, "root", None)) for risk in result.risks] == [
        "open",
        "deviation-approved",
    ]
    assert accepted.deadline.isoformat() == "2027-01-31T23:59:59+00:00"
    assert fault.deadline is None
    props = {prop.name: prop for prop in accepted.props}
    assert props["accepted"].remarks == "Reason: public feed"
    assert props["waiver-owner"].value == "ann"
    assert fault.remediations[0].description == "Advice: Set a key."
    assert [related.risk_uuid for related in result.findings[-1].related_risks] == [fault.uuid, accepted.uuid]


def test_many_runs_are_as_many_results(read: Any) -> None:
    prod, staging, dev = read(three_runs()).results
    assert [result.title for result in (prod, staging, dev)] == ["Run prod", "Run staging", "Run dev"]
    assert len(prod.observations) == 6
    assert {prop.name: prop.value for prop in prod.props} == {
        "verdict": "blocked",
        "environment": "prod",
        "rules-sha256": "a" * 64,
        "signer": "c" * 64,
    }


def test_five_hundred_findings_are_as_many_risks(read: Any) -> None:
    (result,) = read(many(500)).results
    assert len({risk.uuid for risk in result.risks}) == 500


def test_nothing_at_all_is_still_a_report(read: Any) -> None:
    (result,) = read(verdict(documents=(), rules=(), notes=(), versions={}, judged_at="", kept=False)).results
    assert result.remarks.endswith("There is no document.")
    assert result.start.year == 1970


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:20]))
def test_hostile_text_keeps_the_model(read: Any, text: str) -> None:
    report = read(hostile(text))
    (result,) = report.results
    assert len(result.risks) == 2
    for one in (*result.risks, *result.observations, *result.findings, *result.local_definitions.components):
        for told in (one.title, one.description, getattr(one, "statement", ""), getattr(one, "remarks", None) or ""):
            assert told.isprintable()
            assert "<" not in told


def test_a_control_of_any_name_is_a_token(read: Any) -> None:
    (result,) = read(verdict(finding(controls=HOSTILE_TEXTS))).results
    assert len(result.findings) == len(HOSTILE_TEXTS) + 1


def test_the_same_verdict_gives_the_same_report() -> None:
    assert render(three_runs(), "oscal") == render(three_runs(), "oscal")
    other = verdict(finding(message="another"))
    first, second = (json.loads(render(one, "oscal"))["assessment-results"] for one in (verdict(finding()), other))
    assert first["uuid"] != second["uuid"]
    assert first["results"][0]["risks"][0]["uuid"] == second["results"][0]["risks"][0]["uuid"]


def test_words() -> None:
    assert [control_id(one) for one in ("SC-7(10)", "AC-2", "SQS.1", "CIS 3.0 2.3.1", "1 x")] == [
        "sc-7.10",
        "ac-2",
        "SQS.1",
        "CIS-3.0-2.3.1",
        "_1-x",
    ]
    assert identifier("a", "b") != identifier("a\0b")
    assert identifier("a", "b") == identifier("a", "b")
    assert moment("2026-11-23T13:00:00+01:00") == "2026-11-23T12:00:00Z"
    assert moment("yesterday") == "1970-01-01T00:00:00Z"


def test_every_kind_of_finding_is_observed(read: Any) -> None:
    (result,) = read(verdict(*each_kind())).results
    outcomes = [prop.value for one in result.observations for prop in one.props if prop.name == "result"]
    assert outcomes == ["fail", "unknown", "fail", "fail", "waived", "pass"]
    assert result.observations[2].subjects[0].type.root == "component"


def test_a_long_text_does_not_make_a_long_report() -> None:
    assert len(render(hostile("\x00" * 1_000_000), "oscal")) < 3_000_000


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "tomorrow", ""])
def test_a_time_that_is_none_is_the_beginning_of_1970(text: str) -> None:
    assert moment(text) == "1970-01-01T00:00:00Z"
