"""JSON documents inside string attributes: policies, container definitions, redrive policies."""

from __future__ import annotations

import json
import re
from typing import Any

from stackgate.values import MISSING, Encoded, Template, Undecidable, Unresolved, known

MAX_DEPTH = 100

_END = "\ue001"
_MARK = re.compile(f"\ue000(\\d+){_END}")
_WHOLE = re.compile(f"\ue002(\\d+){_END}")
"""What stands for an expression within a string, and for one that is a value by itself, while the text is parsed."""


def parse_document(value: Any) -> Any:
    """The document that a string attribute holds, with unresolved values in place.

    `value` is a string, a template whose expressions stand for whole JSON values or for parts of strings, or the
    result of `jsonencode`. A document that is already an object (some attributes take both) is given back as it is.
    Raises Undecidable where the text is not known, or is not JSON.
    """
    if isinstance(value, Encoded):
        return value.value
    final = value.final() if isinstance(value, Unresolved) else value
    if isinstance(final, Encoded):
        return final.value
    if isinstance(final, Template):
        return parse_template(final)
    text = known(final)
    return _loads(text) if isinstance(text, str) else text


def is_deep(value: Any) -> bool:
    """Whether maps and lists lie in each other more than MAX_DEPTH deep, more than a rule can be asked to go into."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MAX_DEPTH + 1):
        if not level:
            return False
        within = [outer.values() if isinstance(outer, dict) else outer for outer in level]
        level = [inner for inners in within for inner in inners if isinstance(inner, (dict, list))]
    return True


def _loads(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Undecidable(f"is not valid JSON: {error}") from None
    if text.count("{") + text.count("[") > MAX_DEPTH and is_deep(value):
        raise Undecidable(f"is JSON nested deeper than {MAX_DEPTH} levels")
    return value


def parse_template(template: Template) -> Any:
    """The document that a template makes, its unresolved values in place, also those that could be followed.

    It is parsed once, and is not to be changed. Raises Undecidable where it is not JSON.
    """
    if template.document is not MISSING:
        return template.document
    unresolved: list[Any] = []
    text = ""
    inside_string = False
    for part in template.parts:
        if isinstance(part, Unresolved):
            number = f"{len(unresolved)}{_END}"
            text += f"\ue000{number}" if inside_string else f'"\ue002{number}"'
            unresolved.append(part)
        else:
            text += part
            inside_string ^= _quotes(part) % 2 == 1
    template.document = _put_back(_loads(text), unresolved)
    return template.document


def _quotes(part: str) -> int:
    """How many quotes in a part of a JSON text begin or end a string."""
    return len(re.findall(r'(?<!\\)(?:\\\\)*"', part)) if "\\" in part else part.count('"')


def _put_back(value: Any, unresolved: list[Any]) -> Any:
    if isinstance(value, dict):
        return {key: _put_back(item, unresolved) for key, item in value.items()}
    if isinstance(value, list):
        return [_put_back(item, unresolved) for item in value]
    if not isinstance(value, str) or _END not in value:
        return value
    whole = _WHOLE.fullmatch(value)
    if whole:
        final = unresolved[int(whole[1])].final()
        return final.value if isinstance(final, Encoded) else unresolved[int(whole[1])]
    if not _MARK.search(value):
        return value
    pieces = _MARK.split(value)
    parts = [unresolved[int(piece)] if index % 2 else piece for index, piece in enumerate(pieces)]
    parts = [part for part in parts if not (isinstance(part, str) and not part)]
    return parts[0] if len(parts) == 1 else Template(tuple(parts))
