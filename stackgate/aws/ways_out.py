"""How what runs in a subnet reaches the services of AWS: by a route that leads everywhere, or by endpoints."""

from __future__ import annotations

from stackgate.aws.network import is_internet_gateway, route_table_of, routes_of
from stackgate.aws.wiring import pointed, wired
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Unresolved

_EVERYWHERE = ("0.0.0.0/0", "::/0")
_DESTINATIONS = ("cidr_block", "destination_cidr_block", "ipv6_cidr_block", "destination_ipv6_cidr_block")
_NAMES = {"firehose": "kinesis-firehose", "kinesis": "kinesis-streams"}


def leads_out(subnet: Resource, graph: Graph, has_address: bool = False) -> bool:
    """Whether a subnet's route table leads everywhere: by an internet gateway only for what has a public address.

    True too where it is not told, or another rule's matter: a network made elsewhere, a subnet without a table.
    Raises Undecidable where the table is not in the document.
    """
    network = pointed(graph, subnet["vpc_id"])
    if network is None or network.kind != "aws_vpc":
        return True
    table = route_table_of(subnet, graph)
    if table is None or table.kind == "aws_vpc":
        return True
    out = [route for route in routes_of(table, graph) if _leads_everywhere(route)]
    return any(has_address or not is_internet_gateway(route.peek("gateway_id")) for route in out)


def endpoints_of(subnet: Resource, graph: Graph) -> set[str] | None:
    """The services that endpoints of a subnet's VPC lead to, as `ecr.api`; None where it is not told of one of them.

    Raises Undecidable where no endpoint is found and one may be the VPC's.
    """
    network = pointed(graph, subnet["vpc_id"])
    if network is None or network.kind != "aws_vpc":
        return None
    services: set[str] = set()
    for endpoint in wired(graph, network, "vpc_id", "aws_vpc_endpoint"):
        name = endpoint.peek("service_name")
        text = str(name.final() if isinstance(name, Unresolved) else name)
        parts = text.rpartition("}")[2].lstrip(".").split(".") if "}" in text else text.split(".")[3:]
        if not any(parts):
            return None
        services.add(".".join(parts))
    return services


def missing(services: set[str], needed: list[str]) -> list[str]:
    """The services out of `needed`, by their names in ARNs, that no endpoint leads to."""
    return [name for name in needed if _NAMES.get(name, name) not in services]


def _leads_everywhere(route: Block) -> bool:
    if route.get("destination_prefix_list_id"):
        return True
    return any(route[name] in _EVERYWHERE for name in _DESTINATIONS if name in route)
