"""Parts of a template become one text, or a template where one of them is not known."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from stackgate.expression.budget import LENGTH, TOO_LARGE, spend
from stackgate.expression.fault import Refused, TooLarge
from stackgate.expression.value_type import type_name
from stackgate.values import Template, Unresolved, as_text

MAX_PARTS, MAX_DEPTH = 10_000, 100
"""Of a template whose parts refer to templates in their turn."""


def join(parts: Iterable[Any]) -> Any:
    """The string that parts make together, or a template where one is not a plain literal.

    Raises Refused for null and for collections, TooLarge.
    """
    pieces: list[Any] = []
    length = 0
    for part in parts:
        text = _piece(part)
        pieces.extend(text.parts if isinstance(text, Template) else (text,))
        length += _length(text)
        if length > LENGTH:
            raise TooLarge(TOO_LARGE)
    spend(len(pieces) + length // 100)
    if all(isinstance(piece, str) for piece in pieces):
        return "".join(pieces)
    merged: list[Any] = []
    for is_literal, run in groupby(pieces, lambda piece: isinstance(piece, str)):
        texts = list(run)
        merged.extend(["".join(texts)] if is_literal else texts)
    template = Template(tuple(part for part in merged if isinstance(part, Unresolved) or part))
    if template.size > MAX_PARTS or template.depth > MAX_DEPTH:
        raise TooLarge(TOO_LARGE)
    return template


def _length(text: str | Unresolved) -> int:
    final = text.final() if isinstance(text, Unresolved) else text
    return len(as_text(final) if not isinstance(final, Unresolved) else final.expression)


def _piece(value: Any) -> str | Unresolved:
    final = value.final() if isinstance(value, Unresolved) else value
    if final is None or isinstance(final, (dict, list)):
        raise Refused(f"{type_name(final)} where text belongs")
    return value if isinstance(value, Unresolved) else as_text(value)
