"""The register of past failures: what it may say, and how it is listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from in_process import stackgate

from stackgate.catalogue import explain_rule
from stackgate.failures import FailureError, guarded_by, list_failures, load_failures, shown_by
from stackgate.finding import Finding, Status
from stackgate.rulebook import load

ENTRY = """
[[failure]]
id = "CL-new"
title = "Something that went wrong"
story = "What was written, what happened, and what was right, in words that everybody understands."
class = "new-class"
step = "document"
guards = ["queue_dead_letter", "queue_encrypted"]
"""


def register(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "failures.toml"
    path.write_text(text, encoding="utf-8")
    return path


def finding(rule: str, status: Status = "fail") -> Finding:
    return Finding(rule, "validators", "error", status, "aws_sqs_queue.jobs", "a message")


def test_the_bundled_register_loads_and_names_rules() -> None:
    failures = load_failures()
    assert failures["MF-1"].guards[0] == "synth_missing_property"
    assert {guard for failure in failures.values() for guard in failure.guards} <= set(load().rules)


def test_an_entry_is_read(tmp_path: Path) -> None:
    failure = load_failures(register(tmp_path, ENTRY))["CL-new"]
    assert (failure.kind, failure.step) == ("new-class", "document")
    assert failure.guards == ("queue_dead_letter", "queue_encrypted")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ENTRY + ENTRY, "CL-new is there twice"),
        (ENTRY.replace("[[", "["), "failure"),
        (ENTRY.replace('["queue_dead_letter", "queue_encrypted"]', "[]"), "guards"),
        (ENTRY.replace("document", "deploy"), "step"),
        (ENTRY.replace('id = "CL-new"', 'id = "../CL"'), "id"),
        (ENTRY.replace('class = "new-class"\n', ""), "class"),
        (ENTRY + 'severity = "high"\n', "severity"),
        ("failure = ", "is not TOML"),
        ("", "failure"),
    ],
)
def test_a_register_that_is_not_right_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FailureError, match=message) as raised:
        load_failures(register(tmp_path, text))
    assert "failures.toml" in str(raised.value)


def test_what_shows_a_failure_are_the_findings_of_its_guards(tmp_path: Path) -> None:
    failure = load_failures(register(tmp_path, ENTRY))["CL-new"]
    found = [finding("queue_encrypted", "waived"), finding("queue_dead_letter"), finding("queue_encrypted", "pass")]
    assert shown_by(failure, [*found, finding("topic_encrypted")]) == [found[1], found[0]]


def test_the_list_says_what_shows_a_failure(tmp_path: Path) -> None:
    failures = load_failures(register(tmp_path, ENTRY)).values()
    alone = list(list_failures(failures))
    assert alone[0] == "CL-new  Something that went wrong"
    assert "queue_dead_letter, queue_encrypted" in alone[1]
    told = list(list_failures(failures, [finding("queue_encrypted", "unknown")]))
    assert told == [*alone, "    perhaps shown by queue_encrypted at aws_sqs_queue.jobs: a message"]
    assert list(list_failures(failures, [])) == [*alone, "    not shown"]


def test_a_rules_page_tells_the_failures_that_it_guards_against() -> None:
    failures = load_failures()
    page = explain_rule(load().rules["queue_dead_letter"], failures.values())
    titles = [failure.title for failure in guarded_by("queue_dead_letter", failures.values())]
    assert len(titles) >= 3
    assert all(title in page for title in titles)


@pytest.mark.parametrize(
    ("document", "status", "said"),
    [
        (
            {"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs"}}}},
            1,
            "shown by queue_dead_letter at aws_sqs_queue.jobs",
        ),
        ({"resource": {"aws_sns_topic": {"t": {"name": "t", "kms_master_key_id": "alias/own"}}}}, 0, "not shown"),
        ({"resource": {}}, 2, ""),
    ],
)
def test_the_command_tells_what_a_document_shows(tmp_path: Path, document: object, status: int, said: str) -> None:
    (tmp_path / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    done = stackgate("failures", "cdk.tf.json", cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert said in done.stdout
