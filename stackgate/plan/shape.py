"""Parts of a plan's JSON, each of the kind that Terraform gives it or the plan cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackgate.address import Address, parse_address
from stackgate.document import DocumentError

MODES = ("managed", "data")


def an_object(owner: dict[str, Any], name: str, where: str = "", *, optional: bool = False) -> dict[str, Any]:
    """The member of that name, an object; empty where it is not there, if it may be so. Raises DocumentError."""
    value = owner.get(name)
    if value is None and optional:
        return {}
    if not isinstance(value, dict):
        raise DocumentError(f"is a plan whose {where}{name} {_is(value, 'an object')}")
    return value


def objects(owner: dict[str, Any], name: str, where: str = "") -> list[dict[str, Any]]:
    """The member of that name, a list of objects; empty where it is not there. Raises DocumentError."""
    value = owner.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise DocumentError(f"is a plan whose {where}{name} {_is(value, 'a list')}")
    for item in value:
        if not isinstance(item, dict):
            raise DocumentError(f"is a plan whose {where}{name} holds what is no object")
    return value


def a_flag(owner: dict[str, Any], name: str, default: bool) -> bool:
    """The member of that name, true or false. Raises DocumentError."""
    value = owner.get(name, default)
    if not isinstance(value, bool):
        raise DocumentError(f"is a plan whose {name} is neither true nor false")
    return value


def an_address(entry: dict[str, Any], where: str) -> Address:
    """The address of an entry, which agrees with its mode and type. Raises DocumentError."""
    address = entry.get("address")
    try:
        found = parse_address(address) if isinstance(address, str) else None
    except ValueError:
        found = None
    if found is None:
        raise DocumentError(f"is a plan with an entry in {where} whose address is none")
    if entry.get("mode") != MODES[found.is_data] or entry.get("type") != found.type:
        raise DocumentError(f"is a plan whose {where} gives {address} another mode or type")
    return found


def state_resources(values: dict[str, Any], where: str) -> Iterator[dict[str, Any]]:
    """The resources of `planned_values`, or of a state's values, those of modules too. Raises DocumentError."""
    pending = [an_object(values, "root_module", f"{where}.")]
    while pending:
        module = pending.pop()
        for resource in objects(module, "resources", f"{where}."):
            an_address(resource, where)
            yield resource
        pending.extend(objects(module, "child_modules", f"{where}."))


def _is(value: Any, wanted: str) -> str:
    return "is not there" if value is None else f"is not {wanted}"
