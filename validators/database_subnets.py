from stackgate.aws.network import in_several_zones, is_public, subnets_of, zone_of
from stackgate.aws.wiring import pointed
from stackgate.validator import Reference, validator


@validator(on=("aws_db_instance", "aws_rds_cluster"), guards=("MF-3", "MF-5"))
def check(database, graph):
    """A database names a subnet group, and the group's subnets lie in at least two availability zones.

    Why: Without a group the database lands in the account's default network, out of reach of its clients. AWS refuses a
        group of one zone, and a database could not move when that zone fails.
    Fix: Set `db_subnet_group_name` to an aws_db_subnet_group of private subnets in two zones or more.
    """
    if "db_subnet_group_name" not in database:
        if "replicate_source_db" not in database:  # a replica takes over the group of its source
            yield "no subnet group", "db_subnet_group_name"
        return
    group = subnet_group(database["db_subnet_group_name"], graph)
    if group is None:
        return  # made elsewhere
    members = group.values("subnet_ids")
    subnets = [pointed(graph, member) for member in members]
    if len(members) < 2:
        yield f"its subnet group {group.address} has {len(members) or 'no'} subnet", "db_subnet_group_name"
    elif are_placed(subnets) and not in_several_zones(subnets) and has_other_zones(subnets[0], graph):
        yield f"the subnets of its group {group.address} lie in one zone", "db_subnet_group_name"


def subnet_group(name, graph):
    if isinstance(name, Reference):
        return graph.target(name)
    return graph.meant(name, "aws_db_subnet_group")


def are_placed(subnets):
    return all(subnet is not None and zone_of(subnet) is not None for subnet in subnets)


def has_other_zones(subnet, graph):
    """Whether the group could have been given another zone; where its tier has none, network_two_zones says so."""
    network = graph.target(subnet["vpc_id"])
    if network is None or network.kind != "aws_vpc":
        return True
    public = is_public(subnet, graph)
    return in_several_zones([other for other in subnets_of(network, graph) if is_public(other, graph) == public])
