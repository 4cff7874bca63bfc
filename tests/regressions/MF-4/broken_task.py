"""A pair of CPU and memory that Fargate lacks, a misspelt key, a role without rights and one with all."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from kit import new_stack, policy, without
from sound import CONTAINER, TASK, TRUST


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    container = CONTAINER | {"comand": ["run"]}
    EcsTaskDefinition(  # here: task
        stack, "task", **without(TASK, cpu="513", container_definitions=json.dumps([container]))
    )
    IamRole(stack, "idle", name="idle-prod", assume_role_policy=TRUST)  # here: idle
    role = IamRole(stack, "task_role", name="task-prod", assume_role_policy=TRUST)
    IamRolePolicy(stack, "rights", name="rights", role=role.name, policy=policy("*", "*"))  # here: everything
