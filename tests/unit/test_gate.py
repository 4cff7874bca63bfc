"""From documents to the verdict: levels, counts, errors, and that nothing that goes wrong is allowed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from stackgate.finding import Source, Verdict
from stackgate.gate import Gate
from stackgate.rulebook import Rulebook, load
from stackgate.settings import Settings
from stackgate.subject import Input
from stackgate.waivers import Waiver, Waivers

RULES = '''
from stackgate.validator import validator

@validator(on="aws_x", level="{level}", relaxable={relaxable}, controls=("C.1",), guards=("MF-1",))
def check(resource, graph):
    """It is good.

    Why: Because.
    Fix: Mend it.
    """
    {body}
'''
FAULT = 'yield "it is bad", "good"'


def rulebook(tmp_path: Path, body: str = FAULT, level: str = "error", relaxable: bool = False) -> Rulebook:
    folder = tmp_path / "rules"
    folder.mkdir(exist_ok=True)
    (folder / "own_rule.py").write_text(RULES.format(body=body, level=level, relaxable=relaxable), encoding="utf-8")
    return Rulebook({"own_rule": load([folder]).validators["own_rule"]})


def document(tmp_path: Path, content: Any, name: str = "cdk.tf.json", **sources: Source) -> Input:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2), encoding="utf-8")
    return Input(path, name, sources)


def one(**body: Any) -> dict[str, Any]:
    return {"//": {"metadata": {"stackName": "s"}}, "resource": {"aws_x": {"y": body}}}


def judge(tmp_path: Path, *inputs: Input, environment: str = "prod", **rule: Any) -> Verdict:
    return Gate(rulebook(tmp_path, **rule), Settings(), environment, ("validators",)).judge(inputs)


def test_a_fault_blocks_and_says_where(tmp_path: Path) -> None:
    content = one(**{"//": {"metadata": {"path": "app/y"}}, "good": False})
    verdict = judge(tmp_path, document(tmp_path, content, **{"app/y": Source("main.py", 7)}))
    (finding,) = verdict.findings
    assert (verdict.decision, verdict.exit_status) == ("blocked", 1)
    assert (finding.address, finding.attribute, finding.message) == ("aws_x.y", "good", "it is bad")
    assert (finding.construct, finding.source) == ("app/y", Source("main.py", 7))
    assert finding.location is not None
    assert '"y": {' in (tmp_path / "cdk.tf.json").read_text().splitlines()[(finding.location.line or 0) - 1]
    assert (finding.why, finding.fix, finding.controls, finding.guards) == ("Because.", "Mend it.", ("C.1",), ("MF-1",))
    assert verdict.counts == {"judged": 1, "pass": 0, "fail": 1, "warning": 0, "unknown": 0, "waived": 0}


def test_what_passes_is_counted_and_allowed(tmp_path: Path) -> None:
    verdict = judge(tmp_path, document(tmp_path, one()), body="return ()")
    assert (verdict.decision, verdict.exit_status, verdict.findings) == ("allowed", 0, ())
    assert verdict.counts["pass"] == verdict.counts["judged"] == 1


def test_a_warning_does_not_block(tmp_path: Path) -> None:
    verdict = judge(tmp_path, document(tmp_path, one()), level="warning")
    assert verdict.decision == "allowed"
    assert (verdict.counts["warning"], verdict.counts["fail"]) == (1, 0)


@pytest.mark.parametrize(("environment", "decision"), [("prod", "blocked"), ("staging", "blocked"), ("dev", "allowed")])
def test_a_relaxable_rule_warns_where_the_environment_is_not_strict(
    tmp_path: Path, environment: str, decision: str
) -> None:
    given = document(tmp_path, one())
    assert judge(tmp_path, given, environment=environment, relaxable=True).decision == decision


@pytest.mark.parametrize(("level", "decision"), [("error", "blocked"), ("warning", "allowed")])
def test_what_is_undecidable_blocks_at_level_error(tmp_path: Path, level: str, decision: str) -> None:
    content = one(good="${var.none}") | {"variable": {"none": {}}}
    verdict = judge(tmp_path, document(tmp_path, content), body='if not resource["good"]: yield "bad"', level=level)
    assert verdict.decision == decision
    assert verdict.counts["unknown"] == 1
    assert "${var.none}, which is a variable without default" in verdict.findings[0].message


def test_what_was_found_before_it_became_undecidable_stands(tmp_path: Path) -> None:
    content = one(good="${var.none}") | {"variable": {"none": {}}}
    body = 'yield "first"; yield str(resource["good"] == 1)'
    verdict = judge(tmp_path, document(tmp_path, content), body=body)
    assert [finding.status for finding in verdict.findings] == ["fail", "unknown"]
    assert (verdict.counts["fail"], verdict.counts["unknown"], verdict.counts["judged"]) == (1, 0, 1)


@pytest.mark.parametrize("body", ["raise KeyError('hunter2')", "import sys; sys.exit(0)", "yield 1 / 0"])
def test_a_rule_that_raises_is_an_error_without_its_text(tmp_path: Path, body: str) -> None:
    verdict = judge(tmp_path, document(tmp_path, one()), body=body)
    (error,) = verdict.errors
    assert (verdict.decision, verdict.exit_status) == ("error", 2)
    assert error.where == "own_rule"
    assert "while it judged aws_x.y" in error.message
    assert "hunter2" not in error.message


def test_a_pair_whose_rule_raised_is_unknown_and_counted(tmp_path: Path) -> None:
    verdict = judge(tmp_path, document(tmp_path, one()), body="yield 'first'; raise ValueError")
    assert (verdict.counts["judged"], verdict.counts["unknown"]) == (1, 1)
    assert len(verdict.errors) == 1


@pytest.mark.parametrize("form", [{"part": {}}, [{"part": {}}]])
def test_dynamic_blocks_beside_written_ones_are_not_overlooked(tmp_path: Path, form: Any) -> None:
    content = one(part={"good": True}, dynamic=form)
    verdict = judge(tmp_path, document(tmp_path, content), body='yield from (str(p) for p in resource.blocks("part"))')
    assert [finding.status for finding in verdict.findings] == ["unknown"]


def test_a_function_handed_what_is_not_known_ends_as_unknown(tmp_path: Path) -> None:
    body = 'import re; yield str(re.match("a", resource["good"]))'
    verdict = judge(tmp_path, document(tmp_path, one(good="${aws_kms_key.k.arn}")), body=body)
    assert (verdict.counts["unknown"], verdict.errors) == (1, ())


def test_a_bad_document_does_not_hide_the_verdict_on_another(tmp_path: Path) -> None:
    bad = document(tmp_path, "{", "bad.tf.json")
    verdict = judge(tmp_path, bad, document(tmp_path, one()))
    assert verdict.decision == "error"
    assert [error.where for error in verdict.errors] == ["bad.tf.json"]
    assert len(verdict.findings) == 1


def test_no_resource_at_all_is_an_error(tmp_path: Path) -> None:
    verdict = judge(tmp_path, document(tmp_path, {"resource": {}}))
    assert (verdict.exit_status, verdict.errors[0].where) == (2, "documents")
    beside = judge(tmp_path, document(tmp_path, {}, "empty.tf.json"), document(tmp_path, one()), body="return ()")
    assert beside.decision == "allowed"


@pytest.mark.parametrize(
    "content",
    [
        {"resource": 3},
        {"resource": {"aws_x": "y"}},
        {"resource": {"aws_x": {"y": "z"}}},
        {"resource": {"aws_x": {"y": [{}, {}]}}},
        {"resource": {"aws_x": [1]}},
        {"resource": {"data": {"x": {}}}},
        {"resource": {"aws_x": {"y z": {}}}},
        {"resource": [{"aws_x": {"y": {}}}, {"aws_x": {"y": {}}}]},
        {"data": []} | {"resource": [[]]},
        {"variable": 1} | one(),
        {"format_version": "1.2", "planned_values": {}},
    ],
)
def test_a_block_of_the_wrong_shape_is_an_error(tmp_path: Path, content: Any) -> None:
    verdict = judge(tmp_path, document(tmp_path, content))
    assert verdict.exit_status == 2
    assert verdict.errors[0].where == "cdk.tf.json"


def test_a_module_that_is_not_expanded_is_an_open_question(tmp_path: Path) -> None:
    gate = Gate(rulebook(tmp_path, body="return ()"), Settings(), "prod", ("schema", "validators"))
    verdict = gate.judge([document(tmp_path, {"module": {"net": {"source": "./net"}}})])
    found = [(one.rule, one.address, one.status) for one in verdict.findings]
    assert (found, verdict.decision) == ([("schema", "module.net", "unknown")], "blocked")


def test_a_waived_finding_stays_visible_and_does_not_block(tmp_path: Path) -> None:
    waiver = Waiver("own_rule", "aws_x.y", "accepted for now", "ann", dt.date.max)
    gate = Gate(rulebook(tmp_path), Settings(), "prod", ("validators",), Waivers((waiver,)))
    verdict = gate.judge([document(tmp_path, one())])
    assert (verdict.decision, verdict.counts["waived"], verdict.counts["fail"]) == ("allowed", 1, 0)
    assert verdict.findings[0].waiver is not None
    stale = Gate(rulebook(tmp_path, body="return ()"), Settings(), "prod", ("validators",), Waivers((waiver,)))
    assert stale.judge([document(tmp_path, one())]).exit_status == 2


def test_the_ledger_lists_passes_when_asked(tmp_path: Path) -> None:
    gate = Gate(rulebook(tmp_path, body="return ()"), Settings(), "prod", ("validators",), keep_passes=True)
    verdict = gate.judge([document(tmp_path, one())])
    assert [(finding.status, finding.address) for finding in verdict.findings] == [("pass", "aws_x.y")]
    assert verdict.decision == "allowed"


def test_a_pair_that_nobody_judged_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stackgate.asking.validate", lambda *_, **__: iter(()))
    verdict = judge(tmp_path, document(tmp_path, one()))
    assert (verdict.exit_status, verdict.errors[0].message) == (2, "0 of 1 pairs of rule and resource were judged")


def test_the_counts_add_up_on_the_bundled_rules(tmp_path: Path) -> None:
    content = {"resource": {"aws_sqs_queue": {"a": {"name": "a"}, "b": {"name": "b-dlq"}}, "aws_vpc": {"v": {}}}}
    verdict = Gate(load(), Settings(), "prod").judge([document(tmp_path, content)])
    counts = dict(verdict.counts)
    assert counts.pop("judged") == sum(counts.values())
    assert counts["fail"] > 3
    assert verdict.errors == ()


def test_a_fingerprint_survives_shifted_lines_and_not_another_resource(tmp_path: Path) -> None:
    first = judge(tmp_path, document(tmp_path, one())).findings[0]
    shifted = judge(tmp_path, document(tmp_path, {"output": {"o": {"value": 1}}} | one())).findings[0]
    assert first.location != shifted.location
    assert first.fingerprint == shifted.fingerprint
    other = {"//": {"metadata": {"stackName": "s"}}, "resource": {"aws_x": {"z": {}}}}
    assert judge(tmp_path, document(tmp_path, other)).findings[0].fingerprint != first.fingerprint


def test_what_a_repository_says_of_a_level_is_told_with_rule_and_finding(tmp_path: Path) -> None:
    settings = Settings(levels={"own_rule": "warning"}, reasons={"own_rule": "Another tool sees to it."})
    verdict = Gate(rulebook(tmp_path), settings, "prod", ("validators",)).judge([document(tmp_path, one())])
    told = [*verdict.findings, *(rule for rule in verdict.rules if rule.name == "own_rule")]
    assert [told.why for told in told] == ["Because. In this repository it is a warning: Another tool sees to it."] * 2
