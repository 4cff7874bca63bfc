"""Takes secrets out of text that goes to a report, a terminal or a log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

SHORTEST = 3
"""Of fewer characters nothing can be told from ordinary text, so nothing is replaced."""
SHORT, SHORT_WORD = 8, 12
"""A secret shorter than this (one of letters alone: than the second) is replaced only where it stands as a word."""
LONG_LINE = 16
"""A line of a secret of several lines, such as a private key, is a secret itself from this length on."""
_MASKED = r"\(secret, \d+ characters\)"


def mask(secret: str) -> str:
    """What stands for a secret in every output: `(secret, 14 characters)`."""
    return f"(secret, {len(secret)} characters)"


def redact(text: str, secrets: frozenset[str]) -> str:
    """The text with every secret in it masked, also where it is escaped for JSON, Python, HTML or a URL.

    Where one secret holds another, the longer is masked. What is masked already stays as it is.
    """
    if not secrets:
        return text
    pattern, masks = _pattern(secrets)
    return pattern.sub(lambda match: masks.get(match.group(), match.group()), text)


@lru_cache(maxsize=16)
def _pattern(secrets: frozenset[str]) -> tuple[re.Pattern[str], dict[str, str]]:
    masks: dict[str, str] = {}
    for secret in sorted(secrets):
        for written in _forms(secret):
            if len(written) >= SHORTEST:
                masks.setdefault(written, mask(secret))
    alternatives = [_as_pattern(written) for written in sorted(masks, key=len, reverse=True)]
    return re.compile("|".join((_MASKED, *alternatives))), masks


def _forms(secret: str) -> Iterator[str]:
    from html import escape  # with all of HTML's letters: 1 ms that only a document with secrets costs

    lines = secret.splitlines()
    for text in (secret, *(line.strip() for line in lines if len(lines) > 1 and len(line.strip()) >= LONG_LINE)):
        yield text
        for escaped in (_json(text), json.dumps(text, ensure_ascii=False)[1:-1]):
            yield escaped
            yield _json(escaped)  # JSON inside a JSON string
            yield escape(escaped)
        yield repr(text)[1:-1]
        yield escape(text)
        yield escape(text, quote=False)
        yield quote(text.encode("utf-8", "replace"), safe="")


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _as_pattern(written: str) -> str:
    if len(written) < SHORT or (written.isalpha() and len(written) < SHORT_WORD):
        return rf"(?<!\w){re.escape(written)}(?!\w)"
    return re.escape(written)
