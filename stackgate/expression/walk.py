"""From a name to a value: the steps of a traversal, and the items of a collection.

The resolver knows what a variable, local, module or resource is; from there on a step goes into a literal, or asks the
resolver again where the value is a reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from stackgate.expression.budget import spend
from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.settle import carry, outermost
from stackgate.expression.value_type import TypedSet, convert, type_name
from stackgate.values import Reference, Unresolved, as_text

Lookup = Callable[[list[str]], Any]
"""Gives what a traversal such as `["aws_sqs_queue", "jobs", "arn"]` stands for."""

_PREFIX = {"var": 1, "local": 1, "each": 1, "count": 1, "path": 1, "terraform": 1, "self": 1, "module": 2, "data": 2}
"""How many steps after the first word name one thing; of a resource it is one."""
_ADDRESS = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.\[\]]+)')


class Key(NamedTuple):
    """A step of a traversal: `.value`, or `[value]` where it is an index. The value may be one that is not known."""

    value: Any
    is_index: bool = False


def look_up(lookup: Lookup, name: str, keys: Sequence[Key], source: str) -> Any:
    """The value of a traversal that starts with a name. Raises Refused, NotKnown."""
    if not keys:
        raise Refused(f"{name} names nothing")
    length = _PREFIX.get(name, 1)
    prefix = [as_text(key.value) for key in keys[:length]]
    rest = keys[length:]
    is_resource = name not in _PREFIX or name == "data"
    if is_resource and rest and not rest[0].is_index:
        return _again(lookup, [name, *prefix], rest, source)
    if name == "module" and rest and rest[0].is_index and not isinstance(rest[0].value, Unresolved):
        prefix += [as_text(key.value) for key in rest[:2] if not isinstance(key.value, Unresolved)]
        rest = rest[2:]
    value = lookup([name, *prefix])
    if is_resource and rest and isinstance(value, Unresolved) and not isinstance(value, Reference):
        return _again(lookup, [name, *prefix], rest, source)  # one of several, of which it is not known how many
    return follow(value, rest, lookup, source)


def follow(value: Any, keys: Sequence[Key], lookup: Lookup, source: str) -> Any:
    """What lies at the end of some steps into a value. Raises Refused, NotKnown."""
    for position, key in enumerate(keys):
        spend()
        if isinstance(value, Reference):
            return _again(lookup, reference_steps(value), keys[position:], source)
        used: list[Reference] = []
        inner = outermost(value, used)
        value = carry(_into(inner, outermost(key.value, used)), used, source)
    return value


def _again(lookup: Lookup, steps: list[str], keys: Sequence[Key], source: str) -> Any:
    """Ask the resolver for a path into a resource, as far as its keys are known."""
    used: list[Reference] = []
    known: list[str] = []
    try:
        for key in keys:
            is_text = isinstance(key.value, str)
            known.append(key.value if is_text else as_text(convert(outermost(key.value, used), "string")))
    except NotKnown as fault:
        raise NotKnown((*_references(lookup([*steps, *known])), *fault.references), fault.reason) from None
    return lookup([*steps, *known])


def _references(value: Any) -> tuple[Reference, ...]:
    return value.references if isinstance(value, Unresolved) else ()


def reference_steps(reference: Reference) -> list[str]:
    """The traversal that a reference stands for: its target, with the instance's key as one step, and attribute.

    It begins with an empty step, because a target's address is told from the document on, also within a module.
    """
    words = ["", *(key or number or word for key, number, word in _ADDRESS.findall(reference.target))]
    return words + (reference.attribute.split(".") if reference.attribute else [])


def _into(value: Any, key: Any) -> Any:
    if isinstance(value, dict):
        name = convert(key, "string")
        if name not in value:
            raise Refused(f"{name!r} is not there" if isinstance(name, str) else "null as a key")
        return value[name]
    if not isinstance(value, list) or isinstance(value, TypedSet):
        raise Refused(f"{type_name(value)} has no parts to ask for")
    index = convert(key, "number")
    if not isinstance(index, int) or not 0 <= index < len(value):
        raise Refused(f"no item {as_text(index)} in a list of {len(value)}")
    return value[index]


def item_pairs(value: Any, lookup: Lookup, source: str) -> list[tuple[Any, Any]]:
    """The keys and items of a collection, in Terraform's order. Raises Refused for what is none, NotKnown."""
    used: list[Reference] = []
    literal = outermost(value, used)
    if isinstance(literal, TypedSet):
        keys: list[Any] = list(literal)
    elif isinstance(literal, (dict, list)):
        keys = sorted(literal) if isinstance(literal, dict) else list(range(len(literal)))
    else:
        raise Refused(f"{type_name(literal)} is not a collection")
    if isinstance(value, Reference):
        return [(key, lookup([*reference_steps(value), str(key)])) for key in keys]
    if isinstance(literal, TypedSet):
        return [(key, carry(key, used, source)) for key in keys]
    return [(key, carry(literal[key], used, source)) for key in keys]


def splat_items(value: Any, lookup: Lookup, source: str) -> list[Any]:
    """The items that a splat asks: of a list its own, of null none, of anything else the value itself."""
    if isinstance(value, Reference) and not value.attribute:
        return [value]
    literal = outermost(value, [])
    if isinstance(literal, list):
        return [item for _, item in item_pairs(value, lookup, source)]
    return [] if literal is None else [value]
