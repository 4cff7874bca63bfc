"""What a plan tells the resolver: values of resources, variables, which instances there are, and modules' contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from stackgate.address import parse_address, without_keys
from stackgate.change import is_open
from stackgate.values import MISSING


@dataclass(frozen=True, slots=True)
class PlannedValues:
    """A resource's attributes as they will be; `unknown` marks, in their shape, what is known only after the deploy."""

    values: Mapping[str, Any]
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def at(self, path: list[str]) -> Any:
        """The value at a path of names and indices, MISSING where it is not known as a whole, or not there."""
        value: Any = self.values
        unknown: Any = self.unknown
        for step in path:
            if unknown is True:
                return MISSING
            if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
                value, unknown = value[int(step)], part_of(unknown, int(step))
            elif isinstance(value, dict) and (step in value or (isinstance(unknown, dict) and step in unknown)):
                value, unknown = value.get(step), part_of(unknown, step)
            else:
                return MISSING
        return MISSING if is_open(unknown) else value


def part_of(unknown: Any, key: str | int) -> Any:
    """The mark of a part, by the mark of the whole."""
    if isinstance(unknown, dict):
        return unknown.get(str(key), False)
    if isinstance(unknown, list):
        return unknown[key] if isinstance(key, int) and key < len(unknown) else False
    return unknown


@dataclass(frozen=True)
class Planned:
    """All that a plan tells, by address. `variables` are the document's, as they were given; `secret` names some.

    `modules` are the contents of the modules in the form of a document, by the names of the calls that lead to each;
    that of the root has none.
    """

    resources: Mapping[str, PlannedValues]
    variables: Mapping[str, Any] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    modules: Mapping[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)

    def value(self, address: str, path: list[str]) -> Any:
        """What an attribute of a resource comes to, MISSING where the plan does not know it."""
        found = self.resources.get(address)
        return MISSING if found is None or not path else found.at(path)

    def keys(self, block: str) -> list[str]:
        """The instance keys, with brackets, of a resource or module by the address without its own key."""
        return self._keys.get(block, [])

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        found: dict[str, dict[str, None]] = {}
        for address in self.resources:
            for block, key in _steps(address):
                found.setdefault(block, {})[key] = None
        return {block: list(keys) for block, keys in found.items()}

    def content(self, module: str) -> dict[str, Any] | None:
        """The content of the module at an address, in the form of a document, or None."""
        return self.modules.get(tuple(without_keys(module).split(".")[1::2]))


def _steps(address: str) -> Iterable[tuple[str, str]]:
    """The blocks that an address names, outermost first, each without its own key, and that key."""
    parts = parse_address(address)
    at = ""
    for module in parts.modules:
        name, bracket, rest = module.partition("[")
        yield f"{at}module.{name}", bracket + rest
        at += f"module.{module}."
    yield f"{at}{parts.kind}.{parts.name}", parts.key
