"""An alias by a keyword of the console."""

from cdktf import App
from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from kit import new_stack
from sound import KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    KmsAlias(stack, "alias", alias="alias/videos-prod", target_key_id=KEY)  # here
