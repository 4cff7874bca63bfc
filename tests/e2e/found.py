"""What there is in the cloud: each resource of a state looked up through boto3, by a way of its own for each type."""

import functools
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from .cloud import Cloud

Attributes = dict[str, Any]
Look = Callable[[Callable[[str], Any], Attributes], Any]

GONE = {"PendingDeletion", "INACTIVE", "deleted", "deleting"}
"""States of what AWS still shows for a while after it was deleted."""
VOLATILE = {
    "AlarmConfigurationUpdatedTimestamp",
    "LastModifiedTimestamp",
    "LatestRestorableTime",
    "ResponseMetadata",
    "StateTransitionedTimestamp",
    "StateUpdatedTimestamp",
}


def _endpoint_of(aws: Any, it: Attributes) -> Any:
    return aws("ec2").describe_vpc_endpoints(VpcEndpointIds=[it["id"]])["VpcEndpoints"]


def _rule(aws: Any, it: Attributes) -> Any:
    return aws("ec2").describe_security_group_rules(SecurityGroupRuleIds=[it["id"]])["SecurityGroupRules"]


def _group(aws: Any, it: Attributes) -> Any:
    return aws("ec2").describe_security_groups(GroupIds=[it["id"]])["SecurityGroups"]


def _table(aws: Any, it: Attributes) -> Any:
    return aws("ec2").describe_route_tables(RouteTableIds=[it.get("route_table_id", it["id"])])["RouteTables"]


def _routes(aws: Any, it: Attributes) -> Any:
    [table] = _table(aws, it)
    return [route for route in table["Routes"] if route.get("DestinationCidrBlock") == it["destination_cidr_block"]]


def _associations(aws: Any, it: Attributes) -> Any:
    [table] = _table(aws, it)
    return [found for found in table["Associations"] if found["RouteTableAssociationId"] == it["id"]]


def _queue(attribute: str) -> Look:
    def look(aws: Any, it: Attributes) -> Any:
        described = aws("sqs").get_queue_attributes(QueueUrl=it["id"], AttributeNames=["All"])["Attributes"]
        if attribute != "All":
            return {attribute: described[attribute]} if described.get(attribute) else None
        return described | {"QueueName": described["QueueArn"].rpartition(":")[2]}

    return look


def _key(aws: Any, it: Attributes) -> Any:
    return aws("kms").describe_key(KeyId=it["id"])["KeyMetadata"] | {
        "Policy": aws("kms").get_key_policy(KeyId=it["id"], PolicyName="default")["Policy"],
        **aws("kms").get_key_rotation_status(KeyId=it["id"]),
    }


def _alias(aws: Any, it: Attributes) -> Any:
    return [alias for alias in aws("kms").list_aliases()["Aliases"] if alias["AliasName"] == it["id"]]


def _cluster(aws: Any, it: Attributes) -> Any:
    name = it.get("cluster_name", it["id"])
    return aws("ecs").describe_clusters(clusters=[name], include=["SETTINGS", "TAGS"])["clusters"]


def _log_group(aws: Any, it: Attributes) -> Any:
    groups = aws("logs").describe_log_groups(logGroupNamePrefix=it["id"])["logGroups"]
    return [group for group in groups if group["logGroupName"] == it["id"]]


def _scaling_policy(aws: Any, it: Attributes) -> Any:
    policies = aws("application-autoscaling").describe_scaling_policies(
        ServiceNamespace=it["service_namespace"], ResourceId=it["resource_id"]
    )["ScalingPolicies"]
    return [policy for policy in policies if policy["PolicyName"] == it["name"]]


def _attachment(aws: Any, it: Attributes) -> Any:
    attached = aws("iam").list_attached_role_policies(RoleName=it["role"])["AttachedPolicies"]
    return [policy for policy in attached if policy["PolicyArn"] == it["policy_arn"]]


