"""Terraform's numeric functions."""

from __future__ import annotations

import math
from typing import Any

from stackgate.expression.fault import Refused
from stackgate.expression.functions.registry import function, whole
from stackgate.expression.value_type import convert
from stackgate.number import Number, exact, from_exact, from_float

MAX_DIGITS = 1000
"""Of a whole number that is worked with."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@function("abs", "number")
def absolute(value: Number) -> Number:
    """The number without its sign."""
    return from_exact(abs(exact(value)))


@function("ceil", "number")
def ceil(value: Number) -> int:
    """The next whole number upwards."""
    return math.ceil(exact(value))


@function("floor", "number")
def floor(value: Number) -> int:
    """The next whole number downwards."""
    return math.floor(exact(value))


@function("signum", "number")
def signum(value: Number) -> int:
    """-1, 0 or 1. A number that is not whole is refused, as Terraform does."""
    return (whole(value) > 0) - (whole(value) < 0)


@function("log", "number number")
def log(value: Number, base: Number) -> Number:
    """The logarithm to a base, of 53 bits as in Terraform."""
    if value > 0 and base == 0:
        return 0
    if value <= 0 or base < 0 or base == 1:
        raise Refused("a logarithm that is not finite")
    return from_float(math.log(value) / math.log(base))


@function("pow", "number number")
def power(value: Number, exponent: Number) -> Number:
    """A number raised to a power, of 53 bits as in Terraform."""
    result = math.pow(value, exponent)
    if abs(result) >= 2**53:
        raise OverflowError
    return from_float(result)


@function("max", "number *number")
def largest(*values: Number) -> Number:
    """The largest of some numbers."""
    return max(values, key=exact)


@function("min", "number *number")
def smallest(*values: Number) -> Number:
    """The smallest of some numbers."""
    return min(values, key=exact)


@function("parseint", "any number")
def parse_integer(text: Any, base: Number) -> int:
    """The whole number that a text stands for in a base of 2 to 62."""
    if not isinstance(text, str) or not 2 <= whole(base) <= 62:
        raise Refused("takes a text, and a base from 2 to 62")
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    if len(digits) > MAX_DIGITS:
        raise OverflowError
    if base <= 36:
        digits = digits.lower()
    value = 0
    for digit in digits:
        place = _DIGITS.find(digit)
        if not 0 <= place < base:
            raise Refused(f"{text!r} is not a number of base {base}")
        value = value * whole(base) + place
    if not digits:
        raise Refused("an empty text is not a number")
    return sign * value


@function("sum", "any")
def total(values: Any) -> Number:
    """The sum of a list's or set's numbers."""
    if not isinstance(values, list) or not values:
        raise Refused("takes a list or set that is not empty")
    if None in values:
        raise Refused("a null among the numbers")
    return from_exact(sum((exact(convert(value, "number")) for value in values), start=exact(0)))
