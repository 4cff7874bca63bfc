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
from stackgate.expression.operators import is_sure
from stackgate.expression.settle import carry, plain, references_of
from stackgate.expression.value_type import TypedList, convert, is_number
from stackgate.values import Reference, Template, Unresolved, as_text

_VERB = re.compile(
    r"%(?P<flags>[-+ 0#]*)(?P<width>\d*)(?P<point>\.(?P<precision>\d*))?(?:\[(?P<place>\d+)\])?(?P<verb>.)?", re.DOTALL
)


@function("format", "string *value")
def format_text(text: str, *arguments: Any) -> Any:
    """A text with values put in for its verbs: a template where one of them is not known."""
    return join(_parts(text, arguments))


@function("formatlist", "string *value")
def format_list(text: str, *arguments: Any) -> TypedList:
    """A text for each item of the lists among the arguments, which must be of one length."""
    columns = [_column(argument) for argument in arguments]
    lengths = {len(column) for column in columns if isinstance(column, list)}
    if len(lengths) > 1:
        raise Refused("lists of different lengths")
    rows = range(lengths.pop() if lengths else 1)
    return TypedList(
        join(_parts(text, [item[row] if isinstance(item, list) else item for item in columns])) for row in rows
    )


def _column(value: Any) -> Any:
    """An argument that is a list as such; one that is not known must be known to be none."""
    final = value.final() if isinstance(value, Unresolved) else value
    if isinstance(final, Unresolved) and not is_sure(final) and not isinstance(final, Template):
        raise NotKnown(reason=final.reason)
    return final if isinstance(final, list) else value


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
    used: list[Reference] = []
    try:
        known = plain(value, used)
    except NotKnown as fault:
        if bare and match["verb"] in "sv" and isinstance(value, Unresolved):
            return value
        raise NotKnown((*fault.references, *references_of(value)), fault.reason) from None
    text = _written(match, known)
    return value if bare and used and match["verb"] == "s" else carry(_padded(match, text), used, "format(...)")


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
