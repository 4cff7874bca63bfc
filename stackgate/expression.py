"""Evaluates Terraform's strings: `${...}` and what stands inside.

Source: Terraform's JSON configuration syntax (every string is a template) and its expression language. A plain
reference, which CDKTF writes nearly always, needs no parser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from stackgate.syntax import parse_expression
from stackgate.values import Encoded, Reference, Template, Unresolved, as_text, references_in

Lookup = Callable[[list[str]], Any]
"""Gives what a traversal such as `["aws_sqs_queue", "jobs", "arn"]` stands for."""

_STEP = r'(?:\.[A-Za-z_0-9][\w-]*|\[\d+\]|\["[^"\\$%]*"\])'
_TRAVERSAL = re.compile(rf"\s*([A-Za-z_][\w-]*{_STEP}*)\s*\Z")
_STEPS = re.compile(r'\["([^"]*)"\]|([^.\[\]"]+)')
_LITERALS = {"true": True, "false": False, "null": None}
_UNREADABLE = "an expression that cannot be read"


def evaluate(text: str, lookup: Lookup) -> Any:
    """What a string of a document evaluates to: itself, the value of its one expression, or a template.

    Parts that are known are filled in; `$${` and `%%{` stand for themselves.
    """
    if "${" not in text and "%{" not in text:
        return text
    try:
        parts = [
            _evaluate_expression(piece, lookup) if is_expression else piece
            for piece, is_expression in split_template(text)
        ]
    except RecursionError:
        return Unresolved(text, _mentioned(text, lookup), "nested too deep to be read", may_be_null=True)
    return parts[0] if len(parts) == 1 else join(parts)


def join(parts: list[Any]) -> Any:
    """The string that parts make together, or a template where one is not a plain literal."""
    merged: list[Any] = []
    for text in map(_piece, parts):
        if isinstance(text, str) and merged and isinstance(merged[-1], str):
            merged[-1] += text
        elif isinstance(text, Template):
            merged.extend(text.parts)
        else:
            merged.append(text)
    if all(isinstance(part, str) for part in merged):
        return "".join(merged)
    return Template(tuple(part for part in merged if isinstance(part, Unresolved) or part))


def _piece(value: Any) -> str | Unresolved:
    if isinstance(value, (str, Unresolved)):
        return value
    if isinstance(value, (dict, list)):
        return Unresolved("...", tuple(references_in(value)), "a collection where text belongs")
    return "" if value is None else as_text(value)


@lru_cache(maxsize=65536)
def split_template(text: str) -> tuple[tuple[str, bool], ...]:
    """The parts of a template in order, each with whether it is an expression (then without its `${` and `}`)."""
    pieces: list[tuple[str, bool]] = []
    literal, position = "", 0
    for match in re.finditer(r"\$\$\{|%%\{|\$\{~?|%\{", text):
        if match.start() < position:
            continue
        literal += text[position : match.start()]
        token = match.group()
        if token in ("$${", "%%{"):
            literal, position = literal + token[1:], match.end()
            continue
        end = _closing_brace(text, match.end())
        if literal:
            pieces.append((literal, False))
        # A %{ directive governs what follows it, up to its end: the whole rest counts as one expression.
        end, expression = (end, text[match.end() : end]) if token[0] == "$" else (len(text), text[match.start() :])
        pieces.append((expression.removesuffix("~"), True))
        literal, position = "", end + 1
    literal += text[position:]
    if literal or not pieces:
        pieces.append((literal, False))
    return tuple(pieces)


def _closing_brace(text: str, start: int) -> int:
    """The index of the `}` that closes an interpolation opened before `start`, or the text's length."""
    depth, position = 1, start
    while position < len(text):
        character = text[position]
        if character == '"':
            position = _closing_quote(text, position + 1)
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return position
        position += 1
    return len(text)


def _closing_quote(text: str, start: int) -> int:
    position = start
    while position < len(text) and text[position] != '"':
        if text.startswith("${", position):
            position = _closing_brace(text, position + 2)
        position += 2 if text[position : position + 1] == "\\" else 1
    return position


def _evaluate_expression(source: str, lookup: Lookup) -> Any:
    simple = _TRAVERSAL.match(source)
    if simple and simple[1] not in _LITERALS:
        return lookup(_split_steps(simple[1]))
    tree = parse_expression(source)
    if tree is None:
        return Unresolved(source.strip(), _mentioned(source, lookup), _UNREADABLE, may_be_null=True)
    return _Evaluation(source.strip(), lookup).value(tree)


def _split_steps(traversal: str) -> list[str]:
    return [key or word for key, word in _STEPS.findall(traversal)]


def _mentioned(source: str, lookup: Lookup) -> tuple[Reference, ...]:
    """The resources that an expression mentions, for one whose value cannot be worked out."""
    text = re.sub(r'"(?:[^"\\$]|\\.|\$(?!\{))*"', '""', source)
    found = (lookup(_split_steps(match)) for match in re.findall(rf"(?<![\w.])(?:data\.)?aws_\w+{_STEP}+", text))
    return tuple(reference for value in found for reference in references_in(value))


