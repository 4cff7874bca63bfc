"""A glance at the text of a resource, which tells of most that they hold no secret: nobody need go through them."""

from __future__ import annotations

import json
import re

from stackgate.graph import Resource
from stackgate.secrets.sensitive import is_secure_parameter, sensitive_attributes
from stackgate.secrets.text import HINTS

_TRACES = (*(hint for hint in HINTS if hint != "key"), "pw", "user_data", "userdata", "content_base64")
"""In small letters, one of these, or a key, is in each name that announces a secret, and in each text that holds one or
may."""
_LONE_REFERENCE = re.compile(r"\$\{(?:aws_[\w-]*|data)\.(?!(?:key|value)\b)[\w.\[\]-]+\}")
"""A reference to another resource: what it comes to is a secret of that one. `key` and `value` are what the iterator of
a dynamic block has, which may be called as a type is, or `data`."""
_KEY = re.compile(r"key(?!s(?![a-z])|_?(?:id|arn|rotation|policy|deletion|enabled)|[\w.\[\]-]*\.(?:arn|id|name)\})")
"""In small letters, a key that may announce a secret: a name does so by its last words, and behind the others here
stands `id` or its like, or they are several."""
_ACTION_ON_KEY = re.compile(r"(?<!\w)kms:(?:Describe|GenerateData|Create|Enable|Disable|Replicate)Key")
_MAY_BE_KEY_OF_AWS = re.compile(r"(?<![0-9a-z/+])[0-9a-z/+]{40}")
"""A secret access key is told by its own form, and any key in the text before it."""
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
_DECLARATIONS = ("variable", "output")


def shows_no_trace(resource: Resource) -> bool:
    """Whether a resource has none of the attributes that the provider marks, and in all its text no trace of a secret.

    What is not plain text and references to resources may come to any text: of that nothing is told.
    """
    marked = {path.partition(".")[0] for path in sensitive_attributes(resource)}
    if resource.address.startswith("module.") or is_secure_parameter(resource):
        return False
    if not marked.isdisjoint(resource.raw) or any(name in resource.raw for name in _DECLARATIONS):
        return False
    try:
        text = _AS_JSON({name: value for name, value in resource.raw.items() if name != "//"})
    except (TypeError, ValueError):  # with values that a plan tells
        return False
    if "%{" in text or ("${" in text and len(_LONE_REFERENCE.findall(text)) != text.count("${")):
        return False
    lowered = text.lower()
    if "key" in lowered and _may_announce(text, lowered):
        return False
    for trace in _TRACES:  # noqa: SIM110 - any() over a generator takes three times as long
        if trace in lowered:
            return False
    return True


def _may_announce(text: str, lowered: str) -> bool:
    """Whether one of the keys in a text may announce a secret."""
    others = _ACTION_ON_KEY.sub("", text).lower() if "kms:" in text else lowered
    return bool(_KEY.search(others) or _MAY_BE_KEY_OF_AWS.search(lowered))
