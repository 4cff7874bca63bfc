from stackgate.aws.access import admits_service
from stackgate.aws.policy_document import covers, has_effect, policies_of, principals
from stackgate.aws.role_users import users_of
from stackgate.validator import known, suggestion, validator


@validator(on="aws_iam_role")
def check(role, graph):
    """A role trusts the service that it is handed to: its trust policy allows that service sts:AssumeRole.

    Why: A task whose role trusts lambda.amazonaws.com does not start, a function with such a role is refused at the
        deploy. Terraform and a plan see two strings.
    Fix: Allow the service that takes the role over (ecs-tasks.amazonaws.com for both roles of a task,
        lambda.amazonaws.com, ec2.amazonaws.com for an instance profile) sts:AssumeRole in assume_role_policy.
    """
    trust = [policy for policy in policies_of(role, graph) if policy.kind == "trust"]
    statements = [statement for policy in trust for statement in policy.statements()]
    if not statements or not all(map(has_effect, statements)):
        return  # as iam_policy_grammar tells
    for user, services in users_of(role, graph):
        admitting = [
            one for one in statements if any(admits_service(one, f"{name}.amazonaws.com") for name in services)
        ]
        named = f"{user.address} hands it to {services[0]}.amazonaws.com"
        if not admitting:
            yield f"{named}, which it does not trust{instead(statements, services[0])}", "assume_role_policy"
        elif not any(covers(statement, "sts:AssumeRole") for statement in admitting):
            yield f"{named}, which may not call sts:AssumeRole on it", "assume_role_policy"


def instead(statements, service):
    found = [str(known(name)) for one in statements for name in principals(one).get("Service", ())]
    return f": it trusts {found[0]}{suggestion(found[0].removesuffix('.amazonaws.com'), [service])}" if found else ""
