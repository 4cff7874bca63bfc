"""A role without a policy."""

from cdktf import App
from cdktf_cdktf_provider_aws.iam_role import IamRole
from kit import new_stack
from sound import TRUST


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    IamRole(stack, "worker", name="worker-prod", assume_role_policy=TRUST)  # here