LOOKS: dict[str, Look] = {
    "aws_appautoscaling_policy": _scaling_policy,
    "aws_appautoscaling_target": lambda aws, it: aws("application-autoscaling").describe_scalable_targets(
        ServiceNamespace=it["service_namespace"], ResourceIds=[it["resource_id"]]
    )["ScalableTargets"],
    "aws_cloudwatch_dashboard": lambda aws, it: aws("cloudwatch").get_dashboard(DashboardName=it["id"])[
        "DashboardBody"
    ],
    "aws_cloudwatch_log_group": _log_group,
    "aws_cloudwatch_metric_alarm": lambda aws, it: aws("cloudwatch").describe_alarms(AlarmNames=[it["id"]])[
        "MetricAlarms"
    ],
    "aws_db_subnet_group": lambda aws, it: aws("rds").describe_db_subnet_groups(DBSubnetGroupName=it["id"])[
        "DBSubnetGroups"
    ],
    "aws_default_security_group": _group,
    "aws_ecs_cluster": _cluster,
    "aws_ecs_cluster_capacity_providers": _cluster,
    "aws_ecs_service": lambda aws, it: aws("ecs").describe_services(
        cluster=it["cluster"], services=[it["name"]], include=["TAGS"]
    )["services"],
    "aws_ecs_task_definition": lambda aws, it: aws("ecs").describe_task_definition(taskDefinition=it["arn"])[
        "taskDefinition"
    ],
    "aws_eip": lambda aws, it: aws("ec2").describe_addresses(AllocationIds=[it["id"]])["Addresses"],
    "aws_flow_log": lambda aws, it: aws("ec2").describe_flow_logs(FlowLogIds=[it["id"]])["FlowLogs"],
    "aws_iam_role": lambda aws, it: aws("iam").get_role(RoleName=it["id"])["Role"],
    "aws_iam_role_policy": lambda aws, it: aws("iam").get_role_policy(RoleName=it["role"], PolicyName=it["name"])[
        "PolicyDocument"
    ],
    "aws_iam_role_policy_attachment": _attachment,
    "aws_internet_gateway": lambda aws, it: aws("ec2").describe_internet_gateways(InternetGatewayIds=[it["id"]])[
        "InternetGateways"
    ],
    "aws_kinesis_stream": lambda aws, it: aws("kinesis").describe_stream_summary(StreamName=it["name"])[
        "StreamDescriptionSummary"
    ],
    "aws_kms_alias": _alias,
    "aws_kms_key": _key,
    "aws_nat_gateway": lambda aws, it: aws("ec2").describe_nat_gateways(NatGatewayIds=[it["id"]])["NatGateways"],
    "aws_rds_cluster": lambda aws, it: aws("rds").describe_db_clusters(DBClusterIdentifier=it["id"])["DBClusters"],
    "aws_rds_cluster_instance": lambda aws, it: aws("rds").describe_db_instances(DBInstanceIdentifier=it["id"])[
        "DBInstances"
    ],
    "aws_rds_cluster_parameter_group": lambda aws, it: aws("rds").describe_db_cluster_parameter_groups(
        DBClusterParameterGroupName=it["id"]
    )["DBClusterParameterGroups"],
    "aws_route": _routes,
    "aws_route_table": _table,
    "aws_route_table_association": _associations,
    "aws_security_group": _group,
    "aws_sns_topic": lambda aws, it: aws("sns").get_topic_attributes(TopicArn=it["id"])["Attributes"],
    "aws_sns_topic_policy": lambda aws, it: aws("sns").get_topic_attributes(TopicArn=it["id"])["Attributes"]["Policy"],
    "aws_sqs_queue": _queue("All"),
    "aws_sqs_queue_policy": _queue("Policy"),
    "aws_sqs_queue_redrive_allow_policy": _queue("RedriveAllowPolicy"),
    "aws_subnet": lambda aws, it: aws("ec2").describe_subnets(SubnetIds=[it["id"]])["Subnets"],
    "aws_vpc": lambda aws, it: aws("ec2").describe_vpcs(VpcIds=[it["id"]])["Vpcs"],
    "aws_vpc_endpoint": _endpoint_of,
    "aws_vpc_security_group_egress_rule": _rule,
    "aws_vpc_security_group_ingress_rule": _rule,
}


def look_up(cloud: Cloud, state: dict[str, Attributes]) -> dict[str, Any]:
    """What there is of each resource of a state: its description by address, without what changes by itself.

    In: the attributes that Terraform's state keeps, by address. Raises KeyError for a type without a look.
    """
    aws = functools.cache(cloud.client)
    found = {address: _look(LOOKS[address.split(".")[0]], aws, it) for address, it in state.items()}
    return {address: description for address, description in found.items() if description is not None}


def _look(look: Look, aws: Any, it: Attributes) -> Any:
    """The description, or None where there is nothing (any more)."""
    try:
        described = look(aws, it)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if any(word in code for word in ("NotFound", "NoSuch", "NonExistent", "Gone", "DoesNotExist")):
            return None
        raise
    if isinstance(described, list):
        described = described[0] if described else None
    if isinstance(described, dict):
        states = (described.get(key) for key in ("KeyState", "status", "State", "StreamStatus"))
        if GONE & {state for state in states if isinstance(state, str)}:
            return None
        return {name: value for name, value in described.items() if name not in VOLATILE}
    return described


def differences(before: Any, after: Any, path: str = "") -> list[str]:
    """The paths at which two descriptions differ, `aws_sqs_queue.jobs/MessageRetentionPeriod`."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted({*before, *after})
        return [
            line for key in keys for line in differences(before.get(key), after.get(key), f"{path}/{key}".lstrip("/"))
        ]
    return [path] if before != after else []
