"""A database, a queue and a topic in plain text."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import complete_cluster, dead_letters, new_stack, redrive, without
from sound import CLUSTER


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **without(CLUSTER, "storage_encrypted", "kms_key_id"))  # here: database
    complete_cluster(stack, cluster)
    failed = dead_letters(stack)
    SqsQueue(  # here: queue
        stack, "jobs", name="jobs-prod", sqs_managed_sse_enabled=False, redrive_policy=redrive(failed)
    )
    SnsTopic(stack, "alarms", name="alarms-prod")  # here: topic
