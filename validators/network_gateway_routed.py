from stackgate.aws.network import is_public, is_routed, route_table_of, subnets_of
from stackgate.validator import validator


@validator(on="aws_internet_gateway", guards=("MF-3",))
def check(gateway, graph):
    """An internet gateway has a route that leads to it, in a route table that a subnet uses.

    Why: Without one no subnet is public: NAT gateways and load balancers reach nothing, and nothing reaches them.
        Terraform applies such a network without complaint.
    Fix: Give the public route table a route to 0.0.0.0/0 with this gateway as `gateway_id`, and associate the public
        subnets with it.
    """
    if not is_routed(gateway, graph):
        yield "no route leads to it"
        return
    network = graph.target(gateway.peek("vpc_id"))
    subnets = subnets_of(network, graph) if network is not None and network.kind == "aws_vpc" else []
    # A subnet without a route table is a fault of its own, and may be the one that is missed here.
    complete = subnets and all(route_table_of(subnet, graph) for subnet in subnets)
    if complete and not any(is_public(subnet, graph) for subnet in subnets):
        yield f"none of the {len(subnets)} subnets of its VPC has a route to it"
