"""A log group here, a container that looks there."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from kit import new_stack, without
from sound import CONTAINER, KEY, LOG_GROUP, TASK


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    CloudwatchLogGroup(stack, "logs", name=LOG_GROUP, retention_in_days=365, kms_key_id=KEY)
    options = {"awslogs-group": LOG_GROUP, "awslogs-region": "us-east-1", "awslogs-stream-prefix": "worker"}
    container = CONTAINER | {"logConfiguration": {"logDriver": "awslogs", "options": options}}
    EcsTaskDefinition(stack, "task", **without(TASK, container_definitions=json.dumps([container])))  # here
