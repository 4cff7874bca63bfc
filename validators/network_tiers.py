from stackgate.aws.network import is_public, subnets_of
from stackgate.validator import validator


@validator(on="aws_vpc", controls=("SC-7",), guards=("MF-3",), level="warning")
def check(vpc, graph):
    """A VPC that has public subnets has private ones too, for what need not be reached from the internet.

    Why: In a public subnet a security group is all that stands between a database or a task and the internet.
        A warning is enough: a network of nothing but public entry points (a load balancer, a bastion) is a legitimate
        design.
    Fix: Add private subnets, one a zone, whose route tables lead out through NAT gateways or VPC endpoints, and put the
        workloads there.
    """
    subnets = subnets_of(vpc, graph)
    if subnets and all(is_public(subnet, graph) for subnet in subnets):
        yield f"all its {len(subnets)} subnets are public"
