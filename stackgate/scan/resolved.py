"""A resource as plain data, for engines that know nothing of references: what can be filled in is filled in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from stackgate.block import Block
from stackgate.graph import Resource
from stackgate.values import Encoded, Template, Unresolved, as_text, settled

HOW_MANY = frozenset({"count", "for_each", "dynamic"})
"""Arguments that say how many there will be, not what each is like."""
SECRET = re.compile("password|secret|token|credential|private", re.IGNORECASE)
SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ResolvedCopy:
    """A resource without nulls, comments and expressions that could be worked out.

    `attributes` holds what could not be worked out as text (`${aws_kms_key.main.arn}`), and `unresolved` says which
    texts those are. `targets` are the addresses that the resource refers to, also where their value was filled in.
    `forms` keeps other forms of the attributes once somebody has made them.
    """

    resource: Resource
    attributes: dict[str, Any] = field(default_factory=dict)
    unresolved: dict[str, Unresolved] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    forms: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


def resolve(resource: Resource) -> ResolvedCopy:
    """The resolved copy of a resource.

    Numbers written as strings stay strings, because nothing here tells the version `16` from the count `16`; Checkov
    itself turns booleans written as strings into booleans.
    """
    unresolved: dict[str, Unresolved] = {}
    attributes = _plain(resource, unresolved)
    targets = tuple(dict.fromkeys(reference.target for reference in resource.outgoing))
    return ResolvedCopy(resource, attributes, unresolved, targets)


def _plain(value: Any, unresolved: dict[str, Unresolved]) -> Any:
    if isinstance(value, Block):
        names = [name for name in value if name not in HOW_MANY]
        plain = {name: _plain(value.peek(name), unresolved) for name in names}
        return plain | {name: _plain(_read(value, name), unresolved) for name in value.dynamic}
    if isinstance(value, dict):
        return {name: _plain(item, unresolved) for name, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(item, unresolved) for item in value if item is not None]
    if isinstance(value, Unresolved):
        final = settled(value)
        return _as_written(final, unresolved) if isinstance(final, Unresolved) else _plain(final, unresolved)
    return value


def _as_written(value: Unresolved, unresolved: dict[str, Unresolved]) -> str:
    """What is not known, as the text that stands for it."""
    if isinstance(value, Encoded):
        text = json.dumps(_plain(value.value, {}))
    elif isinstance(value, Template):
        finals = map(settled, value.parts)
        text = "".join(str(part) if isinstance(part, Unresolved) else as_text(part) for part in finals)
    else:
        text = str(value)
    unresolved[text] = value
    return text


def _read(block: Block, name: str) -> Any:
    if name in block.dynamic:
        return Unresolved(f"dynamic.{name}", (), "a dynamic block, which is not expanded", may_be_null=True)
    return block.peek(name)


def unresolved_at(value: Any, path: list[str]) -> Unresolved | None:
    """The first value at, above or below a path of attribute names that is not known, or None.

    The path names no indices: what lies in a list is meant, whichever item it is.
    """
    if isinstance(value, Unresolved):
        final = settled(value)
        return final if isinstance(final, Unresolved) else None
    if isinstance(value, Block):
        names = path[:1] or list(value)
        found = (unresolved_at(_read(value, name), path[1:]) for name in names)
    elif isinstance(value, list):
        found = (unresolved_at(item, path) for item in value)
    else:
        return None
    return next((item for item in found if item is not None), None)


def show(name: str, value: Any) -> str:
    """How an attribute's value reads in a message: `is not set`, `is false`, `is "PROVISIONED"`.

    Only what cannot be a secret is shown: flags, numbers, and single words unless the attribute is named like one.
    """
    if value is None:
        return "is not set"
    if value in ("", []):
        return "is empty"
    words = value if isinstance(value, list) else [value]
    may_be_secret = SECRET.search(name) is not None
    plain = (
        isinstance(word, (bool, int, float)) or (not may_be_secret and str(word).replace("_", "").isalnum())
        for word in words
    )
    text = json.dumps(value) if all(plain) else ""
    return f"is {text}" if 0 < len(text) <= SHOWN_LENGTH else "is not what it should be"
