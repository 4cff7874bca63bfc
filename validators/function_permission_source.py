from stackgate.validator import validator

NARROWING = ("event_source_token", "principal_org_id", "source_account", "source_arn")
OF_NO_ACCOUNT = ("edgelambda.amazonaws.com", "replicator.lambda.amazonaws.com")
"""Services that call in nobody's name."""


@validator(on="aws_lambda_permission", level="warning")
def check(permission, graph):
    """A function that a service of AWS may call says for whom: by the caller's ARN or account.

    Why: The service calls for every customer of AWS. Without source_arn or source_account anybody who knows the
        function's ARN can have it called by a bucket, topic or rule of their own. A warning is enough: the function's
        ARN has to be known for that, and what it is sent may be checked by the function.
    Fix: Set source_arn to the ARN of the bucket, topic, rule or API that calls, or source_account to the account.
    """
    principal = permission.peek("principal")
    if not isinstance(principal, str) or not principal.endswith(".amazonaws.com"):
        return
    if principal not in OF_NO_ACCOUNT and not any(name in permission for name in NARROWING):
        yield f"{principal} may call it for anybody", "source_arn"
