"""No retention."""

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from kit import new_stack
from sound import KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    CloudwatchLogGroup(stack, "logs", name="worker-prod", kms_key_id=KEY)  # here
