"""From lark's syntax tree to nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stackgate.expression.scanner import Quoted, SyntaxFault
from stackgate.expression.tree import (
    Attribute,
    Binary,
    Call,
    Conditional,
    For,
    Here,
    Index,
    Literal,
    Name,
    Node,
    Object,
    Splat,
    Tuple,
    Unary,
)
from stackgate.number import Number

_PRECEDENCE = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
"""Terraform's operators from the loosest to the tightest; a conditional is looser than all."""
_KEYWORDS = {"true": True, "false": False, "null": None}


def build(tree: Any, literals: list[Quoted | Number], quoted: Callable[[Quoted], Node]) -> Node:
    """The nodes of a syntax tree; `quoted` gives those of a string among the literals. Raises SyntaxFault."""
    return _Builder(literals, quoted).node(tree)


class _Builder:
    """Turns lark's tree into nodes: a method for each rule of the grammar."""

    def __init__(self, literals: list[Quoted | Number], quoted: Callable[[Quoted], Node]) -> None:
        self._literals = literals
        self._quoted = quoted

    def node(self, tree: Any) -> Node:
        if not hasattr(tree, "data"):
            return self._literal(str(tree))
        method = getattr(self, f"_{tree.data}", None)
        if method is None:
            raise SyntaxFault("it is no expression")
        children = [child for child in tree.children if getattr(child, "type", "") != "_NEW_LINE_OR_COMMENT"]
        return method(children)  # type: ignore[no-any-return]

    def _literal(self, token: str) -> Node:
        literal = self._literals[int(token.strip('"'))]
        if not isinstance(literal, Quoted):
            return Literal(literal)
        return self._quoted(literal)

    def _expr_term(self, children: list[Any]) -> Node:
        return self.node(children[0])

    def _identifier(self, children: list[Any]) -> Node:
        word = str(children[0])
        return Literal(_KEYWORDS[word]) if word in _KEYWORDS else Name(word)

    def _unary_op(self, children: list[Any]) -> Node:
        return Unary(str(children[0]), self.node(children[1]))

    def _binary_op(self, children: list[Any]) -> Node:
        """The grammar reads a chain of operators from the right; here it gets Terraform's precedence."""
        chain: list[Any] = []
        conditional = _flatten(children, chain)
        terms = [item if index % 2 else self.node(item) for index, item in enumerate(chain)]
        first = _by_precedence(terms)
        return Conditional(first, *map(self.node, conditional)) if conditional else first

    def _conditional(self, children: list[Any]) -> Node:
        return Conditional(*map(self.node, children))

    def _tuple(self, children: list[Any]) -> Node:
        return Tuple(tuple(map(self.node, children)))

    def _object(self, children: list[Any]) -> Node:
        return Object(tuple(self._pair(child.children) for child in children))

    def _pair(self, children: list[Any]) -> tuple[Node, Node]:
        key, value = children[0], children[-1]
        if key.data == "expr_term" and key.children and getattr(key.children[0], "data", "") == "identifier":
            key = key.children[0]
        bare = key.data == "identifier"
        return (Literal(str(key.children[0])) if bare else self.node(key)), self.node(value)

    def _function_call(self, children: list[Any]) -> Node:
        return self._call(str(children[0].children[0]), children[1:])

    def _provider_function_call(self, children: list[Any]) -> Node:
        words = [str(child.children[0]) for child in children if child.data == "identifier"]
        return self._call("::".join(words), [child for child in children if child.data == "arguments"])

    def _call(self, name: str, arguments: list[Any]) -> Node:
        given = arguments[0].children if arguments else []
        nodes = tuple(self.node(child) for child in given if hasattr(child, "data"))
        return Call(name, nodes, any(str(child) == "..." for child in given if not hasattr(child, "data")))

    def _get_attr_expr_term(self, children: list[Any]) -> Node:
        return self._step(self.node(children[0]), children[1])

    _index_expr_term = _get_attr_expr_term

    def _step(self, base: Node, step: Any) -> Node:
        if step.data == "get_attr":
            return Attribute(base, str(step.children[-1].children[0]))
        if not hasattr(step.children[-1], "data") and str(step.children[-1]).isdecimal():
            return Index(base, Literal(int(step.children[-1])))
        return Index(base, self.node(step.children[-1]))

    def _full_splat_expr_term(self, children: list[Any]) -> Node:
        each: Node = Here()
        for step in children[1].children:
            each = self._step(each, step)
        base = self.node(children[0])
        return _nested(base, each) if _is_splat(children[0]) else Splat(base, each)

    def _attr_splat_expr_term(self, children: list[Any]) -> Node:
        """Of `a.*.b[0]` only `.b` is asked of each item."""
        if _is_splat(children[0]):
            raise SyntaxFault("a splat in a splat")
        steps = children[1].children
        inner = next((index for index, step in enumerate(steps) if step.data != "get_attr"), len(steps))
        each: Node = Here()
        for step in steps[:inner]:
            each = self._step(each, step)
        node: Node = Splat(self.node(children[0]), each)
        for step in steps[inner:]:
            node = self._step(node, step)
        return node

    def _for_tuple_expr(self, children: list[Any]) -> Node:
        nodes = _trees(children)
        return self._for(nodes[0], None, nodes[1], nodes[2:])

    def _for_object_expr(self, children: list[Any]) -> Node:
        nodes = _trees(children)
        grouped = any(str(child) == "..." for child in children if not hasattr(child, "data"))
        return self._for(nodes[0], self.node(nodes[1]), nodes[2], nodes[3:], grouped)

    def _for(self, intro: Any, key: Node | None, result: Any, condition: list[Any], grouped: bool = False) -> Node:
        *names, collection = _trees(intro.children)
        words = tuple(str(name.children[0]) for name in names)
        when = self.node(_trees(condition[0].children)[0]) if condition else None
        return For(words, self.node(collection), key, self.node(result), when, grouped)


def _is_splat(term: Any) -> bool:
    """Whether a term is a splat without parentheses around it: a splat after it asks the items of its items."""
    return bool(term.children) and str(getattr(term.children[0], "data", "")).endswith("splat_expr_term")


def _nested(outer: Node, each: Node) -> Node:
    assert isinstance(outer, Splat)
    inner = _nested(outer.each, each) if isinstance(outer.each, Splat) else Splat(outer.each, each)
    return Splat(outer.base, inner)


def _trees(children: list[Any]) -> list[Any]:
    return [child for child in children if hasattr(child, "data")]


def _flatten(children: list[Any], chain: list[Any]) -> list[Any]:
    """Put operands and operators of a chain into `chain`; the branches of the conditional at its end are given back."""
    left, term = children
    _operand(left, chain)
    chain.append(str(term.children[0].children[0]))
    return _operand(_trees(term.children)[-1], chain)


def _operand(tree: Any, chain: list[Any]) -> list[Any]:
    if getattr(tree, "data", "") == "binary_op":
        return _flatten(tree.children, chain)
    if getattr(tree, "data", "") == "conditional":
        return _operand(tree.children[0], chain) or _trees(tree.children)[1:]
    chain.append(tree)
    return []


def _by_precedence(terms: list[Any]) -> Node:
    """A chain `a + b * c` as nodes: split at the last of the loosest operators, so that equal ones go left to right."""
    for signs in _PRECEDENCE:
        for index in range(len(terms) - 2, 0, -2):
            if terms[index] in signs:
                left, right = _by_precedence(terms[:index]), _by_precedence(terms[index + 1 :])
                return Binary(terms[index], left, right)
    return terms[0]  # type: ignore[no-any-return]
