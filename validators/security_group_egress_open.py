from stackgate.aws.traffic import openings
from stackgate.validator import validator


@validator(
    on=("aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_egress_rule"),
    level="warning",
)
def check(resource, graph):
    """A security group lets out to the whole internet at single ports only.

    Why: Whoever breaks in wants to load tools and to send data out, by whatever port there is. It is a warning, since
        many a workload calls services whose addresses nobody can list, and AWS's own default lets everything out.
    Fix: Name the ports and, where they are known, the groups, prefix lists or address ranges that the workload calls.
    """
    for opening in openings(resource, "egress"):
        if opening.first != opening.last:
            yield f"{opening.world} may be called at {opening.ports}", opening.attribute
