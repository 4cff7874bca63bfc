from stackgate.aws.wiring import wired
from stackgate.validator import validator

RULES = {
    "aws_security_group_rule": "security_group_id",
    "aws_vpc_security_group_egress_rule": "security_group_id",
    "aws_vpc_security_group_ingress_rule": "security_group_id",
}


@validator(on=("aws_vpc", "aws_default_security_group"), controls=("EC2.2",), level="warning")
def check(resource, graph):
    """A VPC's default security group is managed, and has no rules.

    Why: AWS makes it with rules that let all its members talk to each other and to the world, and whatever is started
        without a security group becomes a member. A warning is enough: nothing is open until something is started so.
    Fix: Add an aws_default_security_group with the VPC as `vpc_id` and nothing else, which removes the rules; give
        each workload a security group of its own.
    """
    if resource.type == "aws_vpc" and not wired(graph, resource, "vpc_id", "aws_default_security_group"):
        yield "its default security group is left as AWS makes it"
    for name in ("ingress", "egress") if resource.type == "aws_default_security_group" else ():
        if any(resource.blocks(name)):
            yield f"the default security group has {name} rules", name
    for kind, attribute in RULES.items():
        for rule in graph.referrers(resource, kind):
            if any(is_default_group(reference, resource) for reference in rule.references(attribute)):
                yield f"{rule.address} adds a rule to the default security group"


def is_default_group(reference, resource):
    attribute = "default_security_group_id" if resource.type == "aws_vpc" else "id"
    return reference.target == resource.address and reference.attribute == attribute
