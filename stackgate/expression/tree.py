"""What an expression is made of: one class for each kind of node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any


class Node:
    """A part of an expression."""

    __slots__ = ()

    def children(self) -> Iterator[Node]:
        """The nodes that lie directly in this one."""
        for name in fields(self):  # type: ignore[arg-type]
            value = getattr(self, name.name)
            yield from (item for item in _flat(value) if isinstance(item, Node))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from _flat(item)
    else:
        yield value


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A text, number, boolean or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class Join(Node):
    """A template of more than one part: what they make together, written as one text."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Name(Node):
    """The first word of a traversal."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """`base.name`."""

    base: Node
    name: str


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`base[key]`, and `base.0`."""

    base: Node
    key: Node


@dataclass(frozen=True, slots=True)
class Here(Node):
    """The item that a splat is at."""


@dataclass(frozen=True, slots=True)
class Splat(Node):
    """`base[*]` and `base.*`: `each` says what becomes of one item, which is Here."""

    base: Node
    each: Node


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`-operand` or `!operand`."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`left sign right`."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`condition ? yes : no`, and a template's `%{ if }`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function's call; `spread` where the last argument is a list of arguments (`...`)."""

    name: str
    arguments: tuple[Node, ...]
    spread: bool


@dataclass(frozen=True, slots=True)
class Tuple(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Object(Node):
    """`{a = b}`."""

    pairs: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class For(Node):
    """A `for` expression; `key` is None where it makes a list, `joined` where it is a template's `%{ for }`."""

    names: tuple[str, ...]
    collection: Node
    key: Node | None
    result: Node
    condition: Node | None
    grouped: bool = False
    joined: bool = False
