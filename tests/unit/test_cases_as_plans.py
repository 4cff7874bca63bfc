"""Every rule says of a plan what it says of the document: the plan's values confuse none of them.

Each case of each rule is planned as if for the first time: once with all open that only AWS knows, once with it made
up.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from made_up import made_up_plan

from stackgate.catalogue import cases_file
from stackgate.gate import Gate
from stackgate.rule import CHANGE, Rule
from stackgate.rulebook import Rulebook, load
from stackgate.settings import Settings
from stackgate.subject import Input

RULEBOOK = load()
RULES = [
    rule
    for rule in RULEBOOK.rules.values()
    if rule.engine in ("validators", "policies") and rule.types != (CHANGE,) and cases_file(rule).exists()
]
DECIDED = {("security_group_egress_open", "beside an address that is not known")}
"""Cases with an open question beside the fault, which the plan decides."""


def said(rule: Rule, given: Input) -> set[tuple[str, str, str | None]]:
    alone = Rulebook(
        {name: validator for name, validator in RULEBOOK.validators.items() if name == rule.name},
        {name: policy for name, policy in RULEBOOK.policies.items() if name == rule.name},
    )
    verdict = Gate(alone, Settings(), "prod", (rule.engine,)).judge([given])
    assert not [error for error in verdict.errors if "holds a resource" not in error.message]
    return {(finding.status, finding.address, finding.attribute) for finding in verdict.findings}


def cases(rule: Rule) -> list[dict[str, Any]]:
    content = yaml.load(cases_file(rule).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [*content["good"], *content["bad"]]


@pytest.mark.parametrize("is_there", [False, True], ids=["open", "made up"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_the_same_of_a_plan(rule: Rule, is_there: bool, tmp_path: Path) -> None:
    path, plan = tmp_path / "cdk.tf.json", tmp_path / "plan.json"
    for case in cases(rule):
        path.write_text(json.dumps(case["document"]), encoding="utf-8")
        content = made_up_plan(case["document"], tmp_path, is_there)
        if not content["resource_changes"]:
            continue  # of data sources alone
        plan.write_text(json.dumps(content), encoding="utf-8")
        with_plan, without = said(rule, Input(plan, "plan", document=path)), said(rule, Input(path, "document"))
        if (rule.name, case["title"]) in DECIDED:
            with_plan, without = ({one for one in found if one[0] == "fail"} for found in (with_plan, without))
        assert with_plan == without, case["title"]
