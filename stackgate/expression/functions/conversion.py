"""Terraform's functions that convert types, or mark a value without changing it."""

from __future__ import annotations

from typing import Any

from stackgate.expression.fault import NotKnown
from stackgate.expression.functions.registry import function
from stackgate.expression.value_type import TypedSet, convert


@function("tostring", "any?")
def tostring(value: Any) -> Any:
    """The value as text."""
    return convert(value, "string")


@function("tonumber", "any?")
def tonumber(value: Any) -> Any:
    """The value as number."""
    return convert(value, "number")


@function("tobool", "any?")
def tobool(value: Any) -> Any:
    """The value as boolean."""
    return convert(value, "bool")


@function("tolist", "any?", parts=True)
def tolist(value: Any) -> Any:
    """The value as list, its items of one type."""
    return convert(value, ("list", "any"))


@function("toset", "any?", parts=True)
def toset(value: Any) -> Any:
    """The value as set."""
    if isinstance(value, list) and len(value) == 1:
        return TypedSet(convert(value, ("list", "any")))
    return convert(value, ("set", "any"))


@function("tomap", "any?", parts=True)
def tomap(value: Any) -> Any:
    """The value as map, its values of one type."""
    return convert(value, ("map", "any"))


@function("sensitive", "value")
def sensitive(value: Any) -> Any:
    """The value itself."""
    return value


@function("nonsensitive", "value")
def nonsensitive(value: Any) -> Any:
    """The value itself."""
    return value


@function("ephemeralasnull", "value")
def ephemeralasnull(value: Any) -> Any:
    """The value itself, for what is written in a document is not ephemeral."""
    return value


@function("issensitive", "any?", parts=True)
def issensitive(value: Any) -> Any:
    """Not known: which variables and attributes are sensitive is not told by their values."""
    raise NotKnown(reason="not told by the value itself")
