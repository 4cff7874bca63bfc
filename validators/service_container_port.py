from stackgate.aws.containers import containers
from stackgate.aws.wiring import pointed
from stackgate.validator import Unresolved, validator

ATTRIBUTE = "load_balancer"


@validator(on="aws_ecs_service")
def check(service, graph):
    """A service's load balancer sends to a container and a port that its task definition has.

    Why: ECS refuses the service at the deploy where the container is not there or does not map the port.
    Fix: Set container_name and container_port to a container of the task and a containerPort in its portMappings.
    """
    balancers = service.blocks(ATTRIBUTE)
    task = pointed(graph, service.peek("task_definition")) if balancers else None
    if task is None or task.kind != "aws_ecs_task_definition":
        return
    found = containers(task)
    for balancer in balancers:
        name, port = balancer["container_name"], balancer.number("container_port")
        if name is None or not found:
            continue
        named = [container for container in found if container.peek("name") is not None and container["name"] == name]
        if not named:
            yield f"container_name {name!s} is no container of {task.address}", ATTRIBUTE
            continue
        mapped = [mapping.peek("containerPort") for mapping in named[0].blocks("portMappings")]
        ranges = [mapping for mapping in named[0].blocks("portMappings") if "containerPortRange" in mapping]
        if port is None or ranges or any(isinstance(one, Unresolved) for one in mapped):
            continue
        if port not in [float(one) for one in mapped if str(one).isdigit()]:
            yield f"container {name!s} of {task.address} does not map the port {port:g}", ATTRIBUTE
