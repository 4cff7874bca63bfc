"""The reports as pure functions of a verdict."""

from __future__ import annotations

import io
import json

import jsonschema
import pytest
from rich.console import Console

from stackgate.bundle import bundled
from stackgate.finding import Finding, JudgedDocument, JudgementError, Location, RuleSummary, Source, Verdict
from stackgate.reports import MODULES, render
from stackgate.reports.text import show

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


def test_colour_is_only_there_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown() -> str:
        file = io.StringIO()
        show(EVERY, Console(file=file, force_terminal=True, width=80))
        return file.getvalue()

    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in shown()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;31m" not in shown()


def test_sarif_names_rule_place_and_fingerprint() -> None:
    (run,) = json.loads(render(EVERY, "sarif"))["runs"]
    first, waived, unknown, whole = run["results"]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "queue_encrypted"
    place = first["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("stack/queues.py", 12)
    assert first["partialFingerprints"]["stackgate/v1"] == finding().fingerprint
    assert waived["suppressions"][0]["justification"] == "public feed"
    assert unknown["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "cdk.tf.json"
    assert "physicalLocation" not in whole["locations"][0]
    assert run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("format_name", MODULES)
def test_hostile_text_does_no_harm(format_name: str) -> None:
    hostile = verdict(finding(address=f"aws_x.{HOSTILE}", message=HOSTILE, attribute=HOSTILE, construct=HOSTILE))
    report = render(hostile, format_name)
    assert "\x1b" not in report
    assert "\x07" not in report
    if format_name == "text":
        assert "\u202e" not in report
        assert "[bold]x[/bold]" in report
    else:
        json.loads(report)


def test_a_fingerprint_is_the_findings_own() -> None:
    assert finding().fingerprint == finding(source=Source("moved.py", 99), location=None, fix="Other.").fingerprint
    others = [
        finding(rule="r"),
        finding(address="a.b"),
        finding(stack="t"),
        finding(attribute="x"),
        finding(message="m"),
    ]
    assert len({other.fingerprint for other in [finding(), *others]}) == 6
