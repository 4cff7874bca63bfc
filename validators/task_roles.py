import re

from stackgate.aws.containers import containers, runs_on_fargate
from stackgate.validator import Unresolved, validator

PRIVATE_REGISTRY = re.compile(r"\.dkr\.ecr[.-]")


@validator(
    on="aws_ecs_task_definition",
    controls=("AC-6",),
    guards=("MF-4", "MF-S6"),
    relaxable=True,
)
def check(task, graph):
    """A task has a role of its own, another than the execution role, and an execution role where ECS needs one.

    Why: Without a task role the containers may do nothing on Fargate and all that the instance may on EC2. The
    execution role reads secrets and pulls images for ECS: a task that runs with it can do so too. And without an
    execution role ECS can neither start a Fargate task from a private registry nor write its log.
    Fix: Declare two roles trusted by ecs-tasks.amazonaws.com: one with what the application calls as task_role_arn, one
    with what ECS needs (image, log, secrets) as execution_role_arn.
    """
    if lacks_role(task, "task_role_arn"):
        yield "no task role: the permissions of the application are not told", "task_role_arn"
    elif "execution_role_arn" in task and task["task_role_arn"] == task["execution_role_arn"]:
        yield "the task runs with its execution role", "task_role_arn"
    if lacks_role(task, "execution_role_arn"):
        needs = [need for container in containers(task) for need in reasons(container, runs_on_fargate(task))]
        if needs:
            yield f"no execution role, which ECS needs to {needs[0]}", "execution_role_arn"


def lacks_role(task, name):
    """Whether a role is not set: the provider takes an empty text for that too."""
    return name not in task or (not isinstance(task[name], Unresolved) and not task[name])


def reasons(container, on_fargate):
    if container.blocks("secrets"):
        yield "read the secrets"
    if on_fargate:
        if container.block("logConfiguration").get("logDriver") == "awslogs":
            yield "write the log"
        if PRIVATE_REGISTRY.search(str(container.get("image", ""))):
            yield "pull the image"
