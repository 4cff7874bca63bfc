"""The regions that a document's resources are made in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Undecidable

_REGION = re.compile(r"[a-z]{2,3}(?:-[a-z]+)+-\d+")
_VARIABLE = re.compile(r"\$\{var\.([\w-]+)\}")


def region_of(resource: Resource, graph: Graph) -> str | None:
    """The region that a resource is made in: its own `region`, or its provider's; None where that is not written."""
    if "region" in resource:
        try:
            return _region(resource.text("region"), graph)
        except Undecidable:
            return None
    provider = str(resource.raw.get("provider") or "aws").removeprefix("${").removesuffix("}")
    alias = provider.partition(".")[2] or None
    for block in _providers(graph):
        if block.raw.get("alias") == alias:
            return _region(block.raw.get("region"), graph)
    return None


def _providers(graph: Graph) -> Iterator[Block]:
    for block in graph.configuration.blocks("provider"):
        yield from block.blocks("aws")


def _region(value: object, graph: Graph) -> str | None:
    """The name of a region, through a variable's default if need be."""
    text = str(value)
    variable = _VARIABLE.fullmatch(text)
    if variable:
        declared = (block.block(variable[1]) for block in graph.configuration.blocks("variable"))
        text = next((str(block.raw["default"]) for block in declared if "default" in block.raw), "")
    return text if _REGION.fullmatch(text) else None
