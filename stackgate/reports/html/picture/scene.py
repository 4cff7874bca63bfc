"""What a picture shows and what contains what: before any of it has a place or a size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from stackgate.reports.html.picture.facts import Facts
from stackgate.reports.html.picture.roles import TITLES, Role
from stackgate.reports.html.picture.standing import Standing, together

Kind = Literal["region", "vpc", "zone", "subnet", "band"]

_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d+(?=[a-z]\Z)")
"""What a zone's name begins with."""
_MOST_NODES = 150
_MOST_VPCS = 4
_LAST_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Node:
    """A resource, or several of one type, by their numbers in the evidence. `name` tells it from all the others.

    `chips` are what only configures it.
    """

    name: str
    members: tuple[int, ...]
    type: str
    role: Role
    standing: Standing
    chips: tuple[Node, ...] = ()


@dataclass
class Container:
    """A frame around nodes: a stack's region, a VPC, a zone, a subnet, or the band of a role.

    `node` is the resource that the frame itself stands for.
    """

    kind: Kind
    title: str = ""
    node: Node | None = None
    cards: list[Node] = field(default_factory=list)
    inside: list[Container] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Every node in the frame, that of the frame first, each before its chips."""
        if self.node:
            yield from (self.node, *self.node.chips)
        for card in self.cards:
            yield from (card, *card.chips)
        for container in self.inside:
            yield from container.nodes()


def scene_of(facts: Facts) -> list[Container]:
    """The regions, one for each stack: with as many nodes as can be read, the others in groups by type.

    What is grouped grows from level to level: many of one type, all of one type, all VPCs of a stack, all stacks.
    """
    for level in range(_LAST_LEVEL + 1):
        regions = _Builder(facts, level).regions()
        if sum(1 for region in regions for _ in region.nodes()) <= _MOST_NODES:
            break
    return regions


class _Builder:
    """Puts the resources of one evidence into frames, at one level of grouping."""

    def __init__(self, facts: Facts, level: int) -> None:
        self.facts = facts
        self.level = level
        self.most_cards, self.most_chips, self.most_subnets = (
            (6, 4, 6) if level == 0 else (1, 1, 4 if level == 1 else 0)
        )
        self.groups = 0
        self.frames: dict[tuple[object, ...], list[int]] = {}
        self.vpcs = Counter(self.stack(vpc) for vpc in facts.vpcs)
        self.subnets = Counter(self.zone_key(subnet) for subnet in facts.subnets)

    def regions(self) -> list[Container]:
        """The frames, outermost first."""
        placed: dict[str, dict[object, list[int]]] = {}
        for index in self.facts.roots:
            placed.setdefault(self.stack(index), {}).setdefault(self.vpc_key(index), []).append(index)
        return [self.region(stack, by_vpc) for stack, by_vpc in placed.items()]

    def region(self, stack: str, by_vpc: dict[object, list[int]]) -> Container:
        title = self.title(stack, by_vpc)
        vpcs = [self.vpc(members) for key, members in by_vpc.items() if key is not None]
        return Container("region", title, inside=[*vpcs, *self.bands(by_vpc.get(None, []))])

    def title(self, stack: str, by_vpc: dict[object, list[int]]) -> str:
        """The stack's name, and the regions of its zones."""
        zones = [self.facts.zones[one] for members in by_vpc.values() for one in members if one in self.facts.zones]
        regions = dict.fromkeys(match[0] for zone in sorted(zones) if (match := _REGION.match(zone)))
        name = stack or f"{len({self.facts.stack(index) for index in self.facts.roots})} stacks"
        return " · ".join([name, *regions])

    def vpc(self, members: list[int]) -> Container:
        own = [index for index in members if index in self.facts.vpcs]
        subnets: dict[str, dict[object, list[int]]] = {}
        rest = []
        for index in members:
            subnet = self.facts.subnet_of(index)
            if subnet is not None:
                zone = self.facts.zones.get(subnet, "")
                subnets.setdefault(zone, {}).setdefault(self.subnet_key(subnet), []).append(index)
            elif index not in self.facts.vpcs:
                rest.append(index)
        zones = [
            Container("zone", zone, inside=[self.subnet(inside) for inside in self.public_first(by_subnet)])
            for zone, by_subnet in sorted(subnets.items(), key=lambda pair: (not pair[0], pair[0]))
        ]
        title = "VPC" if own else "VPC of another document"
        return Container("vpc", title, self.node(own) if own else None, inside=[*zones, *self.bands(rest)])

    def public_first(self, by_subnet: dict[object, list[int]]) -> list[list[int]]:
        tiers = self.facts.tiers
        order = {"public": 0, "private": 1, "": 2}
        return sorted(by_subnet.values(), key=lambda members: min(order[tiers.get(one, "")] for one in members))

    def subnet(self, members: list[int]) -> Container:
        own = [index for index in members if index in self.facts.subnets]
        tier = self.facts.tiers.get(own[0], "")
        cards = self.cards([index for index in members if index not in self.facts.subnets])
        return Container("subnet", tier or "subnet", self.node(own), cards)

    def bands(self, members: list[int]) -> list[Container]:
        by_role: dict[Role, list[int]] = {}
        for index in members:
            by_role.setdefault(self.facts.roles[index], []).append(index)
        return [Container("band", TITLES[role], cards=self.cards(by_role[role])) for role in TITLES if role in by_role]

    def cards(self, members: list[int]) -> list[Node]:
        return [self.node(group) for group in self.grouped(members, self.most_cards)]

    def node(self, members: list[int]) -> Node:
        """The node of some resources of one type, with the chips of what configures them."""
        small = [one for index in members for one in self.facts.satellites.get(index, ())]
        chips = tuple(self.plain_node(group) for group in self.grouped(small, self.most_chips))
        return self.plain_node(members, chips)

    def plain_node(self, members: list[int], chips: tuple[Node, ...] = ()) -> Node:
        facts, first = self.facts, members[0]
        standing = together(facts.standings[index] for index in members)
        name = str(first)
        if len(members) > 1:
            name = f"g{self.groups}"
            self.groups += 1
        return Node(name, tuple(members), facts.kind(first), facts.roles[first], standing, chips)

    def grouped(self, members: list[int], most: int) -> list[list[int]]:
        """The resources each for itself, those of a type of which there are more than `most` as one."""
        by_kind: dict[str, list[int]] = {}
        for index in members:
            by_kind.setdefault(self.facts.kind(index), []).append(index)
        return [
            group
            for same in by_kind.values()
            for group in ([same] if len(same) > most else [[index] for index in same])
        ]

    def stack(self, index: int) -> str:
        return self.facts.stack(index) if self.level < 3 else ""

    def vpc_key(self, index: int) -> object:
        vpc = self.facts.vpc_of(index)
        if vpc is None or vpc < 0:
            return vpc
        return "all" if self.level > 1 or self.vpcs[self.stack(vpc)] > _MOST_VPCS else vpc

    def zone_key(self, subnet: int) -> tuple[str, object, str]:
        return self.stack(subnet), self.vpc_key(subnet), self.facts.zones.get(subnet, "")

    def subnet_key(self, subnet: int) -> object:
        crowded = self.subnets[self.zone_key(subnet)] > self.most_subnets
        return self.facts.tiers.get(subnet, "") if crowded else subnet
