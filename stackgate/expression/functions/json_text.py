"""JSON as Go writes and reads it."""

from __future__ import annotations

import json
import re
from typing import Any

from stackgate.expression.fault import NotKnown, Refused
from stackgate.number import number_text, parse_number

_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029", "\x7f": "\x7f"}
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def encode_json(value: Any) -> str:
    """A known value as JSON: no spaces, sorted keys, and what HTML gives a meaning to escaped."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(key)}:{encode_json(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(encode_json, value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number_text(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(_ESCAPED.get(letter, letter) for letter in quoted)


def decode_json(text: str) -> Any:
    """The value of a JSON text. Raises Refused where it is none."""
    if _SURROGATE.search(text):
        raise NotKnown(reason="JSON with halves of characters")
    try:
        return json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_constant)
    except RecursionError:
        raise Refused("JSON that is nested too deep") from None


def _number(text: str) -> Any:
    number = parse_number(text)
    if number is None:
        raise OverflowError
    return number


def _constant(text: str) -> Any:
    raise Refused(f"{text} is not JSON")
