"""Everything is watched."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster, EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import alarm, complete_cluster, complete_service, complete_stream, dead_letters, new_stack, redrive
from sound import CLUSTER, KEY, SERVICE, STREAM


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    insights = EcsClusterSetting(name="containerInsights", value="enabled")
    EcsCluster(stack, "cluster", name="streamflix-prod", setting=[insights])
    cluster = RdsCluster(stack, "database", **CLUSTER)
    complete_cluster(stack, cluster)
    service = EcsService(stack, "service", **SERVICE)
    complete_service(stack, service)
    stream = KinesisStream(stack, "views", **STREAM)
    complete_stream(stack, stream)
    failed = dead_letters(stack)
    jobs = SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(failed))
    alarm(stack, "late", "AWS/SQS", "ApproximateAgeOfOldestMessage", QueueName=jobs.name)
