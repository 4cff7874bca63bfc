"""Operators on values of which some may not be known: what the known ones decide is decided."""

from __future__ import annotations

from typing import Any

from stackgate.expression import operators
from stackgate.expression.fault import NotKnown
from stackgate.expression.settle import carry, plain, references_of, unresolved
from stackgate.expression.tree import Binary, Join, Node, Unary
from stackgate.expression.value_type import holds_unknown
from stackgate.values import Reference


def unary(sign: str, operand: Any, source: str) -> Any:
    """`-operand` or `!operand`. Raises Refused."""
    used: list[Reference] = []
    try:
        return carry(operators.unary(sign, plain(operand, used)), used, source)
    except NotKnown as fault:
        return unresolved(source, fault, operand)


def binary(sign: str, left: Any, right: Any, source: str) -> Any:
    """`left sign right`. Raises Refused."""
    used: list[Reference] = []
    try:
        if sign in ("==", "!="):
            result = _same(left, right, used) is (sign == "==")
        else:
            result = operators.binary(sign, *_operands(sign, left, right, used))
        return carry(result, used, source)
    except NotKnown as fault:
        return unresolved(source, fault, left, right)


def _same(left: Any, right: Any, used: list[Reference]) -> bool:
    try:
        return operators.equal(plain(left, used), plain(right, used))
    except NotKnown as fault:
        try:
            same = operators.equal_unknown(left, right)
        except NotKnown:
            raise fault from None
        used.extend(references_of([left, right]))
        return same


def _operands(sign: str, left: Any, right: Any, used: list[Reference]) -> tuple[Any, Any]:
    """Both operands; where one of them decides the result, the other counts as equal to it."""
    for one, other in ((left, right), (right, left)):
        try:
            plain(other, [])
        except NotKnown:
            known = plain(one, used)
            if not operators.decides(sign, known):
                raise
            used.extend(references_of(other))
            return known, known
    return plain(left, used), plain(right, used)


def either(fault: NotKnown, condition: Any, yes: Any, no: Any, source: str) -> Any:
    """A conditional whose condition is not known: known where both branches are the same.

    Raises Refused where they have no type in common, which no condition would mend.
    """
    if not holds_unknown(yes) and not holds_unknown(no):
        operators.alike(yes, no, yes)
        if operators.equal(yes, no):
            return carry(yes, references_of(condition), source)
    null = any(branch is None or getattr(branch, "may_be_null", False) for branch in (yes, no))
    return unresolved(source, fault, condition, yes, no, may_be_null=null)


def of_its_type(node: Node) -> Any:
    """Some value of the type that a node has even where it has an error; null where that is not told."""
    if isinstance(node, Join):
        return ""
    if isinstance(node, Unary):
        return node.sign == "!" or 0
    if isinstance(node, Binary):
        return 0 if operators.is_arithmetic(node.sign) else False
    return None
