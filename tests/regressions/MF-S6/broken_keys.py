"""A key that is never rotated, and that the logs may not use."""

import json

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from kit import new_stack
from sound import ACCOUNT


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    key_policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                "Action": "kms:*",
                "Resource": "*",
            }
        ],
    }
    key = KmsKey(stack, "key", policy=json.dumps(key_policy))  # here
    CloudwatchLogGroup(stack, "logs", name="worker-prod", retention_in_days=365, kms_key_id=key.arn)
