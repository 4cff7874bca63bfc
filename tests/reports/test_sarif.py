"""The SARIF report: valid by the OASIS schema, complete for code scanning, and within the platform's limits."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from made_up_verdicts import HOSTILE_TEXTS, each_kind, finding, hostile, many, three_runs, unknown, verdict, waived
from markdown_it import MarkdownIt
from real_verdicts import DOCUMENTS, real_verdict

from stackgate.finding import JudgedDocument, JudgementError, Location, RuleSummary, Source, Verdict
from stackgate.reports import render, sarif
from stackgate.reports.audit import Audit, audit_of
from stackgate.reports.sarif.rules import descriptor, security_severity
from stackgate.rulebook import load

_SCHEMA = Path(__file__).with_name("schemas") / "sarif-2.1.0-rtm.5.json"
OASIS = jsonschema.Draft4Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
URI = re.compile(r"(?:file:///)?(?:[A-Za-z0-9\-._~/:]|%[0-9A-F]{2})+")


def runs_of(judged: Audit | Verdict) -> list[dict[str, Any]]:
    """The report's runs, on the condition that it is valid and that GitHub would show each of its results."""
    text = render(judged, "sarif")
    assert text.isascii()
    log = json.loads(text)
    # Of long lists the beginning: jsonschema compares each rule with each other.
    OASIS.validate(log | {"runs": [_beginning(run) for run in log["runs"]]})
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for one in run["results"]:
            assert URI.fullmatch(one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            assert one["message"]["text"]
            if "ruleIndex" in one:
                assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
            # SARIF 2.1.0, 3.27.10: what is no failure has no level.
            assert one["kind"] == "fail" or one["level"] == "none"
        for rule in rules:
            assert len(rule["shortDescription"]["text"]) <= len(rule["fullDescription"]["text"]) <= 1024
            assert len(rule["properties"]["tags"]) <= 20
        assert len(run["results"]) <= 25_000
    assert len(log["runs"]) <= 20
    return list(log["runs"])


def _beginning(run: dict[str, Any]) -> dict[str, Any]:
    driver = run["tool"]["driver"]
    tool = {"driver": driver | {"rules": driver["rules"][:300]}}
    return run | {"tool": tool, "results": run["results"][:300]}


def notifications(run: dict[str, Any], level: str) -> list[str]:
    told = run["invocations"][0]["toolExecutionNotifications"]
    return [one["message"]["text"] for one in told if one["level"] == level]


def uri(result: dict[str, Any]) -> str:
    return str(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


def test_a_fault_stands_at_its_source_line_with_the_document_beside_it() -> None:
    (run,) = runs_of(verdict(finding()))
    (one,) = run["results"]
    (place,) = one["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "stack/queues.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12, "startColumn": 1, "endLine": 12},
    }
    assert [named["fullyQualifiedName"] for named in place["logicalLocations"]] == ["aws_sqs_queue.jobs", "shop/jobs"]
    (related,) = one["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "cdk.tf.json"
    assert related["physicalLocation"]["region"]["startLine"] == 40
    assert one["message"]["text"] == "aws_sqs_queue.jobs: not encrypted. Set a key."
    assert (one["level"], one["kind"]) == ("error", "fail")
    assert one["partialFingerprints"] == {
        "primaryLocationLineHash": f"{finding().fingerprint}:1",
        "stackgate/v1": finding().fingerprint,
    }


def test_each_kind_of_finding_is_told_apart() -> None:
    (run,) = runs_of(verdict(*each_kind()))
    fault, question, whole, warning, accepted = run["results"]
    assert fault["properties"] == {
        "status": "fail",
        "level": "error",
        "stack": "shop",
        "attribute": "kms_master_key_id",
        "value": "alias/aws/sqs",
        "blocks": True,
    }
    assert (question["kind"], question["level"]) == ("open", "none")
    assert question["properties"]["blocks"] is True
    assert "cannot be decided: depends on var.key" in question["message"]["text"]
    assert uri(whole) == "cdk.tf.json"
    assert "region" not in whole["locations"][0]["physicalLocation"]
    assert warning["level"] == "warning"
    assert warning["properties"]["corroboration"] == [{"check": "CKV_AWS_27", "result": "fail"}]
    assert not any("suppressions" in one for one in (fault, question, whole, warning))
    assert accepted["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "public feed (accepted by ann until 2027-01-31)",
            "properties": {"reason": "public feed", "owner": "ann", "expires": "2027-01-31"},
        }
    ]


def test_passes_are_not_listed() -> None:
    (run,) = runs_of(verdict(finding(status="pass", location=Location("cdk.tf.json")), finding(address="aws_x.y")))
    assert [one["properties"]["status"] for one in run["results"]] == ["fail"]


def test_what_concerns_no_resource_stands_at_its_stacks_document_or_at_the_app() -> None:
    nowhere: dict[str, Any] = {"address": "*", "source": None, "location": None}
    documents = tuple(JudgedDocument(f"{stack}/cdk.tf.json", "0" * 64, stack, 1) for stack in ("shop", "blog"))
    (run,) = runs_of(verdict(finding(stack="blog", **nowhere), finding(stack="", **nowhere), documents=documents))
    assert list(map(uri, run["results"])) == ["blog/cdk.tf.json", "shop/cdk.tf.json"]
    (run,) = runs_of(verdict(finding(**nowhere), documents=()))
    assert list(map(uri, run["results"])) == ["cdktf.json"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("stack/a b%c#d?e:f.py", "stack/a%20b%25c%23d%3Fe%3Af.py"),
        ("stack\\queues.py", "stack/queues.py"),
        ("/srv/app/main.py", "file:///srv/app/main.py"),
        ("C:\\app\\main.py", "file:///C:/app/main.py"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("//example.org/x", "file:///example.org/x"),
    ],
)
def test_a_path_becomes_a_uri_that_leads_to_it_alone(path: str, expected: str) -> None:
    (run,) = runs_of(verdict(finding(source=Source(path, 3))))
    (one,) = run["results"]
    assert uri(one) == expected
    relative = "uriBaseId" in one["locations"][0]["physicalLocation"]["artifactLocation"]
    assert relative == (urlsplit(expected).scheme == "")
    assert not relative or unquote(expected) == path.replace("\\", "/")


def test_a_run_says_how_it_ended_and_what_it_could_not_judge() -> None:
    blocked, allowed, failed = runs_of(three_runs())
    assert [run["invocations"][0]["exitCode"] for run in (blocked, allowed, failed)] == [1, 0, 2]
    assert [run["invocations"][0]["executionSuccessful"] for run in (blocked, allowed, failed)] == [True, True, False]
    assert notifications(failed, "error") == ["could not judge bad.json: is empty"]
    assert notifications(blocked, "note") == ["a note"]
    assert notifications(blocked, "warning") == []
    assert blocked["invocations"][0]["endTimeUtc"] == "2026-11-23T12:00:00Z"
    assert blocked["artifacts"][0]["hashes"] == {"sha-256": "0" * 64}
    assert blocked["properties"]["verdict"] == "blocked"


def test_each_run_has_a_category_of_its_own() -> None:
    runs = runs_of(three_runs())
    assert [run["automationDetails"]["id"] for run in runs] == [
        "stackgate/prod/",
        "stackgate/staging/",
        "stackgate/dev/",
    ]


def test_a_rule_has_its_help_level_tags_and_severity() -> None:
    (run,) = runs_of(verdict(finding()))
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["help"]["text"].startswith("Why: People read it.\n\nFix: Set a key.")
    assert rule["help"]["markdown"].startswith("**Why:** People read it.\n\n**Fix:** Set a key.")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"]["tags"] == ["security", "policies", "SQS.1", "SC-28", "MF-4"]
    assert rule["properties"]["security-severity"] == "6.0"
    assert (rule["properties"]["precision"], rule["properties"]["problem.severity"]) == ("high", "error")


def test_a_rule_of_many_controls_keeps_them_all_beside_its_tags() -> None:
    controls = tuple(f"EC2.{number}" for number in range(40))
    rule = descriptor(RuleSummary("r", "policies", "S.", "W.", "F.", controls, ()))
    assert len(rule["properties"]["tags"]) == 20
    assert rule["properties"]["controls"] == list(controls)
    assert "EC2.39" in rule["help"]["markdown"]


def test_severity_follows_what_a_rule_is_about_and_its_level() -> None:
    rules = {rule.name: rule for rule in load().rules.values()}

    def score(name: str, level: str) -> str | None:
        rule = rules[name]
        return security_severity(RuleSummary(name, rule.engine, rule.summary, "", "", (), (), level))  # type: ignore[arg-type]

    assert score("security_group_open", "error") == "8.0"
    assert score("security_group_open", "warning") == "5.0"
    assert score("queue_encrypted", "error") == "6.0"
    assert score("queue_encrypted", "warning") == "3.0"
    assert security_severity(RuleSummary("x", "schema", "A password is a text.", "", "", (), ())) is None
    for name in ("queue_dead_letter", "subnet_overlap", "schema", "synth_dropped_keys", "database_standby"):
        assert score(name, "error") is None


def test_a_rules_markdown_stays_the_text_that_it_is() -> None:
    text = "a <b>bold</b> `code` [link](http://x.example) *star* _line_ | # ${x} &amp; \\"
    rule = descriptor(RuleSummary("r", "policies", "S.", text, "F.", (), ()))
    html = MarkdownIt().render(rule["help"]["markdown"])
    assert not any(tag in html for tag in ("<b>", "<a ", "<code>", "<em>"))
    inline = MarkdownIt().parse(rule["help"]["markdown"])[1].children or []
    assert "".join(token.content for token in inline) == f"Why: {text}"


def test_a_message_holds_no_link() -> None:
    (run,) = runs_of(verdict(finding(message="see [here](http://x.example)", address="aws_x.y[0]")))
    text = run["results"][0]["message"]["text"]
    assert "](" not in text
    assert text.startswith("aws_x.y[0]: see [here] (http://x.example).")


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_text_does_no_harm(text: str) -> None:
    (run,) = runs_of(hostile(text))
    assert len(json.dumps(run)) < 300_000

    def strings(node: Any) -> list[str]:
        if isinstance(node, dict):
            return [found for key, value in node.items() for found in (key, *strings(value))]
        if isinstance(node, list):
            return [found for value in node for found in strings(value)]
        return [node] if isinstance(node, str) else []

    assert all(found.replace("\n\n", "").isprintable() for found in strings(run))


def test_too_many_results_are_cut_to_the_worst_and_that_is_said() -> None:
    faults = list(many(30_000).findings)
    mild = [replace(one, level="warning") for one in faults[:10_000]]
    (run,) = runs_of(verdict(*mild, *faults[10_000:], kept=False))
    assert len(run["results"]) == 25_000
    assert sum(one["level"] == "error" for one in run["results"]) == 20_000
    assert notifications(run, "warning") == [
        "5000 of 30000 results are left out, the least bad: a run or file may hold no more",
        "code scanning shows the worst 5000 of these 25000 results",
    ]


def test_five_hundred_findings_are_all_there() -> None:
    (run,) = runs_of(many(500))
    assert len({one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]}) == 500
    assert notifications(run, "warning") == []


