"""How the networks of a document are laid out: their subnets, route tables, tiers, zones and address ranges."""

from __future__ import annotations

import ipaddress
import re
from itertools import combinations
from typing import Any

from stackgate.aws.wiring import pointed, wired
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Reference, Template, Undecidable, Unresolved, known, references_in

Range = ipaddress.IPv4Network | ipaddress.IPv6Network

_LIST_FUNCTIONS = re.compile(r"\b(?:element|tolist|sort)\(|[()\s]")
_LIST_ITEM = re.compile(r"([\w.-]+?)[,\[.](\d+)\]?")
_PART_OF_RANGE = re.compile(r'cidrsubnet\(\s*(?:"([^"]+)"|[\w.\[\]-]+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)')


def subnets_of(network: Resource, graph: Graph) -> list[Resource]:
    """The subnets of a VPC. Raises Undecidable where none is known and one may be its own."""
    return wired(graph, network, "vpc_id", "aws_subnet")


def main_table(network: Resource, graph: Graph) -> Resource | None:
    """What the document configures as a VPC's main route table, or None.

    That is the table of an aws_main_route_table_association, an aws_default_route_table, or, where only routes are
    added to the table that AWS made, the VPC itself.
    """
    for association in wired(graph, network, "vpc_id", "aws_main_route_table_association"):
        return pointed(graph, association["route_table_id"])
    for table in wired(graph, network, "default_route_table_id", "aws_default_route_table"):
        return table
    return network if wired(graph, network, "route_table_id", "aws_route") else None


def route_table_of(subnet: Resource, graph: Graph) -> Resource | None:
    """The route table that a subnet is associated with, else its VPC's main one, or None where neither is configured.

    Raises Undecidable where the table is not in the document.
    """
    for association in wired(graph, subnet, "subnet_id", "aws_route_table_association"):
        table = pointed(graph, association["route_table_id"])
        if table is None:
            raise Undecidable(f"depends on the route table of {association.address}, which is not in the document")
        return table
    network = graph.target(subnet["vpc_id"])
    return main_table(network, graph) if network is not None else None


def routes_of(table: Resource, graph: Graph) -> list[Block]:
    """The routes of a route table: those written in it and those added to it."""
    return [*table.blocks("route"), *wired(graph, table, "route_table_id", "aws_route")]


def is_routed(gateway: Resource, graph: Graph) -> bool:
    """Whether any route, or any table with routes in it, leads to an internet gateway."""
    tables = graph.referrers(gateway, "aws_route_table", "aws_default_route_table")
    return bool(tables or wired(graph, gateway, "gateway_id", "aws_route"))


def is_public(subnet: Resource, graph: Graph) -> bool:
    """Whether a subnet has a route to an internet gateway: what AWS calls a public subnet."""
    table = route_table_of(subnet, graph)
    if table is None:
        return False
    return any(is_internet_gateway(route.peek("gateway_id")) for route in routes_of(table, graph))


def is_internet_gateway(value: Any) -> bool:
    """Whether a route's `gateway_id` is an internet gateway: a reference to one, or an id `igw-...`."""
    references = list(references_in(value))
    if references:
        return any(
            reference.target.removeprefix("data.").startswith("aws_internet_gateway.") for reference in references
        )
    return value is not None and str(known(value)).startswith("igw-")


def zone_of(subnet: Resource) -> Any:
    """The zone that a subnet asks for, by name or id: a string, an unresolved value, or None where AWS chooses."""
    zone = subnet.peek("availability_zone")
    zone = subnet.peek("availability_zone_id") if zone is None else zone
    return zone.final() if isinstance(zone, Unresolved) else zone


def in_several_zones(resources: list[Resource]) -> bool:
    """Whether at least two of these subnets, or of other resources with a zone, are sure to lie in different zones.

    Two items of one list of zones count as different. Raises Undecidable where it depends on what is not known.
    """
    placed = [(resource, zone) for resource in resources if (zone := zone_of(resource)) is not None]
    undecided = [
        resource
        for resource, zone in placed
        if isinstance(zone, Unresolved) and ("count" in resource.raw or "for_each" in resource.raw)
    ]
    for (one, first), (other, second) in combinations(placed, 2):
        differ = _differ(first, second)
        alike = (one.peek("availability_zone") is None) == (other.peek("availability_zone") is None)
        if differ and alike:
            return True
        if differ is None or not alike:
            undecided.append(other)
    if undecided:
        raise Undecidable(f"depends on the zone of {undecided[0].address}: {zone_of(undecided[0])}")
    return False


def _differ(first: Any, second: Any) -> bool | None:
    """Whether two zones are different ones, None where that is not known."""
    if isinstance(first, str) and isinstance(second, str):
        return first != second
    if not (isinstance(first, Unresolved) and isinstance(second, Unresolved)):
        return None
    if str(first) == str(second):
        return False
    if isinstance(first, Template) and isinstance(second, Template):
        same = [str(part) for part in first.parts if not isinstance(part, str)]
        return True if same == [str(part) for part in second.parts if not isinstance(part, str)] else None
    items = [_LIST_ITEM.fullmatch(_LIST_FUNCTIONS.sub("", zone.expression)) for zone in (first, second)]
    one, other = items
    return one[2] != other[2] if one and other and one[1] == other[1] else None


def address_range(value: Any) -> Range:
    """The address range that a CIDR block gives, `cidrsubnet` of a known range included.

    Raises ValueError where it is not a CIDR block, Undecidable where it is not known.
    """
    if isinstance(value, Unresolved) and not isinstance(value, Reference):
        part = _PART_OF_RANGE.fullmatch(value.expression)
        if part and (part[1] or value.references):
            base = ipaddress.ip_network(str(known(part[1] or value.references[0])))
            length = base.prefixlen + int(part[2])
            if length > base.max_prefixlen or int(part[3]) >= 2 ** int(part[2]):
                raise ValueError(f"{value} does not fit into {base}")
            first = int(base.network_address) + (int(part[3]) << (base.max_prefixlen - length))
            return ipaddress.ip_network((first, length))
    return ipaddress.ip_network(str(known(value)))
