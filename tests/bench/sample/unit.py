"""Adds resources to a unit: names, tags, keys, log groups and roles as they recur in each part of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

REGION = "eu-west-1"
ACCOUNT = "123456789012"
OWN_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
_ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
_ADMINISTER = [
    *("CancelKeyDeletion", "CreateAlias", "DeleteAlias", "DescribeKey", "DisableKey", "DisableKeyRotation"),
    *("EnableKey", "EnableKeyRotation", "GetKeyPolicy", "GetKeyRotationStatus", "ListGrants", "ListResourceTags"),
    *("PutKeyPolicy", "ScheduleKeyDeletion", "TagResource", "UntagResource"),
]
_USE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]


@dataclass(frozen=True)
class Resource:
    """A resource that was added: `address` names it for depends_on, any other attribute is a reference to it."""

    address: str

    def __getattr__(self, attribute: str) -> str:
        return f"${{{self.address}.{attribute}}}"


@dataclass(frozen=True)
class Unit:
    """The unit of this name and number: `add_at(type, path, attributes)` adds a resource at a construct path of it."""

    name: str
    number: int
    add_at: Callable[[str, str, dict[str, Any]], Resource]

    def add(self, kind: str, path: str, **attributes: Any) -> Resource:
        return self.add_at(kind, path, attributes)

    def named(self, what: str) -> dict[str, Any]:
        return {"name": f"{self.name}-{what}-prod", **self.tags(what)}

    def tags(self, what: str) -> dict[str, Any]:
        return {"tags": {"Name": f"{self.name}-{what}-prod"}}

    def key(self, what: str) -> Resource:
        services = [f"logs.{REGION}.amazonaws.com", "cloudwatch.amazonaws.com"]
        policy = policy_text(
            statement("Administered", [f"kms:{action}" for action in _ADMINISTER], "*", Principal=_ROOT),
            statement("Used", _USE, "*", Principal=_ROOT, Condition={"StringEquals": {"kms:CallerAccount": ACCOUNT}}),
            statement("UsedByServices", _USE, "*", Principal={"Service": services}, Condition=OWN_ACCOUNT),
        )
        described = f"{self.name}: {what}"
        return self.add(
            "aws_kms_key",
            f"keys/{what}",
            description=described,
            deletion_window_in_days=30,
            enable_key_rotation=True,
            policy=policy,
            **self.tags(what),
        )

    def log(self, path: str, group: str, key: Resource) -> Resource:
        kept = {"name": group, "retention_in_days": 365, "kms_key_id": key.arn, "tags": {"Name": group}}
        return self.add("aws_cloudwatch_log_group", path, **kept)

    def role(self, path: str, service: str, *rights: dict[str, Any]) -> tuple[Resource, Resource]:
        """The role that a service takes, and the policy with what it may do."""
        trust = statement("Taken", "sts:AssumeRole", Principal={"Service": service}, Condition=OWN_ACCOUNT)
        named = self.named(path.replace("/", "-").replace("_", "-"))
        role = self.add("aws_iam_role", path, assume_role_policy=policy_text(trust), **named)
        policy = policy_text(*rights)
        return role, self.add("aws_iam_role_policy", f"{path}_rights", name=named["name"], role=role.id, policy=policy)


def statement(name: str, action: str | list[str], *resources: str, **more: Any) -> dict[str, Any]:
    stated = {"Sid": name, "Effect": "Allow", "Action": action, **more}
    return {**stated, "Resource": resources[0] if len(resources) == 1 else list(resources)} if resources else stated


def no_plain_text(actions: str, *resources: str) -> str:
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    return policy_text(
        statement("DenyPlainText", actions, *resources, Principal="*", Condition=insecure) | {"Effect": "Deny"}
    )


def policy_text(*statements: dict[str, Any]) -> str:
    return json_text({"Version": "2012-10-17", "Statement": list(statements)})


def json_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
