from stackgate.aws.traffic import is_attached
from stackgate.aws.wiring import is_shown
from stackgate.validator import validator


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
