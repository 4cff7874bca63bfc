"""Dead letter queues that are of no use."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import new_stack, redrive


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    SqsQueue(  # here: unused
        stack, "dlq", name="jobs-dlq-prod", message_retention_seconds=1209600, sqs_managed_sse_enabled=True
    )
    short = SqsQueue(  # here: short
        stack, "short", name="mail-failed-prod", message_retention_seconds=86400, sqs_managed_sse_enabled=True
    )
    SqsQueue(stack, "mail", name="mail-prod", sqs_managed_sse_enabled=True, redrive_policy=redrive(short))
    endless = json.dumps({"deadLetterTargetArn": short.arn})
    SqsQueue(stack, "bills", name="bills-prod", sqs_managed_sse_enabled=True, redrive_policy=endless)  # here: endless
