from stackgate.validator import validator


@validator(
    on=(
        "aws_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_ingress_rule",
    ),
    level="warning",
)
def check(resource, graph):
    """A rule of a security group says what it is for.

    Why: Rules are added and never taken away where nobody knows any more who needs them. It keeps nothing from
        working; hence only a warning.
    Fix: Set description, in the rule's block or in its resource.
    """
    if resource.type != "aws_security_group":
        if not resource.get("description"):
            yield "no description", "description"
        return
    for direction in ("ingress", "egress"):
        without = sum(not rule.get("description") for rule in resource.blocks(direction) if rule)
        if without:
            yield f"{without} {direction} rule{' has' if without == 1 else 's have'} no description", direction
