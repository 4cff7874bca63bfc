from stackgate.validator import ANY, mask, secrets_of, validator


@validator(on=ANY, controls=("ECS.8", "CT.ECS.PR.12", "CodeBuild.2"), guards=("MF-S6",))
def check(resource, graph):
    """A resource holds no secret in plain text: no password, key, token or connection string with one.

    Judged are the attributes that the provider marks sensitive, names such as DB_PASSWORD wherever a value has one
    (environments, JSON, scripts), and formats that speak for themselves (access keys, private keys). A name or an ARN
    of a secret is none.

    Why: The document, the plan and the state keep it for everybody who can read one of them, and so does whoever may
    describe the resource. It cannot be rotated without a deploy.
    Fix: Let the service make it (manage_master_user_password), or have it read at run time: keep it in Secrets Manager
    and hand over its ARN (`secrets` of a container). Change one that has been committed.
    """
    for secret in secrets_of(resource):
        yield f"{secret.kind} in plain text {mask(secret.value)}", secret.attribute
