"""The command line as a user calls it: what is printed where, and with which exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from in_process import stackgate

from stackgate import __version__
from stackgate.bundle import bundled
from stackgate.rulebook import load

QUEUE = {"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs"}}}}
TOPIC = {"resource": {"aws_sns_topic": {"alarms": {"name": "alarms", "kms_master_key_id": "alias/own"}}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("bad", QUEUE), ("good", TOPIC)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cdk.tf.json").write_text(json.dumps(content, indent=2), encoding="utf-8")
    return tmp_path


def schema_faults(report: Any) -> list[str]:
    schema = json.loads((bundled("validators") / "schemas" / "verdict.json").read_text(encoding="utf-8"))
    return [fault.message for fault in jsonschema.Draft202012Validator(schema).iter_errors(report)]


@pytest.mark.parametrize(
    ("path", "status", "verdict"), [("good", 0, "allowed"), ("bad", 1, "blocked"), (".", 1, "blocked")]
)
def test_check_prints_the_report_and_ends_with_its_status(folder: Path, path: str, status: int, verdict: str) -> None:
    done = stackgate("check", path, "--format", "json", cwd=folder)
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"]) == (status, verdict)
    assert schema_faults(report) == []
    assert report["engines"] == ["schema", "validators", "policies"]
    assert "judging" in done.stderr


@pytest.mark.parametrize("path", ["good", "bad", "none"])
def test_a_process_of_its_own_says_the_same(folder: Path, path: str) -> None:
    command = [sys.executable, "-m", "stackgate", "check", path, "--only", "validators"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    here = stackgate(*command[3:], cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (here.returncode, here.stdout, here.stderr)


def test_the_text_report_says_what_where_why_and_how(folder: Path) -> None:
    done = stackgate("check", "bad", cwd=folder, NO_COLOR="1")
    rule = load().rules["queue_dead_letter"]
    assert done.returncode == 1
    for words in ("aws_sqs_queue.jobs  bad/cdk.tf.json:4", "queue_dead_letter", rule.why[:40], rule.fix[:40], "MF-4"):
        assert words in done.stdout
    assert "\nBLOCKED  prod: 1 resource in 1 document, " in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"resource": {"aws_x": 3}}'])
def test_what_cannot_be_judged_ends_with_2_and_still_prints_a_report(folder: Path, content: str) -> None:
    (folder / "broken.tf.json").write_text(content, encoding="utf-8")
    done = stackgate("check", "broken.tf.json", "--format", "json", cwd=folder)
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"]) == (2, "error")
    assert schema_faults(report) == []
    assert "Traceback" not in done.stderr
    assert "\nERROR  prod: " in stackgate("check", "broken.tf.json", cwd=folder).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check"], "Missing argument"),
        (["check", "good", "--format", "pdf"], "pdf"),
        (["check", "good", "--report", "pdf=x"], "FORMAT=FILE"),
        (["check", "good", "--environment", "moon"], "there is no environment 'moon'"),
        (["explain", "queue_dead_lettr"], "did you mean 'queue_dead_letter'?"),
        (["chek"], "chek"),
        (["check", "good", "--config", "none.toml"], "none.toml: cannot be read"),
        (["check", "good", "--report", "json=-"], "FORMAT=FILE"),
        (["check", "good", "--report", "json=x", "--report", "sarif=./x"], "another report goes to that file"),
        (["check", "good", "--since", "none.json"], "none.json: cannot be read"),
        (["check", "good", "--since", "bad/cdk.tf.json"], "is no JSON report of Stackgate"),
        (["gate", "--report", "json=gate/verdict.json"], "written by the gate itself"),
        (["gate", "--report", "html=gate/cdktf.out/report.html"], "written by the gate itself"),
        (["report"], "Missing argument"),
        (["report", "none.json"], "none.json: cannot be read"),
        (["report", "good"], "good/verdict.json: cannot be read"),
        (["report", "bad/cdk.tf.json"], "is no JSON report of Stackgate"),
    ],
)
def test_bad_usage_ends_with_2_and_no_report(folder: Path, arguments: list[str], message: str) -> None:
    done = stackgate(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_bad_rules_and_waivers_end_with_2_and_a_report(folder: Path) -> None:
    (folder / "rules").mkdir()
    for arguments, where in ((["--rules", "rules"], "rules"), (["--waivers", "none.toml"], "waivers")):
        done = stackgate("check", "good", *arguments, "--format", "json", cwd=folder)
        report = json.loads(done.stdout)
        assert (done.returncode, report["errors"][0]["where"]) == (2, where)
        assert schema_faults(report) == []


def test_reports_go_to_files_beside_the_printed_one(folder: Path) -> None:
    done = stackgate("check", "bad", "--report", "json=out/v.json", "--report", "sarif=out/f.sarif", cwd=folder)
    assert done.returncode == 1
    assert json.loads((folder / "out/v.json").read_text())["verdict"] == "blocked"
    assert json.loads((folder / "out/f.sarif").read_text())["version"] == "2.1.0"


def test_only_validators_leaves_checkov_out_and_says_so(folder: Path) -> None:
    report = json.loads(stackgate("check", "bad", "--only", "validators", "--format", "json", cwd=folder).stdout)
    assert report["engines"] == ["schema", "validators"]
    assert "cannot be sealed" in report["notes"][0]


def test_the_ledger_lists_passes(folder: Path) -> None:
    report = json.loads(stackgate("check", "good", "--ledger", "--format", "json", cwd=folder).stdout)
    passed = [finding for finding in report["findings"] if finding["status"] == "pass"]
    assert len(passed) == report["counts"]["pass"] > 0
    assert {finding["address"] for finding in passed} == {"*", "aws_sns_topic.alarms"}
    assert schema_faults(report) == []


def test_own_rules_judge_too_and_a_crash_leaves_its_traceback_in_the_log(folder: Path) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "own_rule.py").write_text(
        "from stackgate.validator import validator\n"
        "@validator(on='aws_sns_topic')\n"
        "def check(topic, graph):\n"
        "    '''A topic is good.\n\n    Why: So.\n    Fix: So.'''\n"
        "    raise RuntimeError\n",
        encoding="utf-8",
    )
    done = stackgate("check", "good", "--rules", "rules", cwd=folder)
    assert done.returncode == 2
    assert "could not judge own_rule: raised RuntimeError while it judged aws_sns_topic.alarms" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "Traceback" in (folder / "stackgate.log").read_text()
    assert "the traceback is in stackgate.log" in done.stderr


def test_rules_are_listed_and_explained(folder: Path) -> None:
    listed = stackgate("rules", cwd=folder).stdout
    assert all(name in listed for name in load().rules)
    page = stackgate("explain", "queue_dead_letter", cwd=folder).stdout
    for word in ("Why", "Fix", "CT.SQS.PR.1", "MF-4", "Good:", "Bad:", "aws_sqs_queue"):
        assert word in page


def test_the_catalogue_needs_no_environment_and_shows_the_level_that_the_settings_give(folder: Path) -> None:
    settings = "[environments]\nlive = {strict = true}\n[levels]\n"
    settings += 'queue_dead_letter = {level = "warning", reason = "the queue may be lost"}\n'
    (folder / "stackgate.toml").write_text(settings, encoding="utf-8")
    (listed,) = [line for line in stackgate("rules", cwd=folder).stdout.splitlines() if "queue_dead_letter " in line]
    assert listed.split()[:3] == ["queue_dead_letter", "validators", "warning"]
    assert "level:    warning\n" in stackgate("explain", "queue_dead_letter", cwd=folder).stdout
    done = stackgate("check", "good", cwd=folder)
    assert (done.returncode, "name one with --environment: choose from live" in done.stderr) == (2, True)


def test_help_and_version(folder: Path) -> None:
    assert "Exit status: 0 allowed, 1 blocked, 2 could not judge." in stackgate("--help", cwd=folder).stdout
    assert __version__ in stackgate("--version", cwd=folder).stdout


def test_a_run_that_breaks_off_leaves_no_verdict_of_an_earlier_one(folder: Path) -> None:
    (folder / "gate").mkdir()
    for stale in ("gate/verdict.json", "old.json"):
        (folder / stale).write_text('{"verdict": "allowed"}')
    (folder / "stackgate.toml").write_text("unknown = 1")
    assert stackgate("gate", cwd=folder).returncode == 2
    assert stackgate("check", "good", "--report", "json=old.json", cwd=folder).returncode == 2
    assert not (folder / "gate/verdict.json").exists()
    assert not (folder / "old.json").exists()


def test_the_steps_of_many_documents_do_not_fill_the_log(folder: Path) -> None:
    for number in range(12):
        (folder / f"more{number}").mkdir()
        (folder / f"more{number}" / "cdk.tf.json").write_text(json.dumps(TOPIC), encoding="utf-8")
    done = stackgate("check", ".", "--only", "validators", cwd=folder)
    told = [line for line in done.stderr.splitlines() if "judging" in line]
    assert told[0] == "stackgate: judging 14 documents"
    assert len(told) < 4
