"""The known ways by which a policy makes whoever holds it an administrator.

Source: Rhino Security Labs, "AWS IAM Privilege Escalation - Methods and Mitigation"; the IAM User Guide's page on
iam:PassRole.
"""

from __future__ import annotations

from typing import Any

from stackgate.aws.access import is_narrowed
from stackgate.aws.policy_document import Policy, actions, allows, covers
from stackgate.aws.wiring import items
from stackgate.block import Block
from stackgate.values import Undecidable, Unresolved

_ON_IDENTITIES = (
    ("iam:CreatePolicyVersion",),
    ("iam:SetDefaultPolicyVersion",),
    ("iam:CreateAccessKey",),
    ("iam:CreateLoginProfile",),
    ("iam:UpdateLoginProfile",),
    ("iam:AddUserToGroup",),
    ("iam:AttachUserPolicy",),
    ("iam:AttachGroupPolicy",),
    ("iam:AttachRolePolicy",),
    ("iam:PutUserPolicy",),
    ("iam:PutGroupPolicy",),
    ("iam:PutRolePolicy",),
    ("iam:UpdateAssumeRolePolicy",),
)
"""What alone makes an identity an administrator, where it may be done to any identity or policy."""
_WITH_A_ROLE = (
    ("iam:PassRole", "lambda:CreateFunction"),
    ("iam:PassRole", "lambda:UpdateFunctionConfiguration"),
    ("iam:PassRole", "ec2:RunInstances"),
    ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
    ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:UpdateService"),
    ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:CreateService"),
    ("iam:PassRole", "cloudformation:CreateStack"),
    ("iam:PassRole", "glue:CreateDevEndpoint"),
    ("iam:PassRole", "glue:CreateJob"),
    ("iam:PassRole", "datapipeline:CreatePipeline"),
    ("iam:PassRole", "sagemaker:CreateNotebookInstance"),
    ("iam:PassRole", "codebuild:CreateProject"),
    ("iam:PassRole", "states:CreateStateMachine"),
)
"""What together runs code with a role of one's choice, where any role may be passed."""
_PATTERN = frozenset("*?[")
_EVERY = ("*", "role/*", "user/*", "group/*", "policy/*")


def escalations(policy: Policy) -> list[tuple[str, ...]]:
    """The ways that an identity's policy leaves open, each as the actions that it takes together.

    A policy with all of iam:* has none: nothing is left to escalate to. Raises Undecidable where a statement that
    matters is not known.
    """
    if policy.kind != "identity":
        return []
    given = [statement for statement in policy.statements() if allows(statement) and "Action" in statement]
    named = _named(given)
    ways = (way for way in (*_ON_IDENTITIES, *_WITH_A_ROLE) if named is None or way[0].lower() in named)
    return [way for way in ways if _is_open(way, given)]


def _named(statements: list[Block]) -> frozenset[str] | None:
    """The actions of statements in lower case, None where a pattern, or what is not known, may stand for others."""
    try:
        found = [action for statement in statements for action in actions(statement)]
    except Undecidable:
        return None
    is_plain = all(isinstance(action, str) and _PATTERN.isdisjoint(action) for action in found)
    return frozenset(map(str.lower, found)) if is_plain else None


def _is_open(way: tuple[str, ...], statements: list[Block]) -> bool:
    first, *others = way
    return any(_covers_widely(statement, first) for statement in statements) and all(
        any(covers(statement, action) and not _is_whole_service(statement, action) for statement in statements)
        for action in others
    )


def _covers_widely(statement: Block, action: str) -> bool:
    return (
        covers(statement, action)
        and not _is_whole_service(statement, action)
        and any(map(_is_every, items(statement, "Resource")))
        and not is_narrowed(statement)
        and not _passes_to(statement)
    )


def _is_whole_service(statement: Block, action: str) -> bool:
    return any(pattern in ("*", "*:*", f"{action.split(':')[0]}:*") for pattern in actions(statement))


def _is_every(value: Any) -> bool:
    text = str(value.final() if isinstance(value, Unresolved) else value)
    return text == "*" or (text.startswith("arn:") and ":iam::" in text and text.rsplit(":", 1)[-1] in _EVERY)


def _passes_to(statement: Block) -> bool:
    condition = statement["Condition"]
    if not isinstance(condition, Block):
        return False
    tested = [block for _, block in condition.items() if isinstance(block, Block)]
    return any(key.lower().startswith(("iam:", "aws:resourcetag")) for block in tested for key in block)
