"""What CDKTF drops in silence is named, and nothing else: in each call below lost-... never arrives, kept-... does."""

from __future__ import annotations

import json
import re
import shlex
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from stackgate.synth_rules import Fault
from stackgate.synthesis.dropped_keys import dropped_keys
from stackgate.synthesis.synth import Synthesis, synthesize

pytestmark = pytest.mark.skipif(
    not (find_spec("cdktf") and find_spec("cdktf_cdktf_provider_aws")), reason="the extra `stack` is not installed"
)


@dataclass(frozen=True)
class Call:
    """A call of `klass` from the provider's `module`; `struct` is to be named, at `attribute`, if it loses `keys`."""

    module: str
    klass: str
    keywords: str
    keys: tuple[str, ...] = ()
    struct: str = ""
    attribute: str | None = None


DROPPED = {
    "encryption": Call(
        "s3_bucket_server_side_encryption_configuration",
        "S3BucketServerSideEncryptionConfigurationA",
        """bucket="kept-1", rule=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "lost-1"}}]""",
        ("apply_server_side_encryption_by_default",),
        "S3BucketServerSideEncryptionConfigurationRuleA",
        "rule[0].apply_server_side_encryption_by_default",
    ),
    "group": Call(
        "security_group",
        "SecurityGroup",
        """ingress=[{"from_port": 1, "to_port": 2, "protocol": "kept-1", "cidr_blocks": ["lost-1"]}]""",
        ("from_port", "to_port", "cidr_blocks"),
        "SecurityGroupIngress",
        "ingress[0]",
    ),
    "route": Call(
        "route_table",
        "RouteTable",
        """vpc_id="kept-1", route=[{"cidrBlock": "kept-2"}, {"cidr_block": "lost-1", "gateway_id": "lost-2"}]""",
        ("cidr_block", "gateway_id"),
        "RouteTableRoute",
        "route[1]",
    ),
    "volume": Call(
        "ecs_task_definition",
        "EcsTaskDefinition",
        """family="f", container_definitions="[]",
        volume=[{"name": "kept-1", "efs_volume_configuration": {"file_system_id": "lost-1"}}]""",
        ("efs_volume_configuration",),
        "EcsTaskDefinitionVolume",
        "volume[0].efs_volume_configuration",
    ),
    "trail": Call(
        "cloudtrail",
        "Cloudtrail",
        """name="kept-1", s3_bucket_name="b",
        event_selector=[{"read_write_type": "lost-1", "dataResource": [{"type": "kept-2", "values": ["kept-3"]}]}]""",
        ("read_write_type",),
        "CloudtrailEventSelector",
        "event_selector[0].read_write_type",
    ),
    "interface": Call(
        "launch_template",
        "LaunchTemplate",
        """network_interfaces=[{"security_groups": ["lost-1"], "description": "kept-1"}]""",
        ("security_groups",),
        "LaunchTemplateNetworkInterfaces",
        "network_interfaces[0].security_groups",
    ),
    "repository": Call(
        "ecr_repository",
        "EcrRepository",
        """name="kept-1", encryption_configuration=[{"encryption_type": "lost-1", "kms_key": "lost-2"}]""",
        ("encryption_type", "kms_key"),
        "EcrRepositoryEncryptionConfiguration",
        "encryption_configuration[0]",
    ),
    "query": Call(
        "cloudwatch_metric_alarm",
        "CloudwatchMetricAlarm",
        """alarm_name="kept-1", comparison_operator="c", evaluation_periods=1,
        metric_query=[{"id": "kept-2", "expression": "kept-3", "account_id": "lost-1"}]""",
        ("account_id",),
        "CloudwatchMetricAlarmMetricQuery",
        "metric_query[0].account_id",
    ),
    "typo": Call(
        "ecr_repository",
        "EcrRepository",
        """name="kept-1", encryption_configuration=[{"encryptionTyp": "lost-1", "kmsKey": "kept-2"}]""",
        ("encryptionTyp",),
        "EcrRepositoryEncryptionConfiguration",
        "encryption_configuration[0].encryption_typ",
    ),
    "deep": Call(
        "ecs_task_definition",
        "EcsTaskDefinition",
        """family="f", container_definitions="[]", volume=[{"name": "kept-1", "efsVolumeConfiguration":
        {"fileSystemId": "kept-2", "authorization_config": {"access_point_id": "lost-1"}}}]""",
        ("authorization_config",),
        "EcsTaskDefinitionVolumeEfsVolumeConfiguration",
        "volume[0].efs_volume_configuration.authorization_config",
    ),
    "in_a_dict": Call(
        "ecs_service",
        "EcsService",
        """name="kept-1", service_connect_configuration={"enabled": True,
        "log_configuration": {"log_driver": "kept-2", "options": {"any_key": "kept-3"}},
        "service": [{"portName": "kept-4", "discovery_name": "lost-1"}]}""",
        ("discovery_name",),
        "EcsServiceServiceConnectConfigurationService",
        "service_connect_configuration.service[0].discovery_name",
    ),
    "in_a_struct": Call(
        "cloudtrail",
        "Cloudtrail",
        """name="kept-1", s3_bucket_name="b", advanced_event_selector=[CloudtrailAdvancedEventSelector(name="kept-2",
        field_selector=[{"field": "kept-3", "starts_with": ["lost-1"]}])]""",
        ("starts_with",),
        "CloudtrailAdvancedEventSelectorFieldSelector",
        "advanced_event_selector[0].field_selector[0].starts_with",
    ),
    "data": Call(
        "data_aws_iam_policy_document",
        "DataAwsIamPolicyDocument",
        """statement=[{"actions": ["kept-1"], "not_resources": ["lost-1"]}]""",
        ("not_resources",),
        "DataAwsIamPolicyDocumentStatement",
        "statement[0].not_resources",
    ),
}
KEPT = {
    "acl": Call(
        "wafv2_web_acl",
        "Wafv2WebAcl",
        """name="kept-1", scope="REGIONAL", default_action={"allow": {}},
        visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": "kept-2",
                           "sampled_requests_enabled": True},
        rule=[{"name": "kept-3", "priority": 1, "action": {"block": {}},
               "statement": {"rate_based_statement": {"limit": 9, "aggregate_key_type": "kept-4"}},
               "visibilityConfig": {"cloudwatchMetricsEnabled": True, "metricName": "kept-5",
                                    "sampledRequestsEnabled": True}},
              {"name": "kept-6", "priority": 2, "overrideAction": {"count": {}},
               "visibilityConfig": {"cloudwatchMetricsEnabled": True, "metricName": "kept-7",
                                    "sampledRequestsEnabled": True}}]""",
    ),
    "replication": Call(
        "s3_bucket_replication_configuration",
        "S3BucketReplicationConfigurationA",
        """bucket="kept-1", role="r",
        rule=[{"status": "Enabled", "filter": {}, "destination": {"bucket": "kept-2"}}]""",
    ),
    "fargate": Call(
        "eks_fargate_profile",
        "EksFargateProfile",
        """cluster_name="c", fargate_profile_name="f", pod_execution_role_arn="r",
        selector=[{"namespace": "kept-1", "labels": {}}, {"namespace": "kept-2", "labels": {"any_key": "kept-3"}}]""",
    ),
    "maps": Call(
        "lambda_function",
        "LambdaFunction",
        """function_name="kept-1", role="r", environment={"variables": {"any_key": "kept-2"}},
        tags={"cost_center": "kept-3"}, vpc_config={"subnet_ids": ["kept-4"], "security_group_ids": ["kept-5"]},
        lifecycle={"create_before_destroy": True, "ignore_changes": ["kept-6"]}, timeouts={"create": "kept-7"}""",
    ),
    "typed": Call(
        "cloudwatch_metric_alarm",
        "CloudwatchMetricAlarm",
        """alarm_name="kept-1", comparison_operator="c", evaluation_periods=1, dimensions={"load_balancer": "kept-2"},
        metric_query=[CloudwatchMetricAlarmMetricQuery(id="q", return_data=True, metric={"metric_name": "kept-3",
        "period": 60, "stat": "s", "dimensions": {"target_group": "kept-4"}})]""",
    ),
    "null": Call(
        "security_group",
        "SecurityGroup",
        """ingress=[{"fromPort": 1, "toPort": 2, "protocol": "kept-1", "cidr_blocks": None}]""",
    ),
    "mended": Call(
        "ecr_repository",
        "EcrRepository",
        """name="n", encryption_configuration=[{"kms_key": "lost-1"}]\
).add_override("encryption_configuration.0.kms_key", 'kept-1'""",
    ),
}
LATER = """
service = ecs_service.EcsService(stack, "later", name="n")
service.put_service_connect_configuration(enabled=True, service=[{"portName": "p", "discovery_name": "lost-1"}])
service.service_connect_configuration.put_service([{"portName": "kept-1", "timeout": {"idle_timeout_seconds": 1}}])
run = {"type": "local-exec", "command": "kept-1", "working_dir": "lost-1"}
route_table.RouteTable(stack, "union", vpc_id="v", provisioners=[run])
TerraformOutput(stack, "any", value={"any_key": [{"other_key": "kept-1"}]})
TerraformVariable(stack, "variable", validation=[{"condition": True, "errorMessage": "kept-1"}])
app.synth()
"""


