"""Data in plain text, and a database that the internet reaches."""

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import complete_cluster, complete_stream, dead_letters, new_stack, redrive, without
from sound import CLUSTER, INSTANCE, STREAM


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(  # here: database
        stack, "cluster", **without(CLUSTER, "storage_encrypted", "kms_key_id", "iam_database_authentication_enabled")
    )
    complete_cluster(stack, cluster)
    RdsClusterInstance(  # here: public
        stack,
        "public",
        cluster_identifier=cluster.id,
        **INSTANCE,
        publicly_accessible=True,
    )
    stream = KinesisStream(stack, "views", **without(STREAM, "encryption_type", "kms_key_id"))  # here: stream
    complete_stream(stack, stream)
    failed = dead_letters(stack)
    SqsQueue(  # here: queue
        stack, "jobs", name="jobs-prod", sqs_managed_sse_enabled=False, redrive_policy=redrive(failed)
    )
    SnsTopic(stack, "alarms", name="alarms-prod")  # here: topic
    CloudwatchLogGroup(stack, "logs", name="worker-prod", retention_in_days=365)  # here: logs
