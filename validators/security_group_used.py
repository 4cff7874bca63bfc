from stackgate.validator import validator

RULES = (
    "aws_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
)
"""What gives a security group its rules, or admits it, and puts nothing into it."""


@validator(on="aws_security_group", controls=("EC2.22",), level="warning")
def check(group, graph):
    """A security group is attached to something, where the document attaches any.

    Why: Rules that guard nothing look like protection, and what they were written for runs in the default group. A
        warning is enough: another stack may attach it, by its name or id.
    Fix: Put the group's id into the security_groups of what it is for, or take the group away.
    """
    if is_attached(group, graph) or is_shown(group, graph):
        return
    if any(is_attached(other, graph) for other in graph.of_type("aws_security_group")):
        yield "nothing is in it"


def is_attached(group, graph):
    return any(user.kind not in RULES for user in graph.referrers(group))


def is_shown(group, graph):
    """Whether an output, or a module, is given it."""
    blocks = (*graph.configuration.blocks("output"), *graph.configuration.blocks("module"))
    return any(f"{group.address}." in str(block.raw) for block in blocks)
