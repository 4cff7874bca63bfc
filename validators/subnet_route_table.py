from stackgate.aws.network import main_table
from stackgate.aws.wiring import wired
from stackgate.validator import validator

DATA_SUBNET_GROUPS = (
    "aws_dax_subnet_group",
    "aws_db_subnet_group",
    "aws_docdb_subnet_group",
    "aws_elasticache_subnet_group",
    "aws_memorydb_subnet_group",
    "aws_neptune_subnet_group",
    "aws_redshift_subnet_group",
)
"""What places databases and caches, which answer inside the VPC and call nobody."""


@validator(on="aws_subnet", guards=("MF-3", "MF-S2"))
def check(subnet, graph):
    """A subnet is associated with a route table, or its VPC's main route table is configured in the document.

    Why: A subnet without an association silently uses the table that AWS made with the VPC, which has no way out: a
        subnet meant to be public is not reachable, one meant to be private reaches nothing. One that holds databases
        or caches alone needs no way out, and is right to use that table.
    Fix: Add an aws_route_table_association of the subnet with the route table of its tier.
    """
    network = graph.target(subnet["vpc_id"])
    if network is None or network.kind != "aws_vpc":
        return  # a network made elsewhere has its main route table there
    if wired(graph, subnet, "subnet_id", "aws_route_table_association") or main_table(network, graph) is not None:
        return
    if not is_isolated(subnet, graph):
        yield "no route table association, and the main route table of its VPC is not configured"


def is_isolated(subnet, graph):
    """Whether a subnet is meant to have no way out: databases and caches are all that is placed there."""
    placed = graph.referrers(subnet)
    return (
        bool(placed)
        and all(user.kind in DATA_SUBNET_GROUPS for user in placed)
        and not subnet.flag("map_public_ip_on_launch")
    )
