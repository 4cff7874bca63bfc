"""What is called, where it is called."""

from cdktf import App
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from kit import new_stack, policy
from sound import TRUST


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    role = IamRole(stack, "worker", name="worker-prod", assume_role_policy=TRUST)
    IamRolePolicy(
        stack, "rights", name="rights", role=role.name, policy=policy("s3:GetObject", "arn:aws:s3:::videos-prod/*")
    )
