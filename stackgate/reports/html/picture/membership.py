"""Which resources live in which VPC, and in which of its subnets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stackgate.reports.html.picture.links import SUBNET_TYPES, VPC_TYPES, Links
from stackgate.reports.html.picture.roles import role_of
from stackgate.services import service

Tier = Literal["public", "private", ""]

_ELSEWHERE = -1
_CARRIERS = (
    *("aws_security_group", "aws_security_groups", "aws_subnets", "aws_subnet_ids", "aws_route_table"),
    *("aws_launch_template", "aws_launch_configuration", "aws_vpc_security_group_ingress_rule"),
    *("aws_vpc_ipv4_cidr_block_association", "aws_network_interface", "aws_lb_target_group", "aws_lb"),
)
_NEVER_INSIDE = ("Route 53", "CloudFront", "S3", "DynamoDB", "SQS", "SNS", "Kinesis", "Firehose", "EventBridge")
_ROUNDS = 4  # an instance, by its launch template, by its security group, by its VPC


@dataclass(frozen=True, slots=True)
class Home:
    """Where a resource lives: the number of its VPC, or -1 for one of another document, and those of its subnets."""

    vpc: int
    subnets: frozenset[int] = frozenset()


def homes_of(links: Links) -> list[Home | None]:
    """The home of each resource; None outside of every VPC, and for what spans several. A VPC is its own home."""
    homes = _containers(links)
    eligible = [index for index, home in enumerate(homes) if home is None and _may_live_inside(links, index)]
    for _ in range(_ROUNDS):
        known = list(homes)
        for index in eligible:
            if known[index] is None:
                homes[index] = _home(links, index, known)
    for index in eligible:
        if links.types[index] == "aws_ecs_cluster":
            homes[index] = _of_services(links, index, homes)
    return homes


def tiers_of(links: Links) -> dict[int, Tier]:
    """For each subnet whose route table is known: whether that has a route to an internet gateway."""
    open_tables = set()
    for index, kind in enumerate(links.types):
        targets = links.outgoing[index]
        if any(links.types[target] == "aws_internet_gateway" for target in targets):
            if kind == "aws_route_table":
                open_tables.add(index)
            elif kind == "aws_route":
                open_tables.update(target for target in targets if links.types[target] == "aws_route_table")
    tiers: dict[int, Tier] = {}
    for index, kind in enumerate(links.types):
        if kind == "aws_route_table_association":
            tables = [target for target in links.outgoing[index] if links.types[target] == "aws_route_table"]
            for target in links.outgoing[index]:
                if tables and links.types[target] in SUBNET_TYPES:
                    tiers[target] = "public" if tables[0] in open_tables else "private"
    return tiers


def _containers(links: Links) -> list[Home | None]:
    homes: list[Home | None] = [None] * len(links.types)
    for index, kind in enumerate(links.types):
        if kind in VPC_TYPES:
            homes[index] = Home(index)
    for index, kind in enumerate(links.types):
        if kind in SUBNET_TYPES:
            homes[index] = Home(_vpc_of_subnet(links, index), frozenset([index]))
    return homes


def _vpc_of_subnet(links: Links, index: int) -> int:
    near = links.outgoing[index]
    further = [one for target in near if links.types[target].endswith("_association") for one in links.outgoing[target]]
    return next((target for target in [*near, *further] if links.types[target] in VPC_TYPES), _ELSEWHERE)


def _may_live_inside(links: Links, index: int) -> bool:
    kind = links.types[index]
    if not kind.startswith("aws_") or service(kind) in _NEVER_INSIDE:
        return False
    if links.is_data[index]:
        return kind in _CARRIERS
    return role_of(kind) not in ("security", "monitoring", "other")


def _home(links: Links, index: int, known: list[Home | None]) -> Home | None:
    """The home that the resource's references tell: those to a VPC or a subnet, else those to what has one."""
    targets = links.outgoing[index]
    direct = [home for target in targets if (home := known[target]) and _is_container(links, target)]
    carried = [home for target in targets if (home := known[target]) and _carries(links.types[target])]
    found = direct or carried
    if len({home.vpc for home in found}) != 1:
        return None
    return Home(found[0].vpc, frozenset[int]().union(*(home.subnets for home in found)))


def _of_services(links: Links, index: int, homes: list[Home | None]) -> Home | None:
    """The VPC that all the services of a cluster live in."""
    found = {homes[source] for source in links.incoming[index] if links.types[source] == "aws_ecs_service"}
    vpcs = {home.vpc if home else None for home in found}
    vpc = vpcs.pop() if len(vpcs) == 1 else None
    return None if vpc is None else Home(vpc)


def _is_container(links: Links, index: int) -> bool:
    return links.types[index] in VPC_TYPES or links.types[index] in SUBNET_TYPES


def _carries(kind: str) -> bool:
    return kind in _CARRIERS or kind.endswith("_subnet_group")
