import re

from stackgate.aws.containers import containers
from stackgate.aws.database_access import databases_named, databases_open
from stackgate.validator import Block, Unresolved, references_in, validator

ATTRIBUTE = "container_definitions"
ENDPOINTS = ("address", "arn", "endpoint", "reader_endpoint")
"""What of a database (or of its proxy) leads to it; its ARN does by the Data API."""
SPEAKERS = ("aws_db_instance", "aws_db_proxy", "aws_db_proxy_endpoint", "aws_rds_cluster", "aws_rds_cluster_endpoint")
CARRIERS = (
    "aws_route53_record",
    "aws_s3_object",
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_version",
    "aws_service_discovery_instance",
    "aws_ssm_parameter",
)
"""What a container may be given instead, that holds an endpoint."""
DATABASE_NAME = re.compile(r"DB|DATABASE|SQL|PG|POSTGRES|RDS|AURORA|JDBC", re.IGNORECASE)
ENDPOINT_NAME = re.compile(r"HOST|ENDPOINT|URL|URI|DSN|ADDR|SERVER|CONN", re.IGNORECASE)


@validator(on="aws_ecs_task_definition", guards=("MF-2",))
def check(task, graph):
    """A task that uses a database of the stack is told the database's endpoint.

    Why: A task that has the secret, the permission or the open port, but not the host name, deploys well and cannot
    connect. The secret that RDS manages holds only user name and password.
    Fix: Put the endpoint of the cluster, instance or proxy into the environment of the container, directly or by an SSM
    parameter or a secret that holds it. A task that does not use the database has no business with its secret, its
    permissions or its security group.
    """
    if not containers(task):
        return  # as task_container_keys tells
    named = databases_named(task, graph)
    opened = [] if named else databases_open(task, graph)
    if not (named or opened) or is_told(task, graph):
        return
    if named:
        yield f"it may log in to {named[0].address}, but no container is told the database's endpoint", ATTRIBUTE
    elif not any(is_told(other, graph) for database in opened for other in neighbours(task, database, graph)):
        yield f"{opened[0].address} lets it in, but no container is told the database's endpoint", ATTRIBUTE


def neighbours(task, database, graph):
    """The other tasks that a database lets in: if one of them uses it, the open port is explained."""
    others = (other for other in graph.of_type("aws_ecs_task_definition") if other is not task)
    return [other for other in others if database in databases_open(other, graph)]


def is_told(task, graph):
    if any(leads_there(reference, graph, ()) for reference in task.references(ATTRIBUTE)):
        return True
    return any(told_otherwise(container, graph) for container in containers(task))


def leads_there(reference, graph, seen):
    kind = reference.target.removeprefix("data.").split(".")[0]
    if kind in SPEAKERS:
        return reference.attribute.split(".")[-1] in ENDPOINTS
    carrier = graph.get(reference.target)
    if kind not in CARRIERS or carrier is None or carrier.address in seen:
        return False
    seen = (*seen, carrier.address)
    if any(leads_there(inner, graph, seen) for inner in carrier.outgoing):
        return True
    if carrier.type == "aws_secretsmanager_secret":
        versions = graph.referrers(carrier, "aws_secretsmanager_secret_version")
        return not versions or any(holds_endpoint(version, graph, seen) for version in versions)
    return False


def holds_endpoint(version, graph, seen):
    """Whether a secret's content has a host beside the password."""
    content = version.document("secret_string")
    named = content.items() if isinstance(content, Block) else ()
    if any(ENDPOINT_NAME.search(key) and not mentions_resources(value, graph) for key, value in named):
        return True
    return any(leads_there(inner, graph, seen) for inner in version.references("secret_string"))


def told_otherwise(container, graph):
    """Whether a container gets an endpoint by other means than a reference: written out, or from outside the stack."""
    if container.blocks("environmentFiles"):
        return True
    for entry in (*container.blocks("environment"), *container.blocks("secrets")):
        name, value = str(entry.get("name", "")), entry.peek("valueFrom" if "valueFrom" in entry else "value")
        if isinstance(value, str) and ".rds." in value:
            return True
        if DATABASE_NAME.search(name) and ENDPOINT_NAME.search(name) and is_from_outside(value, entry, graph):
            return True
    return False


def is_from_outside(value, entry, graph):
    if isinstance(value, Unresolved):
        return not mentions_resources(value, graph)
    return "valueFrom" in entry


def mentions_resources(value, graph):
    """Whether a value is made of what this document declares."""
    found = (graph.get(reference.target) for reference in references_in(value))
    return any(resource is not None and resource.kind == resource.type for resource in found)
