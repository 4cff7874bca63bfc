from stackgate.aws.network import in_several_zones, is_public, subnets_of, zone_of
from stackgate.validator import validator


@validator(on="aws_vpc", controls=("CP-10", "SC-36"), guards=("MF-3", "MF-S2"))
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
    tiers = {"public": [], "private": []}
    for subnet in subnets:
        tiers["public" if is_public(subnet, graph) else "private"].append(subnet)
    for tier, members in tiers.items():
        if members and not in_several_zones(members):
            zones = {str(zone) for member in members if (zone := zone_of(member)) is not None}
            where = f"in {zones.pop()} alone" if zones else "wherever AWS puts them: none of them names a zone"
            names = ", ".join(member.address for member in members)
            yield f"its {tier} subnets lie {where} ({names})"
