from stackgate.aws.wiring import wired
from stackgate.validator import validator


@validator(on="aws_secretsmanager_secret", controls=("SecretsManager.1",), level="warning")
def check(secret, graph):
    """A secret is rotated.

    Why: A password that has leaked stays good until somebody changes it. It is a warning, since the key of somebody
        else's service cannot be rotated by AWS.
    Fix: Add an aws_secretsmanager_secret_rotation with a Lambda function or rules, or let RDS manage the password
        (manage_master_user_password), which rotates it.
    """
    if not wired(graph, secret, "secret_id", "aws_secretsmanager_secret_rotation"):
        yield "no rotation"
