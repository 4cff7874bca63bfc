"""A plan's graph: the document's structure, with the plan's values in it; and what is kept out of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from plan_cases import plan_of

from stackgate.document import DocumentError, read_document
from stackgate.graph import Graph
from stackgate.plan import planned_graph, read_plan
from stackgate.scan.resolved import resolve
from stackgate.secrets import secrets_in, secrets_of
from stackgate.values import Computed, Reference, Undecidable, known

PLANS = Path(__file__).parents[1] / "plans"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1"


def graph_of(
    folder: Path, document: dict[str, Any], changes: list[dict[str, Any]], variables: dict[str, Any] | None = None
) -> Graph:
    plan = plan_of(document, changes)
    plan["variables"] = {name: {"value": value} for name, value in (variables or {}).items()}
    (folder / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    read = read_plan(read_document(folder / "plan.json"))
    return planned_graph(read, read_document(folder / "cdk.tf.json"), "s")


def there(address: str, **after: Any) -> dict[str, Any]:
    return {"address": address, "actions": ["update"], "after": after}


def test_a_reference_stays_one_and_has_the_value_that_the_plan_knows(tmp_path: Path) -> None:
    queue = {"kms_master_key_id": "${aws_kms_key.k.arn}"}
    document = {"resource": {"aws_kms_key": {"k": {}}, "aws_sqs_queue": {"q": queue}}}
    changes = [there("aws_kms_key.k", arn=KEY), there("aws_sqs_queue.q", kms_master_key_id=KEY)]
    graph = graph_of(tmp_path, document, changes)
    (found,) = graph.of_type("aws_sqs_queue")
    value = found["kms_master_key_id"]
    assert isinstance(value, Reference)
    assert graph.target(value) is graph.get("aws_kms_key.k")
    assert value == KEY
    assert value != "alias/aws/sqs"
    assert resolve(found).attributes == {"kms_master_key_id": KEY}
    assert resolve(found).targets == ("aws_kms_key.k",)


def test_a_new_resource_differs_from_one_that_is_there(tmp_path: Path) -> None:
    named = {"a": {"redrive": "${aws_x.one.arn}"}, "b": {"redrive": "${aws_x.two.arn}"}}
    document = {"resource": {"aws_x": {"one": {}, "two": {}}, "aws_y": named}}
    new = {"address": "aws_x.two", "actions": ["create"], "unknown": {"arn": True}}
    open_ = there("aws_y.b") | {"unknown": {"redrive": True}}
    graph = graph_of(tmp_path, document, [there("aws_x.one", arn=KEY), new, there("aws_y.a", redrive=KEY), open_])
    first, second = graph.of_type("aws_y")
    assert first["redrive"] != second["redrive"]
    with pytest.raises(Undecidable):
        known(second["redrive"])


def test_a_template_keeps_its_parts_and_is_known_as_a_whole(tmp_path: Path) -> None:
    text = '{"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "${aws_sqs_queue.q.arn}"}]}'
    arn = "arn:aws:sqs:eu-west-1:111122223333:q"
    document = {"resource": {"aws_sqs_queue": {"q": {}}, "aws_iam_policy": {"p": {"policy": text}}}}
    planned = text.replace("${aws_sqs_queue.q.arn}", arn)
    graph = graph_of(tmp_path, document, [there("aws_sqs_queue.q", arn=arn), there("aws_iam_policy.p", policy=planned)])
    (policy,) = graph.of_type("aws_iam_policy")
    (statement,) = policy.document("policy").blocks("Statement")
    assert graph.target(statement["Resource"]) is graph.get("aws_sqs_queue.q")
    assert statement["Resource"] == arn
    assert policy.text("policy") == planned


def test_the_plan_counts_where_it_contradicts_the_document(tmp_path: Path) -> None:
    body = {"storage_encrypted": True, "kms_key_id": "k", "tags": {"a": "b"}, "port": "5432", "engine": ""}
    document = {"resource": {"aws_rds_cluster": {"c": body | {"lifecycle": {"ignore_changes": "all"}}}}}
    planned = {"storage_encrypted": False, "kms_key_id": None, "tags": {"a": "c"}, "port": 5432, "engine": None}
    (cluster,) = graph_of(tmp_path, document, [there("aws_rds_cluster.c", **planned)]).of_type("aws_rds_cluster")
    assert cluster["storage_encrypted"] is False
    assert "kms_key_id" not in cluster
    assert cluster.block("tags")["a"] == "c"
    assert cluster["port"] == "5432"
    assert cluster.block("lifecycle")["ignore_changes"] == "all"


ALLOWS_ALL = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
ENCODED = (
    '${jsonencode({Statement = {Effect = "Allow", Action = "sqs:Send", Resource = aws_sqs_queue.q.arn, Sid = "x"}})}'
)
TEMPLATE = '{"Statement": [{"Effect": "Allow", "Action": "sqs:Send", "Resource": "${aws_sqs_queue.q.arn}"}]}'


@pytest.mark.parametrize("written", [ENCODED, TEMPLATE])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_policy_that_cannot_come_from_the_document_is_the_plans(tmp_path: Path, written: str, is_new: bool) -> None:
    policy = {"policy": written, "lifecycle": {"ignore_changes": ["policy"]}}
    document = {"resource": {"aws_sqs_queue": {"q": {}}, "aws_iam_policy": {"p": policy}}}
    queue = there("aws_sqs_queue.q", **({} if is_new else {"arn": "arn:aws:sqs:eu-west-1:111122223333:q"}))
    queue |= {"unknown": {"arn": is_new}}
    graph = graph_of(tmp_path, document, [queue, there("aws_iam_policy.p", policy=json.dumps(ALLOWS_ALL))])
    (found,) = graph.of_type("aws_iam_policy")
    (statement,) = found.document("policy").blocks("Statement")
    assert (statement["Action"], statement["Resource"], "Sid" in statement) == ("*", "*", False)


def test_a_reference_to_another_value_than_the_planned_is_the_plans(tmp_path: Path) -> None:
    queue = {"kms_master_key_id": "${aws_kms_key.k.arn}"}
    document = {"resource": {"aws_kms_key": {"k": {}}, "aws_sqs_queue": {"q": queue}}}
    changes = [there("aws_kms_key.k", arn=KEY), there("aws_sqs_queue.q", kms_master_key_id="alias/aws/sqs")]
    (found,) = graph_of(tmp_path, document, changes).of_type("aws_sqs_queue")
    assert not isinstance(found["kms_master_key_id"], Reference)
    assert known(found["kms_master_key_id"]) == "alias/aws/sqs"


def test_a_null_is_not_written_whatever_the_provider_takes(tmp_path: Path) -> None:
    document = {"variable": {"n": {"default": None}}, "resource": {"aws_x": {"y": {"a": None, "b": "${var.n}"}}}}
    (found,) = graph_of(tmp_path, document, [there("aws_x.y", a="default", b="default")], {"n": None})
    assert (found["a"], found["b"]) == (None, None)


def test_a_dynamic_block_that_makes_none_does_not_hide_the_plans(tmp_path: Path) -> None:
    dynamic = {"ingress": {"for_each": [], "content": {"port": "${ingress.value}"}}}
    group = {"dynamic": dynamic, "lifecycle": {"ignore_changes": ["ingress"]}}
    document = {"resource": {"aws_security_group": {"g": group}}}
    change = there("aws_security_group.g", ingress=[{"port": 22}])
    (found,) = graph_of(tmp_path, document, [change]).of_type("aws_security_group")
    assert [one["port"] for one in found.blocks("ingress")] == [22]


def test_what_is_never_kept_or_kept_as_a_digest_stays_as_it_is_written(tmp_path: Path) -> None:
    document = {"resource": {"aws_instance": {"i": {"user_data": "#!/bin/sh", "password_wo": "x"}}}}
    planned = there("aws_instance.i", user_data=hashlib.sha1(b"#!/bin/sh").hexdigest(), password_wo=None)
    (instance,) = graph_of(tmp_path, document, [planned]).of_type("aws_instance")
    assert (instance["user_data"], instance["password_wo"]) == ("#!/bin/sh", "x")


def test_defaults_of_the_provider_are_not_put_in(tmp_path: Path) -> None:
    document = {"resource": {"aws_sqs_queue": {"q": {"name": "q"}}}}
    planned = there("aws_sqs_queue.q", name="q", sqs_managed_sse_enabled=False, delay_seconds=0)
    (queue,) = graph_of(tmp_path, document, [planned]).of_type("aws_sqs_queue")
    assert list(queue) == ["name"]


def test_a_set_stands_in_another_order(tmp_path: Path) -> None:
    rules = [{"from_port": 443, "cidr": "${var.a}"}, {"from_port": 22, "cidr": "${upper(var.none)}"}]
    document = {"variable": {"a": {}}, "resource": {"aws_security_group": {"g": {"ingress": rules}}}}
    planned = [{"from_port": 22, "cidr": "X", "self": False}, {"from_port": 443, "cidr": "10.0.0.0/8", "self": False}]
    graph = graph_of(tmp_path, document, [there("aws_security_group.g", ingress=planned)], {"a": "10.0.0.0/8"})
    (group,) = graph.of_type("aws_security_group")
    assert [(one["from_port"], known(one["cidr"])) for one in group.blocks("ingress")] == [
        (443, "10.0.0.0/8"),
        (22, "X"),
    ]


def test_instances_and_blocks_that_the_document_leaves_open_are_the_plans(tmp_path: Path) -> None:
    document = {
        "data": {"aws_x": {"all": {}}},
        "resource": {
            "aws_subnet": {
                "by_key": {"for_each": "${data.aws_x.all.names}", "cidr_block": "${each.value}", "tag": "${each.key}"},
                "counted": {"count": "${length(data.aws_x.all.names)}", "tag": "n${count.index}"},
            },
            "aws_security_group": {
                "g": {
                    "dynamic": {
                        "ingress": {"for_each": "${data.aws_x.all.names}", "content": {"port": "${each.value}"}}
                    }
                }
            },
        },
    }
    group = there("aws_security_group.g", ingress=[{"port": 22}, {}]) | {"unknown": {"ingress": [{}, {"port": True}]}}
    keys = {'["a"]': "10.0.0.0/24", '["b.c"]': "10.0.1.0/24"}
    subnets = [there(f"aws_subnet.by_key{key}", cidr_block=cidr, tag=key[2:-2]) for key, cidr in keys.items()]
    graph = graph_of(tmp_path, document, [*subnets, there("aws_subnet.counted[0]", tag="n0"), group])
    assert graph.unexpanded == ()
    found = {one.address: (known(one["tag"]), known(one["cidr_block"])) for one in graph.of_type("aws_subnet")}
    assert found == {
        'aws_subnet.by_key["a"]': ("a", "10.0.0.0/24"),
        'aws_subnet.by_key["b.c"]': ("b.c", "10.0.1.0/24"),
        "aws_subnet.counted[0]": ("n0", None),
    }
    first, second = graph.of_type("aws_security_group")[0].blocks("ingress")
    assert first["port"] == 22
    with pytest.raises(Undecidable):
        second["port"]


def test_of_blocks_that_are_known_in_part_the_rest_stays_open(tmp_path: Path) -> None:
    document = {"resource": {"aws_security_group": {"g": {"ingress": "${upper(var.none)}"}}}}
    change = there("aws_security_group.g", ingress=[{"from_port": 22}]) | {"unknown": {"ingress": [{"groups": True}]}}
    (rule,) = graph_of(tmp_path, document, [change]).of_type("aws_security_group")[0].blocks("ingress")
    assert rule["from_port"] == 22
    with pytest.raises(Undecidable):
        rule["groups"]


def test_a_variable_has_the_value_that_was_given(tmp_path: Path) -> None:
    declared = {"on": {"type": "bool"}, "size": {"default": 1}, "none": {"default": "x"}, "later": {"ephemeral": True}}
    body = {"a": "${var.on}", "b": "${var.size}", "c": "${var.none}", "d": "${var.on ? 1 : 2}", "e": "${var.later}"}
    document = {"variable": declared, "resource": {"aws_x": {"y": body}}}
    planned = there("aws_x.y", a=True, b=1, d=1) | {"unknown": {"e": True}}
    graph = graph_of(tmp_path, document, [planned], {"on": "true", "size": 1, "none": None})
    (found,) = graph
    assert isinstance(found["a"], Computed)
    assert (known(found["a"]), found["b"], "c" in found, known(found["d"])) == (True, 1, False, 1)
    with pytest.raises(Undecidable, match="not in the plan"):
        found["e"]


def test_a_secret_that_was_given_is_none_of_the_document_and_in_no_output(tmp_path: Path) -> None:
    document = {
        "variable": {"db_password": {}, "pin": {"sensitive": True}},
        "resource": {"aws_db_instance": {"d": {"password": "${var.db_password}", "comment": "pin ${var.pin}"}}},
    }
    planned = there("aws_db_instance.d", password="hunter22-Xyz", comment="pin 83127", token="t0k3n-of-AWS")
    given = {"db_password": "hunter22-Xyz", "pin": "83127"}
    plan = plan_of(document, [planned])
    plan["variables"] = {name: {"value": value} for name, value in given.items()}
    plan["resource_changes"][0]["change"]["after_sensitive"] = {"token": True}
    plan["configuration"]["root_module"]["variables"] = {"pin": {"sensitive": True}, "db_password": {}}
    (tmp_path / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    read = read_plan(read_document(tmp_path / "plan.json"))
    graph = planned_graph(read, read_document(tmp_path / "cdk.tf.json"), "s")
    assert [secret for resource in graph for secret in secrets_of(resource)] == []
    assert {"hunter22-Xyz", "83127", "t0k3n-of-AWS"} <= secrets_in(graph)


def test_a_plan_of_another_document_is_refused(tmp_path: Path) -> None:
    document = {"resource": {"aws_sns_topic": {"a": {}}}}
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(plan_of(document)), encoding="utf-8")
    other = tmp_path / "other.tf.json"
    other.write_text(json.dumps({"resource": {"aws_sns_topic": {"a": {}, "b": {}}}}), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"does not tell of aws_sns_topic\.b"):
        planned_graph(read_plan(read_document(plan)), read_document(other), "s")
    other.write_text(json.dumps({"resource": {"aws_sqs_queue": {}}}), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"aws_sns_topic\.a, which the document does not declare"):
        planned_graph(read_plan(read_document(plan)), read_document(other), "s")


def test_what_a_plan_tells_of_its_configuration_becomes_a_document(tmp_path: Path) -> None:
    body = {
        "kms_master_key_id": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]},
        "name": {"references": ["var.a", "local.b"]},
        "delay_seconds": {"constant_value": 3},
        "action": [{"allow": [{}]}],
        "comment": {},
    }
    queue = {"mode": "managed", "type": "aws_sqs_queue", "name": "q", "expressions": body, "depends_on": ["aws_x.y"]}
    key = {"mode": "managed", "type": "aws_kms_key", "name": "k", "provider_config_key": "aws.west"}
    after = {"name": "a-b", "delay_seconds": 3, "action": [{"allow": [{"x": None}], "block": []}], "comment": "c"}
    changes = [
        {"address": "aws_sqs_queue.q", "actions": ["create"], "after": after, "unknown": {"kms_master_key_id": True}},
        {"address": "aws_kms_key.k", "actions": ["create"], "unknown": {"arn": True}},
    ]
    plan = plan_of({}, changes) | {"configuration": {"root_module": {"resources": [queue, key]}}}
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    graph = planned_graph(read_plan(read_document(tmp_path / "plan.json")), None, "s")
    (found,) = graph.of_type("aws_sqs_queue")
    assert graph.target(found["kms_master_key_id"]) is graph.get("aws_kms_key.k")
    assert (known(found["name"]), found["delay_seconds"], known(found["comment"])) == ("a-b", 3, "c")
    assert [len(action.blocks("allow")) for action in found.blocks("action")] == [1]
    assert found.raw["depends_on"] == ["aws_x.y"]
    assert graph.of_type("aws_kms_key")[0].raw["provider"] == "aws.west"


def test_a_plan_by_itself_has_the_same_graph_as_with_its_document() -> None:
    plan = read_plan(read_document(PLANS / "keep.json"))
    alone = planned_graph(plan, None, "s")
    beside = planned_graph(plan, read_document(PLANS / "shop.tf.json"), "s")
    assert {one.address for one in alone} == {one.address for one in beside}
    for one in beside:
        other = alone.get(one.address)
        assert other is not None
        found = resolve(other).attributes
        found.pop("stream_mode_details", None)  # planned, not written: it could be of a dynamic block
        assert found == resolve(one).attributes
        assert resolve(other).targets == resolve(one).targets
