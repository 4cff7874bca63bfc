"""Whom a policy's statement lets in: everybody, an AWS service, a role of the document.

Source: AWS's definition of a public policy (Amazon S3 User Guide, "The meaning of public"), the IAM User Guide's pages
on principals and on global condition keys.
"""

from __future__ import annotations

import re
from typing import Any

from stackgate.aws.policy_document import POLICY_HOLDERS, Policy, allows, is_open_to_everybody, policies_of, principals
from stackgate.aws.wiring import items, wired
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Undecidable, Unresolved, known, references_in

RESOURCE_POLICIES = tuple(kind for kind in POLICY_HOLDERS if not kind.startswith(("aws_iam_", "aws_sso")))
"""The resource types that hold the policy of a resource: of themselves, or of one that they name."""

_OWNERS = {
    "aws_kms_key_policy": "key_id",
    "aws_s3_bucket_policy": "bucket",
    "aws_secretsmanager_secret_policy": "secret_arn",
    "aws_sns_topic_policy": "arn",
    "aws_sqs_queue_policy": "queue_url",
}
"""The resources that hold another's policy, and the attribute that names the other."""

_NARROWING_KEYS = frozenset(
    {
        "aws:calledvia",
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:resourceaccount",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:username",
        "aws:viaawsservice",
        "aws:vpcsourceip",
        "kms:calleraccount",
        "kms:grantisforawsresource",
        "kms:viaservice",
        "lambda:functionurlauthtype",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "sns:endpoint",
        "sts:externalid",
    }
)
_SOURCE_KEYS = frozenset(f"aws:source{name}" for name in ("account", "arn", "orgid", "orgpaths", "owner"))
CALLER_KEYS = _NARROWING_KEYS - _SOURCE_KEYS
"""Those of them that tell of whoever calls, not of what AWS's services act for."""

BEYOND_ADDRESSES = _NARROWING_KEYS - {"aws:sourceip", "aws:vpcsourceip"}
"""Those of them that tell more than the address that a call comes from."""

_NARROWING_TESTS = re.compile(r"(ForAnyValue:)?(StringEquals(IgnoreCase)?|StringLike|Arn(Equals|Like)|IpAddress|Bool)")
_ANY_ADDRESS = ("0.0.0.0/0", "::/0")
_ANY_ARN = re.compile(r"arn:[^:]*:[^:]*(:\*?)*")


def policies_on(resource: Resource, graph: Graph) -> list[Policy]:
    """The policies of a resource, held by itself or by a resource beside it.

    Raises Undecidable where none is found and it is not known of one beside whose policy it is.
    """
    own = list(policies_of(resource, graph))
    beside = [holder for kind, attribute in _OWNERS.items() for holder in _owning(graph, resource, attribute, kind)]
    return own + [policy for holder in beside for policy in policies_of(holder, graph)]


def is_narrowed(statement: Block, keys: frozenset[str] = _NARROWING_KEYS) -> bool:
    """Whether a condition tells who is meant, by an account, an organization, a network, another resource.

    `keys` are the condition keys, in lower case, that count.
    """
    condition = statement["Condition"]
    if not isinstance(condition, Block):
        return False
    return any(
        key.lower() in keys and not any(map(_takes_in_all, items(tested, key)))
        for test, tested in condition.items()
        if _NARROWING_TESTS.fullmatch(test) and isinstance(tested, Block)
        for key in tested
    )


def admits_everybody(statement: Block) -> bool:
    """Whether a statement allows something to everybody, or to everybody but a few, and no condition narrows it."""
    if not allows(statement) or is_narrowed(statement):
        return False
    return "NotPrincipal" in statement or is_open_to_everybody(statement)


def admits_service(statement: Block, service: str) -> bool:
    """Whether a statement allows something to an AWS service, as `sns.amazonaws.com`, or to everybody."""
    if not allows(statement):
        return False
    named = principals(statement).get("Service", ())
    return is_open_to_everybody(statement) or any(_is_service(name, service) for name in named)


def admits_role(statement: Block, role: Resource) -> bool:
    """Whether a statement allows something to a role itself, or to everybody."""
    if not allows(statement):
        return False
    named = principals(statement).get("AWS", [])
    return is_open_to_everybody(statement) or any(ref.target == role.address for ref in references_in(named))


def _owning(graph: Graph, resource: Resource, attribute: str, kind: str) -> list[Resource]:
    if not graph.of_type(kind):
        return []
    try:
        return wired(graph, resource, attribute, kind)
    except Undecidable:
        if graph.unexpanded:
            raise
        return []  # one handed in from outside is another's


def _is_service(name: Any, service: str) -> bool:
    if isinstance(name, Unresolved) and isinstance(name.final(), Unresolved):
        return True  # which service a variable names cannot be told, and somebody thought of it
    text = str(known(name))
    return text.startswith(service.removesuffix("amazonaws.com")) and not text.endswith((".amazon.com", ".aws.com"))


def _takes_in_all(value: Any) -> bool:
    final = value.final() if isinstance(value, Unresolved) else value
    if isinstance(final, Unresolved):
        return False
    text = str(final)
    return not text.strip("*") or text in _ANY_ADDRESS or bool(_ANY_ARN.fullmatch(text)) or text == "false"
