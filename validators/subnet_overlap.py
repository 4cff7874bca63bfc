from itertools import takewhile

from stackgate.aws.network import address_range
from stackgate.validator import Undecidable, validator


@validator(on="aws_subnet", guards=("MF-3",))
def check(subnet, graph):
    """The address ranges of a VPC's subnets do not overlap.

    Why: AWS refuses the second of two overlapping subnets, in the middle of the deploy: neither `terraform validate`
        nor a plan compares them.
    Fix: Give each subnet a range of its own, for example by `cidrsubnet` with a different number.
    """
    own = known_range(subnet)
    if own is None:
        return
    network = graph.target(subnet["vpc_id"])
    siblings = graph.referrers(network, "aws_subnet") if network else graph.of_type("aws_subnet")
    for other in takewhile(lambda sibling: sibling is not subnet, siblings):
        if str(other.peek("vpc_id")) != str(subnet.peek("vpc_id")):
            continue
        try:
            theirs = known_range(other)
        except Undecidable:
            continue  # that subnet's own judgement says so
        if theirs is not None and own.overlaps(theirs):
            yield f"{own} overlaps {theirs} of {other.address}", "cidr_block"


def known_range(subnet):
    """The subnet's range, None where it has none or, as subnet_in_vpc tells, none that is valid."""
    value = subnet.peek("cidr_block")
    try:
        return None if value is None else address_range(value)
    except ValueError:
        return None
