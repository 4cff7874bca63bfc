from stackgate.aws.network import in_several_zones, is_public, route_table_of, subnets_of, zone_of
from stackgate.validator import validator


@validator(on="aws_vpc", controls=("CP-10", "SC-36"), guards=("MF-3", "MF-S2"), relaxable=True)
def check(vpc, graph):
    """A VPC has subnets, and those of each tier, public and private, lie in at least two availability zones.

    Why: A zone fails as a whole. What runs in subnets of one zone fails with it, and load balancers and database subnet
        groups cannot even be created.
    Fix: Give each tier a subnet in a second zone, with `availability_zone` set on each; public is a subnet whose route
        table has a route to an internet gateway.
    """
    subnets = subnets_of(vpc, graph)
    if not subnets:
        yield "holds no subnet"
        return
    # A subnet without a route table is a fault of its own, and may be the one that a tier misses.
    routed = [subnet for subnet in subnets if route_table_of(subnet, graph)]
    public = [subnet for subnet in routed if is_public(subnet, graph)]
    private = [subnet for subnet in routed if subnet not in public]
    loose = [subnet for subnet in subnets if subnet not in routed]
    if not private:
        private, loose = loose, []
    for tier, members in (("public", public), ("private", private)):
        if members and not in_several_zones([*members, *loose]):
            zones = [str(zone) for member in members if (zone := zone_of(member)) is not None]
            where = f"in {zones[0]} alone" if zones else "wherever AWS puts them: none of them names a zone"
            names = ", ".join(member.address for member in members)
            yield f"its {tier} subnets lie {where} ({names})"
