from stackgate.aws import model
from stackgate.aws.containers import containers, lacks, runs_on_fargate
from stackgate.validator import suggestion, validator

ATTRIBUTE = "container_definitions"


@validator(on="aws_ecs_task_definition", controls=("ECS.9", "CT.ECS.PR.5"), guards=("MF-S8",), relaxable=True)
def check(task, graph):
    """Every container of a task sends its log somewhere.

    Why: Without a log configuration what a container on Fargate writes is lost with it, and nobody can tell why a task
    died.
    Fix: Give each container a logConfiguration: the logDriver `awslogs` with awslogs-group, awslogs-region and
    awslogs-stream-prefix in its options, or another driver of ECS.
    """
    for container in containers(task):
        if "logConfiguration" in container:
            problems = wrong(container.block("logConfiguration"), runs_on_fargate(task))
        else:
            problems = ["no logConfiguration"] if lacks(container, "logConfiguration") else []
        yield from ((f"container {container.get('name', '?')!s}: {problem}", ATTRIBUTE) for problem in problems)


def wrong(configuration, on_fargate):
    drivers = model.enum("ecs", "LogDriver")
    driver = configuration["logDriver"]
    if driver is None:
        if not any(key.lower().startswith("log") for key in configuration):
            yield "its logConfiguration has no logDriver"
    elif driver not in drivers:
        yield f"the log driver {driver!s} does not exist{suggestion(str(driver), drivers)}"
    elif driver == "awslogs":
        options = configuration.block("options")
        needed = ("awslogs-group", "awslogs-region", *(("awslogs-stream-prefix",) if on_fargate else ()))
        missing = [option for option in needed if option not in options]
        if missing and "options" in configuration:
            yield f"its awslogs driver has no {' and no '.join(missing)}"
        elif missing:
            yield "its awslogs driver has no options"
