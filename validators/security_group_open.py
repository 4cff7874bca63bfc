from stackgate.aws.network import address_range
from stackgate.aws.wiring import items
from stackgate.validator import validator

WEB = (80, 443)
CIDRS = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")


@validator(
    on=("aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"),
    controls=("EC2.18", "EC2.19"),
)
def check(resource, graph):
    """A security group lets the whole internet in at the web's ports, 80 and 443, and at no other.

    Why: Databases, consoles and SSH that anybody can reach are found by scanners within minutes.
    Fix: Name the security group or the address range that may come in, and keep 0.0.0.0/0 and ::/0 for what serves
        the web.
    """
    if resource.type == "aws_security_group":
        for rule in resource.blocks("ingress"):
            yield from problems(rule, "protocol", "ingress.")
    elif resource.type == "aws_vpc_security_group_ingress_rule":
        yield from problems(resource, "ip_protocol", "")
    elif resource["type"] == "ingress":
        yield from problems(resource, "protocol", "")


def problems(rule, protocol, prefix):
    for attribute in CIDRS:
        for value in items(rule, attribute):
            if is_world(value) and (ports := too_many(rule, protocol)):
                yield f"{value} may come in at {ports}", prefix + attribute


def is_world(value):
    try:
        return address_range(value).prefixlen == 0
    except ValueError:
        return False  # no address range at all, which AWS refuses


def too_many(rule, protocol):
    """The ports that a rule opens, in words; empty where they are the web's, or there are none as with ICMP."""
    kind = str(rule.text(protocol)).lower()
    if kind in ("-1", "all"):
        return "all ports"
    if kind in ("icmp", "icmpv6", "1", "58"):
        return ""
    first, last = rule.number("from_port"), rule.number("to_port")
    if first is None or last is None:
        return "all ports"
    if first == last:
        return "" if first in WEB else f"port {first:g}"
    return f"the ports {first:g} to {last:g}"
