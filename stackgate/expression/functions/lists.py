"""Terraform's functions for lists, and for sets as lists.

The items of what they are given need not be known, so long as the result does not depend on them.
"""

from __future__ import annotations

from typing import Any

from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.functions.arguments import a_list, like
from stackgate.expression.functions.registry import function, whole
from stackgate.expression.functions.strings import characters
from stackgate.expression.operators import is_sure
from stackgate.expression.settle import outermost, plain
from stackgate.expression.value_type import (
    TypedList,
    TypedSet,
    convert,
    identity,
    type_name,
    type_of,
    unify,
)
from stackgate.number import Number, exact, from_exact
from stackgate.values import Template, Unresolved

MAX_RANGE = 1024
"""Terraform's own limit."""


@function("alltrue", "list(bool)")
def alltrue(values: list[Any]) -> bool:
    """Whether no value is false or null."""
    return all(values)


@function("anytrue", "list(bool)")
def anytrue(values: list[Any]) -> bool:
    """Whether one value is true."""
    return any(values)


@function("chunklist", "list number", parts=True)
def chunklist(values: list[Any], size: Number) -> TypedList:
    """The list in lists of a length; 0 is one list."""
    if whole(size) < 0:
        raise Refused("a size below zero")
    step = whole(size) or max(len(values), 1)
    return TypedList(TypedList(values[start : start + step]) for start in range(0, len(values), step))


@function("coalesce", "*value")
def coalesce(*values: Any) -> Any:
    """The first value that is neither null nor an empty text, in the type that all have in common."""
    finals = [value.final() if isinstance(value, Unresolved) else value for value in values]
    kind = unify(map(type_of, finals))
    if kind is None:
        raise Refused("the arguments have no type in common")
    for value, final in zip(values, finals, strict=True):
        if is_sure(final):
            return value
        if isinstance(final, Unresolved):
            raise NotKnown(reason=final.reason)
        if final is not None and final != "":
            return convert(value, kind)
    raise Refused("no argument has a value")


@function("coalescelist", "*any", parts=True)
def coalescelist(*lists: Any) -> list[Any]:
    """The first list that is not empty."""
    given = [a_list(values) for values in lists]
    found = next(filter(None, given), None)
    if found is None:
        raise Refused("no list has items")
    return found


@function("compact", "list(string)")
def compact(values: list[Any]) -> TypedList:
    """The list without null and empty texts."""
    return TypedList(value for value in values if value)


@function("concat", "any *any", parts=True)
def concat(*lists: Any) -> list[Any]:
    """The items of all lists, one list after the other."""
    return like([item for values in lists for item in a_list(values)], *lists)


@function("contains", "any value", parts=True)
def contains(values: Any, value: Any) -> bool:
    """Whether the value is one of a list's; also told where others in the list are not known."""
    wanted, unknown = identity(plain(value, [])), None
    if wanted == identity(None):
        raise Refused("null is never looked for")
    for item in a_list(values, sets=True):
        try:
            if identity(plain(item, [])) == wanted:
                return True
        except NotKnown as fault:
            unknown = fault
    if unknown:
        raise unknown
    return False


@function("distinct", "list")
def distinct(values: list[Any]) -> TypedList:
    """The list without what is there before."""
    first: dict[Any, Any] = {}
    for value in values:
        first.setdefault(identity(value), value)
    return TypedList(first.values())


@function("element", "any number", parts=True)
def element(values: Any, index: Number) -> Any:
    """The item at an index, which begins anew after the last."""
    items = a_list(values)
    if not items or whole(index) < 0:
        raise Refused("an empty list, or an index below zero")
    return items[whole(index) % len(items)]


@function("flatten", "any", parts=True)
def flatten(values: Any) -> list[Any]:
    """The items of lists in lists, as one list."""
    found: list[Any] = []
    for item in a_list(values, sets=True):
        known = outermost(item, []) if isinstance(item, Unresolved) and not _is_single(item) else item
        if isinstance(known, list):
            found.extend(flatten(known))
        else:
            found.append(item)
    return found


def _is_single(value: Unresolved) -> bool:
    """Whether a value that is not known cannot be a list: a template, or what every resource has as text."""
    return isinstance(value, Template) or is_sure(value)


@function("index", "any any")
def index_of(values: Any, value: Any) -> int:
    """The place of a value in a list."""
    for index, item in enumerate(a_list(values)):
        if identity(item) == identity(value):
            return index
    raise Refused("the list does not hold the value")


@function("length", "any", parts=True)
def length(value: Any) -> int:
    """How many items, or characters of a text, there are."""
    if isinstance(value, str):
        return len(characters(value))
    if not isinstance(value, (list, dict)):
        raise Refused(f"{type_name(value)} has no length")
    return len(value)


@function("one", "any", parts=True)
def one(values: Any) -> Any:
    """The only item of a list or set, or null where it has none."""
    items = a_list(values, sets=True)
    if len(items) > 1:
        raise Refused("a list of more than one item")
    return items[0] if items else None


@function("range", "number *number")
def number_range(*limits: Number) -> TypedList:
    """Numbers from a start to before a limit, in steps."""
    if len(limits) > 3:
        raise Refused("takes 1 to 3 arguments")
    start, limit = (exact(0), exact(limits[0])) if len(limits) == 1 else (exact(limits[0]), exact(limits[1]))
    step = exact(limits[2]) if len(limits) == 3 else exact(1 if limit >= start else -1)
    if not step or (limit > start and step < 0) or (limit < start and step > 0):
        raise Refused("a step that does not lead to the limit")
    if abs(limit - start) / abs(step) > MAX_RANGE:
        raise Refused("more than 1024 numbers")
    found = TypedList()
    while (start < limit) if step > 0 else (start > limit):
        found.append(from_exact(start))
        start += step
    return found


@function("reverse", "any", parts=True)
def reverse(values: Any) -> list[Any]:
    """The items from the last to the first."""
    items = a_list(values, sets=True)[::-1]
    return items if not isinstance(values, (TypedList, TypedSet)) else TypedList(items)


@function("slice", "any number number", parts=True)
def slice_of(values: Any, start: Number, end: Number) -> list[Any]:
    """The items from one index to before another."""
    items, first, last = a_list(values), whole(start), whole(end)
    if not 0 <= first <= last <= len(items):
        raise Refused(f"no items {first} to {last} in a list of {len(items)}")
    return type(items)(items[first:last])


@function("sort", "list(string)")
def sort(values: list[Any]) -> TypedList:
    """Texts in the order of their characters' numbers."""
    if None in values:
        raise Refused("a null among the items")
    return TypedList(sorted(values))
