"""No rotation."""

from cdktf import App
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from kit import KEY, new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    SecretsmanagerSecret(stack, "login", name="orders-login-prod", kms_key_id=KEY)  # here
