"""What a policy can say about a resource, and how it can fail to."""

from __future__ import annotations

from typing import Literal

from stackgate.scan.resolved import ResolvedCopy, unresolved_at
from stackgate.values import Unresolved

Status = Literal["pass", "fail", "unknown"]
Said = tuple[Status, str, str | None]
"""Status, message, and the attribute that it is about."""


class PolicyError(Exception):
    """A policy that cannot be run; the text says why."""


class NoAnswerError(Exception):
    """A policy that broke, or said nothing, about a resource although everything it asked for is known."""


def why_unknown(copy: ResolvedCopy, keys: list[list[str]]) -> tuple[str, str | None]:
    """Why an answer about these attributes is not known, and which of them it is that decides.

    Raises NoAnswerError where all of them are known.
    """
    for key in keys:
        value = unresolved_at(copy.resource, key)
        if value is not None:
            return reason(value), ".".join(key)
    raise NoAnswerError("it says neither pass nor fail")


def reason(value: Unresolved) -> str:
    """Why a value is not known, in words."""
    return f"depends on {value}, which is {value.reason}"


def what_is_wrong(seen: str, summary: str) -> str:
    """The message of a finding: what was seen at fault, which may be nothing, and the rule's summary."""
    rule = summary.rstrip(".")
    if rule[1:2].islower() or rule[1:2] == " ":  # not a name such as SNS
        rule = rule[0].lower() + rule[1:]
    return f"{seen}, but the rule is: {rule}" if seen else f"against the rule: {rule}"


def steps(key: str) -> list[str]:
    """The names of attributes in a path as Checkov writes it: `encryption/[0]/key`."""
    return [step for step in key.split("/") if step and not step.strip("[]").isdecimal() and step != "*"]
