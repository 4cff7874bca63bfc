from stackgate.aws.order import made_before
from stackgate.validator import validator

PERMISSIONS = {
    "lambda_function": ("aws_lambda_permission",),
    "queue": ("aws_sqs_queue_policy",),
    "topic": ("aws_sns_topic_policy",),
}
"""For each block of a notification, what permits S3 to deliver to what the block names."""


@validator(on="aws_s3_bucket_notification")
def check(notification, graph):
    """A bucket's notification is made after the permission that lets S3 deliver.

    Why: S3 tries the target out as the notification is made, and refuses it where it may not deliver. The notification
        refers to the function or queue alone, so Terraform makes it beside the permission; the first deploy fails.
    Fix: Add the aws_lambda_permission, or the queue's or topic's policy, to the notification's depends_on.
    """
    before = made_before(notification, graph)
    for name, kinds in PERMISSIONS.items():
        for reference in notification.references(name):
            receiver = graph.get(reference.target)
            permissions = graph.referrers(receiver, *kinds) if receiver is not None else []
            if permissions and not any(permission.address in before for permission in permissions):
                yield f"may be made before {permissions[0].address}, which lets S3 deliver", "depends_on"
