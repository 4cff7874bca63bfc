"""Parts of a template become one text, or a template where one of them is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stackgate.expression.fault import Refused
from stackgate.expression.value_type import type_name
from stackgate.values import Template, Unresolved, as_text


def join(parts: Iterable[Any]) -> Any:
    """The string that parts make together, or a template where one is not a plain literal.

    Raises Refused for null and for collections.
    """
    merged: list[Any] = []
    for part in parts:
        text = _piece(part)
        if isinstance(text, Template):
            merged.extend(text.parts)
        elif isinstance(text, str) and merged and isinstance(merged[-1], str):
            merged[-1] += text
        else:
            merged.append(text)
    if all(isinstance(part, str) for part in merged):
        return "".join(merged)
    return Template(tuple(part for part in merged if isinstance(part, Unresolved) or part))


def _piece(value: Any) -> str | Unresolved:
    final = value.final() if isinstance(value, Unresolved) else value
    if final is None or isinstance(final, (dict, list)):
        raise Refused(f"{type_name(final)} where text belongs")
    return value if isinstance(value, Unresolved) else as_text(value)
