from stackgate.aws.policy_document import allows, covers, is_open_to_everybody, policies_of, principals
from stackgate.validator import validator

NEEDED = ("kms:Decrypt", "kms:GenerateDataKey")
ENCRYPTED = ("aws_sns_topic", "aws_sqs_queue")
SENDERS = (
    ("aws_cloudwatch_metric_alarm", ("alarm_actions", "ok_actions", "insufficient_data_actions"), "cloudwatch"),
    ("aws_cloudwatch_composite_alarm", ("alarm_actions", "ok_actions", "insufficient_data_actions"), "cloudwatch"),
    ("aws_cloudwatch_event_target", ("arn",), "events"),
    ("aws_s3_bucket_notification", ("topic", "queue"), "s3"),
    ("aws_sns_topic_subscription", ("endpoint",), "sns"),
)
"""What sends to topics and queues, by which attributes, and the service that then has to use their key."""


@validator(on="aws_kms_key", guards=("MF-S6", "MF-S8"))
def check(key, graph):
    """A key's policy lets the AWS services use it that encrypt with it on nobody's behalf.

    These are CloudWatch Logs for log groups, and CloudWatch, EventBridge, S3 and SNS for the encrypted topics and
    queues that they send to. Other services use a key with the rights of whoever calls them.

    Why: The key policy that AWS makes lets only identities of the account use the key. A log group with such a key is
        refused; an alarm is raised, and its message is dropped without a trace.
    Fix: Add a statement to the key's policy that allows the service as Principal kms:Decrypt and kms:GenerateDataKey*,
        for log groups kms:Encrypt*, kms:ReEncrypt* and kms:Describe* too.
    """
    users = dict(users_of(key, graph))
    if not users:
        return
    policies = policies_on(key, graph)
    statements = [statement for policy in policies for statement in policy.statements()]
    if policies and not statements:
        return  # as iam_policy_grammar tells; without a policy AWS makes one
    for service, user in users.items():
        missing = [action for action in NEEDED if not permits(statements, service, action)]
        if missing:
            yield f"{user.address} needs it, but its policy does not allow {service} {' and '.join(missing)}", "policy"


def policies_on(key, graph):
    holders = [key, *graph.referrers(key, "aws_kms_key_policy")]
    return [policy for holder in holders for policy in policies_of(holder, graph)]


def users_of(key, graph):
    """The services that have to use a key, with a resource for whose sake."""
    for name in (key, *graph.referrers(key, "aws_kms_alias")):
        for group in graph.referrers(name, "aws_cloudwatch_log_group"):
            yield "logs.<region>.amazonaws.com", group
        for target in graph.referrers(name, *ENCRYPTED):
            if not target.references("kms_master_key_id"):
                continue
            for kind, attributes, service in SENDERS:
                for sender in graph.referrers(target, kind):
                    if any(ref.target == target.address for name in attributes for ref in sender.references(name)):
                        yield f"{service}.amazonaws.com", sender


def permits(statements, service, action):
    return any(
        allows(statement)
        and covers(statement, action)
        and (is_open_to_everybody(statement) or names(statement, service))
        for statement in statements
    )


def names(statement, service):
    prefix = service.split(".")[0] + "."
    return any(name.startswith(prefix) for name in principals(statement).get("Service", ()))
