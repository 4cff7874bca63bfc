from stackgate.validator import validator

SENT = ("url", "request_headers", "request_body")
SECRET = ("value", "value_wo", "insecure_value", "secret_string", "secret_binary", "password", "master_password")


@validator(
    on=(
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_secretsmanager_secret_version",
        "aws_ssm_parameter",
        "data.aws_secretsmanager_secret_version",
        "data.aws_ssm_parameter",
        "random_password",
    ),
    controls=(),
)
def check(secret, graph):
    """A secret's value is not sent anywhere by a data source of the type http.

    Why: Terraform sends such a request at each plan, before anybody has read the plan: the secret stands in the log of
        whoever answers, and of each proxy on the way.
    Fix: Leave the value out of `url`, `request_headers` and `request_body`; have the program that needs the secret
        read it at run time.
    """
    for request in graph.referrers(secret, "data.http"):
        for attribute in SENT:
            for reference in request.references(attribute):
                if reference.target == secret.address and reference.attribute.split(".")[0] in (*SECRET, "result"):
                    yield f"{request.address} sends {reference.attribute} in its {attribute}", reference.attribute
