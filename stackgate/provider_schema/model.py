"""A provider's schema as plain data: what may stand in a block, and what must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

Nesting: TypeAlias = Literal["list", "set", "single", "map"]

Type: TypeAlias = str | list[Any]
"""A type as Terraform writes it in JSON: `"string"`, `"number"`, `"bool"`, `"dynamic"`, `["list", T]`, `["set", T]`,
`["map", T]` or `["object", {name: T}]`."""


class Attribute(NamedTuple):
    """An argument of a block. Not `configurable` is what the provider alone decides, such as an ARN."""

    type: Type
    required: bool = False
    configurable: bool = True


class NestedBlock(NamedTuple):
    """A block inside a block. `required`: at least one must be there; `at_most_one`: no more than one may be."""

    nesting: Nesting
    block: BlockType
    required: bool = False
    at_most_one: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class BlockType:
    """The body of a resource, a data source, a provider or a nested block: its attributes and blocks by name.

    Compared by identity: what occurs in several places of one type is one object.
    """

    attributes: Mapping[str, Attribute]
    blocks: Mapping[str, NestedBlock]
