"""A key without rotation."""

from cdktf import App
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    KmsKey(stack, "key", description="videos-prod")  # here
