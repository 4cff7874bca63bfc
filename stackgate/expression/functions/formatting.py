"""`format` and `formatlist`.

Source: Terraform's documentation of format, and go-cty's function/stdlib/format.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stackgate.expression.budget import LENGTH
from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.functions.json_text import encode_json
from stackgate.expression.functions.number_text import format_number
from stackgate.expression.functions.registry import function
from stackgate.expression.functions.strings import characters
from stackgate.expression.joining import join
from stackgate.expression.settle import plain
from stackgate.expression.value_type import TypedList, convert, is_number
from stackgate.values import Unresolved, as_text, references_in

_VERB = re.compile(
    r"%(?P<flags>[-+ 0#]*)(?P<width>\d*)(?P<point>\.(?P<precision>\d*))?(?:\[(?P<place>\d+)\])?(?P<verb>.)?", re.DOTALL
)


@function("format", "string *any?", parts=True)
def format_text(text: str, *arguments: Any) -> Any:
    """A text with values put in for its verbs: a template where one of them is not known."""
    return join(_parts(text, arguments))


@function("formatlist", "string *any?", parts=True)
def format_list(text: str, *arguments: Any) -> TypedList:
    """A text for each item of the lists among the arguments, which must be of one length."""
    lengths = {len(argument) for argument in arguments if isinstance(argument, list)}
    if len(lengths) > 1:
        raise Refused("lists of different lengths")
    rows = range(lengths.pop() if lengths else 1)
    return TypedList(
        join(_parts(text, [item[row] if isinstance(item, list) else item for item in arguments])) for row in rows
    )


def _parts(text: str, arguments: Any) -> Iterator[Any]:
    position, following, used = 0, 0, 0
    while (start := text.find("%", position)) >= 0:
        yield text[position:start]
        match = _VERB.match(text, start)
        if match is None or not match["verb"]:
            raise Refused("a % without a verb")
        position = match.end()
        if match["verb"] == "%":
            yield "%"
            continue
        place = int(match["place"]) - 1 if match["place"] else following
        if not 0 <= place < len(arguments):
            raise Refused("not enough values")
        following, used = place + 1, max(used, place + 1)
        yield _formatted(match, arguments[place])
    yield text[position:]
    if used < len(arguments):
        raise Refused("too many values")


def _formatted(match: re.Match[str], value: Any) -> Any:
    bare = not match["flags"] and not match["width"] and match["point"] is None
    try:
        known = plain(value, [])
    except NotKnown as fault:
        if bare and match["verb"] in "sv" and isinstance(value, Unresolved):
            return value
        raise NotKnown((*fault.references, *references_in(value)), fault.reason) from None
    text = _written(match, known)
    return value if bare and isinstance(value, Unresolved) and match["verb"] == "s" else _padded(match, text)


def _written(match: re.Match[str], value: Any) -> str:
    verb, flags = match["verb"], match["flags"]
    precision = int(match["precision"] or 0) if match["point"] is not None else None
    if precision is not None and precision > LENGTH:
        raise OverflowError
    if verb == "v":
        return _natural(value, "#" in flags)
    if value is None:
        raise NotKnown(reason="a null that is formatted")
    if verb in ("s", "q"):
        text = str(convert(value, "string"))
        text = text if precision is None else "".join(characters(text)[:precision])
        return encode_json(text) if verb == "q" else text
    if verb == "t":
        return as_text(convert(value, "bool"))
    return format_number(verb, flags, convert(value, "number"), precision)


def _natural(value: Any, as_json: bool) -> str:
    if value is None:
        raise NotKnown(reason="a null that is formatted")
    if is_number(value):
        return format_number("g", "", value, None)
    return as_text(value) if isinstance(value, (str, bool)) and not as_json else encode_json(value)


def _padded(match: re.Match[str], text: str) -> str:
    width = int(match["width"] or 0)
    if width > LENGTH:
        raise OverflowError
    missing = width - len(characters(text))
    if missing <= 0 or match["verb"] == "t":
        return text
    if "-" in match["flags"]:
        return text + " " * missing
    if "0" not in match["flags"]:
        return " " * missing + text
    sign = text[:1] if text[:1] in "+-" and match["verb"] not in "sqv" else ""
    return sign + "0" * missing + text[len(sign) :]
