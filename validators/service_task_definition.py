from stackgate.validator import Unresolved, validator


@validator(on="aws_ecs_service")
def check(service, graph):
    """A service names the task definition that it runs, unless task sets bring theirs.

    Why: The provider takes an empty text, and ECS refuses the service at the deploy. Only the deployment controller
        EXTERNAL takes the definition from its task sets.
    Fix: Set task_definition to the ARN of an aws_ecs_task_definition.
    """
    value = service["task_definition"]
    if isinstance(value, Unresolved) or value:
        return
    if service.block("deployment_controller").get("type") != "EXTERNAL":
        yield f"task_definition is {'not set' if value is None else 'empty'}", "task_definition"
