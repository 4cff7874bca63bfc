"""A glance at the text of a resource, which tells of most that they hold no secret: nobody need go through them."""

from __future__ import annotations

import json
import re

from stackgate.graph import Resource
from stackgate.secrets.sensitive import is_secure_parameter, sensitive_attributes
from stackgate.secrets.text import HINTS

_TRACES = (*HINTS, "pw", "user_data", "userdata", "content_base64")
"""In small letters, one of these is in each name that announces a secret, and in each text that holds one or may."""
_LONE_REFERENCE = re.compile(r"\$\{(?:aws_[\w-]*|data)\.(?!(?:key|value)\b)[\w.\[\]-]+\}")
"""A reference to another resource: what it comes to is a secret of that one. `key` and `value` are what the iterator of
a dynamic block has, which may be called as a type is, or `data`."""
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
        text = json.dumps({name: value for name, value in resource.raw.items() if name != "//"}, ensure_ascii=False)
    except (TypeError, ValueError):  # with values that a plan tells
        return False
    if "%{" in text or ("${" in text and len(_LONE_REFERENCE.findall(text)) != text.count("${")):
        return False
    lowered = text.lower()
    for trace in _TRACES:  # noqa: SIM110 - any() over a generator takes three times as long
        if trace in lowered:
            return False
    return True
