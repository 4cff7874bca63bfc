from stackgate.aws.containers import containers, lacks
from stackgate.validator import validator

KEY = "readonlyRootFilesystem"


@validator(on="aws_ecs_task_definition", controls=("ECS.5", "CT.ECS.PR.6"), guards=("MF-S6",), relaxable=True)
def check(task, graph):
    """A container cannot write to its root file system.

    Why: What breaks into a container wants to change its programs or leave its own; on a read-only file system it
    cannot. Windows containers do not know the setting and are not judged.
    Fix: Set readonlyRootFilesystem to true, and mount a volume where the container has to write.
    """
    if (task.block("runtime_platform").text("operating_system_family") or "LINUX").upper().startswith("WINDOWS"):
        return
    for container in containers(task):
        if lacks(container, KEY) or (KEY in container and not container.flag(KEY)):
            yield f"container {container.get('name', '?')!s} may write to its root file system", "container_definitions"
