"""No dead letters."""

from cdktf import App
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from kit import new_stack
from sound import KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    SqsQueue(stack, "jobs", name="jobs-prod", kms_master_key_id=KEY)  # here
