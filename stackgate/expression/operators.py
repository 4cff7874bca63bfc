"""Terraform's operators on known values.

Source: Terraform's documentation of operators and conditionals, and go-cty's package function/stdlib.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from stackgate.expression.fault import ERROR, NotKnown, Refused
from stackgate.expression.value_type import convert, identity, type_of, unify
from stackgate.number import Number, exact, from_exact
from stackgate.values import Reference, Template, Undecidable, Unresolved

SURE = frozenset({"id", "arn"})
"""Attributes that every resource has once it is there."""


def _divide(left: Fraction, right: Fraction) -> Fraction:
    if not right:
        raise NotKnown(reason=f"{ERROR} division by zero")  # to Terraform it is infinite until it is used
    return left / right


def _remainder(left: Fraction, right: Fraction) -> Fraction:
    """With the sign of the left operand; by zero it is the left operand itself."""
    return left - right * int(left / right) if right else left


_ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "%": _remainder,
}
_COMPARISON: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def binary(sign: str, left: Any, right: Any) -> Any:
    """The result of an operator on known values, other than `==` and `!=`. Raises Refused."""
    if sign in ("&&", "||"):
        first, second = _required(left, "bool"), _required(right, "bool")
        return first and second if sign == "&&" else first or second
    first, second = exact(_required(left, "number")), exact(_required(right, "number"))
    if sign in _COMPARISON:
        return _COMPARISON[sign](first, second)
    return number(_ARITHMETIC[sign](first, second))


def is_arithmetic(sign: str) -> bool:
    """Whether an operator gives a number."""
    return sign in _ARITHMETIC


def unary(sign: str, operand: Any) -> Any:
    """The result of a sign before a known value. Raises Refused."""
    return not _required(operand, "bool") if sign == "!" else number(-exact(_required(operand, "number")))


def decides(sign: str, operand: Any) -> bool:
    """Whether one known operand tells the result of `&&` or `||` whatever the other one is."""
    return sign in ("&&", "||") and _required(operand, "bool") is (sign == "||")


def truth(value: Any) -> bool:
    """A condition. Raises Refused where it is none."""
    return bool(_required(value, "bool"))


def number(value: Fraction) -> Number:
    """The result of arithmetic. Raises NotKnown where it is too large to be worked with."""
    try:
        return from_exact(value)
    except OverflowError:
        raise NotKnown(reason="a number that is too large to be worked out") from None


def _required(value: Any, kind: str) -> Any:
    if value is None:
        raise Refused(f"null where a {kind} is required")
    return convert(value, kind)


def equal(left: Any, right: Any) -> bool:
    """Terraform's `==` on known values: values of two types are never equal, other than null."""
    return bool(identity(left) == identity(right))


def equal_unknown(left: Any, right: Any) -> bool:
    """Terraform's `==` where an operand is not known, as far as it can be told. Raises NotKnown."""
    for one, other in ((left, right), (right, left)):
        if other is None and (isinstance(one, Template) or is_sure(one)):
            return False
        if isinstance(one, Template) and isinstance(other, str):
            return _compared(one, other)
    if isinstance(left, Reference) and isinstance(right, Reference):
        return _compared(left, right)
    raise NotKnown()


def _compared(left: Any, right: Any) -> bool:
    try:
        return bool(left == right)
    except Undecidable:
        raise NotKnown() from None


def is_sure(value: Any) -> bool:
    """Whether a value that is not known is at least known to be set."""
    final = value.final() if isinstance(value, Unresolved) else value
    return isinstance(final, Reference) and final.attribute in SURE


def alike(yes: Any, no: Any, chosen: Any) -> Any:
    """A conditional's chosen branch, in the type that both branches have in common. Raises Refused for no such type."""
    kind = unify([type_of(yes), type_of(no)])
    if kind is None:
        raise Refused("the branches of a conditional are of two types")
    return convert(chosen, kind)
