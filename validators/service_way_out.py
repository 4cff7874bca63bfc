from stackgate.aws.network import is_internet_gateway, route_table_of, routes_of
from stackgate.aws.wiring import items, pointed, wired
from stackgate.validator import validator

EVERYWHERE = ("0.0.0.0/0", "::/0")
DESTINATIONS = ("cidr_block", "destination_cidr_block", "ipv6_cidr_block", "destination_ipv6_cidr_block")


@validator(on="aws_ecs_service")
def check(service, graph):
    """A service's tasks reach the registry that their image comes from: by a NAT gateway, an address, an endpoint.

    Why: Tasks in subnets without a way out cannot fetch their image, their secrets, or write their log. The service
        deploys and never gets a task to run.
    Fix: Route 0.0.0.0/0 of the subnets to a NAT gateway, or make the VPC endpoints that the tasks need: ecr.api,
        ecr.dkr and logs as interfaces, s3 as a gateway.
    """
    for block in service.blocks("network_configuration"):
        for value in items(block, "subnets"):
            subnet = pointed(graph, value)
            if subnet is not None and subnet.kind == "aws_subnet" and not has_way_out(subnet, block, graph):
                yield (
                    f"its tasks in {subnet.address} have no way out, and their VPC no endpoints",
                    "network_configuration",
                )


def has_way_out(subnet, placement, graph):
    network = pointed(graph, subnet["vpc_id"])
    if network is None or network.kind != "aws_vpc" or wired(graph, network, "vpc_id", "aws_vpc_endpoint"):
        return True
    table = route_table_of(subnet, graph)
    if table is None or table.kind == "aws_vpc":
        return True  # whether there is a table at all is another rule's matter
    out = [route for route in routes_of(table, graph) if leads_everywhere(route)]
    if placement.flag("assign_public_ip"):
        return bool(out)
    return any(not is_internet_gateway(route.peek("gateway_id")) for route in out)


def leads_everywhere(route):
    if route.get("destination_prefix_list_id"):
        return True
    return any(route[name] in EVERYWHERE for name in DESTINATIONS if name in route)
