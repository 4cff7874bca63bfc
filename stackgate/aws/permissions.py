"""What a role may do, by all the policies that the document gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stackgate.aws.access import admits_role, policies_on
from stackgate.aws.arns import may_name
from stackgate.aws.managed_policies import managed_actions
from stackgate.aws.policy_document import actions, allows, has_effect, policies_of
from stackgate.aws.wildcards import is_like
from stackgate.aws.wiring import items, pointed, wired
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Reference, Undecidable, Unresolved


@dataclass(frozen=True)
class Permissions:
    """The statements that allow a role something, and the actions that AWS's own policies allow it on everything.

    `is_complete` tells whether all its policies can be read: one from outside may allow whatever is asked for.
    """

    role: Resource
    graph: Graph
    statements: tuple[Block, ...]
    managed: tuple[str, ...]
    is_complete: bool

    def __bool__(self) -> bool:
        return bool(self.statements or self.managed or not self.is_complete)

    def may(self, action: str, resource: Resource | None = None) -> bool:
        """Whether the role may do this, on this resource; `sqs:*` asks for any action of the service.

        What cannot be told from the document counts as allowed.
        """
        return (
            not self.is_complete
            or any(_meet(action, pattern) for pattern in self.managed)
            or any(
                _covers(statement, action) and _reaches(statement, resource, self.graph)
                for statement in self.statements
            )
            or (resource is not None and self._is_let_in(action, resource))
        )

    def _is_let_in(self, action: str, resource: Resource) -> bool:
        """Whether the resource's own policy allows it to the role."""
        try:
            found = [one for policy in policies_on(resource, self.graph) for one in policy.statements()]
            return any(_covers(statement, action) and admits_role(statement, self.role) for statement in found)
        except Undecidable:
            return True


def permissions_of(role: Resource, graph: Graph) -> Permissions:
    """What a role of the document may do: by its inline policies, and by those attached to it."""
    found: list[Block] = []
    managed: list[str] = []
    is_complete = not graph.unexpanded
    try:
        attached = [value for name in ("managed_policy_arns",) for value in items(role, name)]
        attached += _attached(role, graph)
        holders = [role, *wired(graph, role, "role", "aws_iam_role_policy")]
    except Undecidable:
        return Permissions(role, graph, (), (), False)
    for value in attached:
        policy = pointed(graph, value)
        if policy is not None and policy.kind == "aws_iam_policy":
            holders.append(policy)
            continue
        allowed = managed_actions(_name(value, policy))
        managed += allowed or ()
        is_complete &= allowed is not None
    for holder in holders:
        for held in policies_of(holder, graph):
            if held.kind == "identity":
                try:
                    statements = held.statements()
                    found += [statement for statement in statements if allows(statement)]
                    is_complete &= all(map(has_effect, statements))
                except Undecidable:
                    is_complete = False
    return Permissions(role, graph, tuple(found), tuple(managed), is_complete)


def _attached(role: Resource, graph: Graph) -> Iterator[Any]:
    for attachment in wired(graph, role, "role", "aws_iam_role_policy_attachment"):
        yield attachment["policy_arn"]
    for attachment in wired(graph, role, "roles", "aws_iam_policy_attachment"):
        yield attachment["policy_arn"]
    for attachment in wired(graph, role, "role_name", "aws_iam_role_policy_attachments_exclusive"):
        yield from items(attachment, "policy_arns")


def _name(value: Any, policy: Resource | None) -> str:
    """The name or ARN of a policy that is not the document's own, or an empty text where it is not told."""
    if policy is not None and policy.kind == "data.aws_iam_policy":
        value = policy.peek("name") if policy.peek("arn") is None else policy.peek("arn")
    final = value.final() if isinstance(value, Unresolved) else value
    text = str(final)
    if isinstance(final, Reference):
        return ""
    return (
        text if not isinstance(final, Unresolved) else ":iam::aws:policy/" + text.rpartition("}")[2].rpartition("/")[2]
    )


def _meet(action: str, pattern: str) -> bool:
    """Whether a pattern takes in an action, or any action of its service where `*` is asked for."""
    asked, allowed = action.lower(), pattern.lower()
    if asked.endswith(":*"):
        return allowed == "*" or allowed.startswith(asked[:-1])
    return is_like(asked, allowed)


def _covers(statement: Block, action: str) -> bool:
    try:
        if "NotAction" in statement:
            return not any(_meet(action, str(pattern.lower())) for pattern in items(statement, "NotAction"))
        return any(_meet(action, str(pattern.lower())) for pattern in actions(statement))
    except Undecidable:
        return True


def _reaches(statement: Block, resource: Resource | None, graph: Graph) -> bool:
    named = statement.peek("Resource")
    if resource is None or named is None:
        return True
    return any(may_name(value, resource, graph) for value in (named if isinstance(named, list) else [named]))
