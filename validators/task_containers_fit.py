import re
from collections import Counter

from stackgate.aws.containers import containers
from stackgate.validator import Unresolved, known, nearest, validator

ATTRIBUTE = "container_definitions"
CONDITIONS = ("COMPLETE", "HEALTHY", "START", "SUCCESS")
SECRET = re.compile(r"arn:[\w-]+:(secretsmanager|ssm):.+|/?[\w.-]+(/[\w.-]+)*")
"""The ARN of a secret or parameter, or a parameter's name."""


@validator(on="aws_ecs_task_definition")
def check(task, graph):
    """A task's containers fit each other and the task: names, order, ports, volumes, memory.

    Why: ECS refuses a task definition whose containers share a name, of which none is essential, or that names a
        container, volume or host port that it does not have. Terraform sees one string.
    Fix: Correct what the finding names: one name each, one essential container, dependsOn and mountPoints by names that
        are there, and with awsvpc no hostPort other than the containerPort.
    """
    found = containers(task)
    yield from ((problem, ATTRIBUTE) for problem in as_one(found))
    names = [container.peek("name") for container in found]
    for container in found:
        label = f"container {container.get('name', '?')!s}"
        problems = (*in_order(container, names, found), *placed(container, task), *given(container))
        yield from ((f"{label}: {problem}", ATTRIBUTE) for problem in problems)


def as_one(found):
    written = [str(one.peek("name")) for one in found if "name" in one]
    for name, times in Counter(written).items():
        if times > 1:
            yield f"{times} containers are called {name}"
    if found and not any(container.flag("essential", default=True) for container in found):
        yield "no container is essential"


def in_order(container, names, found):
    for dependency in container.blocks("dependsOn"):
        name = dependency["containerName"]
        others = [other for other, its in zip(found, names, strict=True) if its is not None and name == its]
        if name is not None and not others:
            yield f"it depends on {name!s}, which is no container of the task"
            continue
        condition = dependency["condition"]
        if condition is not None and condition not in CONDITIONS:
            meant = nearest(str(known(condition)), CONDITIONS)
            yield f"the condition {condition!s} is none of {', '.join(CONDITIONS)}" + (f" ({meant}?)" if meant else "")
        elif others and condition == "HEALTHY" and "healthCheck" not in others[0]:
            yield f"it waits for {name!s} to be healthy, which has no healthCheck"
        elif others and condition in ("COMPLETE", "SUCCESS") and others[0].flag("essential", default=True):
            yield f"it waits for {name!s} to end, which is essential: the task ends with it"


def placed(container, task):
    if task.get("network_mode") == "awsvpc":
        for mapping in container.blocks("portMappings"):
            inner, outer = mapping.number("containerPort"), mapping.number("hostPort")
            if inner and outer and inner != outer:
                yield f"hostPort {outer:g} is not its containerPort {inner:g}, as awsvpc wants"
        if container.values("links"):
            yield "links, which the network mode awsvpc does not have"
    volumes = [volume.peek("name") for volume in task.blocks("volume")]
    if any(isinstance(name, Unresolved) for name in volumes):
        return
    for mount in container.blocks("mountPoints"):
        source = mount["sourceVolume"]
        if source is not None and source not in volumes:
            yield f"it mounts the volume {source!s}, which the task does not have"
    hard, soft = container.number("memory"), container.number("memoryReservation")
    if hard and soft and soft > hard:
        yield f"memoryReservation {soft:g} is above memory {hard:g}"


def given(container):
    for secret in container.blocks("secrets"):
        source = secret["valueFrom"]
        if source is None or (isinstance(source, str) and not source):
            yield f"the secret {secret.get('name', '?')!s} has no valueFrom"
        elif isinstance(source, str) and not SECRET.fullmatch(source):
            yield f"the secret {secret.get('name', '?')!s} is given no ARN or parameter's name"
    names = [str(one.peek("name")) for key in ("environment", "secrets") for one in container.blocks(key)]
    for name, times in Counter(names).items():
        if times > 1:
            yield f"the variable {name} is set {times} times"
