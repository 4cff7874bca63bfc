from stackgate.aws.network import address_range
from stackgate.validator import Unresolved, validator

SIZES = range(16, 29)


@validator(on="aws_subnet", guards=("MF-3",))
def check(subnet, graph):
    """A subnet's address range lies in a range of its VPC and is of a size from /16 to /28.

    Why: AWS refuses any other range, but only when the subnet is created: neither `terraform validate` nor a plan
        compares it with the VPC.
    Fix: Choose a `cidr_block` inside the VPC's `cidr_block`, or associate the range with the VPC as a secondary one
        (aws_vpc_ipv4_cidr_block_association).
    """
    written = subnet.peek("cidr_block")
    if written is None:
        return  # a subnet of IPv6 alone, or one whose range a pool gives
    try:
        own = address_range(written)
    except ValueError as error:
        if isinstance(written, Unresolved) and not written.references:
            return  # the schema finds what Terraform cannot evaluate
        yield f"not an address range: {error}", "cidr_block"
        return
    if own.prefixlen not in SIZES:
        yield f"{own} is of size /{own.prefixlen}, AWS allows /16 to /28", "cidr_block"
    vpc = graph.target(subnet["vpc_id"])
    if vpc is None or vpc.kind != "aws_vpc":
        return
    blocks = (vpc, *graph.referrers(vpc, "aws_vpc_ipv4_cidr_block_association"))
    try:
        ranges = [address_range(block.peek("cidr_block")) for block in blocks]
    except ValueError:
        return  # the VPC's own fault, or its range comes from an address pool
    if not any(own.version == whole.version and own.subnet_of(whole) for whole in ranges):
        yield f"{own} is not in {vpc.address}'s {', '.join(map(str, ranges))}", "cidr_block"
