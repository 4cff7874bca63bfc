"""IAM policy documents as JSON: the stack's only way to write one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Statement = Mapping[str, Any]


def allow(
    sid: str,
    actions: Sequence[str],
    resources: str | Sequence[str],
    *,
    principal: str | Mapping[str, str] | None = None,
    conditions: Mapping[str, Mapping[str, Any]] | None = None,
) -> Statement:
    """A statement that allows `actions` on `resources`; `principal` only where the policy belongs to a resource."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": resources,
        **({"Principal": principal} if principal else {}),
        **({"Condition": conditions} if conditions else {}),
    }


def deny_plain_text(action: str, resource: str) -> Statement:
    """A statement that denies `action` on `resource` to every request that does not come over TLS."""
    return {
        "Sid": "DenyPlainText",
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resource,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def policy(*statements: Statement) -> str:
    """The JSON of a policy; its keys are sorted, so that equal policies are equal text."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, sort_keys=True)


def trust(service: str, *, account: str, source: str | None = None) -> str:
    """The JSON of a trust policy: `service` may take the role, for what `account` owns and ARNs like `source`.

    The conditions are AWS's remedy for the confused deputy problem.
    """
    return policy(
        {
            "Sid": "TakenByTheService",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": service},
            "Condition": {
                "StringEquals": {"aws:SourceAccount": account},
                **({"ArnLike": {"aws:SourceArn": source}} if source else {}),
            },
        }
    )
