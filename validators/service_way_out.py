import re

from stackgate.aws.containers import containers
from stackgate.aws.ways_out import endpoints_of, leads_out, missing
from stackgate.aws.wiring import items, pointed
from stackgate.validator import Undecidable, Unresolved, references_in, validator

REGISTRY = re.compile(r"\.dkr\.ecr[.-]")
FOR_IMAGES = ("ecr.api", "ecr.dkr", "s3")


@validator(on="aws_ecs_service")
def check(service, graph):
    """A service's tasks reach the registry that their image comes from: by a NAT gateway, an address, an endpoint.

    Where there are endpoints and no other way, they have to be those that the start of the task needs: for ECR, for the
    log of CloudWatch, for secrets. An image of another registry is reached by no endpoint.

    Why: Tasks in subnets without a way out cannot fetch their image, their secrets, or write their log. The service
        deploys and never gets a task to run.
    Fix: Route 0.0.0.0/0 of the subnets to a NAT gateway, or make the VPC endpoints that the tasks need: ecr.api,
        ecr.dkr, logs and secretsmanager as interfaces, s3 as a gateway.
    """
    for block in service.blocks("network_configuration"):
        for value in items(block, "subnets"):
            subnet = pointed(graph, value)
            if subnet is None or subnet.kind != "aws_subnet":
                continue
            if leads_out(subnet, graph, block.flag("assign_public_ip")):
                continue
            services = endpoints_of(subnet, graph)
            if services is None:
                continue
            lacks = what_is_missing(service, services, graph)
            if lacks:
                yield f"its tasks in {subnet.address} have no way out, and {lacks}", "network_configuration"


def what_is_missing(service, services, graph):
    if not services:
        return "their VPC no endpoints"
    task = pointed(graph, service.peek("task_definition"))
    if task is None or task.kind != "aws_ecs_task_definition":
        return None
    try:
        needed = list(dict.fromkeys(need for container in containers(task) for need in needs_of(container)))
    except Undecidable:
        return None
    foreign = [need for need in needed if need.startswith("registry ")]
    if foreign:
        return f"no endpoint leads to the {foreign[0]}"
    lacking = missing(services, needed)
    return f"their VPC has no endpoint for {' and '.join(lacking)}" if lacking else None


def needs_of(container):
    image = container.peek("image")
    if image is not None and comes_from_ecr(image):
        yield from FOR_IMAGES
    elif isinstance(image, str):
        host, slash, _ = image.partition("/")
        yield f"registry {host if slash and '.' in host else 'docker.io'}"
    if container.block("logConfiguration").get("logDriver") == "awslogs":
        yield "logs"
    for secret in container.blocks("secrets"):
        if any("aws_secretsmanager_" in ref.target for ref in references_in(secret.peek("valueFrom"))):
            yield "secretsmanager"


def comes_from_ecr(image):
    if isinstance(image, Unresolved) and any("aws_ecr_repository." in ref.target for ref in references_in(image)):
        return True
    return REGISTRY.search(str(image)) is not None
