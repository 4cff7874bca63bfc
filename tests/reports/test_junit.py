"""The JUnit report, read back by junitparser and by the standard library."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from made_up_verdicts import HOSTILE_TEXTS, each_kind, finding, hostile, many, three_runs, unknown, verdict, warning
from real_verdicts import DOCUMENTS, real_verdict

from stackgate.evidence import Evidence, Pair
from stackgate.finding import JudgedDocument, JudgementError, Verdict
from stackgate.reports import render
from stackgate.reports.audit import Audit, audit_of


def read(judged: Audit | Verdict) -> list[TestSuite]:
    """The report's suites, on the condition that both readers agree and all totals are those of the cases."""
    text = render(judged, "junit")
    root = ElementTree.fromstring(text.encode())
    report = JUnitXml.fromstring(text.encode())
    cases = list(root.iter("testcase"))
    counted = {"tests": len(cases)}
    counted |= {f"{kind}s": len(root.findall(f".//testcase/{kind}")) for kind in ("failure", "error")}
    counted["skipped"] = len(root.findall(".//testcase/skipped"))
    assert {name: int(root.attrib[name]) for name in counted} == counted
    assert sum(suite.tests for suite in report) == len(cases)
    suites = list(report)
    for suite in suites:
        named = Counter((case.classname, case.name) for case in suite)
        assert set(named.values()) <= {1}
    return suites


def only(suites: list[TestSuite]) -> dict[tuple[str, str], TestCase]:
    (suite,) = suites
    return {(case.classname, case.name): case for case in suite}


def properties(suite: TestSuite) -> dict[str, str]:
    return {one.name: one.value for one in suite.properties()}


def test_every_pair_is_a_case() -> None:
    given = verdict(*each_kind())
    cases = only(read(given))
    assert given.evidence
    assert len(cases) == len(given.evidence.pairs) == given.counts["judged"]
    assert cases["validators.stack_tagged", "aws_vpc.main"].is_passed

    (failure,) = cases["policies.queue_encrypted", "aws_sqs_queue.jobs"].result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("fail", "not encrypted")
    for line in ("fix: Set a key.", "at: stack/queues.py:12", "value: alias/aws/sqs", "controls: SQS.1, SC-28"):
        assert line in failure.text.splitlines()

    (question,) = cases["policies.queue_encrypted", "aws_sqs_queue.other"].result
    assert isinstance(question, Failure)
    assert question.type == "unknown"
    assert cases["validators.state_backend", "the whole document"].is_failure

    warned = cases["policies.queue_dead_letter", "aws_sqs_queue.jobs"]
    assert warned.is_passed
    assert warned.system_out.startswith("warning, fail: not encrypted")

    (skipped,) = cases["policies.queue_encrypted", "aws_sqs_queue.feed"].result
    assert isinstance(skipped, Skipped)
    assert skipped.message == "public feed (ann, 2027-01-31)"


def test_an_error_is_apart_from_failures() -> None:
    twice = [JudgementError("bad.json", "is empty"), JudgementError("bad.json", "is odd")]
    (suite,) = read(verdict(finding(), errors=twice))
    assert (suite.errors, suite.failures, suite.skipped) == (2, 1, 0)
    errors = [case for case in suite if case.is_error]
    assert [(case.classname, case.name) for case in errors] == [
        ("stackgate.could_not_judge", "bad.json"),
        ("stackgate.could_not_judge", "bad.json (2)"),
    ]
    (problem,) = errors[0].result
    assert isinstance(problem, Error)
    assert (problem.message, problem.text) == ("is empty", "could not judge bad.json: is empty")


def test_without_evidence_there_are_the_findings_alone_and_the_suite_says_so() -> None:
    (suite,) = read(verdict(*each_kind(), kept=False))
    assert (suite.tests, suite.failures, suite.skipped) == (5, 3, 1)
    assert properties(suite)["evidence"].startswith("not kept")
    assert properties(suite)["pairs.pass"] == "9"
    (kept,) = read(verdict(*each_kind()))
    assert properties(kept)["evidence"] == "kept"


