"""A resource in the form in which Checkov's HCL parser hands it to Checkov's own checks.

There a JSON document in a string is an object, and a reference is text. Text it may stay where that cannot mislead:
what AWS makes up (an ARN, an id) of a resource of this document is no wildcard and equals no literal. Everything else
that is not known is a stand-in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stackgate.embedded import parse_document
from stackgate.scan.copies import listed
from stackgate.scan.resolved import ResolvedCopy
from stackgate.scan.stand_in import Configuration, StandIn, Uses
from stackgate.values import IDENTITIES, Encoded, Reference, Template, Undecidable, Unresolved

_OPENING = ("{", "[")


def as_parsed(copy: ResolvedCopy, uses: Uses) -> Any:
    """The attributes, every value in a list, documents parsed; `uses` takes down what is done with stand-ins."""
    return _converted(listed(copy), copy.unresolved, uses)


def as_parsed_text(copy: ResolvedCopy) -> Any:
    """The attributes with documents parsed, where what is not known is the text of its expression."""
    return _with_documents(listed(copy))


def _with_documents(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_documents(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_documents(item) for item in value]
    if isinstance(value, str) and value.lstrip()[:1] in _OPENING:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _converted(value: Any, unresolved: Mapping[str, Unresolved], uses: Uses) -> Any:
    if isinstance(value, dict):
        return Configuration({name: _converted(item, unresolved, uses) for name, item in value.items()})
    if isinstance(value, list):
        return [_converted(item, unresolved, uses) for item in value]
    if isinstance(value, str):
        known_later = unresolved.get(value)
        if isinstance(known_later, Encoded) or value.lstrip()[:1] in _OPENING:
            return _document(value if known_later is None else known_later, value, uses)
        return value if known_later is None else _part(known_later, uses)
    return value


def _document(value: Any, text: str, uses: Uses) -> Any:
    """The document in a string, or the string where it holds none."""
    try:
        content = parse_document(value)
    except Undecidable:
        return _part(value, uses) if isinstance(value, Unresolved) else text
    return _plain(content, uses) if isinstance(content, (dict, list)) else text


def _plain(value: Any, uses: Uses) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item, uses) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, uses) for item in value]
    if isinstance(value, Unresolved):
        final = value.final()
        return _part(final, uses) if isinstance(final, Unresolved) else final
    return value


def _part(value: Unresolved, uses: Uses) -> Any:
    if _is_made_up_by_aws(value):
        return value.expression
    if isinstance(value, Template) and all(
        isinstance(part, str) or (isinstance(part, Unresolved) and _is_made_up_by_aws(part.final()))
        for part in value.parts
    ):
        return str(value)
    return StandIn(value, uses)


def _is_made_up_by_aws(value: Any) -> bool:
    """Whether a value is the identity of a resource of this document, or literal text."""
    if not isinstance(value, Reference):
        return isinstance(value, str)
    return not value.target.startswith("data.") and (value.attribute in IDENTITIES or value.attribute.endswith("_arn"))
