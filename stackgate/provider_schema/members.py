"""What a traversal reaches in a type of the provider: the type of an attribute, or that there is none."""

from __future__ import annotations

from typing import NamedTuple

from stackgate.expression import Steps
from stackgate.provider_schema.model import BlockType, NestedBlock, Type
from stackgate.spelling import suggestion


class Missing(NamedTuple):
    """What a traversal names and a type has not; `known` are the names that it has."""

    name: str
    within: str
    known: tuple[str, ...] = ()
    may_be_newer: bool = True

    def message(self, kind: str) -> str:
        """What is wrong, in a resource of the type `kind`."""
        if not self.may_be_newer:
            return self.within
        return f"{self.within or kind} has no attribute {self.name!r}{suggestion(self.name, self.known)}"


def descend(block: BlockType, steps: Steps, within: str = "") -> Type | Missing | None:
    """The type of an attribute below a block, Missing where there is none, None where nobody can tell."""
    name = str(steps[0])
    if name in block.attributes:
        return _descend_type(block.attributes[name].type, steps[1:], name)
    nested = block.blocks.get(name)
    if nested is None:
        return Missing(name, within, (*block.attributes, *block.blocks))
    return _descend_nested(nested, steps[1:], name)


def _descend_nested(nested: NestedBlock, steps: Steps, name: str) -> Type | Missing | None:
    if nested.nesting == "single":
        return descend(nested.block, steps, name) if steps else None
    if not steps:
        return None
    if isinstance(steps[0], str) and steps[0] != "*" and not steps[0].isdecimal():
        if nested.nesting == "map":
            return descend(nested.block, steps[1:], name) if steps[1:] else None
        return Missing(steps[0], f"{name} is a {nested.nesting} of blocks: name one of them first", (), False)
    if not steps[1:]:
        return None
    found = descend(nested.block, steps[1:], name)
    return found if isinstance(found, Missing) or steps[0] != "*" or found is None else ["list", found]


def _descend_type(kind: Type, steps: Steps, name: str) -> Type | Missing | None:
    if not steps or kind == "dynamic":
        return kind if not steps else None
    if isinstance(kind, str):
        if steps[0] == "*":
            return None
        return Missing(str(steps[0]), f"{name} is a {kind}, which has no parts", (), False)
    constructor, inner = kind
    if constructor == "object":
        if steps[0] == "*":
            return None
        if str(steps[0]) not in inner:
            return Missing(str(steps[0]), name, tuple(inner))
        return _descend_type(inner[str(steps[0])], steps[1:], f"{name}.{steps[0]}")
    if constructor in ("list", "set") and isinstance(steps[0], str) and steps[0] != "*" and not steps[0].isdecimal():
        return Missing(steps[0], f"{name} is a {constructor}, whose items have no names", (), False)
    found = _descend_type(inner, steps[1:], name)
    return ["list", found] if steps[0] == "*" and found is not None and not isinstance(found, Missing) else found
