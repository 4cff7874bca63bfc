"""What is written on a node: short, and without anything that could disturb the text around it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from stackgate.reports.text import visible

TIMES = "\N{MULTIPLICATION SIGN}"
ELLIPSIS = "…"
_LONGEST = 300
_NARROW, _MEDIUM, _WIDE = frozenset("ijlftrI.,:;|'()[]{}- "), frozenset("_csz"), frozenset(f"mwMW@%{ELLIPSIS}")


def plain(text: str) -> str:
    """The text as one line that is safe in any document, cut where it is very long."""
    shown = visible(text[:_LONGEST])
    return f"{shown}{ELLIPSIS}" if len(text) > _LONGEST else shown


def cut(text: str, width: float, size: float, tail: float = 0.4) -> str:
    """The text in at most `width` pixels, without its middle: names differ in how they begin and how they end.

    `tail` is the share of what is kept that is the end. Never less than two characters and the ellipsis.
    """
    if text_width(text, size) <= width:
        return text
    for kept in range(min(len(text), _LONGEST) - 1, 2, -1):
        shortened = _without_middle(text, kept, tail)
        if text_width(shortened, size) <= width:
            return shortened
    return _without_middle(text, 2, tail)


def _without_middle(text: str, kept: int, share: float) -> str:
    tail = max(1, int(kept * share))
    return f"{text[: kept - tail]}{ELLIPSIS}{text[len(text) - tail :]}"


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels, in a bold sans-serif font: rather too wide than too narrow."""
    return sum(map(_em, text)) * size


@lru_cache(1024)
def _em(character: str) -> float:
    if character in _NARROW:
        return 0.42
    if character in _MEDIUM:
        return 0.6
    if character in _WIDE:
        return 1.0
    if character.isascii():
        return 0.76 if character.isupper() else 0.68
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.8
