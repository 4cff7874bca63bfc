import re

from stackgate.aws.policy_document import allows, policies_of, principals
from stackgate.validator import Unresolved, each, validator

ACCOUNT = re.compile(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?")


@validator(on="aws_iam_role", controls=("AC-3", "AC-6"), level="warning")
def check(role, graph):
    """A role that trusts a whole account asks for more: an external id, a second factor, or who it is.

    Judged are accounts whose number is written out. A trust of the account that the stack itself is in, by
    aws_caller_identity, leaves it to the policies of that account who may assume the role.

    Why: `arn:aws:iam::111122223333:root` means everybody in that account whose policies allow sts:AssumeRole, and its
        administrators decide who that is. Between accounts of one owner that can be meant; hence only a warning.
    Fix: Name the role that assumes this one as Principal, or add a condition on sts:ExternalId,
        aws:MultiFactorAuthPresent or aws:PrincipalArn.
    """
    for policy in policies_of(role, graph):
        if policy.kind == "trust":
            yield from ((problem, policy.attribute) for problem in each(accounts, policy.statements()))


def accounts(statement):
    if not allows(statement) or "Condition" in statement:
        return
    for principal in principals(statement).get("AWS", ()):
        value = principal.final() if isinstance(principal, Unresolved) else principal
        found = None if isinstance(value, Unresolved) else ACCOUNT.fullmatch(str(value))
        if found:
            yield f"all of the account {found[1]} may assume it, on no condition"
