"""Two queues side by side."""

from cdktf import App
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import alarm, new_stack
from sound import KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    SqsQueue(  # here: unused
        stack, "dlq", name="jobs-dlq-prod", message_retention_seconds=1209600, kms_master_key_id=KEY
    )
    alarm(stack, "dlq_seen", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName="jobs-dlq-prod")
    SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY)  # here: queue
