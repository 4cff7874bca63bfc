"""The AWS provider's own functions.

Source: the provider's documentation of its functions; there since its version 5.40.
"""

from __future__ import annotations

from stackgate.expression.fault import Refused
from stackgate.expression.functions.registry import function

_PARTS = ("partition", "service", "region", "account_id", "resource")


@function("provider::aws::arn_parse", "string")
def arn_parse(arn: str) -> dict[str, str]:
    """An ARN's parts by their names."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn" or not parts[1] or not parts[2] or not parts[5]:
        raise Refused(f"{arn!r} is not an ARN")
    return dict(sorted(zip(_PARTS, parts[1:], strict=True)))


@function("provider::aws::arn_build", "string string string string string")
def arn_build(partition: str, service: str, region: str, account: str, resource: str) -> str:
    """The ARN of some parts."""
    return ":".join(("arn", partition, service, region, account, resource))


@function("provider::aws::trim_iam_role_path", "string")
def trim_iam_role_path(arn: str) -> str:
    """The ARN of an IAM role without the role's path."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[2] != "iam" or not parts[5].startswith("role/"):
        raise Refused(f"{arn!r} is not the ARN of a role")
    return ":".join((*parts[:5], "role/" + parts[5].rsplit("/", 1)[1]))
