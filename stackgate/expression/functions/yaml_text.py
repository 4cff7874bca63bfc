"""`yamlencode` and `yamldecode`.

Source: go-cty-yaml. It reads `y` as a boolean, and a date as text, unlike PyYAML.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.functions.json_text import encode_json
from stackgate.expression.functions.registry import function
from stackgate.number import parse_number

_TRUE = ("y", "yes", "true", "on")
MAX_WIDTH = 80
"""Longer texts are folded."""


class _Loader(yaml.SafeLoader):
    """PyYAML's loader with the scalars that go-cty-yaml knows."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as in its base


_BOOLEAN = re.compile("^(?:[yYnN]|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$")
_Loader.add_implicit_resolver("!bool", _BOOLEAN, list("yYnNtTfFoO"))
_Loader.add_constructor("!bool", lambda loader, node: str(node.value).lower() in _TRUE)
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_NUMBER = re.compile(r"^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$", re.ASCII)
_Loader.add_implicit_resolver("!number", _NUMBER, list("-+.0123456789"))
_Loader.add_constructor("!number", lambda loader, node: parse_number(str(node.value)))


@function("yamldecode", "string")
def yamldecode(text: str) -> Any:
    """The value of a YAML text."""
    if "&" in text or "<<" in text or re.search(r"(?m)(?:^|[\s:])0[xob0-9]|\d_\d|\d{4}-\d\d-\d\d|![\w!]", text):
        raise NotKnown(reason="YAML with anchors, tags or numbers of its own kind")
    if not text.strip():
        raise Refused("no document")
    try:
        return _with_text_keys(yaml.load(text, Loader=_Loader))
    except (yaml.YAMLError, RecursionError) as error:
        raise Refused(f"not YAML: {type(error).__name__}") from None


def _with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotKnown(reason="YAML with keys that are not texts")
        return {key: _with_text_keys(value[key]) for key in sorted(value)}
    return [_with_text_keys(item) for item in value] if isinstance(value, list) else value


@function("yamlencode", "any?")
def yamlencode(value: Any) -> str:
    """The value as YAML, its texts quoted."""
    lines = _lines(value)
    if any(len(line) > MAX_WIDTH for line in lines):
        raise NotKnown(reason="YAML with lines that are folded")
    ending = "" if isinstance(value, (str, list, dict)) else "...\n"
    return "".join(line + "\n" for line in lines) + ending


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict) and value:
        return [line for key in sorted(value) for line in _entry(f"{_quoted(key)}:", value[key])]
    if isinstance(value, list) and value:
        return [line for item in value for line in _entry("-", item)]
    return [_quoted(value) if isinstance(value, str) else encode_json(value)]


def _quoted(text: str) -> str:
    if not text.replace("\t", " ").isprintable():
        raise NotKnown(reason="YAML with texts of several lines, or of what cannot be printed")
    return json.dumps(text, ensure_ascii=False)


def _entry(lead: str, value: Any) -> list[str]:
    lines = _lines(value)
    if not (isinstance(value, (dict, list)) and value):
        return [f"{lead} {lines[0]}"]
    if lead == "-":
        return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
    inner = "  " if isinstance(value, dict) else ""
    return [lead, *(inner + line for line in lines)]
