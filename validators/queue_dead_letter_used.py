from stackgate.aws.policy_document import covers, policies_of
from stackgate.aws.queues import claims_dead_letters, failure_senders, redrive_allow_policies
from stackgate.validator import references_in, validator

ROLES = {"aws_ecs_task_definition": "task_role_arn", "aws_lambda_function": "role"}
"""What is told of a queue by its environment, and the attribute that holds its role."""
ONLY_MENTION = {
    *ROLES,
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_metric_alarm",
    "aws_iam_group_policy",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_kms_key",
    "aws_kms_key_policy",
    "aws_lambda_event_source_mapping",
    "aws_lambda_permission",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
    "aws_sqs_queue_redrive_allow_policy",
    "data.aws_iam_policy_document",
}
"""What refers to a queue without sending anything to it."""


@validator(on="aws_sqs_queue", guards=("MF-4", "MF-S4"), relaxable=True)
def check(queue, graph):
    """A queue that says it is a dead letter queue is one: something sends its failures there.

    Why: A dead letter queue that is declared but not wired looks like error handling and is none. A task that only
    gets its URL may not send to it, and one that may send does not know it.
    Fix: Name the queue's ARN in the redrive_policy of the queue that is worked on, in a function's dead_letter_config,
    an on_failure destination or an event target's dead_letter_config; or give a task its URL and the right to
    sqs:SendMessage. A queue that other stacks redrive to lists them in its redrive_allow_policy.
    """
    if not claims_dead_letters(queue, graph) or failure_senders(queue, graph):
        return
    if any(source.kind not in ONLY_MENTION for source in graph.referrers(queue)):
        return
    workers = graph.referrers(queue, *ROLES)
    if not used_from_outside(queue, graph) and not any(sends(worker, queue, graph) for worker in workers):
        yield "nothing sends failures to this dead letter queue"


def used_from_outside(queue, graph):
    arns = [arn for policy in redrive_allow_policies(queue, graph) for arn in policy.values("sourceQueueArns")]
    return any(graph.target(arn) is None for arn in arns)


def sends(worker, queue, graph):
    """Whether the role of a task or function may send to the queue."""
    role = graph.target(worker[ROLES[worker.type]])
    if role is None:
        return worker[ROLES[worker.type]] is not None  # a role from outside may
    attachments = graph.referrers(role, "aws_iam_role_policy_attachment", "aws_iam_policy_attachment")
    attached = [graph.target(attachment["policy_arn"]) for attachment in attachments]
    holders = [role, *graph.referrers(role, "aws_iam_role_policy"), *attached]
    policies = (policy for holder in holders if holder is not None for policy in policies_of(holder, graph))
    return any(
        covers(statement, "sqs:SendMessage") and reaches(statement, queue)
        for policy in policies
        for statement in policy.statements()
    )


def reaches(statement, queue):
    resources = statement.peek("Resource")
    listed = resources if isinstance(resources, list) else [resources]
    return any(isinstance(arn, str) and arn == "*" for arn in listed) or any(
        reference.target == queue.address for reference in references_in(listed)
    )
