"""Terraform's functions for IP networks."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.functions.registry import function, whole
from stackgate.expression.value_type import TypedList
from stackgate.number import Number

_LEADING_ZEROS = re.compile(r"(?<![\d:a-fA-F])0+(?=\d)")
"""Terraform takes `010.0.0.0/8` for `10.0.0.0/8`, which Python refuses."""

MAX_NEW_BITS = 32
"""What cidrsubnets takes at most, for IPv6 too."""


def _network(prefix: str) -> IPv4Network | IPv6Network:
    address, slash, length = prefix.partition("/")
    if not slash or "%" in address or not (length.isascii() and length.isdigit()):
        raise Refused(f"{prefix!r} is not a network prefix")
    return ip_network(f"{_LEADING_ZEROS.sub('', address) if ':' not in address else address}/{length}", strict=False)


@function("cidrhost", "string number")
def cidrhost(prefix: str, host: Number) -> str:
    """The address of a host in a network; a host below zero is counted from the end."""
    network, number = _network(prefix), whole(host)
    if not -network.num_addresses <= number < network.num_addresses:
        raise Refused(f"{prefix} has no host {number}")
    base = int(network.network_address) + (number if number >= 0 else network.num_addresses + number)
    return _written(type(network.network_address)(base))


@function("cidrnetmask", "string")
def cidrnetmask(prefix: str) -> str:
    """The netmask of an IPv4 network."""
    network = _network(prefix)
    if network.version == 6:
        raise Refused("an IPv6 network has no netmask")
    return str(network.netmask)


@function("cidrsubnet", "string number number")
def cidrsubnet(prefix: str, new_bits: Number, number: Number) -> str:
    """A subnet whose prefix is longer by some bits, of this number."""
    return _subnet(_network(prefix), whole(new_bits), whole(number))


def _subnet(network: IPv4Network | IPv6Network, new_bits: int, number: int) -> str:
    length = network.prefixlen + new_bits
    if length > network.max_prefixlen:
        raise Refused(f"{network} cannot be made longer by {new_bits} bits")
    if new_bits < 0 or number < 0:
        raise NotKnown(reason="a subnet that is outside of its network")
    if number >= 1 << new_bits:
        raise Refused(f"{new_bits} bits do not hold the number {number}")
    place = number << (network.max_prefixlen - length)
    address = type(network.network_address)(int(network.network_address) + place)
    return f"{_written(address)}/{length}"


@function("cidrsubnets", "string *number")
def cidrsubnets(prefix: str, *new_bits: Number) -> TypedList:
    """Subnets that follow each other, each longer by its own number of bits."""
    network = _network(prefix)
    end, top = int(network.network_address), int(network.broadcast_address)
    subnets = TypedList()
    for bits in map(whole, new_bits):
        length = network.prefixlen + bits
        if not 1 <= bits <= MAX_NEW_BITS or length > network.max_prefixlen:
            raise Refused(f"{prefix} cannot be made longer by {bits} bits")
        size = 1 << (network.max_prefixlen - length)
        start = -(-end // size) * size
        end = start + size
        if end - 1 > top:
            raise Refused(f"{prefix} has not enough room")
        subnets.append(f"{_written(type(network.network_address)(start))}/{length}")
    return subnets


def _written(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        raise NotKnown(reason="an IPv4 address written as IPv6")
    return str(address)
