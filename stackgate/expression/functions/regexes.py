"""Terraform's functions that search and replace."""

from __future__ import annotations

import re
from typing import Any

from stackgate.expression.budget import LENGTH
from stackgate.expression.fault import Refused
from stackgate.expression.functions.re2 import compile_re2, searches
from stackgate.expression.functions.registry import function

_EXPANSION = re.compile(r"\$(?:\$|(\w+)|\{(\w+)\})", re.ASCII)


@function("regex", "string string")
def regex(pattern: str, text: str) -> Any:
    """The first match: its text, or its groups as a list or, where they have names, as an object."""
    compiled = _compiled(pattern)
    found = searches(compiled, text)
    if not found:
        raise Refused(f"{pattern!r} matches nothing")
    return _result(found[0])


@function("regexall", "string string")
def regexall(pattern: str, text: str) -> list[Any]:
    """Every match, each as `regex` gives it."""
    return [_result(match) for match in searches(_compiled(pattern), text)]


@function("replace", "string string string")
def replace(text: str, what: str, replacement: str) -> str:
    """The text with a part replaced, wherever it is; a pattern where it stands between slashes."""
    if len(what) < 2 or not (what.startswith("/") and what.endswith("/")):
        if len(text) + text.count(what) * len(replacement) > LENGTH:
            raise OverflowError
        return text.replace(what, replacement)
    pieces, position, length = [], 0, len(text)
    for match in searches(compile_re2(what[1:-1]), text):
        pieces += [text[position : match.start()], _expanded(match, replacement)]
        position, length = match.end(), length + len(pieces[-1])
        if length > LENGTH:
            raise OverflowError
    return "".join([*pieces, text[position:]])


def _compiled(pattern: str) -> re.Pattern[str]:
    compiled = compile_re2(pattern)
    if 0 < len(compiled.groupindex) < compiled.groups:
        raise Refused("a pattern with groups of which only some have names")
    return compiled


def _result(match: re.Match[str]) -> Any:
    named = match.groupdict()
    return dict(sorted(named.items())) if named else list(match.groups()) or match[0]


def _expanded(match: re.Match[str], replacement: str) -> str:
    """Go's expansion: `$1`, `$name` with the longest name there is, `${name}`; a group that is not there is empty."""

    def value(reference: re.Match[str]) -> str:
        name = reference[1] or reference[2]
        if name is None:
            return "$"
        try:
            return match[int(name) if name.isdecimal() else name] or ""
        except IndexError:
            return ""

    return _EXPANSION.sub(value, replacement)
