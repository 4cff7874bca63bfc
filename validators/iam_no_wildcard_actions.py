import re

from stackgate.aws.access import BEYOND_ADDRESSES, is_narrowed
from stackgate.aws.policy_document import (
    DATA_SOURCE,
    POLICY_HOLDERS,
    actions,
    allows,
    is_everything,
    is_open_to_everybody,
    policies_of,
)
from stackgate.aws.wiring import items
from stackgate.validator import Reference, each, known, validator

ATTACHMENTS = (
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
)
MANAGED = re.compile(r"(?:.*:iam::aws:policy/(?:.*/)?)?(AdministratorAccess|PowerUserAccess|\w*(?<!Client)FullAccess)")
"""The ARNs, or the names, of AWS's own policies for administrators: of an account, or of a service."""
ALLOWED = {
    "AdministratorAccess": "every action on every resource",
    "PowerUserAccess": "every action but those of IAM and Organizations on every resource",
}
OPEN_BY_DEFAULT = ("aws_vpc_endpoint", "aws_vpc_endpoint_policy")
"""Endpoint policies narrow what identities may do: AWS's own default lets everything through."""


@validator(on=(*POLICY_HOLDERS, *ATTACHMENTS, DATA_SOURCE), controls=("IAM.1", "IAM.21"), guards=("MF-4", "MF-S6"))
def check(resource, graph):
    """No policy allows an identity every action, nor all of a service on every resource, nor everybody on its own.

    Judged are the policies of users, groups and roles, those of AWS for administrators that are attached to them
    (AdministratorAccess, AmazonS3FullAccess), and the policies of resources that let everybody do everything, also if
    only the caller's address is asked for. A key's policy that gives `kms:*` to its own account is as AWS makes it.

    Why: Whoever gets hold of such credentials, by a stolen key or a fault in one container, holds the whole account.
    Fix: Name the actions that the workload calls and the ARNs that it calls them on, in Action and Resource.
    """
    for attribute in ("policy_arn", "managed_policy_arns"):
        for name in filter(None, (managed(value, graph) for value in items(resource, attribute))):
            yield f"{name} allows {ALLOWED.get(name, 'all actions of a service on every resource')}", attribute
    for policy in policies_of(resource, graph):
        if policy.kind == "identity":
            judge = too_wide
        elif policy.kind == "resource" and resource.type not in OPEN_BY_DEFAULT:
            judge = open_to_everybody
        else:
            continue
        yield from ((problem, policy.attribute) for problem in each(judge, policy.statements()))


def managed(value, graph):
    """The name of a policy of AWS that lets do everything, or None."""
    if isinstance(value, Reference):
        source = graph.target(value)
        if source is None or source.kind != "data.aws_iam_policy":
            return None  # a policy of the document is judged itself
        value = source.get("name", source["arn"])
    found = MANAGED.fullmatch(str(known(value)))
    return found[1] if found else None


def too_wide(statement):
    if not allows(statement):
        return
    wildcards = wildcard_actions(statement)
    if "NotAction" in statement:
        yield "allows every action but those in NotAction"
    elif wildcards and any(map(is_everything, items(statement, "Resource"))):
        yield f"allows {wildcards[0]} on every resource"
    elif any(action in ("*", "*:*") for action in wildcards):
        yield "allows every action there is, though on named resources"


def open_to_everybody(statement):
    wildcards = wildcard_actions(statement)
    if not wildcards or not allows(statement) or not is_open_to_everybody(statement):
        return
    if "Condition" not in statement:
        yield f"allows {wildcards[0]} to everybody"
    elif is_narrowed(statement) and not is_narrowed(statement, BEYOND_ADDRESSES):
        yield f"allows {wildcards[0]} to everybody at an address, whoever it is"


def wildcard_actions(statement):
    return [action for action in actions(statement) if action == "*" or action.endswith(":*")]
