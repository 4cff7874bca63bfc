import re

from stackgate.aws.arns import is_called
from stackgate.aws.containers import containers
from stackgate.aws.permissions import permissions_of
from stackgate.aws.programs import key_of
from stackgate.aws.wiring import pointed
from stackgate.validator import Unresolved, references_in, validator

ATTRIBUTE = "execution_role_arn"
REGISTRY = re.compile(r"\.dkr\.ecr[.-]")
READ_SECRET = "secretsmanager:GetSecretValue"
READ = {
    "aws_secretsmanager_secret": READ_SECRET,
    "aws_secretsmanager_secret_version": READ_SECRET,
    "aws_ssm_parameter": "ssm:GetParameters",
}


@validator(on="aws_ecs_task_definition")
def check(task, graph):
    """A task's execution role may do what starts its containers: pull the image, write the log, read the secrets.

    Why: ECS takes this role over before the application runs. Without one of these the task stops with
        CannotPullContainerError or ResourceInitializationError, again and again. A role without any policy is
        iam_role_has_permissions' to find.
    Fix: Attach AmazonECSTaskExecutionRolePolicy, and allow secretsmanager:GetSecretValue or ssm:GetParameters on each
        secret of the containers, and kms:Decrypt on a key of its own.
    """
    role = pointed(graph, task.peek(ATTRIBUTE))
    permissions = permissions_of(role, graph) if role is not None and role.kind == "aws_iam_role" else None
    if not permissions:
        return
    for container in containers(task):
        for action, resource, why in needs_of(container, graph):
            if not permissions.may(action, resource):
                named = f"container {container.get('name', '?')!s}"
                yield f"{named}: {role.address} does not allow {action}, {why}", ATTRIBUTE


def needs_of(container, graph):
    image = container.peek("image")
    if image is not None and comes_from_ecr(image):
        yield "ecr:GetAuthorizationToken", None, "which pulls the image"
        yield "ecr:BatchGetImage", None, "which pulls the image"
    logging = container.block("logConfiguration")
    if "logDriver" in logging and logging["logDriver"] == "awslogs":
        yield "logs:PutLogEvents", None, "which writes the log"
        if logging.block("options").flag("awslogs-create-group"):
            yield "logs:CreateLogGroup", None, "which awslogs-create-group asks for"
    for secret in container.blocks("secrets"):
        for reference in references_in(secret.peek("valueFrom")):
            resource = graph.get(reference.target)
            if resource is not None and (resource.kind in READ or is_called(resource.kind, reference.attribute)):
                yield from to_read(resource, graph)


def to_read(secret, graph):
    if secret.kind == "aws_secretsmanager_secret_version":
        secret = pointed(graph, secret.peek("secret_id"))
    if secret is None:
        return
    yield READ.get(secret.kind, READ_SECRET), secret, f"which reads the secret of {secret.address}"
    key = key_of(secret, graph)
    if key is not None:
        yield "kms:Decrypt", key, f"which decrypts {secret.address}"


def comes_from_ecr(image):
    if isinstance(image, Unresolved) and any("aws_ecr_repository." in ref.target for ref in references_in(image)):
        return True
    return REGISTRY.search(str(image)) is not None
