"""The reports as pure functions of a verdict."""

from __future__ import annotations

import json

import jsonschema
import pytest

from stackgate.bundle import bundled
from stackgate.finding import (
    Finding,
    JudgedDocument,
    JudgementError,
    Location,
    RuleSummary,
    Source,
    Verdict,
    number_occurrences,
)
from stackgate.reports import MODULES, render
from stackgate.reports.audit import audit_of

HOSTILE = 'a\x1b[31mred\x07\n\u202e"<script>\\ud800 [bold]x[/bold]'
COUNTS = {"judged": 4, "pass": 1, "fail": 1, "warning": 0, "unknown": 1, "waived": 1}


def finding(**how: object) -> Finding:
    given = {
        "rule": "queue_encrypted",
        "engine": "policies",
        "level": "error",
        "status": "fail",
        "address": "aws_sqs_queue.jobs",
        "message": "not encrypted",
        "stack": "s",
        "attribute": "kms_master_key_id",
        "why": "People read it.",
        "fix": "Set a key.",
        "construct": "s/jobs",
        "source": Source("stack/queues.py", 12),
        "location": Location("cdk.tf.json", 40),
        "controls": ("SQS.1",),
        "guards": ("MF-4",),
    }
    return Finding(**given | how)  # type: ignore[arg-type]


def verdict(*findings: Finding, errors: tuple[JudgementError, ...] = ()) -> Verdict:
    rule = RuleSummary("queue_encrypted", "policies", "Encrypted.", "People read it.", "Set a key.", ("SQS.1",), ())
    documents = (JudgedDocument("cdk.tf.json", "0" * 64, "s", 3),)
    return Verdict("prod", ("validators", "policies"), documents, COUNTS, findings, errors, (rule,), ("a note",))


WAIVED = finding(status="waived", waiver={"reason": "public feed", "owner": "ann", "expires": "2026-09-01"})
UNKNOWN = finding(status="unknown", address="aws_sqs_queue.other", source=None)
WHOLE = finding(address="*", construct=None, source=None, location=None, attribute=None)
EVERY = verdict(finding(), WAIVED, UNKNOWN, WHOLE, errors=(JudgementError("bad.json", "is empty"),))


def test_the_json_report_follows_its_schema() -> None:
    report = json.loads(render(EVERY, "json"))
    schema = json.loads((bundled("validators") / "schemas" / "verdict.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    assert report["schema"] == "stackgate/verdict/1"
    assert report["findings"][0]["source"] == {"file": "stack/queues.py", "line": 12}
    assert report["findings"][1]["waiver"]["owner"] == "ann"
    assert report["errors"] == [{"where": "bad.json", "message": "is empty"}]


def test_the_text_groups_by_resource_and_tells_all() -> None:
    text = render(EVERY, "text")
    assert text.count("aws_sqs_queue.jobs  stack/queues.py:12  s/jobs") == 1
    for words in (
        "queue_encrypted kms_master_key_id: not encrypted",
        "why People read it.",
        "fix Set a key.",
        "see controls SQS.1; past failures MF-4",
        "public feed (ann, 2026-09-01)",
        "aws_sqs_queue.other  cdk.tf.json:40",
        "the whole document",
        "could not judge bad.json: is empty",
        "note: a note",
        "ERROR  prod: 3 resources in 1 document, 1 rule, 4 pairs judged: 1 pass, 1 fail, 1 unknown, 1 waived",
    ):
        assert words in text
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_faults_of_the_source_are_each_shown_at_their_line() -> None:
    faults = [
        finding(engine="synth", address="*", source=Source("main.py", line), location=None, message=f"fault {line}")
        for line in (3, 9)
    ]
    text = render(verdict(*faults), "text")
    assert "the app's source  main.py:3" in text
    assert "the app's source  main.py:9" in text


@pytest.mark.parametrize("format_name", MODULES)
def test_hostile_text_does_no_harm_in_any_format(format_name: str) -> None:
    report = render(verdict(finding(address=f"aws_x.{HOSTILE}", message=HOSTILE, attribute=HOSTILE)), format_name)
    assert "\x1b" not in report
    assert "\x07" not in report
    assert "\u202e" not in report or format_name in ("json", "sarif", "gitlab", "oscal", "junit")
    report.encode("utf-8")


@pytest.mark.parametrize("format_name", MODULES)
def test_every_format_says_the_same_of_the_same_verdict(format_name: str) -> None:
    assert render(EVERY, format_name) == render(EVERY, format_name)
    assert render(EVERY, format_name) == render(audit_of([EVERY]), format_name)


def test_a_fingerprint_is_the_findings_own() -> None:
    same = [
        finding(source=Source("moved.py", 99), location=None, construct="elsewhere"),
        finding(message="in other words", fix="Other.", why="Other."),
        finding(value="another"),
        finding(status="unknown", level="warning"),
    ]
    assert {one.fingerprint for one in same} == {finding().fingerprint}
    others = [finding(rule="r"), finding(address="a.b"), finding(stack="t"), finding(attribute="x")]
    assert len({other.fingerprint for other in [finding(), *others]}) == 5


def test_without_an_address_the_construct_tells_a_finding_from_others() -> None:
    first, second = (finding(engine="synth", address="*", construct=f"app/{name}") for name in "ab")
    assert first.fingerprint != second.fingerprint
    assert [one.occurrence for one in number_occurrences([first, second])] == [0, 0]
    assert first.fingerprint == finding(engine="synth", address="*", construct="app/a", source=None).fingerprint


def test_findings_that_are_alike_are_numbered_by_their_place_in_the_source() -> None:
    here, there = finding(source=Source("a.py", 1)), finding(source=Source("b.py", 1))
    moved = finding(source=Source("a.py", 500))
    numbered = number_occurrences([there, here])
    assert [one.occurrence for one in numbered] == [1, 0]
    assert [one.fingerprint for one in number_occurrences([moved, there])] == [
        one.fingerprint for one in reversed(numbered)
    ]
