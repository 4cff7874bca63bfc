"""Terraform's functions for maps.

The values in what they are given need not be known, so long as the result does not depend on them.
"""

from __future__ import annotations

from typing import Any

from stackgate.expression.fault import Refused
from stackgate.expression.functions.arguments import a_list, a_map
from stackgate.expression.functions.registry import function
from stackgate.expression.settle import plain
from stackgate.expression.value_type import (
    TypedList,
    TypedMap,
    convert,
    identity,
    type_of,
    unify,
)


@function("keys", "any", parts=True)
def keys(values: Any) -> list[Any]:
    """The keys of a map, sorted."""
    names = sorted(a_map(values))
    return TypedList(names) if isinstance(values, TypedMap) else names


@function("values", "any", parts=True)
def values_of(values: Any) -> list[Any]:
    """The values of a map in the order of its keys."""
    items = [values[key] for key in sorted(a_map(values))]
    return TypedList(items) if isinstance(values, TypedMap) else items


@function("lookup", "any string *value", parts=True)
def lookup(values: Any, key: str, *default: Any) -> Any:
    """The value of a key in a map, or the default."""
    found = a_map(values)
    if len(default) > 1:
        raise Refused("takes 2 or 3 arguments")
    if isinstance(values, TypedMap) and default:
        kind = unify(map(type_of, found.values())) or "any"
        default = (convert(default[0], kind),)
    if key in found:
        return found[key]
    if not default:
        raise Refused(f"the key {key!r} is not there")
    return default[0]


@function("matchkeys", "list list list")
def matchkeys(values: list[Any], names: list[Any], wanted: list[Any]) -> TypedList:
    """The values whose key, at the same place of another list, is a wanted one."""
    if len(values) != len(names):
        raise Refused("lists of different lengths")
    if unify([type_of(names), type_of(wanted)]) is None:
        raise Refused("keys of different types")
    known = set(map(identity, wanted))
    return TypedList(value for value, name in zip(values, names, strict=True) if identity(name) in known)


@function("merge", "*any?", parts=True)
def merge(*maps: Any) -> dict[str, Any]:
    """The attributes of all maps, the last of a name."""
    given = [a_map(values) for values in maps if values is not None]
    merged = {key: value for values in given for key, value in values.items()}
    merged = {key: merged[key] for key in sorted(merged)}
    if given and all(isinstance(values, TypedMap) for values in given):
        kinds = {repr(type_of(values)) for values in given}
        return TypedMap(merged) if len(kinds) == 1 else merged
    return merged


@function("transpose", "map(list(string))")
def transpose(values: dict[str, list[Any]]) -> TypedMap:
    """A map from each text in a map's lists to the keys that have it."""
    found: dict[str, list[str]] = {}
    for key in sorted(values):
        for item in values[key] or ():
            if item is not None:
                found.setdefault(item, []).append(key)
    return TypedMap((key, TypedList(sorted(found[key]))) for key in sorted(found))


@function("zipmap", "list(string) any", parts=True)
def zipmap(names: list[Any], values: Any) -> dict[str, Any]:
    """A map of some keys, each to the value at the same place."""
    items = a_list(values)
    if len(names) != len(items):
        raise Refused("lists of different lengths")
    found = dict(zip([plain(name, []) for name in names], items, strict=True))
    if None in found:
        raise Refused("a null among the keys")
    result = {key: found[key] for key in sorted(found)}
    return TypedMap(result) if isinstance(values, TypedList) else result
