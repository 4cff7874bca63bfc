"""Takes a template apart: literal text, `${...}` and `%{...}`.

Source: HCL's template language. `$${` and `%%{` stand for themselves; `~` takes the white space beside it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from stackgate.expression.scanner import closing_brace

_SIGN = re.compile(r"\$\$\{|%%\{|[$%]\{~?")
_LONE = re.compile(r"\$\{([^\"{}$%~]*)\}")
"""What most are: one expression, without strings and braces in it."""


class Piece(NamedTuple):
    """A piece of a template; `kind` is `text`, `expression` or `directive`."""

    kind: str
    text: str


@lru_cache(maxsize=65536)
def split_template(text: str) -> tuple[Piece, ...]:
    """The pieces of a template in order, expressions without their `${` and `}`. Raises SyntaxFault."""
    lone = _LONE.fullmatch(text)
    if lone:
        return (Piece("expression", lone[1].strip()),)
    pieces: list[Piece] = []
    trim = False
    for piece, before, after in _pieces(text):
        if before and pieces and pieces[-1].kind == "text":
            pieces[-1] = Piece("text", pieces[-1].text.rstrip())
        if piece.kind == "text" and trim:
            piece = Piece("text", piece.text.lstrip())
        pieces.append(piece)
        trim = after
    return tuple(pieces) or (Piece("text", ""),)


def _pieces(text: str) -> Iterator[tuple[Piece, bool, bool]]:
    """Each piece, with whether it takes the white space before it and after it away."""
    literal, position = "", 0
    while match := _SIGN.search(text, position):
        literal += text[position : match.start()]
        position = match.end()
        if match[0] in ("$${", "%%{"):
            literal += match[0][1:]
            continue
        if literal:
            yield Piece("text", literal), False, False
        literal, end = "", closing_brace(text, position)
        inside = text[position:end]
        kind = "expression" if match[0][0] == "$" else "directive"
        yield Piece(kind, inside.removesuffix("~").strip()), match[0].endswith("~"), inside.endswith("~")
        position = end + 1
    if literal or text[position:]:
        yield Piece("text", literal + text[position:]), False, False
