from stackgate.aws.traffic import SECURITY_GROUPS, openings
from stackgate.validator import validator

WEB = (80, 443)


@validator(on=(*SECURITY_GROUPS, "aws_vpc_security_group_ingress_rule"), controls=("EC2.18", "EC2.19"))
def check(resource, graph):
    """A security group lets the whole internet in at the web's ports, 80 and 443, and at no other.

    Why: Databases, consoles and SSH that anybody can reach are found by scanners within minutes.
    Fix: Name the security group or the address range that may come in, and keep 0.0.0.0/0 and ::/0 for what serves
        the web.
    """
    for opening in openings(resource, "ingress"):
        if not (opening.first == opening.last and opening.first in WEB):
            yield f"{opening.world} may come in at {opening.ports}", opening.attribute
