"""Lays what a plan knows over what the document says.

The document's structure stays: what is written as a reference is still one, with the plan's value in it. Where the plan
contradicts a value that the document tells (`ignore_changes` does that), the plan's counts, because it is applied.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from stackgate.change import is_open
from stackgate.resolver.planned import PlannedValues, part_of
from stackgate.values import Computed, Encoded, Reference, Template, Unresolved, as_text, references_in, settled

OF_TERRAFORM = frozenset(
    {"count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner", "dynamic", "//"}
)
"""Arguments of a resource that are none of its attributes."""
MAX_PAIRED = 500
"""So many items of a set are looked for in the plan, each among all the others."""
_WRITE_ONLY = "_wo"
"""The ending of attributes that are sent and never kept: a plan has null for them."""
_DIGESTS = {40: "sha1", 64: "sha256"}
"""By the number of hexadecimal digits: the provider keeps some long texts as their digest, `user_data` for one."""


def planned_body(body: Mapping[str, Any], planned: PlannedValues) -> dict[str, Any]:
    """A resource's body, its attributes evaluated, with the plan's values."""
    return _object(dict(body), dict(planned.values), dict(planned.unknown))


def overlay(value: Any, planned: Any, unknown: Any = False) -> Any:
    """An evaluated value with what the plan tells of it; `unknown` marks what it does not know."""
    if unknown is True or settled(value) is None:  # null: not written, so the plan has what the provider takes
        return value
    if isinstance(value, Unresolved):
        return _told_in_part(value, planned, unknown) if is_open(unknown) else _told(value, planned)
    if isinstance(value, dict):
        if isinstance(planned, list) and len(planned) == 1:  # a block that is written as an object
            planned, unknown = planned[0], part_of(unknown, 0)
        if isinstance(planned, dict) and unknown is not True:
            return _object(value, planned, unknown)
        return value if unknown is True or not value else planned
    if isinstance(value, list):
        if isinstance(planned, dict) and len(value) == 1:
            return [overlay(value[0], planned, unknown)]
        if isinstance(planned, list):
            return _list(value, planned, unknown)
        return planned if value else value
    if planned is None:
        return None if value else value
    return value if _says(value, planned) else planned


def _object(value: dict[str, Any], planned: dict[str, Any], unknown: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    dynamic = _labels(value.get("dynamic"))
    for name, item in value.items():
        if name in OF_TERRAFORM or name.endswith(_WRITE_ONLY):
            found[name] = item
        elif name not in dynamic:
            is_told = name in planned or is_open(part_of(unknown, name))
            found[name] = overlay(item, planned.get(name), part_of(unknown, name)) if is_told else item
    for name in [name for name in dynamic if part_of(unknown, name) is not True and name in planned]:
        found[name] = _with_holes(planned[name], part_of(unknown, name), name)
        found["dynamic"] = [{label: body} for label, body in dynamic.items() if label not in found]
    if not found.get("dynamic", True):
        del found["dynamic"]
    return found


def _labels(dynamic: Any) -> dict[str, Any]:
    parts = dynamic if isinstance(dynamic, list) else [dynamic]
    return {label: body for part in parts if isinstance(part, dict) for label, body in part.items()}


def _with_holes(planned: Any, unknown: Any, place: str) -> Any:
    """A value of the plan's own, with what it does not know in place."""
    if unknown is True:
        return Unresolved(place, (), may_be_null=True)
    if isinstance(planned, dict):
        names = dict.fromkeys((*planned, *(unknown if isinstance(unknown, dict) else ())))
        return {name: _with_holes(planned.get(name), part_of(unknown, name), f"{place}.{name}") for name in names}
    if isinstance(planned, list):
        return [_with_holes(item, part_of(unknown, i), f"{place}.{i}") for i, item in enumerate(planned)]
    return planned


def _told(value: Unresolved, planned: Any) -> Any:
    """A value written as an expression, of which the plan knows what it comes to."""
    if planned is None:
        return None
    final = value.final()
    if not isinstance(final, Unresolved):
        if any(isinstance(part, Unresolved) for part in _leaves(final)):
            return value.with_plan(planned)
        return value if _says(final, planned) else Computed(value.expression, value.references, planned)
    if (
        isinstance(value, Encoded)
        and isinstance(planned, str)
        and _fits(value.value, parsed := _parsed(planned), False)
    ):
        return Encoded(value.expression, overlay(value.value, parsed)).with_plan(planned)
    if isinstance(value, (Reference, Template)) and _follows(value, planned):
        return value.with_plan(planned)
    return Computed(value.expression, value.references, planned)


