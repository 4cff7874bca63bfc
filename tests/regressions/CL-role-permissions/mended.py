"""A role with what its task calls."""

from cdktf import App
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from kit import new_stack, policy
from sound import ACCOUNT, REGION, TRUST


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    role = IamRole(stack, "worker", name="worker-prod", assume_role_policy=TRUST)
    rights = policy(["sqs:ReceiveMessage", "sqs:DeleteMessage"], f"arn:aws:sqs:{REGION}:{ACCOUNT}:jobs")
    IamRolePolicy(stack, "rights", name="rights", role=role.name, policy=rights)
