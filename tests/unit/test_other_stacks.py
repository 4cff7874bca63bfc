"""The whole gate over stacks of others: the shapes that a document can have, and what once was a false alarm.

Everything can be judged, and what is found is what is wrong, no more.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackgate.finding import Verdict
from stackgate.gate import Gate, Input
from stackgate.rulebook import load
from stackgate.settings import Settings

RULEBOOK = load()
STACKS = yaml.load(Path(__file__).with_name("other_stacks.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def every(*kinds: str) -> list[Any]:
    return [pytest.param(stack, id=stack["title"]) for kind in kinds for stack in STACKS[kind]]


def judge(folder: Path, *contents: dict[str, Any]) -> Verdict:
    paths = [folder / f"{number}.tf.json" for number, _ in enumerate(contents)]
    for path, content in zip(paths, contents, strict=True):
        path.write_text(json.dumps(content), encoding="utf-8")
    return Gate(RULEBOOK, Settings(), "prod").judge([Input(path, path.name) for path in paths])


def found(verdict: Verdict) -> set[str]:
    """What is wrong, as `rule address`, on the condition that everything could be judged.

    Left out are warnings about a stack as a whole (no outputs, no tags), which every excerpt would have.
    """
    assert verdict.errors == ()
    counts = verdict.counts
    assert counts["unknown"] == 0
    assert counts["judged"] == counts["pass"] + counts["fail"] + counts["warning"]
    findings = (finding for finding in verdict.findings if (finding.address, finding.level) != ("*", "warning"))
    return {f"{finding.rule} {finding.address}" for finding in findings}


@pytest.mark.parametrize("stack", every("right", "wrong", "shapes"))
def test_what_is_wrong_is_found_and_no_more(stack: dict[str, Any], tmp_path: Path) -> None:
    verdict = judge(tmp_path, stack["document"])
    assert found(verdict) == set(stack["finds"])
    assert verdict.exit_status == any(finding.level == "error" for finding in verdict.findings)


@pytest.mark.parametrize("stack", every("shapes"))
def test_metadata_changes_nothing_but_that_the_construct_is_told(stack: dict[str, Any], tmp_path: Path) -> None:
    content = stack["document"] | {"//": {"metadata": {"stackName": "shop", "version": "0.21.0"}}}
    content["resource"] = {
        kind: {name: body | {"//": {"metadata": {"path": f"shop/{name}"}}} for name, body in named.items()}
        for kind, named in content["resource"].items()
    }
    verdict = judge(tmp_path, content)
    assert found(verdict) == set(stack["finds"])
    for finding in verdict.findings:
        assert finding.address == "*" or finding.construct == f"shop/{finding.address.split('.')[-1]}"


@pytest.mark.parametrize(
    "rule", ["database_alarms", "queue_dead_letter_alarm", "service_alarms", "service_autoscaling", "stream_alarms"]
)
def test_what_another_stack_or_tool_may_do_does_not_block(rule: str) -> None:
    assert RULEBOOK.rules[rule].level == "warning"


def test_a_stack_without_resources_does_not_disturb_the_others(tmp_path: Path) -> None:
    empty = {"//": {"metadata": {"stackName": "empty"}}, "output": {"none": {"value": "1"}}}
    verdict = judge(tmp_path, empty, {"resource": {"aws_sns_topic": {"pager": {}}}})
    assert found(verdict) == {"topic_encrypted aws_sns_topic.pager"}
    assert judge(tmp_path, empty).decision == "error"
