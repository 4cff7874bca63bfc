from stackgate.aws.network import main_table
from stackgate.aws.wiring import wired
from stackgate.validator import validator


@validator(on="aws_subnet", guards=("MF-3", "MF-S2"))
def check(subnet, graph):
    """A subnet is associated with a route table, or its VPC's main route table is configured in the document.

    Why: A subnet without an association silently uses the table that AWS made with the VPC, which has no way out: a
        subnet meant to be public is not reachable, one meant to be private reaches nothing.
    Fix: Add an aws_route_table_association of the subnet with the route table of its tier.
    """
    network = graph.target(subnet["vpc_id"])
    if network is None or network.kind != "aws_vpc":
        return  # a network made elsewhere has its main route table there
    if not wired(graph, subnet, "subnet_id", "aws_route_table_association") and main_table(network, graph) is None:
        yield "no route table association, and the main route table of its VPC is not configured"
