from stackgate.aws.traffic import is_attached, openings
from stackgate.aws.wiring import is_shown
from stackgate.validator import validator

WEB = (80, 443)
BALANCERS = ("aws_lb", "aws_alb", "aws_elb")


@validator(
    on=("aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"),
    level="warning",
)
def check(resource, graph):
    """Only a load balancer serves the web to the whole internet.

    What a group is for that the document shows to others, and puts nothing into, is theirs to say.

    Why: Behind a load balancer a server is out of reach of whoever scans the internet, and its certificate, its
        firewall and its log are in one place. A server that stands in the web by itself can be meant so, hence only a
        warning.
    Fix: Put a load balancer before it, and let the group in question in by its security group alone.
    """
    group = resource if resource.type == "aws_security_group" else graph.target(resource["security_group_id"])
    if group is not None and (graph.referrers(group, *BALANCERS) or is_for_others(group, graph)):
        return
    for opening in openings(resource, "ingress"):
        if opening.first == opening.last and opening.first in WEB:
            yield f"{opening.world} may come in at {opening.ports}, past any load balancer", opening.attribute


def is_for_others(group, graph):
    return not is_attached(group, graph) and is_shown(group, graph)
