"""Numbers as Go's verbs write them."""

from __future__ import annotations

from fractions import Fraction

from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.functions.registry import whole
from stackgate.number import Number, exact, number_text

_PREFIX = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}
SHORTEST_MAX = 6
"""Without a precision %g writes an exponent from 10 to this power on."""


def format_number(verb: str, flags: str, number: Number, precision: int | None) -> str:
    """A number for a verb such as `d` or `f`, its sign as the flags say. Raises Refused for a verb that is none."""
    if verb in "dboxX":
        text = (_PREFIX.get(verb, "") if "#" in flags else "") + f"{abs(whole(number)):{verb}}"
    elif verb in "fF":
        text = _fixed(abs(exact(number)), 6 if precision is None else precision)
    elif verb in "eE":
        text = _scientific(abs(exact(number)), 6 if precision is None else precision)
    elif verb in "gG" and precision is None:
        text = _shortest(number_text(number).lstrip("-"))
    elif verb in "gG":
        raise NotKnown(reason="a number of so many digits")
    else:
        raise Refused(f"the verb %{verb} is not known")
    sign = "-" if number < 0 else next((flag for flag in "+ " if flag in flags), "")
    return sign + (text.upper() if verb in "EG" else text)


def _fixed(value: Fraction, precision: int) -> str:
    digits = str(round(value * 10**precision)).rjust(precision + 1, "0")
    return digits if not precision else f"{digits[:-precision]}.{digits[-precision:]}"


def _scientific(value: Fraction, precision: int) -> str:
    exponent = 0
    if value:
        exponent = len(str(value.numerator)) - len(str(value.denominator))
        exponent -= value < Fraction(10) ** exponent
    mantissa = _fixed(value / Fraction(10) ** exponent, precision)
    if mantissa.startswith("10"):
        exponent, mantissa = exponent + 1, _fixed(value / Fraction(10) ** (exponent + 1), precision)
    return mantissa + _exponent(exponent)


def _exponent(exponent: int) -> str:
    return f"e{'-' if exponent < 0 else '+'}{abs(exponent):02}"


def _shortest(text: str) -> str:
    whole_part, _, fraction = text.partition(".")
    digits = (whole_part + fraction).lstrip("0").rstrip("0")
    exponent = len(whole_part) - 1 if whole_part != "0" else -1 - (len(fraction) - len(fraction.lstrip("0")))
    if not digits or -4 <= exponent < SHORTEST_MAX:
        return text
    return digits[0] + (f".{digits[1:]}" if digits[1:] else "") + _exponent(exponent)
