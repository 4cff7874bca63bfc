"""Ways in which something that was not judged, or is wrong, once ended in "allowed"."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stackgate.finding import Verdict
from stackgate.gate import Gate
from stackgate.inputs import find_inputs
from stackgate.resolver import build_graph
from stackgate.rule import RuleError
from stackgate.rulebook import load
from stackgate.settings import Settings
from stackgate.subject import Input
from stackgate.synth_rules import DROPPED_KEYS, Fault
from stackgate.synthesis.app import App, app_environment
from stackgate.values import Undecidable

RULEBOOK = load()
FLOW_LOG = {"vpc_id": "${aws_vpc.main.id}", "log_destination": "arn:aws:s3:::logs", "traffic_type": "ALL"}


def judge(tmp_path: Path, content: dict[str, Any]) -> Verdict:
    path = tmp_path / "cdk.tf.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return Gate(RULEBOOK, Settings(), "prod", ("schema", "validators")).judge([Input(path, "cdk.tf.json")])


def failed(verdict: Verdict, rule: str) -> bool:
    return any(finding.rule == rule and finding.status == "fail" for finding in verdict.findings)


@pytest.mark.parametrize("multiplied", [{"count": 0}, {"for_each": {}}, {"count": "${var.none}"}])
def test_a_resource_without_instances_satisfies_no_rule(tmp_path: Path, multiplied: dict[str, Any]) -> None:
    content = {
        "variable": {"none": {"default": 0}},
        "resource": {
            "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}},
            "aws_flow_log": {"main": FLOW_LOG | multiplied},
        },
    }
    assert failed(judge(tmp_path, content), "vpc_flow_logs")


def test_an_unknown_number_of_instances_blocks(tmp_path: Path) -> None:
    content = {"variable": {"n": {}}, "resource": {"aws_flow_log": {"main": FLOW_LOG | {"count": "${var.n}"}}}}
    unknown = [one for one in judge(tmp_path, content).findings if one.status == "unknown" and one.blocks]
    assert [(one.rule, one.address) for one in unknown] == [("schema", "aws_flow_log.main")]


@pytest.mark.parametrize("ingress", [["${var.rule}"], ["text"], [{}, "${merge(var.rule, {})}"]])
def test_what_is_no_block_among_blocks_is_undecidable(ingress: Any) -> None:
    document = {"variable": {"rule": {}}, "resource": {"aws_security_group": {"main": {"ingress": ingress}}}}
    group = build_graph(document, "s").of_type("aws_security_group")[0]
    with pytest.raises(Undecidable):
        group.blocks("ingress")


def test_a_list_of_lists_of_blocks_is_refused(tmp_path: Path) -> None:
    content = {"resource": {"aws_ecs_service": {"main": {"network_configuration": [[{"assign_public_ip": True}]]}}}}
    assert "list of lists" in judge(tmp_path, content).errors[0].message


def test_a_text_that_only_mentions_a_resource_does_not_stand_for_it() -> None:
    queues = {"a": {"name": "a"}, "b": {"name": "b"}}
    other = {
        "value": "${aws_sqs_queue.a.name}-other",
        "made": "x-${aws_sqs_queue.a.arn}",
        "same": "${aws_sqs_queue.a.name}",
    }
    graph = build_graph({"resource": {"aws_sqs_queue": queues, "aws_x": {"y": other}}}, "s")
    queue, asking = graph.get("aws_sqs_queue.a"), graph.get("aws_x.y")
    assert queue is not None and asking is not None
    assert not graph.means(asking["value"], queue)
    assert not graph.means(asking["made"], queue)
    assert graph.means(asking["same"], queue)


def test_a_key_with_a_dot_is_one_step() -> None:
    document = {
        "locals": {"m": {"a.b": False, "a": {"b": True}}},
        "resource": {"aws_x": {"y": {"v": '${local.m["a.b"]}'}}},
    }
    assert build_graph(document, "s").of_type("aws_x")[0]["v"] is False


def test_a_failed_synthesis_is_never_allowed() -> None:
    lowered = Settings(levels={"synth_no_stack": "warning"})
    verdict = Gate(RULEBOOK, lowered, "prod", ("synth",)).judge([], [Fault("synth_no_stack", "nothing")])
    assert verdict.exit_status == 2


@pytest.mark.parametrize(("observed", "status"), [(True, 0), (None, 0), (False, 1)])
def test_a_synthesis_that_nobody_saw_is_not_without_dropped_keys(
    tmp_path: Path, observed: bool | None, status: int
) -> None:
    path = tmp_path / "cdk.tf.json"
    path.write_text('{"resource": {"aws_x": {"y": {}}}}')
    verdict = Gate(RULEBOOK, Settings(), "prod", ("synth",)).judge([Input(path, "d")], (), observed)
    assert verdict.exit_status == status
    assert [finding.rule for finding in verdict.findings] == ([DROPPED_KEYS] if status else [])


def test_a_manifest_says_which_documents_there_must_be(tmp_path: Path) -> None:
    stacks = {name: {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json"} for name in ("a", "b")}
    (tmp_path / "manifest.json").write_text(json.dumps({"stacks": stacks}))
    (tmp_path / "stacks" / "a").mkdir(parents=True)
    (tmp_path / "stacks" / "a" / "cdk.tf.json").write_text("{}")
    inputs, errors = find_inputs([tmp_path])
    assert ([given.path.parent.name for given in inputs], errors) == (["a", "b"], [])
    (tmp_path / "manifest.json").write_text("{")
    assert find_inputs([tmp_path])[1][0].where.endswith("manifest.json")


def test_a_linked_folder_is_judged_and_an_override_beside_a_document_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "cdk.tf.json").write_text("{}")
    (tmp_path / "elsewhere" / "z_override.tf.json").write_text("{}")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "linked").symlink_to(tmp_path / "elsewhere")
    inputs, errors = find_inputs([tmp_path / "stacks"])
    assert len(inputs) == 1
    assert [Path(error.where).name for error in errors] == ["z_override.tf.json"]


def test_the_hook_is_steered_by_the_gate_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKGATE_HOOK_TOLERANT", "1")
    monkeypatch.setenv("STACKGATE_HOOK_CLOCK_AHEAD_S", "1")
    variables = app_environment(App(tmp_path, "true", {}, "python"), tmp_path, tmp_path, None)
    assert not {"STACKGATE_HOOK_TOLERANT", "STACKGATE_HOOK_CLOCK_AHEAD_S"} & set(variables)


def test_a_policy_of_another_ending_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("{}")
    (tmp_path / "other.yml").write_text("{}")
    with pytest.raises(RuleError, match=r"other\.yaml"):
        load((), [tmp_path])
