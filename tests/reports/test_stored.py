"""A verdict that was stored is read back as it was; what is none is refused with its cause."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made_up_verdicts import each_kind, hostile, three_runs, verdict

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


def _drop(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda report: report.pop(key)


@pytest.mark.parametrize(
    ("forge", "cause"),
    [
        (lambda report: report.update(verdict="allowed"), "by its findings it is error"),
        (lambda report: report.update(errors=[], findings=[]), "by its findings it is allowed"),
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
