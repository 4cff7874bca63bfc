"""The one hands to the other what fails."""

from cdktf import App
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import dead_letters, new_stack, redrive
from sound import KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    failed = dead_letters(stack)
    SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY, redrive_policy=redrive(failed))