def test_too_large_a_file_is_cut_until_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "LARGEST_FILE", 60_000)
    noise = (hashlib.sha256(str(number).encode()).hexdigest() * 4 for number in range(1_000))
    given = verdict(*(finding(address=f"aws_x.q{number}", message=text) for number, text in enumerate(noise)))
    (run,) = runs_of(given)
    assert 0 < len(run["results"]) < 1_000
    assert len(gzip.compress(render(given, "sarif").encode())) <= 60_000
    (told,) = notifications(run, "warning")
    assert told.startswith(f"{1_000 - len(run['results'])} of 1000 results are left out")


def test_too_many_runs_are_cut_to_the_worst_and_that_is_said() -> None:
    blocked = [verdict(finding(), environment=f"e{number}", kept=False) for number in range(22)]
    failed = verdict(environment="failed", errors=[JudgementError("a", "b")], kept=False)
    runs = runs_of(audit_of([*blocked, failed]))
    assert len(runs) == 20
    assert runs[-1]["properties"]["environment"] == "failed"
    for run in runs:
        assert notifications(run, "warning") == ["3 runs are left out, a file may hold 20: e19; e20; e21"]


def test_too_many_rules_are_cut_and_that_is_said() -> None:
    rules = tuple(RuleSummary(f"r{number}", "policies", "S.", "W.", "F.", (), ()) for number in range(25_001))
    (run,) = runs_of(verdict(finding(rule="r25000"), rules=rules))
    assert len(run["tool"]["driver"]["rules"]) == 25_000
    assert "ruleIndex" not in run["results"][0]
    assert notifications(run, "warning") == ["1 of 25001 rules are left out: a run may hold no more"]


