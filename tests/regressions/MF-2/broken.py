"""The task is not told where the database is, and nothing is watched."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import complete_cluster, complete_service, new_stack, redrive, without
from sound import CLUSTER, CONTAINER, KEY, SERVICE, STREAM, TASK


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    cluster = RdsCluster(stack, "cluster", **CLUSTER)  # here: database
    complete_cluster(stack, cluster, watched=False)
    secret = {"name": "DB_SECRET", "valueFrom": cluster.master_user_secret.get(0).secret_arn}
    container = CONTAINER | {"secrets": [secret]}
    EcsTaskDefinition(stack, "task", **without(TASK, container_definitions=json.dumps([container])))  # here: task
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
