"""No rotation."""

from cdktf import App
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from kit import new_stack
from sound import KEY


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    SecretsmanagerSecret(stack, "login", name="orders-login-prod", kms_key_id=KEY)  # here