class _Evaluation:
    """One expression's evaluation: a method for each node of the grammar that has a value of its own."""

    def __init__(self, source: str, lookup: Lookup) -> None:
        self.source = source
        self.lookup = lookup

    def value(self, node: Any) -> Any:
        if not hasattr(node, "data"):
            return self._token(str(node))
        method = getattr(self, f"_{node.data}", None)
        if method is None:
            return self._unresolved()
        return method([child for child in node.children if getattr(child, "type", "") != "_NEW_LINE_OR_COMMENT"])

    def _unresolved(self, *values: Any) -> Unresolved:
        references = tuple(references_in(list(values))) or _mentioned(self.source, self.lookup)
        return Unresolved(self.source, references, "not worked out before the deploy", may_be_null=True)

    def _token(self, text: str) -> Any:
        if not text.startswith('"'):
            return text
        try:
            return evaluate(json.loads(text, strict=False), self.lookup)
        except ValueError:  # a string with quotes inside its ${}, or an escape that only Terraform knows
            return self._unresolved()

    def _expr_term(self, children: list[Any]) -> Any:
        inner = [child for child in children if str(child) not in ("(", ")")]
        return self.value(inner[0])

    def _int_lit(self, children: list[Any]) -> int:
        return int("".join(map(str, children)))

    def _float_lit(self, children: list[Any]) -> float:
        return float("".join(map(str, children)))

    def _identifier(self, children: list[Any]) -> Any:
        word = str(children[0])
        return _LITERALS[word] if word in _LITERALS else self.lookup([word])

    def _unary_op(self, children: list[Any]) -> Any:
        sign, operand = str(children[0]), self.value(children[1])
        if sign == "-" and isinstance(operand, (int, float)) and not isinstance(operand, bool):
            return -operand
        return not operand if sign == "!" and isinstance(operand, bool) else self._unresolved(operand)

    def _tuple(self, children: list[Any]) -> list[Any]:
        return [self.value(child) for child in children]

    def _object(self, children: list[Any]) -> Any:
        pairs = [self._pair(element.children) for element in children]
        return dict(pairs) if all(isinstance(key, str) for key, _ in pairs) else self._unresolved()

    def _pair(self, children: list[Any]) -> tuple[Any, Any]:
        key, value = children[0], children[-1]
        bare = _bare_word(key)
        return (bare if bare is not None else self.value(key)), self.value(value)

    def _conditional(self, children: list[Any]) -> Any:
        condition = self.value(children[0])
        if isinstance(condition, bool):
            return self.value(children[1] if condition else children[2])
        return self._unresolved(*(self.value(child) for child in children))

    def _function_call(self, children: list[Any]) -> Any:
        name = str(children[0].children[0])
        arguments = [self.value(child) for child in children[1].children] if len(children) > 1 else []
        if name == "jsonencode" and len(arguments) == 1:
            return encode(self.source, arguments[0])
        if name in ("tolist", "toset", "tomap", "tostring", "sensitive", "nonsensitive") and len(arguments) == 1:
            return arguments[0]
        return self._unresolved(*arguments)

    def _get_attr_expr_term(self, children: list[Any]) -> Any:
        steps = _steps(children)
        return self.lookup(steps) if steps else self._unresolved()

    _index_expr_term = _get_attr_expr_term


def encode(source: str, value: Any) -> Any:
    """What `jsonencode` makes of a value: text, or the value kept beside its expression where a part is not known."""
    try:
        return json.dumps(value, separators=(",", ":"))
    except TypeError:
        return Encoded(source, value)


def _bare_word(node: Any) -> str | None:
    while getattr(node, "data", None) == "expr_term" and len(node.children) == 1:
        node = node.children[0]
    return str(node.children[0]) if getattr(node, "data", None) == "identifier" else None


def _steps(children: list[Any]) -> list[str]:
    """The steps of a traversal `a.b[0]["c"]` from its syntax tree, empty where one is itself an expression."""
    base, last = children
    while base.data == "expr_term" and len(base.children) == 1 and hasattr(base.children[0], "data"):
        base = base.children[0]
    word = _bare_word(base)
    if word:
        before = [word]
    else:
        before = _steps(base.children) if base.data.endswith(("get_attr_expr_term", "index_expr_term")) else []
    step = last.children[-1]
    if last.data == "get_attr":
        literal = str(step.children[0])
    else:
        quoted = re.fullmatch(r'"?([^"$%\\]*)"?', _source_text(step))
        literal = quoted[1] if quoted else ""
    return [*before, literal] if before and literal else []


def _source_text(node: Any) -> str:
    return "".join(map(str, node.scan_values(lambda _: True))) if hasattr(node, "data") else str(node)
