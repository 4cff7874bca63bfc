"""What the stacks of the replays have beside the failure that they are about, and what is sound about it."""

import json
from pathlib import Path
from typing import Any

from cdktf import App, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicy,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_versioning import S3BucketVersioningA, S3BucketVersioningVersioningConfiguration
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from sound import ACCOUNT, INSTANCE, KEY, REGION, TOPIC, TRUST


def policy(action: str | list[str], resource: str, effect: str = "Allow") -> str:
    """A policy of one statement."""
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def name_of(file: str) -> str:
    """The name of the stack that a replay's file makes: MF-1-broken."""
    return f"{Path(file).parent.name}-{Path(file).stem}"


def new_stack(app: App, file: str, *, tags: bool = True, backend: bool = True, output: bool = True) -> TerraformStack:
    """A stack with a provider, default tags, a backend and an output."""
    stack = TerraformStack(app, name_of(file))
    default = AwsProviderDefaultTags(tags={"Environment": "prod", "Owner": "platform"})
    AwsProvider(stack, "aws", region=REGION, default_tags=[default] if tags else None)
    if backend:
        S3Backend(stack, bucket=f"state-{ACCOUNT}", key=f"{stack.node.id}.tfstate", region=REGION, encrypt=True)
    if output:
        TerraformOutput(stack, "region", value=REGION)
    return stack


def without(sound: dict[str, Any], *names: str, **other: Any) -> dict[str, Any]:
    """What is sound, less some of it, and with something else."""
    return {name: value for name, value in sound.items() if name not in names} | other


def alarm(stack: TerraformStack, name: str, namespace: str, metric: str, **dimensions: str) -> CloudwatchMetricAlarm:
    """An alarm that tells somebody."""
    return CloudwatchMetricAlarm(
        stack,
        name,
        alarm_name=f"{name}-prod",
        namespace=namespace,
        metric_name=metric,
        dimensions=dimensions,
        statistic="Maximum",
        comparison_operator="GreaterThanThreshold",
        threshold=80,
        period=60,
        evaluation_periods=5,
        alarm_actions=[TOPIC],
    )


def complete_bucket(stack: TerraformStack, bucket: S3Bucket, versioned: bool = True) -> None:
    """Gives a bucket what keeps it from the public, and versions."""
    S3BucketPublicAccessBlock(
        stack,
        f"{bucket.node.id}_access",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    if versioned:
        enabled = S3BucketVersioningVersioningConfiguration(status="Enabled")
        S3BucketVersioningA(stack, f"{bucket.node.id}_versions", bucket=bucket.id, versioning_configuration=enabled)


def complete_cluster(stack: TerraformStack, cluster: RdsCluster, watched: bool = True) -> None:
    """Gives an Aurora cluster two instances, and an alarm."""
    for letter in "ab":
        RdsClusterInstance(
            stack,
            f"instance_{letter}",
            identifier=f"orders-{letter}-prod",
            cluster_identifier=cluster.id,
            availability_zone=f"{REGION}{letter}",
            **INSTANCE,
        )
    if watched:
        alarm(stack, "database_cpu", "AWS/RDS", "CPUUtilization", DBClusterIdentifier=cluster.cluster_identifier)


def complete_stream(stack: TerraformStack, stream: KinesisStream) -> None:
    """Gives a stream its alarms."""
    metrics = {
        "late": "GetRecords.IteratorAgeMilliseconds",
        "reads": "ReadProvisionedThroughputExceeded",
        "writes": "WriteProvisionedThroughputExceeded",
    }
    for name, metric in metrics.items():
        alarm(stack, f"stream_{name}", "AWS/Kinesis", metric, StreamName=stream.name)


def complete_service(stack: TerraformStack, service: EcsService, watched: bool = True) -> None:
    """Gives a service a scaling target that follows its load, and an alarm."""
    target = AppautoscalingTarget(
        stack,
        f"{service.node.id}_scaling",
        min_capacity=2,
        max_capacity=10,
        resource_id=f"service/{service.cluster}/{service.name}",
        scalable_dimension="ecs:service:DesiredCount",
        service_namespace="ecs",
    )
    specification = AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
        predefined_metric_type="ECSServiceAverageCPUUtilization"
    )
    AppautoscalingPolicy(
        stack,
        f"{service.node.id}_cpu",
        name=f"{service.node.id}-cpu-prod",
        policy_type="TargetTrackingScaling",
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        target_tracking_scaling_policy_configuration=AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
            target_value=60, predefined_metric_specification=specification
        ),
    )
    if watched:
        watch_service(stack, service)


def watch_service(stack: TerraformStack, service: EcsService) -> None:
    """Gives a service an alarm."""
    names = {"ClusterName": service.cluster, "ServiceName": service.name}
    alarm(stack, f"{service.node.id}_load", "AWS/ECS", "CPUUtilization", **names)


def execution_role(stack: TerraformStack) -> IamRole:
    """The role that ECS itself starts tasks with."""
    role = IamRole(stack, "execution", name="worker-execution-prod", assume_role_policy=TRUST)
    IamRolePolicyAttachment(
        stack,
        "execution_rights",
        role=role.name,
        policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    )
    return role


def dead_letters(stack: TerraformStack) -> SqsQueue:
    """A dead letter queue that somebody hears of."""
    queue = SqsQueue(
        stack,
        "dead_letters",
        name="jobs-dead-letters-prod",
        message_retention_seconds=14 * 24 * 3600,
        kms_master_key_id=KEY,
    )
    alarm(stack, "dead_letters_seen", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName=queue.name)
    return queue


def redrive(queue: SqsQueue) -> str:
    """The redrive policy that hands to a dead letter queue what failed five times."""
    return json.dumps({"deadLetterTargetArn": queue.arn, "maxReceiveCount": 5})


def complete_network(stack: TerraformStack, vpc: Vpc) -> None:
    """Gives a VPC what none may be without: a flow log, and a default security group without rules."""
    DefaultSecurityGroup(stack, "default", vpc_id=vpc.id, tags={"Name": "default-prod"})
    FlowLog(
        stack,
        "flow_log",
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination_type="s3",
        log_destination=f"arn:aws:s3:::flow-logs-{ACCOUNT}",
    )


def tier(stack: TerraformStack, vpc: Vpc, name: str, first: int, **way_out: str) -> list[Subnet]:
    """Two subnets in two zones, with a route table that leads everywhere by `way_out`, if it is given."""
    table = RouteTable(stack, f"{name}_table", vpc_id=vpc.id, tags={"Name": f"{name}-prod"})
    if way_out:
        Route(stack, f"{name}_out", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", **way_out)
    subnets = []
    for number, letter in enumerate("ab", first):
        subnet = Subnet(
            stack,
            f"{name}_{letter}",
            vpc_id=vpc.id,
            cidr_block=f"10.0.{number}.0/24",
            availability_zone=f"{REGION}{letter}",
            tags={"Name": f"{name}-{letter}-prod"},
        )
        RouteTableAssociation(stack, f"{name}_{letter}_table", subnet_id=subnet.id, route_table_id=table.id)
        subnets.append(subnet)
    return subnets


def public_tier(stack: TerraformStack, vpc: Vpc) -> list[Subnet]:
    """Two subnets with a route to an internet gateway."""
    gateway = InternetGateway(stack, "gateway", vpc_id=vpc.id, tags={"Name": "gateway-prod"})
    return tier(stack, vpc, "public", 0, gateway_id=gateway.id)
