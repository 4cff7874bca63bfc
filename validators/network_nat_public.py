from stackgate.aws.network import is_internet_gateway, route_table_of, routes_of
from stackgate.aws.wiring import pointed
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
    if table is None:
        return  # a subnet without a route table is another rule's matter
    if not any(is_internet_gateway(route.peek("gateway_id")) for route in routes_of(table, graph)):
        yield f"{subnet.address} has no route to an internet gateway", "subnet_id"
