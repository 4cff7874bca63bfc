from stackgate.aws.network import is_internet_gateway, is_routed, route_table_of, routes_of
from stackgate.aws.wiring import pointed, wired
from stackgate.validator import validator


@validator(on="aws_nat_gateway")
def check(gateway, graph):
    """A public NAT gateway lies in a subnet with a route to an internet gateway.

    Why: It passes on what private subnets send to it, by the route table of its own subnet. In a private subnet that
        table leads nowhere, or back to the gateway: everything is up, and nothing has a way out.
    Fix: Put the NAT gateway into the public subnet of its zone (subnet_id).
    """
    if gateway.get("connectivity_type", "public") != "public":
        return
    subnet = pointed(graph, gateway["subnet_id"])
    table = route_table_of(subnet, graph) if subnet is not None and subnet.kind == "aws_subnet" else None
    if table is None or has_gateway_without_route(subnet, graph):
        return  # other rules' matters: subnet_route_table and network_gateway_routed
    if not any(is_internet_gateway(route.peek("gateway_id")) for route in routes_of(table, graph)):
        yield f"{subnet.address} has no route to an internet gateway", "subnet_id"


def has_gateway_without_route(subnet, graph):
    """Whether the subnet's VPC has an internet gateway that no route leads to at all."""
    network = graph.target(subnet["vpc_id"])
    gateways = wired(graph, network, "vpc_id", "aws_internet_gateway") if network is not None else []
    return any(not is_routed(gateway, graph) for gateway in gateways)
