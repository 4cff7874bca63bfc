import re

from stackgate.aws.access import CALLER_KEYS, admits_everybody, is_narrowed
from stackgate.aws.policy_document import allows, is_open_to_everybody, policies_of, principals
from stackgate.validator import Block, Unresolved, known, validator

SUBJECTS = {
    "token.actions.githubusercontent.com": (
        "token.actions.githubusercontent.com:sub",
        "token.actions.githubusercontent.com:job_workflow_ref",
    ),
    "gitlab.com": ("gitlab.com:sub",),
    "app.terraform.io": ("app.terraform.io:sub",),
    "cognito-identity.amazonaws.com": ("cognito-identity.amazonaws.com:aud",),
}
"""Identity providers that anybody can have an account with, and what of a token tells whose it is."""


@validator(on="aws_iam_role", controls=("AC-3", "AC-6"))
def check(role, graph):
    """A role is trusted to somebody in particular, not to everybody and not to every user of a public login.

    Why: Whoever has an AWS account can assume a role whose trust policy allows the principal `*`. One that trusts
        GitHub's or another public identity provider without asking for the token's subject takes any repository of
        anybody.
    Fix: Name the account, role or service as Principal; narrow a federated trust by a condition on the token's `sub`,
        such as "repo:my-org/my-repo:ref:refs/heads/main".
    """
    for policy in policies_of(role, graph):
        if policy.kind == "trust":
            for statement in policy.statements():
                if admits_everybody(statement):
                    yield "everybody may assume it", policy.attribute
                elif is_held_by_source_alone(statement):
                    yield "its principal is everybody, and no condition tells who may call", policy.attribute
                yield from ((problem, policy.attribute) for problem in open_logins(statement))


def is_held_by_source_alone(statement):
    """Whether a condition tells only what a service acts for: then any service of AWS may take the role over."""
    return allows(statement) and is_open_to_everybody(statement) and not is_narrowed(statement, CALLER_KEYS)


def open_logins(statement):
    if not allows(statement):
        return
    for federated in principals(statement).get("Federated", ()):
        for provider, keys in SUBJECTS.items():
            if mentions(federated, provider) and not tests(statement, keys):
                yield f"whoever has a login at {provider} may assume it: no condition on {keys[0]}"


def mentions(federated, provider):
    return re.search(rf"(^|/){re.escape(provider)}(/|$)", str(federated)) is not None


def tests(statement, keys):
    """Whether a condition asks for one of these keys, and not for any value of it."""
    condition = statement["Condition"]
    asked = (
        [tested for _, tested in condition.items() if isinstance(tested, Block)] if isinstance(condition, Block) else []
    )
    return any(narrows(block[key]) for block in asked for key in block if key.lower() in keys)


def narrows(value):
    values = value if isinstance(value, list) else [value]
    return not any(not isinstance(one, Unresolved) and known(one) in ("*", "repo:*", "repo:*/*") for one in values)
