"""Dynamic blocks: expanded into the blocks that they stand for, where it is known which.

Source: Terraform's documentation, "dynamic Blocks". A map attribute may have a key called `dynamic` too; a dynamic
block is told by its `for_each` and `content`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from stackgate.block import Scoped
from stackgate.expression.value_type import TypedSet
from stackgate.resolver.names import Inner, Names
from stackgate.resolver.repetition import MAX_INSTANCES
from stackgate.resolver.written import one_body
from stackgate.values import Unresolved

_ARGUMENTS = frozenset({"for_each", "content", "iterator", "//"})
"""Those of a dynamic block that is expanded. No block of a provider has labels, so `labels` is left alone."""


def expand_dynamic(body: Mapping[str, Any], names: Names, place: str) -> Mapping[str, Any]:
    """A body with the blocks in place of the dynamic blocks that make them, in whatever depth.

    `place` says where the body stands. What cannot be worked out stays below the key `dynamic`. The order is
    Terraform's: what is written before the key `dynamic` comes first. A body without dynamic blocks is given back.
    """
    return _expanded(body, names, place) if _has_dynamic(body) else body


def _has_dynamic(value: Any) -> bool:
    """Whether a key `dynamic` lies in a value, however deep."""
    if isinstance(value, dict):
        if "dynamic" in value:
            return True
        value = value.values()
    elif not isinstance(value, list):
        return False
    for item in value:  # noqa: SIM110 - any() over a generator takes twice as long
        if isinstance(item, (dict, list)) and _has_dynamic(item):
            return True
    return False


def _expanded(body: Mapping[str, Any], names: Names, place: str) -> Mapping[str, Any]:
    expanded: dict[str, Any] = {}
    for name, value in body.items():
        if name == "dynamic":
            _expand_all(value, names, place, expanded)
        else:
            value = _inside(value, names, place)
            expanded[name] = [*_listed(expanded[name]), *_listed(value)] if name in expanded else value
    same = expanded.keys() == body.keys() and all(expanded[name] is value for name, value in body.items())
    return body if same else expanded


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _inside(value: Any, names: Names, place: str) -> Any:
    """A value with what lies deeper expanded, itself where there is nothing to expand."""
    if isinstance(value, dict):
        return _expanded(value, names, place)
    if isinstance(value, list):
        items = [_inside(item, names, place) for item in value]
        return value if all(item is old for item, old in zip(items, value, strict=True)) else items
    return value


def _expand_all(value: Any, names: Names, place: str, expanded: dict[str, Any]) -> None:
    """Add the blocks of all dynamic blocks, and below `dynamic` what is left of them."""
    left: list[Any] = []
    some = False
    for part in _listed(value):
        for label, bodies in part.items() if isinstance(part, dict) else ():
            for body in _listed(bodies):
                made = _blocks(label, body, names, place) if isinstance(body, dict) else None
                if made is None:
                    left.append({label: body})
                    continue
                some = True
                if made:
                    expanded[label] = [*_listed(expanded.get(label)), *made]
    if left or not some:
        expanded["dynamic"] = left if some else value


def _blocks(label: str, body: dict[str, Any], names: Names, place: str) -> list[Scoped] | None:
    """The blocks that a dynamic block makes, None where that is not known, or it is none."""
    content = one_body(body.get("content"))
    iterator = body.get("iterator", label)
    if content is None or "for_each" not in body or body.keys() - _ARGUMENTS or not isinstance(iterator, str):
        return None
    items = names.deep(body["for_each"])
    items = items.final() if isinstance(items, Unresolved) else items
    if not isinstance(items, (dict, list)) or len(items) > MAX_INSTANCES:
        return None
    blocks = []
    for key, value in _pairs(items):
        where = f"{label}[{json.dumps(key, default=str)}] of {place}"
        inner = Inner({iterator: {"key": key, "value": value}}, names, where)
        blocks.append(Scoped(expand_dynamic(content, inner, where), inner.evaluate))
    return blocks


def _pairs(items: dict[str, Any] | list[Any]) -> Iterable[tuple[Any, Any]]:
    """The iterator's key and value of each block; an item of a set is both."""
    if isinstance(items, dict):
        return [(key, items[key]) for key in sorted(items)]
    return zip(items, items, strict=True) if isinstance(items, TypedSet) else enumerate(items)
