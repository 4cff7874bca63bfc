"""A list in a set's order."""

from cdktf import App
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from kit import new_stack, policy
from sound import ACCOUNT, REGION


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    actions = list({"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:SendMessage", "sqs:GetQueueUrl", "sqs:ListQueues"})
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:jobs"
    IamRolePolicy(stack, "rights", name="rights", role="worker", policy=policy(actions, queue))  # here
