from stackgate.aws.containers import containers
from stackgate.validator import validator

SHARED = ("pid_mode", "ipc_mode")


@validator(on="aws_ecs_task_definition", controls=("ECS.3", "ECS.4", "CT.ECS.PR.3"), guards=("MF-S6",))
def check(task, graph):
    """A task's containers are kept apart from their host: not privileged, and with processes and memory of their own.

    Why: A privileged container is root on the instance, and one that shares the host's processes or memory can read
        those of every other task there.
    Fix: Remove `privileged` from the container and pid_mode and ipc_mode host from the task; add the one Linux
        capability that is needed in linuxParameters.
    """
    for attribute in SHARED:
        if task[attribute] == "host":
            yield f"{attribute} is host", attribute
    for container in containers(task):
        if container.flag("privileged"):
            yield f"container {container.get('name', '?')!s} is privileged", "container_definitions"
