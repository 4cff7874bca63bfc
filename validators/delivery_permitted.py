from stackgate.aws.access import admits_service, policies_on
from stackgate.aws.deliveries import deliveries_to, source_of
from stackgate.aws.policy_document import covers, principals
from stackgate.validator import Block, Reference, Undecidable, Unresolved, known, references_in, validator

FUNCTION = "aws_lambda_function"
ACTIONS = {"aws_sqs_queue": "sqs:SendMessage", "aws_sns_topic": "sns:Publish", FUNCTION: "lambda:InvokeFunction"}
SERVICES = {"aws_sqs_queue": ("events", "s3", "sns"), "aws_sns_topic": ("cloudwatch", "events", "s3")}
"""The services that need the leave of a queue or topic; others deliver with a role."""
OF_ALARMS = "lambda.alarms.cloudwatch"
"""What an alarm that calls a function is called in the function's permission."""


@validator(on=tuple(ACTIONS))
def check(receiver, graph):
    """A queue, topic or function lets in the services that are told to deliver to it.

    These are topics with subscriptions, buckets with notifications, rules of EventBridge, APIs, load balancers, alarms,
    log subscriptions and the rotation of secrets.

    Why: The subscription or rule is made without complaint, and every message is dropped: the receiver's own policy has
        to let the service in. A bucket's notification is refused at the deploy.
    Fix: Give a queue or topic a policy that allows the service (sns.amazonaws.com, events.amazonaws.com) as Principal,
        with the sender's ARN in a condition on aws:SourceArn; give a function an aws_lambda_permission.
    """
    services = SERVICES.get(receiver.type)
    refused = {}
    for delivery in deliveries_to(receiver, graph):
        if services is not None and delivery.service not in services:
            continue
        if not is_let_in(receiver, delivery.service, source_of(delivery, graph), graph):
            refused.setdefault(delivery.service, {})[delivery.sender.address] = delivery
    for service, senders in refused.items():
        who = next(iter(senders)) + (f" and {len(senders) - 1} more deliver" if len(senders) > 1 else " delivers")
        yield f"{who} to it, but nothing allows {service}.amazonaws.com {ACTIONS[receiver.type]}", "policy"


def is_let_in(receiver, service, source, graph):
    if graph.unexpanded:
        raise Undecidable(f"depends on {graph.unexpanded[0].address}, which is not expanded")
    if receiver.type == FUNCTION:
        name = OF_ALARMS if service == "cloudwatch" else service
        permissions = (one for one in graph.of_type("aws_lambda_permission") if concerns(one, receiver, graph))
        return any(permits(permission, name, source, graph) for permission in permissions)
    policies = policies_on(receiver, graph)
    if service == "cloudwatch" and not policies:
        return True  # the policy that AWS makes lets in the alarms of the account
    statements = [statement for policy in policies for statement in policy.statements()]
    return any(
        (admits_service(one, f"{service}.amazonaws.com") or (service == "cloudwatch" and admits_account(one)))
        and covers(one, ACTIONS[receiver.type])
        and not any(is_another(value, source, graph) for value in sources(one))
        for one in statements
    )


def concerns(permission, function, graph):
    """Whether a permission is the function's: by a reference to it or its alias, by its name, or by a variable."""
    value = permission["function_name"]
    targets = [graph.get(reference.target) for reference in references_in(value)]
    if any(target is not None for target in targets):
        return any(target is function or (target and target in graph.referrers(function)) for target in targets)
    if isinstance(value, Unresolved):
        return True
    name = function.peek("function_name")
    return isinstance(name, Unresolved) or str(name) in str(value).split(":")


def permits(permission, service, source, graph):
    principal = permission.peek("principal")
    if isinstance(principal, str) and principal != "*" and not principal.startswith(f"{service}."):
        return False
    return not is_another(permission.peek("source_arn"), source, graph)


def admits_account(statement):
    return any(isinstance(name, Unresolved) or ":root" in str(name) for name in principals(statement).get("AWS", ()))


def sources(statement):
    condition = known(statement["Condition"])
    for _, tested in condition.items() if isinstance(condition, Block) else ():
        if isinstance(tested, Block):
            for key, value in tested.items():
                if key.lower() == "aws:sourcearn":
                    yield value if not isinstance(value, list) or len(value) != 1 else value[0]


def is_another(value, source, graph):
    """Whether a source that a permission names is sure to be another than the one that delivers."""
    target = graph.target(value) if isinstance(value, Reference) else None
    return target is not None and source is not None and target.type == source.type and target is not source
