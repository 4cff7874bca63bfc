"""Dead letters, scaling, and a role with what the task needs."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import complete_service, dead_letters, execution_role, new_stack, policy, redrive
from sound import KEY, SERVICE, TASK, TRUST


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    failed = dead_letters(stack)
    jobs = SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(failed))
    role = IamRole(stack, "task_role", name="task-prod", assume_role_policy=TRUST)
    rights = policy(["sqs:ReceiveMessage", "sqs:DeleteMessage"], jobs.arn)
    IamRolePolicy(stack, "rights", name="rights", role=role.name, policy=rights)
    roles = {"task_role_arn": role.arn, "execution_role_arn": execution_role(stack).arn}
    EcsTaskDefinition(stack, "task", **TASK | roles)
    service = EcsService(stack, "service", **SERVICE)
    complete_service(stack, service)
