"""Terraform's functions that treat what they are given as sets."""

from __future__ import annotations

from itertools import product
from typing import Any

from stackgate.expression.budget import spend
from stackgate.expression.fault import Refused
from stackgate.expression.functions.arguments import a_list
from stackgate.expression.functions.registry import function
from stackgate.expression.value_type import TypedList, TypedSet, convert, identity, to_set, type_of, unify


def _in_common(sets: tuple[list[Any], ...]) -> list[list[Any]]:
    """The sets with items of one type. Raises Refused where there is none."""
    kind = unify(map(type_of, sets))
    if kind is None:
        raise Refused("sets of different types")
    return [convert(items, kind) for items in sets]


@function("setunion", "set *set")
def setunion(*sets: list[Any]) -> TypedSet:
    """What is in any of the sets."""
    return to_set(item for items in _in_common(sets) for item in items)


@function("setintersection", "set *set")
def setintersection(*sets: list[Any]) -> TypedSet:
    """What is in all of the sets."""
    first, *others = _in_common(sets)
    known = [set(map(identity, items)) for items in others]
    return to_set(item for item in first if all(identity(item) in items for items in known))


@function("setsubtract", "set set")
def setsubtract(minuend: list[Any], subtrahend: list[Any]) -> TypedSet:
    """What is in the first set and not in the second."""
    first, second = _in_common((minuend, subtrahend))
    known = set(map(identity, second))
    return to_set(item for item in first if identity(item) not in known)


@function("setproduct", "*any", parts=True)
def setproduct(*lists: Any) -> list[Any]:
    """Every combination of one item of each list or set; a set where all of them are sets."""
    if len(lists) < 2:
        raise Refused("takes at least two lists")
    items = [a_list(values, sets=True) for values in lists]
    size = 1
    for values in items:
        size *= len(values)
    spend(size * len(items))
    found = [list(row) for row in product(*items)]
    if all(isinstance(values, TypedSet) for values in lists):
        return TypedSet(found)
    return TypedList(found) if any(isinstance(values, (TypedList, TypedSet)) for values in lists) else found
