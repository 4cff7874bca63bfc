"""The queue of jobs, and the queue of those that could not be done."""

import json

from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from cdktf_cdktf_provider_aws.sqs_queue_redrive_allow_policy import SqsQueueRedriveAllowPolicy
from constructs import Construct

from stack.iam import deny_plain_text, policy
from stack.settings import Settings

DAY = 24 * 60 * 60
ATTEMPTS = 5


class DeadLetters(Construct):
    """Public: `jobs` and `dead_letters`, to which SQS moves a job after five failed attempts."""

    def __init__(self, scope: Construct, id_: str, *, settings: Settings, key: KmsKey) -> None:
        super().__init__(scope, id_)
        self.dead_letters = SqsQueue(
            self,
            "queue",
            name=settings.name("dead-letters"),
            message_retention_seconds=14 * DAY,
            kms_master_key_id=key.arn,
            tags=settings.tags("dead-letters"),
        )
        self.jobs = SqsQueue(
            self,
            "jobs",
            name=settings.name("jobs"),
            # A job moved keeps its age, so the dead letter queue keeps it for ten days more.
            message_retention_seconds=4 * DAY,
            visibility_timeout_seconds=15 * 60,
            receive_wait_time_seconds=20,
            kms_master_key_id=key.arn,
            redrive_policy=json.dumps(
                {"deadLetterTargetArn": self.dead_letters.arn, "maxReceiveCount": ATTEMPTS}, sort_keys=True
            ),
            tags=settings.tags("jobs"),
        )
        SqsQueueRedriveAllowPolicy(
            self,
            "queue_sources",
            queue_url=self.dead_letters.url,
            redrive_allow_policy=json.dumps(
                {"redrivePermission": "byQueue", "sourceQueueArns": [self.jobs.arn]}, sort_keys=True
            ),
        )
        for name, queue in (("queue", self.dead_letters), ("jobs", self.jobs)):
            SqsQueuePolicy(
                self, f"{name}_policy", queue_url=queue.url, policy=policy(deny_plain_text("sqs:*", queue.arn))
            )
