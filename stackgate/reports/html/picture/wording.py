"""What is written on a node: short, and without anything that could disturb the text around it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from stackgate.evidence import SeenResource
from stackgate.reports.text import visible

TIMES = "\N{MULTIPLICATION SIGN}"
_LONGEST = 300
_HASH = re.compile(r"_[0-9A-F]{8}\Z")
_NARROW, _WIDE = frozenset("ijlftrI.,:;|'()[]{}- "), frozenset("mwMW@%")


def plain(text: str) -> str:
    """The text as one line that is safe in any document, cut where it is very long."""
    shown = visible(text[:_LONGEST])
    return f"{shown}…" if len(text) > _LONGEST else shown


def label_of(resource: SeenResource, width: float, size: float) -> str:
    """The resource's name, or the end of its construct's path where that is what fits, cut to `width` pixels."""
    name = _name(resource)
    ways = [_HASH.sub("", name)]
    if resource.construct:
        parts = resource.construct[-_LONGEST:].split("/")[-2:]
        ways += ["/".join(parts), parts[-1]]
    ways = [plain(way) for way in ways]
    return next((way for way in ways if way and text_width(way, size) <= width), cut(ways[0], width, size))


def cut(text: str, width: float, size: float) -> str:
    """The text in at most `width` pixels, without a part near its end: names differ in how they begin and how they end.

    Never less than two characters and the ellipsis.
    """
    if text_width(text, size) <= width:
        return text
    for kept in range(min(len(text), _LONGEST) - 1, 2, -1):
        shortened = _without_middle(text, kept)
        if text_width(shortened, size) <= width:
            return shortened
    return _without_middle(text, 2)


def _without_middle(text: str, kept: int) -> str:
    tail = max(1, kept * 2 // 5)
    return f"{text[: kept - tail]}…{text[len(text) - tail :]}"


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels, in a bold sans-serif font: rather too wide than too narrow."""
    return sum(map(_em, text)) * size


@lru_cache(1024)
def _em(character: str) -> float:
    if character in _NARROW:
        return 0.42
    if character in _WIDE:
        return 1.0
    if character.isascii():
        return 0.76 if character.isupper() else 0.68
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.8


def _name(resource: SeenResource) -> str:
    """What stands after the type in an address, with the instance's key."""
    _, found, name = resource.address[: 4 * _LONGEST].partition(f"{resource.type.removeprefix('data.')}.")
    return name if found else resource.address
