"""The types of Terraform's values, and conversion between them.

Source: go-cty and its package convert. A type is `string`, `number`, `bool`, `any` (null, or not known), or a pair such
as `("list", "string")`, `("tuple", (...))`, `("object", {...})`. A plain list is a tuple, a plain dict an object.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stackgate.expression.budget import spend
from stackgate.expression.fault import NotKnown, Refused
from stackgate.number import exact, parse_number
from stackgate.values import Encoded, Template, Unresolved, as_text

Type = Any
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class TypedList(list[Any]):
    """A list whose items have one type."""


class TypedSet(list[Any]):
    """A set, in Terraform's order and without repeats."""


class TypedMap(dict[str, Any]):
    """A map whose values have one type."""


_COLLECTIONS = {"list": TypedList, "set": TypedSet, "map": TypedMap}


def is_number(value: Any) -> bool:
    """Whether a value is a number, which a boolean is not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def type_of(value: Any) -> Type:
    """The type of a value."""
    spend()
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, (str, Template, Encoded)):
        return "string"
    for kind, collection in _COLLECTIONS.items():
        if isinstance(value, collection):
            items = value.values() if isinstance(value, dict) else value
            return (kind, unify(map(type_of, items)) or "any")
    if isinstance(value, dict):
        return ("object", {key: type_of(item) for key, item in value.items()})
    return ("tuple", tuple(map(type_of, value))) if isinstance(value, list) else "any"


def unify(types: Iterable[Type]) -> Type | None:
    """The type that values of several types can all be converted to, or None."""
    found: list[Type] = []
    for kind in types:
        if kind != "any" and kind not in found:
            found.append(kind)
    if len(found) < 2:
        return found[0] if found else "any"
    if all(isinstance(kind, str) for kind in found):
        return "string" if "string" in found else None
    if any(isinstance(kind, str) for kind in found):
        return None
    return _unify_collections(found)


def _unify_collections(types: list[Type]) -> Type | None:
    kinds = {kind for kind, _ in types}
    inner = [item for _, item in types]
    if kinds == {"tuple"} and len({len(items) for items in inner}) == 1:
        unified = tuple(unify(items) for items in zip(*inner, strict=True))
        return None if None in unified else ("tuple", unified)
    if kinds == {"object"} and len({frozenset(items) for items in inner}) == 1:
        attributes = {name: unify(items[name] for items in inner) for name in inner[0]}
        return None if None in attributes.values() else ("object", attributes)
    item = unify(part for kind, parts in types for part in _item_types(kind, parts))
    if item is None:
        return None
    if kinds <= {"object", "map"}:
        return ("map", item)
    if kinds <= {"tuple", "list"}:
        return ("list", item)
    return ("set", item) if kinds <= {"tuple", "list", "set"} else None


def _item_types(kind: str, parts: Any) -> Iterable[Type]:
    if kind == "object":
        return list(parts.values())
    return list(parts) if kind == "tuple" else [parts]


def convert(value: Any, to: Type) -> Any:
    """A value as one of another type. Raises Refused where there is no such conversion, NotKnown for unknown sets."""
    if to == "any" or value is None or isinstance(value, Unresolved):
        return value
    spend()
    if isinstance(to, str):
        return _primitive(value, to)
    kind, inner = to
    if kind in ("list", "set") and isinstance(value, list):
        return _listed(kind, value, inner)
    if kind == "map" and isinstance(value, dict):
        item = _item_type(value.values(), inner)
        return TypedMap((key, convert(value[key], item)) for key in sorted(value))
    if kind == "tuple" and isinstance(value, list) and len(value) == len(inner):
        return [convert(item, part) for item, part in zip(value, inner, strict=True)]
    if kind == "object" and isinstance(value, dict) and inner.keys() <= value.keys():
        return {key: convert(value[key], part) for key, part in inner.items()}
    raise Refused(f"{type_name(value)} where {type_label(to)} is required")


def _primitive(value: Any, to: str) -> Any:
    if to == "string" and isinstance(value, (str, bool, int, float)):
        return as_text(value)
    if to == "number" and is_number(value):
        return value
    if to == "bool" and isinstance(value, bool):
        return value
    found: Any = None
    if isinstance(value, str):
        found = parse_number(value) if to == "number" else _BOOLEANS.get(value)
    if found is None:
        raise Refused(f"{type_name(value)} where a {to} is required")
    return found


def _item_type(items: Iterable[Any], wanted: Type) -> Type:
    if wanted != "any":
        return wanted
    unified = unify(map(type_of, items))
    if unified is None:
        raise Refused("items that have no type in common")
    return unified


def _listed(kind: str, value: list[Any], wanted: Type) -> Any:
    item = _item_type(value, wanted)
    converted = [convert(part, item) for part in value]
    return to_set(converted) if kind == "set" else TypedList(converted)


def to_set(items: Iterable[Any]) -> TypedSet:
    """The set of some values of one type. Raises NotKnown where one of them is not known."""
    values = list(items)
    if any(holds_unknown(value) for value in values):
        raise NotKnown()
    distinct: list[Any] = []
    seen: set[Any] = set()
    for value in values:
        key = identity(value)
        if key not in seen:
            seen.add(key)
            distinct.append(value)
    return TypedSet(sorted(distinct, key=_order))


def _order(value: Any) -> Any:
    """Terraform's order of a set's items: false before true, numbers by size, texts by their bytes, null at the end."""
    if value is None:
        return (1, 0)
    if is_number(value):
        return (0, exact(value))
    if isinstance(value, list):
        return (0, [_order(item) for item in value])
    if isinstance(value, dict):
        return (0, [_order(value[key]) for key in sorted(value)])
    return (0, value)


def identity(value: Any) -> Any:
    """Something to hash that is equal for two known values where Terraform's `==` says that they are."""
    spend()
    if is_number(value):
        return ("number", exact(value))
    if isinstance(value, dict):
        return (type(value) is TypedMap, tuple((key, identity(value[key])) for key in sorted(value)))
    if isinstance(value, list):
        kind = next((name for name, collection in _COLLECTIONS.items() if isinstance(value, collection)), "tuple")
        return (kind, tuple(map(identity, value)))
    return (type(value).__name__, value)


def holds_unknown(value: Any) -> bool:
    """Whether a value, or something in it, is not known."""
    spend()
    if isinstance(value, dict):
        return any(map(holds_unknown, value.values()))
    return any(map(holds_unknown, value)) if isinstance(value, list) else isinstance(value, Unresolved)


def type_name(value: Any) -> str:
    """What a value is, in the words of an error."""
    if value is None:
        return "null"
    return type_label(type_of(value))


def type_label(kind: Type) -> str:
    """A type in the words of an error."""
    name = kind if isinstance(kind, str) else kind[0]
    return f"an {name}" if name[0] in "ao" else f"a {name}"
