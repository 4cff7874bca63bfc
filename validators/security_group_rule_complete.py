from stackgate.validator import Unresolved, validator

DIRECTIONS = ("ingress", "egress")
INLINE = ("aws_security_group", "aws_default_security_group")
PORTS = ("protocol", "from_port", "to_port")
PEERS = (
    "cidr_blocks",
    "ipv6_cidr_blocks",
    "prefix_list_ids",
    "security_groups",
    "self",
    "source_security_group_id",
    "cidr_ipv4",
    "cidr_ipv6",
    "prefix_list_id",
    "referenced_security_group_id",
)


@validator(
    on=(
        *INLINE,
        "aws_security_group_rule",
        "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_ingress_rule",
    ),
)
def check(resource, graph):
    """A security group's rule names its ports, and whom it is for.

    Why: A rule that names nobody is not made: Terraform says that it is, and AWS lets nobody through. So it ends where
        CDKTF leaves out the keys that it does not know, as those of a dict in a list.
    Fix: Set cidr_blocks, security_groups, prefix_list_ids or self, beside from_port, to_port and protocol.
    """
    if resource.type not in INLINE:
        if names_nobody(resource):
            yield "it names nobody whom it is for"
        return
    for direction in DIRECTIONS:
        for rule in resource.blocks(direction):
            missing = [name for name in PORTS if rule.peek(name) is None]
            if missing:
                yield f"a rule without {', '.join(missing)}", direction
            elif names_nobody(rule):
                yield f"the rule for {ports(rule)} names nobody whom it is for", direction


def names_nobody(rule):
    return not any(is_named(rule.peek(name)) for name in PEERS)


def is_named(peer):
    """Whether an attribute names anybody; what is known only after the deploy is taken to."""
    final = peer.final() if isinstance(peer, Unresolved) else peer
    return isinstance(final, Unresolved) or final not in (None, False, "false", "", [])


def ports(rule):
    first, last = str(rule["from_port"]), str(rule["to_port"])
    return f"port {first}" if first == last else f"the ports {first} to {last}"
