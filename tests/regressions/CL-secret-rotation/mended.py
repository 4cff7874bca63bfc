"""A rotation."""

from cdktf import App
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.secretsmanager_secret_rotation import SecretsmanagerSecretRotation
from kit import new_stack
from sound import ACCOUNT, KEY, REGION


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    secret = SecretsmanagerSecret(stack, "login", name="orders-login-prod", kms_key_id=KEY)
    SecretsmanagerSecretRotation(
        stack,
        "rotation",
        secret_id=secret.id,
        rotation_lambda_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:rotate",
        rotation_rules={"automatically_after_days": 30},
    )
