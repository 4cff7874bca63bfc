"""The service of the failure report: a queue without dead letters, no scaling, no task role."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_service import EcsService
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import new_stack, watch_service, without
from sound import KEY, SERVICE, TASK


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY)  # here: queue
    EcsTaskDefinition(stack, "task", **without(TASK, "task_role_arn"))  # here: task
    service = EcsService(stack, "service", **SERVICE)  # here: service
    watch_service(stack, service)
