"""What the functions for lists and maps take."""

from __future__ import annotations

from typing import Any

from stackgate.expression.fault import Refused
from stackgate.expression.value_type import (
    TypedList,
    TypedSet,
    convert,
    type_name,
    type_of,
    unify,
)


def a_list(value: Any, sets: bool = False) -> list[Any]:
    """The argument, which must be a list. Raises Refused."""
    if not isinstance(value, list) or (isinstance(value, TypedSet) and not sets):
        raise Refused(f"{type_name(value)} where a list is required")
    return value


def a_map(value: Any) -> dict[str, Any]:
    """The argument, which must be a map or object. Raises Refused."""
    if not isinstance(value, dict):
        raise Refused(f"{type_name(value)} where a map is required")
    return value


def like(found: list[Any], *given: list[Any]) -> list[Any]:
    """A list made of parts of others: of one type where all of them are, converted to what they have in common."""
    if not given or not all(isinstance(part, TypedList) for part in given):
        return found
    kind = unify(map(type_of, given))
    return found if kind is None else TypedList(convert(found, kind))
