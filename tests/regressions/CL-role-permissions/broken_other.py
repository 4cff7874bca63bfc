"""Roles with a policy, though not for what the task is told of nor for what starts it."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import dead_letters, new_stack, policy, redrive
from sound import CONTAINER, KEY, TASK, TOPIC, TRUST


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    jobs = SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(dead_letters(stack)))
    roles = {}
    for name in ("worker", "start"):
        role = IamRole(stack, name, name=f"{name}-prod", assume_role_policy=TRUST)
        IamRolePolicy(stack, f"{name}_rights", name="rights", role=role.name, policy=policy("sns:Publish", TOPIC))
        roles[name] = role.arn
    container = CONTAINER | {"environment": [{"name": "QUEUE_URL", "value": jobs.url}]}
    EcsTaskDefinition(  # here
        stack,
        "task",
        **TASK
        | {
            "task_role_arn": roles["worker"],
            "execution_role_arn": roles["start"],
            "container_definitions": json.dumps([container]),
        },
    )
