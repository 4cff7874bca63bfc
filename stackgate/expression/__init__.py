"""Evaluates Terraform's strings: `${...}`, `%{...}` and what stands inside.

Source: Terraform's JSON configuration syntax (every string is a template), its expression language and functions. A
plain reference, which CDKTF writes nearly always, needs no parser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from stackgate.expression.budget import Budget, weigh
from stackgate.expression.fault import ERROR, NotKnown, Refused
from stackgate.expression.joining import join
from stackgate.expression.mentions import STEP, Steps, calls, plain_string, plain_traversal, traversals
from stackgate.expression.parse import parse_expression, parse_template
from stackgate.expression.scanner import SyntaxFault
from stackgate.expression.settle import references_of, unique
from stackgate.expression.template import Piece, split_template
from stackgate.expression.tree import Node
from stackgate.expression.walk import Key, Lookup, look_up
from stackgate.values import Reference, Unresolved

__all__ = ["REFUSED", "Lookup", "Steps", "calls", "evaluate", "traversals"]

UNREADABLE = "an expression that cannot be read"
TOO_DEEP = "nested too deep to be worked out"
REFUSED = (ERROR, UNREADABLE)
"""How the reasons begin of what Terraform itself would refuse."""


def evaluate(text: str, lookup: Lookup) -> Any:
    """What a string of a document evaluates to: itself, the value of its one expression, or a template.

    Parts that are known are filled in; `$${` and `%%{` stand for themselves. Never raises: what Terraform would refuse
    is Unresolved, with a reason that begins as REFUSED says.
    """
    if "${" not in text and "%{" not in text:
        return text
    try:
        with Budget():
            value = _evaluate(text, lookup)
            weigh(value)
    except NotKnown as fault:
        return _without_value(text, lookup, fault.reason)
    except Refused as fault:
        return _without_value(text, lookup, f"{ERROR} {fault}")
    except SyntaxFault as fault:
        return _without_value(text, lookup, f"{UNREADABLE}: {fault}")
    except RecursionError:
        # Without its references: to look them up is to go as deep again, at each of the places on the way.
        return Unresolved(text, (), TOO_DEEP, may_be_null=True)
    return value


def _evaluate(text: str, lookup: Lookup) -> Any:
    plain = plain_string(text)
    if plain:
        return _referred(plain, lookup, text[2:-1].strip())
    pieces = split_template(text)
    if any(piece.kind == "directive" for piece in pieces):
        return _worked_out(text, lookup, parse_template(text))
    values = [_evaluate_piece(piece, lookup) for piece in pieces]
    return values[0] if len(values) == 1 else join(values)


def _evaluate_piece(piece: Piece, lookup: Lookup) -> Any:
    if piece.kind == "text":
        return piece.text
    plain = plain_traversal(piece.text)
    if plain:
        return _referred(plain, lookup, piece.text)
    return _worked_out(piece.text, lookup, parse_expression(piece.text))


def _worked_out(source: str, lookup: Lookup, node: Node) -> Any:
    from stackgate.expression.evaluation import Evaluation  # 6 ms, and most documents hold plain references alone

    return Evaluation(source, lookup).value(node)


def _referred(plain: tuple[str, Sequence[Key]], lookup: Lookup, source: str) -> Any:
    try:
        return look_up(lookup, *plain, source=source)
    except NotKnown as fault:
        return Unresolved(source, fault.references, fault.reason, may_be_null=True)


def _without_value(text: str, lookup: Lookup, reason: str) -> Unresolved:
    source = text[2:-1] if text.startswith("${") and text.endswith("}") else text
    return Unresolved(source.strip(), _mentioned(text, lookup), reason, may_be_null=True)


def _mentioned(text: str, lookup: Lookup) -> tuple[Reference, ...]:
    """The resources that a string mentions, for one whose value cannot be worked out or that cannot even be read."""
    bare = re.sub(r'"(?:[^"\\$]|\\.|\$(?!\{))*"', '""', text)
    found = re.findall(rf"(?<![\w.])(?:data\.)?aws_\w+{STEP}+", bare)
    try:
        values = [lookup([str(key.value) for key in keys]) for keys in map(_keys, found)]
        with Budget():
            return unique(references_of(values))
    except (NotKnown, RecursionError):
        return ()


def _keys(traversal: str) -> list[Key]:
    plain = plain_traversal(traversal)
    assert plain is not None
    return [Key(plain[0]), *plain[1]]
