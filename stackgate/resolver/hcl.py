"""Terraform's own language, read into the form that its JSON syntax gives the same configuration.

Source: Terraform's documentation, "JSON Configuration Syntax", and HCL's native syntax specification. What is an
expression becomes a string `${...}`, which is evaluated as those of a document are.
"""

from __future__ import annotations

import re
from typing import Any

from stackgate.expression.scanner import MAX_NESTING, Quoted, Scanned, SyntaxFault, scan

_ATTRIBUTE = re.compile(r"([^\W\d][\w-]*)[ \t]*=(?![=>])")
_BLOCK = re.compile(r'([^\W\d][\w-]*)((?:[ \t]+(?:"\d+"|[^\W\d][\w-]*))*)[ \t]*\{')
_LABEL = re.compile(r'"(\d+)"|([^\W\d][\w-]*)')
_LITERAL = re.compile(r'"(\d+)"')
_SPACE = re.compile(r"\s*")
_TRAVERSALS = {
    **dict.fromkeys(("resource", "data", "module"), ("depends_on", "provider", "providers")),
    "output": ("depends_on",),
    "variable": ("type",),
    "lifecycle": ("ignore_changes", "replace_triggered_by"),
}
"""By block, the arguments that JSON takes as they stand in Terraform's language, not as templates."""
_KEYWORDS = {"true": True, "false": False, "null": None}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.)|$)", re.DOTALL)


class HclError(Exception):
    """A text that cannot be read; the error says why."""


def read_hcl(text: str) -> dict[str, Any]:
    """A file's content in the form of a document: each kind of block a list of objects. Raises HclError."""
    try:
        scanned = scan("{\n" + text + "\n}")  # in braces a line's end counts
        return _Reader(scanned).file()
    except (SyntaxFault, RecursionError) as fault:
        raise HclError(f"cannot be read: {fault}") from None


class _Reader:
    """Reads a text whose strings, numbers and comments were taken out: what is left has brackets and words only."""

    def __init__(self, scanned: Scanned) -> None:
        self._text = scanned.skeleton
        self._literals = scanned.literals
        self._at = 1

    def file(self) -> dict[str, Any]:
        content = self._body("", 0)
        if self._text[self._at :].strip():
            raise HclError("has a brace too many")
        return content

    def _body(self, block: str, depth: int) -> dict[str, Any]:
        """The attributes and blocks up to the brace that closes them; `block` is the kind of block they are in."""
        if depth > MAX_NESTING:
            raise HclError("is nested too deep")
        body: dict[str, Any] = {}
        blocks: set[str] = set()
        while True:
            self._at = self._skip(self._at)
            if self._text.startswith("}", self._at):
                self._at += 1
                return body
            if match := _ATTRIBUTE.match(self._text, self._at):
                name = match[1]
                if name in body:
                    raise HclError(f"sets {name} twice")
                self._at = match.end()
                body[name] = self._value(self._expression(), name in _TRAVERSALS.get(block, ()))
            elif match := _BLOCK.match(self._text, self._at):
                name = match[1]
                if name in body and name not in blocks:
                    raise HclError(f"has {name} as an attribute and as a block")
                self._at = match.end()
                labels = [self._label(label) for label in _LABEL.finditer(match[2])]
                inner: Any = self._body(name, depth + 1)
                for label in reversed(labels):
                    inner = {label: inner}
                blocks.add(name)
                body.setdefault(name, []).append(inner)
            else:
                raise HclError("has a line that is neither an attribute nor a block")

    def _skip(self, position: int) -> int:
        match = _SPACE.match(self._text, position)
        return match.end() if match else position

    def _label(self, label: re.Match[str]) -> str:
        if not label[1]:
            return label[2]
        literal = self._literals[int(label[1])]
        if not isinstance(literal, Quoted):
            raise HclError("has a number for a label")
        return literal.text

    def _expression(self) -> str:
        """The text of an expression: up to the end of its line, or the brace that closes its block."""
        start, depth = self._at, 0
        for match in re.compile(r"[\n(){}]|\[|\]").finditer(self._text, start):
            token = match.group()
            if depth == 0 and token in "\n}":
                self._at = match.start()
                return self._text[start : self._at].strip()
            depth += (token in "([{") - (token in ")]}")
        raise HclError("has a bracket that is never closed")

    def _value(self, expression: str, is_traversal: bool) -> Any:
        """An expression as JSON writes it."""
        if not expression:
            raise HclError("has an attribute without a value")
        if is_traversal:
            return self._traversals(expression)
        if expression in _KEYWORDS:
            return _KEYWORDS[expression]
        if match := _LITERAL.fullmatch(expression):
            literal = self._literals[int(match[1])]
            if not isinstance(literal, Quoted):
                return literal
            if literal.heredoc or "\\" not in literal.text:
                return literal.text
            if "${" not in literal.text and "%{" not in literal.text:
                return _unescaped(literal.text)
        return f"${{{self._written(expression)}}}"

    def _traversals(self, expression: str) -> Any:
        if expression.startswith("["):
            items = (item.strip() for item in expression[1:-1].split(","))
            return [self._written(item).strip('"') for item in items if item]
        if expression.startswith("{"):
            pairs = (line.partition("=") for line in re.split(r"[\n,]", expression[1:-1]) if line.strip())
            return {self._written(key.strip()): self._written(value.strip()) for key, _, value in pairs}
        return self._written(expression)

    def _written(self, expression: str) -> str:
        """An expression with its literals back in place."""
        return _LITERAL.sub(lambda match: _literal_text(self._literals[int(match[1])]), expression)


def _literal_text(literal: Any) -> str:
    if not isinstance(literal, Quoted):
        return str(literal)
    if not literal.heredoc:
        return f'"{literal.text}"'
    mark = "EOT"
    while mark in literal.text:
        mark += "T"
    return f"<<{mark}\n{literal.text}{mark}\n"


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        if code := match[1] or match[2]:
            return chr(int(code, 16))
        if match[3] not in _ESCAPES:
            raise HclError("has an escape that is not known")
        return _ESCAPES[match[3]]

    try:
        return _ESCAPE.sub(character, text)
    except (ValueError, OverflowError):
        raise HclError("has an escape that is no character") from None
