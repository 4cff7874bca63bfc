"""Every rule against its own good and bad documents: the bad ones fail for the right reason at the right address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plan_cases import input_of

from stackgate.catalogue import cases_file
from stackgate.finding import Verdict
from stackgate.gate import Gate
from stackgate.rule import Rule
from stackgate.rulebook import Rulebook, load
from stackgate.settings import Settings

RULEBOOK = load()
JUDGING_DOCUMENTS = [rule for rule in RULEBOOK.rules.values() if rule.engine != "synth"]
CASES = Path(__file__).parent.parent / "cases"


def read_cases(rule: Rule) -> dict[str, list[dict[str, Any]]]:
    return yaml.load(cases_file(rule).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def every_case() -> list[Any]:
    return [
        pytest.param(rule, kind, case, id=f"{rule.name}-{kind}-{case['title']}")
        for rule in JUDGING_DOCUMENTS
        if cases_file(rule).exists()
        for kind, cases in read_cases(rule).items()
        for case in cases
    ]


def judge(rule: Rule, case: dict[str, Any], folder: Path) -> Verdict:
    alone = Rulebook(
        {name: validator for name, validator in RULEBOOK.validators.items() if name == rule.name},
        {name: policy for name, policy in RULEBOOK.policies.items() if name == rule.name},
    )
    return Gate(alone, Settings(), "prod", (rule.engine,)).judge([input_of(case, folder)])


@pytest.mark.parametrize(("rule", "kind", "case"), every_case())
def test_case(rule: Rule, kind: str, case: dict[str, Any], tmp_path: Path) -> None:
    verdict = judge(rule, case, tmp_path)
    assert [error for error in verdict.errors if "is not expanded" not in error.message] == []
    if kind == "good":
        assert not verdict.findings
        return
    status = {"bad": "fail", "unknown": "unknown"}[kind]
    for expected in case["expect"]:
        assert any(
            finding.status == status
            and finding.address == expected["address"]
            and expected.get("attribute", finding.attribute) == finding.attribute
            and expected.get("message", "") in finding.message
            for finding in verdict.findings
        ), f"no {status} like {expected} in {verdict.findings}"
    assert {finding.address for finding in verdict.findings} == {expected["address"] for expected in case["expect"]}


@pytest.mark.parametrize("rule", JUDGING_DOCUMENTS, ids=lambda rule: rule.name)
def test_a_rule_has_at_least_two_good_and_two_bad_cases(rule: Rule) -> None:
    cases = read_cases(rule)
    assert set(cases) <= {"good", "bad", "unknown"}
    assert len(cases["good"]) >= 2
    assert len(cases["bad"]) >= 2
    assert all(case["expect"] for kind in ("bad", "unknown") for case in cases.get(kind, ()))


def test_every_file_of_cases_belongs_to_a_rule() -> None:
    assert {path.stem for path in CASES.rglob("*.yaml")} == {rule.name for rule in JUDGING_DOCUMENTS}


@pytest.mark.parametrize("rule", JUDGING_DOCUMENTS, ids=lambda rule: rule.name)
def test_a_warning_says_why_it_is_no_more(rule: Rule) -> None:
    assert rule.level == "error" or "warning" in rule.why.lower()
