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


@dataclass(slots=True, eq=False)
class Literal(Node):
    """A text, number, boolean or null."""

    value: Any


@dataclass(slots=True, eq=False)
class Join(Node):
    """A template of more than one part: what they make together, written as one text."""

    parts: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class Name(Node):
    """The first word of a traversal."""

    name: str


@dataclass(slots=True, eq=False)
class Attribute(Node):
    """`base.name`."""

    base: Node
    name: str


@dataclass(slots=True, eq=False)
class Index(Node):
    """`base[key]`, and `base.0`."""

    base: Node
    key: Node


@dataclass(slots=True, eq=False)
class Here(Node):
    """The item that a splat is at."""


@dataclass(slots=True, eq=False)
class Splat(Node):
    """`base[*]` and `base.*`: `each` says what becomes of one item, which is Here."""

    base: Node
    each: Node


@dataclass(slots=True, eq=False)
class Unary(Node):
    """`-operand` or `!operand`."""

    sign: str
    operand: Node


@dataclass(slots=True, eq=False)
class Binary(Node):
    """`left sign right`."""

    sign: str
    left: Node
    right: Node


@dataclass(slots=True, eq=False)
class Conditional(Node):
    """`condition ? yes : no`, and a template's `%{ if }`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(slots=True, eq=False)
class Call(Node):
    """A function's call; `spread` where the last argument is a list of arguments (`...`)."""

    name: str
    arguments: tuple[Node, ...]
    spread: bool


@dataclass(slots=True, eq=False)
class Tuple(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class Object(Node):
    """`{a = b}`."""

    pairs: tuple[tuple[Node, Node], ...]


@dataclass(slots=True, eq=False)
class For(Node):
    """A `for` expression; `key` is None where it makes a list, `joined` where it is a template's `%{ for }`."""

    names: tuple[str, ...]
    collection: Node
    key: Node | None
    result: Node
    condition: Node | None
    grouped: bool = False
    joined: bool = False
