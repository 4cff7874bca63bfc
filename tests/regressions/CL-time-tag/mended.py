"""The version in a tag, a sorted list."""

from cdktf import App
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from kit import complete_bucket, new_stack, policy
from sound import ACCOUNT, REGION


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    bucket = S3Bucket(stack, "videos", bucket="videos-prod", tags={"Version": "1.4.2"})
    complete_bucket(stack, bucket)
    actions = sorted(
        {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:SendMessage", "sqs:GetQueueUrl", "sqs:ListQueues"}
    )
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:jobs"
    IamRolePolicy(stack, "rights", name="rights", role="worker", policy=policy(actions, queue))
