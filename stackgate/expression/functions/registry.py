"""How a function of Terraform's is declared: its name, what it takes, and what may be unknown in that."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stackgate.expression.budget import spend
from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.settle import outermost, plain
from stackgate.expression.value_type import Type, convert
from stackgate.values import Reference

Body = Callable[..., Any]
_PARAMETER = re.compile(r"(\*?)([\w()]+)(\??)")
AS_IT_IS = "value"
"""The type of an argument that may be a reference, or not known."""
_COST = 200
"""What a call costs beside its arguments, in nodes."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What one argument must be: its type, and whether it may be null."""

    type: Type
    nullable: bool


@dataclass(frozen=True, slots=True)
class Function:
    """One of Terraform's functions; where `parts` is true, the items of its arguments need not be known."""

    name: str
    parameters: tuple[Parameter, ...]
    variadic: Parameter | None
    body: Body
    parts: bool

    def call(self, arguments: list[Any], used: list[Reference]) -> Any:
        """The result for some arguments. Raises Refused as Terraform would, and NotKnown."""
        try:
            return self.body(*self._ready(arguments, used))
        except (Refused, ValueError) as fault:  # of Python's own modules: ipaddress, base64, json, codecs
            raise Refused(f"{self.name}: {fault}") from None
        except (OverflowError, MemoryError):
            raise NotKnown(reason="too large to be worked out") from None

    def _ready(self, arguments: list[Any], used: list[Reference]) -> list[Any]:
        missing = len(self.parameters) - len(arguments)
        if missing > 0 or (missing < 0 and not self.variadic):
            raise Refused(f"takes {len(self.parameters)} argument(s), not {len(arguments)}")
        spend(_COST)
        wanted = [*self.parameters, *[self.variadic] * -missing]
        return [
            self._taken(argument, parameter, used)
            for argument, parameter in zip(arguments, wanted, strict=True)
            if parameter
        ]

    def _taken(self, argument: Any, parameter: Parameter, used: list[Reference]) -> Any:
        if parameter.type == AS_IT_IS:
            return argument
        value = outermost(argument, used) if self.parts else plain(argument, used)
        if value is None and not parameter.nullable:
            raise Refused("an argument is null")
        return convert(value, parameter.type)


FUNCTIONS: dict[str, Function] = {}


def function(name: str, takes: str, parts: bool = False) -> Callable[[Body], Body]:
    """Declare a function. `takes` lists the types of its arguments: `string`, `list(string)`; `any?` may be null.

    A `value` may be null, a reference, or not known; any number of `*number` may come at the end.
    """

    def declare(body: Body) -> Body:
        fixed, variadic = [], None
        for star, kind, optional in _PARAMETER.findall(takes):
            parameter = Parameter(_type(kind), bool(optional))
            if star:
                variadic = parameter
            else:
                fixed.append(parameter)
        FUNCTIONS[name] = Function(name, tuple(fixed), variadic, body, parts)
        return body

    return declare


def _type(text: str) -> Type:
    outer, _, inner = text.partition("(")
    if outer in ("list", "set", "map"):
        return (outer, _type(inner.removesuffix(")")) if inner else "any")
    return outer


def whole(number: float) -> int:
    """A number that has to be a whole one. Raises Refused."""
    if not isinstance(number, int):
        raise Refused("a whole number is required")
    return number
