from stackgate.aws.queues import dead_letter_sources, redrive_allow_policies
from stackgate.validator import Block, Reference, known, suggestion, validator

ATTRIBUTE = "redrive_allow_policy"
PERMISSIONS = ("allowAll", "byQueue", "denyAll")


@validator(on="aws_sqs_queue")
def check(queue, graph):
    """A dead letter queue's redrive allow policy lets in the queues that redrive to it.

    Why: With `denyAll`, or `byQueue` and another queue's ARN, SQS refuses the source's redrive policy at the deploy; a
        policy that is narrowed later leaves messages that fail for good in the source, where they are tried again.
    Fix: Write {"redrivePermission": "byQueue", "sourceQueueArns": ["<ARN of the source>"]}, or leave the policy out.
    """
    for policy in redrive_allow_policies(queue, graph):
        permission = policy["redrivePermission"]
        if permission is None or permission not in PERMISSIONS:
            written = "no redrivePermission" if permission is None else f"the redrivePermission {permission!s}"
            meant = "" if permission is None else suggestion(str(known(permission)), PERMISSIONS)
            yield f"{written}, where one of {', '.join(PERMISSIONS)} belongs{meant}", ATTRIBUTE
            continue
        for source in dead_letter_sources(queue, graph):
            if permission == "denyAll":
                yield f"it takes in nothing (denyAll), and {source.address} redrives to it", ATTRIBUTE
            elif permission == "byQueue" and not lists(policy, source, graph):
                yield f"its sourceQueueArns do not list {source.address}, which redrives to it", ATTRIBUTE


def lists(policy, source, graph):
    """Whether the source is listed, or what is listed cannot be told from the document."""
    return any(
        graph.means(arn, source) if isinstance(arn, (Reference, str)) else not isinstance(arn, Block)
        for arn in policy.values("sourceQueueArns")
    )
