"""The topics that other tools' labelled cases are about: `topics.json` tells which rules of ours judge each of them.

A key is a topic, or a topic and one of its subtopics, which then counts instead of the topic. `cases/` holds labelled
cases of our own, written after what is known of other tools' checks: `fail` and `pass` are the addresses at which the
named check (`after`) finds its fault, and does not; `alt` names other addresses at which a finding counts as well.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackgate.gate import Gate
from stackgate.rulebook import load
from stackgate.settings import Settings
from stackgate.subject import Input

HERE = Path(__file__).parent
RULEBOOK = load()
RULES_OF: dict[str, list[str]] = json.loads((HERE / "topics.json").read_text(encoding="utf-8"))
TOPICS = [
    "ecs_capacity",
    "ecs_container_insights",
    "ecs_logging",
    "ecs_plaintext_secret",
    "ecs_public_ip",
    "ecs_readonly_root",
    "flow_logs",
    "iam_wildcard",
    "kinesis_encryption",
    "kms_rotation",
    "log_kms",
    "log_retention",
    "multi_az",
    "other",
    "rds_backup",
    "rds_deletion_protection",
    "rds_encryption",
    "rds_iam_auth",
    "rds_logging",
    "secrets_kms",
    "secrets_rotation",
    "sg_open",
    "sns_encryption",
    "sqs_dlq",
    "sqs_encryption",
]
DOCUMENT = ("resource", "data", "variable", "locals")
CASES = [
    pytest.param(case, id=f"{case['topic']}, {case['after']}")
    for file in sorted((HERE / "cases").glob("*.yaml"))
    for case in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
]


def rules_of(topic: str) -> list[str]:
    """The rules of a subtopic, or of the topic where the subtopic has none of its own."""
    return RULES_OF.get(topic, RULES_OF[topic.split("/")[0]])


def test_every_topic_has_rules() -> None:
    assert set(TOPICS) == {key for key in RULES_OF if "/" not in key}
    assert {key.split("/")[0] for key in RULES_OF} == set(TOPICS)


@pytest.mark.parametrize("topic", RULES_OF)
def test_a_topic_names_rules_that_exist(topic: str) -> None:
    rules = RULES_OF[topic]
    assert rules
    assert len(rules) == len(set(rules))
    assert set(rules) <= set(RULEBOOK.rules)


def test_each_topic_has_cases_of_both_kinds() -> None:
    counts = {kind: Counter[str]() for kind in ("fail", "pass")}
    for parameter in CASES:
        (case,) = parameter.values
        for kind, count in counts.items():
            count[case["topic"].split("/")[0]] += len(case.get(kind, ()))
    for topic in TOPICS:
        assert counts["fail"][topic] >= 2
        assert counts["pass"][topic] >= 2
        assert counts["fail"][topic] + counts["pass"][topic] >= 6


@pytest.mark.parametrize("case", CASES)
def test_the_rules_of_its_topic_judge_a_case_as_its_label_says(case: dict[str, Any], tmp_path: Path) -> None:
    document = tmp_path / "cdk.tf.json"
    document.write_text(json.dumps({name: case[name] for name in DOCUMENT if name in case}), encoding="utf-8")
    verdict = Gate(RULEBOOK, Settings(), "prod").judge([Input(document, "cdk.tf.json")])
    assert verdict.errors == ()
    blamed = {
        re.sub(r"\[[^]]*]", "", finding.address)
        for finding in verdict.findings
        if finding.status == "fail" and finding.rule in rules_of(case["topic"])
    }
    labelled = {
        kind: {address: {address, *case.get("alt", {}).get(address, ())} for address in case.get(kind, ())}
        for kind in ("fail", "pass")
    }
    assert {address for address, places in labelled["fail"].items() if not places & blamed} == set()
    assert {address for address, places in labelled["pass"].items() if places & blamed} == set()
