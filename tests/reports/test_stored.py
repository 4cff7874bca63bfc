"""A verdict that was stored is read back as it was; what is none is refused with its cause."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made_up_verdicts import each_kind, finding, hostile, three_runs, verdict

from stackgate.bundle import bundled
from stackgate.finding import Decided, JudgementError, Verdict
from stackgate.reports import render
from stackgate.reports.stored import StoredError, read_verdicts

WHOLE = verdict(*each_kind(), errors=[JudgementError("a.json", "is empty")])


def stored(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "verdict.json"
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "judged",
    [
        verdict(),
        WHOLE,
        verdict(kept=False),
        verdict(documents=(), kept=False),
        verdict(decided=(Decided("queue_encrypted", "aws_sqs_queue.jobs", "gone"),)),
        hostile("\x00\x1b[31m\u202e</script>"),
    ],
)
def test_a_verdict_is_read_back_as_it_was(tmp_path: Path, judged: Verdict) -> None:
    assert read_verdicts(stored(tmp_path, render(judged, "json"))) == [judged]


def test_an_audit_is_read_back_with_its_verdicts_and_follows_its_schema(tmp_path: Path) -> None:
    audit = three_runs()
    text = render(audit, "json")
    assert read_verdicts(stored(tmp_path, text)) == [run.verdict for run in audit.runs]
    schemas = bundled("validators") / "schemas"
    one, several = (json.loads((schemas / f"{name}.json").read_text("utf-8")) for name in ("verdict", "audit"))
    for run in json.loads(text)["runs"]:
        jsonschema.validate(run, one)
    assert json.loads(text)["schema"] == several["properties"]["schema"]["const"] == "stackgate/audit/1"


def test_keys_of_a_later_version_are_passed_over(tmp_path: Path) -> None:
    report = json.loads(render(WHOLE, "json"))
    report["colour"] = "red"
    report["findings"][0]["mood"] = 3
    assert read_verdicts(stored(tmp_path, json.dumps(report))) == [WHOLE]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no JSON report of Stackgate"),
        ("{}", "is no JSON report of Stackgate"),
        ('{"schema": "stackgate/verdict/2"}', "is no JSON report of Stackgate"),
        ('{"schema": "stackgate/audit/1", "runs": []}', "is no JSON report of Stackgate"),
        ('{"schema": "stackgate/audit/1", "runs": [3]}', "run 1"),
        ('{"schema": "stackgate/verdict/1"}', "environment: Field required"),
    ],
)
def test_what_is_no_verdict_is_refused(tmp_path: Path, content: str, cause: str) -> None:
    with pytest.raises(StoredError) as refused:
        read_verdicts(stored(tmp_path, content))
    assert cause in str(refused.value)
    assert "verdict.json" in str(refused.value)


def _each(records: list[dict[str, Any]], **changed: Any) -> None:
    for record in records:
        record.update(changed)


def _drop(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda report: report.pop(key)


@pytest.mark.parametrize(
    ("forge", "cause"),
    [
        (lambda report: report.update(verdict="allowed"), "by its findings it is error"),
        (lambda report: report.update(errors=[], findings=[]), "by its findings it is allowed"),
        (lambda report: report.update(errors=[], findings=[], verdict="allowed"), "not those that were counted"),
        (lambda report: _each(report["findings"], level="warning"), "not those that were counted"),
        (lambda report: _each(report["findings"], status="pass"), "not those that were counted"),
        (lambda report: _each(report["findings"], waiver=None), "is waived without a waiver"),
        (lambda report: report["findings"][0].update(address="aws_x.y"), "its fingerprint is another"),
        (lambda report: _each(report["evidence"]["pairs"], outcome="pass"), "evidence: its pairs are not"),
        (lambda report: report["evidence"]["pairs"].pop(), "evidence: its pairs are not"),
        (lambda report: report["evidence"]["pairs"][-1].update(address="aws_x.y"), "evidence: its pairs do not have"),
        (lambda report: report["counts"].update({"pass": 12, "fail": -1}), "do not add up"),
        (_drop("verdict"), "says None"),
        (_drop("counts"), "counts: Field required"),
        (_drop("findings"), "findings: Field required"),
        (lambda report: report["counts"].update({"pass": 10**6}), "do not add up"),
        (lambda report: report["counts"].pop("pass"), "has other keys"),
        (lambda report: report["counts"].update(judged="9"), "counts.judged"),
        (lambda report: report["findings"][0].update(status="fine"), "findings.0.status"),
        (lambda report: report["findings"][0].update(level="info"), "findings.0.level"),
        (lambda report: report.update(environment=3), "environment"),
    ],
)
def test_a_verdict_that_contradicts_itself_is_refused(
    tmp_path: Path, forge: Callable[[dict[str, Any]], object], cause: str
) -> None:
    report = json.loads(render(WHOLE, "json"))
    forge(report)
    with pytest.raises(StoredError) as refused:
        read_verdicts(stored(tmp_path, json.dumps(report)))
    assert cause in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoredError, match="No such file"):
        read_verdicts(tmp_path / "none.json")


def test_an_allowed_verdict_that_judged_nothing_is_refused(tmp_path: Path) -> None:
    report = json.loads(render(verdict(documents=(), kept=False), "json"))
    report["counts"] = dict.fromkeys(report["counts"], 0)
    with pytest.raises(StoredError, match="nothing was judged"):
        read_verdicts(stored(tmp_path, json.dumps(report)))


def test_a_key_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    report = render(WHOLE, "json").rstrip().removesuffix("}") + ', "verdict": "allowed", "findings": []}'
    with pytest.raises(StoredError, match="twice"):
        read_verdicts(stored(tmp_path, report))


def test_findings_of_two_documents_that_look_alike_are_read_back(tmp_path: Path) -> None:
    """Two documents of one name: their pairs have the same rule, stack and address, and different outcomes."""
    alike = verdict(finding(), finding(level="warning"), finding(level="warning", attribute="other"))
    assert alike.evidence is not None
    pairs = (*alike.evidence.pairs, replace(alike.evidence.pairs[-1], outcome="fail"))
    counts = alike.counts | {"judged": alike.counts["judged"] + 1, "fail": alike.counts["fail"] + 1}
    judged = replace(alike, evidence=replace(alike.evidence, pairs=pairs), counts=counts)
    assert read_verdicts(stored(tmp_path, render(judged, "json"))) == [judged]
