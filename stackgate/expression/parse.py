"""From text to nodes: templates, and the expressions in them."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from stackgate.expression.builder import build
from stackgate.expression.grammar import parse_skeleton
from stackgate.expression.scanner import Quoted, SyntaxFault, scan
from stackgate.expression.template import Piece, split_template
from stackgate.expression.tree import Conditional, For, Join, Literal, Node

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.)|$)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_FOR = re.compile(r"for\s+([^\W\d][\w-]*)(?:\s*,\s*([^\W\d][\w-]*))?\s+in\s+(.*)", re.DOTALL)


@lru_cache(maxsize=8192)
def parse_template(text: str) -> Node:
    """The nodes of a string as it stands in a document. Raises SyntaxFault, or RecursionError."""
    return _template(list(split_template(text)), escaped=False)


def parse_expression(source: str) -> Node:
    """The nodes of an expression. Raises SyntaxFault, or RecursionError."""
    scanned = scan(source)
    skeleton = scanned.skeleton.replace("core::", "")  # what may stand before a function of Terraform's own
    return build(parse_skeleton(skeleton), scanned.literals, _quoted)


def _quoted(literal: Quoted) -> Node:
    return _template(list(split_template(literal.text)), escaped=not literal.heredoc)


def _template(pieces: list[Piece], escaped: bool) -> Node:
    if len(pieces) == 1 and pieces[0].kind == "expression":
        return parse_expression(pieces[0].text)
    rest = list(pieces)
    parts = _parts(rest, escaped, until=())
    if rest:
        raise SyntaxFault("a template directive that nothing has opened")
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Literal) else Join(tuple(parts))


def _parts(rest: list[Piece], escaped: bool, until: tuple[str, ...]) -> list[Node]:
    """The nodes up to one of the directives in `until`, which is left in place; `rest` loses what is read."""
    parts: list[Node] = []
    while rest and not (rest[0].kind == "directive" and rest[0].text in ("else", "endif", "endfor")):
        kind, text = rest.pop(0)
        if kind == "text":
            parts.append(Literal(normalize("NFC", _unescape(text) if escaped else text)))
        elif kind == "expression":
            parts.append(parse_expression(text))
        else:
            parts.append(_directive(text, rest, escaped))
    if until and (not rest or rest[0].text not in until):
        raise SyntaxFault("a template directive without its end")
    return parts


def _directive(text: str, rest: list[Piece], escaped: bool) -> Node:
    loop = _FOR.fullmatch(text)
    if loop:
        body = Join(tuple(_parts(rest, escaped, until=("endfor",))))
        rest.pop(0)
        names = tuple(name for name in loop.groups()[:2] if name)
        return For(names, parse_expression(loop[3]), None, body, None, joined=True)
    if not re.match(r"if\b", text):
        raise SyntaxFault("a template directive that is not known")
    yes = _parts(rest, escaped, until=("else", "endif"))
    no: list[Node] = []
    if rest.pop(0).text == "else":
        no = _parts(rest, escaped, until=("endif",))
        rest.pop(0)
    return Conditional(parse_expression(text[2:]), Join(tuple(yes)), Join(tuple(no)))


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        if code := match[1] or match[2]:
            return chr(int(code, 16))
        if match[3] not in _ESCAPED:
            raise SyntaxFault("an escape that is not known")
        return _ESCAPED[match[3]]

    try:
        return _ESCAPE.sub(character, text)
    except (ValueError, OverflowError):
        raise SyntaxFault("an escape that is no character") from None
