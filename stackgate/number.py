"""Terraform's numbers: binary fractions of 512 bits, and how they are written.

Source: go-cty, whose numbers are Go's big.Float of precision 512, rounded to even. Whole numbers are Python's int,
others a Real: a float for everyone who reads them, with the exact value for further arithmetic.
"""

from __future__ import annotations

import re
from fractions import Fraction

PRECISION = 512
MAX_EXPONENT = 4000
"""Decimal exponents beyond this are not worked with; Terraform's own limit is far higher."""

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?", re.ASCII)


class Real(float):
    """A number that is not whole: its nearest float, its exact value, and how it is written."""

    __slots__ = ("_text", "exact")
    exact: Fraction
    _text: str | None

    def __new__(cls, exact: Fraction, text: str | None = None) -> Real:
        """`text` is given for results of 53 bits, which are written shorter than their exact value asks for."""
        real = super().__new__(cls, exact)
        real.exact = exact
        real._text = text
        return real

    @property
    def text(self) -> str:
        """The shortest decimal that stands for this number, without exponent."""
        return self._text or _shortest(self.exact)


Number = int | float


def exact(number: Number) -> Fraction:
    """The value that Terraform works with; a plain float counts as the decimal that it is written as."""
    if isinstance(number, int):
        return Fraction(number)
    return number.exact if isinstance(number, Real) else _rounded(Fraction(repr(number)))


def from_exact(value: Fraction) -> Number:
    """A result as a number: an int where it is whole. Raises OverflowError where it is too large for a float."""
    value = _rounded(value)
    return int(value) if value.denominator == 1 else Real(value)


def from_float(value: float) -> Number:
    """The result of a function that Terraform computes with 53 bits."""
    return int(value) if value == int(value) else Real(Fraction(value), number_text(value))


def parse_number(text: str) -> Number | None:
    """The number that a text stands for, or None where it is none."""
    match = _DECIMAL.fullmatch(text)
    if match is None or len(text) > MAX_EXPONENT or abs(int(match[1] or 0)) > MAX_EXPONENT:
        return None
    try:
        return from_exact(Fraction(text.rstrip(".") if match[1] is None else text))
    except (OverflowError, ValueError):
        return None


def number_text(number: Number) -> str:
    """A number as Terraform writes it: all digits, no exponent, no `.0`."""
    if isinstance(number, Real):
        return number.text
    if isinstance(number, float):
        return _plain(repr(number))
    return str(number) if abs(number) < 1 << PRECISION else _shortest(Fraction(number))


def _plain(text: str) -> str:
    """A float's repr without its exponent and without the `.0` of a whole number."""
    mantissa, _, exponent = text.partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    whole, _, fraction = mantissa.partition(".")
    if not whole.isdecimal():
        return text  # inf and nan, which no document can hold
    return sign + _point(whole + fraction, len(whole) + int(exponent or 0))


def _point(digits: str, position: int) -> str:
    """Digits with the decimal point at a position, which may lie outside of them."""
    digits = digits.rjust(len(digits) - position, "0") if position < 0 else digits
    whole, fraction = (digits[:position].ljust(position, "0"), digits[position:]) if position > 0 else ("", digits)
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _rounded(value: Fraction) -> Fraction:
    """The nearest fraction whose mantissa has 512 bits, the even one of two."""
    shift = _unit(value, PRECISION)
    unit = Fraction(2) ** shift
    return round(value / unit) * unit


def _unit(value: Fraction, bits: int) -> int:
    """The exponent of the last of so many bits of a value's mantissa."""
    if not value:
        return 0
    size = abs(value)
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    exponent += size >= Fraction(2) ** exponent
    return exponent - bits


def _shortest(value: Fraction) -> str:
    """As Go's big.Float prints with the fewest digits: those that tell the value from its neighbours."""
    if not value:
        return "0"
    size, half = abs(value), Fraction(2) ** (_unit(value, PRECISION) - 1)
    scale = max(size.denominator, half.denominator).bit_length() - 1
    digits, lower, upper = (str(int(bound * 10**scale)) for bound in (size, size - half, size + half))
    width = max(len(digits), len(upper))
    digits, lower, upper = (text.rjust(width, "0") for text in (digits, lower, upper))
    inclusive = int(size / half) & 2 == 0
    position = width - scale
    return ("-" if value < 0 else "") + _point(_fewest(digits, lower, upper, inclusive), position)


def _fewest(digits: str, lower: str, upper: str, inclusive: bool) -> str:
    lower_end, upper_end = len(lower.rstrip("0")), len(upper.rstrip("0"))
    for index, digit in enumerate(digits):
        down = lower[index] != digit or (inclusive and index + 1 == lower_end)
        up = digit != upper[index] and (inclusive or int(digit) + 1 < int(upper[index]) or index + 1 < upper_end)
        if down or up:
            kept, rest = digits[: index + 1], digits[index + 1 :]
            nearer_up = rest[:1] > "5" or (rest[:1] == "5" and (rest[1:].strip("0") != "" or int(digit) % 2 == 1))
            rounded = str(int(kept) + (nearer_up if down and up else up))
            return rounded.rjust(len(kept), "0").ljust(len(digits), "0")
    return digits
