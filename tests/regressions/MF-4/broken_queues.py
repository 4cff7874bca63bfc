"""A dead letter queue that nothing is sent to, one that forgets too soon, a redrive policy without a count."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import alarm, dead_letters, new_stack, redrive
from sound import KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    SqsQueue(  # here: unused
        stack, "dlq", name="jobs-dlq-prod", message_retention_seconds=1209600, kms_master_key_id=KEY
    )
    alarm(stack, "dlq_seen", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName="jobs-dlq-prod")
    short = SqsQueue(  # here: short
        stack, "short", name="mail-failed-prod", message_retention_seconds=86400, kms_master_key_id=KEY
    )
    alarm(stack, "short_seen", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName=short.name)
    SqsQueue(stack, "mail", name="mail-prod", kms_master_key_id=KEY, redrive_policy=redrive(short))
    endless = json.dumps({"deadLetterTargetArn": dead_letters(stack).arn})
    SqsQueue(stack, "bills", name="bills-prod", kms_master_key_id=KEY, redrive_policy=endless)  # here: endless