def test_a_run_that_judged_nothing_is_valid() -> None:
    nothing = verdict(documents=(), rules=(), judged_at="", errors=[JudgementError("app", "fails")], kept=False)
    (run,) = runs_of(nothing)
    assert run["results"] == []
    assert "endTimeUtc" not in run["invocations"][0]


def test_the_fingerprint_stays_when_the_construct_moves() -> None:
    moved = finding(source=Source("stack/queues.py", 99), location=Location("cdk.tf.json", 7), fix="Other.")
    prints = [
        run["results"][0]["partialFingerprints"]
        for one in (finding(), moved, finding(rule="other"), finding(address="aws_x.y"))
        for run in runs_of(verdict(one))
    ]
    assert prints[0] == prints[1]
    assert prints[2] != prints[0] != prints[3]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_real_verdict_is_reported_whole(document: str) -> None:
    given = real_verdict(document)
    (run,) = runs_of(given)
    assert len(run["results"]) == len(given.findings) > 3
    assert len(run["tool"]["driver"]["rules"]) == len(given.rules)
    assert {uri(one) for one in run["results"]} == {f"tests/{document}"}
    assert all("ruleIndex" in one for one in run["results"])


def test_the_open_question_and_the_waiver_of_one_rule_are_two_results() -> None:
    (run,) = runs_of(verdict(unknown(), waived()))
    assert [one["kind"] for one in islice(run["results"], 2)] == ["open", "fail"]
