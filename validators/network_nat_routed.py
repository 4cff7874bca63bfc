from stackgate.aws.wiring import is_shown, wired
from stackgate.validator import validator


@validator(on="aws_nat_gateway")
def check(gateway, graph):
    """A NAT gateway has a route that leads to it.

    Why: It is paid for by the hour, and the private subnets that it was made for have no way out: a route that was
        forgotten is not missed by Terraform.
    Fix: Give the route table of the private subnets of its zone a route to 0.0.0.0/0 with its id as nat_gateway_id.
    """
    tables = graph.referrers(gateway, "aws_route_table", "aws_default_route_table")
    if not tables and not wired(graph, gateway, "nat_gateway_id", "aws_route") and not is_shown(gateway, graph):
        yield "no route leads to it"
