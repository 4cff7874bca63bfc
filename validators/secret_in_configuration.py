from stackgate.validator import DOCUMENT, mask, secrets_of, validator


@validator(on=DOCUMENT, controls=("ECS.8",), guards=("MF-S6",))
def check(graph):
    """What stands beside the resources holds no secret in plain text: providers, variables, locals, outputs, modules.

    A default that a resource takes over is that resource's finding.

    Why: Credentials of a provider open the whole account, and a default or an output stands in every copy of the
    document and in the state.
    Fix: Give the provider a role or a profile. Give the variable no default and pass its value at the deploy, or read
    the secret from Secrets Manager. Change one that has been committed.
    """
    found = [secret for block in (graph.configuration, *graph.beside) for secret in secrets_of(block)]
    in_resources = {secret.value for resource in (graph if found else ()) for secret in secrets_of(resource)}
    for secret in found:
        if secret.value not in in_resources:
            yield f"{secret.kind} in plain text {mask(secret.value)}", secret.attribute
