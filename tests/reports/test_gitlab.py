"""The code quality report, held against the shape that GitLab's documentation gives it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from made_up_verdicts import HOSTILE_TEXTS, each_kind, finding, hostile, many, three_runs, unknown, verdict
from real_verdicts import DOCUMENTS, real_verdict

from stackgate.finding import JudgedDocument, JudgementError, Source, Verdict
from stackgate.reports import render
from stackgate.reports.audit import Audit, audit_of

# GitLab, Code Quality, "Integrate a custom tool": the properties of an entry. The documentation asks for a path that is
# relative and begins with no `./`; GitLab's own schema for entries (codeclimate.json) asks for the types.
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!/|\./|\.\./|[A-Za-z]:\\).+"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def read(judged: Audit | Verdict) -> list[dict[str, Any]]:
    """The entries, on the condition that the report has the documented shape, without a byte order mark."""
    text = render(judged, "gitlab")
    assert text.startswith("[")
    assert text.isascii()
    entries = json.loads(text)
    jsonschema.validate(entries, CODE_QUALITY)
    fingerprints = [entry["fingerprint"] for entry in entries]
    assert len(set(fingerprints)) == len(fingerprints)
    return list(entries)


def test_a_fault_is_an_entry_at_its_source_line() -> None:
    assert read(verdict(finding())) == [
        {
            "description": "aws_sqs_queue.jobs: not encrypted. Set a key.",
            "check_name": "queue_encrypted",
            "fingerprint": finding().fingerprint,
            "severity": "critical",
            "location": {"path": "stack/queues.py", "lines": {"begin": 12}},
        }
    ]


def test_severity_follows_level_and_status_and_the_worst_is_first() -> None:
    given = verdict(*each_kind(), unknown(level="warning", address="aws_x.y"), errors=[JudgementError("rules", "gone")])
    told = [(entry["severity"], entry["check_name"]) for entry in read(given)]
    assert told == [
        ("blocker", "could_not_judge"),
        ("critical", "queue_encrypted"),
        ("critical", "state_backend"),
        ("major", "queue_encrypted"),
        ("minor", "queue_dead_letter"),
        ("info", "queue_encrypted"),
        ("info", "queue_encrypted"),
    ]


def test_a_waived_finding_stays_as_info_and_says_who_accepted_it() -> None:
    *_, entry = read(verdict(*each_kind()))
    assert entry["severity"] == "info"
    assert "accepted by ann until 2027-01-31: public feed; not encrypted" in entry["description"]


def test_waiving_a_finding_keeps_its_fingerprint() -> None:
    (open_then,) = read(verdict(finding()))
    accepted = finding(status="waived", waiver={"reason": "r", "owner": "o", "expires": "2027-01-31"})
    (waived_now,) = read(verdict(accepted))
    assert open_then["fingerprint"] == waived_now["fingerprint"]


def test_an_open_question_says_so() -> None:
    (entry,) = read(verdict(unknown()))
    assert "cannot be decided: depends on var.key" in entry["description"]
    assert entry["location"] == {"path": "cdk.tf.json", "lines": {"begin": 40}}


def test_errors_are_not_lost() -> None:
    errors = [
        JudgementError("out/bad.json", "is empty"),
        JudgementError("synth", "fails"),
        JudgementError("synth", "x"),
    ]
    entries = read(verdict(errors=errors, documents=()))
    assert [entry["severity"] for entry in entries] == ["blocker"] * 3
    assert [entry["location"]["path"] for entry in entries] == ["out/bad.json", "cdktf.json", "cdktf.json"]
    assert entries[0]["description"] == "could not judge out/bad.json: is empty"


def test_what_has_no_place_stands_at_its_stacks_document_or_at_the_app() -> None:
    nowhere: dict[str, Any] = {"address": "*", "source": None, "location": None}
    documents = tuple(JudgedDocument(f"{stack}/cdk.tf.json", "0" * 64, stack, 1) for stack in ("shop", "blog"))
    entries = read(verdict(finding(stack="blog", **nowhere), finding(stack="", **nowhere), documents=documents))
    assert [entry["location"]["path"] for entry in entries] == ["blog/cdk.tf.json", "cdktf.json"]
    assert {entry["location"]["lines"]["begin"] for entry in entries} == {1}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("./stack/a.py", "stack/a.py"),
        ("../../etc/passwd", "etc/passwd"),
        ("/srv/app/main.py", "srv/app/main.py"),
        ("stack\\a.py", "stack/a.py"),
        ("a//b/./c.py", "a/b/c.py"),
        ("..", "cdktf.json"),
    ],
)
def test_a_path_stays_in_the_repository(path: str, expected: str) -> None:
    (entry,) = read(verdict(finding(source=Source(path, 3))))
    assert entry["location"] == {"path": expected, "lines": {"begin": 3}}


def test_passes_are_not_listed() -> None:
    assert read(verdict(finding(status="pass"))) == []


def test_a_finding_of_several_runs_is_one_entry_as_bad_as_the_worst() -> None:
    mild = verdict(finding(level="warning"), environment="dev")
    entries = read(audit_of([mild, verdict(finding(), finding(address="aws_x.y"))]))
    assert [(entry["severity"], entry["description"]) for entry in entries] == [
        ("critical", "aws_sqs_queue.jobs: not encrypted. Set a key. [dev, prod]"),
        ("critical", "aws_x.y: not encrypted. Set a key. [prod]"),
    ]


def test_one_fingerprint_in_two_files_is_two_entries() -> None:
    there = verdict(finding(source=Source("other/queues.py", 3)))
    first, second = read(audit_of([verdict(finding()), there]))
    assert [one["location"]["path"] for one in (first, second)] == ["stack/queues.py", "other/queues.py"]
    assert first["fingerprint"] == finding().fingerprint


def test_many_runs_tell_where_each_entry_comes_from() -> None:
    entries = read(three_runs())
    assert entries[0]["description"] == "could not judge bad.json: is empty [dev]"
    assert {entry["description"].rpartition(" [")[2] for entry in entries} == {"dev]", "prod]", "prod, staging]"}


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_does_no_harm(text: str) -> None:
    entries = read(hostile(text))
    assert [entry["severity"] for entry in entries] == ["blocker", "critical", "info"]
    for entry in entries:
        assert entry["description"].isprintable()
        assert entry["location"]["path"].isprintable()
        assert len(json.dumps(entry)) < 60_000


@pytest.mark.parametrize("text", ["x" * 5_000, "\x00" * 900, "\x00" * 5_000], ids=["long", "escaped", "both"])
def test_a_long_description_is_cut_and_says_so(text: str) -> None:
    (entry,) = read(verdict(finding(message=text)))
    whole = len(f"aws_sqs_queue.jobs: {text}. Set a key.")
    assert len(entry["description"]) == 1_000
    assert entry["description"].endswith(f"… ({whole} characters)")


def test_thirty_thousand_findings_are_all_there() -> None:
    assert len(read(many(30_000))) == 30_000


def test_many_runs_of_500_findings() -> None:
    given = many(500)
    assert len(read(audit_of([given, replace(given, environment="dev")]))) == 500


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_real_verdict_is_reported_whole(document: str) -> None:
    given = real_verdict(document)
    entries = read(given)
    assert {entry["fingerprint"] for entry in entries} == {one.fingerprint for one in given.findings}
    assert len(entries) > 3
    assert {entry["location"]["path"] for entry in entries} == {f"tests/{document}"}