def test_a_finding_that_passed_adds_nothing() -> None:
    passed = finding(status="pass", address="aws_vpc.main", rule="stack_tagged", engine="validators")
    assert only(read(verdict(passed, kept=False))) == {}
    case = only(read(verdict(passed)))["validators.stack_tagged", "aws_vpc.main"]
    assert case.system_out is None


def test_an_open_question_that_blocks_beside_a_warning_is_a_failure() -> None:
    both = [warning(), unknown(rule="queue_dead_letter", address="aws_sqs_queue.jobs")]
    evidence = Evidence(pairs=(Pair("queue_dead_letter", "shop", "aws_sqs_queue.jobs", "warning"),))
    for given in (verdict(*both, evidence=evidence), verdict(*both, kept=False)):
        (case,) = only(read(given)).values()
        assert case.is_failure
        assert case.result[0].type == "unknown"
        assert "warning, fail" in case.result[0].text


def test_an_open_question_that_does_not_block_passes_with_its_text() -> None:
    (case,) = only(read(verdict(unknown(level="warning"), kept=False))).values()
    assert case.is_passed
    assert "depends on var.key" in case.system_out


@pytest.mark.parametrize("outcome", ["fail", "unknown"])
def test_a_bad_pair_without_a_finding_is_a_failure(outcome: str) -> None:
    pair = Pair("stack_tagged", "shop", "aws_vpc.main", outcome)  # type: ignore[arg-type]
    (case,) = only(read(verdict(evidence=Evidence(pairs=(pair,))))).values()
    assert case.is_failure
    assert case.result[0].type == outcome


def test_a_suite_for_each_run_with_what_it_rests_on() -> None:
    suites = read(three_runs())
    assert [suite.name for suite in suites] == ["prod", "staging", "dev"]
    assert [(suite.failures, suite.errors) for suite in suites] == [(3, 0), (0, 0), (0, 1)]
    told = properties(suites[0])
    assert told["verdict"] == "blocked"
    assert told["document"] == f"cdk.tf.json sha256:{'0' * 64} shop aws 6"
    assert told["version.stackgate"] == "0.1.0"
    assert suites[0].timestamp == "2026-11-23T12:00:00"


def test_one_address_in_two_stacks_is_two_cases() -> None:
    documents = tuple(JudgedDocument(f"{stack}.tf.json", "0" * 64, stack, 1) for stack in ("shop", "blog"))
    given = verdict(finding(), finding(stack="blog"), documents=documents, kept=False)
    assert {name for _, name in only(read(given))} == {"shop: aws_sqs_queue.jobs", "blog: aws_sqs_queue.jobs"}


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
@pytest.mark.parametrize("kept", [True, False])
def test_hostile_text_does_no_harm(text: str, kept: bool) -> None:
    given = hostile(text)
    if not kept:
        given = verdict(*given.findings, errors=given.errors, environment=text, kept=False)
    report = render(given, "junit")
    assert report.replace("\n", "").isprintable()
    assert len(report) < 300_000
    (suite,) = read(given)
    assert (suite.failures, suite.errors, suite.skipped) == (1, 1, 1)


def test_control_characters_stay_readable() -> None:
    (case,) = only(read(verdict(finding(message="a\x00b\x1b[31m\ud800\n<c>&"), kept=False))).values()
    assert case.result[0].message == "a\\x00b\\x1b[31m\\ud800\\n<c>&"


def test_thirty_thousand_findings_are_all_there() -> None:
    (suite,) = read(many(30_000))
    assert suite.failures == 30_000


def test_many_runs_of_500_findings() -> None:
    runs = [many(500), verdict(*many(500).findings, environment="dev")]
    assert [suite.failures for suite in read(audit_of(runs))] == [500, 500]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_cases_of_a_real_verdict_are_its_ledger(document: str) -> None:
    given = real_verdict(document)
    (suite,) = read(given)
    counts = given.counts
    assert suite.tests == counts["judged"] > 50
    blocking = {(one.rule, one.stack, one.address) for one in given.findings if one.blocks}
    assert suite.failures == len(blocking) > 0
    assert suite.skipped == counts["waived"]
    passed = sum(case.is_passed for case in suite)
    assert passed == counts["judged"] - len(blocking) - counts["waived"]
