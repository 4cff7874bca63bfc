"""What a security group lets in from, or out to, the whole world: inline, or by a rule of its own beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from stackgate.aws.network import address_range
from stackgate.aws.wiring import items
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import each

Direction = Literal["ingress", "egress"]

_CIDRS = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "cidr_block", "ipv6_cidr_block", "cidr")
_INLINE = ("aws_security_group", "aws_db_security_group")
_EVERY_PROTOCOL = ("-1", "all")
_WITHOUT_PORTS = ("icmp", "icmpv6", "1", "58")

SECURITY_GROUPS = (*_INLINE, "aws_security_group_rule")
"""The resource types that hold rules of security groups in either direction."""


_RULES_OF_GROUPS = (
    "aws_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
)
"""What gives a security group its rules, or admits it, and puts nothing into it."""


def is_attached(group: Resource, graph: Graph) -> bool:
    """Whether anything in the document is in a security group."""
    return any(user.kind not in _RULES_OF_GROUPS for user in graph.referrers(group))


class Opening(NamedTuple):
    """An address range that is the whole world, the attribute that says so, and the ports from `first` to `last`."""

    world: str
    attribute: str
    first: float = 0
    last: float = 65535

    @property
    def ports(self) -> str:
        """The ports in words."""
        if self.first <= 0 and self.last >= 65535:
            return "all ports"
        return f"port {self.first:g}" if self.first == self.last else f"the ports {self.first:g} to {self.last:g}"


def openings(resource: Resource, direction: Direction) -> Iterator[Opening]:
    """What a security group, or a rule of one, opens to the whole world; ICMP, which has no ports, is left out.

    Raises Undecidable where an address range, a protocol or a port is not known.
    """
    if resource.type in _INLINE:
        yield from each(lambda rule: opened(rule, f"{direction}."), resource.blocks(direction))
    elif resource.type == f"aws_vpc_security_group_{direction}_rule" or resource["type"] == direction:
        yield from opened(resource)


def opened(rule: Block, prefix: str = "") -> Iterator[Opening]:
    """What one rule, of a security group or of a network ACL, opens to the whole world. Errors as of `openings`."""
    ranges = [(value, prefix + attribute) for attribute in _CIDRS for value in items(rule, attribute)]
    yield from each(lambda given: _opening(rule, *given), ranges)


def _opening(rule: Block, value: Any, attribute: str) -> Iterator[Opening]:
    if is_world(value) and (ports := _ports(rule)):
        yield Opening(str(value), attribute, *ports)


def is_world(value: Any) -> bool:
    """Whether a value is 0.0.0.0/0 or ::/0, however it is written; what is no address range, AWS refuses."""
    try:
        return address_range(value).prefixlen == 0
    except ValueError:
        return False


def _ports(rule: Block) -> tuple[float, float] | None:
    """The first and the last port of a rule, None where its protocol has none."""
    protocol = rule.text("ip_protocol") if "ip_protocol" in rule else rule.text("protocol")
    if str(protocol).lower() in _EVERY_PROTOCOL:
        return (0, 65535)
    if str(protocol).lower() in _WITHOUT_PORTS:
        return None
    first, last = rule.number("from_port"), rule.number("to_port")
    return (0, 65535) if first in (None, -1) or last in (None, -1) else (first, last)
