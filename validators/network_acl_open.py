from stackgate.aws.traffic import opened
from stackgate.validator import validator

REMOTE = (20, 21, 22, 23, 3389)
EPHEMERAL = 1024


@validator(
    on=("aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"), controls=("EC2.21",), level="warning"
)
def check(resource, graph):
    """A network ACL does not let the whole internet in at the ports of SSH, RDP, Telnet and FTP.

    Answers to calls from inside come in at high ports: a range from 1024 or above up to 65535 is taken for that.

    Why: An ACL is the fence that still stands when somebody opens a security group too far. It is a warning, since the
        security group is the one that decides, and AWS's own default ACL lets everything in.
    Fix: Allow the ports that are served and the high ports, or name the address range that may come in.
    """
    if resource.type == "aws_network_acl_rule":
        rules = [] if resource.flag("egress") else [("", resource, "rule_action")]
    else:
        rules = [("ingress.", rule, "action") for rule in resource.blocks("ingress")]
    for prefix, rule, action in rules:
        if str(rule.text(action)).lower() != "allow":
            continue
        for opening in opened(rule, prefix):
            answers = opening.first >= EPHEMERAL and opening.last == 65535
            if not answers and any(opening.first <= port <= opening.last for port in REMOTE):
                yield f"{opening.world} may come in at {opening.ports}", opening.attribute
