"""A role with all rights, one with none, a policy in a grammar of its own, a task without a role."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from kit import new_stack, policy, without
from sound import CONTAINER, TASK, TOPIC, TRUST


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    IamRole(stack, "idle", name="idle-prod", assume_role_policy=TRUST)  # here: idle
    role = IamRole(stack, "worker", name="worker-prod", assume_role_policy=TRUST)
    IamRolePolicy(stack, "all", name="all", role=role.name, policy=policy("*", "*"))  # here: all
    wide = policy("sns:Publish", "*")
    IamRolePolicy(stack, "wide", name="wide", role=role.name, policy=wide)  # here: wide
    misspelt = policy("sns:Publish", TOPIC, effect="Alow")
    IamRolePolicy(stack, "send", name="send", role=role.name, policy=misspelt)  # here: grammar
    writable = without(CONTAINER, "readonlyRootFilesystem")
    EcsTaskDefinition(  # here: task
        stack, "task", **without(TASK, "task_role_arn", container_definitions=json.dumps([writable]))
    )
