"""The references between the resources of all the judged documents, by their place in the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stackgate.evidence import SeenResource

VPC_TYPES = ("aws_vpc", "aws_default_vpc")
SUBNET_TYPES = ("aws_subnet", "aws_default_subnet")


@dataclass(frozen=True)
class Links:
    """The resources, and for each the numbers of those that it refers to; what is in no document is left out."""

    resources: Sequence[SeenResource]

    @cached_property
    def types(self) -> list[str]:
        """Each resource's type, without the prefix of a data source."""
        return [resource.type.removeprefix("data.") for resource in self.resources]

    @cached_property
    def is_data(self) -> list[bool]:
        """Whether each is a data source: only looked up, not made."""
        return [is_data_source(resource) for resource in self.resources]

    @cached_property
    def outgoing(self) -> list[list[int]]:
        """What each resource refers to, in its own stack."""
        number: dict[tuple[str, str], int] = {}
        for index, resource in enumerate(self.resources):
            number.setdefault((resource.stack, resource.address), index)
        named = ([number.get((one.stack, address)) for address in one.references] for one in self.resources)
        return [[target for target in targets if target is not None] for targets in named]

    @cached_property
    def incoming(self) -> list[list[int]]:
        """Who refers to each resource."""
        found: list[list[int]] = [[] for _ in self.resources]
        for source, targets in enumerate(self.outgoing):
            for target in targets:
                found[target].append(source)
        return found


def is_data_source(resource: SeenResource) -> bool:
    """Whether an address has `data.` before its type: at its beginning, or behind its modules."""
    return resource.type.startswith("data.") or f"data.{resource.type}." in resource.address.partition('["')[0]
