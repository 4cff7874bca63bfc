"""Everything is told where the rest is, and watched."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import complete_cluster, complete_service, complete_stream, dead_letters, new_stack, redrive, without
from sound import CLUSTER, CONTAINER, KEY, SERVICE, STREAM, TASK


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)
    complete_cluster(stack, cluster)
    secret = {"name": "DB_SECRET", "valueFrom": cluster.master_user_secret.get(0).secret_arn}
    environment = [{"name": "DB_ENDPOINT", "value": cluster.endpoint}]
    container = CONTAINER | {"secrets": [secret], "environment": environment}
    EcsTaskDefinition(stack, "task", **without(TASK, container_definitions=json.dumps([container])))
    service = EcsService(stack, "service", **SERVICE)
    complete_service(stack, service)
    stream = KinesisStream(stack, "views", **STREAM)
    complete_stream(stack, stream)
    failed = dead_letters(stack)
    SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(failed))
