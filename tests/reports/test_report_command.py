"""`stackgate report` and `--since` as a user calls them: stored verdicts in, reports and an exit status out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from in_process import stackgate

QUEUE = {"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs"}}}}
TOPIC = {"resource": {"aws_sns_topic": {"alarms": {"name": "alarms", "kms_master_key_id": "alias/own"}}}}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A folder with the verdicts good.json, of dev, and bad.json, of prod, and the document of each."""
    for name, content in (("bad", QUEUE), ("good", TOPIC)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cdk.tf.json").write_text(json.dumps(content, indent=2), encoding="utf-8")
    stackgate("check", "good", "--environment", "dev", "--report", "json=good.json", cwd=tmp_path)
    stackgate("check", "bad", "--report", "json=bad.json", "--ledger", cwd=tmp_path)
    return tmp_path


def test_a_stored_verdict_is_rendered_as_it_was_and_ends_with_its_status(stored: Path) -> None:
    for name, status in (("good", 0), ("bad", 1)):
        done = stackgate("report", f"{name}.json", "--format", "json", cwd=stored)
        assert (done.returncode, done.stdout) == (status, (stored / f"{name}.json").read_text(encoding="utf-8"))
    printed = stackgate("check", "bad", cwd=stored)
    assert stackgate("report", "bad.json", cwd=stored).stdout == printed.stdout
    (stored / "gate").mkdir()
    (stored / "bad.json").rename(stored / "gate" / "verdict.json")
    assert stackgate("report", "gate", cwd=stored).stdout == printed.stdout


def test_several_stored_verdicts_are_one_audit_and_the_worst_counts(stored: Path) -> None:
    done = stackgate("report", "good.json", "bad.json", "--report", "json=out/audit.json", cwd=stored)
    assert done.returncode == 1
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:3]] == [["dev", "allowed"], ["prod", "blocked"]]
    again = stackgate("report", "out/audit.json", cwd=stored)
    assert (again.returncode, again.stdout) == (1, done.stdout)
    twice = stackgate("report", "out/audit.json", "good.json", cwd=stored)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "good.json: holds a verdict that was given already" in twice.stderr


def test_a_report_does_not_overwrite_what_it_renders_and_discards_an_earlier_one(stored: Path) -> None:
    done = stackgate("report", "bad.json", "--report", "html=./bad.json", cwd=stored)
    assert (done.returncode, "written by the gate itself" in done.stderr) == (2, True)
    (stored / "old.md").write_text("ALLOWED")
    assert stackgate("report", "bad.json", "none.json", "--report", "markdown=old.md", cwd=stored).returncode == 2
    assert (stored / "bad.json").is_file()
    assert not (stored / "old.md").exists()


def test_a_forged_verdict_is_not_rendered(stored: Path) -> None:
    report = json.loads((stored / "bad.json").read_text(encoding="utf-8"))
    (stored / "bad.json").write_text(json.dumps(report | {"verdict": "allowed"}), encoding="utf-8")
    done = stackgate("report", "bad.json", cwd=stored)
    assert (done.returncode, done.stdout) == (2, "")
    assert "says 'allowed', but by its findings it is blocked" in done.stderr


def test_since_tells_what_is_new_and_what_is_fixed(stored: Path) -> None:
    document = json.loads(json.dumps(QUEUE))
    document["resource"]["aws_sqs_queue"]["jobs"]["message_retention_seconds"] = 5
    (stored / "bad" / "cdk.tf.json").write_text(json.dumps(document, indent=2), encoding="utf-8")
    worse = stackgate("check", "bad", "--since", "bad.json", "--report", "json=worse.json", cwd=stored)
    assert worse.returncode == 1
    assert worse.stdout.count("(new)") == 1
    assert ": 1 new, 0 fixed, " in worse.stdout.splitlines()[-2]
    mended = stackgate("report", "bad.json", "--since", "worse.json", cwd=stored)
    assert ": 0 new, 1 fixed, " in mended.stdout.splitlines()[-2]


def test_what_to_compare_with_is_read_before_anything_is_judged_and_before_it_is_overwritten(stored: Path) -> None:
    other = stackgate("check", "bad", "--since", "good.json", cwd=stored)
    assert (other.returncode, other.stdout) == (2, "")
    assert "good.json: is of dev, not of prod" in other.stderr
    assert "judging" not in other.stderr
    rolling = stackgate("check", "bad", "--since", "bad.json", "--report", "json=bad.json", cwd=stored)
    assert ": 0 new, 0 fixed, " in rolling.stdout.splitlines()[-2]
    assert (stored / "bad.json").is_file()


def test_a_reader_that_stops_reading_changes_no_status(stored: Path) -> None:
    report = json.loads((stored / "bad.json").read_text(encoding="utf-8"))
    report["notes"] = ["a long note " * 100] * 1000
    (stored / "bad.json").write_text(json.dumps(report), encoding="utf-8")
    command = [sys.executable, "-m", "stackgate", "report", "bad.json"]
    with subprocess.Popen(command, cwd=stored, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1
