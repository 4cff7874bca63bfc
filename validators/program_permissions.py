from stackgate.aws.arns import called
from stackgate.aws.permissions import permissions_of
from stackgate.aws.programs import ROLES, key_of, role_of, told_of
from stackgate.aws.wiring import pointed
from stackgate.validator import validator

KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")
INTERFACES = "ec2:CreateNetworkInterface"
FAILURES = {"aws_sqs_queue": "sqs:SendMessage", "aws_sns_topic": "sns:Publish"}
DESTINATIONS = ("dead_letter_config", "target_arn")


@validator(on=tuple(ROLES))
def check(program, graph):
    """A task, function or state machine may use what it is told of: its role has a permission on each of them.

    Told by its environment, command or definition, of a queue, stream, table, bucket, topic, secret, key or function of
    the document, or of a database's own secret; a resource policy that names the role permits too. A function's role
    also has to write its log, to make network interfaces where it runs in a VPC, and to send to its dead letter queue.
    A role without any policy is iam_role_has_permissions' to find.

    Why: The program starts, and is denied its first call. Nothing fails before it runs.
    Fix: Allow what the program calls in a policy of its role, on the ARN of the resource, and kms:Decrypt (to send:
        kms:GenerateDataKey) on the key that encrypts it.
    """
    attribute = ROLES[program.type]
    role = role_of(program, graph)
    if role is None or role == pointed(graph, program.peek("execution_role_arn")):
        return  # as task_roles tells
    permissions = permissions_of(role, graph)
    if not permissions:
        return
    for resource in told_of(program, graph):
        service = called(resource).service
        if not permissions.may(f"{service}:*", resource):
            yield f"it is told of {resource.address}, but {role.address} allows nothing of {service} on it", attribute
            continue
        key = key_of(resource, graph)
        if key is not None and not any(permissions.may(action, key) for action in KEY_ACTIONS):
            yield f"{resource.address} is encrypted with {key.address}, which {role.address} may not use", attribute
    if program.type == "aws_lambda_function":
        for action, resource, why in needs_of(program, graph):
            if not permissions.may(action, resource):
                yield f"{role.address} does not allow {action}, {why}", attribute


def needs_of(function, graph):
    yield "logs:PutLogEvents", None, "and its log is lost"
    if function.block("vpc_config").get("subnet_ids"):
        yield INTERFACES, None, "which a function in a VPC needs"
    block, name = DESTINATIONS
    target = graph.target(function.block(block).peek(name))
    if target is not None and target.type in FAILURES:
        yield FAILURES[target.type], target, f"and what it cannot handle goes to {target.address}"