def _follows(value: Unresolved, planned: Any) -> bool:
    """Whether a value can come to what is planned, as far as its parts are known: `ignore_changes` keeps another."""
    told = settled(value)
    if isinstance(told, Unresolved):
        return not isinstance(told, Template) or told.may_be(as_text(planned))
    return _says(told, planned)


def _told_in_part(value: Unresolved, planned: Any, unknown: Any) -> Unresolved:
    """A value of which nothing but the expression is at hand, and of which the plan knows some."""
    if type(value) is not Unresolved or not isinstance(planned, (dict, list)):
        return value
    return Computed(value.expression, value.references, _with_holes(planned, unknown, value.expression))


def _list(values: list[Any], planned: list[Any], unknown: Any) -> Any:
    """A list's items, each with its own in the plan: a set's stand there in another order."""
    values = [item for item in values if item is not None]
    pairs = _paired(values, planned, unknown) if len(values) == len(planned) else None
    if pairs is not None:
        return [overlay(value, planned[i], part_of(unknown, i)) for value, i in zip(values, pairs, strict=True)]
    if is_open(unknown):
        return values
    if not any(isinstance(leaf, Unresolved) for leaf in _leaves(values)) and agree(values, planned):
        return values
    references = tuple(references_in(values))
    return Computed("a list", references, planned) if references else planned


def _paired(values: list[Any], planned: list[Any], unknown: Any) -> list[int] | None:
    """For each item the place of its own in the plan; None where one has none, or there are too many to try."""
    if all(_fits(value, planned[i], part_of(unknown, i)) for i, value in enumerate(values)):
        return list(range(len(values)))
    if len(values) > MAX_PAIRED:
        return None
    left = dict.fromkeys(range(len(planned)))
    found: list[int] = []
    for value in values:
        fitting = next((i for i in left if _fits(value, planned[i], part_of(unknown, i))), None)
        if fitting is None:
            return None
        del left[fitting]
        found.append(fitting)
    return found


def _fits(value: Any, planned: Any, unknown: Any) -> bool:
    """Whether an item of the plan can be what an item of the document comes to."""
    value = settled(value)
    if unknown is True or isinstance(value, Unresolved):
        return True
    if isinstance(value, dict) and isinstance(planned, dict):
        return all(
            _fits(item, planned.get(name), part_of(unknown, name)) for name, item in value.items() if name != "dynamic"
        )
    if isinstance(value, list) and isinstance(planned, list):
        items = [item for item in value if item is not None]
        return len(items) == len(planned) and all(
            any(_fits(item, one, part_of(unknown, i)) for i, one in enumerate(planned)) for item in items
        )
    if isinstance(value, dict) and isinstance(planned, list) and len(planned) == 1:
        return _fits(value, planned[0], part_of(unknown, 0))
    return not value if planned is None else agree(value, planned)


def _says(value: Any, planned: Any) -> bool:
    """Whether a value can stay as it is written: a flag that is written as a string is one in the plan."""
    return agree(value, planned) and isinstance(value, bool) == isinstance(planned, bool)


def agree(value: Any, planned: Any) -> bool:
    """Whether two known values mean the same to the provider: however they are typed, ordered or encoded."""
    if value == planned or _canonical(value) == _canonical(planned):
        return True
    digest = _DIGESTS.get(len(planned)) if isinstance(planned, str) else None
    return bool(digest and isinstance(value, str) and hashlib.new(digest, value.encode()).hexdigest() == planned)


def _canonical(value: Any) -> str:
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, dict):
        pairs = ((name, _canonical(item)) for name, item in sorted(value.items()) if item not in (None, "", [], {}))
        return json.dumps(dict(pairs))
    if isinstance(value, list):
        items = sorted({_canonical(item) for item in value if item is not None})
        return items[0] if len(items) == 1 else json.dumps(items)
    return "" if value is None else as_text(value)


def _parsed(text: str) -> Any:
    """The JSON document in a text, or the text."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, (dict, list)):
        items = value.values() if isinstance(value, dict) else value
        return [leaf for item in items for leaf in _leaves(item)]
    return [value]
