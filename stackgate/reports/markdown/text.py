"""Text of unknown origin in Markdown, where it shall stay text: CommonMark with GitHub's and GitLab's additions."""

from __future__ import annotations

import re
from html import escape

from stackgate.reports.visible import visible

_JOINER = "\u2060"
_LONGEST = 500
_LONGEST_WHOLE = 10_000

# What GitHub and GitLab make a mention, a cross-reference or a link of, in text that Markdown has already unescaped.
_TRIGGER = re.compile(r"[@#!~%$&^](?=\S)|:(?=//)|\bwww(?=\.)|\bgh(?=-\d)", re.IGNORECASE)
# An underscore between letters or digits marks nothing up.
_SPECIAL = re.compile(r"[\\`*\[\]#~$]|(?<![^\W_])_|_(?![^\W_])")
_LIST_OR_LINE = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+=]))")
_TICKS = re.compile(r"`+")


def plain(text: str) -> str:
    """The text as Markdown that shows it, on one line, also in a table; what is longer than 500 characters is cut.

    An invisible character (U+2060) keeps it from naming people, issues and addresses.
    """
    return _escaped(_TRIGGER.sub(rf"\g<0>{_JOINER}", cut(text)))


def whole(text: str) -> str:
    """The text as Markdown that shows it, on one line, for readers that make no links of what has no markup.

    It is whole up to 10,000 characters.
    """
    shown = visible(text[:_LONGEST_WHOLE])
    return _escaped(shown if len(text) <= _LONGEST_WHOLE else f"{shown}… ({len(text)} characters)")


def _escaped(text: str) -> str:
    inert = _SPECIAL.sub(r"\\\g<0>", escape(text.strip(), quote=False)).replace("|", "&#124;")
    return _LIST_OR_LINE.sub(r"\1\\", inert)


def code(text: str) -> str:
    """The text as a code span, where nothing is read as markup; not for a table. It is cut as well."""
    shown = cut(text)
    if not shown.strip():
        return "(empty)"
    fence = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def cut(text: str) -> str:
    """The text without what cannot be printed, and at most 500 characters of it, with a note of how many there are."""
    shown = visible(text[:_LONGEST])
    return shown if len(text) <= _LONGEST else f"{shown}… ({len(text)} characters)"
