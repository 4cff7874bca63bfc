"""Terraform's string functions."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from stackgate.expression.budget import LENGTH
from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.functions.registry import function, whole
from stackgate.expression.joining import join
from stackgate.expression.value_type import TypedList
from stackgate.number import Number

_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What Go's unicode.IsSpace takes away."""
_COMPOSING = re.compile("[\u200d\ufe0f\u1100-\u11ff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Joiners, Hangul's letters, regional indicators, skin tones."""


def characters(text: str) -> list[str]:
    """The characters of a text as a reader counts them: a letter with its combining marks is one.

    Raises NotKnown where only the full rules of Unicode tell them apart, as in emoji made of several.
    """
    found: list[str] = []
    for letter in text:
        if _COMPOSING.match(letter):
            raise NotKnown(reason="a text with characters that are made of several")
        joins = unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Mc")
        if found and (joins or (found[-1] == "\r" and letter == "\n")):
            found[-1] += letter
        else:
            found.append(letter)
    return found


@function("chomp", "string")
def chomp(text: str) -> str:
    """The text without the line ends at its end."""
    return text.rstrip("\r\n")


@function("endswith", "string string")
def endswith(text: str, end: str) -> bool:
    """Whether the text ends with another."""
    return text.endswith(end)


@function("startswith", "string string")
def startswith(text: str, start: str) -> bool:
    """Whether the text starts with another."""
    return text.startswith(start)


@function("strcontains", "string string")
def strcontains(text: str, part: str) -> bool:
    """Whether another text lies in the text."""
    return part in text


@function("indent", "number string")
def indent(spaces: Number, text: str) -> str:
    """The text with spaces before each line but the first."""
    if whole(spaces) < 0:
        raise Refused("an indentation below zero")
    if whole(spaces) * (text.count("\n") + 1) > LENGTH:
        raise OverflowError
    return text.replace("\n", "\n" + " " * whole(spaces))


@function("lower", "string")
def lower(text: str) -> str:
    """The text in small letters, letter by letter as in Go."""
    return "".join(letter.lower()[0] for letter in text)


@function("upper", "string")
def upper(text: str) -> str:
    """The text in capital letters, letter by letter as in Go."""
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in text)


@function("title", "string")
def title(text: str) -> str:
    """The text with each word's first letter in capitals; a word begins after what is no letter, digit or `_`."""
    letters, inside = [], False
    for letter in text:
        letters.append(letter if inside or len(letter.title()) > 1 else letter.title())
        inside = letter.isalnum() or letter == "_" or not (letter.isascii() or letter.isspace())
    return "".join(letters)


@function("strrev", "string")
def strrev(text: str) -> str:
    """The characters of the text in reverse."""
    return "".join(reversed(characters(text)))


@function("substr", "string number number")
def substr(text: str, offset: Number, length: Number) -> str:
    """So many characters from an offset, which may count from the end; a length below zero is all the rest."""
    letters, start, count = characters(text), whole(offset), whole(length)
    if start < 0:
        start = max(start + len(letters), 0)
    return "".join(letters[start:] if count < 0 else letters[start : start + count])


@function("trim", "string string")
def trim(text: str, what: str) -> str:
    """The text without any of some characters at its ends."""
    return text.strip(what) if what else text


@function("trimprefix", "string string")
def trimprefix(text: str, prefix: str) -> str:
    """The text without a prefix."""
    return text.removeprefix(prefix)


@function("trimsuffix", "string string")
def trimsuffix(text: str, suffix: str) -> str:
    """The text without a suffix."""
    return text.removesuffix(suffix)


@function("trimspace", "string")
def trimspace(text: str) -> str:
    """The text without white space at its ends."""
    return text.strip(_SPACE)


@function("split", "string string")
def split(separator: str, text: str) -> TypedList:
    """The texts between the separators; without a separator the characters."""
    if not separator:
        return TypedList(text)
    return TypedList(text.split(separator))


@function("join", "string *list(string)", parts=True)
def join_lists(separator: str, *lists: list[Any]) -> Any:
    """The items of all lists with a separator between them: a template where items are not known."""
    if not lists:
        raise Refused("takes at least one list")
    items = [item for values in lists for item in values]
    return join([part for item in items for part in (separator, item)][1:])