def source() -> str:
    calls = DROPPED | KEPT
    imports = [f"from cdktf_cdktf_provider_aws.{call.module} import *" for call in calls.values()]
    made = [f"{call.klass}(stack, {name!r}, {call.keywords})" for name, call in calls.items()]
    return "\n".join(
        (
            "from cdktf import App, TerraformOutput, TerraformStack, TerraformVariable",
            "from cdktf_cdktf_provider_aws import ecs_service, route_table",
            "from cdktf_cdktf_provider_aws.provider import AwsProvider",
            *dict.fromkeys(imports),
            "app = App()",
            'stack = TerraformStack(app, "one")',
            'AwsProvider(stack, "aws", region="r", default_tags=[{"tags": {"cost_center": "kept-1"}}])',
            *made,
            LATER,
        )
    )


@pytest.fixture(scope="module")
def synthesis(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    folder = tmp_path_factory.mktemp("drops")
    (folder / "main.py").write_text(source(), encoding="utf-8")
    app = {"app": f"{shlex.quote(sys.executable)} main.py", "language": "python"}
    (folder / "cdktf.json").write_text(json.dumps(app), encoding="utf-8")
    out, log = folder / "gate" / "cdktf.out", folder / "synth.log"
    synthesis = synthesize(folder / "cdktf.json", out, log=log, progress=None)
    assert synthesis.notes == ()
    return synthesis


@pytest.fixture(scope="module")
def blocks(synthesis: Synthesis) -> dict[str, tuple[str, str]]:
    """The address and the JSON of each resource, by its construct's path."""
    document = json.loads(synthesis.documents[0].read_text(encoding="utf-8"))
    return {
        body["//"]["metadata"]["path"]: (f"{prefix}{kind}.{name}", json.dumps({**body, "//": None}))
        for section, prefix in (("resource", ""), ("data", "data."))
        for kind, named in document[section].items()
        for name, body in named.items()
    }


def faults_of(synthesis: Synthesis, name: str) -> list[Fault]:
    return [fault for fault in synthesis.faults if fault.construct == f"one/{name}"]


def line_of(text: str) -> int:
    return 1 + next(number for number, line in enumerate(source().splitlines()) if line.startswith(text))


@pytest.mark.parametrize("name", DROPPED)
def test_what_is_dropped_is_named(synthesis: Synthesis, blocks: dict[str, tuple[str, str]], name: str) -> None:
    call = DROPPED[name]
    [fault] = faults_of(synthesis, name)
    assert (fault.rule, fault.attribute, fault.address) == (
        "synth_dropped_keys",
        call.attribute,
        blocks[f"one/{name}"][0],
    )
    assert fault.source is not None
    assert (fault.source.file, fault.source.line) == ("main.py", line_of(f"{call.klass}(stack, {name!r}"))
    assert fault.message.startswith(", ".join(map(repr, call.keys)) + " of the dict")
    assert re.search(rf"pass {call.struct}\(", fault.message)
    assert f"from cdktf_cdktf_provider_aws.{call.module} import {call.struct})" in fault.message


@pytest.mark.parametrize("name", KEPT)
def test_what_arrives_is_no_fault(synthesis: Synthesis, name: str) -> None:
    assert faults_of(synthesis, name) == []


@pytest.mark.parametrize("name", [*DROPPED, *KEPT])
def test_the_document_agrees(blocks: dict[str, tuple[str, str]], name: str) -> None:
    given = (DROPPED | KEPT)[name].keywords
    arrived = set(re.findall(r"(?:kept|lost)-\d", blocks[f"one/{name}"][1]))
    assert arrived == set(re.findall(r"kept-\d", given))


def test_a_typo_is_told_the_right_name(synthesis: Synthesis) -> None:
    [fault] = faults_of(synthesis, "typo")
    assert "has no 'encryptionTyp' (did you mean 'encryption_type'?)" in fault.message
    assert "EcrRepositoryEncryptionConfiguration(encryption_type=..., ...)" in fault.message


def test_what_is_set_later(synthesis: Synthesis, blocks: dict[str, tuple[str, str]]) -> None:
    found = {fault.attribute: fault.source and fault.source.line for fault in faults_of(synthesis, "later")}
    assert found == {
        "service_connect_configuration.service[0].discovery_name": line_of("service.put_"),
        "service_connect_configuration.service[0].timeout.idle_timeout_seconds": line_of("service.service_"),
    }
    [fault] = faults_of(synthesis, "union")
    assert (fault.attribute, fault.address) == ("provisioners[0].working_dir", blocks["one/union"][0])
    assert "LocalExecProvisioner" in fault.message and "; from cdktf import" not in fault.message
    for name in ("later", "union"):
        assert "kept-1" in blocks[f"one/{name}"][1] and "lost-1" not in blocks[f"one/{name}"][1]


def test_nothing_else_is_said(synthesis: Synthesis) -> None:
    assert {fault.construct for fault in synthesis.faults} == {f"one/{name}" for name in (*DROPPED, "later", "union")}


def test_without_a_document_the_drops_are_told_all_the_same() -> None:
    drop: dict[str, Any] = {
        "construct": "one/x",
        "source": ["main.py", 3],
        "block": "rule[0]",
        "keys": ["bucket_key"],
        "structs": [["provider.bucket", "Rule"]],
        "known": ["bucket_key"],
    }
    [fault] = dropped_keys([{"drops": [drop]}])
    assert (fault.address, fault.attribute, fault.construct) == ("*", "rule[0].bucket_key", "one/x")
    assert dropped_keys([{"drops": [drop]}], [Path("missing")])[0].address == "*"
