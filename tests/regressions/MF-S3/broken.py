"""Nothing is watched."""

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import complete_cluster, complete_service, new_stack, redrive, without
from sound import CLUSTER, KEY, SERVICE, STREAM


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    EcsCluster(stack, "cluster", name="streamflix-prod")  # here: cluster
    cluster = RdsCluster(stack, "database", **without(CLUSTER, "enabled_cloudwatch_logs_exports"))  # here: database
    complete_cluster(stack, cluster, watched=False)
    service = EcsService(stack, "service", **SERVICE)  # here: service
    complete_service(stack, service, watched=False)
    KinesisStream(stack, "views", **STREAM)  # here: stream
    failed = SqsQueue(  # here: dead letters
        stack,
        "dead_letters",
        name="jobs-dead-letters-prod",
        message_retention_seconds=14 * 24 * 3600,
        kms_master_key_id=KEY,
    )
    SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(failed))
    CloudwatchMetricAlarm(  # here: alarm
        stack,
        "late",
        alarm_name="late-prod",
        namespace="AWS/SQS",
        metric_name="ApproximateAgeOfOldestMessage",
        dimensions={"QueueName": "jobs-prod"},
        statistic="Maximum",
        comparison_operator="GreaterThanThreshold",
        threshold=300,
        period=60,
        evaluation_periods=5,
    )
