"""All of it encrypted."""

from cdktf import App
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import complete_cluster, dead_letters, new_stack, redrive
from sound import CLUSTER, KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)
    complete_cluster(stack, cluster)
    failed = dead_letters(stack)
    SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(failed))
    SnsTopic(stack, "alarms", name="alarms-prod", kms_master_key_id=KEY)
