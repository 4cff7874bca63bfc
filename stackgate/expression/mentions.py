"""What an expression mentions: the traversals and the functions in it, also where they are never evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from stackgate.expression.parse import parse_template
from stackgate.expression.scanner import SyntaxFault
from stackgate.expression.template import split_template
from stackgate.expression.tree import Attribute, Call, For, Index, Literal, Name, Node, Splat
from stackgate.expression.walk import Key

Steps = tuple[str | int, ...]
"""A traversal, root first: `("aws_x", "y", 0, "arn")`. `"*"` stands for a splat."""

STEP = r'(?:\.[A-Za-z_][\w-]*|\.\d+|\[\d+\]|\["[^"\\$%]*"\])'
_PLAIN = re.compile(rf"([A-Za-z_][\w-]*)({STEP}*)")
_STEPS = re.compile(r'\["([^"]*)"\]|\[(\d+)\]|\.(\d+)(?![\w-])|\.([^.\[]+)')
_KEYWORDS = frozenset({"true", "false", "null"})


@lru_cache(maxsize=65536)
def plain_traversal(expression: str) -> tuple[str, tuple[Key, ...]] | None:
    """The name and the steps of an expression that is a plain reference, which needs no parser; None for any other."""
    match = _PLAIN.fullmatch(expression)
    if match is None or match[1] in _KEYWORDS:
        return None
    keys = []
    for quoted, number, legacy, word in _STEPS.findall(match[2]):
        digits = number or legacy
        keys.append(Key(int(digits), True) if digits else Key(word) if word else Key(quoted, True))
    return match[1], tuple(keys)


def plain_string(text: str) -> tuple[str, tuple[Key, ...]] | None:
    """As plain_traversal, for a whole string: what `${` and `}` stand around."""
    is_one = text.startswith("${") and text.endswith("}")
    return plain_traversal(text[2:-1].strip()) if is_one else None


@lru_cache(maxsize=65536)
def traversals(text: str) -> tuple[Steps, ...]:
    """Every traversal in a string's expressions, up to a step that is not constant; names that `for` binds left out.

    There are none in a string that cannot be read.
    """
    plain = _plain_traversals(text)
    if plain is not None:
        return plain
    tree = _tree(text)
    return tuple(traversals_of(tree)) if tree else ()


def _plain_traversals(text: str) -> tuple[Steps, ...] | None:
    """The traversals of a string that holds nothing but plain references between its text; None for any other."""
    lone = plain_string(text)
    if lone:
        return ((lone[0], *(key.value for key in lone[1])),)
    found: list[Steps] = []
    try:
        pieces = split_template(text)
    except SyntaxFault:
        return ()
    for kind, source in pieces:
        plain = plain_traversal(source) if kind == "expression" else None
        if plain:
            found.append((plain[0], *(key.value for key in plain[1])))
        elif kind != "text":
            return None
    return tuple(found)


@lru_cache(maxsize=65536)
def calls(text: str) -> tuple[str, ...]:
    """The names of the functions that a string's expressions call; `provider::aws::arn_parse` for a provider's."""
    if "(" not in text:
        return ()
    tree = _tree(text)
    return tuple(node.name for node in _nodes(tree) if isinstance(node, Call)) if tree else ()


def _tree(text: str) -> Node | None:
    if "${" not in text and "%{" not in text:
        return None
    try:
        return parse_template(text)
    except (SyntaxFault, RecursionError):
        return None


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children():
        yield from _nodes(child)


def traversals_of(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[Steps]:
    """Every traversal in a node; `bound` are the names that a `for` around it binds."""
    if isinstance(node, For):
        yield from traversals_of(node.collection, bound)
        for part in (node.key, node.result, node.condition):
            if part is not None:
                yield from traversals_of(part, bound | frozenset(node.names))
        return
    base, steps, inner = _chain(node)
    if isinstance(base, Name):
        if base.name not in bound:
            yield (base.name, *_constant(steps))
    else:
        inner = [*base.children(), *inner]
    for part in inner:
        yield from traversals_of(part, bound)


def _constant(steps: tuple[str | int | None, ...]) -> Iterator[str | int]:
    for step in steps:
        if step is None:
            return
        yield step


def _chain(node: Node) -> tuple[Node, tuple[str | int | None, ...], list[Node]]:
    """Where a traversal starts, its steps (None for one that is not constant), and what stands in its brackets."""
    if isinstance(node, Attribute):
        base, steps, inner = _chain(node.base)
        return base, (*steps, node.name), inner
    if isinstance(node, Index):
        base, steps, inner = _chain(node.base)
        key = node.key.value if isinstance(node.key, Literal) else None
        constant = isinstance(key, (str, int)) and not isinstance(key, bool)
        return base, (*steps, key if constant else None), [*inner, node.key]
    if isinstance(node, Splat):
        base, steps, inner = _chain(node.base)
        _, onward, more = _chain(node.each)
        return base, (*steps, "*", *onward), [*inner, *more]
    return node, (), []
